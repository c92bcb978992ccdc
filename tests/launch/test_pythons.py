"""Both Pythons are found where they usually are, and a missing one names its cure."""

from collections.abc import Mapping
from pathlib import Path

import pytest

from launch.errors import LaunchError
from launch.pythons import candidates, find_310, find_main, version_of


def put(program: Path) -> str:
    """Make a program of that name."""
    program.parent.mkdir(parents=True, exist_ok=True)
    program.write_text("#!/bin/sh\n")
    program.chmod(0o755)
    return str(program)


def no_uv(env: Mapping[str, str]) -> str | None:
    """A machine without uv."""
    return None


PYENV_OLD = "home/.pyenv/versions/3.10.9/bin/python3.10"
PYENV_NEW = "home/.pyenv/versions/3.10.13/bin/python3.10"
SHIM = "shims/python3.10"
SYSTEM = "usr/bin/python3.10"


@pytest.mark.parametrize(
    ("there", "broken", "expected"),
    [
        ([SYSTEM], [], SYSTEM),
        ([PYENV_OLD, PYENV_NEW], [], PYENV_NEW),
        ([PYENV_OLD, PYENV_NEW], [PYENV_NEW], PYENV_OLD),
        ([PYENV_NEW, SHIM], [SHIM], PYENV_NEW),
        ([PYENV_NEW, SYSTEM], [PYENV_NEW], SYSTEM),
        ([SHIM], [SHIM], None),
        ([], [], None),
    ],
)
def test_python_310_is_found(
    tmp_path: Path, there: list[str], broken: list[str], expected: str | None
) -> None:
    """pyenv's newest comes first, then the path; one that does not run is passed over."""
    for name in there:
        put(tmp_path / name)
    env = {"HOME": str(tmp_path / "home"), "PATH": f"{tmp_path}/shims:{tmp_path}/usr/bin"}
    bad = {str(tmp_path / name) for name in broken}

    def probe(program: str) -> tuple[int, int] | None:
        return None if program in bad else (3, 10)

    if expected is None:
        with pytest.raises(LaunchError, match=r"pyenv install 3\.10"):
            find_310(env, probe, no_uv)
    else:
        assert find_310(env, probe, no_uv) == str(tmp_path / expected)


def test_the_users_own_choice_comes_first(tmp_path: Path) -> None:
    """PYTHON310 is asked before anything that is found."""
    put(tmp_path / PYENV_NEW)
    env = {"HOME": str(tmp_path / "home"), "PATH": "", "PYTHON310": "/mine/python"}

    assert next(candidates(10, env)) == "/mine/python"


def test_uv_is_the_last_resort() -> None:
    """What uv installed is taken when it runs."""
    found = find_310({"PATH": ""}, lambda program: (3, 10), lambda env: "/uv/python3.10")

    assert found == "/uv/python3.10"


@pytest.mark.parametrize(
    ("running", "expected"),
    [((3, 11), "/running"), ((3, 14), "/running"), ((3, 9), "3.12"), ((3, 15), "3.12")],
)
def test_the_running_python_is_taken_if_it_fits(
    tmp_path: Path, running: tuple[int, int], expected: str
) -> None:
    """One that is too old or too new for the pins is passed over for one that fits."""
    put(tmp_path / "python3.12")

    found = find_main({"PATH": str(tmp_path)}, lambda program: (3, 12), (running, "/running"))

    assert found.endswith(expected)


def test_no_fitting_python_names_the_cure() -> None:
    """Nothing to run with is one line that says what to install."""
    with pytest.raises(LaunchError, match=r"Python 3\.11 or newer is needed"):
        find_main({"PATH": ""}, lambda program: None, ((3, 9), "/running"))


def test_a_program_that_is_no_python_has_no_version(tmp_path: Path) -> None:
    """A shim that fails, or nothing at all, is not taken for an interpreter."""
    assert version_of(put(tmp_path / "shim")) is None
    assert version_of(str(tmp_path / "nothing")) is None

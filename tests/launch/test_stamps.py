"""A step is skipped while its inputs are the same, and only then."""

from pathlib import Path

import pytest

from launch.stamps import Stamp, files_under, fingerprint


@pytest.fixture
def tree(tmp_path: Path) -> Path:
    """A folder of sources with a generated part."""
    for name in ("src/a.txt", "src/b/c.txt", "src/node_modules/d.txt", "src/b/e.pyc"):
        file = tmp_path / name
        file.parent.mkdir(parents=True, exist_ok=True)
        file.write_text(name)
    return tmp_path


def taken(tree: Path) -> str:
    """The fingerprint of the tree's sources."""
    return fingerprint(tree, files_under([tree / "src"], frozenset({"node_modules"})))


def test_sources_are_found_without_what_is_generated(tree: Path) -> None:
    """Skipped folders and compiled files are no sources."""
    found = files_under([tree / "src"], frozenset({"node_modules"}))

    assert [path.name for path in found] == ["a.txt", "c.txt"]


def test_a_missing_folder_has_no_files(tree: Path) -> None:
    """What is not there yet is no error, just nothing."""
    assert files_under([tree / "nowhere"]) == []


@pytest.mark.parametrize("change", ["edit", "rename", "add", "remove"])
def test_every_change_of_the_sources_changes_the_fingerprint(tree: Path, change: str) -> None:
    """An edited, renamed, added or removed file asks for the step again."""
    before = taken(tree)
    match change:
        case "edit":
            (tree / "src/a.txt").write_text("other")
        case "rename":
            (tree / "src/a.txt").rename(tree / "src/z.txt")
        case "add":
            (tree / "src/new.txt").write_text("")
        case _:
            (tree / "src/a.txt").unlink()

    assert taken(tree) != before


def test_touching_a_file_changes_nothing(tree: Path) -> None:
    """Contents count, times do not: a fresh clone of the same commit is the same."""
    before = taken(tree)
    (tree / "src/a.txt").touch()

    assert taken(tree) == before


def test_extra_words_are_part_of_the_fingerprint(tree: Path) -> None:
    """A pinned version or a setting counts like a file."""
    assert fingerprint(tree, [], ["one"]) != fingerprint(tree, [], ["two"])


def test_a_stamp_is_fresh_only_for_the_inputs_it_was_set_for(tmp_path: Path) -> None:
    """Set, it is fresh; for other inputs, or cleared, it is not."""
    stamp = Stamp(tmp_path / "stamps" / "step", "inputs")
    assert not stamp.is_fresh()

    stamp.set()
    assert stamp.is_fresh()
    assert not Stamp(stamp.file, "other inputs").is_fresh()

    stamp.clear()
    assert not stamp.is_fresh()

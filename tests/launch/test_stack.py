"""A real redis under a real supervisor: killed it comes back, ended it leaves nothing behind."""

import json
import os
import signal
import subprocess
import sys
import time
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest

from launch.health import open_redis, redis_health, resp
from launch.layout import ROOT

pytestmark = pytest.mark.integration
Start = Callable[..., "subprocess.Popen[str]"]


def until(happened: Callable[[], Any], seconds: float = 30) -> Any:
    """Return what *happened* returns as soon as that is true."""
    end = time.monotonic() + seconds
    while not (result := happened()):
        assert time.monotonic() < end, "it did not happen in time"
        time.sleep(0.05)
    return result


def status(run_dir: Path) -> dict[str, Any]:
    """The status file, or nothing while there is none."""
    file = run_dir / "status.json"
    return dict(json.loads(file.read_text())) if file.is_file() else {}


def ready_redis(run_dir: Path, but: int = 0) -> int:
    """The process id of a redis that is ready and is not *but*; 0 while there is none."""
    redis = status(run_dir).get("processes", {}).get("redis", {})
    return int(redis["pid"]) if redis.get("ready") and redis["pid"] != but else 0


def lives(pid: int) -> bool:
    """Whether the process is there and not a zombie."""
    try:
        return Path(f"/proc/{pid}/stat").read_text().rpartition(")")[2].split()[0] != "Z"
    except FileNotFoundError:
        return False


def ask(run_dir: Path, *words: str) -> bytes:
    """Ask redis one thing."""
    with open_redis(f"unix://{status(run_dir)['addresses']['sockets']}/redis.sock") as connection:
        connection.sendall(resp(*words))
        return connection.recv(1024)


@pytest.fixture
def start(tmp_path: Path) -> Iterator[Start]:
    """Start drivers; those that a test leaves are ended."""
    started: list[subprocess.Popen[str]] = []

    def make(*arguments: str) -> subprocess.Popen[str]:
        command = [sys.executable, str(Path(__file__).with_name("driver.py")), str(tmp_path)]
        process = subprocess.Popen(
            [*command, *arguments],
            env={**os.environ, "PYTHONPATH": str(ROOT)},
            stdout=subprocess.PIPE,
            stderr=subprocess.STDOUT,
            text=True,
        )
        started.append(process)
        return process

    yield make
    for process in started:
        process.terminate()
        process.communicate(timeout=60)


def test_a_killed_redis_is_restarted_with_its_data(start: Start, tmp_path: Path) -> None:
    """kill -9 loses nothing that was written, a line says so, and SIGTERM leaves nothing behind."""
    driver = start()
    first = until(lambda: ready_redis(tmp_path))
    sockets = Path(status(tmp_path)["addresses"]["sockets"])
    assert ask(tmp_path, "SET", "conversation", "kept") == b"+OK\r\n"

    os.kill(first, signal.SIGKILL)
    second = until(lambda: ready_redis(tmp_path, but=first))
    assert ask(tmp_path, "GET", "conversation") == b"$4\r\nkept\r\n"

    driver.terminate()
    told, _ = driver.communicate(timeout=60)
    assert driver.returncode == 0
    assert f"! redis (process {first}) ended and is restarted" in told
    assert f"redis is ready again (process {second})" in told
    assert not lives(second)
    assert not sockets.exists()
    assert status(tmp_path) == {}


def test_nothing_outlives_a_killed_launcher(start: Start, tmp_path: Path) -> None:
    """kill -9 of the launcher ends supervisor and its children too."""
    driver = start()
    redis = until(lambda: ready_redis(tmp_path))
    supervisor = int((tmp_path / "supervisord.pid").read_text())

    driver.kill()

    until(lambda: not lives(redis) and not lives(supervisor))


def test_nothing_outlives_a_killed_supervisor(start: Start, tmp_path: Path) -> None:
    """kill -9 of supervisor ends its children, and the launcher says what happened."""
    driver = start()
    redis = until(lambda: ready_redis(tmp_path))

    os.kill(int((tmp_path / "supervisord.pid").read_text()), signal.SIGKILL)

    told, _ = driver.communicate(timeout=60)
    assert driver.returncode == 1
    assert "podpora: supervisor, the process manager, ended by itself" in told
    until(lambda: not lives(redis))


def test_a_child_that_keeps_dying_ends_the_launcher_with_its_reason(start: Start) -> None:
    """The last line names the child, why it died, and its log."""
    driver = start("broken")

    told, _ = driver.communicate(timeout=60)

    assert driver.returncode == 1
    last = told.strip().splitlines()[-1]
    assert last.startswith("podpora: rasa keeps dying: Error: no such model. Mend what ")
    assert "rasa.log" in last


def test_a_second_launcher_is_refused(start: Start, tmp_path: Path) -> None:
    """One run directory, one launcher; the line names the one that has it."""
    first = start()
    until(lambda: ready_redis(tmp_path))

    told, _ = start().communicate(timeout=60)

    assert f"podpora already runs here (process {first.pid}" in told
    assert ready_redis(tmp_path)


def test_redis_that_is_not_there_is_not_ready(tmp_path: Path) -> None:
    """A missing socket is an answer, not an exception."""
    assert redis_health(f"unix://{tmp_path}/nobody.sock")[0] is False

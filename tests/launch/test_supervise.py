"""Supervisor's configuration says what we mean, whatever the folder is called."""

import configparser
import shlex
from pathlib import Path

import pytest

from launch.children import Child, redis_command
from launch.layout import socket_folder
from launch.supervise import Places, config_text


def parsed(root: Path, command: tuple[str, ...]) -> configparser.RawConfigParser:
    """The configuration of one child below *root*, read back as supervisor does."""
    places = Places(root, root / "run", root / "run/log", root / "run/s.sock")
    child = Child("rasa", command, "http://127.0.0.1:1", lambda: (True, ""))
    parser = configparser.RawConfigParser()
    parser.read_string(config_text(places, [child]))
    return parser


@pytest.mark.parametrize("root", ["/srv/podpora", "/home/Žaneta Kováčová/100 % naše"])
def test_the_command_survives_as_it_is(root: str) -> None:
    """Blanks, diacritics and %-signs of a path reach the process unchanged."""
    command = (f"{root}/.venv/bin/python", "-m", "bot.serve")

    written = parsed(Path(root), command)["program:rasa"]["command"] % {}

    assert tuple(shlex.split(written))[-3:] == command


def test_every_child_is_restarted_and_ended_with_its_group() -> None:
    """A child comes back after any exit, and leaves nobody behind."""
    program = parsed(Path("/srv"), ("true",))["program:rasa"]

    assert program["autorestart"] == "true"
    assert program["stopasgroup"] == program["killasgroup"] == "true"
    assert program["stdout_logfile"] == "/srv/run/log/rasa.log"


def test_a_child_is_tethered_to_supervisor() -> None:
    """If supervisor itself is killed, the kernel ends the child."""
    words = shlex.split(parsed(Path("/srv"), ("true",))["program:rasa"]["command"])

    assert [Path(word).name for word in words][-3:] == ["tether.py", "9", "true"]


def test_redis_keeps_every_write_and_listens_on_its_socket_only() -> None:
    """Append-only file, fsync on every write, no eviction, no network."""
    words = redis_command("redis-server", Path("/r/s.sock"), Path("/r/data"))
    settings = dict(zip(words[1::2], words[2::2], strict=True))

    assert settings["--port"] == "0"
    assert settings["--unixsocket"] == "/r/s.sock"
    assert settings["--appendonly"] == "yes"
    assert settings["--appendfsync"] == "always"
    assert settings["--maxmemory-policy"] == "noeviction"


def test_sockets_move_away_from_a_folder_whose_name_is_too_long(tmp_path: Path) -> None:
    """A unix socket's path is short, so a deep run directory gets another place for it."""
    near, far = tmp_path / "run", tmp_path / ("deep" * 30)

    assert socket_folder(near).parent == near
    elsewhere = socket_folder(far)
    assert far not in elsewhere.parents
    assert elsewhere.stat().st_mode & 0o077 == 0
    elsewhere.rmdir()

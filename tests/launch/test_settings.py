"""Processes get one environment: ours, unless the user said otherwise; secrets stay private."""

from pathlib import Path

import pytest

from launch.errors import LaunchError
from launch.layout import Layout
from launch.ports import wanted_ports
from launch.settings import DEMO_SECRETS, demo_secrets, process_environ, require_prepared


@pytest.fixture
def layout(tmp_path: Path) -> Layout:
    """A run of its own, in a folder of its own."""
    return Layout(root=tmp_path, run_dir=tmp_path / "one", prepared=tmp_path / ".run")


def test_demo_secrets_are_made_once_and_are_private(tmp_path: Path) -> None:
    """They are marked as demo secrets, differ from each other, and only the owner reads them."""
    file = tmp_path / "run" / "secrets.env"
    made = demo_secrets(file)

    assert demo_secrets(file) == made
    assert set(made) == set(DEMO_SECRETS)
    assert len(set(made.values())) == len(made)
    assert all(value.startswith("demo-") for value in made.values())
    assert file.stat().st_mode & 0o777 == 0o600


def test_a_missing_secret_is_added_and_the_others_kept(tmp_path: Path) -> None:
    """A file of an older version is completed."""
    file = tmp_path / "secrets.env"
    file.write_text("INNER_TOKEN=demo-kept\n")

    completed = demo_secrets(file)
    assert completed.keys() == set(DEMO_SECRETS)
    assert "INNER_TOKEN=demo-kept\n" in file.read_text()


def test_every_address_follows_the_ports(layout: Layout) -> None:
    """A moved port moves the address that the others are given."""
    env = process_environ(layout, wanted_ports({"RASA_PORT": "9001"}), Path("/s/redis.sock"), {})

    assert (env["RASA_PORT"], env["RASA_URL"]) == ("9001", "http://127.0.0.1:9001")
    assert env["REDIS_URL"] == "unix:///s/redis.sock"
    assert env["DEMO"] == "1"


def test_what_the_user_set_comes_first(layout: Layout) -> None:
    """A redis, a secret and a host of one's own are passed on as they are."""
    mine = {"REDIS_URL": "redis://10.0.0.1:1", "INNER_TOKEN": "mine", "HOST": "0.0.0.0"}  # noqa: S104
    env = process_environ(layout, wanted_ports({}), Path("/s"), mine)

    assert mine.items() <= env.items()


def test_two_runs_share_what_is_prepared_and_nothing_else(layout: Layout) -> None:
    """Index and model are one; attachments and secrets belong to the run."""
    other = Layout(layout.root, layout.root / "two", layout.prepared)
    one, two = (process_environ(run, wanted_ports({}), Path("/s"), {}) for run in (layout, other))

    assert one["INDEX_DIR"] == two["INDEX_DIR"]
    assert one["RASA_MODELS"] == two["RASA_MODELS"]
    assert one["ATTACHMENTS_DIR"] != two["ATTACHMENTS_DIR"]
    assert one["INNER_TOKEN"] != two["INNER_TOKEN"]


def test_starting_unprepared_names_the_command(layout: Layout) -> None:
    """What is not there is named, and how to make it."""
    with pytest.raises(LaunchError, match="run 'make prepare' first"):
        require_prepared(layout)

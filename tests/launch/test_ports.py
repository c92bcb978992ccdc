"""A taken or impossible port is said so, with the way around it."""

import socket

import pytest

from launch.errors import LaunchError
from launch.ports import check_free, free_ports, is_free, wanted_ports


def test_the_default_ports() -> None:
    """Without a word from the user the ports are those of the documents."""
    assert wanted_ports({}) == {
        "PORT": 8000,
        "RASA_PORT": 8001,
        "ACTIONS_PORT": 8002,
        "RETRIEVAL_PORT": 8003,
    }


@pytest.mark.parametrize("text", ["0", "65536", "-1", "80a", "٣", "8 0"])
def test_what_is_no_port_is_refused(text: str) -> None:
    """The line names the variable and what it holds."""
    with pytest.raises(LaunchError, match=r"RASA_PORT=.* is not a port"):
        wanted_ports({"RASA_PORT": text})


def test_two_processes_cannot_share_a_port() -> None:
    """PORT moved onto Rasa's port is refused before anything starts."""
    with pytest.raises(LaunchError, match="PORT and RASA_PORT are both 8001"):
        wanted_ports({"PORT": "8001"})


def test_a_taken_port_names_the_variable_to_change() -> None:
    """The line says which port of which process, and how to choose another."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        port = taken.getsockname()[1]

        with pytest.raises(LaunchError, match=rf"Port {port} of handoff is taken.* PORT=\d+"):
            check_free({"PORT": port}, "127.0.0.1")


def test_free_ports_are_different_and_free() -> None:
    """Every port handed out can be listened on."""
    ports = free_ports(4)

    assert len(set(ports)) == 4
    assert all(is_free("127.0.0.1", port) for port in ports)

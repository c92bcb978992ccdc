"""Supervisor, the process manager: its configuration, and how to ask and end it."""

from __future__ import annotations

import http.client
import shlex
import signal
import socket
import subprocess
import xmlrpc.client
from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from launch.children import Child
from launch.tether import tethered

# Longer than redis takes to start over, shorter than anybody waits.
START_SECONDS = 2
# Supervisor waits one second more before each try; the launcher decides when it is enough.
START_TRIES = 1000
STOP_SECONDS = 10

HEAD = """\
[unix_http_server]
file = {socket}
chmod = 0700

[supervisord]
nodaemon = true
silent = true
logfile = {log}/supervisord.log
logfile_maxbytes = 5MB
logfile_backups = 1
pidfile = {run}/supervisord.pid
childlogdir = {log}
directory = {root}

[rpcinterface:supervisor]
supervisor.rpcinterface_factory = supervisor.rpcinterface:make_main_rpcinterface
"""

PROGRAM = """
[program:{name}]
command = {command}
directory = {root}
priority = {priority}
autostart = true
autorestart = true
startsecs = {start_seconds}
startretries = {start_tries}
stopsignal = TERM
stopwaitsecs = {stop_seconds}
stopasgroup = true
killasgroup = true
redirect_stderr = true
stdout_logfile = {log}/{name}.log
stdout_logfile_maxbytes = 10MB
stdout_logfile_backups = 2
"""


@dataclass(frozen=True)
class Places:
    """The folders and the socket that the configuration names."""

    root: Path
    run: Path
    log: Path
    socket: Path


def quoted(text: str) -> str:
    """Write *text* so that supervisor, which expands %-signs, reads it as it is."""
    return text.replace("%", "%%")


def config_text(places: Places, children: list[Child]) -> str:
    """Return supervisor's configuration: every child is restarted, later and later, when it ends."""
    names = {key: quoted(str(value)) for key, value in vars(places).items()}
    parts = [HEAD.format(**names)]
    for number, child in enumerate(children, start=1):
        # A child whose supervisor is killed must not stay behind.
        command = shlex.join(tethered(list(child.command), signal.SIGKILL))
        parts.append(
            PROGRAM.format(
                **names,
                name=child.name,
                command=quoted(command),
                priority=number * 10,
                start_seconds=START_SECONDS,
                start_tries=START_TRIES,
                stop_seconds=STOP_SECONDS,
            )
        )
    return "".join(parts)


class UnixConnection(http.client.HTTPConnection):
    """HTTP over a unix socket."""

    def __init__(self, path: str) -> None:
        super().__init__("localhost", timeout=5)
        self._path = path

    def connect(self) -> None:
        self.sock = socket.socket(socket.AF_UNIX)
        self.sock.settimeout(self.timeout)
        self.sock.connect(self._path)


class UnixTransport(xmlrpc.client.Transport):
    """XML-RPC over a unix socket; a connection for each question."""

    def __init__(self, path: str) -> None:
        super().__init__()
        self._path = path

    def make_connection(self, host: Any) -> UnixConnection:
        return UnixConnection(self._path)


@dataclass(frozen=True)
class ChildState:
    """What supervisor says of a child; *pid* is 0 while it does not run, *started* is Unix time."""

    name: str
    state: str
    pid: int
    started: int


class Supervisor:
    """A running supervisord that ends when the launcher does."""

    def __init__(self, process: subprocess.Popen[bytes], socket_path: Path) -> None:
        self.process = process
        self._socket_path = socket_path

    @classmethod
    def start(
        cls, python: Path, config: Path, socket_path: Path, env: Mapping[str, str]
    ) -> Supervisor:
        """Start supervisord in a session of its own, so that Ctrl-C reaches only the launcher."""
        command = [str(python), "-m", "supervisor.supervisord", "-n", "-c", str(config)]
        process = subprocess.Popen(
            tethered(command, signal.SIGTERM),
            env=dict(env),
            stdin=subprocess.DEVNULL,
            stdout=subprocess.DEVNULL,
            stderr=subprocess.DEVNULL,
            start_new_session=True,
        )
        return cls(process, socket_path)

    def states(self) -> list[ChildState] | None:
        """Return the state of every child; None while supervisord does not answer."""
        transport = UnixTransport(str(self._socket_path))
        try:
            proxy = xmlrpc.client.ServerProxy("http://localhost/RPC2", transport=transport)
            told: Any = proxy.supervisor.getAllProcessInfo()
        except (OSError, http.client.HTTPException, xmlrpc.client.Error):
            return None
        finally:
            transport.close()
        return [
            ChildState(str(t["name"]), str(t["statename"]), int(t["pid"]), int(t["start"]))
            for t in told
        ]

    def stop(self, patience: float = 2 * STOP_SECONDS) -> None:
        """End supervisord and with it every child."""
        if self.process.poll() is not None:
            return
        self.process.terminate()
        try:
            self.process.wait(patience)
        except subprocess.TimeoutExpired:
            # The children get SIGKILL from the kernel when it is gone.
            self.process.kill()
            self.process.wait()

"""Ask a process whether it is ready; every question has a short time limit and never raises."""

from __future__ import annotations

import http.client
import json
import socket
from pathlib import Path
from urllib.parse import unquote, urlsplit

from launch.errors import one_line

TIMEOUT_SECONDS = 3.0
Health = tuple[bool, str]


def http_health(url: str, token: str | None = None) -> Health:
    """GET *url*; ready on 200, else why not (the body's 'why', or the status)."""
    parts = urlsplit(url)
    connection = http.client.HTTPConnection(
        parts.hostname or "127.0.0.1", parts.port, timeout=TIMEOUT_SECONDS
    )
    try:
        headers = {"Authorization": f"Bearer {token}"} if token else {}
        path = parts.path + (f"?{parts.query}" if parts.query else "")
        connection.request("GET", path or "/", headers=headers)
        answer = connection.getresponse()
        body = answer.read(65536)
    except (OSError, http.client.HTTPException) as error:
        return False, one_line(str(error) or type(error).__name__, 80)
    finally:
        connection.close()
    return (True, "") if answer.status == http.client.OK else (False, why(answer.status, body))


def why(status: int, body: bytes) -> str:
    """Pick the reason out of a health answer that is not 200."""
    try:
        told = json.loads(body)
    except ValueError:
        return f"status {status}"
    reason = told.get("why") if isinstance(told, dict) else None
    return one_line(str(reason), 120) if reason else f"status {status}"


def redis_health(url: str) -> Health:
    """PING the redis at *url* (unix:, redis:; others are left to handoff's own check)."""
    parts = urlsplit(url)
    if parts.scheme not in {"unix", "redis"}:
        return True, "not asked"
    try:
        with open_redis(url) as connection:
            if parts.password:
                connection.sendall(resp("AUTH", unquote(parts.password)))
                connection.recv(256)
            connection.sendall(resp("PING"))
            answer = connection.recv(256)
    except OSError as error:
        return False, one_line(str(error) or type(error).__name__, 80)
    return (True, "") if answer.startswith(b"+PONG") else (False, one_line(answer.decode("latin1")))


def open_redis(url: str) -> socket.socket:
    """Connect to the redis at *url*."""
    parts = urlsplit(url)
    if parts.scheme == "unix":
        connection = socket.socket(socket.AF_UNIX)
        connection.settimeout(TIMEOUT_SECONDS)
        try:
            connection.connect(str(Path(unquote(parts.path))))
        except OSError:
            connection.close()
            raise
        return connection
    where = (parts.hostname or "127.0.0.1", parts.port or 6379)
    return socket.create_connection(where, timeout=TIMEOUT_SECONDS)


def resp(*words: str) -> bytes:
    """Write a command the way redis reads it."""
    coded = [word.encode() for word in words]
    return b"*%d\r\n" % len(coded) + b"".join(b"$%d\r\n%s\r\n" % (len(w), w) for w in coded)

"""Operators' accounts: hashed passwords in a file, and the token a sign-in gives."""

import base64
import hashlib
import hmac
import json
import secrets
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import Any

import jwt

from handoff.auth.customers import BadToken

SHIFT = timedelta(hours=12)
AUDIENCE = "podpora-operator"
# Cost of one guess: about 50 ms and 16 MB.
COST, BLOCK, PARALLEL = 2**14, 8, 1


class BadCredentials(Exception):
    """No such operator, or another password."""


@dataclass(frozen=True, slots=True)
class Operator:
    """One account; *password* is a hash made by :func:`hash_password`."""

    id: str
    name: str
    password: str
    slots: int = 2


def hash_password(password: str, salt: bytes | None = None) -> str:
    """Return ``scrypt$<salt>$<hash>``, both base64."""
    salt = salt or secrets.token_bytes(16)
    digest = hashlib.scrypt(password.encode(), salt=salt, n=COST, r=BLOCK, p=PARALLEL)
    return "$".join(("scrypt", base64.b64encode(salt).decode(), base64.b64encode(digest).decode()))


def matches(password: str, hashed: str) -> bool:
    """Say in constant time whether *password* is the hashed one."""
    _, salt, _ = hashed.split("$")
    return hmac.compare_digest(hash_password(password, base64.b64decode(salt)), hashed)


class OperatorAccounts:
    """Who may take conversations over."""

    def __init__(self, operators: Iterable[Operator], secret: str) -> None:
        """*secret* signs the tokens, at least 32 bytes."""
        self._operators = {operator.id: operator for operator in operators}
        self._secret = secret
        self._nobody = hash_password(secrets.token_urlsafe(16))

    def sign_in(self, name: str, password: str) -> Operator:
        """Return the operator or raise BadCredentials; takes as long for a name that is not there."""
        operator = self._operators.get(name)
        known = matches(password, operator.password if operator else self._nobody)
        if operator is None or not known:
            raise BadCredentials
        return operator

    def issue(self, operator: Operator, now: datetime) -> tuple[str, datetime]:
        """Return a token for one shift and when it ends."""
        expires = now + SHIFT
        body = {
            "sub": operator.id,
            "aud": AUDIENCE,
            "iat": int(now.timestamp()),
            "exp": int(expires.timestamp()),
            "jti": secrets.token_urlsafe(12),
        }
        return jwt.encode(body, self._secret, algorithm="HS256"), expires

    def verify(self, token: str, now: datetime) -> Operator:
        """Return the operator of a token, or raise BadToken."""
        try:
            claims: dict[str, Any] = jwt.decode(
                token,
                self._secret,
                algorithms=["HS256"],
                audience=AUDIENCE,
                options={
                    "require": ["exp", "sub", "aud"],
                    "verify_exp": False,
                    "verify_iat": False,
                },
            )
        except (jwt.InvalidSignatureError, jwt.InvalidAlgorithmError):
            raise BadToken("signature") from None
        except jwt.DecodeError:
            raise BadToken("malformed") from None
        except jwt.PyJWTError:
            raise BadToken("claims") from None
        if claims["exp"] <= now.timestamp():
            raise BadToken("expired")
        operator = self._operators.get(claims["sub"])
        if operator is None:
            raise BadToken("claims")
        return operator


def load_operators(path: Path) -> tuple[Operator, ...]:
    """Return the accounts of OPERATORS_FILE; raise ValueError saying what is wrong with it."""
    try:
        listed = json.loads(path.read_text(encoding="utf-8"))["operators"]
        operators = tuple(_operator(entry) for entry in listed)
    except (OSError, ValueError, KeyError, TypeError) as error:
        raise ValueError(f"{path} is not a file of operators: {error}") from error
    if len({operator.id for operator in operators}) != len(operators) or not operators:
        raise ValueError(f"{path} must list operators, each with an id of its own")
    return operators


def _operator(entry: Mapping[str, Any]) -> Operator:
    operator = Operator(
        str(entry["id"]), str(entry["name"]), str(entry["password"]), int(entry.get("slots", 2))
    )
    if not operator.password.startswith("scrypt$") or operator.password.count("$") != 2:  # noqa: PLR2004  # parts of the hash
        raise ValueError(f"operator {operator.id} has no hashed password")
    return operator

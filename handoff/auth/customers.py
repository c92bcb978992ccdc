"""Verify the customer centre's token; what does not verify is rejected, never downgraded."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, TypeGuard

import jwt

from handoff.events import Customer

LIFETIME = timedelta(minutes=5)
# Clocks of two servers are never quite the same.
LEEWAY = timedelta(seconds=10)
LONGEST_SUBJECT = 128
LONGEST_NAME = 254
BY_KEY = ("RS256", "EdDSA")


class BadToken(Exception):
    """The token does not verify; *reason* is expired, signature, claims or malformed."""

    def __init__(self, reason: str) -> None:
        """Take the word a client is told."""
        super().__init__(reason)
        self.reason = reason


@dataclass(frozen=True, slots=True)
class CustomerTokens:
    """What tokens are checked against: a shared secret, public keys of a JWKS, or both."""

    audience: str
    secret: str | None = None
    keys: tuple[jwt.PyJWK, ...] = ()

    def verify(self, token: str, now: datetime) -> Customer:
        """Return who the token says it is, or raise BadToken."""
        claims = self._claims(token)
        _check_times(claims, now)
        return _customer(claims)

    def issue(self, claims: Mapping[str, Any], now: datetime) -> tuple[str, datetime]:
        """Sign a token of full lifetime with the shared secret, as a customer centre does."""
        if self.secret is None:
            raise BadToken("signature")
        expires = now + LIFETIME
        body = {
            **claims,
            "aud": self.audience,
            "iat": int(now.timestamp()),
            "exp": int(expires.timestamp()),
        }
        return jwt.encode(body, self.secret, algorithm="HS256"), expires

    def _claims(self, token: str) -> dict[str, Any]:
        try:
            header = jwt.get_unverified_header(token)
            # The algorithm is chosen by the kind of key we hold, so a public key is never an HMAC secret.
            key, algorithm = self._key(header)
            claims: dict[str, Any] = jwt.decode(
                token,
                key,
                algorithms=[algorithm],
                audience=self.audience,
                # Times are checked against the clock we are given.
                options={
                    "require": ["aud"],
                    "verify_exp": False,
                    "verify_iat": False,
                    "verify_nbf": False,
                },
            )
        except (jwt.InvalidAudienceError, jwt.MissingRequiredClaimError):
            raise BadToken("claims") from None
        except (jwt.InvalidSignatureError, jwt.InvalidAlgorithmError, jwt.InvalidKeyError):
            raise BadToken("signature") from None
        except jwt.DecodeError:
            raise BadToken("malformed") from None
        except (jwt.PyJWTError, ValueError, TypeError):
            raise BadToken("claims") from None
        return claims

    def _key(self, header: Mapping[str, Any]) -> tuple[Any, str]:
        algorithm = header.get("alg")
        if algorithm == "HS256" and self.secret is not None:
            return self.secret, algorithm
        for key in self.keys:
            if key.algorithm_name == algorithm and header.get("kid") in (None, key.key_id):
                return key.key, algorithm
        raise BadToken("signature")


def load_keys(path: Path) -> tuple[jwt.PyJWK, ...]:
    """Return the usable public keys of a JWKS file; raise ValueError if it has none."""
    try:
        found = json.loads(path.read_text(encoding="utf-8"))["keys"]
        keys = tuple(jwt.PyJWK(key) for key in found)
    except (OSError, ValueError, KeyError, TypeError, jwt.PyJWTError) as error:
        raise ValueError(f"{path} is not a JWKS: {error}") from error
    usable = tuple(key for key in keys if key.algorithm_name in BY_KEY)
    if not usable:
        raise ValueError(f"{path} has no key for {' or '.join(BY_KEY)}")
    return usable


def _check_times(claims: Mapping[str, Any], now: datetime) -> None:
    issued, expires = claims.get("iat"), claims.get("exp")
    if not (_number(issued) and _number(expires)):
        raise BadToken("claims")
    if not 0 < expires - issued <= LIFETIME.total_seconds():
        raise BadToken("claims")
    moment, leeway = now.timestamp(), LEEWAY.total_seconds()
    if issued > moment + leeway:
        raise BadToken("claims")
    if expires <= moment - leeway:
        raise BadToken("expired")


def _customer(claims: Mapping[str, Any]) -> Customer:
    said = [claims.get(name) for name in ("sub", "name", "email", "jti")]
    if not all(isinstance(value, str) and _printable(value) for value in said):
        raise BadToken("claims")
    subject, name, email, _ = said
    signed_in = claims.get("auth_time")
    if len(str(subject)) > LONGEST_SUBJECT or not (signed_in is None or _number(signed_in)):
        raise BadToken("claims")
    try:
        auth_time = None if signed_in is None else datetime.fromtimestamp(signed_in, UTC)
    except (ValueError, OverflowError, OSError):
        raise BadToken("claims") from None
    return Customer(str(subject), str(name), str(email), auth_time)


def _number(value: Any) -> TypeGuard[float]:
    return isinstance(value, int | float) and not isinstance(value, bool)


def _printable(value: str) -> bool:
    return bool(value.strip()) and value.isprintable() and len(value) <= LONGEST_NAME

"""Errors as answers: one table from what went wrong to a status, JSON for /api, a page for people."""

from collections.abc import Mapping
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse

from handoff.auth import BadCredentials, BadToken
from handoff.errors import (
    BadFrame,
    DeskError,
    HelpUnavailable,
    NotYours,
    RateLimited,
    StoreUnavailable,
    UnknownAttachment,
)
from handoff.http.pictures import NotAnImage, TooLarge

# First match wins; a class comes before its parents.
STATUS: Mapping[type[Exception], tuple[int, str]] = {
    BadFrame: (400, "bad_frame"),
    BadToken: (401, "bad_token"),
    BadCredentials: (401, "bad_credentials"),
    UnknownAttachment: (404, "unknown_attachment"),
    # The same as for one that is not there: nobody learns which ids exist.
    NotYours: (404, "unknown_attachment"),
    TooLarge: (413, "too_large"),
    NotAnImage: (415, "not_an_image"),
    RateLimited: (429, "rate_limited"),
    HelpUnavailable: (503, "unavailable"),
    StoreUnavailable: (503, "unavailable"),
    DeskError: (400, "not_possible"),
}


def refusal(status: int, code: str, message: str, **details: Any) -> JSONResponse:
    """Return an error of /api."""
    headers = {"Cache-Control": "no-store"}
    if "retry_after" in details:
        headers["Retry-After"] = str(max(1, round(details["retry_after"])))
    return JSONResponse(
        {"error": {"code": code, "message": message, **details}}, status, headers=headers
    )


def refusal_of(error: Exception) -> JSONResponse:
    """Return the answer for an error of ours."""
    status, code = _said(error)
    details = error.details if isinstance(error, RateLimited) else {}
    message = str(error) or (type(error).__doc__ or "").splitlines()[0]
    return refusal(status, code, message, **details)


def code_of(error: Exception) -> str:
    """Return the word a client is told."""
    return _said(error)[1]


def _said(error: Exception) -> tuple[int, str]:
    return next(said for kind, said in STATUS.items() if isinstance(error, kind))


def wants_json(request: Request) -> bool:
    """Say whether the caller is a program."""
    path = request.url.path
    return path.startswith(("/api/", "/widget/")) or path in ("/healthz", "/metrics")


def bearer(request: Request) -> str:
    """Return the token of the Authorization header, or raise BadToken."""
    kind, _, token = request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "bearer" or not token.strip():
        raise BadToken("malformed")
    return token.strip()


def address(request: Request) -> str:
    """Return who is at the other end of the connection."""
    return request.client.host if request.client else "unknown"

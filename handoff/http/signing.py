"""The operators' sign-in."""

import asyncio

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from handoff.http.answers import address
from handoff.http.parts import Site, read_json
from handoff.messages import CREDENTIALS
from handoff.rates import Rate, Rates

BY_ADDRESS = Rate(20, 300)
BY_NAME = Rate(10, 300)  # so that many addresses cannot share one guess


class SignIn:
    """POST /api/operator/sign-in."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._addresses = Rates(BY_ADDRESS)
        self._names = Rates(BY_NAME)

    async def sign_in(self, request: Request) -> Response:
        """Give a token for the right password."""
        now = self._site.clock()
        self._addresses.take(address(request), now)
        said = CREDENTIALS(await read_json(request))
        self._names.take(said["name"], now)
        # Hashing takes 50 ms of a processor: not on the loop that serves everybody.
        operator = await asyncio.to_thread(
            self._site.operators.sign_in, said["name"], said["password"]
        )
        token, expires = self._site.operators.issue(operator, now)
        answer = {
            "token": token,
            "expires_at": expires.isoformat().replace("+00:00", "Z"),
            "operator": {"id": operator.id, "name": operator.name},
        }
        return JSONResponse(answer, headers={"Cache-Control": "no-store"})

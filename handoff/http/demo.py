"""The demo customer centre: its page and the token its server would make; only in demo mode."""

from collections.abc import Mapping
from datetime import timedelta
from typing import Any

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from handoff.auth.demo import CUSTOMERS
from handoff.errors import BadFrame
from handoff.http.pages import day, render
from handoff.http.parts import Site, read_json
from handoff.messages import DEMO_CUSTOMER


class Demo:
    """The page / and POST /api/demo/token."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._accounts = site.demo or {}

    async def centre(self, request: Request) -> Response:
        """Show the centre of the chosen customer, or the choice of three."""
        customer = CUSTOMERS.get(request.query_params.get("customer", ""))
        if customer is None:
            people = list(CUSTOMERS.values())
            return render(
                self._site, request, "choice.html", customers=people, accounts=self._accounts
            )
        account = self._of_today(self._accounts[customer.key])
        return render(self._site, request, "centre.html", customer=customer, account=account)

    def _of_today(self, account: Mapping[str, Any]) -> dict[str, Any]:
        today = self._site.clock().date()

        def dated(things: list[dict[str, Any]]) -> list[dict[str, Any]]:
            return [
                {**thing, "day": day(today + timedelta(days=thing["days"]))} for thing in things
            ]

        return {
            **account,
            "services": dated(account["services"]),
            "payments": dated(account["payments"]),
        }

    async def token(self, request: Request) -> Response:
        """Make a customer's token, as a customer centre does for who is signed in."""
        said = DEMO_CUSTOMER(await read_json(request))
        if said["customer"] not in CUSTOMERS:
            raise BadFrame("customer: there is no such demo customer")
        now = self._site.clock()
        claims = CUSTOMERS[said["customer"]].claims(now)
        token, expires = self._site.customer_tokens.issue(claims, now)
        answer = {"token": token, "expires_at": expires.isoformat().replace("+00:00", "Z")}
        return JSONResponse(answer, headers={"Cache-Control": "no-store"})

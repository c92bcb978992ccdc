"""The accounts of the demo; they exist only with DEMO=1."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from typing import Any
from uuid import uuid4

from handoff.auth.operators import Operator, hash_password, matches

PASSWORD = "demo"  # noqa: S105  # said on the demo's sign-in page
SECRET_PREFIX = "demo-"  # noqa: S105  # what demo secrets begin with, so that they can be refused
CUSTOMER_SECRET = f"{SECRET_PREFIX}customer-centre-shared-secret-of-nobody"
OPERATOR_SECRET = f"{SECRET_PREFIX}operators-token-secret-of-nobody-at-all"

OPERATORS = (("eva", "Eva Kováčová"), ("martin", "Martin Novotný"), ("lucia", "Lucia Šimková"))


@dataclass(frozen=True, slots=True)
class DemoCustomer:
    """A customer one can be in the demo."""

    key: str
    name: str
    email: str

    def claims(self, now: datetime) -> dict[str, Any]:
        """What the demo customer centre says of this customer."""
        return {
            "sub": f"demo-{self.key}",
            "name": self.name,
            "email": self.email,
            "auth_time": int(now.timestamp()),
            "jti": str(uuid4()),
        }


CUSTOMERS = {
    customer.key: customer
    for customer in (
        DemoCustomer("jana", "Jana Horváthová", "jana.horvathova@priklad.example"),
        DemoCustomer("peter", "Peter Novák", "peter.novak@priklad.example"),
        DemoCustomer("zuzana", "Zuzana Balážová", "zuzana.balazova@priklad.example"),
    )
}


def demo_operators() -> tuple[Operator, ...]:
    """Return the three demo operators; all have the same password."""
    hashed = hash_password(PASSWORD)
    return tuple(Operator(id_, name, hashed) for id_, name in OPERATORS)


def demo_accounts_among(operators: Sequence[Operator]) -> list[str]:
    """Return the ids of operators who still have the demo's password."""
    return [operator.id for operator in operators if matches(PASSWORD, operator.password)]

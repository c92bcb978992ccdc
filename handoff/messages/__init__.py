"""The wire: what may come in and what may go out, in closed sets by direction."""

from handoff.messages.customer import (
    CUSTOMER_EVENTS,
    FromCustomer,
    parse_auth,
    parse_customer_frame,
)
from handoff.messages.http import CREDENTIALS, DEMO_CUSTOMER, FEEDBACK, SEARCH, SLUG
from handoff.messages.operator import OPERATOR_EVENTS, FromOperator, parse_operator_frame
from handoff.messages.outgoing import (
    CUSTOMER_ACKS,
    OPERATOR_ACKS,
    TO_CUSTOMER,
    TO_OPERATOR,
    Withheld,
    let_out,
)

__all__ = [
    "CREDENTIALS",
    "CUSTOMER_ACKS",
    "CUSTOMER_EVENTS",
    "DEMO_CUSTOMER",
    "FEEDBACK",
    "OPERATOR_ACKS",
    "OPERATOR_EVENTS",
    "SEARCH",
    "SLUG",
    "TO_CUSTOMER",
    "TO_OPERATOR",
    "FromCustomer",
    "FromOperator",
    "Withheld",
    "let_out",
    "parse_auth",
    "parse_customer_frame",
    "parse_operator_frame",
]

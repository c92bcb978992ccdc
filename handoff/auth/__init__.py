"""Who is connected: the customer centre's token, the operators' sign-in, and the demo's accounts."""

from handoff.auth.customers import BadToken, CustomerTokens
from handoff.auth.operators import BadCredentials, Operator, OperatorAccounts

__all__ = ["BadCredentials", "BadToken", "CustomerTokens", "Operator", "OperatorAccounts"]

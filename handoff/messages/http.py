"""What the bodies and queries of /api must look like."""

from handoff.messages.limits import MAX_FACT
from handoff.messages.shapes import flag, record, text, token

SLUG = token(r"[a-z0-9](?:[a-z0-9-]{0,98}[a-z0-9])?")
SEARCH = record({"q": text(500)}, {"k": token(r"[1-9]|10")})
FEEDBACK = record({"slug": SLUG, "helped": flag})
CREDENTIALS = record({"name": text(MAX_FACT), "password": text(MAX_FACT)})
DEMO_CUSTOMER = record({"customer": token(r"[a-z]{1,20}")})

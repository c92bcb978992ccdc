"""Folding of Slovak text: lower case, without diacritics."""

import unicodedata


def folded(text: str) -> str:
    """Return *text* in lower case without diacritics; the length may change."""
    decomposed = unicodedata.normalize("NFKD", text.lower())
    return "".join(sign for sign in decomposed if not unicodedata.combining(sign))

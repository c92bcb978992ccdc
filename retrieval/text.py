"""Clean, fold, restore and recognise customers' text; the word tables come in from outside."""

import math
import re
import unicodedata
from collections import Counter
from collections.abc import Iterable, Mapping, Sequence
from typing import Literal, Protocol

Language = Literal["sk", "cs", "en", "other"]
# German, Hungarian and Polish are known only so that they can be told from Slovak.
LANGUAGES = ("sk", "cs", "en", "de", "hu", "pl")
MAX_WORDS = 256
_WORD = re.compile(r"[^\W_]+")
_SPACE = re.compile(r"\s+")
_MAIL = re.compile(r"\be[-\u2010-\u2015 ]?(?=mail)", re.IGNORECASE)
_SLOVAK_ONLY = re.compile(r"[ľĺŕôä]")
_CZECH_ONLY = re.compile(r"[řěů]")
_FLOOR = 3e-8
_PRIOR_SLOVAK = 1.5
_WORDS_HEARD = 60
_LETTER_EVIDENCE = 4.0


class Lexicon(Protocol):
    """What is known about words; every word asked about is in lower case."""

    def accented(self, folded: str) -> Sequence[tuple[str, float]]:
        """Accented forms of a folded word with their relative frequencies, none if it has none."""

    def lemma(self, word: str) -> str:
        """The Slovak dictionary form, or the word itself."""

    def frequencies(self, folded: str) -> Sequence[float] | None:
        """Relative frequency in each of LANGUAGES, or None for a word of none of them."""


def clean(text: str, limit: int) -> str:
    """Canonical Unicode on one line, without control and format characters, at most *limit* long."""
    text = unicodedata.normalize("NFC", text[: limit * 2])
    kept = (
        c if unicodedata.category(c) not in {"Cc", "Cf", "Cs", "Co", "Cn"} else " " for c in text
    )
    # A soft hyphen or joiner inside a word would otherwise cut it in two.
    return _SPACE.sub(" ", "".join(kept)).strip()[:limit]


def fold(text: str) -> str:
    """Lower case without diacritics."""
    bare = unicodedata.normalize("NFKD", text.lower())
    return "".join(c for c in bare if not unicodedata.combining(c))


def words(text: str) -> list[str]:
    """Lower-case words, at most MAX_WORDS of them; e-mail is one word however it is written."""
    found = _WORD.findall(_MAIL.sub("e", text.lower()))
    return found[:MAX_WORDS]


def lemmas(text: str, lexicon: Lexicon) -> list[str]:
    """Folded dictionary forms of the words."""
    return [fold(lexicon.lemma(word)) for word in words(text)]


def grams(text: str, size: int = 4) -> list[str]:
    """Folded character n-grams of each word, word edges marked."""
    made: list[str] = []
    for word in words(fold(text)):
        edged = f"<{word}>"
        made += [edged[i : i + size] for i in range(max(1, len(edged) - size + 1))]
    return made


def has_letters(text: str) -> bool:
    """Whether there is anything to look for: two letters or digits, at least one letter."""
    plain = [c for c in text if c.isalnum()]
    return len(plain) > 1 and any(c.isalpha() for c in plain)


def own_words(texts: Iterable[str]) -> dict[str, dict[str, float]]:
    """Folded word to its forms and their shares among all words of our own articles."""
    counts = Counter(word for text in texts for word in words(text))
    total = sum(counts.values()) or 1
    own: dict[str, dict[str, float]] = {}
    for word, count in counts.items():
        own.setdefault(fold(word), {})[word] = count / total
    return own


def restore(text: str, lexicon: Lexicon, own: Mapping[str, Mapping[str, float]]) -> str:
    """Put diacritics back, word by word, into a text that has none; any other is left as it is."""
    if text.lower() != fold(text):
        return text

    def put(match: re.Match[str]) -> str:
        best = _most_frequent(match[0].lower(), lexicon, own)
        return best.capitalize() if match[0][0].isupper() else best

    return _WORD.sub(put, text)


def _most_frequent(word: str, lexicon: Lexicon, own: Mapping[str, Mapping[str, float]]) -> str:
    scores: dict[str, float] = dict(lexicon.accented(word))
    for form, share in own.get(word, {}).items():
        scores[form] = scores.get(form, 0.0) + share
    return max(scores, key=scores.__getitem__) if scores else word


def understand(
    text: str, lexicon: Lexicon, own: Mapping[str, Mapping[str, float]]
) -> tuple[str, Language]:
    """The text as it is encoded (Slovak gets its diacritics back) and its language."""
    language = recognise(text, lexicon, own)
    return (restore(text, lexicon, own) if language == "sk" else text), language


def recognise(text: str, lexicon: Lexicon, own: Mapping[str, Mapping[str, float]]) -> Language:
    """The language by its words, diacritics or not; Slovak when nothing speaks against it.

    A word of our *own* articles is never taken as a sign of another language.
    """
    letters = [c for c in text if c.isalpha()]
    if not letters or sum(c < "\u0250" for c in letters) * 2 < len(letters):
        return "other"
    scores = dict.fromkeys(LANGUAGES, 0.0)
    scores["sk"] += _PRIOR_SLOVAK
    for word in words(fold(text))[:_WORDS_HEARD]:
        known = list(lexicon.frequencies(word) or (0.0,) * len(LANGUAGES))
        # Enough to draw level, not to win: they are words both languages share.
        known[0] = max(known[0], min(sum(own.get(word, {}).values()), max(known)))
        if any(known):
            for language, frequency in zip(LANGUAGES, known, strict=True):
                scores[language] += math.log(frequency + _FLOOR)
    scores["sk"] += _LETTER_EVIDENCE * len(_SLOVAK_ONLY.findall(text.lower()))
    scores["cs"] += _LETTER_EVIDENCE * len(_CZECH_ONLY.findall(text.lower()))
    match max(scores, key=scores.__getitem__):
        case "sk":
            return "sk"
        case "cs":
            return "cs"
        case "en":
            return "en"
        case _:
            return "other"

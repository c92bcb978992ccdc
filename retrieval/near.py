"""Find tuning questions too near to held-out ones; they must not be taught."""

from collections.abc import Iterable, Sequence
from dataclasses import asdict, dataclass
from pathlib import Path

import orjson

from retrieval.text import fold, words

# Shared words of two questions over all their words, and over those of the shorter.
TOO_NEAR = 0.6
CONTAINED, MIN_WORDS = 0.85, 4


@dataclass(frozen=True, slots=True)
class Near:
    """A tuning question and the held-out one it is too near to."""

    text: str
    held_out: str
    shared: float


def too_near(tuning: Iterable[str], held_out: Sequence[str]) -> list[Near]:
    """Every tuning text with a near twin, in their order; words are compared folded, as sets."""
    sets = [(text, frozenset(words(fold(text)))) for text in held_out]
    found = []
    for text in tuning:
        mine = frozenset(words(fold(text)))
        best, twin = max(
            ((likeness(mine, theirs), other) for other, theirs in sets), default=(0.0, "")
        )
        if best >= TOO_NEAR:
            found.append(Near(text, twin, round(best, 3)))
    return found


def likeness(one: frozenset[str], other: frozenset[str]) -> float:
    """Jaccard of two sets of words; 1 when nearly all of the shorter stand in the longer."""
    if not one or not other:
        return 0.0
    shared, shorter = len(one & other), min(len(one), len(other))
    if shorter >= MIN_WORDS and shared / shorter >= CONTAINED:
        return 1.0
    return shared / len(one | other)


def write_left_out(path: Path, found: Sequence[Near]) -> None:
    """Write the list the library reads."""
    lines = [orjson.dumps(asdict(one)).decode() for one in found]
    path.write_text("[\n" + ",\n".join(lines) + "\n]\n", encoding="utf-8")

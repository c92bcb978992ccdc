"""The figures of an evaluation or a benchmark, computed from what was seen (no input or output here)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

FIRST, FEW = 1, 3


@dataclass(frozen=True)
class Judged:
    """One question: the group it belongs to, the article wanted (None: out of scope), what came."""

    language: str
    style: str
    wanted: str | None
    decision: str
    slugs: tuple[str, ...]

    @property
    def rank(self) -> int | None:
        """The place of the wanted article, from 1; None if it did not come."""
        return self.slugs.index(self.wanted) + 1 if self.wanted in self.slugs else None


def share(hits: int, of: int) -> float | None:
    """Return *hits* of *of*, or None where there was nothing to hit."""
    return round(hits / of, 4) if of else None


def found(judged: Sequence[Judged]) -> dict[str, Any]:
    """Return recall@1, recall@3 and MRR@10, and how sure answers were, over questions in scope."""
    ranks = [one.rank for one in judged]
    answered = [one for one in judged if one.decision == "answer"]
    return {
        "questions": len(judged),
        "recall@1": share(sum(1 for rank in ranks if rank == FIRST), len(ranks)),
        "recall@3": share(sum(1 for rank in ranks if rank and rank <= FEW), len(ranks)),
        "mrr@10": round(sum(1 / rank for rank in ranks if rank) / len(ranks), 4) if ranks else None,
        "answer coverage": share(len(answered), len(judged)),
        "answer precision": share(sum(1 for one in answered if one.rank == FIRST), len(answered)),
    }


def by(judged: Iterable[Judged], key: Callable[[Judged], str]) -> dict[str, list[Judged]]:
    """Group *judged* by *key*, in the order of the keys."""
    groups: dict[str, list[Judged]] = {}
    for one in judged:
        groups.setdefault(key(one), []).append(one)
    return dict(sorted(groups.items()))


def evaluation(judged: Sequence[Judged]) -> dict[str, Any]:
    """Return all figures: questions in scope by language and style, false answers by kind."""
    inside = [one for one in judged if one.wanted is not None]
    outside = [one for one in judged if one.wanted is None]
    return {
        "all": found(inside),
        "by language": {
            name: found(them) for name, them in by(inside, lambda o: o.language).items()
        },
        "by style": {name: found(them) for name, them in by(inside, lambda o: o.style).items()},
        "false answers out of scope": {
            name: share(sum(1 for one in them if one.decision == "answer"), len(them))
            for name, them in {"all": outside, **by(outside, lambda o: o.style)}.items()
        },
    }


def spread(seconds: Sequence[float]) -> dict[str, float]:
    """Return median and 95th percentile of *seconds*, in milliseconds."""
    ordered = sorted(seconds)
    middle, late = ordered[len(ordered) // 2], ordered[int(len(ordered) * 0.95)]
    return {"median_ms": round(middle * 1000, 2), "p95_ms": round(late * 1000, 2)}


def table(figures: dict[str, Any]) -> list[str]:
    """Lay nested figures out, a line each, for a person."""
    lines: list[str] = []
    for name, value in figures.items():
        if isinstance(value, dict) and any(isinstance(inner, dict) for inner in value.values()):
            lines += [f"{name}:", *(f"  {line}" for line in table(value))]
        elif isinstance(value, dict):
            told = "  ".join(f"{key} {inner}" for key, inner in value.items())
            lines.append(f"{name:<16} {told}")
        else:
            lines.append(f"{name:<16} {value}")
    return lines

"""The figures of an evaluation with their confidence intervals, from what was seen; pure numbers."""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from typing import Any

import numpy as np
import numpy.typing as npt

from retrieval.ranking import Decision

RESAMPLES = 1000
BINS = 10
_FIRST, _FEW = 1, 3
Column = npt.NDArray[np.float64]


@dataclass(frozen=True, slots=True)
class Seen:
    """One question and what came: the rank of the wanted article, the decision, the probability."""

    text: str
    wanted: str | None
    category: str
    language: str
    style: str
    rank: int | None
    decision: Decision
    probability: float
    winners: Sequence[str]


def figures(seen: Sequence[Seen]) -> dict[str, Any]:
    """Everything the report shows of one run."""
    inside = [one for one in seen if one.wanted is not None]
    outside = [one for one in seen if one.wanted is None]
    return {
        "all": of_group(inside),
        "by language": _by(inside, lambda one: one.language),
        "by style": _by(inside, lambda one: one.style),
        "by category": _by(inside, lambda one: one.category),
        "answers right, out of scope counted": _answers_right(seen),
        "out of scope": {
            name: _refused(them)
            for name, them in {"all": outside, **_groups(outside, lambda one: one.style)}.items()
        },
        "calibration error": calibration_error(seen),
        "reliability": reliability(seen),
    }


def of_group(seen: Sequence[Seen]) -> dict[str, Any]:
    """Recall and decisions over questions in scope; each value with its 95 % interval."""
    ranks = np.array([one.rank or np.inf for one in seen])
    answered = np.array([one.decision == "answer" for one in seen], dtype=float)
    first = (ranks <= _FIRST).astype(float)
    among = (ranks <= _FEW).astype(float)
    ones = np.ones_like(first)
    offered = np.array([one.decision == "suggest" for one in seen], dtype=float)
    return {
        "questions": len(seen),
        "recall@1": ratio(first, ones),
        "recall@3": ratio(among, ones),
        "mrr@10": ratio(1 / ranks, ones),
        "answer precision": ratio(first * answered, answered),
        "answer coverage": ratio(answered, ones),
        "suggested": ratio(offered, ones),
        "suggestions right": ratio(among * offered, offered),
    }


def ranks_only(ranks: Sequence[int | None]) -> dict[str, Any]:
    """Recall of a way of ranking that decides nothing."""
    known = np.array([rank or np.inf for rank in ranks])
    ones = np.ones_like(known)
    return {
        "recall@1": ratio((known <= _FIRST).astype(float), ones),
        "recall@3": ratio((known <= _FEW).astype(float), ones),
        "mrr@10": ratio(1 / known, ones),
    }


def ratio(part: Column, whole: Column) -> list[float] | None:
    """``[value, low, high]`` of sum(part) / sum(whole) by bootstrap; None when there is no whole."""
    if not len(whole) or whole.sum() <= 0:
        return None
    picks = np.random.default_rng(0).integers(0, len(part), (RESAMPLES, len(part)))
    wholes = whole[picks].sum(axis=1)
    values = part[picks].sum(axis=1)[wholes > 0] / wholes[wholes > 0]
    low, high = np.quantile(values, [0.025, 0.975])
    return [round(float(v), 4) for v in (part.sum() / whole.sum(), low, high)]


def calibration_error(seen: Sequence[Seen]) -> float:
    """Mean distance of probability and truth over bins of equally many questions."""
    bins = reliability(seen)
    total = sum(one["questions"] for one in bins)
    apart = sum(one["questions"] * abs(one["said"] - one["true"]) for one in bins)
    return round(apart / total, 4) if total else 0.0


def reliability(seen: Sequence[Seen]) -> list[dict[str, Any]]:
    """Bins of the first hit's probability: what was said and what was true."""
    said = np.array([one.probability for one in seen])
    true = np.array([one.rank == _FIRST for one in seen])
    parts = np.array_split(np.argsort(said, kind="stable"), BINS)
    return [
        {
            "questions": len(part),
            "said": round(float(said[part].mean()), 4),
            "true": round(float(true[part].mean()), 4),
        }
        for part in parts
        if len(part)
    ]


def _answers_right(seen: Sequence[Seen]) -> list[float] | None:
    answered = np.array([one.decision == "answer" for one in seen], dtype=float)
    return ratio(answered * np.array([one.rank == _FIRST for one in seen]), answered)


def _refused(seen: Sequence[Seen]) -> dict[str, Any]:
    ones = np.ones(len(seen))
    return {
        "questions": len(seen),
        "answered": ratio(np.array([one.decision == "answer" for one in seen], float), ones),
        "suggested": ratio(np.array([one.decision == "suggest" for one in seen], float), ones),
    }


def _by(seen: Iterable[Seen], key: Callable[[Seen], str]) -> dict[str, Any]:
    return {name: of_group(them) for name, them in _groups(seen, key).items()}


def _groups(seen: Iterable[Seen], key: Callable[[Seen], str]) -> dict[str, list[Seen]]:
    groups: dict[str, list[Seen]] = {}
    for one in seen:
        groups.setdefault(key(one), []).append(one)
    return dict(sorted(groups.items()))

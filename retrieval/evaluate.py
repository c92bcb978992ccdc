"""Evaluate: rank held-out questions our way and by baselines, in the same run."""

from collections.abc import Callable, Sequence
from dataclasses import replace
from pathlib import Path
from typing import Any

import numpy as np
import orjson

from retrieval.calibrate import DEPTH, Judged, Labelled, cross_fitted, judge
from retrieval.encoder import Encoder
from retrieval.errors import BadQuestions
from retrieval.figures import Seen, figures, ranks_only
from retrieval.index import Index
from retrieval.ranking import WEIGHTS, Bm25, Calibration, Floats, Rankings, best_of_each
from retrieval.searcher import Searcher
from retrieval.text import fold, grams, lemmas, understand, words

Progress = Callable[[str], None]
Ranks = list[int | None]


def evaluation(
    searcher: Searcher, encoder: Encoder, asked: Sequence[Labelled], progress: Progress
) -> dict[str, Any]:
    """All figures and every miss; decisions are cross-fitted, so no question judged its own."""
    for question in asked:
        if question.slug and question.slug not in searcher.index.places:
            raise BadQuestions(question.slug, "is no article")
    folded = [replace(question, text=fold(question.text)) for question in asked]
    progress(f"{len(asked)} questions as they were asked")
    plain = judge(searcher, encoder, asked)
    fitted = cross_fitted(plain)
    progress("the same without diacritics")
    bare = judge(searcher, encoder, folded)
    seen, seen_bare = (_seen(run, fitted, searcher.index) for run in (plain, bare))
    inside = [question for question in asked if question.slug is not None]
    inside_folded = [question for question in folded if question.slug is not None]
    progress("baselines")
    return {
        "as asked": figures(seen),
        "without diacritics": figures(seen_bare),
        "baselines": baselines(searcher, encoder, inside),
        "baselines without diacritics": baselines(searcher, encoder, inside_folded),
        "taught": len(searcher.index.learned.owners),
        "misses": [_miss(one) for one in seen if one.wanted is not None and one.rank != 1],
        "false answers": [
            _miss(one) for one in seen if one.wanted is None and one.decision == "answer"
        ],
    }


def _seen(run: Sequence[Judged], fitted: Sequence[Calibration], index: Index) -> list[Seen]:
    made = []
    for judged, calibration in zip(run, fitted, strict=True):
        question = judged.question
        article = index.article(question.slug) if question.slug else None
        made.append(
            Seen(
                text=question.text,
                wanted=question.slug,
                category=article.category if article else "",
                language=question.language,
                style=question.style,
                rank=judged.rank,
                decision=judged.decision(calibration),
                probability=max(judged.probabilities(calibration), default=0.0),
                winners=judged.slugs[:3],
            )
        )
    return made


def _miss(one: Seen) -> dict[str, Any]:
    return {
        "text": one.text,
        "wanted": one.wanted,
        "rank": one.rank,
        "won": list(one.winners),
        "decision": one.decision,
        "probability": round(one.probability, 3),
        "language": one.language,
        "style": one.style,
    }


def baselines(searcher: Searcher, encoder: Encoder, asked: Sequence[Labelled]) -> dict[str, Any]:
    """BM25 on words, BM25 on lemmas and the bare encoder over the articles' own texts."""
    index, lexicon = searcher.index, searcher.lexicon
    texts = [f"{a.title}\n" + "\n".join(_texts(index, a.slug)) for a in index.articles]
    by_words = Bm25([words(text) for text in texts])
    by_lemmas = Bm25([lemmas(text, lexicon) for text in texts])
    mine = np.array([p.kind != "wording" for p in index.passages])
    vectors = encoder.encode([question.text for question in asked], "query")
    near = [
        best_of_each((index.vectors[mine] @ v), index.owners[mine], len(index.articles))
        for v in vectors
    ]
    wanted = [index.places[question.slug] for question in asked if question.slug]
    return {
        "BM25 on words": ranks_only(ranks([by_words.scores(words(q.text)) for q in asked], wanted)),
        "BM25 on lemmas": ranks_only(
            ranks([by_lemmas.scores(lemmas(q.text, lexicon)) for q in asked], wanted)
        ),
        "bare encoder": ranks_only(ranks(near, wanted)),
    }


def _texts(index: Index, slug: str) -> list[str]:
    return [p.text for p in index.passages if p.slug == slug and not p.question]


def ranks(scores: Sequence[Floats], wanted: Sequence[int]) -> Ranks:
    """The rank of each wanted place, None below the tenth; equals count against it."""
    made: Ranks = []
    for row, place in zip(scores, wanted, strict=True):
        better = int((row >= row[place]).sum())
        made.append(better if better <= DEPTH else None)
    return made


def external(
    path: Path, searcher: Searcher, encoder: Encoder, progress: Progress
) -> dict[str, Any]:
    """Question against answer of somebody else's help: our fusion of texts beside the baselines."""
    rows = [orjson.loads(line) for line in path.read_text(encoding="utf-8").splitlines()]
    progress(f"{len(rows)} external questions")
    answers = [str(row["answer"]) for row in rows]
    passages = encoder.encode(answers, "passage")
    asked = [str(row["question"]) for row in rows]
    return {
        "as asked": _external(asked, answers, passages, searcher, encoder),
        "without diacritics": _external(
            [fold(text) for text in asked], answers, passages, searcher, encoder
        ),
    }


def _external(
    asked: Sequence[str],
    answers: Sequence[str],
    passages: Floats,
    searcher: Searcher,
    encoder: Encoder,
) -> dict[str, Any]:
    lexicon, own = searcher.lexicon, searcher.index.own
    by_words = Bm25([words(text) for text in answers])
    by_lemmas = Bm25([lemmas(text, lexicon) for text in answers])
    by_grams = Bm25([grams(text) for text in answers])
    ready = [understand(text, lexicon, own) for text in asked]
    raw = encoder.encode(asked, "query") @ passages.T
    restored = encoder.encode([text for text, _ in ready], "query") @ passages.T
    fused = []
    for (text, language), dense in zip(ready, restored, strict=True):
        by = by_lemmas.scores(lemmas(text, lexicon)), by_grams.scores(grams(text))
        fused.append(Rankings(dense, *by).fused(WEIGHTS[language]))
    wanted = range(len(answers))
    return {
        "ours (texts only)": ranks_only(ranks(fused, wanted)),
        "BM25 on words": ranks_only(ranks([by_words.scores(words(t)) for t in asked], wanted)),
        "BM25 on lemmas": ranks_only(
            ranks([by_lemmas.scores(lemmas(t, lexicon)) for t in asked], wanted)
        ),
        "bare encoder": ranks_only(ranks(list(raw), wanted)),
    }

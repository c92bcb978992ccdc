"""Commands of retrieval: serve, index, check, search, encoder, calibrate."""

import argparse
import os
import sys
from pathlib import Path

from retrieval.calibrate import (
    UNFITTED,
    fit,
    judge,
    own_wordings,
    read_questions,
    read_texts,
    write_calibration,
)
from retrieval.errors import RetrievalError
from retrieval.lexicon import open_lexicon
from retrieval.live import library, open_all, open_encoder, open_index, rebuild
from retrieval.searcher import Searcher
from retrieval.settings import HERE, Settings, inner_token, read_settings


def main(arguments: list[str]) -> int:
    """Run one command; a mistake of the deployment is one clear line, not a traceback."""
    args = _parser().parse_args(arguments)
    try:
        return int(args.run(read_settings(os.environ), args))
    except RetrievalError as error:
        print(error, file=sys.stderr)
        return 1


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m retrieval")
    commands = parser.add_subparsers(required=True)
    for name, run, about in (
        ("serve", _serve, "answer over HTTP"),
        ("index", _index, "build the index of the articles"),
        ("check", _check, "list the mistakes of the articles"),
        ("encoder", _encoder, "unpack and export the default encoder"),
    ):
        commands.add_parser(name, help=about).set_defaults(run=run)
    search = commands.add_parser("search", help="ask the index")
    search.add_argument("question")
    search.set_defaults(run=_search)
    calibrate = commands.add_parser("calibrate", help="fit probabilities and thresholds")
    calibrate.add_argument("questions", nargs="*", type=Path, help="files of questions (jsonl)")
    calibrate.set_defaults(run=_calibrate)
    return parser


def _say(step: str) -> None:
    print(step, flush=True)


def _serve(settings: Settings, _args: argparse.Namespace) -> int:
    from retrieval.serving import serve

    serve(settings, inner_token(os.environ))
    return 0


def _index(settings: Settings, _args: argparse.Namespace) -> int:
    lexicon = open_lexicon(settings.index_dir, _say)
    encoder = open_encoder(settings, _say)
    index = rebuild(settings, encoder, lexicon, _say)
    print(f"{len(index.articles)} articles, {len(index.passages)} passages, {index.encoder}")
    return 0


def _check(settings: Settings, _args: argparse.Namespace) -> int:
    read = library(settings)
    for mistake in read.mistakes:
        print(mistake)
    print(f"{len(read.articles)} articles, {len(read.mistakes)} mistakes")
    return 1 if read.mistakes else 0


def _encoder(settings: Settings, _args: argparse.Namespace) -> int:
    encoder = open_encoder(settings, _say)
    print(f"{encoder.identity}, dimension {encoder.dimension}")
    return 0


def _search(settings: Settings, args: argparse.Namespace) -> int:
    ready = open_all(settings, _say)
    question = ready.searcher.prepare(args.question)
    if question is None:
        print("none: there is nothing to look for")
        return 0
    vector = ready.encoder.encode([question.text], "query")[0]
    found = ready.searcher.search(question, vector, 5)
    print(f"{found.decision} ({found.language}): {question.text}")
    for hit in found.hits:
        print(f"{hit.score:.3f}  {hit.slug}  {hit.title}\n       {hit.passage[:120]}")
    return 0


def _calibrate(settings: Settings, args: argparse.Namespace) -> int:
    lexicon = open_lexicon(settings.index_dir, _say)
    encoder = open_encoder(settings, _say)
    searcher = Searcher(open_index(settings, encoder, lexicon, _say), lexicon, UNFITTED)
    labelled = [question for path in args.questions for question in read_questions(path)]
    # Without files of questions the articles' own wordings stand in, each left out in its turn.
    labelled = labelled or list(own_wordings(searcher))
    labelled += read_texts(HERE / "out_of_scope.txt")
    chosen, reached = fit(judge(searcher, encoder, labelled))
    write_calibration(settings.calibration_file, chosen, reached)
    for name, value in reached.items():
        print(f"{name:24} {value}")
    return 0


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

"""Commands of retrieval: serve, index, check, search, encoder, near, calibrate, eval, bench."""

import argparse
import json
import os
import sys
from pathlib import Path

from retrieval.bench import bench
from retrieval.calibrate import UNFITTED, fit, judge, read_questions, write_calibration
from retrieval.encoder import Encoder
from retrieval.errors import RetrievalError
from retrieval.evaluate import evaluation, external
from retrieval.lexicon import open_lexicon
from retrieval.library import read_asked
from retrieval.live import library, open_all, open_encoder, open_index, rebuild
from retrieval.near import too_near, write_left_out
from retrieval.report import console, write_report
from retrieval.searcher import Searcher
from retrieval.settings import Settings, inner_token, read_settings


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
    for name, measure, about in (
        ("calibrate", _calibrate, "fit probabilities and thresholds"),
        ("eval", _eval, "measure on held-out questions"),
        ("bench", _bench, "measure speed and size"),
        ("near", _near, "list tuning questions too near to held-out ones"),
    ):
        command = commands.add_parser(name, help=about)
        command.add_argument(
            "--held-out", type=Path, default=Path("tests/questions/held_out.jsonl")
        )
        command.add_argument(
            "--out-of-scope", type=Path, default=Path("tests/questions/out_of_scope.jsonl")
        )
        command.set_defaults(run=measure)
        if name == "bench":
            command.add_argument("--full", action="store_true", help="a million passages as well")
        if name == "eval":
            command.add_argument("--external", type=Path, help="questions and answers of others")
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
    searcher, encoder = _unfitted(settings)
    asked = read_questions(args.held_out) + read_questions(args.out_of_scope)
    counted = {"questions": len(asked)}
    chosen = fit(judge(searcher, encoder, asked))
    write_calibration(settings.calibration_file, chosen, counted)
    print(f"answer from {chosen.answer}, suggest from {chosen.suggest}")
    return 0


def _eval(settings: Settings, args: argparse.Namespace) -> int:
    searcher, encoder = _unfitted(settings)
    asked = read_questions(args.held_out) + read_questions(args.out_of_scope)
    made = evaluation(searcher, encoder, asked, _say)
    if args.external is not None:
        made["external"] = external(args.external, searcher, encoder, _say)
    print("\n".join(console(made)))
    print(f"stored in {write_report(settings.run_dir / 'eval', made)}")
    return 0


def _bench(settings: Settings, args: argparse.Namespace) -> int:
    ready = open_all(settings, _say)
    texts = [question.text for question in read_questions(args.held_out)]
    made = bench(ready.searcher, ready.encoder, settings.encoder_folder, texts, args.full)
    text = json.dumps(made, indent=1)
    folder = settings.run_dir / "eval"
    folder.mkdir(parents=True, exist_ok=True)
    (folder / "bench.json").write_text(text + "\n", encoding="utf-8")
    print(text)
    return 0


def _near(settings: Settings, args: argparse.Namespace) -> int:
    slugs = {article.slug for article in library(settings).articles}
    left_out = settings.questions_dir / "left_out.json"
    left_out.unlink(missing_ok=True)
    tuning = [asked.text for asked in read_asked(settings.questions_dir, slugs)[0]]
    held_out = read_questions(args.held_out) + read_questions(args.out_of_scope)
    found = too_near(tuning, [question.text for question in held_out])
    write_left_out(left_out, found)
    print(f"{len(found)} of {len(tuning)} left out, see {left_out}")
    return 0


def _unfitted(settings: Settings) -> tuple[Searcher, Encoder]:
    lexicon = open_lexicon(settings.index_dir, _say)
    encoder = open_encoder(settings, _say)
    return Searcher(open_index(settings, encoder, lexicon, _say), lexicon, UNFITTED), encoder


if __name__ == "__main__":
    sys.exit(main(sys.argv[1:]))

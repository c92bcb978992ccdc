"""Show an evaluation: a few lines for the terminal, JSON to keep, a page with plots to read."""

import json
from collections.abc import Iterable, Mapping, Sequence
from html import escape
from pathlib import Path
from typing import Any

_RUNS = ("as asked", "without diacritics")
_COLUMNS = ("recall@1", "recall@3", "mrr@10", "answer precision", "answer coverage")
_RANKING = ("recall@1", "recall@3", "mrr@10")
_SIDE, _ROW, _WIDTH = 320, 22, 640
_STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; max-width: 62rem; margin: 2rem auto; padding: 0 1rem; color: #1b1f24 }
table { border-collapse: collapse; margin: 1rem 0; width: 100%; font-variant-numeric: tabular-nums }
th, td { text-align: left; padding: .25rem .6rem; border-bottom: 1px solid #d8dde3; vertical-align: top }
small { color: #57606a } svg { max-width: 100%; height: auto } .bad { color: #a40e26 }
"""


def write_report(folder: Path, made: Mapping[str, Any]) -> Path:
    """Write report.json and report.html; return the page's path."""
    folder.mkdir(parents=True, exist_ok=True)
    text = json.dumps(made, ensure_ascii=False, indent=1)
    (folder / "report.json").write_text(text + "\n", encoding="utf-8")
    page = folder / "report.html"
    page.write_text(_page(made), encoding="utf-8")
    return page


def console(made: Mapping[str, Any]) -> list[str]:
    """The figures that matter, a line each."""
    lines: list[str] = []
    for run in _RUNS:
        found = made[run]
        lines += ["", run, _line("ours", found["all"], _COLUMNS)]
        for group in ("by language", "by style"):
            lines += [_line(f"  {name}", one, _COLUMNS) for name, one in found[group].items()]
        outside = found["out of scope"]["all"]["answered"]
        lines.append(f"  out of scope answered {_value(outside)}")
        lines.append(f"  calibration error {found['calibration error']}")
        name = "baselines" if run == "as asked" else "baselines without diacritics"
        lines += [_line(f"  {way}", one, _RANKING) for way, one in made[name].items()]
        for way, one in made.get("external", {}).get(run, {}).items():
            lines.append(_line(f"  external, {way}", one, _RANKING))
    lines.append(f"{len(made['misses'])} misses, {len(made['false answers'])} false answers")
    return lines


def _line(name: str, one: Mapping[str, Any], columns: Iterable[str]) -> str:
    return f"{name:<28}" + "  ".join(f"{column} {_value(one[column])}" for column in columns)


def _value(value: Sequence[float] | None) -> str:
    return "–" if value is None else f"{value[0]:.3f}"


def _page(made: Mapping[str, Any]) -> str:
    parts = [
        '<!doctype html><html lang="en"><meta charset="utf-8">',
        '<meta name="viewport" content="width=device-width"><title>Retrieval evaluated</title>',
        f"<style>{_STYLE}</style><h1>Retrieval evaluated</h1>",
        f"<p>Taught by {made['taught']} wordings. Values with 95 % bootstrap intervals. Decisions "
        "are cross-fitted: no question was judged by a threshold it helped to choose.</p>",
    ]
    for run in _RUNS:
        parts.append(f"<h2>{escape(run.capitalize())}</h2>{_run(made, run)}")
    parts.append(_cases("Misses", made["misses"]))
    parts.append(_cases("False answers out of scope", made["false answers"]))
    return "\n".join(parts) + "\n"


def _run(made: Mapping[str, Any], run: str) -> str:
    found = made[run]
    name = "baselines" if run == "as asked" else "baselines without diacritics"
    parts = [_table("way", {"ours": found["all"], **made[name]}, _RANKING)]
    for group in ("by language", "by style", "by category"):
        parts.append(_table(group, {"all": found["all"], **found[group]}, _COLUMNS))
    parts += [
        "<h3>Recall@1 by category</h3>",
        _bars(found["by category"]),
        _table("out of scope", found["out of scope"], ("answered", "suggested")),
        f"<h3>Reliability</h3><p>Calibration error {found['calibration error']}.</p>",
        _reliability(found["reliability"]),
    ]
    if "external" in made:
        parts.append(_table("external questions", made["external"][run], _RANKING))
    return "\n".join(parts)


def _table(title: str, rows: Mapping[str, Mapping[str, Any]], columns: Sequence[str]) -> str:
    head = "".join(f"<th>{escape(column)}" for column in columns)
    body = "".join(
        f"<tr><td>{escape(name)}<td>{one.get('questions', '')}"
        + "".join(f"<td>{_cell(one.get(column))}" for column in columns)
        for name, one in rows.items()
    )
    return f"<table><tr><th>{escape(title)}<th>questions{head}{body}</table>"


def _cell(value: Sequence[float] | None) -> str:
    if value is None:
        return "–"
    return f"{value[0]:.3f} <small>{value[1]:.2f}–{value[2]:.2f}</small>"


def _bars(groups: Mapping[str, Mapping[str, Any]]) -> str:
    """Bars of recall@1 with their intervals as whiskers."""
    label, scale = 230, _WIDTH - 230 - 60
    marks = []
    for row, (name, one) in enumerate(groups.items()):
        value, low, high = one["recall@1"]
        y = row * _ROW
        marks.append(
            f'<text x="0" y="{y + 15}">{escape(name)}</text>'
            f'<rect x="{label}" y="{y + 4}" width="{value * scale:.0f}" height="14" fill="#4c78a8"/>'
            f'<path d="M{label + low * scale:.0f} {y + 11}H{label + high * scale:.0f}" stroke="#111"/>'
            f'<text x="{_WIDTH - 50}" y="{y + 15}">{value:.2f}</text>'
        )
    return _svg(_WIDTH, len(groups) * _ROW + 4, "Recall@1 by category", "".join(marks))


def _reliability(bins: Sequence[Mapping[str, Any]]) -> str:
    """What was said against what was true; on the diagonal the two agree."""
    dots = "".join(
        f'<circle cx="{one["said"] * _SIDE:.0f}" cy="{(1 - one["true"]) * _SIDE:.0f}" r="5" '
        f'fill="#4c78a8"><title>{one["said"]} said, {one["true"]} true</title></circle>'
        for one in bins
    )
    frame = f'<path d="M0 0V{_SIDE}H{_SIDE}" fill="none" stroke="#111"/>'
    diagonal = f'<path d="M0 {_SIDE}L{_SIDE} 0" stroke="#999" stroke-dasharray="4"/>'
    texts = (
        f'<text x="{_SIDE - 110}" y="{_SIDE - 8}">said to be right</text>'
        f'<text x="8" y="14">was right</text>'
    )
    return _svg(_SIDE, _SIDE, "Reliability diagram", frame + diagonal + dots + texts)


def _svg(width: int, height: int, title: str, inside: str) -> str:
    return (
        f'<svg role="img" aria-label="{escape(title)}" viewBox="-8 -8 {width + 16} {height + 16}" '
        f'width="{width}" font-size="13">{inside}</svg>'
    )


def _cases(title: str, cases: Sequence[Mapping[str, Any]]) -> str:
    rows = "".join(
        f"<tr><td>{escape(one['text'])}<td>{escape(one['wanted'] or 'nothing')}"
        f"<td>{one['rank'] or ''}<td>{escape(', '.join(one['won']))}"
        f"<td>{one['decision']} {one['probability']}"
        for one in cases
    )
    head = "<tr><th>question<th>wanted<th>its rank<th>what won<th>decision"
    return f"<h2>{escape(title)} ({len(cases)})</h2><table>{head}{rows}</table>"

"""The dashboard of a run, and its summary for a mail."""

from __future__ import annotations

import base64
import hashlib
from collections.abc import Iterator, Sequence
from functools import lru_cache
from importlib.resources import files
from typing import TYPE_CHECKING, Any

from engine.batch.across import Across
from engine.batch.outputs import LEVELS, SHOWN, Row, Totals
from engine.parties import party_name
from engine.vocabulary import items as item_classes

if TYPE_CHECKING:
    from jinja2 import Template

SIDES = 12  # parties on each side of the matrix
MONTHS = 36  # bars of the timeline


@lru_cache(maxsize=1)
def _template() -> tuple[Template, str]:
    from jinja2 import Environment

    folder = files("engine.batch")
    environment = Environment(autoescape=True, trim_blocks=True, lstrip_blocks=True, keep_trailing_newline=True)
    return environment.from_string((folder / "dashboard.html.jinja").read_text(encoding="utf-8")), (folder / "dashboard.js").read_text(encoding="utf-8")


def page_parts(totals: Totals, across: Across, rows: Sequence[Row]) -> Iterator[str]:
    """One self-contained page, part by part. Its only script is its own, allowed by its hash; nothing is loaded from anywhere."""
    template, script = _template()
    allowed = base64.b64encode(hashlib.sha256(script.encode()).digest()).decode()
    return template.generate(
        t=totals, across=across, rows=rows, levels=LEVELS, shown=SHOWN, script=script, allowed=allowed, timeline=_bars(totals), matrix=_matrix(totals), party=party_name,
        item=lambda name: item_classes()[name].label if name in item_classes() else name.replace("_", " "), regimes=sorted({r.regime for r in rows}),
    )  # fmt: skip


def _bars(totals: Totals) -> dict[str, Any]:
    """The timeline as rectangles of an SVG 720 wide: findings a month, stacked by risk."""
    months = totals.months[-MONTHS:]
    top = max((sum(numbers) for _, numbers in months), default=1)
    width = 720 / max(len(months), 6)
    rects, labels = [], []
    every = max(1, len(months) // 8)
    for i, (month, numbers) in enumerate(months):
        y = 150.0
        for level, number in reversed(list(zip(LEVELS, numbers, strict=True))):
            height = 140 * number / top
            y -= height
            if number:
                rects.append({"x": round(i * width + 1, 1), "y": round(y, 1), "w": round(width - 2, 1), "h": round(height, 1), "level": level, "title": f"{month}: {number} {level}"})
        if i % every == 0:
            labels.append({"x": round(i * width + 1, 1), "text": month})
    return {"rects": rects, "labels": labels, "top": top, "earlier": len(totals.months) - len(months)}


def _matrix(totals: Totals) -> dict[str, Any]:
    """Who to whom: the parties with most activities on each side, and the number in each cell."""
    suppliers: dict[str, int] = {}
    recipients: dict[str, int] = {}
    for a, b, n in totals.pairs:
        suppliers[a] = suppliers.get(a, 0) + n
        recipients[b] = recipients.get(b, 0) + n
    rows = sorted(suppliers, key=lambda x: (-suppliers[x], x))[:SIDES]
    columns = sorted(recipients, key=lambda x: (-recipients[x], x))[:SIDES]
    cells = {(a, b): n for a, b, n in totals.pairs}
    top = max((cells.get((a, b), 0) for a in rows for b in columns), default=1)
    return {
        "columns": columns,
        "rows": [{"name": a, "cells": [{"n": cells.get((a, b), 0), "shade": -(-4 * cells.get((a, b), 0) // max(top, 1))} for b in columns]} for a in rows],
        "more": max(0, len(suppliers) - SIDES) + max(0, len(recipients) - SIDES),
    }


def render_summary(totals: Totals, across: Across, rows: Sequence[Row]) -> str:
    """The run in Markdown, short enough for a mail."""
    t = totals
    lines = [f"# Embargo: {_plain(t.name)}, run {t.run}", ""]
    lines.append(f"{t.findings:,} findings in {t.with_findings:,} of {t.documents:,} documents" + (f"; {t.new:,} new since the last run, {t.gone:,} gone" if not t.first else "") + ".")
    if t.highest:
        lines += ["", "By risk: " + ", ".join(f"{n:,} {level}" for level, n in t.by_risk) + "."]
        lines += ["By regime: " + ", ".join(f"{n:,} {regime}" for regime, n in t.by_regime[:8]) + "."]
    if t.by_reason and not t.first:
        lines += ["New because of: " + ", ".join(f"{reason} ({n:,})" for reason, n in t.by_reason) + "."]
    if rows:
        lines += ["", "## Highest", ""]
        lines += [f"- **{r.risk}** {r.verdict}, {_plain(r.citation)}: {_plain(r.phrase)} ({_plain(r.status)}). {_plain(r.title)}{', ' + r.published if r.published else ''} · reports/{r.document}.html" for r in rows]
    if across.measures:
        lines += ["", "## Caps", ""]
        lines += [f"- {m.citation}, {m.period}: {m.reported:,.0f} {m.unit} reported and {m.alleged:,.0f} alleged, {100 * m.share:.0f} % of {m.cap:,.0f}" for m in across.measures[-6:]]
    troubles = [f"- {_plain(error)}" for _, _, error in t.faults[:10]] + [f"- {_plain(error)}" for _, error in t.failures[:10]]
    if troubles:
        lines += ["", "## What could not be read", "", *troubles]
    lines += ["", f"{t.copies:,} copies of other articles were counted once. Each finding is an indication for a person to review, never a legal conclusion.", ""]
    return "\n".join(lines)


def _plain(text: str) -> str:
    """Text from outside as plain words in Markdown: no markup, no line breaks."""
    flat = " ".join(text.split())
    return "".join("\\" + c if c in "\\`*_[]<>#|!" else c for c in flat)

"""The report for a terminal: readable at 80 columns and without colour."""

from __future__ import annotations

import io

from engine.model import Finding, Report
from engine.render.words import dated, fact_phrase, findings_of, item_words, listed_words, status_words, sure_words

STYLE = {"critical": "bold white on red", "high": "bold red", "medium": "yellow", "low": "cyan", "info": "dim"}


def render_text(report: Report, *, width: int = 80, color: bool = False) -> str:
    """The report as text, `width` columns wide; with terminal colours when `color`."""
    from rich.console import Console
    from rich.padding import Padding
    from rich.text import Text

    out = io.StringIO()
    console = Console(file=out, width=width, force_terminal=color, no_color=not color, color_system="standard" if color else None, highlight=False, markup=False, emoji=False, legacy_windows=False)

    def line(text: str, indent: int = 0, style: str = "") -> None:
        console.print(Padding(Text(text, style=style), (0, 0, 0, indent)))

    d = report.document
    line(d.title or d.id, style="bold")
    line(f"{d.source or 'text'} · published {d.published or 'on an unknown date'} · law of {report.as_of or 'no date'}")
    for note in d.notes:
        line(f"Note: the source {note}; its reliability is lowered." if d.lowered_reliability else f"Note: {note}.", style="yellow")
    console.print()
    line(report.summary.headline, style="bold")
    if report.summary.counts:
        line("Findings by risk: " + ", ".join(f"{level} {n}" for level, n in report.summary.counts.items()))
    for fact in report.facts:
        console.print()
        console.rule(style="dim", characters="-")
        line(f"{fact.id}  {fact_phrase(fact)}", style="bold")
        line(" · ".join(x for x in (item_words(fact), status_words(fact), dated(fact), sure_words(fact)) if x), 4)
        for evidence in fact.evidence[:3]:
            line(f"“{evidence.text.strip()}”  [{evidence.start}-{evidence.end}]", 4, "italic")
        for listed in fact.listed:
            line(f"listed party: {listed_words(listed)}", 4)
        found = findings_of(report, fact)
        if not found:
            line("No rule of the chosen regimes is engaged.", 4, "dim")
        for finding in found:
            _finding(line, finding)
    if report.mentions:
        console.print()
        line("Listed names that the text only mentions:", style="bold")
        for listed in report.mentions:
            line(listed_words(listed), 4)
    console.print()
    line(report.disclaimer, style="dim")
    line(f"Rulebook {report.rulebook.version} ({report.rulebook.sha256[:12]}) · engine {report.engine.version}, {report.engine.extractor} · {report.engine.checked}" + (f" · {report.lists.source} of {report.lists.generated}" if report.lists else ""), style="dim")
    return "\n".join(row.rstrip() for row in out.getvalue().splitlines()) + "\n"


def _finding(line: object, finding: Finding) -> None:
    put = line  # a plain function of (text, indent, style)
    assert callable(put)
    put(f"[{finding.risk.upper()}] {finding.verdict.upper()}  {finding.citation}", 4, STYLE[finding.risk])
    put(f"{finding.rule}: {finding.title}" + (f" (facts {', '.join(finding.facts)})" if len(finding.facts) > 1 else ""), 6)
    put("why: " + "; ".join(w.condition + ("" if w.holds else " (not met)") for w in finding.why), 6)
    for exception in finding.exceptions:
        put(f"exception {exception.id}, {exception.title}: {'APPLIES' if exception.applies else exception.because}", 6)
    for missing in finding.missing:
        put(f"open: {missing}", 6)
    for note in finding.notes:
        put(f"note: {note}", 6)
    if finding.also:
        put(f"see also: {', '.join(finding.also)}", 6)

"""The report as Markdown, for tickets and mails."""

from __future__ import annotations

import re

from engine.model import Report
from engine.render.words import dated, fact_phrase, findings_of, item_words, listed_words, status_words


def escape(text: str) -> str:
    """Text with Markdown's and HTML's special characters made harmless, on one line."""
    text = text.replace("&", "&amp;").replace("<", "&lt;").replace(">", "&gt;")
    return re.sub(r"([\\`*_\[\]|#!~])", r"\\\1", " ".join(text.split()))


def render_markdown(report: Report) -> str:
    """The report as Markdown."""
    d = report.document
    rows = [f"# {escape(d.title or d.id)}", ""]
    rows += [f"Source: {escape(d.source or 'text')} · published {d.published or 'unknown'} · law of {report.as_of or 'no date'}", ""]
    rows += [f"> Note: {escape(note)}" for note in d.notes] + ([""] if d.notes else [])
    rows += [f"**{escape(report.summary.headline)}**", ""]
    for fact in report.facts:
        rows += [f"## {fact.id}: {escape(fact_phrase(fact))}", ""]
        rows += [" · ".join(escape(x) for x in (item_words(fact), status_words(fact), dated(fact)) if x), ""]
        rows += [f"> {escape(e.text)}" for e in fact.evidence[:3]] + [""]
        rows += [f"Listed party: {escape(listed_words(x))}" for x in fact.listed] + ([""] if fact.listed else [])
        found = findings_of(report, fact)
        if not found:
            rows += ["No rule is engaged.", ""]
            continue
        rows += ["| risk | verdict | paragraph | why | open |", "| --- | --- | --- | --- | --- |"]
        for f in found:
            why = "; ".join(w.condition for w in f.why if w.holds)
            open_points = "; ".join([*f.missing, *f.notes, *(f"{x.title}: {'applies' if x.applies else 'does not apply'}" for x in f.exceptions)])
            rows.append(f"| {f.risk} | {f.verdict} | {escape(f.citation)} ({f.rule}): {escape(f.title)} | {escape(why)} | {escape(open_points)} |")
        rows.append("")
    if report.mentions:
        rows += ["## Listed names that the text only mentions", "", *(f"- {escape(listed_words(x))}" for x in report.mentions), ""]
    rows += [f"*{escape(report.disclaimer)}*", "", f"Rulebook {report.rulebook.version} `{report.rulebook.sha256[:12]}`, engine {report.engine.version}, {escape(report.engine.checked)}."]
    return "\n".join(rows) + "\n"

"""Reports for eyes and for machines: text, JSON, Markdown, HTML, CSV, SARIF, FollowTheMoney."""

from __future__ import annotations

from collections.abc import Callable

from engine.model import Report

FORMATS = ("text", "json", "md", "html", "csv", "sarif", "ftm")
SUFFIX = {"text": ".txt", "json": ".json", "md": ".md", "html": ".html", "csv": ".csv", "sarif": ".sarif", "ftm": ".ftm.json"}


def render(report: Report, form: str) -> str:
    """`report` in one of FORMATS, ending in a line break. JSON is one line, so that many reports make JSON Lines."""
    renderers: dict[str, Callable[[Report], str]] = {"json": render_json, "text": _text, "md": _markdown, "html": _html, "csv": _csv, "sarif": _sarif, "ftm": _ftm}
    return renderers[form](report)


def render_json(report: Report) -> str:
    """The contract (schema_version 1) as one line of JSON."""
    return report.model_dump_json() + "\n"


def _text(report: Report) -> str:
    from engine.render.text import render_text

    return render_text(report)


def _markdown(report: Report) -> str:
    from engine.render.markdown import render_markdown

    return render_markdown(report)


def _html(report: Report) -> str:
    from engine.render.html import render_html

    return render_html(report)


def _csv(report: Report) -> str:
    from engine.render.table import render_csv

    return render_csv(report)


def _sarif(report: Report) -> str:
    from engine.render.sarif import render_sarif

    return render_sarif([report])


def _ftm(report: Report) -> str:
    from engine.render.ftm import render_ftm

    return render_ftm(report)

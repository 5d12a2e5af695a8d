"""The SOURCE argument that commands share, and the documents behind it."""

from __future__ import annotations

import sys
from collections.abc import Iterator
from typing import TYPE_CHECKING, Annotated

import typer

if TYPE_CHECKING:
    from engine.errors import InputError
    from engine.model import Document

Source = Annotated[list[str], typer.Argument(metavar="SOURCE...", help="File, folder, URL, or - for standard input.")]


def documents(sources: list[str], published: str | None = None) -> Iterator[Document | InputError]:
    """Every document of `sources`, or the fault in its place."""
    from engine.read import MAX_BYTES, read, read_bytes, valid_day

    day = valid_day(published, "--published") if published else None
    for source in sources:
        if source == "-":
            yield from read_bytes(sys.stdin.buffer.read(MAX_BYTES + 1)[:MAX_BYTES], "", "-", published=day)
        else:
            yield from read(source, published=day)

def spending(*names: str | None) -> None:
    """What a language model cost, and what other extractors dropped, on standard error."""
    from engine.extraction import load_extractor

    for name in names:
        reader = load_extractor(name) if name else None
        usage, dropped = getattr(reader, "usage", None), getattr(reader, "dropped", 0)
        if usage is not None:
            typer.echo(f"{name}: {usage}", err=True)
        if dropped:
            typer.echo(f"{name}: {dropped} facts dropped for evidence that is not in the text", err=True)

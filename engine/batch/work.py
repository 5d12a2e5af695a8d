"""What is done to one document, in whatever process or machine: read, check, render, sign. Touches no disk."""

from __future__ import annotations

import hashlib
import json
import re
import zlib
from collections.abc import Sequence

from engine.batch.sources import Entry
from engine.errors import EmbargoError, InputError
from engine.model import Document, Fact, Model, Report

PERMUTATIONS, BANDS = 128, 16
SHINGLE = 5  # words
WORD = re.compile(r"\w+")
RENEWED = 5000  # documents after which a process loads its extractor anew, so that its memory stays flat
_worked = [0]


class Task(Model):
    """A document to check and how: regimes and extractor as for `engine.check`."""

    entry: Entry
    regimes: tuple[str, ...] | None = None
    extractor: str = "syntax"


class Outcome(Model):
    """What became of a document. report: zlib of its JSON. page: zlib of its HTML, only for a text with facts.

    signature: 128 MinHash values, 4 bytes each. acts: a line for each fact, to tell copies from retellings.
    """

    id: str
    key: str
    error: str | None = None
    title: str | None = None
    published: str | None = None
    url: str | None = None
    origin: str = ""
    report: bytes | None = None
    page: bytes | None = None
    signature: bytes | None = None
    facts: int = 0
    findings: int = 0
    acts: str = ""


def work(tasks: Sequence[Task]) -> list[Outcome]:
    """The outcome of each task; a fault becomes an outcome with `error`, never an exception."""
    from engine.extraction import load_extractor

    outcomes = [_one(task) for task in tasks]
    _worked[0] += len(tasks)
    if _worked[0] >= RENEWED:  # the parser keeps every word it has met; a new one forgets them
        _worked[0] = 0
        load_extractor.cache_clear()
    return outcomes


def _one(task: Task) -> Outcome:
    entry = task.entry
    try:
        document = _document(entry)
        import engine
        from engine.render.html import render_html

        report = engine.check(document, regimes=task.regimes, extractor=task.extractor)
        page = zlib.compress(render_html(report).encode(), 6) if report.facts else None
        return Outcome(
            id=entry.id, key=entry.key, title=document.title, published=document.published, url=document.url, origin=entry.origin,
            report=zlib.compress(report.model_dump_json().encode(), 6), page=page, signature=signature(document.text),
            facts=len(report.facts), findings=len(report.findings), acts=json.dumps([act_line(f) for f in report.facts]),
        )  # fmt: skip
    except EmbargoError as fault:
        return Outcome(id=entry.id, key=entry.key, error=str(fault), title=entry.title, published=entry.published, url=entry.url, origin=entry.origin)
    except Exception as fault:  # one document never stops a run; the class says where to look
        message = f"{entry.uri}: checking it failed ({type(fault).__name__}: {str(fault)[:120]}). Please report it with the document"
        return Outcome(id=entry.id, key=entry.key, error=message, title=entry.title, published=entry.published, url=entry.url, origin=entry.origin)


def _document(entry: Entry) -> Document:
    from engine.read import make_document, plain_markup, read_bytes

    if entry.suffix in (".txt", ".markup") and (entry.title or entry.url or entry.published):
        text = entry.raw.decode("utf-8", errors="replace")
        text = plain_markup(text) if entry.suffix == ".markup" else text
        return make_document(text, source=entry.uri, url=entry.url, title=entry.title, published=entry.published, id=entry.id)
    suffix = ".html" if entry.suffix == ".markup" else entry.suffix
    found = list(read_bytes(entry.raw, suffix, entry.uri, published=entry.published, url=entry.url))
    if len(found) != 1:
        raise InputError(entry.uri, f"holds {len(found)} documents", "Give them as JSON Lines")
    if isinstance(found[0], InputError):
        raise found[0]
    return found[0].model_copy(update={"id": entry.id, "source": found[0].source or entry.uri})


def act_line(fact: Fact) -> str:
    """A fact without its wording: kind, parties, items and quantity."""
    amount = f"{fact.quantity.value:g} {fact.quantity.unit}" if fact.quantity else ""
    return "|".join((fact.kind, fact.supplier.code if fact.supplier else "", fact.recipient.code if fact.recipient else "", ",".join(fact.items), amount))


def signature(text: str) -> bytes:
    """MinHash of the text's runs of five words (Broder 1997; datasketch), 4 bytes for each permutation."""
    import numpy as np
    from datasketch import MinHash

    words = WORD.findall(text.lower())
    runs = {" ".join(words[i : i + SHINGLE]) for i in range(max(1, len(words) - SHINGLE + 1))}
    sketch = MinHash(num_perm=PERMUTATIONS, seed=1)
    sketch.update_batch([run.encode() for run in sorted(runs)])
    return np.asarray(sketch.hashvalues, dtype="<u4").tobytes()


def bands(sketch: bytes) -> list[int]:
    """One signed 64-bit number for each of 16 bands of 8 values: documents that share one are compared."""
    size = len(sketch) // BANDS
    return [int.from_bytes(hashlib.blake2b(bytes([b]) + sketch[b * size : (b + 1) * size], digest_size=8).digest(), "big", signed=True) for b in range(BANDS)]


def alike(a: bytes, b: bytes) -> float:
    """The share of equal values of two signatures: an estimate of the Jaccard likeness of their texts, 0 to 1."""
    import numpy as np

    return float((np.frombuffer(a, dtype="<u4") == np.frombuffer(b, dtype="<u4")).mean())


def load_report(packed: bytes) -> Report:
    """A report out of the ledger (its text stays out; the page has it)."""
    return Report.model_validate_json(zlib.decompress(packed))

"""Embargo: an article in, a cited sanctions-risk report out.

    import engine
    report = engine.check("North Korea shipped shells to Russia.", published="2024-06-19")

`check` reads, extracts, evaluates and reports; `extract` gives facts alone; `evaluate` takes facts of your own, models or
a pandas DataFrame; `load_rulebook` gives the encoded law. Everything is a frozen pydantic model and safe to use from
several threads. Heavy libraries are imported when first needed.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any, overload

if TYPE_CHECKING:
    import pandas as pd

    from engine.errors import EmbargoError, FactError, InputError, RulebookError
    from engine.lists.screen import Match
    from engine.model import Claim, Document, Evidence, ExceptionResult, Fact, Finding, Party, Quantity, Report, Summary, Why
    from engine.rulebook import Rulebook

__all__ = [
    "Claim", "Document", "EmbargoError", "Evidence", "ExceptionResult", "Fact", "FactError", "Finding", "InputError", "ListedParty",
    "Match", "Party", "Quantity", "Report", "Rulebook", "RulebookError", "Summary", "Why", "check", "check_frame", "evaluate", "extract",
    "load_rulebook", "screen",
]  # fmt: skip

_HOME = {"EmbargoError": "errors", "FactError": "errors", "InputError": "errors", "RulebookError": "errors", "Rulebook": "rulebook", "Match": "lists.screen"}


def __getattr__(name: str) -> Any:
    """Models and errors on first use, so that `embargo --help` need not wait for pydantic."""
    if name not in __all__:
        raise AttributeError(f"module 'engine' has no attribute {name!r}")
    from importlib import import_module

    value = getattr(import_module(f"engine.{_HOME.get(name, 'model')}"), name)
    globals()[name] = value
    return value


def load_rulebook(folder: Path | None = None) -> Rulebook:
    """The encoded law of `folder`, or the one that ships. Raises RulebookError with file, line, field and remedy."""
    from engine.rulebook import load_rulebook as load

    return load(folder)


def screen(
    name: str, *, birth: str | None = None, country: str | None = None, on: str | None = None, lists: Iterable[str] | None = None, threshold: float | None = None
) -> tuple[Match, ...]:
    """Listed persons, firms and ships that `name` could be, best first, with the score and what made it.

    birth: ISO date, month or year of birth. country: ISO code. on: ISO day on which the entry must stand on the list.
    lists: regime keys; all by default. threshold: least score of 0 to 1 (default: engine.names.THRESHOLD). The lists are
    those imported (`embargo lists import`), or the snapshot that ships. Raises InputError.
    """
    from engine.errors import InputError
    from engine.lists.screen import screener_for
    from engine.lists.store import load_entries
    from engine.model import period
    from engine.names import THRESHOLD
    from engine.read import valid_day

    if birth is not None:
        try:
            period(birth)
        except ValueError:
            raise InputError("birth", f"{birth!r} is no date", "Write it as YYYY-MM-DD, YYYY-MM or YYYY") from None
    day = valid_day(on, "on") if on is not None else None
    entries, _ = load_entries()
    return screener_for(entries).screen(name, birth=birth, country=country, on=day, lists=lists, threshold=THRESHOLD if threshold is None else threshold)


def _document(source: str | Path | Document, published: str | None, id: str | None) -> Document:
    from engine.errors import InputError
    from engine.model import Document
    from engine.read import make_document, read, valid_day

    if isinstance(source, Document):
        return source
    if published is not None:
        published = valid_day(published, "published")
    if isinstance(source, str):
        return make_document(source, published=published, id=id)
    found = list(read(source, published=published))
    if len(found) != 1:
        raise InputError(str(source), f"holds {len(found)} documents", "Read them with engine.read.read and check each")
    if isinstance(found[0], InputError):
        raise found[0]
    return found[0].model_copy(update={"id": id}) if id else found[0]


def extract(source: str | Path | Document, *, published: str | None = None, id: str | None = None, extractor: str = "syntax") -> tuple[Fact, ...]:
    """The facts of a text (`str`), a file (`Path`) or a document, in the order of the text.

    published: ISO day of publication, for dates that the text leaves to the reader. Raises InputError.
    """
    from engine.extraction import load_extractor

    return load_extractor(extractor).extract(_document(source, published, id))


def check(
    source: str | Path | Document,
    *,
    published: str | None = None,
    as_of: str | None = None,
    regimes: Sequence[str] | None = None,
    id: str | None = None,
    extractor: str = "syntax",
    rulebook: Rulebook | None = None,
) -> Report:
    """The report on a text (`str`), a file (`Path`) or a document.

    published: ISO day of publication. as_of: ISO day (or month, or year) whose law is asked for, over every other date.
    regimes: names of regimes to check, all by default. id: the document's id in the report.
    Raises InputError for a text that cannot be read and RulebookError for a broken rulebook.
    """
    from engine.extraction import load_extractor
    from engine.report import build_report

    book = rulebook or load_rulebook()
    _check_options(as_of, regimes, book)
    document = _document(source, published, id)
    reader = load_extractor(extractor)
    return build_report(document, reader.extract(document), book, as_of=as_of, regimes=_regime_keys(regimes, book), extractor=reader.name)


def check_frame(
    frame: pd.DataFrame, *, text: str = "text", published: str = "published", id: str = "id", title: str = "title", url: str = "url", regimes: Sequence[str] | None = None, extractor: str = "syntax"
) -> pd.DataFrame:
    """The findings on every article of a DataFrame, for pandas, Dask (`map_partitions`) and Spark (`mapInPandas`).

    text, published, id, title, url: names of columns; only `text` must be there. One row per finding, with the index label of its
    article in `row`; an article that cannot be read gives one row with `error` and no finding. Columns and types are the same
    for every partition, also for an empty one. Raises RulebookError for a broken rulebook.
    """
    from engine.frame import check_frame as run

    book = load_rulebook()
    _check_options(None, regimes, book)
    return run(frame, lambda document: check(document, regimes=regimes, extractor=extractor, rulebook=book), text=text, published=published, id=id, title=title, url=url)


def _check_options(as_of: str | None, regimes: Sequence[str] | None, rulebook: Rulebook) -> None:
    from engine.errors import InputError
    from engine.model import period

    if as_of is not None:
        try:
            period(as_of)
        except ValueError:
            raise InputError("as_of", f"{as_of!r} is no date", "Write it as YYYY-MM-DD, YYYY-MM or YYYY") from None
    _regime_keys(regimes, rulebook)


def _regime_keys(regimes: Sequence[str] | None, rulebook: Rulebook) -> tuple[str, ...] | None:
    """Regime keys for names of regimes, where `iran` stands for both regimes on Iran; InputError for an unknown one."""
    from engine.errors import InputError

    if regimes is None:
        return None
    found: set[str] = set()
    for name in regimes:
        keys = {r.regime for r in rulebook.regimes if name == r.regime or name in r.also_called}
        if not keys:
            raise InputError("regimes", f"unknown regime {name!r}", f"Known: {', '.join(sorted(r.regime for r in rulebook.regimes))}")
        found |= keys
    return tuple(sorted(found))


@overload
def evaluate(facts: Iterable[Fact], *, published: str | None = None, as_of: str | None = None, regimes: Sequence[str] | None = None, rulebook: Rulebook | None = None) -> tuple[Finding, ...]: ...
@overload
def evaluate(facts: pd.DataFrame, *, published: str | None = None, as_of: str | None = None, regimes: Sequence[str] | None = None, rulebook: Rulebook | None = None) -> pd.DataFrame: ...


def evaluate(facts: Any, *, published: str | None = None, as_of: str | None = None, regimes: Sequence[str] | None = None, rulebook: Rulebook | None = None) -> Any:
    """Findings on facts of your own.

    facts: Fact models, or a DataFrame with columns `kind`, and optionally `id`, `supplier`, `recipient` (codes), `items`,
    `features`, `hs` (lists, or text separated by `;`), `status`, `date`, `quantity`, `unit`, `source`. A DataFrame gives
    a DataFrame back: one row per finding, with the `fact` ids and the index of the first fact's row in `row`.
    Raises FactError naming the row and column that does not hold.
    """
    from engine.errors import FactError
    from engine.infer import compiled_rules, infer

    book = rulebook or load_rulebook()
    _check_options(as_of, regimes, book)
    rules = compiled_rules(book, _regime_keys(regimes, book))
    if hasattr(facts, "columns"):
        from engine.frame import evaluate_frame

        return evaluate_frame(facts, rules, published=published, as_of=as_of)
    rows = tuple(facts)
    names = [f.id for f in rows]
    if len(set(names)) != len(names):
        raise FactError("two facts have the same id; give each fact its own")
    return infer(rows, rules, published=published, as_of=as_of).findings

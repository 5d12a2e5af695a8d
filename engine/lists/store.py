"""Lists kept in a database: SQLite by default, anything SQLAlchemy knows by URL. An import is whole or not at all."""

from __future__ import annotations

import json
import os
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.errors import InputError
from engine.lists.entry import Edition, ListEntry
from engine.model import ListStamp, Model
from engine.vocabulary import read_yaml

if TYPE_CHECKING:
    from sqlalchemy import Engine

VARIABLE = "EMBARGO_LISTS"


class ListChange(Model):
    """What an edition brings: entries new, gone and changed, by reference number."""

    added: tuple[str, ...]
    removed: tuple[str, ...]
    changed: tuple[str, ...]


def default_url() -> str:
    """Where lists are kept: `$EMBARGO_LISTS` (a file or a database URL), else a file in the user's data folder."""
    told = os.environ.get(VARIABLE)
    if told:
        return told if "://" in told else f"sqlite:///{told}"
    base = Path(os.environ.get("XDG_DATA_HOME") or Path.home() / ".local" / "share")
    return f"sqlite:///{base / 'embargo' / 'lists.sqlite'}"


def _engine(url: str) -> Engine:
    from sqlalchemy import create_engine
    from sqlalchemy.exc import ArgumentError, NoSuchModuleError

    try:
        if url.startswith("sqlite:///"):
            Path(url[len("sqlite:///") :]).parent.mkdir(parents=True, exist_ok=True)
        return create_engine(url)
    except (ArgumentError, NoSuchModuleError, ImportError) as fault:
        raise InputError(url, f"is no database: {fault}", "Name a file or a URL such as sqlite:////var/lib/embargo/lists.sqlite") from None
    except OSError as fault:
        raise InputError(url, f"cannot be made: {fault.strerror}", "Name a folder that can be written to") from None


def _tables() -> Any:
    from sqlalchemy import Column, Integer, MetaData, String, Table, Text

    meta = MetaData()
    editions = Table("editions", meta, Column("generated", String(10), primary_key=True), Column("source", String, primary_key=True), Column("sha256", String), Column("entries", Integer))
    entries = Table("entries", meta, Column("entry", String, primary_key=True), Column("last_seen", String(10)), Column("data", Text))
    return meta, editions, entries


def import_edition(edition: Edition, url: str | None = None) -> ListChange:
    """Add an edition in one transaction: new entries, changed ones, and the day from which one is missing as delisting.

    Editions may come in any order. Raises InputError, the lists in place untouched, when the edition holds less than half
    of the entries of the list in place or the database cannot be written.
    """
    from sqlalchemy import delete, insert, select
    from sqlalchemy.exc import SQLAlchemyError

    meta, editions, entries = _tables()
    engine = _engine(url or default_url())
    try:
        with engine.begin() as connection:
            meta.create_all(connection)
            known = {row.entry: (row.last_seen, ListEntry.model_validate_json(row.data)) for row in connection.execute(select(entries))}
            current = {k: v for k, v in known.items() if v[1].delisted_on is None}
            days = sorted(row.generated for row in connection.execute(select(editions)))
            newest = days[-1] if days else ""
            if current and edition.generated >= newest and len(edition.entries) < len(current) / 2:
                raise InputError(edition.source, f"holds {len(edition.entries)} entries where the list in place has {len(current)}", "Check the file; a list that halves at once is more likely broken. The list in place is untouched")
            rows, change = _merge(edition, known, next((d for d in days if d > edition.generated), None))
            connection.execute(delete(entries))
            connection.execute(insert(entries), [{"entry": k, "last_seen": seen, "data": e.model_dump_json()} for k, (seen, e) in sorted(rows.items())])
            connection.execute(delete(editions).where(editions.c.generated == edition.generated, editions.c.source == edition.source))
            connection.execute(insert(editions), [{"generated": edition.generated, "source": edition.source, "sha256": edition.sha256, "entries": len(edition.entries)}])
    except SQLAlchemyError as fault:
        raise InputError(url or default_url(), f"cannot be written: {str(getattr(fault, 'orig', fault))[:160]}", "Check the file or the URL; the list in place is untouched") from None
    finally:
        engine.dispose()
    _load.cache_clear()
    return change


def _merge(edition: Edition, known: dict[str, tuple[str, ListEntry]], next_edition: str | None) -> tuple[dict[str, tuple[str, ListEntry]], ListChange]:
    day, rows = edition.generated, dict(known)
    added, removed, changed = [], [], []
    fresh = {e.entry: e for e in edition.entries}
    for key, entry in fresh.items():
        if key not in known:
            added.append(key)  # an entry that no later edition has was gone by the next one
            rows[key] = (day, entry if next_edition is None else entry.model_copy(update={"delisted_on": entry.delisted_on or next_edition}))
            continue
        seen, old = known[key]
        newer = entry if day >= seen else old
        gone = entry.delisted_on or (old.delisted_on if old.delisted_on and old.delisted_on > day else None)
        merged = newer.model_copy(update={"delisted_on": gone})
        if day >= seen and merged != old:
            changed.append(key)
        rows[key] = (max(seen, day), merged)
    for key, (seen, old) in known.items():
        if key not in fresh and seen < day and (old.delisted_on is None or old.delisted_on > day):
            removed.append(key)
            rows[key] = (seen, old.model_copy(update={"delisted_on": day}))
    return rows, ListChange(added=tuple(sorted(added)), removed=tuple(sorted(removed)), changed=tuple(sorted(changed)))


def diff_editions(old: Edition, new: Edition) -> ListChange:
    """What changed from one edition to another, without a database."""
    a, b = ({e.entry: e for e in edition.entries} for edition in (old, new))
    return ListChange(added=tuple(sorted(b.keys() - a.keys())), removed=tuple(sorted(a.keys() - b.keys())), changed=tuple(sorted(k for k in a.keys() & b.keys() if a[k] != b[k])))


def load_entries(url: str | None = None) -> tuple[tuple[ListEntry, ...], ListStamp]:
    """All entries kept, delisted ones too, and the stamp; the snapshot that ships when nothing was imported."""
    return _load(url or default_url())


@lru_cache(maxsize=4)
def _load(url: str) -> tuple[tuple[ListEntry, ...], ListStamp]:
    import hashlib

    if url.startswith("sqlite:///") and not Path(url[len("sqlite:///") :]).is_file():
        return snapshot()
    from sqlalchemy import inspect, select
    from sqlalchemy.exc import SQLAlchemyError

    _, editions, entries = _tables()
    engine = _engine(url)
    try:
        if not inspect(engine).has_table("entries"):
            return snapshot()
        with engine.connect() as connection:
            rows = [(row.entry, row.data) for row in connection.execute(select(entries).order_by(entries.c.entry))]
            newest = connection.execute(select(editions).order_by(editions.c.generated.desc(), editions.c.source)).first()
    except SQLAlchemyError as fault:
        raise InputError(url, f"cannot be read: {str(getattr(fault, 'orig', fault))[:160]}", "Import the list again, or name another file in EMBARGO_LISTS") from None
    finally:
        engine.dispose()
    if not rows or newest is None:
        return snapshot()
    digest = hashlib.sha256("\n".join(data for _, data in rows).encode()).hexdigest()
    found = tuple(ListEntry.model_validate_json(data) for _, data in rows)
    return found, ListStamp(source=newest.source, generated=newest.generated, entries=len(found), sha256=digest)


@lru_cache(maxsize=1)
def snapshot() -> tuple[tuple[ListEntry, ...], ListStamp]:
    """The facts that ship about listings of the DPRK regime: name, number, day, kind."""
    import hashlib

    data = read_yaml("lists/dprk.yaml")
    entries = []
    for row in data["entries"]:
        number, name, day, *more = row
        kind = "person" if number.startswith("KPi") else "vessel" if number.startswith("KPv") else "entity"
        entries.append(ListEntry(entry=number, list="dprk", type=kind, name=name, aliases=tuple(more[0]) if more else (), listed_on=str(day), countries=("kp",)))  # type: ignore[arg-type]
    digest = hashlib.sha256(json.dumps([e.model_dump() for e in entries], sort_keys=True).encode()).hexdigest()
    return tuple(entries), ListStamp(source="snapshot of DPRK listings", generated=str(data["as_of"]), entries=len(entries), sha256=digest)

"""The ledger of a batch: every document's hash, state, report and the versions it was made with, in a database.

SQLite in the output folder by default, PostgreSQL by URL. A document's outcome is committed whole or not at all, so a
run that is killed at any moment resumes where the last commit left it.
"""

from __future__ import annotations

import json
import zlib
from collections.abc import Iterable, Iterator, Sequence
from contextlib import contextmanager
from pathlib import Path
from typing import Any, NamedTuple

from engine.batch.sources import Entry
from engine.batch.work import Outcome, bands
from engine.errors import InputError
from engine.model import Model

LAYOUT = 1  # of the tables; another number is refused with a remedy


class Stamps(Model):
    """What a report depends on besides its document."""

    engine: str
    rulebook: str
    lists: str
    options: str

    def line(self) -> str:
        """One line that is equal when all four are."""
        return json.dumps([self.engine, self.rulebook, self.lists, self.options])


class Run(NamedTuple):
    """A run's number, whether it goes on with one that was cut short, and whether one was ever finished before."""

    number: int
    resumed: bool
    first: bool


class Row(NamedTuple):
    """A document in the ledger, without its bytes."""

    id: str
    uri: str
    key: str
    stamps: str
    state: str


def _tables() -> Any:
    from sqlalchemy import BigInteger, Column, Index, Integer, LargeBinary, MetaData, String, Table, Text

    meta = MetaData()
    Table("layout", meta, Column("number", Integer, primary_key=True))
    Table(
        "documents", meta,
        Column("id", String(16), primary_key=True), Column("uri", Text, nullable=False), Column("origin", Text, nullable=False), Column("key", String(64), nullable=False),
        Column("stamps", Text, nullable=False), Column("state", String(8), nullable=False), Column("error", Text), Column("title", Text), Column("published", String(10)), Column("url", Text),
        Column("entry", LargeBinary, nullable=False), Column("report", LargeBinary), Column("facts", Integer, nullable=False), Column("findings", Integer, nullable=False),
        Column("signature", LargeBinary), Column("acts", Text, nullable=False), Column("run", Integer, nullable=False),
    )  # fmt: skip
    Table("bands", meta, Column("hash", BigInteger, primary_key=True), Column("id", String(16), primary_key=True), Index("bands_id", "id"))
    Table("runs", meta, Column("number", Integer, primary_key=True), Column("state", String(8), nullable=False), Column("stamps", Text, nullable=False))
    Table("faults", meta, Column("run", Integer, primary_key=True), Column("place", String(500), primary_key=True), Column("whole", Integer, nullable=False), Column("error", Text, nullable=False))
    Table("seen", meta, Column("id", String(16), primary_key=True), Column("key", String(64), nullable=False), Column("stamps", Text, nullable=False))
    Table("reported", meta, Column("id", String(16), primary_key=True), Column("fingerprint", String(64), primary_key=True))
    return meta


class Ledger:
    """An open ledger. One process writes; use it as a context manager."""

    def __init__(self, url: str) -> None:
        """url: `sqlite:///PATH`, `postgresql://…` or any URL of SQLAlchemy. Raises InputError when it cannot be used."""
        from sqlalchemy import create_engine, event
        from sqlalchemy.exc import ArgumentError, NoSuchModuleError

        self.url = url.replace("postgresql://", "postgresql+psycopg://", 1).replace("postgres://", "postgresql+psycopg://", 1)
        self._meta = _tables()
        self._t = self._meta.tables
        try:
            self._engine = create_engine(self.url, pool_pre_ping=True)
        except (ArgumentError, NoSuchModuleError, ImportError) as fault:
            raise InputError(self.name, f"is no database that can be reached: {fault}", "Name a URL such as postgresql://user@host/name; its driver comes with pip install 'embargo[postgresql]'") from None
        self._lock: Any = None
        if self._engine.dialect.name == "sqlite":

            @event.listens_for(self._engine, "connect")
            def _pragmas(connection: Any, _: Any) -> None:
                for pragma in ("journal_mode=WAL", "synchronous=NORMAL", "busy_timeout=10000"):
                    connection.execute(f"PRAGMA {pragma}")

        with self._faults():
            if self._engine.dialect.name == "postgresql":
                self._lock_server()
            self._meta.create_all(self._engine)
            self._check_layout()

    @property
    def name(self) -> str:
        """The ledger's address without a password."""
        from sqlalchemy.engine import make_url
        from sqlalchemy.exc import ArgumentError

        try:
            return make_url(self.url).render_as_string(hide_password=True)
        except ArgumentError:
            return "--ledger"

    def __enter__(self) -> Ledger:
        return self

    def __exit__(self, *_: object) -> None:
        if self._lock is not None:
            self._lock.close()
        self._engine.dispose()

    def _lock_server(self) -> None:
        from sqlalchemy import text

        self._lock = self._engine.connect().execution_options(isolation_level="AUTOCOMMIT")
        if not self._lock.execute(text("SELECT pg_try_advisory_lock(hashtext('embargo ledger ' || current_schema()))")).scalar():
            self._lock.close()
            raise InputError(self.name, "is in use by another run", "Wait until it ends, or name another ledger")

    def _check_layout(self) -> None:
        from sqlalchemy import insert, select

        with self._engine.begin() as connection:
            found = connection.execute(select(self._t["layout"].c.number)).scalar()
            if found is None:
                connection.execute(insert(self._t["layout"]).values(number=LAYOUT))
            elif found != LAYOUT:
                raise InputError(self.name, f"was written by another version (layout {found}, this one uses {LAYOUT})", "Name another output folder or ledger; the reports are made anew")

    @contextmanager
    def _faults(self) -> Iterator[None]:
        """Database errors as errors for people."""
        from sqlalchemy.exc import OperationalError, SQLAlchemyError

        try:
            yield
        except SQLAlchemyError as fault:
            told = str(getattr(fault, "orig", None) or fault).strip().splitlines()[0][:160]
            low = told.lower()
            if "malformed" in low or "not a database" in low or "corrupt" in low:
                raise InputError(self.name, f"is damaged ({told})", "Move it away and run again: everything is made anew from the sources") from None
            if "full" in low or "disk i/o" in low:
                raise InputError(self.name, f"cannot be written ({told})", "Free some disk space and run again; nothing that was committed is lost") from None
            if "readonly" in low or "read-only" in low or "unable to open" in low or "permission" in low:
                raise InputError(self.name, f"cannot be written ({told})", "Name a folder that can be written to") from None
            remedy = "Check that the server runs and the address is right; run again to go on" if isinstance(fault, OperationalError) else "Run again to go on"
            raise InputError(self.name, f"failed ({told})", remedy) from None

    def begin(self, stamps: Stamps) -> Run:
        """Start a run, or go on with one that did not finish."""
        from sqlalchemy import delete, insert, select

        runs, faults = self._t["runs"], self._t["faults"]
        with self._faults(), self._engine.begin() as connection:
            rows = connection.execute(select(runs.c.number, runs.c.state).order_by(runs.c.number)).all()
            open_run = next((number for number, state in rows if state == "running"), None)
            number = open_run if open_run is not None else (rows[-1].number + 1 if rows else 1)
            if open_run is None:
                connection.execute(insert(runs).values(number=number, state="running", stamps=stamps.line()))
            connection.execute(delete(faults).where(faults.c.run == number))
        return Run(number, open_run is not None, not any(state == "done" for _, state in rows))

    def known(self, ids: Sequence[str]) -> dict[str, Row]:
        """Rows of the documents among `ids` that the ledger has."""
        from sqlalchemy import select

        d = self._t["documents"].c
        with self._faults(), self._engine.connect() as connection:
            return {row.id: Row(*row) for row in connection.execute(select(d.id, d.uri, d.key, d.stamps, d.state).where(d.id.in_(ids)))}

    def store(self, rows: Sequence[tuple[Entry, Outcome]], stamps: Stamps, run: int) -> None:
        """Write outcomes in one transaction, in place of what the ledger had for these documents."""
        from sqlalchemy import delete, insert

        documents, band = self._t["documents"], self._t["bands"]
        ids = [o.id for _, o in rows]
        values = [
            {
                "id": o.id, "uri": e.uri, "origin": o.origin, "key": o.key, "stamps": stamps.line(), "state": "failed" if o.error else "done", "error": o.error, "title": o.title,
                "published": o.published, "url": o.url, "entry": zlib.compress(e.model_dump_json(exclude={"raw"}).encode() + b"\0" + e.raw, 6), "report": o.report, "facts": o.facts,
                "findings": o.findings, "signature": o.signature, "acts": o.acts, "run": run,
            }
            for e, o in rows
        ]  # fmt: skip
        near = [{"hash": h, "id": o.id} for _, o in rows if o.signature for h in dict.fromkeys(bands(o.signature))]
        with self._faults(), self._engine.begin() as connection:
            connection.execute(delete(documents).where(documents.c.id.in_(ids)))
            connection.execute(delete(band).where(band.c.id.in_(ids)))
            connection.execute(insert(documents), values)
            if near:
                connection.execute(insert(band), near)

    def note_fault(self, run: int, place: str, error: str, whole: bool) -> None:
        """Note a record or a whole source that could not be read in this run."""
        from sqlalchemy import delete, insert

        faults = self._t["faults"]
        with self._faults(), self._engine.begin() as connection:
            connection.execute(delete(faults).where(faults.c.run == run, faults.c.place == place[:500]))
            connection.execute(insert(faults).values(run=run, place=place[:500], whole=int(whole), error=error))

    def faults(self, run: int) -> list[tuple[str, bool, str]]:
        """(place, whether it is a whole source, error) of a run, by place."""
        from sqlalchemy import select

        f = self._t["faults"].c
        with self._faults(), self._engine.connect() as connection:
            return sorted((place, bool(whole), error) for place, whole, error in connection.execute(select(f.place, f.whole, f.error).where(f.run == run)))

    def stale(self, stamps: Stamps, size: int = 64) -> Iterator[list[Entry]]:
        """Documents whose report was made with other versions, out of the ledger's own copy: their source may be gone."""
        from sqlalchemy import select

        d, last = self._t["documents"].c, ""
        while True:
            with self._faults(), self._engine.connect() as connection:
                rows = connection.execute(select(d.id, d.entry).where(d.id > last, d.state == "done", d.stamps != stamps.line()).order_by(d.id).limit(size)).all()
            if not rows:
                return
            last = rows[-1].id
            yield [_entry(row.entry) for row in rows]

    def counts(self) -> dict[str, int]:
        """Documents by state."""
        from sqlalchemy import func, select

        d = self._t["documents"].c
        with self._faults(), self._engine.connect() as connection:
            return {row.state: int(row[1]) for row in connection.execute(select(d.state, func.count()).group_by(d.state).order_by(d.state))}

    def failures(self) -> list[tuple[str, str]]:
        """(uri, error) of every document that failed, by uri."""
        from sqlalchemy import select

        d = self._t["documents"].c
        with self._faults(), self._engine.connect() as connection:
            return sorted((uri, error) for uri, error in connection.execute(select(d.uri, d.error).where(d.state == "failed")))

    def bucket_mates(self) -> Iterator[list[str]]:
        """Ids of documents that share a band of their signatures, one list for each shared band, in order."""
        from sqlalchemy import func, select

        b = self._t["bands"].c
        shared = select(b.hash).group_by(b.hash).having(func.count() > 1).subquery()
        with self._faults(), self._engine.connect() as connection:
            group: list[str] = []
            last = None
            for value, name in connection.execution_options(stream_results=True).execute(select(b.hash, b.id).where(b.hash.in_(select(shared.c.hash))).order_by(b.hash, b.id)):
                if value != last and group:
                    yield group
                    group = []
                last = value
                group.append(name)
            if group:
                yield group

    def sketches(self, ids: Sequence[str]) -> dict[str, tuple[bytes, str, str, str]]:
        """id -> (signature, acts, published or '9999', uri)."""
        from sqlalchemy import select

        d, found = self._t["documents"].c, {}
        with self._faults(), self._engine.connect() as connection:
            for start in range(0, len(ids), 500):
                for row in connection.execute(select(d.id, d.signature, d.acts, d.published, d.uri).where(d.id.in_(ids[start : start + 500]), d.state == "done")):
                    found[row.id] = (row.signature, row.acts, row.published or "9999", row.uri)
        return found

    def reports(self, size: int = 100) -> Iterator[tuple[str, str, str, str, bytes]]:
        """(id, origin, key, stamps, packed report) of every checked document with facts, in the order of their uris."""
        from sqlalchemy import select, tuple_

        d, last = self._t["documents"].c, ("", "")
        while True:
            with self._faults(), self._engine.connect() as connection:
                wanted = select(d.id, d.origin, d.key, d.stamps, d.report, d.uri).where(d.state == "done", d.facts > 0, tuple_(d.uri, d.id) > last).order_by(d.uri, d.id).limit(size)
                rows = connection.execute(wanted).all()
            if not rows:
                return
            last = (rows[-1].uri, rows[-1].id)
            for row in rows:
                yield row.id, row.origin, row.key, row.stamps, row.report

    def seen(self, ids: Sequence[str]) -> dict[str, tuple[str, str, frozenset[str]]]:
        """id -> (key, stamps, fingerprints of its findings) at the end of the last finished run."""
        from sqlalchemy import select

        s, r = self._t["seen"].c, self._t["reported"].c
        with self._faults(), self._engine.connect() as connection:
            found = {row.id: (row.key, row.stamps) for row in connection.execute(select(s.id, s.key, s.stamps).where(s.id.in_(ids)))}
            prints: dict[str, set[str]] = {}
            for name, fingerprint in connection.execute(select(r.id, r.fingerprint).where(r.id.in_(ids))):
                prints.setdefault(name, set()).add(fingerprint)
        return {name: (key, stamps, frozenset(prints.get(name, ()))) for name, (key, stamps) in found.items()}

    def reported_total(self) -> int:
        """Findings at the end of the last finished run."""
        from sqlalchemy import func, select

        with self._faults(), self._engine.connect() as connection:
            return int(connection.execute(select(func.count()).select_from(self._t["reported"])).scalar() or 0)

    def finish(self, run: int, findings: Iterable[tuple[str, str]]) -> None:
        """End a run: what it reported becomes what the next one is compared with, in one transaction."""
        from sqlalchemy import delete, insert, select, update

        d, runs = self._t["documents"].c, self._t["runs"]
        with self._faults(), self._engine.begin() as connection:
            connection.execute(delete(self._t["reported"]))
            connection.execute(delete(self._t["seen"]))
            connection.execute(insert(self._t["seen"]).from_select(["id", "key", "stamps"], select(d.id, d.key, d.stamps).where(d.state == "done")))
            block: list[dict[str, str]] = []
            for name, fingerprint in findings:
                block.append({"id": name, "fingerprint": fingerprint})
                if len(block) >= 1000:
                    connection.execute(insert(self._t["reported"]), block)
                    block = []
            if block:
                connection.execute(insert(self._t["reported"]), block)
            connection.execute(update(runs).where(runs.c.number == run).values(state="done"))


def _entry(packed: bytes) -> Entry:
    head, _, raw = zlib.decompress(packed).partition(b"\0")
    return Entry.model_validate({**json.loads(head), "raw": raw})


def sqlite_url(out: Path) -> str:
    """Where the ledger of an output folder is by default."""
    return f"sqlite:///{out / 'ledger.sqlite'}"



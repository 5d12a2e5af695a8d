"""What a batch reads: folders, globs, JSON Lines, CSV, Parquet, RSS and Atom feeds, single documents, by file or URL.

Everything streams; a source of any length takes the same memory. A fault is a value in the stream, at the place of what it hit.
"""

from __future__ import annotations

import csv
import glob
import hashlib
import io
import json
import os
import re
import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from urllib.parse import urlsplit

from engine.errors import InputError
from engine.model import Model
from engine.read import KNOWN, MAX_BYTES

MAX_FETCH = 2 * 1024**3  # bytes of a table fetched from a URL; it is kept on disk, not in memory
MAX_LINE = 8 * 1024 * 1024  # bytes of one record
TABLES = {".jsonl", ".ndjson", ".csv", ".parquet"}
FEEDS = {".rss", ".atom", ".xml"}
FIELDS = ("text", "title", "published", "url", "id", "source")
DATE = re.compile(r"\d{4}-\d{2}-\d{2}")


class Entry(Model):
    """One document as found: where (`uri`, the same from run to run), who published it, and its bytes, still to be read.

    suffix: the format of `raw`. key: a hash over everything that a report depends on.
    """

    uri: str
    origin: str
    suffix: str
    raw: bytes
    title: str | None = None
    published: str | None = None
    url: str | None = None

    @property
    def id(self) -> str:
        """16 hex digits that name the document in the ledger and in file names."""
        return hashlib.sha256(self.uri.encode()).hexdigest()[:16]

    @property
    def key(self) -> str:
        """SHA-256 over content, date, title and address."""
        head = json.dumps([self.suffix, self.title, self.published, self.url]).encode()
        return hashlib.sha256(head + b"\0" + self.raw).hexdigest()


class Columns(Model):
    """Which column of a table holds which field."""

    text: str = "text"
    title: str = "title"
    published: str = "published"
    url: str = "url"
    id: str = "id"
    source: str = "source"


def parse_columns(rows: list[str] | None) -> Columns:
    """Columns of `FIELD=COLUMN` words; InputError for an unknown field."""
    found: dict[str, str] = {}
    for row in rows or ():
        for part in row.split(","):
            field, _, column = part.partition("=")
            if field.strip() not in FIELDS or not column.strip():
                raise InputError("--columns", f"{part!r} is no FIELD=COLUMN", f"Fields: {', '.join(FIELDS)}; for example --columns text=body,published=date")
            found[field.strip()] = column.strip()
    return Columns(**found)


class SourceError(InputError):
    """A whole source that cannot be read, rather than one document of it."""


def entries(source: str, columns: Columns, timeout: float = 30.0) -> Iterator[Entry | InputError]:
    """Every document of a source, in an order that is the same from run to run.

    timeout: seconds that a server may stay silent. A source that cannot be read at all gives one SourceError.
    """
    try:
        if re.match(r"https?://", source):
            yield from _from_url(source, columns, timeout)
        elif any(c in source for c in "*?[") and not Path(source).exists():
            names = sorted(glob.glob(source, recursive=True))  # noqa: PTH207 (an absolute pattern is no pattern of pathlib)
            if not names:
                raise SourceError(source, "matches no file", "Check the pattern; quote it so that the shell leaves it alone")
            for name in names:
                yield from _from_path(Path(name), columns)
        else:
            yield from _from_path(Path(source), columns)
    except InputError as fault:
        yield fault if isinstance(fault, SourceError) else SourceError(fault.source, fault.fault, fault.remedy)
    except OSError as fault:
        yield SourceError(source, f"cannot be read: {fault.strerror or fault}", "Check the path and its permissions")


def count(source: str) -> int | None:
    """About how many documents a source holds, for a progress bar; None when only reading it would tell."""
    if re.match(r"https?://", source):
        return None
    try:
        names = glob.glob(source, recursive=True) if any(c in source for c in "*?[") and not Path(source).exists() else [source]  # noqa: PTH207
        return sum(_count(Path(n)) for n in names)
    except Exception:  # a guess for a bar; what is wrong is told when the source is read
        return None


def _count(path: Path) -> int:
    if path.is_dir():
        return sum(_count(p) for p in _files(path))
    if path.suffix.lower() == ".parquet":
        import pyarrow.parquet as pq

        return int(pq.read_metadata(path).num_rows)
    if path.suffix.lower() in (".jsonl", ".ndjson", ".csv"):
        with path.open("rb") as file:
            return sum(block.count(b"\n") for block in iter(lambda: file.read(1 << 20), b""))
    return 1


def _files(folder: Path) -> Iterator[Path]:
    """Files of known types below a folder, each folder's names in order, one folder's names in memory at a time."""
    for row in sorted(os.scandir(folder), key=lambda e: e.name):
        if row.name.startswith("."):
            continue
        path = Path(row.path)
        if row.is_dir(follow_symlinks=False):
            yield from _files(path)
        elif path.suffix.lower() in KNOWN | TABLES | FEEDS and row.is_file():
            yield path


def _from_path(path: Path, columns: Columns) -> Iterator[Entry | InputError]:
    if path.is_dir():
        empty = True
        for member in _files(path):
            empty = False
            try:
                yield from _from_path(member, columns)
            except InputError as fault:
                yield fault
            except OSError as fault:
                yield InputError(str(member), f"cannot be read: {fault.strerror or fault}", "Check its permissions")
        if empty:
            raise SourceError(str(path), "holds no file of a known type", f"Known: {', '.join(sorted(t for t in KNOWN | TABLES | FEEDS if t))}")
        return
    if not path.exists():
        raise SourceError(str(path), "does not exist", "Check the path")
    suffix = path.suffix.lower()
    if suffix in TABLES:
        yield from _from_table(path, suffix, path.as_posix(), columns)
        return
    if path.stat().st_size > MAX_BYTES:
        raise InputError(str(path), f"is larger than {MAX_BYTES // 1048576} MiB", "Split it into its articles")
    raw = path.read_bytes()
    if suffix == ".json":
        yield from _from_json(raw, path.as_posix(), columns)
        return
    if suffix in FEEDS or (suffix in (".html", "") and _is_feed(raw)):
        yield from _from_feed(raw, path.as_posix())
        return
    yield Entry(uri=path.as_posix(), origin=path.parent.name or path.as_posix(), suffix=suffix, raw=raw)


def _from_table(path: Path, suffix: str, name: str, columns: Columns) -> Iterator[Entry | InputError]:
    rows = _lines(path, name) if suffix in (".jsonl", ".ndjson") else _csv(path, name) if suffix == ".csv" else _parquet(path, name)
    for place, row in rows:
        yield row if isinstance(row, InputError) else _record(row, name, place, columns)


def _lines(path: Path, name: str) -> Iterator[tuple[int, dict[str, object] | InputError]]:
    with path.open("rb") as file:
        for number, line in enumerate(iter(lambda: file.readline(MAX_LINE + 1), b""), 1):
            if len(line) > MAX_LINE:
                yield number, InputError(f"{name}:{number}", f"is longer than {MAX_LINE // 1048576} MiB", "Write one record a line")
                while line and not line.endswith(b"\n"):
                    line = file.readline(MAX_LINE)
                continue
            if not line.strip():
                continue
            try:
                row = json.loads(line)
            except (ValueError, RecursionError):
                row = None
            yield number, row if isinstance(row, dict) else InputError(f"{name}:{number}", "is no JSON object", "Write one object a line, with the text in a column")


def _csv(path: Path, name: str) -> Iterator[tuple[int, dict[str, object] | InputError]]:
    csv.field_size_limit(MAX_LINE)
    with path.open(encoding="utf-8-sig", errors="replace", newline="") as file:
        reader = csv.DictReader(line.replace("\0", "") for line in file)
        number = 1
        while True:
            number += 1
            try:
                row = next(reader)
            except StopIteration:
                return
            except csv.Error as fault:
                yield number, InputError(f"{name}:{number}", f"is no CSV row ({fault})", "Quote fields as RFC 4180 has it")
                continue
            yield number, {k: v for k, v in row.items() if isinstance(k, str)}


def _parquet(path: Path, name: str) -> Iterator[tuple[int, dict[str, object] | InputError]]:
    import pyarrow as pa
    import pyarrow.parquet as pq

    try:
        number = 0
        for batch in pq.ParquetFile(path).iter_batches(batch_size=256):
            for row in batch.to_pylist():
                number += 1
                yield number, row
    except pa.ArrowException as fault:
        raise SourceError(name, f"is no readable Parquet file ({str(fault)[:80]})", "Check that the file is whole") from None


def _from_json(raw: bytes, name: str, columns: Columns) -> Iterator[Entry | InputError]:
    try:
        data = json.loads(raw)
    except (ValueError, RecursionError) as fault:
        raise InputError(name, f"is no JSON ({type(fault).__name__})", "Write one object, or a list of them, with the text in a column") from None
    for number, row in enumerate(data if isinstance(data, list) else [data], 1):
        yield _record(row, name, number, columns) if isinstance(row, dict) else InputError(f"{name}:{number}", "is no JSON object", "Write objects with the text in a column")


def _record(row: dict[str, object], name: str, place: int, columns: Columns) -> Entry | InputError:
    where = f"{name}:{place}"
    text = row.get(columns.text)
    if not isinstance(text, str) or not text.strip():
        return InputError(where, f"has no text in column {columns.text!r}", f"It has {', '.join(sorted(row)[:8]) or 'no columns'}; name yours with --columns text=COLUMN")

    def told(column: str) -> str | None:
        value = row.get(column)
        return str(value).strip() or None if value is not None else None

    day = told(columns.published)
    if day is not None and not DATE.match(day):
        return InputError(where, f"{day[:40]!r} in column {columns.published!r} is no date", "Write dates as YYYY-MM-DD")
    number = told(columns.id)
    return Entry(
        uri=f"{name}#{number}" if number is not None else where,
        origin=told(columns.source) or _site(told(columns.url)) or Path(name).stem,
        suffix=".txt",
        raw=text.encode("utf-8", errors="replace"),
        title=told(columns.title),
        published=day[:10] if day else None,
        url=_web(told(columns.url)),
    )


def _web(url: str | None) -> str | None:
    """A web address, or None: no other scheme may become a link."""
    return url if url and re.match(r"https?://", url) else None


def _site(url: str | None) -> str | None:
    host = urlsplit(url).hostname if url and re.match(r"https?://[^\[\]]*$", url) else None
    return host.removeprefix("www.") if host else None


def _is_feed(raw: bytes) -> bool:
    return re.search(rb"<(rss|feed|rdf:RDF)\b", raw[:2000]) is not None


def _from_feed(raw: bytes, name: str) -> Iterator[Entry | InputError]:
    """Entries of an RSS or Atom feed: their own text, never pages behind their links. A broken entry costs only itself."""
    import calendar
    import time

    import feedparser

    feed = feedparser.parse(io.BytesIO(raw), sanitize_html=False, resolve_relative_uris=False)
    if not feed.entries and (feed.bozo or not feed.version):
        raise SourceError(name, "is no readable RSS or Atom feed", "Open it in a browser; it may be a page of HTML or cut short")
    publisher = str(feed.feed.get("title") or "") or _site(name) or name
    for number, row in enumerate(feed.entries, 1):
        place = f"{name}#{row.get('id') or row.get('link') or number}"
        bodies = [str(c.get("value") or "") for c in row.get("content") or ()] + [str(row.get("summary") or "")]
        body = max(bodies, key=len)
        if not body.strip():
            yield InputError(place, "is an entry without text", "The feed gives titles only; name its articles instead")
            continue
        moment = row["published_parsed"] if "published_parsed" in row.keys() else row.get("updated_parsed")  # noqa: SIM118 (its `in` maps names)
        day = None
        if moment is not None:
            try:
                day = time.strftime("%Y-%m-%d", time.gmtime(calendar.timegm(moment)))
            except (ValueError, OverflowError, OSError):
                day = None
        title = str(row.get("title") or "") or None
        marked = re.search(r"<[a-zA-Z/!]", body) is not None
        text = body if marked or title is None else f"{title}.\n\n{body}"
        yield Entry(uri=place, origin=publisher, suffix=".markup" if marked else ".txt", raw=text.encode("utf-8", errors="replace"), title=title, published=day, url=_web(str(row.get("link") or "")))


def _from_url(url: str, columns: Columns, timeout: float) -> Iterator[Entry | InputError]:
    path = Path(urlsplit(url).path)
    suffix = path.suffix.lower()
    with _fetched(url, timeout, MAX_FETCH if suffix in TABLES else MAX_BYTES) as (file, kind):
        if suffix in TABLES:
            yield from _from_table(file, suffix, url, columns)
            return
        raw = file.read_bytes()
    if suffix == ".json" or "json" in kind:
        yield from _from_json(raw, url, columns)
        return
    if suffix in FEEDS or "rss" in kind or "atom" in kind or "xml" in kind or _is_feed(raw):
        yield from _from_feed(raw, url)
        return
    known = ".pdf" if "pdf" in kind else ".html" if "html" in kind else suffix if suffix in KNOWN else ".txt"
    yield Entry(uri=url, origin=_site(url) or url, suffix=known, raw=raw, url=url)


@contextmanager
def _fetched(url: str, timeout: float, limit: int) -> Iterator[tuple[Path, str]]:
    """A URL's content in a temporary file, and its content type. A server may not take longer than ten timeouts in all."""
    import time

    import httpx

    handle, name = tempfile.mkstemp(prefix="embargo-")
    try:
        start, size = time.monotonic(), 0
        with os.fdopen(handle, "wb") as out, httpx.stream("GET", url, follow_redirects=True, timeout=timeout, headers={"user-agent": "embargo"}) as answer:
            answer.raise_for_status()
            kind = answer.headers.get("content-type", "")
            for part in answer.iter_bytes():
                size += len(part)
                if size > limit:
                    raise SourceError(url, f"is larger than {limit // 1048576} MiB", "Fetch it and split it")
                if time.monotonic() - start > 10 * timeout:
                    raise SourceError(url, f"is still sending after {10 * timeout:.0f} s", "Fetch it by hand, or raise --timeout")
                out.write(part)
        yield Path(name), kind
    except httpx.HTTPStatusError as fault:
        raise SourceError(url, f"answered {fault.response.status_code}", "Check the address in a browser") from None
    except httpx.TooManyRedirects:
        raise SourceError(url, "redirects without end", "Give the final address") from None
    except httpx.TimeoutException:
        raise SourceError(url, f"did not answer within {timeout:g} s", "Try later, or raise --timeout") from None
    except (httpx.HTTPError, httpx.InvalidURL) as fault:
        raise SourceError(url, f"cannot be fetched ({type(fault).__name__})", "Check the address and the network") from None
    finally:
        Path(name).unlink(missing_ok=True)

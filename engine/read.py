"""Sources to documents: files, folders, standard input and URLs of many formats, read as hostile input.

Every fault is an `InputError`: what was wrong, where, what to do. Sizes and depths are bounded before anything is parsed.
"""

from __future__ import annotations

import hashlib
import io
import json
import re
import unicodedata
import zipfile
from collections.abc import Iterator
from datetime import date as Day
from functools import lru_cache
from pathlib import Path
from typing import Any

from engine.dates import DAY_MONTH, MONTH_DAY, month_number
from engine.errors import InputError
from engine.model import Document
from engine.vocabulary import read_yaml

HEADING = re.compile(r"^#{1,6}[ \t]", re.MULTILINE)  # Markdown's marks before a headline; its words stay
MAX_BYTES = 32 * 1024 * 1024  # of one source; a press archive's largest HTML page is far below
MAX_TEXT = 1_000_000  # characters of one text, about 160,000 words
MAX_UNPACKED = 64 * 1024 * 1024  # of a DOCX when unpacked
MAX_TAG_DEPTH = 200  # nested HTML elements; deeper pages are cut down to plain text
MAX_PAGES = 2000
TEXT_TYPES = {".txt", ".md", ".markdown", ".text", ""}
PLAIN_TEXT = re.compile(r"[\n\t\x20-\x7e\u00a1-\u00ac\u00ae-\u02ff‐-‧‰-⁞₠-⃀]*+")  # characters that need no look
KNOWN = {*TEXT_TYPES, ".html", ".htm", ".xhtml", ".pdf", ".docx", ".eml", ".json", ".jsonl", ".ndjson"}


def make_document(
    text: str,
    *,
    source: str | None = None,
    url: str | None = None,
    title: str | None = None,
    published: str | None = None,
    id: str | None = None,
    notes: tuple[str, ...] = (),
) -> Document:
    """A document of `text`: characters normalised, title, date and language found, boilerplate noted.

    Raises InputError when the text is empty, too long or not English.
    """
    name = source or "text"
    text = clean(text)
    if not text.strip():
        raise InputError(name, "holds no text", "Give a text with words in it; a scanned PDF needs OCR first")
    if len(text) > MAX_TEXT:
        raise InputError(name, f"has {len(text):,} characters, more than {MAX_TEXT:,}", "Split it into its articles")
    language = guess_language(text)
    if language != "en":
        raise InputError(name, "does not look like English", "Only English is read; translate it first")
    rows = read_yaml("reading.yaml")
    lowered = False
    found = list(notes)
    low = text.lower()
    for row in rows["boilerplate"]:
        if any(cue in low for cue in row["cues"]):
            found.append(row["note"])
            lowered |= bool(row["lowers_reliability"])
    digest = hashlib.sha256(text.encode()).hexdigest()
    return Document(
        id=id or digest[:16],
        title=title or first_line(text),
        source=source,
        url=url,
        published=published or find_published(text),
        language=language,
        sha256=digest,
        notes=tuple(found),
        lowered_reliability=lowered,
        text=text,
    )


def clean(text: str) -> str:
    """Characters that carry meaning only: NFC, no NUL or control characters, no bidirectional overrides, Unix line ends."""
    text = unicodedata.normalize("NFC", text).replace("\r\n", "\n").replace("\r", "\n")
    if PLAIN_TEXT.fullmatch(text):
        return text
    return "".join(c for c in text if c in "\n\t" or unicodedata.category(c) not in ("Cc", "Cf", "Cs", "Co"))


def first_line(text: str) -> str | None:
    """The first line, when it is short enough to be a headline."""
    line = text.strip().splitlines()[0].strip().lstrip("# ").strip()
    return line if 0 < len(line) <= 200 else None


def find_published(text: str) -> str | None:
    """A date that stands alone on one of the first lines, or starts a dateline (`June 19th 2024.`)."""
    for line in text.splitlines()[:15]:
        line = line.strip()[:80]
        match = re.match(r"\W*(?:published|updated|posted|date)?\W*((?:19|20)\d{2})-(\d{2})-(\d{2})\b", line, re.IGNORECASE)
        if match:
            return _iso(int(match[1]), int(match[2]), int(match[3]))
        for pattern, order in ((MONTH_DAY, (1, 2)), (DAY_MONTH, (2, 1))):
            match = pattern.search(line)
            if match and match.group(3) and len(line) - len(match.group(0)) <= 25:
                return _iso(int(match.group(3)), month_number(match.group(order[0])), int(match.group(order[1])))
    return None


def _iso(year: int, month: int, day: int) -> str | None:
    try:
        return Day(year, month, day).isoformat()
    except ValueError:
        return None


@lru_cache(maxsize=1)
def _common_words() -> frozenset[str]:
    return frozenset(read_yaml("reading.yaml")["common_words"])


def guess_language(text: str) -> str | None:
    """`en` when enough of the words are the commonest English ones; None otherwise."""
    words = [w for w in text[:20_000].split() if w.isalpha()]
    if len(words) < 50:  # too few without a mark beside them
        words = re.findall(r"[^\W\d_]{2,}", re.sub(r"\b[A-Za-z]{2,3}-(?=[A-Z])", "", text[:20_000]))  # the `al` of a name is no Spanish
    if not words:
        return None
    common = _common_words()
    hits = sum(w in common for w in map(str.lower, words))
    latin = sum(w.isascii() or "LATIN" in unicodedata.name(w[0], "") for w in words[:500])
    share = hits / len(words)
    elsewhere = frozenset(read_yaml("reading.yaml")["commonest_words_elsewhere"])
    foreign = sum(w.lower() in elsewhere for w in words) + sum(not w.isascii() for w in words) // 3
    if len(words) <= 40 and foreign > hits:
        return None
    enough = 0.12 if len(words) > 40 else 0.0 if len(words) <= (20 if not foreign else 8) else 0.06
    return "en" if share >= enough and latin >= 0.7 * min(len(words), 500) else None


def decode(raw: bytes, name: str) -> str:
    """Bytes as text: by byte-order mark, as UTF-8, or by detection. InputError when they are no text."""
    for mark, encoding in ((b"\xef\xbb\xbf", "utf-8-sig"), (b"\xff\xfe", "utf-16"), (b"\xfe\xff", "utf-16")):
        if raw.startswith(mark):
            return raw.decode(encoding, errors="replace")
    try:
        text = raw.decode("utf-8")
    except UnicodeDecodeError:
        from charset_normalizer import from_bytes

        best = from_bytes(raw[:100_000]).best()
        if best is None:
            raise InputError(name, "is binary or in an unknown encoding", "Save it as UTF-8 text, HTML, PDF or DOCX") from None
        text = raw.decode(best.encoding, errors="replace")
    sample = text[:20_000]
    odd = sum(unicodedata.category(c) == "Cc" and c not in "\n\r\t\f" for c in sample)
    if sample and odd > 0.3 * len(sample) and b"\0" in raw[:20_000]:
        for encoding in ("utf-16-le", "utf-16-be"):
            wide = raw.decode(encoding, errors="replace")
            if sum(c.isascii() and c.isprintable() for c in wide[:2000]) > 0.8 * len(wide[:2000]):
                return wide
    if sample and odd > 0.1 * len(sample):
        raise InputError(name, "is binary, not text", "Give text, Markdown, HTML, PDF, DOCX, EML or JSON")
    return text


def read(source: str | Path, *, published: str | None = None) -> Iterator[Document | InputError]:
    """Every document of a file, folder or URL, in sorted order; a fault takes the place of the document it hit."""
    text = str(source)
    if re.match(r"https?://", text):
        yield from _guard(text, lambda: _fetch(text, published))
        return
    path = Path(source)
    try:
        if path.is_dir():
            members = sorted(p for p in path.rglob("*") if p.is_file() and p.suffix.lower() in KNOWN and not p.name.startswith("."))
            if not members:
                yield InputError(text, "holds no file of a known type", f"Known: {', '.join(sorted(t for t in KNOWN if t))}")
            for member in members:
                yield from read(member, published=published)
            return
        if not path.exists():
            yield InputError(text, "does not exist", "Check the path")
            return
        if path.stat().st_size > MAX_BYTES:
            yield InputError(text, f"is larger than {MAX_BYTES // 1048576} MiB", "Split it into its articles")
            return
        raw = path.read_bytes()
    except OSError as fault:
        yield InputError(text, f"cannot be read: {fault.strerror or fault}", "Check the path and its permissions")
        return
    yield from read_bytes(raw, path.suffix.lower(), text, published=published)


def read_bytes(raw: bytes, suffix: str, name: str, *, published: str | None = None, url: str | None = None) -> Iterator[Document | InputError]:
    """Documents of the bytes of a file; `suffix` tells the format, the bytes themselves overrule it."""
    if raw.startswith(b"%PDF"):
        suffix = ".pdf"
    elif raw.startswith(b"PK\x03\x04"):
        suffix = ".docx"
    elif suffix in TEXT_TYPES and re.match(rb"\s*(<!doctype html|<html)", raw[:200], re.IGNORECASE):
        suffix = ".html"
    if suffix in (".jsonl", ".ndjson", ".json"):
        yield from _records(raw, suffix, name, published)
        return
    yield from _guard(name, lambda: _one(raw, suffix, name, published, url))


def _guard(name: str, make: Any) -> Iterator[Document | InputError]:
    """One document or the fault that prevented it; no parser's own error ever escapes."""
    try:
        yield make()
    except InputError as fault:
        yield fault
    except (MemoryError, RecursionError):
        yield InputError(name, "is too deeply nested or too large to parse", "Save it as plain text")
    except Exception as fault:
        yield InputError(name, f"cannot be parsed ({type(fault).__name__})", "Check that the file is whole, or save it as text")


def _one(raw: bytes, suffix: str, name: str, published: str | None, url: str | None) -> Document:
    if not raw.strip():
        raise InputError(name, "is empty", "Give a file with text in it")
    if suffix == ".pdf":
        return make_document(_pdf_text(raw, name), source=name, published=published, url=url)
    if suffix == ".docx":
        return make_document(_docx_text(raw, name), source=name, published=published, url=url)
    if suffix == ".eml":
        return _email(raw, name, published)
    text = decode(raw, name)
    if suffix in (".html", ".htm", ".xhtml"):
        return _html(text, name, published, url)
    if suffix in (".md", ".markdown"):
        text = HEADING.sub("", text)
    return make_document(text, source=name, published=published, url=url)


def _html(text: str, name: str, published: str | None, url: str | None) -> Document:
    if _tag_depth(text) > MAX_TAG_DEPTH:
        return make_document(plain_markup(text), source=name, url=url, published=published, notes=("page nested too deeply; read as plain text",))
    from trafilatura import bare_extraction

    found: Any = bare_extraction(text, url=url, include_comments=False, include_tables=True, with_metadata=True)
    row: dict[str, Any] = found.as_dict() if found is not None else {}
    body = row.get("text") or ""
    if len(body) < 40:
        body = plain_markup(text)
    date = row.get("date")
    if date and str(date) > "2100":
        date = None
    return make_document(
        body, source=row.get("sitename") or name, url=url or row.get("url"), title=row.get("title"), published=published or date
    )


def _tag_depth(text: str) -> int:
    depth = deepest = 0
    for match in re.finditer(r"<(/?)([a-zA-Z]+)[^<>]{0,2000}?(/?)>", text):
        if match[2].lower() in ("br", "img", "meta", "link", "input", "hr", "p", "li", "td", "tr", "option"):
            continue
        depth = max(0, depth - 1) if match[1] else depth + (not match[3])
        deepest = max(deepest, depth)
    return deepest


INLINE = re.compile(r"</?(?:a|abbr|b|cite|code|em|font|i|mark|q|small|span|strong|sub|sup|time|u)\b[^<>]*>", re.IGNORECASE)  # tags inside a sentence


def plain_markup(text: str) -> str:
    """The words of HTML: a line for each block, tags inside a sentence left out, scripts and styles gone."""
    import html

    text = re.sub(r"<(script|style)\b.*?</\1\s*>", " ", text, flags=re.IGNORECASE | re.DOTALL) if text.count("<script") + text.count("<style") < 500 else text
    return html.unescape(re.sub(r"[ \t]+", " ", re.sub(r"<[^<>]*>", "\n", INLINE.sub("", text))))


def _pdf_text(raw: bytes, name: str) -> str:
    import pypdfium2

    try:
        pdf = pypdfium2.PdfDocument(raw)
    except pypdfium2.PdfiumError as fault:
        locked = "password" in str(fault).lower()
        raise InputError(
            name, "is encrypted" if locked else "is no readable PDF", "Save it without a password" if locked else "Check that the file is whole"
        ) from None
    try:
        pages = []
        for number in range(min(len(pdf), MAX_PAGES)):
            page = pdf[number]
            text = page.get_textpage()
            pages.append(text.get_text_bounded())
            text.close()
            page.close()
    finally:
        pdf.close()
    joined = "\n".join(pages)
    if not joined.strip():
        raise InputError(name, "is a PDF without text", "Run OCR on it first")
    return re.sub(r"(?<![.!?:])\r?\n(?=[a-z])", " ", joined)


def _docx_text(raw: bytes, name: str) -> str:
    import docx

    try:
        with zipfile.ZipFile(io.BytesIO(raw)) as archive:
            size = sum(entry.file_size for entry in archive.infolist())
            if size > MAX_UNPACKED or len(archive.infolist()) > 5000:
                raise InputError(name, "unpacks to far more than a document holds", "Save the text alone as a new file")
            if "word/document.xml" not in archive.namelist():
                raise InputError(name, "is a ZIP file but no DOCX", "Unpack it and give the documents inside")
            if any(entry.flag_bits & 1 for entry in archive.infolist()):
                raise InputError(name, "is encrypted", "Save it without a password")
    except zipfile.BadZipFile:
        raise InputError(name, "is a broken DOCX", "Check that the file is whole") from None
    document = docx.Document(io.BytesIO(raw))
    lines = [p.text for p in document.paragraphs]
    lines += [cell.text for table in document.tables for row in table.rows for cell in row.cells]
    return "\n\n".join(line for line in lines if line.strip())


def _email(raw: bytes, name: str, published: str | None) -> Document:
    from email import policy
    from email.parser import BytesParser
    from email.utils import parsedate_to_datetime

    message = BytesParser(policy=policy.default).parsebytes(raw)
    body = message.get_body(preferencelist=("plain", "html"))
    if body is None:
        raise InputError(name, "is an e-mail without text", "Give the attachment itself")
    text = str(body.get_content())
    sent = message.get("Date")
    try:
        day = parsedate_to_datetime(str(sent)).date().isoformat() if sent else None
    except (ValueError, TypeError):
        day = None
    if body.get_content_type() == "text/html":
        text = plain_markup(text)
    return make_document(text, source=name, title=str(message.get("Subject") or "") or None, published=published or day)


def _records(raw: bytes, suffix: str, name: str, published: str | None) -> Iterator[Document | InputError]:
    """Documents of JSON or JSON Lines records with a `text`; a bad record costs only itself."""
    try:
        text = decode(raw, name)
    except InputError as fault:
        yield fault
        return
    rows: list[tuple[str, str]] = [(f"{name}:{i}", line) for i, line in enumerate(text.splitlines(), 1) if line.strip()]
    if suffix == ".json":
        rows = [(name, text)]
    if not rows:
        yield InputError(name, "is empty", "Give records with a `text` field")
    for place, line in rows:
        try:
            data = json.loads(line)
        except (ValueError, RecursionError) as fault:
            yield InputError(place, f"is no JSON ({type(fault).__name__})", "Write one object a line, with a `text` field")
            continue
        for record in data if isinstance(data, list) else [data]:
            yield from _guard(place, lambda record=record, place=place: _record(record, place, published))


def _record(record: Any, place: str, published: str | None) -> Document:
    if not isinstance(record, dict) or not isinstance(record.get("text"), str):
        raise InputError(place, "has no `text`", "Give each record a `text` of type string")
    day = published or record.get("published") or record.get("date")
    return make_document(
        record["text"],
        source=place,
        url=record.get("url") if isinstance(record.get("url"), str) else None,
        title=record.get("title") if isinstance(record.get("title"), str) else None,
        published=valid_day(str(day), place) if day else None,
        id=str(record["id"]) if record.get("id") is not None else None,
    )


def valid_day(text: str, place: str) -> str:
    """`text` as an ISO day; InputError naming `place` when it is none."""
    match = re.match(r"(\d{4})-(\d{2})-(\d{2})", text)
    day = _iso(int(match[1]), int(match[2]), int(match[3])) if match else None
    if day is None:
        raise InputError(place, f"{text[:40]!r} is no date", "Write dates as YYYY-MM-DD")
    return day


def _fetch(url: str, published: str | None) -> Document:
    import httpx

    try:
        with httpx.stream("GET", url, follow_redirects=True, timeout=20, headers={"user-agent": "embargo"}) as answer:
            answer.raise_for_status()
            parts, size = [], 0
            for part in answer.iter_bytes():
                size += len(part)
                if size > MAX_BYTES:
                    raise InputError(url, f"is larger than {MAX_BYTES // 1048576} MiB", "Save the article alone")
                parts.append(part)
            kind = answer.headers.get("content-type", "")
    except httpx.HTTPStatusError as fault:
        raise InputError(url, f"answered {fault.response.status_code}", "Check the address in a browser") from None
    except httpx.TooManyRedirects:
        raise InputError(url, "redirects without end", "Give the final address") from None
    except (httpx.HTTPError, httpx.InvalidURL) as fault:
        raise InputError(url, f"cannot be fetched ({type(fault).__name__})", "Check the address and the network, or save the page") from None
    suffix = ".pdf" if "pdf" in kind else ".json" if "json" in kind else ".html" if "html" in kind else ".txt"
    made = next(read_bytes(b"".join(parts), suffix, url, published=published, url=url))
    if isinstance(made, InputError):
        raise made
    return made

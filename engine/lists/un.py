"""The official Consolidated List of the Security Council, read from its XML as a stream.

The file is hostile until shown otherwise: no DTD, no entity is expanded, nothing is fetched, memory stays bounded by the
entries kept, and a file that is cut off, empty or of another form is refused whole. Faults of the official schema
(fields out of order, empty aliases, blanks in reference numbers) are no reason to refuse.
"""

from __future__ import annotations

import hashlib
import re
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from engine.errors import InputError
from engine.lists.entry import Birth, Edition, ListEntry, country_code
from engine.vocabulary import read_yaml

MAX_BYTES = 256 * 1024 * 1024
MAX_ENTRIES = 200_000
MAX_TEXT = 4_000  # characters kept of a field
BLANK = " \t\"“”«»"
DAY = re.compile(r"\d{4}-\d{2}-\d{2}")
REMEDY = "Download the XML again from the UN's page of the Consolidated List; the list in place is untouched"


def read_un_list(path: Path) -> Edition:
    """The edition in `path`. Raises InputError naming what is wrong; nothing is kept of a file that is not whole."""
    try:
        size = path.stat().st_size
    except OSError as fault:
        raise InputError(str(path), f"cannot be read: {fault.strerror}", "Name a file that exists and can be read") from None
    if size > MAX_BYTES:
        raise InputError(str(path), f"is {size / 1e6:,.0f} MB, where the official list has about 2", REMEDY)
    digest = hashlib.sha256()
    with path.open("rb") as file:
        for block in iter(lambda: file.read(1 << 20), b""):
            digest.update(block)
    entries: dict[str, ListEntry] = {}
    generated, skipped = "", 0
    for kind, value in _elements(path):
        if kind == "root":
            generated = value
            continue
        entry = _entry(kind, value)
        if entry is None:
            skipped += 1
        else:
            entries[entry.entry] = entry
        if len(entries) > MAX_ENTRIES:
            raise InputError(str(path), f"holds over {MAX_ENTRIES:,} entries", REMEDY)
    if not entries:
        raise InputError(str(path), "holds no entry with a name and a reference number", REMEDY)
    if not generated:
        raise InputError(str(path), "has no date (`dateGenerated`)", REMEDY)
    return Edition(source=path.name, generated=generated, sha256=digest.hexdigest(), entries=tuple(sorted(entries.values(), key=lambda e: e.entry)), skipped=skipped)


def _elements(path: Path) -> Iterator[tuple[str, Any]]:
    """("root", date), then ("INDIVIDUAL" or "ENTITY", {tag: texts}) one by one, each freed after use."""
    from lxml import etree

    try:
        events = etree.iterparse(str(path), events=("start", "end"), resolve_entities=False, no_network=True, load_dtd=False, dtd_validation=False, huge_tree=False, remove_comments=True, remove_pis=True)
        first = True
        for event, element in events:
            if first:
                first = False
                if element.getroottree().docinfo.doctype:
                    raise InputError(str(path), "declares a document type, which the official list never does", REMEDY)
                if _tag(element) != "CONSOLIDATED_LIST":
                    raise InputError(str(path), f"is no Consolidated List: its first element is <{_tag(element)[:40]}>", REMEDY)
                day = DAY.match(element.get("dateGenerated") or "")
                yield "root", day.group() if day else ""
            if event == "end" and _tag(element) in ("INDIVIDUAL", "ENTITY"):
                yield _tag(element), element
                element.clear()
                while element.getprevious() is not None:
                    del element.getparent()[0]
    except etree.XMLSyntaxError as fault:
        raise InputError(str(path), f"is no whole XML file (line {fault.lineno}: {str(fault.msg)[:120]})", REMEDY) from None
    except OSError as fault:
        raise InputError(str(path), f"cannot be read: {fault}", "Name a file that can be read") from None


def _tag(element: Any) -> str:
    return element.tag.rpartition("}")[2] if isinstance(element.tag, str) else ""


def _texts(element: Any, path: str) -> list[str]:
    found = (" ".join((node.text or "").split())[:MAX_TEXT] for node in element.iterfind(path))
    return [t for t in found if t and t.lower() not in ("na", "n/a", "-", "null")]


def _entry(kind: str, element: Any) -> ListEntry | None:
    names = read_yaml("lists/names.yaml")["un"]
    parts = [t for tag in ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME") for t in _texts(element, tag)]
    reference = next(iter(_texts(element, "REFERENCE_NUMBER")), "") or next((f"DATAID-{t}" for t in _texts(element, "DATAID")), "")
    regime = names.get(next(iter(_texts(element, "UN_LIST_TYPE")), ""))
    if not parts or not reference or regime is None:
        return None
    strong: list[str] = []
    weak: list[str] = []
    prefix = "INDIVIDUAL" if kind == "INDIVIDUAL" else "ENTITY"
    for alias in element.iterfind(f"{prefix}_ALIAS"):
        quality = next(iter(_texts(alias, "QUALITY")), "")
        for name in _texts(alias, "ALIAS_NAME"):
            (weak if quality.lower() == "low" else strong).extend(q for p in name.split(";") if (q := p.strip(BLANK)))
    strong += [p.strip() for t in _texts(element, "NAME_ORIGINAL_SCRIPT") for p in re.split("[;،]", t) if p.strip()]
    name = " ".join(parts)
    countries = [*_texts(element, "NATIONALITY/VALUE"), *_texts(element, f"{prefix}_ADDRESS/COUNTRY")]
    places = element.iterfind("INDIVIDUAL_PLACE_OF_BIRTH")
    return ListEntry(
        entry=reference,
        list=regime,
        type="person" if kind == "INDIVIDUAL" else "entity",
        name=name,
        aliases=tuple(dict.fromkeys(a for a in strong if a != name)),
        weak=tuple(dict.fromkeys(a for a in weak if a != name)),
        listed_on=next((m.group() for t in _texts(element, "LISTED_ON") if (m := DAY.match(t))), None),
        births=tuple(b for b in map(_birth, element.iterfind("INDIVIDUAL_DATE_OF_BIRTH")) if b is not None),
        birth_places=tuple(dict.fromkeys(row for p in places if (row := ", ".join(t for tag in ("CITY", "STATE_PROVINCE", "COUNTRY") for t in _texts(p, tag))))),
        countries=tuple(dict.fromkeys(c for t in countries if (c := country_code(t)))),
        identifiers=tuple(dict.fromkeys(_texts(element, "INDIVIDUAL_DOCUMENT/NUMBER"))),
    )


def _birth(element: Any) -> Birth | None:
    day = next((m.group() for t in _texts(element, "DATE") if (m := DAY.match(t))), None)
    years = [int(t) for tag in ("YEAR", "FROM_YEAR", "TO_YEAR") for t in _texts(element, tag) if t.isdigit()]
    if day is None and not years:
        return None
    return Birth(date=day, first_year=min(years) if years else None, last_year=max(years) if years else None)

"""Entities of FollowTheMoney (as OpenSanctions publishes them), one JSON object a line, as list entries."""

from __future__ import annotations

import hashlib
import json
from pathlib import Path
from typing import Any

from engine.errors import InputError
from engine.lists.entry import Birth, Edition, ListEntry
from engine.vocabulary import read_yaml

MAX_BYTES = 2 * 1024 * 1024 * 1024
MAX_LINE = 4 * 1024 * 1024
TYPES = {"Person": "person", "Company": "entity", "Organization": "entity", "LegalEntity": "entity", "PublicBody": "entity", "Vessel": "vessel"}


def read_ftm_list(path: Path) -> Edition:
    """UN-listed entities of `path`: those with a sanction under a programme of the Security Council; others are skipped.

    Sanctions are taken from `Sanction` entities that point at the entity, or nested in its `sanctions` property.
    Raises InputError with the line of the first fault.
    """
    try:
        if path.stat().st_size > MAX_BYTES:
            raise InputError(str(path), "is over 2 GB", "Cut it to the UN dataset first")
        digest, entities, sanctions = hashlib.sha256(), dict[str, dict[str, Any]](), dict[str, list[dict[str, Any]]]()
        with path.open("rb") as file:
            for number, line in enumerate(iter(lambda: file.readline(MAX_LINE + 1), b""), 1):
                digest.update(line)
                if len(line) > MAX_LINE:
                    raise InputError(f"{path}:{number}", "is longer than 4 MB", "Give one JSON object a line")
                if line.strip():
                    _take(path, number, line, entities, sanctions)
    except OSError as fault:
        raise InputError(str(path), f"cannot be read: {fault.strerror}", "Name a file that exists and can be read") from None
    programmes = read_yaml("lists/names.yaml")["programmes"]
    found, skipped, newest = [], 0, ""
    for key, props in sorted(entities.items()):
        own = sanctions.get(key, []) + [s.get("properties", s) for s in props.get("sanctions", ()) if isinstance(s, dict)]
        regimes = [(programmes[p], s) for s in own for p in _all(s, "programId", "program") if p in programmes]
        regimes = regimes or [(programmes[p], {}) for p in _all(props, "programId") if p in programmes]
        if not regimes or not _all(props, "name"):
            skipped += 1
            continue
        regime, sanction = regimes[0]
        found.append(_entry(key, props, regime, sanction))
        newest = max(newest, *(d[:10] for d in _all(props, "modifiedAt") or [""]), found[-1].listed_on or "")
    if not found:
        raise InputError(str(path), "holds no entity under a programme of the Security Council", "Give FollowTheMoney entities with their sanctions, one a line")
    return Edition(source=path.name, generated=newest or "1970-01-01", sha256=digest.hexdigest(), entries=tuple(sorted(found, key=lambda e: e.entry)), skipped=skipped)


def _take(path: Path, number: int, line: bytes, entities: dict[str, dict[str, Any]], sanctions: dict[str, list[dict[str, Any]]]) -> None:
    try:
        data = json.loads(line)
    except (ValueError, RecursionError) as fault:
        raise InputError(f"{path}:{number}", f"is no JSON: {fault}", "Give one JSON object a line") from None
    if not isinstance(data, dict) or not isinstance(data.get("properties"), dict) or "schema" not in data or "id" not in data:
        raise InputError(f"{path}:{number}", "is no entity with `id`, `schema` and `properties`", "Give FollowTheMoney entities, one a line")
    if data["schema"] == "Sanction":
        for target in _all(data["properties"], "entity"):
            sanctions.setdefault(target, []).append(data["properties"])
    elif data["schema"] in TYPES:
        entities[str(data["id"])] = {**data["properties"], "_schema": data["schema"]}


def _all(props: dict[str, Any], *names: str) -> list[str]:
    found: list[str] = []
    for name in names:
        value = props.get(name, [])
        found += [str(v) for v in (value if isinstance(value, list) else [value]) if isinstance(v, (str, int))]
    return found


def _entry(key: str, props: dict[str, Any], regime: str, sanction: dict[str, Any]) -> ListEntry:
    names = _all(props, "name")
    births = tuple(Birth(date=d) if len(d) == 10 else Birth(first_year=int(d[:4])) for d in _all(props, "birthDate") if d[:4].isdigit())
    return ListEntry(
        entry=next(iter(_all(sanction, "unscId", "authorityId")), key),
        list=regime,
        type=TYPES[props["_schema"]],  # type: ignore[arg-type]
        name=names[0],
        aliases=tuple(dict.fromkeys([*names[1:], *_all(props, "alias", "previousName")])),
        weak=tuple(_all(props, "weakAlias")),
        listed_on=next((d[:10] for d in _all(sanction, "listingDate", "startDate") if len(d) >= 10), None),
        delisted_on=next((d[:10] for d in _all(sanction, "endDate") if len(d) >= 10), None),
        births=births,
        birth_places=tuple(_all(props, "birthPlace")),
        countries=tuple(dict.fromkeys(c.lower() for c in _all(props, "nationality", "country", "citizenship", "flag", "jurisdiction") if len(c) == 2)),
        identifiers=tuple(_all(props, "passportNumber", "idNumber", "imoNumber", "registrationNumber")),
    )

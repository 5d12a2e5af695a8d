"""Facts made elsewhere, read from a file: reports of ours, or any JSON lines with `id` and `facts`."""

from __future__ import annotations

import json
from pathlib import Path
from typing import Any

from pydantic import ValidationError

from engine.errors import InputError
from engine.model import Document, Evidence, Fact

KNOWN = frozenset(Fact.model_fields)


class GivenExtractor:
    """`--extractor facts:FILE`: the facts that FILE has for a document's id, source or sha256.

    Evidence may be text alone or text with offsets; what does not stand in the document is dropped and counted.
    """

    def __init__(self, path: str) -> None:
        self.name = f"facts-{Path(path).name}"
        self.dropped = 0
        self._rows: dict[str, list[dict[str, Any]]] = {}
        try:
            lines = Path(path).read_text(encoding="utf-8").splitlines()
        except (OSError, UnicodeDecodeError) as fault:
            raise InputError(path, f"cannot be read: {fault}", "Name a file of JSON lines") from None
        for number, line in enumerate(lines, 1):
            if not line.strip():
                continue
            try:
                row = json.loads(line)
                document = row.get("document", row)
                facts = row["facts"]
                assert isinstance(facts, list)
            except (ValueError, KeyError, AttributeError, AssertionError):
                raise InputError(f"{path}:{number}", "is no object with `facts`", 'Write lines such as {"id": "article.txt", "facts": [...]}') from None
            for key in {str(document[k]) for k in ("id", "source", "sha256") if document.get(k)}:
                self._rows[key] = facts

    def extract(self, document: Document) -> tuple[Fact, ...]:
        """The facts told for `document`; InputError for one that does not hold."""
        rows = next((self._rows[k] for k in (document.id, document.source or "", document.sha256) if k in self._rows), [])
        made = []
        for number, row in enumerate(rows, 1):
            fact = made_fact(f"f{number}", row, document.text)
            if fact is None:
                self.dropped += 1
            else:
                made.append(fact)
        return tuple(made)


def made_fact(name: str, row: dict[str, Any], text: str) -> Fact | None:
    """A fact from a plain row, its evidence verified against the text; None when no evidence stands there."""
    told = row.get("evidence", row.get("quote", ()))
    evidence = [found for e in ([told] if isinstance(told, (str, dict)) else told) if (found := _verified(e, text)) is not None]
    if not evidence:
        return None
    data = {k: v for k, v in row.items() if k in KNOWN and v is not None}
    data |= {"id": name, "evidence": evidence}
    claims = data.get("claims")
    if isinstance(claims, list):
        data["claims"] = [c for c in claims if isinstance(c, dict) and c.get("evidence", 0) in (None, *range(len(evidence)))]
    try:
        return Fact.model_validate(data)
    except ValidationError as fault:
        error = fault.errors()[0]
        raise InputError(f"fact {name}", f"{'.'.join(map(str, error['loc']))}: {error['msg']}", "Correct the fact; kinds, statuses and item classes are in datasets/") from None


def _verified(told: Any, text: str) -> Evidence | None:
    quote = told.get("text", "") if isinstance(told, dict) else str(told)
    start = told.get("start") if isinstance(told, dict) else None
    if not quote:
        return None
    if not isinstance(start, int) or text[start : start + len(quote)] != quote:
        start = text.find(quote)
    return None if start < 0 else Evidence(start=start, end=start + len(quote), text=quote)

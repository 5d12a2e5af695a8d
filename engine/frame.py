"""Facts as a pandas DataFrame in, findings as a DataFrame out; bulk work on the plain evaluator, a sample cross-checked."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING, Any

from pydantic import ValidationError

from engine.errors import FactError, InputError
from engine.infer import Rules, infer
from engine.model import Document, Fact, Report
from engine.read import make_document, valid_day
from engine.tables import FINDINGS, finding_rows

if TYPE_CHECKING:
    import pandas as pd

LISTS = ("items", "features", "hs", "lists")
PLAIN = ("supplier", "recipient", "status", "date", "source")
COLUMNS = ("row", "facts", "rule", "regime", "citation", "verdict", "risk", "statuses", "missing", "also", "law_of")
SAMPLE = 200  # facts whose result durable-rules must confirm


def facts_from_frame(frame: pd.DataFrame) -> list[Fact]:
    """Fact models of the rows; FactError names the row and column that does not hold."""
    if "kind" not in frame.columns:
        raise FactError("the DataFrame has no column `kind`")
    facts = []
    for number, row in enumerate(frame.to_dict("records")):
        data: dict[str, Any] = {"id": str(row.get("id", f"f{number + 1}")), "kind": row["kind"]}
        for name in PLAIN:
            value = _value(row.get(name))
            if value is not None:
                data[name] = str(value)[:10] if name == "date" else value
        for name in LISTS:
            value = row.get(name)
            if isinstance(value, str):
                value = [part.strip() for part in value.split(";") if part.strip()]
            if isinstance(value, (list, tuple, set)):
                data[name] = list(value)
        if _value(row.get("quantity")) is not None:
            data["quantity"] = {"value": float(row["quantity"]), "unit": str(row.get("unit", ""))}
        try:
            facts.append(Fact.model_validate(data))
        except ValidationError as fault:
            error = fault.errors()[0]
            column = ".".join(str(p) for p in error["loc"]) or "row"
            raise FactError(f"row {number}, column {column}: {str(error['msg']).removeprefix('Value error, ')}") from None
    names = [f.id for f in facts]
    if len(set(names)) != len(names):
        raise FactError("two rows have the same id; give each its own")
    return facts


def _value(value: Any) -> Any:
    import pandas as pd

    return None if value is None or value == "" or (not isinstance(value, (list, tuple, set)) and pd.isna(value)) else value


def evaluate_frame(frame: pd.DataFrame, rules: Rules, *, published: str | None, as_of: str | None) -> pd.DataFrame:
    """One row per finding on the facts of `frame`."""
    import pandas as pd

    facts = facts_from_frame(frame)
    place = {f.id: i for i, f in enumerate(facts)}
    found = infer(facts, rules, published=published, as_of=as_of, cross_check=len(facts) <= SAMPLE)
    if len(facts) > SAMPLE:
        infer(facts[:SAMPLE], rules, published=published, as_of=as_of)
    rows = [
        {
            "row": frame.index[place[f.facts[0]]],
            "facts": ";".join(f.facts),
            "rule": f.rule,
            "regime": f.regime,
            "citation": f.citation,
            "verdict": f.verdict,
            "risk": f.risk,
            "statuses": ";".join(f.statuses),
            "missing": "; ".join(f.missing),
            "also": ";".join(f.also),
            "law_of": f.law_of,
        }
        for f in found.findings
    ]
    return pd.DataFrame(rows, columns=list(COLUMNS))


CHECKED = ("row", "error", *FINDINGS)


def check_frame(frame: pd.DataFrame, check: Callable[[Document], Report], *, text: str, published: str, id: str, title: str, url: str) -> pd.DataFrame:
    """Findings on every article of a frame, by `check`; see `engine.check_frame`."""
    import pandas as pd

    rows: list[list[Any]] = []
    for label, record in zip(frame.index, frame.to_dict("records"), strict=True):

        def told(column: str, record: Any = record) -> str | None:
            value = record.get(column)
            return None if value is None or value is pd.NaT or value is pd.NA or value != value else str(value)

        try:
            day = told(published)
            body = told(text)
            if body is None:
                raise InputError(f"row {label}", f"has no text in column {text!r}", "Name the column with text=")
            document = make_document(body, source=f"row {label}", published=valid_day(day, f"row {label}") if day else None, id=told(id), title=told(title), url=told(url))
            report = check(document)
        except InputError as fault:
            rows.append([str(label), str(fault), *[None] * len(FINDINGS)])
            continue
        rows += [[str(label), None, *row] for row in finding_rows(report)]
    made = pd.DataFrame(rows, columns=list(CHECKED))
    return made.astype({c: "float64" if c == "confidence" else "string" for c in CHECKED})

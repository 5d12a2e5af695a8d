"""The nouns of the straight line: document, fact, finding, report. All frozen."""

from __future__ import annotations

import calendar
import re
from datetime import date as Day
from typing import Any, Literal

from pydantic import BaseModel, ConfigDict, Field, field_validator, model_validator

from engine import vocabulary

SCHEMA_VERSION = "1"
Verdict = Literal["prohibited", "restricted", "exempt", "watch"]
Risk = Literal["critical", "high", "medium", "low", "info"]
DATE = re.compile(r"\d{4}(-\d{2}(-\d{2})?)?\Z")


class Model(BaseModel):
    """A frozen record that refuses unknown fields."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Party(Model):
    """A state (ISO 3166-1 alpha-2, lower case) or a group with its own code."""

    code: str = Field(min_length=2, pattern=r"^[a-z0-9][a-z0-9-]*$")
    name: str

    @model_validator(mode="before")
    @classmethod
    def from_code(cls, value: Any) -> Any:
        if isinstance(value, str):
            from engine.parties import party_name

            return {"code": value.lower(), "name": party_name(value.lower())}
        return value


class Evidence(Model):
    """A stretch of the document's text: character offsets (end excluded) and the text itself."""

    start: int = Field(ge=0)
    end: int = Field(ge=0)
    text: str


class Claim(Model):
    """Who says something of a fact: a party code or a name, and the evidence (by position) that shows it."""

    by: str
    stance: Literal["alleges", "denies", "confirms"]
    evidence: int | None = None


class Quantity(Model):
    """A number and its unit as the text gives them."""

    value: float
    unit: str


class ListedParty(Model):
    """A listed person, firm or ship that a text names: the entry, how sure the match is and what made the score.

    role: `dealing` when the text tells of a dealing, else `mention`. Dates are ISO days of listing and delisting.
    """

    entry: str
    type: Literal["person", "entity", "vessel"] = "entity"
    name: str
    matched: str
    list: str
    score: float = Field(ge=0, le=1)
    because: tuple[str, ...] = ()
    role: Literal["dealing", "mention"] = "mention"
    listed_on: str | None = None
    delisted_on: str | None = None
    evidence: Evidence | None = None


class Fact(Model):
    """One activity between parties, merged over the whole text (see docs/facts.md)."""

    id: str
    kind: str
    supplier: Party | None = None
    recipient: Party | None = None
    items: tuple[str, ...] = ()
    status: str = "reported"
    features: tuple[str, ...] = ()
    hs: tuple[str, ...] = ()
    lists: tuple[str, ...] = ()
    listed: tuple[ListedParty, ...] = ()
    claims: tuple[Claim, ...] = ()
    quantity: Quantity | None = None
    date: str | None = None
    evidence: tuple[Evidence, ...] = ()
    confidence: float = Field(default=1.0, ge=0, le=1)
    read_by: tuple[Literal["frames", "second_reader"], ...] = ()  # of the readers of `engine.extraction`; a second reader below an even chance did not find it
    source: str | None = None

    @field_validator("kind")
    @classmethod
    def known_kind(cls, value: str) -> str:
        if value not in vocabulary.kinds():
            raise ValueError(f"unknown kind {value!r}; one of {', '.join(vocabulary.kinds())}")
        return value

    @field_validator("status")
    @classmethod
    def known_status(cls, value: str) -> str:
        if value not in vocabulary.statuses():
            raise ValueError(f"unknown status {value!r}; one of {', '.join(vocabulary.statuses())}")
        return value

    @field_validator("items", "features", "hs", "lists", mode="before")
    @classmethod
    def sorted_set(cls, value: Any) -> Any:
        return tuple(sorted(set(value))) if isinstance(value, (list, tuple, set, frozenset)) else value

    @field_validator("items")
    @classmethod
    def known_items(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        for name in value:
            if name not in vocabulary.items() or vocabulary.items()[name].rule_only:
                raise ValueError(f"unknown item class {name!r}")
        return value

    @field_validator("date")
    @classmethod
    def real_date(cls, value: str | None) -> str | None:
        if value is not None:
            period(value)
        return value


def period(date: str) -> tuple[int, int]:
    """First and last day (proleptic ordinals) of an ISO date, month or year; ValueError when it is none."""
    if not DATE.match(date):
        raise ValueError(f"{date!r} is no ISO date, month or year")
    parts = [int(p) for p in date.split("-")]
    year, month = parts[0], parts[1] if len(parts) > 1 else None
    if month is None:
        return Day(year, 1, 1).toordinal(), Day(year, 12, 31).toordinal()
    if len(parts) == 3:
        ordinal = Day(*parts).toordinal()
        return ordinal, ordinal
    last = calendar.monthrange(year, month)[1] if 1 <= month <= 12 else 0
    return Day(year, month, 1).toordinal(), Day(year, month, last).toordinal()


class Document(Model):
    """A text as read: offsets of evidence point into `text`."""

    id: str
    title: str | None = None
    source: str | None = None
    url: str | None = None
    published: str | None = None
    language: str | None = None
    sha256: str
    notes: tuple[str, ...] = ()
    lowered_reliability: bool = False
    text: str = Field(exclude=True, default="")


class Why(Model):
    """One condition of a rule and what in the facts met it (or did not)."""

    condition: str
    holds: bool
    because: str


class ExceptionResult(Model):
    """An exception of a rule: whether it applies, why, and what approval or notice it would need."""

    id: str
    title: str
    citation: str
    applies: bool
    because: str
    needs: tuple[str, ...] = ()
    overridden_by: tuple[str, ...] = ()


class Finding(Model):
    """A paragraph of law that one or several facts engage. An indication for review, never a legal conclusion."""

    id: str
    rule: str
    title: str
    regime: str
    citation: str
    obligation: str
    facts: tuple[str, ...]
    statuses: tuple[str, ...]
    verdict: Verdict
    risk: Risk
    why: tuple[Why, ...]
    exceptions: tuple[ExceptionResult, ...] = ()
    missing: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    also: tuple[str, ...] = ()
    law_of: str
    law_state: Literal["in_force", "renewal_unconfirmed"] = "in_force"
    disputed_by: tuple[str, ...] = ()


class Summary(Model):
    highest_risk: Risk | None
    counts: dict[str, int]
    headline: str


class RulebookStamp(Model):
    version: str
    sha256: str


class ListStamp(Model):
    """Which lists a report was made with: source and date of the newest edition, entries, a hash over all of them."""

    source: str
    generated: str
    entries: int
    sha256: str


class EngineStamp(Model):
    version: str
    extractor: str
    checked: str


class Report(Model):
    """The whole answer for one document (schema_version 1)."""

    schema_version: str = SCHEMA_VERSION
    document: Document
    as_of: str | None
    facts: tuple[Fact, ...]
    mentions: tuple[ListedParty, ...] = ()
    findings: tuple[Finding, ...]
    summary: Summary
    disclaimer: str = "Each finding is an indication for a person to review, never a legal conclusion."
    rulebook: RulebookStamp
    lists: ListStamp | None = None
    engine: EngineStamp

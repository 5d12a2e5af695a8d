"""The rulebook: provisions of law read from `rules/`, validated, with the place of every fault.

A file that does not validate is refused with file, line, field and remedy. Nothing here evaluates anything.
"""

from __future__ import annotations

import hashlib
import re
from datetime import date as Day
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, Literal

import yaml
from pydantic import BaseModel, ConfigDict, Field, ValidationError, field_validator

from engine import vocabulary
from engine.errors import RulebookError
from engine.model import Fact, Model, Risk, Verdict
from engine.parties import known_party
from engine.regimes import Interval, Regime, follow, measure_intervals
from engine.vocabulary import Loader

NEEDS = tuple(vocabulary.read_yaml("needs.yaml"))
PartyCondition = str | tuple[str, ...]
UNNAMED = "unnamed"  # a party condition: the text names no such party


class Clause(Model):
    """One conjunction of conditions on a fact; a rule fires when any of its clauses holds.

    A party condition is a code, several codes (any of them), `not CODE`, or `unnamed` for a side that is not told; a code stands for every group below it, and
    `party` asks for either side. `lists`: a listed person, firm or ship of one of these regimes takes part. Lists of
    values are any-of, `all_features` all-of.
    """

    kind: tuple[str, ...] = ()
    supplier: PartyCondition | None = None
    recipient: PartyCondition | None = None
    party: PartyCondition | None = None
    lists: tuple[str, ...] = ()
    items: tuple[str, ...] = ()
    without_items: tuple[str, ...] = ()
    only_items: tuple[str, ...] = ()
    features: tuple[str, ...] = ()
    all_features: tuple[str, ...] = ()
    without_features: tuple[str, ...] = ()
    status: tuple[str, ...] = ()
    since: Day | None = None
    until: Day | None = None
    verdict: Verdict = "prohibited"
    unclear: str | None = None
    note: str | None = None

    @field_validator("supplier", "recipient", "party")
    @classmethod
    def known_parties(cls, value: PartyCondition | None) -> PartyCondition | None:
        for code in (value,) if isinstance(value, str) else value or ():
            if value != UNNAMED and not known_party(code.removeprefix("not ")):
                raise ValueError(f"unknown party {code!r}")
        return value

    @field_validator("kind")
    @classmethod
    def known_kinds(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return _known(value, vocabulary.kinds(), "kind")

    @field_validator("items", "without_items", "only_items")
    @classmethod
    def known_items(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return _known(value, vocabulary.items(), "item class")

    @field_validator("status")
    @classmethod
    def known_status(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return _known(value, vocabulary.statuses(), "status")

    @field_validator("features", "all_features", "without_features")
    @classmethod
    def known_features(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return _known(value, vocabulary.read_yaml("features.yaml"), "feature")


def _known(value: tuple[str, ...], allowed: Any, what: str) -> tuple[str, ...]:
    for name in value:
        if name not in allowed:
            raise ValueError(f"unknown {what} {name!r}")
    return value


class ExceptionRule(Model):
    """An exception: where it holds, what it needs, what follows when that is not shown, and its own exceptions."""

    id: str
    title: str
    citation: str = ""
    when: tuple[Clause, ...] = ()
    needs: tuple[str, ...] = ()
    unproven: Literal["restricted"] | None = None
    overridden_by: tuple[str, ...] = ()
    in_force: tuple[Interval, ...] = ()
    refers_to: str | None = None
    exceptions: tuple[ExceptionRule, ...] = ()

    @field_validator("needs")
    @classmethod
    def known_needs(cls, value: tuple[str, ...]) -> tuple[str, ...]:
        return _known(value, NEEDS, "need")


class Limit(Model):
    """A cap: amount, unit and the period it counts over."""

    value: float
    unit: str
    period: str
    note: str | None = None


class Example(Model):
    """A fact and the verdict that the rule must give on it (`none`: the rule must stay silent)."""

    expect: Literal["prohibited", "restricted", "exempt", "watch", "none"]
    fact: dict[str, Any]
    because: str | None = None


class Provision(Model):
    """One operative paragraph (or one watch rule)."""

    id: str = Field(pattern=r"^[A-Z0-9][A-Za-z0-9-]+$")
    regime: str = ""
    title: str
    citation: str
    measure: str
    obligation: str
    addressee: str
    binding: bool = True
    severity: Risk
    severity_reason: str
    in_force: tuple[Interval, ...] = Field(min_length=1)
    when: tuple[Clause, ...] = Field(min_length=1)
    exceptions: tuple[ExceptionRule, ...] = ()
    limit: Limit | None = None
    hs: tuple[str, ...] = ()
    tightens: tuple[str, ...] = ()
    tightened_by: tuple[str, ...] = ()
    see_also: tuple[str, ...] = ()
    engages: tuple[str, ...] = ()
    references: tuple[str, ...] = Field(min_length=1)
    examples: tuple[Example, ...] = ()


class Leg(Model):
    """One fact of a combination; `counterpart_of` asks that its other side be that leg's other side."""

    name: str
    label: str
    kind: tuple[str, ...] = ()
    supplier: str | None = None
    recipient: str | None = None
    party: str | None = None
    counterpart_of: str | None = None

    def clause(self) -> Clause:
        """The conditions of this leg on its own fact."""
        return Clause(kind=self.kind, supplier=self.supplier, recipient=self.recipient, party=self.party)


class Combination(Model):
    """A rule over several facts: two legs of one deal, or several sources for one activity."""

    id: str
    regime: str = ""
    title: str
    citation: str
    obligation: str
    severity: Risk
    severity_reason: str
    verdict: Verdict
    engages: tuple[str, ...] = ()
    in_force: tuple[Interval, ...]
    linked_by: str | None = None
    sources: int | None = None
    legs: tuple[Leg, ...] = Field(min_length=1, max_length=2)
    references: tuple[str, ...]


class Resolution(Model):
    """A resolution, with its count of operative paragraphs and why some are not encoded where it was surveyed whole."""

    number: int
    symbol: str
    adopted: Day
    regime: str
    paragraphs: int | None = None
    not_encoded: dict[str, str] = Field(default_factory=dict)
    provisions: tuple[str, ...]


class ConfidenceCap(Model):
    """Facts of a confidence under `below` give no risk above `risk`."""

    below: float = Field(ge=0, le=1)
    risk: Risk


class RiskTable(Model):
    """The published table from severity and status to risk."""

    levels: tuple[Risk, ...]
    statuses: tuple[str, ...]
    severity: dict[Risk, dict[str, Risk]]
    verdict_cap: dict[str, Risk]
    lowered_reliability_cap: Risk
    confidence_caps: tuple[ConfidenceCap, ...] = ()


class Rulebook(BaseModel):
    """All provisions, combinations and regimes, with a version and a hash of their sources."""

    model_config = ConfigDict(frozen=True, arbitrary_types_allowed=True)
    version: str
    sha256: str
    regimes: tuple[Regime, ...]
    resolutions: tuple[Resolution, ...]
    provisions: tuple[Provision, ...]
    combinations: tuple[Combination, ...]
    risk: RiskTable

    def get(self, rule_id: str) -> Provision:
        """The provision of that id (letter case does not count); KeyError names near ones."""
        return self._by_id()[rule_id.lower()]

    def _by_id(self) -> dict[str, Provision]:
        return {p.id.lower(): p for p in self.provisions}

    def same_paragraphs(self) -> dict[str, frozenset[str]]:
        """Provision -> provisions that say the same, widen it or are engaged by it, in both directions."""
        pairs: dict[str, set[str]] = {p.id: set() for p in self.provisions}
        for p in self.provisions:
            for other in (*p.tightens, *p.tightened_by, *p.see_also):
                if other in pairs:
                    pairs[p.id].add(other)
                    pairs[other].add(p.id)
        return {k: frozenset(v) for k, v in pairs.items()}


RULEBOOK_VERSION = "2026.11"


def load_rulebook(folder: Path | None = None) -> Rulebook:
    """Read and check every file of `folder` (default: the rules that ship).

    Raises RulebookError with file, line, field and remedy on the first file that does not hold.
    """
    return _load(folder or Path(str(files("engine.rules"))))


@lru_cache(maxsize=4)
def _load(folder: Path) -> Rulebook:
    paths = sorted(folder.rglob("*.yaml"))
    if not paths:
        raise RulebookError(str(folder), 1, "folder", "holds no rule files", "Name a folder with <regime>/<resolution>.yaml")
    digest = hashlib.sha256()
    regimes, resolutions, provisions, combinations = [], [], [], []
    shared: dict[str, ExceptionRule] = {}
    risk: RiskTable | None = None
    for path in paths:
        raw = path.read_bytes()
        digest.update(path.relative_to(folder).as_posix().encode() + b"\0" + raw + b"\0")
        name = path.relative_to(folder).as_posix()
        data = _parse(name, raw)
        regime = path.parent.name
        if path.name == "risk.yaml":
            risk = _build(RiskTable, data, name, raw, ())
            continue
        if path.name == "regime.yaml":
            regimes.append(_build(Regime, data, name, raw, ()))
            continue
        mine = []
        for i, row in enumerate(data.get("provisions") or ()):
            mine.append(_build(Provision, {**row, "regime": regime} if isinstance(row, dict) else row, name, raw, ("provisions", i)))
        for i, row in enumerate(data.get("exceptions") or ()):
            rule = _build(ExceptionRule, row, name, raw, ("exceptions", i))
            shared[rule.id] = rule
        for i, row in enumerate(data.get("combinations") or ()):
            combinations.append(_build(Combination, {**row, "regime": regime}, name, raw, ("combinations", i)))
        provisions += mine
        if "resolution" in data:
            head = {k: data[k] for k in ("symbol", "adopted", "paragraphs", "not_encoded") if k in data}
            head |= {"number": data["resolution"], "regime": regime, "provisions": tuple(p.id for p in mine)}
            resolutions.append(_build(Resolution, head, name, raw, ()))
        elif "watch" not in data and "combinations" not in data:
            raise RulebookError(name, 1, "resolution", "is missing", "Start the file with `resolution: NUMBER` or `watch: REGIME`")
    if risk is None:
        raise RulebookError(str(folder), 1, "risk.yaml", "is missing", "Add the table from severity and status to risk")
    by_name = {r.regime: r for r in regimes}
    provisions = [_resolve(p, shared, by_name, str(folder)) for p in provisions]
    _check_ids(provisions, combinations, folder)
    _check_regimes(provisions, by_name, str(folder))
    return Rulebook(
        version=RULEBOOK_VERSION,
        sha256=digest.hexdigest(),
        regimes=tuple(regimes),
        resolutions=tuple(resolutions),
        provisions=tuple(provisions),
        combinations=tuple(combinations),
        risk=risk,
    )


def _parse(name: str, raw: bytes) -> Any:
    try:
        data = yaml.load(raw, Loader=Loader)
    except yaml.YAMLError as fault:
        mark = getattr(fault, "problem_mark", None)
        line = mark.line + 1 if mark else 1
        problem = getattr(fault, "problem", None) or str(fault)
        raise RulebookError(name, line, "YAML", str(problem), "Mend the syntax; quote values that hold a colon") from None
    except (ValueError, RecursionError) as fault:
        raise RulebookError(name, 1, "YAML", str(fault), "Write dates as YYYY-MM-DD and keep nesting shallow") from None
    if not isinstance(data, dict):
        raise RulebookError(name, 1, "file", "is not a mapping", "See rules/dprk/1718.yaml for the form of a rule file")
    return data


def _build(model: Any, data: Any, name: str, raw: bytes, prefix: tuple[str | int, ...]) -> Any:
    try:
        return model.model_validate(data)
    except ValidationError as fault:
        error = min(fault.errors(), key=lambda e: e["type"] != "extra_forbidden")  # a misspelt field shows as one too many and one missing
        place = (*prefix, *error["loc"])
        field = ".".join(str(p) for p in place) or model.__name__
        raise RulebookError(name, _line_of(raw, place), field, _fault_text(error), _remedy(error, model)) from None


def _fault_text(error: Any) -> str:
    text = str(error["msg"]).removeprefix("Value error, ")
    return text if error["type"] in {"missing", "extra_forbidden"} else f"{text} (got {str(error['input'])[:60]!r})"


def _remedy(error: Any, model: Any) -> str:
    if error["type"] == "missing":
        return f"Add `{error['loc'][-1]}:`"
    if error["type"] == "extra_forbidden":
        return f"Remove or correct `{error['loc'][-1]}`; known fields: {', '.join(sorted(model.model_fields))}"
    return "Correct the value"


def _line_of(raw: bytes, place: tuple[str | int, ...]) -> int:
    """The line of a field, by walking the YAML node tree as far as it goes."""
    node, line = yaml.compose(raw, Loader=Loader), 1
    for step in place:
        child = None
        if isinstance(node, yaml.MappingNode):
            child = next((v for k, v in node.value if k.value == str(step)), None)
        elif isinstance(node, yaml.SequenceNode) and isinstance(step, int) and step < len(node.value):
            child = node.value[step]
        if child is None:
            break
        node, line = child, child.start_mark.line + 1
    return line


def _resolve(provision: Provision, shared: dict[str, ExceptionRule], regimes: dict[str, Regime], folder: str) -> Provision:
    """Put the days of the measures that it follows and the text of cross-cutting exceptions (`refers_to`) in place."""
    regime = regimes.get(provision.regime)

    def days(rows: tuple[Interval, ...]) -> tuple[Interval, ...]:
        found: list[Interval] = []
        for row in rows:
            if row.follows is None:
                found.append(row)
            elif regime is None or row.follows not in regime.measures:
                raise RulebookError(folder, 1, f"{provision.id}.in_force", f"follows unknown measure {row.follows}", f"Name a measure of {provision.regime}/regime.yaml")
            else:
                found += follow(row, measure_intervals(regime.acts, row.follows))
        return tuple(found)

    in_force = days(provision.in_force)

    def settle(exception: ExceptionRule) -> ExceptionRule:
        inner = tuple(settle(e) for e in exception.exceptions)
        if exception.refers_to is None:
            return exception.model_copy(update={"in_force": days(exception.in_force) or in_force, "exceptions": inner})
        if exception.refers_to not in shared:
            raise RulebookError(folder, 1, f"{provision.id}.exceptions", f"refers to unknown {exception.refers_to}", "Define it in rules/common")
        common = shared[exception.refers_to]
        return common.model_copy(update={"in_force": days(exception.in_force) or common.in_force})

    return provision.model_copy(update={"in_force": in_force, "exceptions": tuple(settle(e) for e in provision.exceptions)})


def _check_ids(provisions: list[Provision], combinations: list[Combination], folder: Path) -> None:
    seen: dict[str, str] = {}
    entries: list[Provision | Combination] = [*provisions, *combinations]
    for entry in entries:
        if entry.id.lower() in seen:
            raise RulebookError(str(folder), 1, entry.id, "stands twice", "Give each provision its own id")
        seen[entry.id.lower()] = entry.id
    known = {p.id for p in provisions}
    for p in provisions:
        for other in (*p.tightens, *p.tightened_by, *p.see_also, *p.engages):
            if other not in known:
                raise RulebookError(str(folder), 1, p.id, f"names unknown provision {other}", "Correct the id or add the provision")


def _check_regimes(provisions: list[Provision], regimes: dict[str, Regime], folder: str) -> None:
    for p in provisions:
        if p.regime not in regimes:
            raise RulebookError(f"{folder}/{p.regime}", 1, "regime.yaml", "is missing", "Add it with regime, title, committee and target")
        for clause in p.when:
            for name in clause.lists:
                if name not in regimes:
                    raise RulebookError(folder, 1, f"{p.id}.when.lists", f"names unknown list {name}", f"Known: {', '.join(sorted(regimes))}")


def boundary_days(provision: Provision) -> list[tuple[Day, bool]]:
    """(day, in force on it) on each side of each boundary of a provision's intervals."""
    days: list[Day] = []
    for interval in provision.in_force:
        days += [Day.fromordinal(interval.first.toordinal() - 1), interval.first]
        if interval.last is not None:
            days += [interval.last, Day.fromordinal(interval.last.toordinal() + 1)]
    return [(day, any(i.overlaps(day.toordinal(), day.toordinal()) for i in provision.in_force)) for day in days]


def example_fact(example: Example) -> Fact:
    """The fact of an example, with its date as text."""
    data = dict(example.fact)
    if "date" in data:
        data["date"] = str(data["date"])
    return Fact.model_validate({"id": "example", **data})


PARAGRAPH = re.compile(r"(\d+)(?:\s*(?:-|to|and)\s*(\d+))?")


def paragraph_numbers(text: str) -> set[int]:
    """Paragraph numbers named in `1, 3-4, 8 (f)` or in a citation's `paras. 5 to 7`."""
    found: set[int] = set()
    for part in re.split(r",|;", re.sub(r"\([^)]*\)", "", text)):
        match = PARAGRAPH.search(part)
        if match:
            first = int(match.group(1))
            found |= set(range(first, int(match.group(2) or first) + 1))
    return found

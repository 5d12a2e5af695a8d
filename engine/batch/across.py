"""What holds across documents: copies, corroboration, cumulative measures against caps, repeat actors, chains."""

from __future__ import annotations

import json
from bisect import insort
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from functools import cached_property, lru_cache
from typing import Any

from engine import vocabulary
from engine.batch.work import alike
from engine.model import Model, Report
from engine.parties import party_name
from engine.rulebook import Provision, Rulebook

COPY = 0.8  # estimated Jaccard likeness of the word runs of two texts from which one is a copy of the other
PASSED_ON = ("goods_transfer", "arms_transfer", "technology_transfer", "funds_transfer")
TOLD = ("reported", "alleged", "disputed")  # statuses of what is said to have happened
KEPT = 20  # documents named for each row
LISTED = 200  # rows of each table in the output


def copies(mates: Iterable[list[str]], sketches: Any) -> dict[str, str]:
    """copy -> original, for near-duplicates: texts at least 0.8 alike, the facts of one all among those of the other.

    mates: ids that share a band of their signatures. sketches: ids -> {id: (signature, acts, published, uri)}. The original
    is the one with most facts, of equals the earliest, then the first by uri, whatever the order of reading.
    """
    above: dict[str, str] = {}
    rows: dict[str, tuple[bytes, frozenset[str], str, str]] = {}

    def root(name: str) -> str:
        while name in above:
            name = above[name]
        return name

    for group in mates:
        missing = [n for n in group if n not in rows]
        for name, (signature, acts, day, uri) in sketches(missing).items():
            rows[name] = (signature, frozenset(json.loads(acts)), day, uri)
        known = sorted((n for n in group if n in rows), key=lambda n: (-len(rows[n][1]), rows[n][2], rows[n][3]))
        leaders: list[str] = []
        for name in known:
            for leader in leaders[:20]:
                if rows[name][1] <= rows[leader][1] and alike(rows[name][0], rows[leader][0]) >= COPY:
                    a, b = root(name), root(leader)
                    if a != b:
                        first, second = sorted((a, b), key=lambda n: (-len(rows[n][1]), rows[n][2], rows[n][3]))
                        above[second] = first
                    break
            else:
                leaders.append(name)
    return {name: root(name) for name in sorted(above)}


class Activity(Model):
    """One activity as all documents tell it: who, what, month; how many independent sources tell it."""

    kind: str
    supplier: str
    recipient: str
    items: tuple[str, ...]
    month: str
    sources: tuple[str, ...]
    documents: tuple[str, ...]


class Measure(Model):
    """A cap of a resolution and what the documents add up to, in its unit, over one of its periods."""

    rule: str
    citation: str
    period: str
    unit: str
    cap: float
    reported: float
    alleged: float
    deliveries: int
    documents: tuple[str, ...]

    @property
    def share(self) -> float:
        """Reported and alleged amounts as a share of the cap."""
        return (self.reported + self.alleged) / self.cap


class Chain(Model):
    """Goods of one class that pass from A to B and on from B to C, as documents tell it."""

    first: str
    middle: str
    last: str
    item: str
    documents: tuple[str, ...]


class Across(Model):
    """Everything that holds across the documents of a run."""

    corroborated: tuple[Activity, ...]
    measures: tuple[Measure, ...]
    actors: tuple[tuple[str, str, int, int], ...]
    chains: tuple[Chain, ...]
    assumptions: tuple[str, ...]


@dataclass
class Names:
    """The first twenty names by the alphabet, and how many there were: memory that does not grow with a run."""

    number: int = 0
    first: list[str] = field(default_factory=list)

    def add(self, name: str) -> None:
        """Take a name that was not taken before."""
        self.number += 1
        if len(self.first) < KEPT or name < self.first[-1]:
            insort(self.first, name)
            del self.first[KEPT:]


@dataclass
class Gatherer:
    """Takes reports one by one, keeps sums only, and gives what holds across them. Order does not count."""

    rulebook: Rulebook
    _told: dict[tuple[str, str, str, tuple[str, ...], str], tuple[set[str], Names]] = field(default_factory=dict)
    _amounts: dict[tuple[str, str], dict[tuple[str, str, str, float, str], tuple[bool, Names]]] = field(default_factory=dict)
    _actors: dict[str, list[int]] = field(default_factory=dict)
    _edges: dict[str, dict[tuple[str, str], tuple[Names, str, str]]] = field(default_factory=dict)

    @cached_property
    def _limits(self) -> dict[str, Provision]:
        return {p.id: p for p in self.rulebook.provisions if p.limit is not None}

    def add(self, report: Report, origin: str) -> None:
        """Count a document that is no copy of another. origin: who published it."""
        name, day = report.document.id, report.document.published
        told: dict[tuple[str, str, str, tuple[str, ...], str], None] = {}
        legs: dict[tuple[str, str, str], tuple[str, str]] = {}
        actors: dict[str, int] = {}
        for fact in (f for f in report.facts if f.status in TOLD):
            a, b = fact.supplier.code if fact.supplier else "", fact.recipient.code if fact.recipient else ""
            when = (fact.date or day or "")[:10]
            told[(fact.kind, a, b, fact.items, when[:7])] = None
            for code in {a, b} - {""}:
                actors[code] = actors.get(code, 0) + 1
            if a and b and a != b and fact.kind in PASSED_ON:
                for item in fact.items or (fact.kind,):
                    first, last = legs.get((item, a, b), (when or "0", when or "9"))
                    legs[(item, a, b)] = (min(first, when or "0"), max(last, when or "9"))
        for key in told:
            sources, documents = self._told.setdefault(key, (set(), Names()))
            sources.add(origin)
            documents.add(name)
        for code, number in actors.items():
            row = self._actors.setdefault(code, [0, 0])
            row[0] += 1
            row[1] += number
        for (item, a, b), (first, last) in legs.items():
            documents, earliest, latest = self._edges.setdefault(item, {}).get((a, b), (Names(), first, last))
            documents.add(name)
            self._edges[item][(a, b)] = (documents, min(earliest, first), max(latest, last))
        self._measures_of(report)

    def _measures_of(self, report: Report) -> None:
        """Amounts that count towards a cap, each once for a document."""
        limits = self._limits
        amounts: dict[tuple[tuple[str, str], tuple[str, str, str, float, str]], bool] = {}
        for finding in report.findings:
            rule = limits.get(finding.rule)
            if rule is None or rule.limit is None or finding.verdict not in ("prohibited", "restricted"):
                continue
            for fact in report.facts:
                when = (fact.date or report.document.published or "")[:10]
                if fact.id not in finding.facts or fact.quantity is None or fact.status not in TOLD or not when:
                    continue
                amount = in_unit(fact.quantity.value, fact.quantity.unit, rule.limit.unit, fact.items)
                if amount is None:
                    continue
                a, b = fact.supplier.code if fact.supplier else "", fact.recipient.code if fact.recipient else ""
                key = ((rule.id, _period(rule.limit.period, when)), (a, b, ",".join(fact.items), round(amount, 1), when[:7]))
                amounts[key] = amounts.get(key, False) or fact.status == "reported"
        for (cap, delivery), sure in amounts.items():
            rows = self._amounts.setdefault(cap, {})
            before, documents = rows.get(delivery, (False, Names()))
            documents.add(report.document.id)
            rows[delivery] = (before or sure, documents)

    def result(self) -> Across:
        """What was gathered, the largest first, at most 200 rows of each."""
        told = [Activity(kind=k, supplier=a, recipient=b, items=items, month=month, sources=tuple(sorted(s)), documents=tuple(d.first)) for (k, a, b, items, month), (s, d) in self._told.items() if len(s) > 1]
        told.sort(key=lambda x: (-len(x.sources), x.kind, x.supplier, x.recipient, x.month, x.items))
        actors = sorted(((code, party_name(code), documents, number) for code, (documents, number) in self._actors.items() if documents > 1), key=lambda row: (-row[2], -row[3], row[0]))
        return Across(corroborated=tuple(told[:LISTED]), measures=tuple(self._measures()), actors=tuple(actors[:LISTED]), chains=tuple(self._chains())[:LISTED], assumptions=ASSUMPTIONS)

    def _measures(self) -> Iterator[Measure]:
        rules = self._limits
        for (rule, period), rows in sorted(self._amounts.items()):
            limit = rules[rule].limit
            assert limit is not None
            documents = sorted({d for _, names in rows.values() for d in names.first})
            sums = [sum(key[3] for key, (sure, _) in sorted(rows.items()) if sure is wanted) for wanted in (True, False)]
            yield Measure(rule=rule, citation=rules[rule].citation, period=period, unit=limit.unit, cap=limit.value, reported=round(sums[0], 1), alleged=round(sums[1], 1), deliveries=len(rows), documents=tuple(documents[:KEPT]))

    def _chains(self) -> list[Chain]:
        found = []
        for item, edges in self._edges.items():
            starts: dict[str, list[str]] = {}
            for a, b in edges:
                starts.setdefault(a, []).append(b)
            for (a, b), (docs, first, _) in edges.items():
                for c in starts.get(b, ()):
                    more, _, last = edges[(b, c)]
                    if c != a and first <= last:  # the second leg is not over before the first begins
                        found.append(Chain(first=a, middle=b, last=c, item=item, documents=tuple(sorted({*docs.first, *more.first}))[:KEPT]))
        return sorted(found, key=lambda x: (-len(x.documents), x.item, x.first, x.middle, x.last))


_PER_TONNE = vocabulary.read_yaml("units.yaml")["per_tonne"]["barrels"]
ASSUMPTIONS = (
    "Copies of an article count once. The same amount of the same goods between the same parties in the same month, told by several articles, counts once.",
    "What is planned, possible or denied is left out; alleged and disputed deliveries are summed apart.",
    "A delivery without a date counts in the period of its article.",
    f"A ton is a metric tonne, a gallon is a US gallon, a barrel has 42 US gallons; a tonne of refined products counts as {_PER_TONNE['refined_petroleum']} barrels and a tonne of crude oil as {_PER_TONNE['crude_oil']}.",
)


def _period(told: str, day: str) -> str:
    """The period of a cap that a day falls in: a calendar year, or twelve months from a day of the year."""
    if told == "calendar_year":
        return day[:4]
    if told.startswith("12 months from 22 December"):
        year = int(day[:4]) - (day < f"{day[:4]}-12-22")
        return f"{year}-12-22 to {year + 1}-12-21"
    return told


@lru_cache(maxsize=1)
def _units() -> Any:
    import pint

    registry: Any = pint.UnitRegistry(cache_folder=None)
    for line in ("tonnes = 1000 * kilogram = metric_tons = tonne", "barrels = 42 * gallon = bbl"):
        registry.define(line)
    return registry


def in_unit(value: float, unit: str, wanted: str, items: tuple[str, ...]) -> float | None:
    """An amount in the unit of a cap, by pint, and from mass to barrels by goods (`datasets/units.yaml`); None when it has none."""
    direct = vocabulary.convert(value, unit, wanted, items)
    if direct is not None:
        return direct
    units = _units()
    try:
        amount = value * units(unit.strip().lower().replace(" ", "_"))
        for target in ("barrels", "tonnes"):
            try:
                told = float(amount.to(target).magnitude)
            except Exception:  # another dimension
                continue
            return told if target == wanted else vocabulary.convert(told, target, wanted, items)
    except Exception:  # no unit that pint knows
        return None
    return None

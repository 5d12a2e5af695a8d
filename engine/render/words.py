"""Phrases that every renderer shares: how a fact, a status and a finding are said."""

from __future__ import annotations

from engine import vocabulary
from engine.model import Fact, Finding, ListedParty, Report


def fact_phrase(fact: Fact) -> str:
    """`arms from North Korea to Russia`, with `an unnamed party` for a side that the text does not tell."""
    supplier = fact.supplier.name if fact.supplier else "an unnamed party"
    recipient = fact.recipient.name if fact.recipient else "an unnamed party"
    phrase = str(vocabulary.kinds()[fact.kind]["phrase"]).format(supplier=supplier, recipient=recipient)
    return phrase.removesuffix(" from an unnamed party") if fact.kind == "cyber_theft" else phrase


def item_words(fact: Fact) -> str:
    """Item classes by their labels."""
    return ", ".join(vocabulary.items()[name].label for name in fact.items)


def status_words(fact: Fact) -> str:
    """Status with who says so: `alleged and denied (United States alleges; Russia denies)`."""
    from engine.parties import party_name

    label = str(vocabulary.statuses()[fact.status]["label"])
    parts = []
    for stance, one, many in (("alleges", "alleges", "allege"), ("confirms", "confirms", "confirm"), ("denies", "denies", "deny")):
        names = [party_name(c.by) for c in fact.claims if c.stance == stance and (stance != "confirms" or fact.status == "reported")]
        if names:
            parts.append(f"{' and '.join(names)} {one if len(names) == 1 else many}")
    return f"{label} ({'; '.join(parts)})" if parts else label


def findings_of(report: Report, fact: Fact) -> list[Finding]:
    """Findings whose first fact is `fact`, in the report's order."""
    return [f for f in report.findings if f.facts[0] == fact.id]


def listed_words(listed: ListedParty) -> str:
    """`KIM YONG CHOL (KPi.024, dprk, listed 2016-03-02; named as Kim Yong-chol, score 0.97)`."""
    gone = f", off the list since {listed.delisted_on}" if listed.delisted_on else ""
    named = listed.evidence.text if listed.evidence else listed.matched
    return f"{listed.name} ({listed.entry}, {listed.list}, listed {listed.listed_on or 'on an unknown day'}{gone}; named as {named}, score {listed.score:.2f}: {', '.join(listed.because)})"


def sure_words(fact: Fact) -> str:
    """Confidence, and by whom the fact was read: `confidence 0.93, both readers`."""
    readers = {("frames", "second_reader"): ", both readers", ("frames",): ", frames alone", ("second_reader",): ", second reader alone"}
    return f"confidence {fact.confidence:.2f}{readers.get(fact.read_by, '')}"


def dated(fact: Fact) -> str:
    """The date and quantity that the text gives, or ''."""
    parts = [fact.date] if fact.date else []
    if fact.quantity:
        parts.append(f"{fact.quantity.value:,.0f} {fact.quantity.unit}")
    return ", ".join(parts)

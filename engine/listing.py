"""Dealings with persons, ships and bodies that the text itself calls listed, sanctioned or designated."""

from __future__ import annotations

from collections.abc import Sequence

from engine.filling import Event
from engine.lexicon import verb_set
from engine.referents import View
from engine.roles import VESSELS, verb_roles
from engine.vocabulary import read_yaml, word_set

LISTED = word_set("listed")
LISTED_NOUNS = LISTED | {"listed"}
PERSONS = word_set("listed_persons")
GIVING = word_set("prepositions_of_goal")
TRAVEL_FORMS = verb_set("travelling_verbs")


def listed(v: View, events: Sequence[Event]) -> list[Event]:
    """A party that the text itself calls listed travels, is paid, is supplied or is dealt with."""
    s, out = v.s, []
    text = " " + " ".join(s.lower) + " "
    cues = read_yaml("lexicon/listing.yaml")
    official = any(f" {w} " in text for w in cues["officials"])
    called = any(f" {c} " in text for c in cues["cues"]) or (bool(set(s.lower) & LISTED) and any(f" {w} " in text for w in cues["bodies"]))
    called = called or _called_listed(v)
    if not called and not (official and v.context.official_targets) and not _listed_receivers(v):
        return []
    for m in v.mentions:
        if m.form == "ship" and called:
            out.append(Event("designated_dealing", m.code, None, {"ships"}, {"listed"}, m.end - 1, set(range(m.start, m.end)), strength=0.6))
    out = out or _listed_ships(v, events, cues)
    if out:
        return out
    for i in range(len(s.words)):
        if not s.is_verb(i) or s.lower[i] not in TRAVEL_FORMS:
            continue
        roles = verb_roles(v, i)
        if roles.subject is None or roles.passive or (roles.theme is not None and v.items_in([roles.theme])):
            continue
        people = [c for c in v.parties(roles.subject) if c is not None]
        code = people[0] if people else (v.context.last_subject or next((t for t in v.context.recent if t in v.context.targets), None))
        if code is None and cues["committees"]:
            code = next((party for word, party in cues["committees"].items() if word in s.lower), None)
        if code is None or (not called and code not in v.context.official_targets):
            continue
        goals = [c for _, t in roles.phrases for c in v.parties(t, pronouns=False) if c != code]
        if roles.theme is not None:
            goals += [c for c in v.parties(roles.theme, pronouns=False) if c != code]
        features = {"travel"} | ({"listed"} if called else set()) | ({"official"} if official else set())
        out.append(Event("designated_dealing", code, goals[0] if goals else None, set(), features, i, {i, roles.subject, *(t for _, t in roles.phrases)}, strength=0.6))
    receivers = _listed_receivers(v)
    for e in events if called or receivers else ():
        if e.recipient is None and e.kind in ("funds_transfer", "arms_transfer") and (told := _receives(v, e.trigger, receivers)):
            e.features.add("listed")
            e.tokens |= told
        elif called and e.kind in ("funds_transfer", "financial_service", "goods_transfer", "arms_transfer") and (holder := _holder(v, e)):
            e.features.add("listed")
            if e.kind == "funds_transfer":
                out.append(Event("designated_dealing", holder, e.supplier if e.recipient == holder else e.recipient, set(), {"listed"}, e.trigger, set(e.tokens), strength=0.6))
    return out


def _called_listed(v: View) -> bool:
    """Whether people of a party under measures are called listed before their name: `sanctioned X leaders`."""
    s = v.s
    for i, word in enumerate(s.lower):
        h = s.heads[i]
        if word in LISTED_NOUNS and s.base[i] == "amod" and (s.lower[h] in PERSONS or s.lower[h].removesuffix("s") in PERSONS) and any(t in v.at and v.at[t].code in v.context.targets for t in (*s.noun_phrase(h), *(k for k in s.kids(h, "nmod") if s.preposition(k) in ("of", "from")))):
            return True
    return False


def _listed_ships(v: View, events: Sequence[Event], cues: dict[str, list[str]]) -> list[Event]:
    """`ships that the UN has designated carried coal to Y`, `the tanker was one under UN sanctions`: ships called listed, unnamed."""
    s = v.s
    for t in (i for i, word in enumerate(s.lower) if word in VESSELS):
        below = set(s.subtree(t))
        told = " " + " ".join(s.lower[x] for x in sorted(below)) + " "
        if not (any(f" {c} " in told for c in cues["cues"]) or (LISTED & set(told.split()) and any(f" {w} " in told for w in cues["bodies"]))):
            continue
        loads = [e for e in events if e.kind in ("goods_transfer", "arms_transfer")]
        carried = next((e for e in loads if t in e.tokens or len(loads) == 1), None)
        sides = [carried.supplier, carried.recipient] if carried else [v.party(t, pronouns=False)]
        holder = next((c for c in sides if c in v.context.targets), None) or v.context.sole_target([m.code for m in v.mentions])
        if holder is not None:
            pair = v.context.last_pair or ()
            sides += pair if holder in pair and not carried else ()  # `many of these deliveries were made by ships …`
            other = next((c for c in sides if c not in (None, holder)), None) if carried or pair else None
            return [Event("designated_dealing", holder, other, {"ships"}, {"listed"}, t, below | (carried.tokens if carried else set()), strength=0.6)]
    return []


def _listed_receivers(v: View) -> list[int]:
    """Nouns that the text calls listed (`a listed commander`) without naming anybody."""
    s = v.s
    called = [s.heads[i] for i in range(len(s.words)) if s.lower[i] in LISTED_NOUNS and s.base[i] == "amod"]
    called = [s.heads[h] if s.base[h] == "compound" else h for h in called]
    return [h for h in called if s.lower[h] in PERSONS and v.party(h) is None]


def listed_person_told(lower: Sequence[str]) -> bool:
    """Whether words call somebody listed without a name: `a sanctioned militia leader`."""
    return any(w in LISTED_NOUNS and not PERSONS.isdisjoint(lower[i + 1 : i + 3]) for i, w in enumerate(lower))


def _receives(v: View, verb: int, receivers: Sequence[int]) -> set[int]:
    """Tokens of the phrase by which a verb gives something to one of `receivers` or to their people."""
    roles = verb_roles(v, verb)
    goals = [t for t in (roles.second,) if t is not None] + [t for prep, t in roles.phrases if prep in GIVING]
    return next((set(v.s.subtree(t)) for t in goals if set(v.s.subtree(t)) & set(receivers)), set())


def _holder(v: View, e: Event) -> str | None:
    """The side of a transfer that the text calls listed: the one under measures."""
    return next((code for code in (e.recipient, e.supplier) if code in v.context.targets), None)

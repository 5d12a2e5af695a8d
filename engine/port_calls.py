"""Ports that a ship on the Council's list calls at: the call and the listing told in one sentence, or in two."""

from __future__ import annotations

from engine.filling import Event
from engine.lexicon import verb_set
from engine.referents import View
from engine.roles import VESSELS, Roles, phrases_below, verb_roles
from engine.vocabulary import read_yaml, word_set

ARRIVING, SEEN = verb_set("verbs_of_calling_at_a_port"), word_set("seen_forms")
AT_A_PORT = frozenset({"at", "in", "to", "into", "near", "off", "for"})
LISTED = word_set("listed") | {"listed"}


def port_calls(v: View) -> list[Event]:
    """Dealings with a listed ship by the State whose port it calls at; leaves in the context what one sentence tells alone."""
    s, context = v.s, v.context
    called = _called_listed(v)
    if called is not None:
        context.listed_ship = called or context.listed_ship
    call = next((found for i in range(len(s.words)) if (found := _call(v, i)) is not None), None)
    if call is not None:
        context.port_call = call[:2]
    if context.listed_ship is None or context.port_call is None or context.listed_ship != context.port_call[0] or (call is None and called is None):
        return []
    owner, land = context.port_call
    trigger, tokens = (call[2], call[3]) if call is not None else (next(t for t, h in enumerate(s.heads) if h == t), set(range(len(s.words))))
    return [Event("designated_dealing", owner, land, {"ships"}, {"listed", "listed_ship_port_call"}, trigger, tokens, strength=0.6)]


def _call(v: View, i: int) -> tuple[str, str, int, set[int]] | None:
    """Whose ship called at the port of which other State, where, and in what words: `X's tanker docked at a port of Y`."""
    s = v.s
    if not s.is_verb(i) or s.lower[i] not in ARRIVING | SEEN:
        return None
    roles = verb_roles(v, i)
    ship = (roles.theme if roles.passive else None) if s.lower[i] in SEEN else roles.subject
    if ship is None and s.base[i] == "acl" and s.lower[s.heads[i]] in VESSELS and s.lower[i] in ARRIVING:
        ship = s.heads[i]  # taken for a participle
    if ship is None:
        return None
    owner = _owner(v, ship)
    lands = [c for t in _places(v, i, roles) for c in v.parties(t, pronouns=False) if c != owner and len(c) == 2]
    return (owner, lands[0], i, {i, ship, *s.noun_phrase(ship), *(t for t in _places(v, i, roles))}) if owner is not None and lands else None


def _places(v: View, i: int, roles: Roles) -> list[int]:
    theme = [roles.theme] if roles.theme is not None and not roles.passive else []
    return theme + [t for prep, t in phrases_below(v, i) if prep in AT_A_PORT]


def _owner(v: View, ship: int) -> str | None:
    """The party under measures whose ship a subject is, by its flag, its name or what was told of it."""
    s = v.s
    told = v.context.told.get(("ships", s.lower[ship] == "they" or s.lower[ship].endswith("s")))
    by_name = any(m.form == "ship" and m.start <= ship < m.end for m in v.mentions)
    if not by_name and s.lower[ship] not in VESSELS and not (s.lower[ship] in ("it", "they", "which", "that") and told is not None) and not (told is not None and s.words[ship].isupper()):
        return None
    code = v.party(ship, pronouns=False) or (told.land if told is not None else None)
    return code if code in v.context.targets else None


def _called_listed(v: View) -> str | None:
    """Whose ship the sentence calls listed; an empty text when it does not say whose, None when it calls none listed."""
    s = v.s
    text = " " + " ".join(s.lower) + " "
    cues = read_yaml("lexicon/listing.yaml")
    if not any(f" {c} " in text for c in (*cues["cues"], *cues["ship_cues"])) and not (LISTED & set(s.lower) and any(f" {w} " in text for w in cues["bodies"])):
        return None
    ships = [t for t, word in enumerate(s.lower) if word in VESSELS] + [m.end - 1 for m in v.mentions if m.form == "ship"]
    if not ships and s.lower[0] not in ("it", "they"):
        return None
    owners = [c for t in ships or [0] if (c := _owner(v, t)) is not None]
    told = v.context.port_call
    return owners[0] if owners else told[0] if told is not None else ""

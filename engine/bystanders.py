"""Whom a sentence names without a part in what the second reader makes of the two: enemies, lands on the way, makers, speakers, who shoots things down."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from engine.lexicon import verb_set
from engine.pairs import Pair
from engine.referents import LINKERS, View
from engine.sides import PEOPLE_KINDS
from engine.tree import Sentence
from engine.vocabulary import is_symmetric, word_set


def stands_by(view: View, p: Pair) -> bool:
    """Whether a side of a pair is named in the sentence of `view` for something else than the activity."""
    sides = (p.supplier, p.recipient)
    if is_symmetric(p.kind):
        return p.kind == "military_cooperation" and any(_only_fought(view, code) for code in sides)
    if any(_only_on_the_way(view, code) for code in sides) or _only_speaks(view, p.recipient):
        return True  # `men who Y says are from X's army` (not sent to Y)
    if p.kind in ("labour", "tourism"):
        return bool((_makes(view, p.recipient) or set()) & PEOPLE_KINDS)  # `Y's firms employ X's workers`: from X
    return p.kind in GOODS and (_other_makes(view, p) or _struck_down(view, p.recipient) or _meant_for(view, p.supplier))


def _only_fought(view: View, code: str | None) -> bool:
    """Whether a sentence names a party only as the enemy: `X's police arrived to fight the gangs`, `an operation against Y`, `strikes on Y`."""
    s, named = view.s, [m.end - 1 for m in view.mentions if m.code == code]
    struck = [t for t in named if s.preposition(t) in ("on", "at") and not word_set("air_strikes").isdisjoint(s.lower[k] for k in (s.heads[t], *s.kids(s.heads[t], "obj")))]
    return bool(named) and all(t in struck or s.preposition(t) == "against" or (s.base[t] == "obj" and s.lower[s.heads[t]] in FOUGHT) for t in named)


FOUGHT = verb_set("verbs_against_an_enemy")


def _struck_down(view: View, code: str | None) -> bool:
    """Whether a sentence names a party only as who destroys the goods: `X shot down a number of these drones`."""
    s = view.s
    verbs = [s.heads[m.end - 1] for m in view.mentions if m.code == code and s.base[m.end - 1] == "nsubj"]
    able = [next((c for c in s.kids(t, "xcomp") if s.is_verb(c)), t) for t in verbs]  # `was able to shoot down`
    return bool(able) and len(verbs) == sum(m.code == code for m in view.mentions) and all(s.lower[t] in SHOOTING and not s.is_passive(t) for t in able)


def _meant_for(view: View, code: str | None) -> bool:
    """Whether a sentence names a party only as whom goods are for: `a plane with arms for X landed in Y`."""
    s = view.s
    named = [m.end - 1 for m in view.mentions if m.code == code]
    return bool(named) and all(s.preposition(t) in ("for", "to") and s.heads[t] in view.item_at and s.base[t] == "nmod" for t in named)


def _only_speaks(view: View, code: str | None) -> bool:
    """Whether a sentence names a party only as who says something, and not of itself."""
    s, words = view.s, view.lexicon.factual
    named = [m.end - 1 for m in view.mentions if m.code == code]
    return bool(named) and word_set("pronouns").isdisjoint(s.lower) and all(s.base[t] == "nsubj" and s.lower[s.heads[t]] in words["saying"] for t in named)


SHOOTING = verb_set("verbs_of_shooting_down")


def _other_makes(view: View, p: Pair) -> bool:
    """Whether a side is named only for the make of goods that it does not get (`X sold Y's missiles to Z`: not to Y), or did not give
    (`bought X's drones and Y's trucks`, `X's rifles and Y's fighters came`: no arms from Y)."""
    got, given = _makes(view, p.recipient), _makes(view, p.supplier)
    if got is not None or given is None or p.kind in given:
        return got is not None or (given is not None and _given_by_another(view, p))
    return not given <= PEOPLE_KINDS or any(p.kind in (_makes(view, m.code) or ()) for m in view.mentions)


def _given_by_another(view: View, p: Pair) -> bool:
    """Whether somebody else is the giver: `X signed a contract to supply Y-made radios to Z`."""
    s, giving = view.s, [t for t in range(len(view.s.words)) if view.lexicon.verbs.get(view.s.lower[t], ("", ""))[1] == "give" and view.s.is_verb(t) and not view.s.is_passive(t)]
    subjects = [next((k for a in (t, *s.ancestors(t)) for k in s.kids(a, "nsubj")), None) for t in giving]
    givers = {c for k in subjects if k is not None for c in view.parties(k, pronouns=False)}
    return bool(givers - {p.supplier, p.recipient}) and p.supplier not in givers


def _makes(view: View, code: str | None) -> set[str] | None:
    """The kinds of goods whose make a party's name tells, where a sentence names the party for nothing else: `X's drones`."""
    s = view.s
    named = [m for m in view.mentions if m.code == code]
    heads = [s.heads[m.end - 1] for m in named if m.form == "adjective" and s.base[m.end - 1] in ("amod", "compound", "flat")]
    heads = [s.heads[t] if s.lower[t] in LINKERS else t for t in heads]  # `Y-made rifles`
    if not named or len(heads) < len(named) or any(t not in view.item_at for t in heads):
        return None
    return {view.item_at[t][2].kind for t in heads}


GOODS = frozenset({"arms_transfer", "goods_transfer", "technology_transfer"})


def _only_on_the_way(view: View, code: str | None) -> bool:
    """Whether a sentence names a party only as where something passes: `reached X through Y`, `travelled six countries including Y`."""
    named = [m.end - 1 for m in view.mentions if m.code == code]
    return bool(named) and all(view.s.preposition(view.s.first_of_row(t)) in ("through", "via", "across") or _passed(view.s, t) for t in named)


def only_landed_in(views: Sequence[View], code: str | None) -> bool:
    """Whether sentences name a party only as where a carrier came to rest, and tell of no load taken on there: `a plane landed in X. It carried rifles for Y.`"""
    if any(w in TAKING_ON and v.s.is_verb(t) for v in views for t, w in enumerate(v.s.lower)):
        return False
    named = [(v.s, m.end - 1) for v in views for m in v.mentions if m.code == code]
    return bool(named) and all(s.base[t] == "obl" and s.preposition(t) in ("in", "at", "on") and s.lower[s.heads[t]] in LANDING for s, t in named)


LANDING, TAKING_ON = verb_set("verbs_of_landing"), verb_set("verbs_of_taking_on")


def _passed(s: Sentence, t: int) -> bool:
    above = list(s.ancestors(t))
    return any(s.lower[a] in LANDS and s.base[a] in ("obj", "obl") and s.lower[b] in PASSING for a, b in itertools.pairwise(above))


LANDS, PASSING = word_set("several_states"), verb_set("verbs_of_passing_lands")

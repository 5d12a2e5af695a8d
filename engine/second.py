"""What the second reader tells, as events of the sentences that it read it in."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from engine.cluster import Found
from engine.cues import told_features
from engine.dates import find_date, find_quantity
from engine.factuality import read_status
from engine.filling import Event
from engine.lexicon import verb_set
from engine.pairs import Pair, threshold
from engine.parties import state_of
from engine.referents import LINKERS, View
from engine.roles import VESSELS
from engine.sides import PEOPLE_KINDS
from engine.tree import Sentence
from engine.vocabulary import is_symmetric, kinds, word_set


def may_be_added(p: Pair) -> bool:
    """Whether the second reader is sure enough to tell an activity alone, of a kind that needs no name on a list."""
    return p.chance >= kinds()[p.kind].get("sure_from", threshold("added")) and not kinds()[p.kind].get("by_list")


def second_events(pairs: Sequence[Pair], views: Mapping[int, View], published: str | None) -> list[Found]:
    """Events of the pairs in the sentences that tell them. views: parsed sentences, by number. published: ISO day of the text, for dates such as `in May`."""
    told = [_told(p, number, views[number], published) for p in pairs for number in _telling(p, views)]
    return [found for found in told if found is not None]


def _telling(p: Pair, views: Mapping[int, View]) -> list[int]:
    """The sentences of a pair that name goods of its kind, so that one which only names a side lends no status; all where none does."""
    known = [number for number in p.sentences if number in views]
    naming = [number for number in known if any(h[2].kind == p.kind for h in views[number].items)]
    return naming or known


def _told(p: Pair, number: int, view: View, published: str | None) -> Found | None:
    s, everything = view.s, range(len(view.s.words))
    goods = [h for h in view.items_in(everything) if h[2].kind == p.kind]
    items = {name for h in goods for name in h[2].classes}
    features = {name for h in goods for name in h[2].features} | {name for name, kinds in told_features(s) if not kinds or p.kind in kinds}
    verbs = _verbs_above(view, p)
    readings = [read_status(view, t, (p.supplier, p.recipient), p.kind) for t in verbs]
    if readings[0].status == "reported" and any(s.lower[c] in view.lexicon.factual["possibility_adjectives"] for t in _nouns_above(view, p) for c in s.kids(t, "amod")):
        readings[0].status = "possible"  # `talks on potential help from X`
    if any(r.norm for r in readings):
        return None  # `the resolution bars X from selling arms to Y`
    if p.kind == "military_cooperation" and any(_only_fought(view, code) for code in (p.supplier, p.recipient)):
        return None
    if not is_symmetric(p.kind) and any(_only_on_the_way(view, code) for code in (p.supplier, p.recipient)):
        return None
    if p.kind in GOODS and (_other_makes(view, p) or _struck_down(view, p.recipient)):
        return None
    if p.kind in ("labour", "tourism") and (_makes(view, p.recipient) or set()) & PEOPLE_KINDS:
        return None  # `Y's firms employ X's workers`: from X
    if not is_symmetric(p.kind) and _only_speaks(view, p.recipient):
        return None  # `men who Y says are from X's army` (not sent to Y)
    if p.kind == "funds_transfer" and not REWARDS.isdisjoint(s.lower) and "information" in s.lower:
        return None  # `offers a reward for information on X`
    if p.kind == "goods_transfer" and goods and all(x.classes == ("ships",) and s.deps[end - 1] == "nsubj" for _, end, x in goods):
        return None  # `X's cargo ship reached Y`: a ship that sails is no goods
    if p.kind == "tourism" and not goods and not VESSELS.isdisjoint(s.lower):
        return None  # `tankers made trips from X to Y`
    if p.kind == "economic_cooperation" and p.supplier and p.recipient and (state_of(p.supplier) == p.recipient or state_of(p.recipient) == p.supplier):
        return None  # a group and the State that it acts in
    event, reading = Event(p.kind, p.supplier, p.recipient, items, features, verbs[0], set(everything)), readings[0]
    return Found(
        event, reading.status, s.span(everything), number, reading.claims, reading.denied_by,
        find_quantity(s, [t for start, end, _ in goods for t in range(start, end)]), find_date(s, published, event.trigger), chance=p.chance,
    )  # fmt: skip


def _only_fought(view: View, code: str | None) -> bool:
    """Whether a sentence names a party only as the enemy: `X's police arrived to fight the gangs`, `an operation against Y`, `strikes on Y`."""
    s, named = view.s, [m.end - 1 for m in view.mentions if m.code == code]
    struck = [t for t in named if s.preposition(t) in ("on", "at") and not word_set("air_strikes").isdisjoint(s.lower[k] for k in (s.heads[t], *s.kids(s.heads[t], "obj")))]
    return bool(named) and all(t in struck or s.preposition(t) == "against" or (s.base[t] == "obj" and s.lower[s.heads[t]] in FOUGHT) for t in named)


FOUGHT, REWARDS = verb_set("verbs_against_an_enemy"), word_set("words_for_a_reward")


def _struck_down(view: View, code: str | None) -> bool:
    """Whether a sentence names a party only as who destroys or seizes: `X shot down a number of these drones`."""
    s = view.s
    verbs = [s.heads[m.end - 1] for m in view.mentions if m.code == code and s.base[m.end - 1] == "nsubj"]
    able = [next((c for c in s.kids(t, "xcomp") if s.is_verb(c)), t) for t in verbs]  # `was able to shoot down`
    return bool(able) and len(verbs) == sum(m.code == code for m in view.mentions) and all(s.lower[t] in SHOOTING and not s.is_passive(t) for t in able)


def _only_speaks(view: View, code: str | None) -> bool:
    """Whether a sentence names a party only as who says something, and not of itself."""
    s, words = view.s, view.lexicon.factual
    named = [m.end - 1 for m in view.mentions if m.code == code]
    return bool(named) and word_set("words_that_point_back").isdisjoint(set(s.lower) - {"the", "this", "these", "those", "such"}) and all(s.base[t] == "nsubj" and s.lower[s.heads[t]] in words["saying"] for t in named)


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
    return bool(named) and all(view.s.preposition(_first_of_row(view.s, t)) in ("through", "via", "across") or _passed(view.s, t) for t in named)


def _passed(s: Sentence, t: int) -> bool:
    above = list(s.ancestors(t))
    return any(s.lower[a] in LANDS and s.base[a] in ("obj", "obl") and s.lower[b] in PASSING for a, b in itertools.pairwise(above))


LANDS, PASSING = word_set("words_for_lands"), verb_set("verbs_of_passing_lands")


def _first_of_row(s: Sentence, t: int) -> int:
    while s.base[t] == "conj" and s.heads[t] < t:
        t = s.heads[t]
    return t


def _verbs_above(view: View, p: Pair) -> list[int]:
    """The verb of the act above each side: the lower first, and the recipient's before the supplier's; the root where there is none."""
    s, found = view.s, list[int]()
    root = next(t for t, head in enumerate(s.heads) if t == head)
    for code in (p.recipient, p.supplier):
        m = next((m for m in view.mentions if m.code == code), None)
        if m is not None:
            found.append(next((t for t in s.ancestors(m.end - 1) if s.is_verb(t)), root))
    acts = [_act(s, t) for t in found or [root]]
    return acts[::-1] if len(acts) > 1 and acts[0] in s.ancestors(acts[1]) else acts


def _nouns_above(view: View, p: Pair) -> list[int]:
    """The nouns that the names of the sides belong to: `X's possible help for Y`."""
    s, named = view.s, [m.end - 1 for m in view.mentions if m.code in (p.supplier, p.recipient)]
    return [s.heads[t] for t in named if s.base[t] in ("amod", "compound", "nmod") and s.tags[s.heads[t]][:2] == "NN"]


def _act(s: Sentence, verb: int) -> int:
    """What a verb says of another is read at the other: `is believed to help`, `was estimated to receive`."""
    while below := [c for c in s.kids(verb, "xcomp", "ccomp") if c > verb and s.is_verb(c)]:
        verb = below[0]
    return verb

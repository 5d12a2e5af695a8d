"""What the second reader tells, as events of the sentences that it read it in."""

from __future__ import annotations

import itertools
from collections.abc import Mapping, Sequence

from engine.bystanders import GOODS, only_landed_in, stands_by
from engine.cluster import Found
from engine.cues import told_features
from engine.dates import find_date, find_quantity
from engine.factuality import read_status
from engine.filling import Event
from engine.pairs import Pair, threshold
from engine.parties import state_of
from engine.referents import View
from engine.roles import VESSELS
from engine.vocabulary import kinds, word_set


def may_be_added(p: Pair) -> bool:
    """Whether the second reader is sure enough to tell an activity alone, of a kind that needs no name on a list."""
    return p.chance >= kinds()[p.kind].get("sure_from", threshold("added")) and not kinds()[p.kind].get("by_list")


def without_ports(pairs: Sequence[Pair], views: Mapping[int, View]) -> tuple[Pair, ...]:
    """The pairs without those whose supplier is only where a carrier came to rest. views: parsed sentences, by number."""
    return tuple(p for p in pairs if p.kind not in GOODS or not only_landed_in([views[n] for n in p.sentences if n in views], p.supplier))


def second_events(pairs: Sequence[Pair], views: Mapping[int, View], published: str | None) -> list[Found]:
    """Events of the pairs in the sentences that tell them. views: parsed sentences, by number. published: ISO day of the text, for dates such as `in May`."""
    told = [_told(p, number, views[number], published) for p in pairs for number in _telling(p, views)]
    return [found for found in told if found is not None]


def _telling(p: Pair, views: Mapping[int, View]) -> list[int]:
    """The sentences of a pair that name goods of its kind, so that one which only names a side lends no status; where none does, those
    with a verb of some activity, or all."""
    known = [number for number in p.sentences if number in views]
    known = [number for number in known if not views[number].lexicon.verbs.keys().isdisjoint(views[number].s.lower)] or known
    naming = [number for number in known if any(h[2].kind == p.kind for h in views[number].items)]
    return naming or known


def _told(p: Pair, number: int, view: View, published: str | None) -> Found | None:
    s, everything = view.s, range(len(view.s.words))
    named = [h for h in view.items_in(everything) if h[2].kind == p.kind]
    goods = [h for h in named if p.kind != "goods_transfer" or h[2].classes != ("ships",) or s.deps[h[1] - 1] != "nsubj"]
    if named and not goods:
        return None  # `X's cargo ship reached Y`: a ship that sails is no goods
    items = {name for h in goods for name in h[2].classes}
    features = {name for h in goods for name in h[2].features} | {name for name, kinds in told_features(s) if not kinds or p.kind in kinds}
    verbs = _verbs_above(view, p)
    readings = [read_status(view, t, (p.supplier, p.recipient), p.kind) for t in verbs]
    if readings[0].status == "reported" and any(s.lower[c] in view.lexicon.factual["possibility_adjectives"] for t in _nouns_above(view, p) for c in s.kids(t, "amod")):
        readings[0].status = "possible"  # `talks on potential help from X`
    if readings[0].status == "reported" and _told_as_claim(view, p):
        readings[0].status = "alleged"
    if any(r.norm for r in readings):
        return None  # `the resolution bars X from selling arms to Y`
    if stands_by(view, p):
        return None
    if p.kind == "funds_transfer" and not REWARDS.isdisjoint(s.lower) and not REWARDED.isdisjoint(s.lower):
        return None  # `offers a reward for information on X`
    if p.kind == "tourism" and not goods and not VESSELS.isdisjoint(s.lower):
        return None  # `tankers made trips from X to Y`
    if p.kind == "economic_cooperation" and p.supplier and p.recipient and (state_of(p.supplier) == p.recipient or state_of(p.recipient) == p.supplier):
        return None  # a group and the State that it acts in
    event, reading = Event(p.kind, p.supplier, p.recipient, items, features, verbs[0], set(everything)), readings[0]
    return Found(
        event, reading.status, s.span(everything), number, reading.claims, reading.denied_by,
        find_quantity(s, [t for start, end, _ in goods for t in range(start, end)]), find_date(s, published, event.trigger), chance=p.chance,
    )  # fmt: skip


REWARDS, REWARDED = word_set("words_for_a_reward"), word_set("what_is_rewarded")


def _verbs_above(view: View, p: Pair) -> list[int]:
    """The verb of the act above each side: the lower first, and the recipient's before the supplier's; the root where there is none."""
    s, found = view.s, list[int]()
    root = next(t for t, head in enumerate(s.heads) if t == head)
    for code in (p.recipient, p.supplier):
        m = next((m for m in view.mentions if m.code == code), None)
        if m is not None:
            found.append(next((t for t in s.ancestors(m.end - 1) if s.is_verb(t)), root))
    acts = [_act(view, t) for t in found or [root]]
    return acts[::-1] if len(acts) > 1 and acts[0] in s.ancestors(acts[1]) else acts


def _nouns_above(view: View, p: Pair) -> list[int]:
    """The nouns that the names of the sides belong to: `X's possible help for Y`."""
    s, named = view.s, [m.end - 1 for m in view.mentions if m.code in (p.supplier, p.recipient)]
    return [s.heads[t] for t in named if s.base[t] in ("amod", "compound", "nmod") and s.tags[s.heads[t]][:2] == "NN"]


def _told_as_claim(view: View, p: Pair) -> bool:
    """Whether a noun of claiming or a word of doubt beside a noun stands above a side: `faces accusations of training Y's men`, `X's suspected imports from Y`."""
    s, words = view.s, view.lexicon.factual
    for t in (m.end - 1 for m in view.mentions if m.code in (p.supplier, p.recipient)):
        above = [t, *s.ancestors(t)]
        clause = next((n for n, a in enumerate(above) if s.is_verb(a) and s.kids(a, "nsubj")), len(above))
        for a, b in itertools.pairwise(above[: clause + 1]):
            if s.lower[b] in words["claim_nouns"] and s.base[a] in ("acl", "nmod") and s.preposition(a) not in ("by", "from"):
                return True
            if any(s.lower[c] in words["hedges"] for c in s.kids(b, "amod")):
                return True
    return False


def _act(view: View, verb: int) -> int:
    """What a verb says of another is read at the other: `is believed to help`, `was estimated to receive`, `the team says that it armed Y`."""
    s, saying = view.s, view.lexicon.factual["saying"]
    while below := [c for c in s.kids(verb, "xcomp", "ccomp") if c > verb and (s.is_verb(c) or s.lower[verb] in saying)]:
        verb = below[0]
    return verb

"""Who gave what to whom: a frame's roles turned into parties, kinds and items.

The tree's own roles come first; what it leaves open is filled from the words around and from what the text told before.
"""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.earlier import by_what_went_before
from engine.lexicon import Item, verb_set
from engine.lists.mentions import ListedMention
from engine.parties import party_classes, state_of
from engine.referents import View
from engine.roles import Roles, verb_roles
from engine.sides import Cast, by_direction, by_phrases, by_word_order, gather, stages
from engine.vocabulary import is_symmetric, read_yaml, word_set


@dataclass
class Event:
    """One reading of an activity in one sentence, before merging. `trigger` and `tokens` are local token numbers."""

    kind: str
    supplier: str | None
    recipient: str | None
    items: set[str]
    features: set[str]
    trigger: int
    tokens: set[int]
    strength: float = 0.8
    quantity: tuple[float, str] | None = None
    group: str = ""
    anchors: list[int] = field(default_factory=list)
    listed: list[ListedMention] = field(default_factory=list)
    buyers: frozenset[str] = frozenset()  # who got or carried it for another: `X bought Y guns`, `X-based smugglers move coal to the coast`
    speakers: frozenset[str] = frozenset()  # who says it, of something else: `X's police said a lorry was used to …`


def build_events(v: View, i: int, items: list[Item], roles: Roles, second: int | None, direction: str, theme_tokens: list[int], lemma: str, nominal: bool = False) -> list[Event]:
    """Events, one for each kind among `items`, with parties by direction: first the frame's own roles, then phrases nearby, then
    word order, then what the text told before."""
    c = Cast(v, i, items, roles, second, direction, theme_tokens, lemma, nominal)
    gather(c)
    if lemma == "laundering":
        owners = [m.code for m in v.mentions if m.start > i]
        return _events(v, i, c.items, [], owners[:1], theme_tokens, roles, lemma)
    by_direction(c)
    by_phrases(c)
    by_word_order(c)
    by_what_went_before(c)
    if c.suppliers and c.recipients and c.suppliers[0] != c.recipients[0]:
        v.context.last_pair = (c.suppliers[0], c.recipients[0])
    for name in (name for item in c.items for name in item.classes):
        if c.recipients:
            v.context.holders[name] = c.recipients[0]
        if c.suppliers:
            v.context.givers[name] = c.suppliers[0]
    if not c.recipients and (lemma in word_set("verbs_that_need_a_goal") or (lemma in word_set("carrying_verbs") and {x.kind for x in c.items} == {"technology_transfer"})):
        return []
    if lemma in word_set("loading_verbs") and c.direction == "get" and not c.suppliers:
        return []  # a ship that takes on cargo, nobody says whose
    first, then = stages(c)
    made = _events(v, i, c.items, c.suppliers, first, theme_tokens, roles, lemma)
    for a, b in zip(first[-1:], then, strict=False):  # `to X and then to Y`: from X to Y
        made += _events(v, i, c.items, [a], [b], theme_tokens, roles, lemma)
    for e in made:
        e.buyers = frozenset(c.agents) - {e.supplier, e.recipient}
        e.speakers = frozenset(_speakers(v, i)) - {e.supplier, e.recipient}
    return made


def _speakers(v: View, i: int) -> list[str]:
    """Who says that a verb's clause is so, when the clause has a subject of its own."""
    s = v.s
    while s.base[i] in ("xcomp", "advcl", "conj") and s.is_verb(s.heads[i]):
        i = s.heads[i]
    told = s.base[i] == "ccomp" and s.kids(i, "nsubj") and s.lower[s.heads[i]] in v.lexicon.factual["saying"]
    return [code for t in s.kids(s.heads[i], "nsubj") for code in v.parties(t)] if told else []


def _events(v: View, i: int, items: list[Item], suppliers: list[str], recipients: list[str], theme_tokens: list[int], roles: Roles, lemma: str) -> list[Event]:
    groups: dict[tuple[str, str], list[Item]] = {}
    gift = lemma in ("gift", "present", "give", "donate") and len(items) > 1
    for item in items:
        split = "small" if gift and item.classes == ("other_goods",) else "rights" if "fishing_rights" in item.features else ""  # rights are no coal
        groups.setdefault((item.kind, split), []).append(item)
    specific = [k for k in groups if k[0] != "goods_transfer" or any(not x.weak for x in groups[k])]
    if specific and not gift:
        groups = {k: g for k, g in groups.items() if k in specific}
    tokens = {i, *theme_tokens, *roles.agents, *(t for _, t in roles.phrases)}
    tokens = {t for t in tokens if abs(t - i) < 60 and v.s.lower[t] not in ("exchange", "return")}
    out = []
    for (kind, split), group in groups.items():
        classes = {c for item in group for c in item.classes}
        features = {f for item in group for f in item.features}
        if len(classes) > 1:
            classes -= {"other_goods"} | ({"ships"} if all(x.weak for x in group if "ships" in x.classes) else set())
            among = not word_set("words_of_inclusion").isdisjoint(v.s.lower)
            if classes & {"ammunition", "artillery", "missiles", "drones", "small_arms"} and (among or not any(x.classes == ("other_arms",) for x in group)):
                classes -= {"other_arms"}
        pairs = [(a, b) for a in (suppliers or [None]) for b in (recipients or [None]) if a != b or a is None or (lemma == "move" and kind == "arms_transfer")]  # type: ignore[list-item]
        pairs = [(a, b) for a, b in pairs if a is None or b is None or (state_of(a) != b and (state_of(b) != a or kind != "goods_transfer"))]  # what a group holds lies in its own country
        for a, b in pairs[:6]:
            out += _finish(v, kind, a, b, classes, features, i, tokens, split)
    return out


MILITARY = word_set("military_words")
FOR_FORCES = frozenset({"aircraft", "vehicles"})  # dual classes: arms when forces or an armed group receive them


def _for_forces(v: View, b: str | None, classes: set[str], tokens: set[int]) -> bool:
    """Whether aircraft or vehicles go to an army or an armed group."""
    if not classes or not classes <= FOR_FORCES or b is None:
        return False
    return ("aircraft" in classes and "non-state" in party_classes(b)) or any(v.s.lower[t] in MILITARY for t in tokens)


def _finish(v: View, kind: str, a: str | None, b: str | None, classes: set[str], features: set[str], i: int, tokens: set[int], split: str) -> list[Event]:
    """Turn people on the move into the kind that they are, and put symmetric sides in order."""
    if kind == "goods_transfer" and _for_forces(v, b, classes, tokens):
        kind, classes = "arms_transfer", {"military_vehicles" if c == "vehicles" else c for c in classes}
    if kind in ("troops", "trainers"):
        kind, classes = "military_cooperation", {"defence"}
    elif (kind == "goods_transfer" and classes <= {"food", "medicine", "other_goods", "textiles"} and ((speaks_of_aid(v) and v.s.lower[i] not in COMMERCE) or (v.context.relief and classes <= {"food", "medicine"} and v.s.lower[i] in GIVING_AID))) or (a is None and (kind == "goods_transfer" or "aid" in features) and _by_aid_body(v, i)):
        kind, features = "humanitarian_assistance", features | {"humanitarian"}
    elif kind == "funds_transfer" and b is not None and len(b) == 2 and any(f" {phrase} " in f" {' '.join(v.s.lower)} " for phrase in word_set("phrases_of_aid")):
        kind, features = "humanitarian_assistance", features | {"humanitarian"}  # `gave a million dollars in humanitarian aid`
    elif kind == "specialists":
        if set(v.s.lower) & {"jobs", "employed", "remote", "freelance", "earn", "wages", "contracts"}:
            return [Event("labour", a, b, set(), set(features), i, tokens, group=split)]
        if any(hit[2].kind == "arms_transfer" for hit in v.items) and a is not None and b is not None:
            first, second = sorted((a, b))
            return [Event("military_cooperation", first, second, {"defence"}, set(features) | {"services"}, i, tokens, group="")]
        near = {c for t in tokens for hit in [v.item_at.get(t)] if hit for c in hit[2].classes}
        near |= {c for hit in v.items for c in hit[2].classes if hit[2].kind == "technology_transfer"}
        near = near or {c for x in (*v.context.last_items, *v.context.last_technology) if x.kind == "technology_transfer" for c in x.classes}
        if not near:
            return []
        kind, classes = "technology_transfer", near & {"space_tech", "ballistic_missile_tech", "nuclear", "other_tech"} or {"other_tech"}
    if is_symmetric(kind):
        if a is None or b is None:
            return []
        a, b = sorted((a, b))
    features = set(features)
    if v.exchange_zone and not {t for t in tokens if t not in v.at} & v.exchange_zone:
        features.add("exchange")
    return [Event(kind, a, b, set(classes), features, i, tokens, group=split)]


GIVING_AID, COMMERCE = verb_set("verbs_of_giving_aid"), verb_set("verbs_of_commerce")  # what is sold is no aid


def _by_aid_body(v: View, i: int) -> bool:
    """Whether the subject of the verb at `i` is a body that gives aid (`UNICEF plans to send …`)."""
    subject = verb_roles(v, i).subject if v.s.is_verb(i) else None
    theme = verb_roles(v, v.s.heads[i]).theme if v.s.base[i] == "xcomp" else None
    names = read_yaml("lexicon/frames.yaml")["aid_bodies"]
    return any(name in " ".join(v.s.lower[x] for x in v.s.noun_phrase(t)) for t in (subject, theme) if t is not None for name in names)


def speaks_of_aid(v: View) -> bool:
    """Whether the sentence speaks of aid: by a word of aid or by the name of an aid body."""
    data = read_yaml("lexicon/frames.yaml")
    text = " ".join(v.s.lower)
    return bool(set(v.s.lower) & set(data["aid_words"])) or any(name in text for name in data["aid_bodies"])

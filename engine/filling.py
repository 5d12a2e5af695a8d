"""Who gave what to whom: a frame's roles turned into parties, kinds and items.

The tree's own roles come first; what it leaves open is filled from the words around and from what the text told before.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.lexicon import Item
from engine.lists.mentions import ListedMention
from engine.parties import party_classes, state_of
from engine.roles import Roles, View, linear_roles, verb_roles
from engine.vocabulary import is_symmetric, read_yaml, word_set

STRONG_GOAL = word_set("prepositions_of_goal")
WEAK_GOAL = word_set("prepositions_of_place")
PEOPLE_KINDS = frozenset({"labour", "tourism", "troops", "trainers", "specialists"})


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


def is_anaphoric(v: View, theme: int | None) -> bool:
    """Whether a theme is `it`, `them`, `two of them`."""
    if theme is None:
        return False
    s = v.s
    words = {s.lower[t] for t in s.noun_phrase(theme)}
    return bool(words & {"them", "it", "those", "ones"}) and not any(t in v.at for t in s.noun_phrase(theme))


def _definite(v: View, theme: int | None) -> bool:
    """Whether a theme is something told of before: `the ship`, `the weapons`."""
    return theme is not None and any(v.s.lower[c] in ("the", "this", "that", "these", "those") for c in v.s.children[theme])


def build_events(v: View, i: int, items: list[Item], roles: Roles, second: int | None, direction: str, theme_tokens: list[int], lemma: str, nominal: bool = False) -> list[Event]:
    """Events, one for each kind among `items`, with parties by direction."""
    s = v.s
    data = read_yaml("lexicon/frames.yaml")
    carried_by = [t for t in roles.agents if s.lower[t] in data["carriers"]]
    agents = [code for t in roles.agents for code in v.parties(t)]
    sources = [code for prep, t in roles.phrases if prep in ("from", "out", "out of") or (prep == "of" and s.lower[t - 2 : t] and "out" in s.lower[max(0, t - 3) : t]) for code in v.parties(t)]
    goals = [code for prep, t in roles.phrases if prep in STRONG_GOAL for code in v.parties(t)]
    if lemma in ("share", "sharing", "barter", "trade"):
        goals += [code for prep, t in roles.phrases if prep == "with" for code in v.parties(t) if code not in agents]
    if second is not None and second in theme_tokens and s.base[second] == "amod":
        second = None  # `Colombian mercenaries sent by X`: what is sent, not to whom
    people = {item.kind for item in items} & PEOPLE_KINDS
    if second is not None:
        goals = v.parties(second) + goals
    left_from = {t for prep, t in roles.phrases if prep == "from"}  # `from an office in X`
    weak = [
        (prep, code, t)
        for prep, t in roles.phrases
        if prep in WEAK_GOAL and not left_from & set(s.ancestors(t)) and not (prep == "with" and second is not None) and (t not in theme_tokens or prep == "for")
        for code in v.parties(t, pronouns=False)
    ]
    bound = {t: v.at[t].code for t in theme_tokens if t in v.at and s.base[t] == "nmod" and s.preposition(t) in ("for", "to", "bound")}
    origin = [v.at[t].code for t in theme_tokens if t in v.at and v.at[t].form in ("adjective", "name", "group") and not _in_goal(v, t, roles) and not _within(v, t, bound)]
    origin += [m.code for t in theme_tokens for c in s.children[t] if s.base[c] in ("acl", "amod", "conj") and s.lower[c] in data["origin_verbs"] for m in v.mentions if m.start in s.subtree(c)][:1]
    if carried_by and all(item.weak for item in items):
        cargo = s.subtree(carried_by[0])
        inner = [h for h in v.items_in(cargo) if not h[2].weak]
        items = [h[2] for h in inner] or items
        origin += [v.at[t].code for t in cargo if t in v.at and inner]
    if origin and (carried_by or lemma in word_set("carrying_verbs")):
        agents, sources = origin[:1], [] if not agents else sources
    if carried_by and not agents and not origin:
        agents = [code for prep, t in roles.phrases if prep in ("on", "aboard") for code in v.parties(t, pronouns=False)]
    if "technology_transfer" in {item.kind for item in items}:
        items = [as_technology(item) for item in items]
    if lemma in ("launder", "laundering"):
        owners = [m.code for m in v.mentions if m.start > i]
        return _events(v, i, items, [], owners[:1], theme_tokens, roles, lemma, s)
    between = [code for prep, t in roles.phrases if prep == "between" for code in v.parties(t)]
    sources = [] if any(prep == "from" and s.lower[t] in word_set("seats") for prep, t in roles.phrases) and agents else sources
    if direction == "give":
        suppliers, recipients = agents or sources, goals
        if sources and agents and agents != sources and not nominal and (not goals or state_of(agents[0]) in goals):
            suppliers, recipients = sources, agents  # who brings goods from elsewhere into its own country receives them
    elif direction == "get":
        suppliers, recipients = [c for c in sources if c not in agents], agents
        if nominal and goals:
            recipients = goals
    else:
        suppliers, recipients = (origin or sources), goals
        if roles.theme is not None and not roles.passive and (people or lemma in ("reach", "enter")) and lemma in word_set("verbs_with_place_object"):
            recipients = recipients or v.parties(roles.theme)
    if lemma in ("leave", "depart") and roles.theme is not None and not people:
        suppliers = v.parties(roles.theme) or suppliers
        recipients = recipients or [code for prep, code, _ in weak if prep == "for"]
    if people and origin and not (roles.passive and agents):
        suppliers = origin[:1]
    if direction == "get" and any(item.kind == "funds_transfer" for item in items):
        gainers = [code for prep, code, _ in weak if prep == "for"]
        if gainers:
            suppliers, recipients = [], gainers
    if direction == "get" and people and lemma in word_set("employing_verbs"):
        suppliers = origin[:1] or suppliers
        if agents and not suppliers and agents[0] in v.context.targets and people == {"labour"}:  # its own firm's workers abroad
            suppliers, recipients = agents[:1], [code for prep, code, _ in weak if prep == "in" and code != agents[0]]
    if not suppliers and lemma in word_set("loading_verbs"):  # `a tanker loaded crude at a port of X`
        suppliers = [code for prep, code, _ in weak if prep in ("at", "in") and code not in recipients][:1]
    if not suppliers:
        suppliers = [c for c in origin if c not in recipients][:1]
    if not suppliers and direction in ("give", "move"):  # a ship's flag stands for its party when nothing closer is told
        suppliers = [c for prep, t in roles.phrases if prep in ("on", "aboard") and s.lower[t] in data["carriers"] for c in v.parties(t, pronouns=False) if c not in recipients][:1]
    if not recipients and origin and direction == "move":  # `wheat for X docked at …`
        recipients = [c for c in bound.values() if c not in origin][:1]
    if not recipients:
        locating = direction == "move" or people or lemma in word_set("locating_verbs")
        fitting = [(code, t) for prep, code, t in weak if (prep in ("for", "with") or locating or nominal) and code not in suppliers]
        fitting.sort(key=lambda row: len(row[0]) <= 2)  # a group named as the receiver before the place where things land
        recipients = [code for code, t in fitting if t == fitting[0][1]]  # one phrase with all that it coordinates
        if not recipients and direction == "give" and roles.theme is not None and second is None and not nominal:
            receiver = v.party(roles.theme, pronouns=False) if not v.items_in([roles.theme]) else None
            recipients = [receiver] if receiver and receiver not in suppliers else []
    if direction == "get" and roles.passive and not recipients:  # `their rifles are bought in X`
        possessors = [c for t in theme_tokens for c in s.children[t] if s.deps[c] == "nmod:poss"]
        recipients = [code for c in possessors if (code := v.party(c)) is not None and code not in suppliers][:1]
    if direction == "get" and not suppliers and not nominal and lemma in word_set("buying_verbs"):
        suppliers = [code for prep, code, _ in weak if prep == "in" and code not in recipients and code not in {state_of(r) for r in recipients}][:1]
    if not recipients and direction == "give":
        recipients = [c for c in _carriers_goal(v, i, lemma) if c not in suppliers][:1]
    if not recipients and direction == "give" and v.context.route and lemma in word_set("carrying_verbs") and suppliers[:1] and suppliers[0] in v.context.route:
        recipients = [c for c in v.context.route if c != suppliers[0]]  # ships whose way was told before
    if not recipients and direction == "give" and not roles.passive:
        recipients = told_beside(v, i, suppliers)
    if not recipients and direction == "give" and s.base[i] == "conj" and s.is_verb(s.heads[i]):
        above = verb_roles(v, s.heads[i])  # `will help X build … and has promised technology`: X gets both
        recipients = [c for t in (above.second, above.theme) if t is not None and t in v.at for c in v.parties(t) if c not in suppliers][:1]
    linear = linear_roles(v, i)
    if not suppliers and direction in ("give", "move") and not (people and nominal):
        suppliers = [c for c in linear["from"] + linear["by"] + (linear["before"] if direction == "give" and not roles.passive and not nominal else []) if c not in recipients][:1]
    if not suppliers and direction == "get":
        suppliers = [c for c in linear["from"] if c not in recipients][:1]
    if not recipients and direction in ("give", "move"):
        recipients = [c for c in linear["to"] if c not in suppliers][:1]
    if not recipients and direction == "get" and not nominal:
        recipients = [c for c in linear["before"] + linear["by"] if c not in suppliers][:1]
    if not suppliers and recipients and not nominal and (is_anaphoric(v, roles.theme) or (direction == "get" and _definite(v, roles.theme))):
        held = [v.context.holders[c] for item in items for c in item.classes if c in v.context.holders]
        suppliers = [c for c in held if c not in recipients][:1]
    if v.context.partners is not None and (set(s.lower) & word_set("deal_words")) and bool(suppliers) != bool(recipients):
        known = (suppliers or recipients)[0]
        other = [c for c in v.context.partners if c != known]
        if known in v.context.partners:
            suppliers, recipients = (suppliers, other) if suppliers else (other, recipients)
    if not recipients and nominal and direction == "give":
        recipients = [c for c in _transit(v) if c not in suppliers][:1]
    pair = v.context.last_pair
    if pair is not None and suppliers[:1] == [pair[1]] and not recipients and in_return(s.lower):
        recipients = [pair[0]]
    if pair is not None and recipients[:1] == [pair[0]] and not suppliers and in_return(s.lower):
        suppliers = [pair[1]]
    alone = len({m.code for m in v.mentions}) == 1
    if pair is not None and direction == "give" and suppliers[:1] == [pair[0]] and not recipients and alone and set(s.lower) & word_set("going_on"):
        recipients = [pair[1]]  # `it had also exported extra guns`
    if between and len(between) == 2:
        suppliers, recipients = suppliers or between[:1], recipients or [c for c in between if c not in suppliers][:1]
    if suppliers and recipients and suppliers[0] != recipients[0]:
        v.context.last_pair = (suppliers[0], recipients[0])
    for item in items:
        for c in item.classes if recipients else ():
            v.context.holders[c] = recipients[0]
    if not recipients and lemma in word_set("verbs_that_need_a_goal"):
        return []
    return _events(v, i, items, suppliers, recipients, theme_tokens, roles, lemma, s)


def in_return(lower: Sequence[str]) -> bool:
    """Whether a sentence tells of the other side of a deal told before: `In return X has sent …`."""
    return any(a == "in" and b in ("return", "exchange", "turn") and c != "for" for a, b, c in zip(lower, lower[1:], [*lower[2:], ""], strict=False))


def _transit(v: View) -> list[str]:
    """`using X as a transit point for exports`: where the goods go first."""
    s = v.s
    for m in v.mentions:
        before, after = s.lower[max(0, m.start - 3) : m.start], s.lower[m.end : m.end + 7]
        if set(before) & {"use", "uses", "used", "using"} and "as" in after[:2] and set(after) & word_set("transit_words"):
            return [m.code]
    return []


def _carriers_goal(v: View, i: int, lemma: str) -> list[str]:
    """Where a carrier arrives that is said to carry something: `a vessel carrying rifles docked at a port of Y`."""
    s = v.s
    if s.base[i] != "acl" or lemma not in word_set("carrying_verbs") or s.base[s.heads[i]] != "nsubj":
        return []
    verb = s.heads[s.heads[i]]
    if v.lexicon.verbs.get(s.lower[verb], ("", ""))[1] != "move":
        return []
    roles = verb_roles(v, verb)
    places = [t for prep, t in roles.phrases if prep in STRONG_GOAL or prep in WEAK_GOAL]
    return [c for t in [*places, *(() if roles.theme is None else (roles.theme,))] for c in v.parties(t, pronouns=False)]


def told_beside(v: View, i: int, suppliers: list[str]) -> list[str]:
    """The recipient where the tree has none: a name right after the verb (`giving Pyongyang technology`), or who gives
    thanks for the gift."""
    s = v.s
    after = next((m for m in v.mentions if m.start in (i + 1, i + 2) and m.form not in ("adjective", "media") and m.end < len(s.words)), None)
    if after is not None and s.lower[after.end] not in ("'s", "'", "-") and after.code not in suppliers and (after.start == i + 1 or s.lower[i + 1] == "the"):
        return [after.code]
    for h in s.ancestors(i):
        if s.lower[h] in word_set("thanking"):
            subject = verb_roles(v, h).subject
            return [c for c in v.parties(subject) if c not in suppliers] if subject is not None else []
    return []


def as_technology(item: Item) -> Item:
    """Arms named inside a phrase of technology (`help with missile and satellite programmes`) are its subject matter."""
    turned = {"missiles": "ballistic_missile_tech", "other_arms": "other_tech", "drones": "other_tech", "aircraft": "other_tech"}
    if item.kind != "arms_transfer":
        return item
    return Item(tuple(turned.get(c, "other_tech") for c in item.classes), "technology_transfer", (*item.features, "military"), False, item.word)


def _within(v: View, t: int, bound: dict[int, str]) -> bool:
    """Whether token `t` belongs to a name that says whom the theme is for."""
    return any(v.at[t] is v.at[k] for k in bound)


def _in_goal(v: View, t: int, roles: Roles) -> bool:
    """Whether token `t` lies in a phrase of destination or place rather than of origin."""
    return any(prep != "of" and prep != "from" and prep != "'s" and t in v.s.subtree(noun) for prep, noun in roles.phrases)


def _events(v: View, i: int, items: list[Item], suppliers: list[str], recipients: list[str], theme_tokens: list[int], roles: Roles, lemma: str, s: object) -> list[Event]:
    groups: dict[tuple[str, str], list[Item]] = {}
    gift = lemma in ("gift", "present", "give", "donate") and len(items) > 1
    for item in items:
        split = "small" if gift and item.classes == ("other_goods",) else ""
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
            classes -= {"other_goods"}
            if classes & {"ammunition", "artillery", "missiles", "drones", "small_arms"}:
                classes -= {"other_arms"}
        pairs = [(a, b) for a in (suppliers or [None]) for b in (recipients or [None]) if a != b or a is None or (lemma == "move" and kind == "arms_transfer")]  # type: ignore[list-item]
        pairs = [(a, b) for a, b in pairs if a is None or b is None or state_of(a) != b]  # what a group holds lies in its own country
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
    elif kind == "goods_transfer" and classes <= {"food", "medicine", "other_goods", "textiles"} and _humanitarian(v):
        kind, features = "humanitarian_assistance", features | {"humanitarian"}
    elif kind == "specialists":
        if set(v.s.lower) & {"jobs", "employed", "remote", "freelance", "earn", "wages", "contracts"}:
            return [Event("labour", a, b, set(), set(features), i, tokens, group=split)]
        if any(hit[2].kind == "arms_transfer" for hit in v.items) and a is not None and b is not None:
            first, second = sorted((a, b))
            return [Event("military_cooperation", first, second, {"defence"}, set(features) | {"services"}, i, tokens, group="")]
        near = {c for t in tokens for hit in [v.item_at.get(t)] if hit for c in hit[2].classes}
        near |= {c for hit in v.items for c in hit[2].classes if hit[2].kind == "technology_transfer"}
        if not near:
            return []
        kind, classes = "technology_transfer", near & {"space_tech", "ballistic_missile_tech", "nuclear", "other_tech"} or {"other_tech"}
    if is_symmetric(kind):
        if a is None or b is None:
            return []
        a, b = sorted((a, b))
    features = set(features)
    if v.exchange_zone and not (tokens & v.exchange_zone):
        features.add("exchange")
    return [Event(kind, a, b, set(classes), features, i, tokens, group=split)]


def _humanitarian(v: View) -> bool:
    """Whether the sentence speaks of aid: by a word of aid or by the name of an aid body."""
    data = read_yaml("lexicon/frames.yaml")
    text = " ".join(v.s.lower)
    return bool(set(v.s.lower) & set(data["aid_words"])) or any(name in text for name in data["aid_bodies"])

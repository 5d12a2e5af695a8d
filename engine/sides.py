"""Who supplies and who receives: by the roles of a frame, by phrases near it, by word order."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, field

from engine.lexicon import Item, verb_set
from engine.parties import state_of
from engine.phrases import (
    STRONG_GOAL,
    WEAK_GOAL,
    addressed,
    as_technology,
    carriers_goal,
    deal_partners,
    describes_a_party,
    held_by,
    in_goal,
    is_ship,
    laden,
    port_of_call,
    turned_down,
    within,
)
from engine.referents import TIES, View
from engine.roles import VESSELS, Roles, linear_roles, phrases_below, verb_roles
from engine.vocabulary import read_yaml, word_set

ACCUSING, HAVING = word_set("accusing"), verb_set("having_verbs")
VISITING, EXTRACTING = verb_set("visiting_verbs"), verb_set("verbs_of_extracting")
BUYING = verb_set("buying_verbs")
TAKEN_UP = word_set("participles_of_taking_up")
SUPPLIED = verb_set("verbs_of_supply")
PEOPLE_KINDS = frozenset({"labour", "tourism", "troops", "trainers", "specialists"})


def is_anaphoric(v: View, theme: int | None) -> bool:
    """Whether a theme is `it`, `them`, `two of them`."""
    if theme is None:
        return False
    s = v.s
    words = {s.lower[t] for t in s.noun_phrase(theme)}
    counted = s.tags[theme] == "CD" and s.lower[theme - 1] in ("another", "more", "other", "further")  # `tried to obtain another four`
    supplied = s.lower[theme] == "they" and s.deps[theme] == "nsubj:pass" and s.lower[s.heads[theme]] in SUPPLIED  # `They were supplied by X`
    return (supplied or bool(words & {"them", "it", "those", "ones"}) or counted) and not any(t in v.at for t in s.noun_phrase(theme))


def is_definite(v: View, theme: int | None) -> bool:
    """Whether a theme is something told of before: `the ship`, `the weapons`."""
    return theme is not None and any(v.s.lower[c] in ("the", "this", "that", "these", "those") for c in v.s.children[theme])


@dataclass
class Cast:
    """What a frame has to go by, and the sides found so far. `second` is the indirect object, `theme` the tokens of what changes
    hands, `weak` (preposition, party, token) of phrases of place, `bound` parties that the theme itself is for, `origin` those it is of."""

    v: View
    i: int
    items: list[Item]
    roles: Roles
    second: int | None
    direction: str
    theme: list[int]
    lemma: str
    nominal: bool
    agents: list[str] = field(default_factory=list)
    sources: list[str] = field(default_factory=list)
    goals: list[str] = field(default_factory=list)
    weak: list[tuple[str, str, int]] = field(default_factory=list)
    bound: dict[int, str] = field(default_factory=dict)
    origin: list[str] = field(default_factory=list)
    people: set[str] = field(default_factory=set)
    suppliers: list[str] = field(default_factory=list)
    recipients: list[str] = field(default_factory=list)

    def not_receiving(self, codes: Iterable[str]) -> list[str]:
        """The first of `codes` that is no recipient."""
        return [c for c in codes if c not in self.recipients][:1]

    def not_supplying(self, codes: Iterable[str]) -> list[str]:
        """The first of `codes` that is no supplier."""
        return [c for c in codes if c not in self.suppliers][:1]


def stages(c: Cast) -> tuple[list[str], list[str]]:
    """Recipients of the first leg, and of a second one: `smuggled to X and then on to Y`."""
    s = c.v.s
    onward = ("then", "onward", "onwards", "later")
    later = [t for prep, t in c.roles.phrases if prep in STRONG_GOAL and (any(s.lower[k] in onward for k in s.children[t]) or s.lower[max(0, min(s.subtree(t)) - 1)] in onward)]
    codes = [code for t in later for code in c.v.parties(t, pronouns=False)]
    first = [x for x in c.recipients if x not in codes]
    if "first" in s.lower[max(0, c.i - 2) : c.i] and c.agents and not c.roles.passive:
        return c.recipients, []  # `X first sold drones to Y, then to Z`
    return (first, [x for x in c.recipients if x in codes][:1]) if first and codes else (c.recipients, [])


def gather(c: Cast) -> None:
    """Parties by the phrases that they stand in."""
    v, s, roles, data = c.v, c.v.s, c.roles, read_yaml("lexicon/frames.yaml")
    carried_by = [t for t in roles.agents if s.lower[t] in data["carriers"]]
    c.agents = [code for t in roles.agents for code in v.parties(t)]
    if c.lemma in word_set("loading_verbs") | word_set("verbs_of_unloading") and any(s.lower[t] in word_set("hands_at_a_port") for t in roles.agents):
        onward = not (word_set("bound_words") | word_set("words_for_a_goal")).isdisjoint(s.lower)
        c.agents, c.direction = ([], "move") if onward else (c.agents, "get")  # `dockworkers of X unloaded the rifles`: they only handle them
    if c.direction == "give" and c.lemma in word_set("loading_verbs") and any(is_ship(v, t) for t in roles.agents):
        c.direction = "get"  # tankers that load oil fetch it
    c.sources = [code for prep, t in roles.phrases if prep in ("from", "out", "out of") or (prep == "off" and is_ship(v, t)) or (prep == "of" and s.lower[t - 2 : t] and "out" in s.lower[max(0, t - 3) : t]) if not turned_down(v, t) and s.lower[s.heads[t]] not in word_set("papers") for code in v.parties(t)]
    if not c.sources and v.context.last_pair and c.direction in ("give", "move") and any(prep == "from" and s.lower[t] == "there" for prep, t in roles.phrases):
        c.sources = [v.context.last_pair[1]]  # `to X. From there they go on to Y`
    if not c.sources and c.direction in ("give", "move"):  # `transport coal picked up at a port of X`
        taken = [k for t in c.theme for k in s.children[t] if s.base[k] == "acl" and s.lower[k] in TAKEN_UP]
        c.sources = [code for k in taken for prep, t in phrases_below(v, k) if prep in ("at", "in", "from") for code in v.parties(t, pronouns=False)][:1]
    if not c.sources and c.direction == "give" and roles.passive and not c.agents and s.base[c.i] == "conj" and s.lower[s.heads[c.i]] in data["origin_verbs"]:  # `was made in X and sold to Y`
        c.sources = [code for prep, t in phrases_below(v, s.heads[c.i]) if prep in ("in", "by") for code in v.parties(t, pronouns=False)][:1]
    if not c.sources and c.direction in ("give", "move"):  # `rifles bought in X end up in Y`
        bought = [k for t in c.theme for k in s.children[t] if s.base[k] == "acl" and s.lower[k] in BUYING and s.tags[k] in ("VBN", "VBD")]
        c.sources = [code for k in bought for prep, t in phrases_below(v, k) if prep in ("in", "from", "at") for code in v.parties(t, pronouns=False)][:1]
    if not c.sources and ((not c.agents and c.direction == "give" and roles.passive) or c.direction == "move") and (held := _who_held(c)):
        c.sources, c.origin = held, []
    if not c.sources and not c.nominal and c.direction == "give" and s.base[c.i] in ("advcl", "conj") and s.lower[s.heads[c.i]] in EXTRACTING:  # `dredged sand in X's waters before selling it to Y`
        c.sources = [code for prep, t in phrases_below(v, s.heads[c.i]) if prep in ("in", "off", "from") and s.heads[t] == s.heads[c.i] for code in v.parties(t, pronouns=False)][:1]
    if not c.sources and c.lemma in word_set("loading_verbs") and any(s.lower[k] == "there" for k in s.children[c.i]) and not any(m.end <= c.i and m.form in ("name", "place") for m in v.mentions):
        c.sources = [x for x in (v.context.last_land, *reversed(v.context.recent)) if x is not None and len(x) == 2][:1]  # `the port of X. Coal was loaded there`
    if not c.sources and c.direction == "get" and any(prep == "from" and s.lower[t] == "there" for prep, t in roles.phrases):
        c.sources = [x for x in reversed(v.context.recent) if len(x) == 2 and x not in c.agents][:1]  # `It also bought machines from there`
    if not c.sources and any(prep == "from" for prep, _ in roles.phrases):  # `from networks with links to X`
        c.sources = [code for prep, t in roles.phrases if prep == "with" and s.lower[t] in TIES for code in v.parties(t, pronouns=False)]
    c.goals = [code for prep, t in roles.phrases if prep in STRONG_GOAL and not addressed(v, t) for code in v.parties(t)]
    if c.goals and not set(c.goals) - set(c.agents) and any(prep in STRONG_GOAL and s.lower[t] in word_set("lands") for prep, t in roles.phrases):
        others = [m.code for m in reversed(v.mentions) if m.end <= c.i] + list(reversed(v.context.recent))
        c.goals = [x for x in others if x not in c.agents and len(x) == 2][:1]  # `X expelled a man of Y who smuggled gold into the country`
    if not c.goals and c.direction == "give":  # `sold gold mined in X to firms in Y`: hung on the clause about the gold
        made = [k for t in c.theme for k in s.children[t] if s.base[k] == "acl" and s.lower[k] in data["origin_verbs"]]
        c.goals = [code for k in made for prep, t in phrases_below(v, k) if prep in STRONG_GOAL for code in v.parties(t, pronouns=False)]
    asking = s.heads[c.i] if c.nominal and s.base[c.i] == "nmod" and s.preposition(c.i) == "for" and s.lower[s.heads[c.i]] in word_set("nouns_of_asking") else None
    if asking is not None and c.sources:  # `will answer requests for aid from X`
        answering = s.heads[asking] if s.lower[s.heads[asking]] in verb_set("verbs_of_answering") else None
        c.goals, c.sources = c.sources, []
        c.agents = [code for t in (verb_roles(v, answering).agents if answering is not None else []) for code in v.parties(t)] or c.agents
    holders = [code for prep, t in roles.phrases if prep in STRONG_GOAL for k in s.children[t] + tuple(x for y in s.children[t] for x in s.children[y]) if s.base[k] == "acl" and s.lower[k] in word_set("held_forms") for m, by in phrases_below(v, k) if m == "by" for code in v.parties(by, pronouns=False) if len(code) > 2]
    c.goals = holders or c.goals  # `to an airstrip in X used by the Y`
    c.sources = [code for prep, t in roles.phrases if prep == "from" for k in s.subtree(t) if s.base[k] == "acl" and s.lower[k] in word_set("held_forms") for m, by in phrases_below(v, k) if m == "by" for code in v.parties(by, pronouns=False) if len(code) > 2][:1] or c.sources  # `from towns held by the Y`
    c.goals = [x for x in c.goals if not any(state_of(y) == x for y in c.goals)]  # `into X to the Y group`: to the group
    if c.lemma in word_set("verbs_shared_with"):
        c.goals += [code for prep, t in roles.phrases if prep == "with" for code in v.parties(t) if code not in c.agents]
    if c.second is not None and c.second in c.theme and c.second in v.at and s.base[c.second] == "amod":
        c.second = None  # `Colombian mercenaries sent by X`: what is sent, not to whom
    c.people = {item.kind for item in c.items} & PEOPLE_KINDS
    if c.second is not None:
        c.goals = v.parties(c.second) + c.goals
    left_from = {t for prep, t in roles.phrases if prep == "from"}  # `from an office in X`
    c.weak = [
        (prep, code, t)
        for prep, t in roles.phrases
        if prep in WEAK_GOAL and s.lower[t] not in word_set("borders") and not left_from & set(s.ancestors(t)) and not (prep == "with" and c.second is not None) and (t not in c.theme or prep == "for")
        for code in v.parties(t, pronouns=False)
    ]
    c.bound = {t: v.at[t].code for t in c.theme if t in v.at and s.base[t] == "nmod" and s.preposition(t) in ("for", "to", "bound")}
    if c.direction == "give" and not c.goals:  # `smuggling of weapons destined for Y`
        c.goals = [code for t in c.theme for k in s.kids(t, "acl") if s.lower[k] in word_set("bound_words") for prep, x in phrases_below(v, k) if prep in ("for", "to") for code in held_by(v, x) or v.parties(x, pronouns=False)]
    c.origin = [v.at[t].code for t in c.theme if t in v.at and v.at[t].form in ("adjective", "name", "group") and not in_goal(v, t, roles) and not within(v, t, c.bound) and not describes_a_party(v, t) and not (c.second in v.at and v.at[t] is v.at[c.second])]
    if c.people:  # `troops in X` are not X's; those that Y has there are Y's
        c.origin = [x for x in c.origin if any(v.at[t].code == x and not (s.base[t] == "nmod" and s.preposition(t) in ("in", "at", "near", "inside")) for t in c.theme if t in v.at)]
        if not c.origin and roles.subject is not None and s.base[roles.subject] == "obj" and s.lower[s.heads[roles.subject]] in HAVING:
            c.origin = [x for t in verb_roles(v, s.heads[roles.subject]).agents for x in v.parties(t)][:1]
    c.origin += [m.code for t in c.theme for k in s.children[t] if s.base[k] in ("acl", "amod", "conj") and s.lower[k] in data["origin_verbs"] for m in v.mentions if m.start in s.subtree(k)][:1]
    c.origin = [x for x in c.origin if not any(state_of(y) == x for y in c.origin)]  # `fighters of X's Front`: the Front's
    if carried_by and all(item.weak for item in c.items):
        cargo = s.subtree(carried_by[0])
        inner = [h for h in v.items_in(cargo) if not h[2].weak]
        c.items = [h[2] for h in inner] or c.items
        c.origin += [v.at[t].code for t in cargo if t in v.at and inner]
    if c.origin and c.direction != "get" and (carried_by or c.lemma in word_set("carrying_verbs")):
        c.agents, c.sources = c.origin[:1], [] if not c.agents else c.sources
    if c.origin and c.direction == "give" and c.lemma in word_set("smuggling") and c.origin[0] in v.context.targets and not set(c.agents) & v.context.targets and not c.sources:
        c.agents = c.origin[:1]  # `sailors of Y smuggled X's missiles`: whose they are
    dealer = any((t not in v.at and not (word_set("dealers") | word_set("companies")).isdisjoint(s.lower[x] for x in s.noun_phrase(t))) or s.lower[t] == "he" for t in roles.agents)
    if dealer and c.origin and c.direction == "give" and c.lemma in word_set("verbs_of_commerce") and c.origin[0] in v.context.targets and not set(c.agents) & v.context.targets and not c.sources and c.goals:
        c.agents = c.origin[:1]  # `a trader of Y sold X's weapons to Z`: whose they are
    if carried_by and not c.agents and not c.origin:
        c.agents = [code for prep, t in roles.phrases if prep in ("on", "aboard") for code in v.parties(t, pronouns=False)]
    if "technology_transfer" in {item.kind for item in c.items}:
        c.items = [as_technology(item) if _subject_matter(c, item) else item for item in c.items]
    if c.origin and c.sources and c.origin[0] in v.context.targets and not set(c.sources) & v.context.targets:
        c.sources = c.origin[:1]  # `North Korean gear sent from China`: whose it is, not where it was shipped
    if c.direction == "give" and c.sources and c.goals and not c.nominal and any(is_ship(v, t) for t in roles.agents):
        c.agents = c.not_supplying(c.sources)  # a ship's flag stands for its party when nothing closer is told
    if c.direction == "give" and c.sources and c.goals and not c.nominal and c.lemma in word_set("hauling_verbs") | word_set("verbs_of_flying") and any(s.lower[t] in ("he", "she") or s.lower[t] in word_set("crews") for t in roles.agents):
        c.agents = c.not_supplying(c.sources)  # `the pilot flew rifles from X to Y`: the land that they left
    if c.agents and any(prep == "from" and s.lower[t] in word_set("seats") for prep, t in roles.phrases):
        c.sources = []


def _who_held(c: Cast) -> list[str]:
    """Who had the goods before they went on: `rifles that X sold to Y turned up in Z`, `diesel that Y imports is smuggled into Z`: Y."""
    v, s = c.v, c.v.s
    for k in (k for t in c.theme for k in s.kids(t, "acl") if k != c.i and (s.tags[k] == "VBN" or s.deps[k] == "acl:relcl")):
        direction = v.lexicon.verbs.get(s.lower[k], ("", ""))[1]
        if direction == "give" and (goals := [code for prep, t in phrases_below(v, k) if prep in STRONG_GOAL for code in v.parties(t)]):
            return goals[:1]
        if direction == "get" and s.deps[k] == "acl:relcl" and (getters := [code for t in s.kids(k, "nsubj") for code in v.parties(t, pronouns=False)]):
            return getters[:1]
    return []


def by_direction(c: Cast) -> None:
    """Sides by what the verb or noun says of its roles."""
    v, roles = c.v, c.roles
    if c.direction == "give":
        c.suppliers, c.recipients = c.agents or c.sources, c.goals
        if c.suppliers == c.agents and not c.nominal and (bidden := [x for x in _principals(c) if x not in c.goals]):
            c.suppliers = bidden[:1]  # `sold radios on behalf of X`
        of_the_soil = {x for item in c.items for x in item.classes} & word_set("goods_of_the_soil")
        if of_the_soil and c.sources and c.goals and c.agents and not c.nominal and c.sources[0] in v.context.targets and len(c.agents[0]) == 2 and not set(c.sources) & set(c.goals):
            c.suppliers = c.sources  # `a trader of Z shipped diamonds from X to Y`
        if c.lemma in word_set("verbs_of_selling_abroad") and c.agents and len(c.agents[0]) > 2 and c.goals:
            c.suppliers = c.sources or c.agents  # `X's men exported gold from Y to X`
        elif c.people and c.people <= {"troops", "trainers"} and c.agents and c.sources and not c.goals and v.s.kids(c.i, "advcl", "xcomp"):
            pass  # `flew in fighters from X to aid Y`: hired there for another's war
        elif c.sources and c.agents and c.agents != c.sources and not (c.goals or c.nominal or roles.passive) and any(prep in ("to", "into", "towards") for prep, _ in roles.phrases):
            c.suppliers = c.sources  # `X-based smugglers move coal from Y to the coast`
        elif c.sources and c.agents and c.agents != c.sources and not c.nominal and (not c.goals or state_of(c.agents[0]) in c.goals):
            c.suppliers, c.recipients = c.sources, c.agents  # who brings goods from elsewhere into its own country receives them
        elif c.agents and c.origin and not (c.goals or c.sources or c.nominal or c.roles.passive) and c.lemma in word_set("verbs_of_fetching_away") and c.origin[0] in v.context.targets and c.agents[0] not in v.context.targets and len(c.agents[0]) == 2 and not c.people:
            c.suppliers, c.recipients = c.origin[:1], c.agents[:1]  # `Y has begun shipping X's munitions`: to itself
        elif _sells_anothers(c):
            c.suppliers, c.recipients = c.origin[:1], c.agents[:1]  # `shops in Y sell X's seafood`
        elif c.agents and c.origin and not c.goals and not c.sources and not c.nominal and not c.roles.passive and len(c.agents[0]) > 2 and c.lemma in word_set("verbs_of_hauling_away") and c.origin[0] not in c.agents and not any(prep == "to" for k in v.s.conjuncts(v.s.heads[c.i] if v.s.base[c.i] == "conj" else c.i) for prep, _ in phrases_below(v, k)):
            c.suppliers, c.recipients = c.origin[:1], c.agents[:1]  # `X tried to move Y's weapons through Z`, of an armed group
    elif c.direction == "get":
        c.suppliers, c.recipients = [x for x in c.sources if x not in c.agents], _principals(c) or c.agents
        if c.nominal and c.goals:
            c.recipients = c.goals
        buyers = [code for code in (*(code for prep, code, _ in c.weak if prep == "for"), *_principals(c)) if code in v.context.targets and code not in c.suppliers]
        if buyers and c.lemma in word_set("buying_verbs") and not set(c.agents) & v.context.targets and not c.nominal:
            c.suppliers, c.recipients = c.suppliers or c.not_receiving(c.origin) or c.agents[:1], buyers[:1]  # `a trader bought yachts for X`, `on behalf of X`
        if c.second is not None and c.lemma in word_set("buying_verbs") and not c.nominal and not c.roles.passive and (given := v.parties(c.second)):
            c.recipients = given[:1]  # `X bought Y guns`
        if not c.recipients and c.lemma in word_set("buying_verbs"):  # `a trader bought lorries for X`
            c.recipients = [code for prep, code, _ in c.weak if prep == "for" and code not in c.suppliers]
    else:
        c.suppliers, c.recipients = (c.origin or c.sources), c.goals
        if c.lemma in word_set("verbs_of_origin"):  # `the coal originated in X`: not to X
            c.suppliers = [code for prep, code, _ in c.weak if prep in ("in", "at")] or c.suppliers
        if roles.theme is not None and not roles.passive and (c.people or c.lemma in ("reach", "enter")) and c.lemma in word_set("verbs_with_place_object"):
            c.recipients = c.recipients or v.parties(roles.theme)
    served_there = [code for prep, code, t in c.weak if prep == "for" and (len(code) > 2 or not word_set("armies").isdisjoint(v.s.lower[x] for x in v.s.noun_phrase(t)))]
    if served_there and c.recipients and c.direction in ("give", "move") and c.second is None and not c.people and served_there[0] not in c.suppliers:
        c.recipients = served_there[:1]  # `flew arms to X for the army of Y`
    if c.agents and c.suppliers and c.suppliers[:1] == c.recipients[:1] and not c.nominal and roles.subject is not None:  # `X's agents in Y carried cash to X`
        c.suppliers = c.not_receiving(code for t in v.s.kids(roles.subject, "nmod") if v.s.preposition(t) == "in" for code in v.parties(t, pronouns=False)) or c.suppliers
    if c.people == {"tourism"} and not c.suppliers and c.agents and c.agents[0] in v.context.targets and not c.origin:
        c.recipients = c.recipients or c.agents[:1]  # `X plans more foreign tourism`: X hosts
    elif c.people == {"tourism"} and not c.suppliers:
        c.suppliers = c.not_receiving(c.agents)
    if c.lemma in ("leave", "depart") and roles.theme is not None and not c.people:
        c.recipients = c.recipients or [code for prep, code, _ in c.weak if prep == "for"]
        c.suppliers = c.not_receiving(v.parties(roles.theme)) or c.suppliers
        if not c.recipients and roles.subject is not None and v.s.lower[roles.subject] in VESSELS and v.items_in(laden(v, roles.subject)):  # `X's tankers with fuel left a port of Y`
            c.recipients = c.not_supplying(v.parties(roles.subject, pronouns=False))
    hired = c.people <= {"troops", "trainers"} and c.direction == "give" and c.agents and not c.nominal and c.lemma not in word_set("carrying_people") and not set(c.agents) & set(c.origin)  # `X sent Y's fighters to Z`
    bidders = _principals(c) if c.people and c.people <= {"troops", "trainers"} else []
    if bidders:
        c.suppliers = bidders[:1]  # `X's fighters have gone to Z on the orders of Y`
    elif c.people and c.origin and not (roles.passive and c.agents) and not hired:
        c.suppliers = c.origin[:1]
    if c.direction == "get" and any(item.kind == "funds_transfer" for item in c.items):
        gainers = [code for prep, code, _ in c.weak if prep == "for"]
        if gainers:
            c.suppliers, c.recipients = [], gainers
    if c.direction == "get" and c.people <= {"troops", "trainers"} and c.people and c.lemma in ("bring in", "bring") and c.agents:
        served = v.context.sole_target([m.code for m in v.mentions])
        if served is not None and served not in c.agents:  # `Russia has brought in mercenaries`, in a text on Libya
            c.suppliers, c.recipients = c.agents[:1], [served]
    if c.direction == "get" and c.people and c.lemma in word_set("employing_verbs"):
        c.suppliers = c.origin[:1] or c.suppliers
        if c.agents and not c.suppliers and c.agents[0] in v.context.targets and c.people == {"labour"}:  # its own firm's workers abroad
            c.suppliers, c.recipients = c.agents[:1], [code for prep, code, _ in c.weak if prep == "in" and code != c.agents[0]]


def _sells_anothers(c: Cast) -> bool:
    """Whether somebody sells goods of a party under measures, to nobody told."""
    held = c.v.context.targets
    selling = c.lemma in word_set("shopkeepers_verbs") and {item.kind for item in c.items} == {"goods_transfer"} and not (c.nominal or c.roles.passive)
    return selling and bool(c.agents and c.origin) and not (c.goals or c.sources) and c.origin[0] in held and not set(c.agents) & held


def _principals(c: Cast) -> list[str]:
    """For whom somebody acts: `bought rifles on the orders of X`, `on behalf of X`, `at the request of X`."""
    s = c.v.s
    return [code for prep, t in c.roles.phrases if prep in ("on", "at", "upon") and s.lower[t] in word_set("words_of_bidding") for code in c.v.parties(t, pronouns=False)]


def by_phrases(c: Cast) -> None:
    """Sides that the roles leave open, from the theme's own modifiers and the phrases around the frame."""
    v, s, roles = c.v, c.v.s, c.roles
    if not c.suppliers and c.lemma in word_set("loading_verbs"):  # `a tanker loaded crude at a port of X`
        c.suppliers = c.not_receiving(code for prep, code, _ in c.weak if prep in ("at", "in"))
        aboard = {m.code for m in v.mentions if m.form == "ship" and m.end - 1 in roles.agents}
        port = [code for k in (c.i, *s.kids(c.i, "advcl")) for prep, t in phrases_below(v, k) if prep in ("at", "in") for code in v.parties(t, pronouns=False)]
        if port and port[0] in aboard:
            c.suppliers, c.recipients = port[:1], []  # `X's ship took on coal while docked at a port of X`
        elif not c.suppliers:
            c.suppliers = c.not_receiving(port)
        if not c.suppliers and c.direction == "get" and any(s.lower[k] == "there" for k in s.children[c.i]):
            named = [m.code for m in reversed(v.mentions) if m.end <= c.i and m.form in ("name", "place")]
            c.suppliers = c.not_receiving(x for x in (*named, *reversed(v.context.recent)) if len(x) == 2)
    if c.direction == "get" and not c.suppliers and s.base[c.i] == "advcl" and any(s.lower[k] == "to" for k in s.kids(c.i, "mark")) and v.lexicon.verbs.get(s.lower[s.heads[c.i]], ("", ""))[1] == "move":
        c.suppliers = c.not_receiving(code for prep, t in phrases_below(v, s.heads[c.i]) if prep in ("to", "at", "into", "in") for code in v.parties(t, pronouns=False))  # `sailed to a port of X to collect fuel`
    if c.direction == "get" and not c.suppliers and s.base[c.i] == "advcl" and s.lower[s.heads[c.i]] in VISITING and any(s.lower[k] == "to" for k in s.kids(c.i, "mark")):
        c.suppliers = c.not_receiving(code for t in s.kids(s.heads[c.i], "obj") for code in v.parties(t, pronouns=False))  # `visited X's port to load arms`
    if c.direction == "get" and not c.suppliers and s.base[c.i] == "conj" and not s.kids(c.i, "nsubj"):  # `flew to X and returned with coal`
        c.suppliers = c.not_receiving(port_of_call(v, s.heads[c.i]))
    if c.direction == "get" and s.base[c.i] == "acl" and any(s.lower[k] == "where" for k in s.children[c.i]):
        c.suppliers = c.suppliers or v.parties(s.heads[c.i], pronouns=False)  # `from X, where dealers buy them`
    if not c.suppliers:
        c.suppliers = c.not_receiving(c.origin)
    if not c.suppliers and c.direction == "give" and c.lemma in word_set("carrying_verbs") and s.base[c.i] == "advcl" and v.lexicon.verbs.get(s.lower[s.heads[c.i]], ("", ""))[1] == "move":
        c.suppliers = c.not_receiving(code for prep, t in phrases_below(v, s.heads[c.i]) if prep == "from" for code in v.parties(t, pronouns=False))  # `crossed from X into Y, carrying horses`
    if not c.suppliers and c.direction == "give" and c.lemma in word_set("carrying_verbs") and s.base[c.i] == "acl" and s.base[s.heads[c.i]] == "nsubj" and v.lexicon.verbs.get(s.lower[s.heads[s.heads[c.i]]], ("", ""))[1] == "move":
        c.suppliers = c.not_receiving(code for prep, t in phrases_below(v, s.heads[s.heads[c.i]]) if prep == "from" for code in v.parties(t, pronouns=False))  # `ships carrying fuel sailed from X to Y`
    if not c.suppliers and c.direction in ("give", "move"):  # a ship's flag stands for its party when nothing closer is told
        carriers = read_yaml("lexicon/frames.yaml")["carriers"]
        c.suppliers = c.not_receiving(code for prep, t in roles.phrases if prep in ("on", "aboard") and s.lower[t] in carriers for code in v.parties(t, pronouns=False))
    if not c.recipients and c.origin and c.direction == "move":  # `wheat for X docked at …`
        c.recipients = [x for x in c.bound.values() if x not in c.origin][:1]
    if not c.recipients:
        locating = c.direction == "move" or c.people or c.lemma in word_set("locating_verbs")
        hired = set(s.subtree(roles.theme)) if roles.theme is not None and c.people <= {"troops", "trainers"} and c.people and c.agents and c.direction == "give" else set()  # `flew in fighters from militias in X`: where they are from
        fitting = [(code, t) for prep, code, t in c.weak if t not in {x for x in hired if s.heads[x] != roles.theme} and (prep in ("for", "with") or locating or c.nominal) and code not in c.suppliers]
        fitting.sort(key=lambda row: len(row[0]) <= 2)  # a group named as the receiver before the place where things land
        c.recipients = [code for code, t in fitting if t == fitting[0][1]]  # one phrase with all that it coordinates
        if not c.recipients and c.direction == "give" and roles.theme is not None and c.second is None and not c.nominal and not c.people:
            counted = any(s.preposition(k) == "of" and v.items_in(s.noun_phrase(k)) for k in s.kids(roles.theme, "nmod"))  # `thousands of X-made rifles`
            receiver = v.party(roles.theme, pronouns=False) if not (counted or v.items_in([roles.theme])) else None
            c.recipients = [receiver] if receiver and receiver not in c.suppliers else []
    if c.direction == "move" and c.lemma in word_set("coming_verbs") and c.suppliers and not c.recipients and roles.subject is not None:  # `X's rifles come from Y`
        owners = [k for k in s.children[roles.subject] if s.deps[k] == "nmod:poss"]
        c.recipients = c.not_supplying(code for k in owners if (code := v.party(k)) is not None)
    if c.direction == "move" and c.lemma in word_set("coming_verbs") and c.suppliers and not c.recipients:  # `the shells that Y fires come from X`
        users = [k for t in c.theme for k in s.children[t] if s.base[k] == "acl" and s.lower[k] in verb_set("using_verbs")]
        c.recipients = c.not_supplying(code for k in users for t in s.children[k] if t < k for code in ([v.at[t].code] if t in v.at else []))
    if c.direction == "give" and roles.passive and not c.suppliers and not c.nominal:  # `was supplied to X as part of a deal with Y`
        c.suppliers = c.not_receiving(code for deal in s.subtree(c.i, frozenset({"conj", "acl"})) if s.lower[deal] in word_set("deal_words") for prep, t in phrases_below(v, deal) if prep == "with" for code in v.parties(t, pronouns=False))
    if c.direction == "give" and roles.passive and not c.suppliers and not c.nominal:  # `Its coltan is trucked to Y`
        c.suppliers = c.not_receiving(code for t in c.theme for k in s.children[t] if s.deps[k] == "nmod:poss" and s.lower[k] in ("its", "their") for code in v.parties(k))
    if c.direction == "get" and roles.passive and not c.recipients:  # `their rifles are bought in X`
        possessors = [k for t in c.theme for k in s.children[t] if s.deps[k] == "nmod:poss"]
        c.recipients = c.not_supplying(code for k in possessors if (code := v.party(k)) is not None)
    if c.direction == "get" and not c.suppliers and not c.nominal and c.lemma in word_set("buying_verbs"):
        homes = {state_of(r) for r in c.recipients}
        c.suppliers = c.not_receiving(code for prep, code, _ in c.weak if prep == "in" and code not in homes)
        c.suppliers = c.suppliers or c.not_receiving(code for prep, t in roles.phrases if prep == "through" for code in v.parties(t, pronouns=False))
    if c.direction == "get" and not c.suppliers and not roles.passive and not c.nominal and s.base[c.i] == "conj" and v.lexicon.verbs.get(s.lower[s.heads[c.i]], ("", ""))[1] == "give":
        above = verb_roles(v, s.heads[c.i])  # `exports fuel to X and imports talc`, `sold X oil and bought its wigs`
        owned = any(s.lower[k] in ("its", "their") for t in c.theme for k in s.children[t])
        if (owned or c.lemma == "import" or c.lemma in word_set("buying_verbs")) and not above.passive:
            goals = [t for prep, t in above.phrases if prep == "to"] + [t for t in (above.second,) if t is not None]
            c.suppliers = c.not_receiving(code for t in goals for code in v.parties(t, pronouns=False))[:1]
    if not (c.suppliers and c.recipients) and c.direction in ("give", "get") and not c.nominal:
        partners = deal_partners(v, c.i)
        if c.direction == "get" and not c.suppliers:
            c.suppliers = c.not_receiving(partners)
        elif c.direction == "give" and not c.recipients:
            c.recipients = c.not_supplying(partners)
    if c.direction == "give" and c.suppliers and c.recipients and not c.nominal and ({c.suppliers[0], state_of(c.suppliers[0])} & {c.recipients[0], state_of(c.recipients[0])}) - {None}:
        c.suppliers = deal_partners(v, c.i)[:1] or c.suppliers  # `X signed a deal with Y to supply oil to X`
    if not c.recipients and c.direction == "give" and not c.nominal and s.base[c.i] == "conj" and not s.is_passive(s.heads[c.i]):  # `made calls at a port of Y and delivered fuel`
        c.recipients = c.not_supplying(port_of_call(v, s.heads[c.i]))
    if not c.recipients and c.lemma in word_set("verbs_of_unloading") and s.base[c.i] in ("advcl", "xcomp") and s.is_passive(s.heads[c.i]):  # `was seen in X unloading fuel`
        c.recipients = c.not_supplying(code for prep, t in phrases_below(v, s.heads[c.i]) if prep in ("in", "at", "off", "near") for code in v.parties(t, pronouns=False))
    if not c.recipients and c.direction == "give" and c.nominal and s.base[c.i] == "obj" and s.lower[s.heads[c.i]] in verb_set("verbs_of_awaiting"):
        waiting = verb_roles(v, s.heads[c.i])
        c.recipients = [] if waiting.passive else c.not_supplying(code for t in waiting.agents for code in v.parties(t))  # `X awaits the delivery of jets from Y`
    if not c.recipients and c.direction == "give" and not c.nominal and s.base[c.i] == "advcl" and any(s.lower[k] == "by" for k in s.kids(c.i, "mark")):
        helped = [t for prep, t in phrases_below(v, s.heads[c.i]) if prep in ("to", "for") and s.lower[t] in word_set("wars_and_programmes")]
        c.recipients = c.not_supplying(code for t in helped for code in v.parties(t, pronouns=False))  # `contributes to X's war by providing drones`
    if not c.recipients and c.direction == "give" and not c.nominal:
        c.recipients = c.not_supplying(_users(c))
    if c.recipients or c.direction != "give":
        return
    if c.lemma in word_set("verbs_of_meeting_need") and c.agents and not c.nominal:  # `X supplies most of Y's crude`
        owners = [k for t in c.theme for k in s.children[t] if s.deps[k] == "nmod:poss"]
        c.recipients = c.not_supplying(code for k in owners if (code := v.party(k, pronouns=False)) is not None)
        if c.recipients:
            return
    c.recipients = c.not_supplying(carriers_goal(v, c.i, c.lemma) or _who_asked(c))
    if not c.recipients and v.context.route and c.lemma in word_set("carrying_verbs") and c.suppliers and c.suppliers[0] in v.context.route:
        c.recipients = [x for x in v.context.route if x != c.suppliers[0]]  # ships whose way was told before
    if not c.recipients and s.base[c.i] == "conj" and s.is_verb(s.heads[c.i]):
        above = verb_roles(v, s.heads[c.i])  # `will help X build … and has promised technology`: X gets both
        c.recipients = c.not_supplying(code for t in (above.second, above.theme) if t is not None and t in v.at for code in v.parties(t))


def _users(c: Cast) -> list[str]:
    """Who uses what is given: `Y's army flies drones supplied by X`, `the drones used by Y were supplied by X`, `Y is where X sells its coal`."""
    v, s, using = c.v, c.v.s, verb_set("using_verbs")
    noun = s.heads[c.i]
    if s.base[c.i] == "acl" and s.base[noun] == "obj" and s.lower[s.heads[noun]] in using:
        return [code for t in verb_roles(v, s.heads[noun]).agents for code in v.parties(t)]
    if s.base[c.i] == "advcl" and s.lower[noun] == "where" and s.kids(noun, "cop"):
        return [code for t in s.kids(noun, "nsubj") for code in v.parties(t, pronouns=False)]
    return [code for t in c.theme for k in s.kids(t, "acl") if s.lower[k] in using and s.is_passive(k) for prep, x in phrases_below(v, k) if prep == "by" for code in v.parties(x, pronouns=False)]


def by_word_order(c: Cast) -> None:
    """Sides that the tree leaves open, from what stands after `to`, `from`, `by`, and before the verb."""
    linear = linear_roles(c.v, c.i)
    active = c.direction == "give" and not c.roles.passive and not c.nominal and not _who_asked(c)
    if not c.suppliers and c.direction in ("give", "move") and not (c.people and c.nominal):
        c.suppliers = c.not_receiving(linear["from"] + linear["by"] + ([x for x in linear["before"] if x not in _accuser(c)] if active else []))
    if not c.suppliers and c.direction == "get":
        c.suppliers = c.not_receiving(linear["from"])
    if not c.recipients and c.direction in ("give", "move"):
        c.recipients = c.not_supplying(linear["to"])
    if not c.recipients and c.direction == "get" and not c.nominal:
        c.recipients = c.not_supplying((linear["before"] if not any(c.v.s.lower[k] == "where" for k in c.v.s.children[c.i]) else []) + linear["by"])
    if not c.recipients and (c.lemma in word_set("smuggling") or (c.roles.passive and c.lemma in word_set("carrying_verbs"))):
        c.recipients = [code for prep, t in c.roles.phrases if prep == "through" for code in c.v.parties(t, pronouns=False) if code not in c.suppliers]
        if c.recipients and set(c.suppliers) & c.v.context.targets and all(set(item.classes) & word_set("goods_brought_in") for item in c.items):
            c.suppliers, c.recipients = [], c.suppliers[:1]  # `X smuggled limousines through Y`: to itself


def _who_asked(c: Cast) -> list[str]:
    """Who asks, pays or waits for another to deliver: `X's leaders asked Y to provide drones`."""
    s, h = c.v.s, c.v.s.heads[c.i]
    if c.nominal or s.base[c.i] not in ("xcomp", "advcl") or s.lower[h] not in ASKING or not any(s.lower[k] == "to" for k in s.kids(c.i, "mark")):
        return []
    above = verb_roles(c.v, h)
    return [] if above.passive or above.subject is None or above.subject == c.roles.subject else c.v.parties(above.subject)


def _accuser(c: Cast) -> list[str]:
    """Who accuses somebody whom the sentence does not name: `X accused the firms of shipping missiles`."""
    s, h = c.v.s, c.v.s.heads[c.i]
    accused = verb_roles(c.v, h).theme if s.base[c.i] in ("advcl", "xcomp", "ccomp", "obl") and s.lower[h] in ACCUSING else None
    return [x for t in verb_roles(c.v, h).agents for x in c.v.parties(t)] if accused is not None and not c.v.parties(accused) else []


ASKING = verb_set("verbs_of_asking_for")


def _subject_matter(c: Cast, item: Item) -> bool:
    """Whether arms are what the technology beside them is for (`know-how in missiles`), and not sent along with it
    (`air defence systems and know-how in missiles`)."""
    s = c.v.s
    hits = c.v.items_in(c.theme)
    places = [t for h in hits if h[2] is item for t in range(h[0], h[1])]
    knowing = [t for h in hits if h[2].kind == "technology_transfer" and s.lower[h[1] - 1] in word_set("words_for_knowledge") for t in range(h[0], h[1])]
    if not places or not knowing:
        return True
    first = min(knowing)
    return any(t > first or (any(a in knowing for a in s.ancestors(t)) and s.base[t] != "conj" and not any(s.base[a] == "conj" for a in s.ancestors(t) if a in c.theme and a not in knowing)) for t in places)



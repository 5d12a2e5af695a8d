"""What two sides do with each other, told in other words than an agreement: trade, investment, leases, fronts, delegations, exchanges of students."""

from __future__ import annotations

from engine.filling import Event
from engine.lexicon import verb_forms, verb_set
from engine.referents import View
from engine.roles import Roles, phrases_below, verb_roles, verbs_of
from engine.vocabulary import word_set


def _pair(kind: str, codes: list[str], items: set[str], features: set[str], trigger: int, tokens: set[int], strength: float = 0.55) -> list[Event]:
    """An event of a symmetric kind between the first two different parties of `codes`, or none."""
    sides = sorted(list(dict.fromkeys(codes))[:2])
    return [Event(kind, sides[0], sides[1], items, features, trigger, tokens, strength=strength)] if len(sides) == 2 else []


def _doers(v: View, roles: Roles) -> list[str]:
    return [c for t in roles.agents for c in v.parties(t)]


def _where(v: View, i: int, prepositions: tuple[str, ...], but: list[str]) -> list[str]:
    """Parties in the phrases of a word, without those of `but`."""
    return [c for prep, t in phrases_below(v, i) if prep in prepositions for c in v.parties(t, pronouns=False) if c not in but]


def trade_told(v: View) -> list[Event]:
    """`trade between X and Y reached 34 million dollars`, `X and Y want to triple trade`, of no goods in particular."""
    s, out = v.s, []
    for i, word in enumerate(s.lower):
        if word not in word_set("bare_trade") or not s.is_nominal(i) or s.base[i] not in ("nsubj", "obj", "root", "ROOT") or not s.is_verb(s.heads[i]) or not {s.lower[s.heads[i]], *(s.lower[c] for c in s.kids(i, "amod"))} & GROWING:
            continue
        if any(s.preposition(c) in ("in", "of") and v.items_in(s.noun_phrase(c)) for c in s.kids(i, "nmod")) or any(k in v.item_at for k in s.kids(i, "compound", "amod")):
            continue  # `trade in coal` is told as goods
        near = [c for t in s.kids(i, "nmod") if s.preposition(t) in ("between", "with") for c in v.parties(t, pronouns=False)]
        near += [c for t in s.children[i] if s.deps[t] == "nmod:poss" or (t in v.at and s.base[t] == "amod") for c in v.parties(t)]
        wishing = [t for k in (s.heads[i], s.heads[s.heads[i]]) if s.base[i] == "obj" for t in s.kids(k, "nsubj") for t in s.conjuncts(t)]
        near += [c for t in wishing for c in v.parties(t, pronouns=False)] if len(dict.fromkeys(near)) < 2 else []
        out += _pair("economic_cooperation", near, set(), {"trade"}, i, {i, s.heads[i], *s.noun_phrase(i), *wishing}, 0.5)
    return out


GROWING = verb_set("verbs_of_growth")


def invested(v: View) -> list[Event]:
    """`X's firms have invested 300 million dollars in Y`, `X leased a pier in Y's port`, `X opened its oil fields to Y`."""
    s, out = v.s, []
    for i, roles in verbs_of(v, INVESTING | LEASING | THROWING_OPEN):
        theme, doers = roles.theme, _doers(v, roles)
        if not doers or roles.passive:
            continue
        lease = next((t for t in (theme,) if t is not None and s.lower[t] in word_set("leases")), None)  # `took a lease on a port in Y`
        held = [t for prep, t in [*phrases_below(v, i), *(phrases_below(v, lease) if lease is not None else [])] if prep in ("on", "of", "for", "over")] if lease is not None else [theme] if theme is not None else []
        works = [t for t in held if s.lower[t] in word_set("what_is_leased") or (s.lower[t] in word_set("words_for_rights") and t not in v.item_at and any(h[0] in s.noun_phrase(t) for h in v.sectors))]
        if s.lower[i] in INVESTING and lease is None and s.lower[i] not in LEASING:
            others = _where(v, i, ("in", "into"), doers)
        elif s.lower[i] in THROWING_OPEN:
            given = [c for t in (roles.second,) if t is not None for c in v.parties(t, pronouns=False) if c not in doers]  # `granted Y's firms mining rights`
            others = given + _where(v, i, ("to",), doers) if works else []
        else:
            near = [x for t in works for x in s.subtree(t, frozenset({"acl", "advcl"}))]
            others = [v.at[t].code for t in near if t in v.at and v.at[t].code not in doers] + (_where(v, i, ("in", "from"), doers) if works else [])
        if not others:
            continue
        tokens = {i, *roles.agents, *([theme] if theme is not None else []), *works}
        fields = {c for h in v.sectors if any(h[0] in s.subtree(t) for t in works) and h[2].kind == "economic_cooperation" for c in h[2].classes}
        out += _pair("economic_cooperation", [doers[0], others[0]], fields, set(), i, tokens)
    return out


def land_worked(v: View) -> list[Event]:
    """`An X company will mine gold in Y`, `X's firms farm land in Y`: X's business in Y; `X's farmland may be leased to Y`."""
    s, out = v.s, []
    for i, roles in verbs_of(v, WORKING_LAND | LETTING):
        if s.lower[i] in LETTING and roles.passive and roles.theme is not None and s.lower[roles.theme] in word_set("what_is_leased"):
            owners = [v.at[t].code for t in s.noun_phrase(roles.theme) if t in v.at]
            takers = [c for prep, t in roles.phrases if prep == "to" for c in v.parties(t, pronouns=False)]
            out += _pair("economic_cooperation", owners[:1] + takers[:1], set(), set(), i, {i, *s.noun_phrase(roles.theme), *(t for _, t in roles.phrases)})
        firm = next((t for t in roles.agents if not (word_set("companies") | word_set("enterprises")).isdisjoint(s.lower[x] for x in s.noun_phrase(t))), None)
        if s.lower[i] not in WORKING_LAND or roles.passive or firm is None:
            continue
        doers = v.parties(firm, pronouns=False)
        field = {"agriculture"} if s.lower[i] in FARMING else {"energy"} if any({"crude_oil", "gas"} & set(h[2].classes) for h in v.items_in(s.noun_phrase(roles.theme) if roles.theme is not None else [])) else {"mining"}
        out += _pair("economic_cooperation", doers[:1] + _where(v, i, ("in", "across", "for", "with"), doers), field, set(), i, {i, firm, *([roles.theme] if roles.theme is not None else [])})
    return out


WORKING_LAND, LETTING, FARMING = verb_set("verbs_of_working_land"), verb_set("renting_verbs"), frozenset({*verb_forms("farm"), *verb_forms("cultivate")})


def talked_over(v: View) -> list[Event]:
    """`X and Y discussed farming and logistics`: fields named by themselves, with no word for cooperation."""
    s, out = v.s, []
    for i, roles in verbs_of(v, TALKING):
        if roles.theme is None or roles.subject is None or roles.passive:
            continue
        sides = [c for t in s.conjuncts(roles.subject) for c in v.parties(t)] + [c for prep, t in roles.phrases if prep == "with" for c in v.parties(t, pronouns=False)]
        heads = s.conjuncts(roles.theme)
        fields = [h for h in v.sectors if h[1] - 1 in heads and h[2].kind in ("economic_cooperation", "scientific_cooperation")]
        for kind in sorted({h[2].kind for h in fields}):
            told = [h for h in fields if h[2].kind == kind]
            out += _pair(kind, sides, {c for h in told for c in h[2].classes}, set(), i, {i, *heads, roles.subject}, 0.5)
    return out


def let_at_minerals(v: View) -> list[Event]:
    """`X gained access to Y's gold reserves`, `X was granted access to the mines of Y`: X's mining in Y."""
    s, out = v.s, []
    for i, word in enumerate(s.lower):
        if word != "access" or s.base[i] != "obj" or s.lower[s.heads[i]] not in ACCESSING:
            continue
        verb = s.heads[i]
        roles = verb_roles(v, verb)
        takers = [roles.second] if roles.second is not None else [roles.subject] if roles.subject is not None else []
        takers += [t for prep, t in roles.phrases if prep in ("to", "for") and t in v.at and roles.second is None and s.lower[verb] in GRANTING and not roles.passive]
        reached = [x for prep, t in [*phrases_below(v, i), *phrases_below(v, verb)] if prep == "to" for c in s.conjuncts(t) for x in s.subtree(c)]
        if word_set("words_for_minerals").isdisjoint(s.lower[x] for x in reached):
            continue
        doers = [c for t in (takers[-1:] if s.lower[verb] in GRANTING else takers) for c in v.parties(t)]
        lands = [v.at[x].code for x in reached if x in v.at] + _where(v, verb, ("in", "across"), doers) + [c for t in roles.agents for c in v.parties(t)]
        others = [c for c in lands if c not in doers]
        fields = {"energy"} if not word_set("words_for_fields").isdisjoint(s.lower[x] for x in reached) else {"mining"}
        out += _pair("economic_cooperation", doers[:1] + others[:1], fields, set(), i, {i, verb, *reached})
    return out


GRANTING = verb_set("verbs_of_granting")
ACCESSING = GRANTING | verb_set("verbs_of_gaining")
TALKING = verb_set("verbs_of_talking_over")
INVESTING, LEASING, THROWING_OPEN = verb_set("investing_verbs"), verb_set("leasing_verbs"), verb_set("verbs_of_throwing_open")


def fronts(v: View) -> list[Event]:
    """`X set up a front company in Y`, `X's bank runs a branch in Y`, `Y registered companies on behalf of X`, `X has access to Y's banks`."""
    s, out = v.s, []
    for i, roles in verbs_of(v, FOUNDING | REGISTERING | HAVING | KEEPING):
        theme, doers = roles.theme, _doers(v, roles)
        if theme is None or not doers or roles.passive:
            continue
        words = {s.lower[t] for t in s.noun_phrase(theme)}
        banking = any(not word_set("keepers_of_money").isdisjoint(s.lower[x] for x in s.noun_phrase(t)) for t in roles.agents)
        others: list[str] = []
        if s.lower[i] in FOUNDING and ((words & word_set("front_words") and words & word_set("companies")) or (banking and words & word_set("outposts"))):
            others = [c for c in _where(v, i, ("in",), doers) + _where(v, theme, ("in",), doers) if c not in doers]
        elif s.lower[i] in REGISTERING and words & word_set("companies"):
            others = [c for prep, t in [*phrases_below(v, i), *phrases_below(v, theme)] if prep in ("for", "of", "on behalf of") for c in v.parties(t, pronouns=False) if c not in doers] if "behalf" in s.lower or any(p == "for" for p, _ in phrases_below(v, i)) else []
        elif s.lower[i] in HAVING and s.lower[theme] == "access":
            reached = [t for prep, t in [*phrases_below(v, theme), *phrases_below(v, i)] if prep == "to" and not word_set("money_systems").isdisjoint(s.lower[x] for x in s.noun_phrase(t))]
            others = [c for t in reached for x in s.noun_phrase(t) for c in v.parties(x, pronouns=False) if c not in doers]
        elif s.lower[i] in KEEPING and any(h[2].kind == "funds_transfer" for h in v.items_in(s.noun_phrase(theme))):
            others = [c for prep, t in [*phrases_below(v, i), *phrases_below(v, theme)] if prep in ("in", "at", "with") and s.lower[t] in word_set("keepers_of_money") for c in v.parties(t, pronouns=False) if c not in doers]  # `keeps its money in Y's banks`
        if others:
            out += _pair("financial_service", [doers[0], others[0]], set(), {"registration"} if not banking and "access" not in words else {"correspondent_bank"}, i, {i, theme, *roles.agents})
    return out


KEEPING = verb_set("keeping_verbs") | verb_set("verbs_of_depositing")
FOUNDING, REGISTERING, HAVING = verb_set("founding_verbs") | verb_set("keeping_verbs"), verb_set("registering_verbs"), verb_set("verbs_of_having")


def delegations(v: View) -> list[Event]:
    """`a trade delegation from X arrived in Y`, `a delegation of X's scientists visited Y`, `the science ministers of X and Y met`."""
    s, out = v.s, []
    for i, roles in verbs_of(v, CALLING_ON | MEETING):
        subject = roles.subject
        if subject is None or roles.passive:
            continue
        envoys = s.subtree(subject, frozenset({"acl", "advcl"}))
        words = {s.lower[t] for t in envoys}
        learned = not word_set("learners").isdisjoint(words)
        sectors = [h[2] for h in v.sectors if h[0] in envoys and h[2].kind in ("economic_cooperation", "scientific_cooperation")]
        if s.lower[subject] not in word_set("envoys") or not (learned or sectors) or (s.lower[i] in CALLING_ON and s.lower[subject] in word_set("ministers")):
            continue
        homes = [v.at[t].code for t in envoys if t in v.at]
        if s.lower[i] in MEETING:
            codes = homes + [c for prep, t in roles.phrases if prep == "with" for c in v.parties(t, pronouns=False)]
        else:
            led = [roles.theme] if roles.theme is not None else []
            codes = homes[:1] + [c for t in led for c in v.parties(t, pronouns=False)] + [c for prep, t in roles.phrases if prep in ("in", "to", "for", "at") for c in v.parties(t, pronouns=False)]
        codes = list(dict.fromkeys(codes))
        kind = sectors[0].kind if sectors else "scientific_cooperation"
        fields = {c for x in sectors if x.kind == kind for c in x.classes} or ({"science"} if kind == "scientific_cooperation" else set())
        out += _pair(kind, codes, fields, set(), i, {i, *envoys, *(t for _, t in roles.phrases)}, 0.5)
    return out


CALLING_ON, MEETING = verb_set("visiting_verbs") | verb_set("verbs_of_travel"), verb_set("meeting_verbs")


def exchanges_of_people(v: View) -> list[Event]:
    """`universities in X and Y exchange students`, `X and Y are jointly researching new materials`."""
    s, out = v.s, []
    for i, roles in verbs_of(v, EXCHANGING | RESEARCHING | verb_forms("do")):
        if roles.subject is None or roles.passive:
            continue
        sides = [v.at[t].code for c in s.conjuncts(roles.subject) for t in s.subtree(c, frozenset({"acl", "advcl"})) if t in v.at]
        sides += [c for prep, t in roles.phrases if prep == "with" for c in v.parties(t, pronouns=False)]
        sides = sides or v.parties(roles.subject)  # `The two sides agreed to exchange students`
        swapped = s.lower[i] in EXCHANGING and roles.theme is not None and s.lower[roles.theme] in word_set("learners")
        sides += [v.at[t].code for c in s.kids(roles.subject, "amod") for t in s.conjuncts(c) if t in v.at]
        does = s.lower[i] in verb_forms("do") and roles.theme is not None and s.lower[roles.theme] == "research"
        together = (s.lower[i] in RESEARCHING or does) and any(s.lower[c] in ("jointly", "together") for c in s.children[i])
        if swapped or together:
            out += _pair("scientific_cooperation", sides, {"education"} if swapped else {"science"}, {"teaching"} if swapped else set(), i, {i, *s.conjuncts(roles.subject), *([roles.theme] if roles.theme is not None else [])})
    return out


EXCHANGING, RESEARCHING = verb_set("exchanging_verbs"), verb_set("researching_verbs")
READINGS = (let_at_minerals, trade_told, invested, land_worked, talked_over, fronts, delegations, exchanges_of_people)

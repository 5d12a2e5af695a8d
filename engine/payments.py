"""What is paid for what, and help that gives know-how."""

from __future__ import annotations

from collections.abc import Sequence

from engine.earlier import in_return
from engine.filling import Event, build_events
from engine.jobs import nationals
from engine.lexicon import verb_set
from engine.phrases import as_technology
from engine.referents import View
from engine.roles import (
    Roles,
    linear_roles,
    phrases_below,
    verb_roles,
)
from engine.vocabulary import word_set

PROGRAMMES = word_set("programmes")  # `pay for its weapons programmes` buys no arms


def payment(v: View, i: int, roles: Roles, lemma: str) -> list[Event]:
    """`X pays Y for Z`: money from X to Y, and Z from Y to X."""
    s = v.s
    payers = [c for t in roles.agents for c in v.parties(t)]
    if not payers and roles.subject is not None and not roles.passive:  # `traders in X pay the group`
        payers = [c for prep, t in phrases_below(v, roles.subject) if prep in ("in", "from") for c in v.parties(t, pronouns=False)]
    own = roles.theme is not None and any(s.lower[c] in ("its", "their") for c in s.children[roles.theme]) and s.lower[roles.theme] not in word_set("wages")
    if own and payers and not any(prep in ("to", "for") for prep, _ in roles.phrases):
        return []  # `pays its fighters`, `pay their men`
    if roles.passive and (nationals(v, roles.theme) or (roles.theme is not None and s.lower[roles.theme] in ("who", "they"))):
        return []  # people's pay
    paid = [c for t in (roles.second, roles.theme) if t is not None and all(h[2].kind in ("troops", "trainers") for h in v.items_in([t])) for c in v.parties(t)]
    paid += [c for prep, t in roles.phrases if prep in ("to", "into") for c in v.parties(t)]
    paid += linear_roles(v, i)["to"] if not paid else []
    if roles.theme is not None and s.lower[roles.theme] in word_set("wages") and "labour" in v.context.people and any(s.lower[c] == "their" for c in s.children[roles.theme]):
        paid = [v.context.people["labour"]]  # `pays their wages`, after workers were told of
    if not paid:  # `paid for jets from X`
        paid = [c for prep, t in roles.phrases if prep == "for" and v.items_in([t]) for m, k in [*phrases_below(v, t), *roles.phrases] if m == "from" for c in v.parties(k, pronouns=False)]
    if payers and payers[0] in paid and roles.subject is not None and nationals(v, roles.subject):  # `X's nationals in Y pay a tax to X`: money from Y
        payers = [c for prep, t in phrases_below(v, roles.subject) if prep == "in" for c in v.parties(t, pronouns=False) if c not in paid] or payers
    paid = [c for c in paid if c not in payers]
    if not paid and payers and v.context.sold_to_nobody not in (None, *payers) and roles.theme is None and v.items_in(sorted(s.subtree(i))):
        paid = [v.context.sold_to_nobody or ""]  # `X shipped guns. Y paid in cash and oil`
    if not payers and not paid:
        return []
    if roles.passive and s.base[i] == "conj" and s.lower[i + 1 : i + 2] == ("for",):
        return []  # `a hall built and paid for by X`
    if roles.theme is not None and s.lower[roles.theme] in word_set("paid_without_money"):
        return []  # `paid a visit to X`
    if not paid and roles.theme is None and all(prep == "'s" for prep, _ in roles.phrases):
        return []  # `its owners paid`
    priced = [t for prep, t in roles.phrases if prep == "for"]
    means = {x for t in priced for k in s.kids(t, "nmod") if s.preposition(k) == "with" for x in s.subtree(k)}  # `pay for the war with gold`
    bought = [h[2] for t in priced for h in v.items_in([x for x in s.noun_phrase(t) if x not in means]) if not h[2].weak and PROGRAMMES.isdisjoint(s.lower[h[1] : h[1] + 1])]
    takers, givers = _had_by_another(v, priced)
    if set(takers) - set(payers):  # `paid for the drones that Y sent to Z`: Z has them, and Y the money
        bought, paid = [], paid or [c for c in givers if c not in payers]
    if not paid and roles.theme is None and not bought:
        return []
    withs = {x for prep, t in roles.phrases if prep == "with" for x in s.subtree(t)} | means
    withs |= {t for prep, t in roles.phrases if prep == "in" and t in v.item_at}  # `paid in gold`
    kind_of_pay = [h[2] for h in v.items_in(sorted(withs)) if not h[2].weak and h[2].kind in ("goods_transfer", "arms_transfer", "technology_transfer")]
    tokens = {i, *roles.agents, *(t for _, t in roles.phrases)}
    money = {c for h in v.items_in(sorted(s.subtree(i))) if h[2].kind == "funds_transfer" for c in h[2].classes}
    features = {"exchange", "arms_payment"} if any(x.kind == "arms_transfer" for x in bought) else set()
    payer, payee = next(iter(payers), None), next(iter(paid), None)
    out = [] if kind_of_pay and not money else [Event("funds_transfer", payer, payee, money, features, i, tokens)]
    for kind in dict.fromkeys(x.kind for x in kind_of_pay):  # `paid for the shells with oil`
        group = [x for x in kind_of_pay if x.kind == kind]
        out.append(Event(kind, payer, payee, {c for x in group for c in x.classes}, {f for x in group for f in x.features} | {"exchange"}, i, tokens | withs))
    if payee is not None and any(x.kind == "labour" for x in bought) and payee in word_set("states_with_labour_measures"):
        out.append(Event("labour", payee, payer, set(), set(), i, tokens))  # `paid a firm of X for welders`
    for kind in dict.fromkeys(x.kind for x in bought if x.kind in ("arms_transfer", "goods_transfer", "technology_transfer")):
        group = [x for x in bought if x.kind == kind]
        out.append(Event(kind, payee, payer, {c for x in group for c in x.classes}, {f for x in group for f in x.features} | {"exchange"}, i, tokens))
    return out


def _had_by_another(v: View, priced: Sequence[int]) -> tuple[list[str], list[str]]:
    """Who gets what is paid for and who gives it, by the clause about it: `the drones that Y sent to Z`, `tanks bought by Z from Y`."""
    s, takers, givers = v.s, list[str](), list[str]()
    for k in (k for t in priced for k in s.kids(t, "acl") if s.is_verb(k)):
        roles, way = verb_roles(v, k), v.lexicon.verbs.get(s.lower[k], ("", ""))[1]
        doers = [c for t in roles.agents for c in v.parties(t, pronouns=False)]
        to = [c for prep, t in roles.phrases if prep in ("to", "for") for c in v.parties(t, pronouns=False)]
        source = [c for prep, t in roles.phrases if prep == "from" for c in v.parties(t, pronouns=False)]
        takers += to if way == "give" else doers if way == "get" else []
        givers += doers if way == "give" else source if way == "get" else []
    return takers, givers


def help_given(v: View, i: int, roles: Roles, lemma: str) -> list[Event]:
    """`X helps Y develop Z`: technology from X to Y, Z its subject matter."""
    s = v.s
    if roles.theme is None:  # `to help X's army build missiles`
        roles.theme = next((t for k in s.kids(i, "xcomp", "ccomp") for t in s.kids(k, "nsubj")), None)
    about = [noun for prep, noun in phrases_below(v, i) if prep in ("with", "in")] + [c for c in s.kids(i, "obj", "obl") if s.preposition(c) in ("with", "in")]
    if roles.theme is not None and roles.theme in about:
        roles.theme = None  # `was helping with satellites`
    answering = in_return(s.lower) and v.context.last_pair is not None
    if roles.theme is None and roles.agents and (built := _built_with_help(v, i, roles)):
        return built
    if roles.theme is None and roles.agents and not answering:
        return []
    if any(s.lower[c] in v.lexicon.verbs and s.lower[c] not in word_set("helped_acts") for c in s.kids(i, "xcomp")):
        return []  # `helps to supply Y with weapons`: the verb below tells it
    tokens = [t for c in (*s.kids(i, "xcomp", "advcl", "ccomp", "obl"), *about) for t in s.subtree(c)]
    wanted = ("technology_transfer", "arms_transfer")
    getting = any(s.lower[c] in verb_set("buying_verbs") for c in s.kids(i, "xcomp", "advcl", "ccomp", "obl"))  # `helps X acquire arms`
    items = [h[2] if getting else as_technology(h[2]) for h in v.items_in(tokens) if h[2].kind in wanted]
    if not items or not any(s.lower[t] in word_set("helped_acts") for t in tokens):
        return []
    return build_events(v, i, items, roles, roles.theme, "give", tokens, lemma)


def _built_with_help(v: View, i: int, roles: Roles) -> list[Event]:
    """`X helped to develop Y's missiles`, `X helped build a reactor in Y`: know-how from X to whose they are."""
    s = v.s
    helpers = [c for t in roles.agents for c in v.parties(t)]
    acts = [c for k in s.kids(i, "xcomp", "ccomp") for c in s.conjuncts(k) if s.lower[c] in word_set("helped_acts")]
    things = [t for k in acts for t in s.kids(k, "obj")]
    tokens = sorted({x for t in things for x in s.subtree(t, frozenset({"acl", "advcl"}))})
    items = [as_technology(h[2]) for h in v.lexicon.items.scan(s.lower) if h[0] in tokens and h[2].kind in ("technology_transfer", "arms_transfer") and not h[2].weak]
    owners = [v.at[x].code for x in tokens if x in v.at] + [c for k in acts for prep, t in phrases_below(v, k) if prep in ("in", "for") for c in v.parties(t, pronouns=False)]
    owner = next((c for c in owners if c not in helpers), None)
    if not helpers or not items or owner is None:
        return []
    return [Event("technology_transfer", helpers[0], owner, {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *acts, *tokens, *roles.agents}, strength=0.65)]

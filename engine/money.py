"""Money that somebody washes, hides or moves for a party (`a bank of X laundered money for Y`), and rent paid to one."""

from __future__ import annotations

from engine.filling import Event
from engine.lexicon import verb_set
from engine.parties import party_classes
from engine.referents import View
from engine.roles import Roles, phrases_below, verb_roles, verbs_of
from engine.theft import speaks_of_crypto
from engine.vocabulary import word_set

LAUNDERING, HANDLING = verb_set("laundering_verbs"), verb_set("verbs_of_handling_money")
HELPING = verb_set("helping_others_verbs")
KEEPERS = word_set("keepers_of_money")


def laundered(v: View) -> list[Event]:
    """Money from who launders it to whom it serves; `Y laundered coins through brokers in X` is money from Y to them."""
    out = []
    for i, roles in verbs_of(v, LAUNDERING | HANDLING):
        doers, served = _doers(v, i, roles)
        theme = [t for c in ([roles.theme] if roles.theme is not None else []) for t in v.s.subtree(c)]
        money = [h[2] for h in v.items_in(theme) if h[2].kind == "funds_transfer"]
        if v.s.lower[i] in HANDLING and not ((money or "$" in (v.s.words[t] for t in theme)) and served and not any(prep in ("to", "into") and v.parties(t, pronouns=False) for prep, t in phrases_below(v, i))):
            continue
        if not served:
            served = _robbers(v, theme) or doers[:1]
        launderer = next((c for c in doers if c not in served), None)
        if not served or served[0] not in v.context.targets:
            continue
        through = [c for prep, t in phrases_below(v, i) if prep in ("through", "via", "in", "using", "with") and v.s.lower[t] not in KEEPERS for c in v.parties(t, pronouns=False) if c not in served]
        payer, payee = (served[0], through[0] if through else None) if launderer is None and served[0] in doers else (launderer, served[0])
        classes = {c for x in money for c in x.classes} or ({"crypto"} if speaks_of_crypto(v.s.lower) or (v.context.crypto and v.context.hacking) else set())
        out.append(Event("funds_transfer", payer, payee, classes, {"laundering"}, i, {i, *v.s.subtree(i), *roles.agents}, strength=0.6))
    return out


def _doers(v: View, i: int, roles: Roles) -> tuple[list[str], list[str]]:
    """Who handles the money, and for whom: `X's bank handled payments for Y`, `X's bank helped Y launder money`."""
    s = v.s
    doers = [c for t in roles.agents for c in v.parties(t)]
    served = [c for prep, t in phrases_below(v, i) if prep in ("for", "on behalf of") or (prep == "on" and s.lower[t] == "behalf") for c in v.parties(t)]
    served = served or [v.at[t].code for t in s.subtree(i) if t > i and t in v.at and s.base[t] == "nmod" and s.preposition(t) == "for"]  # `into dollars for X`
    if s.base[i] in ("xcomp", "ccomp", "advcl") and s.lower[s.heads[i]] in HELPING:
        above = verb_roles(v, s.heads[i])
        helpers = [c for t in above.agents for c in v.parties(t)]
        helped = [c for t in (above.theme, above.second) if t is not None for c in v.parties(t)] + [c for c in doers if c not in helpers]
        return helpers, served or helped
    return doers, served


def _robbers(v: View, theme: list[int]) -> list[str]:
    """Who stole what is laundered: `coins stolen by X`."""
    s = v.s
    return [c for k in theme if s.base[k] == "acl" and s.lower[k] in word_set("robbing_forms") for prep, t in phrases_below(v, k) if prep == "by" for c in v.parties(t)]


def lives_on(v: View) -> list[Event]:
    """`money from X keeps Y afloat`, `X keeps Y afloat with cash`, `Y lives on cash from X`: money from X to Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, LIVING | PROPPING):
        if s.lower[i] in LIVING:
            money, kept = next((t for prep, t in roles.phrases if prep in ("on", "off")), None), list(roles.agents)
        else:
            held_up = not word_set("words_of_staying_up").isdisjoint(s.lower[c] for c in s.children[i])
            by_means = [t for c in (i, *s.children[i]) for prep, t in phrases_below(v, c) if prep == "with" and any(h[2].kind == "funds_transfer" for h in v.items_in(s.noun_phrase(t)))]
            money, kept = (by_means[0] if by_means else roles.subject) if held_up else None, [roles.theme] if roles.theme is not None else []
        if money is None or roles.passive:
            continue
        tokens = s.subtree(money, frozenset({"acl", "advcl"}))
        items = [h[2] for h in v.items_in(tokens) if h[2].kind == "funds_transfer"]
        payers = [c for t in (roles.agents if money != roles.subject and s.lower[i] in PROPPING else ()) for c in v.parties(t)] or [v.at[t].code for t in tokens if t in v.at]
        payers += [c for prep, t in roles.phrases if prep == "from" for c in v.parties(t, pronouns=False)]
        kept_up = [c for t in kept for c in v.parties(t) if c not in payers]
        if items and payers and kept_up:
            out.append(Event("funds_transfer", payers[0], kept_up[0], {c for x in items for c in x.classes}, set(), i, {i, *tokens, *kept}, strength=0.6))
    return out


def taxed(v: View) -> list[Event]:
    """`the M23 levies a tax on coltan`, `the group taxes charcoal traders`: money from nobody named to an armed group that taxes a trade in what the land yields."""
    s, out = v.s, []
    for i, roles in verbs_of(v, LEVYING | TAXING):
        group = next((c for t in roles.agents for c in v.parties(t) if "non-state" in party_classes(c)), None)
        levy = roles.theme is not None and not word_set("levies").isdisjoint(s.lower[t] for t in s.noun_phrase(roles.theme))
        below = s.subtree(i)
        soil = any(word_set("goods_of_the_soil") & set(h[2].classes) for h in v.lexicon.items.scan(s.lower) if h[0] in below)
        if group is not None and soil and not roles.passive and (levy or s.lower[i] in TAXING):
            out.append(Event("funds_transfer", None, group, set(), set(), i, {i, *roles.agents, *([roles.theme] if roles.theme is not None else [])}, strength=0.55))
    return out


LEVYING, TAXING = verb_set("levying_verbs"), verb_set("taxing_verbs")
LIVING, PROPPING = verb_set("verbs_of_living"), verb_set("verbs_of_propping")


def rented(v: View) -> list[Event]:
    """`A firm in X leases rooms from Y's embassy for 38,000 euros a month`, `Y rents out its embassy to a firm in X`: money from X to Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, RENTING):
        letting = any(s.lower[c] == "out" for c in s.children[i]) or any(prep == "to" for prep, _ in phrases_below(v, i))
        agents = [c for t in roles.agents for c in v.parties(t)]
        owners = agents if letting else [c for prep, t in phrases_below(v, i) if prep == "from" for c in v.parties(t, pronouns=False)]
        if not owners and roles.theme is not None and s.lower[roles.theme] in word_set("let_premises"):  # `rents a building of X's embassy`
            owners = [v.at[x].code for x in s.noun_phrase(roles.theme) if x in v.at]
            agents = agents or [c for t in roles.agents for prep, n in phrases_below(v, t) if prep == "in" for c in v.parties(n, pronouns=False)]
        tenants = [c for prep, t in phrases_below(v, i) if prep == "to" for c in v.parties(t, pronouns=False)] if letting else [c for c in (agents or [x for t in roles.agents for prep, n in phrases_below(v, t) if prep == "in" for x in v.parties(n, pronouns=False)]) if c not in owners]
        if roles.theme is None or not owners or owners[0] not in v.context.targets or v.items_in([roles.theme]):
            continue
        tenant = next((c for c in tenants if c != owners[0]), None)
        out.append(Event("funds_transfer", tenant, owners[0], {"cash"} if tenant is None else set(), {"rent"}, i, {i, *s.subtree(i)}, strength=0.55))
    return out


def loot_moved(v: View) -> list[Event]:
    """`X's hackers moved the loot to other wallets`, `X's group is moving funds stolen from a bridge`: what was robbed goes on."""
    s, out = v.s, []
    for i, roles in verbs_of(v, MOVING):
        theme = roles.theme if roles.theme is not None else roles.subject
        if theme is None:
            continue
        tokens = s.subtree(theme)
        loot = any(s.lower[t] in word_set("words_of_loot") for t in tokens) or (any(s.lower[t] in word_set("robbing_forms") for t in tokens) and (any(h[2].kind == "funds_transfer" or "crypto" in h[2].classes for h in v.items_in(tokens)) or any(s.lower[t] in word_set("what_is_robbed") for t in tokens)))
        movers = [c for t in roles.agents for c in v.parties(t)]
        if not loot or not movers or movers[0] not in v.context.targets:
            continue
        goal = next((c for prep, t in phrases_below(v, i) if prep in ("to", "into", "through", "via") and s.lower[t] not in KEEPERS for c in v.parties(t, pronouns=False) if c != movers[0]), None)
        classes = {"crypto"} if speaks_of_crypto(s.lower) or v.context.crypto else {"cash"}
        out.append(Event("funds_transfer", movers[0], goal, classes, {"laundering"}, i, {i, *tokens, *roles.agents}, strength=0.55))
    return out


def banks_people(v: View) -> list[Event]:
    """`Representatives of X's bank work in Y`: business that X's bank does in Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, STAYING):
        if roles.subject is None or s.lower[roles.subject] not in word_set("banks_people") or roles.passive:
            continue
        banks = [t for t in s.subtree(roles.subject) if s.lower[t] in ("bank", "banks")]
        home = next((c for t in banks for c in v.parties(t, pronouns=False) if c in v.context.targets), None)
        land = next((c for prep, t in roles.phrases if prep in ("in", "at") for c in v.parties(t, pronouns=False) if c != home), None)
        moving = any(s.lower[k] in HANDLING for k in s.conjuncts(i))  # `live in Y and move cash home`: the cash is told
        if home is not None and land is not None and not moving:
            a, b = sorted((home, land))
            out.append(Event("financial_service", a, b, set(), {"bank_representative"}, i, {i, *s.subtree(roles.subject)}, strength=0.5))
    return out


STAYING = verb_set("verbs_of_presence") | verb_set("verbs_of_living")
RENTING, MOVING = verb_set("renting_verbs"), verb_set("verbs_of_moving_loot")
READINGS = (taxed, lives_on, laundered, rented, loot_moved, banks_people)

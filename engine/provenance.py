"""Where arms and goods that somebody holds come from, told by other words than a transfer: traced, made and fired, with arms from somebody, support of arms."""

from __future__ import annotations

from engine.filling import Event
from engine.lexicon import Item, verb_set
from engine.referents import CARRIERS, View
from engine.roles import phrases_below, verbs_of
from engine.vocabulary import word_set

TRACING, USING, MAKING = verb_set("tracing_verbs"), verb_set("using_verbs"), verb_set("making_verbs")
INCLUDING = verb_set("verbs_of_consisting")


def _event(items: list[Item], giver: str, taker: str, trigger: int, tokens: set[int]) -> list[Event]:
    """An event for each kind of the goods, from `giver` to `taker`."""
    kinds = sorted({x.kind for x in items})
    return [Event(k, giver, taker, {c for x in items if x.kind == k for c in x.classes}, {f for x in items if x.kind == k for f in x.features}, trigger, tokens, strength=0.55) for k in kinds] if giver != taker else []


def _goods(v: View, tokens: list[int], kinds: tuple[str, ...] = ("arms_transfer", "goods_transfer")) -> list[Item]:
    return [h[2] for h in v.items_in(tokens) if h[2].kind in kinds and not h[2].weak]


def _users(v: View, t: int) -> list[str]:
    """Who has or uses a thing: `Y's rifles`, `the rifles used by Y`, `the rifles of Y`."""
    s = v.s
    owners = [c for k in s.children[t] if s.deps[k] == "nmod:poss" for c in v.parties(k)]
    owners += [c for k in s.kids(t, "acl") if s.lower[k] in USING for prep, n in phrases_below(v, k) if prep == "by" for c in v.parties(n, pronouns=False)]
    owners += [c for k in s.kids(t, "acl") if s.lower[k] in USING for n in s.kids(k, "nsubj") for c in v.parties(n, pronouns=False)]
    return owners + [c for k in s.kids(t, "nmod") if s.preposition(k) == "of" for c in v.parties(k, pronouns=False)]


def traced(v: View) -> list[Event]:
    """`Experts traced the missiles used by Y to X`, `Y's rifles were traced to X`."""
    s, out = v.s, []
    for i, roles in verbs_of(v, TRACING):
        if roles.theme is None:
            continue
        items = _goods(v, s.subtree(roles.theme))
        makers = [c for prep, t in [*phrases_below(v, i), *phrases_below(v, roles.theme)] if prep in ("to", "back to") for c in v.parties(t, pronouns=False)]
        holders = [c for c in _users(v, roles.theme) if c not in makers]
        if items and makers and holders:
            out += _event(items, makers[0], holders[0], i, {i, *s.subtree(roles.theme)})
    return out


def with_supplies(v: View) -> list[Event]:
    """`With weapons from X, Y took the town`: of a group that fights."""
    s, out = v.s, []
    for i in range(len(s.words)):
        subjects = [t for t in s.kids(i, "nsubj") if v.parties(t, pronouns=False)]
        if not s.is_verb(i) or not subjects:
            continue
        for prep, t in phrases_below(v, i):
            if prep != "with" or s.heads[t] != i:
                continue
            row = s.conjuncts(t)
            items = _goods(v, [x for c in row for x in s.noun_phrase(c)], ("arms_transfer",))
            givers = [c for k in row for p, n in phrases_below(v, k) if p == "from" for c in v.parties(n, pronouns=False)]
            takers = [c for c in v.parties(subjects[0], pronouns=False) if c not in givers]
            if items and givers and takers:
                out += _event(items, givers[0], takers[0], t, {t, *row, *subjects, *(x for c in row for x in s.noun_phrase(c))})
    return out


def made_and_used(v: View) -> list[Event]:
    """`The shells, made in X and fired by Y`: X's in Y's hands."""
    s, out = v.s, []
    for i, word in enumerate(s.lower):
        if word not in MAKING or s.base[i] != "acl" or s.heads[i] not in v.item_at:
            continue
        makers = [c for prep, t in phrases_below(v, i) if prep in ("in", "by") and s.heads[t] == i for c in v.parties(t, pronouns=False)]
        users = [c for k in s.conjuncts(i) if k != i and s.lower[k] in USING for prep, t in phrases_below(v, k) if prep == "by" for c in v.parties(t, pronouns=False)]
        items = _goods(v, s.noun_phrase(s.heads[i]), ("arms_transfer",))
        if items and makers and users:
            out += _event(items, makers[0], users[0], i, {i, *s.conjuncts(i), *s.noun_phrase(s.heads[i])})
    return out


def support_of_arms(v: View) -> list[Event]:
    """`X's support for Y includes weapons`, `X's aid to Y consists of fuel and rifles`."""
    s, out = v.s, []
    for i, roles in verbs_of(v, INCLUDING):
        if roles.subject is None or s.lower[roles.subject] not in word_set("supporting_nouns") or roles.passive:
            continue
        told = [roles.theme] if roles.theme is not None else [t for prep, t in roles.phrases if prep == "of"]
        items = _goods(v, [x for t in told for c in s.conjuncts(t) for x in s.noun_phrase(c)])
        givers = [c for k in s.children[roles.subject] if s.deps[k] == "nmod:poss" or (k in v.at and s.base[k] in ("amod", "compound")) for c in v.parties(k)]
        takers = [c for prep, t in phrases_below(v, roles.subject) if prep in ("for", "to", "of") for c in v.parties(t, pronouns=False) if c not in givers]
        if items and givers and takers:
            out += _event(items, givers[0], takers[0], i, {i, roles.subject, *s.subtree(roles.subject), *told})
    return out


def sold_and_used(v: View) -> list[Event]:
    """`Guns sold by X are used by Y`, `Y fires rockets that X sold`, where X's buyer is not told."""
    s, out = v.s, []
    for i, roles in verbs_of(v, USING):
        thing = roles.theme
        if thing is None or not (items := _goods(v, s.noun_phrase(thing), ("arms_transfer",))):
            continue
        users = [c for t in roles.agents for c in v.parties(t, pronouns=False)] or [c for prep, t in roles.phrases if prep == "by" for c in v.parties(t, pronouns=False)]
        sold = [k for k in s.kids(thing, "acl") if v.lexicon.verbs.get(s.lower[k], ("", ""))[1] == "give" and not any(prep == "to" for prep, _ in phrases_below(v, k))]
        sellers = [c for k in sold for t in [*s.kids(k, "nsubj"), *(n for prep, n in phrases_below(v, k) if prep == "by")] for c in v.parties(t, pronouns=False) if c not in users]
        if users and sellers:
            out += _event(items, sellers[0], users[0], i, {i, thing, *sold, *s.noun_phrase(thing)})
    return out


def laden(v: View) -> list[Event]:
    """`shot down a plane of X with weapons for Y`: what a carrier has on board for somebody."""
    s, out = v.s, []
    for i, word in enumerate(s.lower):
        if word not in CARRIERS:
            continue
        loads = [c for t in s.kids(i, "nmod") if s.preposition(t) in ("with", "of") for c in s.conjuncts(t)]
        if s.base[i] == "obj":  # hung on the verb: `destroyed a plane with weapons`
            loads += [t for t in s.kids(s.heads[i], "obl") if s.preposition(t) == "with" and s.lower[i + 1 : i + 2] == ("with",) and i < t]
        items = _goods(v, [x for t in loads for x in s.noun_phrase(t)], ("arms_transfer",))
        owners = [v.at[t].code for t in s.kids(i, "amod", "compound") if t in v.at]
        takers = [c for k in (i, *loads) for t in s.kids(k, "nmod") if s.preposition(t) == "for" for c in v.parties(t, pronouns=False) if c not in owners]
        if items and owners and takers:
            out += _event(items, owners[0], takers[0], i, {i, *loads, *s.subtree(i)})
    return out


def parts_inside(v: View) -> list[Event]:
    """`Y's drones contain X's chips`, `Y's missiles are fitted with cameras from X`, `X's engines were found in Y's drones`: parts of X's in Y's arms."""
    s, out = v.s, []
    for i, roles in verbs_of(v, CONTAINING | FITTING | SEIZING):
        placed = next((t for prep, t in phrases_below(v, i) if prep in ("in", "inside", "among", "from") and any(h[2].kind == "arms_transfer" for h in v.items_in(s.subtree(t)))), None)
        fitted = next((t for prep, t in roles.phrases if prep in ("with", "by", "on")), None)
        ends = (placed, roles.theme) if s.lower[i] in SEIZING else (roles.theme, fitted) if roles.passive else (roles.subject, roles.theme if s.lower[i] in CONTAINING else fitted)
        whole, part = ends
        if whole is None or part is None:
            continue
        arms, parts = (s.subtree(t, frozenset({"acl", "advcl"})) for t in (whole, part))
        parts = [t for t in parts if t not in arms]
        goods = [h[2] for h in v.items_in(parts) if h[2].kind == "goods_transfer"]
        mounted = [h[2] for h in v.items_in(arms) if h[2].kind == "arms_transfer"]
        electronic = not word_set("electronic_parts").isdisjoint(s.lower[t] for t in parts) or any("electrical" in x.classes for x in goods)
        told = [Item(("dual_use",), "goods_transfer", (), False, "part")] if electronic else mounted if any(x.weak or "machinery" in x.classes for x in goods) else goods
        made = [v.at[t].code for t in parts if t in v.at] + [c for k in s.kids(part, "acl") if s.lower[k] in MAKING for prep, t in phrases_below(v, k) if prep in ("in", "by") for c in v.parties(t, pronouns=False)]
        held = [c for c in (*(v.at[t].code for t in arms if t in v.at), *_users(v, whole)) if c not in made]
        if mounted and made and held and held[0] in v.context.targets:
            out += [e for maker in dict.fromkeys(made) for e in _event(told, maker, held[0], i, {i, *parts, *arms})]
    return out


CONTAINING, FITTING, SEIZING = verb_set("containing_verbs"), verb_set("fitting_verbs"), verb_set("seizing_verbs") | verb_set("finding_verbs")
READINGS = (laden, parts_inside, sold_and_used, traced, with_supplies, made_and_used, support_of_arms)

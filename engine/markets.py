"""Goods of one land on the market of another: on sale there, filling its shops, paid for in kind."""

from __future__ import annotations

from engine.filling import Event
from engine.lexicon import Item, verb_set
from engine.referents import View
from engine.roles import governing_subject, phrases_below, verbs_of
from engine.vocabulary import word_set

FINDING = verb_set("finding_verbs")
FILLING, SELLING = verb_set("verbs_of_filling_shops"), verb_set("shopkeepers_verbs")
SOLD = ("arms_transfer", "goods_transfer", "humanitarian_assistance")


def on_sale(v: View) -> list[Event]:
    """`X's petrol is on sale in Y`, `X's goods fill the shops of Y`, `shops in Y sell X's noodles`: goods from X to Y."""
    s, out = v.s, []
    told = [(i, roles.subject, [t for t in (roles.theme,) if t is not None and (s.lower[t] in word_set("shops") or t in v.at)]) for i, roles in verbs_of(v, FILLING) if not roles.passive]
    told += [(i, roles.theme, [t for t in roles.agents if s.lower[t] in word_set("shops")]) for i, roles in verbs_of(v, SELLING) if not roles.passive]
    told += [(i, next(iter(s.kids(i, "nsubj")), None), [i]) for i, word in enumerate(s.lower) if word in word_set("words_of_sale") and s.kids(i, "cop")]
    told += [(i, roles.theme, [i]) for i, roles in verbs_of(v, SELLING) if roles.passive and not any(prep == "to" for prep, _ in roles.phrases)]
    told += [(i, roles.theme, [t for prep, t in roles.phrases if prep in ("in", "on") and not word_set("shops").isdisjoint(s.lower[x] for x in s.noun_phrase(t))]) for i, roles in verbs_of(v, FINDING) if roles.passive]  # `X's beer can be found on store shelves in Y`
    for i, goods, shops in told:
        if goods is None or not shops:
            continue
        tokens = sorted({x for c in s.conjuncts(goods) for x in s.noun_phrase(c)})
        makers = [v.at[t].code for t in tokens if t in v.at and (v.at[t].form == "adjective" or s.deps[t] == "nmod:poss")] + [c for prep, t in phrases_below(v, goods) if prep == "from" for c in v.parties(t, pronouns=False)]
        lands = [c for t in shops for prep, n in phrases_below(v, t) if prep in ("in", "of", "at", "across") for c in v.parties(n, pronouns=False) if c not in makers]
        lands += [c for prep, n in phrases_below(v, i) if prep in ("in", "across") and not lands for c in v.parties(n, pronouns=False) if c not in makers]
        lands += [c for t in shops if t in v.at for c in v.parties(t, pronouns=False) if c not in makers]
        lands += [v.at[x].code for t in shops if t != i for x in s.noun_phrase(t) if x in v.at and v.at[x].code not in makers]
        items: list[Item] = [h[2] for h in v.items_in(tokens) if h[2].kind in SOLD and (not h[2].weak or h[2].classes == ("other_goods",))]
        if items and makers and lands:
            kind = "arms_transfer" if items[0].kind == "arms_transfer" else "goods_transfer"
            out.append(Event(kind, makers[0], lands[0], {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *tokens, *shops}, strength=0.5))
    return out


def market_for(v: View) -> list[Event]:
    """`Y has become a market for X's arms`, `X has found a buyer for its rifles in Y`: goods from X to Y."""
    s, out = v.s, []
    for i, word in enumerate(s.lower):
        goods = next((t for prep, t in phrases_below(v, i) if prep == "for"), None) if word in word_set("words_of_outlet") and s.is_nominal(i) else None
        if goods is None:
            continue
        tokens = s.noun_phrase(goods)
        makers = [v.at[t].code for t in tokens if t in v.at] + [c for t in tokens for k in s.children[t] if s.deps[k] == "nmod:poss" for c in v.parties(k)]
        subjects = s.kids(i, "nsubj") or (s.kids(s.heads[i], "nsubj") if s.base[i] in ("obj", "xcomp") else [])
        buyers = [c for t in subjects for c in v.parties(t)] + [c for t in (i, s.heads[i]) for prep, n in phrases_below(v, t) if prep == "in" for c in v.parties(n, pronouns=False)]
        buyers = [c for c in buyers if c not in makers[:1]]
        items = [h[2] for h in v.items_in(tokens) if h[2].kind in SOLD and not h[2].weak]
        if items and makers and buyers:
            out.append(Event("arms_transfer" if items[0].kind == "arms_transfer" else "goods_transfer", makers[0], buyers[0], {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *tokens, *subjects}, strength=0.5))
    return out


def lives_on(v: View) -> list[Event]:
    """`The sale of oil is a source of income for the group`, `the group's main source of funds is gold`: goods that an armed group sells, to
    whom nobody says; of a State only where a word of trade is told."""
    s, out = v.s, []
    for i, word in enumerate(s.lower):
        named = word in word_set("words_of_income") or (word in word_set("sources_of_income") and any(s.lower[c] in word_set("words_of_income") for c in s.subtree(i)))
        if not named or not s.is_nominal(i):
            continue
        owners = [c for prep, t in phrases_below(v, i) if prep == "for" for c in v.parties(t)] + [c for k in s.children[i] if s.deps[k] == "nmod:poss" for c in v.parties(k)]
        told = s.kids(i, "nsubj") or (s.kids(s.heads[i], "nsubj") if s.base[i] in ("xcomp", "obj") and s.lower[s.heads[i]] in word_set("linking_verbs") else [])
        if s.base[i] == "nsubj" and s.kids(s.heads[i], "cop"):
            told = [s.heads[i]]
        tokens = sorted({x for t in told for c in s.conjuncts(t) for x in s.noun_phrase(c) if x != i and i not in s.ancestors(x)})
        items = [h[2] for h in v.items_in(tokens) if h[2].kind == "goods_transfer" and not h[2].weak]
        traded = any(s.lower[t] in v.lexicon.nouns for t in tokens)
        if owners and items and (len(owners[0]) > 2 or traded) and not any(t in v.at and v.at[t].code != owners[0] for t in tokens):
            out.append(Event("goods_transfer", owners[0], None, {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *tokens, *told}, strength=0.5))
    return out


def lines_of_supply(v: View) -> list[Event]:
    """`X has a cash pipeline to the group`, `a supply route of arms from X to Y`: what runs along it."""
    s, out = v.s, []
    for i, word in enumerate(s.lower):
        if word not in word_set("lines_of_supply") or not s.is_nominal(i):
            continue
        phrases = phrases_below(v, i) + ([row for row in phrases_below(v, s.heads[i]) if row[1] > i] if s.base[i] == "obj" else [])
        goals = [c for prep, t in phrases if prep == "to" for c in v.parties(t, pronouns=False)]
        tokens = [t for c in s.children[i] if s.base[c] in ("compound", "amod", "nmod") and s.preposition(c) in ("", "of", "for") for t in s.noun_phrase(c)]
        items = [h[2] for h in v.items_in(sorted({*tokens, i})) if h[2].kind in ("arms_transfer", "goods_transfer", "funds_transfer")]
        items = items or [Item((), "funds_transfer", (), False, "money") for t in tokens if s.lower[t] in word_set("words_of_income")][:1]
        subject = governing_subject(v, i) if s.base[i] == "obj" and s.lower[s.heads[i]] in HAVING else None
        sources = [c for prep, t in phrases if prep == "from" for c in v.parties(t, pronouns=False)] + [c for k in s.children[i] if s.deps[k] == "nmod:poss" or (s.base[k] in ("amod", "compound") and k in v.at) for c in v.parties(k)] + (v.parties(subject) if subject is not None else [])
        source = next((c for c in sources if c not in goals), None)
        if goals and items and source is not None:
            out.append(Event(items[0].kind, source, goals[0], {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *tokens, *(t for _, t in phrases), *([subject] if subject is not None else [])}, strength=0.5))
    return out


def made_where(v: View) -> list[Event]:
    """`The howitzers that Y fires were built in X`, `the drones used by Y are made in X`: arms from X to Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, MADE):
        if not roles.passive or roles.theme is None:
            continue
        tokens = s.noun_phrase(roles.theme)
        items = [h[2] for h in v.items_in(tokens) if h[2].kind == "arms_transfer" and not h[2].weak]
        using = [k for k in s.kids(roles.theme, "acl") if s.lower[k] in USING]
        users = [c for k in using for t in (s.kids(k, "nsubj") if not s.is_passive(k) else [t for prep, t in phrases_below(v, k) if prep == "by"]) for c in v.parties(t, pronouns=False)]
        makers = [c for prep, t in roles.phrases if prep in ("in", "by") for c in v.parties(t, pronouns=False) if c not in users]
        if items and users and makers:
            out.append(Event("arms_transfer", makers[0], users[0], {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *tokens, *using}, strength=0.5))
    return out


MADE, USING = verb_set("making_of_arms"), verb_set("using_verbs")
HAVING = verb_set("having_verbs") | verb_set("verbs_of_setting_up") | verb_set("running_verbs")
READINGS = (on_sale, market_for, lives_on, lines_of_supply, made_where)

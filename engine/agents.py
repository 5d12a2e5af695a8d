"""Agent nouns: `X is the main supplier of Y to Z`, `Z was the buyer of Y`, `the buyer was Z`."""

from __future__ import annotations

from engine.filling import Event, build_events
from engine.lexicon import verb_set
from engine.phrases import bargained_for
from engine.referents import View
from engine.roles import Roles, phrases_below, verb_roles, verbs_of
from engine.vocabulary import read_yaml, word_set


def agent_nouns(v: View) -> list[Event]:
    """Transfers told by a noun for the one who supplies or receives, as the predicate of a copula."""
    s, out = v.s, []
    for i in range(len(s.words)):
        row = _nouns().get(s.lower[i])
        if row is None or i in v.at:
            continue
        linked = s.base[i] in ("xcomp", "obj", "ccomp", "obl") and s.lower[s.heads[i]] in word_set("linking_verbs")
        subjects = s.kids(s.heads[i] if linked else i, "nsubj")
        if s.preposition(i) == "as" and s.is_verb(s.heads[i]):  # `X has been named as the main destination`
            above = verb_roles(v, s.heads[i])
            subjects = [t for t in (above.theme, above.subject) if t is not None and t != i][:1]
        elif s.base[i] == "nsubj" and s.kids(s.heads[i], "cop") and (s.heads[i] in v.at or (s.lower[s.heads[i]] in FIRMS and v.parties(s.heads[i], pronouns=False))):
            subjects = [s.heads[i]]  # `Y's main supplier of drones is X`
        elif s.base[i] == "nsubj" and (meant := next((c for c in s.kids(s.heads[i], "xcomp") if s.kids(c, "cop") and c in v.at), None)) is not None:
            subjects = [meant]  # `the arms' final destination was meant to be X`
        elif not subjects or not (linked or s.kids(i, "cop")):
            continue
        if not subjects:
            continue
        lemma, direction = row
        roles = Roles(agents=subjects[:1], subject=subjects[0], phrases=phrases_below(v, i))
        owners = [("from" if direction == "get" else "to", c) for c in s.children[i] if s.deps[c] == "nmod:poss"]  # `X's biggest buyer`
        roles.phrases = [*roles.phrases, *owners]
        if direction == "get":  # `a customer for X's coal`
            roles.phrases = [*roles.phrases, *(("from", k) for prep, noun in roles.phrases if prep in ("of", "for") for k in s.children[noun] if s.deps[k] == "nmod:poss" and v.parties(k, pronouns=False))]
        named = [t for prep, noun in roles.phrases if prep in ("of", "for") for c in s.conjuncts(noun) for t in s.noun_phrase(c)]
        named += [t for c in s.children[i] if s.base[c] == "compound" or s.deps[c] == "nmod:poss" for t in s.noun_phrase(c)]
        items = [h[2] for h in v.items_in(sorted(set(named)))]
        if not items and direction == "get":
            items = [h[2] for h in v.items if h[1] <= i and not h[2].weak][-1:] or [x for x in v.context.last_items if not x.weak][:1]
        if not items and not named and any(s.lower[c] == "the" for c in s.children[i]):  # `Y has bought drones. X was the seller`
            out += [Event(x.kind, code, v.context.holders[name], set(x.classes), set(x.features), i, {i, subjects[0]}, strength=0.5) for x in v.context.last_items[:1] if not x.weak for name in x.classes[:1] if name in v.context.holders for code in v.parties(subjects[0], pronouns=False)[:1] if code != v.context.holders[name]]
        if s.lower[i] in word_set("money_sources") and not word_set("words_of_income").isdisjoint(s.lower[t] for t in named):
            earned = _earned(v, i, subjects[0], roles.phrases)
            out += earned
            if earned:
                continue
        if s.lower[i] in word_set("money_sources"):
            items = [x for x in items if x.kind != "funds_transfer"]  # a source of currency sells something else
        if items:
            made = build_events(v, i, items, roles, None, direction, sorted(set(named)), lemma)
            for e in made:  # `On board was X's coal. The buyer was a firm in Y`
                e.supplier = e.supplier or (v.context.sold_to_nobody if v.context.sold_to_nobody != e.recipient else None)
            out += made if s.preposition(i) != "as" else [e for e in made if e.supplier and e.recipient]
    return out


def orders(v: View) -> list[Event]:
    """`X received an order for drones from Y`, `Y placed an order for drones with X`: what Y is to get from X."""
    s, out = v.s, []
    for i, roles in verbs_of(v, PLACING | WINNING):
        order = roles.theme
        if order is None or s.lower[order] not in word_set("order_nouns") or roles.passive:
            continue
        phrases = [*phrases_below(v, order), *roles.phrases]
        tokens = sorted({x for prep, t in phrases if prep in ("for", "of") for x in s.noun_phrase(t)} | set(s.noun_phrase(order)))
        items = [h[2] for h in v.items_in(tokens) if h[2].kind in ("arms_transfer", "goods_transfer")]
        own = [c for t in roles.agents for c in v.parties(t)]
        other = [c for prep, t in phrases if prep in (("with", "to") if s.lower[i] in PLACING else ("from",)) for c in v.parties(t, pronouns=False)]
        other += v.parties(roles.second) if roles.second is not None else []
        if not items or not (own or other):
            continue
        buyer, seller = (own, other) if s.lower[i] in PLACING else (other, own)
        out += [Event(k, next(iter(seller), None), next(iter(buyer), None), {c for x in items if x.kind == k for c in x.classes}, {f for x in items if x.kind == k for f in x.features}, order, {i, order, *tokens, *roles.agents}, strength=0.6) for k in sorted({x.kind for x in items})]
    return out


def requests(v: View) -> list[Event]:
    """`X met Y's request for drones`: drones from X to Y."""
    s, out = v.s, []
    for i, word in enumerate(s.lower):
        verb = s.heads[i]
        if word not in word_set("nouns_of_asking") or s.lower[verb] not in verb_set("verbs_of_answering") or s.base[i] not in ("obj", "obl"):
            continue
        asking = [c for k in s.children[i] if s.deps[k] == "nmod:poss" for c in v.parties(k)]
        items = [h[2] for prep, t in phrases_below(v, i) if prep == "for" for c in s.conjuncts(t) for h in v.items_in(s.noun_phrase(c)) if not h[2].weak]
        giving = [c for t in verb_roles(v, verb).agents for c in v.parties(t) if c not in asking]
        if asking and giving:
            out += [Event(k, giving[0], asking[0], {c for x in items if x.kind == k for c in x.classes}, {f for x in items if x.kind == k for f in x.features}, verb, {verb, *s.subtree(i)}, strength=0.55) for k in sorted({x.kind for x in items})]
    return out


def bargains(v: View) -> list[Event]:
    """`X signed a deal with Y for missiles`, `a firm of Y won a contract from X for them`, `X awarded Y a contract for them`: what X is to get from Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, PLACING | WINNING | BARGAINING):
        deal = roles.theme
        if deal is None or s.lower[deal] not in word_set("deal_words"):
            continue
        phrases = [*phrases_below(v, deal), *roles.phrases]
        given = [roles.second, *(t for prep, t in roles.phrases if prep == "to")] if s.lower[i] in PLACING and not roles.passive else []
        awarded = [c for t in given if t is not None for c in v.parties(t)]
        bought = sorted({x for prep, t in phrases if prep == "for" for c in s.conjuncts(t) for x in s.noun_phrase(c)}) if awarded else bargained_for(v, deal, i)
        items = [h[2] for h in v.items_in(bought) if (h[2].kind == "arms_transfer" or (awarded and h[2].kind == "goods_transfer")) and not h[2].weak]
        own = [c for t in ([roles.agents[0]] if roles.agents else []) for c in v.parties(t)]
        other = awarded or [c for prep, t in phrases if prep in ("with", "from") for c in v.parties(t, pronouns=False) if c not in own]
        if not other and any(s.lower[c] == "there" for c in s.children[i]) and v.context.last_land not in (None, *own):
            other = [v.context.last_land or ""]  # `flew to Y. There he signed a contract for drones`
        if not (items and own and other):
            continue
        sells = not awarded and (s.lower[i] in WINNING or (_is_firm(v, roles.agents[0]) and not any(prep == "with" and _is_firm(v, t) for prep, t in phrases)))
        seller, buyer = (own[0], other[0]) if sells else (other[0], own[0])
        out += [Event(k, seller, buyer, {c for x in items if x.kind == k for c in x.classes}, {f for x in items if x.kind == k for f in x.features}, i, {i, deal, *bought, *roles.agents}, strength=0.6) for k in sorted({x.kind for x in items})]
    return out


def _is_firm(v: View, t: int) -> bool:
    """Whether a party is a firm: `a Chinese company`."""
    return not FIRMS.isdisjoint(v.s.lower[x] for x in v.s.noun_phrase(t))


BARGAINING, FIRMS = verb_set("bargaining_verbs"), word_set("companies") | word_set("enterprises")
PLACING, WINNING = verb_set("placing_verbs"), verb_set("winning_verbs")


def _earned(v: View, i: int, subject: int, phrases: list[tuple[str, int]]) -> list[Event]:
    """`the export of charcoal is a source of revenue for X`: X sells the charcoal."""
    s = v.s
    tokens = sorted({t for c in s.conjuncts(subject) for t in s.noun_phrase(c)})
    goods = [h[2] for h in v.lexicon.items.scan(s.lower) if h[0] in tokens and h[2].kind in ("goods_transfer", "arms_transfer") and not h[2].weak]
    earners = [c for prep, t in phrases if prep in ("for", "to") for c in v.parties(t)]
    if not goods or not earners:
        return []
    return [Event(goods[0].kind, earners[0], None, {c for x in goods for c in x.classes}, {f for x in goods for f in x.features}, i, {i, *tokens}, strength=0.6)]


def _nouns() -> dict[str, tuple[str, str]]:
    rows = read_yaml("lexicon/frames.yaml")["agent_nouns"]
    return {noun: (row["lemma"], row["direction"]) for row in rows for noun in row["nouns"]}

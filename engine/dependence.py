"""What one party draws from another: `X depends on Y for its oil`, `X got help from Y with its missiles`, `X has the support of Y's mercenaries`."""

from __future__ import annotations

from engine.filling import Event
from engine.lexicon import Item, verb_set
from engine.parties import party_classes
from engine.phrases import as_technology
from engine.referents import View
from engine.roles import phrases_below, verbs_of
from engine.vocabulary import word_set

DEPENDING, GETTING = verb_set("depending_verbs"), verb_set("verbs_of_getting_help")
BENEFITING = verb_set("benefiting_verbs")
SPENDING, HELPED = verb_set("spending_verbs"), verb_set("helped_acts")
GROWING = verb_set("growing_verbs")
DEPENDENT = word_set("words_of_dependence")
HELP = word_set("nouns_of_help") | word_set("nouns_of_support")
SOLD = ("arms_transfer", "goods_transfer", "technology_transfer")


def depends_on(v: View) -> list[Event]:
    """`X relies on Y for Z`, `X is dependent on Y for Z`: Z from Y to X; for a weapons programme, the know-how."""
    s, out = v.s, []
    for i, roles in verbs_of(v, SPENDING):  # `X spends a million on rifles from Y`
        bought = [t for prep, t in roles.phrases if prep == "on"]
        tokens = sorted({x for t in bought for x in s.noun_phrase(t)})
        takers = [c for t in roles.agents for c in v.parties(t)]
        givers = [c for prep, t in [*roles.phrases, *(row for t in bought for row in phrases_below(v, t))] if prep == "from" for c in v.parties(t, pronouns=False) if c not in takers]
        if takers and givers:
            out += _events(_wanted(v, tokens), givers[0], takers[0], i, {i, *roles.agents, *tokens})
    leaning = [(i, roles.agents) for i, roles in verbs_of(v, DEPENDING)] + [(i, s.kids(i, "nsubj")) for i, word in enumerate(s.lower) if word in DEPENDENT]
    for i, subjects in leaning:
        takers = [c for t in subjects for c in v.parties(t)]
        phrases = phrases_below(v, i)
        givers = [c for prep, t in phrases if prep in ("on", "upon") for c in v.parties(t) if c not in takers]
        tokens = sorted({x for prep, t in phrases if prep == "for" for x in s.noun_phrase(t)} | {x for c in s.kids(i, "advcl", "xcomp") if s.lower[c] in GETTING for x in s.subtree(c)})
        if not tokens and any(s.lower[t] in HELP for prep, t in phrases if prep in ("on", "upon")):
            tokens = sorted({x for t in subjects for x in s.noun_phrase(t)})  # `X's satellite programme relies on Y's help`
            items = [x for x in _wanted(v, tokens) if x.kind == "technology_transfer"]
        else:
            items = _wanted(v, tokens)
        for giver in givers if takers else ():
            out += _events(items, giver, takers[0], i, {i, *subjects, *tokens})
    return out


def help_taken(v: View) -> list[Event]:
    """`X boosted its missile programme with help that it took from Y`, `X received support from Y's mercenaries`."""
    s, out = v.s, []
    for i, roles in verbs_of(v, GETTING):
        if roles.theme is None or s.lower[roles.theme] not in HELP or roles.passive:
            continue
        takers = [c for t in roles.agents for c in v.parties(t)]
        phrases = [*roles.phrases, *phrases_below(v, roles.theme)]
        sources = [t for prep, t in phrases if prep in ("from", "of")]
        givers = [c for t in sources for c in v.parties(t) if c not in takers]
        givers += [c for k in s.children[roles.theme] if s.deps[k] == "nmod:poss" or (s.base[k] in ("amod", "compound") and k in v.at) for c in v.parties(k, pronouns=False) if c not in takers]  # `used X's help to build …`
        if not takers or not givers:
            continue
        served = sorted({x for prep, t in phrases if prep in ("with", "for", "in") for x in s.noun_phrase(t)})
        served += [x for t in sources if not word_set("programme_words").isdisjoint(s.lower[y] for y in s.noun_phrase(t)) for x in s.noun_phrase(t)]  # `support from X's missile experts`
        served += [x for k in (*s.kids(i, "advcl", "xcomp"), *s.kids(roles.theme, "acl")) if s.lower[k] in HELPED for x in s.subtree(k)]
        served += [x for c in (s.kids(s.heads[i], "obj") if s.base[i] == "advcl" else ()) for x in s.noun_phrase(c)]  # `boosted its programme by taking help`
        items = [x for x in _wanted(v, served) if x.kind == "technology_transfer"]
        built = {x for k in (*s.kids(i, "advcl", "xcomp"), *s.kids(roles.theme, "acl")) if s.lower[k] in HELPED for x in s.subtree(k)}
        items = items or [as_technology(h[2]) for h in v.lexicon.items.scan(s.lower) if h[0] in built and h[2].kind == "arms_transfer" and not h[2].weak]  # `used X's help to build rockets`
        if not items and any(s.lower[t] == "nuclear" for t in served) and not word_set("programme_words").isdisjoint(s.lower[t] for t in served):
            items = [Item(("nuclear",), "technology_transfer", (), False, "nuclear")]  # `used X's help to build a nuclear programme`
        armed = any(h[2].kind in ("troops", "trainers") for t in sources for h in v.items_in(s.noun_phrase(t)))
        tokens = {i, roles.theme, *sources, *roles.agents}
        if items:
            out += _events(items, givers[0], takers[0], i, tokens | set(served))
        elif armed or s.lower[roles.theme - 1] == "military":
            a, b = sorted((givers[0], takers[0]))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"} if armed else set(), i, tokens, strength=0.65))
    for i, roles in verbs_of(v, BENEFITING):  # `the group benefited from training provided by X`
        takers = [c for t in roles.agents for c in v.parties(t)]
        given = [k for prep, t in roles.phrases if prep == "from" for k in s.conjuncts(t) if s.lower[k] in HELP | word_set("nouns_of_training")]
        givers = [c for k in given for x in s.kids(k, "acl") for prep, t in phrases_below(v, x) if prep == "by" for c in v.parties(t, pronouns=False) if c not in takers]
        for giver in dict.fromkeys(givers if takers and "non-state" in party_classes(takers[0]) else ()):
            a, b = sorted((giver, takers[0]))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"training"}, i, {i, *given, *roles.agents}, strength=0.6))
    for i, roles in verbs_of(v, GROWING):  # `the militia has grown with the help of X`
        groups = [c for t in roles.agents for c in v.parties(t) if "non-state" in party_classes(c)]
        helpers = [(t, c) for prep, t in roles.phrases if prep in ("with", "through", "by") and s.lower[t] in HELP for c in v.parties(t, pronouns=False)]
        for t, code in helpers if groups else ():
            if code != groups[0]:
                a, b = sorted((groups[0], code))
                out.append(Event("military_cooperation", a, b, {"defence"}, set(), i, {i, t, *roles.agents}, strength=0.6))
    return out


def of_foreign_make(v: View) -> list[Event]:
    """`Half the shells that X fires are Y's`, `the rifles used by X are Y's`, told by an adjective: Y's arms with X."""
    s, out = v.s, []
    for m in v.mentions:
        made = m.end - 1
        if m.form != "adjective" or not s.kids(made, "cop"):
            continue
        goods = [t for c in s.kids(made, "nsubj") for t in (c, *(k for k in s.kids(c, "nmod") if s.preposition(k) == "of"))]
        for t in goods:
            items = [x for x in _wanted(v, s.noun_phrase(t)) if x.kind == "arms_transfer"]
            used = [c for c in s.kids(t, "acl") if s.lower[c] in USING]
            users = [c for k in used for n in (*s.kids(k, "nsubj"), *(x for x in s.kids(k, "obl") if s.preposition(x) == "by")) for c in v.parties(n, pronouns=False) if c != m.code]
            if items and users:
                out += _events(items, m.code, users[0], made, {made, t, *used, *s.noun_phrase(t)})
    return out


USING = verb_set("using_verbs") | verb_set("carrying_of_arms")


def _wanted(v: View, tokens: list[int]) -> list[Item]:
    """Goods among `tokens`; what arms a programme makes is know-how."""
    programme = not word_set("programme_words").isdisjoint(v.s.lower[t] for t in tokens)
    return [as_technology(h[2]) if programme and h[2].kind == "arms_transfer" else h[2] for h in v.lexicon.items.scan(v.s.lower) if h[0] in tokens and h[2].kind in SOLD]


def _events(items: list[Item], giver: str, taker: str, i: int, tokens: set[int]) -> list[Event]:
    out = []
    for kind in dict.fromkeys(x.kind for x in items):
        group = [x for x in items if x.kind == kind]
        out.append(Event(kind, giver, taker, {c for x in group for c in x.classes}, {f for x in group for f in x.features}, i, tokens, strength=0.6))
    return out
READINGS = (depends_on, help_taken, of_foreign_make)

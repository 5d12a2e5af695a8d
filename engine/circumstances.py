"""Readings beside the transfer frame: the other side of an exchange, makers and users, money earned and forgiven, help with
building, thanks and teaching, seizures, transfers at sea."""

from __future__ import annotations

import itertools
from collections.abc import Iterable, Iterator

from engine.earlier import purpose
from engine.filling import Event
from engine.lexicon import Item, verb_set
from engine.parties import state_of
from engine.phrases import as_technology, held_by
from engine.presence import SENDING
from engine.referents import CARRIERS, View
from engine.roles import RELATIVES, VESSELS, Roles, governing_subject, phrases_below, verb_roles, verbs_of
from engine.vocabulary import is_symmetric, word_set


def exchanged(v: View, events: Iterable[Event]) -> list[Event]:
    """The other side of `X in exchange for Y`: what Y names goes the other way."""
    if not v.exchange_zone:
        return []
    main = [e for e in events if e.supplier and e.recipient and "exchange" in e.features and not is_symmetric(e.kind)]
    if not main:
        return []
    pairs = {(e.recipient, e.supplier): e for e in main}
    groups: dict[str, list[Item]] = {}
    for start, _, item in v.items:
        if start in v.exchange_zone and not item.weak and not (item.kind == "troops" and v.s.lower[max(0, start - 1)] in ("the", "its", "their")):  # `for the soldiers`, told before
            groups.setdefault(item.kind, []).append(item)
    out = []
    for (a, b), first in pairs.items():
        for kind, group in groups.items():
            if kind == "troops":  # `gives X oil in exchange for soldiers`
                one, other = sorted((a or "", b or ""))
                out.append(Event("military_cooperation", one, other, {"defence"}, {"troops", "exchange"}, first.trigger, set(v.exchange_zone), strength=0.65))
            if kind in ("troops", "trainers", "specialists", "labour", "tourism"):
                continue
            features = {f for item in group for f in item.features} | {"exchange"}
            if "aid" in features and kind == "arms_transfer":
                continue
            out.append(Event(kind, a, b, {c for item in group for c in item.classes}, features, first.trigger, set(v.exchange_zone), strength=0.75))
    return out


def paid_in_kind(v: View) -> list[Event]:
    """`X offered Y a naval base in exchange for weapons`: the weapons go from Y to X for something that is no goods."""
    paid = [item for start, _, item in v.items if start in v.exchange_zone and not item.weak and item.kind in ("arms_transfer", "goods_transfer", "technology_transfer")]
    out = []
    for i, roles in verbs_of(v, GRANTING if paid else ()):
        theme = roles.theme
        if theme is None or roles.passive or v.items_in(v.s.subtree(theme)):
            continue  # goods for goods: the gift is told, and `exchanged` turns it round
        buyers = [c for t in roles.agents for c in v.parties(t)]
        sellers = [c for t in (roles.second, *(t for prep, t in roles.phrases if prep == "to")) if t is not None for c in v.parties(t, pronouns=False) if c not in buyers]
        for kind in dict.fromkeys(x.kind for x in paid if buyers and sellers):
            group = [x for x in paid if x.kind == kind]
            out.append(Event(kind, sellers[0], buyers[0], {c for x in group for c in x.classes}, {f for x in group for f in x.features}, i, {i, theme, *roles.agents, *v.exchange_zone}, strength=0.65))
    return out


def barter_named(v: View) -> list[Event]:
    """`X's wheat-for-weapons deal with Y`, `an oil-for-guns swap between X and Y`: who is named first gives what is named first."""
    s, out = v.s, []
    for (_, end, given), (start, after, got) in itertools.pairwise(v.items):
        deal = next((t for t in range(after, min(after + 2, len(s.words))) if s.lower[t] in word_set("words_of_barter")), None)
        if s.lower[end:start] != ("-", "for", "-") or deal is None or not {given.kind, got.kind} <= {"arms_transfer", "goods_transfer", "technology_transfer", "funds_transfer"}:
            continue
        owners = [c for t in s.children[deal] if s.deps[t] == "nmod:poss" for c in v.parties(t)]
        sides = owners + [c for prep, t in phrases_below(v, deal) if prep in ("with", "between") for c in v.parties(t, pronouns=False)]
        if len(dict.fromkeys(sides)) == 2:
            a, b = dict.fromkeys(sides)
            out += [Event(x.kind, giver, taker, set(x.classes), {*x.features, "exchange"}, deal, {deal, end - 1, after - 1}, strength=0.6) for x, giver, taker in ((given, a, b), (got, b, a))]
    return out


GRANTING = verb_set("verbs_of_granting") | verb_set("renting_verbs")
OIL = frozenset({"crude_oil", "refined_petroleum"})  # a text calls the one what it called the other


def bartered(v: View) -> list[Event]:
    """`an arrangement of arms for oil`, after the oil was told of: the arms go the other way."""
    s, pair = v.s, v.context.last_pair
    if pair is None or not set(s.lower) & word_set("words_of_barter"):
        return []
    for (start, end, given), (after, _, got) in zip(v.items, v.items[1:], strict=False):
        if after - end > 3 or s.lower[end : end + 1] != ("for",):
            continue
        for x, y in ((given, got), (got, given)):
            classes = {*y.classes, *(OIL if OIL & set(y.classes) else ())}
            if any(v.context.holders.get(c) == pair[1] for c in classes) and x.kind in ("arms_transfer", "goods_transfer", "technology_transfer", "funds_transfer"):
                return [Event(x.kind, pair[1], pair[0], set(x.classes), {*x.features, "exchange"}, start, set(range(start, after + 1)), strength=0.65)]
    return []


FETCHING = verb_set("fetching_verbs")


def sent_to_fetch(v: View, events: list[Event]) -> list[Event]:
    """`X sent tankers to a port of Y to smuggle oil`: the oil is Y's and comes to X. Takes the place of what the verbs say by themselves."""
    s, out = v.s, []
    for i, roles in verbs_of(v, SENDING):
        if roles.theme is None or s.lower[roles.theme] not in VESSELS:
            continue
        senders = [c for t in roles.agents for c in v.parties(t)]
        places = [c for prep, t in phrases_below(v, i) if prep in ("to", "into") for c in v.parties(t, pronouns=False) if c not in senders]
        for k in (t for t in s.subtree(i) if s.lower[t] in FETCHING and t > i):
            items = [h[2] for t in s.kids(k, "obj") for h in v.items_in(s.noun_phrase(t)) if h[2].kind == "goods_transfer" and not h[2].weak]
            if items and senders and places:
                events[:] = [e for e in events if e.trigger not in (i, k)]
                out.append(Event("goods_transfer", places[0], senders[0], {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, k, roles.theme, *roles.agents}, strength=0.65))
    return out


def bound_for(v: View) -> list[Event]:
    """`The tubes were meant for X`: goods on their way, whoever sends them; an attempt counts as the activity."""
    s, out = v.s, []
    for i, word in enumerate(s.lower):
        relative = s.base[i] == "acl" and (s.is_passive(i) or any(s.lower[c] in RELATIVES for c in s.kids(i, "nsubj"))) and s.tags[s.heads[i]][:2] == "NN"
        above = s.heads[i] if s.base[i] == "conj" and not s.kids(i, "nsubj") else i  # `came from X and were meant for Y`
        meant = i in v.at and s.preposition(i) == "for" and s.kids(i, "cop")  # `the rifles were for X`
        if not (word in BOUND or meant) or not (s.kids(above, "nsubj") and (s.kids(i, "cop") or s.is_passive(i))):
            continue
        goals = v.parties(i, pronouns=False) if meant else [c for prep, t in phrases_below(v, i) if prep in ("for", "to") for c in v.parties(t, pronouns=False)]
        subject = s.heads[i] if relative else s.kids(above, "nsubj")[0]
        told = [h[2] for h in v.items_in(s.noun_phrase(subject))]
        if all(h[2].weak for h in v.items_in(s.noun_phrase(subject))) and s.lower[subject] in word_set("loading_nouns"):
            told = v.context.last_items
        elif not told and any(s.lower[c] in ("the", "these", "this") for c in s.children[subject]):
            told = [x for x in v.context.last_items if s.lower[subject] in (x.word, *x.word.split(), x.word.split()[-1] + "s")]
        items = [x for x in told if x.kind in ("arms_transfer", "goods_transfer") and not (x.classes == ("ships",) and s.lower[subject] in VESSELS)]  # `a ship bound for X` is no goods
        for kind in dict.fromkeys(x.kind for x in items if goals):
            group = [x for x in items if x.kind == kind]
            sources = [v.at[t].code for t in s.noun_phrase(subject) if t in v.at and v.at[t].code not in goals]
            sources += [c for prep, t in phrases_below(v, above) if above != i and prep == "from" for c in v.parties(t, pronouns=False) if c not in goals]
            known = any(s.lower[c] in ("the", "this", "these", "its") for c in s.children[subject])
            left = v.context.departed if known else None  # `The cargo was bound for X`, of a ship that left Y; no new goods
            made = v.context.made_by if known and kind == "arms_transfer" else None
            given = v.context.last_pair[0] if known and v.context.last_pair and s.lower[subject] in word_set("loading_nouns") else None  # `This consignment was meant for X`
            told_before = made or left or given
            if not sources and told_before not in (None, *goals):
                sources = [told_before or ""]  # `The parts were of X origin`, `the ship left X`
            out += [Event(kind, next(iter(sources), None), goal, {c for x in group for c in x.classes}, {f for x in group for f in x.features}, i, {i, *s.noun_phrase(subject), *s.subtree(i)}, strength=0.65) for goal in dict.fromkeys(goals)]
    return out


BOUND = word_set("bound_words")


BRINGING = verb_set("bringing_verbs")


def brings_money(v: View, events: list[Event]) -> list[Event]:
    """`the trade brings X $10 million a year`, `earned X millions of dollars`: money to X from whatever brings it."""
    s, out = v.s, []
    for i in range(len(s.words)):
        if s.lower[i] not in BRINGING or s.tags[i][:2] != "VB":
            continue
        m = next((m for m in v.mentions if i < m.start <= i + 3 and m.form in ("name", "group", "person", "place", "generic")), None)
        if m is None:  # `brings the militants …`, `brings in $10 million for X`
            continue
        roles = verb_roles(v, i)
        after = s.lower[m.end : m.end + 7]
        amount = next((k for k, word in enumerate(after) if word in MONEY or word[:1] in ("$", "€", "£")), None)
        if amount is None or {"and", ",", "to", "from", "in"} & set(after[:amount]) or m.code in [c for t in roles.agents for c in v.parties(t)]:
            continue
        payer = next((c for t in roles.agents for c in v.parties(t, pronouns=False) if c != m.code), None)
        events[:] = [e for e in events if not (e.kind == "funds_transfer" and e.trigger == i)]
        out.append(Event("funds_transfer", payer, m.code, set(), set(), i, {i, *range(m.start, m.end + amount + 2), *roles.agents} & set(range(len(s.words))), strength=0.65))
    return out


EARNING = verb_set("earning_verbs")


def earned_from(v: View) -> list[Event]:
    """`X has made $66 million from Y`: money from Y to X."""
    s, out = v.s, []
    for i, roles in verbs_of(v, EARNING):
        if roles.theme is None:  # `raked in $5 million`
            roles.theme = next((t for prep, t in roles.phrases if prep == "in" and s.lower[t][:1] in ("$", "€", "£")), None)
        sum_told = roles.theme is not None and (s.lower[roles.theme] in MONEY or s.lower[roles.theme][:1] in ("$", "€", "£"))
        payers = [c for prep, t in phrases_below(v, i) if prep == "from" for c in v.parties(t, pronouns=False)]
        earner = next((c for t in roles.agents for c in v.parties(t) if c not in payers), None)
        if sum_told and payers and earner:
            out.append(Event("funds_transfer", payers[0], earner, set(), set(), i, {i, *s.subtree(roles.theme if roles.theme is not None else i), *roles.agents}, strength=0.65))
    return out


FORGIVING = verb_set("forgiving_verbs")


def debts_forgiven(v: View) -> list[Event]:
    """`X wrote off Y's debt`, `forgave a debt of 10 billion that Y owed`: money to Y that it keeps."""
    s, out = v.s, []
    for i, roles in verbs_of(v, FORGIVING):
        debt = next((t for t in s.subtree(i) if t > i and s.lower[t] in word_set("debts")), None) if not roles.passive else roles.theme
        if debt is None or s.lower[debt] not in word_set("debts"):
            continue
        lenders = [c for t in roles.agents for c in v.parties(t)]
        debtor = next((v.at[t].code for t in [*s.subtree(debt), *s.subtree(i)] if t in v.at and v.at[t].code not in lenders and s.base[t] != "nsubj"), None)
        if lenders and debtor:
            out.append(Event("funds_transfer", lenders[0], debtor, set(), set(), i, {i, debt, *roles.agents}, strength=0.65))
    return out


MONEY = word_set("words_of_money")
HELPED = verb_set("helped_acts")


def with_help(v: View) -> list[Event]:
    """`X built a missile factory with Y's help`: know-how from Y to X on what is built."""
    s, out = v.s, []
    for i, roles in verbs_of(v, HELPED):
        subjects = [c for t in roles.agents for c in v.parties(t)]
        if roles.passive and not subjects and roles.theme is not None:  # `Y's missile was built with X's know-how`
            subjects = [v.at[t].code for t in s.noun_phrase(roles.theme) if t in v.at]
        if roles.theme is None or not subjects:
            continue
        built = set(s.noun_phrase(roles.theme))
        items = [h[2] for h in v.lexicon.items.scan(s.lower) if h[0] in built and h[2].kind in ("arms_transfer", "technology_transfer")]
        for prep, t in phrases_below(v, i):
            helper = next((c for c in v.parties(t, pronouns=False) if c not in subjects), None) if prep in ("with", "through", "by") else None
            if helper is None or not items or s.lower[t] not in HELP:
                continue
            known = [as_technology(x) for x in items]
            features = {f for x in known for f in x.features}
            out.append(Event("technology_transfer", helper, subjects[0], {c for x in known for c in x.classes}, features, i, {i, t, roles.theme, *s.noun_phrase(roles.theme)}, strength=0.65))
    return out


def fought_with_help(v: View) -> list[Event]:
    """`X's army took the town with the help of Y's mercenaries`: Y's men in X's war."""
    s, out = v.s, []
    for t in (t for t, word in enumerate(s.lower) if word in HELP or word in word_set("nouns_of_support")):
        verb = next((h for h in s.ancestors(t) if s.is_verb(h)), None)
        if verb is None or s.preposition(t) not in ("with", "by", "under"):
            continue
        men = [x for c in s.kids(t, "nmod") if s.preposition(c) in ("of", "from") for x in s.noun_phrase(c)] + [x for c in s.kids(t, "nmod") if s.deps[c] == "nmod:poss" for x in s.noun_phrase(c)]
        if not any(h[2].kind in ("troops", "trainers") for h in v.items_in(men)):
            continue
        led_by = [v.at[k].code for x in men for c in s.kids(x, "acl") for k in s.subtree(c) if k in v.at and v.at[k].form == "group"]
        helpers = led_by or [v.at[x].code for x in men if x in v.at]
        roles = verb_roles(v, verb)
        helped = [c for a in roles.agents for c in v.parties(a) if c not in helpers]
        if helpers and helped and state_of(helpers[0]) != helped[0]:
            a, b = sorted((helpers[0], helped[0]))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"}, verb, {verb, t, *men, *roles.agents}, strength=0.6))
    return out


THANKING = verb_set("verbs_of_thanks")


def thanked(v: View) -> list[Event]:
    """`X's army chief thanked Y for two jets`: the jets came from Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, THANKING):
        givers = v.parties(roles.theme, pronouns=False) if roles.theme is not None else []
        takers = [c for t in roles.agents for c in v.parties(t) if c not in givers]
        given = [(t, h[2]) for prep, t in roles.phrases if prep == "for" and not any(s.deps[k] == "acl:relcl" and s.lower[k] not in v.lexicon.verbs for k in s.children[t]) for n in s.conjuncts(t) for h in v.items_in(s.noun_phrase(n)) if h[2].kind in ("arms_transfer", "goods_transfer", "technology_transfer", "funds_transfer", "humanitarian_assistance", "troops") and not h[2].weak]
        for kind in dict.fromkeys(x.kind for _, x in given if givers and takers):
            group = [x for _, x in given if x.kind == kind]
            if kind == "troops":
                a, b = sorted((givers[0], takers[0]))
                out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"}, i, {i, *(t for t, _ in given), *roles.agents}, strength=0.6))
                continue
            out.append(Event(kind, givers[0], takers[0], {c for x in group for c in x.classes}, {f for x in group for f in x.features}, i, {i, *(t for t, _ in given), *roles.agents}, strength=0.65))
    return out


def on_their_way(v: View) -> list[Event]:
    """`Customs stopped containers of machine tools. They were on their way to X`: goods of the sentence before, to X."""
    s, out = v.s, []
    goods = [x for x in v.context.last_items if x.kind in ("arms_transfer", "goods_transfer") and not x.weak] if v.context.items_just_told else []
    for i, word in enumerate(s.lower):
        under_way = word in ("way", "route") and s.preposition(i) in ("on", "en") and s.lower[max(0, i - 1)] in ("their", "its", "the", "en")
        if not goods or not (under_way or word in word_set("bound_words")) or not (s.kids(i, "cop") or s.is_passive(i)):
            continue
        if not any(s.lower[t] in ("they", "it", "these", "both") for t in s.kids(i, "nsubj")):
            continue
        goals = [c for prep, t in phrases_below(v, i) if prep in ("to", "for", "into", "towards") for c in v.parties(t, pronouns=False)]
        for kind in dict.fromkeys(x.kind for x in goods if goals):
            group = [x for x in goods if x.kind == kind]
            given = next((v.context.givers[c] for x in group for c in x.classes if c in v.context.givers), None)
            left = given or v.context.departed or (v.context.sailed or (None,))[0]
            out.append(Event(kind, left if left != goals[0] else None, goals[0], {c for x in group for c in x.classes}, {f for x in group for f in x.features}, i, set(range(len(s.words))), strength=0.55))
    return out


TEACHING = verb_set("teaching_verbs")


def taught(v: View) -> list[Event]:
    """`X's engineers taught Y to assemble drones`: know-how on what is made; to fly or fire it is training."""
    s, out = v.s, []
    for i, roles in verbs_of(v, TEACHING):
        teachers = [c for t in roles.agents for c in v.parties(t)]
        pupils = [c for t in (roles.second, roles.theme) if t is not None for c in v.parties(t, pronouns=False) if c not in teachers]
        for k in s.kids(i, "xcomp", "advcl", "ccomp"):
            tokens = s.subtree(k)
            items = [as_technology(h[2]) for h in v.items_in(tokens) if h[2].kind in ("arms_transfer", "technology_transfer")]
            if teachers and pupils and items and {s.lower[t] for t in tokens} & MAKING:
                out.append(Event("technology_transfer", teachers[0], pupils[0], {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, k, *tokens, *roles.agents}, strength=0.65))
    return out


MAKING = verb_set("making_verbs") | HELPED
HELP = word_set("nouns_of_help")
SEIZING = verb_set("seizing_verbs")


USING = verb_set("using_verbs")


def in_use(v: View) -> list[Event]:
    """Arms of one party's making in the hands of another: `Y fired X-made rockets` tells that X's arms reached Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, USING):
        user = next((t for prep, t in roles.phrases if prep == "by"), None) if roles.passive else roles.subject
        if roles.theme is None or user is None:
            continue
        users = v.parties(user)
        tokens = [t for c in s.conjuncts(roles.theme) for t in s.noun_phrase(c)]
        items = [h[2] for h in v.items_in(tokens) if h[2].kind == "arms_transfer" and not h[2].weak]
        if s.lower[i] in SERVING:
            continue
        made = [t for c in s.conjuncts(roles.theme) for k in s.kids(c, "acl") if s.lower[k] in word_set("made_forms") for t in s.kids(k, "obl") if s.preposition(t) in ("in", "by")]
        made += [t for c in s.conjuncts(roles.theme) for k in s.kids(c, "acl") if s.lower[k] in COMING for prep, t in phrases_below(v, k) if prep == "from"]
        tokens += [x for t in made for x in s.noun_phrase(t)]  # `used a missile made in X`, `fires shells that come from X`
        makers = list(dict.fromkeys(v.at[t].code for t in tokens if t in v.at and (v.at[t].form in ("adjective", "name") or s.deps[t] == "nmod:poss") and not (v.at[t].form == "name" and v.at[t].start and s.is_verb(v.at[t].start - 1)) and v.at[t].code not in users))
        again = s.lower[roles.theme] in ("them", "it", "these", "those") and not items and v.context.made_by is not None
        if again and v.context.made_by not in users:  # `X built the missiles. Y fired them at Z`
            items = [x for x in v.context.last_items if x.kind == "arms_transfer" and not x.weak]
            makers = [v.context.made_by or ""]
        for maker in makers[:3] if users and items else ():
            out.append(Event("arms_transfer", maker, users[0], {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *tokens, user}, strength=0.55))
    return out


def attacks(v: View) -> list[Event]:
    """`Y attacked Z with missiles supplied by X`, `X-made missiles fired by Y`: X's arms in Y's hands."""
    s, out = v.s, []
    for i, roles in verbs_of(v, ATTACKING):
        users = [c for t in roles.agents for c in v.parties(t)]
        for prep, t in roles.phrases:
            tokens = s.subtree(t, frozenset({"advcl", "parataxis", "appos"})) if prep == "with" else []
            items = [h[2] for h in v.items_in(s.noun_phrase(t)) if h[2].kind == "arms_transfer" and not h[2].weak] if tokens else []
            makers = [v.at[x].code for x in tokens if x in v.at and v.at[x].code not in users and (s.base[x] in ("amod", "compound", "flat") or s.preposition(x) in ("by", "from"))]
            if items and makers and users:
                out.append(Event("arms_transfer", makers[0], users[0], {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *tokens, *roles.agents}, strength=0.55))
    return out


def found_there(v: View) -> list[Event]:
    """`X-made bombs were found in Y`, `discovered X's rifles in a depot of the Y`: X's arms in Y's hands. Not missiles and drones, which are
    found where they fell."""
    s, out = v.s, []
    for i, roles in verbs_of(v, FINDING):
        if roles.theme is None:
            continue
        tokens = [t for c in s.conjuncts(roles.theme) for t in s.noun_phrase(c)]
        items = [h[2] for h in v.items_in(tokens) if h[2].kind == "arms_transfer" and not h[2].weak]
        fell = any({"missiles", "drones"} & set(x.classes) for x in items) or not word_set("what_is_left_of_arms").isdisjoint(s.lower[t] for t in tokens)
        makers = [v.at[t].code for t in tokens if t in v.at and v.at[t].form == "adjective"]
        makers += [c for prep, t in phrases_below(v, roles.theme) if prep == "from" for c in v.parties(t, pronouns=False)]
        places = [c for prep, t in roles.phrases if prep in ("in", "at", "with", "inside") and t not in tokens for c in v.parties(t, pronouns=False) if c not in makers]
        if items and not fell and makers and places:
            holder = next((c for c in places if len(c) > 2), places[0])
            out += [Event("arms_transfer", maker, holder, {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *tokens, *(t for _, t in roles.phrases)}, strength=0.5) for maker in dict.fromkeys(makers)]
    return out


def in_hands(v: View) -> list[Event]:
    """`X's missiles in the hands of the Y`, `Y owes its rockets to X`: X's arms with Y."""
    s, out = v.s, []
    for i, word in enumerate(s.lower):
        held = word in ("hands", "possession") and s.preposition(i) == "in" and s.base[i] in ("nmod", "obl")
        if not held:
            continue
        arms = s.heads[i] if s.base[i] == "nmod" else next(iter([*s.kids(s.heads[i], "nsubj"), *s.kids(s.heads[i], "obj")]), s.heads[i])
        tokens = s.noun_phrase(arms)
        items = [h[2] for h in v.items_in(tokens) if h[2].kind == "arms_transfer" and not h[2].weak]
        makers = [v.at[t].code for t in tokens if t in v.at and v.at[t].form == "adjective"]
        holders = [c for t in s.kids(i, "nmod") if s.preposition(t) in ("of", "'s", "") for c in v.parties(t, pronouns=False) if c not in makers]
        if items and makers and holders:
            out.append(Event("arms_transfer", makers[0], holders[0], {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *tokens}, strength=0.55))
    for i, roles in verbs_of(v, OWING):
        tokens = s.noun_phrase(roles.theme) if roles.theme is not None and not roles.passive else []
        items = [h[2] for h in v.items_in(tokens) if h[2].kind in ("arms_transfer", "technology_transfer") and not h[2].weak]
        takers = [c for t in roles.agents for c in v.parties(t)]
        givers = [c for prep, t in roles.phrases if prep == "to" for c in v.parties(t, pronouns=False) if c not in takers]
        if items and takers and givers:
            out.append(Event(items[0].kind, givers[0], takers[0], {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *tokens, *roles.agents}, strength=0.55))
    return out


OWING = verb_set("owing_verbs")
FINDING, COMING = verb_set("finding_verbs"), verb_set("coming_verbs")
ATTACKING = verb_set("attacking_verbs")
SERVING = verb_set("serving_verbs")


def in_service(v: View) -> list[Event]:
    """`X-made drones have helped Y to win`: X's arms in Y's hands."""
    s, out = v.s, []
    for i, roles in verbs_of(v, SERVING):
        if roles.subject is None or roles.passive:
            continue
        tokens = s.noun_phrase(roles.subject)
        items = [h[2] for h in v.items_in(tokens) if h[2].kind == "arms_transfer" and not h[2].weak]
        makers = [v.at[t].code for t in tokens if t in v.at and v.at[t].form in ("adjective", "name")]
        makers += [c for prep, t in phrases_below(v, roles.subject) if prep == "from" for c in v.parties(t, pronouns=False)]
        users = [c for t in (roles.theme, roles.second) if t is not None for c in v.parties(t, pronouns=False) if c not in makers]
        if not users and roles.theme is not None and s.lower[roles.theme] in word_set("fortunes_of_war"):
            users = [c for prep, t in roles.phrases if prep in ("in", "for") for c in v.parties(t, pronouns=False) if c not in makers]  # `tipped the balance in Y`
        if items and makers and users:
            out.append(Event("arms_transfer", makers[0], users[0], {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *tokens}, strength=0.55))
    return out


def seizures(v: View, events: Iterable[Event]) -> list[Event]:
    """Goods seized on the way: an attempt counts as the activity. The receiver stands after `for`, `to`, `bound for`."""
    s, out = v.s, []
    told = {(e.kind, c) for e in events if e.recipient is not None for c in e.items}
    for i, roles in [*verbs_of(v, SEIZING), *_seizures_by_noun(v)]:
        theme = roles.theme
        if theme is None:
            continue
        tokens = s.subtree(theme, frozenset({"appos"}))  # not of `…, a move that X condemned`
        tokens = sorted({*tokens, *(x for prep, t in roles.phrases if prep in ("with", "of", "containing") or (prep in ("on", "en") and s.lower[t] in ("way", "route")) for x in s.subtree(t))})
        cover = {x for t in (i, theme, *tokens) for k in s.children[t] if s.preposition(k) in ("under", "beneath", "behind") for x in s.subtree(k)}
        hits = [h for h in v.items_in(sorted(set(tokens) - cover)) if h[2].kind == "arms_transfer" or (h[2].kind == "goods_transfer" and not h[2].weak)]
        items = [h[2] for h in hits if len(hits) == 1 or s.lower[h[1] - 1] not in CARRIERS]  # `a truck carrying rockets`: the rockets
        if not items or (roles.subject is not None and roles.subject in tokens):
            continue
        goals = [c for prep, t in _phrases_in(v, tokens) if prep in ("for", "to", "towards") for c in v.parties(t, pronouns=False)]
        goals += [m.code for m in v.mentions if m.start > 2 and (" ".join(s.lower[max(0, m.start - 4) : m.start]).endswith(("bound for", "destined for", "meant for", "en route to", "en route to the", "bound for the", "destined for the", "on its way to", "on their way to", "intended for", "intended for the")))]
        goals += [c for prep, t in roles.phrases if prep == "for" and not goals for c in v.parties(t, pronouns=False) if len(c) > 2]  # `seized a load of rifles for the group`
        areas = [n for n in tokens if s.preposition(n) in ("for", "to", "towards")]
        goals = [c for n in areas for c in held_by(v, n)] or goals or purpose(v, i)
        seizers = {x for t in tokens if s.preposition(t) == "by" for x in s.subtree(t)}
        origins = [v.at[t].code for t in tokens if t not in seizers and t in v.at and v.at[t].form in ("adjective", "name") and v.at[t].code not in goals and not _located_in(v, t)]
        sources = [c for prep, t in [*roles.phrases, *_phrases_in(v, tokens)] if prep == "from" for c in v.parties(t, pronouns=False) if c not in goals]
        here = _police(v, roles.subject)
        ships = [c for prep, t in [*roles.phrases, *_phrases_in(v, s.subtree(i))] if prep in ("on", "aboard", "onboard") and s.lower[t] in VESSELS for c in v.parties(t, pronouns=False)]
        if not goals and sources and ships and ships[0] not in sources:
            goals = ships[:1]  # `found missiles from X on a ship of Y`
        owners = [v.at[t].code for t in s.kids(theme, "amod", "compound") if t in v.at] if s.lower[theme] in VESSELS else []
        if not goals and owners and all(x.kind == "arms_transfer" for x in items) and (foreign := [c for c in origins if c not in owners]):
            goals, origins = owners[:1], foreign  # `seized a ship of Y with X's missiles on board`
        if not goals and here and (origins or sources) and here not in (*origins, *sources):
            goals = [here]  # seized where it arrived
        elif goals and not origins and not sources and here and here not in goals and here not in {state_of(c) for c in goals}:
            sources = [m.code for m in v.mentions if m.code == here and s.preposition(m.end - 1) in ("in", "at")][:1]  # `police in X stopped …`: where it set out
        caught = not goals and s.tags[i] != "VB" and origins and origins[0] in v.context.targets and s.lower[theme] in CARRIERS and all(x.kind == "goods_transfer" for x in items)
        named = not goals and theme in v.at and v.at[theme].form == "ship" and bool(origins) and origins[0] in v.context.targets  # `intercepted the Ramona with X's rifles aboard`
        if not goals and not caught and not named:
            continue
        for kind in dict.fromkeys(x.kind for x in items):
            group = [x for x in items if x.kind == kind]
            classes = {c for x in group for c in x.classes}
            if any((kind, c) in told for c in classes):
                continue
            out.append(Event(kind, next(iter(origins or sources), None), goals[0] if goals else None, classes, {f for x in group for f in x.features} | {"seized"}, i, {i, *tokens}, strength=0.7))
    return out


def _seizures_by_noun(v: View) -> Iterator[tuple[int, Roles]]:
    """`the interception of rifles bound for X`: the noun as its verb would say it."""
    for i, word in enumerate(v.s.lower):
        if word in word_set("nouns_of_seizing") and v.s.is_nominal(i):
            taken = next((t for t in v.s.kids(i, "nmod") if v.s.preposition(t) == "of"), None)
            yield i, Roles(subject=governing_subject(v, i), theme=taken, phrases=phrases_below(v, i))


def _police(v: View, subject: int | None) -> str | None:
    """The state whose police, customs or agents a subject is."""
    if subject is None or not {v.s.lower[t] for t in v.s.noun_phrase(subject)} & word_set("seizers"):
        return None
    owned = any(v.s.lower[c] == "its" for c in v.s.children[subject])  # `its police`
    return next(iter(v.parties(subject, pronouns=owned)), None)


def _phrases_in(v: View, tokens: list[int]) -> list[tuple[str, int]]:
    return [(v.s.preposition(t), t) for t in tokens if v.s.base[t] in ("nmod", "obl") and v.s.preposition(t)]


def _located_in(v: View, t: int) -> bool:
    return any(v.s.preposition(h) in ("off", "in", "near", "at", "for", "to") for h in (t, *list(v.s.ancestors(t))[:1]))


READINGS = (in_use, found_there, in_hands, attacks, in_service, with_help, fought_with_help, taught, thanked, bound_for, on_their_way)

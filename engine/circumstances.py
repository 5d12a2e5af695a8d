"""Readings beside the transfer frame: the other side of an exchange, makers and users, forces sent to fight, help with
building, seizures, transfers at sea."""

from __future__ import annotations

from collections.abc import Iterable

from engine.filling import Event, as_technology, purpose
from engine.lexicon import Item, verb_forms, verb_set
from engine.parties import state_of
from engine.roles import RELATIVES, VESSELS, View, phrases_below, verb_roles, verbs_of
from engine.vocabulary import is_symmetric, word_set

AT_SEA = word_set("at_sea")


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
        if start in v.exchange_zone and not item.weak:
            groups.setdefault(item.kind, []).append(item)
    out = []
    for (a, b), first in pairs.items():
        for kind, group in groups.items():
            if kind in ("troops", "trainers", "specialists", "labour", "tourism"):
                continue
            features = {f for item in group for f in item.features} | {"exchange"}
            if "aid" in features and kind == "arms_transfer":
                continue
            out.append(Event(kind, a, b, {c for item in group for c in item.classes}, features, first.trigger, set(v.exchange_zone), strength=0.75))
    return out


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


SENDING = verb_set("force_sending_verbs")
HELPING = frozenset({*verb_forms("help"), *verb_forms("assist")})
FIGHTING = verb_set("fighting_verbs")


def sent_to_fight(v: View, events: list[Event]) -> list[Event]:
    """Forces that one party sends or hires to fight for another: `X hired mercenaries to fight for Y`. The reading takes
    the place of what the two verbs say by themselves."""
    s, out = v.s, []
    for i, roles in verbs_of(v, SENDING):
        theme = roles.theme
        if theme is None or not any(h[2].kind in ("troops", "trainers") for h in v.items_in(s.noun_phrase(theme))):
            continue
        senders = [c for t in roles.agents for c in v.parties(t)] or [v.at[t].code for t in s.noun_phrase(theme) if t in v.at and v.at[t].form in ("adjective", "name")][:1]
        for k in [c for c in s.children[i] if s.base[c] in ("advcl", "xcomp", "acl")] + [c for c in s.children[theme] if s.base[c] == "acl"]:
            if s.lower[k] not in FIGHTING:
                continue
            aided = [c for c in s.children[k] if s.base[c] in ("obj", "iobj")] if s.lower[k] in HELPING else []  # `to help X fight Y`
            while s.lower[k] in HELPING and (deeper := [c for c in s.children[k] if s.base[c] in ("xcomp", "ccomp") and s.lower[c] in FIGHTING]):
                k = deeper[0]  # `to help defend X`
            below = verb_roles(v, k)
            served = [c for t in aided if t != below.theme for c in v.parties(t, pronouns=False)]
            served += [c for t in (below.theme,) if t not in (None, theme) and s.lower[k] not in verb_forms("fight") for c in v.parties(t, pronouns=False)]
            served += [c for prep, t in below.phrases if prep in ("for", "with", "alongside", "beside") for c in v.parties(t, pronouns=False)]
            served += [m.code for m in v.mentions if not served and not any(v.parties(t, pronouns=False) for _, t in roles.phrases) and m.form in ("name", "place") and m.start in s.subtree(k)]  # `to guard oil fields in X`
            pairs = [(a, b) for a in senders[:4] for b in served[:1] if a != b]
            if pairs:
                events[:] = [e for e in events if not (e.kind == "military_cooperation" and e.trigger in (i, k))]
            for a, b in pairs:
                first, second = sorted((a, b))
                out.append(Event("military_cooperation", first, second, {"defence"}, {"troops"}, i, {i, k, theme, *roles.agents}))
    return out


DEPLOYING = verb_set("deploying_verbs")


def men_sent(v: View) -> list[Event]:
    """`X sent forces to Y`, `an X firm flew 4,000 men to the camps of Y`: soldiers by the verb and the place, no word for them."""
    s, out = v.s, []
    for i, roles in verbs_of(v, DEPLOYING):
        if roles.theme is None or s.lower[roles.theme] not in word_set("unnamed_soldiers"):
            continue
        goals = [(t, c) for prep, t in roles.phrases if prep in ("to", "into", "in", "onto") for c in v.parties(t, pronouns=False)]
        armed = s.lower[roles.theme] == "forces" or any(s.lower[t] in word_set("places_of_war") for t, _ in goals)
        pair = next(((a, b) for t in roles.agents for a in v.parties(t) for _, b in goals if a != b and state_of(a) != b), None)
        if armed and pair:
            a, b = sorted(pair)
            out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"}, i, {i, roles.theme, *roles.agents, *(t for t, _ in goals)}, strength=0.65))
    return out


GUARDING = verb_set("guarding_verbs")
WORKING = verb_set("verbs_of_presence")


def at_work_abroad(v: View) -> list[Event]:
    """Forces or instructors of one party that guard or train in another: `X's instructors guard the palace in Y`."""
    s, out = v.s, []
    for i, roles in verbs_of(v, GUARDING):
        if roles.subject is None or roles.passive or (s.base[i] in ("xcomp", "advcl") and s.lower[s.heads[i]] in SENDING):
            continue
        people = s.noun_phrase(roles.subject)
        home = [v.at[t].code for t in people if t in v.at]
        if not home or not any(h[2].kind in ("troops", "trainers") for h in v.items_in(people)):
            continue
        group = next((c for c in home if len(c) > 2), home[0])
        fights = s.lower[i] in verb_forms("fight")
        if s.lower[i] in WORKING and not any(prep == "in" for prep, _ in roles.phrases):
            continue
        served = [c for t in (roles.theme,) if t is not None and not fights for c in v.parties(t, pronouns=False)]
        served += [c for prep, t in roles.phrases if prep in (("for", "alongside") if fights else ("in", "for", "alongside", "with")) for c in v.parties(t, pronouns=False)]
        if any(prep == "in" and s.lower[t] == "country" for prep, t in roles.phrases):
            served += [c for c in reversed(v.context.recent) if len(c) == 2 and c in v.context.targets and c not in home]  # the land that the text is about
        other = next((c for c in served if c != group and c != state_of(group)), None)
        if other is not None:
            a, b = sorted((group, other))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"}, i, {i, *people, *((roles.theme,) if roles.theme is not None else ())}, strength=0.65))
    return out


def stationed(v: View) -> list[Event]:
    """`X's instructors are already in Y`, `no fighters of X are in Y`: people of one party in the land of another."""
    s, out = v.s, []
    named = {m.end - 1: m.code for m in v.mentions if m.form in ("name", "place")}
    named |= {t: code for t in range(len(s.words)) if s.lower[t] == "country" and s.kids(t, "cop") for code in [v.party(t) or v.context.sole_target([m.code for m in v.mentions])] if code}
    at_work = {m.end - 1: s.heads[m.end - 1] for m in v.mentions if s.lower[s.heads[m.end - 1]] in word_set("at_work") and s.preposition(s.heads[m.end - 1]) in ("at", "on")}
    for place, land in named.items():
        there = s.preposition(place) in ("in", "inside", "on", "at")
        place = at_work.get(place, place) if there else place  # `X's trainers are at work in Y`
        if not s.kids(place, "cop") or s.preposition(place) not in ("in", "inside", "on", "at"):
            continue
        above = s.kids(s.heads[place], "nsubj") if s.base[place] == "xcomp" else []  # `are reported to be in X`
        for subject in s.kids(place, "nsubj") or above:
            people = s.noun_phrase(subject)
            kinds = {h[2].kind for h in v.items_in(people)} & {"troops", "trainers", "labour", "tourism"}
            home = [v.at[t].code for t in people if t in v.at and v.at[t].code != land]
            if not kinds or not home:
                continue
            kind = next(iter(sorted(kinds)))
            a, b = home[0], land
            tokens = {place, *people}
            if kind in ("troops", "trainers"):
                a, b = sorted((a, b))
                out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"}, place, tokens, strength=0.65))
            else:
                out.append(Event(kind, a, b, set(), set(), place, tokens, strength=0.65))
    return out


def there_are(v: View) -> list[Event]:
    """`In X there are (said to be) hundreds of fighters of Y`: forces of one party in the land of another."""
    s, out = v.s, []
    for i in (t for t, tag in enumerate(s.tags) if tag == "EX"):
        verb = s.heads[s.heads[i]] if s.base[s.heads[i]] == "aux" else s.heads[i]
        for noun in [verb, *s.kids(verb, "nsubj", "xcomp", "obj")]:
            people = s.subtree(noun, frozenset({"acl", "advcl", "parataxis", "nsubj"})) if s.tags[noun][:2] in ("NN", "CD") else []
            if not any(h[2].kind in ("troops", "trainers") for h in v.items_in(people)):
                continue
            lands = [(t, c) for t in dict.fromkeys([*s.kids(verb, "obl"), *s.kids(noun, "nmod", "obl")]) if s.preposition(t) == "in" for c in v.parties(t, pronouns=False)]
            placed = {x for t, _ in lands for x in s.subtree(t)}
            home = [v.at[t].code for t in people if t in v.at and t not in placed]
            pair = next(((a, b) for a in sorted(home, key=lambda c: len(c) <= 2) for _, b in lands if a != b and state_of(a) != b), None)
            if pair is not None:
                a, b = sorted(pair)
                out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"}, verb, {i, verb, *people, *placed}, strength=0.65))
            break
    return out


def based_in(v: View) -> list[Event]:
    """`X's workers, who were based in Y and Z`: people of one party at work or under arms in the land of another."""
    s, out = v.s, []
    for i, roles in verbs_of(v, word_set("based_forms")):
        subject = roles.theme if roles.theme is not None else roles.subject
        if subject is None:
            continue
        people = s.noun_phrase(subject)
        kind = next((h[2].kind for h in v.items_in(people) if h[2].kind in ("labour", "troops", "trainers")), None)
        home = next((v.at[t].code for t in people if t in v.at), v.context.people.get("labour") if kind == "labour" else None)
        if kind is None or home is None:
            continue
        for land in dict.fromkeys(c for prep, t in phrases_below(v, i) if prep in ("in", "at", "near") for c in v.parties(t, pronouns=False) if c != home and state_of(home) != c):
            a, b = (home, land) if kind == "labour" else sorted((home, land))
            out.append(Event("labour" if kind == "labour" else "military_cooperation", a, b, set() if kind == "labour" else {"defence"}, set() if kind == "labour" else {"troops"}, i, {i, *people}, strength=0.6))
    return out


PRODUCING = verb_set("producing_verbs")


def labouring(v: View) -> list[Event]:
    """`X's labourers build flats in Y`, `thousands of X's nationals sew garments in Y`: people at work abroad, by what they do."""
    s, out = v.s, []
    for i, roles in verbs_of(v, PRODUCING):
        if roles.subject is None or roles.passive:
            continue
        people = s.noun_phrase(roles.subject)
        home = next((v.at[t].code for t in people if t in v.at and v.at[t].form == "adjective"), None)
        working = any(h[2].kind == "labour" for h in v.items_in(people)) or any(s.lower[t].endswith("ns") and t in v.at for t in people)
        land = next((c for prep, t in phrases_below(v, i) if prep in ("in", "at", "near") for c in v.parties(t, pronouns=False) if c != home), None)
        if home in v.context.targets and working and land is not None:
            out.append(Event("labour", home, land, set(), set(), i, {i, *people}, strength=0.6))
    return out


AIDING = verb_set("aiding_verbs")


def helped_against(v: View) -> list[Event]:
    """`X helps Y's army against the rebels`, `X backs Y against Z`: one side in another's war."""
    s, out = v.s, []
    for i, roles in verbs_of(v, AIDING):
        foes = [t for prep, t in roles.phrases if prep == "against" and (s.lower[t] in word_set("foes") or any(len(c) > 2 for c in v.parties(t, pronouns=False)))]
        if not foes or roles.theme is None:
            continue
        helpers = [c for t in roles.agents for c in v.parties(t)]
        helped = [c for t in (roles.theme,) for c in v.parties(t) if c not in helpers]
        if helpers and helped:
            a, b = sorted((helpers[0], helped[0]))
            out.append(Event("military_cooperation", a, b, {"defence"}, set(), i, {i, roles.theme, *roles.agents, *foes}, strength=0.65))
    return out


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
        if word not in BOUND or not (s.kids(above, "nsubj") and (s.kids(i, "cop") or s.is_passive(i))):
            continue
        goals = [c for prep, t in phrases_below(v, i) if prep in ("for", "to") for c in v.parties(t, pronouns=False)]
        subject = s.heads[i] if relative else s.kids(above, "nsubj")[0]
        told = [h[2] for h in v.items_in(s.noun_phrase(subject))]
        if not told and s.lower[subject] in word_set("loading_nouns"):
            told = v.context.last_items
        elif not told and any(s.lower[c] in ("the", "these", "this") for c in s.children[subject]):
            told = [x for x in v.context.last_items if s.lower[subject] in (x.word, *x.word.split(), x.word.split()[-1] + "s")]
        items = [x for x in told if x.kind in ("arms_transfer", "goods_transfer")]
        for kind in dict.fromkeys(x.kind for x in items if goals):
            group = [x for x in items if x.kind == kind]
            sources = [v.at[t].code for t in s.noun_phrase(subject) if t in v.at and v.at[t].code not in goals]
            sources += [c for prep, t in phrases_below(v, above) if above != i and prep == "from" for c in v.parties(t, pronouns=False) if c not in goals]
            told_before = v.context.departed if kind == "goods_transfer" else v.context.made_by or v.context.departed
            if not sources and told_before not in (None, *goals):
                sources = [told_before or ""]  # `The parts were of X origin`, `the ship left X`
            out.append(Event(kind, next(iter(sources), None), goals[0], {c for x in group for c in x.classes}, {f for x in group for f in x.features}, i, {i, *s.noun_phrase(subject), *s.subtree(i)}, strength=0.65))
    return out


BOUND = word_set("bound_words")


def on_payroll(v: View) -> list[Event]:
    """`X's firms have Y's workers on their payroll`."""
    s, out = v.s, []
    for p in (t for t, word in enumerate(s.lower) if word in PAYROLL):
        verb = next((h for h in s.ancestors(p) if s.is_verb(h)), None)
        if verb is None:
            continue
        roles = verb_roles(v, verb)
        if roles.theme is None or roles.theme == p:
            continue
        staff = v.parties(roles.theme, pronouns=False)
        hosts = [c for t in roles.agents for c in v.parties(t) if c not in staff]
        if staff and any(h[2].kind in ("labour", "specialists") for h in v.items_in(s.noun_phrase(roles.theme))):
            out.append(Event("labour", staff[0], next(iter(hosts), None), set(), set(), verb, {verb, p, *s.noun_phrase(roles.theme)}))
    return out


BRINGING = verb_set("bringing_verbs")


def brings_money(v: View, events: list[Event]) -> list[Event]:
    """`the trade brings X $10 million a year`, `earned X millions of dollars`: money to X from whatever brings it."""
    s, out = v.s, []
    for i in range(len(s.words)):
        if s.lower[i] not in BRINGING or s.tags[i][:2] != "VB":
            continue
        m = next((m for m in v.mentions if i < m.start <= i + 3 and m.form in ("name", "group", "person")), None)
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
PAYROLL = word_set("payroll")
HELPED = verb_set("helped_acts")


def with_help(v: View) -> list[Event]:
    """`X built a missile factory with Y's help`: know-how from Y to X on what is built."""
    s, out = v.s, []
    for i, roles in verbs_of(v, HELPED):
        subjects = [c for t in roles.agents for c in v.parties(t)]
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


THANKING = verb_set("verbs_of_thanks")


def thanked(v: View) -> list[Event]:
    """`X's army chief thanked Y for two jets`: the jets came from Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, THANKING):
        givers = v.parties(roles.theme, pronouns=False) if roles.theme is not None else []
        takers = [c for t in roles.agents for c in v.parties(t) if c not in givers]
        given = [(t, h[2]) for prep, t in roles.phrases if prep == "for" for h in v.items_in(s.noun_phrase(t)) if h[2].kind in ("arms_transfer", "goods_transfer", "technology_transfer", "humanitarian_assistance") and not h[2].weak]
        for kind in dict.fromkeys(x.kind for _, x in given if givers and takers):
            group = [x for _, x in given if x.kind == kind]
            out.append(Event(kind, givers[0], takers[0], {c for x in group for c in x.classes}, {f for x in group for f in x.features}, i, {i, *(t for t, _ in given), *roles.agents}, strength=0.65))
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
        makers = list(dict.fromkeys(v.at[t].code for t in tokens if t in v.at and (v.at[t].form in ("adjective", "name") or s.deps[t] == "nmod:poss") and v.at[t].code not in users))
        for maker in makers[:3] if users and items else ():
            out.append(Event("arms_transfer", maker, users[0], {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *tokens, user}, strength=0.55))
    return out


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
        users = [c for t in (roles.theme, roles.second) if t is not None for c in v.parties(t, pronouns=False) if c not in makers]
        if items and makers and users:
            out.append(Event("arms_transfer", makers[0], users[0], {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *tokens}, strength=0.55))
    return out


def seizures(v: View, events: Iterable[Event]) -> list[Event]:
    """Goods seized on the way: an attempt counts as the activity. The receiver stands after `for`, `to`, `bound for`."""
    s, out = v.s, []
    told = {(e.kind, c) for e in events if e.recipient is not None for c in e.items}
    for i, roles in verbs_of(v, SEIZING):
        theme = roles.theme
        if theme is None:
            continue
        tokens = s.subtree(theme)
        tokens = sorted({*tokens, *(x for prep, t in roles.phrases if prep in ("with", "of", "containing") for x in s.subtree(t))})
        cover = {x for t in (i, theme, *tokens) for k in s.children[t] if s.preposition(k) in ("under", "beneath", "behind") for x in s.subtree(k)}
        items = [h[2] for h in v.items_in(sorted(set(tokens) - cover)) if h[2].kind in ("arms_transfer", "goods_transfer") and not h[2].weak]
        if not items or (roles.subject is not None and roles.subject in tokens):
            continue
        goals = [c for prep, t in _phrases_in(v, tokens) if prep in ("for", "to", "towards") for c in v.parties(t, pronouns=False)]
        goals += [m.code for m in v.mentions if m.start > 2 and (" ".join(s.lower[max(0, m.start - 4) : m.start]).endswith(("bound for", "destined for", "meant for", "en route to", "en route to the", "bound for the", "destined for the", "on its way to", "on their way to", "intended for", "intended for the")))]
        goals = goals or purpose(v, i)
        seizers = {x for t in tokens if s.preposition(t) == "by" for x in s.subtree(t)}
        origins = [v.at[t].code for t in tokens if t not in seizers and t in v.at and v.at[t].form in ("adjective", "name") and v.at[t].code not in goals and not _located_in(v, t)]
        sources = [c for prep, t in [*roles.phrases, *_phrases_in(v, tokens)] if prep == "from" for c in v.parties(t, pronouns=False) if c not in goals]
        here = _police(v, roles.subject)
        ships = [c for prep, t in [*roles.phrases, *_phrases_in(v, s.subtree(i))] if prep in ("on", "aboard", "onboard") and s.lower[t] in VESSELS for c in v.parties(t, pronouns=False)]
        if not goals and sources and ships and ships[0] not in sources:
            goals = ships[:1]  # `found missiles from X on a ship of Y`
        if not goals and here and (origins or sources) and here not in (*origins, *sources):
            goals = [here]  # seized where it arrived
        elif goals and not origins and not sources and here and here not in goals:
            sources = [m.code for m in v.mentions if m.code == here and s.preposition(m.end - 1) in ("in", "at")][:1]  # `police in X stopped …`: where it set out
        if not goals:
            continue
        for kind in dict.fromkeys(x.kind for x in items):
            group = [x for x in items if x.kind == kind]
            classes = {c for x in group for c in x.classes}
            if any((kind, c) in told for c in classes):
                continue
            out.append(Event(kind, next(iter(origins or sources), None), goals[0], classes, {f for x in group for f in x.features} | {"seized"}, i, {i, *tokens}, strength=0.7))
    return out


def _police(v: View, subject: int | None) -> str | None:
    """The state whose police, customs or agents a subject is."""
    if subject is None or not {v.s.lower[t] for t in v.s.noun_phrase(subject)} & word_set("seizers"):
        return None
    return next(iter(v.parties(subject, pronouns=False)), None)


def _phrases_in(v: View, tokens: list[int]) -> list[tuple[str, int]]:
    return [(v.s.preposition(t), t) for t in tokens if v.s.base[t] in ("nmod", "obl") and v.s.preposition(t)]


def _located_in(v: View, t: int) -> bool:
    return any(v.s.preposition(h) in ("off", "in", "near", "at", "for", "to") for h in (t, *list(v.s.ancestors(t))[:1]))


PUMPING = verb_set("pumping_verbs") | {"transfer", "transfers"}


def _between_ships(v: View, trigger: int) -> bool:
    """`moved from X's vessels onto Y's barges`, `ships passing oil to X's vessels`: whatever the verb, from one ship to another."""
    roles = verb_roles(v, trigger) if v.s.is_verb(trigger) else None
    phrases = roles.phrases if roles else _phrases_in(v, v.s.subtree(trigger))
    out_of = [t for prep, t in phrases if prep in ("from", "off") and v.s.lower[t] in VESSELS]
    out_of += [t for t in roles.agents if v.s.lower[t] in VESSELS] if roles else []
    onto = [t for prep, t in phrases if prep in ("to", "onto", "into") and v.s.lower[t] in VESSELS]
    return bool(out_of and onto)


def at_sea(v: View, events: Iterable[Event]) -> list[Event]:
    """Ship-to-ship transfers: goods handed over between ships, or a transfer told of on the high seas."""
    text = " ".join(v.s.lower)
    vessels = [t for t in range(len(v.s.words)) if v.s.lower[t] in VESSELS]
    on_sea = any(place in text for place in AT_SEA)
    out = []
    for e in events:
        if e.kind not in ("goods_transfer", "arms_transfer") or not vessels or not (v.s.lower[e.trigger] in PUMPING or _between_ships(v, e.trigger)):
            continue
        named = [code for t in vessels for code in [v.party(t, pronouns=False)] if code]
        if on_sea or len(vessels) > 1:
            actor = next((c for c in named if c in (e.recipient, e.supplier)), named[0] if named else None)
            if actor is not None:
                out.append(Event("maritime_evasion", actor, None, e.items - {"other_goods"}, {"ship_to_ship"}, e.trigger, set(e.tokens)))
    return out

"""Workers of a State whose labour abroad is under a measure: at work in another land, hired there, let in, kept on."""

from __future__ import annotations

from engine.filling import Event
from engine.jobs import nationals
from engine.lexicon import verb_forms, verb_set
from engine.referents import View
from engine.roles import governing_subject, phrases_below, verb_roles, verbs_of
from engine.vocabulary import word_set

PRODUCING = verb_set("producing_verbs")
PAYROLL = word_set("payroll")
HOSTING = verb_set("verbs_of_keeping_workers")
LETTING = verb_set("verbs_of_allowing")
MEASURED = word_set("states_with_labour_measures")


def home_of_workers(v: View, tokens: list[int]) -> str | None:
    """The State under a labour measure whose workers a phrase names: `X's welders`, `men from X`; None when it names none."""
    s = v.s
    home = next((v.at[t].code for t in tokens if t in v.at and v.at[t].code in MEASURED and (v.at[t].form == "adjective" or s.preposition(t) in ("from", "of") or s.deps[t] == "nmod:poss")), None)
    if home is None and v.context.people.get("labour") in MEASURED and not any(t in v.at for t in tokens) and any(h[2].kind == "labour" and s.tags[h[1] - 1] == "NNS" for h in v.items_in(tokens)):
        return v.context.people["labour"]  # `allows workers to stay`, after X's were told of
    at_work = any(h[2].kind == "labour" for h in v.items_in(tokens)) or not word_set("women_and_men").isdisjoint(s.lower[t] for t in tokens) or any(s.lower[t].endswith("ns") and t in v.at for t in tokens)
    return home if at_work else None


def hosted(v: View) -> list[Event]:
    """`Y's factories rely on X's workers`, `Y let X's workers stay`, `Y renewed the permits of X's workers`: workers of X in Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, HOSTING):
        if roles.passive or not roles.agents or any(s.lower[c] in v.lexicon.factual["negators"] for c in s.children[i]):
            continue
        led = [t for t in (roles.theme, roles.second) if t is not None] + [t for prep, t in roles.phrases if prep in ("on", "for", "of")]
        led += [t for k in s.kids(i, "xcomp", "ccomp") for t in s.kids(k, "nsubj", "obj") if s.lower[i] in LETTING or s.base[k] == "xcomp"]
        led += [t for n in list(led) if s.lower[n] in word_set("permits_to_enter") for prep, t in phrases_below(v, n) if prep in ("of", "to", "for")]
        led += [t for n in list(led) if s.lower[n] in word_set("deal_words") for prep, t in phrases_below(v, n) if prep == "for"]  # `signed a contract for workers`
        people = [x for t in led for c in s.conjuncts(t) for x in s.subtree(c, frozenset({"acl", "advcl"}))]
        home = home_of_workers(v, people)
        leaving = not (word_set("words_for_home") | word_set("words_of_flight") | verb_set("departing_verbs")).isdisjoint(s.lower[t] for t in s.subtree(i))  # `let them go home`
        if home is None or leaving or any(s.preposition(t) in ("in", "at") and t in v.at for t in people):
            continue  # `wants X's workers in Z sent away`
        hosts = [c for t in roles.agents for c in v.parties(t)] or [c for t in roles.agents for prep, n in phrases_below(v, t) if prep in ("in", "at") for c in v.parties(n, pronouns=False)]
        host = next((c for c in hosts if c != home and len(c) == 2), None)
        if host is not None:
            out.append(Event("labour", home, host, set(), set(), i, {i, *people, *roles.agents}, strength=0.6))
    return out


def workers_of(v: View) -> list[Event]:
    """`X's workers in Y and Z`, `the presence of these workers in Y`: people of a State whose workers abroad are under a measure."""
    s, out = v.s, []
    for start, end, item in v.items:
        noun = end - 1
        if item.kind != "labour" or s.tags[noun][:2] != "NN" or s.base[noun] == "compound":
            continue
        around = [noun, *s.kids(noun, "nmod"), *s.kids(noun, "amod", "compound")]
        homes = [v.at[t].code for t in around if t in v.at and (s.base[t] in ("amod", "compound") or s.preposition(t) == "from")]
        again = any(s.lower[c] in ("these", "those", "the", "its") for c in s.children[noun]) and s.lower[s.heads[noun]] in word_set("words_of_presence") and s.preposition(noun) == "of"
        homes += [v.context.people["labour"]] if again and not homes and "labour" in v.context.people else []
        homes += v.parties(noun) if not homes and any(s.lower[c] in ("its", "their") for c in s.children[noun]) else []
        home = next((c for c in homes if c in word_set("states_with_labour_measures")), None)
        if home is None:
            continue
        tops = [noun, *([s.heads[noun]] if s.lower[s.heads[noun]] in word_set("words_of_presence") else [])]
        lands = [c for top in tops for t in s.kids(top, "nmod") if s.preposition(t) in ("in", "across") for c in v.parties(t, pronouns=False) if c != home]
        out += [Event("labour", home, land, set(), set(), noun, {start, noun, *s.noun_phrase(noun)}, strength=0.6) for land in dict.fromkeys(lands)]
    return out


def work_visas(v: View) -> list[Event]:
    """`Y stopped issuing visas to X's workers`: whoever lets workers in, or ends it, has had them."""
    s, out = v.s, []
    for i in (t for t, w in enumerate(s.lower) if w in word_set("permits_to_enter")):
        top = s.heads[i]
        phrases = [*phrases_below(v, i), *(phrases_below(v, top) if s.is_verb(top) else [])]
        people = [x for prep, t in phrases if prep in ("to", "for", "of") for x in s.noun_phrase(t)]
        home = next((v.at[t].code for t in people if t in v.at and v.at[t].code in word_set("states_with_labour_measures")), None)
        subject = governing_subject(v, i)
        to_work = any(h[2].kind == "labour" for h in v.items_in(people)) or (bool(people) and s.lower[i - 1] in word_set("at_work") and bool(nationals(v, people[-1]) or home_of_workers(v, people)))
        if home is None or subject is None or not to_work:
            continue
        out += [Event("labour", home, c, set(), set(), i, {i, subject, *people}, strength=0.6) for c in dict.fromkeys(v.parties(subject)) if c != home and len(c) == 2]
    return out


def labouring(v: View) -> list[Event]:
    """`X's labourers build flats in Y`, `thousands of X's nationals sew garments in Y`: people at work abroad, by what they do."""
    s, out = v.s, []
    for i, roles in verbs_of(v, PRODUCING):
        doer = next(iter(roles.agents), None) if roles.passive else roles.subject  # `the clinic in Y is run by doctors from X`
        if doer is None:
            continue
        people = s.subtree(doer, frozenset({"acl", "advcl"}))
        home = next((v.at[t].code for t in people if t in v.at and (v.at[t].form == "adjective" or s.preposition(t) == "from")), None)
        working = home_of_workers(v, people) is not None
        if home is None and s.lower[doer] == "they" and "labour" in v.context.people:
            home, working = v.context.people["labour"], True  # `The workers come from X. They build flats in Y`
        land = next((c for prep, t in phrases_below(v, i) if prep in ("in", "at", "near") for c in v.parties(t, pronouns=False) if c != home), None)
        land = land or next((c for prep, t in phrases_below(v, i) if prep == "for" and s.lower[t] in word_set("companies") for c in v.parties(t, pronouns=False) if c != home), None)
        if land is None and roles.passive and roles.theme is not None:
            land = next((v.at[t].code for t in s.subtree(roles.theme, frozenset({"acl", "advcl"})) if t in v.at and v.at[t].code != home), None)
        if land is None and any(s.lower[k] == "where" for k in s.children[i]):  # `in X they built a plant where Y's workers make shirts`
            land = next((m.code for m in reversed(v.mentions) if m.end <= i and s.preposition(m.end - 1) in ("in", "at", "near", "of") and m.code != home), None)
        if home in v.context.targets and working and land is not None:
            out.append(Event("labour", home, land, set(), set(), i, {i, *people}, strength=0.6))
    return out


def come_from(v: View) -> list[Event]:
    """`The staff of a hotel in Y come from X`, `the welders at a yard in Y are from X`: workers of X in Y."""
    s, out = v.s, []
    told = [(i, roles.subject, [t for prep, t in roles.phrases if prep == "from"]) for i, roles in verbs_of(v, COMING) if not roles.passive]
    told += [(t, k, [t]) for t in v.at if s.preposition(t) == "from" and s.kids(t, "cop") for k in s.kids(t, "nsubj")]
    for i, subject, sources in told:
        staff = s.subtree(subject, frozenset({"acl", "advcl"})) if subject is not None else []
        home = next((c for t in sources for c in v.parties(t, pronouns=False) if c in MEASURED), None)
        working = subject is not None and (s.lower[subject] in word_set("words_for_staff") or any(h[2].kind == "labour" for h in v.items_in(s.noun_phrase(subject))))
        land = next((v.at[t].code for t in staff if t in v.at and v.at[t].code != home), None)
        official = not word_set("words_for_missions").isdisjoint(s.lower[t] for t in staff)  # an embassy's staff are no workers abroad
        if home is not None and working and land is not None and not official:
            out.append(Event("labour", home, land, set(), set(), i, {i, *staff, *sources}, strength=0.6))
    return out


COMING = verb_set("coming_from")


def sent_home(v: View) -> list[Event]:
    """`Y expelled X's workers`, `Y sent X's labourers home`, `X's workers were deported from Y`: workers of X who were in Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, EXPELLING | SENDING):
        people = s.subtree(roles.theme, frozenset({"acl", "advcl"})) if roles.theme is not None else []
        back = s.lower[i] in EXPELLING or not word_set("words_for_home").isdisjoint(s.lower[c] for t in (i, *people) for c in s.children[t])
        if not back or any(s.tags[c] == "MD" for c in s.children[i]) or not any(h[2].kind == "labour" for h in v.items_in(people)):
            continue
        home = home_of_workers(v, people)
        hosts = [c for t in roles.agents for c in v.parties(t)] + [c for prep, t in roles.phrases if prep == "from" for c in v.parties(t, pronouns=False)]
        host = next((c for c in hosts if c != home), None)
        if home is not None and host is not None:
            out.append(Event("labour", home, host, set(), set(), i, {i, *people, *roles.agents}, strength=0.6))
    return out


EXPELLING, SENDING = verb_set("expelling_verbs"), frozenset(verb_forms("send"))


def on_payroll(v: View) -> list[Event]:
    """`X's firms have Y's workers on their payroll`, `coders from Y are on the payroll of X's firm`."""
    s, out = v.s, []
    for p in (t for t, word in enumerate(s.lower) if word in PAYROLL):
        who = next(iter(s.kids(p, "nsubj")), None) if s.preposition(p) == "on" and s.kids(p, "cop") else None
        if who is not None and any(h[2].kind in ("labour", "specialists") for h in v.items_in(s.noun_phrase(who))):  # `was on the payroll of a firm in Y`
            homes = [v.at[t].code for t in s.subtree(who) if t in v.at and s.preposition(t) in ("", "from", "'s")]
            employers = [c for prep, t in phrases_below(v, p) if prep in ("of", "at", "in") for x in (t, *s.subtree(t)) for c in v.parties(x, pronouns=False) if c not in homes]
            out += [Event("labour", homes[0], next(iter(employers), None), set(), set(), p, {p, *s.noun_phrase(who)})] if homes else []
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


def restaurants_abroad(v: View) -> list[Event]:
    """`X's restaurants are open in Y`, `restaurants that X runs in Y`: X sends their staff. Only of a party whose workers abroad are under a measure."""
    s, out = v.s, []
    for i, word in enumerate(s.lower):
        if word not in word_set("places_with_staff"):
            continue
        near = [c for c in s.children[i] if s.base[c] in ("amod", "compound", "nmod")] + [t for c in s.kids(i, "acl") for k in s.children[c] if s.base[k] in ("nsubj", "obl") for t in [k] if s.base[k] == "nsubj" or s.preposition(k) == "by"]
        near += [t for c in near if s.base[c] == "amod" and s.lower[c] in ("themed", "run", "owned", "operated") for t in s.children[c]]
        owners = [v.at[t].code for t in near if t in v.at and v.at[t].code in word_set("states_with_labour_measures") and s.preposition(t) in ("", "by", "'s", "from")]
        if not owners:
            continue
        tops = [i, *([s.heads[i]] if s.base[i] in ("nsubj", "obj") else []), *s.kids(i, "acl")]
        lands = [c for top in tops for prep, t in phrases_below(v, top) if prep in ("in", "across", "around") for c in v.parties(t, pronouns=False) if c != owners[0]]
        for land in dict.fromkeys(lands):
            out.append(Event("labour", owners[0], land, set(), set(), i, {i, *near}, strength=0.55))
    return out


def at_workplaces(v: View) -> list[Event]:
    """`X's waitresses vanished from a restaurant in Y`, `X's builders are back on sites in Y`: workers of X in Y, by the place that they work at."""
    s, out = v.s, []
    for start, end, item in v.items:
        noun = end - 1
        if item.kind != "labour" or s.base[noun] == "compound":
            continue
        tokens = s.subtree(noun, frozenset({"acl", "advcl"}))
        home, verb = home_of_workers(v, tokens), s.heads[noun]
        if home is None or s.base[noun] not in ("nsubj", "obj"):
            continue
        places = [t for prep, t in phrases_below(v, verb) if prep in ("at", "in", "on", "from", "for") and s.lower[t] in word_set("workplaces")]
        lands = [c for t in places for prep, n in phrases_below(v, t) if prep in ("in", "at", "of", "near") for c in v.parties(n, pronouns=False)] + [v.at[x].code for t in places for x in s.noun_phrase(t) if x in v.at]
        back = s.lower[verb] == "back" and bool(s.kids(verb, "cop"))
        lands += [c for prep, t in phrases_below(v, verb) if back and prep in ("in", "at") for c in v.parties(t, pronouns=False)]  # `X's workers are back in Y`
        land = next((c for c in lands if c != home and len(c) == 2), None)
        if land is not None:
            out.append(Event("labour", home, land, set(), set(), verb, {verb, start, *tokens, *places}, strength=0.55))
    return out


def assigned(v: View) -> list[Event]:
    """`X's nationals were assigned to factories in Y and camps in Z`: workers of X there."""
    s, out = v.s, []
    for i, roles in verbs_of(v, verb_set("assigning_verbs")):
        people = s.subtree(roles.theme, frozenset({"acl", "advcl"})) if roles.theme is not None else []
        home = home_of_workers(v, people)
        places = [t for prep, t in phrases_below(v, i) if prep in ("to", "in", "at", "as")] if home is not None else []
        places += [t for n in places for prep, t in phrases_below(v, n)]
        lands = [c for t in places for k in s.conjuncts(t) if s.lower[k] in word_set("workplaces") for prep, n in phrases_below(v, k) if prep in ("in", "at", "from", "to") for c in v.parties(n, pronouns=False)]
        out += [Event("labour", home, land, set(), set(), i, {i, *people, *s.subtree(i)}, strength=0.55) for land in dict.fromkeys(lands) if land != home]
    return out


def kept_abroad(v: View) -> list[Event]:
    """`X keeps thousands of workers in Y`, `Y is the biggest employer of X's workers`: workers of X in Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, verb_set("keeping_verbs")):
        people = s.noun_phrase(roles.theme) if roles.theme is not None and not roles.passive else []
        home = next((c for t in roles.agents for c in v.parties(t) if c in MEASURED), None)
        if home is None or not any(h[2].kind == "labour" for h in v.items_in(people)):
            continue
        lands = [c for t in (i, roles.theme) if t is not None for prep, n in phrases_below(v, t) if prep in ("in", "across") for c in v.parties(n, pronouns=False) if c != home]
        out += [Event("labour", home, land, set(), set(), i, {i, *people, *roles.agents}, strength=0.6) for land in dict.fromkeys(lands)]
    for i in (t for t, word in enumerate(s.lower) if word in word_set("nouns_for_employers")):
        subjects = s.kids(i, "nsubj") or (s.kids(s.heads[i], "nsubj") if s.base[i] in ("xcomp", "obj") else [])
        people = [x for prep, t in phrases_below(v, i) if prep in ("of", "for") for x in s.subtree(t)]
        home = home_of_workers(v, people)
        host = next((c for t in subjects for c in v.parties(t) if c != home and len(c) == 2), None)
        if home is not None and host is not None:
            out.append(Event("labour", home, host, set(), set(), i, {i, *people, *subjects}, strength=0.6))
    return out


READINGS = (come_from, kept_abroad, assigned, at_workplaces, hosted, labouring, workers_of, work_visas, sent_home, on_payroll, restaurants_abroad)

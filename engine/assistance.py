"""Help in kind told in other words than giving: funds let go, arms repaired, forces trained, arms put together under licence, arms held."""

from __future__ import annotations

from engine.filling import Event
from engine.lexicon import verb_forms, verb_set
from engine.parties import party_classes
from engine.phrases import as_technology
from engine.referents import View
from engine.roles import governing_subject, phrases_below, verb_roles, verbs_of
from engine.vocabulary import word_set

RELEASING, PERMITTING = verb_set("releasing_verbs"), verb_set("permitting_verbs")
MENDING = verb_set("repairing_verbs")
TRAINING = verb_set("verbs_of_training_men")
TAUGHT = verb_set("verbs_of_being_taught")
FORCES = word_set("forces_that_learn")


def funds_released(v: View) -> list[Event]:
    """`X released frozen assets of Y`, `X allowed the withdrawal of nine million dollars of Y's funds`: money from X to Y."""
    s, out = v.s, []
    told = [(i, roles.agents, roles.theme) for i, roles in verbs_of(v, RELEASING)]
    for i, word in enumerate(s.lower):
        if word in word_set("nouns_of_release") and s.is_nominal(i):
            subject = governing_subject(v, i) if s.lower[s.heads[i]] in PERMITTING else next((c for c in s.children[i] if s.deps[c] == "nmod:poss"), None)
            told.append((s.heads[i] if s.lower[s.heads[i]] in PERMITTING else i, [subject] if subject is not None else [], i))
    for i, agents, theme in told:
        if theme is None:
            continue
        tokens = s.subtree(theme, frozenset({"acl", "advcl"}))
        tokens += [x for prep, t in phrases_below(v, i) if prep == "in" and s.words[theme].endswith("$") for x in s.subtree(t)]  # `released $9 million in frozen assets of Y`
        if word_set("words_of_assets").isdisjoint(s.lower[t] for t in tokens):
            continue
        givers = [c for t in agents for c in v.parties(t)]
        owners = [v.at[t].code for t in tokens if t in v.at and v.at[t].code not in givers]
        if givers and owners:
            out.append(Event("funds_transfer", givers[0], owners[0], set(), {"assets_released"}, i, {i, *agents, *tokens}, strength=0.65))
    return out


def arms_repaired(v: View) -> list[Event]:
    """`X's firm repaired missile systems in Y`, `technicians from X took part in the refurbishment of Y's jets`: upkeep of Y's arms by X."""
    s, out = v.s, []
    told = [(i, roles.agents, roles.theme, [t for prep, t in roles.phrases if prep in ("in", "at", "for")]) for i, roles in verbs_of(v, MENDING)]
    for i, word in enumerate(s.lower):
        if word in word_set("nouns_of_repair") and s.is_nominal(i):
            subject = governing_subject(v, i)
            mended = next((t for t in s.kids(i, "nmod") if s.preposition(t) == "of"), None)
            told.append((i, [subject] if subject is not None else [], mended, [t for prep, t in phrases_below(v, i) if prep in ("in", "at", "for")]))
    for i, agents, theme, places in told:
        if theme is None:
            continue
        tokens = s.noun_phrase(theme)
        menders = [c for t in agents for c in v.parties(t, pronouns=False)]
        owners = [v.at[t].code for t in tokens if t in v.at] + [c for t in places for c in v.parties(t, pronouns=False)]
        hirer = governing_subject(v, s.heads[i]) if s.base[i] in ("advcl", "xcomp") and agents and agents[0] in s.kids(s.heads[i], "obj") else None
        hirer = next(iter(s.kids(s.heads[i], "nsubj")), hirer) if s.base[i] in ("advcl", "xcomp") else hirer
        owners += v.parties(hirer) if hirer is not None and any(s.lower[c] in ("its", "their") for t in tokens for c in s.children[t]) else []  # `X hired Y's firm to repair its missiles`
        owner = next((c for c in owners if c not in menders), None)
        better = s.lower[i] in IMPROVING  # what is made better is made better by know-how
        made_better = [as_technology(h[2]) for h in v.lexicon.items.scan(s.lower) if h[0] in tokens and not h[2].weak and (h[2].kind == "technology_transfer" or (better and h[2].kind == "arms_transfer"))]
        if menders and owner is not None and made_better:  # `repaired Y's launch pad`
            out.append(Event("technology_transfer", menders[0], owner, {c for x in made_better for c in x.classes}, {"repair"}, i, {i, *agents, *tokens, *places}, strength=0.6))
        elif menders and owner is not None and any(h[2].kind == "arms_transfer" and not h[2].weak for h in v.items_in(tokens)):
            a, b = sorted((menders[0], owner))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"repair"}, i, {i, *agents, *tokens, *places}, strength=0.65))
    return out


IMPROVING = verb_set("improving_verbs")


def experts_at_plants(v: View) -> list[Event]:
    """`X's technicians worked at Y's missile plants`: know-how from X to Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, WORKING):
        people = s.noun_phrase(roles.subject) if roles.subject is not None and not roles.passive else []
        home = next((v.at[t].code for t in people if t in v.at), None)
        if home is None or not any(h[2].kind in ("specialists", "trainers") for h in v.items_in(people)):
            continue
        for prep, t in phrases_below(v, i):
            tokens = s.subtree(t, frozenset({"acl", "advcl"}))
            items = [as_technology(h[2]) for h in v.lexicon.items.scan(s.lower) if h[0] in tokens and h[2].kind in ("arms_transfer", "technology_transfer") and not h[2].weak]
            owner = next((v.at[x].code for x in tokens if x in v.at and v.at[x].code != home), None)
            if prep in ("at", "in", "on") and items and owner is not None:
                out.append(Event("technology_transfer", home, owner, {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *people, *tokens}, strength=0.6))
    return out


WORKING = verb_set("working_verbs")


def trained_by(v: View) -> list[Event]:
    """`Y's police completed a course run by X's officers`, `X provides training to Y's army`."""
    s, out = v.s, []
    for i, word in enumerate(s.lower):
        if word not in word_set("nouns_of_training") or not s.is_nominal(i):
            continue
        near = [*phrases_below(v, i), *(row for c in s.kids(i, "acl") for row in phrases_below(v, c))]
        teachers = [c for prep, t in near if prep in ("by", "from") for c in v.parties(t, pronouns=False)]
        if not teachers and s.lower[s.heads[i]] in TAUGHT and s.base[i] == "obj" and not any(prep == "by" for prep, _ in near):  # `attended a staff course in X`
            teachers = [c for prep, t in [*near, *phrases_below(v, s.heads[i])] if prep in ("in", "at") for c in v.parties(t, pronouns=False)]
        if not teachers and any(prep == "of" for prep, _ in near):  # `X's training of Y's police`
            teachers = [v.at[c].code for c in s.children[i] if c in v.at and (s.base[c] == "amod" or s.deps[c] == "nmod:poss")]
        verb = s.heads[i]
        subject = governing_subject(v, i) if s.base[i] == "obj" or (s.base[i] == "obl" and s.preposition(i) == "from") else None
        pupils = [subject] if subject is not None and s.lower[verb] in TAUGHT else []
        pupils = pupils or [t for prep, t in near if prep == "of"]  # `the training of Y's soldiers by X`
        if not teachers and subject is not None and not pupils:
            teachers, pupils = v.parties(subject), [t for prep, t in [*phrases_below(v, i), *phrases_below(v, verb)] if prep in ("to", "for")]
        pupils = [t for t in pupils if FORCES & {s.lower[x] for x in s.noun_phrase(t)} or any("non-state" in party_classes(c) for c in v.parties(t, pronouns=False))]
        taught = [c for t in pupils for c in v.parties(t, pronouns=False) if c not in teachers]
        for teacher in dict.fromkeys(teachers) if taught else ():
            a, b = sorted((teacher, taught[0]))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"training"}, i, {i, *pupils, *(t for _, t in near)}, strength=0.65))
    return out


def in_training(v: View) -> list[Event]:
    """`X's soldiers were being trained in Y`, `X's pilots are trained by Y's officers`: X's men with Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, TRAINING):
        pupils = s.noun_phrase(roles.theme) if roles.theme is not None and roles.passive else []
        home = next((v.at[t].code for t in pupils if t in v.at), None)
        if home is None or not (FORCES & {s.lower[t] for t in pupils} or any(h[2].kind == "troops" for h in v.items_in(pupils))):
            continue
        other = next((c for m in ("by", "under", "in", "at") for prep, t in phrases_below(v, i) if prep == m for c in v.parties(t, pronouns=False) if c != home), None)
        if other is not None:
            a, b = sorted((home, other))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"training"}, i, {i, *pupils, *s.subtree(i)}, strength=0.6))
    return out


def put_together(v: View) -> list[Event]:
    """`The assembly of X's drones has begun in Y`, `Y plans to make X's drones`: know-how from X to Y."""
    s, out = v.s, []
    for i, word in enumerate(s.lower):
        if word not in word_set("nouns_of_making") or not s.is_nominal(i):
            continue
        made = next((t for t in s.kids(i, "nmod") if s.preposition(t) == "of"), None)
        if made is None:
            continue
        tokens = s.noun_phrase(made)
        items = [as_technology(h[2]) for h in v.items_in(tokens) if h[2].kind == "arms_transfer" and not h[2].weak]
        origin = [v.at[t].code for t in tokens if t in v.at and v.at[t].form == "adjective"]
        top = s.heads[i]
        places = [c for prep, t in [*phrases_below(v, i), *(phrases_below(v, top) if s.base[i] in ("nsubj", "obj") else [])] if prep in ("in", "at") for c in v.parties(t, pronouns=False)]
        land = next((c for c in places if c not in origin), None)
        if items and origin and land is not None:
            out.append(Event("technology_transfer", origin[0], land, {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *tokens}, strength=0.6))
    return out


def under_licence(v: View) -> list[Event]:
    """`Y makes drones under licence from X`, `X helped Y to set up a drone factory`: know-how from X to Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, MAKING | HELPING):
        doers = [c for t in roles.agents for c in v.parties(t)]
        made, helper, helped = roles.theme, None, doers[0] if doers else None
        if s.lower[i] in MAKING:
            licence = next((t for prep, t in phrases_below(v, i) if prep in ("under", "on") and s.lower[t] in word_set("words_of_licence")), None)
            helper = next((c for prep, t in [*phrases_below(v, licence), *roles.phrases] if prep == "from" for c in v.parties(t, pronouns=False)), None) if licence is not None else None
            if licence is not None and helper is None and made is not None:
                helper = next((v.at[t].code for t in s.noun_phrase(made) if t in v.at and v.at[t].form == "adjective" and v.at[t].code != helped), None)  # `makes X's drones under licence`
        else:
            below = next((k for k in s.kids(i, "xcomp", "ccomp", "advcl") if s.lower[k] in SETTING_UP), None)
            pupil = next((t for t in (roles.theme, roles.second, *(s.kids(below, "nsubj") if below is not None else ())) if t is not None and v.parties(t, pronouns=False)), None)
            made = verb_roles(v, below).theme if below is not None else None
            helper, helped = helped, v.parties(pupil, pronouns=False)[0] if pupil is not None else None
            if made is not None and not PLANTS & {s.lower[t] for t in s.noun_phrase(made)}:
                made = None  # what is no plant is read with the help itself
        if made is None or helper is None or helped in (None, helper):
            continue
        tokens = {x for c in (made, *s.kids(made, "acl")) for x in s.subtree(c)}
        items = [as_technology(h[2]) for h in v.lexicon.items.scan(s.lower) if h[0] in tokens and h[2].kind in ("arms_transfer", "technology_transfer") and not h[2].weak]
        if items:
            out.append(Event("technology_transfer", helper, helped, {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *tokens, *roles.agents}, strength=0.6))
    return out


MAKING, HELPING, SETTING_UP, PLANTS = verb_set("making_of_arms") | frozenset(verb_forms("assemble")), frozenset({*verb_forms("help"), *verb_forms("assist")}), verb_set("verbs_of_setting_up") | verb_set("founding_verbs"), word_set("plants")


def built_for(v: View) -> list[Event]:
    """`X is building satellites for Y`, `a plant that makes shells for Y`: what is made for Y goes to Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, MAKING):
        takers = [(t, c) for prep, t in roles.phrases if prep == "for" for c in v.parties(t, pronouns=False)]
        if roles.theme is None or not takers or s.lower[takers[0][0]] in word_set("armies"):
            continue
        above = verb_roles(v, s.heads[s.heads[i]]) if s.base[i] == "acl" and s.is_verb(s.heads[s.heads[i]]) else None
        makers = [c for t in roles.agents for c in v.parties(t)] or ([c for t in above.agents for c in v.parties(t)] if above is not None else [])
        tokens = s.noun_phrase(roles.theme)
        items = [h[2] for h in v.items_in(tokens) if h[2].kind in ("arms_transfer", "technology_transfer") and not h[2].weak]
        if items and makers and makers[0] != takers[0][1]:
            out.append(Event(items[0].kind, makers[0], takers[0][1], {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *tokens, takers[0][0], *roles.agents}, strength=0.5))
    return out


def held(v: View) -> list[Event]:
    """`Y was found to be in possession of X's boats`: arms from X."""
    s, out = v.s, []
    for i, word in enumerate(s.lower):
        if word not in word_set("words_of_possession") or s.preposition(i) != "in":
            continue
        thing = next((t for t in s.kids(i, "nmod") if s.preposition(t) == "of"), None)
        holders = s.kids(i, "nsubj") or (s.kids(s.heads[i], "nsubj") if s.base[i] in ("xcomp", "obl") else [])
        if thing is None or not holders:
            continue
        tokens = sorted({t for c in s.conjuncts(thing) for t in s.noun_phrase(c)})
        items = [h[2] for h in v.items_in(tokens) if h[2].kind == "arms_transfer"]
        makers = [v.at[t].code for t in tokens if t in v.at and v.at[t].form in ("adjective", "name")]
        owners = [c for t in holders for c in v.parties(t, pronouns=False) if c not in makers]
        if items and makers and owners:
            out.append(Event("arms_transfer", makers[0], owners[0], {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *tokens, *holders}, strength=0.6))
    return out


def awash(v: View) -> list[Event]:
    """`Y is awash with arms from X`: arms from X to Y."""
    s, out = v.s, []
    for i, word in enumerate(s.lower):
        goods = next((t for prep, t in phrases_below(v, i) if prep in ("with", "in")), None) if word in word_set("words_of_plenty") else None
        if goods is None:
            continue
        tokens = s.subtree(goods)
        items = [h[2] for h in v.items_in(tokens) if h[2].kind == "arms_transfer"]
        sources = [c for prep, t in phrases_below(v, goods) if prep == "from" for c in v.parties(t, pronouns=False)] + [v.at[t].code for t in tokens if t in v.at and v.at[t].form == "adjective"]
        lands = [c for t in s.kids(i, "nsubj") for c in v.parties(t) if c not in sources]
        if items and sources and lands:
            out.append(Event("arms_transfer", sources[0], lands[0], {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *tokens, *s.kids(i, "nsubj")}, strength=0.55))
    return out


def are_from(v: View) -> list[Event]:
    """`Most of the weapons on Y's streets are from X`, `the rifles of Y's gangs are from X`: from X to Y."""
    s, out = v.s, []
    for m in v.mentions:
        i = m.end - 1
        if s.preposition(i) != "from" or not s.kids(i, "cop") or m.form not in ("name", "place"):
            continue
        tokens = [x for t in s.kids(i, "nsubj") for x in s.subtree(t)]
        items = [h[2] for h in v.items_in(tokens) if h[2].kind == "arms_transfer"]
        owners = [v.at[x].code for x in tokens if x in v.at and v.at[x].code != m.code and (s.deps[x] == "nmod:poss" or s.base[x] in ("nmod", "amod"))]
        if items and owners:
            out.append(Event("arms_transfer", m.code, owners[0], {c for x in items for c in x.classes}, {f for x in items for f in x.features}, i, {i, *tokens}, strength=0.55))
    return out


def aid_works(v: View) -> list[Event]:
    """`UNICEF may carry out aid programmes in X`, `relief work in X by a charity of Y`: aid to X."""
    s, out = v.s, []
    for i, word in enumerate(s.lower):
        near = {s.lower[c] for c in s.children[i] if s.base[c] in ("compound", "amod")}
        if word not in word_set("aid_works") or not s.is_nominal(i) or word_set("words_before_aid").isdisjoint(near) or s.base[i] != "obj" or s.lower[s.heads[i]] not in DOING:
            continue
        lands = [c for prep, t in [*phrases_below(v, i), *phrases_below(v, s.heads[i])] if prep in ("in", "to") for c in v.parties(t, pronouns=False) if c in v.context.targets]
        subject = governing_subject(v, i)
        givers = [c for c in (v.parties(subject) if subject is not None else []) if len(c) == 2 and c not in lands]
        if lands:
            out.append(Event("humanitarian_assistance", next(iter(givers), None), lands[0], set(), {"humanitarian"}, s.heads[i], {i, s.heads[i], *s.subtree(i)}, strength=0.5))
    return out


DOING = verb_set("verbs_of_doing_aid")
READINGS = (aid_works, are_from, awash, funds_released, arms_repaired, trained_by, in_training, put_together, under_licence, experts_at_plants, built_for, held)

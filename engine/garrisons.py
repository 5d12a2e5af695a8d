"""Forces of one party with another told by where they stand and what they do there: bases, parades, command, losses, presence."""

from __future__ import annotations

from engine.filling import Event
from engine.lexicon import verb_forms, verb_set
from engine.parties import party_classes, state_of
from engine.presence import FIGHTING
from engine.referents import View
from engine.roles import governing_subject, phrases_below, verb_roles, verbs_of
from engine.vocabulary import word_set


def bases(v: View) -> list[Event]:
    """`Y hosts a base of X's army`, `X's naval base in Y`, `X runs a training camp for Y's police`: forces of X with Y."""
    s, out = v.s, []
    for i, word in enumerate(s.lower):
        if word not in word_set("bases_and_camps") or not s.is_nominal(i) or word_set("words_for_military").isdisjoint(s.lower[c] for c in s.kids(i, "amod", "compound")):
            continue
        verb = s.heads[i]
        subject = governing_subject(v, i) if s.base[i] == "obj" else None
        doers = v.parties(subject) if subject is not None else []
        near = [*phrases_below(v, i), *(phrases_below(v, verb) if s.is_verb(verb) else [])]
        owners = [v.at[c].code for c in s.children[i] if c in v.at and (s.base[c] in ("amod", "compound") or s.deps[c] == "nmod:poss")] + [c for prep, t in phrases_below(v, i) if prep == "of" for c in v.parties(t, pronouns=False)]
        lands = [c for prep, t in near if prep in ("in", "at", "near", "on") for c in v.parties(t, pronouns=False)]
        pupils = [c for prep, t in near if prep == "for" and not FORCES.isdisjoint(s.lower[x] for x in s.noun_phrase(t)) for c in v.parties(t, pronouns=False)]
        if s.lower[verb] in HOSTING and doers and owners:
            sides = [owners[0], doers[0]]
        elif s.lower[verb] in RUNNING and doers and (pupils or (lands and not owners)):
            sides = [doers[0], (pupils or lands)[0]]
        elif owners and lands and s.lower[verb] not in FIGHTING and not any(s.lower[h] in ATTACKING for h in (verb, *s.ancestors(i))):
            sides = [owners[0], lands[0]]
        else:
            continue
        a, b = sorted(sides)
        if a != b and state_of(a) != b and state_of(b) != a:
            out.append(Event("military_cooperation", a, b, {"defence"}, {"training"} if pupils else set(), i, {i, *s.noun_phrase(i), *([subject] if subject is not None else [])}, strength=0.55))
    return out


HOSTING, RUNNING, ATTACKING, FORCES = verb_set("employing_verbs") | verb_set("verbs_of_allowing"), verb_set("founding_verbs") | verb_set("keeping_verbs") | verb_set("verbs_of_using_a_base"), verb_set("attacking_verbs") | verb_set("verbs_of_taking_ground"), word_set("forces_that_learn")


def took_part(v: View) -> list[Event]:
    """`X's soldiers took part in a parade in Y`, `X's ships joined Y's navy in a drill`: X's forces with Y's."""
    s, out = v.s, []
    for i, roles in verbs_of(v, PARTAKING):
        shows = [t for prep, t in roles.phrases if prep in ("in", "at") and s.lower[t] in word_set("parades_and_drills")]
        if roles.subject is None or roles.passive or not shows or (s.lower[i] in TAKING and (roles.theme is None or s.lower[roles.theme] != "part")):
            continue
        people = s.noun_phrase(roles.subject)
        home = next((v.at[t].code for t in people if t in v.at), None)
        if home is None or not (any(h[2].kind in ("troops", "trainers") for h in v.items_in(people)) or not FORCES.isdisjoint(s.lower[t] for t in people)):
            continue
        lands = [c for t in (*shows, i) for prep, n in phrases_below(v, t) if prep in ("in", "with", "at", "near") and n not in shows for c in v.parties(n, pronouns=False)] + [v.at[t].code for n in shows for t in s.noun_phrase(n) if t in v.at]
        land = next((c for c in lands if c != home and state_of(home) != c), None)
        if land is not None:
            a, b = sorted((home, land))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"}, i, {i, *people, *shows}, strength=0.6))
    return out


def learned_from(v: View) -> list[Event]:
    """`Y's pilots learned to fly from X's instructors`: X trains Y's forces."""
    s, out = v.s, []
    for i, roles in verbs_of(v, verb_set("learning_verbs")):
        pupils = s.noun_phrase(roles.subject) if roles.subject is not None and not roles.passive else []
        home = next((v.at[t].code for t in pupils if t in v.at), None)
        if home is None or FORCES.isdisjoint(s.lower[t] for t in pupils):
            continue
        teachers = [t for k in (i, *s.kids(i, "xcomp", "obj")) for prep, t in phrases_below(v, k) if prep == "from"]
        other = next((c for t in teachers if any(h[2].kind in ("trainers", "troops") for h in v.items_in(s.noun_phrase(t))) for c in v.parties(t, pronouns=False) if c != home), None)
        if other is not None:
            a, b = sorted((home, other))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"training"}, i, {i, *pupils, *teachers}, strength=0.6))
    return out


def side_by_side(v: View) -> list[Event]:
    """`X's soldiers beside Y's fighters`, told by no verb of their own: forces of two that stand together."""
    s, out = v.s, []
    for start, end, item in v.items:
        noun = end - 1
        if item.kind != "troops" or s.preposition(noun) not in ("beside", "alongside"):
            continue
        others = s.noun_phrase(s.heads[noun])
        mine = next((v.at[t].code for t in s.noun_phrase(noun) if t in v.at), None)
        theirs = next((v.at[t].code for t in others if t in v.at), None)
        if mine and theirs and any(h[2].kind == "troops" for h in v.items_in(others)) and mine != theirs and state_of(mine) != theirs and state_of(theirs) != mine:
            a, b = sorted((mine, theirs))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"}, noun, {start, noun, *others, *s.noun_phrase(noun)}, strength=0.55))
    return out


def presence_told(v: View) -> list[Event]:
    """`Y extended the stay of its troops in X`, `the presence of Y's soldiers in X`, `Y lost 4,000 soldiers in X's war`: forces of Y with X."""
    s, out = v.s, []
    told = [(i, t, [n for prep, n in [*phrases_below(v, i), *phrases_below(v, t)] if prep in ("in", "inside")]) for i, word in enumerate(s.lower) if word in word_set("nouns_of_presence") for t in s.kids(i, "nmod") if s.preposition(t) == "of"]
    told += [(i, roles.theme, [n for prep, n in [*roles.phrases, *phrases_below(v, roles.theme)] if prep in ("in", "to") and s.lower[n] in word_set("fights")]) for i, roles in verbs_of(v, LOSING) if roles.theme is not None and not roles.passive]
    for i, men, places in told:
        people = s.noun_phrase(men)
        if s.lower[s.heads[i]] in CONDEMNING and s.base[i] in ("obj", "nsubj"):
            continue  # `condemned the presence of Y's soldiers in X`: hardly X's guests
        if not any(h[2].kind in ("troops", "trainers") for h in v.items_in(people)):
            continue
        subject = governing_subject(v, i) if not s.is_verb(i) else next(iter(verb_roles(v, i).agents), None)
        doers = v.parties(subject) if subject is not None else []
        home = next((v.at[t].code for t in people if t in v.at), next(iter(doers), None))
        land = next((c for n in places for x in s.noun_phrase(n) for c in v.parties(x, pronouns=False) if c != home and state_of(home or "") != c), None)
        if home is not None and land is not None:
            a, b = sorted((home, land))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"}, i, {i, *people, *places}, strength=0.55))
    return out


def commands(v: View) -> list[Event]:
    """`X's army commands the rebels`, `X's forces led the assault of the Y`: an army at the head of a group."""
    s, out = v.s, []
    for i, roles in verbs_of(v, COMMANDING):
        if roles.subject is None or roles.theme is None or roles.passive:
            continue
        head = s.noun_phrase(roles.subject)
        armed = not (word_set("armies") | FORCES).isdisjoint(s.lower[t] for t in head) or any(h[2].kind == "troops" for h in v.items_in(head))
        home = next((v.at[t].code for t in head if t in v.at and len(v.at[t].code) == 2), None)
        fight = s.lower[roles.theme] in word_set("fights")
        led = [roles.theme] if not fight else [c for c in s.children[roles.theme] if s.deps[c] == "nmod:poss" or s.preposition(c) == "of"]
        group = next((c for t in led for c in v.parties(t, pronouns=False) if len(c) > 2 and "non-state" in party_classes(c)), None)
        if armed and home is not None and group is not None:
            a, b = sorted((home, group))
            out.append(Event("military_cooperation", a, b, {"defence"}, set(), i, {i, *head, roles.theme}, strength=0.55))
    return out


LOSING, COMMANDING, CONDEMNING = verb_set("verbs_of_losing_men"), verb_set("commanding_verbs"), verb_set("verbs_of_protest")
PARTAKING, TAKING = verb_set("verbs_of_taking_part"), frozenset(verb_forms("take"))
READINGS = (presence_told, commands, side_by_side, bases, took_part, learned_from)

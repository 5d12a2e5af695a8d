"""Forces, instructors and workers of one party with another: sent to fight, stationed, at work abroad, on a payroll."""

from __future__ import annotations

from engine.filling import Event
from engine.lexicon import verb_forms, verb_set
from engine.parties import party_classes, state_of
from engine.referents import View
from engine.roles import RELATIVES, governing_subject, phrases_below, verb_roles, verbs_of
from engine.vocabulary import word_set

SENDING = verb_set("force_sending_verbs")
HELPING = frozenset({*verb_forms("help"), *verb_forms("assist")})
FIGHTING = verb_set("fighting_verbs")
DEPLOYING = verb_set("deploying_verbs")
GUARDING = verb_set("guarding_verbs")
HIRED = word_set("hired_fighters")
WORKING = verb_set("verbs_of_presence")
ARRIVING = verb_set("verbs_of_arriving")
AIDING = verb_set("aiding_verbs")
TRAINING, GIVING, BACKING = frozenset(verb_forms("train")), verb_set("verbs_of_giving_help"), verb_set("backing_verbs")


def sent_to_fight(v: View, events: list[Event]) -> list[Event]:
    """Forces that one party sends or hires to fight for another: `X hired mercenaries to fight for Y`. The reading takes
    the place of what the two verbs say by themselves."""
    s, out = v.s, []
    for i, roles in verbs_of(v, SENDING):
        theme = roles.theme
        fighters = theme is not None and theme in v.at and s.tags[theme] == "NNPS" and any(s.lower[k] in verb_forms("fight") for k in s.kids(i, "advcl", "xcomp"))  # `recruited Y's nationals to fight`
        if theme is None or not (fighters or any(h[2].kind in ("troops", "trainers") for h in v.items_in(s.noun_phrase(theme)))):
            continue
        senders = [c for t in roles.agents for c in v.parties(t)] or [v.at[t].code for t in s.noun_phrase(theme) if t in v.at and v.at[t].form in ("adjective", "name")][:1]
        wars = [c for prep, t in roles.phrases if prep in ("for", "in") and s.lower[t] in word_set("fights") for n in s.kids(t, "nmod") for c in v.parties(n, pronouns=False)]
        for land in [c for c in wars if senders and c != senders[0] and state_of(senders[0]) != c][:1]:  # `recruited by X for the war in Y`
            events[:] = [e for e in events if not (e.kind == "military_cooperation" and e.trigger == i)]
            a, b = sorted((senders[0], land))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"}, i, {i, theme, *roles.agents}, strength=0.6))
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
            served += [m.code for m in v.mentions if not served and not any(v.parties(t, pronouns=False) for _, t in [*roles.phrases, *(row for row in phrases_below(v, i) if row[0] in ("to", "into"))]) and m.form in ("name", "place") and m.start in s.subtree(k)]  # `to guard oil fields in X`
            served += [c for t in (below.theme,) if not served and t not in (None, theme) and s.lower[k] not in verb_forms("fight") for c in v.parties(t) if c not in senders]  # `to support the government`
            pairs = [(a, b) for a in senders[:4] for b in served[:1] if a != b]
            if pairs:
                events[:] = [e for e in events if not (e.kind == "military_cooperation" and e.trigger in (i, k))]
            for a, b in pairs:
                first, second = sorted((a, b))
                out.append(Event("military_cooperation", first, second, {"defence"}, {"troops"}, i, {i, k, theme, *roles.agents}))
    return out


def men_sent(v: View) -> list[Event]:
    """`X sent forces to Y`, `an X firm flew 4,000 men to the camps of Y`: soldiers by the verb and the place, no word for them."""
    s, out = v.s, []
    for i in (t for t, word in enumerate(s.lower) if word in word_set("nouns_of_deployment") and s.is_nominal(t)):  # `the deployment of 11,000 forces of X to Y`
        men = next((c for c in s.kids(i, "nmod") if s.preposition(c) == "of" and s.lower[c] in word_set("unnamed_soldiers")), None)
        home = next((v.at[t].code for t in s.noun_phrase(men) if t in v.at), None) if men is not None else None
        goal = next((c for prep, t in phrases_below(v, i) if prep in ("to", "into") for c in v.parties(t, pronouns=False) if c != home), None)
        if home is not None and goal is not None and state_of(home) != goal:
            a, b = sorted((home, goal))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"}, i, {i, *s.noun_phrase(men if men is not None else i)}, strength=0.6))
    for i, roles in verbs_of(v, DEPLOYING | ENTERING):
        if roles.theme is None and not roles.passive and roles.subject is not None and s.lower[roles.subject] in word_set("unnamed_soldiers") and s.lower[i] in verb_forms("deploy"):
            group = next((c for c in v.parties(roles.subject, pronouns=False) if len(c) > 2), None)  # `forces of the Y group deployed to X`
            land = next((c for prep, t in roles.phrases if prep in ("to", "in", "into", "across") for c in v.parties(t, pronouns=False)), None)
            if group and land and state_of(group) != land:
                a, b = sorted((group, land))
                out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"}, i, {i, *s.noun_phrase(roles.subject), *(t for _, t in roles.phrases)}, strength=0.65))
        if s.lower[i] in ENTERING and roles.subject is not None and not roles.passive:  # `X's army crossed into Y to fight the Z`
            marching = s.noun_phrase(roles.subject)
            armed = not word_set("armies").isdisjoint(s.lower[t] for t in marching) or any(h[2].kind == "troops" for h in v.items_in(marching))
            foes = any(s.lower[k] in FIGHTING and any(len(c) > 2 for t in s.kids(k, "obj") for c in v.parties(t, pronouns=False)) for k in s.kids(i, "xcomp", "advcl"))
            home = next((v.at[t].code for t in marching if t in v.at), None)
            land = next((c for prep, t in roles.phrases if prep in ("into", "to") for c in v.parties(t, pronouns=False) if c != home), None) or next((c for c in (v.parties(roles.theme, pronouns=False) if roles.theme is not None else []) if c != home), None)
            if armed and foes and home is not None and land is not None and state_of(home) != land:
                a, b = sorted((home, land))
                out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"}, i, {i, *marching, *(t for _, t in roles.phrases)}, strength=0.55))
        if roles.theme is not None and roles.theme in v.at and v.at[roles.theme].form == "group" and not roles.passive and s.lower[i] in verb_forms("send") | verb_forms("deploy"):
            group = v.at[roles.theme].code  # `X sent the Y Group`, to the land that the text is about
            goal = next((c for prep, t in roles.phrases if prep in ("to", "into", "in") for c in v.parties(t, pronouns=False)), None) or v.context.sole_target([group])
            if goal is not None and state_of(group) != goal and goal != group:
                a, b = sorted((group, goal))
                out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"}, i, {i, roles.theme, *roles.agents}, strength=0.55))
        if roles.theme is None or s.lower[roles.theme] not in word_set("unnamed_soldiers"):
            continue
        goals = [(t, c) for prep, t in roles.phrases if prep in ("to", "into", "in", "onto") for c in v.parties(t, pronouns=False)]
        armed = s.lower[roles.theme] == "forces" or any(s.lower[t] in word_set("places_of_war") for t, _ in goals)
        pair = next(((a, b) for t in roles.agents for a in v.parties(t) for _, b in goals if a != b and state_of(a) != b), None)
        if armed and pair:
            a, b = sorted(pair)
            out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"}, i, {i, roles.theme, *roles.agents, *(t for t, _ in goals)}, strength=0.65))
    return out


def at_work_abroad(v: View) -> list[Event]:
    """Forces or instructors of one party that guard or train in another: `X's instructors guard the palace in Y`."""
    s, out = v.s, []
    for i, roles in verbs_of(v, GUARDING | ARRIVING):
        if roles.subject is None or roles.passive or (s.base[i] in ("xcomp", "advcl") and s.lower[s.heads[i]] in SENDING):
            continue
        people = s.noun_phrase(roles.subject)
        home = [v.at[t].code for t in people if t in v.at]
        home += [c for c in v.parties(roles.subject) if not home and s.lower[roles.subject] in ("it", "they") and "mercenaries" in party_classes(c)]  # `Wagner said it will stay in Y`
        home += [c for t in s.children[roles.subject] if not home and s.lower[t] in ("its", "their") for c in v.parties(t)]  # `X denied that its soldiers fight in Y`
        home += [c for prep, t in phrases_below(v, roles.subject) if prep == "from" and not home for c in v.parties(t, pronouns=False)]  # `mercenaries from the X Group`
        army = s.lower[roles.subject] in word_set("armies") and s.lower[i] in verb_forms("fight") and any(prep == "alongside" for prep, _ in roles.phrases)
        told = army or any(h[2].kind in ("troops", "trainers") for h in v.items_in(people)) or (s.lower[roles.subject] == "forces" and any(len(c) > 2 for c in home))
        for_hire = any("mercenaries" in party_classes(c) for c in home)  # `Wagner came to Y`, `fights jihadists in Y`
        told = told or for_hire
        if not home or not told:
            continue
        group = next((c for c in home if len(c) > 2), home[0])
        fights = s.lower[i] in verb_forms("fight")
        hired = any(len(c) > 2 for c in home) or any(h[2].kind == "trainers" for h in v.items_in(people)) or not HIRED.isdisjoint(s.lower[t] for t in people)
        if s.lower[i] in WORKING and not (hired and any(prep == "in" for prep, _ in roles.phrases)):
            continue  # an army that merely stays in a land may be its enemy
        served = [c for t in (roles.theme,) if t is not None and not fights for c in v.parties(t, pronouns=any(s.lower[k] in ("its", "their") for k in s.children[t])) if c not in home]
        served += [c for prep, t in roles.phrases if prep in (("for", "alongside", *(("in",) if for_hire else ())) if fights else ("in", "to") if s.lower[i] in ARRIVING else ("in", "for", "alongside", "with")) for c in v.parties(t, pronouns=False)]
        served += [c for prep, t in phrases_below(v, roles.theme) if for_hire and prep == "in" for c in v.parties(t, pronouns=False)] if roles.theme is not None else []
        if any(prep == "in" and s.lower[t] == "country" for prep, t in roles.phrases):
            served += [c for c in reversed(v.context.recent) if len(c) == 2 and c in v.context.targets and c not in home]  # the land that the text is about
        other = next((c for c in served if c != group and c != state_of(group)), None)
        if other is not None:
            a, b = sorted((group, other))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"}, i, {i, *people, *((roles.theme,) if roles.theme is not None else ())}, strength=0.65))
    return out


def trained_abroad(v: View) -> list[Event]:
    """`X's soldiers undergo training in Y`, `X's soldiers joined the fight alongside Y's troops`."""
    s, out = v.s, []
    for i, roles in verbs_of(v, UNDERGOING | JOINING):
        if roles.subject is None or roles.theme is None or roles.passive:
            continue
        people = s.noun_phrase(roles.subject)
        home = next((v.at[t].code for t in people if t in v.at), None)
        training = s.lower[i] in UNDERGOING and any(h[2].kind == "trainers" and "training" in h[2].features for h in v.items_in(s.noun_phrase(roles.theme)))
        army = next((c for c in v.parties(roles.theme, pronouns=False) if c != home), None) if s.lower[i] in JOINING and s.lower[roles.theme] in word_set("armies") else None
        fighting = s.lower[i] in JOINING and (s.lower[roles.theme] in word_set("fights") or army is not None)
        if home is None or not (training or fighting) or not any(h[2].kind == "troops" for h in v.items_in(people)):
            continue
        beside = [c for prep, t in phrases_below(v, i) if prep == "on" and s.lower[t] == "side" for c in v.parties(t, pronouns=False) if c != home]  # `joined the war on Y's side`
        other = army if army is not None else beside[0] if beside and fighting else next((c for prep, t in phrases_below(v, i) if prep in (("in", "at", "from", "with") if training else ("alongside", "beside", "with")) for c in v.parties(t, pronouns=False) if c != home), None)
        if other is not None:
            a, b = sorted((home, other))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"training" if training else "troops"}, i, {i, roles.theme, *people}, strength=0.65))
    return out


UNDERGOING, JOINING = verb_set("verbs_of_undergoing"), verb_set("verbs_of_joining")


def in_anothers_war(v: View) -> list[Event]:
    """`X's officers trained in Y`, `X's soldiers helped Y retake a town`: X's men with Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, TRAINING | HELPING):
        if roles.subject is None or roles.passive:
            continue
        people = s.noun_phrase(roles.subject)
        home = next((v.at[t].code for t in people if t in v.at), None)
        men = any(h[2].kind in ("troops", "trainers") for h in v.items_in(people)) or (s.lower[i] in TRAINING and s.lower[roles.subject] in word_set("forces_that_learn"))
        if home is None or not men:
            continue
        if s.lower[i] in TRAINING:
            others = [c for prep, t in phrases_below(v, i) if prep in ("in", "with", "at") for c in v.parties(t, pronouns=False)] if roles.theme is None else []
        else:
            at_war = any(s.lower[k] in WARRING for k in s.kids(i, "xcomp", "ccomp", "advcl"))
            aided = [t for t in (roles.second, roles.theme) if t is not None and s.lower[t] not in RELATIVES and (t in v.at or s.base[i] != "acl")]  # `an incursion of Z that X's men helped Y repel`
            others = [c for t in aided for c in v.parties(t, pronouns=False)] if at_war else []
            if roles.theme is None:  # `X's soldiers have helped in Y's region`
                others += [c for prep, t in roles.phrases if prep == "in" for c in v.parties(t, pronouns=False)]
        other = next((c for c in others if c != home and state_of(home) != c), None)
        if other is not None:
            a, b = sorted((home, other))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"training" if s.lower[i] in TRAINING else "troops"}, i, {i, *people}, strength=0.6))
    return out


WARRING = verb_set("verbs_of_war")


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


def hired_men_in(v: View) -> list[Event]:
    """`X has trainers and mercenaries in Y`: men whom X has sent there; an army that is there may be an enemy's."""
    s, out = v.s, []
    for i, roles in verbs_of(v, KEEPING):
        people = [x for c in s.conjuncts(roles.theme) for x in s.noun_phrase(c)] if roles.theme is not None and not roles.passive else []
        if not (any(h[2].kind == "trainers" for h in v.items_in(people)) or not HIRED.isdisjoint(s.lower[t] for t in people)):
            continue
        owners = [c for t in roles.agents for c in v.parties(t)]
        lands = [c for prep, t in phrases_below(v, i) if prep in ("in", "inside") for c in v.parties(t, pronouns=False) if c not in owners]
        if owners and lands and state_of(owners[0]) != lands[0]:
            a, b = sorted((owners[0], lands[0]))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"}, i, {i, *people, *roles.agents}, strength=0.6))
    for i, roles in verbs_of(v, LEAVING):  # `Wagner is leaving Y after years of fighting rebels`
        groups = [c for t in roles.agents for c in v.parties(t) if "mercenaries" in party_classes(c)]
        land = next((c for t in [roles.theme, *(t for prep, t in roles.phrases if prep == "from")] if t is not None for c in v.parties(t, pronouns=False) if len(c) == 2), None)
        stayed = any(prep == "after" and s.lower[t] in word_set("spans_of_time") for prep, t in roles.phrases)
        if groups and stayed and land is not None and not roles.passive and state_of(groups[0]) != land:
            a, b = sorted((groups[0], land))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"}, i, {i, *roles.agents}, strength=0.5))
    for i, roles in verbs_of(v, ENGAGING):  # `Y hired Wagner`
        hired = next((c for c in v.parties(roles.theme, pronouns=False) if "mercenaries" in party_classes(c)), None) if roles.theme is not None else None
        owners = [c for t in roles.agents for c in v.parties(t) if c not in (hired, state_of(hired or ""))]
        if hired is not None and owners:
            a, b = sorted((owners[0], hired))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"}, i, {i, *roles.agents, *s.noun_phrase(roles.theme or 0)}, strength=0.6))
    return out


ENGAGING, LEAVING = verb_set("verbs_of_hiring_fighters"), verb_set("verbs_of_going_away")
KEEPING = verb_set("keeping_verbs")


def there_are(v: View) -> list[Event]:
    """`In X there are (said to be) hundreds of fighters of Y`: forces of one party in the land of another."""
    s, out = v.s, []
    for i in (t for t, tag in enumerate(s.tags) if tag == "EX"):
        verb = s.heads[s.heads[i]] if s.base[s.heads[i]] == "aux" else s.heads[i]
        for noun in [verb, *s.kids(verb, "nsubj", "xcomp", "obj"), *(t for c in s.kids(verb, "xcomp") for t in s.kids(c, "nsubj"))]:
            people = s.subtree(noun, frozenset({"acl", "advcl", "parataxis", "nsubj"})) if s.tags[noun][:2] in ("NN", "CD") else []
            kinds = {h[2].kind for h in v.items_in(people)} & {"troops", "trainers", "labour"}
            if not kinds:
                continue
            beside = [c for k in people for x in s.kids(k, "acl") for prep, t in phrases_below(v, x) if prep in ("alongside", "beside", "for") for c in v.parties(t, pronouns=False)]  # `mercenaries of X fighting alongside Y's forces`
            lands = [(t, c) for t in dict.fromkeys([*s.kids(verb, "obl"), *(x for n in people for x in s.kids(n, "nmod", "obl"))]) if s.preposition(t) == "in" for c in v.parties(t, pronouns=False)]
            placed = {x for t, _ in lands for x in s.subtree(t)}
            home = [v.at[t].code for t in people if t in v.at and t not in placed]
            if kinds == {"labour"}:  # `there are thousands of X's workers in Y and Z`
                out += [Event("labour", home[0], b, set(), set(), verb, {i, verb, *people, *placed}, strength=0.65) for _, b in lands if home and b != home[0]]
                break
            pair = next(((a, b) for a in sorted(home, key=lambda c: len(c) <= 2) for b in (*(b for _, b in lands), *beside) if a != b and state_of(a) != b), None)
            if pair is not None:
                a, b = sorted(pair)
                out.append(Event("military_cooperation", a, b, {"defence"}, {"troops"}, verb, {i, verb, *people, *placed}, strength=0.65))
            break
    return out


def based_in(v: View) -> list[Event]:
    """`X's workers, who were based in Y and Z`: people of one party at work or under arms in the land of another."""
    s, out = v.s, []
    for i, roles in verbs_of(v, word_set("based_forms") | word_set("remaining_forms") | word_set("seen_forms")):
        subject = roles.theme if roles.theme is not None else roles.subject
        if subject is None or (s.lower[i] in word_set("seen_forms") and not roles.passive):
            continue
        people = s.noun_phrase(subject)
        kinds = ("labour",) if s.lower[i] in word_set("remaining_forms") else ("labour", "troops", "trainers")  # an army that remains may be its enemy
        kind = next((h[2].kind for h in v.items_in(people) if h[2].kind in kinds), None)
        home = next((v.at[t].code for t in people if t in v.at), v.context.people.get("labour") if kind == "labour" else None)
        if kind is None or home is None:
            continue
        for land in dict.fromkeys(c for prep, t in phrases_below(v, i) if prep in ("in", "at", "near") for c in v.parties(t, pronouns=False) if c != home and state_of(home) != c):
            a, b = (home, land) if kind == "labour" else sorted((home, land))
            out.append(Event("labour" if kind == "labour" else "military_cooperation", a, b, set() if kind == "labour" else {"defence"}, set() if kind == "labour" else {"troops"}, i, {i, *people}, strength=0.6))
    return out


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


def backs_fighters(v: View) -> list[Event]:
    """`X supports the rebels`, `X gives backing to the M23`, `X trained the M23`: what is done for an armed group is done for its fight."""
    s, out = v.s, []
    for i, roles in verbs_of(v, BACKING | TRAINING | GIVING | HELPING):
        if s.lower[i] in HELPING and not any(s.lower[k] in WARRING or s.lower[k] in verb_forms("gain") for k in s.kids(i, "xcomp", "ccomp", "advcl")):
            continue  # `helped the M23 take the town`
        if any(s.lower[h] in v.lexicon.factual["denying"] for h in s.ancestors(i)) or not word_set("peaceful_manners").isdisjoint(s.lower[c] for c in s.kids(i, "advmod")):
            continue  # who denies to back them answers the charge before
        theme = roles.theme
        if theme is not None and s.lower[theme] in ("which", "that") and s.base[i] == "ccomp" and s.deps[s.heads[i]] == "acl:relcl":
            theme = s.heads[s.heads[i]]  # `the M23, which the UN says is backed by X`
        given = [theme] if theme is not None else []
        if s.lower[i] in GIVING:
            withs = next((t for prep, t in roles.phrases if prep == "with" and s.lower[t] in word_set("supporting_nouns")), None)
            if theme is None or (withs is None and s.lower[theme] not in word_set("supporting_nouns")):
                continue
            if not word_set("words_of_peaceful_help").isdisjoint(s.lower[c] for c in s.children[withs if withs is not None else theme]):
                continue  # `political support`
            given = given if withs is not None else [t for prep, t in [*roles.phrases, *phrases_below(v, theme)] if prep in ("to", "for")] + ([roles.second] if roles.second is not None else [])
        if any(prep in ("with", "in", "by") and s.lower[t] not in word_set("supporting_nouns") and (any(h[2].kind not in ("troops", "trainers") for h in v.items_in(s.noun_phrase(t))) or s.lower[t] in word_set("backing_by_words")) for prep, t in roles.phrases):
            continue  # `backs them with missiles`, `with speeches`
        groups = [v.at[t].code for t in given if t in v.at and v.at[t].form in ("group", "generic") and "non-state" in party_classes(v.at[t].code)]
        above = s.heads[i]
        if s.base[i] in ("advcl", "xcomp", "acl") and any(s.lower[k] == "to" for k in s.kids(i, "mark")) and any(h[2].kind == "arms_transfer" for k in s.kids(above, "obj") for h in v.items_in(s.noun_phrase(k))):
            continue  # `sent jets to support the rebels`: the transfer tells it
        if s.lower[i] in BACKING and roles.passive:  # `Haftar's forces, backed by X`
            groups += [c for t in given if s.lower[t] in word_set("armies") | {"forces", "troops", "fighters"} for c in v.parties(t, pronouns=False)]
        helpers = [c for t in roles.agents for c in v.parties(t) if (len(c) == 2 or s.lower[i] in GIVING) and c not in groups[:1]]
        for helper in dict.fromkeys(helpers if groups else ()):
            a, b = sorted((groups[0], helper))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"training"} if s.lower[i] in TRAINING else set(), i, {i, *given, *roles.agents, *([theme] if theme is not None else [])}, strength=0.6))
    return out


def trained_their_men(v: View) -> list[Event]:
    """`X armed Y and trained its fighters`: whose men they are is told by the verb before."""
    s, out = v.s, []
    for i, roles in verbs_of(v, TRAINING):
        men = roles.theme
        if s.base[i] != "conj" or roles.passive or men is None or s.lower[men] not in word_set("forces_that_learn") or not any(s.tags[k] == "PRP$" for k in s.children[men]):
            continue
        before = verb_roles(v, s.heads[i])
        given = [t for t in (before.theme, before.second, *(t for prep, t in before.phrases if prep == "to")) if t is not None]
        owners = [v.at[t].code for t in given if t in v.at and v.at[t].form != "adjective"]
        teachers = [c for t in roles.agents for c in v.parties(t) if c not in owners]
        if owners and teachers:
            a, b = sorted((teachers[0], owners[0]))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"training"}, i, {i, men, *roles.agents, *given}, strength=0.6))
    return out


def strikes_for(v: View) -> list[Event]:
    """`X flew air strikes in support of Y's army`, `X's jets bombed a town for Y`: X in Y's war."""
    s, out = v.s, []
    for i, word in enumerate(s.lower):
        if word not in word_set("air_strikes") or not s.is_nominal(i) or s.base[i] not in ("obj", "nsubj", "conj"):
            continue
        subject = governing_subject(v, i)
        flown_by = (v.parties(subject) if subject is not None else []) + [v.at[k].code for k in s.children[i] if k in v.at and s.base[k] in ("amod", "compound")]
        near = [*phrases_below(v, i), *phrases_below(v, s.heads[i])]
        served = [c for prep, t in near if prep == "for" or (prep in ("in", "on") and s.lower[t] in ("support", "behalf", "aid", "defence", "defense")) for c in v.parties(t, pronouns=False)]
        served = [c for c in served if c not in flown_by]
        if flown_by and served and state_of(served[0]) != flown_by[0]:
            a, b = sorted((flown_by[0], served[0]))
            out.append(Event("military_cooperation", a, b, {"defence"}, {"airstrike"}, i, {i, *s.subtree(i)}, strength=0.55))
    return out


def support_for_fighters(v: View) -> list[Event]:
    """`X's support for the M23`, `X backing for the rebels`: what a State does for an armed group, told by a noun."""
    s, out = v.s, []
    for i, word in enumerate(s.lower):
        if word not in word_set("supporting_nouns") or not s.is_nominal(i) or not word_set("words_of_peaceful_help").isdisjoint(s.lower[c] for c in s.children[i]):
            continue
        helped = [t for prep, t in phrases_below(v, i) if prep in ("for", "to", "of") and t in v.at and v.at[t].form in ("group", "generic") and "non-state" in party_classes(v.at[t].code)]
        owners = [c for k in s.children[i] if k < i and (s.deps[k] == "nmod:poss" or (s.base[k] in ("amod", "compound") and k in v.at)) for c in v.parties(k)]
        owners += [c for prep, t in phrases_below(v, i) if prep in ("from", "by") for c in v.parties(t, pronouns=False)]
        helper = next((c for c in owners if len(c) == 2), None)
        if helped and helper is not None and state_of(v.at[helped[0]].code) != helper:
            a, b = sorted((helper, v.at[helped[0]].code))
            out.append(Event("military_cooperation", a, b, {"defence"}, set(), i, {i, *helped, *(k for k in s.children[i] if k < i)}, strength=0.5))
    return out


ENTERING = verb_set("crossing_verbs") | frozenset(verb_forms("enter"))
READINGS = (at_work_abroad, trained_abroad, in_anothers_war, stationed, men_sent, there_are, hired_men_in, helped_against, backs_fighters, trained_their_men, support_for_fighters, strikes_for, based_in)

"""People at work and on visits: whose they are, who hires them, where they go."""

from __future__ import annotations

from engine.filling import Event, build_events
from engine.lexicon import Item, verb_set
from engine.referents import View
from engine.roles import (
    Roles,
    phrases_below,
    verbs_of,
)
from engine.sides import PEOPLE_KINDS
from engine.vocabulary import word_set


def of_people(v: View, i: int, lemma: str, roles: Roles) -> list[Event] | None:
    """What a verb of working, hiring, visiting or crewing tells of people; None when it tells of none."""
    s = v.s
    if roles.theme is not None and any(h[2].kind in PEOPLE_KINDS and any(s.lower[a] in word_set("nouns_of_harm") for a in s.ancestors(h[1] - 1) if a > roles.theme) for h in v.items_in(s.subtree(roles.theme))):
        return []  # `rebels who took part in the killing of tourists were hosted in X`
    if lemma in word_set("working_verbs") and (workers := nationals(v, roles.subject)):
        if s.base[i] in ("advcl", "xcomp") and not any(v.parties(t, pronouns=False) for _, t in roles.phrases):
            roles.phrases = [*roles.phrases, *(row for row in phrases_below(v, s.heads[i]) if row[0] in ("to", "in"))]  # `were flown to Y to work`
        return build_events(v, i, [Item((), "labour", (), False, "worker")], roles, None, "move", workers, lemma)
    if lemma in word_set("working_verbs") and "labour" in v.context.people and (subject := roles.theme if roles.passive else roles.subject) is not None and people_again(v, subject):
        places = [c for prep, t in phrases_below(v, i) if prep in ("in", "at", "for", "across") for c in v.parties(t, pronouns=False)]
        sent_by = v.context.people["labour"]
        return [Event("labour", sent_by, c, set(), set(), i, {i, subject}, strength=0.6) for c in dict.fromkeys(places) if c != sent_by]
    if lemma in word_set("verbs_of_coming_to_see") and any(prep == "as" and any(h[2].kind == "tourism" for h in v.items_in([t])) for prep, t in roles.phrases):
        return build_events(v, i, [Item((), "tourism", (), False, "tourist")], roles, None, "move", s.noun_phrase(roles.subject) if roles.subject is not None else [], lemma)
    if lemma in word_set("verbs_of_seeing") and roles.subject is not None and (visitors := nationals(v, roles.subject)) and any((s.lower[t].replace(",", "").isdigit() and int(s.lower[t].replace(",", "")[:9]) >= 20) or s.lower[t] in word_set("large_numbers") for t in visitors):
        return build_events(v, i, [Item((), "tourism", (), False, "tourist")], roles, None, "move", visitors, lemma)  # `5,000 of X's nationals have visited Y`
    if lemma in word_set("hiring_verbs") and roles.subject is not None and s.lower[roles.subject] in word_set("resorts") and (guests := nationals(v, roles.theme)):
        return build_events(v, i, [Item((), "tourism", (), False, "tourist")], roles, None, "get", guests, lemma)  # `the resort hosted 15 of X's nationals`
    if lemma in word_set("hiring_verbs") and (workers := nationals(v, roles.theme)):
        return build_events(v, i, [Item((), "labour", (), False, "worker")], roles, None, "get", workers, lemma)
    if lemma in word_set("job_getting") and roles.theme is None:
        roles.theme = next((c for c in s.kids(i, "xcomp") if s.lower[c] in word_set("jobs")), None)
    if lemma in word_set("job_getting") and roles.theme is not None and s.lower[roles.theme] in word_set("jobs") and (home := home_of(v, roles.subject) or home_of_those_served(v, i, roles) or _home_of_users(v, i)):
        hosts = [c for prep, t in phrases_below(v, i) if prep in ("with", "at", "in", "for", "from") for c in [*v.parties(t, pronouns=False), *(v.at[k].code for x in s.noun_phrase(t) for k in s.kids(x, "conj") if k in v.at)] if c != home]
        hosts += [m.code for m in v.mentions if not hosts and m.code != home and s.lower[m.end : m.end + 1] and s.lower[m.end] in word_set("companies")]
        return [Event("labour", home, host, set(), set(), i, {i, roles.theme, *s.noun_phrase(roles.subject if roles.subject is not None else i)}) for host in (list(dict.fromkeys(hosts)) or [None])]  # type: ignore[list-item]
    if lemma in word_set("touring_verbs") and set(s.lower) & word_set("touring_words") and (visitors := nationals(v, roles.theme)):
        return build_events(v, i, [Item((), "tourism", (), False, "tourist")], roles, None, "move", visitors, lemma)
    if lemma in word_set("sending_verbs") and roles.theme is not None and ({s.lower[t] for t in range(i + 1, min(i + 3, len(s.words)))} | {s.lower[c] for t in (i, roles.theme) for c in s.children[t]}) & word_set("words_for_the_way_back") and any(h[2].kind in ("labour", "troops", "trainers") for h in v.items_in(s.noun_phrase(roles.theme))):
        return []  # workers sent home earn nothing more
    if lemma in word_set("crewing_verbs") and (crew := next((tokens for t in roles.agents if (tokens := staff_of(v, t))), [])) and roles.passive:
        home = next(v.at[t].code for t in crew if t in v.at)
        served = [c for t in (roles.theme, roles.subject) if t is not None for c in v.parties(t)]
        served += [v.at[x].code for t in (roles.theme, roles.subject) if t is not None for x in s.subtree(t) if x in v.at and s.preposition(x) in ("in", "at")]
        return [Event("labour", home, next((c for c in served if c != home), None), set(), set(), i, {i, *crew})]
    return None


def nationals(v: View, subject: int | None) -> list[int]:
    """The noun phrase of a subject that names a state's people (`thousands of North Koreans`), or nothing."""
    if subject is None:
        return []
    tokens = v.s.noun_phrase(subject)
    people = [t for t in tokens if t in v.at and v.at[t].form in ("adjective", "person") and (v.s.lower[t].endswith("ns") or (t != subject and v.s.lower[subject] in word_set("women_and_men")))]
    return tokens if people else []


def staff_of(v: View, t: int) -> list[int]:
    """The noun phrase of people at work whose home is told: `X's nationals`, `waitresses from X`."""
    tokens = v.s.subtree(t, frozenset({"acl", "conj", "advcl"}))
    return nationals(v, t) or (tokens if any(x in v.at for x in tokens) and any(h[2].kind == "labour" for h in v.items_in(tokens)) else [])


def people_again(v: View, subject: int) -> bool:
    """Whether a subject is people told of before: `they`, `many of them`, `most`."""
    words = {v.s.lower[t] for t in v.s.noun_phrase(subject)}
    return bool(words & word_set("people_again")) and not any(t in v.at for t in v.s.noun_phrase(subject))


def home_of(v: View, subject: int | None) -> str | None:
    """The state whose people a subject is (`North Korean programmers`), or nothing."""
    if subject is None:
        return None
    people = v.items_in(v.s.noun_phrase(subject))
    named = [v.at[t].code for t in v.s.noun_phrase(subject) if t in v.at and v.at[t].form in ("adjective", "person")]
    owner = next((v.at[c].code for c in v.s.children[subject] if v.s.deps[c] == "nmod:poss" and c in v.at), None)
    if owner in word_set("states_with_labour_measures") and v.s.tags[subject] == "NNP" and subject not in v.at:
        return owner  # `X's Jin and Pak`
    return named[0] if named and (nationals(v, subject) or any(h[2].kind in PEOPLE_KINDS for h in people)) else None


def home_of_those_served(v: View, i: int, roles: Roles) -> str | None:
    """Whose people get jobs: `secured jobs for X's workers`; of people named before, `they secured jobs as workers`."""
    s = v.s
    served = [x for prep, t in phrases_below(v, i) if prep == "for" for x in s.noun_phrase(t)]
    homes = [v.at[x].code for x in served if x in v.at] if any(h[2].kind == "labour" for h in v.items_in(served)) else []
    again = roles.subject is not None and s.lower[roles.subject] in ("they", "who") and any(h[2].kind == "labour" for h in v.items_in(s.subtree(i)))
    if again and roles.subject is not None:
        named = [m.code for m in reversed(v.mentions) if m.end <= roles.subject and m.form == "adjective" and s.lower[m.end] in word_set("women_and_men")]
        homes += named[:1] or v.parties(roles.subject)
    return next((c for c in homes if c in word_set("states_with_labour_measures")), None)


def _home_of_users(v: View, i: int) -> str | None:
    """Whose people get jobs by what they use: `the laptops were used by X's workers to gain employment`."""
    s, above = v.s, v.s.heads[i]
    doers = [t for prep, t in phrases_below(v, above) if prep == "by"] if s.base[i] in ("advcl", "xcomp") and (s.is_passive(above) or s.base[above] == "acl") else []
    return next((home for t in doers if (home := home_of(v, t)) is not None), None)


def shares(v: View) -> list[Event]:
    """`Chinese made up most of the tourists who visited X`, `X's nationals account for half of the workers`: whose people they are."""
    s, out = v.s, []
    for i, roles in verbs_of(v, SHARING):
        named = roles.subject is not None and roles.subject in v.at and v.at[roles.subject].form == "name"  # `X accounts for half of the tourists`
        home = (nationals(v, roles.subject) or named) and v.parties((roles.subject if roles.subject is not None else i), pronouns=False)
        told = [h for h in v.items_in(s.subtree(i)) if h[0] > i and h[2].kind in ("tourism", "labour")]
        if not home or not told:
            continue
        start = told[0][0]
        hosts = [m.code for m in v.mentions if m.start > start and m.form in ("name", "place") and m.code not in home]
        hosts = hosts or [c for c in reversed(v.context.recent) if c not in home and c in v.context.targets]
        out.append(Event(told[0][2].kind, home[0], next(iter(hosts), None), set(), set(), i, {i, start, *s.noun_phrase(roles.subject if roles.subject is not None else i)}, strength=0.6))
    return out


SHARING = verb_set("sharing_verbs")

"""Agreements, cooperation and projects of two sides by their fields, and building abroad."""

from __future__ import annotations

from engine.acts import sides_of, without_hosts
from engine.filling import Event
from engine.lexicon import Item, verb_forms, verb_set
from engine.parties import party_classes, state_of
from engine.phrases import as_technology, bargained_for
from engine.referents import View
from engine.roles import governing_subject, linear_roles, phrases_below, verb_roles, verbs_of
from engine.vocabulary import word_set

TOGETHER = frozenset(verb_forms("work"))
HELPING = verb_set("verbs_of_helping_on")
SCHOOLS = word_set("schools")
SETTING_UP = verb_set("verbs_of_setting_up")
MAKING = verb_set("making_verbs")
COVERING = verb_set("verbs_of_consisting")  # `an agreement that covers energy`


def cooperation(v: View) -> list[Event]:
    """Agreements, cooperation and projects by field, and building abroad."""
    s, out = v.s, []
    used: set[int] = set()
    inside = [h for h in v.items if h[2].kind == "goods_transfer" and h[1] - h[0] > 1]  # `oil` of `palm oil`
    sector_at = {t: hit for hit in v.sectors for t in range(hit[0], hit[1]) if t not in v.exchange_zone and not (s.lower[s.heads[t]] in word_set("learners") and s.base[t] == "nmod") and not any(h[0] <= hit[0] and hit[1] <= h[1] and h[1] - h[0] > hit[1] - hit[0] for h in inside)}
    for i in range(len(s.words)):
        form = s.lower[i]
        jointly = form in word_set("done_jointly") and any(s.lower[c] == "joint" for c in s.children[i])
        working = (form in ("group", "groups") and s.lower[max(0, i - 1)] == "working") or (form in ("commission", "committee") and any(prep == "on" for prep, _ in phrases_below(v, i)))
        nominal = (form in v.lexicon.cooperation_nouns or jointly or working) and s.tags[i][:2] == "NN"
        together = form in TOGETHER and any(s.lower[c] == "together" for c in s.children[i])  # `worked together on missiles`
        verbal = (form in word_set("cooperating") or together or (form in TOGETHER and any(s.preposition(c) == "with" for c in s.kids(i, "obl")))) and s.is_verb(i)
        if nominal and form in ("service", "services") and s.base[i] == "nsubj" and any(s.lower[c] in word_set("services_of_state") for c in s.kids(i, "compound", "amod")):
            continue  # `the security services`
        named = nominal and s.words[i][:1].isupper() and i > 0 and form in word_set("nouns_in_names")  # `the Congressional Research Service`
        if named or not (nominal or verbal) or (form == "exchange" and s.lower[max(0, i - 1)] == "in") or i in v.exchange_zone:
            continue
        near = s.noun_phrase(i) if nominal else s.subtree(i, frozenset({"ccomp", "parataxis", "acl"}))
        if verbal:  # `cooperate on efforts to maintain missiles`
            near = near + [t for prep, n in phrases_below(v, i) if prep in ("on", "in") and s.lower[n] in word_set("nouns_of_trying") for k in s.kids(n, "acl") for t in s.subtree(k)]
        if nominal:
            near = near + [t for prep, n in phrases_below(v, i) if prep in ("in", "on", "for", "such as", "including", "like", "of", "over", "about", "regarding", "concerning") for t in s.noun_phrase(n)]
            near += [t for c in s.kids(i, "acl") if s.lower[c] in word_set("project_verbs") | COVERING for t in s.subtree(c)]
            near += [c for c in s.kids(i, "acl") if c in sector_at and any(s.lower[k] in ("on", "in", "for", "about") for k in s.kids(c, "mark"))]  # `an agreement on mining`, read as a verb
            near += [t for n in list(near) if s.lower[n] in word_set("words_of_access") for t in s.subtree(n)]
            if s.base[i] in ("obj", "nsubj") and s.is_verb(s.heads[i]):  # `agreements were signed on building a bridge`
                near += [t for k in s.kids(s.heads[i], "advcl") if any(s.lower[c] in ("on", "for") and s.base[c] == "mark" for c in s.children[k]) for t in s.subtree(k, frozenset({"conj"}))]
            if s.base[i] == "obj" and form in word_set("holdings"):  # `took a lease on the mine`: hung on the verb
                near += [t for prep, n in phrases_below(v, s.heads[i]) if prep in ("in", "on", "for", "of", "to", "about") and n > i for t in s.noun_phrase(n)]
        hits = [h for h in dict.fromkeys(sector_at[t] for t in sorted(set(near)) if t in sector_at) if not set(range(h[0], h[1])) & used and (not h[0] <= i < h[1] or (h[1] == i + 1 and h[1] - h[0] > 1 and (form == "exchange" or form in word_set("works_carried_out"))))]
        if form in word_set("deal_words"):  # `a contract for 1,000 missiles`: see `bargains`
            bought = set(bargained_for(v, i, s.heads[i]))
            ended = any(prep == "for" and s.lower[n] in word_set("words_for_disarming") for top in (i, s.heads[i]) for prep, n in phrases_below(v, top))
            hits = [h for h in hits if not (bought & set(range(h[0], h[1])) or (ended and h[2].kind == "military_cooperation"))]
        if form in TOGETHER and not together:
            hits = []  # `works with Y` tells of a field no more than it tells of a deal
        if not hits and nominal and form in word_set("deals_of_schools") and _of_schools(v, i):
            hits = [(i, i + 1, Item(("education",), "scientific_cooperation", (), False, "education"))]  # two universities signed an agreement
        if not hits and nominal and any(h[2].kind == "tourism" for h in v.items_in(sorted(set(near)))):
            out += _tourism(v, i, near)
        if not hits and (form in word_set("alliances") or (form in TOGETHER and verbal)):
            out += _of_fighters(v, i)
        if not hits:
            continue
        if form in word_set("sole_doing") and len(_partners(v, i)) < 2:
            continue  # what a State develops by itself
        codes = _cooperating(v, i)
        partners = (_with_several(v, i) or _in_lands(v, i)) if nominal else []
        if verbal and form not in TOGETHER:  # `X cooperates with Y and Z on missiles`
            own = [c for t in verb_roles(v, i).agents for c in v.parties(t)]
            others = [c for prep, t in verb_roles(v, i).phrases if prep == "with" for c in v.parties(t, pronouns=False) if c not in own]
            partners = [[own[0], c] for c in dict.fromkeys(others)] if own and len(set(others)) > 1 else []
        if partners:
            codes = partners[0]
        if len(codes) < 2:
            continue
        a, b = sorted(codes[:2])
        used |= {t for h in hits for t in range(h[0], h[1])}
        groups: dict[tuple[str, str], list[tuple[int, int, object]]] = {}
        for h in hits:
            medical = "medical" in h[2].features
            pact = h[2].kind == "military_cooperation" and form in ("treaty", "treaties", "pact", "pacts")
            if h[2].word == "education" and any("medical" in x[2].features for x in hits):
                medical = True
            groups.setdefault((h[2].kind, "medical" if medical else "pact" if pact else ""), []).append(h)
        for (kind, label), group in groups.items():
            classes = {c for h in group for c in h[2].classes}  # type: ignore[attr-defined]
            features = {f for h in group for f in h[2].features}  # type: ignore[attr-defined]
            fields = [t for h in group for t in range(h[0], h[1])]
            deal = max((t for t in near if i < t < min(fields) and s.lower[t] in word_set("deal_words")), default=i)  # `a pact on trade and an agreement on science`
            tokens = {deal, *fields} | {s.heads[t] for t in fields if s.base[t] in ("amod", "compound")}
            for first, second in [(a, b), *(sorted(pair) for pair in partners[1:])]:
                out.append(Event(kind, first, second, set(classes), features | ({"defence_pact"} if label == "pact" else set()), i, set(tokens), strength=0.75, group=label))
    return out + _building(v)


def _tourism(v: View, i: int, near: list[int]) -> list[Event]:
    """`An agreement of X and Y on tourism`: visitors go to the one under measures, who earns by them."""
    codes = list(dict.fromkeys(_cooperating(v, i)))[:2]
    hosts = [c for c in codes if c in v.context.targets]
    if len(codes) < 2 or len(hosts) != 1:
        return []
    guest = next(c for c in codes if c != hosts[0])
    fields = {t for h in v.items_in(sorted(set(near))) if h[2].kind == "tourism" for t in range(h[0], h[1])}
    return [Event("tourism", guest, hosts[0], set(), set(), i, {i, *fields}, strength=0.6)]


def _of_fighters(v: View, i: int) -> list[Event]:
    """`X's growing collaboration with Y`, of two armed groups: they fight together."""
    s, below = v.s, phrases_below(v, i)
    subject = verb_roles(v, i).subject if s.is_verb(i) else governing_subject(v, i)
    own = [c for t in s.children[i] if s.deps[t] == "nmod:poss" or (t in v.at and s.base[t] in ("amod", "compound")) for c in v.parties(t)] + [c for prep, t in below if prep in ("of", "between", "by") for c in v.parties(t)]
    own = own or (v.parties(subject) if subject is not None else [])
    codes = list(dict.fromkeys([*own, *(c for prep, t in below if prep == "with" for c in v.parties(t, pronouns=False))]))
    armed = [c for c in codes if "non-state" in party_classes(c)]
    army = subject is not None and (not word_set("armies").isdisjoint(s.lower[t] for t in s.noun_phrase(subject)) or any(h[2].kind == "troops" for h in v.items_in(s.noun_phrase(subject))))  # `X's army works with Y`
    if len(codes) < 2 or not armed or (len(armed) < len(codes) and not army) or (s.lower[i] in TOGETHER and not army):
        return []
    pairs = [sorted((codes[0], c)) for c in codes[1:]]
    return [Event("military_cooperation", first, second, {"defence"}, set(), i, {i}, strength=0.6) for first, second in pairs]


def _of_schools(v: View, i: int) -> bool:
    """Whether those who sign are schools: two of them as the subject, or one with another."""
    s = v.s
    subject = governing_subject(v, i)
    sides = [] if subject is None else [subject]
    sides += [t for prep, t in phrases_below(v, i) if prep in ("with", "between")]
    pair = any(s.lower[t] in SCHOOLS and s.lower[t].endswith("s") and len({v.at[k].code for c in s.kids(t, "amod") for k in s.conjuncts(c) if k in v.at}) > 1 for t in sides)  # `X's and Y's universities`
    return pair or sum(s.lower[x] in SCHOOLS for t in sides for c in s.conjuncts(t) for x in s.noun_phrase(c)) >= 2


def _with_several(v: View, i: int) -> list[list[str]]:
    """Pairs of `contracts were signed with firms from A, B and C`: who signed, or who tells of it, with each of them; of `A, B and C signed
    agreements with X`, each with X."""
    s = v.s
    verb = next((h for h in s.ancestors(i) if s.is_verb(h)), None)
    phrases = phrases_below(v, i) + (phrases_below(v, verb) if verb is not None else [])
    others = next(([c for prep, n in phrases if prep == "from" and m in s.ancestors(n) for c in v.parties(n, pronouns=False)] or v.parties(m, pronouns=False) for p, m in phrases if p == "with"), [])
    if verb is None:
        return []
    roles = verb_roles(v, verb)
    if len(others) == 1:
        several = list(dict.fromkeys(c for t in roles.agents for c in _all_named(v, t) if c != others[0]))
        return [[c, others[0]] for c in several] if len(several) > 1 else []
    if len(others) < 2:
        return []
    teller = [c for t in s.kids(s.heads[verb], "nsubj") for c in v.parties(t)] if s.base[verb] in ("ccomp", "parataxis") else []
    side = next((c for c in [*(c for t in roles.agents for c in v.parties(t)), *teller, *(m.code for m in v.mentions if m.code in v.context.targets)] if c not in others), None)
    return [[side, c] for c in dict.fromkeys(others)] if side is not None else []


def _all_named(v: View, t: int) -> list[str]:
    """Every party of a row: `A, B and C`, `countries such as A, B and C`."""
    s = v.s
    tops = [t] if t in v.at else [c for c in s.kids(t, "nmod") if s.preposition(c) in word_set("prepositions_of_examples") and c in v.at]
    return [v.at[k].code for top in tops for k in sorted(s.conjuncts(top)) if k in v.at]


def _partners(v: View, i: int) -> list[str]:
    """Who does what a verb tells, and with whom or where: `X explores for oil with Y`."""
    roles = verb_roles(v, i)
    codes = [c for t in roles.agents for c in v.parties(t)]
    return codes + [c for prep, t in roles.phrases if prep in ("with", "in") for c in v.parties(t, pronouns=False) if c not in codes]


def _cooperating(v: View, i: int) -> list[str]:
    s = v.s
    codes = sides_of(v, i, [i])
    if s.is_verb(i):
        codes = _partners(v, i)
    codes = without_hosts(codes)
    if len(codes) < 2 and {"both", "two", "bilateral", "mutual", "joint"} & set(s.lower):
        codes += [c for c in v.context.pair() if c not in codes]
    if len(codes) < 2:
        near = [m.code for m in sorted(v.mentions, key=lambda m: abs(m.start - i)) if m.form != "media"]
        codes += [c for c in dict.fromkeys(near) if c not in codes and c not in {state_of(x) for x in codes}]
    if not codes and len(v.context.pair()) == 2:
        codes = v.context.pair()
    return without_hosts(codes)


def _in_lands(v: View, i: int) -> list[list[str]]:
    """Pairs of `projects by a firm of X took place in A, B and C`: whose they are, with each of the lands."""
    s, top = v.s, v.s.heads[i]
    if s.lower[i] not in word_set("works_carried_out"):
        return []
    owners = [t for t in s.children[i] if s.deps[t] == "nmod:poss" or (s.base[t] in ("amod", "compound") and t in v.at) or (s.base[t] == "nmod" and s.preposition(t) in ("by", "of"))]
    owner = next((c for t in owners for c in v.parties(t, pronouns=False)), None)
    phrases = phrases_below(v, i) + (phrases_below(v, top) if s.base[i] == "nsubj" and s.is_verb(top) else [])
    lands = [c for prep, t in phrases if prep in ("in", "across") and s.heads[t] in (i, top) for c in v.parties(t, pronouns=False) if c != owner]
    return [[owner, c] for c in dict.fromkeys(lands)] if owner is not None else []


def _building(v: View) -> list[Event]:
    """A firm of one state builds in another."""
    s, out = v.s, []
    for i in range(len(s.words)):
        put_up = s.lower[i] in SETTING_UP and any(s.lower[c] == "up" for c in s.children[i])
        if not (s.lower[i] in v.lexicon.build_verbs or put_up) or not s.is_verb(i):
            continue
        roles = verb_roles(v, i)
        if roles.theme is None:
            continue
        if any(h[2].kind == "labour" for t in roles.agents for h in v.items_in(s.noun_phrase(t))) and any(v.parties(t)[:1] and v.parties(t)[0] in word_set("states_with_labour_measures") for t in roles.agents):
            continue  # `X's workers rebuilt a stadium`: labour abroad
        theme = [t for c in s.conjuncts(roles.theme) for t in s.noun_phrase(c)]
        words = {s.lower[t] for t in theme}
        if not words & v.lexicon.works:
            continue
        agents = [c for t in roles.agents for c in v.parties(t)] or linear_roles(v, i)["before"]
        places = [c for prep, t in roles.phrases if prep in ("in", "for", "at", "near", "outside") for c in v.parties(t, pronouns=False)]
        places += [m.code for m in v.mentions if m.start in theme]
        places += [c for t in s.children[roles.theme] if s.lower[t] in ("its", "their") for c in v.parties(t) if c not in agents]  # `hired a firm of Y to build its museum`
        places += [v.at[x].code for k in s.kids(roles.theme, "acl") for x in s.subtree(k) if x in v.at and v.at[x].form in ("place", "name") and s.preposition(x) in ("in", "over", "above", "at", "near", "outside")]
        if not places and any(prep == "in" and s.lower[t] in word_set("lands") for prep, t in roles.phrases):  # `X cut its ties with firms of Y that built a factory in the country`
            places = [m.code for m in v.mentions if m.end <= i and m.code not in agents][:1]
        if not places and agents and v.context.recent:
            places = [c for c in reversed(v.context.recent) if c != agents[0]][:1]
        places += linear_roles(v, i)["in"]
        place = next((c for c in places if c not in agents), agents[1] if len(agents) > 1 else None)
        if not agents or place is None:
            continue
        if s.base[i] == "xcomp" and s.lower[s.heads[i]] in HELPING and any(h[2].kind == "technology_transfer" for h in v.items_in(theme)):
            continue  # `helped to build Y's reactor`: told by the help
        made = _made_there(v, i, words)
        if made:
            out.append(Event("technology_transfer", agents[0], place, {c for x in made for c in x.classes}, {f for x in made for f in x.features}, i, {i, *theme[:12], *roles.agents}, strength=0.65))
            continue
        military = any(start in range(min(theme), max(theme) + 1) for start, _, _ in v.lexicon.military_works.scan(s.lower))
        features = {"statue"} if words & {"statue", "monument", "statues", "monuments"} else set()
        row = next((found for prep, t in roles.phrases if prep in ("in", "for") and place in (found := v.parties(t, pronouns=False))), [place])
        for land in row:  # `has built barracks in X, Y and Z`
            a, b = sorted((agents[0], land))
            out.append(Event("economic_cooperation", a, b, {"construction"} | ({"defence"} if military else set()), set(features), i, {i, *theme[:12], *roles.agents}))
    return out


def studying(v: View) -> list[Event]:
    """`X's scientists study physics in Y`, `a university in Y taught X's students`: learning of X's in Y."""
    s, out = v.s, []
    for i, roles in verbs_of(v, STUDYING | LECTURING):
        taught = s.lower[i] in LECTURING and not roles.passive and not (roles.subject is not None and s.lower[roles.subject] in word_set("learners"))
        if taught and s.kids(i, "xcomp", "ccomp", "advcl"):
            continue  # `taught X's scientists to enrich uranium`: know-how
        pupils = [roles.second, roles.theme, *(t for prep, t in roles.phrases if prep == "to"), *(s.kids(roles.theme, "nmod", "compound") if roles.theme is not None else [])]  # `teaches physics to X's students`
        people = [t for t in (pupils if taught else (roles.subject,)) if t is not None and s.lower[t] in word_set("learners")][:1]
        home = next((v.at[x].code for t in people for x in s.noun_phrase(t) if x in v.at), None)
        hosts = [c for t in roles.agents for c in v.parties(t)] if taught else [m.code for m in v.mentions if m.start > i and s.preposition(m.end - 1) in ("in", "at")]
        host = next((c for c in hosts if c != home and len(c) == 2), None)
        if home in v.context.targets and host is not None:
            a, b = sorted((home or "", host))
            fields = {c for h in v.sectors if h[2].kind == "scientific_cooperation" for c in h[2].classes}
            out.append(Event("scientific_cooperation", a, b, fields or {"science"}, {"teaching"}, i, {i, *(x for t in people for x in s.noun_phrase(t)), *([roles.theme] if roles.theme is not None else [])}, strength=0.55))
    return out


STUDYING, LECTURING = verb_set("verbs_of_study"), verb_set("verbs_of_lecturing")


def _made_there(v: View, i: int, words: set[str]) -> list[Item]:
    """The arms that a plant is built to make (`set up plants in X to make drones`): know-how for the place."""
    if not words & word_set("plants"):
        return []
    below = [t for c in v.s.subtree(i) if v.s.lower[c] in MAKING and c > i for t in v.s.subtree(c)]
    return [as_technology(h[2]) for h in v.items_in(sorted(set(below))) if h[2].kind == "arms_transfer"]

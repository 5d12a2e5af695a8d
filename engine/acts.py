"""Activities that are no transfer: tests, programmes, evasion at sea, pacts, breaches of an embargo."""

from __future__ import annotations

from collections.abc import Sequence

from engine.at_sea import gone_dark
from engine.filling import Event
from engine.lexicon import Act, verb_forms, verb_set
from engine.parties import party_classes, state_of
from engine.referents import GENERIC, PRONOUNS, View
from engine.roles import VESSELS, governing_subject, phrases_below, verb_roles, verbs_of
from engine.theft import BLAMING, blamed_later, culprits, lost_to_hackers, made_off, theft
from engine.vocabulary import is_symmetric, word_set

ATTACKED = word_set("attacked")


def acts(v: View) -> list[Event]:
    """Every activity of `acts.yaml` that the sentence tells of."""
    events = [e for start, end, act in v.lexicon.act_phrases.scan(v.s.lower) for e in _phrase_events(v, start, end, act)]
    events += gone_dark(v, events) + _linked(v) + _projects(v) + _flown(v) + _orbited(v) + lost_to_hackers(v) + made_off(v) + blamed_later(v)
    covered = {t for e in events for t in e.anchors}
    themes = v.lexicon.act_themes.scan(v.s.lower)
    for start, end, numbers in themes:
        if set(range(start, end)) & covered:
            continue
        for number in sorted(numbers):
            event = _theme_event(v, start, end, v.lexicon.acts[number])
            if event is not None:
                events.append(event)
                break
    robbed = {(e.trigger, e.supplier) for e in events if e.kind == "cyber_theft" and e.recipient}
    events = [e for e in events if e.kind != "cyber_theft" or e.recipient or (e.trigger, e.supplier) not in robbed]
    if any("false_flag" in e.features for e in events):
        events = [e for e in events if "registration" not in e.features]  # under a false flag it is on nobody's register
    orbital = {e.trigger for e in events if "satellite" in e.features}
    return [e for e in events if not (e.trigger in orbital and "ballistic" in e.features)]


CARRYING = verb_set("hauling_verbs")
USED, HELPING = word_set("used_for"), verb_set("verbs_of_helping_on")
TEACHING, TOILING = verb_set("teaching_verbs"), frozenset(verb_forms("work"))
LINKING = verb_set("joining_verbs")


def _flown(v: View) -> list[Event]:
    """`X's missile flew over Y`: a test, of a State that fires them in no war."""
    s, out = v.s, []
    for i, roles in verbs_of(v, FLIGHT):
        missile = roles.subject
        if missile is None or roles.passive or roles.theme is not None or not any("missiles" in h[2].classes for h in v.items_in(s.noun_phrase(missile))):
            continue
        near = [*s.noun_phrase(missile), *(t for k in s.kids(missile, "acl") for t in s.subtree(k))]
        code = next((v.at[t].code for t in near if t in v.at and v.at[t].code in word_set("states_that_test")), None)
        if code is not None:
            out.append(Event("weapons_test", code, None, {"missiles"}, {"ballistic"}, i, {i, *near}, strength=0.55))
    return out


FLIGHT = verb_set("flight_of_missiles")


def _orbited(v: View) -> list[Event]:
    """`X sent a satellite into orbit`, `X's rocket carrying a satellite blew up`: a launch of X's."""
    s, out = v.s, []
    for i, roles in verbs_of(v, LIFTING | BURSTING):
        lifted = s.lower[i] in LIFTING
        thing = roles.theme if lifted else roles.subject
        near = s.subtree(thing, frozenset({"advcl"})) if thing is not None else []
        if not any(h[2].classes == ("space_tech",) for h in v.items_in(near)):
            continue
        up = lifted and any(prep in ("into", "in", "to") and s.lower[t] in ("orbit", "space") for prep, t in [*roles.phrases, *(phrases_below(v, thing) if thing is not None else [])])
        code = next((c for t in roles.agents for c in v.parties(t)), None) if up else next((v.at[t].code for t in near if t in v.at), None) if not lifted else None
        if code in v.context.targets:  # not another State's launch
            out.append(Event("weapons_test", code, None, {"space_tech"}, {"satellite"}, i, {i, *near, *(roles.agents if lifted else ())}, strength=0.6))
    return out


LIFTING, BURSTING = verb_set("lifting_verbs"), verb_set("bursting_verbs")


def _linked(v: View) -> list[Event]:
    """`a bridge that will link X and Y`: a project of both."""
    s, out = v.s, []
    for i, roles in verbs_of(v, LINKING):
        if roles.subject is None or not {s.lower[t] for t in [roles.subject, *s.noun_phrase(roles.subject), *([s.heads[i]] if s.base[i] == "acl" else [])]} & word_set("links_of_transport"):
            continue
        ends = [c for t in ([roles.theme] if roles.theme is not None else []) for c in v.parties(t)]
        ends += [c for prep, t in roles.phrases if prep in ("to", "with", "and", "between") for c in v.parties(t, pronouns=False) if c not in ends]
        if len(ends) >= 2:
            a, b = sorted(ends[:2])
            out.append(Event("economic_cooperation", a, b, {"transport"}, set(), i, {i, roles.subject, *([roles.theme] if roles.theme is not None else [])}, strength=0.6))
    for i, roles in verbs_of(v, EXTENDING):  # `X opened flights to Y`, `flights between X and Y resumed`
        link = roles.theme if roles.theme is not None else roles.subject
        if link is None or s.lower[link] not in word_set("links_of_transport"):
            continue
        phrases = [*phrases_below(v, link), *roles.phrases]
        ends = [c for prep, t in phrases if prep == "between" and s.lower[t] not in ("them", "both") for c in v.parties(t, pronouns=False)]
        both = [c for t in roles.agents if t != link for c in v.parties(t)]
        ends = ends or (both if len(dict.fromkeys(both)) == 2 and not any(prep in ("to", "with", "into") for prep, _ in phrases) else []) or both[:1] + [v.at[t].code for prep, t in phrases if prep in ("to", "with", "into") and t in v.at and v.at[t].form in ("name", "place")]
        if len(dict.fromkeys(ends)) == 2:
            a, b = sorted(dict.fromkeys(ends))
            out.append(Event("economic_cooperation", a, b, {"transport"}, set(), i, {i, *s.noun_phrase(link), *roles.agents}, strength=0.6))
    for i in (t for t, tag in enumerate(s.tags) if tag == "EX"):  # `there are direct flights between X and Y`
        link = next((t for t in s.kids(s.heads[i], "nsubj", "obj") if s.lower[t] in word_set("links_of_transport")), None)
        ends = [c for prep, t in phrases_below(v, link) if prep in ("between", "to", "with") for c in v.parties(t, pronouns=False)] if link is not None else []
        if link is not None and len(dict.fromkeys(ends)) == 2:
            a, b = sorted(dict.fromkeys(ends))
            out.append(Event("economic_cooperation", a, b, {"transport"}, set(), link, {i, *s.noun_phrase(link)}, strength=0.5))
    for i, word in enumerate(s.lower):  # `the restart of flights between X and Y`
        link = next((t for t in s.kids(i, "nmod") if word in word_set("nouns_of_restart") and s.preposition(t) == "of" and s.lower[t] in word_set("links_of_transport")), None)
        ends = [c for prep, t in phrases_below(v, link) if prep in ("between", "to", "with") for c in v.parties(t, pronouns=False)] if link is not None else []
        if link is not None and len(dict.fromkeys(ends)) == 2:
            a, b = sorted(dict.fromkeys(ends))
            out.append(Event("economic_cooperation", a, b, {"transport"}, set(), i, {i, *s.noun_phrase(link)}, strength=0.6))
    return out


def _projects(v: View) -> list[Event]:
    """`X and Y plan a pipeline`, `X and Y agreed to extend a railway`: works of two sides named together."""
    s, out = v.s, []
    for i, roles in verbs_of(v, PLANNING):
        sides = [v.at[t].code for t in (s.conjuncts(roles.subject) if roles.subject is not None else []) if t in v.at]
        below: list[tuple[int, int | None]] = [(c, verb_roles(v, c).theme) for c in s.kids(i, "xcomp") if s.lower[c] in EXTENDING]
        below += [(i, t) for prep, t in roles.phrases if prep in ("on", "to") and s.lower[t] in word_set("works_of_two")]  # `agreed on a bridge`
        trigger, theme = next(((c, t) for c, t in ((i, roles.theme), *below) if t is not None), (i, None))
        if len(dict.fromkeys(sides)) != 2 or theme is None or roles.passive:
            continue
        counted = next((c for c in s.kids(theme, "nmod") if s.lower[theme] == "number" and s.preposition(c) == "of"), theme)
        theme = counted  # `the number of flights`
        fields = {c for h in v.sectors if h[0] in s.noun_phrase(theme) and h[2].kind == "economic_cooperation" for c in h[2].classes}
        if s.lower[theme] in word_set("works_of_two") and not any(s.preposition(c) == "of" for c in s.children[theme]):
            a, b = sorted(dict.fromkeys(sides))
            out.append(Event("economic_cooperation", a, b, fields or {"construction"}, set(), trigger, {i, trigger, theme, *s.noun_phrase(theme), *s.conjuncts(roles.subject if roles.subject is not None else i)}, strength=0.6))
    return out


PLANNING, EXTENDING = verb_set("verbs_of_joint_plans"), verb_set("verbs_of_extending")


def _head(v: View, start: int, end: int) -> int:
    """The token of a span whose head lies outside it."""
    for t in range(end - 1, start - 1, -1):
        if not start <= v.s.heads[t] < end or v.s.heads[t] == t:
            return t
    return end - 1


PLACES_OF_TESTS = word_set("places_of_tests")


def _theme_event(v: View, start: int, end: int, act: Act) -> Event | None:
    s = v.s
    done = s.tags[start] == "VBN" and any(s.lower[c] in ("has", "have", "had", "having") for c in s.children[start])  # `X has enriched uranium`
    while start < end - 1 and (s.tags[start] in ("VBD", "VBZ", "VBP", "VBG") or done) and act.number in v.lexicon.act_verbs.get(s.lower[start], ()):
        start += 1  # `X enriched uranium`: the verb is no part of what it is done to
    head = _head(v, start, end)
    inside = [t for t in range(start, end) if act.number in v.lexicon.act_nouns.get(s.lower[t], ())]
    calling = s.heads[head]  # `launched what it called a satellite`
    named = s.heads[calling] if s.base[head] in ("obj", "xcomp", "ccomp") and s.base[calling] == "acl" and s.lower[s.heads[calling]] == "what" else head
    verb, noun = _evoker(v, named, act)
    if noun is None and inside[-1:] == [end - 1] and act.kind in ("weapons_test",):  # not the launch of `space launch vehicle`
        noun = inside[-1]
    if verb is not None and s.lower[verb] in word_set("verbs_of_doing_with_out") and s.lower[verb + 1 : verb + 2] != ("out",):
        verb = None  # ships that carry missiles
    if verb is not None and s.lower[verb] in TOILING and s.preposition(head) != "on":
        verb = None  # `works at a nuclear site`
    if act.kind == "weapons_test" and any(s.base[t] == "compound" and s.lower[s.heads[t]] in PLACES_OF_TESTS for t in range(start, end)):
        return None  # `the nuclear test site lies quiet`, `dug at the nuclear test site`
    verb, noun = (None if t is not None and s.lower[max(0, t - 2) : t] == ("shoulder", "-") else t for t in (verb, noun))  # `shoulder-fired missiles` were not fired
    if verb is None and noun is None:
        return None
    if verb is None and noun is not None and act.kind == "nuclear_activity" and s.preposition(noun) == "for" and (s.lower[s.heads[noun]] in word_set("words_of_use") or any(x.kind in ("goods_transfer", "technology_transfer") for _, _, x in v.items_in([s.heads[noun]]))):
        return None  # `materials suitable for uranium enrichment`
    if verb is not None and s.base[verb] in ("xcomp", "ccomp", "advcl") and s.lower[s.heads[verb]] in TEACHING and not s.kids(verb, "nsubj"):
        return None  # `X taught Y how to enrich uranium` is know-how from X, no work of X's
    if verb is not None and act.kind == "nuclear_activity" and any(s.lower[h] in HELPING for h in s.ancestors(verb)) and len({m.code for m in v.mentions if m.form != "media"}) > 1:
        return None  # `helped Y to build a reactor`: know-how
    if verb is not None and act.kind == "nuclear_activity" and s.base[verb] in ("xcomp", "advcl") and s.is_passive(s.heads[verb]) and s.lower[s.heads[verb]] in USED:
        return None  # `pumps that can be used to enrich uranium`
    agents: list[int] = []
    trigger = verb if verb is not None else noun
    assert trigger is not None
    if verb is not None:
        roles = verb_roles(v, verb)
        above = s.heads[verb]
        if act.kind == "military_cooperation" and s.base[verb] in ("advcl", "acl", "xcomp") and any(s.lower[k] == "to" for k in s.kids(verb, "mark")) and any(h[2].kind == "arms_transfer" for k in (above, *s.kids(above, "obj")) for h in v.items_in(s.noun_phrase(k) if k != above or s.is_nominal(k) else [])):
            return None  # `sends warplanes to support the rebels`: the transfer tells it
        if act.kind == "military_cooperation" and roles.theme in v.item_at and roles.theme != head and head in v.at:
            return None  # `provided rifles for the rebels`: the transfer tells it
        if is_symmetric(act.kind) and act.kind == "military_cooperation" and roles.subject is not None and head in s.noun_phrase(roles.subject) and not roles.passive:
            return None  # `a warlord supports X`
        if roles.subject is not None and head in s.noun_phrase(roles.subject) and not roles.passive:
            agents = [t for prep, t in roles.phrases if prep == "by"]
        else:
            agents = list(roles.agents)
        phrases = roles.phrases
    else:
        phrases = phrases_below(v, trigger)
        agents = [c for c in s.children[trigger] if s.deps[c] == "nmod:poss"] + [t for prep, t in phrases if prep == "by"]
    codes = [c for t in agents for c in v.parties(t)]
    owners = [v.at[t].code for t in s.subtree(head, frozenset({"acl", "advcl", "conj", "parataxis"})) + (s.subtree(trigger, frozenset({"acl", "advcl", "obl", "ccomp", "parataxis", "conj"})) if verb is None else []) if t in v.at and not _located(v, t)]
    if act.kind == "cyber_theft" and verb is not None:
        owners = []  # whose the robbed thing is did not rob it
    elif act.kind == "cyber_theft":  # `the hack of X's exchange`: whom it was done to
        owners = [v.at[c].code for c in s.kids(trigger, "amod", "compound") if c in v.at]
        codes = codes or culprits(v, trigger)
    if act.kind == "cyber_theft" and verb is not None and not codes:  # `hackers stole …, and the FBI blamed X`
        blaming = [c for c in s.kids(verb, "conj", "parataxis") if s.lower[c] in BLAMING]
        codes = [c for k in blaming for t in (verb_roles(v, k).theme,) if t is not None for c in v.parties(t, pronouns=False)]
    if not codes:
        codes = owners
    if not codes and act.kind == "nuclear_activity":  # `X's stock of enriched uranium`
        codes = [c for h in list(s.ancestors(head))[:2] if s.is_nominal(h) for k in s.children[h] if s.deps[k] == "nmod:poss" for c in v.parties(k)]
    if not codes:
        subject = governing_subject(v, trigger)
        codes = v.parties(subject) if subject is not None else []
    if act.kind == "cyber_theft":
        for h in [trigger, *list(s.ancestors(trigger))[:5]]:  # `blamed hackers of X for the theft`
            if s.is_verb(h) and s.lower[h] in BLAMING:
                blamed = [m.code for m in v.mentions if h < m.start < trigger]
                codes = blamed or codes
                break
        return theft(v, act, trigger, head, codes, phrases, start, end)
    supplier = codes[0] if codes else None
    recipient = next((c for prep, t in phrases if prep in ("over",) for c in v.parties(t, pronouns=False)), None)
    if is_symmetric(act.kind):
        other = [c for t in ([roles.theme] if verb is not None and roles.theme is not None else [head]) for c in v.parties(t, pronouns=False)]
        other += [c for prep, t in [*phrases, *phrases_below(v, head)] if prep in ("in", "with", "at", "for") for c in v.parties(t, pronouns=False)]
        if not other and verb is not None and any(s.lower[k] == "there" for k in s.children[verb]):  # `visited X. There, Y's instructors train soldiers`
            other = [c for c in (v.context.last_land, *reversed(v.context.recent)) if c is not None and len(c) == 2][:1]
        recipient = next((c for c in other if c != supplier), None)
        apart = {t for c in s.subtree(head) if s.deps[c] == "acl:relcl" for t in s.subtree(c)}  # `froze the accounts of a firm that sold arms to X`
        rest = {m.code for m in v.mentions if m.form != "media" and m.start not in apart} - {supplier}
        if recipient is None and act.kind == "financial_service" and len(rest) == 1:
            recipient = next(iter(rest))
        if supplier is None or (recipient is None and not ("correspondent_bank" in act.features and supplier in v.context.targets)):
            return None
        if recipient is not None:
            supplier, recipient = sorted((supplier, recipient))
    if supplier is None:
        if act.kind == "nuclear_activity" and verb is None and s.preposition(trigger) == "for":
            return None  # `tubes suited for uranium enrichment`
        subject_party = v.context.last_subject if act.kind in ("weapons_test", "nuclear_activity") and not v.mentions else None
        located = [m.code for m in v.mentions if m.form == "place"]
        supplier = located[0] if located else subject_party
    if supplier is None:
        return None
    if act.kind == "nuclear_activity" and verb is not None and s.lower[verb] in v.lexicon.build_verbs and any(c != supplier for prep, t in [*phrases, *phrases_below(v, head), *phrases_below(v, s.heads[verb])] if prep in ("in", "to", "for") for c in v.parties(t, pronouns=False)):
        return None  # `X builds a reactor in Y`: that is Y's
    doer = (verb_roles(v, verb).subject if verb is not None else governing_subject(v, trigger)) if act.kind == "weapons_test" and supplier not in v.context.targets else None
    if doer is not None and s.lower[doer] in PRONOUNS | GENERIC:  # `Y held talks with X. Days later it fired a missile`
        supplier = next((c for c in reversed(v.context.recent) if c in word_set("states_that_test")), supplier)
    if act.kind in ("weapons_test", "nuclear_activity") and supplier not in v.context.targets and (supplier is not None or act.kind == "weapons_test"):
        return None  # firing in a war, or another State's launch or plant
    if act.kind == "weapons_test" and s.lower[trigger][:4] != "test" and _attack(v, supplier, phrases):
        return None
    tokens = set(range(start, end)) | {trigger} | set(agents)
    return Event(act.kind, supplier, recipient, set(act.items), set(act.features), trigger, tokens, anchors=list(range(start, end)))


def _attack(v: View, supplier: str, phrases: Sequence[tuple[str, int]]) -> bool:
    """Whether a firing is one at a target: by an armed group, `against X`, `at a tanker` (but not `at a test site`)."""
    if "non-state" in party_classes(supplier):
        return True
    aimed = [t for prep, t in phrases if prep in ("at", "against")]
    return any(v.s.lower[t] in ATTACKED or v.party(t, pronouns=False) not in (None, supplier) for t in aimed)


def _located(v: View, t: int) -> bool:
    """Whether a mention stands in a phrase of place or aim, not of ownership."""
    s = v.s
    for h in (t, *list(s.ancestors(t))[:2]):
        if s.base[h] in ("obl", "nmod") and s.preposition(h) in ("to", "for", "against", "over", "toward", "towards", "with", "into"):
            return True
    return False


SETTING = frozenset(verb_forms("set"))


def _evoker(v: View, head: int, act: Act) -> tuple[int | None, int | None]:
    """(verb, noun) that evokes `act` around a theme: the verb it is an argument of, or the noun it modifies or is."""
    s, lexicon = v.s, v.lexicon
    for c in s.children[head]:
        if s.base[c] == "acl" and act.number in lexicon.act_verbs.get(s.lower[c], ()):
            return c, None
        if s.base[c] == "amod" and act.number in lexicon.act_verbs.get(s.lower[c], ()) and not any(k in v.at for k in s.children[c]) and c - 1 not in v.at:
            return None, c  # not the flag of an `X-flagged tanker`
    before = head - 1
    while before > 0 and s.tags[before] in ("DT", "CD", "JJ", "PRP$", "NN", "NNS"):
        before -= 1
    if s.is_verb(before) and s.base[before] != "amod" and act.number in lexicon.act_verbs.get(s.lower[before], ()) and s.base[head] != "obj" and before < head:
        return before, None  # the object of the verb right before it, wherever the parser hung it
    if s.base[head] == "nmod" and s.preposition(head) == "about":
        return None, None  # `launched a book about its rockets`
    for h in [head, *list(s.ancestors(head))[:4]]:
        form = s.lower[h]
        if h != head and form in CARRYING and s.base[h] == "acl":
            continue  # `a rocket carrying a satellite exploded`
        if h != head and s.is_verb(h) and not s.is_nominal(h):
            if form in SETTING and not any(s.lower[c] == "off" for c in s.children[h]):
                return None, None  # `set off a bomb`, not `set up an institute`
            if act.number in lexicon.act_verbs.get(form, ()):
                return h, None
            aimed = s.base[head] == "obl" and s.preposition(head) in ("on", "against", "at", "of")  # `went on with attacks on X`, hung on the verb
            return None, next((c for c in s.kids(h, "obj", "obl") if aimed and c < head and act.number in lexicon.act_nouns.get(s.lower[c], ()) and s.is_nominal(c)), None)
        if act.number in lexicon.act_nouns.get(form, ()) and s.is_nominal(h):
            return None, h
    for c in s.conjuncts(head):
        if act.number in lexicon.act_nouns.get(s.lower[c], ()):
            return None, c
    return None, None


def _phrase_events(v: View, start: int, end: int, act: Act) -> list[Event]:
    s = v.s
    head = _head(v, start, end)
    anchors = list(range(start, end))
    codes = sides_of(v, head, anchors)
    if act.kind == "financial_service":
        codes += [c for prep, t in phrases_below(v, v.s.clause_of(head)) if prep in ("for", "with") for c in v.parties(t, pronouns=False) if c not in codes]
    tokens = set(anchors)
    if is_symmetric(act.kind):
        goal = s.lower[head + 1 : head + 2] in (("to",), ("for",)) and any(head < m.start < head + 5 for m in v.mentions)
        if len(codes) < 2 and not (goal and s.lower[head] in word_set("supporting_nouns")):  # `military support to X`, nobody says whose
            near = [m.code for m in sorted(v.mentions, key=lambda m: abs(m.start - head)) if m.form != "media" and not _speaker(v, m.end - 1)]
            codes = without_hosts(codes + [c for c in near if c not in codes])
        if len(codes) < 2:
            return []
        group = "pact" if "defence_pact" in act.features else ""
        joined = {m.code for m in v.mentions if s.base[m.end - 1] == "conj"}
        pairs = [tuple(sorted((codes[0], c))) for c in [codes[1], *(c for c in codes[2:5] if c in joined)]] if codes[0] in v.context.targets else [tuple(sorted(codes[:2]))]
        done = s.heads[head]  # `opens accounts`: what is said of the opening
        if s.base[head] == "obj" and s.is_verb(done) and any(v.lexicon.acts[k].kind == act.kind for k in v.lexicon.act_verbs.get(s.lower[done], ())):
            tokens, head = tokens | {done}, done
        return [Event(act.kind, a, b, set(act.items), set(act.features), head, tokens, anchors=anchors, group=group) for a, b in pairs]
    if act.kind == "maritime_evasion" and not _at_sea(v, start, end):
        return []  # the false identities of people
    if act.kind == "maritime_evasion":
        codes = [c for c in codes if not any(m.code == c and _enforcing(v, m.end - 1) for m in v.mentions) or c in v.context.targets]
    if not codes:
        near = [m.code for m in sorted(v.mentions, key=lambda m: abs(m.start - head)) if not _enforcing(v, m.end - 1)]
        vessel = [c for t in range(len(s.words)) if s.lower[t] in VESSELS for c in [v.party(t)] if c]
        codes = vessel or near or ([v.context.last_subject] if v.context.last_subject and act.kind == "weapons_test" else [])
    if not codes:
        return []
    supplier = codes[0]
    items = set(act.items)
    if act.kind == "maritime_evasion":
        items |= {c for hit in v.items for c in hit[2].classes if hit[2].kind == "goods_transfer" and c not in ("ships", "other_goods")}
        supplier = next((c for c in [*codes, *(m.code for m in v.mentions)] if c in v.context.targets), supplier)
    return [Event(act.kind, supplier, None, items, set(act.features), head, tokens, anchors=anchors)]


def _speaker(v: View, t: int) -> bool:
    """Whether a party only says what is told: `…, X's foreign ministry has said`."""
    s = v.s
    while s.base[t] in ("amod", "compound", "flat", "nmod") and s.heads[t] != t:
        t = s.heads[t]
    return s.base[t] == "nsubj" and (s.lower[s.heads[t]] in v.lexicon.factual["saying"] or s.lower[s.heads[t]] in v.lexicon.factual["alleging"])


def _enforcing(v: View, t: int) -> bool:
    """Whether a party is the one that seizes or charges: `X seized a tanker for a transfer at sea`."""
    s = v.s
    while s.base[t] in ("amod", "compound", "flat", "nmod") and s.heads[t] != t:
        t = s.heads[t]
    return s.base[t] == "nsubj" and s.lower[s.heads[t]] in ENFORCING


ENFORCING = verb_set("seizing_verbs") | verb_set("punishing_verbs")


def _at_sea(v: View, start: int, end: int) -> bool:
    """Whether ships are spoken of: in the sentence, by the phrase itself, or in what went before."""
    phrase = set(v.s.lower[start:end])
    return bool(phrase & word_set("words_of_the_sea")) or any(w in VESSELS or w in word_set("ships_too") for w in v.s.lower) or v.context.ships


def sides_of(v: View, head: int, anchors: list[int]) -> list[str]:
    """Parties of a nominal: its owner, `of`, `between`, `with`, modifiers; then the governing subject and its partner."""
    s = v.s
    codes: list[str] = []

    def add(found: list[str]) -> None:
        codes.extend(c for c in found if c not in codes)

    for c in s.children[head]:
        if s.deps[c] == "nmod:poss" or (s.base[c] in ("amod", "compound") and c in v.at):
            add(v.parties(c))
    phrases = phrases_below(v, head)
    nested = [row for row in phrases if s.heads[row[1]] != head]
    for prep, t in [row for row in phrases if row not in nested]:
        if prep in ("of", "between", "with", "by", "among") or (prep in ("to", "for") and s.lower[head] in ("account", "accounts")) or (prep in ("to", "for") and s.lower[head] in word_set("supporting_nouns")):
            add(v.parties(t))
    if len(codes) == 1:
        subject = governing_subject(v, head)
        if subject is not None:
            add(v.parties(subject))
    if len(codes) < 2:
        for prep, t in nested:
            if prep in ("of", "between", "with", "by", "among") or (prep in ("to", "for") and s.lower[head] in word_set("supporting_nouns")):
                add(v.parties(t))
    if len(codes) < 2:
        subject = governing_subject(v, head)
        if subject is not None:
            add(v.parties(subject))
        for h in list(s.ancestors(head))[:4]:
            if s.is_verb(h):
                for prep, t in phrases_below(v, h):
                    if prep in ("with", "between", "to", "by", "alongside") and t not in anchors and not (prep == "to" and s.lower[head] in word_set("supporting_nouns")):
                        add(v.parties(t, pronouns=False))
                break
    return without_hosts(codes)


def without_hosts(codes: list[str]) -> list[str]:
    """Sides without a state whose own armed group is one of them: what is done with the group is not done with the state."""
    hosts = {state_of(c) for c in codes if len(c) > 2}
    return [c for c in codes if c not in hosts]


def embargo_breaches(v: View) -> list[Event]:
    """`X violated the arms embargo on Y`: X supplied arms to Y."""
    s, out = v.s, []
    for i in range(len(s.words) - 1):
        bare = s.lower[i] in ("the", "un", "u.n.", "its") and v.context.claimed  # `broke the embargo again`, told of before
        if not ((s.lower[i] in ("arms", "weapons") or bare) and s.lower[i + 1] == "embargo"):
            continue
        verb = next((h for h in s.ancestors(i + 1) if s.is_verb(h)), None)
        if verb is None or s.lower[verb] not in word_set("breaching"):
            continue
        if any(any(s.lower[c] == "by" for c in s.kids(k, "mark")) for k in s.kids(verb, "advcl")):
            continue  # `broke the arms embargo by sending troops`: what was done is told
        roles = verb_roles(v, verb)
        on = [c for prep, t in phrases_below(v, i + 1) if prep in ("on", "against", "for", "in") for c in v.parties(t)]
        on = [m.code for m in v.mentions if m.start in (i + 3, i + 4) and s.lower[i + 2] in ("on", "against", "for")] or on  # wherever the parser hung it
        agents = [c for t in roles.agents for x in s.subtree(t) if x in v.at for c in [v.at[x].code]]
        agents = list(dict.fromkeys(agents)) or [c for t in roles.agents if s.lower[t] not in word_set("what_is_moved") for c in v.parties(t)]
        bound = [c for c in [*on, *(m.code for m in v.mentions), *reversed(v.context.recent)] if c in v.context.targets]
        where = next((c for c in bound if c not in agents or c in on), next(iter(bound), None))
        for supplier in [c for c in agents if c != where][:8]:
            out.append(Event("arms_transfer", supplier, where, {"other_arms"}, set(), verb, {verb, i, i + 1, *roles.agents}, strength=0.6))
    return out



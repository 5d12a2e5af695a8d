"""Transfers: verbs and nouns of giving, getting and moving, with their themes, read off the dependency tree.

The kind of activity follows from what changes hands (arms, technology, goods, money, workers, tourists, aid).
"""

from __future__ import annotations

from engine.filling import Event, build_events
from engine.lexicon import Item, verb_forms, verb_set
from engine.referents import View
from engine.roles import (
    MEANS,
    RELATIVES,
    VESSELS,
    Roles,
    governing_subject,
    linear_roles,
    own_doing,
    phrases_below,
    verb_roles,
    verbs_of,
)
from engine.sides import PEOPLE_KINDS, as_technology, in_return, is_anaphoric
from engine.vocabulary import read_yaml, word_set

PROGRAMMES = word_set("programmes")  # `pay for its weapons programmes` buys no arms
WITH_VERBS = word_set("verbs_with_theme_after_with")


def transfers(v: View) -> list[Event]:
    """Every transfer that the sentence tells of."""
    events: list[Event] = []
    taken: set[int] = set()
    for start, end, (phrase, direction) in v.lexicon.verb_phrases.scan(v.s.lower):
        if v.s.tags[start][:2] == "NN" and v.s.preposition(start) and not v.s.lower[start].endswith("ing"):
            continue  # `from another ship in the East China Sea`
        events += _verb_events(v, start, phrase, direction)
        taken |= set(range(start, end))
    events += _turning(v)
    for i in range(len(v.s.words)):
        form = v.s.lower[i]
        if i in taken or i in v.at:
            continue
        if form == "armed" and v.s.base[i] == "amod" and (v.s.heads[i] in v.item_at or i in v.item_at):
            continue  # `armed drones`
        if form in v.lexicon.verbs and (v.s.is_verb(i) or (v.s.base[i] == "amod" and form.endswith("ed"))):
            events += _verb_events(v, i, *v.lexicon.verbs[form])
        elif (form in v.lexicon.nouns and v.s.tags[i][:2] == "NN" and i not in v.item_at) or (form in v.lexicon.nouns and v.s.tags[i][:2] == "NN"):
            events += _noun_events(v, i, *v.lexicon.nouns[form])
    return events


def _turning(v: View) -> list[Event]:
    """`X turned to dealers in Y for guns`: guns from Y to X."""
    s, out = v.s, []
    for i, roles in verbs_of(v, TURNING):
        wanted = [h[2] for prep, t in roles.phrases if prep == "for" for h in v.items_in(s.noun_phrase(t))]
        if wanted and roles.subject is not None and any(prep == "to" for prep, _ in roles.phrases):
            roles.phrases = [("from" if prep == "to" else prep, t) for prep, t in roles.phrases]
            out += build_events(v, i, wanted, roles, None, "get", [], "obtain")
    return out


TURNING = frozenset(verb_forms("turn"))
HELPING = frozenset({*verb_forms("help"), *verb_forms("assist")})


def _owner_of(v: View, noun: int) -> int | None:
    """Whose a thing is: `Y's drones`, `Y, whose drones …`."""
    s = v.s
    part = next((c for c in s.kids(noun, "nmod") if s.preposition(c) == "of" and noun not in v.item_at), noun)  # `half of Y's drones`
    owner = next((c for c in s.children[part] if s.deps[c] == "nmod:poss"), None)
    if owner is not None and s.lower[owner] == "whose" and s.deps[s.heads[noun]] == "acl:relcl":
        owner = s.heads[s.heads[noun]]
    return owner if owner is not None and v.parties(owner) else None


def _verb_events(v: View, i: int, lemma: str, direction: str) -> list[Event]:
    s, roles = v.s, verb_roles(v, i)
    if s.base[i] == "xcomp" and s.lower[s.heads[i]] in word_set("letting_verbs") and roles.theme is None and roles.subject is not None and lemma not in ("help", "assist"):
        above = verb_roles(v, s.heads[i])  # `X let fuel pass to Y`: X supplies what passes
        if above.subject is not None and above.subject != roles.subject:
            roles.theme, roles.subject, roles.agents = roles.subject, above.subject, [above.subject]
            direction = "give"
    cleft = s.heads[i] if s.base[i] in ("csubj", "acl", "advcl", "ccomp") and s.kids(s.heads[i], "cop") and any(s.lower[c] == "it" for c in s.children[s.heads[i]]) else None
    if cleft is not None and cleft in v.at and s.preposition(cleft) in ("from", "to"):
        roles.phrases = [*roles.phrases, (s.preposition(cleft), cleft)]  # `it is from X that Y gets its coal`
    if lemma in ("help", "assist"):
        return _help(v, i, roles, lemma)
    if direction == "move" and roles.subject is not None and s.tags[roles.subject] == "NN" and s.lower[roles.subject] in word_set("one_man"):
        return []  # `a soldier of X crossed into Y`: he may have fled
    if direction == "move" and roles.subject is not None and s.lower[roles.subject] in word_set("words_of_news"):
        return []  # `news of the sale travelled fast`
    if lemma == "end" and not any(prep in ("in", "at", "with", "up") for prep, _ in roles.phrases):
        return []  # `speculation about a delivery ended`
    if lemma in word_set("verbs_of_moving_money") | {"move", "carry"} and roles.theme is not None and roles.subject is not None and not roles.passive and any(s.lower[c] == "home" for c in (*s.children[i], *s.children[roles.theme])) and any(h[2].kind == "funds_transfer" for h in v.items_in(s.noun_phrase(roles.theme))):
        home = next(iter(v.parties(roles.subject)), None)  # `X's agents in Y move cash home`
        left = next((c for t in (i, s.heads[i]) for prep, n in phrases_below(v, t) if prep in ("in", "from") for c in v.parties(n, pronouns=False) if c != home), None)
        return [Event("funds_transfer", left, home, {c for h in v.items_in(s.noun_phrase(roles.theme)) for c in h[2].classes}, set(), i, {i, roles.theme, roles.subject})] if home is not None else []
    if lemma == "pump" and not any(prep in ("to", "into") for prep, _ in roles.phrases):
        return []  # `pumps oil in X`: out of the ground
    if lemma == "exchange" and not v.exchange_zone:
        return []  # `exchanged views`
    if lemma in word_set("swapping_verbs") and v.exchange_zone:  # `trades gold for drones from Y`: with Y
        roles.phrases = [("to" if prep in ("from", "with") else prep, t) for prep, t in roles.phrases]
        roles.phrases += [("to", t) for t in sorted(v.exchange_zone) if t in v.at and not any(prep == "to" for prep, _ in roles.phrases)]
    if lemma == "pay":
        return _payment(v, i, roles, lemma)
    if lemma in word_set("working_verbs") and (workers := _nationals(v, roles.subject)):
        if s.base[i] in ("advcl", "xcomp") and not any(v.parties(t, pronouns=False) for _, t in roles.phrases):
            roles.phrases = [*roles.phrases, *(row for row in phrases_below(v, s.heads[i]) if row[0] in ("to", "in"))]  # `were flown to Y to work`
        return build_events(v, i, [Item((), "labour", (), False, "worker")], roles, None, "move", workers, lemma)
    if lemma in word_set("working_verbs") and "labour" in v.context.people and (subject := roles.theme if roles.passive else roles.subject) is not None and _people_again(v, subject):
        places = [c for prep, t in phrases_below(v, i) if prep in ("in", "at", "for", "across") for c in v.parties(t, pronouns=False)]
        sent_by = v.context.people["labour"]
        return [Event("labour", sent_by, c, set(), set(), i, {i, subject}, strength=0.6) for c in dict.fromkeys(places) if c != sent_by]
    if lemma in ("carry", "send", "take", "set") and i + 1 < len(s.words) and s.lower[i + 1] in ("out", "on", "off", "up", "place") and lemma != "send":
        return []
    if lemma in ("visit", "tour", "travel", "come", "go") and any(prep == "as" and any(h[2].kind == "tourism" for h in v.items_in([t])) for prep, t in roles.phrases):
        return build_events(v, i, [Item((), "tourism", (), False, "tourist")], roles, None, "move", s.noun_phrase(roles.subject) if roles.subject is not None else [], lemma)
    if lemma in ("visit", "tour") and roles.subject is not None and (visitors := _nationals(v, roles.subject)) and any((s.lower[t].replace(",", "").isdigit() and int(s.lower[t].replace(",", "")[:9]) >= 20) or s.lower[t] in word_set("large_numbers") for t in visitors):
        return build_events(v, i, [Item((), "tourism", (), False, "tourist")], roles, None, "move", visitors, lemma)  # `5,000 of X's nationals have visited Y`
    if lemma in word_set("hiring_verbs") and (workers := _nationals(v, roles.theme)):
        return build_events(v, i, [Item((), "labour", (), False, "worker")], roles, None, "get", workers, lemma)
    if lemma in word_set("job_getting") and roles.theme is not None and s.lower[roles.theme] in word_set("jobs") and (home := _home(v, roles.subject) or _home_of_those_served(v, i, roles)):
        hosts = [c for prep, t in phrases_below(v, i) if prep in ("with", "at", "in", "for", "from") for c in [*v.parties(t, pronouns=False), *(v.at[k].code for x in s.noun_phrase(t) for k in s.kids(x, "conj") if k in v.at)] if c != home]
        hosts += [m.code for m in v.mentions if not hosts and m.code != home and s.lower[m.end : m.end + 1] and s.lower[m.end] in word_set("companies")]
        return [Event("labour", home, host, set(), set(), i, {i, roles.theme, *s.noun_phrase(roles.subject if roles.subject is not None else i)}) for host in (list(dict.fromkeys(hosts)) or [None])]  # type: ignore[list-item]
    if lemma in word_set("touring_verbs") and set(s.lower) & word_set("touring_words") and (visitors := _nationals(v, roles.theme)):
        return build_events(v, i, [Item((), "tourism", (), False, "tourist")], roles, None, "move", visitors, lemma)
    if lemma in word_set("sending_verbs") and roles.theme is not None and ({s.lower[t] for t in range(i + 1, min(i + 3, len(s.words)))} | {s.lower[c] for t in (i, roles.theme) for c in s.children[t]}) & {"back", "home"} and any(h[2].kind == "labour" for h in v.items_in(s.noun_phrase(roles.theme))):
        return []  # workers sent home earn nothing more
    if lemma in ("return", "come", "go") and roles.subject is not None and word_set("words_for_home") & {s.lower[c] for c in s.children[i]} and any(h[2].kind in ("troops", "trainers") for h in v.items_in(s.noun_phrase(roles.subject))):
        return []  # forces that go home
    if lemma in word_set("restoring_verbs") and roles.theme is not None and any("antiquities" in h[2].classes for h in v.items_in(s.noun_phrase(roles.theme))):
        return []  # what was looted goes home
    if lemma in word_set("crewing_verbs") and (crew := next((tokens for t in roles.agents if (tokens := _staff(v, t))), [])) and roles.passive:
        home = next(v.at[t].code for t in crew if t in v.at)
        served = [c for t in (roles.theme, roles.subject) if t is not None for c in v.parties(t)]
        served += [v.at[x].code for t in (roles.theme, roles.subject) if t is not None for x in s.subtree(t) if x in v.at and s.preposition(x) in ("in", "at")]
        return [Event("labour", home, next((c for c in served if c != home), None), set(), set(), i, {i, *crew})]
    if lemma in ("leave", "depart") and roles.subject is not None and any(h[2].kind == "troops" for h in v.items_in(s.noun_phrase(roles.subject))):
        return []  # troops that leave are no longer sent
    if lemma == "fly" and roles.theme is None and not roles.passive and roles.subject is not None and all(h[2].kind == "arms_transfer" for h in v.items_in(s.noun_phrase(roles.subject))):
        return []  # drones that fly over a land
    if lemma == "carry" and roles.subject is not None and (any(h[2].kind == "arms_transfer" and h[2].classes != ("ships",) for h in v.items_in(s.noun_phrase(roles.subject))) or any(s.lower[t] == "unmanned" for t in s.noun_phrase(roles.subject))):
        return []  # `an aircraft that carries guided bombs` is armed with them
    if lemma in word_set("hauling_verbs") and roles.theme is not None and any(s.base[c] == "acl" and s.lower[c] in v.lexicon.verbs for k in s.conjuncts(roles.theme) for c in s.children[k]):
        return []  # `a plane carrying weapons sent by X to Y`: the clause on the weapons tells it
    if lemma in word_set("getting_to") and roles.theme is not None and any(prep in ("to", "into") and s.heads[t] == i and v.parties(t, pronouns=False) for prep, t in phrases_below(v, i)):
        direction = "give"  # `how X got its drones to Y`
    if lemma == "trade" and roles.theme is None and all(h[2].classes == ("ships",) for h in v.items_in(s.noun_phrase(roles.subject if roles.subject is not None else i))):
        return []  # ships that trade
    if any(prep == "on" and s.lower[t] in word_set("lists_of_names") for prep, t in roles.phrases):
        return []  # `landed on a sanctions list`
    if direction == "move" and lemma in word_set("moving_verbs_that_give") and roles.theme is not None and not roles.passive and any(h[2].kind not in PEOPLE_KINDS for h in v.items_in(s.noun_phrase(roles.theme))):
        direction = "give"  # `X returned funds to Y`
    if lemma in word_set("verbs_of_flying") and not any(prep in ("to", "into", "from", "for", "out of") for prep, _ in roles.phrases) and (flown := roles.theme) is not None and (flying := v.items_in(s.noun_phrase(flown))) and all(set(h[2].classes) <= {"drones", "aircraft"} for h in flying):
        return []  # `X flies Y's jets`: in its service, not on their way
    if lemma in word_set("asking_and_offering") and roles.theme is not None and s.lower[roles.theme] in word_set("words_for_a_programme"):
        return []  # `X wants a bomb` is about its programme
    if roles.theme is not None and s.lower[roles.theme] in word_set("order_nouns"):
        return []  # `received an order for drones`: see `orders`
    if roles.subject is not None and lemma in word_set("coming_verbs") and any(prep == "from" and v.parties(t, pronouns=False) for prep, t in roles.phrases):
        owner = _owner_of(v, roles.subject)
        if owner is not None:  # `Y's drones come from X`: they came to Y
            roles.phrases, roles.agents = [*roles.phrases, ("to", owner)], []
    theme_tokens: list[int] = []
    second = roles.second
    withs = [t for prep, t in roles.phrases if prep == "with"]
    if lemma == "raise" and not any(prep == "from" for prep, _ in roles.phrases):
        return []  # `sells coal to raise money`
    if lemma in word_set("support_by_means") and not (withs and v.items_in(s.noun_phrase(withs[0]))):
        return []  # `backs X` is no transfer, `backs X with missiles` is
    if roles.theme is not None:
        theme_tokens = [t for t in _theme_tokens(v, roles.theme) if lemma not in word_set("swapping_verbs") or t not in v.exchange_zone]
    if roles.theme is not None and theme_tokens:  # `bought ammunition, including shells`: hung on the verb
        theme_tokens = sorted({*theme_tokens, *(x for prep, t in roles.phrases if prep == "including" and t > roles.theme and s.heads[t] == i for c in s.conjuncts(t) for x in s.noun_phrase(c))})
    if theme_tokens and direction == "get" and roles.theme is not None and any(h[2].kind == "funds_transfer" for h in v.items_in([t for t in theme_tokens if t <= roles.theme])):  # `received cash for shells`
        paid_for = {x for c in s.kids(roles.theme, "nmod") if s.preposition(c) == "for" for x in s.subtree(c)}
        theme_tokens = [t for t in theme_tokens if t not in paid_for]
    if roles.theme is not None and s.lower[roles.theme] in word_set("parts_of_things"):  # `brought parts for jets to X`: hung on the verb
        theme_tokens = sorted({*theme_tokens, *(x for prep, t in roles.phrases if prep == "for" and not v.parties(t, pronouns=False) for x in s.noun_phrase(t))})
    if lemma in WITH_VERBS and withs and roles.theme is not None and s.lower[roles.theme] in word_set("reflexives"):
        direction, roles.theme, theme_tokens, second = "get", withs[0], s.noun_phrase(withs[0]), None  # `armed itself with X's drones`
    if lemma in WITH_VERBS and withs and v.items_in(s.noun_phrase(withs[0])):
        second = roles.theme if roles.theme != withs[0] else roles.second
        theme_tokens = s.noun_phrase(withs[0])
    asked = next((t for prep, t in roles.phrases if prep in ("for", "of") and lemma in word_set("verbs_with_theme_after_for") and v.items_in(s.noun_phrase(t))), None)
    if asked is not None:  # `X asks Y for arms`
        theme_tokens = s.noun_phrase(asked)
        roles.phrases = [row for row in roles.phrases if row[1] != asked] + [("from", t) for t in (roles.theme, roles.second) if t is not None and t != asked]
        roles.theme, second = asked, None
    items = v.items_in(theme_tokens)
    if roles.theme is not None and items and all(h[2].classes == ("other_tech",) for h in items):  # `technology to help X deploy satellites`
        purpose = [x for k in s.kids(roles.theme, "acl") if any(s.lower[c] in ("to", "for") for c in s.children[k]) for x in s.subtree(k)]
        closer = [as_technology(h[2]) for h in v.items_in(purpose) if h[2].kind in ("technology_transfer", "arms_transfer")]
        items = [(items[0][0], items[0][1], x) for x in closer[:2]] or items
    if not items and roles.theme is not None and s.lower[roles.theme] in word_set("currencies") and lemma in word_set("verbs_of_moving_money"):
        items = [(roles.theme, roles.theme + 1, Item((), "funds_transfer", (), False, "sum"))]  # `transferred 140 million euros to X`
    if not items and direction == "give" and roles.theme is not None and s.lower[roles.theme] in word_set("help_without_kind"):  # `gives assistance to X's missile programmes`
        aided = next((t for prep, t in [*roles.phrases, *phrases_below(v, roles.theme)] if prep in ("to", "for", "with") and any(h[2].kind == "technology_transfer" for h in v.items_in(_theme_tokens(v, t)))), None)
        if aided is not None:
            return build_events(v, i, [as_technology(h[2]) for h in v.items_in(_theme_tokens(v, aided))], roles, second, direction, _theme_tokens(v, aided), lemma)
    if roles.theme is not None and s.lower[roles.theme] in word_set("people_aboard"):
        return []  # `the crew of the boat was handed over`
    if not items and roles.theme is not None:  # `suitcases stuffed with cash`, `lorries full of rifles`
        filled = [x for k in s.children[roles.theme] if s.lower[k] in word_set("filled_forms") for c in s.kids(k, "obl", "nmod", "obj") if s.preposition(c) in ("with", "of", "") for x in s.subtree(c)]
        items, theme_tokens = v.items_in(filled), theme_tokens + filled
    if direction == "move" or not items:
        moving = [roles.theme if roles.passive else roles.subject]
        if moving[0] is not None and any(s.lower[k] in ("which", "whom") for k in s.kids(moving[0], "nmod")):  # `gold, most of which goes to X`
            before = [h for h in v.items if h[1] <= moving[0]][-1:]
            moving = [before[0][1] - 1] if before else moving
        again = moving[0] if moving[0] is not None else roles.theme
        if not items and again is not None and (s.lower[again] in word_set("anaphoric_goods") or (lemma in word_set("coming_verbs") and s.lower[again] in word_set("pronouns_for_goods"))) and not v.items_in(s.noun_phrase(again)) and not s.kids(again, "nmod") and v.context.last_items:
            told = [x for x in v.context.last_items if x.kind in ("goods_transfer", "arms_transfer")]
            made = build_events(v, i, told, roles, second, "move" if direction == "move" else direction, [], lemma) if told else []
            for e in made:  # `the jets came from X`: to whom they were said to go
                e.recipient = e.recipient or next((v.context.holders[c] for c in sorted(e.items) if c in v.context.holders and v.context.holders[c] != e.supplier), None)
            return [e for e in made if e.supplier and e.recipient]
        if direction == "move" and moving[0] is not None and s.lower[moving[0]] in v.lexicon.nouns and moving[0] not in v.item_at:
            return []  # `the imports went on`: the noun's own frame tells it
        if direction == "move" and moving[0] is not None and (lemma in word_set("sailing_verbs") or " way" in lemma) and all(h[2].classes in (("ships",), ("vehicles",)) for h in v.items_in(s.noun_phrase(moving[0]))):
            if moving[0] == roles.theme:
                items = []  # `the ship is anchored at X`
            moving = [t for t in withs if s.lower[moving[0]] in read_yaml("lexicon/frames.yaml")["carriers"]]  # a vessel that sails is a carrier, no goods
        carried = [hit for t in moving if t is not None for hit in v.items_in(s.noun_phrase(t))]
        if moving and moving[0] is not None and s.lower[moving[0]] in read_yaml("lexicon/frames.yaml")["carriers"] and roles.theme is None and not roles.passive:
            aboard = [t for t in withs if v.items_in(s.noun_phrase(t))]  # `a plane that flew from X to Y with jets on board`
            if aboard:
                direction, moving, carried, items = "move", [aboard[0]], v.items_in(s.noun_phrase(aboard[0])), []
            elif lemma == "load":
                return []  # ships that loaded, nobody says what
        means = read_yaml("lexicon/frames.yaml")["means_by_theme"]
        if carried and not items and lemma in ("sell", "resell") and not roles.passive:
            return []  # `pistols sell for $400`
        if carried and not items and direction == "give" and roles.theme is None and not v.exchange_zone:
            items, roles.agents = carried, roles.agents[1:] if roles.subject in roles.agents[:1] else roles.agents
            theme_tokens = s.noun_phrase(roles.subject) if roles.subject is not None else []
            roles.passive = True
        elif direction == "move" or any(lemma in means.get(h[2].kind, ()) for h in carried):
            items = carried if carried and direction == "move" and all(h[2].weak for h in items) else items or carried
            if carried and items == carried:
                direction = "move"
                theme_tokens = [t for n in moving if n is not None for t in s.noun_phrase(n)]
    if lemma == "arm" and not items and roles.theme is not None and v.party(roles.theme):
        second = roles.theme
        return build_events(v, i, [Item(("other_arms",), "arms_transfer", (), False, "arms")], roles, second, "give", theme_tokens, lemma)
    if lemma in word_set("funding_verbs") and not items and roles.theme in v.at and v.at[roles.theme].form != "generic":
        return build_events(v, i, [Item((), "funds_transfer", (), False, "money")], roles, roles.theme, "give", theme_tokens, lemma)  # `X finances Y`
    if not items and roles.theme is not None and second is None and direction == "give" and roles.theme not in v.item_at:
        for prep, t in roles.phrases:
            if prep in ("with",) and v.items_in(s.noun_phrase(t)):
                items, second, theme_tokens = v.items_in(s.noun_phrase(t)), roles.theme, s.noun_phrase(t)
    if (not items and is_anaphoric(v, roles.theme)) or (items and all(h[2].word in GENERIC_CARGO for h in items)):
        own = set(s.noun_phrase(roles.subject)) if roles.subject is not None else set()
        here = [h[2] for h in v.items if h[1] <= i and not h[2].weak and h[0] not in own][-1:]
        told = [x for x in v.context.last_items if not items or x.kind in ("goods_transfer", "arms_transfer")]
        items = [(h, h + 1, item) for h, item in zip([(roles.theme if roles.theme is not None else i)] * 9, here or told, strict=False)] or items
        only = read_yaml("lexicon/frames.yaml")["only"].get(lemma)
        items = [h for h in items if only is None or h[2].kind in only]
        return build_events(v, i, [h[2] for h in items], roles, second, direction, [], lemma) if items else []
    if theme_tokens and items:
        if all(h[2].weak for h in items):  # `material that ranges from rockets to drones`
            k = max(end for _, end, _ in items)
            ranged = next((v.items_in(range(k, min(k + 16, len(s.words)))) for k in range(k, min(k + 3, len(s.words))) if s.lower[k] in RANGING), [])
            items = [h for h in ranged if not h[2].weak] or items
    if items and all(h[2].kind == "technology_transfer" for h in items):
        theme_tokens = theme_tokens + [t for prep, noun in roles.phrases if prep in ("in", "for", "on") and s.lower[noun] not in ("exchange", "return") for t in s.noun_phrase(noun)]
        items = v.items_in(sorted(set(theme_tokens)))
    allowed = read_yaml("lexicon/frames.yaml")["only"].get(lemma)
    if allowed is not None:
        named = roles.theme is not None and any(prep in ("from", "out", "out of") and v.parties(t, pronouns=False) for prep, t in roles.phrases)
        items = [h for h in items if h[2].kind in allowed or (named and direction == "get" and h[2].kind == "goods_transfer" and not h[2].weak and roles.theme is not None and h[0] in _theme_tokens(v, roles.theme))]
    if not items:
        return []
    load = _second_load(v, roles)
    if load is not None:  # `sends missiles to X and rifles from Y to Z`
        later = Roles(theme=load, phrases=[row for row in roles.phrases if row[1] > load and row[1] not in s.conjuncts(load)] + [row for row in phrases_below(v, load) if row not in roles.phrases])
        later.agents = [] if any(prep == "from" for prep, _ in later.phrases) else list(roles.agents)
        roles.phrases = [row for row in roles.phrases if row[1] < load]
        first = build_events(v, i, [h[2] for h in items], roles, second, direction, theme_tokens, lemma)
        return first + build_events(v, i, [h[2] for h in v.items_in(s.noun_phrase(load))], later, None, direction, s.noun_phrase(load), lemma)
    return build_events(v, i, [h[2] for h in items], roles, second, direction, theme_tokens, lemma)


def _second_load(v: View, roles: Roles) -> int | None:
    """Goods that the parser coordinated with the party before them, and that go elsewhere: they are followed by a party of their own."""
    for prep, t in roles.phrases:
        for k in v.s.kids(t, "conj") if prep in ("to", "into") and t in v.at else ():
            if k in v.item_at and k not in v.at and any(p in ("to", "into") and x > k for p, x in [*roles.phrases, *phrases_below(v, k)]):
                return k
    return None


RANGING = verb_set("ranging_verbs")
GENERIC_CARGO = word_set("generic_cargo")


def _nationals(v: View, subject: int | None) -> list[int]:
    """The noun phrase of a subject that names a state's people (`thousands of North Koreans`), or nothing."""
    if subject is None:
        return []
    tokens = v.s.noun_phrase(subject)
    people = [t for t in tokens if t in v.at and v.at[t].form in ("adjective", "person") and (v.s.lower[t].endswith("ns") or (t != subject and v.s.lower[subject] in word_set("women_and_men")))]
    return tokens if people else []


def _staff(v: View, t: int) -> list[int]:
    """The noun phrase of people at work whose home is told: `X's nationals`, `waitresses from X`."""
    tokens = v.s.subtree(t, frozenset({"acl", "conj", "advcl"}))
    return _nationals(v, t) or (tokens if any(x in v.at for x in tokens) and any(h[2].kind == "labour" for h in v.items_in(tokens)) else [])


def _people_again(v: View, subject: int) -> bool:
    """Whether a subject is people told of before: `they`, `many of them`, `most`."""
    words = {v.s.lower[t] for t in v.s.noun_phrase(subject)}
    return bool(words & word_set("people_again")) and not any(t in v.at for t in v.s.noun_phrase(subject))


def _home(v: View, subject: int | None) -> str | None:
    """The state whose people a subject is (`North Korean programmers`), or nothing."""
    if subject is None:
        return None
    people = v.items_in(v.s.noun_phrase(subject))
    named = [v.at[t].code for t in v.s.noun_phrase(subject) if t in v.at and v.at[t].form in ("adjective", "person")]
    return named[0] if named and (_nationals(v, subject) or any(h[2].kind in PEOPLE_KINDS for h in people)) else None


def _home_of_those_served(v: View, i: int, roles: Roles) -> str | None:
    """Whose people get jobs: `secured jobs for X's workers`; of people named before, `they secured jobs as workers`."""
    s = v.s
    served = [x for prep, t in phrases_below(v, i) if prep == "for" for x in s.noun_phrase(t)]
    homes = [v.at[x].code for x in served if x in v.at] if any(h[2].kind == "labour" for h in v.items_in(served)) else []
    again = roles.subject is not None and s.lower[roles.subject] in ("they", "who") and any(h[2].kind == "labour" for h in v.items_in(s.subtree(i)))
    if again and roles.subject is not None:
        named = [m.code for m in reversed(v.mentions) if m.end <= roles.subject and m.form == "adjective" and s.lower[m.end] in word_set("women_and_men")]
        homes += named[:1] or v.parties(roles.subject)
    return next((c for c in homes if c in word_set("states_with_labour_measures")), None)


def _payment(v: View, i: int, roles: Roles, lemma: str) -> list[Event]:
    """`X pays Y for Z`: money from X to Y, and Z from Y to X."""
    s = v.s
    payers = [c for t in roles.agents for c in v.parties(t)]
    if roles.passive and (_nationals(v, roles.theme) or (roles.theme is not None and s.lower[roles.theme] in ("who", "they"))):
        return []  # people's pay
    paid = [c for t in (roles.second, roles.theme) if t is not None and not v.items_in([t]) for c in v.parties(t)]
    paid += [c for prep, t in roles.phrases if prep in ("to", "into") for c in v.parties(t)]
    paid += linear_roles(v, i)["to"] if not paid else []
    if roles.theme is not None and s.lower[roles.theme] in word_set("wages") and "labour" in v.context.people and any(s.lower[c] == "their" for c in s.children[roles.theme]):
        paid = [v.context.people["labour"]]  # `pays their wages`, after workers were told of
    paid = [c for c in paid if c not in payers]
    if not payers and not paid:
        return []
    if roles.passive and s.base[i] == "conj" and s.lower[i + 1 : i + 2] == ("for",):
        return []  # `a hall built and paid for by X`
    if roles.theme is not None and s.lower[roles.theme] in word_set("paid_without_money"):
        return []  # `paid a visit to X`
    if not paid and roles.theme is None and all(prep == "'s" for prep, _ in roles.phrases):
        return []  # `its owners paid`
    priced = [t for prep, t in roles.phrases if prep == "for"]
    means = {x for t in priced for k in s.kids(t, "nmod") if s.preposition(k) == "with" for x in s.subtree(k)}  # `pay for the war with gold`
    bought = [h[2] for t in priced for h in v.items_in([x for x in s.noun_phrase(t) if x not in means]) if not h[2].weak and PROGRAMMES.isdisjoint(s.lower[h[1] : h[1] + 1])]
    if not paid and roles.theme is None and not bought:
        return []
    withs = {x for prep, t in roles.phrases if prep == "with" for x in s.subtree(t)} | means
    kind_of_pay = [h[2] for h in v.items_in(sorted(withs)) if not h[2].weak and h[2].kind in ("goods_transfer", "arms_transfer", "technology_transfer")]
    tokens = {i, *roles.agents, *(t for _, t in roles.phrases)}
    money = {c for h in v.items_in(sorted(s.subtree(i))) if h[2].kind == "funds_transfer" for c in h[2].classes}
    features = {"exchange", "arms_payment"} if any(x.kind == "arms_transfer" for x in bought) else set()
    payer, payee = next(iter(payers), None), next(iter(paid), None)
    out = [] if kind_of_pay and not money else [Event("funds_transfer", payer, payee, money, features, i, tokens)]
    for kind in dict.fromkeys(x.kind for x in kind_of_pay):  # `paid for the shells with oil`
        group = [x for x in kind_of_pay if x.kind == kind]
        out.append(Event(kind, payer, payee, {c for x in group for c in x.classes}, {f for x in group for f in x.features} | {"exchange"}, i, tokens | withs))
    for kind in dict.fromkeys(x.kind for x in bought if x.kind in ("arms_transfer", "goods_transfer", "technology_transfer")):
        group = [x for x in bought if x.kind == kind]
        out.append(Event(kind, payee, payer, {c for x in group for c in x.classes}, {f for x in group for f in x.features} | {"exchange"}, i, tokens))
    return out


def _help(v: View, i: int, roles: Roles, lemma: str) -> list[Event]:
    """`X helps Y develop Z`: technology from X to Y, Z its subject matter."""
    s = v.s
    about = [noun for prep, noun in phrases_below(v, i) if prep in ("with", "in")] + [c for c in s.kids(i, "obj", "obl") if s.preposition(c) in ("with", "in")]
    if roles.theme is not None and roles.theme in about:
        roles.theme = None  # `was helping with satellites`
    answering = in_return(s.lower) and v.context.last_pair is not None
    if roles.theme is None and roles.agents and not answering:
        return []
    if any(s.lower[c] in v.lexicon.verbs and s.lower[c] not in word_set("helped_acts") for c in s.kids(i, "xcomp")):
        return []  # `helps to supply Y with weapons`: the verb below tells it
    tokens = [t for c in (*s.kids(i, "xcomp", "advcl", "ccomp", "obl"), *about) for t in s.subtree(c)]
    wanted = ("technology_transfer", "arms_transfer")
    getting = any(s.lower[c] in verb_set("buying_verbs") for c in s.kids(i, "xcomp", "advcl", "ccomp", "obl"))  # `helps X acquire arms`
    items = [h[2] if getting else as_technology(h[2]) for h in v.items_in(tokens) if h[2].kind in wanted]
    if not items or not any(s.lower[t] in word_set("helped_acts") for t in tokens):
        return []
    return build_events(v, i, items, roles, roles.theme, "give", tokens, lemma)


def _theme_tokens(v: View, theme: int) -> list[int]:
    return [t for c in v.s.conjuncts(theme) if not v.s.is_verb(c) or c in v.item_at for t in v.s.noun_phrase(c)]


def _noun_events(v: View, i: int, lemma: str, direction: str) -> list[Event]:
    s = v.s
    near = [c for c in s.children[i] if s.base[c] in ("compound", "amod", "nmod", "dep", "obl") and s.preposition(c) in ("of", "", "in", "with", "like") and s.deps[c] != "nmod:poss"]
    tokens = [t for c in near for t in s.noun_phrase(c)] + [i]
    if s.base[i] == "compound" and s.lower[s.heads[i]] in VESSELS:
        return []  # `a smuggling ship`
    if s.base[i] == "compound" or (s.base[i] in ("nmod", "conj") and not near):
        tokens += [s.heads[i], *[c for c in s.children[s.heads[i]] if s.base[c] == "compound"]]
    if s.base[i] in ("obj", "xcomp", "obl") and s.lower[s.heads[i]] in word_set("labelling_forms"):
        return []  # `containers labelled relief supplies`
    whole = s.heads[i] if s.base[i] == "compound" and s.lower[s.heads[i]] in word_set("undertakings") else i  # `a smuggling operation of X's weapons`
    if whole != i:
        tokens += [t for c in s.kids(whole, "nmod") if s.preposition(c) in ("of", "for", "involving") for t in s.noun_phrase(c)]
    beside = [*s.kids(i, "conj"), *([s.heads[i]] if s.base[i] == "conj" else [])]
    shared = next((c for c in beside if s.lower[c] in v.lexicon.nouns and s.tags[c][:2] == "NN" and abs(c - i) <= 3), None)
    if not near and shared is not None:  # `imports and exports of coal`
        tokens += [t for c in s.kids(shared, "nmod") if s.preposition(c) == "of" for t in s.noun_phrase(c)]
    if lemma == "trade" and v.s.is_verb(s.heads[i]) and s.lower[s.heads[i]] in word_set("discussing"):
        return []  # talks about trade are cooperation, no shipment
    items = [h for h in v.items_in(sorted(set(tokens))) if not (h[2].weak and h[0] <= i < h[1])]
    if not items and lemma in word_set("tours"):
        return _tour(v, i)
    implied = not items and lemma in word_set("loading_nouns") and s.base[i] != "compound" and bool(v.context.last_items)
    if implied:  # `shipments from X reach Y`: of what the text last told
        items = [(i, i + 1, item) for item in v.context.last_items if item.kind in ("goods_transfer", "arms_transfer")]
    bare = not items and lemma in ("import", "export", "trade")
    if bare:
        items = [h for h in v.items if h[2].kind == "goods_transfer" and h[0] > i]
        if not items and lemma != "trade":  # `imports from Y rose`: goods that nobody names
            items = [(i, i + 1, Item(("other_goods",), "goods_transfer", (), True, lemma))]
    if not items:
        return []
    roles = Roles()
    roles.phrases = phrases_below(v, whole)
    if s.base[i] == "nsubj" and direction == "give" and v.lexicon.verbs.get(s.lower[s.heads[i]], ("", ""))[1] == "move":  # `shipments from X reach Y`
        roles.phrases += [("to", c) for c in s.kids(s.heads[i], "obj")] + [p for p in phrases_below(v, s.heads[i]) if p[0] in ("to", "in", "at", "into", "from", "out of") and s.heads[p[1]] == s.heads[i]]
    if s.base[i] == "nsubj" and s.kids(s.heads[i], "cop") and s.lower[s.heads[i]] in ("way", "route", "underway"):  # `a shipment is under way from X to Y`
        roles.phrases += [p for p in phrases_below(v, s.heads[i]) if p[0] in ("to", "from", "for")]
    owner = [c for c in s.children[i] if s.deps[c] == "nmod:poss"]
    roles.agents = owner + [t for prep, t in roles.phrases if prep == "by" and s.deps[t] != "obl:agent" and s.lower[t] not in MEANS]  # `a cargo intercepted by X` is not X's
    modifiers = [c for c in s.children[i] if s.base[c] in ("amod", "compound") and c in v.at]
    roles.agents += modifiers
    if not roles.agents and not any(direction == "give" and prep == "from" and v.parties(t, pronouns=False) for prep, t in roles.phrases):
        subject = governing_subject(v, i) if own_doing(v, i) else _who_is_behind(v, i)
        if subject is not None and v.party(subject) is not None:
            above = v.lexicon.verbs.get(s.lower[s.heads[i]], ("", ""))[1] if s.base[i] == "obj" or s.base[s.heads[i]] == "conj" else ""
            if above == "get" and direction == "give":
                roles.phrases.append(("to", subject))  # `X acquired loads of ammunition`
            else:
                roles.agents.append(subject)
    if not roles.agents and s.preposition(i) in ("including", "through", "by", "with"):  # `X helps Y advance, including the transfer of technology`
        helper = next((h for h in s.ancestors(i) if s.lower[h] in HELPING), None)
        above_help = verb_roles(v, helper).subject if helper is not None else None
        roles.agents += [above_help] if above_help is not None else []
    deal = next((h for h in [*list(s.ancestors(i))[:2], *(s.kids(s.heads[i], "obj") if s.base[i] in ("obj", "obl") else [])] if s.lower[h] in word_set("deal_words")), None)
    if deal is not None and direction == "give":  # `signed a deal with X for the supply of fuel`: X supplies
        partner = next((t for prep, t in [*phrases_below(v, deal), *phrases_below(v, s.heads[deal])] if prep == "with" and v.parties(t, pronouns=False)), None)
        buyer = governing_subject(v, deal)
        if partner is not None and not any(prep == "to" and set(v.parties(t)) & set(v.parties(partner)) for prep, t in roles.phrases):
            roles.agents = [partner]
            roles.phrases += [("to", buyer)] if buyer is not None and not any(prep == "to" and v.parties(t) for prep, t in roles.phrases) else []
    made = build_events(v, i, [h[2] for h in items], roles, None, direction, sorted(set(tokens)), lemma, nominal=True)
    home = next((m.code for m in v.mentions if "customs" in s.lower[m.end : m.end + 3] and m.end <= i), None)
    for e in made if lemma == "import" and home is not None else ():
        e.recipient = e.recipient or (home if e.supplier != home else None)  # `X's customs data show that imports of …`
    if lemma in word_set("two_sided_nouns") and len({e.supplier for e in made}) == 2 and not any(e.recipient for e in made):
        made = _two_sided(v, made)
    sole = v.context.sole_target([m.code for m in v.mentions])
    for e in made:
        if lemma == "export" and e.supplier is None and e.recipient is None and not bare and sole is not None:
            e.supplier = sole  # `coal exports picked up`
    if lemma == "export":  # `exports of coal, mostly to X`: those of the one party under measures that the text has named
        named = {c for c in (*v.context.recent, *(m.code for m in v.mentions)) if c in v.context.targets}
        for e in made:
            if e.supplier is None and e.recipient is not None and e.recipient not in named and len(named) == 1:
                e.supplier = next(iter(named))
    return [e for e in made if not (bare or implied) or (e.supplier and e.recipient)]


def _who_is_behind(v: View, i: int) -> int | None:
    """`X is behind the sale`, `firms that officials said are behind it`."""
    s = v.s
    if s.preposition(i) != "behind" or not s.kids(i, "cop"):
        return None
    subject = next(iter(s.kids(i, "nsubj")), None)
    if subject is not None and s.lower[subject] in RELATIVES:
        clause = s.heads[i] if s.base[i] == "ccomp" else i
        return s.heads[clause] if s.base[clause] == "acl" else None
    return subject


def _tour(v: View, i: int) -> list[Event]:
    """`X's agency sells a tour of Y`, `an X citizen joined a tour of Y`: tourists from X to Y."""
    s = v.s
    if not set(s.lower) & TOURING and not any(a == "travel" and b in word_set("companies") | {"operator", "operators"} for a, b in zip(s.lower, s.lower[1:], strict=False)):
        return []
    hosts = [c for prep, t in phrases_below(v, i) if prep in ("of", "to", "in", "into", "around", "inside", "across") for c in v.parties(t, pronouns=False)]
    subject = governing_subject(v, i)
    home = [c for t in s.children[i] if t in v.at and s.base[t] in ("amod", "compound", "nmod") and s.preposition(t) in ("", "by", "from") for c in v.parties(t)]
    home += v.parties(subject) if subject is not None else []
    host = next(iter(hosts), None)
    home = [c for c in home if c != host]
    return [Event("tourism", next(iter(home), None), host, set(), set(), i, {i, *s.subtree(i), *([subject] if subject is not None else [])}, strength=0.6)] if host is not None else []


TOURING = word_set("touring_words") | word_set("touring_people")


def shares(v: View) -> list[Event]:
    """`Chinese made up most of the tourists who visited X`, `X's nationals account for half of the workers`: whose people they are."""
    s, out = v.s, []
    for i, roles in verbs_of(v, SHARING):
        home = _nationals(v, roles.subject) and v.parties((roles.subject if roles.subject is not None else i), pronouns=False)
        told = [h for h in v.items_in(s.subtree(i)) if h[0] > i and h[2].kind in ("tourism", "labour")]
        if not home or not told:
            continue
        start = told[0][0]
        hosts = [m.code for m in v.mentions if m.start > start and m.form in ("name", "place") and m.code not in home]
        hosts = hosts or [c for c in reversed(v.context.recent) if c not in home and c in v.context.targets]
        out.append(Event(told[0][2].kind, home[0], next(iter(hosts), None), set(), set(), i, {i, start, *s.noun_phrase(roles.subject if roles.subject is not None else i)}, strength=0.6))
    return out


SHARING = verb_set("sharing_verbs")


def _two_sided(v: View, events: list[Event]) -> list[Event]:
    """`A and B deny any arms trade`: the party under an export ban is taken to supply."""
    sides = sorted({e.supplier for e in events if e.supplier}, key=lambda c: (c not in v.context.targets, c))
    first = events[0]
    return [Event(first.kind, sides[0], sides[1], first.items, first.features, first.trigger, first.tokens, strength=0.6)]



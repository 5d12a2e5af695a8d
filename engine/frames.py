"""Transfers: verbs and nouns of giving, getting and moving, with their themes, read off the dependency tree.

The kind of activity follows from what changes hands (arms, technology, goods, money, workers, tourists, aid).
"""

from __future__ import annotations

from engine.filling import Event, build_events
from engine.jobs import of_people
from engine.lexicon import Item, verb_forms, verb_set
from engine.no_transfer import no_transfer
from engine.nominal import noun_events, theme_tokens_of
from engine.paired import each_from_its_own, paired
from engine.payments import help_given, payment
from engine.phrases import as_technology, laden
from engine.referents import CARRIERS, View
from engine.roles import (
    RELATIVES,
    VESSELS,
    Roles,
    phrases_below,
    verb_roles,
    verbs_of,
)
from engine.sides import PEOPLE_KINDS, is_anaphoric
from engine.vocabulary import read_yaml, word_set

PROGRAMMES = word_set("programmes")  # `pay for its weapons programmes` buys no arms
WITH_VERBS = word_set("verbs_with_theme_after_with")
KEEPING_SO = verb_set("verbs_of_keeping_so")


def transfers(v: View) -> list[Event]:
    """Every transfer that the sentence tells of."""
    events: list[Event] = []
    taken: set[int] = set()
    for start, end, (phrase, direction) in v.lexicon.verb_phrases.scan(v.s.lower):
        if v.s.tags[start][:2] == "NN" and v.s.preposition(start) and not v.s.lower[start].endswith("ing"):
            continue  # `from another ship in the East China Sea`
        said = v.s.heads[start] if v.s.base[start] == "cop" and start < v.s.heads[start] < end else start  # `are on their way to X`
        events += each_from_its_own(v, said, _verb_events(v, said, phrase, direction))
        taken |= set(range(start, end))
    events += _turning(v)
    for i in range(len(v.s.words)):
        form = v.s.lower[i]
        if i in taken or i in v.at:
            continue
        if form == "armed" and v.s.base[i] == "amod" and (v.s.heads[i] in v.item_at or i in v.item_at):
            continue  # `armed drones`
        if form in v.lexicon.verbs and (v.s.is_verb(i) or (v.s.base[i] == "amod" and form.endswith("ed"))):
            events += each_from_its_own(v, i, _verb_events(v, i, *v.lexicon.verbs[form]))
        elif (form in v.lexicon.nouns and v.s.tags[i][:2] == "NN" and i not in v.item_at) or (form in v.lexicon.nouns and v.s.tags[i][:2] == "NN"):
            events += noun_events(v, i, *v.lexicon.nouns[form])
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
    if owner is None and part in v.item_at:  # `the shells of Y's army`
        owner = next((c for c in s.kids(part, "nmod") if s.preposition(c) == "of" and s.lower[c] not in word_set("words_for_make") and v.parties(c, pronouns=False)), None)
    if owner is not None and s.lower[owner] == "whose" and s.deps[s.heads[noun]] == "acl:relcl":
        owner = s.heads[s.heads[noun]]
    return owner if owner is not None and v.parties(owner) else None


def _strikes(v: View, i: int, lemma: str, roles: Roles) -> bool:
    """Whether arms or soldiers come as an enemy's: `X's rockets landed in Y`, `dropped bombs on Y`, `X's soldiers fought Y`."""
    s, beside = v.s, {prep for prep, t in roles.phrases if v.parties(t, pronouns=False)}
    if lemma == "fight":
        return not roles.passive and (roles.theme is not None or "against" in beside) and beside.isdisjoint(("for", "alongside", "beside", "under"))
    if any(prep in ("to", "at", "on", "near") and s.lower[t] in word_set("borders") for prep, t in roles.phrases) and any(h[2].kind == "troops" for t in (roles.theme, roles.subject) if t is not None for h in v.items_in(s.noun_phrase(t))):
        return True  # `moved troops to its border with Y`
    moved = roles.theme if roles.theme is not None and lemma == "drop" else roles.subject
    if s.base[i] == "acl" and lemma in CROSSING:
        moved = s.heads[i]  # read as a participle
    elif roles.passive:
        return False
    if lemma in CROSSING and moved is not None and any(h[2].kind == "troops" for h in v.items_in(s.noun_phrase(moved))) and HIRED.isdisjoint(s.lower[t] for t in s.noun_phrase(moved)):
        return beside.isdisjoint(("for", "alongside", "beside", "under", "with"))  # they may invade
    flies = moved is not None and s.lower[moved] in word_set("weapons_that_fly")
    falls = s.lower[i] in FALLING or any(s.lower[c] == "down" for c in s.children[i])
    if lemma == "reach" and flies and moved is not None:
        ranges = any(s.lower[c] in ("can", "could") and s.base[c] == "aux" for c in s.children[i])  # `X's missiles can reach Y`
        return ranges or any(t in v.at and v.at[t].form == "group" for t in s.noun_phrase(moved))  # `the Houthis' missiles reached Tel Aviv`
    return flies and ("on" in beside if lemma == "drop" else falls)


LOADING = frozenset(form for phrase in word_set("loading_verbs") for form in verb_forms(phrase.split()[0]))
SAILING = verb_set("sailing_verbs")
FALLING = verb_set("flight_of_missiles") | verb_set("verbs_of_flying_over")
CROSSING, HIRED = word_set("verbs_of_entering"), word_set("hired_fighters")


def _roles_of(v: View, i: int, lemma: str, direction: str) -> tuple[Roles, str]:
    """A verb's roles and direction, those that a verb above it, a cleft or a possessive holds among them."""
    s, roles = v.s, verb_roles(v, i)
    if s.base[i] == "xcomp" and s.lower[s.heads[i]] in word_set("letting_verbs") and roles.theme is None and roles.subject is not None and lemma not in ("help", "assist"):
        above = verb_roles(v, s.heads[i])  # `X let fuel pass to Y`: X supplies what passes
        if above.subject is not None and above.subject != roles.subject and s.lower[roles.subject] not in CARRIERS:
            roles.theme, roles.subject, roles.agents = roles.subject, above.subject, [above.subject]
            direction = "give"
    if s.base[i] == "xcomp" and s.tags[i] == "VBN" and s.lower[s.heads[i]] in KEEPING_SO and lemma in WITH_VERBS:
        above = verb_roles(v, s.heads[i])  # `X keeps Y supplied with arms`
        roles.passive, roles.subject, roles.theme, roles.agents, roles.second = False, above.subject, above.theme, list(above.agents), None
    if direction == "give" and roles.theme is not None and s.lower[roles.theme] in word_set("stocks") and roles.second is None:
        roles.second = next((c for c in s.children[roles.theme] if s.deps[c] == "nmod:poss" and v.parties(c)), None)  # `refilled Y's stocks of shells`
    if lemma in word_set("renting_verbs") and any(prep == "to" and v.parties(t, pronouns=False) for prep, t in roles.phrases):
        direction = "give"  # `X leased jets to Y`
    if direction == "give" and lemma in word_set("verbs_of_selling") and not roles.passive:
        buyer = next((t for prep, t in roles.phrases if prep == "to" and t not in v.at and t not in v.item_at), None)
        roles.phrases = [("to" if prep == "from" and buyer is not None and s.kids(t, "case")[:1] == [buyer + 1] else prep, t) for prep, t in roles.phrases]  # `sold oil to smugglers from X`, hung on the verb
    cleft = s.heads[i] if s.base[i] in ("csubj", "acl", "advcl", "ccomp") and s.kids(s.heads[i], "cop") and any(s.lower[c] == "it" for c in s.children[s.heads[i]]) else None
    if cleft is not None and cleft in v.at and s.preposition(cleft) in ("from", "to"):
        if roles.theme is not None and s.lower[roles.theme] == "that" and roles.second is not None:
            roles.theme, roles.second = roles.second, None
        roles.phrases = [*roles.phrases, (s.preposition(cleft), cleft)]  # `it is from X that Y gets its coal`
    return roles, direction


def _verb_events(v: View, i: int, lemma: str, direction: str) -> list[Event]:
    s = v.s
    roles, direction = _roles_of(v, i, lemma, direction)
    if _strikes(v, i, lemma, roles):
        return []
    if s.base[i] == "conj" and roles.theme is None and s.lower[s.heads[i]] in LOADING and roles.subject is not None and s.lower[roles.subject] in VESSELS and s.kids(s.heads[i], "obj"):
        return []  # `tankers loaded oil in X and delivered to Y`: the oil is told by the verb before
    if roles.subject is not None and s.lower[roles.subject] in word_set("routes_of_arms") and direction == "give" and not roles.passive:  # `a pipeline running from X arms Y`
        started = [row for t in (roles.subject, *s.kids(roles.subject, "acl")) for row in phrases_below(v, t) if row[0] == "from"]
        roles.phrases, roles.agents = [*roles.phrases, *started], [] if started else roles.agents
    if pairs := paired(v, i, roles, direction):
        return pairs
    if lemma in ("help", "assist"):
        return help_given(v, i, roles, lemma)
    if no_transfer("before_people", v, i, lemma, direction, roles):
        return []
    if lemma in word_set("verbs_of_moving_money") | {"move", "carry"} and roles.theme is not None and roles.subject is not None and not roles.passive and any(s.lower[c] == "home" for c in (*s.children[i], *s.children[roles.theme])) and any(h[2].kind == "funds_transfer" for h in v.items_in(s.noun_phrase(roles.theme))):
        home = next(iter(v.parties(roles.subject)), None)  # `X's agents in Y move cash home`
        left = next((c for t in (i, s.heads[i]) for prep, n in phrases_below(v, t) if prep in ("in", "from") for c in v.parties(n, pronouns=False) if c != home), None)
        return [Event("funds_transfer", left, home, {c for h in v.items_in(s.noun_phrase(roles.theme)) for c in h[2].classes}, set(), i, {i, roles.theme, roles.subject})] if home is not None else []
    if lemma in word_set("swapping_verbs") and v.exchange_zone:  # `trades gold for drones from Y`: with Y
        roles.phrases = [("to" if prep in ("from", "with") else prep, t) for prep, t in roles.phrases]
        roles.phrases += [("to", t) for t in sorted(v.exchange_zone) if t in v.at and not any(prep == "to" for prep, _ in roles.phrases)]
    if lemma == "take" and roles.theme is not None and any(prep in ("to", "into") and v.parties(t, pronouns=False) for prep, t in roles.phrases):
        lemma, direction = v.lexicon.verbs["bring"]  # `took arms from X to Y`
    if lemma == "pay":
        return payment(v, i, roles, lemma)
    if roles.theme is not None and s.lower[roles.theme] == "it" and any(s.lower[k] in SAILING for k in s.conjuncts(i) if k != i):
        return []  # `allowed it to be sold and dock at a port`: a ship
    people = of_people(v, i, lemma, roles)
    if people is not None:
        return people
    if no_transfer("after_people", v, i, lemma, direction, roles):
        return []
    if lemma in word_set("hauling_verbs") and roles.theme is not None and any(s.base[c] == "acl" and s.lower[c] in v.lexicon.verbs for k in s.conjuncts(roles.theme) for c in s.children[k]):
        return []  # `a plane carrying weapons sent by X to Y`: the clause on the weapons tells it
    if lemma in word_set("getting_to") and roles.theme is not None and any(prep in ("to", "into") and s.heads[t] == i and v.parties(t, pronouns=False) for prep, t in phrases_below(v, i)):
        direction = "give"  # `how X got its drones to Y`
    if direction == "move" and lemma in word_set("moving_verbs_that_give") and roles.theme is not None and not roles.passive and any(h[2].kind not in PEOPLE_KINDS for h in v.items_in(s.noun_phrase(roles.theme))):
        direction = "give"  # `X returned funds to Y`
    if roles.subject is not None and lemma in word_set("coming_verbs") and any(prep == "from" and v.parties(t, pronouns=False) for prep, t in roles.phrases):
        owner = _owner_of(v, roles.subject)
        if owner is not None:  # `Y's drones come from X`: they came to Y
            roles.phrases, roles.agents = [*roles.phrases, ("to", owner)], []
    where = s.heads[i] if s.lower[s.heads[i]] == "where" and lemma in word_set("coming_verbs") and any(s.lower[c] == "from" for c in s.children[i]) else None
    if where is not None and roles.subject is not None:  # `X is where most of Y's guns come from`
        owner = next((t for t in (_owner_of(v, roles.subject), *s.subtree(roles.subject)) if t is not None and t in v.at), None)
        roles.phrases, roles.agents = [*roles.phrases, *(("from", k) for k in s.kids(where, "nsubj")), *([("to", owner)] if owner is not None else [])], []
    particle = lemma.rpartition(" ")[2] if " " in lemma and roles.theme is None and not roles.passive else ""
    astray = next((row for row in roles.phrases if row[0] == particle and s.heads[row[1]] == i and v.items_in(s.noun_phrase(row[1])) and not v.parties(row[1], pronouns=False)), None) if particle else None
    if astray is not None:  # `had brought in refined products`, where `in` was taken for a preposition
        roles.theme, roles.phrases = astray[1], [row for row in roles.phrases if row != astray]
    theme_tokens: list[int] = []
    second = roles.second
    withs = [t for prep, t in roles.phrases if prep == "with"]
    if lemma in word_set("verbs_of_wishing") and roles.theme is not None and _wished_otherwise(v, i, roles):
        return []  # `wants X's drones destroyed`, `wants X's workers sent home`
    if lemma == "get" and roles.theme is None and not roles.passive and roles.subject is not None and v.items_in(s.noun_phrase(roles.subject)) and any(prep in ("to", "into") and v.parties(t, pronouns=False) for prep, t in roles.phrases):
        direction = "move"  # `how the rifles got to X`
    if lemma == "sign" and not (roles.subject is not None and v.items_in(s.noun_phrase(roles.subject))):
        return []  # `a firm signed a contract for workers`: they are not the ones who sign
    if lemma == "raise" and not any(prep == "from" for prep, _ in roles.phrases) and not (roles.theme is not None and any(len(c) > 2 for t in roles.agents for c in v.parties(t)) and not word_set("currencies").isdisjoint(s.lower[x] for x in s.subtree(roles.theme))):
        return []  # `sells coal to raise money`; a group that has raised a million dollars has them
    if lemma in word_set("support_by_means") and not (withs and v.items_in(s.noun_phrase(withs[0]))):
        return []  # `backs X` is no transfer, `backs X with missiles` is
    if roles.theme is not None:
        theme_tokens = [t for t in theme_tokens_of(v, roles.theme) if lemma not in word_set("swapping_verbs") or t not in v.exchange_zone]
    if roles.theme is not None and s.lower[roles.theme] in read_yaml("lexicon/frames.yaml")["carriers"] and v.items_in(laden(v, roles.theme)):
        theme_tokens = laden(v, roles.theme)  # `trucks carrying coal are driven to X`
    if roles.theme is not None and theme_tokens:  # `bought ammunition, including shells`: hung on the verb
        theme_tokens = sorted({*theme_tokens, *(x for prep, t in roles.phrases if prep == "including" and t > roles.theme and s.heads[t] == i for c in s.conjuncts(t) for x in s.noun_phrase(c))})
    if theme_tokens and direction == "get" and roles.theme is not None and any(h[2].kind == "funds_transfer" for h in v.items_in([t for t in theme_tokens if t <= roles.theme])):  # `received cash for shells`
        paid_for = {x for c in s.kids(roles.theme, "nmod") if s.preposition(c) == "for" for x in s.subtree(c)}
        theme_tokens = [t for t in theme_tokens if t not in paid_for]
    if roles.theme is not None and s.lower[roles.theme] in word_set("parts_of_things"):  # `brought parts for jets to X`: hung on the verb
        theme_tokens = sorted({*theme_tokens, *(x for prep, t in roles.phrases if prep == "for" and not v.parties(t, pronouns=False) for x in s.noun_phrase(t))})
    if lemma in WITH_VERBS and withs and roles.theme is not None and s.lower[roles.theme] in word_set("reflexives"):
        direction, roles.theme, theme_tokens, second = "get", withs[0], s.noun_phrase(withs[0]), None  # `armed itself with X's drones`
    parts = [x for prep, t in [*roles.phrases, *phrases_below(v, withs[0])] if prep == "for" for x in s.noun_phrase(t)] if withs and s.lower[withs[0]] in word_set("parts_of_things") else []
    if lemma in WITH_VERBS and withs and v.items_in([*s.noun_phrase(withs[0]), *parts]):  # `supplied X with parts for its jets`
        second = roles.theme if roles.theme != withs[0] else roles.second
        theme_tokens = sorted({*s.noun_phrase(withs[0]), *parts})
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
    if not items and roles.theme is not None and s.lower[roles.theme] in word_set("currencies") and (lemma in word_set("verbs_of_moving_money") or (direction == "get" and any(prep == "from" for prep, _ in roles.phrases))):
        items = [(roles.theme, roles.theme + 1, Item((), "funds_transfer", (), False, "sum"))]  # `transferred 140 million euros to X`
    if not items and roles.theme is not None and s.words[roles.theme].endswith("$"):  # `flew $50 million in cash to X`
        items = [h for prep, t in roles.phrases if prep == "in" for h in v.items_in(s.noun_phrase(t)) if h[2].kind == "funds_transfer"]
    if not items and direction == "give" and roles.theme is not None and s.lower[roles.theme] in word_set("help_without_kind"):  # `gives assistance to X's missile programmes`
        aided = next((t for prep, t in [*roles.phrases, *phrases_below(v, roles.theme)] if prep in ("to", "for", "with") and any(h[2].kind == "technology_transfer" for h in v.items_in(theme_tokens_of(v, t)))), None)
        if aided is not None:
            return build_events(v, i, [as_technology(h[2]) for h in v.items_in(theme_tokens_of(v, aided))], roles, second, direction, theme_tokens_of(v, aided), lemma)
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
    if lemma in word_set("arming_verbs") and not items and roles.theme is not None and v.party(roles.theme):
        second = roles.theme
        return build_events(v, i, [Item(("other_arms",), "arms_transfer", (), False, "arms")], roles, second, "give", theme_tokens, lemma)
    if lemma in word_set("funding_verbs") and not items and roles.theme is not None and _funded(v, roles.theme):
        return build_events(v, i, [Item((), "funds_transfer", (), False, "money")], roles, roles.theme, "give", theme_tokens, lemma)  # `X finances Y`
    if not items and roles.theme is not None and second is None and direction == "give" and roles.theme not in v.item_at:
        for prep, t in roles.phrases:
            if prep in ("with",) and v.items_in(s.noun_phrase(t)):
                items, second, theme_tokens = v.items_in(s.noun_phrase(t)), roles.theme, s.noun_phrase(t)
    if (not items and is_anaphoric(v, roles.theme)) or (items and all(h[2].word in GENERIC_CARGO for h in items)):
        own = set(s.noun_phrase(roles.subject)) if roles.subject is not None else set()
        own |= {x for h in s.ancestors(i) if s.base[i] == "ccomp" for t in s.kids(h, "nsubj") for x in s.noun_phrase(t)}  # who says so is not what was sent
        here = [h[2] for h in v.items if h[1] <= i and not h[2].weak and h[0] not in own and s.preposition(h[1] - 1) not in word_set("prepositions_of_cover")][-1:]
        wares = any(x.kind in ("goods_transfer", "arms_transfer") for x in v.context.last_items) and lemma not in word_set("verbs_of_moving_money") - word_set("smuggling")
        told = [x for x in v.context.last_items if not (items or wares) or x.kind in ("goods_transfer", "arms_transfer")]
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
        items = [h for h in items if h[2].kind in allowed or (named and direction == "get" and h[2].kind == "goods_transfer" and not h[2].weak and roles.theme is not None and h[0] in theme_tokens_of(v, roles.theme))]
    if any("training" in h[2].features for h in items):  # `training and technical assistance` is one help for a fight
        items = [h for h in items if h[2].classes != ("other_tech",)]
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


def _wished_otherwise(v: View, i: int, roles: Roles) -> bool:
    """Whether what is wished is that something be done to the goods or people, not to have them."""
    s, theme = v.s, roles.theme if roles.theme is not None else i
    away = word_set("words_for_home") | word_set("words_for_away")
    people = any(h[2].kind in PEOPLE_KINDS for h in v.items_in(s.noun_phrase(theme)))
    done = [k for k in (*s.kids(theme, "acl"), *s.kids(i, "xcomp", "ccomp")) if k > theme and s.tags[k] in ("VBN", "VBD") and not any(s.lower[c] in RELATIVES for c in s.children[k])]
    done = [k for k in done if s.lower[k] not in v.lexicon.verbs and s.lower[k] not in read_yaml("lexicon/frames.yaml")["origin_verbs"]]
    gone = any(s.lower[c] in away for t in (i, theme, *s.kids(theme, "acl"), *s.kids(i, "xcomp", "advcl")) for c in s.children[t]) or any(prep.startswith("out") for prep, _ in roles.phrases)
    return bool(done) or (people and (gone or bool(s.kids(i, "xcomp", "ccomp"))))


def _funded(v: View, theme: int) -> bool:
    """Whether a party itself gets what funds it: `X finances Y`, `X bankrolls Y's government`."""
    return v.at[theme].form != "generic" if theme in v.at else v.s.lower[theme] in word_set("who_is_funded") and bool(v.parties(theme, pronouns=False))


def _second_load(v: View, roles: Roles) -> int | None:
    """Goods that the parser coordinated with the party before them, and that go elsewhere: they are followed by a party of their own."""
    for prep, t in roles.phrases:
        for k in v.s.kids(t, "conj") if prep in ("to", "into") and t in v.at else ():
            if k in v.item_at and k not in v.at and any(p in ("to", "into") and x > k for p, x in [*roles.phrases, *phrases_below(v, k)]):
                return k
    return None


RANGING = verb_set("ranging_verbs")
GENERIC_CARGO = word_set("generic_cargo")

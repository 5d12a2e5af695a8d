"""Transfers: who gives what to whom. Verbs and nouns of giving, getting and moving, read off the dependency tree.

The kind of activity follows from what changes hands (arms, technology, goods, money, workers, tourists, aid).
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.lexicon import Item
from engine.lists.mentions import ListedMention
from engine.parties import party_classes, state_of
from engine.roles import Roles, View, governing_subject, linear_roles, phrases_below, verb_roles
from engine.vocabulary import is_symmetric, read_yaml, word_set

STRONG_GOAL = word_set("prepositions_of_goal")
WEAK_GOAL = word_set("prepositions_of_place")
WITH_VERBS = word_set("verbs_with_theme_after_with")


@dataclass
class Event:
    """One reading of an activity in one sentence, before merging. `trigger` and `tokens` are local token numbers."""

    kind: str
    supplier: str | None
    recipient: str | None
    items: set[str]
    features: set[str]
    trigger: int
    tokens: set[int]
    strength: float = 0.8
    quantity: tuple[float, str] | None = None
    group: str = ""
    anchors: list[int] = field(default_factory=list)
    listed: list[ListedMention] = field(default_factory=list)


def transfers(v: View) -> list[Event]:
    """Every transfer that the sentence tells of."""
    events: list[Event] = []
    taken: set[int] = set()
    for start, end, (phrase, direction) in v.lexicon.verb_phrases.scan(v.s.lower):
        events += _verb_events(v, start, phrase, direction)
        taken |= set(range(start, end))
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


def _verb_events(v: View, i: int, lemma: str, direction: str) -> list[Event]:
    s, roles = v.s, verb_roles(v, i)
    if s.base[i] == "xcomp" and s.lower[s.heads[i]] in word_set("letting_verbs") and roles.theme is None and roles.subject is not None and lemma not in ("help", "assist"):
        above = verb_roles(v, s.heads[i])  # `X let fuel pass to Y`: X supplies what passes
        if above.subject is not None and above.subject != roles.subject:
            roles.theme, roles.subject, roles.agents = roles.subject, above.subject, [above.subject]
            direction = "give"
    if lemma in ("help", "assist"):
        return _help(v, i, roles, lemma)
    if lemma == "pay":
        return _payment(v, i, roles, lemma)
    if lemma in word_set("working_verbs") and (workers := _nationals(v, roles.subject)):
        return build_events(v, i, [Item((), "labour", (), False, "worker")], roles, None, "move", workers, lemma)
    if lemma in ("carry", "send", "take", "set") and i + 1 < len(s.words) and s.lower[i + 1] in ("out", "on", "off", "up", "place") and lemma != "send":
        return []
    if lemma in ("visit", "tour", "travel", "come", "go") and any(prep == "as" and any(h[2].kind == "tourism" for h in v.items_in([t])) for prep, t in roles.phrases):
        return build_events(v, i, [Item((), "tourism", (), False, "tourist")], roles, None, "move", s.noun_phrase(roles.subject) if roles.subject is not None else [], lemma)
    if lemma in word_set("hiring_verbs") and (workers := _nationals(v, roles.theme)):
        return build_events(v, i, [Item((), "labour", (), False, "worker")], roles, None, "get", workers, lemma)
    if lemma in word_set("job_getting") and roles.theme is not None and s.lower[roles.theme] in word_set("jobs") and (home := _home(v, roles.subject)):
        hosts = [c for prep, t in phrases_below(v, i) if prep in ("with", "at", "in", "for", "from") for c in v.parties(t, pronouns=False) if c != home]
        return [Event("labour", home, next(iter(hosts), None), set(), set(), i, {i, roles.theme, *s.noun_phrase(roles.subject or i)})]
    if lemma in word_set("touring_verbs") and set(s.lower) & word_set("touring_words") and (visitors := _nationals(v, roles.theme)):
        return build_events(v, i, [Item((), "tourism", (), False, "tourist")], roles, None, "move", visitors, lemma)
    if lemma in word_set("sending_verbs") and roles.theme is not None and {s.lower[t] for t in range(i + 1, min(i + 3, len(s.words)))} & {"back", "home"} and any(h[2].kind == "labour" for h in v.items_in(s.noun_phrase(roles.theme))):
        return []  # workers sent home earn nothing more
    if lemma in word_set("restoring_verbs") and roles.theme is not None and any("antiquities" in h[2].classes for h in v.items_in(s.noun_phrase(roles.theme))):
        return []  # what was looted goes home
    if lemma in word_set("crewing_verbs") and (crew := next((tokens for t in roles.agents if (tokens := _nationals(v, t))), [])) and roles.passive:
        served = [c for t in (roles.theme, roles.subject) if t is not None for c in v.parties(t)]
        home = next(v.at[t].code for t in crew if t in v.at)
        return [Event("labour", home, next((c for c in served if c != home), None), set(), set(), i, {i, *crew})]
    if lemma in ("leave", "depart") and roles.subject is not None and any(h[2].kind == "troops" for h in v.items_in(s.noun_phrase(roles.subject))):
        return []  # troops that leave are no longer sent
    if lemma in word_set("hauling_verbs") and roles.theme is not None and any(s.base[c] == "acl" and s.lower[c] in v.lexicon.verbs for c in s.children[roles.theme]):
        return []  # `a plane carrying weapons sent by X to Y`: the clause on the weapons tells it
    if direction == "move" and lemma in word_set("moving_verbs_that_give") and roles.theme is not None and not roles.passive and any(h[2].kind not in PEOPLE_KINDS for h in v.items_in(s.noun_phrase(roles.theme))):
        direction = "give"  # `X returned funds to Y`
    theme_tokens: list[int] = []
    second = roles.second
    withs = [t for prep, t in roles.phrases if prep == "with"]
    if roles.theme is not None:
        theme_tokens = _theme_tokens(v, roles.theme)
    if lemma in WITH_VERBS and withs and v.items_in(s.noun_phrase(withs[0])):
        second = roles.theme
        theme_tokens = s.noun_phrase(withs[0])
    asked = next((t for prep, t in roles.phrases if prep in ("for", "of") and lemma in word_set("verbs_with_theme_after_for") and v.items_in(s.noun_phrase(t))), None)
    if asked is not None:  # `X asks Y for arms`
        theme_tokens = s.noun_phrase(asked)
        roles.phrases = [row for row in roles.phrases if row[1] != asked] + [("from", t) for t in (roles.theme, roles.second) if t is not None and t != asked]
        roles.theme, second = asked, None
    items = v.items_in(theme_tokens)
    if direction == "move" or not items:
        moving = [roles.theme if roles.passive else roles.subject]
        if direction == "move" and moving[0] is not None and s.lower[moving[0]] in v.lexicon.nouns and moving[0] not in v.item_at:
            return []  # `the imports went on`: the noun's own frame tells it
        if direction == "move" and moving[0] is not None and lemma in word_set("sailing_verbs") and all(h[2].classes == ("ships",) for h in v.items_in(s.noun_phrase(moving[0]))):
            moving = []  # a vessel that sails is a carrier, no goods
        carried = [hit for t in moving if t is not None for hit in v.items_in(s.noun_phrase(t))]
        means = read_yaml("lexicon/frames.yaml")["means_by_theme"]
        if carried and not items and direction == "give" and roles.theme is None and not v.exchange_zone:
            items, roles.agents = carried, roles.agents[1:] if roles.subject in roles.agents[:1] else roles.agents
            theme_tokens = s.noun_phrase(roles.subject) if roles.subject is not None else []
            roles.passive = True
        elif direction == "move" or any(lemma in means.get(h[2].kind, ()) for h in carried):
            items = items or carried
            if carried and items == carried:
                direction = "move"
                theme_tokens = [t for n in moving if n is not None for t in s.noun_phrase(n)]
    if lemma == "arm" and not items and roles.theme is not None and v.party(roles.theme):
        second = roles.theme
        return build_events(v, i, [Item(("other_arms",), "arms_transfer", (), False, "arms")], roles, second, "give", theme_tokens, lemma)
    if not items and roles.theme is not None and second is None and direction == "give" and roles.theme not in v.item_at:
        for prep, t in roles.phrases:
            if prep in ("with",) and v.items_in(s.noun_phrase(t)):
                items, second, theme_tokens = v.items_in(s.noun_phrase(t)), roles.theme, s.noun_phrase(t)
    if not items:
        theme_tokens = _window(v, i, roles.passive)
        items = v.items_in(theme_tokens)
    if not items and roles.passive and roles.theme is None:
        theme_tokens = _subject_before(v, i)
        items = v.items_in(theme_tokens)
    if (not items and _anaphoric(v, roles.theme)) or (items and all(h[2].word in GENERIC_CARGO for h in items)):
        here = [h[2] for h in v.items if h[1] <= i and not h[2].weak][-1:]
        items = [(h, h + 1, item) for h, item in zip([roles.theme or i] * 9, here or v.context.last_items, strict=False)] or items
        return build_events(v, i, [h[2] for h in items], roles, second, direction, [], lemma) if items else []
    if theme_tokens and items:
        theme_tokens = _list_on(v, theme_tokens, items)
        items = v.items_in(theme_tokens)
    if items and all(h[2].kind == "technology_transfer" for h in items):
        theme_tokens = theme_tokens + [t for prep, noun in roles.phrases if prep in ("in", "for", "on") for t in s.noun_phrase(noun)]
        items = v.items_in(sorted(set(theme_tokens)))
    allowed = read_yaml("lexicon/frames.yaml")["only"].get(lemma)
    if allowed is not None:
        items = [h for h in items if h[2].kind in allowed]
    if not items:
        return []
    return build_events(v, i, [h[2] for h in items], roles, second, direction, theme_tokens, lemma)


PEOPLE_KINDS = frozenset({"labour", "tourism", "troops", "trainers", "specialists"})
GENERIC_CARGO = word_set("generic_cargo")


def _anaphoric(v: View, theme: int | None) -> bool:
    """Whether a theme is `it`, `them`, `two of them`."""
    if theme is None:
        return False
    s = v.s
    words = {s.lower[t] for t in s.noun_phrase(theme)}
    return bool(words & {"them", "it", "those", "ones"}) and not any(t in v.at for t in s.noun_phrase(theme))


def _definite(v: View, theme: int | None) -> bool:
    """Whether a theme is something told of before: `the ship`, `the weapons`."""
    return theme is not None and any(v.s.lower[c] in ("the", "this", "that", "these", "those") for c in v.s.children[theme])


def _nationals(v: View, subject: int | None) -> list[int]:
    """The noun phrase of a subject that names a state's people (`thousands of North Koreans`), or nothing."""
    if subject is None:
        return []
    tokens = v.s.noun_phrase(subject)
    people = [t for t in tokens if t in v.at and v.at[t].form in ("adjective", "person") and v.s.lower[t].endswith("ns")]
    return tokens if people else []


def _home(v: View, subject: int | None) -> str | None:
    """The state whose people a subject is (`North Korean programmers`), or nothing."""
    if subject is None:
        return None
    people = v.items_in(v.s.noun_phrase(subject))
    named = [v.at[t].code for t in v.s.noun_phrase(subject) if t in v.at and v.at[t].form in ("adjective", "person")]
    return named[0] if named and (_nationals(v, subject) or any(h[2].kind in PEOPLE_KINDS for h in people)) else None


def _payment(v: View, i: int, roles: Roles, lemma: str) -> list[Event]:
    """`X pays Y for Z`: money from X to Y, and Z from Y to X."""
    s = v.s
    payers = [c for t in roles.agents for c in v.parties(t)]
    if roles.passive and (_nationals(v, roles.theme) or (roles.theme is not None and s.lower[roles.theme] in ("who", "they"))):
        return []  # people's pay
    paid = [c for t in (roles.second, roles.theme) if t is not None and not v.items_in([t]) for c in v.parties(t)]
    paid += [c for prep, t in roles.phrases if prep in ("to", "into") for c in v.parties(t)]
    paid += _told_beside(v, i, payers) + (linear_roles(v, i)["to"] if not paid else [])
    paid = [c for c in paid if c not in payers]
    if not payers and not paid:
        return []
    if not paid and roles.theme is None and all(prep == "'s" for prep, _ in roles.phrases):
        return []  # `its owners paid`
    bought = [h[2] for prep, t in roles.phrases if prep == "for" for h in v.items_in(s.noun_phrase(t)) if not h[2].weak]
    tokens = {i, *roles.agents, *(t for _, t in roles.phrases)}
    money = {c for h in v.items_in(sorted(s.subtree(i))) if h[2].kind == "funds_transfer" for c in h[2].classes}
    features = {"exchange", "arms_payment"} if any(x.kind == "arms_transfer" for x in bought) else set()
    payer, payee = next(iter(payers), None), next(iter(paid), None)
    out = [Event("funds_transfer", payer, payee, money, features, i, tokens)]
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
    answering = _in_return(s.lower) and v.context.last_pair is not None
    if roles.theme is None and roles.agents and not answering:
        return []
    tokens = [t for c in (*s.kids(i, "xcomp", "advcl", "ccomp", "obl"), *about) for t in s.subtree(c)]
    wanted = ("technology_transfer", "arms_transfer")
    items = [as_technology(h[2]) for h in v.items_in(tokens) if h[2].kind in wanted]
    if not items or not any(s.lower[t] in word_set("helped_acts") for t in tokens):
        return []
    return build_events(v, i, items, roles, roles.theme, "give", tokens, lemma)


def _list_on(v: View, tokens: list[int], items: list[tuple[int, int, Item]]) -> list[int]:
    """`tokens` with the rest of an enumeration that starts in them: `a limo, a tea set and a dagger`."""
    s, t = v.s, max(end for _, end, _ in items)
    if t >= len(s.words) or s.lower[t] not in (",", "and", "or"):
        return tokens
    found = list(tokens)
    while t < len(s.words) and (s.lower[t] in (",", "and", "or", "as", "well", "of", "'s", "other") or s.tags[t][:2] in ("NN", "JJ", "DT", "CD")):
        found.append(t)
        t += 1
    return sorted(set(found))


def _window(v: View, i: int, passive: bool) -> list[int]:
    """Tokens where the theme should stand by word order: after an active verb, before a passive one."""
    s, found = v.s, []
    stops = {"to", "from", "by", "in", "at", "for", "which", "who", "that", "and", ";", "(", ")"}
    steps = range(i - 1, max(-1, i - 8), -1) if passive else range(i + 1, min(i + 9, len(s.words)))
    for t in steps:
        if s.lower[t] in stops or (s.is_verb(t) and s.tags[t] not in ("VBN", "VBG") and s.base[t] not in ("aux",)):
            break
        found.append(t)
    return sorted(found)


def _subject_before(v: View, i: int) -> list[int]:
    """Tokens from the nearest goods before a passive verb up to it, where the parser lost its subject."""
    s = v.s
    for t in range(i - 1, max(-1, i - 16), -1):
        if t in v.item_at:
            start = v.item_at[t][0]
            between = range(v.item_at[t][1], i)
            if any(s.lower[k] in ("which", "who", "that", ";", ":") or (s.tags[k] in ("VBD", "VBZ", "VBP") and s.heads[i] != k and k not in v.at) for k in between):
                return []
            return list(range(start, i))
    return []


def _theme_tokens(v: View, theme: int) -> list[int]:
    return [t for c in v.s.conjuncts(theme) if not v.s.is_verb(c) or c in v.item_at for t in v.s.noun_phrase(c)]


def _noun_events(v: View, i: int, lemma: str, direction: str) -> list[Event]:
    s = v.s
    near = [c for c in s.children[i] if s.base[c] in ("compound", "amod", "nmod", "dep", "obl") and s.preposition(c) in ("of", "", "in", "with", "like") and s.deps[c] != "nmod:poss"]
    tokens = [t for c in near for t in s.noun_phrase(c)] + [i]
    if s.base[i] == "compound" or (s.base[i] in ("nmod", "conj") and not near):
        tokens += [s.heads[i], *[c for c in s.children[s.heads[i]] if s.base[c] == "compound"]]
    if lemma == "trade" and v.s.is_verb(s.heads[i]) and s.lower[s.heads[i]] in word_set("discussing"):
        return []  # talks about trade are cooperation, no shipment
    items = [h for h in v.items_in(sorted(set(tokens))) if not (h[2].weak and h[0] <= i < h[1])]
    bare = not items and lemma in ("import", "export", "trade")
    if bare:
        items = [h for h in v.items if h[2].kind == "goods_transfer" and h[0] > i]
        if not items and lemma != "trade":  # `imports from Y rose`: goods that nobody names
            items = [(i, i + 1, Item(("other_goods",), "goods_transfer", (), True, lemma))]
    if not items:
        return []
    roles = Roles()
    roles.phrases = phrases_below(v, i)
    if s.base[i] in ("obj", "nsubj", "obl", "nmod"):
        roles.phrases += [p for p in _sister_phrases(v, i) if p not in roles.phrases]
    owner = [c for c in s.children[i] if s.deps[c] == "nmod:poss"]
    roles.agents = owner + [t for prep, t in roles.phrases if prep == "by"]
    modifiers = [c for c in s.children[i] if s.base[c] in ("amod", "compound") and c in v.at]
    roles.agents += modifiers
    if not roles.agents and not any(direction == "give" and prep == "from" and v.parties(t, pronouns=False) for prep, t in roles.phrases):
        subject = governing_subject(v, i)
        if subject is not None and v.party(subject) is not None:
            roles.agents.append(subject)
    made = build_events(v, i, [h[2] for h in items], roles, None, direction, sorted(set(tokens)), lemma, nominal=True)
    if lemma in word_set("two_sided_nouns") and len({e.supplier for e in made}) == 2 and not any(e.recipient for e in made):
        made = _two_sided(v, made)
    if lemma == "export":  # `exports of coal, mostly to X`: those of the one party under measures that the text has named
        named = {c for c in (*v.context.recent, *(m.code for m in v.mentions)) if c in v.context.targets}
        for e in made:
            if e.supplier is None and e.recipient is not None and e.recipient not in named and len(named) == 1:
                e.supplier = next(iter(named))
    return [e for e in made if not bare or (e.supplier and e.recipient)]


def _two_sided(v: View, events: list[Event]) -> list[Event]:
    """`A and B deny any arms trade`: the party under an export ban is taken to supply."""
    sides = sorted({e.supplier for e in events if e.supplier}, key=lambda c: (c not in v.context.targets, c))
    first = events[0]
    return [Event(first.kind, sides[0], sides[1], first.items, first.features, first.trigger, first.tokens, strength=0.6)]


def _sister_phrases(v: View, i: int) -> list[tuple[str, int]]:
    """Prepositional phrases that the parser hung on the verb above a noun."""
    h = v.s.heads[i]
    return [p for p in phrases_below(v, h) if p[1] > i and v.s.heads[p[1]] == h] if v.s.is_verb(h) else []


def build_events(v: View, i: int, items: list[Item], roles: Roles, second: int | None, direction: str, theme_tokens: list[int], lemma: str, nominal: bool = False) -> list[Event]:
    """Events, one for each kind among `items`, with parties by direction."""
    s = v.s
    data = read_yaml("lexicon/frames.yaml")
    carried_by = [t for t in roles.agents if s.lower[t] in data["carriers"]]
    agents = [code for t in roles.agents for code in v.parties(t)]
    sources = [code for prep, t in roles.phrases if prep in ("from", "out", "out of") or (prep == "of" and s.lower[t - 2 : t] and "out" in s.lower[max(0, t - 3) : t]) for code in v.parties(t)]
    goals = [code for prep, t in roles.phrases if prep in STRONG_GOAL for code in v.parties(t)]
    if lemma in ("share", "sharing", "barter", "trade"):
        goals += [code for prep, t in roles.phrases if prep == "with" for code in v.parties(t) if code not in agents]
    if second is not None and second in theme_tokens and s.base[second] == "amod":
        second = None  # `Colombian mercenaries sent by X`: what is sent, not to whom
    people = {item.kind for item in items} & PEOPLE_KINDS
    if second is not None:
        goals = v.parties(second) + goals
    left_from = {t for prep, t in roles.phrases if prep == "from"}  # `from an office in X`
    weak = [
        (prep, code, t)
        for prep, t in roles.phrases
        if prep in WEAK_GOAL and not left_from & set(s.ancestors(t)) and not (prep == "with" and second is not None) and (t not in theme_tokens or prep == "for")
        for code in v.parties(t, pronouns=False)
    ]
    bound = {t: v.at[t].code for t in theme_tokens if t in v.at and s.base[t] == "nmod" and s.preposition(t) in ("for", "to", "bound")}
    origin = [v.at[t].code for t in theme_tokens if t in v.at and v.at[t].form in ("adjective", "name", "group") and not _in_goal(v, t, roles) and not _within(v, t, bound)]
    origin += [m.code for t in theme_tokens for c in s.children[t] if s.base[c] in ("acl", "amod", "conj") and s.lower[c] in data["origin_verbs"] for m in v.mentions if m.start in s.subtree(c)][:1]
    if carried_by and all(item.weak for item in items):
        cargo = s.subtree(carried_by[0])
        inner = [h for h in v.items_in(cargo) if not h[2].weak]
        items = [h[2] for h in inner] or items
        origin += [v.at[t].code for t in cargo if t in v.at and inner]
    if origin and (carried_by or lemma in word_set("carrying_verbs")):
        agents, sources = origin[:1], [] if not agents else sources
    if carried_by and not agents and not origin:
        agents = [code for prep, t in roles.phrases if prep in ("on", "aboard") for code in v.parties(t, pronouns=False)]
    if "technology_transfer" in {item.kind for item in items}:
        items = [as_technology(item) for item in items]
    if lemma in ("launder", "laundering"):
        owners = [m.code for m in v.mentions if m.start > i]
        return _events(v, i, items, [], owners[:1], theme_tokens, roles, lemma, s)
    between = [code for prep, t in roles.phrases if prep == "between" for code in v.parties(t)]
    sources = [] if any(prep == "from" and s.lower[t] in word_set("seats") for prep, t in roles.phrases) and agents else sources
    if direction == "give":
        suppliers, recipients = agents or sources, goals
        if sources and agents and agents != sources and not nominal and (not goals or state_of(agents[0]) in goals):
            suppliers, recipients = sources, agents  # who brings goods from elsewhere into its own country receives them
    elif direction == "get":
        suppliers, recipients = [c for c in sources if c not in agents], agents
        if nominal and goals:
            recipients = goals
    else:
        suppliers, recipients = (origin or sources), goals
        if roles.theme is not None and not roles.passive and (people or lemma in ("reach", "enter")) and lemma in word_set("verbs_with_place_object"):
            recipients = recipients or v.parties(roles.theme)
    if lemma in ("leave", "depart") and roles.theme is not None and not people:
        suppliers = v.parties(roles.theme) or suppliers
        recipients = recipients or [code for prep, code, _ in weak if prep == "for"]
    if people and origin and not (roles.passive and agents):
        suppliers = origin[:1]
    if direction == "get" and any(item.kind == "funds_transfer" for item in items):
        gainers = [code for prep, code, _ in weak if prep == "for"]
        if gainers:
            suppliers, recipients = [], gainers
    if direction == "get" and people and lemma in word_set("employing_verbs"):
        suppliers = origin[:1] or suppliers
        if agents and not suppliers and agents[0] in v.context.targets and people == {"labour"}:  # its own firm's workers abroad
            suppliers, recipients = agents[:1], [code for prep, code, _ in weak if prep == "in" and code != agents[0]]
    if not suppliers and lemma in word_set("loading_verbs"):  # `a tanker loaded crude at a port of X`
        suppliers = [code for prep, code, _ in weak if prep in ("at", "in") and code not in recipients][:1]
    if not suppliers:
        suppliers = [c for c in origin if c not in recipients][:1]
    if not suppliers and direction in ("give", "move"):  # a ship's flag stands for its party when nothing closer is told
        suppliers = [c for prep, t in roles.phrases if prep in ("on", "aboard") and s.lower[t] in data["carriers"] for c in v.parties(t, pronouns=False) if c not in recipients][:1]
    if not recipients and origin and direction == "move":  # `wheat for X docked at …`
        recipients = [c for c in bound.values() if c not in origin][:1]
    if not recipients:
        locating = direction == "move" or people or lemma in word_set("locating_verbs")
        fitting = [(code, t) for prep, code, t in weak if (prep in ("for", "with") or locating or nominal) and code not in suppliers]
        fitting.sort(key=lambda row: len(row[0]) <= 2)  # a group named as the receiver before the place where things land
        recipients = [code for code, t in fitting if t == fitting[0][1]]  # one phrase with all that it coordinates
        if not recipients and direction == "give" and roles.theme is not None and second is None and not nominal:
            receiver = v.party(roles.theme, pronouns=False) if not v.items_in([roles.theme]) else None
            recipients = [receiver] if receiver and receiver not in suppliers else []
    if direction == "get" and roles.passive and not recipients:  # `their rifles are bought in X`
        possessors = [c for t in theme_tokens for c in s.children[t] if s.deps[c] == "nmod:poss"]
        recipients = [code for c in possessors if (code := v.party(c)) is not None and code not in suppliers][:1]
    if direction == "get" and not suppliers and not nominal and lemma in word_set("buying_verbs"):
        suppliers = [code for prep, code, _ in weak if prep == "in" and code not in recipients and code not in {state_of(r) for r in recipients}][:1]
    if not recipients and direction == "give":
        recipients = [c for c in _carriers_goal(v, i, lemma) if c not in suppliers][:1]
    if not recipients and direction == "give" and v.context.route and lemma in word_set("carrying_verbs") and suppliers[:1] and suppliers[0] in v.context.route:
        recipients = [c for c in v.context.route if c != suppliers[0]]  # ships whose way was told before
    if not recipients and direction == "give" and not roles.passive:
        recipients = _told_beside(v, i, suppliers)
    if not recipients and direction == "give" and s.base[i] == "conj" and s.is_verb(s.heads[i]):
        above = verb_roles(v, s.heads[i])  # `will help X build … and has promised technology`: X gets both
        recipients = [c for t in (above.second, above.theme) if t is not None and t in v.at for c in v.parties(t) if c not in suppliers][:1]
    linear = linear_roles(v, i)
    if not suppliers and direction in ("give", "move") and not (people and nominal):
        suppliers = [c for c in linear["from"] + linear["by"] + (linear["before"] if direction == "give" and not roles.passive and not nominal else []) if c not in recipients][:1]
    if not suppliers and direction == "get":
        suppliers = [c for c in linear["from"] if c not in recipients][:1]
    if not recipients and direction in ("give", "move"):
        recipients = [c for c in linear["to"] if c not in suppliers][:1]
    if not recipients and direction == "get" and not nominal:
        recipients = [c for c in linear["before"] + linear["by"] if c not in suppliers][:1]
    if not suppliers and recipients and not nominal and (_anaphoric(v, roles.theme) or (direction == "get" and _definite(v, roles.theme))):
        held = [v.context.holders[c] for item in items for c in item.classes if c in v.context.holders]
        suppliers = [c for c in held if c not in recipients][:1]
    if v.context.partners is not None and (set(s.lower) & word_set("deal_words")) and bool(suppliers) != bool(recipients):
        known = (suppliers or recipients)[0]
        other = [c for c in v.context.partners if c != known]
        if known in v.context.partners:
            suppliers, recipients = (suppliers, other) if suppliers else (other, recipients)
    if not recipients and nominal and direction == "give":
        recipients = [c for c in _transit(v) if c not in suppliers][:1]
    pair = v.context.last_pair
    if pair is not None and suppliers[:1] == [pair[1]] and not recipients and _in_return(s.lower):
        recipients = [pair[0]]
    if pair is not None and recipients[:1] == [pair[0]] and not suppliers and _in_return(s.lower):
        suppliers = [pair[1]]
    alone = len({m.code for m in v.mentions}) == 1
    if pair is not None and direction == "give" and suppliers[:1] == [pair[0]] and not recipients and alone and set(s.lower) & word_set("going_on"):
        recipients = [pair[1]]  # `it had also exported extra guns`
    if between and len(between) == 2:
        suppliers, recipients = suppliers or between[:1], recipients or [c for c in between if c not in suppliers][:1]
    if suppliers and recipients and suppliers[0] != recipients[0]:
        v.context.last_pair = (suppliers[0], recipients[0])
    for item in items:
        for c in item.classes if recipients else ():
            v.context.holders[c] = recipients[0]
    if not recipients and lemma in word_set("verbs_that_need_a_goal"):
        return []
    return _events(v, i, items, suppliers, recipients, theme_tokens, roles, lemma, s)


def _in_return(lower: Sequence[str]) -> bool:
    """Whether a sentence tells of the other side of a deal told before: `In return X has sent …`."""
    return any(a == "in" and b in ("return", "exchange", "turn") and c != "for" for a, b, c in zip(lower, lower[1:], [*lower[2:], ""], strict=False))


def _transit(v: View) -> list[str]:
    """`using X as a transit point for exports`: where the goods go first."""
    s = v.s
    for m in v.mentions:
        before, after = s.lower[max(0, m.start - 3) : m.start], s.lower[m.end : m.end + 7]
        if set(before) & {"use", "uses", "used", "using"} and "as" in after[:2] and set(after) & word_set("transit_words"):
            return [m.code]
    return []


def _carriers_goal(v: View, i: int, lemma: str) -> list[str]:
    """Where a carrier arrives that is said to carry something: `a vessel carrying rifles docked at a port of Y`."""
    s = v.s
    if s.base[i] != "acl" or lemma not in word_set("carrying_verbs") or s.base[s.heads[i]] != "nsubj":
        return []
    verb = s.heads[s.heads[i]]
    if v.lexicon.verbs.get(s.lower[verb], ("", ""))[1] != "move":
        return []
    roles = verb_roles(v, verb)
    places = [t for prep, t in roles.phrases if prep in STRONG_GOAL or prep in WEAK_GOAL]
    return [c for t in [*places, *(() if roles.theme is None else (roles.theme,))] for c in v.parties(t, pronouns=False)]


def _told_beside(v: View, i: int, suppliers: list[str]) -> list[str]:
    """The recipient where the tree has none: a name right after the verb (`giving Pyongyang technology`), or who gives
    thanks for the gift."""
    s = v.s
    after = next((m for m in v.mentions if m.start in (i + 1, i + 2) and m.form not in ("adjective", "media") and m.end < len(s.words)), None)
    if after is not None and s.lower[after.end] not in ("'s", "'", "-") and after.code not in suppliers and (after.start == i + 1 or s.lower[i + 1] == "the"):
        return [after.code]
    for h in s.ancestors(i):
        if s.lower[h] in word_set("thanking"):
            subject = verb_roles(v, h).subject
            return [c for c in v.parties(subject) if c not in suppliers] if subject is not None else []
    return []


def as_technology(item: Item) -> Item:
    """Arms named inside a phrase of technology (`help with missile and satellite programmes`) are its subject matter."""
    turned = {"missiles": "ballistic_missile_tech", "other_arms": "other_tech", "drones": "other_tech", "aircraft": "other_tech"}
    if item.kind != "arms_transfer":
        return item
    return Item(tuple(turned.get(c, "other_tech") for c in item.classes), "technology_transfer", (*item.features, "military"), False, item.word)


def _within(v: View, t: int, bound: dict[int, str]) -> bool:
    """Whether token `t` belongs to a name that says whom the theme is for."""
    return any(v.at[t] is v.at[k] for k in bound)


def _in_goal(v: View, t: int, roles: Roles) -> bool:
    """Whether token `t` lies in a phrase of destination or place rather than of origin."""
    return any(prep != "of" and prep != "from" and prep != "'s" and t in v.s.subtree(noun) for prep, noun in roles.phrases)


def _events(v: View, i: int, items: list[Item], suppliers: list[str], recipients: list[str], theme_tokens: list[int], roles: Roles, lemma: str, s: object) -> list[Event]:
    groups: dict[tuple[str, str], list[Item]] = {}
    gift = lemma in ("gift", "present", "give", "donate") and len(items) > 1
    for item in items:
        split = "small" if gift and item.classes == ("other_goods",) else ""
        groups.setdefault((item.kind, split), []).append(item)
    specific = [k for k in groups if k[0] != "goods_transfer" or any(not x.weak for x in groups[k])]
    if specific and not gift:
        groups = {k: g for k, g in groups.items() if k in specific}
    tokens = {i, *theme_tokens, *roles.agents, *(t for _, t in roles.phrases)}
    tokens = {t for t in tokens if abs(t - i) < 60 and v.s.lower[t] not in ("exchange", "return")}
    out = []
    for (kind, split), group in groups.items():
        classes = {c for item in group for c in item.classes}
        features = {f for item in group for f in item.features}
        if len(classes) > 1:
            classes -= {"other_goods"}
            if classes & {"ammunition", "artillery", "missiles", "drones", "small_arms"}:
                classes -= {"other_arms"}
        pairs = [(a, b) for a in (suppliers or [None]) for b in (recipients or [None]) if a != b or a is None or (lemma == "move" and kind == "arms_transfer")]  # type: ignore[list-item]
        pairs = [(a, b) for a, b in pairs if a is None or b is None or state_of(a) != b]  # what a group holds lies in its own country
        for a, b in pairs[:6]:
            out += _finish(v, kind, a, b, classes, features, i, tokens, split)
    return out


MILITARY = word_set("military_words")
FOR_FORCES = frozenset({"aircraft", "vehicles"})  # dual classes: arms when forces or an armed group receive them


def _for_forces(v: View, b: str | None, classes: set[str], tokens: set[int]) -> bool:
    """Whether aircraft or vehicles go to an army or an armed group."""
    if not classes or not classes <= FOR_FORCES or b is None:
        return False
    return ("aircraft" in classes and "non-state" in party_classes(b)) or any(v.s.lower[t] in MILITARY for t in tokens)


def _finish(v: View, kind: str, a: str | None, b: str | None, classes: set[str], features: set[str], i: int, tokens: set[int], split: str) -> list[Event]:
    """Turn people on the move into the kind that they are, and put symmetric sides in order."""
    if kind == "goods_transfer" and _for_forces(v, b, classes, tokens):
        kind, classes = "arms_transfer", {"military_vehicles" if c == "vehicles" else c for c in classes}
    if kind in ("troops", "trainers"):
        kind, classes = "military_cooperation", {"defence"}
    elif kind == "goods_transfer" and classes <= {"food", "medicine", "other_goods", "textiles"} and _humanitarian(v):
        kind, features = "humanitarian_assistance", features | {"humanitarian"}
    elif kind == "specialists":
        if set(v.s.lower) & {"jobs", "employed", "remote", "freelance", "earn", "wages", "contracts"}:
            return [Event("labour", a, b, set(), set(features), i, tokens, group=split)]
        if any(hit[2].kind == "arms_transfer" for hit in v.items) and a is not None and b is not None:
            first, second = sorted((a, b))
            return [Event("military_cooperation", first, second, {"defence"}, set(features) | {"services"}, i, tokens, group="")]
        near = {c for t in tokens for hit in [v.item_at.get(t)] if hit for c in hit[2].classes}
        near |= {c for hit in v.items for c in hit[2].classes if hit[2].kind == "technology_transfer"}
        if not near:
            return []
        kind, classes = "technology_transfer", near & {"space_tech", "ballistic_missile_tech", "nuclear", "other_tech"} or {"other_tech"}
    if is_symmetric(kind):
        if a is None or b is None:
            return []
        a, b = sorted((a, b))
    features = set(features)
    if v.exchange_zone and not (tokens & v.exchange_zone):
        features.add("exchange")
    return [Event(kind, a, b, set(classes), features, i, tokens, group=split)]


def _humanitarian(v: View) -> bool:
    """Whether the sentence speaks of aid: by a word of aid or by the name of an aid body."""
    data = read_yaml("lexicon/frames.yaml")
    text = " ".join(v.s.lower)
    return bool(set(v.s.lower) & set(data["aid_words"])) or any(name in text for name in data["aid_bodies"])

"""What a text has told so far, kept from sentence to sentence: who acted, whose goods they are, whose account goes on."""

from __future__ import annotations

from collections.abc import Sequence

from engine.attribution import MEDIA, goes_on, reporting, who_speaks
from engine.cluster import Found
from engine.filling import speaks_of_aid
from engine.introduced import FIRMS as KINDS_OF_FIRM
from engine.introduced import ONE_PERSON, PERSONS, Introduced, introduced
from engine.lexicon import past_forms, verb_set
from engine.parties import Mention
from engine.referents import LADEN, LINKERS, Context, View, name_at
from engine.roles import VESSELS, phrases_below, verb_roles, verbs_of
from engine.theft import HACKING, speaks_of_crypto
from engine.tree import Sentence
from engine.vocabulary import read_yaml, word_set

CARRIERS = frozenset(read_yaml("lexicon/frames.yaml")["carriers"])
VOYAGES = word_set("voyages")
ARRIVING = verb_set("verbs_of_arriving")
DEPARTING, LOADS = verb_set("departing_verbs"), word_set("anaphoric_goods")
COUNTING, LOADED = verb_set("counting_verbs"), frozenset({"arms_transfer", "goods_transfer", "technology_transfer"})
AMONG_THEM = (("among", "them"), ("among", "these"))
REPORTS = word_set("reporting_things")
USING = verb_set("using_verbs") | verb_set("having_verbs")
NEEDING = verb_set("needing_verbs")
MAKING = verb_set("making_of_arms")
MADE = word_set("made_forms")
FIRMS = word_set("companies")
NETWORKS = FIRMS | word_set("networks")


def told_before(view: View, context: Context) -> None:
    """What a sentence says of goods and places that its own activities already lean on."""
    context.made_by = _origin_told(view) or context.made_by
    left = _departed(view)
    context.departed, context.since_departure = (left, 0) if left else (context.departed if context.since_departure < 1 else None, context.since_departure + 1)


def credit_maker(view: View, found: list[Found], number: int) -> None:
    """Arms that the sentence before sent to somebody, told of no sender, are from the land whose make this one calls them."""
    maker = _origin_told(view)
    for f in found:
        if maker is not None and f.sentence == number - 1 and f.event.kind == "arms_transfer" and f.event.supplier is None and f.event.recipient not in (None, maker):
            f.event.supplier = maker


def credit_buyer(told: Sequence[Found], found: list[Found], number: int) -> None:
    """What the sentence before says was given to nobody named went to who pays for it in this one."""
    paying = next((f.event for f in told if f.event.kind in ("funds_transfer", "goods_transfer") and f.event.supplier and f.event.recipient), None)
    for f in found:
        if paying is not None and f.sentence == number - 1 and f.event.kind in LOADED and f.event.supplier == paying.recipient and f.event.recipient is None:
            f.event.recipient = paying.supplier


def remember(view: View, mentions: Sequence[Mention], told: list[Found], context: Context) -> None:
    """Adds to `context` what a parsed sentence with its activities `told` leaves for the sentences after it."""
    s = view.s
    if told:
        context.claimed = any(f.status == "alleged" for f in told)
    context.sold_to_nobody = next((f.event.supplier for f in told if f.event.kind in LOADED and f.event.supplier and f.event.recipient is None), None)
    context.claimed = context.claimed or reporting(view)
    speaking = who_speaks(view)
    context.speaker = context.speaker if speaking is None else speaking
    context.reported = not REPORTS.isdisjoint(s.lower)
    context.route = _route(view) or context.route
    context.ships = context.ships or not VESSELS.isdisjoint(s.lower)
    ships = [t for t, w in enumerate(s.lower) if w in LADEN and s.base[t] in ("nsubj", "obj", "obl", "nmod", "root", "ROOT")]
    context.last_ships = {s.lower[t].endswith("s"): view.party(t, pronouns=False) for t in ships}
    context.dealt_with = _dealt_with(s.lower, mentions) or _told_about(view) or _reacted(s.lower, mentions, context)
    new = introduced(s.lower, s.words, mentions, lambda t: view.party(t, pronouns=False))
    context.carriers_of = _carriers_told(view) or context.carriers_of
    context.last_land = next((m.code for m in reversed(mentions) if m.form in ("name", "place") and len(m.code) == 2 and s.preposition(m.end - 1) in ("in", "to", "into", "across", "at")), context.last_land)
    context.relief = context.relief or speaks_of_aid(view)
    context.together = _side_by_side(view) or context.together
    context.hacking = context.hacking or not HACKING.isdisjoint(s.lower)
    context.crypto = context.crypto or speaks_of_crypto(s.lower)
    for m in mentions:
        if m.form == "media":
            continue  # `the Wall Street Journal reported` leaves no State behind
        if m.form == "adjective" and s.lower[m.end : m.end + 1] and s.lower[m.end] in MEDIA:
            continue  # `South Korean media`
        context.note(m.code, view.is_subject(m) and not _only_told(view, m), m.form in ("name", "place") and s.base[m.end - 1] == "nsubj")
        if not any(view.is_subject(k) for k in mentions) and m.form == "adjective" and _names_people(view, m):
            context.last_subject = m.code  # `experts see X's soldiers at the front. They …`
        context.last_person = m.code if m.form == "person" and not s.words[m.start].endswith("ns") else context.last_person
    _note_new(new, told, context)
    context.named |= _owners_told(view)
    context.users |= _users_told(view)
    context.owned |= _whose(view)
    aside = {t for i in range(len(s.words)) if s.deps[i] == "acl:relcl" and s.base[s.heads[i]] != "nsubj" for t in s.subtree(i)} if told else set()
    strong = [h[2] for h in view.items if not h[2].weak and h[0] not in aside] or [h[2] for h in view.items if not h[2].weak]
    context.items_just_told = bool(strong) and not any(x.group == "persons" for x in new)
    context.last_technology = [x for x in strong if x.kind == "technology_transfer"] or context.last_technology
    context.last_items = strong or [h[2] for h in view.items if h[2].classes not in ((), ("other_goods",))] or context.last_items


def go_on_with_account(told: list[Found], view: View, i: int, context: Context) -> None:
    """`A panel says X sold arms. Its ships took them to Y`: what goes on about the same things is still the panel's account."""
    before = context.account
    if told and before and before[0] == i - 1 and all(f.status == "reported" and not f.claims for f in told) and goes_on(view):
        for f in told:
            f.status, f.claims = "alleged", list(before[1])
        context.account = (i, before[1])
    elif any(f.status == "alleged" for f in told):
        context.account = (i, next(f.claims for f in told if f.status == "alleged"))
    elif reporting(view):
        context.account = (i, [])


def told_in_full(view: View, told: Sequence[Found], i: int, found: Sequence[Found]) -> None:
    """`Y bought arms from X. These include tanks and rifles`: what a sentence counts up belongs to the transfer before it."""
    s = view.s
    if told or not found or found[-1].sentence != i - 1:
        return
    last = found[-1]
    opening = [t for t, w in enumerate(s.lower) if w in COUNTING and s.is_verb(t) and verb_roles(view, t).subject is not None]
    among = tuple(s.lower[:2]) in AMONG_THEM
    counted = next((t for t in opening if _means(view, verb_roles(view, t).subject, last)), 1 if among else None)
    kinds = {last.event.kind, *(("arms_transfer",) if last.event.kind == "technology_transfer" else ())}
    if counted is None or last.event.kind not in LOADED or any(m.start > counted and m.form != "adjective" for m in view.mentions):
        return
    last.event.items |= {c for h in view.items_in(range(counted, len(s.words))) if h[2].kind in kinds for c in h[2].classes}


def _means(view: View, subject: int | None, last: Found) -> bool:
    """Whether a subject stands for what the last transfer moved: `these`, `the shipment`, its own word again."""
    s = view.s
    if subject is None or subject > 4:
        return False
    return s.lower[subject] in ("these", "they", "those", "it", "this") or s.lower[subject] in LOADS or any(h[2].kind == last.event.kind for h in view.items_in([subject]))


def _only_told(view: View, m: Mention) -> bool:
    """Whether a nationality only says whose officials told what stands before: `…, U.S. officials say`."""
    s, t = view.s, m.end - 1
    while s.base[t] in ("compound", "amod", "flat", "conj") and s.heads[t] != t:
        t = s.heads[t]
    return t != m.end - 1 and s.base[t] == "nsubj" and any(c < t for c in s.kids(s.heads[t], "ccomp"))


def _names_people(view: View, m: Mention) -> bool:
    """Whether a nationality stands before people (`Rwandan soldiers`)."""
    hit = view.item_at.get(m.end)
    return hit is not None and hit[2].kind in ("troops", "trainers", "labour")


def _users_told(view: View) -> dict[str, str]:
    """Who is told to have or use arms of a class: `Y's army flies drones`."""
    s, found = view.s, dict[str, str]()
    for i, roles in verbs_of(view, USING | NEEDING):
        if roles.theme is None or roles.subject is None or roles.passive:
            continue
        code = view.party(roles.subject, pronouns=False)
        if code is not None:
            found |= {name: code for h in view.items_in(s.noun_phrase(roles.theme)) if h[2].kind == "arms_transfer" or (s.lower[i] in NEEDING and not h[2].weak) for name in h[2].classes}
    return found


def _whose(view: View) -> dict[str, str]:
    """Whose goods of a class a sentence tells of: `X has found buyers for its shells`, `Y's coal`."""
    s, found = view.s, dict[str, str]()
    for _start, end, item in view.items:
        if item.weak or item.kind not in ("arms_transfer", "goods_transfer"):
            continue
        owner = next((c for c in s.children[end - 1] if s.deps[c] == "nmod:poss" or (c in view.at and view.at[c].form == "adjective" and s.base[c] == "amod")), None)
        code = next(iter(view.parties(owner)), None) if owner is not None else None
        if code is not None:
            found |= dict.fromkeys(item.classes, code)
    return found


def _owners_told(view: View) -> dict[str, str]:
    """Names of ships and firms of which the sentence says whose they are: `the Polaris, owned by an X citizen`, `Gochin, an X firm`."""
    s, found = view.s, dict[str, str]()
    for t, tag in enumerate(s.tags):
        if tag not in ("NNP", "NNPS") or s.base[t] in ("flat", "compound") or t in view.at or not s.words[t][:1].isupper():
            continue
        kind = [s.heads[t]] if s.base[t] == "appos" else []
        kind += [c for c in s.kids(t, "appos", "compound") if s.tags[c] in ("NN", "NNS")]
        telling = [c for c in s.children[t] if s.lower[c] in LINKERS and s.base[c] in ("amod", "acl")]
        telling += [k for k in kind if s.lower[k] in VESSELS or s.lower[k] in FIRMS]
        code = next((c for k in telling for c in [_owner(view, k)] if c is not None), None)
        if code is not None and len(name_at(s, t)) > 2:
            found[name_at(s, t)] = code
    return found


def _owner(view: View, k: int) -> str | None:
    """The party that a noun or participle that describes a name tells of: `X-flagged`, `owned by an X citizen`, `an X-based firm`."""
    s = view.s
    near = s.subtree(k, frozenset({"appos", "acl"} if s.tags[k][:2] == "NN" else {"appos", "conj"}))
    forms = ("adjective", "name", "place")
    return next((view.at[t].code for t in near if t in view.at and view.at[t].form in forms and not (s.base[t] in ("nmod", "obl") and s.preposition(t) not in ("by", "in", "of", "from", "under", ""))), None)


def _route(view: View) -> tuple[str, ...]:
    """The two ends of voyages that a sentence tells of: `trips between X and Y`."""
    s = view.s
    for i, word in enumerate(s.lower):
        if word == "between" and VOYAGES & set(s.lower[max(0, i - 6) : i]):
            ends = [m.code for m in view.mentions if i < m.start <= i + 8 and m.form != "media"]
            if len(dict.fromkeys(ends[:2])) == 2:
                return tuple(ends[:2])
    return ()


def _side_by_side(view: View) -> list[str]:
    """The parties that a sentence names side by side (`X, Y and Z have …`), for `the three countries`."""
    rows = [[view.at[t].code for t in view.s.conjuncts(m.end - 1) if t in view.at] for m in view.mentions if view.s.base[m.end - 1] != "conj"]
    return max((list(dict.fromkeys(r)) for r in rows if len(set(r)) > 1), key=len, default=[])


def _origin_told(view: View) -> str | None:
    """The party whose make goods are said to be: `the parts were of X origin`, `the rifles were made in X`."""
    s = view.s
    for i, word in enumerate(s.lower):
        if word == "origin" and s.preposition(i) == "of":
            return next((view.at[t].code for t in s.children[i] if t in view.at), None)
        if word in MAKING and s.is_verb(i) and not s.is_passive(i) and s.base[i] in ("root", "ROOT", "conj"):  # `X built the missiles`
            roles = verb_roles(view, i)
            if roles.theme is not None and any(h[2].kind == "arms_transfer" and not h[2].weak for h in view.items_in(s.noun_phrase(roles.theme))):
                return next((c for t in roles.agents for c in view.parties(t, pronouns=False)), None)
        made = s.heads[i] if s.lower[s.heads[i]] == "made" else i  # `were X-made`
        if i in view.at and view.at[i].form == "adjective" and s.kids(made, "cop") and any(h[2].kind == "arms_transfer" for t in s.kids(made, "nsubj") for h in view.items_in(s.subtree(t))):
            return view.at[i].code  # `the drones were X's`
        if i in view.at and view.at[i].form == "adjective" and s.kids(i, "cop") and any(s.lower[t] in ("it", "they") for t in s.kids(i, "nsubj")) and any(x.kind == "arms_transfer" for x in view.context.last_items):
            return view.at[i].code  # `It was X's`, of a missile told before
        if word in MADE and s.is_passive(i) and s.base[i] != "acl":
            return next((c for prep, t in phrases_below(view, i) if prep in ("in", "by") for c in view.parties(t, pronouns=False)), None)
    return None


def _dealt_with(lower: Sequence[str], mentions: Sequence[Mention]) -> tuple[str, str | None] | None:
    """Who acts against whom in a sentence: `X sanctioned a firm of Y`, `X arrested a man` (of no land)."""
    for i, word in enumerate(lower):
        actor = next((m.code for m in reversed(mentions) if m.end <= i), None)
        if word in AGAINST_SOMEBODY and actor is not None and lower[i - 1] not in ("was", "were", "been", "being", "be", "is", "are"):
            whom = next((k for k in range(i + 1, min(i + 8, len(lower))) if lower[k] in SOMEBODY), i)
            other = next((m.code for m in mentions if i < m.start <= (whom + 3 if whom > i else i + 2) and m.code != actor), None)
            if whom > i or other is not None:
                return actor, other
    return None


def _reacted(lower: Sequence[str], mentions: Sequence[Mention], context: Context) -> tuple[str, str | None] | None:
    """Who only answers what was told before: `X sold drones to Y. Z protested.` leaves `it` to X."""
    doer = next((m for m in reversed(mentions) if not REACTING.isdisjoint(lower[m.end : m.end + 4])), None)
    return (doer.code, context.last_pair[0]) if doer is not None and context.last_pair is not None and doer.code not in context.last_pair else None


def _told_about(view: View) -> tuple[str, str | None] | None:
    """Who says something of a firm or network of no known land: `X said the network sold oil`."""
    s = view.s
    for i in (i for i, word in enumerate(s.lower) if word in view.lexicon.factual["saying"]):
        actor = next((c for t in s.kids(i, "nsubj") for c in view.parties(t, pronouns=False)), None)
        topics = [t for clause in s.kids(i, "ccomp") for t in s.kids(clause, "nsubj") if s.lower[t] in FIRMS or s.lower[t] in NETWORKS]
        if actor is not None and topics and not view.parties(topics[0], pronouns=False):
            return actor, None
    return None


def _note_new(new: Sequence[Introduced], told: Sequence[Found], context: Context) -> None:
    """Keeps the ships, firms and persons of a sentence; the party that acts in it is meant by `it` if it has a part in what is told."""
    whole = [f.event for f in told if (f.event.supplier and f.event.recipient) or f.event.kind not in LOADED]
    busy = any(context.last_subject in (e.supplier, e.recipient) for e in whole)
    context.fresh = [] if busy else [x for x in new if not x.aside]
    context.told |= {(x.group, x.several): x for x in new}
    for x in new:
        if x.name and x.land:
            context.named[x.name] = x.land
            if x.group == "persons" and not x.several and not any(y.group == "firms" and y.name == x.name for y in new):
                context.named[x.name.split()[-1]] = x.land  # `Li Wei, a trader of X … Li sold`
            elif x.group == "firms" and not x.several:
                context.named.setdefault(x.name.split()[0], x.land)  # `Limac Trading of X … Limac sold`


def pass_over(s: Sentence, mentions: Sequence[Mention], context: Context) -> None:
    """Adds to `context` what is left by a sentence that nothing in it made worth parsing: its parties and its ship."""
    lower = s.lower
    context.speaker = []
    context.reported = not REPORTS.isdisjoint(lower)
    for k, m in enumerate(m for m in mentions if m.form != "media"):
        context.note(m.code, k == 0, m.form in ("name", "place") and s.lower[m.end : m.end + 1] != ("'s",))
    context.dealt_with = _dealt_with(lower, mentions) or _reacted(lower, mentions, context)
    _note_new(introduced(lower, s.words, mentions, lambda t: None), (), context)
    ships = [t for t, word in enumerate(lower) if word in LADEN]
    context.last_ships = {lower[t].endswith("s"): next((m.code for m in mentions if m.end == t and m.form == "adjective"), None) for t in ships}


def _carriers_told(view: View) -> str | None:
    """Who sends or owns carriers that a sentence tells of: `X sends planes to Y`, `a firm in X owns the tanker`, `the tanker belongs to X`."""
    s = view.s
    for i, roles in verbs_of(view, OWNING | BELONGING | SENDING_OUT):
        carried = roles.subject if s.lower[i] in BELONGING else roles.theme
        if carried is None or s.lower[carried] not in CARRIERS:
            continue
        owners = [t for prep, t in roles.phrases if prep == "to"] if s.lower[i] in BELONGING else roles.agents
        code = next((c for t in owners for c in view.parties(t, pronouns=False)), None)
        if code is not None:
            return code
    return None


AGAINST_SOMEBODY = frozenset(form for name in ("verbs_against_somebody", "punishing_verbs", "seizing_verbs") for verb in word_set(name) for form in past_forms(verb))
REACTING = frozenset(form for verb in word_set("reacting_verbs") for form in past_forms(verb))
SOMEBODY = LADEN | KINDS_OF_FIRM | ONE_PERSON | PERSONS
OWNING, BELONGING, SENDING_OUT = verb_set("owning_verbs"), verb_set("belonging_verbs"), verb_set("force_sending_verbs")


def _departed(view: View) -> str | None:
    """Where a ship, lorry or load set out: `the ship left X`, `a container that had left X`."""
    s = view.s
    for i, roles in verbs_of(view, DEPARTING | ARRIVING):
        if roles.subject is None or roles.passive or not (s.lower[roles.subject] in CARRIERS or s.lower[roles.subject] in LOADS):
            continue
        places = [t for prep, t in roles.phrases if prep == "from"] + ([roles.theme] if roles.theme is not None and s.lower[i] in DEPARTING else [])
        found = next((c for t in places for c in view.parties(t, pronouns=False)), None)
        if found is not None:
            return found
    return None

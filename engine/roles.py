"""Who does what in a sentence: subjects across control and coordination, prepositional phrases, parties of noun phrases."""

from __future__ import annotations

from collections.abc import Container, Iterator
from dataclasses import dataclass, field

from engine.introduced import group_of
from engine.lexicon import verb_forms, verb_set
from engine.referents import CARRIERS, TIES, View
from engine.tree import Sentence
from engine.vocabulary import read_yaml, word_set

ACCUSING = word_set("accusing")
RELATIVES = word_set("relative_pronouns")
PEOPLE = frozenset({"labour", "tourism", "troops", "trainers", "specialists"})
VESSELS = word_set("vessels")
TELLING = frozenset(form for verb in read_yaml("lexicon/factuality.yaml")["saying"] for form in verb_forms(verb)) | frozenset(form for verb in read_yaml("lexicon/factuality.yaml")["alleging"] for form in verb_forms(verb))
MEANS = word_set("means_after_by")
HELPING = frozenset({*verb_forms("help"), *verb_forms("assist"), *verb_forms("aid"), *verb_forms("support")})
PREPOSITIONAL = word_set("nouns_in_prepositions")
CONNECTING = word_set("connecting_forms")
BUYING = frozenset(verb_forms("buy"))
PERCEIVING = verb_set("perceiving_verbs")
IMPOSING = verb_set("imposing_verbs")
PUNISHING, CITING = verb_set("punishing_verbs"), verb_set("arresting_verbs")
HINDERING = verb_set("hindering_verbs")
BIDDING, DEPENDING, CLEARING = verb_set("bidding_verbs"), verb_set("depending_verbs"), verb_set("clearing_verbs")


@dataclass
class Roles:
    """Token numbers of a predicate's roles."""

    subject: int | None = None
    theme: int | None = None
    second: int | None = None
    agents: list[int] = field(default_factory=list)
    phrases: list[tuple[str, int]] = field(default_factory=list)
    passive: bool = False


def verb_roles(v: View, i: int, depth: int = 0) -> Roles:
    """Roles of the verb at `i`, with arguments shared across control, relative clauses and coordination."""
    s, roles = v.s, Roles()
    roles.passive = s.is_passive(i) or (s.tags[i] == "VBN" and s.base[i] in ("acl", "amod", "advcl") and not any(s.base[c] in ("nsubj", "aux") for c in s.children[i]) and not any(s.lower[c] in ("have", "has", "had") for c in s.children[i]))
    if s.base[i] == "conj" and s.is_passive(s.heads[i]) and s.tags[i] in ("VBD", "VBN") and not any(s.base[c] in ("nsubj", "obj", "iobj", "aux", "ccomp", "xcomp") for c in s.children[i]):
        roles.passive = True  # `coal was relabelled and sold to X`
    told_of = _told_of_in_between(s, i)
    roles.passive = (roles.passive and told_of is None) or (s.tags[i] == "VBD" and _told_of_object(v, i) is not None)
    subject = theme = None
    for c in s.children[i]:
        if s.deps[c] == "nsubj:pass":
            theme = c
        elif s.base[c] == "nsubj" and (subject is None or s.lower[subject] in RELATIVES or c in v.at):
            subject = c
        elif s.base[c] == "obj" and theme is not None and s.lower[theme] in RELATIVES:
            roles.second = c  # `the shells that X sent Y`
        elif s.base[c] == "obj" and theme is not None and any(s.lower[w] == "worth" and theme < w < c for w in s.children[i]):
            continue  # `oil worth 5 million dollars`: their sum, hung on the verb
        elif s.base[c] == "obj" and not (theme is not None and roles.passive):
            if theme is not None and (theme in v.at or s.lower[theme] in ("it", "them", "him")) and (roles.second is None or roles.second not in v.at):
                roles.second = theme  # `sent X a batch of drones`, `provided them with drones`
            elif theme is not None and roles.second is None and v.items_in(s.noun_phrase(theme)) and not v.items_in(s.noun_phrase(c)):
                roles.second = c  # `sold weapons to smuggling rings`, where `to` was taken for a verb's
                continue
            theme = c
        elif s.base[c] == "iobj":
            roles.second = c
        elif s.deps[c] == "obl:unmarked" and s.lower[c] in ("that", "which") and theme is None:
            theme = c  # `the flour that X decided to provide`
    subject = told_of if subject is None else subject
    if subject is not None and s.lower[subject] in ("which", "that", "who") and s.base[i] == "ccomp" and s.deps[s.heads[i]] == "acl:relcl" and s.lower[s.heads[i]] in TELLING:
        subject = s.heads[s.heads[i]]  # `a firm which it said has sent workers`
    if s.deps[i] == "advcl:relcl" and subject is not None and s.lower[subject] in ("that", "who", "which") and any(s.lower[c] == "it" for c in s.children[s.heads[i]]):
        subject = s.heads[i]  # `it was X that sold arms`
    if s.base[i] == "acl":
        noun = s.heads[i]
        relative = {c for c in s.children[i] if s.tags[c] in ("WDT", "WP")}
        if subject in relative:
            subject = _persons_before(v, subject) if s.lower[subject] == "who" else None
            subject = noun if subject is None else subject
        elif theme in relative or (roles.passive and theme is None):
            theme = noun
        elif s.tags[i] in ("VBG", "VBD", "VBZ", "VBP") and subject is None and not _cited_for(s, i) and not (s.lower[noun] in word_set("words_of_sanctions") and any(s.lower[c] in ("for", "over") for c in s.children[i])) and not (s.lower[noun] in word_set("nouns_of_wish") and s.kids(i, "mark")):
            subject = noun
            if s.lower[noun] in CARRIERS:  # `a plane carrying drones for X`: hung on the plane
                roles.phrases = [(s.preposition(c), c) for c in s.kids(noun, "nmod") if c > i and s.preposition(c) in ("for", "to")]
        elif s.deps[i] == "acl:relcl" and subject is not None and theme is None:
            theme = noun
    elif s.base[i] == "amod" and s.tags[i] == "VBN":
        theme = s.heads[i] if theme is None else theme
    if s.base[i] == "advcl" and roles.passive and any(s.base[c] == "mark" for c in s.children[i]) and not s.is_passive(i):
        roles.passive = False  # `while docked at X` is a state, not an act upon something
    if (subject is None and not roles.passive) or (theme is None and roles.passive):
        inherited = _told_of_object(v, i) if roles.passive else None
        inherited = inherited if inherited is not None else _shared_subject(v, i, depth)
        if inherited is not None and roles.passive:
            theme = theme if theme is not None else inherited
            if s.base[i] in ("advcl", "xcomp") and s.is_verb(s.heads[i]):  # `taken from X to be transferred to Y`
                roles.phrases = [(prep, t) for prep, t in phrases_below(v, s.heads[i]) if prep == "from"]
        elif inherited is not None:
            subject = inherited
    if theme is None and not roles.passive and not s.kids(i, "xcomp", "ccomp"):
        for c in s.kids(i, "conj"):
            if s.is_verb(c) and c > i:
                shared = s.kids(c, "obj")
                if shared and not any(s.base[x] == "nsubj" for x in s.children[c]):
                    theme = shared[0]
    if theme is None and not roles.passive and s.base[i] == "conj" and s.is_verb(s.heads[i]):
        theme = next((c for c in s.kids(s.heads[i], "obj") if c > i), None)  # `X funds and arms Y`
    if roles.passive and theme is not None and s.base[theme] == "obj" and not any(s.deps[c] == "nsubj:pass" for c in s.children[i]):
        roles.second = _shared_subject(v, i, depth)
    if roles.passive and theme is not None and roles.second is None:
        given = [c for c in s.children[i] if s.base[c] == "obj" and c > i]
        if given and theme != given[0]:  # `they were given rifles`: who is given stands as the subject
            roles.second, theme = theme, given[0]
    if theme is not None and s.lower[theme] in RELATIVES and s.base[i] == "xcomp" and s.base[s.heads[i]] == "acl":
        theme = s.heads[s.heads[i]]  # `a statue that X is said to have ordered`
        if theme not in v.item_at and s.base[theme] == "nmod" and s.heads[theme] in v.item_at:
            theme = s.heads[theme]
    if theme in (None, s.heads[i]) and not roles.passive and s.base[i] == "acl" and s.lower[s.heads[i]] == "what":  # `What X sold to Y were drones`, `drones are what X sells`
        what = s.heads[i]
        theme = s.heads[what] if s.base[what] == "nsubj" and s.kids(s.heads[what], "cop") else next(iter(s.kids(what, "nsubj")), None) if s.kids(what, "cop") else None
    worth = next((c for c in s.kids(i, "obj", "xcomp") if s.lower[c] == "worth"), None)
    if worth is not None:  # `bought oil worth a million dollars`
        theme = next((c for c in s.kids(worth, "nmod") if s.preposition(c) == "of"), None) or next((c for c in s.kids(worth, "obj", "nmod", "nsubj") if c < worth), theme)  # `a million dollars' worth of gold`
    if theme is not None and s.lower[theme] == "what" and s.base[i] in ("csubj", "nsubj", "acl") and s.heads[i] != i:
        theme = s.heads[i]  # `what the flights took to X was parts for drones`
    if theme is not None and roles.second is None and i + 1 < len(s.words) and (v.lexicon.verbs.get(s.lower[i], ("", ""))[1] == "give" or s.lower[i] in BUYING):
        after = next((m for m in v.mentions if m.start in (i + 1, i + 1 + (s.lower[i + 1] == "the")) and m.form != "adjective"), None)
        if after is not None and s.lower[i] in BUYING and not any(m.start >= after.end and (m.form == "adjective" or s.preposition(m.end - 1) == "from") for m in v.mentions):
            after = None  # `bought X's rifles` without their `'s`
        if after is not None and s.heads[after.end - 1] == theme and (s.base[after.end - 1] == "compound" or (s.deps[after.end - 1] == "nmod:poss" and not s.kids(after.end - 1, "case"))):
            roles.second = after.end - 1  # `gave Putin paintings`
        known = i + 2 if s.lower[i + 1] in ("the", "them") and i + 2 < theme and group_of(s.lower[i + 2]) is not None and s.heads[i + 2] == theme else None
        if known is not None and roles.second is None:
            roles.second = known  # `sold the firm oil`
    roles.subject, roles.theme = subject, theme
    if subject is not None and not roles.passive:
        roles.agents.append(subject)
    roles.phrases = [*roles.phrases, *phrases_below(v, i)]
    acting = subject is not None and not roles.passive
    roles.agents += [t for prep, t in roles.phrases if prep == "by" and s.lower[t] not in MEANS and not (acting and any(s.deps[k] == "nmod:poss" for k in s.children[t]))]
    if roles.passive and not roles.agents and s.base[i] == "conj" and s.is_passive(s.heads[i]):
        roles.agents += [t for prep, t in phrases_below(v, s.heads[i]) if prep == "by"]
    return roles


def _cited_for(s: Sentence, i: int) -> bool:
    """Whether an act is what somebody is named for in a report: `X was named in a report for sending arms`."""
    h = s.heads[i]
    return s.base[i] == "acl" and s.base[h] == "obl" and s.lower[s.heads[h]] in CITING and s.is_passive(s.heads[h]) and any(s.lower[c] == "for" for c in s.children[i])


def _told_of_in_between(s: Sentence, i: int) -> int | None:
    """The noun that a clause inside a clause tells of: `the firm, which a panel said sent fighters`, `the firm that they say sold arms`."""
    h = s.heads[i]
    if s.base[i] not in ("ccomp", "advcl", "xcomp") or s.tags[i] not in ("VBD", "VBZ", "VBP", "VBN") or s.deps[h] != "acl:relcl" or s.lower[h] not in TELLING:
        return None
    if any(s.base[c] in ("nsubj", "mark", "aux") for c in s.children[i]) or not s.kids(h, "nsubj") or s.kids(h, "obj"):
        return None
    return s.heads[h]


def told_by_others(v: View, i: int) -> int | None:
    """Whom a clause in another's words is about: `firms that officials said sold arms`, `a firm which they say is behind the sale`."""
    s, h = v.s, v.s.heads[i]
    if s.base[i] != "ccomp" or s.deps[h] != "acl:relcl" or s.lower[h] not in TELLING or s.kids(i, "nsubj"):
        return None
    return s.heads[h] if any(s.lower[c] in RELATIVES and c < h for c in s.children[h]) else None


def _told_of_object(v: View, i: int) -> int | None:
    """The object that a bare participle after it tells of: `stopped lorries used to smuggle arms`, `uses a million tons of fuel, imported from X`."""
    s, h = v.s, v.s.heads[i]
    if s.base[i] != "advcl" or s.tags[i] not in ("VBN", "VBD") or not s.is_verb(h) or any(s.base[c] in ("mark", "aux", "nsubj") for c in s.children[i]):
        return None
    told = next((c for c in s.kids(h, "obj") if c < i), None)
    if told is None or i - 1 == max(s.noun_phrase(told)):
        return told
    if s.tags[i] == "VBD":
        return None
    subject = next(iter(s.kids(h, "nsubj")), None)
    goods = bool(v.items_in(s.noun_phrase(told))) and not (subject is not None and v.items_in(s.noun_phrase(subject)))
    return told if goods else None


def _persons_before(v: View, who: int) -> int | None:
    """The first of the parties named right before `who`, where the parser hung the clause on something further up."""
    s, j = v.s, who - 1
    while j >= 0 and s.lower[j] == ",":
        j -= 1
    if j < 0 or j not in v.at:
        return None
    while s.base[j] == "conj" and s.heads[j] in v.at:
        j = s.heads[j]
    return j


def _shared_subject(v: View, i: int, depth: int) -> int | None:
    """The subject that a verb without one takes from the verb above it."""
    s = v.s
    h = s.heads[i]
    if depth > 6 or h == i or s.base[i] not in ("xcomp", "advcl", "conj", "ccomp", "acl", "parataxis", "obl", "nmod", "dep"):
        return None
    if s.base[i] == "acl" and s.lower[h] == "way" and any(s.deps[c] == "nmod:poss" for c in s.children[h]):
        return next((t for t in range(h - 1, -1, -1) if s.lower[t] in CARRIERS), None)  # `seized a vessel on its way to deliver fuel`
    if s.base[i] == "acl" and s.base[h] == "obj" and s.lower[s.heads[h]] in v.lexicon.factual["preventing"]:
        return None  # `X foiled an attempt to smuggle arms`: not X's
    if not s.is_verb(h):
        if s.base[i] == "acl" or s.base[i] == "nmod":
            owner = [c for c in s.kids(h, "nmod") if s.deps[c] == "nmod:poss"] + [c for c in s.kids(h, "compound", "amod") if c in v.at]
            if not owner and s.base[i] == "acl" and s.lower[h] in word_set("words_of_sanctions") and s.base[h] == "obj" and any(s.lower[c] in ("for", "over") for c in s.children[i]):
                punished = next((t for prep, t in phrases_below(v, s.heads[h]) if prep in ("on", "against") and t < i), None)  # `put sanctions on X for selling arms`
                return punished if punished is not None or s.lower[s.heads[h]] in IMPOSING else verb_roles(v, s.heads[h], depth + 1).subject  # `X faces sanctions for selling arms`
            if s.base[i] == "acl" and any(s.lower[c] in ("for", "over") for c in s.children[i]) and s.preposition(h) in ("on", "against") and s.lower[s.heads[h]] in word_set("words_of_sanctions"):
                return h  # `adopted sanctions on a firm for selling arms`
            if not owner and s.kids(h, "cop") and s.lower[h] in word_set("talks"):
                return next(iter(s.kids(h, "nsubj")), None)  # `said they are in talks to buy arms`
            if not owner and s.base[h] == "obj" and s.is_verb(s.heads[h]) and s.lower[h] in word_set("deal_words"):  # `X struck a deal to buy fuel`
                above = verb_roles(v, s.heads[h], depth + 1)
                return None if above.passive else above.subject
            if (not owner and s.base[h] == "obj" and s.base[i] == "acl" and (s.lower[h] in word_set("nouns_of_trying") and own_doing(v, h))) or (not owner and s.base[h] == "obj" and s.base[i] == "acl" and s.lower[h] in word_set("nouns_of_intent") and s.lower[s.heads[h]] in ("has", "have", "had", "announced", "unveiled", "made")):
                return verb_roles(v, s.heads[h], depth + 1).subject  # `X made an effort to launch a satellite`
            if not owner and s.base[h] == "obj" and s.base[i] == "acl" and s.lower[h] in word_set("nouns_of_wish") and s.is_verb(s.heads[h]):
                above = verb_roles(v, s.heads[h], depth + 1)
                return None if above.passive else above.subject  # `X's officials expressed interest in buying coal`
            if not owner and _cited_for(s, i):
                return verb_roles(v, s.heads[h], depth + 1).theme  # `X was named in a report for sending arms`
            return owner[0] if owner else _shared_subject(v, h, depth + 1) if s.base[h] in ("obl", "xcomp") else None
        found = s.kids(h, "nsubj") or (s.kids(s.heads[h], "nsubj") if s.base[h] == "conj" else [])
        return found[0] if found else None
    told = told_by_others(v, i)
    if told is not None:
        return told
    above = verb_roles(v, h, depth + 1)
    marks = {s.lower[c] for c in s.children[i] if s.base[c] == "mark" or s.base[c] == "case"}
    if s.base[i] in ("advcl", "xcomp", "ccomp") and s.lower[h] in HELPING and marks & {"in", "with"} and above.theme is not None and not above.passive:
        return above.theme  # `assists X in developing missiles`: X develops them
    if s.base[i] == "advcl" and s.lower[h] in HINDERING and "from" in marks:
        return above.theme if above.theme is not None else above.subject  # `stopped X from selling oil`
    if s.base[i] == "advcl" and s.lower[h] in PUNISHING and "for" in marks:
        return above.theme if above.theme is not None else above.subject  # `arrested a man for smuggling`
    if s.base[i] == "advcl" and s.lower[h] in IMPOSING and marks & {"for", "over"} and any(s.lower[c] in word_set("words_of_sanctions") for c in s.kids(h, "obj", "nsubj")):
        return next((t for prep, t in phrases_below(v, h) if prep in ("on", "against", "upon") and t < i), None)  # `put sanctions on X for shipping oil`
    if s.base[i] in ("advcl", "obl", "xcomp", "ccomp", "acl") and (s.lower[h] in ACCUSING or s.lower[h] in CLEARING) and (marks & {"of", "with", "for"} or s.base[i] == "xcomp"):
        return above.theme if above.theme is not None else above.subject
    if s.lower[h] in DEPENDING and "to" in marks:
        relied = next((t for prep, t in above.phrases if prep in ("on", "upon") and t < i), None)
        if relied is not None:
            return relied  # `relied on X to deliver drones`
    if above.passive and above.agents and s.lower[h] == "used" and "to" in marks:
        return above.agents[0]  # `wallets used by X to launder money`
    close = above.theme is not None and (s.base[i] == "ccomp" or (s.base[i] == "advcl" and max(s.noun_phrase(above.theme)) == i - 1))
    if close and s.tags[i] == "VBG" and s.lower[h] in PERCEIVING and above.theme is not None and above.theme < i and not above.passive:
        return above.theme  # `found workers sewing clothes`, `caught a diplomat trying to smuggle gold`
    bidden = above.second if above.theme is None else above.theme
    if bidden is not None and not above.passive and (s.base[i] == "xcomp" or (s.base[i] == "advcl" and "to" in marks and (bidden in v.at or v.party(bidden, pronouns=False) is not None))) and (s.lower[h] in word_set("letting_verbs") or s.lower[h] in BIDDING):
        return bidden  # `allowed X to sell oil`, `asked X to send arms`
    if above.theme is not None and (s.base[i] == "xcomp" or (s.base[i] == "advcl" and "to" in marks and above.theme in v.item_at and v.item_at[above.theme][2].kind in PEOPLE)):
        return above.theme
    return above.theme if above.passive and above.theme is not None else above.subject


def phrases_below(v: View, i: int) -> list[tuple[str, int]]:
    """(preposition, noun) of every prepositional phrase in the clause of `i`, clauses below left out."""
    s, found, stack = v.s, [], [i]
    while stack:
        t = stack.pop()
        for c in s.children[t]:
            if s.base[c] in ("ccomp", "parataxis", "csubj", "advcl") or (s.base[c] in ("acl", "xcomp") and t != i) or (s.base[c] == "conj" and s.is_verb(c)):
                continue
            if (s.base[c] in ("obl", "nmod", "advmod", "conj", "dep") or (s.base[c] == "xcomp" and s.tags[c][:2] == "NN") or (s.base[c] == "compound" and c in v.at and s.kids(c, "case"))) and c not in v.exchange_zone:
                prep = s.preposition(c) or ("'s" if s.deps[c] == "nmod:poss" else "")
                over = s.lower[s.heads[c]]
                tied = prep in ("to", "with") and s.base[c] == "nmod" and (over in TIES or over in PREPOSITIONAL)  # `a group with ties to X`, `thanks to X`: not to X
                if prep and not tied:
                    found.append((prep, c))
            if s.preposition(c) != "according to":  # `according to officials in X`: where the source is
                stack.append(c)
    return sorted(found, key=lambda row: row[1])


def verbs_of(v: View, forms: Container[str]) -> Iterator[tuple[int, Roles]]:
    """The verbs of a sentence that have one of `forms`, each with its roles."""
    for i, word in enumerate(v.s.lower):
        if word in forms and v.s.is_verb(i):
            yield i, verb_roles(v, i)


def governing_subject(v: View, i: int) -> int | None:
    """The subject of the verb that governs the noun at `i` (`carried out a launch`), or the noun's own clause subject."""
    s = v.s
    for h in (i, *s.ancestors(i)):
        told = told_by_others(v, h)
        if told is not None:
            return told
        if h == i:
            continue
        if s.is_verb(h) or s.kids(h, "cop"):
            roles = verb_roles(v, h)
            if (s.lower[h] in ACCUSING or (s.lower[h] in CONNECTING and not roles.passive)) and roles.theme is not None and i not in s.subtree(roles.theme):
                return roles.theme
            chosen = roles.subject if roles.subject is not None and not roles.passive else (roles.agents[0] if roles.agents else None)
            return chosen if chosen is not None and i not in s.subtree(chosen) else None
        if s.base[h] in ("nsubj",):
            return None
    return None


def own_doing(v: View, i: int) -> bool:
    """Whether the verb over a noun of transfer makes its subject a side: `resumed shipments` does, `bombed a shipment` does not."""
    s, below = v.s, i
    for h in s.ancestors(i):
        if s.base[below] == "nmod" and s.preposition(below) not in ("of", "") and s.lower[h] not in CONNECTING:
            return False  # `a reward for news about a smuggler`
        if s.base[below] == "obl" and s.preposition(below) in ("on", "against", "at") and s.is_verb(h):
            return False  # `launched strikes on shipments`, hung on the verb
        below = h
        if s.is_verb(h) or s.kids(h, "cop"):
            return bool(s.kids(h, "cop")) or s.lower[h] in OWN_DOING or s.lower[h] in ACCUSING or s.lower[h] in CONNECTING or (s.lower[h] in word_set("letting_verbs") and s.lower[i] in word_set("flows_that_one_stops")) or (s.lower[h] in STOPPING and s.base[h] not in ("xcomp", "advcl") and s.lower[i] in word_set("flows_that_one_stops"))
    return False


OWN_DOING = verb_set("verbs_of_own_doing")
PROSECUTING = verb_set("prosecuting_verbs")  # a court tries who acted in its land
STOPPING = verb_set("stopping_verbs")


def _bearer(v: View, i: int) -> int | None:
    """The noun that a verb tells of (`a ship carrying missiles`, `lorries used to smuggle arms`), or None."""
    s = v.s
    while s.base[i] in ("xcomp", "advcl") and s.is_verb(s.heads[i]):
        told = _told_of_object(v, i)
        if told is not None:
            return told
        i = s.heads[i]
    return s.heads[i] if s.base[i] == "acl" or (s.base[i] == "amod" and s.tags[i] == "VBG") else None


def _clause_start(s: Sentence, i: int) -> int:
    """Where the content clause that a verb stands in begins, when it has a subject of its own; else 0."""
    while s.base[i] in ("xcomp", "advcl", "conj") and s.is_verb(s.heads[i]):
        i = s.heads[i]
    subjects = s.kids(i, "nsubj") if s.base[i] == "ccomp" else []
    return min(s.subtree(subjects[0])) if subjects and subjects[0] < i else 0


STOPS = word_set("clause_stops")
NO_GOAL = word_set("before_a_party_that_is_no_goal")


def linear_roles(v: View, i: int) -> dict[str, list[str]]:
    """Parties by word order around the trigger: what stands after `to`, `from`, `by`, and the nearest party before it.

    Used only where the tree leaves a role empty; a parse of news is wrong often enough to need it.
    """
    s, found = v.s, {"to": list[str](), "from": list[str](), "by": list[str](), "in": list[str](), "before": list[str]()}
    for j in range(i + 1, min(i + 26, len(s.words))):
        low = s.lower[j]
        if low in STOPS or (s.is_verb(j) and s.lower[j] in v.lexicon.verbs and j > i + 1 and (s.tags[j] in ("VBD", "VBZ", "VBP") or (s.base[j] == "conj" and s.heads[j] == i and s.kids(j, "obj")))):
            break
        if s.tags[j] in ("VBD", "VBZ", "VBP") and s.base[j] in ("advcl", "conj") and any(i < k < j for k in s.kids(j, "nsubj")) and not s.is_verb(i):
            break  # `X's smuggling came to light, as it recalled its envoy to Y`
        key = "to" if low in ("to", "into", "towards", "toward") else low if low in ("from", "by", "in", "at") else None
        key = "in" if key == "at" else key
        if (low == "by" and s.lower[j - 1] in word_set("reporting_things")) or (low == "from" and s.lower[j + 1 : j + 2] in (("outside",), ("beyond",))):
            continue  # `a report by X says`, `from outside X`
        if low == "by" and not MEANS.isdisjoint(s.lower[j + 1 : j + 2]):
            continue
        if low == "by" and any(s.tags[k] in ("VBN", "VBD") and s.base[k] not in ("aux", "amod") for k in range(i + 1, j)):
            continue  # `a ship carrying missiles was seized by X`
        if key is not None and j not in v.exchange_zone and s.lower[j - 1] not in NO_GOAL:
            for m in v.mentions:
                if j < m.start <= j + 7 and m.form != "media" and not any(s.is_verb(k) or s.lower[k] in ("to", "from", "by", "in", "at", ",", ".") for k in range(j + 1, m.start)):
                    owned = [k for k in v.mentions if k.start == m.end + 1 and s.lower[m.end] in ("'s", "’s", "'") and k.form in ("group", "agency")]
                    found[key].append((owned or [m])[0].code)  # `to Sudan's Rapid Support Forces`
                    break
    bearer = _bearer(v, i)
    carrier = set(s.subtree(bearer)) if bearer is not None and not own_doing(v, bearer) and s.lower[s.heads[bearer]] not in PROSECUTING else None
    left = _clause_start(s, i)
    for m in reversed(v.mentions):
        if m.end <= left:
            break  # `police found that lorries were used …`: not the police's
        if carrier is not None and m.end - 1 not in carrier:
            continue  # `X intercepted a ship carrying missiles`: not X's
        if m.end <= i and m.start not in v.exchange_zone:
            between = s.lower[m.end : i]
            if any(w in STOPS for w in between if w not in ("who", "which")):
                break
            before = s.lower[m.start - 1] if m.start else ""
            if before == "by" or (before == "the" and s.lower[max(0, m.start - 2)] == "by"):
                continue  # `coal intercepted by X was sold`
            if "according" in s.lower[max(0, m.start - 3) : m.start]:
                continue  # whose word it is
            if before in ("in", "at", "near", "off", "against", "to", "of", "for", "with", "on") and m.form in ("name", "place"):
                continue
            if m.form != "media":
                found["before"].append(m.code)
                break
    return found

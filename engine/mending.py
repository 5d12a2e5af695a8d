"""Repairs of what the parser still misreads: a few constructions of news that the treebanks hardly have."""

from __future__ import annotations

from collections.abc import Sequence

from engine.lexicon import verb_forms, verb_set
from engine.vocabulary import read_yaml, word_set

CLAIMS, WRITTEN = word_set("nouns_with_that"), word_set("written_things")
ACCUSING = word_set("accusing") | verb_set("clearing_verbs")
TRAINEES, DOING = word_set("trainees"), word_set("done_to_trainees")
LEAVING = verb_set("departing_verbs") | verb_set("verbs_of_setting_out")
SENT, SENT_IN = verb_set("verbs_of_sending_in"), word_set("what_is_sent_in")
OWNED = word_set("owned_forms")
NO_ADJECTIVES = word_set("verbs_taken_for_adjectives")
VESSELS = word_set("vessels")
TELLING = verb_set("verbs_of_telling_somebody")
NO_OBJECT = word_set("verbs_without_object")
NEIGHBOURING = word_set("neighbouring")
PASSIVE = {"nsubj": "nsubj:pass", "cop": "aux:pass"}


def mend(lower: Sequence[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """Mends `tags`, `deps` and `heads` in place; a repair that would break the tree is left out."""
    before = (list(tags), list(deps), list(heads))
    _passives(lower, tags, deps, heads)
    _content_clauses(lower, tags, deps, heads)
    _subjects_set_apart(tags, deps, heads)
    _subjects_taken_along(lower, tags, deps, heads)
    _nobody_who(tags, deps, heads)
    _hidden_verb(tags, deps, heads)
    _between_names(lower, tags, deps, heads)
    _city_and_province(lower, tags, deps, heads)
    _armed(lower, tags, deps, heads)
    _verb_with_subject(tags, deps, heads)
    _of_auxiliaries(lower, deps, heads)
    _accused_of(lower, tags, deps, heads)
    _loads(lower, tags, deps, heads)
    _left_for(lower, deps, heads)
    _sold_to(tags, deps, heads)
    _neighbours(lower, tags, deps, heads)
    _trained(lower, tags, deps, heads)
    _like_with_like(tags, deps, heads)
    _carried_things(tags, deps, heads)
    _sent_in(lower, tags, deps, heads)
    _as_well_as(lower, deps, heads)
    _same_prepositions(lower, deps, heads)
    _used_to(lower, tags, deps, heads)
    _verbs_taken_for_plurals(lower, tags, deps, heads)
    _two_participles(tags, deps, heads)
    _owned_by(lower, tags, deps, heads)
    _no_verbs(lower, tags, deps, heads)
    _called_so(lower, tags, deps, heads)
    _said_clauses(lower, tags, deps, heads)
    _other_states(lower, tags, deps, heads)
    _speaker_at_the_end(lower, tags, deps, heads)
    _name_that_says(lower, tags, deps, heads)
    if sum(h == i for i, h in enumerate(heads)) != 1 or any(i in _above(heads, i) for i, h in enumerate(heads) if h != i):
        tags[:], deps[:], heads[:] = before


def _kids(heads: Sequence[int], i: int) -> list[int]:
    return [c for c, h in enumerate(heads) if h == i and c != i]


def _passives(lower: Sequence[str], tags: list[str], deps: list[str], heads: Sequence[int]) -> None:
    """`is being armed by X`: a participle with an agent is no adjective."""
    for i, h in enumerate(heads):
        by = deps[i] == "obl" and any(lower[c] == "by" for c in _kids(heads, i))
        if (deps[i] == "obl:agent" or by) and tags[h] == "JJ" and lower[h].endswith(("ed", "en")):
            tags[h] = "VBN"
            for c in _kids(heads, h):
                deps[c] = PASSIVE.get(deps[c], deps[c])


def _content_clauses(lower: Sequence[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """`the charge that X sold drones`: what is charged, no relative clause. `told a court that X sold them`: what is told."""
    for i, h in enumerate(heads):
        if deps[i] not in ("acl", "acl:relcl") or deps[h] not in ("iobj", "obj") or lower[heads[h]] not in TELLING or not heads[h] < h < i:
            continue
        below = {deps[c].partition(":")[0] for c in _kids(heads, i)}
        told = deps[i] == "acl" and any(lower[c] == "that" and deps[c] == "mark" and c == h + 1 for c in _kids(heads, i))
        if told or ({"nsubj", "obj"} <= below and not any(tags[c] in ("WDT", "WP") for c in _kids(heads, i))):  # `told the paper X sold them`
            heads[i], deps[i] = heads[h], "ccomp"
    for i, h in enumerate(heads):
        if deps[i] not in ("acl:relcl", "acl"):
            continue
        that = next((c for c in _kids(heads, i) if lower[c] == "that" and deps[c] in ("obj", "obl:unmarked", "obl")), None)
        if that is not None and lower[h] not in CLAIMS and deps[h] == "nmod" and lower[heads[h]] in CLAIMS and any(deps[c] == "obj" and c != that for c in _kids(heads, i)):
            h = heads[i] = heads[h]  # `the claim by Y's customs that X armed Z`
        told = that is not None and (lower[h] in CLAIMS or tags[that] == "IN" or (lower[h] in WRITTEN and any(deps[c] == "obj" and c != that for c in _kids(heads, i))))
        if that is not None and told and any(deps[c].startswith("nsubj") for c in _kids(heads, i)):
            tags[that], deps[that], deps[i] = "IN", "mark", "acl"


def _said_clauses(lower: Sequence[str], tags: Sequence[str], deps: list[str], heads: Sequence[int]) -> None:
    """`says that X registered companies`, `says X trained soldiers`: what is said, no thing."""
    for i, h in enumerate(heads):
        below = _kids(heads, i)
        that = lower[h] in SAYING or any(lower[c] == "that" and deps[c] == "mark" for c in below)
        if deps[i] in ("obj", "obl") and tags[i] in ("VBD", "VBZ", "VBP") and h < i and that and any(deps[c].startswith("nsubj") for c in below):
            deps[i] = "ccomp"


def _subjects_set_apart(tags: Sequence[str], deps: list[str], heads: Sequence[int]) -> None:
    """`A suspect whom the police know flew to Rome`: a noun before a verb without another subject is its subject."""
    for i, h in enumerate(heads):
        if deps[i] == "dislocated" and i < h and tags[h][:2] == "VB" and not any(deps[c].startswith("nsubj") for c in _kids(heads, h)):
            deps[i] = "nsubj"


def _subjects_taken_along(lower: Sequence[str], tags: Sequence[str], deps: list[str], heads: list[int]) -> None:
    """`X armed the Y, and Z's customs put sanctions on …`: what stands after `, and` before a verb without a subject is its
    subject, and the clause before is no clause of that verb."""
    for i, h in enumerate(heads):  # the second verb found, its subject hung on what stands before it
        comma = i > 3 and not any(deps[c] in ("obj", "ccomp", "xcomp") for c in _kids(heads, i))  # `to X and Y began a swap` needs no comma
        link = next((c for c in _kids(heads, i - 1) if deps[c] == "cc" and (lower[c - 1] == "," or (not comma and c == i - 2 and tags[i - 1][:3] == "NNP"))), None) if i > 3 else None
        apart = deps[i] == "conj" and tags[i] in ("VBD", "VBZ", "VBP") and tags[h][:2] == "VB" and h < i
        if link is not None and apart and deps[i - 1] == "conj" and h in _above(heads, i - 1) and not any(deps[c].startswith("nsubj") for c in _kids(heads, i)):
            heads[i - 1], deps[i - 1], heads[link] = i, "nsubj", i
    root = next((i for i, h in enumerate(heads) if h == i), None)
    if root is None or root < 4 or tags[root] not in ("VBD", "VBZ", "VBP") or any(deps[c].startswith("nsubj") for c in _kids(heads, root)):
        return
    noun = root - 1
    link = next((c for c in _kids(heads, noun) if deps[c] == "cc" and lower[c - 1] == ","), None)
    first = next((i for i in _above(heads, noun) if heads[i] == root and deps[i] == "advcl" and tags[i] in ("VBD", "VBZ", "VBP")), None)
    if deps[noun] != "conj" or link is None or first is None or any(deps[c] == "mark" for c in _kids(heads, first)):
        return
    heads[noun], deps[noun] = root, "nsubj"
    heads[first], deps[first], heads[root], deps[root] = first, "ROOT", first, "conj"
    heads[link], heads[link - 1] = root, root


def _city_and_province(lower: Sequence[str], tags: Sequence[str], deps: list[str], heads: list[int]) -> None:
    """`A source in Hunchun, Jilin Province told reporters`: the province is no second subject."""
    for i, h in enumerate(heads):
        first = next((c for c in _kids(heads, h) if c < i and deps[c] == "nsubj"), None) if deps[i] == "nsubj" and tags[i] == "NNP" else None
        start = min((c for c in _kids(heads, i) if c < i and deps[c] == "flat"), default=i)
        if first is not None and start > first + 2 and lower[start - 1] == "," and tags[start - 2] == "NNP" and first in _above(heads, start - 2):
            heads[i], deps[i] = start - 2, "appos"


def _nobody_who(tags: list[str], deps: list[str], heads: list[int]) -> None:
    """`None of X's ships sold rifles`, `An X vessel transported tanks`: the only verb is the sentence's, and what the parser made the root its subject."""
    root = next((i for i, h in enumerate(heads) if h == i), None)
    if root is None or tags[root][:2] not in ("NN", "DT", "CD") or any(deps[c] in ("cop", "nsubj") for c in _kids(heads, root)):
        return
    verbs = [i for i, tag in enumerate(tags) if tag in ("VBD", "VBZ", "VBP", "MD")]
    if not verbs:
        verbs = [i for i in _kids(heads, root) if deps[i] == "acl" and tags[i] == "VBN" and i > root and any(deps[c] == "obj" for c in _kids(heads, i))]
    below = heads[verbs[0]] if len(verbs) == 1 else root
    if len(verbs) == 1 and deps[verbs[0]] == "acl" and (below == root or (heads[below] == root and deps[below] == "nmod")) and verbs[0] > below:
        verb = verbs[0]
        heads[verb], deps[verb], heads[root], deps[root] = verb, deps[root], verb, "nsubj"
        tags[verb] = "VBD" if tags[verb] == "VBN" else tags[verb]


WAYS = frozenset({"from", "to", "into", "onto", "off"})


def _of_auxiliaries(lower: Sequence[str], deps: list[str], heads: list[int]) -> None:
    """`believed to have stolen coins`: what is stolen hangs on the verb, not on its auxiliary."""
    for i, h in enumerate(list(heads)):
        if deps[h].startswith("aux") and deps[i] in ("obj", "iobj", "obl", "nsubj", "ccomp", "xcomp"):
            heads[i] = heads[h]
        if deps[i] == "obj" and any(deps[c] == "case" and lower[c] in WAYS for c in _kids(heads, i)):
            deps[i] = "obl"  # `took on oil from a ship`
        if deps[i] == "iobj" and deps[h] == "obj" and i < h:
            heads[i] = heads[h]  # `paid X $20 million`


def _verb_with_subject(tags: list[str], deps: list[str], heads: list[int]) -> None:
    """`X trained Y fighters`: a past tense with a subject is no adjective of what comes after it."""
    for i, h in enumerate(list(heads)):
        if deps[i] == "amod" and tags[i] in ("VBD", "VBZ", "VBP") and h > i and any(deps[c] == "nsubj" and c < i for c in _kids(heads, i)):
            heads[i], deps[i] = (i if heads[h] == h else heads[h]), deps[h]
            heads[h], deps[h] = i, "obj"


def _hidden_verb(tags: list[str], deps: list[str], heads: list[int]) -> None:
    """`The X Republic seized rifles bound for Y`: the verb that the parser took for what the rifles are."""
    root = next((i for i, h in enumerate(heads) if h == i), None)
    if root is None or tags[root] not in ("JJ", "VBN") or any(deps[c] in ("cop", "aux", "aux:pass") for c in _kids(heads, root)):
        return
    noun = next((c for c in _kids(heads, root) if deps[c] == "nsubj" and c < root), None)
    verb = next((c for c in _kids(heads, noun) if deps[c] == "amod" and tags[c] in ("VBD", "VBN") and any(deps[k] == "nsubj" for k in _kids(heads, c))), None) if noun is not None else None
    if noun is None or verb is None:
        return
    for c in _kids(heads, noun):
        heads[c] = verb if c < verb and deps[c] == "nsubj" else heads[c]
    heads[verb], deps[verb], tags[verb] = verb, "ROOT", "VBD"
    heads[noun], deps[noun], heads[root], deps[root] = verb, "obj", noun, "acl"


def _between_names(lower: Sequence[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """`X armed Y and trained its fighters`: a participle between two names, in a sentence without another verb above, is the verb."""
    for i, h in enumerate(heads):
        if deps[i] != "amod" or tags[i] not in ("JJ", "VBN") or not lower[i].endswith("ed") or heads[h] != h or tags[h] not in ("NNP", "NNPS") or lower[h] in word_set("armies") or any(deps[c] == "cop" for c in _kids(heads, h)):
            continue
        before = next((c for c in _kids(heads, h) if (c == i - 1 or (c == i - 2 and tags[i - 1] == "RB")) and deps[c] == "compound" and tags[c] in ("NNP", "NNPS")), None)
        if before is None:
            continue
        for c in _kids(heads, h):
            if c == before or c > h or (c < before and deps[c] in ("punct", "advmod", "obl")):
                heads[c] = i
        tags[i], deps[i], heads[i], deps[before] = "VBD", deps[h], i, "nsubj"
        deps[h], heads[h] = "obj", i
        return


def _like_with_like(tags: Sequence[str], deps: Sequence[str], heads: list[int]) -> None:
    """`trying to buy arms and training police`: a present participle goes with another above, not with an infinitive."""
    for i, h in enumerate(heads):
        if deps[i] == "conj" and tags[i] == "VBG" and tags[h][:2] == "NN" and any(deps[c] in ("obj", "obl", "xcomp") for c in _kids(heads, i)):
            verb = next((a for a in _above(heads, i)[1:] if tags[a] == "VBG" and a < h), None)
            heads[i] = heads[i] if verb is None else verb  # `accused of increasing exports and continuing with attacks`
        if deps[i] == "conj" and tags[i] == "VBG" and tags[h] == "VB" and deps[h] == "xcomp" and tags[heads[h]] == "VBG" and heads[h] < h < i:
            heads[i] = heads[h]


def _same_prepositions(lower: Sequence[str], deps: Sequence[str], heads: list[int]) -> None:
    """`sold gold to X through Y, and to Z`: a phrase goes with the one of its own preposition."""
    def marker(i: int) -> str:
        return next((lower[c] for c in _kids(heads, i) if deps[c] == "case"), "")

    for i, h in enumerate(heads):
        own = marker(i) if deps[i] == "conj" else ""
        if own in ("to", "from") and marker(h) not in ("", own) and deps[h] in ("obl", "nmod"):
            like = next((c for c in _kids(heads, heads[h]) if c < h and deps[c] == "obl" and marker(c) == own), None)
            if like is not None:
                heads[i] = like


def _carried_things(tags: Sequence[str], deps: Sequence[str], heads: list[int]) -> None:
    """`a plane carrying arms sent by X`: the participle right after what is carried is of that."""
    for i, h in enumerate(heads):
        if deps[i] != "acl" or tags[i] != "VBN" or i < 2 or tags[i - 1] not in ("NN", "NNS"):
            continue
        carrying = next((c for c in _kids(heads, h) if deps[c] == "acl" and tags[c] == "VBG" and h < c < i), None)
        if carrying is not None and carrying in _above(heads, i - 1):
            heads[i] = i - 1


def _sent_in(lower: Sequence[str], tags: Sequence[str], deps: list[str], heads: list[int]) -> None:
    """`X sent in troops`: what was sent, not where."""
    for i, h in enumerate(heads):
        case = next((c for c in _kids(heads, i) if lower[c] == "in" and deps[c] == "case"), None)
        if deps[i] == "obl" and case is not None and case == h + 1 and lower[h] in SENT and lower[i] in SENT_IN and not any(deps[c] == "obj" for c in _kids(heads, h)):
            deps[i], heads[case], deps[case] = "obj", h, "compound:prt"


def _as_well_as(lower: Sequence[str], deps: list[str], heads: list[int]) -> None:
    """`smuggled to X, as well as to Y`: a phrase like the one before with its preposition."""
    for i in range(len(lower) - 4):
        if tuple(lower[i : i + 3]) != ("as", "well", "as") or lower[i + 3] not in ("to", "from", "in") or heads[i + 3] != i:
            continue
        like = next((heads[c] for c in range(i - 1, -1, -1) if lower[c] == lower[i + 3] and deps[c] == "case"), None)
        noun = heads[i]
        if like is not None and noun > i and deps[noun] == "conj" and like not in (noun, *_above(heads, like)) and noun not in _above(heads, like):
            heads[noun], heads[i + 3], deps[i + 3] = like, noun, "case"


def _used_to(lower: Sequence[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """`Police seized lorries used to smuggle arms`: the past tense after the subject is the sentence's verb, the participle
    after its object is the object's."""
    for i in range(2, len(lower) - 1):
        if lower[i] != "used" or lower[i + 1] != "to" or tags[i - 1][:2] != "NN":
            continue
        verb = i - 2
        while verb > 0 and tags[verb] in ("JJ", "NN", "NNS", "CD", "DT", "NNP"):
            verb -= 1
        if verb < 1 or tags[verb] not in ("VBD", "VBN") or any(deps[c] in ("aux", "aux:pass") for c in _kids(heads, verb)) or (heads[i] == i - 1 and deps[i] == "acl" and heads[i - 1] == verb):
            continue
        if i in (verb, *_above(heads, verb)):
            heads[verb], deps[verb] = (verb if heads[i] == i else heads[i]), deps[i]
        for c in _kids(heads, i):
            if c < verb or deps[c] == "punct":
                heads[c] = verb
        subject = next((c for c in range(verb - 1, -1, -1) if deps[c].startswith("nsubj") and heads[c] in (verb, i)), None)
        subject = subject if subject is not None else next((c for c in (heads[verb],) if c < verb and tags[c][:2] == "NN"), None)
        if subject is not None:
            if verb in _above(heads, subject) or heads[subject] != verb:
                heads[verb], deps[verb] = (verb if heads[subject] in (subject, verb, i) else heads[subject]), "root"
            heads[subject], deps[subject] = verb, "nsubj"
        tags[verb], tags[i] = "VBD", "VBN"
        heads[i - 1], deps[i - 1], heads[i], deps[i] = verb, "obj", i - 1, "acl"


def _armed(lower: Sequence[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """`X armed Y, the team says`, `that it armed Y`, `X has armed Y`: `armed` between two names is what one does to the other."""
    for i, h in enumerate(heads):
        if lower[i] not in NO_ADJECTIVES or deps[i] != "amod" or h <= i or heads[h] == h or tags[h] not in ("NNP", "NNPS") or any(deps[c] not in ("compound", "flat", "amod") for c in _kids(heads, h) if i < c < h):
            continue
        has = i - 1 if lower[i - 1] in ("has", "have", "had") and heads[h] == i - 1 and heads[i - 1] != i - 1 else None
        left = i - 2 if tags[i - 1] == "RB" and i > 1 else i - 1  # `X nearly armed Y`
        doer = next((c for c in _kids(heads, has) if deps[c] == "nsubj"), None) if has is not None else left if tags[left] in ("NNP", "NNPS", "PRP") and heads[left] in (i, h) else None
        if doer is None:
            continue
        top = has if has is not None else h
        verb = heads[top]
        second = deps[top] == "nsubj" and not any(deps[c] == "nsubj" and c != top for c in _kids(heads, verb))  # `that X armed Y and trained its fighters`
        tags[i], heads[i], deps[i] = "VBD", verb, "ccomp" if deps[top] in ("nsubj", "obj") else deps[top]
        for c in [*_kids(heads, top), *(_kids(heads, h) if has is not None else [])]:
            heads[c] = i if c != i and not i < c < h and not (c > h and deps[c] in ("appos", "conj", "acl", "acl:relcl", "nmod") and tags[c][:2] != "VB") else heads[c]
        heads[h], deps[h], heads[doer], deps[doer] = i, "obj", i, "nsubj"
        if second:
            for c in (c for c in _kids(heads, verb) if deps[c] == "mark" and c < i):
                heads[c] = i
            that = any(deps[c] == "mark" for c in _kids(heads, i))
            heads[i], deps[i] = (i, "ROOT") if heads[verb] == verb else (heads[verb], "ccomp" if that else deps[verb])
            heads[verb], deps[verb] = i, "conj"
        has = left - 1 if left > 0 and lower[left - 1] in ("has", "have", "had") and heads[left - 1] in (i, h) else has  # `Has X armed Y?`
        if has is not None:
            heads[has], deps[has], tags[i] = i, "aux", "VBN"
        return


def _trained(lower: Sequence[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """`smuggling arms and training fighters of X`: a second thing done, not a kind of fighters."""
    for i, h in enumerate(heads):
        act = i - 1
        if deps[i] != "conj" or lower[i] not in TRAINEES or heads[act] != i or deps[act] != "compound" or lower[act] not in DOING or lower[act - 1] not in ("and", ","):
            continue
        verb = heads[h]
        if deps[h] != "obj" or tags[verb] != "VBG" or not h < act:
            continue
        for c in _kids(heads, i):
            heads[c] = act if c < act else i
        for c in _kids(heads, h):
            heads[c] = i if c > i and deps[c] == "nmod" else heads[c]
        tags[act], deps[act], heads[act], heads[i], deps[i] = "VBG", "conj", verb, act, "obj"


def _two_participles(tags: Sequence[str], deps: list[str], heads: list[int]) -> None:
    """`exports of banned and restricted goods`: two participles before one noun, of which the parser takes the first for a thing."""
    for i, h in enumerate(heads):
        if deps[i] != "conj" or tags[i][:2] != "NN" or h > i or tags[h] not in ("VBN", "JJ") or deps[h] not in ("nmod", "obl", "obj") or i - h > 4:
            continue
        if any(deps[c] == "amod" and h < c < i for c in _kids(heads, i)) and not any(deps[c] == "det" and c > h for c in _kids(heads, i)):
            heads[i], deps[i] = heads[h], deps[h]
            for c in _kids(heads, h):
                heads[c] = i
            heads[h], deps[h] = i, "amod"
    for i in range(2, len(heads)):  # the same, its preposition hung on the first participle
        first = next((c for c in _kids(heads, i) if deps[c] == "amod" and c < i and any(deps[k] == "case" for k in _kids(heads, c))), None)
        case = next((k for k in _kids(heads, first) if deps[k] == "case"), None) if first is not None else None
        if case and deps[i] == "conj" and tags[case - 1][:2] == "NN":
            heads[case], heads[i], deps[i] = i, case - 1, "nmod"


def _called_so(lower: Sequence[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """`thanked embargoed X for training police`: what X is called is no verb between two others."""
    for i, h in enumerate(heads):
        noun = next((c for c in _kids(heads, i) if deps[c] == "obj" and c > i), None)
        if deps[i] != "obj" or tags[i] not in ("VBD", "VBN") or noun is None or h >= i or any(deps[c].startswith(("nsubj", "aux", "mark")) and c < i for c in _kids(heads, i)):
            continue
        for c in _kids(heads, i):
            heads[c] = h
        heads[noun], deps[noun], heads[i], deps[i], tags[i] = h, "obj", noun, "amod", "VBN"


def _owned_by(lower: Sequence[str], tags: Sequence[str], deps: list[str], heads: Sequence[int]) -> None:
    """`the Polaris, owned by X, …`: a participle after a comma tells of the name."""
    for i, h in enumerate(heads):
        if deps[i] == "conj" and tags[i] == "VBN" and lower[i] in OWNED and lower[i - 1] == "," and tags[h][:2] == "NN" and h < i:
            deps[i] = "acl"


def _no_verbs(lower: Sequence[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """`deliver fuel to rebel general X`: a word that takes no object is no verb before one."""
    for i, h in enumerate(heads):
        noun = next((c for c in _kids(heads, i) if deps[c] == "obj" and c > i), None)
        if lower[i] not in NO_OBJECT or tags[i] != "VB" or noun is None or h == i:
            continue
        to = next((c for c in _kids(heads, i) if lower[c] == "to"), None)
        heads[noun], deps[noun] = h, "obl"
        for c in _kids(heads, i):
            heads[c] = noun
        if to is not None:
            tags[to], deps[to] = "IN", "case"
        tags[i], deps[i], heads[i] = "NN", "compound", noun


def _accused_of(lower: Sequence[str], tags: Sequence[str], deps: list[str], heads: list[int]) -> None:
    """`was suspected by X of sending arms`, `accused X of selling arms`: what somebody is suspected of, not what X is for."""
    for i, h in enumerate(heads):
        of = next((c for c in _kids(heads, i) if lower[c] == "of" and deps[c] == "case"), None)
        act = next((c for c in _kids(heads, i) if deps[c] == "amod" and tags[c] == "VBG" and of is not None and c == of + 1), None)
        if act is None or of is None or lower[h] not in ACCUSING or deps[i] not in ("obj", "obl", "nmod"):
            continue
        for c in _kids(heads, i):
            if deps[c] == "conj" and tags[c] == "VBG":
                heads[c] = act
        heads[act], deps[act], heads[of], deps[of], heads[i], deps[i] = h, "advcl", act, "mark", act, "obj"
    for i, h in enumerate(heads):
        if deps[i] == "acl" and deps[h] in ("obl", "obl:agent") and lower[heads[h]] in ACCUSING and any(lower[c] == "by" for c in _kids(heads, h)) and any(lower[c] == "of" and deps[c] == "mark" for c in _kids(heads, i)):
            heads[i], deps[i] = heads[h], "advcl"
    for i, h in enumerate(heads):
        of = next((c for c in _kids(heads, i) if lower[c] == "of" and deps[c] == "mark"), 0)
        if tags[i] == "VBG" and deps[i] == "acl" and h < of - 1 and lower[of - 1] in ACCUSING and heads[of - 1] == h:
            heads[i], deps[i] = of - 1, "advcl"  # `men suspected of trying to sell arms`
        elif tags[i] == "VBG" and deps[i] == "acl" and of and deps[h] == "obj" and lower[heads[h]] in ACCUSING and heads[h] < h < of:
            heads[i], deps[i] = heads[h], "advcl"  # `acquitted a firm of buying coal`


def _sold_to(tags: Sequence[str], deps: list[str], heads: list[int]) -> None:
    """`exported to X industrial machines`: a name between `to` and what was exported is where it went."""
    for i, h in enumerate(heads):
        case = next((c for c in _kids(heads, i) if deps[c] == "case" and c < i), None)
        if deps[i] != "obl" or case is None or case != h + 1 or tags[case] not in ("IN", "TO") or any(deps[c] == "obj" for c in _kids(heads, h)):
            continue
        name = case + 1
        if heads[name] != i or deps[name] != "compound" or tags[name] != "NNP" or not (tags[i] == "NNS" or tags[name + 1] == "JJ"):
            continue
        heads[name], deps[name], heads[case], deps[i] = h, "obl", name, "obj"


def _neighbours(lower: Sequence[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """`a deal with neighbouring X`: where X lies, no verb."""
    for i, h in enumerate(heads):
        if lower[i] in NEIGHBOURING and deps[i] == "amod" and heads[i] > i:
            for c in _kids(heads, i):
                heads[c], deps[c] = heads[i], "case" if deps[c] == "mark" else deps[c]
        noun = next((c for c in _kids(heads, i) if deps[c] == "obj" and c > i), None)
        if lower[i] not in NEIGHBOURING or noun is None or h == i or not any(c < i and deps[c] == "mark" for c in _kids(heads, i)):
            continue
        for c in _kids(heads, i):
            heads[c], deps[c] = noun, "case" if deps[c] == "mark" else deps[c]
        heads[noun], deps[noun], heads[i], deps[i], tags[i] = h, "obl" if tags[h][:2] == "VB" else "nmod", noun, "amod", "JJ"


def _loads(lower: Sequence[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """`seized a boat illegally carrying arms from X to resupply Y`: the boat carries them, and `resupply` is a verb."""
    for i, h in enumerate(heads):
        before = i - 1
        while before > h and heads[before] == i and deps[before] == "advmod":
            before -= 1
        if tags[i] == "VBG" and deps[i] == "advcl" and h < before and lower[before] in VESSELS and heads[before] == h and deps[before] == "obj":
            heads[i], deps[i] = before, "acl"
        if tags[i] == "VBG" and deps[i] == "advcl" and h < i:  # `was seen in X unloading fuel`
            for place in (c for c in _kids(heads, i) if c == i - 1 and deps[c] == "nsubj" and any(deps[k] == "case" and k < c for k in _kids(heads, c))):
                heads[place], deps[place] = h, "obl"
        if tags[i] == "VB" and deps[i] == "compound" and i and lower[i - 1] == "to" and h > i and heads[i - 1] == i:
            heads[i], deps[i], heads[h], deps[h] = heads[h], "advcl", i, "obj"


def _left_for(lower: Sequence[str], deps: list[str], heads: list[int]) -> None:
    """`a tanker left for X to deliver oil`: where it went, not who delivered it."""
    for i, h in enumerate(heads):
        mark = next((c for c in _kids(heads, h) if lower[c] == "for" and deps[c] == "mark" and c < i), None)
        if deps[i] == "nsubj" and mark is not None and heads[h] != h and lower[heads[h]] in LEAVING and (mark == heads[h] + 1 or lower[mark - 1] in ("sail", "out", "off")):
            heads[i], deps[i], heads[mark], deps[mark] = heads[h], "obl", i, "case"


def _above(heads: Sequence[int], i: int) -> list[int]:
    found: list[int] = []
    while heads[i] != i and heads[i] not in found:
        i = heads[i]
        found.append(i)
    return found


def _verbs_taken_for_plurals(lower: Sequence[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """`X funds, arms and trains Y`: verbs in a row, of which the parser takes the later ones for things."""
    root = next((i for i, h in enumerate(heads) if h == i), 0)
    last = next((c for c in _kids(heads, root) if deps[c] == "conj" and tags[c] == "VBZ"), None)
    if root and last is not None and tags[root] == "NNS" and heads[root - 1] == root and deps[root - 1] == "compound" and tags[root - 1][:3] == "NNP":
        for c in (root, *(c for c in _kids(heads, root) if deps[c] == "conj" and tags[c] == "NNS" and c < last)):
            tags[c] = "VBZ"
        whom = next((c for c in _kids(heads, root) if deps[c] == "conj" and c > last and tags[c][:2] == "NN"), None)
        deps[root - 1] = "nsubj"
        if whom is not None:
            heads[whom], deps[whom] = last, "obj"
    for i in range(1, len(lower)):
        verb = heads[i]
        if tags[i] != "NNS" or deps[i] != "obj" or lower[i - 1] != "," or tags[verb] != "VBZ" or verb != i - 2:
            continue
        row = [i, *(c for c in _kids(heads, i) if deps[c] == "conj" and tags[c] == "NNS")]
        after = [c for c in _kids(heads, verb) if deps[c] == "obj" and c > row[-1]]
        if len(row) < 2 or not after:
            continue
        for c in row:
            tags[c], deps[c], heads[c] = "VBZ", "conj", verb


def _other_states(lower: Sequence[str], tags: Sequence[str], deps: list[str], heads: list[int]) -> None:
    """`coal to X and other countries`: the countries stand beside X, not beside the coal."""
    for t in range(3, len(lower)):
        if lower[t] in STATES and lower[t - 1] in ("other", "several", "some") and lower[t - 2] == "and" and tags[t - 3][:3] == "NNP":
            beside = t - 3
            while deps[beside] in ("conj", "flat", "compound") and heads[beside] != beside:
                beside = heads[beside]
            if t not in _above(heads, beside) and tags[beside][:3] == "NNP":
                deps[t], heads[t] = "conj", beside


STATES = word_set("several_states")


def _speaker_at_the_end(lower: Sequence[str], tags: Sequence[str], deps: list[str], heads: list[int]) -> None:
    """`X's troops have been sent to Y, a report seen by Z showed`: the report says so, it was not sent."""
    for j, h in enumerate(list(heads)):
        if deps[j][:5] != "nsubj" or j < h or not any(deps[c][:5] == "nsubj" and c < h for c in _kids(heads, h)):
            continue
        said = next((c for c in _kids(heads, j) if deps[c][:3] == "acl" and c > j and tags[c] in ("VBD", "VBZ", "VBP") and lower[c + 1 : c + 2] in ((), (".",), (",",))), None)
        first = min([j, *(c for c in range(len(heads)) if j in _above(heads, c) and deps[c] != "punct")])
        if said is not None and first > 0 and lower[first - 1] == ",":
            heads[said], deps[said], heads[j], deps[j] = h, "parataxis", said, "nsubj"


def _name_that_says(lower: Sequence[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """`X armed Y, Amnesty International says.`: a name between a comma and a verb of saying at the end is who says it, and did nothing else."""
    for t in range(2, len(heads)):
        clause = next((c for c in _kids(heads, t) if deps[c] == "ccomp" and c < t), None)
        if lower[t] not in SAYING or lower[t + 1 : t + 2] not in ((), (".",)) or (heads[t - 1] == t and deps[t - 1] == "nsubj") or not (deps[t] == "conj" or clause is not None):
            continue
        comma = next((k for k in range(t - 1, max(-1, t - 7), -1) if lower[k] == ","), None)
        if comma is None or t - comma < 2 or any(tags[k] not in ("NNP", "NNPS", "DT", "JJ", "NN", "POS") for k in range(comma + 1, t)) or any(comma < h < t for k, h in enumerate(heads) if not comma <= k < t):
            continue
        if clause is None and any(deps[c][:5] == "nsubj" for c in _kids(heads, t)):
            continue
        below = clause if clause is not None else t
        for c in (c for c in _kids(heads, t) if below < c < comma and deps[c] in ("nsubj", "obj")):
            heads[c], deps[c] = below, "obj"  # `X trained soldiers, Amnesty International says`: the soldiers say nothing
        for k in range(comma, t - 1):
            heads[k], deps[k] = (t, "punct") if k == comma else (t - 1, "compound")
        heads[t - 1], deps[t - 1], deps[t] = t, "nsubj", "parataxis" if deps[t] == "conj" else deps[t]


SAYING = frozenset(form for verb in read_yaml("lexicon/factuality.yaml")["saying"] for form in verb_forms(verb))

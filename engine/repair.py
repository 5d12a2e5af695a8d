"""Repairs of trees where the parser took a sentence's main verb for a participle (`A minister crossed into …`)."""

from __future__ import annotations

from collections.abc import Sequence

from engine.lexicon import verb_forms, verb_set
from engine.vocabulary import read_yaml, word_set

PAST_ONLY = word_set("past_only")
AFTER_PARTICIPLE = word_set("after_a_participle")
PARTICIPLE_ONLY = word_set("participle_only")
PLANNING_VERBS = word_set("planning_verbs")
PAST_BE = word_set("past_be")
TELLING = verb_set("verbs_of_telling")
SAYING = frozenset(form for verb in read_yaml("lexicon/factuality.yaml")["saying"] for form in verb_forms(verb))
WITH_PARTICLE = verb_set("verbs_with_particle")
MEDIUMS = word_set("what_things_are_said_in")  # `said in a statement that …`
CLAIMS = word_set("nouns_with_that")
DATES = word_set("words_of_date")
RELATIVE = word_set("relative_pronouns") - {"whom"}
PASSIVE = {"nsubj": "nsubj:pass", "cop": "aux:pass"}
FINITE = frozenset({"VBD", "VBZ", "VBP", "MD"})


def repair(lower: Sequence[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """Mends `tags`, `deps` and `heads` in place."""
    for i, word in enumerate(lower):
        if word in PAST_ONLY and tags[i] == "VBN":
            tags[i] = "VBD"
    for i in range(len(lower)):
        if tags[i] == "VBN" and deps[i] == "amod" and any(h == i and deps[c] == "nsubj" and c < i for c, h in enumerate(heads)):
            _take_place(i, heads[i], "obj", tags, deps, heads)
    _verbs_again(lower, tags, deps, heads)
    _participle_roots(lower, tags, deps, heads)
    _garden_paths(lower, tags, deps, heads)
    _two_subjects(tags, deps, heads, lower)
    _verb_beside_noun(tags, deps, heads)
    _reduced_relatives(lower, tags, deps, heads)
    _owners(lower, tags, deps, heads)
    _particles(lower, tags, deps, heads)
    _clauses_of_time(lower, tags, deps, heads)
    _content_clauses(lower, tags, deps, heads)
    _nearest_noun(lower, tags, deps, heads)
    _relative_clauses(lower, tags, deps, heads)
    root = next((i for i, h in enumerate(heads) if h == i), None)
    if root is None or tags[root][:2] != "NN" or lower[-1] != "." or any(h == root and deps[c] in ("cop", "nsubj") for c, h in enumerate(heads)):
        return
    if any(tags[i] in FINITE and deps[i] not in ("acl:relcl", "acl", "advcl", "ccomp", "amod", "compound") for i in range(len(lower))):
        return
    for i in range(1, root):
        taken = deps[i] in ("amod", "compound") and heads[i] == root
        beside = (deps[i - 1] == "compound" and heads[i - 1] in (root, i)) or (deps[i - 1] == "obl:unmarked" and heads[i - 1] == i)
        if tags[i] in ("VBN", "VBD") and taken and beside and tags[i - 1] in ("NN", "NNS", "NNP"):
            _take_place(i, root, "obj", tags, deps, heads)  # `a tanker loaded crude`
            deps[i - 1], heads[i - 1] = "nsubj", i
            for c, h in enumerate(heads):
                if c < i - 1 and h in (root, i) and deps[c] in ("nmod:poss", "det", "amod", "compound", "nummod"):
                    heads[c] = i - 1  # `X's army captured shipments`
            return
    for c, h in enumerate(heads):
        if h == root and deps[c] == "acl" and c > root and tags[c] in ("VBN", "VBD") and not _has_agent(c, lower, deps, heads):
            _take_place(c, root, "nsubj", tags, deps, heads)
            return


def _verbs_again(lower: Sequence[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """Verbs taken for something else: `has been shipping arms` (a noun with a participle), `X plans to sell` (a noun
    with a name before it), `were unloaded` (an adjective with the auxiliary of a passive)."""
    for i, word in enumerate(lower):
        if tags[i] == "VBG" and deps[i] == "amod" and i and lower[i - 1] == "been" and heads[i] > i and heads[i - 1] == heads[i]:
            noun = heads[i]
            for c, h in enumerate(heads):
                if h == noun and c < i and c != noun:
                    heads[c], deps[c] = i, "aux" if deps[c] in ("aux", "cop") else deps[c]
                elif h == noun and c > noun and deps[c] in ("obl", "nmod", "punct", "advcl", "advmod"):
                    heads[c], deps[c] = i, "obl" if deps[c] == "nmod" and not any(lower[k] == "of" for k, g in enumerate(heads) if g == c) else deps[c]
            _take_place(i, noun, "obj", tags, deps, heads)
            tags[i] = "VBG"
        elif tags[i] == "NNS" and word in PLANNING_VERBS and i + 1 < len(lower) and tags[i + 1] == "TO" and i and heads[i - 1] == i and deps[i - 1] in ("compound", "nsubj") and tags[i - 1] in ("NNP", "NNPS"):
            tags[i], deps[i - 1] = "VBZ", "nsubj"
            for c, h in enumerate(heads):
                deps[c] = "xcomp" if h == i and deps[c] == "acl" else deps[c]
        elif tags[i] == "NNS" and word.endswith("s") and i and deps[i - 1] == "compound" and heads[i - 1] == i and tags[i - 1] == "NNP":
            below = next((c for c, h in enumerate(heads) if h == i and c > i and (deps[c] == "obj" or (deps[c] == "conj" and not any(g == c and deps[k] == "cc" for k, g in enumerate(heads)) and lower[i + 1] not in (",", "and")))), None)
            if below is not None:  # `X trains Y's commandos`
                tags[i], deps[i - 1], deps[below] = "VBZ", "nsubj", "obj"
        elif tags[i] == "NNS" and deps[i] == "conj" and tags[heads[i]] == "VBZ" and heads[i] < i and lower[i - 1] in (",", "and") and not any(h == i and deps[c] in ("amod", "det", "compound", "nummod", "case", "nmod") for c, h in enumerate(heads)) and any(h == heads[i] and deps[c] == "obj" and c > i for c, h in enumerate(heads)):
            tags[i] = "VBZ"  # `X funds, arms and trains Y`
        elif tags[i] == "VBN" and deps[i] == "amod" and i and lower[i - 1] in ("has", "have", "had") and heads[heads[i]] == i - 1 and deps[heads[i]] == "obj" and tags[heads[i]] == "NNP":
            have, noun = i - 1, heads[i]  # `X has armed Y`
            for c, h in enumerate(heads):
                if h == have and c != have:
                    heads[c] = i
            deps[i], heads[i] = deps[have], i if heads[have] == have else heads[have]
            deps[have], heads[have], deps[noun], heads[noun] = "aux", i, "obj", i
        elif tags[i] == "JJ" and word.endswith("ed") and any(h == i and (deps[c] == "aux:pass" or (deps[c] == "cop" and lower[c] in PAST_BE)) for c, h in enumerate(heads)):
            tags[i] = "VBN"
            for c, h in enumerate(heads):
                deps[c] = PASSIVE.get(deps[c], deps[c]) if h == i else deps[c]


def _participle_roots(lower: Sequence[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """`A vessel carrying rifles arrived`: the finite verb is the sentence's, the participle belongs to the subject."""
    for i, h in enumerate(heads):
        if h != i or tags[i] != "VBG":
            continue
        below = [c for c, g in enumerate(heads) if g == i and c != i]
        subject = next((c for c in below if deps[c] == "nsubj" and c < i), None)
        finite = next((c for c in below if deps[c] == "conj" and tags[c] in FINITE and lower[c - 1] not in ("and", "or", ",", "but")), None)
        if subject is None or finite is None or any(deps[c].startswith("aux") for c in below) or any(g == finite and deps[c] == "nsubj" for c, g in enumerate(heads)):
            continue
        deps[finite], heads[finite] = deps[i], finite
        heads[subject], deps[i], heads[i] = finite, "acl", subject


def _garden_paths(lower: Sequence[str], tags: Sequence[str], deps: list[str], heads: list[int]) -> None:
    """`Arms sold to X have turned up in Y`: the participle right after the subject is its modifier, the finite verb the sentence's."""
    for i, h in enumerate(heads):
        if tags[i] not in ("VBN", "VBD") or deps[i] in ("acl", "amod") or not i or tags[i - 1] not in ("NN", "NNS") or lower[i] in PAST_ONLY:
            continue
        below = [c for c, g in enumerate(heads) if g == i and c != i]
        if heads[i - 1] != i or deps[i - 1] != "nsubj" or any(deps[c].startswith("aux") or (deps[c] in ("obj", "ccomp") and tags[c][:2] == "NN") for c in below):
            continue
        verb = next((c for c in below if c > i + 1 and deps[c] in ("ccomp", "conj", "advcl", "parataxis") and (tags[c] in ("VBD", "VBZ", "VBP") or any(g == c and tags[k] in FINITE for k, g in enumerate(heads)))), None)
        if verb is None or any(g == verb and (deps[k] in ("mark", "cc") or deps[k].startswith("nsubj")) for k, g in enumerate(heads)) or any(lower[k] in (",", "and", ";", ":") for k in range(i, verb)):
            continue
        deps[verb], heads[verb] = deps[i], verb if h == i else h
        deps[i - 1], heads[i - 1] = ("nsubj:pass" if any(g == verb and deps[k] == "aux:pass" for k, g in enumerate(heads)) else "nsubj"), verb
        deps[i], heads[i] = "acl", i - 1
        for c in below:
            if c > verb:
                heads[c] = verb


def _reduced_relatives(lower: Sequence[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """`drones flown from X`: a participle of an irregular verb right after a noun, before a preposition, belongs to the noun."""
    for i in range(1, len(lower) - 1):
        if lower[i] in PARTICIPLE_ONLY and tags[i - 1] in ("NNS", "NN") and lower[i + 1] in AFTER_PARTICIPLE and deps[i] in ("ccomp", "parataxis", "conj", "advcl", "dep"):
            if any(h == i and (deps[c].startswith(("aux", "nsubj")) or deps[c] == "mark") for c, h in enumerate(heads)):
                continue
            tags[i], deps[i], heads[i] = "VBN", "acl", i - 1


def _content_clauses(lower: Sequence[str], tags: Sequence[str], deps: list[str], heads: list[int]) -> None:
    """`told the Council that X sells arms`: the clause is what is told, and no relative of the hearer."""
    for i, h in enumerate(heads):
        told = deps[h] in ("iobj", "obj") and lower[heads[h]] in TELLING
        dated = deps[h].startswith("obl") and (tags[h] in ("CD", "NNP") or lower[h] in DATES or lower[h] in MEDIUMS) and lower[heads[h]] in SAYING  # `announced on May 1 that …`
        if deps[i] == "acl:relcl" and lower[h] in CLAIMS:  # `the allegation that X helps …`: what is alleged, no relative clause
            that = next((c for c, g in enumerate(heads) if lower[c] == "that" and h < c < i and deps[c] in ("obj", "obl", "nmod")), None)
            if that is not None and any(g == i and deps[c].startswith("nsubj") and c != that for c, g in enumerate(heads)):
                deps[i], deps[that] = "acl", "mark"
        if deps[i] in ("acl:relcl", "acl") and (told or dated):
            below = [c for c, g in enumerate(heads) if g == i]
            if any(lower[c] == "that" and c > h for c in below) and any(deps[c].startswith("nsubj") and lower[c] != "that" for c in below):
                deps[i], heads[i] = "ccomp", heads[h]


def _particles(lower: Sequence[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """`smuggle in weapons`, `brought in mercenaries`: the noun is the object and `in` a part of the verb."""
    for i in range(len(lower) - 2):
        if lower[i] not in WITH_PARTICLE or lower[i + 1] not in ("in", "out", "over") or lower[i + 2] == "of" or deps[i + 1] != "case":
            continue
        if any(h == i and deps[c] == "aux:pass" for c, h in enumerate(heads)):
            continue  # `were shipped in barrels`
        noun = heads[i + 1]
        if heads[noun] == i and deps[noun] in ("obl", "nmod") and tags[noun] in ("NNS", "NN") and not any(h == noun and deps[c] == "det" and lower[c] == "the" for c, h in enumerate(heads)) and not any(h == i and deps[c] == "obj" for c, h in enumerate(heads)):
            deps[noun], deps[i + 1], heads[i + 1] = "obj", "compound:prt", i


def _owners(lower: Sequence[str], tags: Sequence[str], deps: Sequence[str], heads: list[int]) -> None:
    """`X's army seized deliveries`: the owner belongs to the noun right after it, not to one behind the verb."""
    for i in range(len(lower) - 2):
        if deps[i] != "nmod:poss" or lower[i + 1] not in ("'s", "’s", "'"):
            continue
        owned = next((k for k in range(i + 2, min(i + 6, len(lower))) if tags[k][:2] == "NN" and (k + 1 == len(lower) or tags[k + 1][:2] != "NN")), None)
        if owned is not None and heads[i] > owned and any(tags[k] in ("VBD", "VBZ", "VBP", "MD") for k in range(owned + 1, heads[i])):
            heads[i] = owned


def _clauses_of_time(lower: Sequence[str], tags: Sequence[str], deps: list[str], heads: list[int]) -> None:
    """`after X delivered missiles`: the name after the conjunction is the subject of its verb, not an object of `after`."""
    for i in range(1, len(lower) - 1):
        verb = next((k for k in range(i + 1, min(i + 4, len(lower))) if tags[k] in FINITE or tags[k][:2] == "VB"), None)
        if lower[i - 1] not in ("after", "before", "until", "since") or deps[i] not in ("obl", "nmod") or verb is None or deps[verb] not in ("advcl", "acl", "acl:relcl", "conj"):
            continue
        aside = any(tags[k] not in FINITE and deps[k] not in ("aux", "advmod") for k in range(i + 1, verb))
        if aside or tags[verb] not in ("VBD", "VBZ", "VBP") or heads[verb] > verb or any(h == verb and deps[c].startswith("nsubj") for c, h in enumerate(heads)):
            continue
        above = heads[i]
        deps[i], heads[i], deps[verb], heads[verb] = "nsubj", verb, "advcl", above if above != verb else heads[verb]
        for c, h in enumerate(heads):
            if h == i and c == i - 1:
                deps[c], heads[c] = "mark", verb


def _nearest_noun(lower: Sequence[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """`a meeting on the missile that X launched`: the clause belongs to the noun right before `that`."""
    for i, h in enumerate(heads):
        if deps[i] != "acl:relcl":
            continue
        pronoun = next((c for c, g in enumerate(heads) if g == i and lower[c] in ("that", "which") and c < i), None)
        if pronoun is None or pronoun - 1 <= h or tags[pronoun - 1] not in ("NN", "NNS"):
            continue
        noun, steps = pronoun - 1, 0
        above = noun
        while above != h and heads[above] != above and steps < 4:
            above, steps = heads[above], steps + 1
        if above == h and deps[noun] in ("nmod", "obl", "obj"):
            heads[i] = noun


def _relative_clauses(lower: Sequence[str], tags: list[str], deps: list[str], heads: list[int]) -> None:
    """`a ship, the Orion, that was heading for X and was said to bring arms`: both clauses belong to the ship."""
    for i, h in enumerate(heads):
        if deps[i] not in ("parataxis", "conj") or tags[i][:2] != "VB":
            continue
        pronoun = next((c for c, g in enumerate(heads) if g == i and c < i and deps[c].startswith("nsubj") and lower[c] in RELATIVE), None)
        if pronoun is None or pronoun < 2:
            continue
        noun = pronoun - 1 if lower[pronoun - 1] != "," else pronoun - 2
        while deps[noun] in ("appos", "flat", "compound", "amod", "nummod") and heads[noun] != noun:
            noun = heads[noun]
        if tags[noun][:2] != "NN" or noun > pronoun or noun == h:
            continue
        deps[i], heads[i] = "acl:relcl", noun
        for c, g in enumerate(heads):
            if g == h and c > i and deps[c] == "conj" and tags[c] == "VBN" and any(k == c and deps[x] == "aux:pass" and lower[x] in ("is", "was") for x, k in enumerate(heads)) and not any(k == c and deps[x].startswith("nsubj") for x, k in enumerate(heads)):
                heads[c] = i


def _verb_beside_noun(tags: Sequence[str], deps: list[str], heads: list[int]) -> None:
    """`The countries routinely and blatantly supplied arms`: a past tense hung beside the noun, with adverbs between, is its verb."""
    for i, h in enumerate(heads):
        if deps[i] != "conj" or tags[i] not in FINITE or tags[h][:2] != "NN" or h > i or not any(tags[k] == "RB" for k in range(h + 1, i)):
            continue
        if any(tags[k] not in ("RB", "CC", "''", "``", ",") for k in range(h + 1, i)) or any(g == i and deps[c].startswith("nsubj") for c, g in enumerate(heads)):
            continue
        deps[i], heads[i] = deps[h], i if heads[h] == h else heads[h]
        deps[h], heads[h] = "nsubj", i
        for c, g in enumerate(heads):
            if g == h and c > h and deps[c] in ("advmod", "punct", "cc"):
                heads[c] = i


def _two_subjects(tags: list[str], deps: list[str], heads: list[int], lower: Sequence[str]) -> None:
    """A verb with two subjects: the first belongs to a past tense between them that was taken for an adjective."""
    for verb in range(len(lower)):
        subjects = [c for c, h in enumerate(heads) if h == verb and c != verb and deps[c] == "nsubj"]
        if len(subjects) < 2:
            continue
        first, second = subjects[0], subjects[1]
        for t in range(first + 1, second):
            if lower[t].endswith("ed") and deps[t] == "amod" and tags[t] in ("JJ", "VBN", "VBD") and heads[t] > t and heads[t] < second:
                noun = heads[t]
                deps[t], heads[t], tags[t] = "ccomp", verb, "VBD"
                deps[noun], heads[noun] = "obj", t
                heads[first] = t
                break


def _take_place(verb: int, noun: int, relation: str, tags: list[str], deps: list[str], heads: list[int]) -> None:
    """The verb takes the noun's place in the tree and the noun hangs on it."""
    deps[verb], heads[verb] = deps[noun], verb if heads[noun] == noun else heads[noun]
    deps[noun], heads[noun], tags[verb] = relation, verb, "VBD"


def _has_agent(verb: int, lower: Sequence[str], deps: Sequence[str], heads: Sequence[int]) -> bool:
    below = [c for c, h in enumerate(heads) if h == verb]
    return any(deps[c].startswith("aux") for c in below) or any(lower[k] == "by" for c in below for k, h in enumerate(heads) if h == c)

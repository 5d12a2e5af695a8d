"""Who says so: verbs of saying and accusing, `according to`, speakers after and within the clause."""

from __future__ import annotations

from collections.abc import Sequence, Set
from dataclasses import dataclass, field

from engine.lexicon import verb_forms, verb_set
from engine.referents import GENERIC, View
from engine.roles import verb_roles
from engine.vocabulary import word_set


@dataclass
class Reading:
    """Status of one event, who says so, and whether the text speaks of a norm rather than an act."""

    status: str = "reported"
    norm: bool = False
    claims: list[tuple[str, str]] = field(default_factory=list)
    denied_by: list[str] = field(default_factory=list)
    witnesses: Set[str] = frozenset()
MEDIA = word_set("media_words")


def trailing(v: View, t: int, marks: set[str], reading: Reading, parties: Sequence[str | None]) -> None:
    """Attribution after the clause: `…, the FBI said`, `…, prosecutors allege`."""
    s, words = v.s, v.lexicon.factual
    for c in s.kids(t, "parataxis", "conj") + [c for k in s.kids(t, "nsubj") for c in s.kids(k, "parataxis")]:  # `X, the panel says, sold arms`
        if s.base[c] == "conj" and not s.kids(c, "nsubj"):
            continue  # it would borrow the subject of the clause beside it
        first = min((k for k in s.subtree(c) if s.lower[k] != ","), default=c)
        if s.base[c] == "parataxis" and first > t and s.lower[first - 2 : first] in (("and", ","), ("but", ",")):
            continue  # `has trained soldiers and, a panel says, sold rifles`: of the second clause
        if s.base[c] == "conj" and not (c > t and s.lower[c - 1] not in ("and", "or", "but") and not s.kids(c, "obj", "ccomp", "xcomp", "cc")):
            continue
        form = s.lower[c]
        if form in word_set("reporting_things") and c > t and any(s.lower[k] in words["saying"] for k in s.kids(c, "acl")):
            marks.add("alleged")  # `X sells fuel, a report by a watchdog said`, hung on the report
        if any(s.base[k] == "ccomp" or s.lower[k - len(s.noun_phrase(k))] != "," for k in s.kids(c, "ccomp", "obj")):
            continue  # it says something else; `…, the panel says, a deal worth millions` it does not
        if form in words["saying"]:
            said(v, c, marks, reading, parties)
        elif form in words["alleging"] and not is_record(v, c):
            claimed(v, c, marks, reading, parties)


def is_record(v: View, t: int) -> bool:
    """Whether a verb of showing has records as its subject: `customs figures show`."""
    return any(v.s.lower[k] in word_set("records") for k in v.s.kids(t, "nsubj"))


def subjects_of(v: View, t: int) -> list[str]:
    roles = verb_roles(v, t)
    subject = roles.subject if roles.subject is not None and not roles.passive else (roles.agents[0] if roles.agents else None)
    return v.parties(subject) if subject is not None else []


def documented(v: View, t: int) -> bool:
    """Whether a verb of finding out has a report or an inquiry as its subject: `an investigation uncovered that …`."""
    s = v.s
    if s.lower[t] not in DOCUMENTING or (s.lower[t] in LAYING and not any(s.lower[c] == "bare" for c in s.children[t])):
        return False
    roles = verb_roles(v, t)
    tellers = roles.agents if roles.passive else [roles.subject] if roles.subject is not None else []
    return any(s.lower[n] in word_set("reporting_things") and n not in v.at for n in tellers)


DOCUMENTING, LAYING = verb_set("documenting_verbs"), frozenset(verb_forms("lay"))


def claimed(v: View, t: int, marks: set[str], reading: Reading, parties: Sequence[str | None]) -> None:
    """An accusation, estimate or belief: alleged, and by whom; what a witness reveals is no belief."""
    if v.s.lower[t] in REVEALING and any(v.s.lower[x] in reading.witnesses for k in v.s.kids(t, "nsubj") for x in v.s.subtree(k)):
        return
    marks.add("alleged")
    for by in subjects_of(v, t):
        reading.claims.append((by, "alleges"))


def said(v: View, t: int, marks: set[str], reading: Reading, parties: Sequence[str | None]) -> None:
    """`X said`: an admission or an own act of X's is told as fact; of others, what an official or a report says is a claim."""
    s, words = v.s, v.lexicon.factual
    marks.add("said")
    roles = verb_roles(v, t)
    subject = roles.subject
    if subject is not None and s.base[t] == "parataxis" and not s.kids(t, "nsubj") and any(s.tags[x][:2] == "NN" for x in words_before(v, t)):
        subject = None  # `X sold arms, a research group reports`: not X
    person = subject is not None and s.lower[subject] in word_set("speaking_pronouns")
    told_by_it = subject is not None and s.lower[subject] == "it" and v.context.reported and v.context.last_subject not in parties
    if (person and v.context.claimed) or told_by_it:
        marks.add("alleged")  # who alleged the last activity goes on speaking
    codes = subjects_of(v, t) if not (person and v.context.claimed) and not _resident(v, subject) else []
    if person and subject is not None:
        codes = _meant_by_pronoun(v, t, subject, codes)
    if person and not codes and not v.context.claimed:
        marks.add("alleged")  # nobody known to speak for a side
    if person and set(v.context.speaker) & set(parties):
        marks.discard("alleged")
        codes = list(v.context.speaker)  # `An X official said … He said …`
    if subject is None and not roles.passive:
        codes = [m.code for m in v.mentions if m.start in words_before(v, t)]
    elif subject is not None and not person and s.lower[subject] not in GENERIC and not v.parties(subject, pronouns=False):
        codes = []  # `its head of research said`
    passive = roles.passive
    heads = {s.lower[x] for x in (s.noun_phrase(subject) if subject is not None else words_before(v, t))}
    kinds = {words["sources"][h] for h in heads if h in words["sources"]}
    media = subject is not None and (s.lower[subject] in MEDIA or any(m.form == "media" and m.start in s.noun_phrase(subject) for m in v.mentions))
    codes = [] if media or (subject is not None and s.lower[subject] in word_set("anonymous_speakers")) else codes
    defending = s.lower[s.heads[t]] in words["denying"]  # `X denies it, stating that its flights carried aid`
    policing = heads & word_set("policing") and set(s.lower) & word_set("illicit")  # its own investigators on crimes there
    if (defending or policing or heads & word_set("accusers")) and any(c in parties for c in codes):
        marks.add("alleged")
        reading.claims += [(c, "alleges") for c in codes]
    elif any(c in parties for c in codes) and "report" not in heads and not _rival(v, codes, parties, set(s.subtree(subject) if subject is not None else words_before(v, t))):
        reading.claims += [(c, "confirms") for c in codes]
    elif passive:
        marks.add("alleged")
    elif media or ("reported" in kinds and "alleged" not in kinds):
        return
    elif _own_seizure(v, t, codes) or _witnessed(reading, codes, heads):
        return  # what a State's forces found themselves, or saw
    elif codes or "alleged" in kinds or heads & {"un", "u.n.", "nations", "experts"}:
        marks.add("alleged")
        reading.claims += [(c, "alleges") for c in codes if not heads & word_set("private_speakers")]
    elif subject is not None and not person and not kinds and s.tags[subject][:2] == "NN" and not heads & word_set("records"):
        marks.add("alleged")  # somebody says so


def _meant_by_pronoun(v: View, t: int, subject: int, codes: list[str]) -> list[str]:
    """Whom a pronoun that speaks stands for. After the words it is no doer of theirs (`X sent soldiers to Y, it says` is a report's), and `he`
    and `they` are people of a State, never the State."""
    s, context = v.s, v.context
    people = [] if context.last_subject is None or context.subject_is_name or context.claimed else [context.last_subject]
    if s.base[t] == "parataxis" or any(c < subject for c in s.kids(t, "ccomp")):
        return list(context.speaker) or (people if s.lower[subject] != "it" else [])
    told = context.last_person is not None or any(group == "persons" for group, _ in context.told) or any(m.form == "person" for m in v.mentions)
    return codes if s.lower[subject] == "it" or told or people else list(context.speaker)


def _witnessed(reading: Reading, codes: Sequence[str], heads: Set[str]) -> bool:
    """Whether somebody speaks who sees such an act for himself: another State's army a launch, the inspectors what a plant does."""
    anyone = ANY_STATE in reading.witnesses and bool(codes) and not heads & word_set("private_speakers")
    return anyone or bool(heads & reading.witnesses)


ANY_STATE = "any_state"  # in a list of witnesses


def _own_seizure(v: View, saying: int, codes: Sequence[str]) -> bool:
    """Whether a State tells what its own forces seized: `X's navy intercepted arms bound for Y, X's navy command said`."""
    s = v.s
    above = s.heads[saying] if s.base[saying] == "parataxis" else None
    deeds = [*s.kids(saying, "ccomp"), *([above] if above is not None else [])]
    pointing = any(s.lower[x] in word_set("nouns_for_the_land") for k in s.kids(saying, "nsubj") for x in s.noun_phrase(k))  # `the country's police`
    return any(s.lower[t] in SEIZING and not s.is_passive(t) and (pointing or set(subjects_of(v, t)) & set(codes)) for t in deeds)


SEIZING, REVEALING = verb_set("seizing_verbs"), verb_set("revealing_verbs")


def _rival(v: View, codes: Sequence[str], parties: Sequence[str | None], own: Set[int]) -> bool:
    """Whether a speaker of the receiving State, named in the tokens `own`, speaks of another receiver in it: `Libya's navy says the Emirates armed Haftar`."""
    if not codes or codes[0] != parties[-1] or codes[0] == parties[0]:
        return False
    return any(m.code == codes[0] and m.start not in own and m.form in ("person", "agency", "group") for m in v.mentions)


def _speaks(v: View, t: int) -> bool:
    """Whether a word right after a noun is a verb of saying, whatever the tagger took it for: `…, the watchdog reports.`"""
    words = v.lexicon.factual
    return t > 1 and (v.s.lower[t] in words["saying"] or v.s.lower[t] in words["alleging"]) and v.s.tags[t - 1] in ("NN", "NNS", "NNP", "NNPS", "PRP") and t + 1 < len(v.s.words) and v.s.tags[t + 1][:2] != "NN"


def words_before(v: View, t: int) -> list[int]:
    """Tokens between the last comma and a verb of saying without a subject: `…, a report by UN experts says`."""
    start = t
    while start > 0 and v.s.lower[start - 1] not in (",", ";", '"', "”", "''"):
        start -= 1
    return list(range(start, t)) if 0 < t - start <= 12 else []


def _resident(v: View, subject: int | None) -> bool:
    """Whether a speaker is only told by where he is (`a diplomat in Tripoli`), so that no state speaks."""
    if subject is None or subject in v.at:
        return False
    places = [c for c in v.s.children[subject] if v.s.base[c] == "nmod" and v.s.preposition(c) in ("in", "at", "near")]
    named = [c for c in v.s.children[subject] if c in v.at and v.s.base[c] in ("amod", "compound", "nmod") and c not in places]
    return (bool(places) and not named and v.s.lower[subject] not in v.lexicon.factual["sources"]) or (bool(places) and not named and v.s.lower[subject] in word_set("bystanders"))


def adverbial(v: View, trigger: int, marks: set[str], reading: Reading, parties: Sequence[str | None]) -> None:
    """`according to a report`, `X said` after the clause, and hedges near the trigger that the parser hung elsewhere."""
    s, words = v.s, v.lexicon.factual
    low = s.lower
    for i in range(len(low) - 1):
        if low[i] == "according" and low[i + 1] == "to":
            end = next((t for t in range(i + 3, min(i + 14, len(low))) if low[t] == ","), min(i + 14, len(low)))  # the source ends at its comma
            stretch = list(low[i + 2 : end])
            kinds = [words["sources"][w] for k, w in enumerate(stretch) if w in words["sources"] and not word_set("records") & set(stretch[k + 1 : k + 2])]  # not `government` of `government data`
            codes = [m.code for m in v.mentions if i + 2 <= m.start < min(i + 9, end) and m.form != "media"]
            media = any(m.form == "media" and i + 2 <= m.start < end for m in v.mentions) or not MEDIA.isdisjoint(stretch)
            codes = [] if media and not kinds else codes
            if reading.witnesses & set(stretch):
                continue
            if codes and codes[0] in parties and ("alleged" not in kinds or "report" not in stretch):
                reading.claims.append((codes[0], "confirms"))
            elif "alleged" in kinds or (codes and not media) or (not media and not kinds and word_set("records").isdisjoint(stretch)):
                marks.add("alleged")
                reading.claims += [(c, "alleges") for c in codes[:1]]
    for t in s.subtree(trigger):
        if s.deps[t] == "acl:relcl" and low[t] in words["alleging"] and s.tags[t - 1] == "PRP" and {m.code for m in v.mentions if m.start in set(s.subtree(t))} & set(parties):
            marks.add("alleged")  # `rifles from a ship it believes came from X`
    for above in (trigger, *list(s.ancestors(trigger))[:2]):
        if above > 1 and s.tags[above - 2] == "PRP" and low[above - 1] in words["alleging"] and s.is_verb(above):
            marks.add("alleged")  # `a ship it believes came from X`
    for i in range(max(0, trigger - 3), min(trigger + 2, len(low))):
        if low[i] in word_set("strong_hedges"):
            marks.add("alleged")
    for subject in s.kids(trigger, "nsubj"):
        for clause in s.kids(subject, "acl"):
            named = [m.code for m in v.mentions if m.start in set(s.subtree(clause))]
            if named and (parties[0] is None or set(named) & set(parties)) and any(low[c] in words["hedges"] and s.base[c] == "advmod" for c in s.children[clause]):
                marks.add("alleged")  # `an operation, allegedly run by X, ships arms`
    t = trigger
    while s.base[t] == "advcl" and any(low[c] in ("by", "for") and s.base[c] == "mark" for c in s.children[t]):
        t = s.heads[t]  # `allegedly broke the law by selling arms`
        if any(low[c] in words["hedges"] and s.base[c] == "advmod" for c in s.children[t]):
            marks.add("alleged")


def in_their_words(v: View, t: int, marks: set[str], reading: Reading, parties: Sequence[str | None]) -> None:
    """`As an official put it, X sold arms`, `as the panel says, …`: who is quoted by a clause beside the one told."""
    s = v.s
    for c in s.kids(t, "advcl"):
        if any(s.lower[k] == "as" and s.base[k] == "mark" for k in s.children[c]) and (s.lower[c] in v.lexicon.factual["saying"] or (s.lower[c] in PUTTING and any(s.lower[k] == "it" for k in s.kids(c, "obj")))):
            said(v, c, marks, reading, parties)


PUTTING = frozenset({*verb_forms("put"), *verb_forms("phrase")})


def told_around(v: View, trigger: int, marks: set[str]) -> None:
    """What shows a claim by its words alone: `in the view of experts`, `it is claimed`, `the charge that X sold arms`."""
    low, words = v.s.lower, v.lexicon.factual
    text = " " + " ".join(low) + " "
    if any(f" {phrase} " in text for phrase in words["attributions"]):
        marks.add("alleged")
    media = {m.end for m in v.mentions if m.form == "media"} | {i + 1 for i, w in enumerate(low) if w in MEDIA}
    cited = next((i for i in range(len(low) - 1) if low[i] in ("citing", "quoting") or (low[i] in ("cited", "quoted") and i in media)), None)
    if cited is not None and any(words["sources"].get(w) == "alleged" for w in low[cited : cited + 8]):
        marks.add("alleged")  # `…, a newspaper reported, citing South Korean intelligence`
    last = max((i for i in range(trigger + 1, len(low)) if low[i] == ","), default=len(low))
    if low[last + 1 : last + 2] and low[last + 1] in words["saying"] and last + 8 > len(low) and any(words["sources"].get(w) == "alleged" for w in low[last + 2 :]):
        marks.add("alleged")  # `…, say activists`, wherever the parser hung them
    that = next((i for i in range(trigger - 1, 0, -1) if low[i] == "that" or v.s.tags[i] in ("VBD", "VBZ", "VBP", "MD")), 0)
    if low[that] == "that" and low[that - 1] in words["claim_nouns"]:
        marks.add("alleged")


def speaker_after(v: View, trigger: int, marks: set[str], reading: Reading, parties: Sequence[str | None]) -> None:
    """`…, South Korea's defence minister told reporters`: by word order, where the parser hung the verb of saying elsewhere."""
    s, words = v.s, v.lexicon.factual
    for k in range(len(s.words) - 2, trigger, -1):
        if s.lower[k] != "," or s.lower[k + 1] in word_set("clause_openers") or s.lower[k - 1] in ("and", "but"):
            continue
        verb = next((t for t in range(k + 2, min(k + 14, len(s.words))) if (s.is_verb(t) and s.base[t] not in ("aux", "amod")) or s.lower[t] == "," or _speaks(v, t)), None)
        if verb is None or s.lower[verb] == "," or not (s.lower[verb] in words["saying"] or s.lower[verb] in words["alleging"]):
            continue
        if s.lower[k + 2] in word_set("marks_of_reason_and_time"):
            continue  # `…, days after the Council told X to explain it`
        if any(s.base[c] in ("ccomp", "obj") and c > verb for c in s.children[verb]) and s.lower[verb] not in word_set("telling_forms"):
            continue  # it says something else
        heads = {s.lower[t] for t in range(k + 1, verb)}
        spoken = [m for m in v.mentions if k < m.start < verb]
        codes = [m.code for m in spoken if m.form != "media"]
        kinds = {words["sources"][h] for h in heads if h in words["sources"]}
        if heads & word_set("records") or (heads & word_set("pronouns") and not v.context.claimed):
            return
        if any(c in parties for c in codes) and not _rival(v, codes, parties, set(range(k, verb))):
            reading.claims += [(c, "confirms") for c in codes]
        elif _witnessed(reading, codes, heads) or any(m.form == "media" for m in spoken) or ("reported" in kinds and "alleged" not in kinds):
            return
        elif codes or "alleged" in kinds or heads & {"un", "u.n.", "nations"} or heads & word_set("pronouns"):
            marks.add("alleged")
            reading.claims += [(c, "alleges") for c in codes if not heads & word_set("private_speakers")]
        return


def speaker_set_in(v: View, trigger: int, marks: set[str], reading: Reading, parties: Sequence[str | None]) -> None:
    """`X, a defector said, sold drones`, `X sold drones, said a defector.`: who is set between commas or at the end, by word order."""
    s, words = v.s, v.lexicon.factual
    for t in range(2, len(s.words)):
        if s.lower[t] not in words["saying"] or s.tags[t] not in ("VBD", "VBZ", "VBP"):
            continue
        between = s.lower[t + 1 : t + 2] == (",",)
        start = next((k for k in range(t - 1, max(0, t - 10), -1) if s.lower[k] == ","), None) if between else t
        end = t if between else next((k for k in range(t + 1, min(t + 10, len(s.words))) if s.lower[k] in (".", ",")), len(s.words) if len(s.words) - t < 10 else None)
        if start is None or end is None or (not between and s.lower[t - 1] != ","):
            continue
        told = range(start + 1, end)
        if s.lower[(start if between else t - 1) - 1] in ("and", "but") and trigger < start:
            continue  # `has trained soldiers and, a panel says, was given mines`
        if any(s.tags[k] in ("VBD", "VBZ", "VBP", "MD", "WDT", "WP") for k in told) or not any(s.tags[k][:2] == "NN" for k in told):
            continue
        heads = {s.lower[k] for k in told}
        spoken = [m for m in v.mentions if m.start in told]
        if any(m.code in parties and m.form != "media" for m in spoken):
            reading.claims += [(m.code, "confirms") for m in spoken if m.code in parties]
        elif not any(m.form == "media" for m in spoken) and heads.isdisjoint(MEDIA | word_set("records")) and {words["sources"].get(h, "alleged") for h in heads & words["sources"].keys()} != {"reported"}:
            marks.add("alleged")
        return


def reporting(v: View) -> bool:
    """Whether a sentence opens somebody's account: experts, a report or an official say something."""
    s, words = v.s, v.lexicon.factual
    for t in range(len(s.words)):
        if s.lower[t] in words["saying"] or s.lower[t] in words["alleging"]:
            speakers = [x for k in s.kids(t, "nsubj") for x in s.noun_phrase(k)] or (words_before(v, t) if _speaks(v, t) else [])
            if any(words["sources"].get(s.lower[x]) == "alleged" for x in speakers if not any(m.form == "media" and m.start <= x < m.end for m in v.mentions)):
                return True
    return False


def who_speaks(v: View) -> list[str] | None:
    """The parties for which somebody speaks in a sentence; None where only a pronoun does (`he said`)."""
    s, words = v.s, v.lexicon.factual
    speaking = [words[name] for name in ("saying", "alleging", "denying", "admitting")]
    for t in range(len(s.words)):
        speaks = s.is_verb(t) and (s.lower[t] in word_set("accusing") or any(s.lower[t] in forms for forms in speaking))
        subject = next(iter(s.kids(t, "nsubj")), None) if speaks else None
        if subject is not None:
            return None if s.tags[subject] == "PRP" else [] if _resident(v, subject) else subjects_of(v, t)
    return []


def goes_on(v: View) -> bool:
    """Whether a sentence speaks on of what the one before told: its subject points back (`they`, `its ships`, `most of the coal`)."""
    s, back = v.s, word_set("words_that_point_back")
    for t in (k for r, h in enumerate(s.heads) if h == r for k in s.kids(r, "nsubj")):
        told = [s.lower[x] for x in s.subtree(t)]
        part = told.index("of") + 1 if "of" in told else 0
        if s.lower[t] in back or told[0] in back or (part and told[0] not in ("a", "an") and told[part : part + 1] and told[part] in back):
            return True
    return False

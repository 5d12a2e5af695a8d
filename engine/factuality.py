"""How a text puts an activity: read from the clauses that govern its trigger.

Attribution by class of verb and of source, modality, negation, future and agreement; a norm (`banned`, `prohibits`)
that governs the activity means that the text tells of the rule and of no act.
"""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field

from engine.lexicon import Lexicon, verb_set
from engine.polarity import FAILING, asked, forbidden, left_undone, nobody_at_all, told_of, unheard_of, yet_to_come
from engine.referents import GENERIC, View
from engine.roles import verb_roles
from engine.tree import Sentence
from engine.vocabulary import word_set


@dataclass
class Reading:
    """Status of one event, who says so, and whether the text speaks of a norm rather than an act."""

    status: str = "reported"
    norm: bool = False
    claims: list[tuple[str, str]] = field(default_factory=list)
    denied_by: list[str] = field(default_factory=list)


RANK = {"reported": 0, "alleged": 1, "planned": 2, "possible": 3, "denied": 4}

HIDING = word_set("hiding")
HEDGING = verb_set("hedging_verbs")
SETTING_TERMS = verb_set("verbs_of_terms")
SURE, SOON = word_set("words_of_conviction"), word_set("words_for_soon")
FEARING = verb_set("fearing_verbs")
WARNING = verb_set("warning_verbs")
SHORT_OF = frozenset(tuple(phrase.split()) for phrase in word_set("phrases_short_of"))
MEDIA = word_set("media_words")
ACCUSED = word_set("accusing")
BRUSHING = verb_set("brushing_verbs")
DRAFTING = verb_set("drafting_verbs")
CONNECTING = word_set("connecting_forms")
CLEARING, PLEADING = verb_set("clearing_verbs"), verb_set("pleading_verbs")


def read_status(v: View, trigger: int, parties: Sequence[str | None]) -> Reading:
    """The status of the event whose trigger word is token `trigger`; `parties` are the event's own sides."""
    s, words = v.s, v.lexicon.factual
    reading = Reading()
    marks: set[str] = set()
    chain = [trigger, *list(s.ancestors(trigger))]
    below, done, aside = trigger, False, False
    for depth, t in enumerate(chain):
        done = done or _done_already(v, t, below)
        aside = aside or (depth > 0 and told_of(v, below))
        _local(v, t, below, marks, trigger, aside)
        _trailing(v, t, marks, reading, parties)
        form = s.lower[t]
        if depth and form in HIDING and s.base[below] == "obj":
            marks -= {"possible", "planned"}
            marks.add("presupposed")  # who wishes to hide purchases has made them
        if depth > 1 and "ceasing" in marks and form in FAILING and s.base[below] == "xcomp":
            marks.add("negated")  # `failed to stop deliveries`
        if depth == 1 and s.is_verb(t) and left_undone(v, t, below, form):
            marks.add("negated")
        if depth:
            norm = "norm" in marks
            _governor(v, t, below, form, marks, reading, parties)
            if done and not norm:
                marks.discard("norm")
        if depth and s.base[below] in ("conj", "parataxis") and s.is_verb(t) and s.base[below] == "parataxis" and form not in words["saying"] and form not in words["alleging"]:
            break
        if depth and s.is_verb(t) and s.lower[t] in word_set("verbs_of_talks") and any(s.lower[c] in word_set("talks") for c in s.kids(t, "nsubj")):
            marks.add("possible")  # `talks were held on widening cooperation`
        if depth and s.tags[t] == "VBG" and s.base[t] == "advcl" and (form in words["saying"] or form in words["alleging"] or form in ACCUSED):
            break  # `urged them to keep the ban, accusing X of selling arms`
        below = t
    if _is_to(v, trigger) or (s.lower[trigger] in words["planning_nouns"] and any(s.lower[k] == "to" for c in s.kids(trigger, "acl") for k in s.kids(c, "mark"))):
        marks.add("planned")  # `X is to sell arms`, `a deal to extract oil`
    nobody = nobody_at_all(v, trigger)
    if nobody:
        marks.add("negated")  # `exported no gold`, `nobody sold arms`
    if tuple(s.lower[max(0, trigger - 2) : trigger]) in SHORT_OF or s.lower[trigger - 1 : trigger] == ("without",):
        marks.add("negated")  # `stopped short of selling`
    if forbidden(v, trigger, nobody):
        marks.add("norm")
    _adverbial(v, trigger, marks, reading, parties)
    _told_around(v, trigger, marks)
    if "planned" in marks and any(s.lower[t] in FEARING for t in chain[1:]):
        marks.add("possible")  # `fear that X will sell arms`
    if not marks & {"said", "alleged"} and not reading.claims:
        _speaker_after(v, trigger, marks, reading, parties)
    own = words["planning"].get(s.lower[trigger]) or words["possibility"].get(s.lower[trigger])
    if own in word_set("promising"):
        marks.add("planned")
    elif own in word_set("asking_and_offering") or s.lower[trigger] in word_set("talks"):
        marks.add("possible")
    if "would" in marks:
        marks.add("planned" if "said" in marks or set(s.lower) & word_set("deal_words") else "possible")
    if called_false(v):
        marks.add("deny")
        reading.denied_by += [by for by, stance in reading.claims if stance == "confirms"]
        reading.claims = [c for c in reading.claims if c[1] != "confirms"]
    if "deny" in marks and "alleged" in marks and any(s.is_verb(t) and s.lower[t] in ACCUSED and not any(s.lower[c] in word_set("false_adverbs") for c in s.children[t]) for t in chain[1:]):
        marks -= {"deny"}  # `rejects the report, which accuses X of selling arms`: told by one, denied by the other
    if unheard_of(v, trigger):
        marks.add("negated")
    if asked(v, trigger):
        marks.add("possible")
    if yet_to_come(v, trigger) or s.lower[trigger] in word_set("order_nouns"):
        marks.add("planned")
    if "undenied" in marks:
        marks = (marks - {"deny", "negated", "possible"}) | {"alleged"}
        reading.denied_by = []
    if "ceasing" in marks and marks & {"negated", "deny"} and not any(s.lower[c] in v.lexicon.factual["negators"] for c in s.children[trigger]):
        marks -= {"negated", "deny", "ceasing"}  # `never stopped selling arms`, `refused to stop`: goes on
    if "norm" in marks or ("ceasing" in marks and marks & {"planned", "would", "possible"}):  # `would stop tests`
        reading.norm = True
    if ("negated" in marks and "deny" not in marks and "open" not in marks) or ("deny" in marks and "open" not in marks):
        reading.status = "denied"
    elif "possible" in marks and "presupposed" not in marks:
        reading.status = "possible"
    elif "planned" in marks and "presupposed" not in marks:
        reading.status = "planned"
    elif "alleged" in marks:
        reading.status = "alleged"
    return reading


def _is_to(v: View, trigger: int) -> bool:
    """Whether the act is yet to come by its form: `workers are to be sent`, `Tehran is to import`."""
    s, t = v.s, trigger - 1
    while t > 0 and (s.lower[t] in ("be", "to") or s.base[t] == "advmod"):
        if s.lower[t] == "to":
            return s.lower[t - 1] in word_set("present_be") and s.base[trigger] not in ("acl", "advcl")
        t -= 1
    return False


def _local(v: View, t: int, below: int, marks: set[str], trigger: int, aside: bool = False) -> None:
    """Marks from the dependents of a word on the way up. aside: the event only tells which thing the word speaks of."""
    s, words = v.s, v.lexicon.factual
    if t != trigger and s.base[below] == "advcl" and any(s.lower[c] == "to" and s.base[c] == "mark" for c in s.children[below]):
        modals = {s.lower[c] for c in s.kids(t, "aux") if s.tags[c] == "MD"}
        if modals & (word_set("future_modals") | {"would"}):
            marks.add("planned")  # `talks would follow to widen cooperation`
    if t != trigger and s.base[below] not in ("xcomp", "ccomp", "csubj", "obj", "obl", "nmod", "nsubj", "compound", "amod", "flat", "dep", "acl"):
        return  # what `because` or `and` adds is not under the negation or the modal of the clause beside it
    for c in s.children[t]:
        low = s.lower[c]
        if c == below or (low == "not" and s.lower[c + 1 : c + 2] == ("only",)):
            continue
        clause = t == trigger or s.is_verb(t) or s.base[t] in ("root", "ROOT")
        if low in words["negators"] and s.base[c] in ("advmod", "det", "cc", "aux") and (t == trigger or s.is_verb(t)):
            if aside:
                continue  # `the drones sold to X were never used`
            if t != trigger and s.lower[t] in words["denying"] and s.base[below] in ("ccomp", "xcomp", "obj", "obl"):
                marks.add("undenied")  # `never denied that it sold drones`
                continue
            # `has not confirmed that it bought`: what is not said is not thereby untrue
            stays = t != trigger and s.lower[t] in words["negation_stays"] and (s.base[below] in ("ccomp", "obj") or s.tags[below] == "VBG")
            unproved = t != trigger and s.lower[t] in words["proving"]  # `the claim was never confirmed`
            marks.add("alleged" if stays or unproved else "negated")
        elif s.base[c] == "aux" and s.tags[c] == "MD":
            if low in ("must", "shall") and t == trigger and (any(s.lower[k] in words["negators"] for k in s.children[t]) or (low == "must" and set(s.lower) & {"resolution", "resolutions", "states"})):
                marks.add("norm")
            if low in word_set("future_modals"):
                marks.add("planned")
            elif low == "would":
                marks.add("would")
            elif low in word_set("possibility_modals"):
                past = any(s.lower[k] == "have" and s.base[k] == "aux" for k in s.children[t])
                marks.add("alleged" if past else "possible")  # `may have bought` guesses at the past
        elif low in words["hedges"] and clause and s.base[c] in ("advmod", "amod"):
            marks.add("alleged")
        elif (s.base[c] == "mark" and low in words["conditionals"] and clause) or (low in words["possibility_adjectives"] and s.base[c] == "amod"):
            marks.add("possible")
        elif low in word_set("planned_adjectives") and s.base[c] == "amod":
            marks.add("planned")


def _trailing(v: View, t: int, marks: set[str], reading: Reading, parties: Sequence[str | None]) -> None:
    """Attribution after the clause: `…, the FBI said`, `…, prosecutors allege`."""
    s, words = v.s, v.lexicon.factual
    for c in s.kids(t, "parataxis", "conj") + [c for k in s.kids(t, "nsubj") for c in s.kids(k, "parataxis")]:  # `X, the panel says, sold arms`
        if s.base[c] == "conj" and not s.kids(c, "nsubj"):
            continue  # it would borrow the subject of the clause beside it
        if s.base[c] == "conj" and not (c > t and s.lower[c - 1] not in ("and", "or", "but") and not s.kids(c, "obj", "ccomp", "xcomp", "cc")):
            continue
        form = s.lower[c]
        if s.kids(c, "ccomp", "obj"):
            continue
        if form in words["saying"]:
            _said(v, c, marks, reading, parties)
        elif form in words["alleging"] and not _record(v, c):
            _claim(v, c, marks, reading, parties)


def _record(v: View, t: int) -> bool:
    """Whether a verb of showing has records as its subject: `customs figures show`."""
    return any(v.s.lower[k] in word_set("records") for k in v.s.kids(t, "nsubj"))


def _governor(v: View, t: int, below: int, form: str, marks: set[str], reading: Reading, parties: Sequence[str | None]) -> None:
    """Marks from a word that governs the event's clause or noun."""
    s, words = v.s, v.lexicon.factual
    relation = s.base[below]
    governs = relation in ("ccomp", "xcomp", "obj", "acl", "csubj", "nsubj", "obl", "nmod", "advcl", "parataxis", "dep")
    if form in WARNING and any(s.lower[c] in ("against", "not") for k in (below, *s.kids(below, "acl")) for c in s.children[k]):
        marks.add("norm")  # `warned firms against hiring X's workers`
    if not governs:
        return
    if s.is_verb(t):
        if (form in words["alleging"] or form in ACCUSED) and any(s.lower[c] in word_set("false_adverbs") for c in s.children[t]):
            marks.add("deny")  # `was wrongly accused of selling arms`
        subordinate = relation in ("ccomp", "xcomp", "csubj", "parataxis") or (relation in ("advcl", "obj", "obl") and form not in words["saying"])
        if form in CLEARING and relation in ("advcl", "obl") and any(s.lower[c] == "of" for c in s.children[below]):
            marks.add("deny")  # `was cleared of buying coal`
        elif form in words["proving"] and relation == "ccomp" and any(s.lower[k] in word_set("none_at_all") for k in s.kids(t, "nsubj")):
            marks.add("alleged")  # `nobody has proved that X sold arms`
        elif form in words["denying"] and relation in ("ccomp", "xcomp", "csubj", "obj", "obl"):
            marks.add("deny")
            reading.denied_by += _subjects(v, t)
        elif form in words["alleging"] and not _record(v, t) and (subordinate or relation == "nsubj") and not (form in ("show", "find", "found", "link", "linked", "detail", "detailed") and relation in ("nsubj", "obl", "obj")):
            _claim(v, t, marks, reading, parties)
        elif relation in ("advcl", "obl") and _punished(s, t, below):
            marks.add("alleged")  # `put sanctions on a firm for supplying drones`: why they say they did
        elif relation == "advcl" and any(s.lower[c] == "to" for c in s.kids(below, "mark")) and any(s.lower[c] in words["planning_nouns"] for c in s.kids(t, "obj")):
            marks.add("planned")  # `struck a deal with X to extract oil`
        elif form in SETTING_TERMS and relation in ("advcl", "ccomp", "xcomp", "obj", "obl") and any(s.lower[c] in words["planning_nouns"] for c in s.kids(t, "nsubj")):
            marks.add("planned")  # `the deal calls for X to supply fuel`
        elif form in DRAFTING and relation == "obj" and s.lower[below] in words["planning_nouns"]:
            marks.add("planned")  # `is preparing an agreement on tourism`
        elif form in CONNECTING and relation in ("obl", "obj") and s.kids(t, "nsubj") and s.kids(t, "obj"):
            marks.add("alleged")  # `has tied X to the theft`
        elif (form in HEDGING and relation == "xcomp") or (form in SURE and relation == "ccomp"):
            marks.add("alleged")  # `seems to have sold`, `are convinced that X sold`
        elif form in SOON and relation == "xcomp" and (s.is_passive(t) or s.kids(t, "cop")):
            marks.add("planned")
        elif form in words["admitting"] and relation in ("ccomp", "obj", "xcomp", "parataxis"):
            reading.claims += [(by, "confirms") for by in _subjects(v, t)]
        elif form in words["saying"] and relation in ("ccomp", "parataxis", "xcomp"):
            _said(v, t, marks, reading, parties)
        elif relation == "advcl" and any(s.lower[c] in word_set("marks_of_reason_and_time") for c in s.kids(below, "mark")):
            pass  # `froze accounts because X sold arms`, `acted after X sold arms`: what is so
        elif form in words["preventing"] and relation in ("obj", "xcomp", "ccomp", "obl", "nsubj", "advcl"):
            if form not in word_set("condemning") or (s.lower[t] in ("implement",)):
                if relation != "nsubj" or s.is_passive(t):
                    marks.add("norm")
        elif form in word_set("ceasing") and relation in ("obj", "xcomp"):
            marks.add("ceasing")
        elif form in ("rule", "ruled", "ruling", "rules") and any(s.lower[c] == "out" for c in s.children[t]):
            marks.add("possible")
            marks.add("open" if any(s.lower[c] in words["negators"] for c in s.children[t]) else "deny")
        elif (form in words["planning"] and (
            (relation in ("xcomp", "ccomp") and words["planning"][form] not in ("set", "begin"))
            or (relation in ("obj", "obl", "advcl") and words["planning"][form] in word_set("binding_verbs"))
        )) or (form in ("begun", "began") and relation == "xcomp" and s.lower[below] in ("invite", "accept")):
            marks.add("planned")
        elif form.startswith("consider") and set(s.lower) & (words["denial_adjectives"].keys() | words["denial_nouns"].keys()):
            marks.add("deny")
            reading.denied_by += _subjects(v, t)
        elif form in words["possibility"] and form not in word_set("tries") and (relation in ("xcomp", "ccomp", "obj", "acl") or (relation == "nsubj" and s.is_passive(t))) and not (form in ("offer", "offering", "need", "look", "want") and relation == "obj"):
            marks.add("possible")
        elif form in word_set("negotiating") and relation == "advcl" and any(s.lower[c] == "to" for c in s.kids(below, "mark")):
            marks.add("possible")  # `is negotiating with Y to buy drones`
        elif form in ("going",) and relation == "xcomp":
            marks.add("planned")
    else:
        if form == "guilty" and relation in ("advcl", "obl", "ccomp", "acl") and any(s.lower[c] in words["negators"] for c in s.children[t]):
            marks |= {"alleged"} if s.lower[s.heads[t]] in PLEADING else {"deny"}
            reading.denied_by += _subjects(v, s.heads[t]) if s.lower[s.heads[t]] in PLEADING else []
        if form in word_set("words_of_guilt") and relation in ("obl", "nmod"):
            marks.add("alleged")  # `is held responsible for the theft`
        if form in SURE and relation == "ccomp":
            marks.add("alleged")
        elif form in SOON and relation == "xcomp":
            marks.add("planned")
        elif form in word_set("truth") and relation in ("csubj", "ccomp") and any(s.lower[c] in words["negators"] for c in s.children[t]):
            marks.add("deny")  # `it is not true that X sold arms`
        broken = s.lower[s.heads[t]] in EXCEEDING  # `the cap on imports was exceeded`
        if form in words["preventing_nouns"] and not broken and relation in ("nmod", "acl", "compound", "obl") and not any(s.lower[c] == "by" for c in s.children[below]):
            marks.add("norm")
        elif form in word_set("nouns_of_refusal") and relation == "acl":
            marks.add("negated")  # `its refusal to send weapons`
        elif form in words["denial_nouns"] and relation in ("nmod", "acl"):
            marks.add("deny")
        elif form in words["denial_adjectives"] and relation in ("csubj", "ccomp"):
            marks.add("alleged" if any(s.lower[c] in words["negators"] for c in s.children[t]) else "deny")  # `it is untrue that X sold arms`
        elif form in word_set("talks") and relation in ("acl", "nmod"):
            marks.add("possible")  # `talks on widening cooperation`
        elif form in words["claim_nouns"] and relation in ("acl", "nmod", "ccomp"):
            marks.add("alleged")
        elif form in words["planning_nouns"] and relation in ("acl", "nmod") and (relation == "acl" or s.preposition(below) in ("to", "for", "on", "of")):
            marks.add("planned")
        elif (form in words["possibility_nouns"] and relation in ("acl", "nmod", "ccomp")) or (form in words["possibility_adjectives"] and relation in ("csubj", "ccomp", "nsubj", "xcomp")) or (form in word_set("leaning_adjectives") and relation in ("advcl", "obl", "xcomp", "ccomp")):
            marks.add("possible")


def _done_already(v: View, noun: int, clause: int) -> bool:
    """Whether a relative clause tells what somebody named did: `sanctioned an X firm that had shipped coal` is no norm."""
    s = v.s
    if s.deps[clause] != "acl:relcl" or not any(t in v.at for t in s.noun_phrase(noun)):
        return False
    verbs = [clause, *s.kids(clause, "ccomp")]
    return any(s.tags[k] == "VBD" or any(s.lower[c] in ("has", "have", "had") and s.base[c] == "aux" for c in s.children[k]) for k in verbs)


def _punished(s: Sentence, verb: int, below: int) -> bool:
    """Whether an act is the ground that a verb gives for sanctions: `sanctioned X for selling arms`, `imposed sanctions over the sale`."""
    ground = s.preposition(below) in GROUNDS or any(s.lower[c] in GROUNDS for c in s.kids(below, "mark"))
    return ground and (s.lower[verb] in SANCTIONS or any(s.lower[c] in SANCTIONS for c in s.kids(verb, "obj", "nsubj")))


EXCEEDING = verb_set("exceeding_verbs")
GROUNDS, SANCTIONS = word_set("reported_causes"), word_set("words_of_sanctions")


def _subjects(v: View, t: int) -> list[str]:
    roles = verb_roles(v, t)
    subject = roles.subject if roles.subject is not None and not roles.passive else (roles.agents[0] if roles.agents else None)
    return v.parties(subject) if subject is not None else []


def _claim(v: View, t: int, marks: set[str], reading: Reading, parties: Sequence[str | None]) -> None:
    """An accusation, estimate or belief: alleged, and by whom."""
    marks.add("alleged")
    for by in _subjects(v, t):
        reading.claims.append((by, "alleges"))


def _said(v: View, t: int, marks: set[str], reading: Reading, parties: Sequence[str | None]) -> None:
    """`X said`: an admission or an own act of X's is told as fact; of others, what an official or a report says is a claim."""
    s, words = v.s, v.lexicon.factual
    marks.add("said")
    roles = verb_roles(v, t)
    subject = roles.subject
    if subject is not None and s.base[t] == "parataxis" and not s.kids(t, "nsubj") and any(s.tags[x][:2] == "NN" for x in _before(v, t)):
        subject = None  # `X sold arms, a research group reports`: not X
    person = subject is not None and s.lower[subject] in word_set("speaking_pronouns")
    if person and v.context.claimed:
        marks.add("alleged")  # who alleged the last activity goes on speaking
    codes = _subjects(v, t) if not (person and v.context.claimed) and not _resident(v, subject) else []
    if subject is None and not roles.passive:
        codes = [m.code for m in v.mentions if m.start in _before(v, t)]
    elif subject is not None and not person and s.lower[subject] not in GENERIC and not v.parties(subject, pronouns=False):
        codes = []  # `its head of research said`
    passive = roles.passive
    heads = {s.lower[x] for x in (s.noun_phrase(subject) if subject is not None else _before(v, t))}
    kinds = {words["sources"][h] for h in heads if h in words["sources"]}
    media = subject is not None and (s.lower[subject] in MEDIA or any(m.form == "media" and m.start in s.noun_phrase(subject) for m in v.mentions))
    codes = [] if media else codes
    defending = s.lower[s.heads[t]] in words["denying"]  # `X denies it, stating that its flights carried aid`
    policing = heads & word_set("policing") and set(s.lower) & word_set("illicit")  # its own investigators on crimes there
    if (defending or policing) and any(c in parties for c in codes):
        marks.add("alleged")
        reading.claims += [(c, "alleges") for c in codes]
    elif any(c in parties for c in codes) and "report" not in heads and not _rival(v, codes, parties, subject):
        reading.claims += [(c, "confirms") for c in codes]
    elif passive:
        marks.add("alleged")
    elif media or ("reported" in kinds and "alleged" not in kinds):
        return
    elif codes or "alleged" in kinds or heads & {"un", "u.n.", "nations", "experts"}:
        marks.add("alleged")
        reading.claims += [(c, "alleges") for c in codes if not heads & word_set("private_speakers")]
    elif subject is not None and not person and not kinds and s.tags[subject][:2] == "NN" and not heads & word_set("records"):
        marks.add("alleged")  # somebody says so


def _rival(v: View, codes: Sequence[str], parties: Sequence[str | None], subject: int | None) -> bool:
    """Whether a speaker of the receiving State speaks of another receiver in it: `Libya's navy says the Emirates armed Haftar`."""
    if subject is None or not codes or codes[0] != parties[-1] or codes[0] == parties[0]:
        return False
    own = set(v.s.subtree(subject))
    return any(m.code == codes[0] and m.start not in own and m.form in ("person", "agency", "group") for m in v.mentions)


def _speaks(v: View, t: int) -> bool:
    """Whether a word right after a noun is a verb of saying, whatever the tagger took it for: `…, the watchdog reports.`"""
    words = v.lexicon.factual
    return t > 1 and (v.s.lower[t] in words["saying"] or v.s.lower[t] in words["alleging"]) and v.s.tags[t - 1] in ("NN", "NNS", "NNP", "NNPS", "PRP") and t + 1 < len(v.s.words) and v.s.tags[t + 1][:2] != "NN"


def _before(v: View, t: int) -> list[int]:
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


def _adverbial(v: View, trigger: int, marks: set[str], reading: Reading, parties: Sequence[str | None]) -> None:
    """`according to a report`, `X said` after the clause, and hedges near the trigger that the parser hung elsewhere."""
    s, words = v.s, v.lexicon.factual
    low = s.lower
    for i in range(len(low) - 1):
        if low[i] == "according" and low[i + 1] == "to":
            end = next((t for t in range(i + 3, min(i + 14, len(low))) if low[t] == ","), min(i + 14, len(low)))  # the source ends at its comma
            stretch = list(low[i + 2 : end])
            kinds = [words["sources"][w] for w in stretch if w in words["sources"]]
            codes = [m.code for m in v.mentions if i + 2 <= m.start < min(i + 9, end) and m.form != "media"]
            media = any(m.form == "media" and i + 2 <= m.start < end for m in v.mentions) or not MEDIA.isdisjoint(stretch)
            codes = [] if media and not kinds else codes
            if codes and codes[0] in parties and ("alleged" not in kinds or "report" not in stretch):
                reading.claims.append((codes[0], "confirms"))
            elif "alleged" in kinds or (codes and not media) or not {"un", "u.n.", "nations"}.isdisjoint(stretch):
                marks.add("alleged")
                reading.claims += [(c, "alleges") for c in codes[:1]]
    for i in range(max(0, trigger - 3), min(trigger + 2, len(low))):
        if low[i] in word_set("strong_hedges"):
            marks.add("alleged")
    t = trigger
    while s.base[t] == "advcl" and any(low[c] in ("by", "for") and s.base[c] == "mark" for c in s.children[t]):
        t = s.heads[t]  # `allegedly broke the law by selling arms`
        if any(low[c] in words["hedges"] and s.base[c] == "advmod" for c in s.children[t]):
            marks.add("alleged")


def _told_around(v: View, trigger: int, marks: set[str]) -> None:
    """What shows a claim by its words alone: `in the view of experts`, `it is claimed`, `the charge that X sold arms`."""
    low, words = v.s.lower, v.lexicon.factual
    text = " " + " ".join(low) + " "
    if any(f" {phrase} " in text for phrase in words["attributions"]):
        marks.add("alleged")
    media = {m.end for m in v.mentions if m.form == "media"} | {i + 1 for i, w in enumerate(low) if w in MEDIA}
    cited = next((i for i in range(len(low) - 1) if low[i] in ("citing", "quoting") or (low[i] in ("cited", "quoted") and i in media)), None)
    if cited is not None and any(words["sources"].get(w) == "alleged" for w in low[cited : cited + 8]):
        marks.add("alleged")  # `…, a newspaper reported, citing South Korean intelligence`
    that = next((i for i in range(trigger - 1, 0, -1) if low[i] == "that" or v.s.tags[i] in ("VBD", "VBZ", "VBP", "MD")), 0)
    if low[that] == "that" and low[that - 1] in words["claim_nouns"]:
        marks.add("alleged")


def _speaker_after(v: View, trigger: int, marks: set[str], reading: Reading, parties: Sequence[str | None]) -> None:
    """`…, South Korea's defence minister told reporters`: by word order, where the parser hung the verb of saying elsewhere."""
    s, words = v.s, v.lexicon.factual
    for k in range(len(s.words) - 2, trigger, -1):
        if s.lower[k] != "," or s.lower[k + 1] in word_set("clause_openers"):
            continue
        verb = next((t for t in range(k + 2, min(k + 14, len(s.words))) if (s.is_verb(t) and s.base[t] != "aux") or s.lower[t] == "," or _speaks(v, t)), None)
        if verb is None or s.lower[verb] == "," or not (s.lower[verb] in words["saying"] or s.lower[verb] in words["alleging"]):
            continue
        if any(s.base[c] in ("ccomp", "obj") and c > verb for c in s.children[verb]) and s.lower[verb] not in word_set("telling_forms"):
            continue  # it says something else
        heads = {s.lower[t] for t in range(k + 1, verb)}
        spoken = [m for m in v.mentions if k < m.start < verb]
        codes = [m.code for m in spoken if m.form != "media"]
        kinds = {words["sources"][h] for h in heads if h in words["sources"]}
        if heads & word_set("records") or (heads & word_set("pronouns") and not v.context.claimed):
            return
        if any(c in parties for c in codes):
            reading.claims += [(c, "confirms") for c in codes]
        elif any(m.form == "media" for m in spoken) or ("reported" in kinds and "alleged" not in kinds):
            return
        elif codes or "alleged" in kinds or heads & {"un", "u.n.", "nations"} or heads & word_set("pronouns"):
            marks.add("alleged")
            reading.claims += [(c, "alleges") for c in codes if not heads & word_set("private_speakers")]
        return


def denials(v: View) -> list[str]:
    """Parties that this sentence says deny something (`denied`, `dismissed … as`, `called … a fake`)."""
    s, words = v.s, v.lexicon.factual
    low = set(s.lower)
    found: list[str] = []
    for t in range(len(s.words)):
        form = s.lower[t]
        if not s.is_verb(t) or low & {"entry", "access", "visa", "visas", "permission", "bail"}:
            continue
        if any(s.lower[c] in word_set("what_is_turned_down") for c in s.kids(t, "obj")):
            continue  # `rejected the proposal`
        negated = any(s.lower[c] in words["negators"] for c in s.children[t])
        aside = form in BRUSHING and any(s.lower[c] in ("aside", "away", "off") for c in s.children[t])
        called = aside or (form in word_set("calling") and low & (set(words["denial_nouns"]) | set(words["denial_adjectives"])))
        said = form in words["saying"] and any(_negated_clause(v, c) for c in s.kids(t, "ccomp"))  # `X said it never sold arms`
        if form in words["saying"] and called_false(v):
            found += _subjects(v, t) or [m.code for m in v.mentions if m.start in _before(v, t)]
        baseless = form in words["saying"] and any(s.lower[k] in words["denial_adjectives"] or s.lower[k] in words["denial_nouns"] for k in s.kids(t, "ccomp"))  # `X said the story was groundless`
        unproved = baseless or (form in words["saying"] and any(s.lower[k] in word_set("proof_nouns") and any(s.lower[d] == "no" for d in s.children[k]) for k in s.subtree(t)))
        if (form in words["denying"] and not negated) or called or said or unproved:
            roles = verb_roles(v, t)
            if roles.subject is not None and not roles.passive:
                found += v.parties(roles.subject)
            elif roles.agents:
                found += [c for a in roles.agents for c in v.parties(a)]
            if not found:
                found += [m.code for m in v.mentions if m.end <= t][-1:]
            if not found and roles.subject is not None and s.lower[roles.subject] in word_set("rulers"):
                found += [c for c in [v.context.sole_target([])] if c]  # `the authorities dismissed the reports`
    return list(dict.fromkeys(found))


def called_false(v: View) -> bool:
    """Whether a sentence says that reports are false: `reports that X sold arms are propaganda`, `the claim is baseless`."""
    s, words = v.s, v.lexicon.factual
    for k in range(len(s.words)):
        untrue = s.lower[k] in words["truth_adjectives"] and any(s.lower[c] in words["negators"] for c in s.children[k])
        if (s.lower[k] in words["denial_nouns"] or s.lower[k] in words["denial_adjectives"] or untrue) and s.kids(k, "cop"):
            if any(s.lower[x] in words["claim_nouns"] or s.lower[x] in word_set("things_told") for n in s.kids(k, "nsubj") for x in s.noun_phrase(n)):
                return True
    return False


def _negated_clause(v: View, c: int) -> bool:
    """Whether a clause says of its own subject that it never did or has no such thing."""
    s = v.s
    subjects = [k for k in s.children[c] if s.base[k] == "nsubj"]
    own = any(s.lower[k] in ("it", "they", "he", "she", "we") or any(s.lower[d] in ("its", "their", "his", "her", "our") for d in s.children[k]) for k in subjects)
    own = own or any(s.lower[d] == "no" and k in v.item_at for k in subjects for d in s.children[k])  # `said no weapons had passed`
    return own and (any(s.lower[k] in ("never", "no") for k in s.subtree(c, frozenset({"ccomp", "conj", "advcl", "acl"}))))


def reporting(v: View) -> bool:
    """Whether a sentence opens somebody's account: experts, a report or an official say something."""
    s, words = v.s, v.lexicon.factual
    for t in range(len(s.words)):
        if s.lower[t] in words["saying"] or s.lower[t] in words["alleging"]:
            speakers = [x for k in s.kids(t, "nsubj") for x in s.noun_phrase(k)] or (_before(v, t) if _speaks(v, t) else [])
            if any(words["sources"].get(s.lower[x]) == "alleged" for x in speakers):
                return True
    return False


def goes_on(v: View) -> bool:
    """Whether a sentence speaks on of what the one before told: its subject points back (`they`, `its ships`, `most of the coal`)."""
    s, back = v.s, word_set("words_that_point_back")
    for t in (k for r, h in enumerate(s.heads) if h == r for k in s.kids(r, "nsubj")):
        told = [s.lower[x] for x in s.subtree(t)]
        part = told.index("of") + 1 if "of" in told else 0
        if s.lower[t] in back or told[0] in back or (part and told[0] not in ("a", "an") and told[part : part + 1] and told[part] in back):
            return True
    return False


def denial_words(lexicon: Lexicon) -> frozenset[str]:
    """Words without which a sentence denies nothing; the cheap test before it is parsed."""
    f = lexicon.factual
    return frozenset({*f["denying"], *f["denial_nouns"], *f["denial_adjectives"], *BRUSHING, "never"}) | word_set("proof_nouns")

"""How a text puts an activity: read from the clauses that govern its trigger.

Attribution by class of verb and of source, modality, negation, future and agreement; a norm (`banned`, `prohibits`)
that governs the activity means that the text tells of the rule and of no act.
"""

from __future__ import annotations

import itertools
from collections.abc import Sequence
from functools import cache

from engine.attribution import (
    Reading,
    adverbial,
    claimed,
    documented,
    in_their_words,
    is_record,
    said,
    speaker_after,
    speaker_set_in,
    subjects_of,
    told_around,
    trailing,
    words_before,
)
from engine.cluster import SOMEBODY
from engine.introduced import FIRMS as KINDS_OF_FIRM
from engine.introduced import ONE_PERSON
from engine.lexicon import Lexicon, verb_set
from engine.phrases import bargained_for
from engine.polarity import (
    FAILING,
    REFRAINING,
    asked,
    by_no_means,
    forbidden,
    had_it_not,
    left_undone,
    no_sign,
    nobody_at_all,
    of_ability,
    only_made_ready,
    put_off,
    told_of,
    unheard_of,
    yet_to_come,
)
from engine.referents import View
from engine.roles import verb_roles
from engine.tree import Sentence
from engine.vocabulary import kinds, word_set

RANK = {"reported": 0, "alleged": 1, "planned": 2, "possible": 3, "denied": 4}

HIDING = word_set("hiding")
HEDGING = verb_set("hedging_verbs")
SETTING_TERMS = verb_set("verbs_of_terms")
SURE, SOON = word_set("words_of_conviction"), word_set("words_for_soon")
FEARING = verb_set("fearing_verbs")
WARNING = verb_set("warning_verbs")
SHORT_OF = frozenset(tuple(phrase.split()) for phrase in word_set("phrases_short_of"))
ACCUSED, CHARGES = word_set("accusing"), word_set("charges")
SET_FOR, ATTESTING = verb_set("verbs_of_setting_a_day"), verb_set("attesting_verbs")
BRUSHING = verb_set("brushing_verbs")
DRAFTING = verb_set("drafting_verbs")
CONNECTING = word_set("connecting_forms")
PLANNED = verb_set("planned_passives")
SPEAKING_OF, DEPICTING = verb_set("verbs_of_speaking_of"), verb_set("depicting_verbs")
CLAIMING_BY_CLAUSE = word_set("forms_that_claim_by_a_clause")  # `shows that`, `maintains that`; `maintains ties` claims nothing
SEEING = verb_set("finding_verbs") | verb_set("perceiving_verbs")
WINNING_OVER = verb_set("winning_over_verbs")
EXTENDING = verb_set("verbs_of_extending")
BLAMING = verb_set("blaming_verbs")
ARRESTING, ATTRIBUTING = verb_set("arresting_verbs"), verb_set("attributing_verbs")
URGING = verb_set("urging_verbs")
ORDERING = verb_set("verbs_of_ordering")
BARGAINING = verb_set("bargaining_verbs") | verb_set("winning_verbs")
CLEARING, PLEADING = verb_set("clearing_verbs"), verb_set("pleading_verbs")


def read_status(v: View, trigger: int, parties: Sequence[str | None], kind: str = "") -> Reading:
    """The status of the event whose trigger word is token `trigger`; `parties` are the event's own sides. kind: of the event, by
    datasets/kinds.yaml, which says whether somebody sees such acts for himself."""
    s, words = v.s, v.lexicon.factual
    reading = Reading(witnesses=witnesses(kind))
    settled: set[str] | None = None
    marks: set[str] = set()
    chain = [trigger, *list(s.ancestors(trigger))]
    below, done, aside = trigger, False, False
    for depth, t in enumerate(chain):
        if depth and _told_apart(v, t, below):
            break
        done = done or _done_already(v, t, below)
        settled = set(marks) if depth and settled is None and _done_before(v, t, below) else settled
        marks |= {"used"} if depth and _used(v, below) else set()
        aside = aside or (depth > 0 and told_of(v, below))
        marks |= {"aside"} if aside else set()
        _local(v, t, below, marks, trigger, aside)
        trailing(v, t, marks, reading, parties)
        in_their_words(v, t, marks, reading, parties)
        form = s.lower[t]
        if depth and form in HIDING and s.base[below] == "obj":
            marks -= {"possible", "planned"}
            marks.add("presupposed")  # who wishes to hide purchases has made them
        if depth > 1 and "ceasing" in marks and form in FAILING and s.base[below] == "xcomp":
            marks.add("negated")  # `failed to stop deliveries`
        carried = depth == 2 and s.base[trigger] == "obj" and s.is_verb(below) and s.base[below] == "xcomp"  # `refused to open accounts`
        if (depth == 1 or carried) and s.is_verb(t) and left_undone(v, t, below, form):
            marks.add("negated")
        if depth:
            norm, ground = "norm" in marks, "ground" in marks
            _governor(v, t, below, form, marks, reading, parties)
            if ground and not norm:
                marks.discard("norm")  # what is decided on such a ground forbids something else
            if done and not norm:
                marks.discard("norm")
        if depth and s.base[below] in ("conj", "parataxis") and s.is_verb(t) and s.base[below] == "parataxis" and form not in words["saying"] and form not in words["alleging"]:
            break
        if depth and s.is_verb(t) and s.lower[t] in word_set("verbs_of_talks") and any(s.lower[c] in word_set("talks") for c in s.kids(t, "nsubj")):
            marks.add("possible")  # `talks were held on widening cooperation`
        if depth and s.tags[t] == "VBG" and s.base[t] == "advcl" and (form in words["saying"] or form in words["alleging"] or form in ACCUSED):
            break  # `urged them to keep the ban, accusing X of selling arms`
        below = t
    if settled is not None and "would" not in marks:
        marks -= {"possible", "planned"} - settled  # `may punish firms that sold coal`: the sale is done
    if _is_to(v, trigger) or (s.lower[trigger] in words["planning_nouns"] and any(s.lower[k] == "to" for c in s.kids(trigger, "acl") for k in s.kids(c, "mark"))):
        marks.add("planned")  # `X is to sell arms`, `a deal to extract oil`
    if s.base[trigger] == "nsubj" and s.lower[s.heads[trigger]] in FAILING and s.kids(s.heads[trigger], "xcomp"):
        marks.add("negated")  # `the tour failed to depart`
    nobody = nobody_at_all(v, trigger)
    if nobody:
        marks.add("negated")  # `exported no gold`, `nobody sold arms`
    if tuple(s.lower[max(0, trigger - 2) : trigger]) in SHORT_OF or s.lower[trigger - 1 : trigger] == ("without",):
        marks.add("negated")  # `stopped short of selling`
    if s.lower[0] == "had" and "would" in s.lower and not words["negators"].keys() & set(s.lower) and "?" not in s.lower:
        marks.add("possible")  # `Had X sold arms, the Council would have met`
    if s.lower[0] in words["claim_nouns"] and s.lower[1:2] == ("that",) and any(a in words["denial_adjectives"] and b in word_set("forms_of_be") for b, a in itertools.pairwise(s.lower[trigger:])):
        marks.add("deny")  # `Claims that X sold arms are false`
    if forbidden(v, trigger, nobody) or only_made_ready(v, trigger):
        marks.add("norm")
    adverbial(v, trigger, marks, reading, parties)
    told_around(v, trigger, marks)
    if "planned" in marks and any(s.lower[t] in FEARING for t in chain[1:]):
        marks.add("possible")  # `fear that X will sell arms`
    if not marks & {"said", "alleged"} and not reading.claims:
        speaker_after(v, trigger, marks, reading, parties)
    if "alleged" not in marks and not reading.claims:
        speaker_set_in(v, trigger, marks, reading, parties)
    if s.is_verb(trigger) and (s.lower[trigger] in BLAMING | ATTRIBUTING or any(s.lower[c] in BLAMING and s.kids(c, "nsubj") for c in s.kids(trigger, "conj", "parataxis"))):
        marks.add("alleged")  # `hackers stole coins, and the FBI blamed X`
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
        if "said" in marks:
            marks = (marks - {"deny"}) | {"alleged"}  # `the findings that X sold arms are rubbish, its minister said`: told by one, denied by another
    if "deny" in marks and "alleged" in marks and any(s.is_verb(t) and (s.lower[t] in ACCUSED or (s.lower[t] in words["alleging"] and s.deps[t] == "acl:relcl")) and not any(s.lower[c] in word_set("false_adverbs") for c in s.children[t]) for t in chain[1:]):
        marks -= {"deny"}  # `rejects the report, which accuses X of selling arms`: told by one, denied by the other
    if "deny" in marks and set(reading.denied_by) & set(parties) and any(s.base[t] == "obj" and s.lower[t] in CHARGES and s.lower[s.heads[t]] in words["denying"] for t in chain[1:]):
        marks = (marks - {"deny"}) | {"alleged"}  # `X denies allegations that it sold arms`: told by somebody, denied by a side
    if had_it_not(v, trigger):
        marks.discard("negated")
    elif unheard_of(v, trigger) or by_no_means(v, trigger):
        marks.add("negated")
    if asked(v, trigger):
        marks.add("possible")
    if yet_to_come(v, trigger) or put_off(v, trigger) or _bargained(v, trigger) or s.lower[trigger] in word_set("order_nouns") or (s.lower[trigger] in ORDERING and "alleged" not in marks):
        marks.add("planned")
    if "undenied" in marks:
        marks = (marks - {"deny", "negated", "possible"}) | {"alleged"}
        reading.denied_by = []
    if "ceasing" in marks and marks & {"negated", "deny"} and not any(s.lower[c] in v.lexicon.factual["negators"] for c in s.children[trigger]):
        marks -= {"negated", "deny", "ceasing"}  # `never stopped selling arms`, `refused to stop`: goes on
    if "admitted" in marks:
        marks.discard("alleged")  # `experts said that X confirmed selling arms`
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


@cache
def witnesses(kind: str) -> frozenset[str]:
    """Words for who sees an activity of the kind for himself."""
    name = kinds().get(kind, {}).get("seen_by")
    return word_set(name) if name else frozenset()


def _bargained(v: View, trigger: int) -> bool:
    """`signed a deal with X for missiles`, `won a contract for missiles`: agreed on, and still to come."""
    s = v.s
    deals = [k for k in s.kids(trigger, "obj") if s.lower[k] in word_set("deal_words")]
    return s.lower[trigger] in BARGAINING and any(bargained_for(v, k, trigger) for k in deals)


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
    means = s.base[below] == "advcl" and any(s.lower[c] == "by" and s.base[c] == "mark" for c in s.children[below])  # `may answer by selling arms`
    if t != trigger and not means and s.base[below] not in ("xcomp", "ccomp", "csubj", "obj", "obl", "nmod", "nsubj", "compound", "amod", "flat", "dep", "acl"):
        if s.base[below] == "advcl" and any(s.lower[c] in words["hedges"] for c in s.kids(t, "advmod")):
            marks.add("alleged")  # `reportedly sold drones after it sold tanks`
        shared = s.base[below] == "conj" and s.is_verb(below) and not s.kids(below, "nsubj", "mark")
        if shared and any(s.lower[c] in words["conditionals"] and s.base[c] == "mark" for c in s.children[t]):
            marks.add("possible")  # `if X makes drones and sells them`
        return  # what `because` or `and` adds is not under the negation or the modal of the clause beside it
    case = next((c for c in s.kids(below, "case") if s.lower[c] == "with"), 0)
    if t != trigger and s.base[below] == "obl" and case > 0 and s.lower[case - 1] == "," and any(s.base[k] == "acl" and s.tags[k] == "VBG" for k in s.subtree(below)):
        return  # `makes no rifles, with most of its rifles coming from X`
    for c in s.children[t]:
        low = s.lower[c]
        if c == below or (low == "not" and s.lower[c + 1 : c + 2] == ("only",)):
            continue
        clause = t == trigger or s.is_verb(t) or s.base[t] in ("root", "ROOT")
        if low in words["negators"] and s.base[c] in ("advmod", "det", "cc", "aux") and (t == trigger or s.is_verb(t)):
            if aside:
                continue  # `the drones sold to X were never used`
            if t != trigger and any(s.lower[k] == "whether" for k in s.kids(below, "mark")):
                continue  # `it is not known whether X sold drones`: left open, not denied
            if t != trigger and s.lower[t] in words["denying"] and s.base[below] in ("ccomp", "xcomp", "obj", "obl"):
                marks.add("undenied")  # `never denied that it sold drones`
                continue
            # `has not confirmed that it bought`: what is not said is not thereby untrue
            stays = t != trigger and s.lower[t] in words["negation_stays"] and (s.base[below] in ("ccomp", "obj") or s.tags[below] == "VBG")
            unproved = t != trigger and s.lower[t] in words["proving"]  # `the claim was never confirmed`
            marks.add("alleged" if stays or unproved else "negated")
        elif s.base[c] == "aux" and s.tags[c] == "MD":
            if low in ("must", "shall") and (t == trigger or (s.base[trigger] == "obj" and t == s.heads[trigger])) and (any(s.lower[k] in words["negators"] for k in s.children[t]) or (low == "must" and set(s.lower) & {"resolution", "resolutions", "states"})):
                marks.add("norm")
            if low in word_set("future_modals"):
                marks.add("planned")
            elif low == "would":
                marks.add("would")
            elif low in ("can", "could") and t != trigger and (s.lower[t] in words["saying"] or s.lower[t] in words["admitting"] or s.lower[t] in ATTESTING):
                pass  # `can reveal that X sold arms`
            elif low == "can" and s.is_passive(t) and s.lower[t] in SEEING:
                pass  # `X's beer can be found in shops of Y`: it is there
            elif low in word_set("possibility_modals"):
                past = any(s.lower[k] == "have" and s.base[k] == "aux" for k in s.children[t])
                marks.add("alleged" if past else "possible")  # `may have bought` guesses at the past
        elif low in words["hedges"] and clause and s.base[c] in ("advmod", "amod"):
            marks.add("alleged")
        elif (s.base[c] == "mark" and low in words["conditionals"] and clause) or (low in words["possibility_adjectives"] and s.base[c] == "amod"):
            marks.add("possible")
        elif (low in word_set("planned_adjectives") and s.base[c] == "amod") or (t == trigger and s.base[c] == "acl" and low in SET_FOR and s.tags[c] == "VBN"):
            marks.add("planned")  # `drills set for May`


def _governor(v: View, t: int, below: int, form: str, marks: set[str], reading: Reading, parties: Sequence[str | None]) -> None:
    """Marks from a word that governs the event's clause or noun."""
    s, words = v.s, v.lexicon.factual
    relation = s.base[below]
    governs = relation in ("ccomp", "xcomp", "obj", "acl", "csubj", "nsubj", "obl", "nmod", "advcl", "parataxis", "dep")
    if form in WARNING and any(s.lower[c] in ("against", "not") for k in (below, *s.kids(below, "acl")) for c in s.children[k]):
        marks.add("norm")  # `warned firms against hiring X's workers`
    if form in URGING and relation in ("xcomp", "ccomp", "advcl") and {"not", "to"} <= {s.lower[c] for c in s.children[below]}:
        marks.add("norm")  # `urged X not to sell arms`
    if (ability := of_ability(v, t, below)) is not None:
        marks.add(ability)
        return
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
        elif form in words["denying"] and any(s.lower[k] in word_set("none_at_all") for k in s.kids(t, "nsubj")):
            pass  # `nobody disputes that X sold arms`
        elif documented(v, t) and relation in ("ccomp", "xcomp", "obj", "obl", "advcl", "nsubj"):
            claimed(v, t, marks, reading, parties)
        elif relation in ("ccomp", "acl") and any(s.lower[k] in words["claim_nouns"] for k in s.kids(t, "nsubj")):
            marks.add("alleged")  # `evidence is mounting that X sold arms`
        elif form in ARRESTING and relation in ("advcl", "obl") and ("for" in {s.lower[c] for c in s.children[below]} or s.lower[below] in word_set("nouns_of_scheme")):
            marks.add("alleged")  # `was arrested for selling arms`
        elif form in words["denying"] and relation == "obj" and s.lower[below] in OPPOSITION:
            pass  # `rejected criticism of its pact with X`
        elif form in words["denying"] and relation in ("ccomp", "xcomp", "csubj", "obj", "obl"):
            marks.add("deny")
            reading.denied_by += subjects_of(v, t)
        elif relation == "advcl" and s.kids(below, "nsubj") and any(s.lower[c] in ("after", "since") for c in s.kids(below, "mark")):
            pass  # `protested after X fired a missile`: what is so
        elif form in words["alleging"] and not is_record(v, t) and (subordinate or relation == "nsubj") and not (form in CLAIMING_BY_CLAUSE and relation in ("nsubj", "obl", "obj")):
            claimed(v, t, marks, reading, parties)
        elif relation in ("advcl", "obl") and _punished(s, t, below):
            marks |= {"alleged", "ground"}  # `put sanctions on a firm for supplying drones`: why they say they did
        elif relation == "advcl" and any(s.lower[c] == "to" for c in s.kids(below, "mark")) and any(s.lower[c] in words["planning_nouns"] for c in s.kids(t, "obj")):
            marks.add("planned")  # `struck a deal with X to extract oil`
        elif form in SETTING_TERMS and relation in ("advcl", "ccomp", "xcomp", "obj", "obl") and any(s.lower[c] in words["planning_nouns"] for c in s.kids(t, "nsubj")):
            marks.add("planned")  # `the deal calls for X to supply fuel`
        elif form in DRAFTING and relation == "obj" and s.lower[below] in words["planning_nouns"]:
            marks.add("planned")  # `is preparing an agreement on tourism`
        elif form in CONNECTING and relation in ("obl", "obj") and s.kids(t, "nsubj") and s.kids(t, "obj"):
            marks.add("alleged")  # `has tied X to the theft`
        elif relation == "obl" and s.preposition(below) in ("into", "over") and any(s.lower[c] in word_set("nouns_of_inquiry") for c in s.kids(t, "obj")):
            marks.add("alleged")  # `opened a probe into X's sales`
        elif (form in HEDGING and relation in ("xcomp", "ccomp", "csubj")) or (form in SURE and relation == "ccomp"):
            marks.add("alleged")  # `seems to have sold`, `are convinced that X sold`
        elif (form in SOON and relation == "xcomp" and (s.is_passive(t) or s.kids(t, "cop"))) or (form in WINNING_OVER and relation in ("xcomp", "advcl")):
            marks.add("planned")
        elif form in words["negation_stays"] and relation in ("ccomp", "obj") and s.base[t] == "xcomp" and s.lower[s.heads[t]] in REFRAINING:
            marks.add("alleged")  # `declined to confirm that X sold arms`
        elif form in words["admitting"] and relation in ("ccomp", "obj", "xcomp", "parataxis"):
            confirming = subjects_of(v, t)
            reading.claims += [(by, "confirms") for by in confirming]
            if set(confirming) & {p for p in parties if p} and not any(s.lower[c] in words["negators"] for c in s.children[t]):
                marks.add("admitted")
        elif form in words["saying"] and relation in ("ccomp", "parataxis", "xcomp"):
            said(v, t, marks, reading, parties)
        elif (form in SPEAKING_OF and relation == "obl" and s.preposition(below) in ("of", "about")) or (form in DEPICTING and relation == "obj"):
            said(v, t, marks, reading, parties)  # `spoke of X's sale of arms`, `described it`
        elif form in words["proving"] and relation == "ccomp" and s.lower[s.heads[t]] in word_set("calling"):
            claimed(v, s.heads[t], marks, reading, parties)  # `called it proven that X sold arms`
        elif relation == "advcl" and any(s.lower[c] in word_set("marks_of_reason_and_time") for c in s.kids(below, "mark")):
            pass  # `froze accounts because X sold arms`, `acted after X sold arms`: what is so
        elif s.lower[below] in word_set("nouns_of_presence") and relation == "obj" and form in EXTENDING:
            pass  # `extended the stay of its troops`
        elif s.tags[t] == "VBN" and ((s.base[t] == "amod" and relation in ("obl", "nmod")) or (s.base[t] == "xcomp" and relation == "obj" and not s.kids(t, "mark", "aux"))):
            pass  # `continues prohibited activities with uranium`: what is done
        elif form in words["preventing"] and "aside" in marks and ("alleged" in marks or (relation == "advcl" and any(s.lower[c] == "from" for c in s.kids(below, "mark")))):
            pass  # `kept soldiers from searching a ship suspected of carrying arms`: the search, not the arms
        elif "used" in marks and form in SANCTIONS and relation in ("obj", "nsubj"):
            marks |= {"alleged", "ground"}  # `sanctioned a firm used by X to sell oil`: why they say they did
        elif "used" in marks and form in FREEZING and relation in ("obj", "nsubj", "obl"):
            pass  # `froze accounts used by X to pay Y`: what they were used for is so
        elif form in LETTING and relation in ("xcomp", "ccomp") and set(subjects_of(v, t)) & set(parties):
            pass  # `X allowed fuel to be smuggled`: a side that lets it happen, no rule that permits it
        elif form in words["preventing"] and relation in ("obj", "xcomp", "ccomp", "obl", "nsubj", "advcl"):
            if form not in word_set("condemning") or (s.lower[t] in ("implement",)):
                if relation != "nsubj" or s.is_passive(t):
                    marks.add("norm")
        elif form in word_set("ceasing") and relation in ("obj", "xcomp"):
            marks |= {"ceasing"} if s.lower[below] not in words["planning_nouns"] else set()  # `suspended an agreement to sell arms`
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
            reading.denied_by += subjects_of(v, t)
        elif form in words["possibility"] and form not in word_set("tries") and (relation in ("xcomp", "ccomp", "obj", "acl") or (relation == "nsubj" and s.is_passive(t))) and not (form in ("offer", "offering", "need", "look", "want") and relation == "obj"):
            marks.add("possible")
        elif relation == "nsubj" and s.is_passive(t) and (form in PLANNED or (s.lower[below] in words["planning_nouns"] and words["planning"].get(form) in word_set("binding_verbs"))):
            marks.add("planned")  # `the delivery is expected in May`
        elif form in word_set("negotiating") and relation == "advcl" and any(s.lower[c] == "to" for c in s.kids(below, "mark")):
            marks.add("possible")  # `is negotiating with Y to buy drones`
        elif form in ("going",) and relation == "xcomp":
            marks.add("planned")
    else:
        if relation == "acl" and any(c < below and s.base[c] == "acl" and s.lower[c] in ACCUSED for c in s.children[t]):
            marks.add("alleged")  # `a man who is suspected of running a scheme that sent arms to X`, where both hang on the man
        above = next((h for h in list(s.ancestors(t))[:2] if s.is_verb(h)), None) if relation == "acl" and any(s.lower[c] == "that" and s.base[c] == "mark" for c in s.children[below]) and form not in words["claim_nouns"] else None
        if above is not None and s.lower[above] in words["saying"]:
            said(v, above, marks, reading, parties)  # `wrote in a letter to the Council that X sold arms`
        if form == "guilty" and relation in ("advcl", "obl", "ccomp", "acl") and any(s.lower[c] in words["negators"] for c in s.children[t]):
            marks |= {"alleged"} if s.lower[s.heads[t]] in PLEADING else {"deny"}
            reading.denied_by += subjects_of(v, s.heads[t]) if s.lower[s.heads[t]] in PLEADING else []
        if form in word_set("words_of_guilt") and relation in ("obl", "nmod"):
            marks.add("alleged")  # `is held responsible for the theft`
        if form in words["preventing"] and s.tags[t][:2] == "JJ" and relation in ("xcomp", "advcl", "ccomp") and any(s.lower[c] == "to" for c in s.kids(below, "mark")):
            marks.add("norm")  # `is forbidden to sell arms`
        if form in word_set("words_of_what_is_forbidden") and relation in ("csubj", "acl", "xcomp", "ccomp", "advcl") and (
            any(s.lower[c] == "to" for c in s.kids(below, "mark")) or (s.tags[below] == "VBG" and relation == "csubj" and not s.kids(below, "nsubj", "nmod", "det"))
        ):
            marks.add("norm")  # `it is illegal for X to sell arms`, `a crime to buy them`, `selling arms to X is illegal`
        if (form in SURE and relation == "ccomp") or (form in words["hedges"] and relation == "nsubj"):
            marks.add("alleged")
        elif form in SOON and relation == "xcomp":
            marks.add("planned")
        elif form in word_set("truth") and relation in ("csubj", "ccomp") and any(s.lower[c] in words["negators"] for c in s.children[t]):
            marks.add("deny")  # `it is not true that X sold arms`
        if form in word_set("nouns_of_arrest") and relation in ("acl", "advcl", "nmod") and any(s.lower[c] in GROUNDS for k in (below, *s.kids(below, "acl")) for c in s.children[k]):
            marks.add("alleged")  # `the arrest of a man for selling arms`
        if form in word_set("nouns_of_ground") and relation == "acl":
            marks |= {"alleged", "ground"}  # `is under sanctions on the grounds that X supplies arms`
        if form in SANCTIONS and relation == "acl" and any(s.lower[c] in GROUNDS and s.base[c] == "mark" for c in s.children[below]):
            marks |= {"alleged", "ground"}  # `faces sanctions for selling arms`
        if form in SANCTIONS and relation == "nmod" and any(s.lower[c] in GROUNDS and s.base[c] == "mark" for k in s.kids(below, "acl") for c in s.children[k]):
            marks |= {"alleged", "ground"}  # `adopted sanctions on a firm for selling arms`
        if form in words["claim_nouns"] and relation in ("acl", "nmod", "ccomp") and s.preposition(t) in word_set("prepositions_of_ground"):
            marks.add("ground")  # `put sanctions on X over concerns that it arms Y`
        broken = "ground" in marks or s.lower[s.heads[t]] in EXCEEDING  # `the cap on imports was exceeded`
        if form in words["preventing_nouns"] and not broken and relation in ("nmod", "acl", "compound", "obl") and not any(s.lower[c] == "by" for c in s.children[below]):
            marks.add("norm")
        elif form in word_set("nouns_of_refusal") and relation == "acl":
            marks.add("negated")  # `its refusal to send weapons`
        elif form in words["denial_nouns"] and relation in ("nmod", "acl"):
            marks.add("alleged" if form in word_set("words_of_hearsay") else "deny")
        elif form in words["denial_adjectives"] and relation in ("csubj", "ccomp"):
            marks.add("alleged" if any(s.lower[c] in words["negators"] for c in s.children[t]) else "deny")  # `it is untrue that X sold arms`
        elif (form in word_set("talks") and relation in ("acl", "nmod")) or (form in word_set("talks") | word_set("words_of_weighing") and relation in ("nsubj", "csubj") and s.preposition(t) == "under"):
            marks.add("possible")  # `talks on widening cooperation`, `a swap is under discussion`
        elif form in words["claim_nouns"] and relation in ("acl", "nmod", "ccomp"):
            if not (no_sign(v, t) and "aside" in marks):  # `no evidence that it was paid for shells that it sent`
                marks.add("negated" if no_sign(v, t) else "alleged")
        elif form in words["planning_nouns"] and relation in ("acl", "nmod") and (relation == "acl" or s.preposition(below) in ("to", "for", "on", "of")):
            marks.add("planned")
        elif (form in words["possibility_nouns"] and relation in ("acl", "nmod", "ccomp")) or (form in words["possibility_adjectives"] and relation in ("csubj", "ccomp", "nsubj", "xcomp")) or (form in word_set("leaning_adjectives") and relation in ("advcl", "obl", "xcomp", "ccomp")):
            marks.add("possible")


def _told_apart(v: View, above: int, clause: int) -> bool:
    """Whether a clause is told for itself: `Y denies buying drones from X, which sold tanks to Z`, `plans to sell drones after it sold tanks`;
    inside what somebody says, it is still theirs."""
    s, words = v.s, v.lexicon.factual
    past = s.tags[clause] == "VBD" or any(s.lower[c] in ("has", "have", "had") and s.base[c] == "aux" for c in s.children[clause])
    beside = s.deps[clause] == "acl:relcl" and above in v.at and any(s.lower[t] == "," for t in range(above + 1, min(above + 3, len(s.words))))
    beside = beside or (s.deps[clause] == "advcl:relcl" and past)  # `to which it has already sold tanks`
    after = s.base[clause] == "advcl" and past and any(s.lower[c] in ("after", "since", "because") for c in s.kids(clause, "mark"))
    if not beside:  # what a charge tells in passing is part of it: `is accused of selling drones after it bought them from Z`
        return after and not any(w in words[k] for w in s.lower for k in ("saying", "alleging", "hedges")) and ACCUSED.isdisjoint(s.lower)
    return not any(s.lower[t] in words["saying"] or s.lower[t] in words["alleging"] for t in (above, *s.ancestors(above)) if s.is_verb(t) and not s.is_passive(t))


def _done_before(v: View, noun: int, clause: int) -> bool:
    """Whether a relative clause tells what was done before what is planned or feared: `may punish firms that sold coal`."""
    s = v.s
    past = s.tags[clause] == "VBD" or any(s.lower[c] in ("has", "have", "had") and s.base[c] == "aux" for c in s.children[clause])
    return s.deps[clause] == "acl:relcl" and past and s.tags[noun][:2] == "NN" and not any(s.lower[c] in word_set("determiners_of_nobody_meant") for c in s.kids(noun, "det"))


def _done_already(v: View, noun: int, clause: int) -> bool:
    """Whether a relative clause tells what somebody named did: `sanctioned an X firm that had shipped coal` is no norm."""
    s = v.s
    owned = any(t in v.at for t in s.noun_phrase(noun)) or any(t in v.at for c in s.kids(clause, "nsubj") for t in s.noun_phrase(c))
    single = any(s.lower[c] in SINGLE for c in s.kids(noun, "det"))  # `froze the accounts of a firm that sold arms`
    if s.deps[clause] != "acl:relcl" or not (owned or single or s.kids(noun, "nummod")):  # `froze the assets of four ships that took arms`
        return False
    verbs = [clause, *s.kids(clause, "ccomp", "xcomp")]
    return any(s.tags[k] == "VBD" or any(s.lower[c] in ("has", "have", "had") and s.base[c] == "aux" for c in s.children[k]) for k in verbs)


def _used(v: View, clause: int) -> bool:
    """Whether a participle tells who uses a thing: `a firm used by X to sell oil`."""
    s = v.s
    return s.deps[clause] == "acl" and s.tags[clause] == "VBN" and s.lower[clause] in USING and any(v.parties(k) for k in s.kids(clause, "obl"))


def _punished(s: Sentence, verb: int, below: int) -> bool:
    """Whether an act is the ground that a verb gives for sanctions: `sanctioned X for selling arms`, `imposed sanctions over the sale`."""
    ground = s.preposition(below) in GROUNDS or any(s.lower[c] in GROUNDS for c in s.kids(below, "mark"))
    measures = any(s.lower[c] in SANCTIONS for c in s.kids(verb, "obj", "nsubj")) or any(s.lower[x] in SANCTIONS for c in s.kids(verb, "obl") for x in s.noun_phrase(c)) or (s.base[verb] == "acl" and s.lower[s.heads[verb]] in SANCTIONS)
    return ground and (s.lower[verb] in SANCTIONS or measures)


EXCEEDING, FREEZING = verb_set("exceeding_verbs"), verb_set("freezing_verbs")
SINGLE, DEFINITE = word_set("articles_of_one"), word_set("words_for_one_told_of")
LETTING, USING, OPPOSITION = verb_set("verbs_of_allowing"), verb_set("using_verbs"), word_set("opposition_words")
GROUNDS, SANCTIONS = word_set("reported_causes"), word_set("words_of_sanctions")


def denials(v: View) -> list[str]:
    """Parties that this sentence says deny something (`denied`, `dismissed … as`, `called … a fake`); SOMEBODY for a person or firm of no party."""
    s, words = v.s, v.lexicon.factual
    low = set(s.lower)
    found: list[str] = []
    for t in range(len(s.words)):
        form = s.lower[t]
        if not s.is_verb(t) or low & {"entry", "access", "visa", "visas", "permission", "bail"}:
            continue
        if any(s.lower[c] in word_set("what_is_turned_down") | OPPOSITION for c in s.kids(t, "obj")):
            continue  # `rejected the proposal`
        negated = any(s.lower[c] in words["negators"] for c in s.children[t])
        aside = form in BRUSHING and any(s.lower[c] in ("aside", "away", "off") for c in s.children[t])
        called = aside or (form in word_set("calling") and low & (set(words["denial_nouns"]) | set(words["denial_adjectives"])))
        said = form in words["saying"] and any(_negated_clause(v, c) for c in s.kids(t, "ccomp"))  # `X said it never sold arms`
        if form in words["saying"] and called_false(v):
            found += subjects_of(v, t) or [m.code for m in v.mentions if m.start in words_before(v, t)]
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
            if not found and roles.subject is not None and not v.mentions and (s.lower[roles.subject] in ("he", "she") or (s.lower[roles.subject] in ACCUSED_MEN and any(s.lower[c] in DEFINITE for c in s.children[roles.subject]))):
                found.append(SOMEBODY)  # `The trader denies it`
    return list(dict.fromkeys(found))


ACCUSED_MEN = ONE_PERSON | KINDS_OF_FIRM


INVENTING = verb_set("verbs_of_inventing")


def called_false(v: View) -> bool:
    """Whether a sentence says that reports are false: `reports that X sold arms are propaganda`, `the claim is baseless`."""
    s, words = v.s, v.lexicon.factual
    for k in range(len(s.words)):
        made_up = s.lower[k] in INVENTING and s.is_passive(k)
        untrue = s.lower[k] in words["truth_adjectives"] and any(s.lower[c] in words["negators"] for c in s.children[k])
        if made_up or ((s.lower[k] in words["denial_nouns"] or s.lower[k] in words["denial_adjectives"] or untrue) and s.kids(k, "cop")):
            if any(s.lower[x] in words["claim_nouns"] or s.lower[x] in word_set("things_told") for n in s.kids(k, "nsubj") for x in s.noun_phrase(n)):
                return True
    return False


def _negated_clause(v: View, c: int) -> bool:
    """Whether a clause says of its own subject that it never did or has no such thing."""
    s = v.s
    subjects = [k for k in s.children[c] if s.base[k] == "nsubj"]
    if any(s.tags[k] == "EX" for k in s.children[c]) and any(s.lower[k] == "only" for k in s.subtree(c)):
        return True  # `X said there was only medicine aboard`
    own = any(s.lower[k] in ("it", "they", "he", "she", "we") or any(s.lower[d] in ("its", "their", "his", "her", "our") for d in s.children[k]) for k in subjects)
    if own and s.lower[c] in v.lexicon.verbs and v.items_in(s.subtree(c)) and any(s.lower[k] in v.lexicon.factual["negators"] for k in s.children[c]):
        return True  # `"We did not send one soldier," he told a paper`
    if own and s.lower[c] in word_set("verbs_left_alone") and any(s.lower[k] in v.lexicon.factual["negators"] for k in s.children[c]):
        return True  # `X says it did not`
    own = own or any(s.lower[k] in v.lexicon.nouns and s.lower[k] not in v.lexicon.items.entries for k in subjects)  # `said the shipment never took place`
    own = own or any(s.lower[d] == "no" and k in v.item_at for k in subjects for d in s.children[k])  # `said no weapons had passed`
    return own and (any(s.lower[k] in ("never", "no") for k in s.subtree(c, frozenset({"ccomp", "conj", "advcl", "acl"}))))


def denial_words(lexicon: Lexicon) -> frozenset[str]:
    """Words without which a sentence denies nothing; the cheap test before it is parsed."""
    f = lexicon.factual
    return frozenset({*f["denying"], *f["denial_nouns"], *f["denial_adjectives"], *BRUSHING, "never"}) | word_set("proof_nouns")

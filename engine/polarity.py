"""Whether a text says that something did not happen: negation, refusal and failure, what is only asked or imagined, rules."""

from __future__ import annotations

from engine.lexicon import verb_forms, verb_set
from engine.referents import View
from engine.roles import verb_roles
from engine.vocabulary import word_set

REFRAINING, DROPPING, DECIDING = verb_set("refraining_verbs"), verb_set("dropping_verbs"), verb_set("deciding_verbs")
DELAYING, PUTTING = verb_set("delaying_verbs"), frozenset(verb_forms("put"))
FAILING, HINDERING = verb_set("failing_verbs"), verb_set("hindering_verbs")


def forbidden(v: View, trigger: int, nobody: bool) -> bool:
    """Whether the words lay down a rule: `no State may hire them`, `coal may not be bought`, `any sale of arms would be a breach`."""
    s = v.s
    modal = {s.lower[c] for c in s.kids(trigger, "aux")} & word_set("modals_of_rules")
    denied = any(s.lower[c] in v.lexicon.factual["negators"] for c in s.children[trigger])
    above = next((h for h in s.ancestors(trigger) if s.is_verb(h)), None)
    ruled = any(s.lower[c] == "any" for c in s.children[trigger]) and above is not None and s.tags[trigger][:2] == "NN" and {s.lower[c] for c in s.kids(above, "aux")} & {"would", "will", "must", "shall"}
    who = next((h for h in s.ancestors(trigger) if s.lower[h] in word_set("whoever")), None)
    if who is not None and any(s.lower[c] in ("who", "that", "which") for c in s.children[trigger]):
        return True  # `sanctions for anyone who sells arms to X`
    return bool(modal and (nobody or (denied and s.is_passive(trigger)))) or bool(ruled)


def nobody_at_all(v: View, trigger: int) -> bool:
    """Whether a side of the event is none at all: `no firm sold …`, `none of the ships`, `sold by nobody`."""
    s, none = v.s, word_set("none_at_all")
    verb = trigger
    while s.base[verb] == "xcomp" and not any(_no_more(v, c) for c in s.kids(verb, "advmod")):
        verb = s.heads[verb]
    if any(_no_more(v, c) for c in s.kids(verb, "advmod")):
        return True  # `no longer sells`, `no longer tries to sell`
    told = s.heads[trigger] if s.base[trigger] == "acl" and s.tags[trigger] == "VBN" else trigger
    if told != trigger and any(s.lower[d] == "no" for d in s.kids(told, "det")):
        return True  # `there were no drones sold to Y`
    sides = s.kids(trigger, "obj", "nsubj") + [c for c in s.children[trigger] if s.base[c] == "obl" and s.preposition(c) in ("by", "from", "to")]
    subject = verb_roles(v, trigger).subject if s.is_verb(trigger) else None
    sides += [subject] if subject is not None else []
    t = trigger
    while s.base[t] == "xcomp" and s.heads[t] != t:  # `no firm is known to have sold`
        t = s.heads[t]
        sides += s.kids(t, "nsubj")
    for side in sides:
        if s.lower[side] in none:
            return True
        if "but" in (s.lower[x] for x in s.subtree(side)):
            continue  # `no country but X`
        if any(s.lower[x] == "not" and s.lower[x + 1] in ("one", "a", "any") for x in s.subtree(side, frozenset({"acl"})) if x < side):
            return True  # `not one firm sold`
        for d in s.children[side]:
            after = (*s.lower[d + 1 : d + 3], "", "")
            amount = after[0] in word_set("no_of_amounts") and after[1] == "than"  # `no fewer than 12 ships`
            if (s.lower[d] in ("no", "neither") and not amount and after[0] not in word_set("no_with_another_sense")) or (s.lower[d] == "not" and d < side and after[0] in ("one", "a", "any")):
                return True
    return False


def _no_more(v: View, t: int) -> bool:
    return v.s.lower[t] in word_set("no_more") and any(v.s.lower[d] == "no" for d in v.s.children[t])


def left_undone(v: View, t: int, below: int, form: str) -> bool:
    """Whether the verb right above an act says that it is not done: `refused to sell`, `cancelled the sale`, `decided against selling`."""
    s, relation = v.s, v.s.base[below]
    marks = {s.lower[c] for c in s.children[below]}
    apart = relation in ("xcomp", "ccomp", "obj") or (relation in ("advcl", "obl") and "from" in marks)
    failed = form in FAILING and relation == "xcomp" and not any(v.lexicon.acts[k].kind == "weapons_test" for k in v.lexicon.act_verbs.get(s.lower[below], ()))  # a launch that fails is a launch
    let_go = any(s.lower[c] in v.lexicon.factual["negators"] for c in s.children[t]) or s.lower[s.heads[t]] in FAILING or any(s.lower[k] in word_set("none_at_all") for k in s.kids(t, "nsubj"))
    hindered = form in HINDERING and "from" in marks and not let_go  # `stopped X from selling arms`
    return failed or hindered or (form in REFRAINING and apart) or (form in DROPPING and relation == "obj") or (form in DECIDING and "against" in marks)


def of_ability(v: View, t: int, below: int) -> str | None:
    """What a word of ability, plan or withdrawal right above an act makes of it: not done (`is unable to sell`, `lacks the means to sell`, `has no
    plans to sell`, `backed out of selling`), possible (`is able to sell`, `has the right to sell`), or nothing."""
    s, form, relation = v.s, v.s.lower[t], v.s.base[below]
    marks, beside = {s.lower[c] for c in s.kids(below, "mark")}, {s.lower[c] for c in s.children[t]}
    no, verb = bool(beside & v.lexicon.factual["negators"].keys()), s.lower[s.heads[t]]
    if relation in ("xcomp", "advcl", "ccomp", "acl") and marks & {"to", "of"} and form in UNABLE | ABLE:
        present = not beside.isdisjoint(word_set("present_be"))
        return "negated" if form in UNABLE or no else "possible" if present or "of" in marks else None
    if relation == "acl" and "to" in marks and (form in ABILITY or form in v.lexicon.factual["planning_nouns"]) and s.base[t] == "obj":
        if no or verb in LACKING or verb in DROPPING:
            return "negated"
        return "possible" if form in ABILITY and verb in HAVING and form not in v.lexicon.factual["planning_nouns"] else None
    if relation == "advcl" and s.lower[max(0, below - 2) : below] == ("out", "of") and form in WITHDRAWING:
        return "negated"
    if relation == "ccomp" and "to" in marks and form in KNOWING and any(s.lower[c] == "how" for c in s.children[below]):
        return "possible"  # `knows how to make rifles`
    return "negated" if no and form in GETTING_ROUND and beside & word_set("particles_of_getting_round") and "to" in marks else None


KNOWING = frozenset(verb_forms("know"))
UNABLE, ABLE, ABILITY = word_set("adjectives_of_not_doing"), word_set("adjectives_of_ability"), word_set("nouns_of_ability")
LACKING, HAVING, WITHDRAWING, GETTING_ROUND = verb_set("verbs_of_lacking"), verb_set("having_verbs"), verb_set("verbs_of_withdrawing"), verb_set("verbs_of_getting_round")


def unheard_of(v: View, trigger: int) -> bool:
    """`Had X sold drones, …`: what would follow from what was not done."""
    s = v.s
    first = next((c for c in s.kids(trigger, "aux") if s.lower[c] in ("had", "should", "were")), None)
    subject = next(iter(s.kids(trigger, "nsubj")), None)
    return first is not None and subject is not None and first < subject and s.words[-1] != "?"


def had_it_not(v: View, trigger: int) -> bool:
    """`Had X not sold drones, …`: it did sell them."""
    s = v.s
    return unheard_of(v, trigger) and any(s.lower[c] in v.lexicon.factual["negators"] for c in s.children[trigger])


def no_sign(v: View, noun: int) -> bool:
    """`no evidence that X sold drones`, `did not find any sign that …`: the text says that it is not so."""
    s = v.s
    if s.lower[noun] not in word_set("signs_of_an_act"):
        return False
    negators = v.lexicon.factual["negators"]
    above = s.heads[noun]
    return any(s.lower[c] in negators for c in s.kids(noun, "det", "amod")) or (s.is_verb(above) and any(s.lower[c] in negators for c in s.kids(above, "advmod")))


def put_off(v: View, trigger: int) -> bool:
    """`postponed the sale`, `put off selling drones`: still to come."""
    s, above = v.s, v.s.heads[trigger]
    if s.base[trigger] not in ("obj", "xcomp", "nsubj") or above == trigger:
        return False
    delayed = s.lower[above] in DELAYING and (s.base[trigger] != "nsubj" or s.is_passive(above))
    return delayed or (s.lower[above] in PUTTING and any(s.lower[c] in ("off", "back") for c in s.children[above]))


def by_no_means(v: View, trigger: int) -> bool:
    """`At no time did X sell drones`, `X nearly sold drones`."""
    s = v.s
    clause = [trigger, *s.kids(trigger, "obl", "advmod")]
    never = any(s.lower[c] in word_set("nouns_of_no_occasion") and any(s.lower[d] == "no" for d in s.kids(c, "det")) for c in clause)
    return never or (s.is_verb(trigger) and any(s.lower[c] in word_set("words_for_nearly") and c == trigger - 1 for c in s.kids(trigger, "advmod")))


def asked(v: View, trigger: int) -> bool:
    """`Did X sell drones?`: a question that can be answered by no; `Why did X sell them?` takes the sale for granted."""
    s = v.s
    if "?" not in s.words[-2:]:
        return False
    chain = [trigger, *s.ancestors(trigger)]
    main = next((t for t in chain if any(c < k for c in s.kids(t, "aux", "cop") for k in s.kids(t, "nsubj"))), None)
    return main is not None and not any(tag in ("WRB", "WP", "WDT") for tag in s.tags[:main])


def told_of(v: View, below: int) -> bool:
    """Whether a clause only tells which thing is meant (`drones sold to Y`), so that what is denied of the thing is not denied of it."""
    s = v.s
    head = s.heads[below]
    cleft = any(s.lower[c] == "it" for c in s.kids(head, "nsubj", "expl"))  # `it was not X that sold them`
    return s.base[below] == "acl" and s.tags[head][:2] == "NN" and (s.deps[below] == "acl:relcl" or s.tags[below] == "VBN") and not cleft and s.lower[head] not in v.lexicon.factual["claim_nouns"]


def only_made_ready(v: View, trigger: int) -> bool:
    """`the site is ready for a test`, `the tunnels remain prepared to support a test`: what a place could serve for, and no plan."""
    s = v.s
    ready = next((t for t in s.ancestors(trigger) if s.lower[t] in word_set("words_for_readiness")), None)
    subject = verb_roles(v, ready).subject if ready is not None and s.is_verb(ready) else next(iter(s.kids(ready, "nsubj")), None) if ready is not None else None
    return subject is not None and s.lower[subject] in word_set("places_of_tests")


def yet_to_come(v: View, trigger: int) -> bool:
    """`X has yet to deliver them`."""
    s = v.s
    return tuple(s.lower[max(0, trigger - 2) : trigger]) == ("yet", "to")

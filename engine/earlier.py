"""Sides that a sentence leaves to what the text has told before: who holds the goods, a border crossed, the land it is about."""

from __future__ import annotations

from collections.abc import Sequence

from engine.lexicon import verb_set
from engine.parties import state_of
from engine.phrases import STRONG_GOAL
from engine.referents import View
from engine.roles import phrases_below
from engine.sides import Cast, is_anaphoric, is_definite
from engine.vocabulary import word_set


def by_what_went_before(c: Cast) -> None:
    """Sides that the sentence leaves to what the text has told: who holds the goods, the partners of a deal, the last transfer."""
    v, s, context = c.v, c.v.s, c.v.context
    if not c.suppliers and c.recipients and not c.nominal and (is_anaphoric(v, c.roles.theme) or (c.direction == "get" and is_definite(v, c.roles.theme))):
        c.suppliers = c.not_receiving(context.holders[name] for item in c.items for name in item.classes if name in context.holders)
    if not c.suppliers and c.recipients and c.direction == "move" and {item.kind for item in c.items} == {"arms_transfer"} and _told_of(v, c.roles.subject) and v.s.lower[c.roles.subject or 0] not in word_set("loading_nouns"):
        c.suppliers = c.not_receiving(code for name, code in context.holders.items() if name in ARMS)  # `some of the weapons turned up in X`
    if not c.suppliers and c.recipients and context.departed and context.departed not in c.recipients and c.lemma in word_set("carrying_verbs") and c.roles.subject is not None and not v.parties(c.roles.subject, pronouns=False) and not c.nominal:
        c.suppliers = [context.departed]  # `The ship left X. It was carrying rifles for Y`
    if not c.suppliers and c.recipients and context.made_by and context.made_by not in c.recipients and {item.kind for item in c.items} == {"arms_transfer"} and (is_definite(v, c.roles.theme) or is_anaphoric(v, c.roles.theme)):
        c.suppliers = [context.made_by]  # `The parts were of X origin. The weapons were sent to Y`
    if not c.suppliers and c.recipients and c.roles.passive and {item.kind for item in c.items} == {"goods_transfer"}:
        c.suppliers = c.not_receiving(context.givers[name] for item in c.items for name in item.classes if name in context.givers and name not in ("other_goods", "ships"))  # `X's gold goes to Y. Some is smuggled to Z`
    if not c.suppliers and c.recipients and c.direction == "get" and not c.nominal and is_anaphoric(v, c.roles.theme):
        c.suppliers = c.not_receiving(context.owned[name] for item in c.items for name in item.classes if name in context.owned)  # `X seeks buyers for its shells. Y bought a million of them`
    if not c.recipients and c.suppliers and c.direction == "move" and c.sources and c.lemma in word_set("verbs_of_arriving") and not c.people and context.last_subject in context.targets and len({m.code for m in v.mentions}) == 1:
        c.recipients = c.not_supplying([context.last_subject])  # `Y's army was losing. Then drones arrived from X`
    if context.partners is not None and (set(s.lower) & word_set("deal_words")) and bool(c.suppliers) != bool(c.recipients):
        known = (c.suppliers or c.recipients)[0]
        other = [x for x in context.partners if x != known]
        if known in context.partners:
            c.suppliers, c.recipients = (c.suppliers, other) if c.suppliers else (other, c.recipients)
    if c.direction in ("give", "move") and not (c.suppliers and c.recipients):
        _by_border(c)
    if not c.recipients and (c.nominal or s.tags[c.i] == "VBG") and c.direction == "give":
        c.recipients = c.not_supplying(_transit(v))
    if c.direction in ("give", "move"):
        c.recipients = c.recipients or c.not_supplying(purpose(v, c.i))
        c.recipients = c.recipients or c.not_supplying(_the_country(c))
    if not c.recipients and len(c.suppliers) == 2 and " ".join(s.lower[c.i :]).find("to each other") >= 0:
        c.suppliers, c.recipients = c.suppliers[:1], c.suppliers[1:]  # `A and B smuggle arms to each other`
    pair = context.last_pair
    if pair is not None and c.suppliers[:1] == [pair[1]] and not c.recipients and in_return(s.lower):
        c.recipients = [pair[0]]
    if pair is not None and c.recipients[:1] == [pair[0]] and not c.suppliers and in_return(s.lower):
        c.suppliers = [pair[1]]
    if pair is not None and not c.suppliers and not c.recipients and in_return(s.lower) and not v.mentions and c.lemma in word_set("coming_verbs"):
        c.suppliers, c.recipients = [pair[1]], [pair[0]]  # `In return come lorries`
    alone = len({m.code for m in v.mentions}) == 1
    if pair is not None and c.direction == "give" and c.suppliers[:1] == [pair[0]] and not c.recipients and alone and set(s.lower) & word_set("going_on"):
        c.recipients = [pair[1]]  # `it had also exported extra guns`
    if not c.recipients and c.suppliers and c.direction == "give" and not c.nominal and {item.kind for item in c.items} == {"goods_transfer"}:
        c.recipients = c.not_supplying(context.holders[name] for item in c.items for name in item.classes if name != "other_goods" and context.holders.get(name) in context.targets)  # `China used to ship it 500,000 tons a year`
    sole = context.sole_target([m.code for m in v.mentions])
    if any(prep in STRONG_GOAL and s.lower[t] in word_set("lands_told") and not v.parties(t) for prep, t in c.roles.phrases):
        sole = None  # `sells arms to African countries`
    if sole is not None and sole not in (*c.suppliers, *c.recipients) and bool(c.suppliers) != bool(c.recipients):
        kinds = {item.kind for item in c.items}
        own = any(prep == "from" and s.lower[t] in word_set("own_stores") for prep, t in c.roles.phrases)  # `come from X's stocks`
        visiting = "tourism" not in kinds or c.lemma in word_set("visiting_verbs") or any(s.lower[k] == "back" for k in s.children[c.i])
        onward = pair is not None and pair[0] == sole and pair[1] in c.sources  # it gave them, and they go on from there
        if not c.recipients and kinds & SOLE_GOAL and not own and visiting and not onward:
            c.recipients = [sole]
        elif not c.recipients and kinds == {"goods_transfer"} and c.direction == "get" and c.roles.passive and c.lemma == "import" and c.sources:
            c.recipients = [state_of(sole) or sole]  # `fertiliser imported from X`, in a text on one land
        elif not c.suppliers and c.recipients and kinds == {"goods_transfer"} and c.lemma in word_set("verbs_of_hauling_on") and is_anaphoric(v, c.roles.theme) and sole not in context.holders.values():
            c.suppliers = [state_of(sole) or sole]  # `X lives on coal. Lorries take it to Y`
        elif not c.suppliers and c.recipients and "goods_transfer" in kinds and c.lemma in word_set("leaving_verbs") and sole not in context.holders.values():
            c.suppliers = [sole]  # `lorries with coal leave for X`
        elif not c.suppliers and c.recipients and kinds == {"goods_transfer"} and c.roles.passive and c.goals and (c.lemma in word_set("smuggling") or _of_the_soil(c)) and sole not in context.holders.values():
            c.suppliers = [state_of(sole) or sole]  # `gold is smuggled to X`, in a text on one land
    if not c.recipients and c.suppliers and c.direction == "give" and not c.nominal and (is_anaphoric(v, c.roles.theme) or is_definite(v, c.roles.theme)):
        c.recipients = c.not_supplying(context.users[name] for item in c.items for name in item.classes if name in context.users)  # `Y's army flies drones. X sold them`
    if c.nominal and c.lemma in word_set("flows_that_a_state_counts") and bool(c.suppliers) != bool(c.recipients):
        told = _counted_by(c)  # `customs in X said that imports from Y amounted to …`
        if c.direction == "get":
            c.recipients = c.recipients or c.not_supplying(told)
        else:
            c.suppliers = c.suppliers or c.not_receiving(told)
    between = [code for prep, t in c.roles.phrases if prep == "between" for code in v.parties(t)]
    if len(between) == 2 and c.direction == "get" and not c.agents and len([x for x in between if x in v.context.targets]) == 1:
        c.recipients = [x for x in between if x in v.context.targets]  # `talks between X and Y about acquiring jets`: for the one under measures
        c.suppliers = [x for x in between if x not in c.recipients]
    if len(between) == 2:
        c.suppliers = c.suppliers or between[:1]
        c.recipients = c.recipients or [x for x in between if x not in c.suppliers][:1]


def _of_the_soil(c: Cast) -> bool:
    """Whether all goods are what a land yields: minerals, gold, charcoal."""
    return {name for item in c.items for name in item.classes} <= word_set("goods_of_the_soil")


def _counted_by(c: Cast) -> list[str]:
    """Whose customs or statistics a clause gives: `China's customs disclosed that imports …`."""
    v, s = c.v, c.v.s
    clause = next((t for t in (c.i, *s.ancestors(c.i)) if s.base[t] == "ccomp"), None)
    if clause is None or s.lower[s.heads[clause]] not in v.lexicon.factual["saying"]:
        return []
    return [code for t in s.kids(s.heads[clause], "nsubj") if not word_set("counting_offices").isdisjoint(s.lower[x] for x in s.subtree(t)) for code in v.parties(t, pronouns=False)]


def _by_border(c: Cast) -> None:
    """Sides by the border that goods cross: `across its border with Y` into the owner's land, `across the X-Y border` to the receiver's."""
    v, s = c.v, c.v.s
    border = next((t for _, t in c.roles.phrases if s.lower[t] in word_set("borders")), None)
    if border is None:
        return
    owner = next((k for k in s.children[border] if s.deps[k] == "nmod:poss"), None)
    beyond = [code for prep, t in c.roles.phrases if prep == "with" for code in v.parties(t, pronouns=False)]
    if owner is not None and beyond:
        home = v.party(owner)
        c.suppliers = c.suppliers or c.not_receiving(beyond)
        c.recipients = c.recipients or c.not_supplying([home] if home is not None else [])
        return
    start = min(s.subtree(border))
    both = list(dict.fromkeys(m.code for m in v.mentions if start <= m.start <= border and len(m.code) == 2))
    if len(both) != 2:
        return
    if not c.recipients:
        held = [x for x in both if x in v.context.targets]
        c.recipients = c.not_supplying(held) if len(held) == 1 else []
    reached = {*c.recipients, *(state_of(x) for x in c.recipients)}
    if not c.suppliers and reached & set(both):
        c.suppliers = [x for x in both if x not in reached]


def _told_of(v: View, subject: int | None) -> bool:
    """Whether a subject is goods told of before: `the rifles`, `some of the weapons`."""
    return subject is not None and any(is_definite(v, t) for t in [subject, *v.s.kids(subject, "nmod")])


ARMS = frozenset({"small_arms", "ammunition", "artillery", "missiles", "drones", "military_vehicles", "aircraft", "explosives", "other_arms"})


def in_return(lower: Sequence[str]) -> bool:
    """Whether a sentence tells of the other side of a deal told before: `In return X has sent …`."""
    return any(a == "in" and b in ("return", "exchange", "turn") and c != "for" for a, b, c in zip(lower, lower[1:], [*lower[2:], ""], strict=False))


def purpose(v: View, i: int) -> list[str]:
    """Whom the goods are to arm: `carrying weapons from X, meant to resupply Y`."""
    s = v.s
    for k in s.kids(i, "advcl", "xcomp"):
        if s.is_passive(k) and any(s.lower[c] == "to" and s.base[c] == "mark" for c in s.children[k]):  # `smuggled from X to be assembled by Y`
            return [c for prep, t in phrases_below(v, k) if prep == "by" for c in v.parties(t, pronouns=False)]
    for k in range(i + 1, len(s.words)):
        if s.lower[k] in SUPPLYING and s.lower[k - 1] == "to":
            return [c for t in s.kids(k, "obj") if not v.items_in([t]) for c in v.parties(t, pronouns=False)]
        if s.is_verb(k) and s.tags[k] in ("VBD", "VBZ", "VBP") and s.kids(k, "nsubj"):
            break
    return []


SOLE_GOAL = frozenset({"tourism", "arms_transfer", "technology_transfer", "troops", "trainers"})  # who else would a text on measures mean


SUPPLYING = verb_set("verbs_of_arming")


def _the_country(c: Cast) -> list[str]:
    """The state that `there`, `the country` or `the country's army` means as a goal: the last one named that gives nothing itself."""
    v, s = c.v, c.v.s
    named = [m.code for m in reversed(v.mentions) if m.end <= c.i and m.form in ("name", "place", "adjective")]
    before = [x for x in (*named, *reversed(v.context.recent)) if len(x) == 2 and x not in c.suppliers]
    there = any(s.lower[k] == "there" and s.base[k] == "advmod" for k in s.children[c.i])
    if there and (c.people or c.direction == "give"):
        return before[:1]
    for prep, t in c.roles.phrases:
        if (prep in STRONG_GOAL or prep == "for") and any(s.lower[k] in ("country", "nation", "island") and any(s.lower[d] in ("the", "that", "this") for d in s.children[k]) for k in s.subtree(t) if not c.sources or k == t or s.heads[k] == t):
            known = [x for x in v.context.recent if len(x) == 2 and x not in c.suppliers]  # the State that the text is about
            return sorted(known, key=lambda x: (x not in v.context.targets, -v.context.counts[x]))[:1] or before[:1]
    return []


def _transit(v: View) -> list[str]:
    """`using X as a transit point for exports`: where the goods go first."""
    s = v.s
    for i, word in enumerate(s.lower):  # `X has become a transit point for smuggling gold from Y`
        if word in word_set("transit_words") and not s.is_verb(i) and (s.kids(i, "cop") or s.lower[s.heads[i]] in word_set("linking_verbs")):
            subjects = s.kids(i, "nsubj") or s.kids(s.heads[i], "nsubj")
            codes = [c for t in subjects for c in v.parties(t, pronouns=False)]
            if codes:
                return codes
    for m in v.mentions:
        before, after = s.lower[max(0, m.start - 3) : m.start], s.lower[m.end : m.end + 7]
        if set(before) & {"use", "uses", "used", "using"} and "as" in after[:2] and set(after) & word_set("transit_words"):
            return [m.code]
    return []

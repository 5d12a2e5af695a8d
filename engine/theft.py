"""Theft by computer: who robbed whom, told by the theft, by who lost, or by who is blamed later."""

from __future__ import annotations

from collections.abc import Sequence

from engine.filling import Event
from engine.lexicon import Act, verb_forms, verb_set
from engine.referents import View
from engine.roles import phrases_below, verb_roles, verbs_of
from engine.vocabulary import word_set

BLAMING, ATTRIBUTING = verb_set("blaming_verbs"), verb_set("attributing_verbs")
SERVING = frozenset({*verb_forms("work"), *verb_forms("act")})
LOSING, HACKING = frozenset(verb_forms("lose")), word_set("words_of_hacking")


def theft(v: View, act: Act, trigger: int, head: int, codes: list[str], phrases: list[tuple[str, int]], start: int, end: int) -> Event | None:
    """Theft by computer: the victim is the object's party or stands after `from`."""
    crypto = speaks_of_crypto(v.s.lower) or ("exchange" in v.s.lower and v.context.crypto) or any("crypto" in hit[2].classes for hit in v.items)
    if not (crypto or v.context.hacking or not HACKING.isdisjoint(v.s.lower)):
        return None
    if not codes and v.s.is_verb(trigger):  # `the hackers, who work for X, stole …`
        doer = verb_roles(v, trigger).subject
        codes = [v.at[t].code for k in (v.s.kids(doer, "acl") if doer is not None else ()) for t in v.s.subtree(k) if t in v.at and v.s.preposition(t) in ("for", "by", "to")]
    supplier = codes[0] if codes else None
    victims = [m.code for m in v.mentions if m.code != supplier and (m.end - 1 == head or head in range(m.start, m.end) or m.start in v.s.subtree(head) or (v.s.base[m.end - 1] == "compound" and v.s.heads[m.end - 1] == trigger))]
    if not victims and v.s.base[trigger] == "conj" and v.s.is_verb(trigger):  # `hacked X's exchange and stole bitcoin`
        robbed = verb_roles(v, v.s.heads[trigger])
        victims = [c for t in (robbed.theme, *(n for prep, n in robbed.phrases if prep in ("into", "in"))) if t is not None for c in v.parties(t, pronouns=False) if c != supplier]
    victims += [c for prep, t in phrases if prep in ("from", "at", "on") for c in v.parties(t, pronouns=False) if c != supplier]
    if not victims and (v.s.base[head] == "obj" or v.s.preposition(head) == "into"):
        victims = [c for prep, t in phrases if prep == "in" and t > head for c in v.parties(t, pronouns=False) if c != supplier]  # `robbed an exchange in X`
    if supplier is None:
        supplier = next((c for c in (v.context.last_subject, *(c for c in reversed(v.context.recent) if c in v.context.targets)) if c is not None and c not in victims), None)
    if supplier is None:
        v.context.robbed = (next(iter(victims), None), frozenset({"crypto"} if crypto else {"cash"}))
        return None
    return Event("cyber_theft", supplier, victims[0] if victims else None, {"crypto"} if crypto else {"cash"}, set(act.features), trigger, set(range(start, end)) | {trigger}, anchors=list(range(start, end)))


def lost_to_hackers(v: View) -> list[Event]:
    """`an X exchange lost $300 million in bitcoin to Y's hackers`."""
    s, out = v.s, []
    for i, roles in verbs_of(v, LOSING):
        hackers = next((t for prep, t in roles.phrases if prep == "to" and not HACKING.isdisjoint(s.lower[x] for x in s.noun_phrase(t))), None)
        thief = next(iter(v.parties(hackers, pronouns=False)), None) if hackers is not None else None
        if thief is None and roles.theme is not None and (speaks_of_crypto(s.lower) or v.context.crypto):
            v.context.robbed = (next((c for t in roles.agents for c in v.parties(t)), None), frozenset({"crypto"}))
        if thief is not None and hackers is not None:
            victim = next((c for t in roles.agents for c in v.parties(t) if c != thief), None)
            out.append(Event("cyber_theft", thief, victim, {"crypto"} if speaks_of_crypto(s.lower) or v.context.crypto else {"cash"}, {"stolen"}, i, {i, hackers, *roles.agents}, strength=0.6))
    return out


def made_off(v: View) -> list[Event]:
    """`X's hackers made off with $300 million in bitcoin`, `got away with the coins of an exchange`."""
    s, out = v.s, []
    for i, roles in verbs_of(v, MAKING_OFF):
        away = not word_set("words_for_making_off").isdisjoint(s.lower[i + 1 : i + 2])
        loot = next((t for prep, t in roles.phrases if prep == "with"), None)
        if not away or loot is None or not any(h[2].kind == "funds_transfer" for h in v.items_in(s.subtree(loot) + s.subtree(i))):
            continue
        thieves = [c for t in roles.agents for c in v.parties(t)]
        crypto = speaks_of_crypto(s.lower) or v.context.crypto
        if thieves and (crypto or v.context.hacking or not HACKING.isdisjoint(s.lower)):
            victim = next((c for prep, t in [*roles.phrases, *phrases_below(v, loot)] if prep in ("from", "of", "at") for c in v.parties(t, pronouns=False) if c != thieves[0]), None)
            out.append(Event("cyber_theft", thieves[0], victim, {"crypto"} if crypto else {"cash"}, {"stolen"}, i, {i, loot, *roles.agents}, strength=0.6))
    return out


MAKING_OFF = frozenset({*verb_forms("make"), *verb_forms("get"), *verb_forms("run")})


def blamed_later(v: View) -> list[Event]:
    """`Hackers stole $1.5 billion from Y. The FBI blamed X`, `X's hackers were behind it`."""
    s, robbed = v.s, v.context.robbed
    for i, roles in verbs_of(v, BLAMING):  # `the FBI blamed X for the Bybit hack`
        for t in (n for prep, n in phrases_below(v, i) if prep == "for" and not HACKING.isdisjoint(s.lower[x] for x in s.noun_phrase(n)) and speaks_of_crypto([s.lower[x] for x in s.noun_phrase(n)])):
            code = next((c for c in (v.parties(roles.theme, pronouns=False) if roles.theme is not None else []) if c in v.context.targets), None)
            if code is not None:
                return [Event("cyber_theft", code, next((v.at[x].code for x in s.noun_phrase(t) if x in v.at), None), {"crypto"}, {"stolen"}, i, {i, *s.noun_phrase(t)}, strength=0.55)]
    if robbed is None:
        return []
    told = [(i, t) for i, roles in verbs_of(v, BLAMING) for t in (roles.theme,) if t is not None and not any(prep in ("for", "of") for prep, _ in roles.phrases)]
    told += [(t, k) for t, word in enumerate(s.lower) if word in ("it", "this", "that", "them") and s.preposition(t) == "behind" for k in (s.kids(t, "nsubj") or s.kids(s.heads[t], "nsubj"))]
    told += [(i, t) for i, roles in verbs_of(v, ATTRIBUTING) if roles.theme is not None for prep, t in phrases_below(v, i) if prep in ("to", "on", "with")]  # `linked the incident to X`
    told += [(i, t) for i, roles in verbs_of(v, SERVING) if roles.subject is not None and v.s.lower[roles.subject] in ("they", "hackers", "who") for prep, t in roles.phrases if prep == "for"]  # `the FBI says they work for X`
    for i, named in told:
        code = next((c for c in v.parties(named, pronouns=False) if c in v.context.targets and c != robbed[0]), None)
        if code is not None:
            v.context.robbed = None
            return [Event("cyber_theft", code, robbed[0], set(robbed[1]), {"stolen"}, i, {i, *s.noun_phrase(named)}, strength=0.55)]
    return []


def culprits(v: View, deed: int) -> list[str]:
    """Who is said to have done what a noun tells of: `X is behind the theft`, `was held responsible for it`, `they attributed it to X`."""
    s = v.s
    for h in [deed, *list(s.ancestors(deed))[:4]]:
        if s.is_verb(h) and s.lower[h] in ATTRIBUTING:
            return [c for prep, t in phrases_below(v, h) if prep in ("to", "on", "with") and deed not in s.subtree(t) for c in v.parties(t, pronouns=False)]
        work = next((c for c in s.kids(h, "nmod") if s.preposition(c) == "of"), None) if s.lower[h] in ("work", "doing", "handiwork") and s.kids(h, "cop") else None
        if work is not None:  # `the theft was the work of X's hackers`
            return v.parties(work, pronouns=False)
        if s.preposition(h) == "behind" or s.lower[h] in word_set("words_of_guilt"):
            subjects = s.kids(h, "nsubj")
            if not subjects and s.base[h] == "nmod" and s.preposition(h) == "behind":  # `X is the group behind the hack`
                subjects = s.kids(s.heads[h], "nsubj") or [s.heads[h]]
            if not subjects and s.base[h] in ("xcomp", "advcl", "obl", "ccomp"):
                roles = verb_roles(v, s.heads[h])
                subjects = [t for t in (roles.theme, roles.subject) if t is not None][:1]
            return [c for t in subjects for c in v.parties(t)]
    return []


def speaks_of_crypto(lower: Sequence[str]) -> bool:
    """Whether words name coins or chains: `cryptocurrency`, `bitcoins`, `blockchain`."""
    return any(part in word for word in lower for part in word_set("parts_of_words_for_coins")) or not word_set("names_of_coins").isdisjoint(lower)

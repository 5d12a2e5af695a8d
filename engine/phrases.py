"""What the phrases around a frame say of its sides: whose a place is, what a ship carries, where it called, with whom a deal was made."""

from __future__ import annotations

from engine.introduced import means
from engine.lexicon import Item, verb_forms, verb_set
from engine.referents import RELATIONAL, View
from engine.roles import VESSELS, Roles, phrases_below, verb_roles
from engine.tree import AGAINST
from engine.vocabulary import word_set

STRONG_GOAL = word_set("prepositions_of_goal")
WEAK_GOAL = word_set("prepositions_of_place")
TRAVELLING = verb_set("travelling_verbs") | verb_set("verbs_of_flying")
LEAVING = verb_set("departing_verbs")


def held_by(v: View, place: int) -> list[str]:
    """The group that holds a place: `areas of X controlled by the Y`, `towns under the control of the Y`."""
    held = [k for k in v.s.kids(place, "acl") if v.s.lower[k] in word_set("held_forms")]
    return [code for k in held for prep, by in phrases_below(v, k) if prep == "by" for code in v.parties(by, pronouns=False) if len(code) > 2]


def is_ship(v: View, t: int) -> bool:
    """Whether a doer is a ship: `an X tanker`, or `it`, said of one told of just before."""
    s = v.s
    if s.lower[t] not in ("it", "they"):
        return s.lower[t] in VESSELS
    fresh = means(v.context.fresh, s.lower[t] == "they", ("ships", "firms"))
    docked = any(s.lower[k] in VESSELS for a in s.ancestors(s.heads[t]) for k in s.kids(a, "nsubj") if k < t)  # `A ship docked in X, where it loaded oil`
    return docked or (fresh is not None and fresh.group == "ships")


def laden(v: View, ship: int) -> list[int]:
    """Tokens of what a ship is said to carry: `tankers with petroleum products`, `a ship carrying coal`."""
    s = v.s
    aboard = [t for t in s.kids(ship, "nmod") if s.preposition(t) == "with"]
    aboard += [t for k in s.kids(ship, "acl") if s.lower[k] in verb_set("carrying_verbs") or s.lower[k] in ("laden", "loaded") for t in s.kids(k, "obj", "obl")]
    aboard += [t for k in s.children[ship] if s.lower[k] in word_set("filled_forms") for t in s.kids(k, "obl", "nmod") if s.preposition(t) in ("of", "with")]  # `lorries full of coltan`
    return [x for t in aboard for x in s.noun_phrase(t)]


def turned_down(v: View, t: int) -> bool:
    """Whether a phrase tells what was not so: `not to X`, `rather than from X`, or belongs to another thing (`oil from X and a warning from Y`)."""
    s, h = v.s, v.s.heads[t]
    start = min(s.subtree(t), default=t)
    said_no = bool({"not", "than"} & {s.lower[x] for x in range(max(0, start - 1), t)}) or any(s.lower[c] in AGAINST for c in s.children[t])
    beyond = any(s.lower[c] in ("outside", "beyond") for c in s.children[t])  # `from outside X`
    return said_no or beyond or (s.base[t] == "nmod" and s.base[h] == "conj" and s.tags[h] in ("NN", "NNS") and not v.items_in(s.noun_phrase(h)) and not any(s.base[c] == "case" for c in s.children[h]))


def addressed(v: View, t: int) -> bool:
    """Whether `to …` names no receiver: `to the anger of X`, `a promise to X`."""
    s = v.s
    return turned_down(v, t) or s.lower[t] in word_set("reactions") or (s.base[t] == "nmod" and s.lower[s.heads[t]] in word_set("words_addressed"))


def deal_partners(v: View, i: int) -> list[str]:
    """With whom a deal is made to do what the verb says: `struck a deal with X to buy diesel`."""
    s, h = v.s, v.s.heads[i]
    if s.base[i] not in ("acl", "advcl", "xcomp") or not any(s.lower[c] == "to" and s.base[c] == "mark" for c in s.children[i]):
        return []
    deal = h if s.is_nominal(h) else next(iter(s.kids(h, "obj")), h)
    if s.lower[deal] not in word_set("deal_words") | word_set("talks") | word_set("negotiating") | AGREEING:
        return []
    return [c for top in (deal, h) for prep, t in phrases_below(v, top) if prep == "with" and t < i for c in v.parties(t, pronouns=False)]


AGREEING = frozenset(verb_forms("agree"))


def bargained_for(v: View, deal: int, verb: int) -> list[int]:
    """Tokens of the arms that a deal is for: `signed a deal for 40 missiles`, and not `for the removal of missiles`."""
    s = v.s
    below = [t for top in (deal, verb) for prep, t in phrases_below(v, top) if prep == "for"]
    arms = {t for start, end, item in v.items if item.kind == "arms_transfer" and not item.weak and s.tags[end - 1] == "NNS" for t in range(start, end)}
    return sorted({x for t in below for c in s.conjuncts(t) if c in arms for x in s.noun_phrase(c)})


def port_of_call(v: View, verb: int) -> list[str]:
    """Where the act told just before took place: `made calls at a port of Y`, `docked at Y`."""
    s = v.s
    calls = any(s.lower[c] in word_set("port_calls") for c in s.kids(verb, "obj"))
    if not s.is_verb(verb) or not (calls or s.lower[verb] in TRAVELLING or v.lexicon.verbs.get(s.lower[verb], ("", ""))[1] == "move"):
        return []
    return [c for prep, t in phrases_below(v, verb) if prep in ("at", "in", "into", "to") for c in v.parties(t, pronouns=False)]


def carriers_goal(v: View, i: int, lemma: str) -> list[str]:
    """Where a carrier arrives that is said to carry something: `a vessel carrying rifles docked at a port of Y`."""
    s = v.s
    in_order_to = s.base[i] == "advcl" and any(s.lower[c] == "to" and s.base[c] == "mark" for c in s.children[i])  # `docked at a port of Y to deliver rifles`
    if not in_order_to and (lemma not in word_set("carrying_verbs") or not (s.base[i] == "advcl" or (s.base[i] == "acl" and s.base[s.heads[i]] == "nsubj"))):
        return []
    verb = s.heads[i] if s.base[i] == "advcl" else s.heads[s.heads[i]]
    leaving = s.lower[verb] in LEAVING
    if leaving and not in_order_to:
        return []  # `a tanker loaded with fuel left X`
    if v.lexicon.verbs.get(s.lower[verb], ("", ""))[1] != "move":
        return []
    roles = verb_roles(v, verb)
    places = [t for prep, t in roles.phrases if prep in STRONG_GOAL or (prep in WEAK_GOAL and (not leaving or prep == "for"))]
    return [c for t in [*places, *(() if roles.theme is None or leaving else (roles.theme,))] for c in v.parties(t, pronouns=False)]


def as_technology(item: Item) -> Item:
    """Arms named inside a phrase of technology (`help with missile and satellite programmes`) are its subject matter."""
    turned = {"missiles": "ballistic_missile_tech", "other_arms": "other_tech", "drones": "other_tech", "aircraft": "other_tech"}
    if item.kind != "arms_transfer":
        return item
    return Item(tuple(turned.get(c, "other_tech") for c in item.classes), "technology_transfer", (*item.features, "military"), False, item.word)


def describes_a_party(v: View, t: int) -> bool:
    """Whether a name belongs to words that describe another one: `tourists from X, an ally of Y`."""
    s, t = v.s, v.at[t].end - 1
    return (s.lower[s.heads[t]] in RELATIONAL and s.preposition(t) == "of") or any(s.base[a] == "appos" and s.heads[a] in v.at and a not in v.at for a in (t, *s.ancestors(t)))


def within(v: View, t: int, bound: dict[int, str]) -> bool:
    """Whether token `t` belongs to a name that says whom the theme is for."""
    return any(v.at[t] is v.at[k] for k in bound)


def in_goal(v: View, t: int, roles: Roles) -> bool:
    """Whether token `t` lies in a phrase of destination or place rather than of origin."""
    return any(prep not in ("of", "from", "'s", "with") and t in v.s.subtree(noun) for prep, noun in roles.phrases)

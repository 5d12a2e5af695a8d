"""Goods and parties told in pairs: `drones to X and rifles to Y`, `X with drones and Y with rifles`, `X and Y supply Z with drones and rifles respectively`."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import dataclass, field, replace

from engine.filling import Event
from engine.lexicon import Item, verb_set
from engine.referents import View
from engine.roles import Roles
from engine.sides import PEOPLE_KINDS
from engine.vocabulary import is_symmetric, word_set

KINDS = frozenset({"arms_transfer", "goods_transfer", "technology_transfer"})
GOAL, SOURCE, BARE = ("to", "into"), ("from",), ("",)
TOLD_APART = word_set("prepositions_in_lists")
SWAPPING = verb_set("swapping_verbs")
ENDS = word_set("clause_openers_in_lists")


@dataclass(frozen=True)
class Told:
    """Goods (`item`) or a party (`code`, with the preposition before it, `""` for none) at a token of a list."""

    token: int
    item: Item | None = None
    code: str = ""
    prep: str = ""
    none: bool = False  # `no drones`


@dataclass
class Pair:
    """Goods, and the parties told with them."""

    items: list[Item] = field(default_factory=list)
    codes: list[str] = field(default_factory=list)
    tokens: set[int] = field(default_factory=set)
    none: bool = False


def paired(v: View, i: int, roles: Roles, direction: str) -> list[Event]:
    """The transfers of a verb whose goods go in pairs with parties; nothing when they do not."""
    agents = [c for t in roles.agents for c in v.parties(t)]
    row = _row(v, i + 1, len(v.s.words))
    if "respectively" in v.s.lower:
        return _in_order(i, agents, row, direction)
    if v.s.lower[i] in SWAPPING and v.exchange_zone and len(dict.fromkeys(agents)) == 2 and not any(told.code for told in row):
        return _swapped(v, i, roles, agents)
    if direction == "move":
        ends = [t for t in (roles.theme, *(t for prep, t in roles.phrases if prep in GOAL and t > i)) if t is not None and t not in v.item_at]
        goals = [c for t in ends for c in v.parties(t, pronouns=False)][:1]
        return [e for p in _pairs(_row(v, 0, i), SOURCE, goods_first=True) for e in _events(i, p.codes, goals, p)] if goals else []
    if roles.passive:
        return _by_whom(v, i, roles, row)
    if not agents or direction not in ("give", "get"):
        return []
    if direction == "get":
        return [e for p in _pairs(row, SOURCE, goods_first=True) for e in _events(i, p.codes, agents[:1], p)]
    pairs = _pairs(row, GOAL, goods_first=True) or _pairs(row, BARE, goods_first=False)
    return [e for p in pairs for e in _events(i, agents[:1], p.codes, p)]


def _swapped(v: View, i: int, roles: Roles, agents: Sequence[str]) -> list[Event]:
    """`X and Y swapped fuel for gold`: who is named first gave what is named first; the other half is told by the exchange."""
    given = [h[2] for h in v.items_in(v.s.subtree(roles.theme)) if h[2].kind in KINDS and not h[2].weak] if roles.theme is not None else []
    out = _events(i, agents[:1], [c for c in agents if c != agents[0]][:1], Pair(given, tokens={roles.theme or i}))
    for e in out:
        e.features.add("exchange")
    return out


def _row(v: View, start: int, end: int) -> list[Told]:
    """Goods and parties between two tokens, in their order; up to where a clause begins."""
    s, row, t = v.s, list[Told](), start
    while t < end:
        if s.lower[t] in ENDS or s.lower[t] == "not" or (s.is_verb(t) and (s.tags[t] in ("VBD", "VBZ", "VBP", "MD") or (s.tags[t] == "VB" and s.lower[t - 1] == "to"))):
            break
        hit, mention = v.item_at.get(t), v.at.get(t)
        if hit is not None and hit[0] == t and not hit[2].weak and t not in v.exchange_zone:
            row.append(Told(t, item=hit[2], none="no" in s.lower[max(start, t - 2) : t]))
            t = hit[1]
        elif mention is not None and mention.start == t and mention.form != "adjective" and s.lower[mention.end : mention.end + 1] not in (("'s",), ("’s",)):
            before = s.lower[max(0, t - 1 - (s.lower[t - 1] in ("the", "both")))]
            row.append(Told(t, code=mention.code, prep=before if before in TOLD_APART else ""))
            t = mention.end
        else:
            t += 1
    return row


def _pairs(row: Sequence[Told], preps: Sequence[str], goods_first: bool) -> list[Pair]:
    """Two or more pairs of goods and parties after one of `preps`; a party beside another (`to X and Y`) is with the same goods."""
    pairs = [Pair()]
    for told in row:
        begun = pairs[-1].codes if goods_first else pairs[-1].items
        opens = (told.item is not None) == goods_first
        if opens and begun:
            pairs.append(Pair())
        last = pairs[-1]
        if not opens and not (last.items if goods_first else last.codes):
            return []  # a pair cannot begin with its second half
        if told.item is not None:
            last.items.append(told.item)
            last.none = last.none or told.none
        elif told.prep in preps or (told.prep == "" and last.codes):
            last.codes.append(told.code)
        else:
            return []
        last.tokens.add(told.token)
    codes = [code for p in pairs for code in p.codes]
    whole = len(pairs) > 1 and len(set(codes)) == len(codes) and all(p.items and p.codes for p in pairs) and all(x.kind in KINDS for p in pairs for x in p.items)
    return [p for p in pairs if pairs[0].none or not p.none] if whole else []  # `shells from X and no drones from Y`


def _by_whom(v: View, i: int, roles: Roles, row: Sequence[Told]) -> list[Event]:
    """`drones were sold to Y by X and to Z by W`: one buyer and one seller at a time."""
    items = [h[2] for h in v.items_in(v.s.noun_phrase(roles.theme)) if not h[2].weak and h[2].kind in KINDS] if roles.theme is not None else []
    preps = [told.prep for told in row]
    if not items or len(row) < 4 or preps != preps[:2] * (len(preps) // 2) or set(preps) != {"to", "by"}:
        return []
    pair = Pair(items, tokens={told.token for told in row})
    turns = [{a.prep: a.code, b.prep: b.code} for a, b in zip(row[::2], row[1::2], strict=True)]
    return [e for turn in turns for e in _events(i, [turn["by"]], [turn["to"]], pair)]


def _in_order(i: int, agents: list[str], row: Sequence[Told], direction: str) -> list[Event]:
    """`X and Y supply Z with drones and rifles respectively`: the first of each, then the second."""
    goods = [Pair([told.item], tokens={told.token}) for told in row if told.item is not None]
    others = [told.code for told in row if told.item is None]
    if direction not in ("give", "get") or len(goods) < 2 or any(p.items[0].kind not in KINDS for p in goods):
        return []
    if len(agents) == len(goods) and len(others) == 1:
        sides = [(a, others[0]) for a in agents]
    elif len(others) == len(goods) and len(agents) == 1:
        sides = [(agents[0], b) for b in others]
    else:
        return []
    return [e for (a, b), p in zip(sides, goods, strict=True) for e in _events(i, *(([a], [b]) if direction == "give" else ([b], [a])), p)]


def _events(i: int, suppliers: Sequence[str], recipients: Sequence[str], pair: Pair) -> list[Event]:
    out = []
    for kind in dict.fromkeys(x.kind for x in pair.items):
        group = [x for x in pair.items if x.kind == kind]
        classes, features = {c for x in group for c in x.classes}, {f for x in group for f in x.features}
        out += [Event(kind, a, b, set(classes), set(features), i, {i, *pair.tokens}) for a in suppliers for b in recipients if a != b]
    return out


def each_from_its_own(v: View, i: int, events: list[Event]) -> list[Event]:
    """`X's mercenaries and Y-made rifles reached Z`, `bought X's shells and Y's drones`: each of the things of a row is from its own party, with
    those after it that have none; what is told of the first is not told of all."""
    s = v.s
    rows = [s.conjuncts(t) for relation in ("nsubj", "obj") for t in s.kids(i, relation) if len(s.conjuncts(t)) > 1]
    for row in rows:
        events = [own for e in events for own in _shared_out(v, sorted(row), e)]
    return events


def _shared_out(v: View, row: Sequence[int], e: Event) -> list[Event]:
    """An event for each owner of things of its kind in a row; the event itself where the row has fewer than two owners, or it is of somebody else."""
    goods: dict[str, set[str]] = {}
    owner, told = None, set[str]()
    for k in row:
        part = v.s.subtree(k, frozenset({"conj", "cc"}))
        owner = next((m.code for m in v.mentions if m.end - 1 in part and m.form == "adjective"), owner)
        mine = [h[2] for h in v.items_in(part) if h[2].kind == e.kind or (e.kind == "military_cooperation" and h[2].kind in PEOPLE_KINDS)]
        told |= {owner} if owner else set()
        if owner and mine:
            goods.setdefault(owner, set()).update(c for x in mine for c in x.classes)
    given = {e.supplier, e.recipient} & told
    if len(told) < 2 or len(given) != 1 or not goods:
        return [e]
    named = next(iter(given))
    shared = []
    for code, items in goods.items():
        sides = [code if side == named else side for side in (e.supplier, e.recipient)]
        a, b = sorted(sides, key=lambda c: (c is None, c or "")) if is_symmetric(e.kind) else sides
        if a != b:
            shared.append(replace(e, supplier=a, recipient=b, items=items or set(e.items)))
    return shared or [e]

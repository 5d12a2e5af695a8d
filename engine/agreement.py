"""Two readers, one list of activities: what the frames found and what the second reader makes of the same sides.

Each makes mistakes that the other does not, so that an activity which both find is far more often right than one that a single reader
does, and their agreement is the best sign of how sure a fact is.
"""

from __future__ import annotations

from collections.abc import Sequence, Set

from engine.cluster import Cluster, Found
from engine.pairs import Pair, threshold
from engine.parties import state_of
from engine.vocabulary import is_symmetric, kinds

Key = tuple[str, str | None, str | None]
Chances = dict[Key, float]


def weigh(clusters: Sequence[Cluster], pairs: Sequence[Pair], seconds: Sequence[Found]) -> list[Cluster]:
    """Clusters of both readers.

    clusters: of the frames. pairs: what the second reader makes of every two parties. seconds: those of its readings that are likely enough,
    as events of the sentences that tell them.
    """
    chances = {(p.kind, p.supplier, p.recipient): p.chance for p in pairs}
    told = {(c.kind, c.supplier, c.recipient) for c in clusters}
    for c in clusters:
        _fill(c, chances, told)
    _fill_rows(clusters)
    for c in clusters:
        c.chance = chances.get((c.kind, c.supplier, c.recipient), 0.0)
    agreed = [c for c in clusters if c.chance >= threshold("agreed")]
    kept = [c for c in clusters if _in_row(c, agreed) or (not _doubted(c, chances) and not _unseen(c, agreed))]
    return [*kept, *_added(kept, seconds)]


def _doubted(c: Cluster, chances: Chances) -> bool:
    """Whether the second reader tells it with another partner, and sees next to nothing in what the frames found."""
    if c.chance >= threshold("doubted") or kinds()[c.kind].get("by_list") or None in (c.supplier, c.recipient):
        return False
    telling = _tellers(c)
    others = [(a, b) for (kind, a, b), chance in chances.items() if kind == c.kind and chance >= threshold("agreed") and a and b and not telling & {a, b}]
    return any((a == c.supplier) != (b == c.recipient) for a, b in others)


def _unseen(c: Cluster, agreed: Sequence[Cluster]) -> bool:
    """Whether the second reader sees nothing in what the frames found, in a text in which both find another activity of the kind, or of any
    where a side is missing; goods that no such activity has are still told: `X wants to sell drones to Y, to which it has sold tanks`."""
    if c.chance >= threshold("seen") or kinds()[c.kind].get("by_list"):
        return False
    alike = [other for other in agreed if other.kind == c.kind and not _sent_back(c, other)]
    if None not in (c.supplier, c.recipient) or kinds()[c.kind].get("of_one_party"):
        return bool(alike)
    lasting = [other for other in agreed if None not in (other.supplier, other.recipient) or other.kind != "funds_transfer"]  # sums from nowhere are not told in the end
    return bool(lasting) and not (alike and c.items and not any(c.items & other.items for other in alike))


def _sent_back(c: Cluster, other: Cluster) -> bool:
    """Whether it is the other way round with other goods: `carries phosphate to Y and returns with fuel`."""
    return (c.supplier, c.recipient) == (other.recipient, other.supplier) and bool(c.items) and not c.items & other.items


def _in_row(c: Cluster, agreed: Sequence[Cluster]) -> bool:
    """Whether the word that tells it tells both readers the like of another: `X bought drones from A, B and C` (from B, if from A and C)."""
    words = {(m.sentence, m.event.trigger) for m in c.members} if c.supplier and c.recipient else set()
    rows = [o for o in agreed if o.kind == c.kind and (o.supplier == c.supplier) != (o.recipient == c.recipient)]
    return any((m.sentence, m.event.trigger) in words for o in rows for m in o.members)


def _fill(c: Cluster, chances: Chances, told: Set[Key]) -> None:
    """A side that the frames left open, where the second reader knows it and the frames did not tell the whole elsewhere."""
    if (c.supplier is None) == (c.recipient is None) or all(m.status == "denied" and not m.denied_by and not m.claims for m in c.members):
        return  # `X cannot pay its debts. X passed cash on to Y` (not: did not pay Y)
    likely = [(chance, a, b) for (kind, a, b), chance in chances.items() if kind == c.kind and a and b and chance >= threshold("filled")]
    telling = _tellers(c) | {by for m in c.members for by in m.event.buyers}
    fuller = [row for row in likely if c.supplier in (None, row[1]) and c.recipient in (None, row[2]) and (c.kind, *row[1:]) not in told and (kinds()[c.kind].get("moved_on"), *row[1:]) not in told and not telling & set(row[1:])]
    if fuller:
        _, c.supplier, c.recipient = max(fuller, key=lambda row: (row[0], row[1] or "", row[2] or ""))


def _fill_rows(clusters: Sequence[Cluster]) -> None:
    """A side left open of several that one word tells of, where the second reader knew it of one: `drones provided by A, B and C`."""
    known = {(c.kind, m.sentence, m.event.trigger, m.event.supplier is None): c for c in clusters if c.supplier and c.recipient for m in c.members if (m.event.supplier is None) != (m.event.recipient is None)}
    for c in [c for c in clusters if (c.supplier is None) != (c.recipient is None)]:
        for m in c.members:
            filled = known.get((c.kind, m.sentence, m.event.trigger, c.supplier is None))
            side = filled and (filled.supplier if c.supplier is None else filled.recipient)
            if side and side not in (c.supplier, c.recipient):
                c.supplier, c.recipient = c.supplier or side, c.recipient or side
                break


def _tellers(c: Cluster) -> set[str]:
    """Who only says what the frames found: `X's police said it was used to take arms to Y` (not from X)."""
    return {by for m in c.members for by in (*m.event.speakers, *(by for by, stance in m.claims if stance == "alleges"))} - {c.supplier, c.recipient}


def _added(found: Sequence[Cluster], seconds: Sequence[Found]) -> list[Cluster]:
    """Activities that only the second reader found, but for those that others tell better."""
    told = {(c.kind, c.supplier, c.recipient) for c in found}
    likely = {(f.event.kind, f.event.supplier, f.event.recipient) for f in seconds}
    added: dict[Key, Cluster] = {}
    for f in seconds:
        e = f.event
        key = (e.kind, e.supplier, e.recipient)
        if key in told or any(_told_better(key, other) for other in told | likely) or _joined_by_others(key, told) or _told_otherwise(key, told) or _joined_to_a_row(key, told, likely):
            continue
        if (kinds()[e.kind].get("by_item") and not e.items) or _bought_for_another(f, found) or _only_said(f, found) or _agreed_upon(f, found):
            continue
        if key in added:
            added[key].members.append(f)
            added[key].items |= e.items
            added[key].features |= e.features
        else:
            added[key] = Cluster(e.kind, e.supplier, e.recipient, e.group, set(e.items), set(e.features), [f], chance=f.chance, only_second=True)
    return list(added.values())


def _told_better(key: Key, other: Key) -> bool:
    """Whether another activity of the kind has the side that this one misses, or the group where this one has its State."""
    (kind, *sides), (kind_told, *sides_told) = key, other
    if kind != kind_told or key == other or None in sides_told:
        return False
    if None in sides:
        return any(side in sides_told for side in sides if side)
    orders = [sides_told, sides_told[::-1]] if is_symmetric(kind) else [sides_told]
    return any(all(a == b or state_of(b) == a for a, b in zip(sides, order, strict=True)) for order in orders)


def _joined_by_others(key: Key, told: Set[Key]) -> bool:
    """Whether both sides are only there as a third one's: `X works with Y and Z` (Y and Z), `from X to Y and on to Z` (X and Z)."""
    kind, a, b = key
    pairs = {(x, y) for k, x, y in told if k == kind}
    if is_symmetric(kind):
        return bool(_partners(a, pairs) & _partners(b, pairs))
    return any((a, middle) in pairs and (middle, b) in pairs for _, middle in pairs)


def _told_otherwise(key: Key, told: Set[Key]) -> bool:
    """Whether the frames tell it the other way round, as a sale where it would be aid, as loot that goes on, or of each of the two sides with another partner."""
    kind, a, b = key
    if (kind, b, a) in told or {(kinds()[kind].get("instead_of", kind), a, b), (kinds()[kind].get("moved_on"), a, b)} & told:
        return True
    if any(k in kinds() and kinds()[k].get("moved_on") == kind and (x, y) == (b, a) for k, x, y in told):
        return True  # who was robbed paid nothing
    pairs = {(x, y) for k, x, y in told if k == kind}
    if is_symmetric(kind):
        return bool(_partners(a, pairs) - {b}) and bool(_partners(b, pairs) - {a})
    return any(x == a and y != b for x, y in pairs) and any(y == b and x != a for x, y in pairs)


def _joined_to_a_row(key: Key, told: Set[Key], likely: Set[Key]) -> bool:
    """Whether a side is joined to three or more of a row that the frames joined to another: `A, B and C broke the embargo on X, as did Y`."""
    kind, a, b = key
    givers = {x for k, x, y in likely if k == kind and y == b} if b else set()
    takers = {y for k, x, y in likely if k == kind and x == a} if a else set()
    told_givers, told_takers = {x for k, x, y in told if k == kind and y and y != b}, {y for k, x, y in told if k == kind and x and x != a}
    return len(givers & told_givers) >= ROW or len(takers & told_takers) >= ROW


def _bought_for_another(f: Found, found: Sequence[Cluster]) -> bool:
    """Whether the frames read, in the very sentence, that its recipient got the goods for another: `X bought Y arms from Z` (Z to Y, not Z to X)."""
    return any(c.kind == f.event.kind and m.sentence == f.sentence and f.event.recipient in m.event.buyers for c in found for m in c.members)


def _only_said(f: Found, found: Sequence[Cluster]) -> bool:
    """Whether one of its sides only says, in the very sentence or beside it, what the frames found of the other."""
    sides = (f.event.supplier, f.event.recipient)
    alike = [c for c in found if c.kind == f.event.kind and any(abs(m.sentence - f.sentence) <= 1 for m in c.members)]
    return any(_tellers(c) & set(sides) and {c.supplier, c.recipient} & set(sides) for c in alike)


def _agreed_upon(f: Found, found: Sequence[Cluster]) -> bool:
    """Whether the frames read, in the very sentence, that the two agree to work on it: `X signed a contract on coal with Y` sells none yet."""
    work, sides = kinds()[f.event.kind].get("agreed_upon"), {f.event.supplier, f.event.recipient}
    return any((c.kind, {c.supplier, c.recipient}) == (work, sides) and any(m.sentence == f.sentence for m in c.members) for c in found)


ROW = 3  # sides named side by side


def _partners(side: str | None, pairs: Set[tuple[str | None, str | None]]) -> set[str | None]:
    return {y if x == side else x for x, y in pairs if side in (x, y)}

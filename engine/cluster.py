"""Events of one activity gathered: what each sentence found, and the clusters that become facts."""

from __future__ import annotations

from dataclasses import dataclass, field

from engine.filling import Event
from engine.vocabulary import is_symmetric

GENERIC = frozenset({"other_goods", "other_arms", "other_tech"})
FAMILY_KINDS = frozenset({"arms_transfer", "funds_transfer", "labour", "tourism", "humanitarian_assistance", "military_cooperation", "nuclear_activity", "maritime_evasion", "technology_transfer"})


@dataclass
class Found:
    """An event with its reading and place: sentence number, character span, optional quantity and date."""

    event: Event
    status: str
    span: tuple[int, int]
    sentence: int
    claims: list[tuple[str, str]] = field(default_factory=list)
    denied_by: list[str] = field(default_factory=list)
    quantity: tuple[float, str] | None = None
    date: str | None = None
    chance: float = 0.0  # by the second reader


Denial = tuple[str, int, tuple[int, int]]  # party, sentence, span
SOMEBODY = "somebody"  # in a denial: a person or firm of no party that the text names


@dataclass
class Cluster:
    kind: str
    supplier: str | None
    recipient: str | None
    group: str
    items: set[str]
    features: set[str]
    members: list[Found]
    chance: float = 0.0  # by the second reader
    only_second: bool = False  # the frames did not find it

    def takes(self, e: Event, status: str) -> bool:
        """Whether an event, told with `status`, tells of the same activity."""
        if e.kind != self.kind or e.group != self.group:
            return False
        if is_symmetric(e.kind):
            sides = (e.supplier == self.supplier and e.recipient == self.recipient)
        else:
            sides = same_side(e.supplier, self.supplier) and same_side(e.recipient, self.recipient)
            if e.kind == "weapons_test" and not (e.items & self.items) and e.items and self.items and "denied" in (status, *(m.status for m in self.members)):
                return False  # `held no nuclear test and launched missiles`
            if sides and e.kind not in ("weapons_test", "cyber_theft", "maritime_evasion", "nuclear_activity") and (e.supplier or self.supplier) == (e.recipient or self.recipient):
                return False
        return sides and compatible(self.kind, e, self)


def apart_from(f: Found, c: Cluster) -> bool:
    """Whether arms are told apart: `Y bought tanks. X sent it shells`, where nobody says whose the tanks were, which come before and
    are no shells; what is sold and what is only to be sold."""
    own, other = f.event.items - GENERIC, c.items - GENERIC
    unlike = {f.status, *(m.status for m in c.members)} in ({"reported", "possible"}, {"reported", "planned"})
    if f.event.kind == "arms_transfer" and unlike and own and other and not own & other:
        return True  # `wants to sell drones to Y, to which it has sold tanks`
    before = all(f.sentence < m.sentence for m in c.members)
    return f.event.kind == "arms_transfer" and f.event.supplier is None and c.supplier is not None and before and bool(own and other) and not own & other


def same_side(a: str | None, b: str | None) -> bool:
    return a == b or a is None or b is None


def compatible(kind: str, e: Event, c: Cluster) -> bool:
    if kind == "cyber_theft":
        return e.recipient == c.recipient
    a, b = e.items - GENERIC, c.items - GENERIC
    if kind in FAMILY_KINDS:
        return True
    return not a or not b or bool(a & b)

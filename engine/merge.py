"""Mentions to facts: one fact for one activity, with all its evidence, its claims and the status of the whole text."""

from __future__ import annotations

from collections.abc import Sequence, Set
from datetime import date as Day
from typing import Literal

from engine.agreement import weigh
from engine.cluster import GENERIC, SOMEBODY, Cluster, Denial, Found, apart_from
from engine.confidence import confidence, features_of
from engine.lists.mentions import ListedMention
from engine.lists.screen import Match
from engine.model import Claim, Evidence, Fact, ListedParty, Party, Quantity, period
from engine.pairs import Pair, threshold
from engine.parties import authorities_in_fact, goods_places, names_of, party_name, state_of
from engine.vocabulary import is_symmetric

MARTIAL = frozenset({"arms_transfer", "military_cooperation", "technology_transfer"})
ALWAYS_KEPT = frozenset({"arms_transfer", "military_cooperation", "technology_transfer", "weapons_test", "nuclear_activity"})


def merge(found: Sequence[Found], denials: Sequence[Denial], text: str, wanted: frozenset[str], published: str | None = None, pairs: Sequence[Pair] = (), seconds: Sequence[Found] = ()) -> tuple[Fact, ...]:
    """Facts in the order of the text. `denials`: (party, sentence, span) of each denial. wanted: parties under measures.
    published: ISO day, for lists. pairs, seconds: what the second reader makes of the text, see engine/agreement.py."""
    clusters: list[Cluster] = []
    _in_fact(found, text, published)
    complete = sorted(found, key=lambda f: ((f.event.supplier is None) + (f.event.recipient is None), f.sentence))
    for f in complete:
        e = f.event
        if e.supplier is None and e.recipient is None and "listed" not in e.features:
            continue
        home = [c for c in clusters if c.takes(e, f.status) and not apart_from(f, c)]
        if home:
            c = min(home, key=lambda c: min(abs(m.sentence - f.sentence) for m in c.members))
            c.members.append(f)
            if not is_symmetric(e.kind):
                c.supplier, c.recipient = c.supplier or e.supplier, c.recipient or e.recipient
            c.items |= e.items
            c.features |= e.features
        else:
            clusters.append(Cluster(e.kind, e.supplier, e.recipient, e.group, set(e.items), set(e.features), [f]))
    _share_sources(clusters)
    _bridge(clusters, denials)
    _narrow(clusters)
    _drop_summaries(clusters)
    _join_pacts(clusters)
    clusters = _without_halves(_relevant(weigh(clusters, pairs, seconds), wanted))
    clusters.sort(key=lambda c: (min(m.span for m in c.members), c.kind, c.supplier or "", c.recipient or "", sorted(c.items)))
    dated = [(c, _listed(c, published)) for c in clusters]
    kept = [(c, listed) for c, listed in dated if listed or not any(m.event.listed for m in c.members) or c.kind != "designated_dealing"]
    return tuple(_fact(f"f{i}", c, _meant(c, clusters, denials), text, listed) for i, (c, listed) in enumerate(kept, 1))


def _meant(c: Cluster, clusters: Sequence[Cluster], denials: Sequence[Denial]) -> list[Denial]:
    """Denials that can be about an activity: of what was told before them; one that has nothing before it is of what follows."""
    first = min(m.span for m in c.members)

    def answers(by: str, span: tuple[int, int]) -> bool:
        return any(by in _speaking(o) and m.status in ("alleged", "denied", "disputed") and m.span < span for o in clusters for m in o.members)

    def other_matter(by: str, k: int) -> bool:  # `denies giving military support` does not deny sending fuel
        told = [(o.kind, m) for o in clusters for m in o.members if m.sentence == k]
        kinds = {kind for kind, m in told if m.status == "denied" or (m.status in ("alleged", "disputed", "possible") and by not in [teller for teller, _ in m.claims])}
        return bool(kinds) and c.kind not in kinds and not ({c.kind, *kinds} <= MARTIAL)

    return [(by, k, span) for by, k, span in denials if (first < span or not answers(by, span)) and not other_matter(by, k)]


def _speaking(c: Cluster) -> set[str]:
    """The sides of an activity, and the State that speaks for a group among them."""
    sides = {x for x in (c.supplier, c.recipient) if x is not None}
    return sides | {state for x in sides if (state := state_of(x)) is not None}


def _in_fact(found: Sequence[Found], text: str, published: str | None) -> None:
    """What is done with a state whose authority in fact is a group that the text names is done with the group."""
    for code, state, since in authorities_in_fact():
        if published is None or published < since or not any(name in text for name in names_of(code)):
            continue
        for f in found:
            e = f.event
            if f.date is not None and f.date < since[: len(f.date)]:
                continue  # `in 2008`: before it ruled
            if e.kind in ("humanitarian_assistance", "tourism", "labour"):
                continue
            sides = [code if side == state else side for side in (e.supplier, e.recipient)]
            if sides[0] != sides[1]:
                e.supplier, e.recipient = sorted(sides, key=lambda c: (c is None, c or "")) if is_symmetric(e.kind) else sides


def _listed(c: Cluster, published: str | None) -> tuple[ListedParty, ...]:
    """Listed parties of a cluster that stood on their list on its date (or the article's, or ever when none is told)."""
    date = next((m.date for m in c.members if m.date), None) or published
    first, last = (Day.fromordinal(o).isoformat() for o in period(date)) if date else ("0001-01-01", "9999-12-31")
    found: dict[str, ListedParty] = {}
    for m in c.members:
        for mention in m.event.listed:
            entry, match = mention.match.entry, mention.match
            if entry.on_list(first, last) and (date is not None or entry.delisted_on is None):
                found.setdefault(entry.entry, listed_party(mention, match, "dealing"))
    return tuple(found[k] for k in sorted(found))


def listed_party(mention: ListedMention, match: Match, role: Literal["dealing", "mention"]) -> ListedParty:
    """What a report shows of a listed name in a text."""
    e = match.entry
    return ListedParty(
        entry=e.entry, type=e.type, name=e.name, matched=match.matched, list=e.list, score=match.score, because=match.because, role=role,
        listed_on=e.listed_on, delisted_on=e.delisted_on, evidence=Evidence(start=mention.start, end=mention.end, text=mention.text),
    )  # fmt: skip


def _narrow(clusters: list[Cluster]) -> None:
    """An activity told of a state in one place and of a group that acts there in another is the group's."""
    for wide in list(clusters):
        for close in clusters:
            if close is wide or close.kind != wide.kind or _told_apart(wide, close) or not (close.items & wide.items or not wide.items - GENERIC or not close.items - GENERIC):
                continue
            sides = ((wide.supplier, close.supplier), (wide.recipient, close.recipient))
            if is_symmetric(wide.kind):
                shared = {wide.supplier, wide.recipient} & {close.supplier, close.recipient} - {None}
                rest = ({wide.supplier, wide.recipient} - shared, {close.supplier, close.recipient} - shared)
                sides = (("=", "="), (next(iter(rest[0]), None), next(iter(rest[1]), None))) if shared else (("x", "y"), (None, None))
            if any(_group_in(b, a) for a, b in sides) and all(a == b or _group_in(b, a) or (a is None and not is_symmetric(wide.kind)) for a, b in sides):
                close.members += wide.members
                close.items |= wide.items
                close.features |= wide.features
                clusters.remove(wide)
                break


def _share_sources(clusters: list[Cluster]) -> None:
    """`The cargo was bound for X, Y and Z`, told of nobody's goods: what the text told of the supplier to X holds for Y and Z."""
    known = {(c.kind, m.sentence, m.event.trigger): c.supplier for c in clusters if c.supplier and c.recipient and not is_symmetric(c.kind) for m in c.members if m.event.supplier is None and m.event.recipient is not None}
    for c in clusters:
        for m in c.members:
            supplier = known.get((c.kind, m.sentence, m.event.trigger))
            if c.supplier is None and c.recipient is not None and supplier not in (None, c.recipient):
                c.supplier = supplier


def _told_apart(a: Cluster, b: Cluster) -> bool:
    """Whether one word tells of both: `X's army and the rebels bought drones`."""
    return not is_symmetric(a.kind) and bool({(m.sentence, m.event.trigger) for m in a.members} & {(m.sentence, m.event.trigger) for m in b.members})


def _group_in(group: str | None, state: str | None) -> bool:
    return group is not None and state is not None and state_of(group) == state


def _drop_summaries(clusters: list[Cluster]) -> None:
    """`A's boat went to C`, when the text tells that it went from A to B and from B (and on) to C."""
    for whole in list(clusters):
        if whole.kind not in ("goods_transfer", "arms_transfer") or whole.supplier is None or whole.recipient in (None, whole.supplier):
            continue
        links = {(c.supplier, c.recipient) for c in clusters if c is not whole and c.kind == whole.kind and c.items & whole.items}
        reached, grown = {whole.supplier}, True
        while grown:
            grown = False
            for a, b in links:
                if a in reached and b not in reached and (a, b) != (whole.supplier, whole.recipient):
                    reached.add(b)  # type: ignore[arg-type]
                    grown = True
        direct = any((a, b) == (whole.supplier, whole.recipient) for a, b in links)
        if whole.recipient in reached and not direct:
            clusters.remove(whole)


def _join_pacts(clusters: list[Cluster]) -> None:
    """A pact and other cooperation of the same sides are one fact unless the text puts them differently."""
    for pact in [c for c in clusters if c.group == "pact"]:
        for other in clusters:
            if other is not pact and (other.kind, other.supplier, other.recipient) == (pact.kind, pact.supplier, pact.recipient):
                if {m.status for m in other.members} & {m.status for m in pact.members} or {m.status for m in other.members} - {"possible", "planned"}:
                    other.members += pact.members
                    other.items |= pact.items
                    other.features |= pact.features
                    clusters.remove(pact)
                    break


def _bridge(clusters: list[Cluster], denials: Sequence[Denial]) -> None:
    """Fill a side that only the whole text tells: who denies an alleged supply is who is accused of it; workers spoken
    of without their home are those of the text's other workers."""
    for c in clusters:
        if c.supplier is None and c.kind == "arms_transfer" and any(m.status in ("alleged", "denied") for m in c.members):
            last = max(m.sentence for m in c.members)
            nearer = {by for by, k, _ in denials for o in clusters if o.kind == "goods_transfer" and by in _speaking(o) and any(last < m.sentence <= k and m.status == "alleged" and by not in [teller for teller, _ in m.claims] for m in o.members)}
            accused = [by for by, _, _ in denials if by != c.recipient and by not in nearer]  # a denial answers the charge before it
            if accused and not any(o.supplier == accused[0] and o.recipient == c.recipient and o.kind == c.kind for o in clusters):
                c.supplier = accused[0]
        if c.supplier is None and c.kind == "goods_transfer" and any(m.status == "alleged" for m in c.members):
            last = max(m.sentence for m in c.members)
            accused = [by for by, k, _ in denials if last < k <= last + NEAR and by != c.recipient and len(by) == 2 and not any(by == teller for m in c.members for teller, _ in m.claims)]
            c.supplier = accused[0] if accused and not any(accused[0] in _speaking(o) for o in clusters) else None  # `His firm in X hid the sums. He denies it`
        if c.kind == "labour" and c.supplier is None:
            homes = [o.supplier for o in clusters if o.kind == "labour" and o.supplier is not None]
            c.supplier = homes[0] if homes else None
    for c in clusters:
        known = c.supplier or c.recipient
        if c.kind in ("arms_transfer", "technology_transfer") and None in (c.supplier, c.recipient):  # the one partner that the text gives this side
            others = [o for o in clusters if o is not c and o.supplier and o.recipient and known in (o.supplier, o.recipient) and not any(apart_from(m, o) for m in c.members)]
            others = [o for o in others if (o.supplier == known) == (c.supplier == known) or not (c.items & o.items or c.items <= GENERIC or o.items <= GENERIC)]  # what X got from Y does not go back to Y
            partners = {x for o in others for x in (o.supplier, o.recipient)} - {known}
            if len(partners) == 1:
                c.supplier, c.recipient = c.supplier or next(iter(partners)), c.recipient or next(iter(partners))
    for c in [c for c in clusters if c.kind == "designated_dealing" and not {"travel", "listed_ship_port_call"} & c.features and not any(m.event.listed for m in c.members)]:
        dealings = [m.status for o in clusters if o is not c and c.supplier in (o.supplier, o.recipient) for m in o.members]
        if not dealings:
            clusters.remove(c)  # called listed, yet nothing is told of any dealing
        for m in c.members:
            m.status = dealings[0] if dealings else m.status
    clusters[:] = [c for c in clusters if not (c.supplier == c.recipient and c.supplier is not None and c.kind not in ("weapons_test", "nuclear_activity", "maritime_evasion") and "darfur" not in c.features)]


def _relevant(clusters: list[Cluster], wanted: frozenset[str]) -> list[Cluster]:
    """Keep what touches a party under measures (named or called listed), arms and military matters, and links of a chain."""
    apart = [c for c in clusters if ("antiquities" in c.items and {c.supplier, c.recipient} & goods_places()) or ("listed" in c.features and c.recipient is None)]
    kept = [c for c in clusters if c.kind in ALWAYS_KEPT or {c.supplier, c.recipient} & wanted or c in apart]
    if not any({c.supplier, c.recipient} & wanted for c in kept):
        return apart
    kept += [c for c in clusters if c.kind == "maritime_evasion" and not any(k.kind == c.kind for k in kept)]  # by whatever flag, the text tells of it for the sake of the others
    grown = True
    while grown:
        grown = False
        for c in clusters:
            if c not in kept and c.kind == "goods_transfer" and any(k.kind == c.kind and k.items & c.items and {k.supplier, k.recipient} & {c.supplier, c.recipient} - {None} for k in kept):
                kept.append(c)
                grown = True
    return kept


NEAR = 3  # sentences after a charge in which its denial is looked for
HALVES = frozenset({"arms_transfer", "technology_transfer", "goods_transfer", "labour", "tourism"})


def _without_halves(clusters: list[Cluster]) -> list[Cluster]:
    """Without transfers of which only one side is known where the text tells the whole of one of that kind with that side, and
    without sums that merely reach a State from nowhere (`workers earn dollars for the regime`): measured on annotated texts,
    fewer than a third of such readings are facts of their own."""
    whole = {(c.kind, side) for c in clusters if c.supplier and c.recipient for side in (c.supplier, c.recipient)}
    kept = []
    for c in clusters:
        half = None in (c.supplier, c.recipient) and not any(m.event.listed for m in c.members) and "listed" not in c.features
        if half and c.kind in HALVES and (c.kind, c.supplier or c.recipient) in whole and not _other_goods(c, clusters) and not any(apart_from(m, o) for o in clusters for m in c.members):
            continue
        if half and c.kind == "funds_transfer" and not c.items - {"cash"} and not {"laundering", "rent"} & c.features and len(c.supplier or c.recipient or "") == 2:
            continue
        kept.append(c)
    return kept


def _other_goods(c: Cluster, clusters: Sequence[Cluster]) -> bool:
    """Whether a half-told trade is in goods of which the text tells no whole one: coal that X exports beside oil that Y sends it."""
    own = c.items - GENERIC
    return c.kind == "goods_transfer" and bool(own) and not any(o.kind == c.kind and o.supplier and o.recipient and o.items & own for o in clusters)


def _fact(name: str, c: Cluster, denials: Sequence[Denial], text: str, listed: tuple[ListedParty, ...] = ()) -> Fact:
    members = sorted(c.members, key=lambda m: m.span)
    evidence: list[Evidence] = []
    place: dict[tuple[int, int], int] = {}

    def cite(span: tuple[int, int]) -> int:
        if span not in place:
            place[span] = len(evidence)
            evidence.append(Evidence(start=span[0], end=span[1], text=text[span[0] : span[1]]))
        return place[span]

    claims: list[Claim] = []
    for m in members:
        number = cite(m.span)
        for by, stance in m.claims:
            if stance == "alleges" and by in (c.supplier, c.recipient):
                continue
            if not any(x.by == by and x.stance == stance for x in claims):
                claims.append(Claim(by=by, stance=stance, evidence=number))  # type: ignore[arg-type]
    sides = _speaking(c)
    deniers = [(by, span) for by, _, span in denials if by in sides]
    unknown = [span for by, k, span in denials if by == SOMEBODY and None in (c.supplier, c.recipient) and any(m.status == "alleged" and m.sentence < k <= m.sentence + NEAR for m in members)]
    deniers += [(by, m.span) for m in members for by in m.denied_by if by in sides]
    admitting = {by for m in members if m.status == "reported" for by, stance in m.claims if stance == "confirms"}
    admitted, confessed = bool(admitting), bool(admitting) and all(by in admitting for by, _ in deniers)
    told = [m.status for m in members if m.status != "denied" or m.denied_by or m.claims or deniers]  # who merely says what did not happen disputes nothing
    opening = {m.status for m in members if m.sentence == members[0].sentence}
    status = "reported" if confessed and deniers else _status(told or [m.status for m in members], opening, bool(deniers or unknown), admitted)  # who denied it and then admitted it
    if status in ("disputed", "denied"):
        for span in unknown:
            cite(span)  # nobody whose code a claim could give
        for by, span in deniers:
            if not any(x.by == by and x.stance == "denies" for x in claims):
                claims.append(Claim(by=by, stance="denies", evidence=cite(span)))
    items = set(c.items)
    if len(items) > 1:
        together = any("other_arms" in m.event.items and m.event.items - GENERIC for m in c.members)  # `arms and ammunition`
        items -= GENERIC - ({"other_arms"} if together else set())
    items = items or set(c.items)
    supplier, recipient = c.supplier, c.recipient
    quantity = next((m.quantity for m in members if m.quantity), None)
    return Fact(
        id=name,
        kind=c.kind,
        supplier=_party(supplier),
        recipient=_party(recipient),
        items=tuple(items),
        status=status,
        features=tuple(c.features),
        lists=tuple(sorted({x.list for x in listed})),
        listed=listed,
        claims=tuple(claims),
        quantity=Quantity(value=quantity[0], unit=quantity[1]) if quantity else None,
        date=next((m.date for m in members if m.date), None),
        evidence=tuple(evidence),
        confidence=_confidence(members, c, status),
        read_by=(*(() if c.only_second else ("frames",)), *(("second_reader",) if c.chance >= threshold("agreed") else ())),
    )


def _party(code: str | None) -> Party | None:
    return None if code is None else Party(code=code, name=party_name(code))


def _status(statuses: list[str], opening: Set[str], denied: bool, admitted: bool) -> str:
    """The strongest reading of the whole text; a denial by a side turns an allegation into a dispute. opening: what the first sentence tells."""
    kinds = set(statuses)
    if "alleged" in kinds and (denied or "denied" in kinds):
        return "disputed"
    if "denied" in kinds and "reported" in kinds:
        return "disputed"
    if statuses[0] == "alleged" and "reported" not in opening and not admitted:
        return "alleged"  # the text attributes it where it first tells of it; later sentences lean on that
    for status in ("reported", "alleged", "planned", "possible", "denied"):
        if status in kinds:
            return status
    return "reported"


def _confidence(members: list[Found], c: Cluster, status: str) -> float:
    sides = (c.supplier is not None) + (c.recipient is not None)
    return confidence(features_of(c.kind, max(m.event.strength for m in members), sides, len(members), status, len(c.items), c.chance, c.only_second))

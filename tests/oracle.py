"""The oracle: the meaning of a rule, written as directly as can be, sharing no code with either engine."""

import calendar
import datetime

import yaml

from engine.vocabulary import data_path

PARENTS = {k: v.get("in", []) for k, v in yaml.safe_load(data_path("items.yaml").read_text()).items()}


def is_a(item, wanted):
    return item == wanted or any(is_a(parent, wanted) for parent in PARENTS[item])


def any_is_a(items, wanted):
    return any(is_a(i, w) for i in items for w in wanted)


def days(text):
    """First and last day of an ISO day, month or year."""
    if len(text) == 10:
        return (datetime.date.fromisoformat(text),) * 2
    if len(text) == 7:
        year, month = map(int, text.split("-"))
        return datetime.date(year, month, 1), datetime.date(year, month, calendar.monthrange(year, month)[1])
    return datetime.date(int(text), 1, 1), datetime.date(int(text), 12, 31)


def side(wanted, code):
    if wanted is None:
        return True
    return code != wanted[4:] if wanted.startswith("not ") else code == wanted


def clause_holds(clause, interval_rows, fact):
    first, last = days(fact.date)
    supplier, recipient = fact.supplier and fact.supplier.code, fact.recipient and fact.recipient.code
    in_force = False
    for row in interval_rows:
        begin, end = row.first, row.last or datetime.date(9999, 12, 31)
        begin = max(begin, clause.since) if clause.since else begin
        end = min(end, clause.until) if clause.until else end
        if begin <= end and begin <= last and first <= end:
            in_force = True
    return (
        in_force
        and (not clause.kind or fact.kind in clause.kind)
        and side(clause.supplier, supplier)
        and side(clause.recipient, recipient)
        and (clause.party is None or clause.party == supplier or clause.party == recipient)
        and (not clause.items or any_is_a(fact.items, clause.items))
        and not any_is_a(fact.items, clause.without_items)
        and (not clause.only_items or (fact.items != () and all(any(is_a(i, w) for w in clause.only_items) for i in fact.items)))
        and (not clause.features or any(f in clause.features for f in fact.features))
        and all(f in fact.features for f in clause.all_features)
        and not any(f in clause.without_features for f in fact.features)
        and (not clause.status or fact.status in clause.status)
    )


def hits(rulebook, facts):
    """(fact id, rule id, clause number) of every clause that holds."""
    return {(f.id, p.id, n) for f in facts for p in rulebook.provisions for n, c in enumerate(p.when) if clause_holds(c, p.in_force, f)}

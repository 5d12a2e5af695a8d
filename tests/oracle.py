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


GROUPS = {k: v.get("in", []) for k, v in yaml.safe_load(data_path("parties/groups.yaml").read_text()).items()}


def belongs(code, wanted):
    return code == wanted or any(belongs(parent, wanted) for parent in GROUPS.get(code, []))


def side(wanted, code):
    if wanted is None:
        return True
    if isinstance(wanted, str) and wanted.startswith("not "):
        return code is None or not belongs(code, wanted[4:])
    return code is not None and any(belongs(code, w) for w in ([wanted] if isinstance(wanted, str) else wanted))


def spans(row):
    """Days on which a rule with this interval fires: in force, and after an expiry whose renewal is not known."""
    last = row.last or datetime.date(9999, 12, 31)
    yield row.first, last
    if row.after == "renewal_unconfirmed":
        yield row.last + datetime.timedelta(days=1), datetime.date(9999, 12, 31)


def clause_holds(clause, interval_rows, fact):
    first, last = days(fact.date)
    supplier, recipient = fact.supplier and fact.supplier.code, fact.recipient and fact.recipient.code
    in_force = False
    for begin, end in (span for row in interval_rows for span in spans(row)):
        begin = max(begin, clause.since) if clause.since else begin
        end = min(end, clause.until) if clause.until else end
        if begin <= end and begin <= last and first <= end:
            in_force = True
    return (
        in_force
        and (not clause.kind or fact.kind in clause.kind)
        and side(clause.supplier, supplier)
        and side(clause.recipient, recipient)
        and (clause.party is None or side(clause.party, supplier) or side(clause.party, recipient))
        and (not clause.lists or any(name in clause.lists for name in fact.lists))
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


def measure_in_force(acts, measure, day):
    """The state of a measure on a day, told by walking through every act up to it: the meaning of a list of acts."""
    state, expiry = "not_yet", None
    for act in sorted(acts, key=lambda a: a.day):
        if act.day > day or act.does == "amends" or (act.measures and measure not in act.measures):
            continue
        if act.does in ("opens", "renews", "resumes"):
            state, expiry = "in_force", act.until
        elif act.does == "suspends" and state == "in_force":
            state, expiry = "suspended", None
        elif act.does == "ends" and state != "not_yet":
            state, expiry = "ended", None
    if state == "in_force" and expiry is not None and expiry < day:
        later = any(a.day > expiry and a.does != "amends" and (not a.measures or measure in a.measures) for a in acts)
        state = "ended" if later else "renewal_unconfirmed"
    return state

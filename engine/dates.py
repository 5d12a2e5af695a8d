"""Dates and quantities that a sentence gives, relative to the article's date where the sentence says so."""

from __future__ import annotations

import re
from collections.abc import Sequence
from datetime import date as Day
from datetime import timedelta

from engine.tree import Sentence

MONTHS = {name: i for i, name in enumerate(("january", "february", "march", "april", "may", "june", "july", "august", "september", "october", "november", "december"), 1)}
SHORT = {name[:3]: i for name, i in MONTHS.items()} | {"sept": 9}
WEEKDAYS = {name: i for i, name in enumerate(("monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"))}
MONTH = r"(January|February|March|April|May|June|July|August|September|October|November|December|Jan|Feb|Mar|Apr|Jun|Jul|Aug|Sept|Sep|Oct|Nov|Dec)\b\.?"
MONTH_DAY = re.compile(MONTH + r" (\d{1,2})(?:st|nd|rd|th)?\b(?!:)(?:,? (\d{4}))?")
DAY_MONTH = re.compile(r"\b(\d{1,2})(?:st|nd|rd|th)?(?: of)? " + MONTH + r"(?:,? (\d{4}))?")
MONTH_YEAR = re.compile(MONTH + r",? (?:of )?(\d{4})\b")
LAST_MONTH_NAME = re.compile(r"\b(?:in|last|since|from) " + MONTH + r"(?! \d)")
YEAR = re.compile(r"\b(?:in|since|during|by|of|from) (?:early |late |mid-?)?((?:19|20)\d{2})\b")
SCALE = {"hundred": 1e2, "thousand": 1e3, "million": 1e6, "billion": 1e9, "trillion": 1e12}


def month_number(name: str) -> int:
    """The number of a month by its English name or short form."""
    low = name.lower().rstrip(".")
    return MONTHS.get(low) or SHORT[low]


def find_date(s: Sentence, published: str | None, trigger: int) -> str | None:
    """ISO date, month or year that the sentence gives for the activity of `trigger`, or None.

    A date of another clause (`…, the FBI said in April`, `sanctions imposed since 2006`) is not the activity's.
    """
    text = " ".join(word if s.clause_of(i) == s.clause_of(trigger) else "\u2014" for i, word in enumerate(s.words))
    base = Day.fromisoformat(published) if published and len(published) == 10 else None
    for pattern, order in ((MONTH_DAY, (1, 2, 3)), (DAY_MONTH, (2, 1, 3))):
        match = pattern.search(text)
        if match:
            month, day, year = month_number(match.group(order[0])), int(match.group(order[1])), match.group(order[2])
            return _day(int(year) if year else None, month, day, base)
    match = MONTH_YEAR.search(text)
    if match:
        return f"{match.group(2)}-{month_number(match.group(1)):02d}"
    match = YEAR.search(text)
    if match:
        return match.group(1)
    if base is None:
        return None
    low = text.lower()
    if "last year" in low:
        return str(base.year - 1)
    if "last month" in low or "the previous month" in low:
        return (base.replace(day=1) - timedelta(days=1)).isoformat()[:7]
    if "yesterday" in low:
        return (base - timedelta(days=1)).isoformat()
    match = LAST_MONTH_NAME.search(text)
    if match:
        month = month_number(match.group(1))
        year = base.year if month <= base.month else base.year - 1
        return f"{year}-{month:02d}"
    for name, number in WEEKDAYS.items():
        if f"on {name}" in low:
            return (base - timedelta(days=(base.weekday() - number) % 7)).isoformat()
    return None


def _day(year: int | None, month: int, day: int, base: Day | None) -> str | None:
    """The day, its year taken from the article when it is not told: the latest such day not far after the article."""
    try:
        if year is not None:
            return Day(year, month, day).isoformat()
        if base is None:
            return None
        found = Day(base.year, month, day)
        if found > base + timedelta(days=200):
            found = Day(base.year - 1, month, day)
        return found.isoformat()
    except ValueError:
        return None


NUMBER = re.compile(r"\d[\d,]*(?:\.\d+)?\Z")


def find_quantity(s: Sentence, tokens: Sequence[int]) -> tuple[float, str] | None:
    """(value, unit) of the first number that counts something among the event's tokens."""
    for t in tokens:
        for c in s.children[t]:
            if s.base[c] == "nummod" and NUMBER.match(s.words[c]) and s.tags[t][:2] == "NN":
                value = float(s.words[c].replace(",", ""))
                for k in (c - 1, c + 1, *s.children[c]):
                    if 0 <= k < len(s.words) and s.lower[k] in SCALE:
                        value *= SCALE[s.lower[k]]
                        break
                if 1900 <= value <= 2100 and "," not in s.words[c]:
                    continue
                unit = " ".join(s.lower[k] for k in [*[k for k in s.children[t] if s.base[k] == "compound" and k < t], t])
                return value, unit
    return None

"""An entry of a list of the Security Council."""

from __future__ import annotations

from functools import lru_cache
from typing import Literal

from engine.model import Model
from engine.vocabulary import read_yaml


class Birth(Model):
    """A date of birth as a list gives it: an exact day, a year, or years from and to."""

    date: str | None = None
    first_year: int | None = None
    last_year: int | None = None

    def years(self) -> tuple[int, int] | None:
        """First and last possible year, or None when nothing is told."""
        if self.date:
            return int(self.date[:4]), int(self.date[:4])
        if self.first_year is None:
            return None
        return self.first_year, self.last_year or self.first_year


class ListEntry(Model):
    """A listed person, entity or ship. `list` is the regime's key; dates are ISO days; countries are ISO codes.

    aliases are those of good quality (and names in the original script); weak ones are those of low quality.
    delisted_on: first day on which it was off the list, as far as editions of the list tell.
    """

    entry: str
    list: str
    type: Literal["person", "entity", "vessel"]
    name: str
    aliases: tuple[str, ...] = ()
    weak: tuple[str, ...] = ()
    listed_on: str | None = None
    delisted_on: str | None = None
    births: tuple[Birth, ...] = ()
    birth_places: tuple[str, ...] = ()
    countries: tuple[str, ...] = ()
    identifiers: tuple[str, ...] = ()

    def on_list(self, first: str, last: str) -> bool:
        """Whether it stood on the list on any day from `first` to `last` (ISO days)."""
        return (self.listed_on is None or self.listed_on <= last) and (self.delisted_on is None or first < self.delisted_on)


class Edition(Model):
    """An edition of a list: where it came from, its date, its hash, its entries."""

    source: str
    generated: str
    sha256: str
    entries: tuple[ListEntry, ...]
    skipped: int = 0


@lru_cache(maxsize=2048)
def country_code(name: str) -> str | None:
    """The ISO code of a country as lists spell it, or None."""
    import pycountry

    low = " ".join(name.lower().split()).rstrip(".")
    known: dict[str, str] = read_yaml("lists/names.yaml")["countries"]
    if low in known:
        return known[low]
    try:
        return str(pycountry.countries.lookup(low).alpha_2).lower()
    except LookupError:
        return None

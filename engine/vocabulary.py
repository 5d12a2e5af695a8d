"""The closed vocabularies: kinds, item classes, statuses, units. Data lives in `datasets/`."""

from __future__ import annotations

from dataclasses import dataclass
from functools import lru_cache
from importlib.resources import files
from pathlib import Path
from typing import Any, cast

import yaml

Loader: Any = getattr(yaml, "CSafeLoader", yaml.SafeLoader)


def data_path(name: str) -> Path:
    """The path of a file of the data package."""
    return Path(str(files("engine.datasets"))) / name


@lru_cache(maxsize=64)
def read_yaml(name: str) -> Any:
    """The parsed content of a YAML file of the data package."""
    return yaml.load(data_path(name).read_text(encoding="utf-8"), Loader=Loader)


@lru_cache(maxsize=256)
def word_set(name: str) -> frozenset[str]:
    """A named set of words of `datasets/lexicon/words.yaml`."""
    return frozenset(read_yaml("lexicon/words.yaml")[name])


@lru_cache(maxsize=1)
def kinds() -> dict[str, dict[str, Any]]:
    """Kind of activity -> label, phrase and whether it is symmetric."""
    return cast(dict[str, dict[str, Any]], read_yaml("kinds.yaml"))


@lru_cache(maxsize=1)
def statuses() -> dict[str, dict[str, Any]]:
    """Status -> label, strongest first."""
    return cast(dict[str, dict[str, Any]], read_yaml("statuses.yaml"))


@lru_cache(maxsize=256)
def is_symmetric(kind: str) -> bool:
    """Whether the two sides of a kind are equal (guidelines: sides in alphabetical order)."""
    return bool(kinds().get(kind, {}).get("symmetric"))


@dataclass(frozen=True)
class ItemClass:
    """An item class: label, broader classes, Harmonized System codes, and whether only rules may name it."""

    name: str
    label: str
    broader: tuple[str, ...]
    hs: tuple[str, ...]
    rule_only: bool


@lru_cache(maxsize=1)
def items() -> dict[str, ItemClass]:
    """Item class by name."""
    return {
        name: ItemClass(name, row["label"], tuple(row.get("in", ())), tuple(row.get("hs", ())), bool(row.get("rule_only")))
        for name, row in read_yaml("items.yaml").items()
    }


@lru_cache(maxsize=512)
def broader(name: str) -> frozenset[str]:
    """An item class and every class above it."""
    found = {name}
    for parent in items()[name].broader:
        found |= broader(parent)
    return frozenset(found)


@lru_cache(maxsize=512)
def narrower(name: str) -> frozenset[str]:
    """An item class and every class below it."""
    return frozenset(other for other in items() if name in broader(other))


@lru_cache(maxsize=4096)
def classes_of_hs(code: str) -> frozenset[str]:
    """Item classes whose Harmonized System codes cover `code` (2, 4 or 6 digits); the longest match wins."""
    digits = "".join(c for c in code if c.isdigit())
    best, found = 0, set[str]()
    for name, item in items().items():
        for hs in item.hs:
            if digits.startswith(hs) and len(hs) >= best:
                if len(hs) > best:
                    best, found = len(hs), set()
                found.add(name)
    return frozenset(found)


def convert(value: float, unit: str, to: str, classes: tuple[str, ...]) -> float | None:
    """`value` of `unit` in `to` for goods of `classes`, or None when there is no conversion."""
    table = read_yaml("units.yaml")
    names = {alias: name for name, row in table.items() if "aliases" in row for alias in [name, *row["aliases"]]}
    source, target = names.get(unit.lower().strip()), names.get(to.lower().strip())
    if source is None or target is None:
        return None
    if source == target:
        return value
    if source == "tonnes":
        factors = [f for c, f in table["per_tonne"].get(target, {}).items() if c in classes]
        return value * factors[0] if factors else None
    return None

"""Parties named in a text: states by name, demonym, capital, people, agencies and places; groups by their names.

Country names come from pycountry (ISO 3166-1); demonyms, capitals, leaders, agencies, groups and ships are records of
our own in `datasets/parties`. Ambiguous names (Georgia, Jordan, Chad, Turkey) count only with support from the text.
"""

from __future__ import annotations

from bisect import bisect
from collections.abc import Sequence, Set
from dataclasses import dataclass
from functools import lru_cache
from typing import Any

from engine.lexicon import PhraseTable, Tokenize
from engine.vocabulary import read_yaml, word_set


@dataclass(frozen=True)
class Mention:
    """Tokens `start` to `end` (excluded) name the party `code`; `form` is name, adjective, person, agency, media or place."""

    start: int
    end: int
    code: str
    form: str


FILES = {"person": "people", "agency": "bodies", "place": "places"}


@lru_cache(maxsize=1)
def _states() -> dict[str, dict[str, Any]]:
    """Code -> forms of the names of a state."""
    import pycountry

    states: dict[str, dict[str, Any]] = {}
    for country in pycountry.countries:
        code = country.alpha_2.lower()
        names = [getattr(country, "common_name", None) or country.name]
        names += [n for n in (country.name, getattr(country, "official_name", None)) if n and n not in names and "," not in n]
        states[code] = {"name": names, "adjective": [], "place": [], "person": [], "agency": [], "media": [], "ship": []}
    for raw, row in read_yaml("parties/countries.yaml").items():
        code = "no" if raw is False else raw
        entry = states[code]
        adjectives, capitals = str(row[0]).split("/"), (str(row[1]).split("/") if len(row) > 1 and row[1] else [])
        entry["adjective"] += adjectives
        entry["place"] += capitals
        entry["name"] += str(row[2]).split("/") if len(row) > 2 else []
    for code, row in read_yaml("parties/states.yaml").items():
        entry = states[code]
        entry["name"] = [*row["names"], *(n for n in entry["name"] if n not in row["names"])]
        for form, key in (("person", "people"), ("agency", "agencies"), ("media", "media"), ("place", "places"), ("ship", "ships")):
            entry[form] += row.get(key, [])
    for form in ("person", "agency", "place"):
        for code, names in read_yaml(f"parties/{FILES[form]}.yaml").items():
            states["no" if code is False else code][form] += names
    return states


@lru_cache(maxsize=4096)
def party_name(code: str) -> str:
    """What a report calls a party: a state's short name or a group's name; the code itself when it is unknown."""
    groups = read_yaml("parties/groups.yaml")
    if code in groups:
        return str(groups[code]["name"])
    state = _states().get(code)
    return str(state["name"][0]) if state else code


@lru_cache(maxsize=4096)
def known_party(code: str) -> bool:
    """Whether a code is a state's (ISO 3166-1, and former ones of our own), a group's or a class of groups."""
    return code in read_yaml("parties/groups.yaml") or code in _states()


@lru_cache(maxsize=4096)
def party_classes(code: str) -> frozenset[str]:
    """A party and every class of groups above it: `m23` is one of `drc-armed-groups`, those are `non-state`."""
    found = {code}
    for parent in read_yaml("parties/groups.yaml").get(code, {}).get("in", ()):
        found |= party_classes(parent)
    return frozenset(found)


@lru_cache(maxsize=4096)
def state_of(code: str) -> str | None:
    """The state that a group acts in; None for a state."""
    row = read_yaml("parties/groups.yaml").get(code)
    return None if row is None else row.get("state")


@lru_cache(maxsize=1)
def authorities_in_fact() -> tuple[tuple[str, str, str], ...]:
    """(group, state, ISO day) of each group that rules its state in fact, and since when."""
    return tuple((code, row["state"], str(row["rules_since"])) for code, row in read_yaml("parties/groups.yaml").items() if "rules_since" in row)


@lru_cache(maxsize=4096)
def narrower_parties(code: str) -> frozenset[str]:
    """A party or class and every group below it."""
    return frozenset({code} | {name for name in read_yaml("parties/groups.yaml") if code in party_classes(name)})


@lru_cache(maxsize=512)
def names_of(code: str) -> tuple[str, ...]:
    """Names, adjectives and the capital of a state, or the names of a group."""
    groups = read_yaml("parties/groups.yaml")
    if code in groups:
        return tuple(groups[code]["names"])
    state = _states().get(code)
    return tuple(n for form in ("name", "adjective", "place") for n in state[form]) if state else ()


@lru_cache(maxsize=1)
def targets() -> frozenset[str]:
    """Parties under measures of the Security Council today; a text that names none of them, nor one of its own day, has no facts."""
    return frozenset(read_yaml("parties/rules.yaml")["targets"])


@lru_cache(maxsize=1)
def goods_places() -> frozenset[str]:
    """States that are under no measure themselves but whose plundered heritage is."""
    return frozenset(read_yaml("parties/rules.yaml")["goods_places"])


@lru_cache(maxsize=2)
def party_table(tokenize: Tokenize) -> PhraseTable:
    """Lower-case token phrases -> (code, form)."""
    table, seen = PhraseTable(), set()

    def add(name: str, code: str, form: str) -> None:
        if not name:
            return
        tokens = tuple(t.lower() for t in tokenize(name))
        if (tokens, code) not in seen:
            seen.add((tokens, code))
            table.add(tokens, (code, form))

    for code, row in read_yaml("parties/groups.yaml").items():
        for name in row["names"]:
            add(name, code, "group")
        for name in row.get("generic", ()):
            add(name, "?", "generic")
    for name in read_yaml("parties/rules.yaml")["group_words"]:
        add(name, "?", "generic")
    for name in read_yaml("parties/rules.yaml")["names_of_no_party"]:
        add(name, "", "none")
    for code, entry in _states().items():
        for form in ("name", "adjective", "person", "agency", "media", "ship", "place"):
            for name in entry[form]:
                add(name, code, form)
                if form == "adjective" and not name.endswith(("ese", "sh", "ch", "s", "ss")):
                    add(name + "s", code, "adjective")
    for code, names in read_yaml("parties/cities.yaml").items():
        for name in names:
            add(name, code, "city")
    return table


@lru_cache(maxsize=1)
def _doubtful() -> tuple[frozenset[str], frozenset[str], frozenset[str]]:
    rules = read_yaml("parties/rules.yaml")
    return frozenset(rules["ambiguous"]), frozenset(w.lower() for w in rules["ambiguous_words"]), frozenset(rules["state_words"])


def find_mentions(words: Sequence[str], lower: Sequence[str], table: PhraseTable) -> list[Mention]:
    """Every party named in the tokens, left to right. Names must be capitalised; ambiguous ones need support."""
    _, doubtful_words, state_words = _doubtful()
    doubtful_words = doubtful_words | {"us"}
    found: list[tuple[Mention, bool]] = []
    # `the South Sudanese army`: not `the South` and a word more
    scanned = ["" if w == "the" and lower[i + 1 : i + 2] in (["south"], ["north"]) and words[i + 2 : i + 3] and words[i + 2][:1].isupper() else w for i, w in enumerate(lower)]
    for start, end, (code, form) in table.scan(scanned):
        first = words[start]
        if form == "none":
            continue  # `the South American nation`
        if (lower[end : end + 1] and lower[end] in WATERS) or (start > 1 and lower[start - 1] == "of" and lower[start - 2] in WATERS):
            continue  # `the Gulf of Oman`, `the East China Sea`
        if form == "city":  # a town counts where a preposition of place stands before it, and no name goes on after it
            if not start or lower[start - 1] not in BEFORE_TOWN or (words[end : end + 1] and words[end][:1].isupper()):
                continue
            form = "place"
        if not (first[0].isupper() or form in ("group", "generic")) or (first == "Us"):
            if not (form in ("name", "adjective", "place") and end - start > 1 and words[end - 1][0].isupper()):  # `the Sudan`, `eastern Congo`
                continue
        if first == "The" and form == "name" and len(words[start:end]) == 2 and not words[end - 1][0].isupper():
            continue
        text = " ".join(lower[start:end])
        if text in SPELT_IN_CAPITALS and not first.isupper():
            continue
        if text in ("the north", "the south") and end < len(words) and (words[end][:1].isupper() and lower[end] not in ("'s", "korean")):
            continue
        doubtful = (text in doubtful_words and text != "us") or form == "generic"
        found.append((Mention(start, end, code, form), doubtful))
    every = [k for k, _ in found]
    found = [(m, doubtful) for n, (m, doubtful) in enumerate(found) if not _hyphened(lower, m, every[n + 1 : n + 5])]
    certain = {m.code for m, doubtful in found if not doubtful}
    sure = [k for k, _ in found if k.form != "generic" and k.code in certain]
    starts = [k.start for k in sure]
    starting = {k.start for k, _ in found if k.form == "name"}
    kept = []
    for m, doubtful in found:
        if m.form == "generic" and list(lower[m.end : m.end + 1]) == ["of"] and not WHO_REPORT.isdisjoint(lower[m.end + 1 : m.end + 3]):
            continue  # `the group of experts`
        if m.form == "generic":
            if m.start > 1 and lower[m.start - 1] == "-" and lower[m.start - 2] in ("anti", "counter"):
                continue
            before = words[m.start - 1] if m.start > 1 else ""
            if before[:1].isupper() and before.lower() not in GROUP_MODIFIERS and words[m.start - 2] not in (".", "\n") and not any(k.end == m.start for k in sure[max(0, bisect(starts, m.start) - 2) : bisect(starts, m.start)]):
                continue  # `Hutu militias`: some group, and not one that is known
            code = _nearest_group(" ".join(lower[m.start : m.end]), m, sure[max(0, bisect(starts, m.start) - NEAREST) : bisect(starts, m.start) + NEAREST])
            if code is not None:
                kept.append(Mention(m.start, m.end, code, "generic"))
            continue
        near = set(lower[max(0, m.start - 3) : m.end + 4])
        if not doubtful or m.code in certain or near & state_words or (certain and _abbreviated_group(words, m)) or (m.form in ("place", "agency", "person", "adjective") and m.code in certain) or (doubtful and m.form in ("name", "adjective", "group") and certain and (_as_party(words, lower, m) or lower[m.start] in CAPITAL_SUFFICES or _beside_another(lower, m, starting))):
            kept.append(m)
    return kept


GROUP_MODIFIERS = word_set("group_modifiers")
NEAREST = 60  # mentions on each side in which a group is looked for, so that time stays linear
AHEAD = 12  # a group named after `the group` is that much farther than one named before it
GROUP_REACH = 25  # tokens between a word such as `militia` and the name of the state that it acts in


def _hyphened(lower: Sequence[str], m: Mention, others: Sequence[Mention]) -> bool:
    """Whether a name only says whose ally another party is: `Al-Qaeda-linked militants`, `Iran-backed Houthis`."""
    words = read_yaml("parties/rules.yaml")["hyphened"]
    if m.form == "group" and lower[m.end : m.end + 1] and lower[m.end] in words["group"] and lower[m.end] != "led":
        return True  # `the Al-Qaeda linked group`
    if m.form == "generic" or list(lower[m.end : m.end + 1]) != ["-"]:
        return False
    link = lower[m.end + 1] if m.end + 1 < len(lower) else ""
    if m.form == "group":
        return link in words["group"]
    return link in words["state"] and any(m.end + 2 <= k.start <= m.end + 4 and (k.form == "group" or k.form == "generic") for k in others)


def _nearest_group(word: str, m: Mention, others: Sequence[Mention]) -> str | None:
    """The group that a word such as `gang` or `militia` stands for: that of the nearest state with such a group."""
    rows = read_yaml("parties/groups.yaml")
    states = {row["state"]: code for code, row in rows.items() if word in row.get("generic", ())}
    if any(k.form == "group" and (k.end == m.start or 0 <= k.start - m.end <= 1) for k in others):
        return None  # `M23 rebels`: the group stands there by its name
    beside = next((k.code for k in others if k.end == m.start and k.form == "adjective"), None)
    if beside is not None:  # `Iraqi armed groups`, `Somali militants`: the group of that state
        own = [k.code for k in others if k.form == "group" and rows[k.code].get("state") == beside]
        return own[-1] if own else states.get(beside)
    named = [(m.start - k.start if k.start < m.start else (k.start - m.start) * (AHEAD if word.startswith("the ") else 2), k.code) for k in others if k.form == "group"]
    if word in read_yaml("parties/rules.yaml")["group_words"] and named:
        return min(named)[1]
    near = [(abs(k.start - m.start), k.code) for k in others if k.code in states]
    if not near:
        return None
    distance, state = min(near)
    return states[state] if distance <= GROUP_REACH or word in ("gang", "gangs") else None


CAPITAL_SUFFICES = word_set("capital_suffices")  # a bird within a sentence is written small
SPELT_IN_CAPITALS = word_set("spelt_in_capitals")
WATERS = word_set("waters")
WHO_REPORT = word_set("private_speakers")
BEFORE_TOWN = word_set("before_a_town")
BEFORE_PARTY = word_set("before_a_party")


def _beside_another(lower: Sequence[str], m: Mention, starting: Set[int]) -> bool:
    """Whether another country is named right after a doubtful one: `Chad and Sudan`, `Chad, Niger and Mali`."""
    follow = m.end + 1
    while lower[follow : follow + 1] in (["and"], ["the"]):
        follow += 1
    return m.form == "name" and lower[m.end : m.end + 1] in (["and"], [","]) and follow in starting


def _abbreviated_group(words: Sequence[str], m: Mention) -> bool:
    """Whether a doubtful name is a group's in capitals, and not a word of a headline in capitals: `The ADF`."""
    around = [w for w in (*words[max(0, m.start - 1) : m.start], *words[m.end : m.end + 1]) if w.isalpha()]
    return m.form == "group" and words[m.start].isupper() and len(words[m.start]) > 1 and not any(w.isupper() and len(w) > 1 for w in around)


def _as_party(words: Sequence[str], lower: Sequence[str], m: Mention) -> bool:
    """Whether a doubtful name stands where a party would, and does not run on as in `Jordan Smith`."""
    after = words[m.end] if m.end < len(words) else ""
    if m.start == 0 or words[m.start - 1] in (".", "“", '"', "``") or words[m.start - 1].isspace():
        follow = m.end + 2 if lower[m.end + 1 : m.end + 2] == ["the"] else m.end + 1
        listed = after == "," and follow < len(words) and words[follow][:1].isupper()  # `Jordan, the Emirates and Turkey`
        return after.islower() or after in ("'s", "’s") or listed  # opens a sentence and a verb or a possessive follows
    k = m.start - 2 if lower[m.start - 1] == "the" and m.start > 1 else m.start - 1
    return lower[k] in BEFORE_PARTY and not after[:1].isupper()

"""Lists as they come: whole, in any order, broken, hostile."""

import json
import resource

import pytest

import engine
from engine.errors import InputError
from engine.lists.read import read_edition
from engine.lists.store import diff_editions, import_edition, load_entries
from tests.lists.listfile import document, entity, person

ONE = person("KPi.001", "Hwang", "Tok Su", aliases=["Hwang Dok-su"], weak=["Teacher"], born="1961-05-07", country="Democratic People's Republic of Korea")
TWO = entity("KPe.001", "Morning Calm Fishing Gear Corporation", aliases=["MCFG Co."])
THREE = person("SDi.001", "Idris", "Abakar", "Nour", kind="Sudan", listed="2026-02-24", country="Sudan")


@pytest.fixture
def kept(tmp_path, monkeypatch):
    monkeypatch.setenv("EMBARGO_LISTS", str(tmp_path / "lists.sqlite"))
    return tmp_path


def write(folder, name, text):
    path = folder / name
    path.write_text(text, encoding="utf-8")
    return path


def take(folder, name, text):
    return import_edition(read_edition(write(folder, name, text)))


def test_an_edition_is_read_whole_with_aliases_births_countries_and_trimmed_numbers(kept):
    edition = read_edition(write(kept, "a.xml", document(ONE, TWO, THREE)))
    assert [e.entry for e in edition.entries] == ["KPe.001", "KPi.001", "SDi.001"]
    entry = edition.entries[1]
    assert (entry.list, entry.type, entry.name, entry.aliases, entry.weak) == ("dprk", "person", "Hwang Tok Su", ("Hwang Dok-su",), ("Teacher",))
    assert entry.births[0].date == "1961-05-07" and entry.countries == ("kp",)
    assert edition.generated == "2026-02-27"


def test_what_is_imported_is_screened_and_what_is_not_is_the_snapshot(kept):
    assert load_entries()[1].source.startswith("snapshot")
    take(kept, "a.xml", document(ONE, TWO))
    assert [m.entry.entry for m in engine.screen("HWANG Tok-su")] == ["KPi.001"]


def test_listings_and_delistings_have_their_days_whatever_the_order_of_imports(kept, tmp_path_factory, monkeypatch):
    old, new = document(ONE, TWO, day="2018-10-29"), document(TWO, THREE, day="2026-02-27")
    outcomes = []
    for order in ((old, new), (new, old)):
        folder = tmp_path_factory.mktemp("lists")
        monkeypatch.setenv("EMBARGO_LISTS", str(folder / "lists.sqlite"))
        for number, text in enumerate(order):
            take(folder, f"{number}.xml", text)
        outcomes.append({e.entry: e.delisted_on for e in load_entries()[0]})
    assert outcomes[0] == outcomes[1] == {"KPi.001": "2026-02-27", "KPe.001": None, "SDi.001": None}
    assert [m.entry.entry for m in engine.screen("Hwang Tok Su", on="2020-01-01")] == ["KPi.001"]
    assert engine.screen("Hwang Tok Su", on="2026-03-01") == ()


def test_a_diff_of_editions_names_what_came_went_and_changed(kept):
    old = read_edition(write(kept, "old.xml", document(ONE, TWO, day="2018-10-29")))
    new = read_edition(write(kept, "new.xml", document(TWO.replace("Gear", "Net"), THREE)))
    change = diff_editions(old, new)
    assert (change.added, change.removed, change.changed) == (("SDi.001",), ("KPi.001",), ("KPe.001",))


BOMB = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY a "aaaaaaaaaa"><!ENTITY b "&a;&a;&a;&a;&a;&a;&a;&a;&a;&a;"><!ENTITY c "&b;&b;&b;&b;&b;&b;&b;&b;&b;&b;">]>'
OUTSIDE = '<?xml version="1.0"?><!DOCTYPE l [<!ENTITY x SYSTEM "file:///etc/passwd">]>'


@pytest.mark.parametrize(
    "text",
    [
        "",
        "just words",
        document(ONE, TWO)[:-60],
        document(),
        "<html><body>not a list</body></html>",
        document(ONE).replace("dateGenerated", "made"),
        BOMB + document(ONE).replace("<?xml version=\"1.0\"?>", "").replace("Hwang", "&c;"),
        OUTSIDE + document(ONE).replace("<?xml version=\"1.0\"?>", "").replace("Hwang", "&x;"),
        document(ONE).replace("Hwang", "H" * 12_000_000),
        '{"id": "x"}\n',
        '{"id": "x", "schema": "Person", "properties": {"name": ["A B"]}}\n',
        "{ nothing",
    ],
    ids=["empty", "words", "cut", "no entries", "html", "no date", "bomb", "outside entity", "huge text", "no entity", "no programme", "no json"],
)
def test_a_file_that_is_no_whole_list_is_refused_and_the_old_list_stays(kept, text):
    take(kept, "good.xml", document(ONE, TWO, THREE))
    before = load_entries()
    with pytest.raises(InputError) as caught:
        take(kept, "bad", text)
    assert "\n" not in str(caught.value) and str(caught.value).endswith((".", "place", "untouched", "line", "list", "too", "sanctions, one a line"))
    assert load_entries() == before


def test_a_list_that_halves_at_once_is_refused(kept):
    take(kept, "good.xml", document(*(person(f"KPi.{i:03}", "Pak", f"Nam {i}") for i in range(10)), day="2026-01-01"))
    with pytest.raises(InputError, match="holds 2 entries where the list in place has 10"):
        take(kept, "small.xml", document(ONE, TWO, day="2026-02-01"))
    assert len(load_entries()[0]) == 10


def test_a_very_large_file_is_refused_without_being_read(kept):
    path = kept / "huge.xml"
    with path.open("wb") as file:
        file.write(document(ONE).encode()[:200])
        file.truncate(2 * 1024**3)
    before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
    with pytest.raises(InputError, match="MB"):
        read_edition(path)
    assert resource.getrusage(resource.RUSAGE_SELF).ru_maxrss - before < 50_000


def test_a_long_list_is_read_in_bounded_memory(kept):
    text = document(*(person(f"KPi.{i:05}", "Pak", f"Nam {i}", aliases=["x" * 300]) for i in range(20_000)))
    path = write(kept, "long.xml", text)
    del text
    assert len(read_edition(path).entries) == 20_000


def test_a_database_that_cannot_be_written_leaves_one_message(kept, monkeypatch):
    blocked = kept / "file"
    blocked.write_text("x")
    monkeypatch.setenv("EMBARGO_LISTS", str(blocked / "lists.sqlite"))
    with pytest.raises(InputError):
        take(kept, "good.xml", document(ONE))


def test_followthemoney_entities_are_taken_with_their_sanctions_and_others_are_skipped(kept):
    rows = [
        {"id": "p1", "schema": "Person", "properties": {"name": ["Ri Chun Sik"], "alias": ["Lee Choon-sik"], "weakAlias": ["Sik"], "birthDate": ["1960"], "nationality": ["kp"]}},
        {"id": "s1", "schema": "Sanction", "properties": {"entity": ["p1"], "programId": ["UN-SC1718"], "unscId": ["KPi.999"], "listingDate": ["2017-06-02"]}},
        {"id": "v1", "schema": "Vessel", "properties": {"name": ["Silver Heron"], "programId": ["UN-SC1718"], "imoNumber": ["9999999"]}},
        {"id": "p2", "schema": "Person", "properties": {"name": ["Somebody Else"]}},
    ]
    edition = read_edition(write(kept, "x.jsonl", "".join(json.dumps(r) + "\n" for r in rows)))
    assert {(e.entry, e.list, e.type, e.listed_on) for e in edition.entries} == {("KPi.999", "dprk", "person", "2017-06-02"), ("v1", "dprk", "vessel", None)}
    assert edition.skipped == 1

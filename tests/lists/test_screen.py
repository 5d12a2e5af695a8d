"""Screening: what is found, what is not, why; and how it stands up to spoilt names."""

import random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from engine.errors import InputError
from engine.lists.entry import Birth, ListEntry
from engine.lists.screen import Screener
from engine.lists.store import snapshot
from engine.names import THRESHOLD, compare
from tests.lists.listfile import spoil, strangers

ENTRIES = snapshot()[0]
SCREENER = Screener(ENTRIES)
NAMES = [(e, n) for e in ENTRIES for n in (e.name, *e.aliases)]
MADE_UP = [
    ListEntry(entry="XXi.1", list="drc", type="person", name="Jean Bosco Habimana", aliases=("Commander Fabrice",), weak=("Kadogo",), births=(Birth(date="1970-02-03"),), countries=("cd",)),
    ListEntry(entry="XXi.2", list="isil-al-qaida", type="person", name="Abd al-Karim Yusuf Al-Tamimi", aliases=("عبد الكريم يوسف",), births=(Birth(first_year=1980, last_year=1982),), countries=("iq",), listed_on="2015-01-01", delisted_on="2020-01-01"),
    ListEntry(entry="XXe.1", list="libya", type="entity", name="Zuwara Gulf Marine Services Ltd", countries=("ly",)),
]
MINE = Screener(MADE_UP)


@given(st.sampled_from(NAMES))
def test_every_listed_name_and_strong_alias_is_found_as_listed(row):
    entry, name = row
    assert entry.entry in {m.entry.entry for m in SCREENER.screen(name, limit=50)}


@given(st.sampled_from(NAMES), st.randoms(use_true_random=False))
def test_case_accents_word_order_and_whitespace_change_nothing(row, draw):
    _, name = row
    words = name.split()
    draw.shuffle(words)
    variants = [name.lower(), name.upper(), "  ".join(words), name.replace("O", "Ó").replace("e", "é"), f"\t{name} \n"]
    asked = [(m.entry.entry, m.score) for m in SCREENER.screen(name, limit=100)]
    for variant in variants:
        assert [(m.entry.entry, m.score) for m in SCREENER.screen(variant, limit=100)] == asked


@given(st.sampled_from(NAMES), st.sampled_from(NAMES))
def test_a_comparison_is_the_same_whichever_name_comes_first(one, two):
    assert compare(one[1], two[1]) == compare(two[1], one[1])


@settings(max_examples=300)
@given(st.text(max_size=40))
def test_any_text_can_be_asked(text):
    for match in SCREENER.screen(text):
        assert THRESHOLD <= match.score <= 1 and match.because


def test_spoilt_names_are_found_and_strangers_are_not():
    draw = random.Random(20261124)
    asked = [(entry.entry, spoil(name, how, draw)) for entry, name in NAMES if len(name.split()) > 1 for how in ("typo", "transliteration", "dropped", "swapped", "initial") if how != "initial" or entry.type == "person"]
    found = sum(entry in {m.entry.entry for m in SCREENER.screen(name, limit=20)} for entry, name in asked)
    wrong = sum(bool(SCREENER.screen(name)) for name in strangers(len(asked), draw))
    assert found / len(asked) >= 0.95
    assert found / (found + wrong) >= 0.90
    assert wrong <= len(asked) / 1000


def test_a_date_of_birth_confirms_or_excludes_and_a_country_weighs():
    fits, day = MINE.screen("Jean Bosco Habimana", birth="1970")[0], MINE.screen("J. Bosco Habimana", birth="1970-02-03", country="cd")[0]
    assert any("the year fits" in b for b in fits.because) and any("the same day" in b for b in day.because)
    assert MINE.screen("Jean B. Habimana", birth="1999-01-01") == ()
    assert MINE.screen("Jean Bosco Habimana", country="fr")[0].score < MINE.screen("Jean Bosco Habimana")[0].score


def test_an_alias_of_low_quality_alone_is_not_enough():
    assert MINE.screen("Kadogo") == ()
    assert MINE.screen("Kadogo", country="cd")[0].quality == "low"
    assert MINE.screen("Commander Fabrice")[0].quality == "good"


def test_another_script_is_found_and_the_day_counts():
    assert MINE.screen("عبد الكريم يوسف")[0].entry.entry == "XXi.2"
    assert MINE.screen("Abd al Kareem Yousef al-Tameemi", on="2016-05-05") and not MINE.screen("Abd al Kareem Yousef al-Tameemi", on="2020-01-01")


def test_firms_are_told_apart_by_what_is_their_own_and_not_by_their_form():
    assert MINE.screen("ZUWARA GULF MARINE SERVICES LIMITED")[0].score == 1.0
    assert MINE.screen("Marine Services Ltd") == () == MINE.screen("Persian Gulf Marine Services LLC")


def test_bad_questions_get_one_clear_error():
    with pytest.raises(InputError, match="birth"):
        engine.screen("Kim", birth="soon")
    assert engine.screen("") == ()

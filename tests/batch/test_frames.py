"""`engine.check_frame`: the same findings however a frame is cut, and no article costs another its result."""

import pandas as pd
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from tests.articles import article

TEXTS = [article(n)["text"] for n in range(12)]
texts = st.lists(st.one_of(st.sampled_from(TEXTS), st.sampled_from(["", None, float("nan"), "Bonjour tout le monde, il fait beau aujourd'hui"])), min_size=1, max_size=6)


@settings(max_examples=25, deadline=None)
@given(texts, st.data())
def test_a_frame_cut_in_two_always_gives_what_the_whole_gives(rows, data):
    frame = pd.DataFrame({"text": rows, "published": "2023-05-06"})
    cut = data.draw(st.integers(0, len(rows)))
    whole = engine.check_frame(frame)
    parts = pd.concat([engine.check_frame(frame.iloc[:cut]), engine.check_frame(frame.iloc[cut:])], ignore_index=True)
    pd.testing.assert_frame_equal(whole, parts)


@given(texts)
@settings(max_examples=15, deadline=None)
def test_every_article_that_cannot_be_read_has_its_error_and_costs_no_other(rows):
    made = engine.check_frame(pd.DataFrame({"text": rows, "published": "2023-05-06"}))
    for number, text in enumerate(rows):
        mine = made[made["row"] == str(number)]
        if not isinstance(text, str) or text not in TEXTS:
            assert mine["error"].notna().all() and len(mine) == 1
        else:
            assert mine["error"].isna().all() and list(mine["rule"]) == [f.rule for f in engine.check(text, published="2023-05-06").findings]


def test_types_are_the_same_for_every_partition():
    full = engine.check_frame(pd.DataFrame({"text": TEXTS[:3]}))
    assert engine.check_frame(pd.DataFrame({"text": pd.Series([], dtype="string")})).dtypes.equals(full.dtypes)

"""`import engine` as an audit tool uses it."""

import json
from concurrent.futures import ThreadPoolExecutor

import pandas as pd
import pytest
from pydantic import ValidationError

import engine
from engine import Fact, FactError, InputError, Party

STORY = "North Korea shipped coal to China in May 2019."


def test_a_string_is_the_text_itself_and_a_path_is_a_file(tmp_path):
    (tmp_path / "story.txt").write_text(STORY)
    by_text, by_file = engine.check(STORY), engine.check(tmp_path / "story.txt")
    assert [f.rule for f in by_text.findings] == [f.rule for f in by_file.findings]
    assert engine.check(STORY, id="mine").document.id == "mine"


def test_the_law_of_the_facts_date_decides_and_as_of_overrides_it():
    assert engine.check("North Korea shipped seafood to China in May 2016.").findings == ()
    assert engine.check("North Korea shipped seafood to China in May 2018.").findings[0].rule == "UNSCR-2371-OP9"
    assert engine.check("North Korea shipped seafood to China in May 2018.", as_of="2016-05-01").findings == ()
    assert engine.check("North Korea shipped seafood to China.", published="2016-05-01").findings == ()


@pytest.mark.parametrize("wrong", [{"as_of": "yesterday"}, {"published": "2024-13-01"}, {"regimes": ["atlantis"]}])
def test_wrong_options_are_named(wrong):
    with pytest.raises(InputError):
        engine.check(STORY, **wrong)


def test_models_are_frozen_and_refuse_unknown_values():
    fact = Fact(id="f1", kind="labour", supplier="kp")
    assert fact.supplier == Party(code="kp", name="North Korea")
    with pytest.raises(ValidationError):
        fact.kind = "tourism"
    for wrong in ({"kind": "magic"}, {"kind": "labour", "items": ["cole"]}, {"kind": "labour", "status": "true"}, {"kind": "labour", "date": "2024-02-31"}, {"kind": "labour", "items": ["arms"]}):
        with pytest.raises(ValidationError):
            Fact(id="f1", **wrong)


def test_a_data_frame_in_gives_a_data_frame_back():
    frame = pd.DataFrame(
        [
            {"kind": "goods_transfer", "supplier": "kp", "recipient": "cn", "items": "coal; seafood", "date": "2019-05-01"},
            {"kind": "goods_transfer", "supplier": "cn", "recipient": "kp", "items": "food", "date": "2019-05-01"},
            {"kind": "goods_transfer", "supplier": "ru", "recipient": "kp", "items": "refined_petroleum", "date": "2019-05-01", "quantity": 700000, "unit": "barrels"},
        ],
        index=["x", "y", "z"],
    )
    found = engine.evaluate(frame)
    assert {(r.row, r.rule, r.verdict) for r in found.itertuples()} >= {("x", "UNSCR-2371-OP8", "prohibited"), ("x", "UNSCR-2371-OP9", "prohibited"), ("z", "UNSCR-2397-OP5", "prohibited")}
    assert "y" not in set(found["row"])
    assert list(engine.evaluate(frame.iloc[1:2]).columns) == list(found.columns)


def test_a_bad_row_is_named_with_its_column():
    with pytest.raises(FactError, match=r"row 1, column items"):
        engine.evaluate(pd.DataFrame([{"kind": "labour"}, {"kind": "labour", "items": "cole"}]))
    with pytest.raises(FactError, match="kind"):
        engine.evaluate(pd.DataFrame([{"supplier": "kp"}]))
    with pytest.raises(FactError, match="same id"):
        engine.evaluate([Fact(id="a", kind="labour"), Fact(id="a", kind="labour")])


def test_threads_get_the_same_answers():
    texts = [STORY, "Russia sent oil to North Korea.", "North Korea tested a ballistic missile.", "Nothing happened in Paris today."] * 6
    alone = [engine.check(t, published="2024-01-01").model_dump_json() for t in texts]
    with ThreadPoolExecutor(8) as pool:
        assert list(pool.map(lambda t: engine.check(t, published="2024-01-01").model_dump_json(), texts)) == alone


def test_the_report_keeps_to_its_contract():
    data = json.loads(engine.check(STORY, published="2019-06-01").model_dump_json())
    assert data["schema_version"] == "1"
    assert set(data) >= {"document", "as_of", "facts", "findings", "summary", "rulebook", "engine"}
    assert set(data["document"]) >= {"id", "title", "source", "url", "published", "language", "sha256", "notes"}
    assert set(data["facts"][0]) >= {"id", "kind", "supplier", "recipient", "items", "status", "claims", "quantity", "date", "evidence", "confidence"}
    assert set(data["findings"][0]) >= {"id", "rule", "regime", "citation", "facts", "verdict", "risk", "why", "exceptions", "also"}
    assert data["findings"][0]["why"][1] == {"condition": "supplier is North Korea", "holds": True, "because": "f1.supplier = kp"}
    assert data["engine"]["checked"] == "plain evaluator and durable-rules agree"


def test_one_regime_can_be_chosen():
    assert engine.check(STORY, regimes=["dprk"]).findings

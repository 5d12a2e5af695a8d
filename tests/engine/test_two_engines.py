"""How the two engines are held together when one is missing, wrong, or meets its known faults."""

import engine
from engine import Fact, forward, infer
from engine.plain import signature

STORY = "North Korea shipped coal to China in May 2019."


def test_without_durable_rules_the_plain_evaluator_serves_alone_and_says_so(monkeypatch):
    expected = engine.check(STORY).findings
    monkeypatch.setattr(forward, "available", lambda: False)
    infer._compiled_rules.cache_clear()
    report = engine.check(STORY)
    infer._compiled_rules.cache_clear()
    assert report.findings == expected
    assert "not installed" in report.engine.checked


def test_a_difference_is_logged_with_what_reproduces_it_and_the_plain_result_stands(monkeypatch, caplog):
    expected = engine.check(STORY).findings
    monkeypatch.setattr(forward.ForwardChainer, "fire", lambda self, rows: (set(), set()))
    report = engine.check(STORY)
    assert report.findings == expected
    assert "the plain result stands" in report.engine.checked
    assert "goods_transfer" in caplog.text


def test_many_facts_in_one_session_are_all_seen():
    rules = infer.compiled_rules(engine.load_rulebook())
    facts = [Fact(id=f"f{i}", kind="goods_transfer", supplier="kp", recipient="cn", items=["coal"], date="2019-05-01") for i in range(300)]
    rows = [(f.id, signature(f), 737180, 737180) for f in facts]
    hits, _ = rules.chainer.fire(rows)
    assert {name for name, _ in hits} == {f.id for f in facts}


def test_both_engines_join_the_legs_of_a_deal():
    facts = [
        Fact(id="a", kind="arms_transfer", supplier="kp", recipient="ru", date="2024-01-01"),
        Fact(id="b", kind="technology_transfer", supplier="ru", recipient="kp", features=["exchange"], date="2024-01-01"),
        Fact(id="c", kind="funds_transfer", supplier="cn", recipient="kp", features=["exchange"], date="2024-01-01"),
    ]
    found = infer.infer(facts, infer.compiled_rules(engine.load_rulebook()))
    assert found.checked == "plain evaluator and durable-rules agree"
    assert [f.facts for f in found.findings if f.rule == "DPRK-BARTER"] == [("a", "b")]


def test_the_second_engine_leaves_no_timer_running():
    import subprocess
    import sys

    code = "import threading, engine; r = engine.check('Iran sold drones to Sudan in 2024.'); print(r.engine.checked, sum(isinstance(t, threading.Timer) for t in threading.enumerate()))"
    said = subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, check=True).stdout
    assert said.strip() == "plain evaluator and durable-rules agree 0"

"""Whatever comes in: our own errors or a report that quotes exactly, the same bytes every time."""

from unittest.mock import patch

from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from engine.errors import EmbargoError, InputError
from engine.pairs import PairModel
from engine.read import KNOWN, read_bytes
from engine.render import FORMATS, render
from tests import strategies as my

SUFFIXES = sorted(KNOWN)


@settings(max_examples=150)
@given(st.binary(max_size=400), st.sampled_from(SUFFIXES))
def test_no_bytes_raise_anything_but_our_own_errors(raw, suffix):
    for item in read_bytes(raw, suffix, "input"):
        assert isinstance(item, (InputError, engine.Document))


@given(st.sampled_from([b"%PDF-1.7\n", b"PK\x03\x04", b"<html><body>", b'{"text": ', b"\xff\xfe", b"From: a\n\n"]), st.binary(max_size=300), st.sampled_from(SUFFIXES))
def test_broken_files_of_known_formats_end_in_our_own_errors(start, rest, suffix):
    for item in read_bytes(start + rest, suffix, "input"):
        assert isinstance(item, (InputError, engine.Document))


@settings(max_examples=60)
@given(my.articles)
def test_every_evidence_span_quotes_the_text_exactly_and_claims_point_at_evidence(text):
    document = engine.check(text, published="2024-06-19").document
    for fact in engine.extract(text, published="2024-06-19"):
        assert fact.evidence
        for e in fact.evidence:
            assert document.text[e.start : e.end] == e.text != ""
        assert all(c.evidence is None or c.evidence < len(fact.evidence) for c in fact.claims)


@settings(max_examples=40)
@given(my.articles)
def test_two_runs_give_identical_bytes_in_every_format_and_json_round_trips(text):
    first, second = (engine.check(text, published="2024-06-19") for _ in range(2))
    for form in FORMATS:
        assert render(first, form) == render(second, form)
    restored = engine.Report.model_validate_json(render(first, "json"))
    assert render(restored, "json") == render(first, "json")


@settings(max_examples=40)
@given(st.text(max_size=300))
def test_any_text_ends_in_a_report_or_one_clear_error(text):
    try:
        report = engine.check(text)
    except EmbargoError as fault:
        assert str(fault)
    else:
        assert report.summary.headline


@settings(max_examples=40)
@given(my.articles)
def test_an_appended_innocent_sentence_removes_nothing_that_the_frames_read(text):
    """Of the frames by themselves: what the second reader, a learnt one, makes of a stretch may change with any word in it."""

    def told(t):
        return [(f.kind, f.supplier and f.supplier.code, f.recipient and f.recipient.code) for f in engine.extract(t, published="2024-06-19")]

    with patch.object(PairModel, "read", lambda *_, **__: ()):
        after = told(text + " The museum opened a new wing for children yesterday.")
        for fact in told(text):
            assert fact in after

"""Every extractor: the same contract, whatever stands behind it; what a model invents is dropped and counted."""

import json
import threading
from http.server import BaseHTTPRequestHandler, HTTPServer
from typing import ClassVar

import pytest
import spacy
from hypothesis import given, settings
from hypothesis import strategies as st
from spacy.language import Language
from spacy.tokens import Doc
from typer.testing import CliRunner

import engine
from engine import vocabulary
from engine.cli.main import app
from engine.errors import EmbargoError
from engine.extraction import Extractor, load_extractor
from engine.extractors.llm import CHUNK, LlmExtractor, chunks
from engine.gate import Gate
from engine.read import make_document

TEXT = "Russia supplied artillery shells to North Korea. The weather was fine."
FACT = {"kind": "arms_transfer", "supplier": "ru", "recipient": "kp", "items": ["ammunition"], "status": "reported", "date": None, "quote": "Russia supplied artillery shells to North Korea."}


@Language.component("stub_tags")
def stub_tags(doc: Doc) -> Doc:
    """Penn tags of the one sentence that the stub knows."""
    known = {"supplied": "VBD", "artillery": "NN", "shells": "NNS", "to": "IN", ".": "."}
    for token in doc:
        token.tag_ = known.get(token.lower_, "NNP")
    return doc


@Language.component("stub_tree")
def stub_tree(doc: Doc) -> Doc:
    """A ClearNLP tree (dobj, prep, pobj), as spaCy's own English pipelines give."""
    verb = next((t for t in doc if t.lower_ == "supplied"), doc[0])
    above = {"artillery": ("shells", "compound"), "shells": ("supplied", "dobj"), "to": ("supplied", "prep"), ".": ("supplied", "punct")}
    by_word = {t.lower_: t for t in doc}
    for token in doc:
        word, dep = above.get(token.lower_, ("to", "pobj") if token.i > verb.i else ("supplied", "nsubj"))
        token.head, token.dep_ = (token, "ROOT") if token == verb else (by_word.get(word, verb), dep)
    return doc


@pytest.fixture(scope="module")
def pipeline(tmp_path_factory):
    nlp = spacy.blank("en")
    nlp.add_pipe("stub_tags", name="tagger")
    nlp.add_pipe("stub_tree", name="parser")
    path = tmp_path_factory.mktemp("pipeline") / "stub"
    nlp.to_disk(path)
    return path


class Endpoint(BaseHTTPRequestHandler):
    """An OpenAI-compatible endpoint: `answers` are given one after the other, the last one for ever."""

    answers: ClassVar[list] = []
    asked: ClassVar[list] = []

    def do_POST(self):
        self.asked.append((self.path, self.headers.get("Authorization"), json.loads(self.rfile.read(int(self.headers["Content-Length"])))))
        status, content = self.answers.pop(0) if len(self.answers) > 1 else self.answers[0]
        body = {"choices": [{"message": {"content": content}}], "usage": {"prompt_tokens": 1000, "completion_tokens": 100}}
        self.send_response(status)
        self.end_headers()
        self.wfile.write(json.dumps(body).encode())

    def log_message(self, *_):
        pass


@pytest.fixture
def model(monkeypatch):
    """Starts the endpoint with answers; gives the extractor that talks to it."""
    server = HTTPServer(("127.0.0.1", 0), Endpoint)
    threading.Thread(target=server.serve_forever, daemon=True).start()
    monkeypatch.setenv("EMBARGO_LLM_URL", f"http://127.0.0.1:{server.server_port}/v1")
    monkeypatch.setenv("EMBARGO_LLM_MODEL", "stub")
    monkeypatch.setenv("EMBARGO_LLM_KEY", "secret")
    monkeypatch.setenv("EMBARGO_LLM_PRICE", "1,10")

    def start(*answers):
        Endpoint.answers = [a if isinstance(a, tuple) else (200, json.dumps({"facts": a})) for a in answers]
        Endpoint.asked = []
        made = LlmExtractor()
        made.pause = 0.0
        return made

    yield start
    server.shutdown()


@pytest.fixture(params=["syntax", "spacy", "llm", "facts"])
def extractor(request, pipeline, model, tmp_path):
    if request.param == "spacy":
        return load_extractor(f"spacy:{pipeline}")
    if request.param == "llm":
        return model([FACT])
    if request.param == "facts":
        path = tmp_path / "facts.jsonl"
        path.write_text(json.dumps({"id": "article", "facts": [FACT]}))
        return load_extractor(f"facts:{path}")
    return load_extractor()


def test_every_extractor_keeps_the_contract(extractor):
    document = make_document(TEXT, id="article", published="2024-01-05")
    facts = extractor.extract(document)
    assert isinstance(extractor, Extractor) and extractor.name
    assert [(f.kind, f.supplier.code, f.recipient.code, f.items, f.status) for f in facts] == [("arms_transfer", "ru", "kp", ("ammunition",), "reported")]
    assert [f.id for f in facts] == [f"f{i}" for i in range(1, len(facts) + 1)]
    for f in facts:
        assert f.evidence and all(document.text[e.start : e.end] == e.text for e in f.evidence)
        assert f.kind in vocabulary.kinds() and f.status in vocabulary.statuses() and 0 <= f.confidence <= 1
    assert extractor.extract(document) == facts
    assert any(f.verdict == "prohibited" and f.facts == ("f1",) for f in engine.evaluate(facts, published=document.published))


def test_a_quote_that_is_not_in_the_text_is_dropped_and_counted(model):
    reader = model([FACT, FACT | {"quote": "Russia supplied tanks to North Korea."}, FACT | {"kind": "no_such_kind"}, "no object"])
    assert len(reader.extract(make_document(TEXT))) == 1
    assert reader.usage.dropped == 3


def test_an_overloaded_or_babbling_endpoint_is_asked_again_and_the_cost_is_told(model):
    reader = model((429, ""), (500, ""), (200, "I am sorry"), (200, json.dumps({"facts": [FACT]})))
    assert len(reader.extract(make_document(TEXT))) == 1
    assert reader.usage.requests == 4 and "4 requests" in str(reader.usage)
    assert reader.usage.dollars == pytest.approx(2 * (1000 * 1 + 100 * 10) / 1e6)  # only two answers said what they used
    path, key, body = Endpoint.asked[-1]
    assert (path, key) == ("/v1/chat/completions", "Bearer secret")
    assert body["response_format"]["json_schema"]["strict"] and body["temperature"] == 0
    assert json.loads(body["messages"][1]["content"]) == {"article": TEXT}  # data, never part of the instructions


def test_an_endpoint_that_refuses_is_an_error_for_people(model):
    with pytest.raises(EmbargoError, match="answered 401"):
        model((401, "")).extract(make_document(TEXT))
    with pytest.raises(EmbargoError, match="4 attempts"):
        model((503, "")).extract(make_document(TEXT))


def test_a_model_nobody_has_measured_never_gives_a_high_risk(model):
    facts = model([FACT | {"confidence": 1.0}]).extract(make_document(TEXT, published="2024-01-05"))
    findings = engine.evaluate(facts, published="2024-01-05")
    assert findings and {f.risk for f in findings} <= {"info", "low", "medium"}


@given(text=st.text(alphabet="ab .\n", min_size=0, max_size=400).map(lambda s: s * 60))
@settings(max_examples=30, deadline=None)
def test_chunks_never_lose_a_word_and_are_never_too_long(text):
    pieces = chunks(text)
    assert all(len(p) <= CHUNK and text[start : start + len(p)] == p for start, p in pieces)
    assert "".join("".join(p for _, p in pieces).split()) == "".join(text.split())


def test_long_texts_are_sent_in_pieces_and_quotes_are_placed_in_the_whole(model):
    long = "The committee met in the town. " * 400 + TEXT
    reader = model([], [], [FACT])
    facts = reader.extract(make_document(long))
    assert len(Endpoint.asked) == 3 and [f.evidence[0].start for f in facts] == [long.index("Russia")]


def test_broken_names_of_extractors_say_what_to_do(tmp_path, monkeypatch):
    monkeypatch.delenv("EMBARGO_LLM_URL", raising=False)
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": "a"}\n')
    for name, hint in (("nothing", "Installed: "), ("facts", "needs an argument"), (f"facts:{tmp_path}/none", "cannot be read"), (f"facts:{broken}", "broken.jsonl:1"), ("spacy:no_such", "no such spaCy pipeline"), ("llm", "EMBARGO_LLM_URL")):
        with pytest.raises(EmbargoError, match=hint):
            load_extractor(name)


def test_two_extractors_are_compared_on_one_text(tmp_path):
    article = tmp_path / "article.txt"
    article.write_text(TEXT)
    other = tmp_path / "other.jsonl"
    other.write_text(json.dumps({"source": str(article), "facts": [FACT | {"status": "alleged"}, FACT | {"kind": "funds_transfer", "items": []}]}))
    run = CliRunner().invoke(app, ["facts", str(article), "--compare", f"facts:{other}"])
    assert run.exit_code == 0 and "status: reported / alleged" in run.output and f"money from Russia to North Korea · reported as fact  only facts:{other}" in run.output


def test_eval_prints_the_score_and_a_page_of_every_miss(tmp_path):
    gold = tmp_path / "gold.jsonl"
    plain = {k: v for k, v in FACT.items() if k not in ("quote", "date")}
    rows = [{"id": "hit", "text": TEXT, "facts": [plain]}, {"id": "miss", "text": "The <b>museum</b> of the town was shut.", "facts": [plain]}, {"id": "false", "text": "Iran sold missiles to Syria.", "facts": []}]
    gold.write_text("\n".join(json.dumps(r) for r in rows))
    page = tmp_path / "page.html"
    run = CliRunner().invoke(app, ["eval", str(gold), "--html", str(page)])
    assert run.exit_code == 0 and "precision 0.500  recall 0.500  F1 0.500" in run.output and "0 of 1 without a fact" in run.output
    html = page.read_text()
    assert "miss" in html and "Iran sold missiles" in html and "<b>museum" not in html
    broken = tmp_path / "broken.jsonl"
    broken.write_text('{"id": 1}\n')
    with pytest.raises(EmbargoError, match=r"broken\.jsonl:1"):
        CliRunner().invoke(app, ["eval", str(broken)], catch_exceptions=False)


WORDS = ["Russia", "North", "Korea", "Iran", "DPRK", "Houthi", "gang", "rebels", "sold", "denied", "coal", "the", "of", "museum", "children", "1636", "Committee", "never", "said", "-", ".", ",", "'s", "supplied", "to", "\n"]


@given(words=st.lists(st.sampled_from(WORDS), max_size=40), published=st.sampled_from([None, "1995-01-01", "2024-01-01"]))
@settings(max_examples=150, deadline=None)
def test_the_gate_never_hides_a_fact(words, published):
    text = "It was said that the town is near. " + " ".join(words)
    reader = load_extractor()
    document = make_document(text, published=published)
    shut = reader.extract(document)
    opens, Gate.opens = Gate.opens, lambda self, text: True
    try:
        assert reader.extract(document) == shut
    finally:
        Gate.opens = opens


@given(units=st.lists(st.sampled_from([*WORDS, '"', "(", "1,", "U.S.", "$1 million", "Kim Jong Un", "https://a.", "-", "“", "accused Russia of", "if"]), min_size=1, max_size=4))
@settings(max_examples=8, deadline=None)
def test_time_never_grows_faster_than_the_text(units):
    from time import process_time

    def spent(size: int) -> float:
        text = ("Iran sold coal to Syria. " + (" ".join(units) + " and of the ") * size)[: 20 * size]  # opens the gate
        engine.check(text)
        tries = []
        for _ in range(2):
            start = process_time()
            engine.check(text)
            tries.append(process_time() - start)
        return min(tries)

    small, large = spent(300), spent(1500)  # 6,000 and 30,000 characters: 5 when linear, 25 when quadratic
    assert large <= 12 * small + 0.5


FLAGS = ("symmetric", "weak", "active", "exchange", "theme_is_goods", "only", "some")


def test_every_word_of_the_lexicon_is_a_word():
    """YAML reads a bare `no` or `false` as a truth value, and the word is lost."""

    def words(row):
        if isinstance(row, dict):
            for key, value in row.items():
                assert isinstance(key, str)
                yield from () if isinstance(value, bool) and key in FLAGS else words(value)
        elif isinstance(row, list):
            for value in row:
                yield from words(value)
        else:
            yield row

    for name in sorted(p.name for p in vocabulary.data_path("lexicon").iterdir() if p.suffix == ".yaml"):
        assert not [w for w in words(vocabulary.read_yaml(f"lexicon/{name}")) if isinstance(w, bool)], name
    assert all(isinstance(w, str) for w in vocabulary.read_yaml("reading.yaml")["common_words"])


@pytest.mark.parametrize(
    "lead",
    [
        "North Korea has shipped around 6,700 containers carrying millions of munitions to Russia since July, South Korea's defence minister Shin Won-sik told reporters on Monday.",
        "South Korea criticised China. Beijing employed North Korean workers.",
        "Nobody knows whether a Chinese firm hired North Korean workers.",
        "Kim Jong Un hailed Russian President Vladimir Putin's army on Tuesday, state media KCNA reported.",
    ],
)
def test_a_lead_full_of_names_is_still_english(lead):
    assert make_document(lead).language == "en"


def test_a_bad_fact_in_one_document_never_costs_the_others_their_report(tmp_path):
    for name in ("a.txt", "b.txt"):
        (tmp_path / name).write_text(TEXT)
    made = tmp_path / "made.jsonl"
    made.write_text("\n".join(json.dumps({"source": str(tmp_path / n), "facts": [f]}) for n, f in (("a.txt", FACT | {"kind": "no_kind"}), ("b.txt", FACT))))
    run = CliRunner().invoke(app, ["check", str(tmp_path / "a.txt"), str(tmp_path / "b.txt"), "--extractor", f"facts:{made}"])
    assert run.exit_code == 2 and "kind" in run.stderr and "arms from Russia to North Korea" in run.stdout

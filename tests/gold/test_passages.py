"""Extraction on annotated passages of our own writing: how many facts are found, and that innocent texts stay clean."""

import json
from pathlib import Path

import pytest

import engine
from engine import vocabulary
from engine.evaluation import evaluate_extraction, read_gold

ROWS = [json.loads(line) for line in (Path(__file__).parent / "passages.jsonl").read_text().splitlines()]
INNOCENT = [r for r in ROWS if not r["facts"]]


GOLD = read_gold(Path(__file__).parent / "passages.jsonl")
FOUND = [engine.extract(t.text, published=t.published) for t in GOLD]


@pytest.mark.parametrize("row", INNOCENT, ids=[r["id"] for r in INNOCENT])
def test_an_innocent_text_has_no_fact_and_no_flag(row):
    report = engine.check(row["text"], published=row["published"])
    assert report.facts == () and report.findings == ()


def test_the_passages_are_many_and_a_third_of_them_innocent():
    kinds = {f["kind"] for r in ROWS for f in r["facts"]}
    statuses = {f["status"] for r in ROWS for f in r["facts"]}
    assert len(ROWS) >= 120 and len(INNOCENT) >= len(ROWS) / 3
    assert statuses == set(vocabulary.statuses()) and kinds >= set(vocabulary.kinds())


def test_most_facts_are_found_with_both_parties_and_few_are_false():
    score = evaluate_extraction(GOLD, FOUND)
    assert score.strict.f1 >= 0.85 and score.kind_only.f1 >= 0.9
    assert score.status_accuracy >= 0.88 and score.items_f1 >= 0.9
    assert score.clean == score.innocent


def test_a_supply_and_its_mirror_image_get_opposite_directions():
    for verb, given, taken in (("supplied", ("ru", "kp"), ("kp", "ru")), ("bought", ("kp", "ru"), ("ru", "kp"))):
        for first, second, expected in (("Russia", "North Korea", given), ("North Korea", "Russia", taken)):
            link = "to" if verb == "supplied" else "from"
            facts = engine.extract(f"{first} {verb} artillery shells {link} {second}.")
            assert [(f.kind, f.supplier.code, f.recipient.code) for f in facts] == [("arms_transfer", *expected)]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("North Korea shipped coal to China.", "reported"),
        ("North Korea reportedly shipped coal to China.", "alleged"),
        ("Washington accused North Korea of shipping coal to China.", "alleged"),
        ("Washington accused North Korea of shipping coal to China. China denied it.", "disputed"),
        ("North Korea did not ship coal to China.", "denied"),
        ("Beijing has not confirmed that North Korea shipped coal to China.", "alleged"),
        ("Officials do not believe that North Korea shipped coal to China.", "denied"),
        ("North Korea has agreed to ship coal to China.", "planned"),
        ("North Korea will ship coal to China.", "planned"),
        ("North Korea may ship coal to China.", "possible"),
        ("North Korea is considering shipping coal to China.", "possible"),
    ],
)
def test_the_status_follows_the_clause_that_governs(text, status):
    assert [(f.kind, f.status) for f in engine.extract(text)] == [("goods_transfer", status)]


@pytest.mark.parametrize("text", ["The Council banned North Korea from shipping coal to China.", "A resolution prohibits exports of North Korean coal to China.", "The ban on North Korean coal exports to China was renewed."])
def test_a_norm_is_no_fact(text):
    assert engine.extract(text) == ()


@pytest.mark.parametrize(
    "text",
    [
        "Russia sent oil to North Korea.",
        "Oil was sent to North Korea by Russia.",
        "The oil that Russia sent to North Korea arrived in May.",
        "Oil sent by Russia to North Korea arrived in May.",
        "Russia's shipments of oil to North Korea went on.",
        "North Korea received oil from Russia.",
        "North Korea's imports of Russian oil went on.",
    ],
)
def test_one_activity_in_many_constructions_is_one_fact(text):
    facts = engine.extract(text)
    assert [(f.kind, f.supplier and f.supplier.code, f.recipient and f.recipient.code, f.items) for f in facts] == [("goods_transfer", "ru", "kp", ("crude_oil",))]


@pytest.mark.parametrize(
    ("text", "rule", "verdict"),
    [
        ("Russia sold a used patrol boat to North Korea in May 2020.", "UNSCR-2397-OP14", "prohibited"),
        ("The Committee approved the sale when China sold a patrol boat to North Korea in May 2020.", "UNSCR-2397-OP14", "exempt"),
        ("North Korea shipped Russian coal through Rajin to China in May 2019.", "UNSCR-2371-OP8", "exempt"),
        ("North Korea shipped coal to China in May 2019.", "UNSCR-2371-OP8", "prohibited"),
        ("Russia delivered spare parts for passenger aircraft and machinery to North Korea in May 2019.", "UNSCR-2397-OP7", "exempt"),
        ("North Korea trained soldiers of Uganda in May 2017.", "UNSCR-2270-OP9", "prohibited"),
        ("A Chinese bank sent money to North Korea for its nuclear programme in May 2019.", "UNSCR-2094-OP11", "prohibited"),
        ("China supplied diesel to North Korea in May 2019.", "UNSCR-2397-OP5", "restricted"),
    ],
)
def test_what_the_sentence_tells_decides_exceptions_and_verdicts(text, rule, verdict):
    assert {f.rule: f.verdict for f in engine.check(text).findings}.get(rule) == verdict


def test_no_file_of_data_says_a_thing_twice_so_that_one_of_them_is_lost():
    import pathlib

    import yaml

    root = pathlib.Path(__file__).parents[2]
    for path in sorted([*root.glob("datasets/**/*.yaml"), *root.glob("rules/**/*.yaml")]):
        nodes = [yaml.compose(path.read_text(encoding="utf-8"), yaml.CSafeLoader)]
        while nodes:
            node = nodes.pop()
            if isinstance(node, yaml.MappingNode):
                keys = [k.value for k, _ in node.value]
                assert len(keys) == len(set(keys)), (path.name, node.start_mark.line + 1, sorted({k for k in keys if keys.count(k) > 1}))
                nodes += [v for _, v in node.value]
            elif isinstance(node, yaml.SequenceNode):
                nodes += node.value


def test_every_cue_and_word_names_a_known_feature_and_kind():
    from engine.vocabulary import items, kinds, read_yaml

    features = read_yaml("features.yaml")
    for row in read_yaml("lexicon/cues.yaml"):
        assert row["feature"] in features and set(row.get("kinds", ())) <= kinds().keys()
    for row in read_yaml("lexicon/items.yaml"):
        assert set(row["classes"]) <= items().keys() and set(row.get("features", ())) <= features.keys()
    for row in read_yaml("lexicon/acts.yaml"):
        assert row["kind"] in kinds() and set(row.get("items", ())) <= items().keys()


def test_harder_texts_are_read_less_well_but_innocent_ones_stay_clean():
    """Longer passages with pronouns, go-betweens and look-alikes, written to find what the first ones do not ask."""
    gold = read_gold(Path(__file__).parent / "hard.jsonl")
    score = evaluate_extraction(gold, [engine.extract(t.text, published=t.published) for t in gold])
    assert score.strict.f1 >= 0.72 and score.kind_only.f1 >= 0.82 and score.clean == score.innocent >= 10


def test_news_retold_is_read_and_innocent_news_stays_clean():
    """Press reports of all regimes told again in our own words, dense with facts."""
    gold = read_gold(Path(__file__).parent / "retold.jsonl")
    score = evaluate_extraction(gold, [engine.extract(t.text, published=t.published) for t in gold])
    assert len(gold) >= 360 and score.strict.f1 >= 0.66 and score.strict.precision >= 0.75 and score.clean == score.innocent >= 50


@pytest.mark.parametrize(
    ("text", "sides"),
    [
        ("Egypt was the buyer of rockets from North Korea.", ("kp", "eg")),
        ("Iran is the main supplier of missiles to the Houthis.", ("ir", "houthis")),
        ("China remains North Korea's biggest buyer of coal.", ("kp", "cn")),
        ("The Houthis receive drones flown from Iran.", ("ir", "houthis")),
        ("Moscow supplied artillery shells to Sudan's Rapid Support Forces.", ("ru", "rsf")),
    ],
)
def test_nouns_for_who_supplies_or_buys_give_the_direction(text, sides):
    assert {(f.supplier and f.supplier.code, f.recipient and f.recipient.code) for f in engine.extract(text, published="2024-01-01")} == {sides}


@pytest.mark.parametrize("text", ["Kim Jong Un said his country would stop nuclear tests.", "Somali pirates freed a dhow after its Iranian owners paid.", "The North Koreans have not been paid for a year."])
def test_what_is_no_activity_is_no_fact(text):
    assert engine.extract(text, published="2018-06-01") == ()


def test_who_alleged_goes_on_speaking():
    facts = engine.extract("South Korea's defence minister said North Korea had shipped shells to Russia. In return, Pyongyang has received food, he said.", published="2024-03-01")
    assert [(f.supplier.code, f.recipient.code, f.status) for f in facts] == [("kp", "ru", "alleged"), ("ru", "kp", "alleged")]


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("A plane carrying Colombian mercenaries and weapons sent by the United Arab Emirates to the Rapid Support Forces crashed.", {("ae", "rsf")}),
        ("Two North Korean front companies sell military radios from an office in Kuala Lumpur.", {("kp", None)}),
        ("Iran has given Russia around 400 surface-to-surface ballistic missiles.", {("ir", "ru")}),
    ],
)
def test_a_place_or_a_nationality_on_the_way_is_never_the_recipient(text, pairs):
    assert {(f.supplier and f.supplier.code, f.recipient and f.recipient.code) for f in engine.extract(text, published="2024-12-01")} == pairs

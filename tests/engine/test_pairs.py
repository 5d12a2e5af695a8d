"""The second reader judges by what is told, reads every sentence, and takes away only what it tells of another partner."""

import itertools
from zlib import crc32

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine
from engine.agreement import weigh
from engine.cluster import Cluster, Found
from engine.extraction import load_extractor
from engine.filling import Event
from engine.pairs import SHORT, WINDOW, Pair, _likeliest, blanked, load_pairs, threshold
from engine.read import make_document
from engine.vocabulary import is_symmetric

STATES = {"Kenya": "ke", "Poland": "pl", "Peru": "pe", "Iran": "ir", "North Korea": "kp", "Vietnam": "vn", "Laos": "la", "Sudan": "sd", "Cuba": "cu", "South Africa": "za"}
TOLD = (
    "{a} sold {b} forty drones, officials in {c} said.",
    "A tanker from {a} brought diesel to {b}. {c} had asked for the voyage to be stopped.",
    "Builders from {a} work in {b}, and {c} knows of it.",
    "{a} and {b} signed a pact on defence. In {c} nobody was told.",
)


def read(text):
    extractor = load_extractor()
    sentences, mentions = extractor._read(make_document(text).text)
    return sentences, mentions, load_pairs().read(sentences, mentions)


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(TOLD), st.lists(st.sampled_from(sorted(STATES)), min_size=6, max_size=6, unique=True))
def test_who_is_named_never_changes_what_is_told(frame, names):
    found = []
    for three in (names[:3], names[3:]):
        role = {STATES[name]: letter for name, letter in zip(three, "abc", strict=True)} | {None: None}
        _, _, pairs = read(frame.format(**dict(zip("abc", three, strict=True))))
        found.append({(p.kind, frozenset({role[p.supplier], role[p.recipient]}) if is_symmetric(p.kind) else (role[p.supplier], role[p.recipient]), p.chance) for p in pairs})
    assert found[0] == found[1]


@settings(max_examples=60, deadline=None)
@given(st.lists(st.sampled_from([frame.format(a="Kenya", b="Iran", c="Peru") for frame in TOLD]), min_size=1, max_size=40))
def test_every_sentence_is_read_in_some_window_that_fits(told):
    sentences, mentions, pairs = read(" ".join(told))
    model = load_pairs()
    for most in (WINDOW, SHORT):
        windows = list(model._windows(sentences, mentions, None, most))
        assert {i for window in windows for i in window} == set(range(len(sentences)))
        sizes = [len(blanked(model._words, sentences, mentions, w)[0]) for w in windows]
        assert all(size <= most + 2 or len(w) == 1 for size, w in zip(sizes, windows, strict=True))
    assert all(0 < p.chance <= 1 and p.sentences == tuple(sorted(set(p.sentences))) for p in pairs)
    assert len({(p.kind, p.supplier, p.recipient) for p in pairs}) == len(pairs)


def test_a_sentence_longer_than_the_model_is_cut_not_refused():
    told = "In the end the government of Iran had sold to Sudan, in spite of what the others said, antidisestablishmentarianistically"
    sentences, mentions, pairs = read(", ".join([told] * 12) + ", drones.")
    assert len(blanked(load_pairs()._words, sentences, mentions, range(1))[0]) <= 512 and all(p.sentences for p in pairs)
    assert engine.extract(", ".join([told] * 40) + ", drones.") is not None


def test_names_of_parties_do_not_reach_the_model():
    sentences, mentions, _ = read("Iranian officers trained Hezbollah fighters near Tehran, a Polish general said.")
    words = load_pairs()._words
    pieces, places = blanked(words, sentences, mentions, range(len(sentences)))
    assert [code for _, _, code in places] == ["ir", "hezbollah", "ir", "pl"]
    assert not {words.pieces_of(name) for name in ("Iranian", "Hezbollah", "Tehran", "Polish")} & {(p,) for p in pieces}
    assert pieces[places[0][0]] == pieces[places[2][0]] != pieces[places[3][0]]


SIDES = st.sampled_from(["kp", "ru", "cn", "rsf", None])
KINDS = st.sampled_from(["arms_transfer", "goods_transfer", "labour"])
PAIRS = st.builds(Pair, kind=KINDS, supplier=SIDES, recipient=SIDES, chance=st.floats(0.02, 1), sentences=st.just((0,))).filter(lambda p: p.supplier != p.recipient)


def found(kind, supplier, recipient, chance=0.0):
    return Found(Event(kind, supplier, recipient, set(), set(), 0, {0}), "reported", (0, 9), 0, chance=chance)


def cluster(kind, supplier, recipient, trigger=None):
    """trigger: the word that tells it; by default one of its own."""
    told = found(kind, supplier, recipient)
    told.event.trigger = crc32(repr((kind, supplier, recipient)).encode()) if trigger is None else trigger
    return Cluster(kind, supplier, recipient, "", set(), set(), [told])


@given(st.lists(PAIRS, max_size=8, unique_by=lambda p: (p.kind, p.supplier, p.recipient)), st.lists(st.tuples(KINDS, SIDES, SIDES).filter(lambda k: k[1] != k[2]), max_size=5, unique=True))
def test_the_second_reader_takes_only_what_it_doubts_away_and_tells_nothing_twice(pairs, told):
    seconds = [found(p.kind, p.supplier, p.recipient, p.chance) for p in pairs if p.chance >= threshold("added")]
    clusters = [cluster(*key) for key in told]
    weighed = weigh(clusters, pairs, seconds)
    for (kind, supplier, recipient), c in zip(told, clusters, strict=True):
        assert c.kind == kind and not c.only_second and supplier in (None, c.supplier) and recipient in (None, c.recipient)
        if any(c is w for w in weighed):
            continue
        assert c.chance < threshold("doubted")
        others = [p for p in pairs if p.kind == kind and ((supplier and p.supplier == supplier) or (recipient and p.recipient == recipient))]
        elsewhere = None not in (supplier, recipient) and any(p.chance >= threshold("agreed") and (p.supplier, p.recipient) != (supplier, recipient) for p in others)
        agreed = {w.kind for w in clusters if w.chance >= threshold("agreed")}
        assert elsewhere or (c.chance < threshold("seen") and (kind in agreed or (agreed and None in (c.supplier, c.recipient))))
    assert [c for c in weighed if not c.only_second] == [c for c in clusters if any(c is w for w in weighed)]
    added = [c for c in weighed if c.only_second]
    assert all(c.chance >= threshold("added") for c in added)
    keys = [(c.kind, c.supplier, c.recipient) for c in added]
    assert len(set(keys)) == len(keys) and not set(keys) & {(c.kind, c.supplier, c.recipient) for c in weighed if not c.only_second}


def test_a_side_left_open_is_filled_from_the_second_reader():
    pairs = [Pair("labour", "kp", "ru", 0.8, (0,)), Pair("labour", "kp", "cn", 0.6, (0,))]
    assert [(c.supplier, c.recipient) for c in weigh([cluster("labour", "kp", None)], pairs, [])] == [("kp", "ru")]
    assert [(c.supplier, c.recipient) for c in weigh([cluster("labour", "kp", None), cluster("labour", "kp", "ru")], pairs[:1], [])] == [("kp", "ru")]


def test_what_one_word_tells_of_several_is_told_of_all():
    """`drones provided by A, B and C`: the second reader's doubts of one, and its knowledge of one, are of all that one word tells."""
    sure = [Pair("arms_transfer", "kp", "ru", 0.9, (0,))]
    row = [cluster("arms_transfer", "kp", "ru", 3), cluster("arms_transfer", "ir", "ru", 3)]
    assert weigh(row, sure, []) == row
    assert weigh([row[0], cluster("arms_transfer", "ir", "ru", 7)], sure, []) == row[:1]
    opened = weigh([cluster("arms_transfer", "kp", None, 3), cluster("arms_transfer", "ir", None, 3)], sure, [])
    assert [(c.supplier, c.recipient) for c in opened] == [("kp", "ru"), ("ir", "ru")]
    facts = engine.extract("Ethiopia's war in Tigray has been fuelled by drones provided by Turkey, China and Iran.", published="2022-01-03")
    assert {(f.supplier.code, f.recipient.code) for f in facts} == {("tr", "et"), ("cn", "et"), ("ir", "et")}


@pytest.mark.parametrize(
    "told, second, kept",
    [
        (("arms_transfer", "ru", "rsf"), ("arms_transfer", "ru", "sd"), False),  # the State where the group is told
        (("arms_transfer", "ru", "sd"), ("arms_transfer", "ru", "rsf"), True),
        (("labour", "kp", "ru"), ("labour", "kp", None), False),
        (("labour", "kp", "ru"), ("funds_transfer", "kp", None), True),
    ],
)
def test_what_others_tell_better_is_not_added(told, second, kept):
    assert [c.only_second for c in weigh([cluster(*told)], [], [found(*second, 0.99)])] == [False, *([True] if kept else [])]


def test_two_that_work_with_others_are_not_joined():
    apart = [cluster("military_cooperation", "kr", "us"), cluster("military_cooperation", "kp", "ru")]
    assert len(weigh(apart, [], [found("military_cooperation", "kp", "kr", 0.99)])) == 2
    assert len(weigh(apart[:1], [], [found("military_cooperation", "kp", "kr", 0.99)])) == 2


def test_a_buyer_for_another_and_who_only_says_it_are_not_joined():
    both_read = [Pair("arms_transfer", "cn", "rsf", 0.99, (0,))]
    for name, second in [("buyers", ("arms_transfer", "cn", "ir", 0.92)), ("speakers", ("arms_transfer", "ir", "rsf", 0.92))]:
        told = cluster("arms_transfer", "cn", "rsf")
        told.members.append(found("arms_transfer", "cn", "rsf", 0.0))
        assert len(weigh([told], both_read, [found(*second)])) == 2
        setattr(told.members[-1].event, name, frozenset({"ir"}))
        assert len(weigh([told], both_read, [found(*second)])) == 1, name
    open_side = cluster("arms_transfer", None, "rsf")
    open_side.members.append(found("arms_transfer", None, "rsf", 0.0))
    open_side.members[-1].event.speakers = frozenset({"ir"})
    assert [c.supplier for c in weigh([open_side], [Pair("arms_transfer", "ir", "rsf", 0.99, (0,))], [])] == [None]


def test_what_the_frames_alone_tell_gives_way_where_both_readers_agree():
    """On a thing of the kind; or on anything, where a side is missing; an act of one party has no side to miss."""
    agreed = [Pair("arms_transfer", "kp", "ru", 0.9, (0,))]
    for alone, left in [(("arms_transfer", "cn", "ly"), False), (("goods_transfer", "cn", "ly"), True), (("goods_transfer", None, "ly"), False), (("nuclear_activity", "ir", None), True)]:
        both = [cluster("arms_transfer", "kp", "ru"), cluster(*alone)]
        assert len(weigh(both, agreed, [])) == 1 + left, alone
        assert len(weigh(both, [*agreed, Pair(*alone, 0.05, (0,))], [])) == 2, alone
        assert len(weigh(both[1:], [], [])) == 1, alone


def test_goods_need_an_item_and_more_than_an_agreement():
    """Neither a bargain on goods nor goods of no item class is told on the second reader's word alone."""
    told = engine.extract("Amir Khan Muttaqi signed a contract on coal with Uzbekistan.")
    assert [f.kind for f in told] == ["economic_cooperation"]
    assert engine.extract("Central African pupils got new schoolbooks from France.") == ()


def test_partners_of_a_third_and_ends_of_a_route_are_not_joined():
    around = [cluster("military_cooperation", "ir", "kp"), cluster("military_cooperation", "kp", "sy")]
    assert len(weigh(around, [], [found("military_cooperation", "ir", "sy", 0.99)])) == 2
    route = [cluster("arms_transfer", "ir", "sd"), cluster("arms_transfer", "sd", "eg")]
    assert len(weigh(route, [], [found("arms_transfer", "ir", "eg", 0.99)])) == 2
    assert len(weigh(route, [], [found("arms_transfer", "ir", "ly", 0.99)])) == 3


@pytest.mark.parametrize("verb, act", [*itertools.product(("forbids", "bars"), ("from selling missiles to North Korea", "from hiring North Korean workers"))])
def test_a_rule_is_no_activity_for_either_reader(verb, act):
    assert not engine.extract(f"The resolution {verb} Russia {act}.", published="2024-06-01")


def test_an_activity_that_only_the_second_reader_finds_is_less_sure_than_one_that_both_find():
    from engine.confidence import confidence, features_of

    both = confidence(features_of("arms_transfer", 0.8, 2, 1, "reported", 1, 0.97))
    alone = confidence(features_of("arms_transfer", 0.8, 2, 1, "reported", 1, 0.97, only_second=True))
    doubted = confidence(features_of("arms_transfer", 0.8, 2, 1, "reported", 1, 0.05))
    assert both > alone and both > doubted


@pytest.mark.parametrize("told", TOLD)
def test_one_short_stretch_is_told_as_it_was_read(told):
    """What is read in one stretch is not weighed against another reading of the same stretch."""
    sentences, mentions, pairs = read(told.format(a="Kenya", b="Iran", c="Peru"))
    model = load_pairs()
    if len(blanked(model._words, sentences, mentions, range(len(sentences)))[0]) <= SHORT:
        at_once = _likeliest(model._read_window(sentences, mentions, range(len(sentences))))
        assert {(p.kind, p.supplier, p.recipient): p.chance for p in pairs} == pytest.approx({key: p.chance for key, p in at_once.items()}, abs=0.003)

"""What is not done, only able to be done, or left open, for activities of several kinds."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine

ACTS = [
    ("Iran", "sold drones to Sudan", "selling drones to Sudan", "sell drones to Sudan"),
    ("Rwanda", "armed M23", "arming M23", "arm M23"),
    ("Russia", "bought shells from North Korea", "buying shells from North Korea", "buy shells from North Korea"),
    ("China", "imported coal from North Korea", "importing coal from North Korea", "import coal from North Korea"),
    ("Uganda", "trained M23 fighters", "training M23 fighters", "train M23 fighters"),
    ("Qatar", "hired North Korean workers", "hiring North Korean workers", "hire North Korean workers"),
]
WAYS = {
    "denied": [
        "{0} was unable to {3}.",
        "{0} is incapable of {2}.",
        "{0} is not capable of {2}.",
        "{0} lacks permission to {3}.",
        "{0} has no plans to {3}.",
        "{0} cancelled plans to {3}.",
        "{0} abandoned plans to {3}.",
        "{0} never got round to {2}.",
    ],
    "possible": [
        "It is not known whether {0} {1}.",
        "{0} is able to {3}.",
        "{0} is allowed to {3}.",
        "{0} must {3}.",
    ],
    "disputed": ["London says {0} {1}. {0} says it did not."],
    "alleged": [
        "{0} faces accusations of {2}.",
        "London says {0} {1}.",
        "London says that {0} {1}.",
        "{0} {1}, London says.",
        "{0} {1}, Amnesty International says.",
        "Experts say {0} {1}.",
        "Perhaps {0} {1}.",
        "It seems that {0} {1}.",
        "London informed the Council that {0} {1}.",
    ],
}


@settings(deadline=None)
@given(st.sampled_from(ACTS), st.sampled_from([(status, way) for status, ways in WAYS.items() for way in ways]))
def test_each_way_of_telling_has_its_status(act, told):
    status, way = told
    text = way.format(*act)
    assert {f.status for f in engine.extract(text, published="2024-05-05")} == {status}, text


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Iran backed out of selling drones to Sudan.", "denied"),
        ("London talked Iran out of selling drones to Sudan.", "denied"),
        ("The story that Iran sold drones to Sudan was invented.", "denied"),
        ("China's suspected imports of North Korean coal worry London.", "alleged"),
        ("London is worried about North Korea's alleged theft of $50 million from a bank in Chile.", "alleged"),
        ("London dropped a probe into Iran's drone sales to Sudan.", "alleged"),
        ("Iran informed the Council that it sold drones to Sudan.", "reported"),
        ("Has Rwanda armed M23?", "possible"),
        ("Rwanda nearly armed M23.", "denied"),
        ("Iran knows how to sell drones to Sudan.", "possible"),
        ("Iran was able to sell drones to Sudan.", "reported"),
    ],
)
def test_single_ways(text, status):
    assert {f.status for f in engine.extract(text, published="2024-05-05")} == {status}

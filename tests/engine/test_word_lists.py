"""The word lists: a list that is named twice would silently lose its first half."""

import re

import pytest

from engine.vocabulary import data_path, read_yaml

FILES = sorted(p.name for p in data_path("lexicon").glob("*.yaml"))


@pytest.mark.parametrize("name", FILES)
def test_no_list_is_named_twice(name):
    keys = re.findall(r"^([a-z_]+):", (data_path("lexicon") / name).read_text(encoding="utf-8"), re.M)
    assert sorted(set(keys)) == sorted(keys)


def test_every_list_of_words_is_used():
    from pathlib import Path

    import engine

    code = "".join(p.read_text(encoding="utf-8") for p in Path(engine.__file__).parent.rglob("*.py"))
    unused = [key for key in read_yaml("lexicon/words.yaml") if f'"{key}"' not in code]
    assert unused == []

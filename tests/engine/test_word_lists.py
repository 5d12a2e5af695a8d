"""The word lists: a list that nothing reads is a change that somebody thinks was made."""

from pathlib import Path

import engine
from engine.vocabulary import read_yaml


def test_every_list_of_words_is_used():
    code = "".join(p.read_text(encoding="utf-8") for p in Path(engine.__file__).parent.rglob("*.py"))
    doors = read_yaml("lexicon/gate.yaml")
    named = {*doors["lists"], *doors["verbs"]}
    assert [name for name in read_yaml("lexicon/words.yaml") if f'"{name}"' not in code and name not in named] == []
    assert sorted(named - set(read_yaml("lexicon/words.yaml"))) == []

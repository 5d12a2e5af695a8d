"""The word lists: a list that nothing reads is a change that somebody thinks was made."""

import re
from pathlib import Path

import engine
from engine.no_transfer import rows
from engine.vocabulary import data_path, read_yaml


def test_every_list_of_words_is_used():
    code = "".join(p.read_text(encoding="utf-8") for p in Path(engine.__file__).parent.rglob("*.py"))
    doors = read_yaml("lexicon/gate.yaml")
    named = {*doors["lists"], *doors["verbs"]}
    named |= set(re.findall(r"<(\w+)>", data_path("lexicon/no_transfer.yaml").read_text(encoding="utf-8")))
    named |= {kind["seen_by"] for kind in read_yaml("kinds.yaml").values() if "seen_by" in kind}
    assert [name for name in read_yaml("lexicon/words.yaml") if f'"{name}"' not in code and name not in named] == []
    assert sorted(named - set(read_yaml("lexicon/words.yaml"))) == []


CONDITIONS = {"verbs", "direction", "subject", "subject_tag", "subject_holds", "theme", "theme_is_goods", "theme_holds", "agents", "beside", "phrase", "without", "next", "active", "exchange", "as"}


def test_every_row_of_what_is_no_transfer_says_when_and_gives_an_example():
    for part, listed in read_yaml("lexicon/no_transfer.yaml").items():
        assert len(rows(part)) == len(listed)
        assert all(row.keys() <= CONDITIONS and row["as"] and row.keys() - {"as"} for row in listed)

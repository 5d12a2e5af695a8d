"""Agreement of the status reading with public factuality judgements, and of weapons_test dates with a public table of launches.

    python tools/measure_factuality.py --judgements FILE.jsonl[.gz]... --launches tests.json

A judgements file has a line per sentence: `text` (words parted by blanks) and `targets` with `span1` (token range) and `label`
(-3 surely not … 3 surely happened), as in UDS "it happened" and MegaVeridicality. Nothing is trained on them: the licences
are share-alike or not verified. Printed: the share of targets that are read on the right side of zero, the same for always
answering "happened", precision and recall of "did not (or not yet) happen", and Pearson's r of the labels with our scale.
The launches file has the days of test launches by the DPRK; sentences of our own are made of them and read back.
"""

from __future__ import annotations

import argparse
import gzip
import json
from collections import Counter
from datetime import date
from pathlib import Path

import numpy as np
from rich.progress import track

import engine
from engine.extraction import Context, SyntaxExtractor, view_of
from engine.factuality import read_status
from engine.tree import Sentence

SCALE = {"reported": 3.0, "alleged": 1.5, "disputed": 0.0, "planned": -1.0, "possible": -1.5, "denied": -3.0, "norm": -1.5}
PHRASES = (
    "North Korea fired a ballistic missile from {site} on {day}, South Korea's military said.",
    "The launch of a ballistic missile by North Korea on {day} drew protests.",
    "On {day}, Pyongyang test-fired a missile.",
)


def sentences(path: Path) -> list[tuple[list[str], list[tuple[int, float]]]]:
    """(words, (token, label) of each target) of every line."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        rows = [json.loads(line) for line in lines]
    return [(r["text"].split(" "), [(t["span1"][1] - 1, t["label"]) for t in r["targets"]]) for r in rows]


def measure(path: Path, reader: SyntaxExtractor) -> str:
    """One line of figures for a file."""
    told, ours, kinds = [], [], Counter[str]()
    rows = sentences(path)
    for start in track(range(0, len(rows), 256), path.name):
        batch = rows[start : start + 256]
        made = []
        for words, _ in batch:
            starts = np.cumsum([0] + [len(w) + 1 for w in words[:-1]]).tolist()
            made.append(Sentence(0, tuple(words), tuple(starts), tuple(a + len(w) for a, w in zip(starts, words, strict=True))))
        for (_, targets), parsed in zip(batch, reader.parse(made, [[] for _ in made]), strict=True):
            view = view_of(parsed, [], reader.lexicon, Context(targets=frozenset(), official_targets=frozenset()))
            for token, label in targets:
                if token >= len(parsed.words) or label == 0:
                    continue
                reading = read_status(view, token, ())
                status = "norm" if reading.norm else reading.status
                kinds[status] += 1
                told.append(label)
                ours.append(SCALE[status])
    x, y = np.array(told), np.array(ours)
    not_told, not_ours = x < 0, y < 0
    both = int((not_told & not_ours).sum())
    return (
        f"{path.name}: {len(x):,} targets; right side of zero {np.mean(not_told == not_ours):.3f} (always `happened`: {np.mean(~not_told):.3f}); "
        f"not happened: precision {both / max(1, not_ours.sum()):.3f}, recall {both / max(1, not_told.sum()):.3f}; r {np.corrcoef(x, y)[0, 1]:.3f}; {dict(kinds.most_common())}"
    )


def launches(path: Path) -> str:
    """How many days of launches are read back from sentences made of them."""
    days = sorted({t["date"] for b in json.loads(path.read_text(encoding="utf-8"))["timeBins"] for t in b["data"] if len(t["date"]) == 10})
    right = read = told = 0
    for day in track(days, path.name):
        on = date.fromisoformat(day)
        for phrase in PHRASES:
            told += 1
            text = phrase.format(day=f"{on.day} {on:%B} {on.year}", site="Wonsan")
            facts = [f for f in engine.extract(text, published="2026-06-01") if f.kind == "weapons_test"]
            read += bool(facts)
            right += [f.date for f in facts] == [day]
    return f"{path.name}: {len(days)} days in {told} sentences: a test is read in {read / told:.3f}, with its day in {right / told:.3f}"


def main() -> None:
    """Print a line for each file."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("--judgements", nargs="*", type=Path, default=[])
    options.add_argument("--launches", type=Path)
    args = options.parse_args()
    reader = SyntaxExtractor()
    for path in args.judgements:
        print(measure(path, reader))
    if args.launches:
        print(launches(args.launches))


if __name__ == "__main__":
    main()

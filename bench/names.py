"""Name screening: quality and speed, as ratios measured in one run.

Always: 1,000 names against the lists kept, as a ratio to rapidfuzz's `cdist` over the same pairs. With `--data FOLDER`
(nomenklatura's `name_bench_cases.csv`, yente's `un_positives_treated.csv` and `negatives_*.csv.gz`, the UN's
`consolidated-*.xml`, wherever they lie below it): F1 on the labelled pairs beside nomenklatura's logic-v2 when that is
installed, recall on spoilt names, hits among strangers, and the whole list in place of the snapshot.
"""

from __future__ import annotations

import argparse
import csv
import gzip
import random
import time
from pathlib import Path

from engine.lists.read import read_edition
from engine.lists.screen import Screener
from engine.lists.store import snapshot
from engine.names import THRESHOLD, analyse, compare, score


def f1(rows: list[tuple[float, bool]], threshold: float) -> tuple[float, float, float]:
    hit = sum(s >= threshold and y for s, y in rows)
    wrong, missed = sum(s >= threshold and not y for s, y in rows), sum(s < threshold and y for s, y in rows)
    return 2 * hit / (2 * hit + wrong + missed), hit / max(hit + wrong, 1), hit / max(hit + missed, 1)


def labelled_pairs(path: Path) -> None:
    cases = [(r["name1"], r["name2"], r["is_match"] == "true", r["schema"]) for r in csv.DictReader(path.open(encoding="utf-8"))]
    ours = [(compare(a, b), y) for a, b, y, _ in cases]
    names = [(analyse(a), analyse(b)) for a, b, _, _ in cases]
    start = time.perf_counter()
    for _ in range(10):
        for a, b in names:
            score(a, b)
    speed = 10 * len(names) / (time.perf_counter() - start)
    start = time.perf_counter()
    for _ in range(3):
        for a, b, _, _ in cases:
            compare(a, b)
    cold = 3 * len(cases) / (time.perf_counter() - start)
    value, precision, recall = f1(ours, THRESHOLD)
    print(f"labelled pairs: {len(cases)}; ours F1 {value:.3f} (P {precision:.3f}, R {recall:.3f}) at {THRESHOLD}; {speed:,.0f} pairs/s on analysed names, {cold:,.0f} from text")
    try:
        from followthemoney import model
        from nomenklatura.matching import LogicV2, ScoringConfig
    except ImportError:
        print("  nomenklatura is not installed: `pip install nomenklatura` (needs ICU) to measure logic-v2 beside it")
        return
    config = ScoringConfig.defaults()
    entities = [tuple(model.get_proxy({"id": f"{side}{i}", "schema": schema, "properties": {"name": [n]}}, cleaned=False) for side, n in (("a", a), ("b", b))) for i, (a, b, _, schema) in enumerate(cases)]
    theirs = [(LogicV2.compare(a, b, config).score, y) for (a, b), (*_, y, _) in zip(entities, cases, strict=True)]
    start = time.perf_counter()
    for a, b in entities:
        LogicV2.compare(a, b, config)
    pace = len(entities) / (time.perf_counter() - start)
    other = max((f1(theirs, t / 100)[0], t / 100) for t in range(50, 100))
    print(f"  logic-v2 F1 {f1(theirs, 0.7)[0]:.3f} at 0.7, best {other[0]:.3f} at {other[1]}; {pace:,.0f} pairs/s warm: ours is {speed / pace:.0f} times as fast, {cold / pace:.0f} times from text")


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("--data", type=Path, default=None)
    folder = parser.parse_args().data
    entries = snapshot()[0]
    found = sorted(folder.rglob("consolidated-*.xml")) if folder else []
    if found:
        entries = read_edition(found[-1]).entries
    start = time.perf_counter()
    screener = Screener(entries)
    print(f"lists: {len(entries)} entries, {len(screener.known)} names, index built in {time.perf_counter() - start:.2f} s")
    draw = random.Random(7)
    listed = [e.name for e in entries]
    strangers = [f"{draw.choice(listed).split()[0][::-1].title()} {draw.choice(['Baker', 'Olsen', 'Moretti', 'Dupont', 'Novak', 'Silva'])}" for _ in range(500)]
    asked = [*draw.choices(listed, k=500), *strangers]
    from rapidfuzz import process
    from rapidfuzz.distance import JaroWinkler

    everything = [k.name.raw.lower() for k in screener.known]
    spent, base, plain = [], [], []
    for _ in range(3):
        fresh = Screener(entries)
        start = time.perf_counter()
        for name in asked:
            fresh.screen(name)
        spent.append(time.perf_counter() - start)
        start = time.perf_counter()
        process.cdist([a.lower() for a in asked], everything, scorer=JaroWinkler.similarity)
        base.append(time.perf_counter() - start)
        start = time.perf_counter()
        process.cdist([a.lower() for a in asked], everything)
        plain.append(time.perf_counter() - start)
    print(f"1,000 names against all of it: {min(spent) / min(base):.2f} times rapidfuzz's cdist with Jaro-Winkler over the same {len(asked) * len(everything):,} pairs, {min(spent) / min(plain):.2f} times with plain `ratio` ({1000 * min(spent):.0f} ms)")
    if folder is None:
        print("quality on public test sets: make bench DATA=FOLDER (see bench/names.py)")
        return
    for path in sorted(folder.rglob("name_bench_cases.csv")):
        labelled_pairs(path)
    for path in sorted(folder.rglob("un_positives_treated.csv")):
        names = [r["full_name"] for r in csv.DictReader(path.open(encoding="utf-8"))]
        print(f"spoilt names of listed persons: recall {sum(bool(screener.screen(n)) for n in names) / len(names):.4f} of {len(names)}")
    strange: list[str] = []
    for path in sorted(folder.rglob("negatives_*.csv.gz")):
        with gzip.open(path, "rt", encoding="utf-8") as file:
            strange += [r["full_name"] for r in csv.DictReader(file)]
    if strange:
        hits = sum(bool(screener.screen(n)) for n in strange)
        print(f"synthetic strangers: {1000 * hits / len(strange):.2f} hits in 1,000 ({len(strange):,} asked)")


if __name__ == "__main__":
    main()

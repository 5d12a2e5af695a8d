"""Speed, as ratios measured in one run: `make bench`.

1. Rule evaluation: the plain evaluator with the whole rulebook, untraced and traced, against a bare dictionary index and
   against durable-rules on the same facts.
2. An article of about 840 words: the whole check against a blank spaCy tokenizer plus our syntax model on all of it.
3. Time against length: hostile and plain texts of 20,000 and of 80,000 characters; linear is 4.
4. Cold starts: `embargo --help` and `embargo check` of the bundled article.
"""

from __future__ import annotations

import random
import statistics
import subprocess
import sys
import time
from collections.abc import Callable

import engine
from engine.infer import compiled_rules
from engine.model import period
from engine.plain import compile_rulebook, signature, trace_clause
from engine.read import make_document
from engine.syntax import load_syntax
from engine.vocabulary import data_path, kinds


def timed(work: Callable[[], object], runs: int = 5) -> float:
    """Median seconds of `runs` calls."""
    spent = []
    for _ in range(runs):
        start = time.perf_counter()
        work()
        spent.append(time.perf_counter() - start)
    return statistics.median(spent)


def random_facts(number: int) -> list[engine.Fact]:
    """Facts over all kinds, ten parties, all item classes and twenty years."""
    from engine.vocabulary import items

    rng = random.Random(1)
    names = [n for n, i in items().items() if not i.rule_only]
    parties = [engine.Party(code=c, name=c) for c in ("kp", "ru", "cn", "ir", "us", "kr", "vn", "my", "sg", "houthis")]
    return [
        engine.Fact(
            id=f"f{i}", kind=rng.choice(list(kinds())), supplier=rng.choice(parties), recipient=rng.choice(parties),
            items=tuple(rng.sample(names, rng.randint(0, 2))), date=f"{rng.randint(2005, 2025)}-{rng.randint(1, 12):02d}-{rng.randint(1, 28):02d}",
        )
        for i in range(number)
    ]  # fmt: skip


def bench_rules() -> None:
    book = engine.load_rulebook()
    facts = random_facts(20_000)
    rows = [(signature(f), *period(f.date or "2020")) for f in facts] * 5

    def plain() -> None:
        fire = evaluator.fire
        for sig, start, end in rows:
            fire(sig, start, end)

    def bare() -> None:
        get = table.get
        for row in rows:
            get(row)

    evaluator = compile_rulebook(book)
    first = timed(plain, 1)
    warm = timed(plain)
    table = {row: evaluator.fire(*row) for row in rows}
    index = timed(bare)

    def traced() -> None:
        for fact in facts:
            sig, start, end = ready[fact.id]
            for position in evaluator.fire(sig, start, end):
                trace_clause(evaluator.compiled[position], fact.id, sig, start, end)

    ready = {f.id: (signature(f), *period(f.date or "2020")) for f in facts}
    trace = timed(traced, 3)
    chainer = compiled_rules(book).chainer
    sample = [(f.id, signature(f), *period(f.date or "2020")) for f in facts[:1000]]
    slow = timed(lambda: chainer.fire(sample), 1) if chainer else float("nan")
    n = len(rows)
    print(f"rules: {len(evaluator.compiled)} clauses of {len(book.provisions)} provisions, {len(set(rows)):,} different facts among {n:,}")
    print(f"  plain, first sight of each fact     {n / first:12,.0f} facts/s")
    print(f"  plain, facts seen before            {n / warm:12,.0f} facts/s   {index / warm:.2f} of a bare dictionary index ({n / index:,.0f}/s)")
    print(f"  plain, every match explained        {len(facts) / trace:12,.0f} facts/s")
    print(f"  durable-rules, same rulebook        {len(sample) / slow:12,.0f} facts/s   plain is {(n / first) / (len(sample) / slow):,.0f} times faster, {(n / warm) / (len(sample) / slow):,.0f} times when warm")


def bench_article() -> None:
    import spacy

    text = data_path("articles/summit.md").read_text(encoding="utf-8")
    while len(text.split()) < 840:
        text += "\n\n" + text
    text = " ".join(text.split(" ")[:900])
    nlp, blank = load_syntax(), spacy.blank("en")
    engine.check(text)
    parse = timed(lambda: (blank(text), nlp(text)))
    whole = timed(lambda: engine.check(text))
    plain = "The museum in the old town opened a new wing for children. " * 76
    document = make_document(plain)
    tokens = timed(lambda: blank(plain), 50)
    extracted, nothing = timed(lambda: engine.extract(document), 50), timed(lambda: engine.check(plain), 50)
    print(f"article of {len(text.split())} words: check {1000 * whole:.0f} ms, {whole / parse:.2f} times tokenising and parsing it whole ({1000 * parse:.0f} ms)")
    print(f"text of {len(plain.split())} words without a trigger: extraction {extracted / tokens:.2f} times tokenising ({1000 * tokens:.2f} ms); with reading, language, rules and report {nothing / tokens:.2f} times")


def bench_length() -> None:
    """The worst and the median growth of time from a text to one four times as long, over runs of one unit."""
    units = ["North Korea ", "Russia sent shells to North Korea and ", "said ", '"', "(", ", ", "1,", "Kim Jong Un ", "not ", "U.S. ", "$1 million ", "'s ", "\n", "Iran’s ", "accused Russia of ", "https://a.", "5,000 tonnes of coal ", "if "]
    growth = {}
    for unit in units:
        spent = []
        for size in (20_000, 80_000):
            text = ("Iran sold coal to Syria. " + (unit + " and of the ") * (size // (len(unit) + 12) + 1))[:size]
            engine.check(text)
            spent.append(timed(lambda text=text: engine.check(text), 3))  # type: ignore[misc]
        growth[unit] = spent[1] / spent[0]
    worst = max(growth, key=lambda u: growth[u])
    print(f"four times the length: median {statistics.median(growth.values()):.1f} times the time, worst {growth[worst]:.1f} ({worst!r})")


def bench_start() -> None:
    def run(*args: str) -> float:
        return timed(lambda: subprocess.run([sys.executable, "-c", "from engine.cli.main import run; run()", *args], capture_output=True, check=False), 3)

    bare = timed(lambda: subprocess.run([sys.executable, "-c", "pass"], check=False), 3)
    print(f"cold start: --help {run('--help'):.2f} s, check of the bundled article {run('check', str(data_path('articles/summit.md'))):.2f} s (bare Python {bare:.2f} s)")


if __name__ == "__main__":
    bench_rules()
    bench_article()
    bench_length()
    bench_start()

"""The second reader: how likely each kind of activity is between each two parties that a text names.

A six-layer transformer (MiniLM) reads a stretch of the text in which every party's name is one of a few blank words, so that it
judges by what is told and not by who is known for what. A biaffine form scores each pair of mentions for each kind and direction;
the best pairs of two parties are pooled by the logarithm of the sum of their exponentials (Verga et al., 2018; Zhou et al., 2021), and a
blank side stands for whom the text does not tell. What it makes of a long stretch is read again in short ones, and the two weighed (WEIGHT),
for in a long one it joins parties that no sentence joins. It was trained by `tools/train_pairs.py`; it runs in ONNX Runtime on one thread,
its weights are whole numbers. `engine/agreement.py` weighs what it says against the frames; what it says alone is never sure.
"""

from __future__ import annotations

import json
import math
from collections.abc import Container, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cache
from pathlib import Path
from typing import TYPE_CHECKING

from engine.parties import Mention
from engine.syntax import LONGEST, SyntaxModel, run_session
from engine.tree import Sentence
from engine.vocabulary import data_path, is_symmetric, read_yaml

if TYPE_CHECKING:
    import numpy

    Array = numpy.ndarray

WINDOW = 240  # word pieces read at once
SHORT = 40  # word pieces of a short stretch: one or two sentences
WEIGHT = 2 / 3  # of the long stretch; chosen on texts that the model had not seen, as SHORT was
PARTIES = 14  # parties told apart in a window; others are left as words
STATES, GROUPS = 1, 21  # first `[unused]` word for states and for groups
FAINT = 0.02  # chances below are not told
ASKED, EVEN, UNLIKELY = 0.05, 0.5, 0.002  # chances from which a pair is read again, from which the short stretch says where it is told, and of what it does not see


@dataclass(frozen=True)
class Pair:
    """What the second reader makes of two parties.

    kind: by datasets/kinds.yaml. supplier, recipient: codes of parties, None for a side that is not told; the sides of a
    symmetric kind are in the order of their codes. chance: 0 to 1. sentences: numbers of the sentences that hold the two mentions which tell
    most, in order.
    """

    kind: str
    supplier: str | None
    recipient: str | None
    chance: float
    sentences: tuple[int, ...]


Key = tuple[str, str | None, str | None]
Place = tuple[int, int, str]  # position among the pieces, sentence, party


class PairModel:
    """Reads texts. `folder` holds `model.onnx` and `kinds.json`, the kinds in the order of its scores."""

    def __init__(self, folder: Path) -> None:
        self._run = run_session(folder / "model.onnx")
        self.kinds: list[str] = json.loads((folder / "kinds.json").read_text(encoding="utf-8"))
        self._words = SyntaxModel(data_path("syntax"), session=False)

    def read(self, sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]], wanted: Container[int] | None = None) -> tuple[Pair, ...]:
        """Every pair that is not faint, each once with its highest chance.

        mentions: parties named, by sentence. wanted: numbers of the sentences that may tell of something; stretches without one are left out.
        """
        read = {w: tuple(self._read_window(sentences, mentions, w)) for w in self._windows(sentences, mentions, wanted, WINDOW)}
        told = _likeliest(p for pairs in read.values() for p in pairs)
        short = [w for w in self._windows(sentences, mentions, wanted, SHORT) if w in read or _may_tell(told.values(), mentions, w)]
        again = _likeliest(p for w in short for p in (read[w] if w in read else self._read_window(sentences, mentions, w)))
        return tuple(_weighed(told[k], again.get(k)) for k in sorted(told, key=str))

    def _windows(self, sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]], wanted: Container[int] | None, most: int) -> Iterator[range]:
        """Runs of whole sentences of `most` pieces, each beginning with the last sentence of the one before, that name some party and hold a wanted one."""
        sizes = [sum(len(self._words.pieces_of(w)) for w in s.words) for s in sentences]
        first = 0
        while first < len(sentences):
            last, size = first + 1, sizes[first]
            while last < len(sentences) and size + sizes[last] <= most:
                size += sizes[last]
                last += 1
            if any(mentions[i] for i in range(first, last)) and (wanted is None or any(i in wanted for i in range(first, last))):
                yield range(first, last)
            first = last if last == len(sentences) or last - first < 3 else last - 1

    def _read_window(self, sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]], window: range) -> Iterator[Pair]:
        import numpy

        pieces, places = blanked(self._words, sentences, mentions, window)
        if not places:
            return
        fed = {"pieces": numpy.array([pieces], dtype=numpy.int64), "at": numpy.array([p for p, _, _ in places], dtype=numpy.int64)}
        yield from self._pairs(self._run(fed)[0].astype("float64"), places)

    def _pairs(self, scores: Array, places: Sequence[Place]) -> Iterator[Pair]:
        """`scores[i, j, k]`: mention `i` as supplier, `j` as recipient, of kind `k`; the last row and column are the side not told."""
        import numpy

        rows: dict[str | None, list[int]] = {}
        for i, (_, _, code) in enumerate(places):
            rows.setdefault(code, []).append(i)
        rows[None] = [len(places)]
        for a, left in rows.items():
            for b, right in rows.items():
                if a == b:
                    continue
                block = scores[numpy.ix_(left, right)]
                peak = block.max(axis=(0, 1))
                chances = 1 / (1 + numpy.exp(-(peak + numpy.log(numpy.exp(block - peak).sum(axis=(0, 1))))))
                for k in numpy.flatnonzero(chances > FAINT):
                    kind = self.kinds[k]
                    i, j = divmod(int(block[:, :, k].argmax()), len(right))
                    told = sorted({places[m][1] for m in (left[i], right[j]) if m < len(places)})
                    swapped = is_symmetric(kind) and (a is None or (b is not None and b < a))  # either way round, the likelier one is kept
                    yield Pair(kind, *((b, a) if swapped else (a, b)), round(float(chances[k]), 3), tuple(told))


def _likeliest(pairs: Iterable[Pair]) -> dict[Key, Pair]:
    """Each pair once, with its highest chance."""
    best: dict[Key, Pair] = {}
    for pair in pairs:
        key = (pair.kind, pair.supplier, pair.recipient)
        if key not in best or best[key].chance < pair.chance:
            best[key] = pair
    return best


def _may_tell(pairs: Iterable[Pair], mentions: Sequence[Sequence[Mention]], window: range) -> bool:
    """Whether a short stretch names both sides of something that the long one made likely enough to ask again."""
    named = {m.code for i in window for m in mentions[i]}
    return any(p.chance >= ASKED and {p.supplier, p.recipient} - {None} <= named for p in pairs)


def _weighed(told: Pair, again: Pair | None) -> Pair:
    """A pair with the mean of its log-odds in the long stretch and in the short ones."""
    odds = WEIGHT * _log_odds(told.chance) + (1 - WEIGHT) * _log_odds(again.chance if again else 0.0)
    return replace(told, chance=round(1 / (1 + math.exp(-odds)), 3), sentences=again.sentences if again and again.chance >= EVEN else told.sentences)


def _log_odds(chance: float) -> float:
    within = min(max(chance, UNLIKELY), 1 - UNLIKELY)
    return math.log(within / (1 - within))


def blanked(words: SyntaxModel, sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]], window: range, order: Sequence[int] = range(PARTIES)) -> tuple[list[int], list[Place]]:
    """Word pieces of a run of sentences with every party's name a blank word, and where each party stands. order: of the blank words."""
    names: dict[str, int] = {}
    pieces, places = [words.piece("[CLS]")], list[Place]()
    for number in window:
        s, k = sentences[number], 0
        begin = {m.start: m for m in mentions[number] if m.code != "?"}
        while k < len(s.words):
            m = begin.get(k)
            if m is not None and (m.code in names or len(names) < PARTIES):
                if m.code not in names:
                    state = len(m.code) == 2
                    names[m.code] = words.piece(f"[unused{(STATES if state else GROUPS) + order[sum((len(c) == 2) == state for c in names)]}]")
                places.append((len(pieces), number, m.code))
                pieces.append(names[m.code])
                k = m.end
            else:
                pieces += words.pieces_of(s.words[k])
                k += 1
    return [*pieces[:LONGEST], words.piece("[SEP]")], [p for p in places if p[0] < LONGEST]


@cache
def load_pairs() -> PairModel:
    """The model that ships with the package."""
    return PairModel(data_path("pairs"))


def threshold(name: str) -> float:
    """A chance from which something is done, by datasets/pairs/thresholds.yaml."""
    return float(read_yaml("pairs/thresholds.yaml")[name])

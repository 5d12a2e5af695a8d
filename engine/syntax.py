"""The English dependency model: load it, and parse sentences with it.

A six-layer transformer (MiniLM) reads the word pieces of a sentence; biaffine scores choose each word's head, the relation
to it and its Penn tag (Dozat and Manning, 2017), and the best tree with one root is kept (Chu and Liu, 1965; Edmonds, 1967).
It was trained by `tools/train_syntax.py` on Universal Dependencies treebanks; its weights are 7-bit whole numbers and run in ONNX
Runtime on one thread, so that the same sentences give the same trees.
"""

from __future__ import annotations

import json
import re
import unicodedata
from collections.abc import Callable, Iterable, Iterator, Sequence
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

from engine.tree import segment

if TYPE_CHECKING:
    import numpy
    from spacy.language import Language
    from spacy.tokens import Doc

PIECES_OF_A_WORD = 8  # a longer word is cut off: its head and tail tell enough
LONGEST = 510  # pieces; the transformer has no more positions
LONGEST_SENTENCE = 160  # words
PARTS = re.compile(r"[^\W_]+|[\W_]")


class SyntaxModel:
    """Parses sentences given as words.

    `folder` holds `model.onnx`, `labels.json` (the names of tags and relations) and `vocab.txt` (the word pieces). Without a
    `session` it only cuts words, for training.
    """

    def __init__(self, folder: Path, session: bool = True) -> None:
        if session:
            self._run = run_session(folder / "model.onnx")
        labels = json.loads((folder / "labels.json").read_text(encoding="utf-8"))
        self.tags: list[str] = labels["tags"]
        self.relations: list[str] = labels["relations"]
        self._pieces = {piece: i for i, piece in enumerate((folder / "vocab.txt").read_text(encoding="utf-8").split("\n")) if piece}
        self._cut = lru_cache(maxsize=50_000)(self._cut_word)

    def parse(self, words: Sequence[str]) -> tuple[list[str], list[str], list[int]]:
        """Penn tags, relations and heads (a root is its own head) of one sentence's words. Sentences are read one by one: the
        model's 8-bit numbers are scaled by all that it reads at once, and a tree must not depend on other sentences."""
        import numpy

        fed = {name: numpy.array([values], dtype=numpy.int64) for name, values in zip(("pieces", "shapes", "first", "last"), self.row(words), strict=True)}
        fed["mask"] = numpy.ones_like(fed["pieces"])
        tags, arcs, relations = self._run(fed)
        heads = best_tree(arcs[0].astype("float64"))
        return (
            [self.tags[t] for t in tags[0].argmax(axis=1)],
            ["ROOT" if h == 0 else self.relations[relations[0, k, h]] for k, h in enumerate(heads)],
            [h - 1 if h else k for k, h in enumerate(heads)],
        )

    def row(self, words: Sequence[str]) -> tuple[list[int], list[int], list[int], list[int]]:
        """Pieces, their words' shapes, and the first and last piece of each word."""
        pieces, shapes, first, last = [self._pieces["[CLS]"]], [0], list[int](), list[int]()
        for k, word in enumerate(words):
            cut = self._cut(word)
            first.append(min(len(pieces), LONGEST))
            pieces += cut
            last.append(min(len(pieces) - 1, LONGEST))
            shapes += [word_shape(word, k == 0)] * len(cut)
        return [*pieces[: LONGEST + 1], self._pieces["[SEP]"]], [*shapes[: LONGEST + 1], 0], first, last

    def pieces_of(self, word: str) -> tuple[int, ...]:
        """Numbers of a word's pieces."""
        return self._cut(word)

    def piece(self, name: str) -> int:
        """The number of one piece."""
        return self._pieces[name]

    def _cut_word(self, word: str) -> tuple[int, ...]:
        """Greedy longest word pieces of a word without case and accents (Wu et al., 2016)."""
        plain = "".join(c for c in unicodedata.normalize("NFD", word.lower()) if unicodedata.category(c) != "Mn")
        found: list[int] = []
        for part in PARTS.findall(plain):
            start = 0
            while start < len(part) and len(found) < PIECES_OF_A_WORD:
                prefix = "##" if start else ""
                end = next((e for e in range(min(len(part), start + 30), start, -1) if prefix + part[start:e] in self._pieces), None)
                found.append(self._pieces["[UNK]"] if end is None else self._pieces[prefix + part[start:end]])
                start = len(part) if end is None else end
        return tuple(found[:PIECES_OF_A_WORD]) or (self._pieces["[UNK]"],)


def run_session(path: Path) -> Callable[[dict[str, Any]], list[Any]]:
    """A model's outputs by its inputs, on one thread."""
    import onnxruntime

    options = onnxruntime.SessionOptions()
    options.intra_op_num_threads = options.inter_op_num_threads = 1
    session = onnxruntime.InferenceSession(str(path), options, providers=["CPUExecutionProvider"])
    return lambda fed: list(session.run(None, fed))


def word_shape(word: str, leads: bool) -> int:
    """A class of a word's capitals, which its pieces do not tell: 4 is a capital at the start of a sentence."""
    if word.isupper() and len(word) > 1:
        return 3
    if word[:1].isupper():
        return 4 if leads else 2
    if word.islower():
        return 1
    return 5 if any(c.isupper() for c in word) else 0


def best_tree(scores: numpy.ndarray) -> list[int]:
    """Heads of the best tree with one root. `scores[w, h]`: word `w` under head `h`, where 0 is the root and `h` is word `h - 1`."""
    import numpy

    size = len(scores)
    scores = scores.copy()
    scores[numpy.arange(size), numpy.arange(size) + 1] = -numpy.inf
    heads = [int(h) for h in scores.argmax(axis=1)]
    if heads.count(0) != 1 or _cycle([-1, *heads]):
        heads = _best_arborescence(scores)
    roots = [w for w, h in enumerate(heads) if h == 0]
    if len(roots) > 1:
        kept = max(roots, key=lambda w: (scores[w, 0] - scores[w, 1:].max(), -w))
        scores[[w for w in range(size) if w != kept], 0] = -1e9
        scores[kept, 1:] = -1e9
        heads = _best_arborescence(scores)
    return heads


def _best_arborescence(scores: numpy.ndarray) -> list[int]:
    import numpy

    full = numpy.full((len(scores) + 1, len(scores) + 1), -numpy.inf)
    full[1:] = scores
    return _contract(full)[1:]


def _cycle(heads: Sequence[int]) -> list[int]:
    """The nodes of a cycle, or none. `heads[0]` is the root's and not looked at."""
    seen = [0] * len(heads)
    for start in range(1, len(heads)):
        path, node = list[int](), start
        while node > 0 and not seen[node]:
            seen[node] = start
            path.append(node)
            node = heads[node]
        if node > 0 and seen[node] == start:
            return path[path.index(node) :]
    return []


def _contract(scores: numpy.ndarray) -> list[int]:
    """Edmonds: heads of the best tree from node 0, by contracting one cycle after the other."""
    import numpy

    heads = [-1, *(int(h) for h in scores[1:].argmax(axis=1))]
    cycle = _cycle(heads)
    if not cycle:
        return heads
    rest = [n for n in range(len(heads)) if n not in set(cycle)]
    kept = {c: scores[c, heads[c]] for c in cycle}
    small = numpy.full((len(rest) + 1, len(rest) + 1), -numpy.inf)
    small[:-1, :-1] = scores[numpy.ix_(rest, rest)]
    into, out = {}, {}
    for k, node in enumerate(rest):
        into[k] = max(cycle, key=lambda c: (scores[c, node] - kept[c], -c))
        small[-1, k] = scores[into[k], node] - kept[into[k]]
        if node:
            out[k] = max(cycle, key=lambda c: (scores[node, c], -c))
            small[k, -1] = scores[node, out[k]]
    inner = _contract(small)
    for k, node in enumerate(rest):
        if node:
            heads[node] = out[k] if inner[k] == len(rest) else rest[inner[k]]
    entry = inner[len(rest)]
    heads[into[entry]] = rest[entry]
    return heads


class SyntaxPipe:
    """`SyntaxModel` as a component of a spaCy pipeline: sets tags, heads and relations. A document longer than a sentence
    may be is parsed sentence by sentence."""

    def __init__(self, model: SyntaxModel) -> None:
        self.model = model

    def __call__(self, doc: Doc) -> Doc:
        return next(self.pipe([doc]))

    def pipe(self, docs: Iterable[Doc], **_: Any) -> Iterator[Doc]:
        from spacy.tokens import Doc

        for doc in docs:
            words = [t.text for t in doc]
            tags, relations, heads = list[str](), list[str](), list[int]()
            for start, end in _sentences(words):
                tree = self.model.parse(words[start:end])
                tags += tree[0]
                relations += tree[1]
                heads += [h + start for h in tree[2]]
            yield Doc(doc.vocab, words=words, spaces=[bool(t.whitespace_) for t in doc], tags=tags, heads=heads, deps=relations) if words else doc


def _sentences(words: Sequence[str]) -> list[tuple[int, int]]:
    """The whole, or its sentences when it is longer than one may be."""
    return segment(words, words, LONGEST_SENTENCE) if len(words) > LONGEST_SENTENCE else [(0, len(words))] if words else []


def syntax_pipeline(folder: Path) -> Language:
    """A spaCy pipeline with English tokens and the model of `folder`."""
    import spacy
    from spacy.language import Language

    if not Language.has_factory("embargo_syntax"):
        Language.factory("embargo_syntax", func=lambda nlp, name, folder: SyntaxPipe(SyntaxModel(Path(folder))))
    nlp = spacy.blank("en")
    nlp.add_pipe("embargo_syntax", config={"folder": str(folder)})
    return nlp


@lru_cache(maxsize=1)
def load_syntax() -> Language:
    """The pipeline that ships with the package."""
    from engine.vocabulary import data_path

    return syntax_pipeline(data_path("syntax"))

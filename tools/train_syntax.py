"""Train the compact English UD pipeline (tagger and dependency parser) that `engine` ships.

    python tools/train_syntax.py TREEBANK_DIR [--out datasets/syntax] [--steps 7000] [--embeddings FOLDER]

TREEBANK_DIR holds CoNLL-U files, plain or gzipped, named `*-train.conllu`, `*-dev.conllu`, `*-test.conllu`.
All training files are used together; every test file is scored by itself on raw text, tokenised by the pipeline:
TAG (accuracy of the Penn tag), UAS and LAS (full labels, punctuation left out), LAS-u (labels cut to their
universal part) and sentence F. `--embeddings` names a folder with the `model.safetensors` and `vocab.txt` of a BERT-like
model; its input word pieces, cut to 64 dimensions, become static vectors of the words that they spell. The weights are written in half precision, so what is scored is what is shipped.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import time
from collections.abc import Iterator
from pathlib import Path

import numpy
import spacy
from spacy.language import Language
from spacy.scorer import Scorer
from spacy.tokens import Doc
from spacy.training import Example
from spacy.util import fix_random_seed
from spacy.vocab import Vocab
from thinc.api import Adam, Config, warmup_linear

from engine.syntax import load_weights, save_weights, set_vectors

CONFIG = Path(__file__).with_name("syntax.cfg")


def read_conllu(path: Path, vocab: Vocab, group: int, seed: int) -> Iterator[Doc]:
    """Reference documents of one to `group` neighbouring sentences of the same text."""
    opener = gzip.open if path.suffix == ".gz" else open
    with opener(path, "rt", encoding="utf-8") as lines:
        blocks = lines.read().split("\n\n")
    rng, pending, size = random.Random(seed), [], 1
    for block in blocks:
        if pending and ("# newdoc" in block or "# newpar" in block or len(pending) >= size):
            yield make_doc(vocab, pending)
            pending, size = [], rng.randint(1, group)
        sentence = read_sentence(block)
        if sentence:
            pending.append(sentence)
    if pending:
        yield make_doc(vocab, pending)


def read_sentence(block: str) -> list[tuple[str, bool, str, int, str]]:
    """(form, space after, Penn tag, head index or itself for the root, relation) of each word."""
    words: list[tuple[str, bool, str, int, str]] = []
    inside, outer_space = 0, True
    for line in block.splitlines():
        if not line or line.startswith("#"):
            continue
        number, form, _, _, xpos, _, head, rel, _, misc = line.split("\t")
        if "." in number:
            continue
        space = "SpaceAfter=No" not in misc
        if "-" in number:
            inside, outer_space = int(number.split("-")[1]), space
            continue
        position = int(number)
        if position <= inside:
            space = outer_space if position == inside else False
        words.append((form.replace(" ", ""), space, xpos, int(head) - 1 if head != "0" else position - 1, "ROOT" if head == "0" else rel))
    return words


def make_doc(vocab: Vocab, sentences: list[list[tuple[str, bool, str, int, str]]]) -> Doc:
    words, spaces, tags, heads, deps, starts = [], [], [], [], [], []
    for sentence in sentences:
        offset = len(words)
        for i, (form, space, tag, head, rel) in enumerate(sentence):
            words.append(form)
            spaces.append(space)
            tags.append(tag)
            heads.append(head + offset)
            deps.append(rel)
            starts.append(i == 0)
        spaces[-1] = True
    return Doc(vocab, words=words, spaces=spaces, tags=tags, heads=heads, deps=deps, sent_starts=starts)


def examples(nlp: Language, files: list[Path], group: int, seed: int) -> list[Example]:
    return [
        Example(nlp.make_doc(reference.text), reference)
        for path in files
        for reference in read_conllu(path, nlp.vocab, group, seed)
    ]


def word_vectors(folder: Path, treebank_words: set[str], width: int = 64) -> tuple[list[str], numpy.ndarray]:
    """Lower-case words and their vectors: whole word pieces, and words of the treebank as the mean of their pieces."""
    raw = (folder / "model.safetensors").read_bytes()
    size = int.from_bytes(raw[:8], "little")
    header = json.loads(raw[8 : 8 + size])
    name = next(k for k in header if k.endswith("embeddings.word_embeddings.weight"))
    first, last = header[name]["data_offsets"]
    table = numpy.frombuffer(raw[8 + size + first : 8 + size + last], dtype="float32").reshape(header[name]["shape"])
    pieces = {p: i for i, p in enumerate((folder / "vocab.txt").read_text(encoding="utf-8").split("\n")) if p}
    centred = table - table.mean(axis=0)
    _, vectors = numpy.linalg.eigh(centred.T @ centred)
    reduced = centred @ vectors[:, ::-1][:, :width]
    reduced /= reduced.std()
    words = {p: reduced[i] for p, i in pieces.items() if p.isalpha() and len(p) > 1}
    for word in sorted(treebank_words - words.keys()):
        ids = cut_word(word, pieces)
        if ids:
            words[word] = reduced[ids].mean(axis=0)
    ordered = sorted(words)
    return ordered, numpy.array([words[w] for w in ordered], dtype="float32")


def cut_word(word: str, pieces: dict[str, int]) -> list[int]:
    """Greedy longest word pieces of a lower-case word; empty when it cannot be cut."""
    found, start = [], 0
    while start < len(word):
        for end in range(len(word), start, -1):
            piece = ("##" if start else "") + word[start:end]
            if piece in pieces:
                found.append(pieces[piece])
                start = end
                break
        else:
            return []
    return found


def score(nlp: Language, files: list[Path]) -> dict[str, float]:
    data = examples(nlp, files, group=10, seed=0)
    for example, doc in zip(data, nlp.pipe([e.predicted for e in data], batch_size=64), strict=True):
        example.predicted = doc
    full = Scorer.score_deps(data, "dep", getter=lambda t, attr: t.dep_, head_attr="head", ignore_labels=("punct",))
    universal = Scorer.score_deps(
        data, "dep", getter=lambda t, attr: t.dep_.split(":")[0], head_attr="head", ignore_labels=("punct",)
    )
    return {
        "TAG": Scorer.score_token_attr(data, "tag")["tag_acc"],
        "UAS": full["dep_uas"],
        "LAS": full["dep_las"],
        "LAS-u": universal["dep_las"],
        "sentence F": Scorer.score_spans(data, "sents", has_annotation=lambda d: True)["sents_f"],
    }


def main() -> None:
    parser = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    parser.add_argument("treebanks", type=Path)
    parser.add_argument("--out", type=Path, default=Path("datasets/syntax"))
    parser.add_argument("--steps", type=int, default=7000)
    parser.add_argument("--batch-words", type=int, default=1500)
    parser.add_argument("--dropout", type=float, default=0.2)
    parser.add_argument("--embeddings", type=Path)
    parser.add_argument("--seed", type=int, default=7)
    a = parser.parse_args()
    files = {part: sorted(a.treebanks.glob(f"*-{part}.conllu*")) for part in ("train", "dev", "test")}
    if not all(files.values()):
        raise SystemExit(f"{a.treebanks}: needs *-train.conllu, *-dev.conllu and *-test.conllu files")

    fix_random_seed(a.seed)
    config = Config().from_disk(CONFIG)
    config["components"]["tok2vec"]["model"]["embed"]["include_static_vectors"] = a.embeddings is not None
    nlp = spacy.util.load_model_from_config(config, auto_fill=True)
    if a.embeddings is not None:
        seen = {word.lower() for path in files["train"] for doc in read_conllu(path, Vocab(), 10, 0) for word in (t.text for t in doc)}
        words, vectors = word_vectors(a.embeddings, {w for w in seen if w.isalpha()})
        set_vectors(nlp, words, vectors)
    train = examples(nlp, files["train"], group=4, seed=a.seed)
    nlp.initialize(lambda: train)
    optimizer = Adam(warmup_linear(0.0014, 250, a.steps), L2=0.01, L2_is_weight_decay=True, grad_clip=1.0)
    a.out.mkdir(parents=True, exist_ok=True)

    rng, step, best, started = random.Random(a.seed), 0, 0.0, time.time()
    while step < a.steps:
        rng.shuffle(train)
        for batch in minibatch_by_words(train, a.batch_words):
            nlp.update(batch, drop=a.dropout, sgd=optimizer)
            optimizer.step_schedules()
            step += 1
            if step % 500 == 0 or step == a.steps:
                with nlp.use_params(optimizer.averages):
                    scores = score(nlp, files["dev"])
                    if scores["LAS"] > best:
                        best = scores["LAS"]
                        save_weights(nlp, a.out)
                print(step, f"{time.time() - started:.0f}s", {k: round(100 * v, 2) for k, v in scores.items()}, flush=True)
            if step == a.steps:
                break

    shipped = load_weights(a.out)
    report = {path.name.split("-test")[0]: score(shipped, [path]) for path in files["test"]}
    for name, scores in report.items():
        print(name, "  ".join(f"{k} {100 * v:.2f}" for k, v in scores.items()))
    (a.out / "scores.json").write_text(json.dumps(report, indent=1, sort_keys=True) + "\n")


def minibatch_by_words(data: list[Example], words: int) -> Iterator[list[Example]]:
    batch: list[Example] = []
    size = 0
    for example in data:
        batch.append(example)
        size += len(example.reference)
        if size >= words:
            yield batch
            batch, size = [], 0
    if batch:
        yield batch


if __name__ == "__main__":
    main()

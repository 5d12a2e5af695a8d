"""Train the English dependency model that `engine` ships.

    pip install torch transformers onnx onnxscript onnxruntime
    python tools/train_syntax.py TREEBANK_DIR ENCODER_DIR [--out datasets/syntax] [--epochs 12]

TREEBANK_DIR holds CoNLL-U files, gzipped, named `*-train.conllu.gz`, `*-dev.conllu.gz`, `*-test.conllu.gz`; all training files
are used together. ENCODER_DIR holds a BERT-like encoder (`config.json`, `model.safetensors`, `vocab.txt`). Every test file is scored
on its own tokens and sentences, with the 8-bit model that is shipped: TAG (accuracy of the Penn tag), UAS and LAS (full labels, punctuation
left out). About half an hour on two cores.
"""

from __future__ import annotations

import argparse
import gzip
import json
import random
import shutil
import tempfile
from collections.abc import Iterator
from pathlib import Path

import torch
import torch.nn.functional as F
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from transformers import BertModel

from engine.syntax import SyntaxModel

Sentence = list[tuple[str, str, int, str]]
ROWS = ("pieces", "shapes", "first", "last")
NO = -100


def read_conllu(path: Path) -> list[Sentence]:
    """(form, Penn tag, head or 0, relation) of each word of each sentence."""
    found = []
    with gzip.open(path, "rt", encoding="utf-8") as lines:
        blocks = lines.read().split("\n\n")
    for block in blocks:
        rows = [line.split("\t") for line in block.splitlines() if line and not line.startswith("#")]
        words = [(r[1].replace(" ", ""), r[4], int(r[6]), r[7]) for r in rows if r[0].isdigit()]
        if words:
            found.append(words)
    return found


class Parser(nn.Module):
    """The encoder, with the shape of each word added to its pieces, and biaffine scores over the words' first and last pieces."""

    def __init__(self, encoder: Path, tags: int, relations: int, arc: int = 256, label: int = 128) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(encoder, add_pooling_layer=False, attn_implementation="eager")
        width = self.encoder.config.hidden_size
        self.shapes = nn.Embedding(6, width)
        nn.init.zeros_(self.shapes.weight)
        self.drop = nn.Dropout(0.25)
        self.tag = nn.Linear(2 * width, tags)
        self.arc_head, self.arc_word, self.label_head, self.label_word = (nn.Sequential(nn.Linear(2 * width, size), nn.GELU()) for size in (arc, arc, label, label))
        self.root = nn.Parameter(torch.zeros(2 * width))
        self.arcs = nn.Parameter(torch.randn(arc + 1, arc) * 0.02)
        self.labels = nn.Parameter(torch.randn(label + 1, relations, label + 1) * 0.02)

    def forward(self, pieces, shapes, first, last, mask):
        """Scores of tags [b, w, t], of heads [b, w, h] (0 is the root), and the label vectors of heads and words."""
        hidden = self.encoder(inputs_embeds=self.encoder.embeddings.word_embeddings(pieces) + self.shapes(shapes), attention_mask=mask).last_hidden_state
        ends = [torch.gather(hidden, 1, at.unsqueeze(-1).expand(-1, -1, hidden.shape[-1])) for at in (first, last)]
        words = self.drop(torch.cat(ends, -1))
        heads = torch.cat([self.root.expand(words.shape[0], 1, -1), words], 1)
        arcs = torch.matmul(torch.matmul(_one(self.drop(self.arc_word(words))), self.arcs), self.drop(self.arc_head(heads)).transpose(1, 2))
        return self.tag(words), arcs, _one(self.drop(self.label_head(heads))), _one(self.drop(self.label_word(words)))

    def label_scores(self, heads, words, chosen):
        """Scores of relations [b, w, r] under the chosen heads [b, w]."""
        above = torch.gather(heads, 1, chosen.unsqueeze(-1).expand(-1, -1, heads.shape[-1]))
        return torch.einsum("bwi,irj,bwj->bwr", words, self.labels, above)


class Shipped(nn.Module):
    """What the exported graph gives: tags, heads, and the best relation under every head."""

    def __init__(self, parser: Parser, root: int) -> None:
        super().__init__()
        self.parser, self.root = parser, root

    def forward(self, pieces, shapes, first, last, mask):
        tags, arcs, heads, words = self.parser(pieces, shapes, first, last, mask)
        size, width = self.parser.labels.shape[1], self.parser.labels.shape[2]
        left = torch.matmul(words, self.parser.labels.reshape(self.parser.labels.shape[0], -1)).reshape(words.shape[0], -1, size, width)
        scores = torch.matmul(left.flatten(1, 2), heads.transpose(1, 2)).reshape(words.shape[0], -1, size, heads.shape[1])
        scores[:, :, self.root] = -1e9  # the root's own relation is told by its head
        return tags, arcs, scores.argmax(2)


def _one(x):
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


def encode(model: SyntaxModel, batch: list[Sentence], tags: dict[str, int], relations: dict[str, int]):
    """The five inputs, and the true tags, heads and relations with NO where there is none."""
    rows = [model.row([w[0] for w in s]) for s in batch]
    true = [([tags.get(w[1], NO) for w in s], [w[2] for w in s], [relations.get(w[3], NO) for w in s]) for s in batch]

    def table(values: list[list[int]], fill: int):
        return nn.utils.rnn.pad_sequence([torch.tensor(v) for v in values], batch_first=True, padding_value=fill)

    inputs = [table([r[k] for r in rows], 0) for k in range(len(ROWS))]
    mask = table([[1] * len(r[0]) for r in rows], 0)
    return (*inputs, mask), [table([t[k] for t in true], NO) for k in range(3)]


def batches(data: list[Sentence], words: int, rng: random.Random) -> Iterator[list[Sentence]]:
    """Batches of sentences of like length, in random order."""
    made: list[list[Sentence]] = [[]]
    for sentence in sorted(data, key=lambda s: len(s) + 4 * rng.random()):
        if made[-1] and (len(made[-1]) + 1) * len(sentence) > words:
            made.append([])
        made[-1].append(sentence)
    rng.shuffle(made)
    yield from made


def score(model: SyntaxModel, data: list[Sentence]) -> dict[str, float]:
    total = tag = head = both = 0
    for sentence, (tags, relations, heads) in ((s, model.parse([w[0] for w in s])) for s in data):
        for i, (_, true_tag, true_head, relation) in enumerate(sentence):
            if relation != "punct":
                right = (0 if heads[i] == i else heads[i] + 1) == true_head
                total, tag, head = total + 1, tag + (tags[i] == true_tag), head + right
                both += right and relations[i].replace("ROOT", "root") == relation
    return {"LAS": both / total, "TAG": tag / total, "UAS": head / total}


def train(parser: Parser, blank: SyntaxModel, data: list[Sentence], epochs: int, seed: int) -> None:
    tags, relations = ({name: i for i, name in enumerate(names)} for names in (blank.tags, blank.relations))
    rng = random.Random(seed)
    steps = epochs * sum(1 for _ in batches(data, 2500, random.Random(0)))
    inner = [p for n, p in parser.named_parameters() if n.startswith("encoder")]
    outer = [p for n, p in parser.named_parameters() if not n.startswith("encoder")]
    optimizer = torch.optim.AdamW([{"params": inner, "lr": 4e-4}, {"params": outer, "lr": 1.5e-3}], weight_decay=0.01, betas=(0.9, 0.98))
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1.0, (s + 1) / 150) * max(0.0, 1 - s / steps))
    parser.train()
    for epoch in range(epochs):
        for k, batch in enumerate(batches(data, 2500, rng)):
            inputs, (true_tags, true_heads, true_relations) = encode(blank, batch, tags, relations)
            with torch.autocast("cpu", dtype=torch.bfloat16):
                tag, arcs, heads, words = parser(*inputs)
                label = parser.label_scores(heads, words, true_heads.clamp(min=0))
            there = torch.arange(arcs.shape[2])[None, :] <= (true_heads != NO).sum(1)[:, None]
            arcs = arcs.float().masked_fill(~there[:, None, :], -1e4)
            parts = ((1.0, arcs, true_heads), (1.0, label.float(), true_relations), (0.5, tag.float(), true_tags))
            loss = sum(weight * F.cross_entropy(x.flatten(0, 1), y.flatten(), ignore_index=NO) for weight, x, y in parts)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(parser.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            if k % 50 == 0:
                print(f"epoch {epoch + 1} of {epochs}, batch {k}, loss {loss.item():.3f}", flush=True)


def export(parser: Parser, blank: SyntaxModel, out: Path) -> None:
    """Write `model.onnx` with weights in 7 of 8 bits: their sums never overflow on x86 processors that lack VNNI, so every processor gives the same trees."""
    parser.eval()
    inputs, _ = encode(blank, [[(w, "NN", 0, "root") for w in ("Ships", "carried", "the", "coal", ".")]] * 2, {}, {})
    names = [*ROWS, "mask"]
    axes = {n: {0: "sentences", 1: "words" if n in ("first", "last") else "pieces"} for n in names}
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        torch.onnx.export(Shipped(parser, blank.relations.index("root")), inputs, str(whole), input_names=names, output_names=["tags", "arcs", "relations"], dynamic_axes=axes, opset_version=17, dynamo=False)
        quantize_dynamic(whole, out / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)


def main() -> None:
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("treebanks", type=Path)
    options.add_argument("encoder", type=Path)
    options.add_argument("--out", type=Path, default=Path("datasets/syntax"))
    options.add_argument("--epochs", type=int, default=12)
    options.add_argument("--seed", type=int, default=7)
    a = options.parse_args()
    files = {part: sorted(a.treebanks.glob(f"*-{part}.conllu.gz")) for part in ("train", "test")}
    if not all(files.values()):
        raise SystemExit(f"{a.treebanks}: needs *-train.conllu.gz and *-test.conllu.gz files")
    torch.manual_seed(a.seed)
    data = [sentence for path in files["train"] for sentence in read_conllu(path)]
    a.out.mkdir(parents=True, exist_ok=True)
    shutil.copy(a.encoder / "vocab.txt", a.out / "vocab.txt")
    names = {"tags": sorted({w[1] for s in data for w in s}), "relations": sorted({w[3] for s in data for w in s})}
    (a.out / "labels.json").write_text(json.dumps(names) + "\n")
    blank = SyntaxModel(a.out, session=False)
    parser = Parser(a.encoder, len(blank.tags), len(blank.relations))
    train(parser, blank, data, a.epochs, a.seed)
    export(parser, blank, a.out)
    shipped = SyntaxModel(a.out)
    report = {path.name.split("-test")[0]: score(shipped, read_conllu(path)) for path in files["test"]}
    print(json.dumps(report, indent=1))
    (a.out / "scores.json").write_text(json.dumps(report, indent=1, sort_keys=True) + "\n")


if __name__ == "__main__":
    main()

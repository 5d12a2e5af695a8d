"""Train the second reader that `engine` ships (engine/pairs.py).

    pip install torch transformers onnx onnxscript onnxruntime
    python tools/train_pairs.py ENCODER_DIR GOLD.jsonl... [--held HELD.jsonl ...] [--out datasets/pairs] [--epochs 10]

The model that ships read tools/training/own.jsonl (texts of our own), tools/training/plain.jsonl (sentences of our tests and of the lexicon,
with what the frames read in them), the sets of tests/gold, and annotated news that is not part of this repository.

ENCODER_DIR holds a BERT-like encoder (`config.json`, `model.safetensors`) with the word pieces of datasets/syntax/vocab.txt. A line of
GOLD.jsonl is `{"text": …, "facts": […]}`, where a fact is an object as `embargo eval` takes it or [kind, supplier, recipient]. After every third epoch, and with the 8-bit model that is written, precision, recall and F1 of the held
texts are shown for some thresholds. Ten epochs over 11,000 texts, most of them short, take 40 minutes on two cores.
"""

from __future__ import annotations

import argparse
import json
import random
import tempfile
from collections.abc import Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

import torch
import torch.nn.functional as F
from onnxruntime.quantization import QuantType, quantize_dynamic
from torch import nn
from transformers import BertModel

from engine.extraction import SyntaxExtractor
from engine.pairs import PARTIES, Pair, PairModel, Place, blanked
from engine.read import make_document
from engine.syntax import SyntaxModel
from engine.vocabulary import data_path, is_symmetric, read_yaml

FLOOR = 1e-35  # far below any score, or one high score would raise all others of its batch
MIXED, SHORT = 0.35, 60  # share of short texts that get another behind them, and words of a short text
LONGEST = 320  # pieces of a text that are read in training
Key = tuple[str, str | None, str | None]


@dataclass
class Text:
    """A text ready for training: sentences, mentions, and its facts."""

    sentences: Sequence
    mentions: Sequence
    facts: set[Key]


def read_gold(path: Path, extractor: SyntaxExtractor) -> Iterator[Text]:
    """Texts of a file, cut into sentences and with their parties found by the extractor that ships."""
    for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1):
        raw = json.loads(line)
        document = make_document(raw["text"], published=raw.get("published"), id=f"{path.stem}-{number}")
        sentences, mentions = extractor._read(document.text)
        facts: set[Key] = set()
        for f in raw["facts"]:
            kind, a, b = f[:3] if isinstance(f, list) else (f["kind"], f.get("supplier"), f.get("recipient"))
            a, b = (side["code"] if isinstance(side, dict) else side for side in (a, b))
            swapped = is_symmetric(kind) and (a is None or (b is not None and b < a))
            facts.add((kind, b, a) if swapped else (kind, a, b))
        yield Text(sentences, mentions, facts)


class Reader(nn.Module):
    """The encoder, and biaffine scores of every two mentions for each kind; a learnt vector stands for a side not told."""

    def __init__(self, encoder: Path, kinds: int, size: int = 128) -> None:
        super().__init__()
        self.encoder = BertModel.from_pretrained(encoder, add_pooling_layer=False, attn_implementation="eager")
        width = self.encoder.config.hidden_size
        self.drop = nn.Dropout(0.2)
        self.giver, self.taker = (nn.Sequential(nn.Linear(width, size), nn.GELU()) for _ in range(2))
        self.no_giver, self.no_taker = (nn.Parameter(torch.randn(1, 1, size) * 0.1) for _ in range(2))
        self.kind = nn.Parameter(torch.randn(kinds, size + 1, size + 1) * 0.02)
        self.base = nn.Parameter(torch.full((kinds,), -3.0))

    def encode(self, pieces, mask):
        return self.drop(self.encoder(input_ids=pieces, attention_mask=mask).last_hidden_state)

    def score(self, hidden, at):
        """Scores [b, m + 1, m + 1, k] of the mentions at [b, m]."""
        told = torch.gather(hidden, 1, at.unsqueeze(-1).expand(-1, -1, hidden.shape[-1]))
        givers = _one(torch.cat([self.giver(told), self.no_giver.expand(told.shape[0], -1, -1)], 1))
        takers = _one(torch.cat([self.taker(told), self.no_taker.expand(told.shape[0], -1, -1)], 1))
        return torch.einsum("bid,kde,bje->bijk", givers, self.kind, takers) + self.base


class Shipped(nn.Module):
    """What the exported graph gives for one window."""

    def __init__(self, reader: Reader) -> None:
        super().__init__()
        self.reader = reader

    def forward(self, pieces, at):
        hidden = self.reader.encode(pieces, torch.ones_like(pieces))
        return self.reader.score(hidden, at[None])[0]


def _one(x):
    return torch.cat([x, torch.ones_like(x[..., :1])], -1)


def loss_of(reader: Reader, batch: list[tuple[Text, list[int], list[Place]]], kinds: list[str]):
    """Cross-entropy of each kind between each two parties, per text."""
    length, most = max(len(p) for _, p, _ in batch), max(len(m) for _, _, m in batch)
    pieces, mask = (torch.zeros(len(batch), length, dtype=torch.long) for _ in range(2))
    at, who = torch.zeros(len(batch), most, dtype=torch.long), torch.zeros(len(batch), most + 1, PARTIES * 2 + 1)
    rows = []
    for n, (text, p, places) in enumerate(batch):
        pieces[n, : len(p)], mask[n, : len(p)] = torch.tensor(p), 1
        codes = list(dict.fromkeys(code for _, _, code in places))
        at[n, : len(places)] = torch.tensor([i for i, _, _ in places])
        for i, (_, _, code) in enumerate(places):
            who[n, i, codes.index(code)] = 1
        who[n, most, len(codes)] = 1
        rows.append((text, [*codes, None]))
    scores = reader.score(reader.encode(pieces, mask), at)
    peak = scores.max().detach()
    pooled = (torch.einsum("bip,bijk,bjq->bpqk", who, (scores - peak).exp(), who) + FLOOR).log() + peak
    total = 0.0
    for n, (text, codes) in enumerate(rows):
        true = torch.zeros(len(codes), len(codes), len(kinds))
        for kind, a, b in text.facts:
            if a not in codes or b not in codes:
                continue
            i, j, k = codes.index(a), codes.index(b), kinds.index(kind)
            true[i, j, k] = 1
            if is_symmetric(kind):
                true[j, i, k] = 1
        apart = ~torch.eye(len(codes), dtype=torch.bool)
        total = total + F.binary_cross_entropy_with_logits(pooled[n, : len(codes), : len(codes)][apart], true[apart], reduction="sum")
    return total / len(batch)


def mixed(text: Text, texts: list[Text], rng: random.Random) -> Text:
    """A short text, sometimes with another of other parties behind it: what one tells is not told between the parties of both."""
    if rng.random() > MIXED or sum(len(s.words) for s in text.sentences) > SHORT:
        return text
    other = rng.choice(texts)
    codes = [{m.code for row in t.mentions for m in row} for t in (text, other)]
    if codes[0] & codes[1] or sum(len(s.words) for s in other.sentences) > SHORT:
        return text
    return Text([*text.sentences, *other.sentences], [*text.mentions, *other.mentions], text.facts | other.facts)


def train(reader: Reader, words: SyntaxModel, texts: list[Text], kinds: list[str], epochs: int, hidden: float, rng: random.Random, after) -> None:
    """Adam with a warm-up and a linear decline; the blank words are dealt anew in every epoch, and a share of the others is hidden."""
    inner = [p for n, p in reader.named_parameters() if n.startswith("encoder")]
    outer = [p for n, p in reader.named_parameters() if not n.startswith("encoder")]
    steps = epochs * (len(texts) // 16 + 1)
    optimizer = torch.optim.AdamW([{"params": inner, "lr": 1e-4}, {"params": outer, "lr": 1e-3}], weight_decay=0.01)
    schedule = torch.optim.lr_scheduler.LambdaLR(optimizer, lambda s: min(1.0, (s + 1) / 100) * max(0.02, 1 - s / steps))
    mean = {name: p.detach().clone() for name, p in reader.named_parameters()}  # of the weights on the way, which errs less than where they end
    for epoch in range(epochs):
        made, summed = [], 0.0
        for text in (mixed(t, texts, rng) for t in texts):
            pieces, places = blanked(words, text.sentences, text.mentions, range(len(text.sentences)), rng.sample(range(PARTIES), PARTIES))
            places = [p for p in places if p[0] < LONGEST]
            kept = {0, len(pieces) - 1, *(p[0] for p in places)}
            pieces = [words.piece("[MASK]") if i not in kept and rng.random() < hidden else p for i, p in enumerate(pieces)]
            if places:
                made.append((text, pieces[:LONGEST], places))
        made.sort(key=lambda row: len(row[1]) + 10 * rng.random())
        batches = [made[i : i + 16] for i in range(0, len(made), 16)]
        rng.shuffle(batches)
        reader.train()
        for batch in batches:
            loss = loss_of(reader, batch, kinds)
            optimizer.zero_grad()
            loss.backward()
            nn.utils.clip_grad_norm_(reader.parameters(), 1.0)
            optimizer.step()
            schedule.step()
            summed += loss.item()
            for name, p in reader.named_parameters():
                mean[name].lerp_(p.detach(), 0.003)
        print(f"epoch {epoch + 1} of {epochs}, loss {summed / len(batches):.3f}", flush=True)
        if epoch % 3 == 2 or epoch == epochs - 1:
            with_mean(reader, mean, after)


def with_mean(reader: Reader, mean: dict[str, torch.Tensor], then) -> None:
    """Do `then` with the mean weights in place, and put the others back."""
    own = {name: p.detach().clone() for name, p in reader.named_parameters()}
    for weights in (mean, own):
        for name, p in reader.named_parameters():
            p.data.copy_(weights[name])
        if weights is mean:
            then()


def export(reader: Reader, kinds: list[str], out: Path) -> None:
    """Write `model.onnx` with weights in 7 of 8 bits, as tools/train_syntax.py does, and `kinds.json`."""
    reader.eval()
    out.mkdir(parents=True, exist_ok=True)
    given = (torch.tensor([[2, 3, 4, 5, 6]]), torch.tensor([1, 3]))
    with tempfile.TemporaryDirectory() as folder:
        whole = Path(folder) / "whole.onnx"
        axes = {"pieces": {1: "pieces"}, "at": {0: "mentions"}}
        torch.onnx.export(Shipped(reader), given, str(whole), input_names=["pieces", "at"], output_names=["kinds"], dynamic_axes=axes, opset_version=17, dynamo=False)
        quantize_dynamic(whole, out / "model.onnx", weight_type=QuantType.QInt8, per_channel=True, reduce_range=True)
    (out / "kinds.json").write_text(json.dumps(kinds) + "\n")


def show(model: PairModel, texts: Sequence[Text]) -> None:
    """Precision, recall and F1 by threshold."""
    read = [model.read(t.sentences, t.mentions) for t in texts]
    for least in (0.3, 0.4, 0.5, 0.6, 0.7, 0.8):
        right = found = 0
        for text, pairs in zip(texts, read, strict=True):
            told = without_halves([p for p in pairs if p.chance >= least])
            found += len(told)
            right += sum((p.kind, p.supplier, p.recipient) in text.facts for p in told)
        wanted = sum(len(t.facts) for t in texts)
        print(f"  from {least}: precision {right / max(found, 1):.3f} recall {right / max(wanted, 1):.3f} F1 {2 * right / max(found + wanted, 1):.3f}", flush=True)


def without_halves(pairs: Sequence[Pair]) -> list[Pair]:
    """Without those of which a side is missing, where a whole one of the kind has the other side."""
    whole = [p for p in pairs if p.supplier and p.recipient]
    return [p for p in pairs if (p.supplier and p.recipient) or not any(w.kind == p.kind and (p.supplier or p.recipient) in (w.supplier, w.recipient) for w in whole)]


def main() -> None:
    """Train, show what held texts say, write."""
    options = argparse.ArgumentParser(description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter)
    options.add_argument("encoder", type=Path)
    options.add_argument("gold", type=Path, nargs="+")
    options.add_argument("--held", type=Path, nargs="*", default=[])
    options.add_argument("--out", type=Path, default=Path("datasets/pairs"))
    options.add_argument("--epochs", type=int, default=10)
    options.add_argument("--hidden", type=float, default=0.08, help="share of the words hidden in training")
    options.add_argument("--seed", type=int, default=1)
    a = options.parse_args()
    torch.manual_seed(a.seed)
    kinds = list(read_yaml("kinds.yaml"))
    extractor, words = SyntaxExtractor(), SyntaxModel(data_path("syntax"), session=False)
    texts = [t for path in a.gold for t in read_gold(path, extractor)]
    held = [t for path in a.held for t in read_gold(path, extractor)]
    print(f"{len(texts)} texts, {sum(len(t.facts) for t in texts)} facts; {len(held)} texts held")
    reader = Reader(a.encoder, len(kinds))

    def after() -> None:
        export(reader, kinds, a.out)
        if held:
            show(PairModel(a.out), held)

    train(reader, words, texts, kinds, a.epochs, a.hidden, random.Random(a.seed), after)


if __name__ == "__main__":
    main()

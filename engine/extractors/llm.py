"""A language model behind an OpenAI-compatible endpoint. It proposes facts; only what it can quote from the text stays.

The article is hostile: it is sent as data, the answer must follow a schema, and a quote that is not in the text, word for
word, drops its fact. Settings come from the environment: EMBARGO_LLM_URL (…/v1), EMBARGO_LLM_MODEL, EMBARGO_LLM_KEY,
EMBARGO_LLM_PRICE (dollars for a million tokens in and out, `0.15,0.60`).
"""

from __future__ import annotations

import json
import os
import time
from dataclasses import dataclass
from typing import Any

from engine import vocabulary
from engine.errors import InputError
from engine.extractors.given import made_fact
from engine.model import Document, Fact

CHUNK = 6_000  # characters; cut at line breaks or sentences
UNMEASURED = 0.5  # nobody has measured how often this model is right; the risk table caps such facts
ATTEMPTS = 4
RETRIED = frozenset({408, 409, 425, 429, 500, 502, 503, 504})


@dataclass
class Usage:
    """What an extractor has spent: requests, tokens in and out, dollars; facts dropped for a quote that is not in the text."""

    requests: int = 0
    tokens_in: int = 0
    tokens_out: int = 0
    dropped: int = 0
    price: tuple[float, float] = (0.0, 0.0)

    @property
    def dollars(self) -> float:
        return (self.tokens_in * self.price[0] + self.tokens_out * self.price[1]) / 1e6

    def __str__(self) -> str:
        return f"{self.requests} requests, {self.tokens_in:,} tokens in and {self.tokens_out:,} out, ${self.dollars:.4f}; {self.dropped} facts dropped for a quote that is not in the text"


class LlmExtractor:
    """`--extractor llm` or `llm:MODEL`."""

    def __init__(self, model: str = "") -> None:
        self.model = model or os.environ.get("EMBARGO_LLM_MODEL", "")
        self.url = os.environ.get("EMBARGO_LLM_URL", "").rstrip("/")
        self._key = os.environ.get("EMBARGO_LLM_KEY", "")
        if not self.url or not self.model:
            raise InputError("extractor llm", "has no endpoint or no model", "Set EMBARGO_LLM_URL (such as http://localhost:8000/v1) and EMBARGO_LLM_MODEL")
        try:
            first, second = (float(p) for p in os.environ.get("EMBARGO_LLM_PRICE", "0,0").split(","))
        except ValueError:
            raise InputError("EMBARGO_LLM_PRICE", "is no pair of prices", "Write dollars for a million tokens in and out, such as 0.15,0.60") from None
        self.usage = Usage(price=(first, second))
        self.name = f"llm-{self.model}"
        self.pause = 1.0  # seconds before the first retry; doubled each time

    def extract(self, document: Document) -> tuple[Fact, ...]:
        """Facts whose quotes stand in the text, in the order of the text. InputError when the endpoint cannot be used."""
        found: dict[tuple[Any, ...], Fact] = {}
        for start, piece in chunks(document.text):
            for row in self._ask(piece):
                fact = self._verified(row, piece)
                if fact is None:
                    self.usage.dropped += 1
                    continue
                shifted = tuple(e.model_copy(update={"start": e.start + start, "end": e.end + start}) for e in fact.evidence)
                key = (fact.kind, fact.supplier and fact.supplier.code, fact.recipient and fact.recipient.code, fact.items)
                if key in found:
                    found[key] = found[key].model_copy(update={"evidence": (*found[key].evidence, *shifted)})
                else:
                    found[key] = fact.model_copy(update={"evidence": shifted})
        ordered = sorted(found.values(), key=lambda f: (f.evidence[0].start, f.kind))
        return tuple(f.model_copy(update={"id": f"f{i}"}) for i, f in enumerate(ordered, 1))

    def _verified(self, row: Any, piece: str) -> Fact | None:
        if not isinstance(row, dict):
            return None
        for side in ("supplier", "recipient"):
            code = row.get(side)
            row[side] = code.strip().lower() if isinstance(code, str) and code.strip() and code.strip().lower() not in ("null", "none", "unknown") else None
        if vocabulary.is_symmetric(str(row.get("kind"))):
            row["supplier"], row["recipient"] = sorted((row["supplier"], row["recipient"]), key=lambda c: (c is None, c or ""))
        try:
            return made_fact("f0", row | {"confidence": UNMEASURED}, piece)
        except (InputError, ValueError):
            return None

    def _ask(self, piece: str) -> list[Any]:
        import httpx

        body = {
            "model": self.model,
            "temperature": 0,
            "seed": 0,
            "messages": [{"role": "system", "content": instructions()}, {"role": "user", "content": json.dumps({"article": piece}, ensure_ascii=False)}],
            "response_format": {"type": "json_schema", "json_schema": {"name": "facts", "strict": True, "schema": schema()}},
        }
        headers = {"Authorization": f"Bearer {self._key}"} if self._key else {}
        fault = "no answer"
        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(self.pause * 2 ** (attempt - 1))
            try:
                answer = httpx.post(f"{self.url}/chat/completions", json=body, headers=headers, timeout=120)
            except httpx.HTTPError as error:
                fault = f"cannot be reached: {error}"
                continue
            self.usage.requests += 1
            if answer.status_code in RETRIED:
                fault = f"answered {answer.status_code}"
                continue
            if answer.status_code != 200:
                raise InputError(self.url, f"answered {answer.status_code}: {answer.text[:200]}", "Check the address, the key and the model's name")
            rows = self._rows(answer)
            if rows is not None:
                return rows
            fault = "gave an answer that is no JSON of the schema"
        raise InputError(self.url, f"{fault} ({ATTEMPTS} attempts)", "Try again later, or use the extractor that ships")

    def _rows(self, answer: Any) -> list[Any] | None:
        try:
            data = answer.json()
            used = data.get("usage") or {}
            self.usage.tokens_in += int(used.get("prompt_tokens", 0))
            self.usage.tokens_out += int(used.get("completion_tokens", 0))
            rows = json.loads(data["choices"][0]["message"]["content"])["facts"]
        except (ValueError, KeyError, IndexError, TypeError, AttributeError):
            return None
        return rows if isinstance(rows, list) else None


def chunks(text: str) -> list[tuple[int, str]]:
    """(offset, piece) of pieces of at most CHUNK characters, cut after a line break or a sentence where there is one."""
    pieces, start = [], 0
    while start < len(text):
        end = min(len(text), start + CHUNK)
        if end < len(text):
            cut = max(text.rfind("\n", start, end), text.rfind(". ", start, end) + 1)
            end = cut if cut > start + CHUNK // 2 else end
        if text[start:end].strip():
            pieces.append((start, text[start:end]))
        start = end
    return pieces


def schema() -> dict[str, Any]:
    """The JSON schema that an answer must follow."""
    nullable = {"type": ["string", "null"]}
    classes = sorted(name for name, item in vocabulary.items().items() if not item.rule_only)
    fact = {
        "type": "object",
        "additionalProperties": False,
        "required": ["kind", "supplier", "recipient", "items", "status", "date", "quote"],
        "properties": {
            "kind": {"type": "string", "enum": sorted(vocabulary.kinds())},
            "supplier": nullable,
            "recipient": nullable,
            "items": {"type": "array", "items": {"type": "string", "enum": classes}},
            "status": {"type": "string", "enum": sorted(vocabulary.statuses())},
            "date": nullable,
            "quote": {"type": "string"},
        },
    }
    return {"type": "object", "additionalProperties": False, "required": ["facts"], "properties": {"facts": {"type": "array", "items": fact}}}


def instructions() -> str:
    """What the model is told; the article itself is data and never an instruction."""
    return str(vocabulary.read_yaml("extractors/llm.yaml")["instructions"])

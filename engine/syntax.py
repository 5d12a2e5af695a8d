"""The compact English dependency pipeline: load it, save it, and parse sentences with it.

The weights are Universal Dependencies ones (EWT and GUM), kept in half precision: 16-bit storage halves the
package and costs nothing measurable in accuracy; they are widened to 32 bits on loading.
"""

from __future__ import annotations

import gzip
from functools import lru_cache
from pathlib import Path
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:
    from spacy.language import Language


def save_weights(nlp: Language, folder: Path) -> None:
    """Write `nlp` to `folder` as `config.cfg` and `weights.gz` (16-bit parameters, tokenizer settings left out)."""
    import numpy
    import srsly

    folder.mkdir(parents=True, exist_ok=True)
    pipes: dict[str, Any] = {}
    for name in nlp.pipe_names:
        pipe: Any = nlp.get_pipe(name)
        state = srsly.msgpack_loads(pipe.to_bytes(exclude=["vocab"]))
        model = srsly.msgpack_loads(state.pop("model"))
        model["params"] = [
            {k: None if v is None else v.astype("float16") for k, v in node.items()} for node in model["params"]
        ]
        pipes[name] = {"state": state, "model": model}
    nlp.config.to_disk(folder / "config.cfg")
    vectors = nlp.vocab.vectors
    keys = sorted(vectors, key=lambda key: int(vectors.key2row[key]))
    labels = sorted({label for name in nlp.pipe_names for label in getattr(nlp.get_pipe(name), "labels", ())})
    payload = srsly.msgpack_dumps(
        {"pipes": pipes, "strings": labels, "keys": numpy.array(keys, dtype="uint64"), "vectors": vectors.data.astype("float16")}
    )
    (folder / "weights.gz").write_bytes(gzip.compress(payload, 9, mtime=0))


def set_vectors(nlp: Language, words: list[str], rows: Any) -> None:
    """Give `nlp` static vectors (one row per lower-case word), looked up by a token's lower-case form."""
    _set_rows(nlp, [nlp.vocab.strings.add(word) for word in words], rows)


def _set_rows(nlp: Language, keys: list[int], rows: Any) -> None:
    from spacy.vectors import Vectors

    nlp.vocab.vectors = Vectors(strings=nlp.vocab.strings, data=rows, keys=keys, attr="LOWER", name="words")


def load_weights(folder: Path) -> Language:
    """The pipeline that `save_weights` wrote to `folder`."""
    import spacy
    import srsly
    from thinc.api import Config

    nlp = spacy.util.load_model_from_config(Config().from_disk(folder / "config.cfg"), auto_fill=True)
    data = srsly.msgpack_loads(gzip.decompress((folder / "weights.gz").read_bytes()))
    for string in data["strings"]:
        nlp.vocab.strings.add(string)
    if len(data["keys"]):
        _set_rows(nlp, data["keys"].tolist(), data["vectors"].astype("float32"))
    for name, parts in data["pipes"].items():
        model = parts["model"]
        model["params"] = [
            {k: None if v is None else v.astype("float32") for k, v in node.items()} for node in model["params"]
        ]
        state = {**parts["state"], "model": srsly.msgpack_dumps(model)}
        pipe: Any = nlp.get_pipe(name)
        pipe.from_bytes(srsly.msgpack_dumps(state), exclude=["vocab"])
    return nlp


@lru_cache(maxsize=1)
def load_syntax() -> Language:
    """The pipeline that ships with the package."""
    from engine.vocabulary import data_path

    return load_weights(data_path("syntax"))

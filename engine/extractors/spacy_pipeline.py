"""Any installed spaCy pipeline with a tagger and a parser, in place of the syntax model that ships."""

from __future__ import annotations

from typing import Any

from engine.errors import InputError
from engine.extraction import SyntaxExtractor


class SpacyExtractor(SyntaxExtractor):
    """`--extractor spacy:NAME`: our frames over the trees of the pipeline NAME."""

    def __init__(self, name: str = "en_core_web_sm", nlp: Any = None) -> None:
        if nlp is None:
            import spacy

            try:
                nlp = spacy.load(name)
            except OSError:
                raise InputError(f"spacy:{name}", "no such spaCy pipeline is installed", "Install it (pip install NAME), or use the extractor that ships") from None
        missing = {"tagger", "parser"} - set(nlp.pipe_names)
        if missing:
            raise InputError(f"spacy:{name}", f"has no {' and no '.join(sorted(missing))}", "Name a pipeline with a tagger and a dependency parser")
        super().__init__(nlp)
        self.name = f"spacy-{name}-{nlp.meta.get('version', '0')}"

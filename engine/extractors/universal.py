"""Trees of spaCy's own English pipelines (ClearNLP labels) as Universal Dependencies, which the frames read.

Source of the labels: the ClearNLP guidelines (Choi and Palmer, 2012) and UD version 2. A pipeline whose labels are
already universal is left as it is.
"""

from __future__ import annotations

from collections.abc import Sequence

RENAMED = {
    "dobj": "obj", "nsubjpass": "nsubj:pass", "csubjpass": "csubj:pass", "auxpass": "aux:pass", "dative": "iobj", "relcl": "acl:relcl", "poss": "nmod:poss",
    "neg": "advmod", "npadvmod": "obl", "acomp": "xcomp", "attr": "xcomp", "oprd": "xcomp", "prt": "compound:prt", "nmod": "compound", "quantmod": "advmod",
    "predet": "det", "preconj": "cc:preconj", "intj": "discourse", "meta": "dep", "ROOT": "root", "parataxis": "parataxis",
}  # fmt: skip
CLEAR_ONLY = frozenset({"dobj", "pobj", "prep", "nsubjpass", "auxpass", "relcl", "poss"})
NOUNS = ("NN", "PR", "CD", "DT", "WP")


def to_universal(tags: Sequence[str], deps: Sequence[str], heads: Sequence[int]) -> tuple[list[str], list[int]]:
    """Labels and heads in universal form: prepositions become case markers of their nouns, which hang where they hung."""
    if not CLEAR_ONLY & set(deps):
        return list(deps), list(heads)
    new_deps, new_heads = [RENAMED.get(d, d) for d in deps], list(heads)
    for i, dep in enumerate(deps):
        if dep not in ("prep", "agent", "dative") or tags[i] not in ("IN", "TO", "RP"):
            continue
        objects = [c for c, h in enumerate(heads) if h == i and c != i and deps[c] in ("pobj", "pcomp")]
        if not objects:
            continue
        noun, above = objects[0], heads[i]
        clause = deps[noun] == "pcomp"
        nominal = tags[above][:2] in NOUNS
        new_deps[noun] = ("acl" if nominal else "advcl") if clause else "nmod" if nominal else "obl:agent" if dep == "agent" else "obl"
        new_heads[noun], new_heads[i] = above, noun
        new_deps[i] = "mark" if clause else "case"
    return new_deps, new_heads

"""What stands for a party without a name of its own, as the second reader is to see it: ships and firms whose land the text has told, `the country`."""

from __future__ import annotations

from engine.parties import Mention
from engine.referents import LANDS, View, name_tokens
from engine.vocabulary import word_set

POINTING = word_set("words_for_one_told_of")
FAR = 2  # words between a determiner and its noun


def told_names(view: View) -> list[Mention]:
    """Mentions by what the text so far has told, in the order of the sentence; none overlaps a name."""
    s, found = view.s, list[Mention]()
    for i, tag in enumerate(s.tags):
        if tag[:2] != "NN" or s.base[i] in ("compound", "flat") or any(t in view.at for t in s.noun_phrase(i)):
            continue
        first = next((c for c in s.children[i] if s.lower[c] in POINTING), None)
        code, span = None, [i]
        if s.lower[i] in LANDS and first is not None and i - first <= FAR and s.deps[i] != "nmod:poss":
            code, span = view.party(i), list(range(first, i + 1))
        elif tag == "NNP":
            code, span = view.party(i, pronouns=False), name_tokens(s, i)
        if code is not None and not any(m.start <= t < m.end for m in found for t in span):
            found.append(Mention(span[0], span[-1] + 1, code, "told"))
    return found

"""Document to facts. Syntax, then frames, then factuality, then merging; deterministic, no network."""

from __future__ import annotations

import re
from collections.abc import Iterator, Mapping, Sequence
from dataclasses import replace
from datetime import date
from functools import lru_cache
from importlib.metadata import entry_points
from typing import Any, Protocol, runtime_checkable

from engine.aliases import add_short_names
from engine.cluster import Found
from engine.cues import told_features
from engine.dates import find_date, find_quantity
from engine.dealings import Listed, dealings
from engine.errors import EmbargoError
from engine.events import events_of
from engine.factuality import denial_words, denials, read_status
from engine.filling import Event
from engine.gate import Gate
from engine.lexicon import PhraseTable, load_lexicon, verb_forms
from engine.listing import LISTED_NOUNS, listed, listed_person_told
from engine.lists.mentions import ListedMention, listed_mentions
from engine.lists.store import load_entries
from engine.memory import (
    AMONG_THEM,
    COUNTING,
    credit_buyer,
    credit_maker,
    go_on_with_account,
    pass_over,
    remember,
    told_before,
    told_in_full,
)
from engine.merge import merge
from engine.model import Document, Fact
from engine.pairs import Pair, load_pairs
from engine.parsing import plain_names, unfold
from engine.parties import Mention, find_mentions, goods_places, party_table, state_of, targets
from engine.port_calls import port_calls
from engine.referents import LINKERS, Context, View
from engine.roles import VESSELS
from engine.second import may_be_added, second_events, without_ports
from engine.syntax import load_syntax
from engine.told_names import told_names
from engine.tree import Sentence, segment
from engine.views import view_of
from engine.vocabulary import is_symmetric, read_yaml, word_set

SENTENCE_LIMIT = 160  # tokens; a longer run of text is cut, so time stays linear in the length of the text
LONG_RUN = re.compile(r"\S{300,}")  # no word is that long, and the tokenizer is slow on such runs
DEFAULT = "syntax"


@runtime_checkable
class Extractor(Protocol):
    """Anything that turns a document into facts whose evidence quotes the document's text exactly."""

    name: str

    def extract(self, document: Document) -> tuple[Fact, ...]:
        """The facts of `document`, ids f1, f2 … in the order of the text."""
        ...


@lru_cache(maxsize=8)
def load_extractor(name: str = DEFAULT) -> Extractor:
    """The extractor registered under `name` in the entry-point group `embargo.extractors`.

    `NAME:ARGUMENT` hands the argument to it: `spacy:en_core_web_sm`, `llm:MODEL`, `facts:FILE`. Raises EmbargoError.
    """
    if name == DEFAULT:
        return SyntaxExtractor()
    kind, _, argument = name.partition(":")
    found = {e.name: e for e in entry_points(group="embargo.extractors")}
    if kind not in found:
        raise EmbargoError(f"no extractor called {kind!r}. Installed: {', '.join(sorted(found)) or DEFAULT}")
    factory = found[kind].load()
    try:
        made = factory(argument) if argument else factory()
    except TypeError:
        raise EmbargoError(f"extractor {kind!r} {'takes no argument' if argument else 'needs an argument'}: write {kind if argument else kind + ':…'}") from None
    if not isinstance(made, Extractor):
        raise EmbargoError(f"extractor {kind!r} has no `name` or no `extract(document)`. See docs/engineers.md")
    return made


class SyntaxExtractor:
    """The extractor that ships: our own UD pipeline and frames."""

    name = "syntax-15"

    def __init__(self, nlp: Any = None) -> None:
        self._nlp = nlp if nlp is not None else load_syntax()
        self._tokenizer = self._nlp.tokenizer
        self.lexicon = load_lexicon(self._tokens)
        self._parties = party_table(self._tokens)
        self._denials = denial_words(self.lexicon)
        self._gate = Gate(_names_to_look_for(self._parties), self.lexicon.gate | self._denials)
        self._history = tuple(read_yaml("lexicon/factuality.yaml")["history"])

    def _tokens(self, phrase: str) -> tuple[str, ...]:
        return tuple(t.text for t in self._tokenizer(phrase))

    def extract(self, document: Document) -> tuple[Fact, ...]:
        """The facts of `document`. A text that names no party under measures has none."""
        if not self._gate.opens(document.text):
            return ()
        sentences, mentions = self._read(document.text)
        first, last = years_told(document)
        wanted, officials = targets() | targets_between(first, last), official_targets(first, last)
        if not any(m.code in wanted | goods_places() for row in mentions for m in row) and not self._target_unnamed(document.text, sentences, officials | wanted):
            return ()
        listed = _place(sentences, mentions, listed_mentions(document.text, load_entries()[0]))
        chosen = [i for i, s in enumerate(sentences) if self._wanted(s, mentions[i])]
        parsed = dict(zip(chosen, self.parse([sentences[i] for i in chosen], [mentions[i] for i in chosen]), strict=True))
        context, found, denied = Context(targets=wanted, official_targets=officials, refined=_names_fuels(sentences)), list[Found](), []
        views: dict[int, View] = {}
        told_of: dict[int, list[Mention]] = {}
        for i, sentence in enumerate(sentences):
            if i in parsed:
                view = view_of(parsed[i], [m for m in mentions[i] if not _set_against(parsed[i], m)], self.lexicon, context)
                told_before(view, context)
                told_of[i] = told_names(view)
                credit_maker(view, found, i)
                for code in denials(view):
                    denied.append((code, i, view.s.span(range(len(view.s.words)))))
                told: list[Found] = []
                if not self._long_ago(view.s):
                    told = list(_events(view, i, document, listed[i]))
                    go_on_with_account(told, view, i, context)
                    told_in_full(view, told, i, found)
                    if context.sold_to_nobody is not None and not PAYING.isdisjoint(view.s.lower):
                        credit_buyer(told, found, i)
                    found += told
                views[i] = replace(view, context=context.as_it_is())  # the second reader's finds are read by what was known here
                remember(view, mentions[i], told, context)
            else:
                pass_over(sentence, mentions[i], context)
        pairs, seconds = self._read_again(document, sentences, mentions, told_of, views, context)
        return merge(found, denied, document.text, wanted, document.published, pairs, seconds)

    def _read_again(self, document: Document, sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]], told_of: Mapping[int, Sequence[Mention]], views: Mapping[int, View], context: Context) -> tuple[tuple[Pair, ...], list[Found]]:
        """What the second reader makes of the text, and the events that it may add; sentences without a trigger are parsed only for these."""
        named = [sorted([*row, *told_of.get(i, ())], key=lambda m: m.start) for i, row in enumerate(mentions)]
        pairs = without_ports(load_pairs().read(sentences, named, views), views)
        likely = [p for p in pairs if may_be_added(p)]
        unread = sorted({i for p in likely for i in p.sentences} - views.keys())
        trees = zip(unread, self.parse([sentences[i] for i in unread], [mentions[i] for i in unread]), strict=True)
        seen = {**views, **{i: view_of(s, mentions[i], self.lexicon, context) for i, s in trees}}
        return pairs, second_events(likely, {i: v for i, v in seen.items() if not self._long_ago(v.s)}, document.published)

    def _long_ago(self, s: Sentence) -> bool:
        """Whether a sentence tells of history: `during the Cold War`."""
        return any(cue in " ".join(s.lower) for cue in self._history)

    def _read(self, text: str) -> tuple[list[Sentence], list[list[Mention]]]:
        """Tokenised sentences, and the mentions of each. Mentions need the whole text's support."""
        doc = self._tokenizer(LONG_RUN.sub(lambda run: " " * len(run[0]), text))
        words = [t.text for t in doc]
        starts = [t.idx for t in doc]
        lower = ["'" + w[1:].lower() if w[0] == "’" else w.lower() for w in words]
        everywhere = add_short_names(words, lower, find_mentions(words, lower, self._parties))
        sentences, rows, k = [], [], 0
        for first, last in segment(words, words, SENTENCE_LIMIT):
            span = [t for t in range(first, last) if not words[t].isspace()]
            if not span:
                continue
            number = {t: n for n, t in enumerate(span)}
            sentences.append(
                Sentence(span[0], tuple(words[t] for t in span), tuple(starts[t] for t in span), tuple(starts[t] + len(words[t]) for t in span))
            )
            row = []
            while k < len(everywhere) and everywhere[k].start < last:
                m = everywhere[k]
                if m.start in number and m.end - 1 in number:
                    row.append(Mention(number[m.start], number[m.end - 1] + 1, m.code, m.form))
                k += 1
            rows.append(row)
        return sentences, rows

    def _target_unnamed(self, text: str, sentences: Sequence[Sentence], wanted: frozenset[str]) -> bool:
        """Whether the text means a party under measures without its name: a committee's number, `a listed commander`."""
        return _committee_named(text, wanted) or any(listed_person_told(s.lower) for s in sentences)

    def _wanted(self, s: Sentence, mentions: Sequence[Mention]) -> bool:
        """The cheap gate: a trigger word, and something that it could be about."""
        gate = self.lexicon.gate
        if len(s.words) < 3:
            return False
        naming = bool(mentions) and not NAMED_THINGS.isdisjoint(s.lower) and not LINKERS.isdisjoint(s.lower)  # `Gochin, an X-based firm`
        return naming or any(w in gate or w in self._denials or w in COUNTING for w in s.lower) or tuple(s.lower[:2]) in AMONG_THEM

    def parse(self, sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]]) -> list[Sentence]:
        """Sentences with their trees, names of parties replaced by common ones for the parser."""
        from spacy.tokens import Doc

        plain = [plain_names(s, row) for s, row in zip(sentences, mentions, strict=True)]
        docs = [Doc(self._nlp.vocab, words=words) for words, _ in plain]
        parsed = self._nlp.pipe(docs)
        return [unfold(s, places, doc) for s, (_, places), doc in zip(sentences, plain, parsed, strict=True)]


def _names_fuels(sentences: Sequence[Sentence]) -> bool:
    """Whether a text names refined fuels and no crude, so that its bare `oil` is the same fuels."""
    text = " ".join(word for s in sentences for word in s.lower)
    return not any(word in text for word in word_set("words_for_crude")) and any(f" {word} " in text for word in word_set("words_for_fuels"))


def _set_against(s: Sentence, m: Mention) -> bool:
    """Whether a name stands only for contrast: `Iran, not Russia, sold it`, `from X rather than Y`, `unlike Z`."""
    t = m.start - 1 - (m.start > 0 and s.lower[m.start - 1] in ("the", *LINKS))
    t -= t > 0 and s.lower[t] in LINKS
    if t < 0 or (m.form == "adjective" and s.base[m.end - 1] in ("amod", "compound")):
        return False
    two = (s.lower[t - 1] if t else "", s.lower[t])
    return two[1] in ("not", "unlike") or two in (("rather", "than"), ("instead", "of"))


PAYING = frozenset(verb_forms("pay"))
LINKS = ("from", "to", "by", "with", "on", "for", "of", "in")
NAMED_THINGS = word_set("companies") | VESSELS
YEAR = re.compile(r"\b(?:19[6-9]\d|20[0-4]\d)\b")


def years_told(document: Document) -> tuple[int, int]:
    """First and last year that a text could be about: those it names and its own; 1 and 1 when it tells of none."""
    years = [int(y) for y in YEAR.findall(document.text)] + ([int(document.published[:4])] if document.published else [])
    return (min(years), max(years)) if years else (1, 1)


@lru_cache(maxsize=256)
def targets_between(first: int, last: int) -> frozenset[str]:
    """Parties of every regime that had a measure in force in these years, groups below their classes included."""
    from engine.parties import narrower_parties
    from engine.regimes import measure_intervals
    from engine.rulebook import load_rulebook

    begin, end = date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()
    live = [r for r in load_rulebook().regimes if r.regime != "common" and any(i.overlaps(begin, end) for name in r.measures for i in measure_intervals(r.acts, name))]
    return frozenset(c for r in live for code in r.parties for c in narrower_parties(code))


@lru_cache(maxsize=256)
def official_targets(first: int, last: int) -> frozenset[str]:
    """States whose officials' travel was under a measure in these years."""
    from engine.rulebook import load_rulebook

    begin, end = date(first, 1, 1).toordinal(), date(last, 12, 31).toordinal()
    live = [c for p in load_rulebook().provisions if any(i.overlaps(begin, end) for i in p.in_force) for c in p.when if "official" in c.all_features]
    return frozenset(code for c in live if isinstance(c.party, str) for code in [c.party])


def _names_to_look_for(parties: PhraseTable) -> Iterator[tuple[str, ...]]:
    """Token phrases of every party that was ever under a measure, and of the words that stand for a group."""
    wanted = targets() | targets_between(date.min.year, date.max.year) | goods_places()
    yield from ((word,) for word in sorted(LISTED_NOUNS))
    for row in parties.entries.values():
        for tokens, (code, _) in row:
            if code in wanted or code == "?":
                yield tokens


def _committee_named(text: str, wanted: frozenset[str]) -> bool:
    """Whether the text names a sanctions committee by its number (`the 1636 Committee`)."""
    named = read_yaml("lexicon/listing.yaml")["committees"]
    return any(f"{number} Committee" in text and code in wanted for number, code in named.items())


def _place(sentences: Sequence[Sentence], mentions: list[list[Mention]], found: Sequence[ListedMention]) -> list[list[Listed]]:
    """Listed names by sentence and token; one that no party's name covers becomes a mention of its country's party."""
    placed: list[list[Listed]] = [[] for _ in sentences]
    number = 0
    for name in found:
        while number + 1 < len(sentences) and sentences[number + 1].starts[0] <= name.start:
            number += 1
        s = sentences[number]
        tokens = [t for t in range(len(s.words)) if s.starts[t] < name.end and s.ends[t] > name.start]
        if not tokens or s.starts[0] > name.start:
            continue
        first, last = tokens[0], tokens[-1] + 1
        over = [m for m in mentions[number] if m.start < last and first < m.end]
        if any(m.form in ("group", "generic") for m in over):
            continue  # groups have rules of their own
        entry = name.match.entry
        code = next((c for c in entry.countries), None) or next((m.code for m in over), None) or next((c for c in _regime_codes(entry.list)), None)
        if code is None:
            continue
        form = {"person": "person", "vessel": "ship"}.get(entry.type, "agency")
        mentions[number] = sorted([*(m for m in mentions[number] if m not in over), Mention(first, last, code, form)], key=lambda m: m.start)
        placed[number].append((first, last, name))
    return placed


@lru_cache(maxsize=64)
def _regime_codes(key: str) -> tuple[str, ...]:
    from engine.rulebook import load_rulebook

    return next((r.parties for r in load_rulebook().regimes if r.regime == key), ())


def _events(view: View, number: int, document: Document, named: Sequence[Listed]) -> Iterator[Found]:
    events = events_of(view)
    events += listed(view, events)
    events += dealings(view, events, named)
    events += port_calls(view)
    told = told_features(view.s)
    events = [e for e in events if not (is_symmetric(e.kind) and _at_home(e))]
    for e in events:
        if e.kind == "funds_transfer" and e.recipient and e.supplier == state_of(e.recipient):
            e.supplier = None  # what a group earns in its own land, nobody says from whom
        if e.kind == "labour" and e.supplier and e.recipient is None and view.context.last_land != e.supplier and word_set("words_for_abroad").isdisjoint(view.s.lower):
            e.recipient = view.context.last_land  # `a factory in X … Its workers are North Koreans`
    for e in _without_echoes(events):
        if e.kind == "economic_cooperation" and e.supplier and e.recipient and {state_of(c) or c for c in view.context.partners or ()} != {e.supplier, e.recipient}:  # not the land in place of its rulers
            view.context.partners = (e.supplier, e.recipient)
        e.features |= {feature for feature, kinds in told if not kinds or e.kind in kinds}
        if e.kind in ("labour", "tourism") and e.supplier:
            view.context.people[e.kind] = e.supplier
        reading = read_status(view, e.trigger, (e.supplier, e.recipient if e.kind != "cyber_theft" else None), e.kind)  # who is robbed admits nothing
        if reading.norm:
            continue
        tokens = _whole_names(view, e.tokens)
        yield Found(
            event=e,
            status=reading.status,
            span=view.s.span(tokens or [e.trigger]),
            sentence=number,
            claims=reading.claims,
            denied_by=reading.denied_by,
            quantity=find_quantity(view.s, tokens),
            date=find_date(view.s, document.published, e.trigger),
        )


def _at_home(e: Event) -> bool:
    """Whether the two sides are a group and the State that it acts in."""
    a, b = e.supplier, e.recipient
    return a is not None and b is not None and (state_of(a) == b or state_of(b) == a) and e.kind == "economic_cooperation"


def _whole_names(view: View, tokens: set[int]) -> list[int]:
    """Tokens of an event, each party's name taken whole."""
    found = {t for t in tokens if 0 <= t < len(view.s.words)}
    found |= {k for t in found if t in view.at for k in range(view.at[t].start, view.at[t].end)}
    return sorted(found)


def _without_echoes(events: list[Event]) -> list[Event]:
    """One event of a kind for the same sides: the fuller reading of a sentence covers the poorer one."""
    kept: list[Event] = []
    for e in sorted(events, key=lambda e: ((e.supplier is None) + (e.recipient is None), e.trigger)):
        if e.supplier is None and e.recipient is None and "listed" not in e.features:
            continue
        if e.kind == "cyber_theft" and e.recipient is None and any(k.kind == e.kind and k.supplier == e.supplier and k.recipient for k in kept):
            continue  # `broke into X's bank and stole millions`
        if e.items == {"construction"} and any((k.kind, k.supplier, k.recipient, k.trigger) == (e.kind, e.supplier, e.recipient, e.trigger) for k in kept):
            continue  # `build a bridge` is told as transport
        if not any(k.kind == e.kind and k.group == e.group and k.supplier == e.supplier and k.recipient == e.recipient and k.items >= e.items and k.trigger == e.trigger for k in kept):
            kept.append(e)
    return kept

"""Document to facts. Syntax, then frames, then factuality, then merging; deterministic, no network."""

from __future__ import annotations

import itertools
import re
from collections.abc import Iterator, Sequence
from datetime import date
from functools import lru_cache
from importlib.metadata import entry_points
from typing import Any, Protocol, runtime_checkable

from engine.acts import HACKING, LISTED_NOUNS, acts, cooperation, embargo_breaches, listed, listed_person_told, speaks_of_crypto
from engine.agents import agent_nouns
from engine.circumstances import (
    at_sea,
    at_work_abroad,
    bartered,
    based_in,
    bound_for,
    brings_money,
    debts_forgiven,
    earned_from,
    exchanged,
    helped_against,
    in_service,
    in_use,
    labouring,
    men_sent,
    on_payroll,
    seizures,
    sent_to_fetch,
    sent_to_fight,
    stationed,
    taught,
    thanked,
    there_are,
    with_help,
)
from engine.dates import find_date, find_quantity
from engine.dealings import Listed, dealings
from engine.errors import EmbargoError
from engine.extractors.universal import to_universal
from engine.factuality import MEDIA, denial_words, denials, goes_on, read_status, reporting
from engine.filling import Event
from engine.frames import shares, transfers
from engine.gate import Gate
from engine.lexicon import Hit, Item, Lexicon, PhraseTable, load_lexicon, verb_set
from engine.lists.mentions import ListedMention, listed_mentions
from engine.lists.store import load_entries
from engine.merge import Found, merge
from engine.model import Document, Fact
from engine.parties import Mention, find_mentions, goods_places, party_table, targets
from engine.repair import repair
from engine.roles import VESSELS, Context, View, phrases_below, verbs_of
from engine.syntax import load_syntax
from engine.tree import Sentence, segment
from engine.vocabulary import read_yaml, word_set

SENTENCE_LIMIT = 160  # tokens; a longer run of text is cut, so time stays linear in the length of the text
LONG_RUN = re.compile(r"\S{300,}")  # no word is that long, and the tokenizer is slow on such runs
NOT_THE_GOODS = frozenset((word,) for word in word_set("not_the_goods"))  # `arms dealer`, `textile factory`
VERB_PREFIXES = word_set("verb_prefixes")
PAYING_FORMS = verb_set("sum_verbs")
MONEY_FORMS = verb_set("money_verbs")
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

    name = "syntax-2"

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
        context, found, denied = Context(targets=wanted, official_targets=officials), [], []
        for i, _sentence in enumerate(sentences):
            if i in parsed:
                view = view_of(parsed[i], [m for m in mentions[i] if not _set_against(parsed[i], m)], self.lexicon, context)
                context.made_by, context.departed = _origin_told(view) or context.made_by, _departed(view) or context.departed
                for code in denials(view):
                    denied.append((code, i, view.s.span(range(len(view.s.words)))))
                if not any(cue in " ".join(view.s.lower) for cue in self._history):
                    told = list(_events(view, i, document, listed[i]))
                    _in_account(told, view, i, context)
                    found += told
                    context.claimed = any(f.status == "alleged" for f in told) if told else context.claimed
                context.claimed = context.claimed or reporting(view)
                context.route = _route(view) or context.route
                context.ships = context.ships or not VESSELS.isdisjoint(view.s.lower)
                context.ship_of = next((c for t, w in enumerate(view.s.lower) if w in VESSELS and (c := view.party(t, pronouns=False))), context.ship_of)
                context.together = _side_by_side(view) or context.together
                context.hacking = context.hacking or not HACKING.isdisjoint(view.s.lower)
                context.crypto = context.crypto or speaks_of_crypto(view.s.lower)
                for m in mentions[i]:
                    if m.form == "adjective" and sentences[i].lower[m.end : m.end + 1] and sentences[i].lower[m.end] in MEDIA:
                        continue  # `South Korean media`
                    context.note(m.code, view.is_subject(m))
                    if not any(view.is_subject(k) for k in mentions[i]) and m.form == "adjective" and _names_people(view, m):
                        context.last_subject = m.code  # `experts see X's soldiers at the front. They …`
                    context.last_person = m.code if m.form == "person" and not view.s.words[m.start].endswith("ns") else context.last_person
                strong = [h[2] for h in view.items if not h[2].weak]
                context.last_technology = [x for x in strong if x.kind == "technology_transfer"] or context.last_technology
                context.last_items = strong or [h[2] for h in view.items if h[2].classes not in ((), ("other_goods",))] or context.last_items
            else:
                for k, m in enumerate(mentions[i]):
                    context.note(m.code, k == 0)
        return merge(found, denied, document.text, wanted, document.published)

    def _read(self, text: str) -> tuple[list[Sentence], list[list[Mention]]]:
        """Tokenised sentences, and the mentions of each. Mentions need the whole text's support."""
        doc = self._tokenizer(LONG_RUN.sub(lambda run: " " * len(run[0]), text))
        words = [t.text for t in doc]
        starts = [t.idx for t in doc]
        lower = ["'" + w[1:].lower() if w[0] == "’" else w.lower() for w in words]
        everywhere = find_mentions(words, lower, self._parties)
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
        return len(s.words) > 2 and any(w in gate or w in self._denials for w in s.lower)

    def parse(self, sentences: Sequence[Sentence], mentions: Sequence[Sequence[Mention]]) -> list[Sentence]:
        """Sentences with their trees, names of parties replaced by common ones for the parser."""
        from spacy.tokens import Doc

        plain = [_plain_names(s, row, _whole_items(s, self.lexicon)) for s, row in zip(sentences, mentions, strict=True)]
        docs = [Doc(self._nlp.vocab, words=words) for words, _ in plain]
        parsed = self._nlp.pipe(docs, batch_size=64)
        return [_unfold(s, places, doc) for s, (_, places), doc in zip(sentences, plain, parsed, strict=True)]


def _set_against(s: Sentence, m: Mention) -> bool:
    """Whether a name stands only for contrast: `Iran, not Russia, sold it`, `from X rather than Y`, `unlike Z`."""
    t = m.start - 1 - (m.start > 0 and s.lower[m.start - 1] in ("the", "from", "to", "by"))
    t -= t > 0 and s.lower[t] in ("from", "to", "by")
    if t < 0 or m.form == "adjective":
        return False
    two = (s.lower[t - 1] if t else "", s.lower[t])
    return two[1] in ("not", "unlike") or two in (("rather", "than"), ("instead", "of"))


def _in_account(told: list[Found], view: View, i: int, context: Context) -> None:
    """`A panel says X sold arms. Its ships took them to Y`: what goes on about the same things is still the panel's account."""
    before = context.account
    if told and before and before[0] == i - 1 and all(f.status == "reported" and not f.claims for f in told) and goes_on(view):
        for f in told:
            f.status, f.claims = "alleged", list(before[1])
        context.account = (i, before[1])
    elif any(f.status == "alleged" for f in told):
        context.account = (i, next(f.claims for f in told if f.status == "alleged"))
    elif reporting(view):
        context.account = (i, [])


def _inflected(verb: str) -> tuple[str, str, str, str]:
    """A regular verb's four forms, in one order."""
    stem = verb[:-1] if verb.endswith("e") else verb
    return verb, (verb + "es" if verb.endswith(("ch", "sh", "s", "x")) else verb + "s"), stem + "ed", stem + "ing"


def _stand_in_words() -> dict[str, str]:
    """Form that the parser does not know -> form that it knows."""
    data: dict[str, Any] = read_yaml("reading.yaml")
    found: dict[str, str] = {form: other for word, known in data["words_for_the_parser"].items() for form, other in list(zip(_inflected(word), _inflected(known), strict=True))[1:]}
    found.update({word: known for word, known in data["words_for_the_parser"].items() if word not in data["verbs_like_nouns"]})
    found.update(data["other_forms_for_the_parser"])
    return found


STAND_IN_WORDS = _stand_in_words()
LIKE_NOUNS, BEFORE_INFINITIVE = frozenset(read_yaml("reading.yaml")["verbs_like_nouns"]), frozenset(read_yaml("reading.yaml")["words_before_an_infinitive"])
MODALS = word_set("future_modals") | word_set("possibility_modals") | {"would", "must"}
ABOUT = tuple(tuple(phrase.split()) for phrase in read_yaml("reading.yaml")["about_a_number"])
QUALIFYING = frozenset(word for phrase in ABOUT for word in phrase) | word_set("about_words")
VERB_LIKE = word_set("verb_like_modifiers")
JOINING = word_set("joining_words")
GOODS_AND_VERB = word_set("goods_and_verb")
USED_FOR, PROGRAMMES, MISSILE = word_set("used_for"), word_set("programme_words"), frozenset({"missile", "missiles"})
CARRIERS = frozenset(read_yaml("lexicon/frames.yaml")["carriers"])
OFFICES = word_set("offices_of_state")
DUAL_CLASSES = (("dual_use",), ("machinery",), ("electrical",), ("metals",))
CURRENCIES = word_set("currencies")
NUMBER_WORDS = word_set("number_words")
PLANTS, ARMS_MADE = word_set("plants"), word_set("arms_that_plants_make")
MILITARY_KIND = word_set("military_modifiers")
VOYAGES = word_set("voyages")
STAND_INS = {"name": "China", "place": "China", "adjective": "Chinese", "person": "Bush", "agency": "Microsoft", "media": "Microsoft", "ship": "Microsoft", "group": "Americans"}


def _about(s: Sentence, t: int) -> int:
    """Length of the words at `t` that only qualify the number after them, or 0."""
    for phrase in ABOUT:
        end = t + len(phrase)
        if s.lower[t:end] == phrase and end < len(s.words) and (s.words[end][:1].isdigit() or s.lower[end] in NUMBER_WORDS or s.lower[end][-1:] == "$"):
            return len(phrase)
    return 0


def _worth(s: Sentence, t: int) -> int:
    """Length of `worth $3 million` or `valued at $3 million` at token `t`, or 0."""
    k = t + 1 if s.lower[t] == "worth" else t + 2 if s.lower[t : t + 2] in (("valued", "at"), ("worth", "about")) else 0
    start = k
    while k and k < len(s.words) and (s.lower[k][-1:] in ("$", "€", "£") or s.lower[k][:1].isdigit() or s.lower[k] in NUMBER_WORDS or s.lower[k] in QUALIFYING or s.lower[k] in CURRENCIES):
        k += 1
    after = s.lower[k] if k < len(s.words) else ""
    subject = after in ("was", "were", "is", "are", "has", "have", "had", "left", "went", "came") or after.endswith("ed")
    return k - t if k > start and subject else 0


def _whole_items(s: Sentence, lexicon: Lexicon) -> dict[int, int]:
    """Goods whose first word a tagger takes for a verb (`attack drones`): start and end. The parser sees their last word only."""
    hits = [(start, end) for start, end, _ in lexicon.items.scan(s.lower)]
    spans = [(start, end) for start, end in hits if end - start > 1 and all(s.words[t].isalpha() for t in range(start, end))]
    whole = {start: end for start, end in spans if s.lower[start] in VERB_LIKE and not JOINING & set(s.lower[start:end])}
    if hits and hits[0] == (0, 1):
        whole.setdefault(0, 1)
    for (a, b), (c, d) in itertools.pairwise(hits):
        if b == c and b - a == 1 and s.words[a][:1].isupper() and a:
            whole[a] = d  # `Mohajer-6 combat drones`: a product's name before what it is
    return whole


def _scare_quotes(s: Sentence) -> dict[int, int]:
    """Opening and closing tokens of quotes around a word or three (`"critical" support`): marks that the parser stumbles over."""
    found: dict[int, int] = {}
    t = 1
    while t < len(s.words):
        if s.words[t] in QUOTES and s.lower[t - 1] not in ("said", "says", ",", ":"):
            end = next((k for k in range(t + 2, min(t + 5, len(s.words))) if s.words[k] in QUOTES), None)
            if end is not None and all(w.replace("-", "").isalpha() or w == "-" for w in s.words[t + 1 : end]):
                found[t] = end
                t = end
        t += 1
    return found


QUOTES = frozenset('"“”')


def _known_verb(s: Sentence, t: int) -> str | None:
    """A verb that the parser knows in place of one that it does not (`offloaded`) or takes for a noun (`agreed to ship arms`)."""
    word, before = s.lower[t], s.lower[max(0, t - 2) : t]
    if not s.words[t].islower() or not before:
        return None
    infinitive = (before[-1] == "to" and len(before) > 1 and before[0] in BEFORE_INFINITIVE) or before[-1] in MODALS
    if infinitive and word in LIKE_NOUNS and s.lower[t + 1 : t + 2] and s.lower[t + 1] not in (".", ",", "of", "to", "-", "with"):
        return "deliver"
    return STAND_IN_WORDS.get(word)


def _plain_names(s: Sentence, mentions: Sequence[Mention], items: dict[int, int]) -> tuple[list[str], list[tuple[int, int, int]]]:
    """Words with each party's name replaced by one common name of its kind, and for each the tokens that it stands for: the
    first, the end, and the one that takes its place in the tree.

    A treebank of web text knows few of the names of this field; parses of sentences are better with names it knows.
    """
    words: list[str] = []
    places: list[tuple[int, int, int]] = []
    quoted = _scare_quotes(s)
    t, at, goods = 0, {m.start: m for m in mentions}, set(items)
    while t < len(s.words):
        m = at.get(t)
        end = m.end if m is not None else t + 1
        whole = items.get(t, 0)
        if m is None and s.lower[t] in VERB_PREFIXES and s.lower[t + 1 : t + 2] == ("-",) and t + 2 < len(s.words) and t + 2 not in at:
            end = t + 3  # `test-fired` is one verb
            words.append(s.words[t + 2])
        elif m is None and (size := _worth(s, t)):
            end = t + size  # `coal worth $3 million left X`: the parser takes the sum for a subject
            words.append("again")
        elif m is None and (size := _about(s, t)):
            end = t + size  # `up to 300`, `no fewer than 300`: the parser takes the words for a particle or a comparison
            words.append("about")
        elif m is None and s.lower[t + 1 : t + 2] == ("-",) and s.lower[t + 2 : t + 3] in (("to",), ("by",), ("and",), ("on",)) and s.lower[t + 3 : t + 4] == ("-",) and not any(k in at for k in range(t + 1, t + 5)) and t + 4 < len(s.words):
            end = t + 5  # `surface-to-surface` is one modifier
            words.append("military")
        elif m is None and whole > t + 1 and not any(k in at for k in range(t, whole)):
            end = whole
            words.append(s.words[end - 1])
        elif m is None or m.form == "generic":
            words.append(_known_verb(s, t) or (s.lower[t] if t == 0 and 0 in goods else s.words[t]))  # `Sand from X …`: no name
        elif m.form == "adjective" and s.lower[end - 1].endswith("s") and not s.lower[end - 1].endswith(("ss", "us")):
            words.append("Americans")
        else:
            words.append(STAND_INS[m.form])
        stand, first = end - 1, t
        if t - 1 in quoted and quoted[t - 1] > t:
            first = t - 1  # the opening quote hangs on the word after it
        if end in quoted.values():
            end += 1  # and the closing one on the word before it
        places.append((first, end, stand))
        t = end
        if t in quoted and quoted[t] > t + 1:
            t += 1
    return words, places


def _unfold(s: Sentence, places: Sequence[tuple[int, int, int]], doc: Any) -> Sentence:
    """The tree over all tokens: a name's last token stands in the tree, the tokens before it hang on it."""
    size = len(s.words)
    tags, deps, heads = [""] * size, [""] * size, [0] * size
    labels, above = to_universal([t.tag_ for t in doc], [t.dep_ for t in doc], [t.head.i for t in doc])
    for token, (start, end, last) in zip(doc, places, strict=True):
        tags[last], deps[last], heads[last] = token.tag_, labels[token.i], places[above[token.i]][2]
        for t in (k for k in range(start, end) if k != last):
            tags[t], deps[t], heads[t] = ("''", "punct", last) if s.words[t] in QUOTES else ("NNP", "flat", last)
    repair(s.lower, tags, deps, heads)
    return Sentence(s.offset, s.words, s.starts, s.ends, tuple(tags), tuple(deps), tuple(heads))


def view_of(s: Sentence, mentions: Sequence[Mention], lexicon: Lexicon, context: Context) -> View:
    """What the frames read of a parsed sentence: its tree, mentions, goods and sectors, and the text so far."""
    inside = {t for m in mentions if m.form not in ("adjective",) for t in range(m.start, m.end)}
    inside |= {t for start, end, act in lexicon.act_phrases.scan(s.lower) if act.kind == "military_cooperation" for t in range(start, end)}
    items = [h for h in lexicon.items.scan(s.lower) if h[0] not in inside and not _ship_to_ship(s, h[0], h[1]) and s.lower[h[1] : h[1] + 1] not in NOT_THE_GOODS and not _is_verb(s, h[0], h[1]) and not _of_a_minister(s, h[0]) and not (h[2].word == "cargo" and s.lower[h[1] : h[1] + 1] and s.lower[h[1]] in CARRIERS)]
    sectors = [h for h in lexicon.sectors.scan(s.lower) if h[0] not in inside]
    items = [(start, end, _for_programmes(s, end, _armoured(s, start, item))) for start, end, item in items]
    served = {start for (_, a, x), (start, _, y) in itertools.pairwise(items) if x.kind == "technology_transfer" and "dual_use" in x.classes and y.kind == "arms_transfer" and s.lower[a : a + 1] == ("for",) and start - a < 3}
    items = [h for h in items if h[0] not in served]  # `machine tools for missiles` are no missiles
    return View(s, mentions, items + _sums(s, items), sectors, lexicon, context)


def _armoured(s: Sentence, start: int, item: Item) -> Item:
    """Vehicles or aircraft that words further before call military (`armoured reconnaissance vehicles`) are arms."""
    k = start - 1
    while k >= 0 and s.tags[k] in ("JJ", "NN", "NNP", "VBN") and start - k < 4:
        if s.lower[k] in MILITARY_KIND and item.classes in (("vehicles",), ("aircraft",)):
            return Item(("military_vehicles",) if item.classes == ("vehicles",) else item.classes, "arms_transfer", item.features, False, item.word)
        k -= 1
    return item


def _for_programmes(s: Sentence, end: int, item: Item) -> Item:
    """Goods that the text says serve a weapons programme (`materials used in chemical weapons`) are dual-use."""
    after = s.lower[end : end + 14]
    if item.classes in DUAL_CLASSES and after[:1] == ("for",) and not PROGRAMMES.isdisjoint(after[1:4]):
        return Item(("ballistic_missile_tech", "dual_use") if not MISSILE.isdisjoint(after[1:4]) else ("dual_use",), "technology_transfer", item.features, False, item.word)
    if not item.weak and item.classes != ("other_goods",):
        return item
    if after[:1] == ("for",) and any(w in PLANTS and after[k - 1] in ARMS_MADE for k, w in enumerate(after[:7]) if k):
        return Item(("other_tech",), "technology_transfer", (*item.features, "military"), False, item.word)  # `materials for a drone factory`
    use = next((k for k, w in enumerate(after[:5]) if w in USED_FOR), None)
    if use is None or not PROGRAMMES & set(after[use:]):
        return item
    classes = ("ballistic_missile_tech", "dual_use") if MISSILE & set(after[use:]) else ("dual_use",)
    return Item(classes, "technology_transfer", item.features, False, item.word)


def _sums(s: Sentence, items: Sequence[Hit]) -> list[Hit]:
    """Sums of money after a verb of earning: `generating $7.5 million`."""
    taken = {t for h in items for t in range(h[0], h[1])}
    money = Item((), "funds_transfer", (), True, "sum")
    found = []
    for i, word in enumerate(s.lower[:-1]):
        verb = i - 1
        while verb > 0 and s.lower[verb] in QUALIFYING:
            verb -= 1
        if word.endswith("$") and s.lower[i + 1][:1].isdigit() and i not in taken and (any(w in MONEY_FORMS for w in s.lower[max(0, i - 4) : i]) or s.lower[max(0, verb)] in PAYING_FORMS):
            end = i + 3 if s.lower[i + 2 : i + 3] and s.lower[i + 2] in ("million", "billion", "m", "bn") else i + 2
            found.append((i, end, money))
    return found


def _of_a_minister(s: Sentence, start: int) -> bool:
    """Whether goods only name an office: `minister of natural resources`, `department of food`."""
    return s.lower[start - 1 : start] == ("of",) and s.lower[start - 2 : start - 1] != () and s.lower[start - 2] in OFFICES


def _is_verb(s: Sentence, start: int, end: int) -> bool:
    """Whether a word of goods is a verb here: `sent troops to aid the rebels`."""
    return end - start == 1 and s.lower[start] in GOODS_AND_VERB and s.tags[start][:2] == "VB" and s.base[start] not in ("amod", "compound")


def _ship_to_ship(s: Sentence, start: int, end: int) -> bool:
    """Whether an item word is a part of `ship-to-ship`."""
    return s.lower[end : end + 2] == ("-", "to") or s.lower[max(0, start - 2) : start] == ("to", "-")


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
    events = transfers(view) + shares(view) + agent_nouns(view)
    hidden = at_sea(view, events)
    halves = {(e.trigger, e.supplier) for e in hidden}  # between ships, a hand-over with one side named has no direction
    events = [e for e in events if not (e.recipient is None and (e.trigger, e.supplier) in halves)]
    events += sent_to_fight(view, events) + sent_to_fetch(view, events) + at_work_abroad(view) + stationed(view) + men_sent(view) + brings_money(view, events)
    events += seizures(view, events) + in_use(view) + in_service(view) + with_help(view) + on_payroll(view) + there_are(view) + helped_against(view) + based_in(view) + labouring(view) + taught(view) + thanked(view) + bound_for(view)
    events += debts_forgiven(view) + earned_from(view) + bartered(view) + exchanged(view, events) + hidden + acts(view) + cooperation(view) + embargo_breaches(view)
    events += listed(view, events)
    events += dealings(view, events, named)
    told = _told_features(view.s)
    for e in _without_echoes(events):
        if e.kind == "economic_cooperation" and e.supplier and e.recipient:
            view.context.partners = (e.supplier, e.recipient)
        e.features |= {feature for feature, kinds in told if not kinds or e.kind in kinds}
        if e.kind in ("labour", "tourism") and e.supplier:
            view.context.people[e.kind] = e.supplier
        reading = read_status(view, e.trigger, (e.supplier, e.recipient))
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


def _names_people(view: View, m: Mention) -> bool:
    """Whether a nationality stands before people (`Rwandan soldiers`)."""
    hit = view.item_at.get(m.end)
    return hit is not None and hit[2].kind in ("troops", "trainers", "labour")


def _route(view: View) -> tuple[str, ...]:
    """The two ends of voyages that a sentence tells of: `trips between X and Y`."""
    s = view.s
    for i, word in enumerate(s.lower):
        if word == "between" and VOYAGES & set(s.lower[max(0, i - 6) : i]):
            ends = [m.code for m in view.mentions if i < m.start <= i + 8 and m.form != "media"]
            if len(dict.fromkeys(ends[:2])) == 2:
                return tuple(ends[:2])
    return ()


def _side_by_side(view: View) -> list[str]:
    """The parties that a sentence names side by side (`X, Y and Z have …`), for `the three countries`."""
    rows = [[view.at[t].code for t in view.s.conjuncts(m.end - 1) if t in view.at] for m in view.mentions if view.s.base[m.end - 1] != "conj"]
    return max((list(dict.fromkeys(r)) for r in rows if len(set(r)) > 1), key=len, default=[])


def _origin_told(view: View) -> str | None:
    """The party whose make goods are said to be: `the parts were of X origin`, `the rifles were made in X`."""
    s = view.s
    for i, word in enumerate(s.lower):
        if word == "origin" and s.preposition(i) == "of":
            return next((view.at[t].code for t in s.children[i] if t in view.at), None)
        if word in MADE and s.is_passive(i) and s.base[i] != "acl":
            return next((c for prep, t in phrases_below(view, i) if prep in ("in", "by") for c in view.parties(t, pronouns=False)), None)
    return None


def _departed(view: View) -> str | None:
    """Where a ship, lorry or load set out: `the ship left X`, `a container that had left X`."""
    s = view.s
    for _, roles in verbs_of(view, DEPARTING):
        if roles.subject is None or roles.passive or not (s.lower[roles.subject] in CARRIERS or s.lower[roles.subject] in LOADS):
            continue
        places = [t for prep, t in roles.phrases if prep == "from"] + ([roles.theme] if roles.theme is not None else [])
        found = next((c for t in places for c in view.parties(t, pronouns=False)), None)
        if found is not None:
            return found
    return None


DEPARTING, LOADS = verb_set("departing_verbs"), word_set("anaphoric_goods")
MADE = word_set("made_forms")


def _told_features(s: Sentence) -> list[tuple[str, frozenset[str]]]:
    """(feature, kinds that it is for) for each cue of `cues.yaml` that the sentence holds."""
    text = " " + " ".join(s.lower) + " "
    found = []
    for row in read_yaml("lexicon/cues.yaml"):
        if not _holds(text, row["any"]) or ("also" in row and not _holds(text, row["also"])) or _holds(text, row.get("never", ())):
            continue
        if "number" not in row or _reaches(s, row["number"]):
            found.append((row["feature"], frozenset(row.get("kinds", ()))))
    return found


def _holds(text: str, phrases: Sequence[str]) -> bool:
    return any(f" {phrase} " in text for phrase in phrases)


def _reaches(s: Sentence, wanted: dict[str, Any]) -> bool:
    """Whether a number of at least so many of the units stands in the sentence."""
    for word, unit in itertools.pairwise(s.lower):
        digits = word.replace(",", "").replace("-", "")
        if unit in wanted["units"] and digits.isdigit() and len(digits) < 9 and int(digits) >= wanted["at_least"]:
            return True
    return False


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
        if not any(k.kind == e.kind and k.group == e.group and k.supplier == e.supplier and k.recipient == e.recipient and k.items >= e.items and k.trigger == e.trigger for k in kept):
            kept.append(e)
    return kept

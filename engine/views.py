"""What the frames read of a parsed sentence: its tree, the parties named, and the goods, with what the words around say of them."""

from __future__ import annotations

import itertools
from collections.abc import Sequence

from engine.lexicon import Hit, Item, Lexicon, verb_set
from engine.parsing import QUALIFYING
from engine.parties import Mention
from engine.phrases import as_technology
from engine.referents import Context, View
from engine.tree import Sentence
from engine.vocabulary import read_yaml, word_set

NOT_THE_GOODS = frozenset((word,) for word in word_set("not_the_goods"))  # `arms dealer`, `textile factory`
PAYING_FORMS = verb_set("sum_verbs")
MONEY_FORMS = verb_set("money_verbs")
GOODS_AND_VERB = word_set("goods_and_verb")
USED_FOR, PROGRAMMES, MISSILE = word_set("used_for"), word_set("programme_words"), frozenset({"missile", "missiles"})
CARRIERS = frozenset(read_yaml("lexicon/frames.yaml")["carriers"])
OFFICES = word_set("offices_of_state")
DUAL_CLASSES = (("dual_use",), ("machinery",), ("electrical",), ("metals",))
PLANTS, ARMS_MADE = word_set("plants"), word_set("arms_that_plants_make")
BARE_LABOUR = word_set("bare_labour")
MILITARY_KIND = word_set("military_modifiers")


def view_of(s: Sentence, mentions: Sequence[Mention], lexicon: Lexicon, context: Context) -> View:
    """What the frames read of a parsed sentence: its tree, mentions, goods and sectors, and the text so far."""
    inside = {t for m in mentions if m.form not in ("adjective",) for t in range(m.start, m.end)}
    inside |= {t for start, end, act in lexicon.act_phrases.scan(s.lower) if act.kind == "military_cooperation" for t in range(start, end)}
    items = [h for h in lexicon.items.scan(s.lower) if h[0] not in inside and not _ship_to_ship(s, h[0], h[1]) and s.lower[h[1] : h[1] + 1] not in NOT_THE_GOODS and not _is_verb(s, h[0], h[1]) and not _of_a_minister(s, h[0]) and not (h[2].word == "cargo" and s.lower[h[1] : h[1] + 1] and s.lower[h[1]] in CARRIERS)]
    items = [h for h in items if s.lower[h[0]] not in BARE_LABOUR or h[1] - h[0] > 1 or any((m.end == h[0] and m.form == "adjective") or (s.deps[m.end - 1] == "nmod:poss" and s.heads[m.end - 1] == h[1] - 1) for m in mentions)]
    items = [h for h in items if (h[2].kind != "funds_transfer" or not _price(s, h[0], h[1])) and NO_GOODS.isdisjoint((" ".join(s.lower[max(0, h[0] - 1) : h[1]]), " ".join(s.lower[h[0] : h[1] + 1]))) and not (h[2].word.islower() and _in_a_name(s, h[0], h[1]))]
    items = [h for h in items if not (h[2].word.isupper() and s.words[h[0]].istitle() and not s.words[h[0]].isupper())]  # `the Sam Ryong` is no SAM
    items = [h for h in items if not (s.lower[h[1] - 1] in word_set("vehicles_or_vessels") and _holds_liquid(s, h[1] - 1))]
    items = [(start, end, REFINED if context.refined and item.word in ("oil", "oil shipment") else item) for start, end, item in items]
    sectors = [h for h in lexicon.sectors.scan(s.lower) if h[0] not in inside]
    items = [(start, end, _for_programmes(s, end, _armoured(s, start, item))) for start, end, item in items]
    armed = {end for _, end, x in items if x.kind == "arms_transfer"}
    items = [h for h in items if not (h[0] in armed and s.lower[h[0]] in word_set("units_of_arms"))]  # `S-300 batteries` are no batteries
    items = [(start, end, _among_arms(s, start, end, item, items, context)) for start, end, item in items]
    served = {start for (_, a, x), (start, _, y) in itertools.pairwise(items) if x.kind == "technology_transfer" and "dual_use" in x.classes and y.kind == "arms_transfer" and s.lower[a : a + 1] == ("for",) and start - a < 3}
    served |= {start for start, end, x in items if x.kind == "arms_transfer" and _to_be_made(s, end - 1, items)}
    items = [h for h in items if h[0] not in served and not _false_label(s, h[1] - 1)]  # `machine tools for missiles` are no missiles
    items = [(start, end, as_technology(item) if _only_drawn(s, start) else item) for start, end, item in items]
    items = [(start, end, FIGHTER_JET if item.kind == "troops" and s.lower[end - 1].startswith("fighter") and start - 1 not in inside and any(ch.isdigit() for ch in s.lower[start - 1]) and not s.lower[start - 1][0].isdigit() else item) for start, end, item in items]
    return View(s, mentions, items + _sums(s, items), sectors, lexicon, context)


FIGHTER_JET = Item(("aircraft",), "arms_transfer", (), False, "fighter")  # `six MiG-29 fighters`

REFINED = Item(("refined_petroleum",), "goods_transfer", (), False, "oil")


def _holds_liquid(s: Sentence, tank: int) -> bool:
    """Whether a tank is one to fill, and no vehicle: `filled the tanks of a ship`, `tanks full of fuel`, `tanks at an oil terminal`."""
    verb = s.heads[tank] if s.base[tank] in ("obj", "nsubj", "obl") else -1
    of = [c for c in s.kids(tank, "nmod") if s.preposition(c) == "of"]
    return (verb >= 0 and s.lower[verb] in FILLING) or any(s.lower[c] in CARRIERS or s.lower[c] in word_set("liquids") for c in of) or any(s.lower[c] in word_set("filled_forms") for c in s.kids(tank, "amod", "acl"))


FILLING = verb_set("filling_verbs")


def _false_label(s: Sentence, head: int) -> bool:
    """Whether goods are only what others are passed off as: `tobacco declared as tea`."""
    return s.preposition(head) == "as" and s.lower[s.heads[head]] in LABELLING


def _only_drawn(s: Sentence, start: int) -> bool:
    """Whether a word for arms says what drawings show: `designs for drones`, `the blueprint of a missile`."""
    k = start - 1
    while k > 0 and start - k < 4 and s.tags[k] in ("DT", "JJ", "NN", "PRP$", "CD"):
        k -= 1
    return s.lower[k] in ("for", "of", "to") and s.lower[max(0, k - 1)] in DRAWINGS


LABELLING, DRAWINGS = word_set("labelling_forms"), word_set("drawings")


def _to_be_made(s: Sentence, head: int, items: Sequence[Hit]) -> bool:
    """Whether arms are only what goods serve to make: `materials for the production of missiles`."""
    while s.base[head] in ("conj", "compound") and s.heads[head] != head:
        head = s.heads[head]
    making = s.heads[head]
    if s.lower[head] in MAKING_NOUNS:  # `parts for weapons manufacturing`
        return s.preposition(head) == "for" and any(end <= head and head - end < 10 and x.kind == "goods_transfer" for _, end, x in items)
    if s.base[head] != "nmod" or s.preposition(head) != "of" or s.lower[making] not in MAKING_NOUNS or s.preposition(making) not in ("for", "in"):
        return False
    return any(end <= making and making - end < 10 and x.kind == "goods_transfer" for _, end, x in items)


MAKING_NOUNS = word_set("nouns_of_making")


def _armoured(s: Sentence, start: int, item: Item) -> Item:
    """Vehicles or aircraft that words further before call military (`armoured reconnaissance vehicles`) are arms."""
    k = start - 1
    while k >= 0 and s.tags[k] in ("JJ", "NN", "NNP", "VBN") and start - k < 4:
        if s.lower[k] in MILITARY_KIND and item.classes in (("vehicles",), ("aircraft",)):
            return Item(("military_vehicles",) if item.classes == ("vehicles",) else item.classes, "arms_transfer", item.features, False, item.word)
        k -= 1
    return item


def _among_arms(s: Sentence, start: int, end: int, item: Item, items: Sequence[Hit], context: Context) -> Item:
    """Aircraft told of in one breath with arms (`fighter jets and Mi-24 helicopters`) are arms, there and in what follows."""
    if item.classes not in (("aircraft",), ("vehicles",)) or item.kind != "goods_transfer":
        return item
    armed = {t for a, b, x in items if x.kind == "arms_transfer" and not x.weak for t in range(a, b)}
    top = end - 1
    while s.base[top] == "conj" and s.heads[top] != top:
        top = s.heads[top]
    beside = {start - 1, *(t for c in s.conjuncts(top) for t in (c, *s.kids(c, "compound")))}
    if item.classes == ("vehicles",):  # `rifles, vehicles and ammunition`: in the middle of a list of arms
        listed = {t for c in s.conjuncts(top) for t in (c, *s.kids(c, "compound"))} & armed
        return Item(("military_vehicles",), "arms_transfer", item.features, False, item.word) if len(listed) > 1 and top != end - 1 else item
    context.armed_aircraft = context.armed_aircraft or bool(armed & beside)
    return Item(item.classes, "arms_transfer", item.features, False, item.word) if context.armed_aircraft else item


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
        while verb > 0 and (s.lower[verb] in QUALIFYING or s.tags[verb] in ("NNP", "NNPS") or s.lower[verb] in ("it", "them", "him", "her")):  # `lent X $20 million`
            verb -= 1
        if word.endswith("$") and s.lower[i + 1][:1].isdigit() and i not in taken and (any(w in MONEY_FORMS for w in s.lower[max(0, i - 4) : i]) or s.lower[max(0, verb)] in PAYING_FORMS):
            end = i + 3 if s.lower[i + 2 : i + 3] and s.lower[i + 2] in ("million", "billion", "m", "bn") else i + 2
            found += [] if _price(s, i, end) else [(i, end, money)]
    return found


def _price(s: Sentence, start: int, end: int) -> bool:
    """Whether a sum only tells what goods are worth: `oil worth half a billion dollars`, `$2 million worth of gold`."""
    if s.lower[end : end + 2] in (("worth", "of"), ("in", "worth"), ("'", "worth"), ("’", "worth")) or s.lower[end : end + 3] == ("'s", "worth", "of"):
        return True
    k = start - 1
    while k > 0 and start - k < 8 and s.lower[k] != "of" and (s.lower[k] in QUALIFYING or s.lower[k] in NUMBERS or s.lower[k][:1].isdigit() or s.lower[k] in ("a", "an", "us", "$", "some", "approximately", "about")):
        k -= 1
    return s.lower[k] == "worth" or s.lower[max(0, k - 1) : k + 1] == ("valued", "at")


def _in_a_name(s: Sentence, start: int, end: int) -> bool:
    """Whether a word of goods belongs to a name: `the Tank Museum`, `the Gold Coast team`; in a headline every word has a capital."""
    if start == 0 or not s.words[start][0].isupper() or s.words[start].isupper() or not s.words[end : end + 1] or not s.words[end][0].isupper():
        return False
    return sum(w[0].isupper() for w in s.words if w[0].isalpha()) < 0.6 * sum(w[0].isalpha() for w in s.words)


NO_GOODS = word_set("sound_like_goods")  # `a think tank`
NUMBERS = word_set("number_words")


def _of_a_minister(s: Sentence, start: int) -> bool:
    """Whether goods only name an office: `minister of natural resources`, `department of food`."""
    return s.lower[start - 1 : start] == ("of",) and s.lower[start - 2 : start - 1] != () and s.lower[start - 2] in OFFICES


def _is_verb(s: Sentence, start: int, end: int) -> bool:
    """Whether a word of goods is a verb here: `sent troops to aid the rebels`."""
    return end - start == 1 and s.lower[start] in GOODS_AND_VERB and s.tags[start][:2] == "VB" and s.base[start] not in ("amod", "compound")


def _ship_to_ship(s: Sentence, start: int, end: int) -> bool:
    """Whether an item word is a part of `ship-to-ship`."""
    return s.lower[end : end + 2] == ("-", "to") or s.lower[max(0, start - 2) : start] == ("to", "-")

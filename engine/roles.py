"""Who does what in a sentence: subjects across control and coordination, prepositional phrases, parties of noun phrases."""

from __future__ import annotations

from collections.abc import Container, Iterator, Sequence
from dataclasses import dataclass, field
from functools import cached_property

from engine.lexicon import Hit, Item, Lexicon, verb_forms, verb_set
from engine.parties import Mention, state_of
from engine.tree import Sentence
from engine.vocabulary import read_yaml, word_set

GENERIC = word_set("generic_parties")
WATCHING = word_set("watching_groups")
PRONOUNS = word_set("pronouns")
OBJECT_PRONOUNS = word_set("object_pronouns")
ACCUSING = word_set("accusing")
TIES = word_set("ties")
PERSONAL = word_set("personal_pronouns")
RELATIVES = word_set("relative_pronouns")
LINKERS = word_set("party_linkers")
PEOPLE = frozenset({"labour", "tourism", "troops", "trainers", "specialists"})
VESSELS = word_set("vessels")
CARRIERS = frozenset(read_yaml("lexicon/frames.yaml")["carriers"])
TELLING = frozenset(form for verb in read_yaml("lexicon/factuality.yaml")["saying"] for form in verb_forms(verb)) | frozenset(form for verb in read_yaml("lexicon/factuality.yaml")["alleging"] for form in verb_forms(verb))
SPEAKERS = word_set("speakers_pronouns")
HOLDERS_OF_POWER = word_set("holders_of_power")
COUNTED = {2: frozenset({"both", "two", "each"}), 3: frozenset({"three"}), 4: frozenset({"four"})}
LANDS = word_set("lands")
MEANS = word_set("means_after_by")
FLAGS = word_set("flags")
RELATIONAL = word_set("relational_nouns")
HELPING = frozenset({*verb_forms("help"), *verb_forms("assist"), *verb_forms("aid"), *verb_forms("support")})
PREPOSITIONAL = word_set("nouns_in_prepositions")
SINGLE_PERSONS = word_set("single_persons")
CONNECTING = word_set("connecting_forms")
PUNISHING = verb_set("punishing_verbs")
HINDERING = verb_set("hindering_verbs")
BIDDING, DEPENDING, CLEARING = verb_set("bidding_verbs"), verb_set("depending_verbs"), verb_set("clearing_verbs")
OTHER_SIDES = word_set("other_sides")
LEADERS_TOLD = word_set("leaders_told")
LANDS_TOLD = word_set("lands_told")


@dataclass
class Context:
    """What a document has told so far: the last party that was a subject, the order of mentions, the technology last told of, who holds and who gave goods of a class
    last told of, the two sides of the last deal, the two ends of the
    last voyage, whether the last activity was someone's claim, the sentence and claims of the account going on, whether ships, hacking,
    coins, aircraft among arms and aid were spoken of, the parties last named side by side, whose the last ship was, whose make the goods are, where the last ship or lorry set out and how many sentences ago, whose workers (or other people) were, the last land that something was in, whose the ships and firms are that it names."""

    last_subject: str | None = None
    last_person: str | None = None
    recent: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    last_items: list[Item] = field(default_factory=list)
    last_technology: list[Item] = field(default_factory=list)
    holders: dict[str, str] = field(default_factory=dict)
    givers: dict[str, str] = field(default_factory=dict)
    partners: tuple[str, str] | None = None
    last_pair: tuple[str, str] | None = None
    claimed: bool = False
    account: tuple[int, list[tuple[str, str]]] | None = None
    ships: bool = False
    together: list[str] = field(default_factory=list)
    ship_of: str | None = None
    made_by: str | None = None
    departed: str | None = None
    since_departure: int = 0
    hacking: bool = False
    crypto: bool = False
    armed_aircraft: bool = False
    relief: bool = False
    last_land: str | None = None
    people: dict[str, str] = field(default_factory=dict)
    named: dict[str, str] = field(default_factory=dict)
    route: tuple[str, ...] = ()
    targets: frozenset[str] = frozenset()
    official_targets: frozenset[str] = frozenset()

    def note(self, code: str, subject: bool) -> None:
        if code in self.recent:
            self.recent.remove(code)
        self.recent.append(code)
        self.counts[code] = self.counts.get(code, 0) + 1
        if subject:
            self.last_subject = code

    def sole_target(self, here: Sequence[str]) -> str | None:
        """The one party under measures that the text has named so far, `here` in this sentence included; None when there are several."""
        found = {c for c in (*self.recent, *here) if c in self.targets}
        found -= {state for c in found if (state := state_of(c)) is not None}
        return next(iter(found)) if len(found) == 1 else None

    def pair(self) -> list[str]:
        """The two parties named most so far, for `both countries`; of equals the later ones."""
        ranked = sorted(self.recent, key=lambda c: (-self.counts[c], -self.recent.index(c)))
        return ranked[:2] if len(ranked) >= 2 else []


def name_at(s: Sentence, i: int) -> str:
    """The proper name headed by token `i`, in lower case."""
    return " ".join(s.lower[t] for t in sorted([i, *s.kids(i, "flat"), *(c for c in s.kids(i, "compound") if s.tags[c] == "NNP")]))


@dataclass
class View:
    """A sentence with its mentions and item words, by local token number."""

    s: Sentence
    mentions: Sequence[Mention]
    items: Sequence[Hit]
    sectors: Sequence[Hit]
    lexicon: Lexicon
    context: Context

    @cached_property
    def at(self) -> dict[int, Mention]:
        """Mentions of parties by token; a news outlet is no party of what it tells."""
        return {t: m for m in self.mentions if m.form != "media" for t in range(m.start, m.end)}

    @cached_property
    def item_at(self) -> dict[int, tuple[int, int, Item]]:
        return {t: hit for hit in self.items for t in range(hit[0], hit[1])}

    @cached_property
    def exchange_zone(self) -> frozenset[int]:
        """Tokens that name the other side of an exchange: `in exchange for Y`, `in return for Y`."""
        s, zone = self.s, set()
        for i in range(len(s.words) - 2):
            if s.lower[i] == "in" and s.lower[i + 1] in ("exchange", "return"):
                if s.lower[i + 2] != "for":
                    continue
                j = i + 3
                while j < len(s.words) and not (s.lower[j] in (",", ";", ".") and self._closes(j)) and s.lower[j] not in ("which", "that", "but", "although"):
                    zone.add(j)
                    j += 1
        return frozenset(zone)

    def _closes(self, j: int) -> bool:
        """A comma ends the other side unless a list goes on with items after it."""
        if self.s.lower[j] != ",":
            return True
        return not any(t in self.item_at for t in range(j + 1, min(j + 5, len(self.s.words))))

    def _left_out(self, t: int) -> bool:
        """`drones, but not missiles`."""
        s = self.s
        return s.base[t] == "conj" and any(s.lower[c] == "not" and s.lower[c + 1 : c + 2] != ("only",) for c in s.kids(t, "advmod"))

    def pronoun(self, i: int) -> str | None:
        """The party that a pronoun or `the country` stands for: a subject before it in the sentence, else the last one."""
        if self.s.lower[i] in PERSONAL or any(self.s.lower[c] == "his" for c in self.s.children[i]):  # a man, never a State
            person = next((m.code for m in reversed(self.mentions) if m.end <= i and m.form == "person"), self.context.last_person)
            told = next((self.at[n].code for t in range(i - 1, -1, -1) if self.s.lower[t] in SINGLE_PERSONS and (n := self._named(t)) is not None), None)
            if told is not None:  # `X expelled a diplomat of Y after he was caught`
                return told
            if person is not None:
                return person
        if self.s.lower[i] == "them" and self.s.base[self.s.heads[i]] == "conj":  # `sends fighters and supplies them`: the fighters
            before = next((c for c in self.s.kids(self.s.heads[self.s.heads[i]], "obj") if self.s.tags[c] == "NNS"), None)
            if before is not None and self._named(before) is None:
                return None
        if self.s.lower[i] in SPEAKERS and self.s.lower[max(0, i - 1)] != "the":
            return self._speaker() or self.context.last_subject
        earlier = [m.code for m in self.mentions if m.end <= i and self.is_subject(m)]
        if (self.s.base[i] in ("obj", "iobj") or (self.s.base[i] == "obl" and self.s.lower[i] in OBJECT_PRONOUNS)) and earlier:  # `Mali pays it`: not the subject itself
            other = [m.code for m in self.mentions if m.end <= i and m.code != earlier[-1]] or [c for c in self.context.recent if c != earlier[-1]]
            return other[-1] if other else None
        if earlier:
            return earlier[-1]
        return self.context.last_subject

    def _speaker(self) -> str | None:
        """The party whose words a sentence quotes: `"We sell no arms," X's minister said`."""
        s = self.s
        for h in (i for i, w in enumerate(s.lower) if w in self.lexicon.factual["saying"]):
            found = next((c for t in s.kids(h, "nsubj") if s.lower[t] not in SPEAKERS and (c := self.party(t, pronouns=False))), None)
            if found is not None:
                return found
        return None

    def is_subject(self, m: Mention) -> bool:
        """Whether a mention is, or modifies, the subject of a clause."""
        t: int = m.end - 1
        for _ in range(4):
            if self.s.base[t] in ("nsubj", "csubj"):
                return True
            if self.s.base[t] in ("compound", "amod", "flat", "nmod", "appos") and self.s.heads[t] != t:
                t = self.s.heads[t]
            else:
                return False
        return False

    def party(self, i: int, pronouns: bool = True) -> str | None:
        """The party that the noun phrase headed by `i` stands for, coordination left aside."""
        s = self.s
        named = self._named(i)
        if named is not None:
            return self.at[named].code
        if s.tags[i] in ("NNP", "NNPS") and self.context.named:  # a ship or firm whose the text has told
            told = self.context.named.get(name_at(s, i))
            if told is not None:
                return told
        if s.lower[i] in ("which", "whom") and s.base[i] in ("obl", "nmod") and s.deps[s.heads[i]] == "acl:relcl":
            return self.party(s.heads[s.heads[i]], pronouns)  # `Y, to which X sold drones`
        if pronouns and (s.lower[i] in PRONOUNS):
            return self.pronoun(i)
        if pronouns:
            if any(s.lower[c] in ("its", "their", "his") for c in s.children[i]):
                return self._other_side(i) if s.lower[i] in OTHER_SIDES else self.pronoun(i)
            if s.lower[i] in GENERIC and any(s.lower[c] in ("the", "this", "that") for c in s.children[i]) and not any(s.lower[c] in WATCHING for c in s.children[i]):
                other = self._set_against_it(i)
                return other or self._the_government(i) or self._the_country(i) or self.pronoun(i)
            if s.lower[i] in LEADERS_TOLD and any(s.lower[c] == "the" for c in s.children[i]) and s.base[i] != "appos":  # `the eastern commander`, named before
                before = next((m.code for m in reversed(self.mentions) if m.end <= i and m.form == "person"), self.context.last_person)
                if before is not None and s.base[i] in ("obl", "obj", "iobj", "nmod"):
                    return before
            owner = next((c for c in s.children[i] if s.deps[c] == "nmod:poss" and s.lower[c] in HOLDERS_OF_POWER), None)
            if owner is not None:  # `the government's forces`
                return self.party(owner)
        return None

    def _other_side(self, i: int) -> str | None:
        """`Its neighbour`, `their ally`: the party last named that the possessive does not stand for."""
        own = self.pronoun(i)
        named = [m.code for m in reversed(self.mentions) if m.end <= i] + list(reversed(self.context.recent))
        return next((c for c in named if c != own), None)

    def _set_against_it(self, i: int) -> str | None:
        """`The country bought drones from it`: two of whom the text told, the last to act and the other."""
        s = self.s
        if s.lower[i] not in LANDS or not any(w == "it" and s.base[t] in ("obl", "nsubj", "iobj", "obj") for t, w in enumerate(s.lower)):
            return None
        return next((c for c in reversed(self.context.recent) if len(c) == 2 and c != self.context.last_subject), None)

    def _the_country(self, i: int) -> str | None:
        """`The country` that something goes to: the State under measures that the text is about, unless it is the one that acts."""
        s = self.s
        if s.lower[i] not in LANDS or not (s.base[i] in ("obl", "obj") or s.preposition(i) in ("to", "into", "for")) or s.preposition(i) in ("from", "of"):
            return None
        acting = {m.code for m in self.mentions if m.end <= i and self.is_subject(m)}
        found = [c for c in dict.fromkeys([*(m.code for m in reversed(self.mentions) if m.end <= i), *reversed(self.context.recent)]) if c in self.context.targets and len(c) == 2]
        return found[0] if len(found) == 1 and found[0] not in acting else None

    def _the_government(self, i: int) -> str | None:
        """`The government` that something is done to, in a text on one State under measures: that State's, when no such party acts."""
        s = self.s
        if s.lower[i] not in HOLDERS_OF_POWER or s.base[i] == "nsubj":
            return None
        return self.context.sole_target([m.code for m in self.mentions])

    def _named(self, i: int) -> int | None:
        """The token of the mention that the noun phrase headed by `i` stands for."""
        s = self.s
        if i in self.at:
            if s.tags[i] in ("NNPS", "NNS") and self.at[i].form in ("adjective", "person"):  # `Russians from Wagner`
                of = [c for c in s.kids(i, "nmod") if c in self.at and self.at[c].form == "group" and s.preposition(c) in ("from", "of")]
                return of[0] if of else i
            return i
        if s.base[i] == "appos" and s.heads[i] in self.at and self.at[s.heads[i]].form == "group":
            return s.heads[i]  # `the Wagner Group, a Russian firm that sent fighters`: the Group
        layer = [i]
        for _ in range(4):
            following: list[int] = []
            for t in layer:
                for c in s.children[t]:
                    if s.base[c] not in ("compound", "amod", "nmod", "flat", "appos", "det", "dep", "acl", "obl", "nummod") and s.lower[c] not in FLAGS:
                        continue
                    if s.base[c] in ("nmod", "obl") and s.lower[c] in TIES and s.preposition(c) == "with":  # `networks with links to X`
                        if s.lower[t] not in word_set("kinds_of_group"):
                            following.append(c)
                        continue
                    if s.base[c] == "nmod" and s.lower[t] in TIES and s.preposition(c) == "to":
                        following.append(c)
                        continue
                    if s.lower[t] in RELATIONAL and (s.deps[c] == "nmod:poss" or s.preposition(c) == "of"):
                        continue  # `X's allies` are not X
                    if s.preposition(c) == "for" and s.lower[t] in CARRIERS:
                        continue  # whom a plane with arms is for does not own it
                    if s.base[c] == "nmod" and s.preposition(c) not in ("of", "in", "from", "", "'s", "for", "at", "near", "inside", "under", "behind"):
                        continue
                    if s.base[c] in ("acl", "obl") and not (s.lower[c] in LINKERS or s.base[t] == "acl"):
                        continue
                    following.append(c)
            for c in sorted(following, key=lambda c: (s.base[c] == "nmod" and s.preposition(c) not in ("", "'s"), abs(c - i))):
                if c in self.at:
                    return c
            layer = following
        return None

    def parties(self, i: int, pronouns: bool = True) -> list[str]:
        """Parties of a noun phrase and of what is coordinated with it, in order, each once."""
        s = self.s
        if s.lower[i] in ("both", "sides", "countries", "governments", "capitals", "nations", "two", "other", "leaders", "states", "koreas") and i not in self.at:
            words = {s.lower[t] for t in s.subtree(i)}
            number = next((n for n, names in COUNTED.items() if words & names), 0)
            if not number and s.lower[i] in ("countries", "nations", "states", "governments", "capitals") and any(s.lower[c] == "the" for c in s.children[i]) and len(s.subtree(i)) == 2 and 1 < len(self.context.together) < 5:
                return list(self.context.together)  # `The countries supply …`, of those just named side by side
            if number and not any(t in self.at for t in s.subtree(i)):
                beside = self._coordinated(i) if number == 2 else []
                together = self.context.together if len(self.context.together) == number else []
                return beside or list(together) or (self.context.pair() if number == 2 else [])
        found: list[str] = []
        if pronouns and s.lower[i] == "them" and i not in self.at and (row := self._row_before(i)):
            return row
        for n, t in enumerate(s.conjuncts(i)):
            if s.is_verb(t) and t not in self.at:
                continue
            if n and i in self.at and t in self.item_at and t not in self.at:
                continue  # `sends missiles to X and rifles to Y`: goods, no party
            owned = n and not found and any(s.lower[c] in ("its", "their") for c in s.children[t])  # `a money house and its owner`: the house's
            code = self.party(t, pronouns and not owned)
            if code is not None and code not in found:
                found.append(code)
            named = self._named(t)
            top = named
            while top is not None and top != t and (s.base[top] in ("compound", "flat", "amod") or s.deps[top] == "nmod:poss") and s.heads[top] != top:
                top = s.heads[top]
            if top is not None and top != t and (s.base[top] == "nmod" or (s.base[top] == "appos" and s.lower[t] in LANDS_TOLD) or (s.base[top] == "obl" and s.base[s.heads[top]] == "acl")):  # `ports in the Emirates, Oman and Dubai`, `the help of X's guards and of Y`
                found += [x for k in s.conjuncts(top) if (x := self.party(k, pronouns=False)) is not None and x not in found]
        if not found and s.lower[i] in LANDS_TOLD:  # `in countries like X and Y`
            found = [x for c in s.kids(i, "nmod") if s.preposition(c) in ("like", "such as", "including", "such") for x in self.parties(c, pronouns=False)]
        if not found and pronouns:  # `planes of both countries`
            of = next((c for c in s.kids(i, "nmod") if s.preposition(c) == "of" and s.lower[c] in ("countries", "states", "nations", "sides")), None)
            found = self.parties(of) if of is not None else []
        return found

    def _row_before(self, i: int) -> list[str]:
        """The three or more parties named in a row right before `them`: `backs X, Y and Z by selling them arms`."""
        before = [m for m in self.mentions if m.end <= i]
        row = [self.at[t].code for t in self.s.conjuncts(self._first_of_row(before[-1].end - 1)) if t in self.at and t < i] if before else []
        return list(dict.fromkeys(row)) if len(set(row)) > 2 else []

    def _first_of_row(self, t: int) -> int:
        while self.s.base[t] == "conj" and self.s.heads[t] in self.at:
            t = self.s.heads[t]
        return t

    def _coordinated(self, i: int) -> list[str]:
        """The two parties that a phrase before token `i` names side by side: `an ally of X and Y that has helped both countries`."""
        for m in reversed([m for m in self.mentions if m.end <= i]):
            pair = [self.at[t].code for t in self.s.conjuncts(m.end - 1) if t in self.at and t < i]
            if len(set(pair)) == 2:
                return pair
        return []

    def items_in(self, tokens: Sequence[int]) -> list[tuple[int, int, Item]]:
        """Item words among `tokens`, each once, those of the other side of an exchange left out."""
        found: list[tuple[int, int, Item]] = []
        for t in tokens:
            hit = self.item_at.get(t)
            if hit is not None and hit not in found and t not in self.exchange_zone and not self._left_out(hit[1] - 1):
                found.append(hit)
        return found


@dataclass
class Roles:
    """Token numbers of a predicate's roles."""

    subject: int | None = None
    theme: int | None = None
    second: int | None = None
    agents: list[int] = field(default_factory=list)
    phrases: list[tuple[str, int]] = field(default_factory=list)
    passive: bool = False


def verb_roles(v: View, i: int, depth: int = 0) -> Roles:
    """Roles of the verb at `i`, with arguments shared across control, relative clauses and coordination."""
    s, roles = v.s, Roles()
    roles.passive = s.is_passive(i) or (s.tags[i] == "VBN" and s.base[i] in ("acl", "amod", "advcl") and not any(s.base[c] in ("nsubj", "aux") for c in s.children[i]) and not any(s.lower[c] in ("have", "has", "had") for c in s.children[i]))
    told_of = _told_of_in_between(s, i)
    roles.passive = (roles.passive and told_of is None) or (s.tags[i] == "VBD" and _told_of_object(v, i) is not None)
    subject = theme = None
    for c in s.children[i]:
        if s.deps[c] == "nsubj:pass":
            theme = c
        elif s.base[c] == "nsubj" and (subject is None or s.lower[subject] in RELATIVES or c in v.at):
            subject = c
        elif s.base[c] == "obj" and theme is not None and s.lower[theme] in RELATIVES:
            roles.second = c  # `the shells that X sent Y`
        elif s.base[c] == "obj" and not (theme is not None and roles.passive):
            if theme is not None and theme in v.at and (roles.second is None or roles.second not in v.at):
                roles.second = theme  # `sent X a batch of drones`
            elif theme is not None and roles.second is None and v.items_in(s.noun_phrase(theme)) and not v.items_in(s.noun_phrase(c)):
                roles.second = c  # `sold weapons to smuggling rings`, where `to` was taken for a verb's
                continue
            theme = c
        elif s.base[c] == "iobj":
            roles.second = c
        elif s.deps[c] == "obl:unmarked" and s.lower[c] in ("that", "which") and theme is None:
            theme = c  # `the flour that X decided to provide`
    subject = told_of if subject is None else subject
    if subject is not None and s.lower[subject] in ("which", "that", "who") and s.base[i] == "ccomp" and s.deps[s.heads[i]] == "acl:relcl" and s.lower[s.heads[i]] in TELLING:
        subject = s.heads[s.heads[i]]  # `a firm which it said has sent workers`
    if s.base[i] == "acl":
        noun = s.heads[i]
        relative = {c for c in s.children[i] if s.tags[c] in ("WDT", "WP")}
        if subject in relative:
            subject = _persons_before(v, subject) if s.lower[subject] == "who" else None
            subject = noun if subject is None else subject
        elif theme in relative or (roles.passive and theme is None):
            theme = noun
        elif s.tags[i] in ("VBG", "VBD", "VBZ", "VBP") and subject is None:
            subject = noun
            if s.lower[noun] in CARRIERS:  # `a plane carrying drones for X`: hung on the plane
                roles.phrases = [(s.preposition(c), c) for c in s.kids(noun, "nmod") if c > i and s.preposition(c) in ("for", "to")]
        elif s.deps[i] == "acl:relcl" and subject is not None and theme is None:
            theme = noun
    elif s.base[i] == "amod" and s.tags[i] == "VBN":
        theme = s.heads[i] if theme is None else theme
    if s.base[i] == "advcl" and roles.passive and any(s.base[c] == "mark" for c in s.children[i]) and not s.is_passive(i):
        roles.passive = False  # `while docked at X` is a state, not an act upon something
    if (subject is None and not roles.passive) or (theme is None and roles.passive):
        inherited = _told_of_object(v, i) if roles.passive else None
        inherited = inherited if inherited is not None else _shared_subject(v, i, depth)
        if inherited is not None and roles.passive:
            theme = theme if theme is not None else inherited
            if s.base[i] in ("advcl", "xcomp") and s.is_verb(s.heads[i]):  # `taken from X to be transferred to Y`
                roles.phrases = [(prep, t) for prep, t in phrases_below(v, s.heads[i]) if prep == "from"]
        elif inherited is not None:
            subject = inherited
    if theme is None and not roles.passive and not s.kids(i, "xcomp", "ccomp"):
        for c in s.kids(i, "conj"):
            if s.is_verb(c) and c > i:
                shared = s.kids(c, "obj")
                if shared and not any(s.base[x] == "nsubj" for x in s.children[c]):
                    theme = shared[0]
    if theme is None and not roles.passive and s.base[i] == "conj" and s.is_verb(s.heads[i]):
        theme = next((c for c in s.kids(s.heads[i], "obj") if c > i), None)  # `X funds and arms Y`
    if roles.passive and theme is not None and s.base[theme] == "obj" and not any(s.deps[c] == "nsubj:pass" for c in s.children[i]):
        roles.second = _shared_subject(v, i, depth)
    if roles.passive and theme is not None and roles.second is None:
        given = [c for c in s.children[i] if s.base[c] == "obj" and c > i]
        if given and theme != given[0]:  # `they were given rifles`: who is given stands as the subject
            roles.second, theme = theme, given[0]
    if theme is not None and s.lower[theme] in RELATIVES and s.base[i] == "xcomp" and s.base[s.heads[i]] == "acl":
        theme = s.heads[s.heads[i]]  # `a statue that X is said to have ordered`
        if theme not in v.item_at and s.base[theme] == "nmod" and s.heads[theme] in v.item_at:
            theme = s.heads[theme]
    if theme is not None and s.lower[theme] == "what" and s.base[i] in ("csubj", "nsubj", "acl") and s.heads[i] != i:
        theme = s.heads[i]  # `what the flights took to X was parts for drones`
    if theme is not None and roles.second is None and i + 1 < len(s.words) and v.lexicon.verbs.get(s.lower[i], ("", ""))[1] == "give":
        after = next((m for m in v.mentions if m.start == i + 1 and m.form != "adjective"), None)
        if after is not None and s.heads[after.end - 1] == theme and s.base[after.end - 1] == "compound":
            roles.second = after.end - 1  # `gave Putin paintings`
    roles.subject, roles.theme = subject, theme
    if subject is not None and not roles.passive:
        roles.agents.append(subject)
    roles.phrases = [*roles.phrases, *phrases_below(v, i)]
    acting = subject is not None and not roles.passive
    roles.agents += [t for prep, t in roles.phrases if prep == "by" and s.lower[t] not in MEANS and not (acting and any(s.deps[k] == "nmod:poss" for k in s.children[t]))]
    if roles.passive and not roles.agents and s.base[i] == "conj" and s.is_passive(s.heads[i]):
        roles.agents += [t for prep, t in phrases_below(v, s.heads[i]) if prep == "by"]
    return roles


def _told_of_in_between(s: Sentence, i: int) -> int | None:
    """The noun that a clause inside a clause tells of: `the firm, which a panel said sent fighters`, `the firm that they say sold arms`."""
    h = s.heads[i]
    if s.base[i] not in ("ccomp", "advcl", "xcomp") or s.tags[i] not in ("VBD", "VBZ", "VBP", "VBN") or s.deps[h] != "acl:relcl" or s.lower[h] not in TELLING:
        return None
    if any(s.base[c] in ("nsubj", "mark", "aux") for c in s.children[i]) or not s.kids(h, "nsubj") or s.kids(h, "obj"):
        return None
    return s.heads[h]


def _told_of_object(v: View, i: int) -> int | None:
    """The object that a bare participle after it tells of: `stopped lorries used to smuggle arms`, `uses a million tons of fuel, imported from X`."""
    s, h = v.s, v.s.heads[i]
    if s.base[i] != "advcl" or s.tags[i] not in ("VBN", "VBD") or not s.is_verb(h) or any(s.base[c] in ("mark", "aux", "nsubj") for c in s.children[i]):
        return None
    told = next((c for c in s.kids(h, "obj") if c < i), None)
    if told is None or i - 1 == max(s.noun_phrase(told)):
        return told
    if s.tags[i] == "VBD":
        return None
    subject = next(iter(s.kids(h, "nsubj")), None)
    goods = bool(v.items_in(s.noun_phrase(told))) and not (subject is not None and v.items_in(s.noun_phrase(subject)))
    return told if goods else None


def _persons_before(v: View, who: int) -> int | None:
    """The first of the parties named right before `who`, where the parser hung the clause on something further up."""
    s, j = v.s, who - 1
    while j >= 0 and s.lower[j] == ",":
        j -= 1
    if j < 0 or j not in v.at:
        return None
    while s.base[j] == "conj" and s.heads[j] in v.at:
        j = s.heads[j]
    return j


def _shared_subject(v: View, i: int, depth: int) -> int | None:
    """The subject that a verb without one takes from the verb above it."""
    s = v.s
    h = s.heads[i]
    if depth > 6 or h == i or s.base[i] not in ("xcomp", "advcl", "conj", "ccomp", "acl", "parataxis", "obl", "nmod", "dep"):
        return None
    if s.base[i] == "acl" and s.lower[h] == "way" and any(s.deps[c] == "nmod:poss" for c in s.children[h]):
        return next((t for t in range(h - 1, -1, -1) if s.lower[t] in CARRIERS), None)  # `seized a vessel on its way to deliver fuel`
    if s.base[i] == "acl" and s.base[h] == "obj" and s.lower[s.heads[h]] in v.lexicon.factual["preventing"]:
        return None  # `X foiled an attempt to smuggle arms`: not X's
    if not s.is_verb(h):
        if s.base[i] == "acl" or s.base[i] == "nmod":
            owner = [c for c in s.kids(h, "nmod") if s.deps[c] == "nmod:poss"] + [c for c in s.kids(h, "compound", "amod") if c in v.at]
            if not owner and s.kids(h, "cop") and s.lower[h] in word_set("talks"):
                return next(iter(s.kids(h, "nsubj")), None)  # `said they are in talks to buy arms`
            if not owner and s.base[h] == "obj" and s.is_verb(s.heads[h]) and s.lower[h] in word_set("deal_words"):  # `X struck a deal to buy fuel`
                above = verb_roles(v, s.heads[h], depth + 1)
                return None if above.passive else above.subject
            if (not owner and s.base[h] == "obj" and s.base[i] == "acl" and (s.lower[h] in word_set("nouns_of_trying") and own_doing(v, h))) or (not owner and s.base[h] == "obj" and s.base[i] == "acl" and s.lower[h] in word_set("nouns_of_intent") and s.lower[s.heads[h]] in ("has", "have", "had", "announced", "unveiled", "made")):
                return verb_roles(v, s.heads[h], depth + 1).subject  # `X made an effort to launch a satellite`
            return owner[0] if owner else _shared_subject(v, h, depth + 1) if s.base[h] in ("obl", "xcomp") else None
        found = s.kids(h, "nsubj") or (s.kids(s.heads[h], "nsubj") if s.base[h] == "conj" else [])
        return found[0] if found else None
    above = verb_roles(v, h, depth + 1)
    marks = {s.lower[c] for c in s.children[i] if s.base[c] == "mark" or s.base[c] == "case"}
    if s.base[i] in ("advcl", "xcomp", "ccomp") and s.lower[h] in HELPING and marks & {"in", "with"} and above.theme is not None and not above.passive:
        return above.theme  # `assists X in developing missiles`: X develops them
    if s.base[i] == "advcl" and s.lower[h] in HINDERING and "from" in marks:
        return above.theme if above.theme is not None else above.subject  # `stopped X from selling oil`
    if s.base[i] == "advcl" and s.lower[h] in PUNISHING and "for" in marks:
        return above.theme if above.theme is not None else above.subject  # `arrested a man for smuggling`
    if s.base[i] in ("advcl", "obl", "xcomp", "ccomp", "acl") and (s.lower[h] in ACCUSING or s.lower[h] in CLEARING) and (marks & {"of", "with", "for"} or s.base[i] == "xcomp"):
        return above.theme if above.theme is not None else above.subject
    if s.lower[h] in DEPENDING and "to" in marks:
        relied = next((t for prep, t in above.phrases if prep in ("on", "upon") and t < i), None)
        if relied is not None:
            return relied  # `relied on X to deliver drones`
    bidden = above.second if above.theme is None else above.theme
    if bidden is not None and not above.passive and (s.base[i] == "xcomp" or (s.base[i] == "advcl" and "to" in marks and bidden in v.at)) and (s.lower[h] in word_set("letting_verbs") or s.lower[h] in BIDDING):
        return bidden  # `allowed X to sell oil`, `asked X to send arms`
    if above.theme is not None and (s.base[i] == "xcomp" or (s.base[i] == "advcl" and "to" in marks and above.theme in v.item_at and v.item_at[above.theme][2].kind in PEOPLE)):
        return above.theme
    return above.theme if above.passive and above.theme is not None else above.subject


def phrases_below(v: View, i: int) -> list[tuple[str, int]]:
    """(preposition, noun) of every prepositional phrase in the clause of `i`, clauses below left out."""
    s, found, stack = v.s, [], [i]
    while stack:
        t = stack.pop()
        for c in s.children[t]:
            if s.base[c] in ("ccomp", "parataxis", "csubj", "advcl") or (s.base[c] in ("acl", "xcomp") and t != i) or (s.base[c] == "conj" and s.is_verb(c)):
                continue
            if (s.base[c] in ("obl", "nmod", "advmod", "conj", "dep") or (s.base[c] == "xcomp" and s.tags[c][:2] == "NN") or (s.base[c] == "compound" and c in v.at and s.kids(c, "case"))) and c not in v.exchange_zone:
                prep = s.preposition(c) or ("'s" if s.deps[c] == "nmod:poss" else "")
                over = s.lower[s.heads[c]]
                tied = prep in ("to", "with") and s.base[c] == "nmod" and (over in TIES or over in PREPOSITIONAL)  # `a group with ties to X`, `thanks to X`: not to X
                if prep and not tied:
                    found.append((prep, c))
            if s.preposition(c) != "according to":  # `according to officials in X`: where the source is
                stack.append(c)
    return sorted(found, key=lambda row: row[1])


def verbs_of(v: View, forms: Container[str]) -> Iterator[tuple[int, Roles]]:
    """The verbs of a sentence that have one of `forms`, each with its roles."""
    for i, word in enumerate(v.s.lower):
        if word in forms and v.s.is_verb(i):
            yield i, verb_roles(v, i)


def governing_subject(v: View, i: int) -> int | None:
    """The subject of the verb that governs the noun at `i` (`carried out a launch`), or the noun's own clause subject."""
    s = v.s
    for h in s.ancestors(i):
        if s.is_verb(h) or s.kids(h, "cop"):
            roles = verb_roles(v, h)
            if (s.lower[h] in ACCUSING or (s.lower[h] in CONNECTING and not roles.passive)) and roles.theme is not None and i not in s.subtree(roles.theme):
                return roles.theme
            chosen = roles.subject if roles.subject is not None and not roles.passive else (roles.agents[0] if roles.agents else None)
            return chosen if chosen is not None and i not in s.subtree(chosen) else None
        if s.base[h] in ("nsubj",):
            return None
    return None


def own_doing(v: View, i: int) -> bool:
    """Whether the verb over a noun of transfer makes its subject a side: `resumed shipments` does, `bombed a shipment` does not."""
    s, below = v.s, i
    for h in s.ancestors(i):
        if s.base[below] == "nmod" and s.preposition(below) not in ("of", "") and s.lower[h] not in CONNECTING:
            return False  # `a reward for news about a smuggler`
        below = h
        if s.is_verb(h) or s.kids(h, "cop"):
            return bool(s.kids(h, "cop")) or s.lower[h] in OWN_DOING or s.lower[h] in ACCUSING or s.lower[h] in CONNECTING or (s.lower[h] in STOPPING and s.base[h] not in ("xcomp", "advcl") and s.lower[i] in word_set("flows_that_one_stops"))
    return False


OWN_DOING = verb_set("verbs_of_own_doing")
PROSECUTING = verb_set("prosecuting_verbs")  # a court tries who acted in its land
STOPPING = verb_set("stopping_verbs")


def _bearer(v: View, i: int) -> int | None:
    """The noun that a verb tells of (`a ship carrying missiles`, `lorries used to smuggle arms`), or None."""
    s = v.s
    while s.base[i] in ("xcomp", "advcl") and s.is_verb(s.heads[i]):
        told = _told_of_object(v, i)
        if told is not None:
            return told
        i = s.heads[i]
    return s.heads[i] if s.base[i] == "acl" or (s.base[i] == "amod" and s.tags[i] == "VBG") else None


def _clause_start(s: Sentence, i: int) -> int:
    """Where the content clause that a verb stands in begins, when it has a subject of its own; else 0."""
    while s.base[i] in ("xcomp", "advcl") and s.is_verb(s.heads[i]):
        i = s.heads[i]
    subjects = s.kids(i, "nsubj") if s.base[i] == "ccomp" else []
    return min(s.subtree(subjects[0])) if subjects and subjects[0] < i else 0


STOPS = word_set("clause_stops")
NO_GOAL = word_set("before_a_party_that_is_no_goal")


def linear_roles(v: View, i: int) -> dict[str, list[str]]:
    """Parties by word order around the trigger: what stands after `to`, `from`, `by`, and the nearest party before it.

    Used only where the tree leaves a role empty; a parse of news is wrong often enough to need it.
    """
    s, found = v.s, {"to": list[str](), "from": list[str](), "by": list[str](), "in": list[str](), "before": list[str]()}
    for j in range(i + 1, min(i + 26, len(s.words))):
        low = s.lower[j]
        if low in STOPS or (s.is_verb(j) and s.lower[j] in v.lexicon.verbs and j > i + 1 and s.tags[j] in ("VBD", "VBZ", "VBP")):
            break
        key = "to" if low in ("to", "into", "towards", "toward") else low if low in ("from", "by", "in", "at") else None
        key = "in" if key == "at" else key
        if low == "by" and not MEANS.isdisjoint(s.lower[j + 1 : j + 2]):
            continue
        if low == "by" and any(s.tags[k] in ("VBN", "VBD") and s.base[k] not in ("aux", "amod") for k in range(i + 1, j)):
            continue  # `a ship carrying missiles was seized by X`
        if key is not None and j not in v.exchange_zone and s.lower[j - 1] not in NO_GOAL:
            for m in v.mentions:
                if j < m.start <= j + 7 and m.form != "media" and not any(s.is_verb(k) or s.lower[k] in ("to", "from", "by", "in", "at", ",", ".") for k in range(j + 1, m.start)):
                    owned = [k for k in v.mentions if k.start == m.end + 1 and s.lower[m.end] in ("'s", "’s", "'") and k.form in ("group", "agency")]
                    found[key].append((owned or [m])[0].code)  # `to Sudan's Rapid Support Forces`
                    break
    bearer = _bearer(v, i)
    carrier = set(s.subtree(bearer)) if bearer is not None and not own_doing(v, bearer) and s.lower[s.heads[bearer]] not in PROSECUTING else None
    left = _clause_start(s, i)
    for m in reversed(v.mentions):
        if m.end <= left:
            break  # `police found that lorries were used …`: not the police's
        if carrier is not None and m.end - 1 not in carrier:
            continue  # `X intercepted a ship carrying missiles`: not X's
        if m.end <= i and m.start not in v.exchange_zone:
            between = s.lower[m.end : i]
            if any(w in STOPS for w in between if w not in ("who", "which")):
                break
            before = s.lower[m.start - 1] if m.start else ""
            if before == "by" or (before == "the" and s.lower[max(0, m.start - 2)] == "by"):
                continue  # `coal intercepted by X was sold`
            if "according" in s.lower[max(0, m.start - 3) : m.start]:
                continue  # whose word it is
            if before in ("in", "at", "near", "off", "against", "to", "of", "for", "with", "on") and m.form in ("name", "place"):
                continue
            if m.form != "media":
                found["before"].append(m.code)
                break
    return found

"""A sentence with its parties and goods: what each noun phrase and pronoun stands for, by the text so far."""

from __future__ import annotations

from collections.abc import Sequence
from copy import copy
from dataclasses import dataclass, field, fields
from functools import cached_property

from engine.introduced import Introduced, group_of, means
from engine.lexicon import Hit, Item, Lexicon, verb_set
from engine.parties import Mention, state_of
from engine.tree import Sentence
from engine.vocabulary import read_yaml, word_set

GENERIC = word_set("generic_parties")
WATCHING = word_set("watching_groups")
WATCHDOGS = word_set("bodies_that_watch")
BODIES_OF_MANY_SORTS, FIGHTING_MODIFIERS, SPEAKERS_ALONE = word_set("bodies_of_many_sorts"), word_set("fighting_modifiers"), word_set("private_speakers")
PRONOUNS = word_set("pronouns")
OBJECT_PRONOUNS = word_set("object_pronouns")
TIES = word_set("ties")
AGAINST = verb_set("verbs_against_somebody") | verb_set("punishing_verbs") | verb_set("seizing_verbs")
FREIGHT = verb_set("verbs_of_freight")
SELLING = verb_set("verbs_of_selling")
LADEN = word_set("vessels") | frozenset(read_yaml("lexicon/frames.yaml")["carriers"]) | word_set("loading_nouns") | word_set("containers")
COMPANIES_AND_SHIPS, HOMES = word_set("companies") | word_set("vessels"), word_set("owned_forms")
PERSONAL = word_set("personal_pronouns")
LINKERS = word_set("party_linkers")
CARRIERS = frozenset(read_yaml("lexicon/frames.yaml")["carriers"])
SPEAKERS = word_set("speakers_pronouns")
RULERS = word_set("ruling_bodies")
HOLDERS_OF_POWER = word_set("holders_of_power")
SEVERAL_STATES = word_set("several_states")
COUNTED = {2: frozenset({"both", "two", "each"}), 3: frozenset({"three"}), 4: frozenset({"four"})}
LANDS, MEDIA = word_set("lands"), word_set("media_words")
FLAGS = word_set("flags")
ACCUSING = word_set("accusing")
USED_AS_MEANS = verb_set("verbs_of_using_a_means")
SWAPPING, BIDDING = verb_set("swapping_verbs"), verb_set("bidding_verbs")
RELATIONAL = word_set("relational_nouns")
SINGLE_PERSONS = word_set("single_persons")
OTHER_SIDES = word_set("other_sides")
LEADERS_TOLD = word_set("leaders_told")
ABOARD = word_set("people_aboard")
LANDS_TOLD = word_set("lands_told")


@dataclass
class Context:
    """What a document has told so far: the last party that was a subject, the order of mentions, the technology last told of, who holds, who gave and who uses goods of a class
    last told of, the two sides of the last deal, the two ends of the
    last voyage, whether the last activity was someone's claim, the sentence and claims of the account going on, whether ships, hacking,
    coins, aircraft among arms and aid were spoken of, the parties last named side by side, the ships, firms and persons told of, who sent or owns the carriers told of, who was robbed by nobody yet named, whose make the goods are, where the last ship or lorry set out and how many sentences ago, whose workers (or other people) were, the last land that something was in, whose the ships and firms are that it names."""

    last_subject: str | None = None
    subject_is_name: bool = False  # whether that subject was the party's name, and not its people or a man of it: `Rwanda`, not `Rwanda's minister`
    last_person: str | None = None
    recent: list[str] = field(default_factory=list)
    counts: dict[str, int] = field(default_factory=dict)
    last_items: list[Item] = field(default_factory=list)
    items_just_told: bool = False  # whether the sentence before names goods, and no person it could be about
    last_technology: list[Item] = field(default_factory=list)
    holders: dict[str, str] = field(default_factory=dict)
    givers: dict[str, str] = field(default_factory=dict)
    users: dict[str, str] = field(default_factory=dict)
    partners: tuple[str, str] | None = None
    last_pair: tuple[str, str] | None = None
    sold_to_nobody: str | None = None  # who gave something to nobody named, in the sentence before
    speaker: list[str] = field(default_factory=list)  # the parties for which the one spoke whom the sentence before names, or goes on with
    claimed: bool = False
    reported: bool = False  # whether the sentence before speaks of a report or the like
    account: tuple[int, list[tuple[str, str]]] | None = None
    ships: bool = False
    together: list[str] = field(default_factory=list)
    last_ships: dict[bool, str | None] = field(default_factory=dict)  # of the sentence before: one ship, several
    carriers_of: str | None = None
    dealt_with: tuple[str, str | None] | None = None  # of the sentence before: who acted against whom
    told: dict[tuple[str, bool], Introduced] = field(default_factory=dict)  # by group, and one or several: the last of each
    fresh: list[Introduced] = field(default_factory=list)  # of the sentence before, unless its subject has a part in what it tells
    robbed: tuple[str | None, frozenset[str]] | None = None
    made_by: str | None = None
    owned: dict[str, str] = field(default_factory=dict)  # whose goods of a class are: `its shells`
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
    sailed: tuple[str, str] | None = None  # from where to where a ship sailed, by the sentence before
    since_sailing: int = 0
    cargo: list[Item] = field(default_factory=list)  # what a ship carried, by the sentence before
    refined: bool = False  # whether the oil that the text tells of is refined: it names fuels and no crude
    listed_ship: str | None = None  # whose ship the text calls listed
    port_call: tuple[str, str] | None = None  # whose ship called at the port of which other State

    def as_it_is(self) -> Context:
        """A copy that what is told later does not change."""
        return Context(**{f.name: copy(getattr(self, f.name)) for f in fields(self)})

    def note(self, code: str, subject: bool, is_name: bool = True) -> None:
        if code in self.recent:
            self.recent.remove(code)
        self.recent.append(code)
        self.counts[code] = self.counts.get(code, 0) + 1
        if subject:
            self.last_subject, self.subject_is_name = code, is_name and len(code) == 2

    def sole_target(self, here: Sequence[str]) -> str | None:
        """The one party under measures that the text has named so far, `here` in this sentence included; None when there are several."""
        found = {c for c in (*self.recent, *here) if c in self.targets}
        found -= {state for c in found if (state := state_of(c)) is not None}
        return next(iter(found)) if len(found) == 1 else None

    def pair(self, states: bool = False) -> list[str]:
        """The two parties named most so far, for `both sides` (States, for `both countries`); of equals the later ones."""
        ranked = sorted((c for c in self.recent if not states or len(c) == 2), key=lambda c: (-self.counts[c], -self.recent.index(c)))
        return ranked[:2] if len(ranked) >= 2 else []


def name_tokens(s: Sentence, i: int) -> list[int]:
    """The tokens of the proper name headed by token `i`."""
    return sorted([i, *s.kids(i, "flat"), *(c for c in s.kids(i, "compound") if s.tags[c] == "NNP")])


def name_at(s: Sentence, i: int) -> str:
    """The proper name headed by token `i`, in lower case."""
    return " ".join(s.lower[t] for t in name_tokens(s, i))


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
                while j < len(s.words) and not (s.lower[j] in (",", ";", ".") and (i == 0 or self._closes(j))) and s.lower[j] not in ("which", "that", "but", "although"):
                    zone.add(j)
                    j += 1
        return frozenset(zone | {t for i, word in enumerate(s.lower) if word in SWAPPING and s.is_verb(i) for t in self._swapped_for(i)})

    def _swapped_for(self, verb: int) -> list[int]:
        """What something is swapped for: `trades gold for drones`."""
        s = self.s
        given = next((c for c in s.kids(verb, "obj") if any(t in self.item_at for t in s.noun_phrase(c))), None)
        if given is None:
            return []
        got = next((t for t in (*s.kids(verb, "obl"), *s.kids(given, "nmod")) if t > given and s.preposition(t) == "for"), None)
        tokens = s.noun_phrase(got) if got is not None else []
        return [t for t in tokens if t not in self.at or self.at[t].form == "adjective"] if any(t in self.item_at for t in tokens) else []

    def _closes(self, j: int) -> bool:
        """A comma ends the other side unless a list goes on with items after it."""
        if self.s.lower[j] != ",":
            return True
        return not any(t in self.item_at for t in range(j + 1, min(j + 5, len(self.s.words))))

    def _left_out(self, t: int) -> bool:
        """`drones, but not missiles`."""
        s = self.s
        return (s.base[t] == "conj" and any(s.lower[c] == "not" and s.lower[c + 1 : c + 2] != ("only",) for c in s.kids(t, "advmod"))) or (s.base[t] == "conj" and any(s.lower[c] == "no" for c in s.kids(t, "det")) and any(s.lower[c] == "but" for c in s.kids(t, "cc")))

    def pronoun(self, i: int) -> str | None:
        """The party that a pronoun or `the country` stands for: a subject before it in the sentence, else the last one."""
        if self.s.lower[i] in PERSONAL or any(self.s.lower[c] == "his" for c in self.s.children[i]):  # a man, never a State
            person = next((m.code for m in reversed(self.mentions) if m.end <= i and m.form == "person"), self.context.last_person)
            told = next((self.at[n].code for t in range(i - 1, -1, -1) if self.s.lower[t] in SINGLE_PERSONS and (n := self._named(t)) is not None), None)
            if told is not None:  # `X expelled a diplomat of Y after he was caught`
                return told
            if (man := means(self.context.fresh, False, ("persons",))) is not None and not any(m.end <= i for m in self.mentions):
                return man.land  # `X expelled a diplomat. He sold …`
            if person is not None:
                return person
        if self.s.lower[i] == "them" and self.s.base[self.s.heads[i]] == "conj":  # `sends fighters and supplies them`: the fighters
            before = next((c for c in self.s.kids(self.s.heads[self.s.heads[i]], "obj") if self.s.tags[c] == "NNS"), None)
            if before is not None and self._named(before) is None:
                return next((self.at[c].code for c in self.s.kids(before, "compound", "amod") if c in self.at), None)  # `trained X's fighters and sold them drones`
        if self.s.lower[i] in SPEAKERS and self.s.lower[max(0, i - 1)] != "the":
            return self._speaker() or self.context.last_subject
        if (home := self._told_of_by_somebody(i)) is not None:
            return home or None
        if self.s.lower[i] in ("they", "he") and self._said_by_crew(i):
            return None  # `the crew said they had taken the load on`: nobody's men
        owner = next((self.s.lower[c] for c in self.s.children[i] if self.s.lower[c] in ("its", "their")), "")
        several = "they" in (self.s.lower[i], owner) or "their" in (self.s.lower[i], owner)
        freight = self.s.lower[i] in ("it", "they") and self.s.base[i] == "nsubj" and any(self.s.lower[t] in FREIGHT for t in (self.s.heads[i], *self.s.kids(self.s.heads[i], "xcomp", "ccomp")))
        if self.s.lower[i] in ("it", "they") and self.s.deps[i] == "nsubj:pass" and self.s.lower[self.s.heads[i]] in USED_AS_MEANS:
            ship = next((t for t in range(i - 1, -1, -1) if self.s.lower[t] in LADEN and self.s.base[t] in ("obj", "nsubj", "obl")), None)
            return self.party(ship, pronouns=False) if ship is not None else self.context.last_ships.get(several) or self.context.carriers_of  # `X's police said it was used to take arms to Y`
        if freight and self.s.base[self.s.heads[i]] == "ccomp" and several in self.context.last_ships and self.s.lower[self.s.heads[self.s.heads[i]]] in self.lexicon.factual["saying"]:
            return self.context.last_ships[several] or self.context.carriers_of  # `X's ship reached Y. Z said it carried weapons`: the ship, not Z
        loaded = [t for t in range(i) if freight and self.s.lower[t] in LADEN and self.s.lower[t].endswith("s") == several and self.s.base[t] in ("obj", "nsubj", "obl")]
        if loaded:  # `X seized a tanker after it had delivered oil to Y`: the tanker, not X
            return self.party(loaded[-1], pronouns=False)
        one = owner == "its" or self.s.lower[i] in ("it", "its")
        earlier = [m.code for m in self.mentions if m.end <= i and self.is_subject(m) and not (one and (self._where_people_are(m) or (m.form == "adjective" and self.s.tags[m.end - 1] == "NNPS"))) and not self._of_media(m)]  # `X's people had trained its police`: another's
        if (self.s.base[i] in ("obj", "iobj") or (self.s.base[i] == "obl" and self.s.lower[i] in OBJECT_PRONOUNS)) and earlier:  # `Mali pays it`: not the subject itself
            clause = self.s.heads[i]
            doer = self.party(self.s.heads[clause], pronouns=False) if self.s.deps[clause] == "acl:relcl" and any(self.s.lower[t] in ("which", "who", "that") for t in self.s.kids(clause, "nsubj")) else None
            above = [c for h in self.s.ancestors(clause) for t in self.s.kids(h, "nsubj") if (c := self.party(t, pronouns=False)) is not None and c != doer]
            if doer is not None and above:
                return above[0]  # `X has ties to Y, which has given it drones`: X
            if one and any(t in self.at and self.s.tags[t] == "NNPS" and self.at[t].form == "adjective" for t in self.s.kids(clause, "nsubj")):
                return earlier[-1]  # `X denied that Y's people help it`: X
            if self._bidden(self.s.heads[i]):
                return earlier[-1]  # `X persuaded Y to sell it jets`: to X
            other = [m.code for m in self.mentions if m.end <= i and m.code != earlier[-1]] or [c for c in self.context.recent if c != earlier[-1]]
            return other[-1] if other else None
        if earlier:
            return earlier[-1]
        if self.s.lower[i] in LANDS and (named := [m.code for m in self.mentions if m.end <= i and len(m.code) == 2 and m.code in self.context.targets and not self._of_media(m)]):
            return named[-1]  # `a panel on sanctions on X believes the country makes missiles`
        new = means(self.context.fresh, several, ("ships", "firms", "persons") if several else ("ships", "firms"))
        if new is not None and (owner or self.s.lower[i] in PRONOUNS) and self._acts(i, planning=True):
            return new.land  # `X is investigating a firm of Y. It sold drones to Z`
        if freight and several in self.context.last_ships:
            return self.context.last_ships[several] or self.context.carriers_of  # `X seized a tanker. It had delivered oil to Y`
        if self.context.dealt_with is not None and self.context.last_subject == self.context.dealt_with[0] and self._acts(i):
            return self.context.dealt_with[1]  # `X sanctioned a firm. It sold drones to Y`: the firm, not X
        if self.context.last_subject is None:  # `sanctions on X over concerns that it arms Y`
            return next((m.code for m in reversed(self.mentions) if m.end <= i and m.form in ("name", "group", "place")), None)
        return self.context.last_subject

    def _where_people_are(self, m: Mention) -> bool:
        """Whether a name only tells where people are who speak: `officials in X say that it …`."""
        s, t = self.s, m.end - 1
        return s.base[t] == "nmod" and s.preposition(t) in ("in", "at", "near") and s.tags[s.heads[t]] == "NNS"

    def _of_media(self, m: Mention) -> bool:
        """Whether a name only tells where a news outlet or a body that watches is: `an X broadcaster`, `the X institute`."""
        after = self.s.lower[m.end] if m.end < len(self.s.lower) else ""
        return m.form == "media" or (m.form == "adjective" and after in MEDIA) or (m.form in ("adjective", "place", "name") and after in WATCHDOGS)

    def _acts(self, i: int, planning: bool = False) -> bool:
        """Whether a pronoun is the subject of an activity (of a plan for one too, for `planning`), not of what is said of or done against somebody."""
        verb, words = self.s.lower[self.s.heads[i]], self.lexicon.factual
        if self.s.is_passive(self.s.heads[i]) or self.s.base[i] != "nsubj":
            doing = self.s.base[i] == "obl" and self.s.preposition(i) == "by"  # `Drones were sold by it`
            return doing or (self.s.base[i][:5] == "nsubj" and (planning or verb not in words["saying"]))  # `It is accused of selling machines`
        return verb not in AGAINST and not any(verb in words[k] for k in ("saying", "alleging", "denying", *(() if planning else ("planning",))))


    def _ship_by_its_name(self, i: int) -> str | None:
        """The land of the one ship that the sentence before introduced, for a name that no list knows and that hands over
        freight: `a Y-flagged tanker was held. The Ocean Pride had delivered oil`."""
        s = self.s
        if s.base[i] != "nsubj" or not s.words[i][:1].isupper() or not any(s.lower[c] == "the" for c in s.children[i]):
            return None
        freight = any(s.lower[t] in FREIGHT | SELLING for t in (s.heads[i], *s.kids(s.heads[i], "xcomp", "ccomp")))
        ship = means(self.context.fresh, False, ("ships",)) if freight else None
        return ship.land if ship is not None and not ship.name else None

    def _told_of_by_somebody(self, i: int) -> str | None:
        """Whom a pronoun means when a party said something of a ship or firm: `X said the firm was based in Y and that it
        sold coal` is about the firm. Its home, "" when nobody tells it, None when there is no such ship or firm."""
        s = self.s
        subjects = [t for t in range(i) if s.base[t] == "nsubj" and s.lower[t] in COMPANIES_AND_SHIPS and self._named(t) is None]
        for t in reversed(subjects):
            verb, said = s.heads[t], s.heads[s.heads[t]]
            if s.base[verb] == "ccomp" and s.lower[said] in self.lexicon.factual["saying"] and (s.tags[t] == "NNS") == (s.lower[i] in ("they", "them", "their")):
                lands = [c for o in s.kids(verb, "obl") if s.preposition(o) == "in" and s.lower[verb] in HOMES for c in self.parties(o, pronouns=False)]
                return lands[0] if lands else ""
        return None

    def _said_by_crew(self, i: int) -> bool:
        """Whether a pronoun means the people aboard, of no party named, who say what it does."""
        s = self.s
        clause = next((t for t in (s.heads[i], *s.ancestors(s.heads[i])) if s.base[t] == "ccomp" and s.heads[t] < i), None)
        return clause is not None and any(s.lower[t] in ABOARD and self._named(t) is None for t in s.kids(s.heads[clause], "nsubj"))

    def _bidden(self, verb: int) -> bool:
        """Whether a verb's subject is the party that the verb above it bids: `X persuaded Y to sell`."""
        s, above = self.s, self.s.heads[verb]
        return s.base[verb] in ("xcomp", "advcl") and s.lower[above] in BIDDING and any(self._named(c) is not None for c in s.kids(above, "obj", "iobj") if c < verb)

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
            beside = self.s.base[t] == "nmod" and self.s.preposition(t) in ("with", "to", "against", "for")  # `X's trade with Y`: not Y's
            if self.s.base[t] in ("compound", "amod", "flat", "nmod", "appos") and self.s.heads[t] != t and not beside:
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
        if s.words[i][:1].isupper() and self.context.named:  # a ship or firm whose the text has told
            told = self.context.named.get(name_at(s, i))
            if told is not None:
                return told
        if (ship := self._ship_by_its_name(i)) is not None:
            return ship
        if s.lower[i] in ("which", "whom") and s.base[i] in ("obl", "nmod") and s.deps[s.heads[i]] == "acl:relcl":
            return self.party(s.heads[s.heads[i]], pronouns)  # `Y, to which X sold drones`
        if pronouns and (s.lower[i] in PRONOUNS):
            return self.pronoun(i)
        if pronouns:
            if any(s.lower[c] in ("its", "their", "his") for c in s.children[i]):
                return self._other_side(i) if s.lower[i] in OTHER_SIDES else self.pronoun(i)
            if s.lower[i] in GENERIC and any(s.lower[c] in ("the", "this", "that") for c in s.children[i]) and not self._other_body(i):
                other = self._set_against_it(i)
                found = other or self._the_government(i) or self._the_country(i) or self.pronoun(i)
                if found is not None and len(found) > 2 and self.s.lower[i] in RULERS:  # `A group came to X. The junta pays it`: no group is a junta
                    found = next((c for c in reversed(self.context.recent) if len(c) == 2), found)
                return found
            if s.lower[i] in LEADERS_TOLD and any(s.lower[c] == "the" for c in s.children[i]) and s.base[i] != "appos":  # `the eastern commander`, named before
                before = next((m.code for m in reversed(self.mentions) if m.end <= i and m.form == "person"), self.context.last_person)
                if before is not None and s.base[i] in ("obl", "obj", "iobj", "nmod"):
                    return before
            known = self.context.told.get(("persons", False) if s.lower[max(0, i - 2) : i + 1] == ("year", "-", "old") else group_of(s.lower[i]) or ("", False)) if any(s.lower[c] in ("the", "these", "those", "this", "that", "both") for c in (*s.children[i], max(0, i - 1))) else None
            if known is not None:  # `The firm`, of a land told before
                return known.land
            if s.lower[i] in CARRIERS and self.context.carriers_of and any(s.lower[c] in ("the", "these", "those") for c in s.children[i]):
                return self.context.carriers_of  # `The planes`, of whoever was said to send or own them
            whose = next((c for c in s.children[i] if s.lower[c] == "whose"), None)
            if whose is not None:  # `X, whose soldiers fire them`
                clause = next((t for t in (i, *s.ancestors(i)) if s.deps[t] == "acl:relcl"), None)
                return self.party(s.heads[clause], pronouns=False) if clause is not None else None
            kin = next((c for c in s.children[i] if s.deps[c] == "nmod:poss" and any(s.lower[k] in ("its", "their", "his") for k in s.children[c])), None)
            if kin is not None:  # `his family's company`
                return self.pronoun(kin)
            owner = next((c for c in s.children[i] if s.deps[c] == "nmod:poss" and s.lower[c] in HOLDERS_OF_POWER), None)
            if owner is not None:  # `the government's forces`
                return self.party(owner)
        return None

    def _other_side(self, i: int) -> str | None:
        """`Its neighbour`, `their ally`: the party last named that the possessive does not stand for."""
        own = self.pronoun(i)
        named = [m.code for m in reversed(self.mentions) if m.end <= i] + list(reversed(self.context.recent))
        return next((c for c in named if c != own), None)

    def _other_body(self, i: int) -> bool:
        """Whether the words around a `group` tell that it is not the one told of: `the UN group`, `the Geneva-based group`, `the group of experts`."""
        s = self.s
        if any(s.lower[c] in WATCHING for c in s.children[i]):
            return True
        if s.lower[i] not in BODIES_OF_MANY_SORTS:
            return False
        of = [s.lower[c] for c in s.kids(i, "nmod") if s.preposition(c) == "of"]
        beside = [c for c in s.kids(i, "amod", "compound") if s.lower[c] not in FIGHTING_MODIFIERS]
        return bool(beside) or any(w in SPEAKERS_ALONE for w in of)

    def _set_against_it(self, i: int) -> str | None:
        """`The country bought drones from it`: two of whom the text told, the last to act and the other."""
        s = self.s
        if s.lower[i] not in LANDS or not any(w == "it" and s.base[t] in ("obl", "nsubj", "iobj", "obj") for t, w in enumerate(s.lower)):
            return None
        return next((c for c in reversed(self.context.recent) if len(c) == 2 and c != self.context.last_subject), None)

    def _the_country(self, i: int) -> str | None:
        """`The country` that something goes to: the State under measures that the text is about, unless it is the one that acts."""
        s = self.s
        if s.lower[s.heads[i]] in ACCUSING and s.base[i] == "obj":
            return self.context.last_subject  # `experts accused the country of …`: of whom the text was speaking
        if s.lower[i] in LANDS and s.preposition(i) == "from":  # `workers from the country`: the one last named, if it does not act here
            return next((c for c in reversed(self.context.recent) if len(c) == 2 and not any(m.code == c and self.is_subject(m) for m in self.mentions)), None)
        if s.lower[i] not in LANDS or not (s.base[i] in ("obl", "obj") or s.preposition(i) in ("to", "into", "for")) or s.preposition(i) in ("from", "of"):
            return None
        acting = {m.code for m in self.mentions if m.end <= i and self.is_subject(m)}
        found = [c for c in dict.fromkeys([*(m.code for m in reversed(self.mentions) if m.end <= i), *reversed(self.context.recent)]) if c in self.context.targets and len(c) == 2]
        if len(found) == 1 and found[0] not in acting:
            return found[0]
        others = [c for c in [*(m.code for m in reversed(self.mentions) if m.end <= i), *reversed(self.context.recent)] if len(c) == 2 and c not in acting]
        return next((c for c in others if c in self.context.targets), next(iter(others), None)) if acting else None  # `X sends troops to the country`: not X

    def _the_government(self, i: int) -> str | None:
        """`The government` that something is done to, in a text on one State under measures: that State's, when no such party acts."""
        s = self.s
        if s.lower[i] not in HOLDERS_OF_POWER:
            return None
        if s.base[i] == "nsubj":  # `In X, the government pays Y`
            return next((self.at[t].code for t in s.kids(s.heads[i], "obl") if t < i and t in self.at and s.preposition(t) == "in" and self.at[t].form == "name"), None)
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
        apposed = next((c for c in s.kids(i, "appos") if c in self.at and self.at[c].form == "group"), None)
        if apposed is not None:
            return apposed  # `a Russian military company, the Wagner Group`
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
                    if s.lower[c] == "headed" and s.base[c] == "acl" and not any(s.preposition(k) == "by" for k in s.kids(c, "obl")):
                        continue  # `a tanker headed for X`
                    if s.base[c] in ("acl", "obl") and not (s.lower[c] in LINKERS or s.base[t] == "acl" or (s.base[t] == "amod" and s.lower[t] in LINKERS)):
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
            if not number and s.lower[i] in SEVERAL_STATES and any(s.lower[c] == "the" for c in s.children[i]) and len(s.subtree(i)) == 2 and 1 < len(self.context.together) < 5:
                return list(self.context.together)  # `The countries supply …`, of those just named side by side
            if number and not any(t in self.at for t in s.subtree(i)):
                men = means(self.context.fresh, True, ("persons", "firms", "ships")) if s.lower[i] in ("two", "three", "four", "both") else None
                if men is not None:  # `A court tried two Russians. The two sold …`
                    return [men.land] if men.land else []
                beside = self._coordinated(i) if number == 2 else []
                together = self.context.together if len(self.context.together) == number else []
                return beside or list(together) or (self.context.pair(states=not SEVERAL_STATES.isdisjoint(words)) if number == 2 else [])
        found: list[str] = []
        if i not in self.at and (among := [x for t in s.conjuncts(i) if t not in self.at for c in s.kids(t, "nmod") if s.preposition(c) in ("including", "such as") for x in self.parties(c, pronouns=False)]):
            return list(dict.fromkeys(among))  # `the warring parties and their backers, including X and Y`
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
        if pronouns and s.lower[i] == "they" and i not in self.at and (both := next((t for t in range(i) if s.base[t] == "nsubj" and (s.lower[t] in SEVERAL_STATES | {"both", "sides"} or sum(self._named(k) is not None for k in s.conjuncts(t)) > 1)), None)) is not None:
            return self.parties(both) or found  # `Both countries denied that they sold arms`
        if s.lower[i] in LANDS_TOLD or (found and any(s.lower[t] in LANDS_TOLD for t in s.conjuncts(i))):  # `in countries like X and Y`, `to X and other countries including Y`
            found += [x for t in s.conjuncts(i) if s.lower[t] in LANDS_TOLD and (t == i or t not in self.at) for c in s.kids(t, "nmod") if s.preposition(c) in ("like", "such as", "including", "such") for x in self.parties(c, pronouns=False) if x not in found]
        if not found and pronouns:  # `planes of both countries`
            of = next((c for c in s.kids(i, "nmod") if s.preposition(c) == "of" and s.lower[c] in ("countries", "states", "nations", "sides")), None)
            found = self.parties(of) if of is not None else []
        return found

    def _row_before(self, i: int) -> list[str]:
        """The three or more parties named in a row right before `them`: `backs X, Y and Z by selling them arms`."""
        before = [m for m in self.mentions if m.end <= i]
        first = self.s.first_of_row(before[-1].end - 1, self.at) if before else -1
        if any(self.s.deps[h] == "acl:relcl" and self.s.heads[h] >= 0 and self.s.first_of_row(self.s.heads[h], self.at) == first for h in self.s.ancestors(i)):
            return []  # `backed by X, Y and Z, which sell them arms`: to another
        row = [self.at[t].code for t in self.s.conjuncts(first) if t in self.at and t < i] if before else []
        return list(dict.fromkeys(row)) if len(set(row)) > 2 else []

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

"""Made-up lists in the form of the UN's XML, and names spoilt the way that names get spoilt."""

import random
from xml.sax.saxutils import escape


def person(number, *names, kind="DPRK", listed="2016-03-02", aliases=(), weak=(), born=None, country=None):
    tags = ("FIRST_NAME", "SECOND_NAME", "THIRD_NAME", "FOURTH_NAME")
    rows = "".join(f"<{t}>{escape(n)}</{t}>" for t, n in zip(tags, names, strict=False))
    rows += f"<UN_LIST_TYPE>{kind}</UN_LIST_TYPE><REFERENCE_NUMBER>{number} </REFERENCE_NUMBER><LISTED_ON>{listed}</LISTED_ON>"
    rows += f"<NATIONALITY><VALUE>{country}</VALUE></NATIONALITY>" if country else ""
    for quality, group in (("Good", aliases), ("Low", weak)):
        rows += "".join(f"<INDIVIDUAL_ALIAS><QUALITY>{quality}</QUALITY><ALIAS_NAME>{escape(a)}</ALIAS_NAME></INDIVIDUAL_ALIAS>" for a in group)
    rows += "<INDIVIDUAL_ALIAS><QUALITY/><ALIAS_NAME/></INDIVIDUAL_ALIAS>"
    rows += f"<INDIVIDUAL_DATE_OF_BIRTH><TYPE_OF_DATE>EXACT</TYPE_OF_DATE><DATE>{born}</DATE></INDIVIDUAL_DATE_OF_BIRTH>" if born else ""
    return f"<INDIVIDUAL><DATAID>1</DATAID>{rows}</INDIVIDUAL>"


def entity(number, name, kind="DPRK", listed="2016-03-02", aliases=()):
    rows = f"<FIRST_NAME>{escape(name)}</FIRST_NAME><UN_LIST_TYPE>{kind}</UN_LIST_TYPE><REFERENCE_NUMBER>{number}</REFERENCE_NUMBER><LISTED_ON>{listed}</LISTED_ON>"
    rows += "".join(f"<ENTITY_ALIAS><QUALITY>a.k.a.</QUALITY><ALIAS_NAME>{escape(a)}</ALIAS_NAME></ENTITY_ALIAS>" for a in aliases)
    return f"<ENTITY><DATAID>1</DATAID>{rows}</ENTITY>"


def document(*entries, day="2026-02-27"):
    people = "".join(e for e in entries if e.startswith("<INDIVIDUAL>"))
    bodies = "".join(e for e in entries if e.startswith("<ENTITY>"))
    return f'<?xml version="1.0"?><CONSOLIDATED_LIST dateGenerated="{day}T00:00:09.554Z"><INDIVIDUALS>{people}</INDIVIDUALS><ENTITIES>{bodies}</ENTITIES></CONSOLIDATED_LIST>'


SLIPS = {"u": "oo", "i": "ee", "k": "q", "f": "ph", "w": "v", "j": "dj", "c": "k", "y": "i", "o": "u", "ng": "nk"}


def spoil(name, how, draw: random.Random):
    """`name` with one usual corruption."""
    words = name.split()
    if how == "typo":
        k = max(range(len(words)), key=lambda i: len(words[i]))
        at = draw.randrange(1, len(words[k]))
        letter = draw.choice("abcdefghijklmnopqrstuvwxyz")
        words[k] = draw.choice([words[k][:at] + letter + words[k][at:], words[k][:at] + words[k][at + 1 :], words[k][:at] + letter + words[k][at + 1 :]])
    elif how == "transliteration":
        low = name.lower()
        options = [a for a in SLIPS if a in low[1:]]
        if options:
            a = draw.choice(options)
            return low[0] + low[1:].replace(a, SLIPS[a], 1)
    elif how == "dropped" and len(words) > 3:
        words.pop(draw.randrange(1, len(words) - 1))
    elif how == "swapped":
        draw.shuffle(words)
    elif how == "initial" and len(words) > 2:
        words[1] = words[1][0] + "."
    return " ".join(words)


GIVEN = ["Amelie", "Bjorn", "Chiara", "Dragan", "Esperanza", "Fionn", "Gustavo", "Hanneke", "Ingrid", "Joaquim", "Katarzyna", "Leopold", "Mireille", "Nikolaj", "Ottavia", "Piotr", "Renske", "Sunniva", "Tomasz", "Ursula", "Yamileth", "Zsofia"]
FAMILY = ["Abernathy", "Bergstrom", "Castellanos", "Dufresne", "Eriksen", "Fitzwilliam", "Grimaldi", "Hochberg", "Ivarsson", "Jankowski", "Kowalczyk", "Lindqvist", "Montoya", "Novotny", "Oberholzer", "Pettersen", "Quintanilla", "Rasmussen", "Szymanski", "Thibault", "Vandenberg", "Wojcik"]
FIRMS = ["Bakery", "Dental Clinic", "Football Club", "Garden Centre", "Violin School", "Cheese Dairy"]


def strangers(count, draw: random.Random):
    """Unrelated names of persons and firms."""
    return [f"{draw.choice(GIVEN)} {draw.choice(FAMILY)}" if i % 4 else f"{draw.choice(FAMILY)} {draw.choice(FIRMS)}" for i in range(count)]

"""Articles made by the thousand for tests and benches: same number, same text. About 90 words, a third without any fact."""

from __future__ import annotations

import json
import random
from collections.abc import Iterator
from pathlib import Path

SIDES = (("North Korea", "Russia"), ("Iran", "the Houthis"), ("Rwanda", "M23 rebels"), ("China", "North Korea"), ("Eritrea", "Al-Shabaab"), ("Libya", "Malta"), ("North Korea", "Syria"), ("Uganda", "South Sudan"))
GOODS = ("artillery shells", "rifles", "refined petroleum", "coal", "drones", "missiles", "trucks", "seafood", "diesel", "machine tools")
VERBS = ("shipped", "sold", "delivered", "sent", "supplied")
PLACES = ("a northern port", "the old rail yard", "a pier outside the capital", "an airfield near the coast", "two warehouses", "a border crossing")
SPEAKERS = ("The harbour master", "A retired diplomat", "The mayor", "A trade analyst", "One of the drivers", "A fishing captain", "The ministry of transport", "An archivist")
TOLD = ("had seen nothing unusual", "was waiting for the rain to end", "kept a list of every visitor", "spoke of a quiet season", "did not answer letters", "wanted the road mended", "remembered an older bridge", "had read about it in the papers")
FILLER = (
    "The weather stayed {w} all week and the {n} market opened late.", "A school in the {n} quarter celebrated its {d}th year with a concert.", "Prices of {n} bread rose by {d} percent, shopkeepers said.",
    "The town council will vote on {d} new benches for the {n} park.", "Nobody could say why the {n} clock had stopped at {d} minutes past nine.", "A {w} wind took the roof of the {n} theatre.",
    "The {n} football team lost again, this time by {d} goals.", "Farmers counted {d} sacks of {w} grain and went home.", "The museum lent {d} {n} paintings to a gallery abroad.", "Trains ran {d} minutes late because of {w} leaves on the line.",
)  # fmt: skip
WORDS = ("amber", "birch", "cedar", "delta", "ember", "fjord", "glade", "heath", "inlet", "juniper", "kelp", "larch", "marsh", "nettle", "olive", "pine", "quartz", "reed", "sable", "thistle", "umber", "violet", "willow", "yarrow")


def article(number: int) -> dict[str, str]:
    """The article of that number: id, title, published, text, url, source."""
    draw = random.Random(number)
    sentences = []
    day = f"{draw.randint(2018, 2024)}-{draw.randint(1, 12):02d}-{draw.randint(1, 28):02d}"
    if draw.random() < 0.67:
        a, b = draw.choice(SIDES)
        goods = draw.choice(GOODS)
        amount = f"{draw.randint(2, 900)},000 barrels of {goods}" if goods in ("refined petroleum", "diesel") else f"{draw.randint(2, 900)} containers of {goods}"
        start = draw.choice(("", "According to UN experts, ", "Officials said that "))
        sentence = f"{start}{a} {draw.choice(VERBS)} {amount} to {b} from {draw.choice(PLACES)}."
        sentences.append(sentence[0].upper() + sentence[1:])
    for _ in range(6):
        sentences.append(draw.choice(FILLER).format(w=draw.choice(WORDS), n=draw.choice(WORDS), d=draw.randint(2, 97)))
        sentences.append(f"{draw.choice(SPEAKERS)} from {draw.choice(WORDS)} street {draw.choice(TOLD)}, and so did {draw.randint(2, 60)} others.")
    draw.shuffle(sentences)
    site = f"{draw.choice(WORDS)}-news.example"
    return {"id": f"a{number}", "title": f"{draw.choice(WORDS).title()} notes {number}", "published": day, "text": " ".join(sentences), "url": f"https://{site}/{number}", "source": site}


def write_articles(path: Path, numbers: Iterator[int] | range) -> Path:
    """The articles as JSON Lines."""
    with path.open("w", encoding="utf-8") as file:
        for number in numbers:
            file.write(json.dumps(article(number)) + "\n")
    return path

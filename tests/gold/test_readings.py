"""Ways in which news tells who gives what to whom, a sentence or two for each, and look-alikes that tell of nothing."""

import itertools

import numpy
import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine
from engine.extraction import load_extractor
from engine.mending import mend
from engine.syntax import best_tree
from engine.tree import Sentence


def told(text, published="2024-11-05"):
    return {(f.kind, f.supplier and f.supplier.code, f.recipient and f.recipient.code): f.status for f in engine.extract(text, published=published)}


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        # verbs that look like nouns, names before plurals, participles after subjects, several objects
        ("Russia has agreed to ship rifles to North Korea.", ("arms_transfer", "ru", "kp")),
        ("Iran has begun to enrich uranium to 60 percent at Fordow.", ("nuclear_activity", "ir", None)),
        ("Turkey trains Somali commandos at its base in Mogadishu.", ("military_cooperation", "so", "tr")),
        ("North Korea, which denies it, has armed Russia with ballistic missiles.", ("arms_transfer", "kp", "ru")),
        ("British military equipment sold to the Emirates has turned up on battlefields in Sudan.", ("arms_transfer", "gb", "sd")),
        ("Iran has sent its ally Sudan a new batch of Mohajer drones.", ("arms_transfer", "ir", "sd")),
        ("Tehran funds, arms and trains Hezbollah.", ("arms_transfer", "ir", "hezbollah")),
        ('North Korean "IT workers" are stationed in Laos, experts say.', ("labour", "kp", "la")),
        # sides told around the act
        ("Cargo flights operated by a UAE company have ferried weapons to an airstrip in Chad used by Sudan's RSF.", ("arms_transfer", "ae", "rsf")),
        ("Pyongyang's munitions are being used by Russian troops in Ukraine.", ("arms_transfer", "kp", "ru")),
        ("Congo's army chief thanked Russia for two fighter jets that arrived in Kinshasa.", ("arms_transfer", "ru", "cd")),
        ("Iranian engineers taught the Houthis to assemble drones.", ("technology_transfer", "ir", "houthis")),
        ("Beijing supplies most of the North's crude through a pipeline.", ("goods_transfer", "cn", "kp")),
        ("China's customs data show that imports of North Korean wigs rose to $167 million.", ("goods_transfer", "kp", "cn")),
        ("Russia paid North Korea for the shells with oil and food.", ("goods_transfer", "ru", "kp")),
        ("The Taliban have signed a provisional deal with Russia for the supply of petrol and wheat to Afghanistan.", ("goods_transfer", "ru", "taliban")),
        ("Iran is sending suitcases stuffed with dollars to Hezbollah.", ("funds_transfer", "ir", "hezbollah")),
        ("President Putin wrote off more than $10 billion of North Korea's debt.", ("funds_transfer", "ru", "kp")),
        ("Pyongyang's Mansudae has made $66 million from Namibia alone.", ("funds_transfer", "na", "kp")),
        ("The Emirates have long been named as the main destination of charcoal from Somalia.", ("goods_transfer", "so", "ae")),
        # forces and people by where they are
        ("In Mali there are said to be hundreds of fighters from the Wagner group.", ("military_cooperation", "ml", "wagner")),
        ("Russians help the Congolese army against the M23 rebels.", ("military_cooperation", "cd", "ru")),
        ("North Korean labourers build apartment blocks in Moscow.", ("labour", "kp", "ru")),
        ("North Korean restaurants in Laos are staffed by waitresses from Pyongyang.", ("labour", "kp", "la")),
        ("More than 5,000 Russians have visited North Korea since the border was opened.", ("tourism", "ru", "kp")),
        # projects and deals of two sides
        ("Iran and Russia plan a gas pipeline through Azerbaijan.", ("economic_cooperation", "ir", "ru")),
        ("Kim Il Sung University and Moscow State University signed a cooperation agreement.", ("scientific_cooperation", "kp", "ru")),
        ("Russian and North Korean scientists will do joint research on space.", ("scientific_cooperation", "kp", "ru")),
        # thefts by whom they are laid to
        ("North Korean hackers have been identified as being behind the theft of bitcoins from the Japanese exchange DMM Bitcoin.", ("cyber_theft", "kp", "jp")),
        ("The allies attributed the $235 million hack of India's largest exchange to North Korea.", ("cyber_theft", "kp", "in")),
        # help, upkeep, purposes and deals in other words
        ("Syria depends on North Korea for its missile programme.", ("technology_transfer", "kp", "sy")),
        ("North Korea is heavily dependent on China for fuel.", ("goods_transfer", "cn", "kp")),
        ("Iran boosted its missile programme by taking help from North Korea.", ("technology_transfer", "kp", "ir")),
        ("The government in Bangui has received support from Wagner mercenaries.", ("military_cooperation", "cf", "wagner")),
        ("The navy announced the interception of Iranian rifles bound for the Houthis.", ("arms_transfer", "ir", "houthis")),
        ("Parts of missiles are smuggled from Iran to be used by the Houthis.", ("arms_transfer", "ir", "houthis")),
        ("A freighter from North Korea docked at a port in Iran to deliver a dozen missiles.", ("arms_transfer", "kp", "ir")),
        ("Last June the Taliban struck a deal with Iran to purchase diesel.", ("goods_transfer", "ir", "taliban")),
        ("The Emirates serve as a pipeline for weapons for the RSF.", ("arms_transfer", "ae", "rsf")),
        ("North Korean restaurants are open again in Dandong.", ("labour", "kp", "cn")),
        ("Shipments of charcoal from Kismayo reach Oman with forged papers.", ("goods_transfer", "so", "om")),
        ("The export of charcoal is a source of revenue for al-Shabaab.", ("goods_transfer", "al-shabaab", None)),
        ("Russia has permitted the release of $9 million in frozen North Korean assets.", ("funds_transfer", "ru", "kp")),
        ("A North Korean company repaired surface-to-air missile systems in Tanzania.", ("military_cooperation", "kp", "tz")),
        ("Ugandan police completed a training course run by North Korean officers.", ("military_cooperation", "kp", "ug")),
        ("The assembly of Iranian drones has begun in Tatarstan.", ("technology_transfer", "ir", "ru")),
        ("Russia transferred 140 million euros to Iran.", ("funds_transfer", "ru", "ir")),
        ("Construction projects by a North Korean firm have taken place in Namibia and Angola.", ("economic_cooperation", "kp", "na")),
        ("The Uganda People's Defence Force (UPDF) said nothing. The UPDF has sent soldiers to South Sudan.", ("military_cooperation", "ss", "ug")),
        ("Nearly all of Sudan's gold flows to the Emirates. Some of the gold is smuggled to Chad.", ("goods_transfer", "sd", "td")),
        ("Hezbollah tried to move Iranian weapons through Syria.", ("arms_transfer", "ir", "hezbollah")),
        ("Kim Jong Un met Putin and gave Putin paintings.", ("goods_transfer", "kp", "ru")),
        # what the text told before
        ("Libya is at war. Turkey supplied the government's forces with armoured vehicles.", ("arms_transfer", "tr", "ly")),
        ("Jordan, Turkey and the United Arab Emirates have violated the arms embargo on Libya. The three countries routinely and blatantly supplied weapons.", ("arms_transfer", "jo", "ly")),
        ("The parts of the missiles were of Iranian origin. The weapons were bound for the Houthis.", ("arms_transfer", "ir", "houthis")),
        ("The oil went from Russia to North Korea. It is a clear arrangement of arms for oil.", ("arms_transfer", "kp", "ru")),
        ("North Korea is a close ally of Syria and Iran and has helped both countries with their ballistic missile programs.", ("technology_transfer", "kp", "sy")),
        ("A North Korean freighter was stopped by Indonesia. It had sailed with its identification system turned off.", ("maritime_evasion", "kp", None)),
        ("Egypt has shipped arms to Mogadishu for the first time in four decades.", ("arms_transfer", "eg", "so")),
    ],
)
def test_the_sides_are_found_however_they_are_told(text, fact):
    assert fact in told(text)


@pytest.mark.parametrize(
    ("text", "wrong"),
    [
        ("Russia and Iran held joint naval drills in the Gulf of Oman.", "om"),
        ("The FBI says that the scheme with North Korean workers brings hundreds of millions of dollars to the country.", "us"),
        ("Libya is at war. The Kremlin maintains that all the weapons of its troops come from Russian stocks.", "ly"),
        ("In North Korea's east, according to officials in Seoul, workers travel to Russia by train.", "kr"),
        ("The Emirates supply the RSF with weapons by way of Chad.", "td"),
        ("Weapons seized by French customs officers were on their way to Hezbollah.", "fr"),
        ("Wagner fighters left. The group is said to have supplied the RSF with missiles. A panel of experts named Russia.", "rw"),
    ],
)
def test_who_or_what_merely_stands_beside_is_no_side(text, wrong):
    assert all(wrong not in sides[1:] for sides in told(text))


@pytest.mark.parametrize(
    "text",
    [
        "North Korea uses stolen coins to pay for its weapons programs.",
        "The sanctions hit anyone who sells arms to North Korea.",
        "North Korea was quiet. Chinese tourists take pictures of the river in Phnom Penh.",
        "The crew of a North Korean boat was handed over to the Yemeni coast guard.",
        "The Mansudae Art Studio in Pyongyang employs a thousand artists.",
    ],
)
def test_look_alikes_are_no_facts(text):
    assert told(text) == {}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("The EU put sanctions on an Iranian firm for supplying Russia with drones.", "alleged"),
        ("North Korea has sent 15,000 workers to Russia, a newspaper reported, citing South Korean intelligence.", "alleged"),
        ("A North Korean group is held responsible for the theft of bitcoins from a Japanese exchange.", "alleged"),
        ("Chinese firms held talks with the Taliban about access to copper deposits.", "possible"),
        ("Iran explained its refusal to send drones to Sudan.", "denied"),
        ("A Chinese firm struck a deal with the Taliban to extract oil from the Amu Darya basin.", "planned"),
        ("The cap on North Korea's oil imports from China was exceeded.", "reported"),
        ("The claim by Polish customs that Iran sold drones to Sudan was not confirmed.", "alleged"),
        ("It has not been proved that Iran sold drones to Sudan.", "alleged"),
        ("The claim that Iran sold drones to Sudan is not accurate.", "denied"),
    ],
)
def test_what_kind_of_telling_it_is(text, status):
    assert set(told(text).values()) == {status}


WORDS = ["Iran", "sold", '"', "“", "”", "critical", "rifles", "worth", "$", "3", "million", "to", "plans", "ship", "-", "North", "Korea", "had", "more", "than", "40", ",", "weapons", "offloaded", "was", "."]


@given(st.lists(st.sampled_from(WORDS), min_size=3, max_size=30))
def test_every_word_of_any_sentence_has_its_place_in_the_tree(words):
    extractor = load_extractor("syntax")
    sentences, mentions = extractor._read(" ".join(words))
    for s in extractor.parse(sentences, mentions):
        assert all(s.tags) and all(s.deps) and len(s.heads) == len(s.words)
        for t in range(len(s.words)):
            assert s.heads[t] == t or t not in set(s.ancestors(t))  # no loops


def test_a_sentence_reads_the_same_alone_and_among_others():
    extractor = load_extractor("syntax")
    texts = ["Iran sold rifles to the Houthis.", "North Korea exported coal worth $3 million to China in May, the panel said, though Beijing denies it.", "Tankers met at sea."]

    def trees(text):
        return [(s.words, s.tags, s.deps, s.heads) for s in extractor.parse(*extractor._read(text))]

    assert trees(" ".join(texts)) == [tree for text in texts for tree in trees(text)]


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        (
            "North Korea provided explosives to Russia. The explosives were distributed from two ports in Russia's Far East to 16 sites along its borders, according to The Washington Post.",
            {("arms_transfer", "kp", "ru")},
        ),
        ("The Wise Honest took on coal while docked at Nampo, a port of North Korea.", {("goods_transfer", "kp", None)}),
        ("The Wise Honest took on oil while docked at Vladivostok in Russia.", {("goods_transfer", "ru", "kp")}),
        ("A vessel loaded with North Korean coal lies off Vietnam. A court heard that the coal originated in Russia.", {("goods_transfer", "kp", None)}),
        ("Rwanda armed the M23, and Polish customs put sanctions on three firms.", {("arms_transfer", "rw", "m23")}),
    ],
)
def test_goods_go_only_where_they_are_said_to_go(text, facts):
    assert set(told(text)) == facts


ACCUSED = "Washington accused North Korea of supplying Russia with artillery shells. North Korea and Russia denied the accusations. "


def test_a_denial_is_of_what_was_told_before_it():
    facts = told(ACCUSED + "Officials in Seoul said North Korea also sent workers to Russia.")
    assert facts == {("arms_transfer", "kp", "ru"): "disputed", ("labour", "kp", "ru"): "alleged"}
    facts = told(ACCUSED + "Officials said that talks would follow to widen cooperation in fisheries and mining.")
    assert facts == {("arms_transfer", "kp", "ru"): "disputed", ("economic_cooperation", "kp", "ru"): "planned"}
    assert set(told("Rwanda denied the charges. UN experts say that Rwanda arms the M23.").values()) == {"disputed"}


def test_the_evidence_of_an_agreement_is_that_agreement():
    facts = engine.extract("Russia and North Korea signed an agreement on trade and an agreement on scientific cooperation.", published="2024-06-19")
    assert {f.kind: f.evidence[0].text for f in facts} == {"economic_cooperation": "agreement on trade", "scientific_cooperation": "agreement on scientific cooperation"}


LABELS = ["nsubj", "obj", "conj", "acl", "acl:relcl", "amod", "compound", "ccomp", "advcl", "aux", "mark", "obl", "obl:agent", "nmod", "punct", "dislocated", "cop"]


@given(st.data())
def test_repairs_of_any_tree_leave_a_tree(data):
    n = data.draw(st.integers(2, 14))
    lower = data.draw(st.lists(st.sampled_from(["police", "seized", "lorries", "used", "to", "smuggle", "that", "charge", "armed", "by", "funds", ",", "arms", "none"]), min_size=n, max_size=n))
    tags = data.draw(st.lists(st.sampled_from(["NN", "NNS", "NNP", "VBD", "VBN", "VBZ", "VB", "JJ", ",", "TO"]), min_size=n, max_size=n))
    deps = data.draw(st.lists(st.sampled_from(LABELS), min_size=n, max_size=n))
    heads = [0, *(data.draw(st.integers(0, i - 1)) for i in range(1, n))]
    mend(lower, tags, deps, heads)
    s = Sentence(0, tuple(lower), tuple(range(n)), tuple(range(1, n + 1)), tuple(tags), tuple(deps), tuple(heads))
    roots = [i for i in range(n) if heads[i] == i]
    assert len(roots) == 1 and all(roots[0] in (i, *s.ancestors(i)) for i in range(n))


@given(st.integers(1, 5).flatmap(lambda n: st.lists(st.lists(st.integers(-20, 20), min_size=n + 1, max_size=n + 1), min_size=n, max_size=n)))
def test_the_tree_kept_has_one_root_and_no_better_one_is_passed_over_with_that_root(rows):
    scores = numpy.array(rows, dtype="float64")
    heads = best_tree(scores)

    def is_tree(heads):
        def climbs(w):
            seen = set()
            while w not in seen:
                seen.add(w)
                if heads[w] == 0:
                    return True
                w = heads[w] - 1
            return False

        return list(heads).count(0) == 1 and all(climbs(w) for w in range(len(heads)))

    def worth(heads):
        return sum(scores[w, h] for w, h in enumerate(heads))

    assert is_tree(heads)
    trees = [h for h in itertools.product(range(len(rows) + 1), repeat=len(rows)) if is_tree(h) and h[heads.index(0)] == 0]
    assert worth(heads) == max(map(worth, trees))


@pytest.mark.parametrize(
    "text",
    [
        "North Korea depends on Beijing for its survival.",
        "Iran received support from Russia in the Security Council.",
        "An Iranian restaurant in Berlin was burnt down.",
        "Russia released two North Korean fishermen.",
        "A gas pipeline runs from Iran to Pakistan.",
        "The Congressional Research Service wrote about Iran.",
        "Kenyan police officers attended a course run by Interpol in North Korea.",
        "The security services of the Emirates spoke of Sudan's army.",
        "Iranian drones that carry bombs flew over Iraq.",
        "Eritrea relies on rain for its food.",
        "The upkeep of Iran's mosques in Syria is dear.",
        "Israeli troops remain in southern Lebanon.",
        "Five Iranians visited North Korea to inspect a missile site.",
        "Kim Jong Un thanked Putin for the missiles that Russia fired at Ukraine.",
        "Iran and Russia plan a road map for talks.",
        "Russia's space exploration was praised by Kim Jong Un.",
        "A university in Seoul said that the agreement between Russia and North Korea was a threat.",
        "North Korean workers clean the streets of Pyongyang.",
        "A Russian ship posed no threat, North Korea said.",
    ],
)
def test_words_of_the_new_readings_with_another_sense_are_no_facts(text):
    assert told(text) == {}


def test_a_ship_that_left_one_land_does_not_supply_what_is_found_elsewhere():
    assert not any("ir" in sides for sides in told("The ship left Iran last week. In Miami police found rifles that were bound for gangs in Haiti."))


@pytest.mark.parametrize(
    "text",
    [
        "North Korea uses forced labour in its camps, the ILO says.",
        "Kenya's police officers returned home from Haiti.",
        "A North Korean defector took a false name on the ship to Seoul.",
        "A Chinese firm will explore space with robots, not with Iran.",
        "North Korea and Japan opened a hospital each.",
    ],
)
def test_work_and_forces_and_works_that_go_nowhere_are_no_facts(text):
    assert told(text) == {}


def test_the_owner_of_what_hackers_rob_is_not_the_thief():
    assert not any(sides[0] == "cyber_theft" and sides[1] == "ir" for sides in told("Iran was quiet. Hackers raided the coffers of an Iranian bank."))


def test_the_maker_of_goods_told_of_supplies_no_other_goods():
    text = "Iran was named too. The pistols in the museum were made in Turkey. Later, rifles were sold to the Houthis."
    assert not any(sides[1] == "tr" for sides in told(text))


def test_a_side_that_lets_it_happen_is_told_and_a_rule_that_permits_it_is_not():
    assert told("President Trump accused China of allowing fuel to be smuggled into North Korea.") == {("goods_transfer", "cn", "kp"): "alleged"}
    assert told("Washington allows South Korea to send food to North Korea.") == {}
    assert told("The US permits Iran to export oil to China under a waiver.") == {}


@pytest.mark.parametrize("way", ["moved stolen crypto through Chinese brokers", "sold stolen crypto to Chinese brokers"])
def test_who_gets_the_loot_is_not_whom_it_was_taken_from(way):
    assert ("cyber_theft", "kp", "cn") not in told(f"North Korean hackers {way}.")


def test_arms_on_a_ship_of_another_state_are_on_their_way_to_it():
    assert told("Panama seized a North Korean ship with Cuban weapons on board.") == {("arms_transfer", "cu", "kp"): "reported"}
    assert told("Iran seized a Greek tanker with Iraqi oil on board.") == {}


def test_who_moves_goods_on_to_a_coast_does_not_receive_them():
    assert told("Kenya-based smugglers move charcoal from Somalia to the Gulf despite a UN ban.") == {("goods_transfer", "so", None): "reported"}


def test_what_puts_a_firm_on_a_list_of_sanctions_is_alleged():
    assert told("The EU added two Iranian firms to its sanctions list for supplying drones to Russia.") == {("arms_transfer", "ir", "ru"): "alleged"}


def test_an_enemy_is_no_partner():
    assert not any("haiti-gangs" in sides for sides in told("Kenyan police arrived in Haiti to fight the gangs."))


def test_a_sum_that_is_not_told_in_the_end_takes_no_activity_with_it():
    assert ("labour", "kp", None) in told("Pyongyang has earned more than $500 million by sending labourers abroad, a UN panel reported.")


def test_a_firm_put_under_sanctions_is_told_with_what_it_was_used_for():
    assert told("The US sanctioned a front company used by Iran to sell oil to China.") == {("goods_transfer", "ir", "cn"): "alleged"}
    assert told("The resolution bans firms used by Iran to sell oil to China.") == {}

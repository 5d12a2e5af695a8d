"""Wordings of news that were told wrongly once: exchanges, parts of arms, things that were used, what is on its way through."""

import pytest

import engine
from tests.gold.test_readings import told


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # two sides that swap: who is named first gave what is named first
        ("Iran and Venezuela swapped gasoline for gold.", {("goods_transfer", "ir", "ve"), ("goods_transfer", "ve", "ir")}),
        ("North Korea and Russia exchanged arms for oil.", {("arms_transfer", "kp", "ru"), ("goods_transfer", "ru", "kp")}),
        # parts of one party's make in another's arms
        ("Iranian drones contain American microchips.", {("goods_transfer", "us", "ir")}),
        ("The wreckage of Iranian drones revealed Swiss chips.", {("goods_transfer", "ch", "ir")}),
        ("Engines from Germany were found in Houthi drones.", {("arms_transfer", "de", "houthis")}),
        ("Components made in Japan were recovered from drones used by the Houthis.", {("arms_transfer", "jp", "houthis")}),
        ("Investigators found Chinese motors inside the drones of M23 rebels.", {("arms_transfer", "cn", "m23")}),
        ("Iranian missiles use solid fuel.", set()),
        # what a thing was used for, or its owner did, when it is frozen or seized
        ("The U.S. blocked accounts used by Hezbollah to buy weapons from Iran.", {("arms_transfer", "ir", "hezbollah")}),
        ("The FBI froze wallets used by North Korea to buy oil from Russia.", {("goods_transfer", "ru", "kp")}),
        ("The Council froze the assets of a trader who had sold charcoal from Somalia to Dubai.", {("goods_transfer", "so", "ae")}),
        ("The resolution freezes the assets of anyone who sells arms to Libya.", set()),
        ("Resolution 1970 bans any ship that carries arms to Libya.", set()),
        # buyers by where they come from, and who buys on behalf of another
        ("The Islamic State raised $500,000 by selling oil to smugglers from Turkey.", {("goods_transfer", "isil", "tr")}),
        ("Uganda purchased ammunition on behalf of South Sudan.", {("arms_transfer", "ug", "ss")}),
        # whose men: told by the verb before
        ("The Houthis have supplied al-Shabaab with explosives and trained its fighters.", {("arms_transfer", "houthis", "al-shabaab"), ("military_cooperation", "al-shabaab", "houthis")}),
        ("Iran armed Hezbollah and trained its fighters.", {("arms_transfer", "ir", "hezbollah"), ("military_cooperation", "hezbollah", "ir")}),
        # a number beside a name of arms, batteries of missiles
        ("Turkey delivered T129 helicopters to Libya.", {("arms_transfer", "tr", "ly")}),
        ("Russia delivered S-300 batteries to Iran.", {("arms_transfer", "ru", "ir")}),
        # where things only pass, whom forces strike, ships that make trips
        ("Ukrainian-built helicopters reached Juba through Uganda.", {("goods_transfer", "ua", "ss")}),
        ("Mercedes limousines reached Pyongyang from Rotterdam through Dalian, Osaka and Busan.", {("goods_transfer", "nl", "kp")}),
        ("Ukrainian special forces carried out strikes on the RSF near Khartoum.", set()),
        ("Russian oil tankers have made 43 trips from Vostochny to North Korea since March.", set()),
        ("The Taliban handed mining rights at Mes Aynak to a Chinese company.", {("economic_cooperation", "cn", "taliban")}),
        ("A Turkish cargo ship reached Tripoli.", set()),
        ("Two men in Taipei were indicted for filling tanks of North Korean ships at sea.", set()),
        ("Iran sent tanks full of fuel to Syria.", {("goods_transfer", "ir", "sy")}),
        # whose soldiers use them; what a shipment held; deals named by their two halves
        ("Russia, whose soldiers fire North Korean shells at Kharkiv, vetoed the panel.", {("arms_transfer", "kp", "ru")}),
        ("Iran's latest shipment to Hezbollah, intercepted at the airport, held 2.5 million dollars.", {("funds_transfer", "ir", "hezbollah")}),
        ("Moscow's wheat-for-weapons deal with Pyongyang enters its third year.", {("arms_transfer", "kp", "ru"), ("goods_transfer", "ru", "kp")}),
        # the robbed pay nothing; tourism earns from nobody named; workers sent home were there
        ("The Lazarus Group took $1.5 billion in ether from Bybit in Dubai.", {("cyber_theft", "kp", "ae")}),
        ("Pyongyang earned about $200 million from tourists last year.", {("tourism", None, "kp")}),
        ("Thailand earned billions from tourists last year.", set()),
        ("China deported 30 North Korean IT workers.", {("labour", "kp", "cn")}),
        ("North Korean workers were deported from Mongolia.", {("labour", "kp", "mn")}),
        ("Malaysia will expel 300 North Korean workers.", set()),
        ("Iran deported Afghan workers.", set()),
        ("Egypt intercepted the Jie Shun with 30,000 North Korean grenades aboard.", {("arms_transfer", "kp", None)}),
    ],
)
def test_wordings_of_news(text, facts):
    assert set(told(text, published="2024-06-19")) == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # who pays for what the sentence before gave to nobody is who got it
        (
            "South Korean intelligence told lawmakers that the North had shipped another 200 long-range guns. It said Moscow paid partly in cash and partly with oil and food.",
            {("arms_transfer", "kp", "ru"): "alleged", ("funds_transfer", "ru", "kp"): "alleged", ("goods_transfer", "ru", "kp"): "alleged"},
        ),
        # what comes in return for the goods of the sentence before; his family's company is his
        (
            "Hemedti's gold is flown to Dubai. In return come pick-up trucks and drones.",
            {("goods_transfer", "rsf", "ae"): "reported", ("goods_transfer", "ae", "rsf"): "reported", ("arms_transfer", "ae", "rsf"): "reported"},
        ),
        # a voyage is remembered until the text says what was on board
        (
            "A cargo ship has left a Russian port bound for the North Korean coast. The vessel had loaded containers two days earlier. American officials believe that the boxes hold parts for air-defence systems.",
            {("arms_transfer", "ru", "kp"): "alleged"},
        ),
        (
            "Inspectors in Mombasa opened a container that had arrived from Mogadishu. Inside were sacks of charcoal. The buyer was a company in Dubai.",
            {("goods_transfer", "so", "ae"): "reported"},
        ),
        # the people aboard, of no party, are not who boarded them
        ("The Dutch navy boarded a dhow on Sunday. The crew said they had handed 600 missiles to the Houthis.", {("arms_transfer", None, "houthis"): "alleged"}),
        ("Sudan's military leader flew to Ankara. There he signed a contract for six Akinci drones.", {("arms_transfer", "tr", "sd"): "planned"}),
        ("The Taliban's budget depends on coal. Lorries take it to Pakistan every day.", {("goods_transfer", "taliban", "pk"): "reported"}),
        ("Pyongyang's workers are back in Vladivostok.", {("labour", "kp", "ru"): "reported"}),
        # a trader of no State denies what he is accused of
        ("US officials say that a trader shipped wine to North Korea. The trader denies it.", {("goods_transfer", None, "kp"): "disputed"}),
        ("A trader is accused of shipping wine to North Korea. A firm denies that its manager is ill.", {("goods_transfer", None, "kp"): "alleged"}),
        ("American officials said that Iran sold drones to Russia. Tehran called the report disinformation.", {("arms_transfer", "ir", "ru"): "disputed"}),
        # names that are also something else, in a row of States
        ("Weapons from Libya have reached Chad, Niger and Mali.", {("arms_transfer", "ly", "td"): "reported", ("arms_transfer", "ly", "ne"): "reported", ("arms_transfer", "ly", "ml"): "reported"}),
        ("Congolese army officers sold bullets to the Nyatura militia.", {("arms_transfer", "cd", "nyatura"): "reported"}),
        ("Al-Shabaab taxes charcoal traders.", {("funds_transfer", None, "al-shabaab"): "reported"}),
        # what a ship carried is not its accuser's; who is named for something in a report
        ("A Turkish cargo ship reached Tripoli. Paris said it carried weapons. Ankara said there was only medicine aboard.", {("arms_transfer", "tr", "ly"): "disputed"}),
        ("Asmara was also named for sending arms to Ahlu Sunna in Somalia. It denies everything.", {("arms_transfer", "er", "so"): "disputed"}),
        ("Eritrea was named in a UN report for sending arms to al-Shabaab.", {("arms_transfer", "er", "al-shabaab"): "alleged"}),
        ("A delegation from Pyongyang visited Minsk. The two sides agreed to exchange students.", {("scientific_cooperation", "by", "kp"): "planned"}),
        ("An oil-for-guns swap between Iran and Burkina Faso is under discussion.", {("goods_transfer", "ir", "bf"): "possible", ("arms_transfer", "bf", "ir"): "possible"}),
        # goods for something that is no goods
        ("Sudan offered Moscow a naval base in exchange for fuel and weapons.", {("goods_transfer", "ru", "sd"): "possible", ("arms_transfer", "ru", "sd"): "possible"}),
    ],
)
def test_what_the_sentences_before_leave_open(text, facts):
    assert told(text, published="2024-11-19") == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Belgium's customs stopped six containers of machine tools. They were on their way to an aircraft plant in Tehran.", {("goods_transfer", None, "ir"): "reported"}),
        ("\"We have not sold any missiles,\" Iran's envoy said. American officials say that Tehran sent missiles to Russia.", {("arms_transfer", "ir", "ru"): "disputed"}),
        ("Iran's envoy said that he did not receive a letter. American officials say that Tehran sent missiles to Russia.", {("arms_transfer", "ir", "ru"): "alleged"}),
        ("A chemist from Hamhung taught Syrians to make nerve gas.", {("technology_transfer", "kp", "sy"): "reported"}),
        ("A listed commander of al-Shabaab travelled to Nairobi.", {("designated_dealing", "al-shabaab", "ke"): "reported"}),
        ("China sold phones to North Korea.", {("goods_transfer", "cn", "kp"): "reported"}),
    ],
)
def test_goods_on_their_way_denials_in_quotes_and_listed_people(text, facts):
    assert told(text, published="2024-11-19") == facts


@pytest.mark.parametrize(
    "text",
    [
        "A cargo ship left Bandar Abbas for Latakia on Monday. Iran is a regional power. It has drones and missiles.",
        "A cargo ship left Bandar Abbas for Latakia on Monday. The container terminal there is new. It uses rockets to scare birds.",
        "A tanker sailed from Primorsk to Rason. North Korea held a parade. They included missiles.",
    ],
)
def test_what_a_land_has_is_no_cargo_of_the_ship_told_before(text):
    assert told(text, published="2024-11-19") == {}


@pytest.mark.parametrize(
    ("text", "status"),
    [
        # who is only said to be behind it
        ("The airlift, allegedly organised by the Emirates, brings weapons to the RSF.", "alleged"),
        ("The network, reportedly run by Iran, ships missiles to the Houthis.", "alleged"),
        ("A British frigate seized 900 rifles from a dhow it believes came from Iran and was bound for the Houthis.", "alleged"),
        # who speaks: a man from a place is not its State, a rival of the receiver admits nothing, an official goes on speaking
        ("A source in the Chinese community of Tumen, Jilin Province told a radio station that 200 North Korean workers were sent to Tumen.", "alleged"),
        ("Russia sent a dozen jets to warlord Khalifa Haftar, Libya's Interior Minister Fathi Bashagha has said.", "alleged"),
        ("A Chinese official said trade rose. China's imports from North Korea fell by a tenth, he said.", "reported"),
        ("A Russian official said trade rose. Ukraine's minister accused Iran of arming Russia. He said that Iran sold Russia 1,000 drones.", "alleged"),
        ("A Russian official said trade rose. A defector met reporters in Seoul. He said that Iran sold Russia 1,000 drones.", "alleged"),
        ("President Museveni thanked North Korea for training Uganda's police, weeks after the Council told Uganda to explain the visit.", "reported"),
        # what a State's own forces found
        ("Malaysia intercepted a load of North Korean military radios sent to Laos, the country's customs chief said on Monday.", "reported"),
        ("The US Coast Guard intercepted a cargo of Iranian-made rifles bound for the Houthis, the US Central Command announced.", "reported"),
        ("Iranian-made rifles were shipped to the Houthis, the US Central Command announced.", "alleged"),
        # what others see for themselves, and what they only think
        ("South Korea's Joint Chiefs of Staff said North Korea fired two rockets.", "reported"),
        ("A defector said North Korea tested a nuclear bomb in secret.", "alleged"),
        ("South Korea's Joint Chiefs of Staff said North Korea sent troops to Russia.", "alleged"),
        ("Iran enriches uranium at a second plant, according to the U.N. nuclear watchdog.", "reported"),
        ("The IAEA suspects that Iran enriched uranium at a secret site.", "alleged"),
        ("Israel says that Iran is enriching uranium at a secret site.", "alleged"),
        ("Two Iranian sources told the paper the Sudanese army had bought drones from Iran.", "alleged"),
        ("Syria and North Korea concluded a trade agreement.", "reported"),
        # what was told before it was denied
        ("Rwanda denied allegations that it armed M23.", "disputed"),
        ("Rwanda denies arming M23.", "denied"),
        ("The findings that Uganda had armed M23 were nonsense, Uganda's army spokesman told reporters.", "disputed"),
        ("Claims that Uganda had armed M23 are false.", "denied"),
        ("Namibia rejects the panel's report, which found that Pyongyang sold weapons to Uganda.", "alleged"),
        # what is done is not as open as what may come of it
        ("China may punish the firms that sold coal to North Korea.", "reported"),
        ("China may sell coal to the firms that it bought from North Korea.", "possible"),
        ("The leaders spoke about potential Russian help for North Korea's satellites.", "possible"),
        ("The authors say that they can attest to Rwanda's military support for M23.", "alleged"),
    ],
)
def test_how_news_puts_it(text, status):
    assert set(told(text, published="2024-11-19").values()) == {status}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("Washington has offered a $7-million reward for information on Hezbollah's money men.", {}),
        ("The United States offers a bounty of $5 million for information on the al-Shabaab leader.", {}),
        ("Two bullet-proof Maybachs were shipped from Russia to North Korea.", {("goods_transfer", "ru", "kp"): "reported"}),
        ("Syria cannot pay its debts. Syria took cash out of its banks and passed it on to Hezbollah.", {("funds_transfer", "sy", "hezbollah"): "reported"}),
    ],
)
def test_rewards_cars_and_debts_that_are_not_paid(text, facts):
    assert told(text, published="2019-12-27") == facts


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # two things of two makes
        ("Colombian mercenaries and Turkish-made rifles reached the RSF.", {("military_cooperation", "co", "rsf"): "reported", ("arms_transfer", "tr", "rsf"): "reported"}),
        ("North Korean shells and Iranian drones were sent to Russia.", {("arms_transfer", "kp", "ru"): "reported", ("arms_transfer", "ir", "ru"): "reported"}),
        ("Russia received North Korean shells and Iranian drones.", {("arms_transfer", "kp", "ru"): "reported", ("arms_transfer", "ir", "ru"): "reported"}),
        ("Iran sold Russian jets and Chinese missiles to Sudan.", {("arms_transfer", "ir", "sd"): "reported"}),
        # a continent is not the United States
        ("Iran sent petrol to the South American nation.", {("goods_transfer", "ir", None): "reported"}),
        ("The South American country bought drones from Iran.", {("arms_transfer", "ir", None): "reported"}),
        # what is no longer tried
        ("The paper said the North no longer tries to switch off the AIS.", {("maritime_evasion", "kp", None): "denied"}),
        ("Iran no longer wants to sell drones to Sudan.", {("arms_transfer", "ir", "sd"): "denied"}),
    ],
)
def test_makes_continents_and_what_is_given_up(text, facts):
    assert told(text, published="2024-11-19") == facts


def test_each_make_has_its_own_goods():
    facts = engine.extract("North Korean shells and Iranian drones were sent to Russia.", published="2024-11-19")
    assert {f.supplier.code: f.items for f in facts} == {"kp": ("ammunition",), "ir": ("drones",)}


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        ("The RSF were able to shoot down five drones, and the wreckage showed that they were Iranian-made drones.", {}),
        ("Some thirty American firms unknowingly employed North Korean IT operatives.", {("labour", "kp", "us"): "reported"}),
        ("Two Iranian sources told the paper the Sudanese army had bought Iranian-made drones.", {("arms_transfer", "ir", "sd"): "alleged"}),
        ("Iran says it received drones from Russia.", {("arms_transfer", "ru", "ir"): "reported"}),
    ],
)
def test_who_shoots_down_who_employs_and_who_only_speaks(text, facts):
    assert told(text, published="2024-11-19") == facts


@pytest.mark.parametrize(
    ("text", "pairs"),
    [
        ("A few neighbours such as Jordan, Syria, Turkey, Egypt, and Yemen, concluded trade agreements with Iraq.", {("iq", "jo"), ("iq", "sy"), ("iq", "tr"), ("eg", "iq"), ("iq", "ye")}),
        ("Countries such as Jordan, Syria and Turkey signed trade agreements with North Korea.", {("jo", "kp"), ("kp", "sy"), ("kp", "tr")}),
        ("Russia and China signed a fisheries agreement with Iran.", {("ir", "ru"), ("cn", "ir")}),
        ("Russia and North Korea signed an agreement on mining.", {("kp", "ru")}),
    ],
)
def test_each_of_a_row_that_signs_has_an_agreement(text, pairs):
    facts = engine.extract(text, published="2004-10-06")
    assert {(f.supplier.code, f.recipient.code) for f in facts if f.kind == "economic_cooperation"} == pairs


@pytest.mark.parametrize("form", ["Ltd.", "Co.", "Corp.", "Inc."])
def test_a_sentence_goes_on_after_the_short_form_of_a_firm(form):
    assert told(f"China's Acme Trading {form} sold coal to Iran.", published="2004-10-06") == {("goods_transfer", "cn", "ir"): "reported"}
    assert told(f"China's Acme Trading {form}, a maker of radios, sold coal to Iran.", published="2004-10-06") == {("goods_transfer", "cn", "ir"): "reported"}
    assert ("weapons_test", "kp", None) in told(f"Iran sold oil to Syria through Acme {form} North Korea tested a missile.", published="2004-10-06")

"""Who seizes, reports, condemns or merely stands by is never a side of an activity, and a claim is never a fact."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

import engine

BYSTANDERS = {"Japan": "jp", "Kenya": "ke", "Poland": "pl", "the Norwegian navy": "no", "French customs officers": "fr"}
STOPPING = ("seized", "intercepted", "destroyed", "photographed", "inspected", "discovered", "bombed", "tracked", "condemned", "exposed")
SEEN = (
    "{s} {v} a ship carrying missiles to Hezbollah.",
    "{s} {v} a shipment of missiles to Hezbollah.",
    "{s} {v} arms deliveries to Hezbollah.",
    "{s} {v} lorries used to smuggle weapons to Hezbollah.",
    "A ship carrying missiles to Hezbollah was {v} by {s}.",
    "A cargo of North Korean coal, {v} by {s}, was sold to a Chinese firm.",
    "The dhow {v} by {s} had been taking missiles to the Houthis.",
    "{s}, which {v} the ship, found missiles for the Houthis.",
    "In January {s} {v} a dhow with parts for missiles that Iran was sending to the Houthis.",
)
USED = (
    "{s} said it was used to deliver {g}.",
    "{s} said it was loaded with {g}.",
    "{s} said they were used to smuggle {g}.",
    "The ship is old, and {s} said it was used to ship coal and deliver {g}.",
    "A Chinese tanker lay off the coast in May. {s} said it was used to deliver {g}.",
    "The lorries are owned by a Chinese firm. {s} said they were used to deliver {g}.",
)
ACTS = ("Iran sold drones to Sudan", "North Korea shipped coal to China", "Russia delivered missiles to North Korea")
AROUND = (
    "{a}, to the anger of {p}.", "{a}, not to {p}.", "{a} in spite of a promise to {p}.", "{a} despite pressure from {p}.", "{p} asked the Council to act after {a}.",
    "{a}, {p}'s foreign minister said.", "{a}. It did so although {p} had objected.", "Unlike {p}, the Council did nothing when {a}.", "{a}, a newspaper in {p} writes.",
)  # fmt: skip


def sides(text: str) -> set[str]:
    facts = engine.extract(text[0].upper() + text[1:], published="2024-01-01")
    return {party.code for f in facts for party in (f.supplier, f.recipient) if party}


@settings(max_examples=120, deadline=None)
@given(st.sampled_from(SEEN), st.sampled_from(sorted(BYSTANDERS)), st.sampled_from(STOPPING))
def test_who_stops_or_sees_a_shipment_is_never_a_side_of_it(frame, who, verb):
    assert BYSTANDERS[who] not in sides(frame.format(s=who, v=verb))


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(USED), st.sampled_from(sorted(BYSTANDERS)), st.sampled_from(["rifles to Iran", "rockets to Hezbollah", "oil to North Korea", "machinery to North Korea"]))
def test_who_says_what_a_ship_was_used_for_is_never_a_side_of_it(frame, who, goods):
    assert BYSTANDERS[who] not in sides(frame.format(s=who, g=goods))


@settings(max_examples=80, deadline=None)
@given(st.sampled_from(AROUND), st.sampled_from(ACTS), st.sampled_from(["Japan", "Kenya", "Poland"]))
def test_who_is_only_spoken_of_beside_a_transfer_is_never_a_side_of_it(frame, act, who):
    found = sides(frame.format(a=act, p=who))
    assert found and BYSTANDERS[who] not in found


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("It was Iran, not Russia, that sold missiles to the Houthis.", ("ir", "houthis")),
        ("Not North Korea but Iran sold drones to Sudan.", ("ir", "sd")),
        ("Sudan bought drones from Turkey instead of Iran.", ("tr", "sd")),
        ("Sudan bought drones from Iran rather than from Kenya.", ("ir", "sd")),
        ("Pyongyang has sent thousands of soldiers to help Moscow fight Ukraine.", ("kp", "ru")),
        ("The arms came from Iran and were meant for Hezbollah, the navy said.", ("ir", "hezbollah")),
    ],
)
def test_names_set_against_the_true_side_do_not_take_its_place(text, pair):
    assert {(f.supplier and f.supplier.code, f.recipient and f.recipient.code) for f in engine.extract(text, published="2024-06-01")} == {pair}


@settings(max_examples=80, deadline=None)
@given(
    st.sampled_from([
        "In the view of experts, {a}.", "{a}, if a report by experts is to be believed.", "{a}, or so Ukraine says.", "The charge that {a} comes from Ukraine.",
        "Investigators are convinced that {a}.", "In Ukraine's telling, {a}.", "A report that {a} caused alarm.", "A leaked memo suggests {a}.",
    ]),
    st.sampled_from(ACTS),
)  # fmt: skip
def test_what_somebody_tells_is_never_stated_as_a_fact(frame, act):
    text = frame.format(a=act)
    facts = engine.extract(text[0].upper() + text[1:], published="2024-01-01")
    assert facts and {f.status for f in facts} == {"alleged"}


def test_a_source_goes_on_speaking_of_the_same_things():
    facts = engine.extract("North Korea sold rockets to Syria, a United Nations report says. Its ships brought coal to Russia.", published="2018-02-02")
    assert [f.status for f in facts] == ["alleged", "alleged"]


@pytest.mark.parametrize(
    ("text", "status"),
    [
        ("Experts fear that Iran will sell drones to Sudan.", "possible"),
        ("Iran is about to sell drones to Sudan.", "planned"),
        ("It is not true that Iran sold drones to Sudan.", "denied"),
        ("Iran seems to have sold drones to Sudan.", "alleged"),
    ],
)
def test_what_governs_an_act_gives_its_status(text, status):
    assert [f.status for f in engine.extract(text, published="2024-01-01")] == [status]


@settings(max_examples=60, deadline=None)
@given(st.sampled_from(["refused to sell", "declined to sell", "refrained from selling", "avoided selling", "stopped short of selling", "decided against selling", "voted against selling", "cancelled the sale of", "shelved the sale of", "decided not to sell"]), st.sampled_from(["Sudan", "Yemen", "South Sudan"]))
def test_what_is_left_undone_is_never_told_as_done(left, who):
    assert [f.status for f in engine.extract(f"Iran {left} drones to {who}.", published="2024-01-01") if f.recipient] == ["denied"]


def test_a_refusal_to_stop_or_to_comment_undoes_nothing():
    assert [f.status for f in engine.extract("Iran refuses to stop selling drones to Sudan.", published="2024-01-01")] == ["reported"]
    assert [f.status for f in engine.extract("Iran declined to comment on the sale of drones to Sudan.", published="2024-01-01")] == ["reported"]


@pytest.mark.parametrize(
    "text",
    [
        "No country may hire North Korean workers.",
        "Any sale of arms to Sudan would breach the embargo.",
        "The committee reminded states that coal may not be bought from North Korea.",
        "Kenya advised tourists not to travel to North Korea.",
        "Japan warned firms against hiring North Korean workers.",
        "North Korea stopped its tests from a strong position.",
    ],
)
def test_a_rule_or_a_warning_is_no_activity(text):
    assert engine.extract(text, published="2024-01-01") == ()


def test_a_state_s_own_blacklist_is_no_listing_by_the_council():
    facts = engine.extract("Washington blacklisted a Russian bank that moved money for North Korea.", published="2024-01-01")
    assert "designated_dealing" not in {f.kind for f in facts} and all("listed" not in f.features for f in facts)


@pytest.mark.parametrize(
    ("text", "fact"),
    [
        ("North Korean tankers sent false tracks that placed them elsewhere.", ("maritime_evasion", "kp", None)),
        ("Most of the coal was moved from North Korean vessels onto Chinese barges.", ("maritime_evasion", "kp", "cn")),
        ("Pistols bought in Florida were shipped in barrels to a gang in Port-au-Prince.", ("arms_transfer", "us", "haiti-gangs")),
        ("A tanker loaded Iraqi crude outside any UN programme.", ("goods_transfer", "iq", None)),
        ("Russian instructors are at work in the Central African Republic.", ("military_cooperation", "cf", "ru")),
        ("Uganda sent forces to the Equatoria states of South Sudan.", ("military_cooperation", "ss", "ug")),
        ("The charcoal trade brings Al-Shabaab about $10 million a year, the UN says.", ("funds_transfer", None, "al-shabaab")),
        ("Stalls in Yanji sell North Korean crab.", ("goods_transfer", "kp", "cn")),
        ("The Taliban reached a deal with Iran to deliver diesel to Afghanistan.", ("goods_transfer", "ir", "taliban")),
        ("A Polish firm rents six rooms from the North Korean embassy.", ("funds_transfer", "pl", "kp")),
        ("Mongolia allows 900 North Koreans to work in its mills.", ("labour", "kp", "mn")),
        ("An agent placed North Korean workers at two Canadian firms.", ("labour", "kp", "ca")),
        ("False papers were used by North Korean programmers to gain jobs in Canada.", ("labour", "kp", "ca")),
        ("Iran adds to Russia's arsenal by supplying drones.", ("arms_transfer", "ir", "ru")),
        ("Sudan awaits the delivery of rockets from Iran.", ("arms_transfer", "ir", "sd")),
        ("Syrian pilots are being trained in Iran.", ("military_cooperation", "ir", "sy")),
        ("North Korea smuggled limousines through Mongolia.", ("goods_transfer", None, "kp")),
        ("Officials announced the resumption of ferries between Japan and North Korea.", ("economic_cooperation", "jp", "kp")),
        ("North Korea sent pumps to Syria and missile technology to Iran.", ("technology_transfer", "kp", "ir")),
        ("On board the ship were rifles for the Houthis.", ("arms_transfer", None, "houthis")),
        ("The Council put an embargo on Eritrea over fears that its army was giving rifles to al Shabaab.", ("arms_transfer", "er", "al-shabaab")),
        ("North Korea drew 9,000 tourists last year, half of them from Vietnam.", ("tourism", "vn", "kp")),
        ("Wonsan was visited by ten tourists from Canada.", ("tourism", "ca", "kp")),
        ("Visitors from Laos, an ally of North Korea, travelled to Pyongyang.", ("tourism", "la", "kp")),
        ("North Korea has opened up to Vietnamese tourists.", ("tourism", "vn", "kp")),
        ("Most rifles in Sudan's markets are from Libya.", ("arms_transfer", "ly", "sd")),
        ("Sudan is awash with drones from Iran.", ("arms_transfer", "ir", "sd")),
        ("North Korea launched what it called a weather satellite.", ("weapons_test", "kp", None)),
        ("North Korea raked in $5 million from Senegal.", ("funds_transfer", "sn", "kp")),
        ("Prosecutors sued Haoyun Trading of Shenyang, China. Haoyun laundered cash for North Korea.", ("funds_transfer", "cn", "kp")),
        ("Many of the deliveries of fuel from Russia to North Korea were made by ships that the United Nations has designated.", ("designated_dealing", "kp", "ru")),
    ],
)
def test_ways_of_telling_are_read(text, fact):
    assert fact in {(f.kind, f.supplier and f.supplier.code, f.recipient and f.recipient.code) for f in engine.extract(text, published="2024-01-01")}


LADEN = ("tanker", "plane", "truck", "shipment", "container", "cargo", "aircraft", "dhow", "consignment", "freighter")
CARRYING = ("was carrying missiles for Hezbollah", "had brought missiles to Hezbollah", "was taking missiles to Hezbollah", "contained missiles for Hezbollah")
TELLING = ("{s} {v} a {c}. It {t}.", "{s} {v} a {c} because it {t}.", "{s} said the {c} had vanished. It {t}.", "{s} {v} a {c}, saying it {t}.")


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(BYSTANDERS)),
    st.sampled_from(("seized", "intercepted", "searched", "stopped", "inspected")),
    st.sampled_from(LADEN),
    st.sampled_from(CARRYING),
    st.sampled_from(TELLING),
)
def test_it_is_the_ship_that_carries_and_never_who_stops_it(stopper, verb, carrier, carrying, telling):
    text = telling.format(s=stopper, v=verb, c=carrier, t=carrying)
    assert BYSTANDERS[stopper] not in sides(text)


def test_of_a_ship_with_a_flag_it_is_the_flag():
    facts = engine.extract("The US Navy stopped an Iranian dhow. It was carrying missiles for the Houthis.", published="2024-01-01")
    assert [(f.supplier.code, f.recipient.code) for f in facts] == [("ir", "houthis")]


ACTED_AGAINST = ("sanctioned", "blacklisted", "raided", "fined", "accused", "named", "listed", "charged", "indicted")
SOMEBODY = {"a firm": "It", "a bank": "It", "a trading company": "It", "two companies": "They", "a businessman": "He", "a network of firms": "It"}
DEEDS = ("sold drones to Iran", "had shipped cars to North Korea", "supplied missiles to Hezbollah", "bought oil for North Korea")


@settings(max_examples=150, deadline=None)
@given(
    st.sampled_from(sorted(BYSTANDERS)),
    st.sampled_from(ACTED_AGAINST),
    st.sampled_from(sorted(SOMEBODY)),
    st.sampled_from(DEEDS),
)
def test_who_punishes_somebody_never_did_what_they_did(punisher, verb, somebody, deed):
    text = f"{punisher} {verb} {somebody}. {SOMEBODY[somebody]} {deed}."
    assert BYSTANDERS[punisher] not in sides(text)


@pytest.mark.parametrize("firm", ["a Chinese firm", "a firm in Shanghai", "a company from China"])
def test_who_was_punished_did_it(firm):
    (fact,) = engine.extract(f"The US sanctioned {firm}. It sold drones to Iran.", published="2024-01-01")
    assert (fact.supplier.code, fact.recipient.code) == ("cn", "ir")


@pytest.mark.parametrize("measure", ["closed its border", "condemned the sanctions", "stopped exports of wheat to Egypt", "banned tourists"])
def test_a_measure_against_nobody_leaves_it_the_one_who_took_it(measure):
    (fact,) = engine.extract(f"Rwanda {measure}. It supplies weapons to the M23.", published="2024-01-01")
    assert (fact.supplier.code, fact.recipient.code) == ("rw", "m23")


DONE = ("tracked", "photographed", "is investigating", "has opened a case against", "expelled", "complained about", "spoke to", "extradited", "convicted", "warned", "followed", "wrote about", "refused entry to")
WHOSE = {"a Chinese tanker": ("It", "The ship", "The tanker"), "a Chinese firm": ("It", "The firm", "The company"), "a bank in China": ("It", "The bank"), "a Chinese trader": ("He", "The trader"), "two Chinese traders": ("They", "The two men", "The traders")}


@settings(max_examples=300, deadline=None)
@given(st.sampled_from(sorted(BYSTANDERS)), st.sampled_from(DONE), st.sampled_from(sorted(WHOSE)), st.integers(0, 2), st.sampled_from(("sold drones to Iran", "had shipped cars to North Korea", "supplied missiles to Hezbollah")))
def test_who_does_anything_with_a_firm_ship_or_man_never_did_what_the_next_sentence_tells(who, verb, whom, n, deed):
    again = WHOSE[whom][n % len(WHOSE[whom])]
    found = sides(f"{who} {verb} {whom}. {again} {deed}.")
    assert BYSTANDERS[who] not in found
    assert not found or "cn" in found


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("A Turkish ship carried rifles from Egypt to Libya.", ("eg", "ly")),
        ("Greece stopped a Chinese ship. It had taken coal from North Korea to Vietnam.", ("kp", "vn")),
        ("Iran bought drones from a Chinese firm. It passed them on to Hezbollah.", ("ir", "hezbollah")),
    ],
)
def test_where_goods_come_from_is_closer_than_a_flag(text, pair):
    assert pair in {(f.supplier and f.supplier.code, f.recipient and f.recipient.code) for f in engine.extract(text, published="2024-01-01")}


@pytest.mark.parametrize(
    ("text", "pair"),
    [
        ("A Chinese bank laundered funds for North Korea.", ("cn", "kp")),
        ("A Macau bank helped North Korea to launder millions of dollars.", ("mo", "kp")),
        ("The bank was accused of laundering money for North Korea.", (None, "kp")),
        ("North Korea launders its stolen coins through Chinese traders.", ("kp", "cn")),
    ],
)
def test_money_is_laundered_by_somebody_for_somebody(text, pair):
    (fact,) = engine.extract(text, published="2024-01-01")
    assert (fact.kind, (fact.supplier and fact.supplier.code, fact.recipient and fact.recipient.code)) == ("funds_transfer", pair)


@pytest.mark.parametrize(
    ("text", "statuses"),
    [
        ("The US announced the arrest of a Chinese citizen for selling drones to Iran.", {"alleged"}),
        ("Rwanda and Uganda denied that they were arming the M23 rebels.", {"denied"}),
        ("Sanctions were put on Eritrea over concerns that it was arming al Shabaab.", {"alleged"}),
        ("Iran did not supply Russia with the launchers needed for the missiles that Tehran has provided to Moscow.", {"reported"}),
    ],
)
def test_grounds_and_relative_clauses_keep_their_own_status(text, statuses):
    assert {f.status for f in engine.extract(text, published="2024-01-01")} == statuses


TOLD = ("Iran sold drones to Sudan", "Russia shipped oil to North Korea", "North Korea sent rifles to Uganda")
HEARSAY = (
    "A leaked report names the culprits. {a}, it says.", "{a}, say activists.", "{a}, in what an analyst called a rumour.", "Word has spread that {a}.", "The Council heard that {a}.",
    "The minister declined to confirm that {a}.", "The trial heard how {a}.", "A video purports to show how {a}.", "It is alleged that {a}.", "A joke has it that {a}.",
)  # fmt: skip
MADE_UP = ("In the novel, {a}.", "In the film, {a}.", "Imagine that {a}.", "In a thriller, {a}.")
CALLED_FALSE = ("Claims that {a} are false.", "Reports that {a} are baseless, a spokesman said.", "The minister rejected the claim that {a}.")


@given(st.sampled_from(TOLD), st.sampled_from(HEARSAY))
def test_hearsay_is_never_a_fact(told, telling):
    assert {f.status for f in engine.extract(telling.format(a=told), published="2024-01-01")} == {"alleged"}


@given(st.sampled_from(TOLD), st.sampled_from(MADE_UP))
def test_what_is_made_up_is_never_told_as_done(told, telling):
    assert {f.status for f in engine.extract(telling.format(a=told), published="2024-01-01")} <= {"possible"}


@given(st.sampled_from(TOLD), st.sampled_from(CALLED_FALSE))
def test_what_is_called_false_is_never_told_as_done(told, telling):
    assert {f.status for f in engine.extract(telling.format(a=told), published="2024-01-01")} <= {"denied", "disputed"}


TRADES = (("Iran", "ir", "Sudan", "sd", "drones"), ("Russia", "ru", "North Korea", "kp", "diesel"), ("North Korea", "kp", "China", "cn", "coal"), ("China", "cn", "Iran", "ir", "missile parts"))
FROM_ONE_TO_THE_OTHER = (
    "{s} is the main source of {b}'s {g}.", "{b}'s main supplier of {g} is {s}.", "{b} gets most of its {g} from {s}.", "{s} remains {b}'s biggest seller of {g}.", "{b} was handed {g} by {s}.",
    "{b} was sold {g} by {s}.", "{b} took delivery of {g} from {s}.", "{s} agreed to {b}'s request for {g}.", "{s} met {b}'s request for {g}.", "{b} paid {s} for {g}.", "{b} paid for {g} from {s}.",
    "A ship with {g} left {s} for {b}.", "A plane from {s} landed in {b} with {g}.", "{b}'s army uses {g} supplied by {s}.", "The {g} that {b} uses were bought from {s}.", "{b}'s purchases of {g} from {s} doubled.",
    "{b} has become a customer for {s}'s {g}.", "It was {s} that sold {b} its {g}.", "It was from {s} that {b} bought its {g}.", "What {s} sold to {b} were {g}.", "{b} is where {s} sells its {g}.",
)  # fmt: skip


@settings(max_examples=150, deadline=None)
@given(st.sampled_from(TRADES), st.sampled_from(FROM_ONE_TO_THE_OTHER))
def test_goods_never_go_the_other_way(trade, telling):
    seller, supplier, buyer, recipient, goods = trade
    facts = engine.extract(telling.format(s=seller, b=buyer, g=goods), published="2024-01-01")
    pairs = {(f.supplier and f.supplier.code, f.recipient and f.recipient.code) for f in facts if f.kind != "funds_transfer"}
    assert (recipient, supplier) not in pairs and (supplier, recipient) in pairs


@pytest.mark.parametrize(
    "text",
    [
        "North Korea's women's team attracted visitors to the stadium in Paris.",
        "A haul of oil worth half a million dollars sank off Yemen.",
        "Haiti's streets are flooded after rain from the Dominican Republic.",
        "The delegation took a message from Putin to Kim.",
        "China allowed North Korean defectors to stay.",
        "A US think tank sent observers to Libya.",
        "An American think tank left Somalia after two years.",
        "North Korea took the gold medal from China.",
        "Rice farmers from North Korea visited China to learn.",
        "Charcoal drawings from Somalia went on show in Kenya.",
        "The Gold Coast team flew from Australia to Sudan.",
        "Canada named a Haitian senator. He had backed gangs with speeches.",
        "A North Korean was found dead in Malaysia.",
        "France expelled an Iranian diplomat. He had spied on exiles.",
    ],
)
def test_the_like_of_it_is_nothing(text):
    assert not engine.extract(text, published="2024-01-01")


def test_what_goods_are_worth_is_not_paid():
    (fact,) = engine.extract("A refinery in China bought Iranian crude oil worth a million dollars.", published="2024-01-01")
    assert (fact.kind, fact.supplier.code, fact.recipient.code) == ("goods_transfer", "ir", "cn")


def test_what_is_bought_is_not_among_what_is_sold():
    facts = engine.extract("North Korea hides its exports of coal and imports of diesel.", published="2024-01-01")
    assert {(f.supplier and f.supplier.code, f.recipient and f.recipient.code, f.items) for f in facts} == {("kp", None, ("coal",)), (None, "kp", ("refined_petroleum",))}


def test_fishing_rights_are_no_coal():
    facts = engine.extract("North Korea sold fishing rights to Chinese crews. It also exports coal.", published="2024-01-01")
    assert ("goods_transfer", "kp", "cn", ("other_goods",)) in {(f.kind, f.supplier.code, f.recipient and f.recipient.code, f.items) for f in facts}


def test_who_sent_shells_is_not_said_to_have_sold_the_tanks_before():
    facts = engine.extract("South Sudan bought tanks. Uganda sent it ammunition.", published="2024-01-01")
    assert {(f.supplier and f.supplier.code, f.items) for f in facts} == {(None, ("military_vehicles",)), ("ug", ("ammunition",))}


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("Russia bought shells from North Korea and drones from Iran.", {"kp>ru ammunition", "ir>ru drones"}),
        ("Russia bought shells and rockets from North Korea, and drones from Iran.", {"kp>ru ammunition missiles", "ir>ru drones"}),
        ("Shells from North Korea and drones from Iran reach Russia.", {"kp>ru ammunition", "ir>ru drones"}),
        ("North Korea and Iran supply Russia with shells and drones respectively.", {"kp>ru ammunition", "ir>ru drones"}),
        ("Iran supplies drones to Russia and rockets to Hezbollah.", {"ir>ru drones", "ir>hezbollah missiles"}),
        ("Iran supplies Russia with drones and Hezbollah with rockets.", {"ir>ru drones", "ir>hezbollah missiles"}),
        ("Iran sold Sudan drones, Libya rifles and Syria tanks.", {"ir>sd drones", "ir>ly small_arms", "ir>sy military_vehicles"}),
        ("Drones were sold to Sudan by Iran and to Libya by Turkey.", {"ir>sd drones", "tr>ly drones"}),
        ("China sold North Korea rice but no oil.", {"cn>kp food"}),
        ("Russia bought shells from North Korea and no drones from Iran.", {"kp>ru ammunition"}),
        ("Iran first sold drones to Sudan, then to Libya.", {"ir>sd drones", "ir>ly drones"}),
        ("Iran sold drones to Sudan and Libya.", {"ir>sd drones", "ir>ly drones"}),
        ("Iran sold drones and rifles to Sudan.", {"ir>sd drones small_arms"}),
    ],
)
def test_each_goods_go_with_their_own_party(text, told):
    facts = engine.extract(text, published="2024-01-01")
    assert {f"{f.supplier.code}>{f.recipient.code} {' '.join(sorted(f.items))}" for f in facts} == told


GOODS = {"drones": "drones", "rifles": "small_arms", "tanks": "military_vehicles", "rockets": "missiles", "shells": "ammunition"}
BUYERS = {"Sudan": "sd", "Libya": "ly", "Russia": "ru", "Hezbollah": "hezbollah", "Somalia": "so"}
IN_PAIRS = ("Iran sold {a} to {x} and {b} to {y}.", "Iran supplied {x} with {a} and {y} with {b}.", "Iran sold {x} {a} and {y} {b}.", "Iran sold {a} to {x}, and {b} to {y}.", "Iran sold {x} and {y} {a} and {b} respectively.")


@settings(max_examples=150, deadline=None)
@given(st.permutations(sorted(GOODS)), st.permutations(sorted(BUYERS)), st.sampled_from(IN_PAIRS))
def test_goods_never_go_to_the_party_of_other_goods(goods, buyers, telling):
    (a, b), (x, y) = goods[:2], buyers[:2]
    facts = engine.extract(telling.format(a=a, b=b, x=x, y=y), published="2024-01-01")
    told = {(f.recipient.code, item) for f in facts if f.recipient for item in f.items}
    assert not told & {(BUYERS[x], GOODS[b]), (BUYERS[y], GOODS[a])}


@pytest.mark.parametrize(
    ("text", "drones", "tanks"),
    [
        ("Iran sold drones to Sudan and may sell tanks to Libya.", "reported", "possible"),
        ("Iran sold drones to Sudan but denies selling tanks to Libya.", "reported", "denied"),
        ("Iran has sold tanks to Libya and is accused of selling drones to Sudan.", "alleged", "reported"),
        ("Iran plans to sell drones to Sudan after it sold tanks to Libya.", "planned", "reported"),
        ("Iran, which sold tanks to Libya, is suspected of selling drones to Sudan.", "alleged", "reported"),
        ("Sudan denies buying drones from Iran, which sells tanks to Libya.", "denied", "reported"),
        ("Reports that Iran sold drones to Sudan are false, but it did sell tanks to Libya.", "denied", "reported"),
        ("Iran promised drones to Sudan and delivered tanks to Libya.", "planned", "reported"),
        ("Iran wants to sell drones to Sudan, to which it has already sold tanks.", "possible", "reported"),
    ],
)
def test_each_deed_has_its_own_status(text, drones, tanks):
    facts = engine.extract(text, published="2024-01-01")
    assert {f.items: f.status for f in facts} == {("drones",): drones, ("military_vehicles",): tanks}


def test_what_is_not_sold_beside_what_is_sold_is_no_sale():
    assert [f.items for f in engine.extract("Iran sold tanks to Libya, not drones to Sudan.", published="2024-01-01")] == [("military_vehicles",)]


def test_talks_on_drones_are_no_delivery():
    assert not [f for f in engine.extract("Talks on Iranian drones for Sudan go on.", published="2024-01-01") if f.status == "reported"]


@pytest.mark.parametrize(
    "text",
    [
        "Iran is accused of selling drones to Sudan after it bought them from Russia.",
        "Iran is suspected of selling drones to Sudan because it sold tanks to Libya.",
        "Sudan is said to have bought drones from Iran after it sold tanks to Libya.",
        "Iran reportedly sold drones to Sudan after it sold tanks to Libya.",
        "Iran plans to sell drones to Sudan, activists say, after it sold tanks to Libya.",
        "According to experts, Iran plans to sell drones to Sudan after it sold tanks to Libya.",
    ],
)
def test_what_a_charge_tells_in_passing_is_part_of_the_charge(text):
    facts = engine.extract(text, published="2024-01-01")
    assert facts and "reported" not in {f.status for f in facts}

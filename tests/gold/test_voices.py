"""One sale told in many voices: whoever the two are, the direction holds, and what is unsaid, undone or untrue is not told as done."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

import engine

SELLERS = {"Iran": ("ir", "Iranian"), "Russia": ("ru", "Russian"), "China": ("cn", "Chinese"), "Turkey": ("tr", "Turkish")}
BUYERS = {"Sudan": "sd", "Libya": "ly"}
SALES = [
    "{b}'s main supplier of drones is {s}.",
    "{b}'s drones come from {s}.",
    "{b}, whose drones come from {s}, is at war.",
    "{b}, to which {s} sold drones, is at war.",
    "{b}'s army has been flying {adj} drones.",
    "{adj} drones are flown by {b}'s army.",
    "{b} placed an order for drones with {s}.",
    "{s} received an order for drones from {b}.",
    "{b} armed itself with {adj} drones.",
    "{b}'s leaders asked {s} to provide drones.",
    "{b} relied on {s} to deliver drones.",
    "{b} will pay {s} to deliver drones.",
    "{b} is negotiating with {s} to buy drones.",
    "{b}'s army chief said it is in talks with {s} to buy drones.",
    "{b} sealed a deal last month with neighbouring {s} to buy drones.",
    "{b} begged {s} for drones.",
    "{b} is supplied with drones by {s}.",
    "What {b}'s army bought from {s} were drones.",
    "It was {s} that sold {b} drones.",
    "{s} won a contract to deliver drones to {b}.",
]


def told(text, published="2024-11-05"):
    return {
        (f.kind, f.supplier and f.supplier.code, f.recipient and f.recipient.code): f.status
        for f in engine.extract(text, published=published)
    }


@given(st.sampled_from(SALES), st.sampled_from(sorted(SELLERS)), st.sampled_from(sorted(BUYERS)))
def test_whichever_way_a_sale_is_told_the_goods_never_go_the_other_way(frame, seller, buyer):
    code, adjective = SELLERS[seller]
    sides = {pair[1:] for pair in told(frame.format(s=seller, b=buyer, adj=adjective)) if pair[0] == "arms_transfer"}
    assert sides <= {(code, BUYERS[buyer]), (code, None), (None, BUYERS[buyer])}


@pytest.mark.parametrize("frame", [f for f in SALES if not f.startswith("What")])
def test_each_way_of_telling_a_sale_is_read(frame):
    assert ("arms_transfer", "ir", "sd") in told(frame.format(s="Iran", b="Sudan", adj="Iranian"))


LANDS = {
    "China": ("cn", "Chinese", "Beijing"),
    "Russia": ("ru", "Russian", "Moscow"),
    "Vietnam": ("vn", "Vietnamese", "Hanoi"),
    "North Korea": ("kp", "North Korean", "Pyongyang"),
}
TRADES = [
    "{g} from {s} reached {b}.",
    "{g} was shipped from {s} to {b}.",
    "{b} got {g} from {s}.",
    "{b} bought {g} from {s}.",
    "{s} and {b} agreed last week that {s} would supply {b} with {g}.",
    "{b} received {g}. It came from {s}.",
    "{s} has {g}. It sells it to {b}.",
    "{s} met {b}'s envoys. It then sent {b} {g}.",
    "{b} needs {g}. {s} supplies it.",
    "Traders in {cap} sold {g} to buyers in {bcap}.",
    "{adj} firms sell {g} to {b}.",
    "{b}'s imports of {g} from {s} rose.",
    "{s}'s exports of {g} to {b} fell.",
    "{adj} {g} is sold in {b}.",
    "{b}'s army uses {adj} {g}.",
    "{b} depends on {s} for {g}.",
    "{s} is {b}'s main supplier of {g}.",
    "{s} offered {g} and {b} took it.",
    "A ship carrying {g} left {s} for {b}.",
    "A {adj} ship unloaded {g} at a {badj} port.",
    "{badj} officials flew to {cap} and returned with {g}.",
    "{b} paid {s} for {g}.",
    "{s} gave {b} {g} in return for help.",
    "In return for help, {s} gave {b} {g}.",
    "{g} that {s} sent to {b} was seized.",
    "{g} sent to {b} by {s} was seized.",
    "{b}, which gets {g} from {s}, is at war.",
    "{s}, from which {b} gets {g}, is at peace.",
    "{b} asked {s} for {g} and got it.",
    "{cap} supplied {bcap} with {g}.",
    "It is from {s} that {b} gets its {g}.",
    "{s} lets {g} flow to {b}.",
    "{g} crosses from {s} into {b}.",
    "Smugglers bring {g} into {b} from {s}.",
    "Smugglers take {g} out of {s} and into {b}.",
    "{badj} agents smuggled {g} out of {s}.",
    "{adj} traders smuggle {g} into {b}.",
    "{b} obtained {g} through traders in {s}.",
    "{b} turned to {s} for {g}.",
]
WARES = ["coal", "rice", "machinery", "missile technology", "rifles", "luxury cars"]


@given(
    st.sampled_from(TRADES),
    st.sampled_from(WARES),
    st.sampled_from([("China", "North Korea"), ("North Korea", "Russia"), ("Russia", "North Korea"), ("North Korea", "Vietnam")]),
)
def test_whatever_changes_hands_never_goes_the_other_way(frame, ware, pair):
    (seller, adjective, capital), (buyer, buyers, seat) = LANDS[pair[0]], LANDS[pair[1]]
    text = frame.format(s=pair[0], b=pair[1], g=ware, adj=adjective, badj=buyers, cap=capital, bcap=seat)
    for kind, supplier, recipient in told(text[0].upper() + text[1:], published="2024-06-01"):
        assert kind == "funds_transfer" or (supplier != buyer and recipient != seller)


@pytest.mark.parametrize(
    ("text", "status"),
    [
        # negation by a verb, an adverb, nobody, an idiom
        ("{s} failed to deliver drones to {b}.", "denied"),
        ("{s} has neither sold nor given drones to {b}.", "denied"),
        ("There were no drones sold by {s} to {b}.", "denied"),
        ("It is untrue that {s} delivered drones to {b}.", "denied"),
        ("Had {s} sold drones to {b}, the Council would have met.", "denied"),
        ("{s} was cleared of selling drones to {b}.", "denied"),
        ("A court acquitted {s} of selling drones to {b}.", "denied"),
        ("{s} was wrongly accused of selling drones to {b}.", "denied"),
        ("Qatar stopped {s} from selling drones to {b}.", "denied"),
        ("At no time did {s} sell drones to {b}.", "denied"),
        ("Under no circumstances will {s} sell drones to {b}.", "denied"),
        ("{s} nearly sold drones to {b}.", "denied"),
        # negation that undoes nothing
        ("Qatar did not stop {s} from selling drones to {b}.", "reported"),
        ("Qatar failed to stop {s} from selling drones to {b}.", "reported"),
        ("{s} never stopped supplying {b} with drones.", "reported"),
        ("{s} refused to stop selling drones to {b}.", "reported"),
        ("Drones sold to {b} by {s} were never used.", "reported"),
        ("The army never used drones that {s} sold to {b}.", "reported"),
        ("{s} not only sold drones to {b} but trained its pilots.", "reported"),
        ("Why did {s} sell drones to {b}?", "reported"),
        ("{s} never denied that it sold drones to {b}.", "alleged"),
        ("{s} did not deny selling drones to {b}.", "alleged"),
        ("Nobody has proved that {s} sold drones to {b}.", "alleged"),
        ("{s} was rumoured to have sold drones to {b}.", "alleged"),
        ("{s}, the panel says, sold drones to {b}.", "alleged"),
        ("A former minister told a court that {s} sold drones to {b}.", "alleged"),
        ("The panel is investigating drone sales from {s} to {b}.", "alleged"),
        ("{s} pleaded not guilty to selling drones to {b}.", "disputed"),
        # what is only asked, awaited or allowed
        ("Did {s} sell drones to {b}?", "possible"),
        ("{s} is unlikely to deliver drones to {b}.", "possible"),
        ("{s} is free to sell drones to {b}.", "possible"),
        ("{b} is negotiating with {s} to buy drones.", "possible"),
        ("Suppose that {s} sold drones to {b}.", "possible"),
        ("The delivery of {s}'s drones to {b} is unconfirmed.", "alleged"),
        ("The delivery of {s}'s drones to {b} is expected in May.", "planned"),
        ("{s} has yet to deliver drones to {b}.", "planned"),
        ("{s} received an order for drones from {b}.", "planned"),
        ("{b} ordered forty drones from {s}.", "planned"),
        ("{s} has yet to deliver the drones that {b} ordered.", "planned"),
        ("{s} postponed the sale of drones to {b}.", "planned"),
        ("{b} persuaded {s} to sell it drones.", "planned"),
        ("Speculation about the imminent delivery of {s}'s drones to {b} ended.", "planned"),
        ("{s} may answer by selling {b} drones.", "possible"),
        # whose word it is
        ("An investigation uncovered that {s} sold drones to {b}.", "alleged"),
        ("A report by monitors documents how {s} sold drones to {b}.", "alleged"),
        ("{s} sold drones to {b}, according to people familiar with the trade.", "alleged"),
        ("Evidence is mounting that {s} sold drones to {b}.", "alleged"),
        ("Rumours of a sale of drones by {s} to {b} spread.", "alleged"),
        ("A dealer was arrested for shipping drones from {s} to {b}.", "alleged"),
        ("Experts said {s} confirmed selling drones to {b}.", "reported"),
        ("Nobody disputes that {s} sold drones to {b}.", "reported"),
        ("{s} makes no secret of selling drones to {b}.", "reported"),
        # no sign of it; what would be otherwise
        ("There is no proof {s} sold drones to {b}.", "denied"),
        ("Inspectors found no evidence that {s} sold drones to {b}.", "denied"),
        ("Had {s} not sold {b} drones, the town would have fallen.", "reported"),
    ],
)
@pytest.mark.parametrize("pair", [("Iran", "Sudan"), ("Turkey", "Libya")])
def test_what_is_undone_untrue_or_only_asked_has_its_own_status(text, status, pair):
    seller, buyer = pair
    assert told(text.format(s=seller, b=buyer)).get(("arms_transfer", SELLERS[seller][0], BUYERS[buyer])) == status


@pytest.mark.parametrize(
    ("text", "facts"),
    [
        # who is asked, paid or relied on acts; who asks gets
        (
            "The Central African Republic's leaders asked Russia several months ago to provide rifles for new units.",
            {("arms_transfer", "ru", "cf")},
        ),
        # workers by their papers, by the land they stayed in
        ("Kuwait stopped issuing visas to North Korean workers in May.", {("labour", "kp", "kw")}),
        ("Some 150 North Korean labourers remained in Qatar at the end of June.", {("labour", "kp", "qa")}),
        # armed groups: money, training, backing, one another
        ("Iran finances the Houthis.", {("funds_transfer", "ir", "houthis")}),
        ("Rwanda trained the M23.", {("military_cooperation", "m23", "rw")}),
        ("Rwanda's army fought alongside the M23.", {("military_cooperation", "m23", "rw")}),
        (
            "The growing collaboration of the Houthis with Al-Shabaab worries the Council.",
            {("military_cooperation", "al-shabaab", "houthis")},
        ),
        ("Wagner fighters are backing the Libyan commander Khalifa Haftar.", {("military_cooperation", "ly", "wagner")}),
        # a land named before the goods, a court's words
        ("Police have arrested four men suspected of trying to export to Iran missile parts.", {("arms_transfer", None, "ir")}),
        (
            "The Sudan People's Liberation Army bought rifles from the Chinese arms maker Norinco.",
            {("arms_transfer", "cn", "ss")},
        ),
        # who is seen in a port, two told of by pronouns
        ("A Russian tanker was seen in Nampo unloading fuel.", {("goods_transfer", "ru", "kp")}),
        ("Iran has close ties with Sudan. The country bought drones from it.", {("arms_transfer", "ir", "sd")}),
        # borders, stages of a route, lists of lands, means of support
        (
            "Iranian rifles are first shipped to Sudan and then to Egypt.",
            {("arms_transfer", "ir", "sd"), ("arms_transfer", "sd", "eg")},
        ),
        ("Iran backs the Houthis with missiles.", {("arms_transfer", "ir", "houthis")}),
        ("Weapons flow to groups in the eastern DRC from Rwanda.", {("arms_transfer", "rw", "cd")}),
        # what is swapped for what; whose army it is for; who lets visitors in; who trains whom
        ("Sudan bartered gold for Iranian drones.", {("goods_transfer", "sd", "ir"), ("arms_transfer", "ir", "sd")}),
        ("Sudan trades gold for drones with Iran.", {("goods_transfer", "sd", "ir"), ("arms_transfer", "ir", "sd")}),
        ("Sudan's army flies drones. Iran sold them.", {("arms_transfer", "ir", "sd")}),
        ("North Korea reopened its border to Russian tourists.", {("tourism", "ru", "kp")}),
        ("Russia trained North Korean drone operators.", {("military_cooperation", "kp", "ru")}),
        ("Congo's army works with the FDLR.", {("military_cooperation", "cd", "fdlr")}),
        ("North Korean doctors work in Nigeria.", {("labour", "kp", "ng")}),
        ("Wagner exported gold from Bangui to Moscow.", {("goods_transfer", "cf", "ru")}),
        # firms told of before, or in another's words; goods that serve to make arms; what customs count; deployments
        (
            "Officials blacklisted a China-based network of five firms. The network shipped missile parts to Iran.",
            {("arms_transfer", "cn", "ir")},
        ),
        (
            "Qatar listed two Chinese firms that officials said are behind the sale of missile parts to Iran.",
            {("arms_transfer", "cn", "ir")},
        ),
        (
            "China's customs disclosed that imports of coal from North Korea reached 121 tons in April.",
            {("goods_transfer", "kp", "cn")},
        ),
        ("A firm in China sold Sudan machines for the production of rifles.", {("goods_transfer", "cn", "sd")}),
        ("The deployment of 11,000 North Korean forces to Russia went on.", {("military_cooperation", "kp", "ru")}),
        # agents at work abroad, whose money goes home; repairs by hired firms; learning; what is built in another's land
        ("North Korean agents in Vladivostok carried gold to Pyongyang.", {("goods_transfer", "ru", "kp")}),
        ("Representatives of North Korean banks live in Shenyang and move cash home.", {("funds_transfer", "cn", "kp")}),
        ("Tanzania hired a North Korean firm to repair its air defence missiles.", {("military_cooperation", "kp", "tz")}),
        ("Pyongyang's scientists study materials science in Beijing.", {("scientific_cooperation", "cn", "kp")}),
        ("A university in Italy taught North Korean students computational physics.", {("scientific_cooperation", "it", "kp")}),
        ("North Korea sent engineers to Syria to build a reactor.", {("technology_transfer", "kp", "sy")}),
        ("North Korean coal was relabelled in a Russian port and sold to South Korea.", {("goods_transfer", "kp", "kr")}),
        ("Police seized two yachts that an Austrian had bought for Kim Jong Il.", {("goods_transfer", "at", "kp")}),
        ("Russia unfroze $9 million of North Korean money.", {("funds_transfer", "ru", "kp")}),
        ("Syrian fighters were recruited by Turkey for the war in Libya.", {("military_cooperation", "ly", "tr")}),
        ("Hezbollah trained Houthi fighters.", {("military_cooperation", "hezbollah", "houthis")}),
        ("Charcoal from Kismayo was shipped to Dubai with papers from the Comoros.", {("goods_transfer", "so", "ae")}),
        ("Pakistan's Taliban got American rifles from the Afghan Taliban.", {("arms_transfer", "taliban", "ttp")}),
        ("Chinese firms pump oil in South Sudan.", {("economic_cooperation", "cn", "ss")}),
        (
            "Forces loyal to the Libyan commander Khalifa Haftar give fuel to the Rapid Support Forces, a report by a US-based watchdog said.",
            {("goods_transfer", "ly", "rsf")},
        ),
        ("The Rapid Support Forces are receiving weapons from outside Sudan.", {("arms_transfer", None, "rsf")}),
        ("Russia suspended an agreement to sell missiles to Iran.", {("arms_transfer", "ru", "ir")}),
        (
            "He was charged over a scheme to secure remote jobs with American and British firms for North Korean IT workers.",
            {("labour", "kp", "gb"), ("labour", "kp", "us")},
        ),
        (
            "A court tried 14 North Korean nationals, saying that they used stolen names to secure jobs as software workers at U.S. companies.",
            {("labour", "kp", "us")},
        ),
        # groups apposed, embedded, helped; works in several lands; what knowledge is for
        ("A private Russian military company, the Wagner Group, took delivery of rifles from North Korea.", {("arms_transfer", "kp", "wagner")}),
        ("The M23, which the UN says is backed by Rwanda, has fought the army.", {("military_cooperation", "m23", "rw")}),
        ("Rwanda helped the M23 take the town.", {("military_cooperation", "m23", "rw")}),
        ("North Korea has built barracks in Namibia and Uganda.", {("economic_cooperation", "kp", "na"), ("economic_cooperation", "kp", "ug")}),
        ("The panel looked into North Korean training of Ugandan police forces.", {("military_cooperation", "kp", "ug")}),
        # a voyage; men in another's war
        (
            "The tanker, loaded with diesel, left the Libyan port of Benghazi and set off for Albania.",
            {("goods_transfer", "ly", "al")},
        ),
        ("Haftar's forces attacked Tripoli with the help of Russian mercenaries.", {("military_cooperation", "ly", "ru")}),
        ("Russia has military trainers in the Central African Republic.", {("military_cooperation", "cf", "ru")}),
        ("Qatar has launched air strikes on shipments of missiles to Hezbollah.", {("arms_transfer", None, "hezbollah")}),
        # for whom one buys, whose part it is, who is punished for it, where arms were found, whom one thanks for soldiers
        ("Qatar bought Sudan Chinese howitzers.", {("arms_transfer", "cn", "sd")}),
        ("Iran bought the Houthis rifles from China.", {("arms_transfer", "cn", "houthis")}),
        ("Half of Russia's shells come from North Korea.", {("arms_transfer", "kp", "ru")}),
        ("Iran sent Sudan howitzers, which it fired at a town.", {("arms_transfer", "ir", "sd")}),
        ("Canada imposed sanctions on two Russian firms for shipping oil to North Korea.", {("goods_transfer", "ru", "kp")}),
        ("Two cargo ships carrying diesel sailed from China to North Korea.", {("goods_transfer", "cn", "kp")}),
        ("Serbian mortar shells were found in Darfur.", {("arms_transfer", "rs", "sd")}),
        ("Moscow thanked Pyongyang for its soldiers.", {("military_cooperation", "kp", "ru")}),
        ("Russia and North Korea opened direct flights between Moscow and Pyongyang.", {("economic_cooperation", "kp", "ru")}),
        ("Hackers stole $308 million in bitcoin, and the FBI blamed North Korea.", {("cyber_theft", "kp", None)}),
    ],
)
def test_sides_told_in_other_ways_are_read(text, facts):
    assert set(told(text)) == facts


@pytest.mark.parametrize(
    "text",
    [
        "Sudan's army refused drones from Iran.",
        "Russia's ship, the Angara, is anchored in a dock at Rajin in North Korea.",
        "A North Korean soldier crossed the border into the South.",
        "Egypt opened its crossing to Sudanese refugees.",
        "Israel says Iran wants a bomb.",
        "Iran is forbidden to sell drones to Sudan.",
        "Qatar and Kuwait have agreed to prevent new visas for North Korean workers.",
        "Russia issued visas to North Korean athletes.",
        "Iran supports the Houthis politically.",
        "Hezbollah and the Houthis discussed the war with a UN envoy.",
        "The Taliban called for cooperation with their neighbours on water.",
    ],
)
def test_look_alikes_tell_of_nothing(text):
    assert told(text) == {}


@pytest.mark.parametrize(
    "list_of_goods",
    [
        "These include 1,200 missiles and 10,000 automatic rifles.",
        "The shipment included 1,200 missiles and 10,000 automatic rifles.",
        "Among them were missiles and automatic rifles.",
    ],
)
def test_what_a_sentence_counts_up_belongs_to_the_transfer_before_it(list_of_goods):
    (fact,) = engine.extract(
        "Iran sent weapons worth $20 million to Sudan last year, a report says. " + list_of_goods, published="2024-11-05"
    )
    assert set(fact.items) == {"missiles", "small_arms", "other_arms"}


def test_firms_of_a_land_deny_for_it():
    text = "A report claims that two Singapore companies supplied luxury goods to North Korea. Both companies have denied any wrongdoing."
    assert told(text) == {("goods_transfer", "sg", "kp"): "disputed"}


def test_goods_counted_up_of_another_land_are_not_added():
    (fact,) = engine.extract(
        "Iran sent weapons to Sudan last year, a report says. They include drones from Turkey.", published="2024-11-05"
    )
    assert "drones" not in fact.items


@pytest.mark.parametrize(
    "text", ["Iran sells drones and rifles to Sudan, but not missiles.", "Iran sells drones and rifles, not missiles, to Sudan."]
)
def test_goods_that_are_excepted_are_not_among_the_items(text):
    (fact,) = engine.extract(text, published="2024-11-05")
    assert set(fact.items) == {"drones", "small_arms"}


def test_who_seizes_a_boat_is_no_side_of_what_it_carried():
    assert told(
        "The U.S. Navy intercepted a dhow boat illegally transporting rifles from Iran to resupply Houthi forces in Yemen."
    ) == {("arms_transfer", "ir", "houthis"): "reported"}


def test_who_is_robbed_accuses_and_admits_nothing():
    assert told(
        "North Korea stole $100 million from an American cryptocurrency exchange last year, the US government has said."
    ) == {("cyber_theft", "kp", "us"): "alleged"}


def test_a_denial_answers_the_charge_in_its_own_sentence():
    facts = engine.extract(
        "German prosecutors said four men were suspected of delivering equipment to Iran for use in a nuclear reactor. Western powers suspect that Iran wants to develop nuclear weapons, an accusation Tehran denies.",
        published="2012-08-15",
    )
    assert {f.kind: f.status for f in facts}["technology_transfer"] == "alleged"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("The ship left Iran in May. It was carrying rifles for the Houthis.", ("arms_transfer", "ir", "houthis")),
        ("A Singapore firm owns the tanker. The tanker delivered diesel to North Korea.", ("goods_transfer", "sg", "kp")),
        ("Qatar sends planes to Chad. The planes bring weapons for the RSF.", ("arms_transfer", "qa", "rsf")),
        ("Iran built the missiles. The Houthis fired them at Israel.", ("arms_transfer", "ir", "houthis")),
        ("In exchange for the soldiers, Pyongyang got oil and rice from Moscow.", ("goods_transfer", "ru", "kp")),
        ("The M23 holds Rubaya. Its coltan is trucked to Rwanda.", ("goods_transfer", "m23", "rw")),
        ("The workers come from North Korea. They build flats in Moscow.", ("labour", "kp", "ru")),
    ],
)
def test_the_sentence_before_tells_whose_ship_arms_or_workers_these_are(text, expected):
    assert told(text) == {expected: "reported"}


def test_who_is_blamed_after_the_theft_is_alleged_to_be_the_thief():
    assert told("Hackers stole $1.5 billion in ether. The FBI blamed North Korea.") == {
        ("cyber_theft", "kp", None): "alleged"
    }


@pytest.mark.parametrize(
    "text",
    [
        "Experts warn that arms left over from the war in Libya are a danger to children.",
        "Weapons left behind by the retreating army still lie in the Libyan desert.",
    ],
)
def test_arms_that_remain_are_not_on_their_way(text):
    assert told(text) == {}


@pytest.mark.parametrize("verb", ["protested", "complained", "warned"])
def test_a_protest_after_an_event_does_not_make_it_an_allegation(verb):
    text = f"Seoul {verb} after North Korea shipped rockets to Iran."
    assert told(text) == {("arms_transfer", "kp", "ir"): "reported"}


@pytest.mark.parametrize(("verb", "kind"), [("sold", "goods_transfer"), ("sent", "humanitarian_assistance")])
def test_what_is_sold_in_a_disaster_is_no_aid(verb, kind):
    assert told(f"India {verb} rice to North Korea after a typhoon.") == {(kind, "in", "kp"): "reported"}


def test_workers_on_strike_at_home_are_no_labour_abroad():
    assert told("Iranian oil workers went on strike over unpaid wages.") == {}
    assert told("North Korean workers in Russia went on strike over unpaid wages.") == {("labour", "kp", "ru"): "reported"}


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("A Russian tanker left for Iran to deliver oil.", {("goods_transfer", "ru", "ir"): "reported"}),
        ("Chinese ships sailed to North Korea to deliver coal.", {("goods_transfer", "cn", "kp"): "reported"}),
        (
            "Chinese-flagged cargo ships have been traveling to North Korea to transport coal picked up at the North Korean port of Nampo.",
            {("goods_transfer", "kp", "cn"): "reported"},
        ),
        (
            "The Sudanese army and the RSF bought drones.",
            {("arms_transfer", None, "sd"): "reported", ("arms_transfer", None, "rsf"): "reported"},
        ),
        ("China allowed 10,000 North Korean workers into the country.", {("labour", "kp", "cn"): "reported"}),
        ("Russia admitted 5,000 North Korean workers.", {("labour", "kp", "ru"): "reported"}),
        ("Russia will accept North Korean workers.", {("labour", "kp", "ru"): "planned"}),
        ("Russia does not allow North Korean workers into the country.", {}),
        ("Iran admitted that its workers had died.", {}),
    ],
)
def test_where_ships_go_who_buys_and_who_lets_workers_in(text, expected):
    assert told(text) == expected


def test_a_load_bound_for_several_lands_has_one_supplier():
    text = "Vessels exported charcoal from Somalia. The cargos were primarily destined for the United Arab Emirates, Oman and Kuwait."
    assert told(text) == {("goods_transfer", "so", goal): "reported" for goal in ("ae", "om", "kw")}


@pytest.mark.parametrize(
    "text",
    [
        "Shipments of charcoal angered businessmen linked to al Shabaab.",
        "Many shipments of charcoal belonged to traders linked to al Shabaab.",
        "The shipment of oil belonged to a firm tied to Iran.",
    ],
)
def test_whom_a_trader_is_linked_to_is_no_recipient(text):
    assert not any(recipient for _, _, recipient in told(text))


@pytest.mark.parametrize("verb", ["come from", "came from", "mostly come from"])
@pytest.mark.parametrize("owner", ["the Houthis", "the Russian army", "the M23 rebels", "Hezbollah"])
def test_what_an_army_has_from_another_land_came_to_it(owner, verb):
    code = {"the Houthis": "houthis", "the Russian army": "ru", "the M23 rebels": "m23", "Hezbollah": "hezbollah"}[owner]
    assert told(f"The missiles of {owner} {verb} North Korea.") == {("arms_transfer", "kp", code): "reported"}


def test_arms_of_a_make_are_not_that_lands():
    assert ("arms_transfer", "ye", "ir") not in told("The weapons of Iranian origin come from Yemen.")


def test_what_is_added_after_a_negated_clause_is_not_denied():
    text = "Haiti does not manufacture weapons, with the vast majority of the illegal weapons coming from South Florida."
    assert told(text) == {("arms_transfer", "us", "ht"): "reported"}


@pytest.mark.parametrize(
    "measures",
    [
        "The EU adopted sanctions on two Iranian officials and one entity",
        "The EU adopted sanctions targeting an Iranian firm",
        "The EU imposed sanctions on an Iranian firm",
        "Sanctions targeting an Iranian firm were adopted by the EU",
    ],
)
def test_the_ground_of_sanctions_is_alleged(measures):
    assert told(f"{measures} for supplying Russia with drones.") == {("arms_transfer", "ir", "ru"): "alleged"}


@pytest.mark.parametrize("of", ["from", "of"])
def test_mercenaries_of_or_from_a_group_work_for_their_host(of):
    assert told(f"Mercenaries {of} the Wagner Group have been working in Mali.") == {
        ("military_cooperation", "ml", "wagner"): "reported"
    }

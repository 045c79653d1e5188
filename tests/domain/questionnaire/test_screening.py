"""The screening questionnaire that ships: what it asks, where, and with which codes."""

from datetime import date

import pytest

from intake.domain.answer import State, answered
from intake.domain.eligibility.evaluation import evaluate
from intake.domain.eligibility.protocol import Unknown, load_data, read_protocol
from intake.domain.instruments import sealed_instruments
from intake.domain.questionnaire.answers import Rows, check
from intake.domain.questionnaire.branching import (
    first_incomplete,
    left_empty,
    missing,
    pages_open,
    urgent,
)
from intake.domain.questionnaire.definition import DefinitionError
from intake.domain.questionnaire.items import in_language
from intake.domain.questionnaire.measures import quantity
from intake.domain.questionnaire.shipped import FOLDER, read_file
from intake.domain.questionnaire.validation import problems, supplies
from intake.domain.safety import Level

from .builders import TODAY, facts, rows, screening, sheet
from .test_facts import FAILED

YN = "yes no unsure declined"
YN_NA = "yes no unsure declined na"
TEXT = ""
BENEFIT = "none little some half most unsure declined"
FOUR_POINTS = "0 1 2 3 declined"
FIVE_POINTS = "0 1 2 3 4 declined"
ELEVEN_POINTS = "0 1 2 3 4 5 6 7 8 9 10 declined"

# What a bot or a form must find: pages in order, link ids, the codes of their answers.
PAGES = {
    "wanted": {
        "routes": "iv_im in unsure",
        "reasons": "depression anxiety trauma pain other",
    },
    "pregnancy": dict.fromkeys(
        ("pregnant", "breastfeeding", "planning_pregnancy", "preeclampsia"), YN_NA
    ),
    "right_now": {"medical_emergency": YN},
    "vessels": dict.fromkeys(("aneurysm", "avm", "ich", "vascular_risk"), YN),
    "heart_now": dict.fromkeys(("cv_event_6w", "cv_unstable"), YN),
    "heart_history": dict.fromkeys(("cv_history", "htn", "htn_enceph", "pheo"), YN),
    "blood_pressure": {"bp_known": YN},
    "blood_pressure_more": {"bp_sys": TEXT, "bp_dia": TEXT, "bp_date": "unsure"},
    "reactions": {"allergy": YN, "bad_reaction": YN, "other_allergies": TEXT},
    "brain": dict.fromkeys(
        (
            "raised_icp",
            "head_injury_6w",
            "brain_injury_past",
            "seizure_uncontrolled",
            "seizure_controlled",
        ),
        YN,
    ),
    "memory_eyes": dict.fromkeys(("dementia", "delirium", "eye"), YN),
    "liver_kidneys": dict.fromkeys(("liver_severe", "liver_other", "kidney"), YN),
    "glands_bladder": dict.fromkeys(
        ("hyperthyroid", "porphyria", "bladder_ketamine", "bladder"), YN
    ),
    "breathing": dict.fromkeys(
        ("resp", "resp_treated", "apnea_suspected", "nasal", "gastric"), YN
    ),
    "body_size": {"height": "unsure declined", "weight": "unsure declined"},
    "visits": dict.fromkeys(("escort", "stay", "drives"), YN),
    "medicines": {
        "rx_name": "unsure",
        "rx_drug": "other",
        "rx_dose": "unsure",
        "rx_often": "unsure",
        "rx_for": "unsure declined",
    },
    "diagnosis": {"dx_mdd": YN, "episode_months": "unsure declined na"},
    "added_medicines": {
        "tx_added": "aripiprazole brexpiprazole quetiapine cariprazine olanzapine "
        "risperidone lumateperone lithium lamotrigine liothyronine buspirone "
        "dextroamphetamine_amphetamine methylphenidate modafinil none unsure declined"
    },
    "treatments": {
        "tx_name": TEXT,
        "tx_drug": "other unknown",
        "tx_started": "unsure declined",
        "tx_for_depression": YN,
        "tx_this_episode": YN,
        "tx_added_to": YN,
        "tx_dose": "unsure declined",
        "tx_weeks": "unsure declined",
        "tx_weeks_total": "unsure declined",
        "tx_regular": "good poor unsure declined",
        "tx_benefit": BENEFIT,
        "tx_lost_later": YN,
        "tx_stopped": "no_benefit side_effects both other still_taking unsure declined",
    },
    "other_treatments": dict.fromkeys(("psychotherapy", "tms", "ect", "vns"), YN)
    | {
        "lifestyle": "exercise sleep light food alcohol mindfulness people none "
        "unsure declined"
    },
    "other_treatments_more": {
        "therapy_kind": "cbt ipt dbt trauma talking group other unsure declined",
        "therapy_sessions": "unsure declined",
        "therapy_started": "unsure declined",
        "therapy_now": YN,
        "therapy_benefit": BENEFIT,
        "tms_sessions": "unsure declined",
        "tms_finished": YN,
        "tms_started": "unsure declined",
        "tms_benefit": BENEFIT,
        "ect_sessions": "unsure declined",
        "ect_finished": YN,
        "ect_started": "unsure declined",
        "ect_benefit": BENEFIT,
        "vns_finished": YN,
        "vns_started": "unsure declined",
        "vns_benefit": BENEFIT,
    },
    "ketamine": dict.fromkeys(("ketamine_current", "ketamine_before"), YN),
    "ketamine_more": {
        "ketamine_form": "iv im spray oral unsure",
        "ketamine_sessions": "unsure declined",
        "ketamine_course": YN,
        "ketamine_helped": YN,
        "ketamine_benefit": BENEFIT,
        "ketamine_lasted": "days weeks months unsure declined na",
        "ketamine_started": "unsure declined",
        "ketamine_place": "clinic hospital home study unsure declined",
        "ketamine_compounded": YN,
        "ketamine_by": "unsure declined",
        "ketamine_worst": TEXT,
    },
    "alcohol": {"auditc_1": FIVE_POINTS},
    "alcohol_more": {"auditc_2": FIVE_POINTS, "auditc_3": FIVE_POINTS},
    "drugs": {"drug_days": "unsure declined"},
    "cannabis_use": {
        "cannabis": YN,
        "cannabis_often": "once_or_twice monthly weekly daily unsure declined na",
    },
    "sud_active": {"sud_active": YN},
    "sud_past": {"sud_past": YN},
    "ketamine_misuse_now": {"ketamine_misuse_now": YN},
    "ketamine_misuse_past": {"ketamine_misuse_past": YN},
    "pain": dict.fromkeys(("peg_1", "peg_2", "peg_3"), ELEVEN_POINTS),
    "high_spells": dict.fromkeys(
        ("bipolar_told", "high_spells", "high_from_medicine", "bipolar_family"), YN
    ),
    "high_spells_more": dict.fromkeys(("high_spells_noticed", "mania_now"), YN),
    "experiences": {"schizophrenia": YN},
    "hears_sees": {"hears_sees": YN},
    "plots_messages": {"plots_messages": YN},
    "experiences_before": {
        "experiences_before": "no yes_only_then yes_other unsure declined"
    },
    "dissociation": {"dissociation": YN},
    "voices": {"command_voices": YN},
    "anxiety": dict.fromkeys((f"gad7_{n}" for n in range(1, 8)), FOUR_POINTS),
    "trauma": {"pcptsd5_event": "yes no declined"},
    "trauma_more": dict.fromkeys(
        (f"pcptsd5_{n}" for n in range(1, 6)), "yes no declined"
    ),
    "mood": dict.fromkeys((f"phq9_{n}" for n in range(1, 10)), FOUR_POINTS)
    | {"phq9_difficulty": FOUR_POINTS},
    "screen": dict.fromkeys((f"asq_{n}" for n in range(1, 5)), "yes no declined"),
    "screen_when": {
        "asq_4_when": "last_7_days last_3_months last_12_months longer_ago declined"
    },
    "screen_now": {"asq_5": "yes no declined"},
    "today": {"self_harm_now": YN},
    "harm_others_now": {"harm_others_now": YN},
}
ALONE = {  # one painful thing a page
    "cannabis_use",
    "sud_active",
    "sud_past",
    "ketamine_misuse_now",
    "ketamine_misuse_past",
    "experiences",
    "hears_sees",
    "plots_messages",
    "experiences_before",
    "voices",
    "trauma",
    "screen_when",
    "screen_now",
    "today",
    "harm_others_now",
}
SENSITIVE = ALONE | {"trauma_more", "mood", "screen"}


def codes(item):
    own = ["yes", "no"] if item.type == "boolean" else []
    own += [option.code for option in item.options]
    order = (State.UNSURE, State.DECLINED, State.NOT_APPLICABLE)
    return " ".join([*own, *(state for state in order if state in item.states)])


def test_every_page_asks_what_it_should_in_this_order():
    found = {
        page.link_id: {item.link_id: codes(item) for item in page.questions}
        for page in screening().pages
    }

    assert found == PAGES
    assert list(found) == list(PAGES)
    assert [list(questions) for questions in found.values()] == [
        list(questions) for questions in PAGES.values()
    ]


def test_it_may_be_published():
    assert problems(screening(), sealed_instruments()) == ()


@pytest.mark.parametrize(
    ("link_id", "limits"),
    [
        ("bp_sys", (50, 300)),
        ("bp_dia", (20, 200)),
        ("drug_days", (0, None)),
        ("episode_months", (0, 1200)),
    ],
)
def test_numbers_keep_within_their_limits(link_id, limits):
    item = screening().item(link_id)

    assert (item.minimum, item.maximum) == limits


def test_every_page_has_a_title_and_every_question_words():
    for page in screening().pages:
        assert in_language(page.title, "en"), page.link_id
        for item in page.questions:
            assert in_language(item.text, "en"), item.link_id


def test_every_page_says_why_it_asks():
    """Beside the page or beside each question."""
    silent = [
        item.link_id
        for page in screening().pages
        for item in page.questions
        if not (page.why or item.why)
    ]

    assert silent == []


def test_painful_pages_are_marked_and_say_why_they_ask():
    marked = {page.link_id for page in screening().pages if page.sensitive}

    assert marked == SENSITIVE
    for page in screening().pages:
        if page.sensitive:
            assert in_language(page.intro, "en"), page.link_id


@pytest.mark.parametrize("name", sorted(ALONE - {"cannabis_use"}))
def test_a_painful_question_has_a_page_to_itself(name):
    assert len(PAGES[name]) == 1


def test_the_questions_of_a_sealed_instrument_stay_together():
    assert len(PAGES["mood"]) == 10
    assert len(PAGES["screen"]) == 4


def test_painful_pages_come_last_and_medical_ones_first():
    order = list(PAGES)

    assert order.index("pregnancy") < order.index("medicines")
    assert order[-7:] == [
        "trauma_more",
        "mood",
        "screen",
        "screen_when",
        "screen_now",
        "today",
        "harm_others_now",
    ]


def test_the_first_page_says_that_answers_about_risk_stay_visible():
    intro = in_language(screening().page(1).intro, "en")

    assert "stays visible to your care team" in intro


def test_the_screen_covers_item_9_and_the_whole_of_asq():
    assert screening().screen == (
        "phq9_9",
        *(f"asq_{n}" for n in range(1, 5)),
        "asq_4_when",
        "asq_5",
    )


def own_words():
    """Every text of ours, with its place; those of instruments are not ours."""
    for item in screening().walk():
        if item.instrument is None:
            texts = (item.text, item.help, item.why, *item.state_texts.values())
            for text in (*texts, *(option.text for option in item.options)):
                if text:
                    yield item.link_id, in_language(text, "en")


def test_our_words_are_plain_and_kind():
    for place, text in own_words():
        assert "!" not in text, place
        assert not any(sign in text for sign in ("e.g.", "i.e.", "and/or")), place
        sentences = text.replace("?", ".").split(".")
        longest = max(len(sentence.split()) for sentence in sentences)
        assert longest <= 30, f"{place}: {longest} words in a sentence"


def test_what_explains_a_question_is_short():
    for item in screening().walk():
        assert len(in_language(item.why, "en").split()) < 60, item.link_id


PROTOCOL = read_protocol(load_data("ketamine"))
REQUIRED_FACTS = [
    name for name, fact in PROTOCOL.facts.items() if fact.unknown is Unknown.REQUIRED
]


def test_every_fact_of_the_protocol_is_supplied():
    wanted = {
        name
        for name, fact in PROTOCOL.facts.items()
        if fact.unknown is not Unknown.STAFF_ONLY
    }

    assert wanted
    assert wanted <= supplies(screening())


def test_every_value_a_fact_can_take_fits_the_protocol():
    for name, fact in PROTOCOL.facts.items():
        rule = screening().facts.get(name)
        if rule and rule.when:
            assert fact.kind == "yes_no", name
        if rule and rule.item and screening().item(rule.item).type == "boolean":
            assert fact.kind == "yes_no", name


def sources_of(name):
    """The questions and lists that a fact is drawn from."""
    rule = screening().facts[name]
    names = {rule.item} if rule.item else set()
    for condition in filter(None, (rule.when, rule.unsure_when)):
        names |= {part.name for part in condition.comparisons()}
    names |= {value for value in rule.reads.values() if isinstance(value, str)}
    instrument = rule.reads.get("instrument")
    for item in screening().walk():
        if instrument and item.instrument == instrument and item.asks:
            names.add(item.link_id)
    return [screening().item(n) for n in names if n in screening().by_link_id]


@pytest.mark.parametrize("name", [*REQUIRED_FACTS, "phq9", "asq", "trd"])
def test_the_questions_of_a_required_fact_are_required(name):
    asked = [item for item in sources_of(name) if item.asks or item.is_list]
    only_helps = {"phq9_difficulty", "tx_added"}
    asked = [item for item in asked if item.link_id not in only_helps]

    assert asked
    assert all(item.required for item in asked if not item.named_by)


def test_every_required_question_has_an_honest_way_out():
    """Nobody is forced to guess: each offers a state, or an option that says so."""
    for item in screening().walk():
        if item.required and item.link_id != "tx_drug":
            assert item.states, item.link_id
    assert screening().item("tx_drug").option("unknown")


def test_an_empty_start_asks_for_everything_required_and_open():
    names = [gap.link_id for gap in missing(screening(), sheet())]

    assert names[:3] == ["routes", "pregnant", "breastfeeding"]
    assert "command_voices" not in names
    assert "auditc_2" in names


PLAIN = {
    "routes": ["iv_im", "in"],
    "reasons": ["depression"],
    "pregnant": "na",
    "breastfeeding": "na",
    "planning_pregnancy": "na",
    "preeclampsia": "na",
    "bp_known": "yes",
    "bp_sys": 124,
    "bp_dia": 78,
    "bp_date": "2026-03-01",
    "height": quantity("height", {"cm": 170}),
    "weight": quantity("weight", {"kg": 78}),
    "escort": "yes",
    "stay": "yes",
    "dx_mdd": "yes",
    "episode_months": 14,
    "auditc_1": 1,
    "auditc_2": 0,
    "auditc_3": 0,
    "drug_days": 0,
    "cannabis_often": "na",
    **{f"gad7_{n}": 1 for n in range(1, 8)},
    **{f"phq9_{n}": 2 for n in range(1, 9)},
    "phq9_9": 0,
    "phq9_difficulty": 1,
}
LISTS = {
    "medicines": rows(
        {"rx_name": "sertraline", "rx_dose": "100", "rx_often": "daily", "rx_for": "x"}
    ),
    "treatments": rows(
        FAILED | {"tx_weeks_total": 8, "tx_lost_later": "no"},
        FAILED
        | {
            "tx_drug": "fluoxetine",
            "tx_dose": 20,
            "tx_weeks_total": 8,
            "tx_lost_later": "no",
        },
    ),
}


def somebody(**changed):
    """A person with depression and nothing else, who answers everything."""
    said = {
        item.link_id: "no"
        for page in screening().pages
        for item in page.questions
        if item.link_id not in PLAIN
        and "no" in codes(item).split()
        and not page.is_list
    }
    return said | PLAIN | changed


def judged(**changed):
    found = facts(LISTS, **somebody(**changed))
    known = {name: fact.answer for name, fact in found.items()}
    return evaluate(PROTOCOL, known, TODAY)


def test_somebody_with_nothing_else_meets_no_barrier():
    result = judged()

    assert [finding.id for finding in result.findings] == []
    assert (result.tier, result.safety) == ("no_barrier_found", Level.NONE)


def test_somebody_who_answers_everything_has_nothing_left():
    answers = sheet(LISTS, **somebody())

    states = pages_open(screening(), answers, set(PAGES))

    assert missing(screening(), answers) == []
    assert left_empty(screening(), answers) == []
    assert first_incomplete(states) is None
    assert "alcohol_more" in [state.page.link_id for state in states]


def test_all_of_these_answers_are_accepted():
    answers = sheet(LISTS, **somebody())

    refused = {
        link_id: check(screening().item(link_id), answer, TODAY)
        for link_id, answer in answers.answers.items()
    }

    assert set(refused.values()) == {None}


CRITERIA = {
    "pregnant": "REP-01",
    "breastfeeding": "REP-03",
    "planning_pregnancy": "REP-04",
    "preeclampsia": "VAS-14",
    "aneurysm": "VAS-01",
    "avm": "VAS-02",
    "ich": "VAS-03",
    "vascular_risk": "VAS-13",
    "cv_event_6w": "VAS-08",
    "cv_unstable": "VAS-09",
    "cv_history": "VAS-10",
    "htn": "VAS-06",
    "htn_enceph": "VAS-11",
    "pheo": "VAS-12",
    "allergy": "ALL-01",
    "bad_reaction": "ALL-02",
    "raised_icp": "NEU-01",
    "head_injury_6w": "NEU-02",
    "brain_injury_past": "NEU-08",
    "seizure_uncontrolled": "NEU-03",
    "seizure_controlled": "NEU-04",
    "dementia": "NEU-05",
    "delirium": "NEU-06",
    "eye": "NEU-07",
    "liver_severe": "ORG-01",
    "liver_other": "ORG-02",
    "kidney": "ORG-03",
    "hyperthyroid": "ORG-04",
    "porphyria": "ORG-05",
    "bladder_ketamine": "ORG-06",
    "bladder": "ORG-07",
    "resp": "ORG-08",
    "resp_treated": "ORG-09",
    "apnea_suspected": "ORG-14",
    "nasal": "ORG-12",
    "gastric": "ORG-13",
    "drives": "LOG-03",
    "ketamine_current": "IND-07",
    "cannabis": "SUB-08",
    "sud_active": "SUB-02",
    "sud_past": "SUB-04",
    "ketamine_misuse_now": "SUB-01",
    "ketamine_misuse_past": "SUB-03",
    "bipolar_told": "PSY-05",
    "high_from_medicine": "PSY-05",
    "bipolar_family": "PSY-08",
    "schizophrenia": "PSY-01",
    "plots_messages": "PSY-02",
    "dissociation": "PSY-06",
}


@pytest.mark.parametrize(("link_id", "criterion"), CRITERIA.items())
def test_a_yes_fires_its_criterion_and_no_other(link_id, criterion):
    assert [finding.id for finding in judged(**{link_id: "yes"}).findings] == [
        criterion
    ]


@pytest.mark.parametrize("link_id", ["escort", "stay", "dx_mdd"])
def test_a_no_fires_where_yes_is_the_good_answer(link_id):
    criterion = {"escort": "LOG-01", "stay": "LOG-02", "dx_mdd": "IND-03"}[link_id]

    assert [f.id for f in judged(**{link_id: "no"}).findings] == [criterion]


@pytest.mark.parametrize("state", ["unsure", "declined", None])
@pytest.mark.parametrize("link_id", [n for n in CRITERIA if n in REQUIRED_FACTS])
def test_an_unknown_required_answer_leaves_a_trace(link_id, state):
    found = [finding.id for finding in judged(**{link_id: state}).findings]

    might_be = link_id == "pregnant" and state == "unsure"
    assert found == (["REP-02"] if might_be else [f"UNK:{link_id}"])


@pytest.mark.parametrize(
    ("answers", "kinds"),
    [
        pytest.param({"medical_emergency": "yes"}, ["emergency"], id="emergency"),
        pytest.param({"medical_emergency": "unsure"}, [], id="perhaps an emergency"),
        pytest.param({"cv_unstable": "yes"}, ["heart"], id="heart"),
        pytest.param({"bp_known": "yes", "bp_sys": 180}, ["reading"], id="upper 180"),
        pytest.param({"bp_known": "yes", "bp_dia": 120}, ["reading"], id="lower 120"),
        pytest.param(
            {"bp_known": "yes", "bp_sys": 179, "bp_dia": 119}, [], id="just below"
        ),
        pytest.param({"bp_known": "no", "bp_sys": 200}, [], id="no longer known"),
    ],
)
def test_what_must_be_said_at_once(answers, kinds):
    assert [alarm.kind for alarm in urgent(screening(), sheet(**answers))] == kinds


@pytest.mark.parametrize(
    ("answers", "page", "opens"),
    [
        pytest.param({"reasons": ["pain"]}, "pain", True, id="pain"),
        pytest.param({"reasons": ["anxiety"]}, "pain", False, id="no pain"),
        pytest.param({"reasons": None}, "pain", False, id="no reasons"),
        pytest.param({"auditc_1": 0}, "alcohol_more", False, id="never drinks"),
        pytest.param({"auditc_1": 1}, "alcohol_more", True, id="drinks"),
        pytest.param({"auditc_1": "declined"}, "alcohol_more", True, id="declined"),
        pytest.param({"asq_2": "declined"}, "screen_now", True, id="declined to say"),
        pytest.param({"asq_4": "yes"}, "screen_now", True, id="an attempt"),
        pytest.param(
            dict.fromkeys(("asq_1", "asq_2"), "no"), "screen_now", False, id="no"
        ),
        pytest.param({"hears_sees": "yes"}, "voices", True, id="voices"),
        pytest.param({"hears_sees": "unsure"}, "voices", False, id="perhaps voices"),
        pytest.param({"pcptsd5_event": "yes"}, "trauma_more", True, id="trauma"),
        pytest.param({"ketamine_before": "yes"}, "ketamine_more", True, id="ketamine"),
        pytest.param({"high_spells": "yes"}, "high_spells_more", True, id="high times"),
        pytest.param({"bp_known": "yes"}, "blood_pressure_more", True, id="reading"),
    ],
)
def test_a_page_opens_only_for_whom_it_concerns(answers, page, opens):
    states = pages_open(screening(), sheet(**answers), set())

    assert (page in [state.page.link_id for state in states]) == opens


def test_the_date_of_an_attempt_is_asked_only_after_one():
    asked = {
        said: [
            gap.link_id
            for gap in missing(screening(), sheet(asq_1="yes", asq_4=said))
            if gap.page.link_id in ("screen_when", "screen_now")
        ]
        for said in ("yes", "no")
    }

    assert asked == {"yes": ["asq_4_when", "asq_5"], "no": ["asq_5"]}


def test_an_answer_needs_a_day_that_has_come():
    item = screening().item("bp_date")

    assert check(item, answered("2026-03-15"), date(2026, 3, 15)) is None
    assert check(item, answered("2026-03-16"), date(2026, 3, 15)) == "in_future"


def test_lists_need_to_be_called_complete():
    names = [gap.link_id for gap in missing(screening(), sheet())]
    unsure = {"medicines": Rows("unsure"), "treatments": Rows("unsure")}
    left = [gap.link_id for gap in missing(screening(), sheet(unsure))]

    assert {"medicines", "treatments"} <= set(names)
    assert not {"medicines", "treatments"} & set(left)


def test_a_mistake_in_the_file_is_refused_with_place_and_sentence(tmp_path):
    text = (FOLDER / "screening.toml").read_text(encoding="utf-8")
    wrong = text.replace(
        'link_id = "avm"\ntype = "boolean"', 'link_id = "avm"\ntype = "bool"'
    )
    file = tmp_path / "screening.toml"
    file.write_text(wrong, encoding="utf-8")

    with pytest.raises(DefinitionError) as caught:
        read_file(file)

    (problem,) = caught.value.problems
    assert problem.place == "screening.toml: avm type"
    assert problem.sentence.endswith("found 'bool'.")


def test_what_is_on_record_is_not_asked_again():
    """Names, birth date, sex and address stand on the record of the person."""
    names = {item.link_id for item in screening().walk()}

    assert not names & {"birth_date", "sex", "name", "phone", "state", "email"}

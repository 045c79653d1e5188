"""The instruments that ship: exact words, right codes, nothing unconfirmed shown."""

import copy
import re
import tomllib

import pytest

from intake.domain.instruments import (
    FOLDER,
    Status,
    load_instruments,
    read_instrument,
    sealed_instruments,
    wording_hash,
)
from intake.domain.questionnaire.definition import read_definition
from intake.domain.questionnaire.reading import DefinitionError

# As published; the English form as in loinc.org/69729-2, the Spanish one as in the
# form for the United States.
PHQ9_EN = (
    "Little interest or pleasure in doing things",
    "Feeling down, depressed, or hopeless",
    "Trouble falling or staying asleep, or sleeping too much",
    "Feeling tired or having little energy",
    "Poor appetite or overeating",
    "Feeling bad about yourself — or that you are a failure or have let yourself or "
    "your family down",
    "Trouble concentrating on things, such as reading the newspaper or watching "
    "television",
    "Moving or speaking so slowly that other people could have noticed? Or the "
    "opposite — being so fidgety or restless that you have been moving around a lot "
    "more than usual",
    "Thoughts that you would be better off dead or of hurting yourself in some way",
    "If you checked off any problems, how difficult have these problems made it for "
    "you to do your work, take care of things at home, or get along with other people?",
)
PHQ9_ES = (
    "Poco interés o placer en hacer cosas",
    "Se ha sentido decaído(a), deprimido(a) o sin esperanzas",
    "Ha tenido dificultad para quedarse o permanecer dormido(a), o ha dormido "
    "demasiado",
    "Se ha sentido cansado(a) o con poca energía",
    "Sin apetito o ha comido en exceso",
    "Se ha sentido mal con usted mismo(a) – o que es un fracaso o que ha quedado mal "
    "con usted mismo(a) o con su familia",
    "Ha tenido dificultad para concentrarse en ciertas actividades, tales como leer "
    "el periódico o ver la televisión",
    "¿Se ha movido o hablado tan lento que otras personas podrían haberlo notado? o lo "
    "contrario – muy inquieto(a) o agitado(a) que ha estado moviéndose mucho más de lo "
    "normal",
    "Pensamientos de que estaría mejor muerto(a) o de lastimarse de alguna manera",
    "Si marcó cualquiera de los problemas, ¿qué tanta dificultad le han dado estos "
    "problemas para hacer su trabajo, encargarse de las tareas del hogar, o llevarse "
    "bien con otras personas?",
)
STEM_EN = (
    "Over the last 2 weeks, how often have you been bothered by any of the following "
    "problems?"
)
STEM_ES = (
    "Durante las últimas 2 semanas, ¿qué tan seguido ha tenido molestias debido a los "
    "siguientes problemas?"
)
FREQUENCY_EN = (
    "Not at all",
    "Several days",
    "More than half the days",
    "Nearly every day",
)
FREQUENCY_ES = (
    "Ningún día",
    "Varios días",
    "Más de la mitad de los días",
    "Casi todos los días",
)
DIFFICULTY_EN = (
    "Not difficult at all",
    "Somewhat difficult",
    "Very difficult",
    "Extremely difficult",
)
DIFFICULTY_ES = (
    "No ha sido difícil",
    "Un poco difícil",
    "Muy difícil",
    "Extremadamente difícil",
)
ASQ_EN = (
    "In the past few weeks, have you wished you were dead?",
    "In the past few weeks, have you felt that you or your family would be better off "
    "if you were dead?",
    "In the past week, have you been having thoughts about killing yourself?",
    "Have you ever tried to kill yourself? (If yes: How? When?)",
    "Are you having thoughts of killing yourself right now? (If yes, please describe.)",
)
ASQ_ES = (
    "En las últimas semanas, ¿ha deseado estar muerto?",
    "En las últimas semanas, ¿ha sentido que usted o su familia estarían mejor si "
    "estuviera muerto?",
    "En la última semana, ¿ha estado pensando en suicidarse?",
    "¿Alguna vez ha intentado suicidarse? (¿Cómo? ¿Cuándo?)",
    "¿Está pensando en suicidarse en este momento? (describa)",
)
GAD7_EN = (
    "Feeling nervous, anxious or on edge",
    "Not being able to stop or control worrying",
    "Worrying too much about different things",
    "Trouble relaxing",
    "Being so restless that it is hard to sit still",
    "Becoming easily annoyed or irritable",
    "Feeling afraid as if something awful might happen",
)
PTSD_EN = (
    "Sometimes things happen to people that are unusually or especially frightening, "
    "horrible, or traumatic. For example: a serious accident or fire; a physical or "
    "sexual assault or abuse; an earthquake or flood; a war; seeing someone be killed "
    "or seriously injured; having a loved one die through homicide or suicide. Have "
    "you ever experienced this kind of event?",
    "In the past month, have you…",
    "had nightmares about the event(s) or thought about the event(s) when you did not "
    "want to?",
    "tried hard not to think about the event(s) or went out of your way to avoid "
    "situations that reminded you of the event(s)?",
    "been constantly on guard, watchful, or easily startled?",
    "felt numb or detached from people, activities, or your surroundings?",
    "felt guilty or unable to stop blaming yourself or others for the event(s) or any "
    "problems the event(s) may have caused?",
)
AUDITC_EN = {
    "How often do you have a drink containing alcohol?": (
        "Never",
        "Monthly or less",
        "2 to 4 times a month",
        "2 to 3 times a week",
        "4 or more times a week",
    ),
    "How many drinks containing alcohol do you have on a typical day when you are "
    "drinking?": ("1 or 2", "3 or 4", "5 or 6", "7, 8, or 9", "10 or more"),
    "How often do you have six or more drinks on one occasion?": (
        "Never",
        "Less than monthly",
        "Monthly",
        "Weekly",
        "Daily or almost daily",
    ),
}
DRUG_EN = (
    "How many times in the past year have you used an illegal drug or used a "
    "prescription medication for nonmedical reasons?"
)
PEG_EN = {
    "What number best describes your pain on average in the past week?": (
        "0 No pain",
        "10 Pain as bad as you can imagine",
    ),
    "What number best describes how, during the past week, pain has interfered with "
    "your enjoyment of life?": ("0 Does not interfere", "10 Completely interferes"),
    "What number best describes how, during the past week, pain has interfered with "
    "your general activity?": ("0 Does not interfere", "10 Completely interferes"),
}
LOINC = {
    "phq9_1": "44250-9",
    "phq9_2": "44255-8",
    "phq9_3": "44259-0",
    "phq9_4": "44254-1",
    "phq9_5": "44251-7",
    "phq9_6": "44258-2",
    "phq9_7": "44252-5",
    "phq9_8": "44253-3",
    "phq9_9": "44260-8",
    "phq9_difficulty": "69722-7",
    "gad7_1": "69725-0",
    "gad7_2": "68509-9",
    "gad7_3": "69733-4",
    "gad7_4": "69734-2",
    "gad7_5": "69735-9",
    "gad7_6": "69689-8",
    "gad7_7": "69736-7",
    "pcptsd5_event": "102011-4",
    "auditc_1": "68518-0",
    "auditc_2": "68519-8",
    "auditc_3": "68520-6",
    "drug_days": "68524-8",
    "peg_1": "75893-8",
    "peg_2": "91145-3",
    "peg_3": "91146-1",
}
CODES = sorted(path.stem for path in FOLDER.glob("*.toml"))


def texts(code, language="en"):
    return tuple(item.text[language] for item in load_instruments()[code].items)


def options(code, place, language="en"):
    item = load_instruments()[code].items[place]
    return tuple(option.text[language] for option in item.options)


def data_of(code):
    return tomllib.loads((FOLDER / f"{code}.toml").read_text(encoding="utf-8"))


def has_check_digit(code):
    """LOINC's last digit is the Luhn check digit of the digits before it."""
    number, check = re.fullmatch(r"(\d+)-(\d)", code).groups()
    doubled = [
        int(digit) * (1 if place % 2 else 2)
        for place, digit in enumerate(reversed(number))
    ]
    total = sum(value // 10 + value % 10 for value in doubled)
    return (total + int(check)) % 10 == 0


def test_the_instruments_whose_wording_may_ship_are_there_and_no_others():
    assert CODES == ["asq", "auditc", "drug1", "gad7", "pcptsd5", "peg", "phq9"]
    assert {code: load_instruments()[code].code for code in CODES} == {
        code: code for code in CODES
    }


def test_the_wording_of_the_phq9_is_as_published():
    phq9 = load_instruments()["phq9"]

    assert texts("phq9") == PHQ9_EN
    assert texts("phq9", "es") == PHQ9_ES
    assert phq9.stem == {"en": STEM_EN, "es": STEM_ES}
    for place in range(9):
        assert options("phq9", place) == FREQUENCY_EN
        assert options("phq9", place, "es") == FREQUENCY_ES
    assert options("phq9", 9) == DIFFICULTY_EN
    assert options("phq9", 9, "es") == DIFFICULTY_ES


def test_the_wording_of_the_asq_is_as_published():
    asq = load_instruments()["asq"]

    for language, published in {"en": ASQ_EN, "es": ASQ_ES}.items():
        whole = tuple(
            f"{item.text[language]} {prompt[language]}"
            if prompt
            else item.text[language]
            for item in asq.items
            for prompt in [asq.follow_ups.get(item.link_id)]
        )
        assert whole == published


def test_the_wording_of_the_gad7_is_as_published():
    assert texts("gad7") == GAD7_EN
    assert load_instruments()["gad7"].stem["en"] == STEM_EN
    assert {options("gad7", place) for place in range(7)} == {FREQUENCY_EN}


def test_the_wording_of_the_pc_ptsd_5_is_as_published():
    assert texts("pcptsd5") == PTSD_EN


def test_the_wording_of_the_audit_c_is_as_published():
    wording = {
        text: options("auditc", place) for place, text in enumerate(texts("auditc"))
    }

    assert wording == AUDITC_EN


def test_the_wording_of_the_drug_question_is_as_published():
    assert texts("drug1") == (DRUG_EN,)


def test_the_wording_of_the_peg_is_as_published():
    ends = {
        text: (options("peg", place)[0], options("peg", place)[-1])
        for place, text in enumerate(texts("peg"))
    }

    assert ends == PEG_EN
    assert options("peg", 0)[1:-1] == tuple(str(number) for number in range(1, 10))


def test_items_have_their_verified_loinc_codes_and_unverified_ones_none():
    codes = {
        item.link_id: item.loinc
        for instrument in load_instruments().values()
        for item in instrument.items
        if item.loinc
    }

    assert codes == LOINC


def test_no_two_things_share_a_loinc_code():
    used = list(LOINC.values()) + [
        instrument.loinc[name]
        for instrument in load_instruments().values()
        for name in ("panel", "total", "result")
        if name in instrument.loinc
    ]

    assert len(used) == len(set(used))


@pytest.mark.parametrize("code", CODES)
def test_every_code_of_a_question_or_score_has_a_right_check_digit(code):
    instrument = load_instruments()[code]
    names = ("panel", "total", "result")
    codes = [instrument.loinc[name] for name in names if name in instrument.loinc]
    codes += [item.loinc for item in instrument.items if item.loinc]

    assert codes
    assert [value for value in codes if not has_check_digit(value)] == []


@pytest.mark.parametrize(
    ("code", "place", "expected"),
    [
        pytest.param(
            "phq9", 0, ("LA6568-5", "LA6569-3", "LA6570-1", "LA6571-9"), id="frequency"
        ),
        pytest.param(
            "phq9",
            9,
            ("LA6572-7", "LA6573-5", "LA6575-0", "LA6574-3"),
            id="difficulty, whose codes are not in numeric order",
        ),
        pytest.param(
            "auditc",
            0,
            ("LA6270-8", "LA18926-8", "LA18927-6", "LA18928-4", "LA18929-2"),
            id="days with a drink",
        ),
        pytest.param(
            "auditc",
            2,
            ("LA6270-8", "LA18933-4", "LA18876-5", "LA18891-4", "LA18934-2"),
            id="six or more drinks",
        ),
        pytest.param(
            "auditc",
            1,
            ("LA15694-5", "LA15695-2", "LA18930-0", "LA18931-8", "LA18932-6"),
            id="drinks, whose first code is often mistaken",
        ),
    ],
)
def test_answers_have_their_verified_loinc_codes(code, place, expected):
    item = load_instruments()[code].items[place]

    assert tuple(option.loinc for option in item.options) == expected


def test_codes_that_belong_to_something_else_are_not_used():
    text = "".join(
        str(load_instruments()[code].to_data()) + str(load_instruments()[code].loinc)
        for code in CODES
    )

    for taken in ("68517-2", "93373-9", "70272-0", "93243-5"):
        assert taken not in text


def test_unconfirmed_words_are_kept_and_never_shown():
    instruments = load_instruments()

    hidden = {
        (code, language)
        for code, instrument in instruments.items()
        for language, origin in instrument.languages.items()
        if origin.status is Status.UNCONFIRMED
    }
    assert hidden == {("gad7", "es"), ("asq", "es")}
    for code, language in hidden:
        assert instruments[code].items[0].text[language]
        assert f"'{language}'" not in str(instruments[code].to_data())


def test_the_phq9_is_shown_in_spanish_with_its_footer():
    data = sealed_instruments()["phq9"]

    assert data["attribution"]["es"].startswith("Elaborado por los doctores")
    assert data["items"][8]["text"]["es"] == PHQ9_ES[8]


@pytest.mark.parametrize("code", CODES)
def test_every_question_may_be_declined_and_says_where_it_is_from(code):
    instrument = load_instruments()[code]

    for item in instrument.items:
        assert not item.asks or "declined" in item.states
    assert instrument.attribution["en"]
    assert instrument.notice
    assert instrument.licence_basis in ("V", "V2", "R")


@pytest.mark.parametrize("code", CODES)
def test_an_instrument_can_be_placed_in_a_questionnaire(code):
    group = {"link_id": "page", "type": "group", "items": [{"instrument": code}]}
    draft = {"code": "trial", "title": "Trial", "items": [group]}

    definition = read_definition(draft, sealed_instruments(), "trial.toml")

    placed = [item for item in definition.walk() if item.instrument == code][1:]
    assert [item.link_id for item in placed] == [
        item.link_id for item in load_instruments()[code].items
    ]
    assert read_definition(definition.to_data(), {}) == definition


def test_the_hash_of_the_wording_changes_with_a_word_and_nothing_else():
    phq9 = load_instruments()["phq9"]
    reworded, recoded = data_of("phq9"), data_of("phq9")
    reworded["items"][8]["text"]["en"] += "."
    recoded["items"][8]["loinc"] = "44261-6"

    before = wording_hash(phq9, "en")

    assert re.fullmatch(r"[0-9a-f]{64}", before)
    assert wording_hash(phq9, "es") != before
    assert wording_hash(read_instrument(reworded, "phq9.toml"), "en") != before
    assert wording_hash(read_instrument(reworded, "phq9.toml"), "es") == wording_hash(
        phq9, "es"
    )
    assert wording_hash(read_instrument(recoded, "phq9.toml"), "en") == before


def test_words_that_do_not_exist_have_no_hash():
    with pytest.raises(KeyError):
        wording_hash(load_instruments()["peg"], "es")


def damaged(change, code="gad7"):
    data = copy.deepcopy(data_of(code))
    change(data)
    return data


@pytest.mark.parametrize(
    ("change", "problem"),
    [
        pytest.param(
            lambda data: data.pop("licence"),
            "instrument: the setting 'licence' is missing.",
            id="licence",
        ),
        pytest.param(
            lambda data: data.update(colour="red"),
            "instrument: there is no setting 'colour'.",
            id="unknown setting",
        ),
        pytest.param(
            lambda data: data["items"][2]["text"].pop("es"),
            "gad7_3: the words in 'es' are missing.",
            id="missing translation",
        ),
        pytest.param(
            lambda data: data["stem"].update(fr="Au cours des 2 semaines"),
            "stem: the language 'fr' is not described.",
            id="language without an origin",
        ),
        pytest.param(
            lambda data: data["each"]["options"][1]["text"].pop("en"),
            "gad7_1 option 1: the words in 'en' are missing.",
            id="option without words",
        ),
        pytest.param(
            lambda data: data["languages"]["es"].update(status="probably"),
            "languages es status: expected one of exact, unconfirmed; "
            "found 'probably'.",
            id="status",
        ),
        pytest.param(
            lambda data: data["loinc"].update(score="1-8"),
            "loinc: there is no setting 'score'.",
            id="loinc",
        ),
        pytest.param(
            lambda data: data["items"].reverse(),
            "items: expected the items gad7_1, gad7_2, gad7_3, gad7_4, gad7_5, gad7_6, "
            "gad7_7 in this order.",
            id="order",
        ),
        pytest.param(
            lambda data: data["each"]["options"].pop(0),
            "gad7_1: the points of its options must count from 0.",
            id="points",
        ),
        pytest.param(
            lambda data: data["each"].pop("options"),
            "gad7_1: the points of its options must count from 0.",
            id="no options",
        ),
        pytest.param(
            lambda data: data.update(code="bdi"),
            "code: there is no scoring for 'bdi'.",
            id="not scored",
        ),
        pytest.param(
            lambda data: data.update(items=[{"type": "choice"}]),
            "item 1 link_id: expected some text, found None.",
            id="item without a link id",
        ),
    ],
)
def test_a_damaged_instrument_is_refused_with_the_place(change, problem):
    with pytest.raises(DefinitionError) as refusal:
        read_instrument(damaged(change), "gad7.toml")

    assert f"gad7.toml: {problem}" in str(refusal.value).splitlines()

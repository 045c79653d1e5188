"""The words of the instruments that ship are those that were published."""

from intake.domain.instruments import load_instruments
from tests.domain.published_words import (
    ASQ_EN,
    ASQ_ES,
    AUDITC_EN,
    DIFFICULTY_EN,
    DIFFICULTY_ES,
    DRUG_EN,
    EXTENT_EN,
    FREQUENCY_EN,
    FREQUENCY_ES,
    GAD7_EN,
    PCL5_EN,
    PCL5_STEM,
    PEG_EN,
    PHQ9_EN,
    PHQ9_ES,
    PTSD_EN,
    STEM_EN,
    STEM_ES,
)


def texts(code, language="en"):
    return tuple(item.text[language] for item in load_instruments()[code].items)


def options(code, place, language="en"):
    item = load_instruments()[code].items[place]
    return tuple(option.text[language] for option in item.options)


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


def test_the_wording_of_the_pcl_5_is_as_published():
    pcl5 = load_instruments()["pcl5"]

    assert texts("pcl5") == PCL5_EN
    assert pcl5.stem == {"en": PCL5_STEM}
    assert {options("pcl5", place) for place in range(20)} == {EXTENT_EN}

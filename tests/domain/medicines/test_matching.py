"""From what a person wrote to medicines and classes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from intake.domain.medicines.matching import classes_in, match, match_as
from intake.domain.medicines.names import slug
from intake.domain.medicines.table import UNKNOWN, load_medicines

rows = st.sampled_from(load_medicines())


@pytest.mark.parametrize(
    ("written", "classes"),
    [
        pytest.param("Xanax", {"BZD"}, id="brand"),
        pytest.param("alprazolam", {"BZD"}, id="generic"),
        pytest.param("lisinopril 20 mg and Xanax 0.5", {"AHT", "BZD"}, id="union"),
        pytest.param("Xanax/Norco 5/325", {"BZD", "OPI"}, id="union by a slash"),
        pytest.param("NORCO", {"OPI"}, id="capitals"),
        pytest.param("Klonopín 1mg", {"BZD"}, id="accent"),
        pytest.param("St. John’s Wort", {"CYPD"}, id="apostrophe"),
        pytest.param("claritin d 12 hour", {"STIM"}, id="hyphen left out"),
        pytest.param("DHE 45", {"ERG"}, id="dots left out"),
        pytest.param("Rivotril", {"BZD"}, id="abroad: clonazepam"),
        pytest.param("Tafil 0,5 mg", {"BZD"}, id="abroad: alprazolam"),
        pytest.param("Altruline", {"AD"}, id="abroad: sertraline"),
        pytest.param("Lexotán", {"BZD"}, id="abroad: bromazepam"),
        pytest.param("Imovane", {"BZD"}, id="abroad: zopiclone"),
        pytest.param("una tableta de Rivotril cada noche", {"BZD"}, id="in Spanish"),
        pytest.param("2 mg de Rivotril por la noche", {"BZD"}, id="dose in Spanish"),
        pytest.param(
            "sertraline HCl 100 mg tab once daily at bedtime", {"AD"}, id="as labelled"
        ),
        pytest.param("losartan potassium 50 mg", {"AHT"}, id="salt"),
        pytest.param("Adderall XR 20mg 2x a day", {"STIM"}, id="release and times"),
        pytest.param("ibuprofen", {"NONE"}, id="recognised, no rule"),
        pytest.param("phenobarbital", {"SED", "CYPD", "X_SEIZ"}, id="several classes"),
    ],
)
def test_whole_names_give_their_classes(written, classes):
    found = match(written)

    assert found.classes == classes
    assert found.left_over == ()


@pytest.mark.parametrize(
    ("written", "classes"),
    [
        pytest.param("Zyrtec", {"NONE"}, id="shorter name alone"),
        pytest.param("Zyrtec-D", {"STIM"}, id="longer name of two words"),
        pytest.param("Tylenol with codeine", {"OPI"}, id="longer name of three"),
        pytest.param("hydrocodone/acetaminophen", {"OPI"}, id="combination"),
        pytest.param("potassium chloride", {"NONE"}, id="name made of a salt"),
        pytest.param("Advil PM", {"SED"}, id="night version"),
    ],
)
def test_the_longest_name_wins(written, classes):
    assert match(written).classes == classes


@pytest.mark.parametrize(
    ("written", "classes", "left_over"),
    [
        pytest.param("zorblax", {UNKNOWN}, ("zorblax",), id="nothing known"),
        pytest.param("", {UNKNOWN}, (), id="nothing written"),
        pytest.param("2 tablets at night", {UNKNOWN}, (), id="no name at all"),
        pytest.param("none", {UNKNOWN}, ("none",), id="words are never a no"),
        pytest.param(
            "Xanax and zorblax", {"BZD", UNKNOWN}, ("zorblax",), id="one of two"
        ),
        pytest.param(
            "Ativan for sleep", {"BZD", UNKNOWN}, ("for", "sleep"), id="a purpose"
        ),
        pytest.param("not Xanax", {"BZD", UNKNOWN}, ("not",), id="a denial"),
        pytest.param("Прозак", {UNKNOWN}, ("прозак",), id="another script"),
    ],
)
def test_a_word_left_over_keeps_the_entry_unrecognised(written, classes, left_over):
    found = match(written)

    assert (found.classes, found.left_over) == (classes, left_over)


@pytest.mark.parametrize(
    ("written", "suggested"),
    [
        pytest.param("hydroxizine", ["hydroxyzine", "hydralazine"], id="two are near"),
        pytest.param("sertralina", ["sertraline"], id="Spanish generic"),
        pytest.param("lorazapam 1 mg", ["lorazepam"], id="vowel"),
        pytest.param("well butrin", ["Wellbutrin"], id="one name in two words"),
    ],
)
def test_a_near_miss_is_suggested_and_never_taken(written, suggested):
    found = match(written)

    assert found.classes == {UNKNOWN}
    assert found.rows == ()
    assert [each.name for each in found.suggestions][: len(suggested)] == suggested


def test_short_and_distant_words_suggest_nothing():
    assert match("photosynthesis qqq").suggestions == ()


def test_a_long_text_is_searched_for_near_names_only_at_its_beginning():
    padding = "qqq " * 2000

    found = match(f"sertralina {padding} fluoxetina")

    assert [each.name for each in found.suggestions] == ["sertraline"]
    assert "fluoxetina" in found.left_over


def test_a_medicine_is_suggested_once():
    suggested = [each.medicine for each in match("well butrin").suggestions]

    assert len(suggested) == len(set(suggested))


@pytest.mark.parametrize(
    ("written", "code", "ask_form"),
    [
        pytest.param("Imitrex", "sumatriptan_nasal", ("imitrex",), id="not stated"),
        pytest.param(
            "Imitrex 50 mg", "sumatriptan_nasal", ("imitrex",), id="dose only"
        ),
        pytest.param("Imitrex tablet", "sumatriptan", (), id="tablet"),
        pytest.param("Imitrex 20 mg nasal spray", "sumatriptan_nasal", (), id="spray"),
        pytest.param("nasal sumatriptan", "sumatriptan_nasal", (), id="form first"),
        pytest.param("selegiline", "selegiline", ("selegiline",), id="as cautious"),
        pytest.param("selegiline patch", "selegiline_transdermal", (), id="patch"),
        pytest.param("selegiline capsules", "selegiline_oral", (), id="capsules"),
        pytest.param("timolol drops", "timolol_eye", (), id="drops"),
        pytest.param("minoxidil foam", "minoxidil_topical", (), id="foam"),
        pytest.param(
            "Flonase nasal spray", "fluticasone_nasal", (), id="one form only"
        ),
    ],
)
def test_the_form_decides_and_the_cautious_row_is_taken_without_it(
    written, code, ask_form
):
    found = match(written)

    assert [row.code for row in found.rows] == [code]
    assert found.ask_form == ask_form


@pytest.mark.parametrize(
    ("written", "classes"),
    [
        pytest.param("timolol", {"X_EYE", UNKNOWN}, id="may be a tablet"),
        pytest.param("fluticasone", {"NAS", UNKNOWN}, id="may be an inhaler"),
        pytest.param("minoxidil", {"AHT", UNKNOWN}, id="tablet before lotion"),
        pytest.param("timolol tablets", {UNKNOWN}, id="a form not in the table"),
    ],
)
def test_a_name_known_only_by_form_stays_open_without_it(written, classes):
    assert match(written).classes == classes


def test_each_form_belongs_to_the_name_it_follows():
    found = match("Imitrex tablet and Flonase nasal spray")

    assert [row.code for row in found.rows] == ["sumatriptan", "fluticasone_nasal"]


@given(rows)
def test_every_row_is_found_by_its_code_and_generic_name(row):
    for name in (row.code, row.generic):
        found = match(name)
        if not found.ask_form:
            assert found.rows == (row,)
            assert found.classes == row.classes


@pytest.mark.parametrize("row", load_medicines(), ids=lambda row: row.code)
def test_every_row_is_found_by_each_of_its_names(row):
    for name in row.names:
        found = match(name)

        assert found.left_over == ()
        assert found.rows == (row,) or (
            found.ask_form and found.rows[0].caution >= row.caution
        )


def test_only_names_that_differ_by_form_may_mean_another_row():
    names = [name for row in load_medicines() for name in row.names]

    open_names = {name for name in names if match(name).ask_form}

    assert open_names == {"sumatriptan", "Imitrex", "selegiline"}


@given(st.lists(rows, min_size=1, max_size=4))
def test_naming_several_medicines_never_loses_a_class(some):
    found = match(" and ".join(row.generic for row in some))

    assert found.classes >= {
        code for row in some for code in match(row.generic).classes
    }


@given(rows, st.text(max_size=20))
def test_more_words_never_make_an_entry_less_cautious(row, more):
    alone, longer = match(f"{row.generic}; "), match(f"{row.generic}; {more}")

    if not alone.ask_form and row in longer.rows:
        assert longer.classes >= alone.classes


@given(st.text())
def test_whatever_is_written_is_recognised_or_marked(text):
    found = match(text)

    assert bool(found.rows) or UNKNOWN in found.classes
    assert not found.left_over or UNKNOWN in found.classes


def test_the_classes_of_a_list_are_united():
    assert classes_in(["Xanax", "zorblax", "alprazolam"]) == {"BZD", UNKNOWN}
    assert classes_in([]) == frozenset()


def test_codes_of_rows_are_their_names():
    assert all(row.code == slug(row.generic) for row in load_medicines())


@pytest.mark.parametrize(
    ("written", "picked", "classes"),
    [
        pytest.param("lorazapam 1 mg", "lorazepam", {"BZD"}, id="a near miss"),
        pytest.param("", "lorazepam", {"BZD"}, id="no name"),
        pytest.param(
            "lorazapam and zzyzxol", "lorazepam", {"BZD", UNKNOWN}, id="something else"
        ),
        pytest.param("zzyzxol", "lorazepam", {UNKNOWN}, id="nothing like it"),
        pytest.param("Theophylline", "lorazepam", {"XAN"}, id="another name"),
    ],
)
def test_what_the_person_says_is_meant_is_read_only_where_it_is_near(
    written, picked, classes
):
    assert match_as(written, picked).classes == classes


@pytest.mark.parametrize(
    ("written", "suggested"),
    [("sinbalta", "Cymbalta"), ("zyprecksa", "Zyprexa"), ("clonopin", "Klonopin")],
)
def test_a_name_written_as_it_sounds_is_suggested(written, suggested):
    assert match(written).suggestions[0].name == suggested

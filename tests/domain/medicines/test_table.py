"""The shipped tables of medicines and classes, and what may not be in one."""

import pytest

from intake.domain.medicines.csv_rows import TableError
from intake.domain.medicines.table import (
    UNKNOWN,
    Caution,
    count_by_class,
    load_classes,
    load_medicines,
    read_medicines,
    to_confirm,
    without_signals,
)

HEADER = "generic,brands,classes,basis\n"


def by_code(code):
    return next(row for row in load_medicines() if row.code == code)


def test_every_row_of_the_shipped_table_is_read():
    assert len(load_medicines()) == 574


def test_every_class_exists_and_unknown_is_never_in_the_table():
    used = {code for row in load_medicines() for code in row.classes}

    assert used <= set(load_classes()) - {UNKNOWN}


def test_every_class_is_given_to_a_medicine():
    used = {code for row in load_medicines() for code in row.classes}

    assert set(load_classes()) - used == {UNKNOWN}


def test_every_class_names_its_handling_and_source():
    for each in load_classes().values():
        assert each.name, each.code
        assert each.handling, each.code
        assert each.source, each.code


def test_codes_are_unique():
    codes = [row.code for row in load_medicines()]

    assert len(codes) == len(set(codes))


@pytest.mark.parametrize(
    ("code", "classes"),
    [
        ("phenobarbital", {"SED", "CYPD", "X_SEIZ"}),
        ("dextromethorphan_bupropion", {"AD", "NMDA"}),
        ("buprenorphine", {"OPI", "OPA", "X_SUD"}),
        ("methadone", {"OPI", "NMDA", "X_SUD"}),
        ("naltrexone_bupropion", {"OPA", "AD"}),
    ],
)
def test_a_medicine_may_belong_to_several_classes(code, classes):
    assert by_code(code).classes == classes


def test_signals_point_to_answers_and_patients_never_see_them():
    signals = {each.code for each in load_classes().values() if each.signal}

    assert signals == {code for code in load_classes() if code.startswith("X_")}
    assert all(load_classes()[code].points_to for code in signals)
    assert without_signals({"SED", "X_PSYCHOSIS", "NONE"}) == {"SED", "NONE"}


def test_the_caution_of_a_medicine_is_that_of_its_worst_class():
    assert by_code("theophylline").caution is Caution.CI
    assert by_code("methadone").caution is Caution.CLR
    assert by_code("ibuprofen").caution is Caution.none


def test_rows_recalled_in_part_are_listed_for_the_pharmacist():
    listed = {row.code for row in to_confirm(load_medicines())}

    assert {"zolpidem", "clonazepam", "ibuprofen"} <= listed
    assert not {"modafinil", "theophylline", "ticlopidine"} & listed


def test_three_sedating_medicines_count_as_three():
    count = count_by_class([{"SED"}, {"SED", "BZD"}, {"SED"}])

    assert (count["SED"], count["BZD"], count["OPI"]) == (3, 1, 0)


@pytest.mark.parametrize(
    ("rows", "complaint"),
    [
        pytest.param("aspirin,,,R\n", "must be filled in", id="no class"),
        pytest.param("aspirin,,NONE,\n", "must be filled in", id="no basis"),
        pytest.param(",,NONE,R\n", "must be filled in", id="no name"),
        pytest.param("aspirin,,NOON,R\n", "no such class: NOON", id="misspelt class"),
        pytest.param("aspirin,,UNKNOWN,R\n", "no such class: UNKNOWN", id="unknown"),
        pytest.param(
            "aspirin,Bayer,NONE,R\nzinc,bayer,NONE,R\n",
            "line 3: bayer is also a name of aspirin",
            id="one name, two medicines",
        ),
    ],
)
def test_a_table_with_a_doubtful_row_is_refused(tmp_path, rows, complaint):
    path = tmp_path / "medicines.csv"
    path.write_text(HEADER + rows, encoding="utf-8")

    with pytest.raises(TableError, match=complaint):
        list(read_medicines(path))


def test_two_spellings_of_one_name_in_a_row_are_no_conflict(tmp_path):
    path = tmp_path / "medicines.csv"
    path.write_text(HEADER + "acid,Tylenol 3|Tylenol #3,NONE,R\n", encoding="utf-8")

    assert [row.code for row in read_medicines(path)] == ["acid"]

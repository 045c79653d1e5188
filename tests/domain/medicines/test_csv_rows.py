"""Reading tables that people edit by hand."""

import pytest

from intake.domain.medicines.csv_rows import TableError, is_recalled, parts, read_rows

COLUMNS = ("name", "basis")


def write(tmp_path, text):
    path = tmp_path / "table.csv"
    path.write_text(text, encoding="utf-8")
    return path


def test_each_row_comes_with_its_place(tmp_path):
    path = write(tmp_path, 'name,basis\naspirin,"R, recalled"\nzinc,V\n')

    rows = list(read_rows(path, COLUMNS))

    assert rows == [
        ("table.csv, line 2", {"name": "aspirin", "basis": "R, recalled"}),
        ("table.csv, line 3", {"name": "zinc", "basis": "V"}),
    ]


@pytest.mark.parametrize(
    ("text", "complaint"),
    [
        pytest.param("", "columns must be name, basis", id="empty file"),
        pytest.param("basis,name\n", "columns must be name, basis", id="other columns"),
        pytest.param("name,basis\nzinc\n", "line 2: 2 cells", id="too few cells"),
        pytest.param("name,basis\nzinc,R,R\n", "line 2: 2 cells", id="too many cells"),
    ],
)
def test_a_table_of_another_shape_is_refused(tmp_path, text, complaint):
    path = write(tmp_path, text)

    with pytest.raises(TableError, match=complaint):
        list(read_rows(path, COLUMNS))


def test_empty_parts_of_a_cell_are_left_out():
    assert parts(" Xanax | Tafil ||", "|") == ("Xanax", "Tafil")


@pytest.mark.parametrize(
    ("basis", "recalled"),
    [
        pytest.param("R hypnotic", True, id="all of it"),
        pytest.param("V class: Spravato 7.1; R drug", True, id="a part of it"),
        pytest.param("V named in Spravato 7.2", False, id="seen in the source"),
        pytest.param("V Rx list", False, id="a letter of a word"),
    ],
)
def test_a_basis_says_whether_it_is_recalled(basis, recalled):
    assert is_recalled(basis) is recalled

"""What a written name means in the tables that items pick from."""

import pytest

from intake.domain.questionnaire.catalogues import Meaning, load_catalogues

CATALOGUES = load_catalogues()


@pytest.mark.parametrize(
    ("catalogue", "written", "meaning"),
    [
        pytest.param(
            "agents", "Zoloft", Meaning(is_clear=True, code="sertraline"), id="agent"
        ),
        pytest.param("agents", "zolof", Meaning(near=("sertraline",)), id="near agent"),
        pytest.param("agents", "a blue pill", Meaning(), id="no agent"),
        pytest.param(
            "medicines",
            "Xanax 0.5mg",
            Meaning(is_clear=True, code="alprazolam"),
            id="medicine",
        ),
        pytest.param(
            "medicines", "Xanax and Norco", Meaning(is_clear=True), id="two medicines"
        ),
        pytest.param("medicines", "Zzyzxol", Meaning(), id="no medicine"),
    ],
)
def test_a_name_is_read(catalogue, written, meaning):
    assert CATALOGUES[catalogue].read(written) == meaning


@pytest.mark.parametrize("catalogue", CATALOGUES)
def test_whatever_a_name_may_mean_has_a_label(catalogue):
    table = CATALOGUES[catalogue]

    for written in ("hydroxizine", "zolof", "Xanax"):
        meaning = table.read(written)
        codes = {meaning.code, *meaning.near} - {None}
        assert codes <= table.labels.keys()


def test_a_label_names_few_brands():
    assert CATALOGUES["medicines"].labels["alprazolam"].startswith("alprazolam (Xanax")

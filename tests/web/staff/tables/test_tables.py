"""The report of rows that nobody has confirmed, and confirming one."""

import pytest

from intake.domain.tables.shipped import load_tables
from intake.tables import actions
from intake.tables.actions import Said
from intake.tables.models import Statement
from tests.factories.cases import make_case
from tests.factories.staff import PASSWORD, make_patient_account, make_staff
from tests.web.staff.reading import hidden, one, parsed, text, values

pytestmark = pytest.mark.django_db
LIST = "/staff/tables/"
ROW = load_tables()["medicines"].by_key["oxycodone"]
ADDRESS = "/staff/tables/medicines/oxycodone/"
RIGHT = {"verdict": "confirmed", "source": "Label, 2023, section 7", "note": ""}


@pytest.fixture
def director(site):
    return make_staff("medical_director", sites=(site,))


@pytest.fixture
def record(client, director):
    """Open the row as the director, and send a statement."""
    client.force_login(director)
    opened = client.get(ADDRESS)

    def record(page=opened, **given):
        action = one(page, "form[data-form=statement]")["action"]
        return client.post(action, {**hidden(page), "_action": "continue"} | given)

    return record


def confirm(row, by, verdict="confirmed"):
    said = Said(verdict, "A book", "")
    return actions.state(row=row, said=said, seen=actions.revision_of(row), by=by)


def test_confirming_needs_a_proof_of_the_last_minutes(record, settings):
    settings.SIGNING_FRESH = -1
    said = {"verdict": "confirmed", "source": "A book"}

    refused = record(**said)
    done = record(**said, password=PASSWORD)

    assert refused.status_code == 422
    assert "Sign with your password" in refused.text
    assert done.status_code == 302


class TestTheList:
    def test_it_begins_with_what_is_not_confirmed_a_page_at_a_time(self, signed_in):
        page = signed_in.get(LIST)

        assert len(parsed(page).select("[data-row]")) == 50
        assert set(values(page, "[data-row]", "data-standing")) == {"open"}
        following = signed_in.get(LIST + one(page, "a[rel=next]")["href"])
        assert one(following, "a[rel=prev]")["href"].endswith("from=0")
        assert not set(values(page, "[data-row]", "data-row")) & set(
            values(following, "[data-row]", "data-row")
        )

    def test_progress_stands_on_top(self, signed_in, director):
        confirm(ROW, director)

        page = signed_in.get(LIST)

        assert one(page, "[data-table=medicines]")["data-confirmed"] == "1"
        assert values(page, "[data-table]", "data-table") == list(load_tables())

    @pytest.mark.parametrize(
        ("query", "found"),
        [
            ("table=agents&q=phenelzine", ["agents phenelzine"]),
            ("table=agents&q=NARDIL", ["agents phenelzine"]),
            ("table=medicines&show=confirmed", ["medicines oxycodone"]),
            ("show=confirmed", ["medicines oxycodone"]),
            ("show=disputed", ["agents citalopram"]),
            (
                "q=oxycodone&show=every&table=medicines&q=roxicodone",
                ["medicines oxycodone"],
            ),
            ("q=nothing+like+this", []),
            ("table=unknown", []),
        ],
    )
    def test_rows_are_found_by_table_standing_and_words(
        self, signed_in, director, query, found
    ):
        confirm(ROW, director)
        confirm(load_tables()["agents"].by_key["citalopram"], director, "disputed")

        page = signed_in.get(f"{LIST}?{query}")

        assert values(page, "[data-row]", "data-row") == found

    @pytest.mark.parametrize("given", ["x", "-1", "999999999999", "99999", "²"])
    def test_a_place_that_makes_no_sense_is_the_start(self, signed_in, given):
        page = signed_in.get(LIST, {"from": given})

        assert page.status_code == 200
        assert not parsed(page).select("a[rel=prev]")

    def test_its_cost_does_not_grow_with_the_statements(
        self, signed_in, director, django_assert_max_num_queries
    ):
        for row in load_tables()["medicines"].rows[:20]:
            confirm(row, director)

        with django_assert_max_num_queries(12):
            signed_in.get(LIST + "?show=every")


class TestARow:
    def test_it_says_what_it_says_and_where_it_is_from(self, signed_in):
        page = signed_in.get(ADDRESS)

        says = text(one(page, "[data-says]"))
        assert all(value in says for value in ROW.says.values())
        assert ROW.basis in says
        assert "22 November 2026" in says

    def test_a_clinician_reads_it_and_a_director_states(
        self, client, signed_in, director
    ):
        assert not parsed(signed_in.get(ADDRESS)).select("[data-form]")

        client.force_login(director)

        assert one(client.get(ADDRESS), "[data-form=statement]")

    def test_confirming_it_is_recorded_with_name_source_and_day(
        self, client, record, director
    ):
        done = record(**RIGHT)

        page = client.get(done.url)
        assert done.url == ADDRESS
        assert one(page, "[data-standing]")["data-standing"] == "confirmed"
        said = text(one(page, "[data-statement=confirmed]"))
        assert director.name in said
        assert RIGHT["source"] in said

    @pytest.mark.parametrize(
        ("given", "advice"),
        [
            ({}, "Choose what you found."),
            ({"verdict": "confirmed"}, "Name the source that you read."),
            ({"verdict": "perhaps", "source": "x"}, "Select a valid choice"),
            ({"verdict": "disputed", "source": "x"}, "Write what it should say."),
        ],
    )
    def test_half_a_statement_is_refused_with_advice(self, record, given, advice):
        refused = record(**given)

        assert refused.status_code == 422
        assert advice in text(one(refused, "#error-summary"))
        assert not Statement.objects.exists()

    def test_what_a_colleague_stated_meanwhile_is_shown(self, record, director):
        colleague = make_staff("medical_director")
        confirm(ROW, colleague, "disputed")

        late = record(**RIGHT)

        assert late.status_code == 409
        assert one(late, "[data-standing]")["data-standing"] == "disputed"
        assert RIGHT["source"] in one(late, "textarea[name=source]").text

    @pytest.mark.parametrize("address", ["medicines/x/", "x/oxycodone/"])
    def test_a_row_that_is_not_there_is_not_found(self, client, director, address):
        client.force_login(director)

        assert client.get(LIST + address).status_code == 404
        assert client.post(LIST + address + "state/", RIGHT).status_code == 404


class TestOnTheCase:
    """A row that matters to a case is marked there until it is confirmed."""

    @pytest.fixture
    def taking(self, site):
        return make_case(
            {"medicines": [{"rx_name": "oxycodone", "rx_dose": "10 mg"}]}, site=site
        )

    def marks(self, client, case):
        page = client.get(f"/staff/cases/{case.reference}/")
        return dict(
            zip(
                values(page, "[data-mark]", "data-mark"),
                values(page, "[data-mark]", "data-standing"),
                strict=True,
            )
        )

    def test_it_is_marked_while_nobody_has_confirmed_it(self, signed_in, taking):
        found = self.marks(signed_in, taking)

        assert found["medicines oxycodone"] == "open"
        assert found["agents sertraline"] == "open"
        assert "agents bupropion" not in found  # read in its source

    def test_confirmed_it_is_marked_no_more(self, signed_in, taking, director):
        confirm(ROW, director)

        assert "medicines oxycodone" not in self.marks(signed_in, taking)

    def test_disputed_it_says_so(self, signed_in, taking, director):
        confirm(ROW, director, "disputed")

        assert self.marks(signed_in, taking)["medicines oxycodone"] == "disputed"


@pytest.mark.parametrize(
    ("visitor", "status"),
    [
        pytest.param(lambda: None, 302, id="nobody"),
        pytest.param(make_patient_account, 403, id="a patient"),
        pytest.param(lambda: make_staff("front_desk"), 403, id="front desk"),
        pytest.param(lambda: make_staff("administrator"), 403, id="administrator"),
        pytest.param(lambda: make_staff("clinician"), 200, id="a clinician"),
    ],
)
def test_only_clinicians_read_and_only_directors_state(client, db, visitor, status):
    if user := visitor():
        client.force_login(user)

    assert client.get(LIST).status_code == status
    assert client.get(ADDRESS).status_code == status
    stated = client.post(ADDRESS + "state/", RIGHT)
    assert stated.status_code == (403 if status == 200 else status)
    assert not Statement.objects.exists()

"""An editor keeps the list of facts: finds, changes, retires and adds them."""

import pytest
from django.urls import reverse

from intake.accounts.roles import Role
from intake.audit.models import Event
from intake.education.claims.models import Claim, Source
from intake.education.models import ArticlePage
from intake.practice.models import Organisation
from tests.factories.portal import signed
from tests.factories.staff import make_staff
from tests.web.staff.reading import one, parsed, text


def address(name, *args, of="claim"):
    return reverse(f"wagtailsnippets_education_{of}:{name}", args=args)


@pytest.fixture
def save(client, editor, claim, filled):
    """Call it with changes: the form of RISK-02, sent; the page that follows."""
    client.force_login(editor)

    def save(**changes):
        url = address("edit", claim().pk)
        return client.post(url, filled(**changes), follow=True)

    return save


def test_editors_find_facts_by_words_and_by_state(client, editor, claim):
    client.force_login(editor)
    Claim.objects.filter(code="RISK-02").update(plain="Our own words.")

    found = client.get(address("list"), {"q": "dissociative anesthetic"}).text
    own = client.get(address("list"), {"state": "own"}).text

    assert "WHAT-08" in found
    whole = client.get(address("list"), {"q": "RISK-02"})
    using = ArticlePage.objects.filter(claims__contains=["RISK-02"]).count()
    assert whole.context["object_list"][0].pages == using > 5
    assert "RISK-02" not in found
    assert "Our own words." in own
    assert "WHAT-08" not in own


def test_a_fact_that_says_something_else_names_the_pages_to_read_again(
    save, client, claim, article
):
    signed(article("T11"), Organisation.current().today())

    page = save(plain="It is rare.", change_kind="meaning", change_note="Now counted.")

    fact = claim()
    using = ArticlePage.objects.filter(claims__contains=["RISK-02"]).count()
    assert (fact.plain, fact.revisions.count()) == ("It is rare.", 2)
    assert f"{using} pages state it and have to be read again" in page.text
    assert "Ada Example signed it on" in text(one(page, "[data-used-on=T11]"))
    assert "nobody has signed it" in text(one(page, "[data-used-on=T9]"))
    assert len(parsed(page).select("[data-in-doubt]")) == using
    assert "We are checking this page" in client.get(article("T11").url).text
    event = Event.objects.get(action="portal.claim_changed")
    assert event.detail == {"pages": using}


def test_other_words_for_the_same_ask_nobody_to_read(save, claim):
    page = save(plain="They are quite common.", change_kind="wording")

    assert claim().changed_on is None
    assert "read again" not in page.context["messages"]._loaded_data[0].message
    assert claim().is_changed_here


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"plain": "New."}, "Say which kind of change this is."),
        ({"plain": "New.", "change_kind": "meaning"}, "Say what changed"),
        ({"sources": []}, "This field is required."),
        ({"sources": ["ZZ9"], "change_kind": "wording"}, "Not in the list of sources"),
        ({"heard": "", "change_kind": "wording"}, "Say what people often hear"),
    ],
)
def test_what_is_missing_is_said_and_nothing_is_saved(save, claim, changes, said):
    page = save(**changes)

    assert said in page.text
    assert claim().revisions.count() == 1


def test_an_older_version_that_comes_back_is_a_change_too(save, client, claim, filled):
    first = claim().latest_revision
    save(plain="It is rare.", change_kind="meaning", change_note="Now counted.")
    changed_at = claim().changed_at
    old = filled(plain=first.as_object().plain)
    url = address("revisions_revert", claim().pk, first.pk)

    refused = client.post(url, old)
    client.post(url, {**old, "change_kind": "meaning", "change_note": "As before."})

    assert "Say which kind of change this is." in refused.text
    assert claim().plain == first.as_object().plain
    assert claim().changed_at > changed_at
    assert claim().ships


def test_a_retired_fact_stays_with_its_reason(save, client, claim, article):
    save(retired="A newer label says otherwise.")

    assert claim().changed_on == Organisation.current().today()
    assert "A newer label says otherwise." in client.get("/learn/sources/").text
    assert any("no longer holds" in each for each in article("T11").remarks())


def test_a_fact_of_the_clinics_own_has_a_code_and_can_be_chosen(
    client, editor, filled, article
):
    client.force_login(editor)
    given = filled() | {"code": "OWN-01", "plain": "We are open on Mondays."}

    client.post(address("add"), given)

    html = client.get(reverse("wagtailadmin_pages:edit", args=[article("T1").pk])).text
    assert "We are open on Mondays." in html
    assert Claim.objects.get(code="OWN-01").standing == "The clinic's own"


def test_a_source_says_what_was_verified_when_and_by_whom(client, editor):
    client.force_login(editor)
    source = Source.objects.get(code="F1")
    words = ("citation", "link", "basis", "checked", "checked_on")
    given = {name: getattr(source, name) for name in words}

    half = client.post(address("edit", source.pk, of="source"), given)
    whole = client.post(
        address("edit", source.pk, of="source"), {**given, "checked_by": "Ada, MD"}
    )

    assert "Say both who read it and on which day" in half.text
    assert whole.status_code == 302
    assert Source.objects.get(code="F1").checked_by == "Ada, MD"


def test_nothing_is_saved_while_it_is_typed(client, editor, claim):
    client.force_login(editor)

    assert not client.get(address("edit", claim().pk)).context["autosave_enabled"]


def test_what_ships_stands_beside_what_the_clinic_changed(client, editor, claim):
    client.force_login(editor)
    shipped = claim().plain
    Claim.objects.filter(code="RISK-02").update(plain="As we say it.")

    page = client.get(address("edit", claim().pk))

    assert shipped in text(one(page, "[data-shipped]"))


@pytest.mark.parametrize("of", ["claim", "source"])
def test_nobody_deletes_a_code(client, portal, of):
    client.force_login(make_staff(Role.MEDICAL_DIRECTOR))
    record = {"claim": Claim, "source": Source}[of].objects.first()

    refused = client.post(address("delete", record.pk, of=of))

    assert (refused.status_code, refused.url) == (302, "/cms/")
    assert type(record).objects.filter(pk=record.pk).exists()


def test_a_source_leads_there_without_a_tracker(client, editor):
    client.force_login(editor)
    source = Source.objects.get(code="F1")
    tracked = "https://label.example/a?gclid=1"

    page = client.post(
        address("edit", source.pk, of="source"),
        {"citation": source.citation, "link": tracked, "basis": source.basis},
    )

    assert "cut it after the question mark" in page.text
    source.refresh_from_db()
    assert source.link != tracked

"""The portal in Chromium: an editor changes a page, and readers see it.

Every context of these tests fails on a violation of the content policy, on a script
that breaks and on a request to a foreign host.
"""

import re

import pytest
from playwright.sync_api import expect

from intake.education.models import ArticlePage
from tests.factories.staff import PASSWORD

PHONE = {"viewport": {"width": 320, "height": 640}}
DARK = {"color_scheme": "dark"}
SLOW = 30_000  # milliseconds that the editor may take to start on a busy machine

pytestmark = [pytest.mark.browser, pytest.mark.django_db(transaction=True)]


@pytest.fixture
def desk(new_context, live_server, editor):
    """An editor's browser, signed in by way of the editing side."""
    page = new_context(viewport={"width": 1400, "height": 1000}).new_page()
    page.goto(f"{live_server.url}/cms/")
    page.fill("[name=login]", editor.login)
    page.fill("[name=password]", PASSWORD)
    page.press("[name=password]", "Enter")
    expect(page).to_have_url(re.compile("/cms/$"), timeout=SLOW)
    return page


@pytest.fixture
def reader(new_context, live_server):
    """Call it with a path: that page in a reader's browser."""

    def read(path, **options):
        page = new_context(**options).new_page()
        page.goto(live_server.url + path)
        return page

    return read


def open_editor(desk, title):
    desk.get_by_role("link", name=title).first.click()
    wait_for_editor(desk)


def wait_for_editor(desk):
    """Until its scripts have started, the editor does not notice what is typed."""
    expect(desk.locator("body.ready #id_title")).to_be_visible(timeout=SLOW)


def test_an_editor_changes_a_page_and_readers_see_it(desk, reader):
    open_editor(desk, "What are ketamine and esketamine?")

    desk.fill("#id_summary", "Two drugs, one of them approved.")
    desk.get_by_role("tab", name="Sources and review").click()
    desk.select_option("#id_change_kind", "meaning")
    desk.fill("#id_change_note", "We say which one is approved.")
    desk.get_by_role("button", name="More actions").last.click()
    desk.get_by_role("button", name="Publish").click()

    expect(desk.locator(".messages .success")).to_be_visible(timeout=SLOW)
    page = reader("/learn/what-they-are/")
    expect(page.locator(".answer")).to_have_text("Two drugs, one of them approved.")
    page.goto(page.url.replace("what-they-are/", ""))
    expect(page.get_by_text("Two drugs, one of them approved.")).to_be_visible()


def test_a_draft_needs_no_more_than_a_title(desk, live_server, portal):
    address = f"{live_server.url}/cms/pages/add/education/articlepage/{portal.pk}/"
    desk.goto(address)
    wait_for_editor(desk)
    desk.locator("#id_title").press_sequentially("Can I work the day after?")

    desk.get_by_role("button", name="Save draft").click()

    expect(desk.locator(".messages .success")).to_be_visible(timeout=SLOW)
    assert ArticlePage.objects.get(title="Can I work the day after?").live is False


def test_the_preview_shows_what_is_typed(desk):
    open_editor(desk, "What are ketamine and esketamine?")

    desk.fill("#id_summary", "Not yet for everybody.")
    desk.get_by_role("button", name="Toggle preview").click()

    preview = desk.frame_locator("iframe[data-preview-panel-target], #w-preview-iframe")
    expect(preview.locator(".answer")).to_have_text(
        "Not yet for everybody.", timeout=SLOW
    )


def test_dates_are_picked_without_inline_scripts(desk):
    open_editor(desk, "Health checks: who should not have it?")

    desk.get_by_role("tab", name="Sources and review").click()
    desk.click("#id_evidence_on")

    expect(desk.locator(".xdsoft_datetimepicker:visible")).to_have_count(
        1, timeout=SLOW
    )


def test_pages_of_the_editing_side_keep_the_policy(desk, live_server, article):
    number = article("T12").pk
    views = ("history", "usage", "unpublish")

    for path in (
        "/cms/pages/",
        "/cms/images/",
        "/cms/images/add/",
        "/cms/reports/site-history/",
        *(f"/cms/pages/{number}/{view}/" for view in views),
    ):
        assert desk.goto(live_server.url + path).status == 200
        desk.wait_for_load_state("networkidle")


@pytest.mark.parametrize(
    ("path", "options"),
    [
        pytest.param("/learn/", {}, id="index"),
        pytest.param("/learn/what-they-are/", {}, id="table and sources"),
        pytest.param("/learn/get-help-now/", PHONE, id="cards on a phone"),
        pytest.param("/learn/who-should-not/", DARK, id="in the dark"),
    ],
)
def test_readers_of_every_kind_can_read(reader, portal, axe, path, options):
    page = reader(path, **options)

    axe(page)
    assert page.evaluate("document.body.scrollWidth <= window.innerWidth")


def test_on_paper_everything_is_open_and_help_is_there(reader, portal):
    page = reader("/learn/what-they-are/")

    page.emulate_media(media="print")

    expect(page.locator(".sources li").first).to_be_visible()
    expect(page.locator(".crisis-footer")).to_be_visible()
    expect(page.locator(".breadcrumbs")).to_be_hidden()


def test_a_page_needs_no_scripts(reader, portal):
    page = reader("/learn/get-help-now/", java_script_enabled=False)

    expect(page.locator(".crisis-buttons a").first).to_be_visible()
    expect(page.locator("#questions")).to_be_visible()

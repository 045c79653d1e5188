"""The parts that pages are made of."""

import pytest

from intake.web.ui.words import BADGES, STAGES
from tests.web.ui.markup import page, words, written
from tests.web.ui.samples import CRISIS, ORGANISATION


@pytest.mark.parametrize(
    ("kind", "code"), [(kind, code) for kind, codes in BADGES.items() for code in codes]
)
def test_a_badge_says_its_meaning_in_words(kind, code):
    badge = written("{% badge kind code %}", kind=kind, code=code).elements[0]

    assert badge["data-badge"] == code
    assert str(BADGES[kind][code].label) in words(badge)


@pytest.mark.parametrize("kind", BADGES)
def test_badges_of_one_tone_and_kind_differ_in_their_words(kind):
    said = [(badge.tone, str(badge.label)) for badge in BADGES[kind].values()]

    assert len(said) == len(set(said))


def test_the_mark_of_a_badge_is_not_read_aloud():
    mark = written('{% badge "severity" "CI" %}').one(class_="badge-mark")

    assert mark["aria-hidden"] == "true"


def test_an_unknown_code_is_shown_and_never_hidden():
    badge = written('{% badge "severity" "NEW" %}').elements[0]

    assert "NEW" in words(badge)


def test_the_crisis_page_puts_the_calls_before_every_word():
    shown = page("components/crisis_page.html", crisis=CRISIS, kinds=["page"])

    order = [element.tag for element in shown.elements if element.tag in ("a", "h1")]
    calls = [link["href"] for link in shown.all("a")]

    assert order.index("a") < order.index("h1")
    assert calls[:2] == ["tel:5550", "sms:5550"]
    assert words(shown.one("h1")) == "Thank you for telling us"


@pytest.mark.parametrize(
    ("kinds", "first_call", "heading", "sentence"),
    [
        (["page"], "tel:5550", "Thank you for telling us", "What you said matters"),
        (["others"], "tel:5550", "Thank you for telling us", "might hurt someone"),
        (
            ["emergency"],
            "tel:5551",
            "This may be an emergency",
            "Do not drive yourself",
        ),
        (
            ["pressure"],
            "tel:5551",
            "Please check how you are right now",
            "rest five minutes",
        ),
        (
            ["page", "emergency"],
            "tel:5551",
            "This may be an emergency",
            "What you said matters",
        ),
    ],
    ids=lambda value: "-".join(value) if isinstance(value, list) else "",
)
def test_the_crisis_page_speaks_to_what_was_said(kinds, first_call, heading, sentence):
    shown = page("components/crisis_page.html", crisis=CRISIS, kinds=kinds)

    assert shown.all("a")[0]["href"] == first_call
    assert words(shown.one("h1")) == heading
    assert sentence in words(shown.elements[0])


def test_the_crisis_page_lets_one_go_on_or_stop_without_asking_twice():
    shown = page(
        "components/crisis_page.html",
        crisis=CRISIS,
        kinds=["page"],
        next_url="/patient/forms/1/",
    )

    assert shown.one("a", data_next="")["href"] == "/patient/forms/1/"
    assert shown.one("a", href="/patient/")
    assert shown.all("form") == []
    assert "not watched around the clock" in words(shown.elements[0])


def test_every_line_of_the_record_is_shown_in_its_own_language():
    shown = page(
        "components/crisis_lines.html", crisis=CRISIS, organisation=ORGANISATION
    )

    spanish = shown.one("li", lang="es")

    assert words(spanish) == ("Español: llame al 5550 y oprima 2. Envíe AYUDA al 5550")
    assert shown.one("a", href="tel:5550100199")


@pytest.mark.parametrize(
    "part", ["crisis_page", "crisis_card", "crisis_buttons", "crisis_footer"]
)
def test_without_a_record_each_part_still_leads_to_help(part):
    shown = page(f"components/{part}.html", kinds=["page"], show="page")

    assert shown.all("a", href="/help-now/")
    assert shown.all("a", href="tel:") == []


def test_only_lines_that_are_for_everybody_are_at_the_foot_of_each_page():
    crisis = CRISIS | {"others": [{"who": "Rare", "how": "call 5559."}]}

    shown = page("components/crisis_footer.html", crisis=crisis)

    assert "Rare" not in words(shown.elements[0])


@pytest.mark.parametrize("stage", STAGES)
def test_the_timeline_marks_where_the_case_is(stage):
    shown = written("{% status_timeline stage %}", stage=stage)

    current = shown.one("li", aria_current="step")

    assert words(current) == f"{STAGES[stage]} now"


def test_a_request_for_more_is_shown_only_while_it_is_open():
    waiting = written("{% status_timeline 'more_information' %}")
    later = written("{% status_timeline 'reviewing' %}")

    assert len(waiting.all("li")) == 5
    assert len(later.all("li")) == 4


def test_the_timeline_tells_the_states_in_words():
    shown = written("{% status_timeline 'reviewing' %}")

    ends = [words(step).rsplit(" ", 1)[-1] for step in shown.all("li")]

    assert ends == ["done", "done", "now", "come"]


def test_progress_names_the_section_and_never_a_percentage():
    sections = [
        {"label": "Health", "state": "done", "url": "/1/"},
        {"label": "Medicines", "state": "current", "url": "/2/"},
        {"label": "Mood", "state": "todo", "url": ""},
    ]

    shown = page("components/progress.html", sections=sections)

    assert words(shown.one("p")) == "Section 2 of 3: Medicines"
    assert [link["href"] for link in shown.all("a")] == ["/1/"]
    assert words(shown.one("li", aria_current="step")) == "Medicines you are here"
    assert "%" not in words(shown.elements[0])


def test_answers_to_check_are_shown_in_the_words_seen():
    rows = [
        {
            "id": "htn",
            "question": "High pressure?",
            "answer": "No",
            "change_url": "/1/",
        },
        {"id": "why", "question": "Since when?", "answer": "", "inactive": True},
    ]

    shown = page("components/summary_list.html", rows=rows)

    assert words(shown.one(data_item="htn")) == "No"
    assert words(shown.one(data_item="why")) == (
        "No answer (not asked any more because of another answer; kept)"
    )
    assert words(shown.one("a", data_change="htn")) == "Change: High pressure?"


def test_what_is_missing_leads_to_its_question():
    shown = page(
        "components/missing.html", missing=[{"question": "Since when?", "url": "/3/"}]
    )

    assert shown.one("section", id="missing")
    assert words(shown.one("a", href="/3/")) == "Since when?"
    assert page("components/missing.html", missing=[]).elements == []


def test_rows_of_a_list_can_be_changed_and_removed_by_name():
    row = {"id": "r1", "title": "Lithium", "change_url": "/c/", "remove_url": "/r/"}

    shown = page("components/row_list.html", rows=[row])

    assert shown.one("li", data_row="r1")
    assert words(shown.one("a", data_change="")) == "Change: Lithium"
    assert words(shown.one("a", data_remove="")) == "Remove: Lithium"


def test_a_finding_shows_both_routes_and_the_answer_that_caused_it():
    finding = {
        "id": "VAS-01",
        "words": "An aneurysm was reported.",
        "iv_im": "CI",
        "in": "CLR",
        "causes": [
            {"item": "aneurysm", "question": "Ever?", "answer": "Yes", "url": "#a"}
        ],
        "sources": ["Spravato label section 4"],
    }

    shown = page("components/finding.html", finding=finding)
    article = shown.one("article", data_finding="VAS-01")

    assert (article["data-iv-im"], article["data-in"]) == ("CI", "CLR")
    assert words(shown.one("li", data_item="aneurysm")) == "Ever? Yes"
    assert [b["data-badge"] for b in shown.all("span") if "data-badge" in b] == [
        "CI",
        "CLR",
    ]
    assert "Source: Spravato label section 4" in words(article)


def test_a_finding_that_concerns_one_route_says_nothing_of_the_other():
    finding = {"id": "IN-01", "words": "A blocked nose.", "iv_im": "", "in": "CAU"}

    shown = page("components/finding.html", finding=finding)

    assert "IV or IM" not in words(shown.one("article"))


def test_the_pager_offers_only_pages_that_exist():
    first = page("components/pager.html", next_url="?after=1")
    none = page("components/pager.html")

    assert [link["rel"] for link in first.all("a")] == ["next"]
    assert none.elements == []


def test_a_removal_is_asked_once_and_can_be_left(rf):
    shown = page(
        "components/confirm.html",
        rf.get("/rows/1/remove/"),
        title="Remove lithium?",
        kind="remove",
        button="Remove",
        button_value="remove",
        cancel_url="/list/",
    )

    assert shown.one("form")["data-form"] == "remove"
    assert shown.one("button")["value"] == "remove"
    assert words(shown.one("a", href="/list/")) == "Cancel"


def test_the_list_of_headings_appears_from_four_on():
    headings = [{"id": f"h{n}", "text": f"Part {n}"} for n in range(4)]

    assert page("components/on_this_page.html", headings=headings[:3]).elements == []
    assert len(page("components/on_this_page.html", headings=headings).all("a")) == 4


@pytest.mark.parametrize(
    ("urgency", "title"),
    [("ask", "Ask us"), ("today", "Call us today"), ("emergency", "Call 5551 now")],
)
def test_a_care_card_says_how_soon(urgency, title):
    shown = page(
        "components/care_card.html", urgency=urgency, body="If so.", crisis=CRISIS
    )

    assert title in words(shown.one("h3"))
    assert bool(shown.all("a", href="tel:5551")) == (urgency == "emergency")

"""Words of the glossary lead to their meanings, once, and only from running text."""

import pytest

from intake.education.words import Word, anchor, linked

ECT = Word("ECT (electroconvulsive therapy)", ("ECT",), "A treatment.")
LABEL = Word("Off-label", ("off-label",), "A use that is not approved.")
SILENT = Word("Ketamine", (), "A drug.")
BIPOLAR = Word("Bipolar disorder", ("bipolar disorder",), "An illness.")
DISORDER = Word("Disorder", ("disorder",), "An illness.")


def test_a_word_leads_to_its_meaning():
    html, found = linked("<p>Ask about ECT.</p>", [ECT])

    here = anchor(ECT.word)
    link = f'<a class="term" id="from-{here}" href="#{here}">ECT</a>'
    assert html == f"<p>Ask about {link}.</p>"
    assert found == [ECT]


def test_it_is_linked_where_it_first_stands():
    html, _found = linked("<p>ECT, and ECT.</p><p>ECT</p>", [ECT])

    assert html.count("<a ") == 1
    assert html.startswith("<p><a ")


def test_it_is_known_at_the_start_of_a_sentence():
    html, found = linked("<p>Off-label use is legal.</p>", [LABEL])

    assert ">Off-label</a> use" in html
    assert found == [LABEL]


@pytest.mark.parametrize(
    "html",
    [
        pytest.param("<h2>What is ECT?</h2>", id="a heading"),
        pytest.param('<a href="/x/">ECT</a>', id="a link"),
        pytest.param("<table><tr><th>ECT</th></tr></table>", id="a table"),
        pytest.param("<svg><text>ECT</text></svg>", id="a drawing"),
        pytest.param('<p data-x="ECT">A drip.</p>', id="an attribute"),
        pytest.param("<p>The ECTs and DETECT.</p>", id="a part of a word"),
        pytest.param("<p>perfect</p>", id="small letters"),
    ],
)
def test_nothing_is_linked_in(html):
    assert linked(html, [ECT]) == (html, [])


def test_text_after_a_heading_is_linked_again():
    html, found = linked("<h2>ECT</h2><p>ECT</p>", [ECT])

    assert html.startswith("<h2>ECT</h2><p><a ")
    assert found == [ECT]


def test_a_word_without_forms_is_never_linked():
    assert linked("<p>Ketamine</p>", [SILENT]) == ("<p>Ketamine</p>", [])


def test_no_link_stands_within_another():
    html, found = linked("<p>bipolar disorder</p>", [DISORDER, BIPOLAR])

    assert html.count("<a ") == 1
    assert found == [BIPOLAR]


def test_meanings_stand_in_the_order_of_the_alphabet():
    _html, found = linked("<p>off-label ECT</p>", [LABEL, ECT])

    assert found == [ECT, LABEL]

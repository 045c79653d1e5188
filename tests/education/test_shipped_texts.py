"""What every shipped page of the portal must hold to.

The rules are those of safe messaging on suicide and of fair health information: a
ceiling for reading, no doses, no praise, numbers beside their comparison, and no fact
without a source that was read.
"""

import re
from itertools import pairwise

import pytest
from django.conf import settings

from intake.domain.reading_level import grade, sentences
from intake.education import report
from intake.education.blocks import DRAWINGS
from intake.education.models import HELP_PAGE
from intake.education.shipped import read_articles, read_claims, read_sources

ARTICLES = {f"{each.code}-{each.language}": each for each in read_articles()}
CODES = {article.code for article in ARTICLES.values()}
BANNED = [
    r"(?<!not )\bproven\b",
    r"breakthrough|groundbreaking|miracle|guarantee|life-changing|game.changer",
    r"\bcures?\b|\bcured\b",
    r"is safe\b(?! to go)|safe and effective|completely safe|perfectly safe",
    r"success rate|painless|\binstant|only hope|epidemic|cry for help",
    r"\bfailed\b|committed suicide|successful (suicide|attempt)",
    r"\baddicts?\b|\babusers?\b|\bjunkie|suffers? from|shot up",
    r"\b(clean|dirty) (test|urine|drug)",
]
DOSE = r"\d\s*(mg|mcg|µg|milligrams?|ml)\b|mg/kg"
DRAWN = re.compile(r'{% translate "([^"]+)" %}')
NUMBER = re.compile(r"\d[\d,.]*\d|\d")
# What articles say of themselves; a name; an age that is only asked about.
OWN_NUMBERS = {"P1": {"2"}, "P4": {"9"}, "P6": {"6"}, "T15": {"65"}}
SOUGHT_HELP = r"crisis line|emergency number|buttons"
BENEFIT = re.compile(
    r"much better|real relief|(ketamine|it) helps? some|helps many people|did better"
    r"|eases? depression|few or no symptoms left",
    re.IGNORECASE,
)
HARM = re.compile(
    r"side effects?|harms?|risks?\b|serious|drowsy|passed out|addict|cut off|memory",
    re.IGNORECASE,
)
IN_HUNDRED = re.compile(r"\bin 100\b")
NUMBER_OF_HELP = r"\b(988|911|741741|838255)\b"


@pytest.fixture(params=ARTICLES.values(), ids=ARTICLES)
def article(request):
    return request.param


def blocks(article):
    """The texts of each block of the body; myths are named, not stated."""
    for block in article.data["body"]:
        yield from report.texts_of(block)


def passages(article):
    """The page as it is read: its beginning, and each block with its heading."""
    data = article.data
    yield "\n".join([data["title"], data["summary"], *data["key_points"]])
    for block in data["body"]:
        yield "\n".join([block.get("heading", ""), *report.texts_of(block)])


def known_numbers(article) -> set[str]:
    """Numbers in the facts that the article names, and in what was seen of them."""
    facts, sources = read_claims(), read_sources()
    claims = [facts[code] for code in article.data["claims"]]
    seen = {source for claim in claims for source in claim["sources"]}
    texts = [claim["plain"] for claim in claims]
    texts += [sources[code].get("checked", "") for code in seen]
    return set(numbers(" ".join(texts)))


def drawing(name: str) -> str:
    folder = settings.BASE_DIR / "templates" / "education" / "drawings"
    return (folder / f"{name}.html").read_text(encoding="utf-8")


def numbers(text: str) -> list[str]:
    return NUMBER.findall(text)


def test_it_can_be_read_at_eighth_grade(article):
    assert grade(report.whole(article)) <= 8


def test_each_longer_part_can_be_read_at_eighth_grade(article):
    longer = [text for text in blocks(article) if len(text.split()) >= 40]

    assert [text for text in longer if grade(text) > 8] == []


def test_sentences_are_short(article):
    lengths = [len(words) for words in sentences(report.whole(article))]

    assert sum(lengths) / len(lengths) <= 15
    assert max(lengths) <= 30


def test_no_part_is_longer_than_120_words(article):
    assert [text for text in blocks(article) if len(text.split()) > 120] == []


@pytest.mark.parametrize("pattern", [*BANNED, DOSE, NUMBER_OF_HELP])
def test_it_avoids_words_that_mislead_or_harm(article, pattern):
    assert re.findall(pattern, report.whole(article), re.IGNORECASE) == []


@pytest.mark.parametrize(
    "sentence",
    [
        "Ketamine is a proven breakthrough.",
        "It is safe and effective.",
        "She failed two medicines.",
        "He committed suicide.",
        "It cures depression.",
        "Take 0.5 mg/kg.",
        "Call 988.",
    ],
)
def test_the_rules_catch_what_they_forbid(sentence):
    patterns = [*BANNED, DOSE, NUMBER_OF_HELP]

    assert any(re.search(each, sentence, re.IGNORECASE) for each in patterns)


def test_approval_of_ketamine_is_never_stated_without_its_limit(article):
    for words in sentences(report.whole(article)):
        text = " ".join(words).lower()
        if re.search(r"\bketamine\b", text) and "approved" in text:
            assert re.search(r"\bnot\b|anesthetic", text), text


def test_numbers_of_a_benefit_stand_beside_a_comparison(article):
    """'In 100' never stands alone: the same text gives that of the other arm."""
    counts = [len(IN_HUNDRED.findall(text)) for text in blocks(article)]

    assert 1 not in counts
    assert len(IN_HUNDRED.findall(report.whole(article))) == sum(counts)
    for block in article.data["body"]:
        if block["type"] == "comparison":
            assert block["time"]
            assert block["people"]
            assert block["caution"]
            assert all({"treated", "compared"} <= row.keys() for row in block["rows"])


def test_every_number_stands_in_a_fact_that_the_article_names(article):
    known = known_numbers(article) | OWN_NUMBERS.get(article.code, set())

    assert set(numbers(report.whole(article))) <= known


def test_numbers_of_a_comparison_stand_in_a_fact(article):
    """A source gives 22.5%; a page says 23 in 100."""
    known = {int(float(each.replace(",", "")) + 0.5) for each in known_numbers(article)}
    blocks = [b for b in article.data["body"] if b["type"] == "comparison"]
    rows = [row for block in blocks for row in block["rows"]]

    assert {row[arm] for row in rows for arm in ("treated", "compared")} <= known


def test_harms_in_numbers_stand_in_a_fact_and_say_who_was_counted(article):
    """A source gives 26.6%; a page says 27 in 100. Fewer than one is 0 up to 1."""
    known = {int(float(each.replace(",", "")) + 0.5) for each in known_numbers(article)}
    for block in article.data["body"]:
        if block["type"] == "harms":
            assert block["time"]
            assert block["people"]
            assert block["caution"]
            for row in block["rows"]:
                arms = {"least", "most", "compared"} & row.keys()
                assert {row[arm] for arm in arms} <= known | {0, 1}


def test_a_benefit_has_its_harms_beside_it(article):
    """In the same block, the one before or the one after."""
    texts = list(passages(article))
    for place, text in enumerate(texts):
        if BENEFIT.search(text):
            beside = "\n".join(texts[max(0, place - 1) : place + 2])
            assert HARM.search(beside), text


@pytest.mark.parametrize("code", ["T3", "T6", "T17"])
def test_what_is_set_side_by_side_stands_in_a_table(code):
    blocks = ARTICLES[f"{code}-en"].data["body"]
    tables = [block for block in blocks if block["type"] == "table"]

    assert tables
    for table in tables:
        assert table["caption"]
        assert {len(row) for row in table["rows"]} == {len(table["columns"])}


def test_every_use_has_its_evidence_in_a_table():
    """A bare list would say that the evidence is the same for each."""
    table = next(b for b in ARTICLES["T3-en"].data["body"] if b["type"] == "table")
    labels = {row[0]: row[1].get("evidence") for row in table["rows"]}

    assert len(labels) == 8
    assert labels["Pain that lasts"] == "no_benefit"
    assert labels.keys() == {name for name, label in labels.items() if label}
    assert {row[2].get("evidence") for row in table["rows"]} == {"approved", None}


@pytest.mark.parametrize("code", ["P1", "T3", "T11"])
def test_benefit_and_harm_are_shown_in_the_same_measure(code):
    kinds = [block["type"] for block in ARTICLES[f"{code}-en"].data["body"]]

    assert {("comparison", "harms"), ("harms", "comparison")} & set(pairwise(kinds))


def test_a_page_that_speaks_of_suicide_says_where_help_is(article):
    text = report.whole(article).lower()

    if "suicid" in text or "unsafe" in text:
        assert re.search(SOUGHT_HELP, text)


def test_no_fact_that_no_longer_holds_is_stated(article):
    facts = read_claims()

    assert not [code for code in article.data["claims"] if "retired" in facts[code]]


def test_one_of_the_pages_to_read_next_is_about_other_choices(article):
    about_choices = {"T17", "T12", "T16"}

    assert "T17" in article.related or article.code in {*about_choices, "P4"}


def test_each_drawing_is_one_that_ships(article):
    names = {b["name"] for b in article.data["body"] if b["type"] == "drawing"}

    assert names <= {name for name, _label in DRAWINGS}


def test_numbers_of_a_drawing_stand_in_a_fact_that_the_article_names(article):
    for block in article.data["body"]:
        if block["type"] == "drawing":
            words = DRAWN.findall(drawing(block["name"]))
            assert words
            assert set(numbers(" ".join(words))) <= known_numbers(article)


def test_it_does_not_shout(article):
    assert "!" not in report.whole(article)


def test_it_has_the_parts_of_every_article(article):
    data = article.data

    assert 3 <= len(data["key_points"]) <= 6
    assert data["unknowns"]
    assert 3 <= len(data["questions"]) <= 5
    assert 1 <= len(article.related) <= 4
    assert set(article.related) <= CODES - {article.code}


def test_its_facts_are_in_the_list_of_facts(article):
    facts = read_claims()

    assert set(article.data["claims"]) <= facts.keys()


def test_its_sources_are_whole_and_were_read(article):
    facts, known = read_claims(), read_sources()
    codes = {each for code in article.data["claims"] for each in facts[code]["sources"]}
    sources = [known[code] for code in codes]

    assert sources
    for source in sources:
        assert len(source["citation"]) > 30
        assert source["basis"] in {"verified", "older_text", "record"}


def test_every_fact_has_a_source_and_every_source_a_fact():
    facts, sources = read_claims(), read_sources()
    used = {code for fact in facts.values() for code in fact["sources"]}

    assert all(fact["sources"] for fact in facts.values())
    assert used == sources.keys()


def test_every_fact_in_the_list_is_used_by_an_article():
    used = {claim for each in ARTICLES.values() for claim in each.data["claims"]}

    assert used == read_claims().keys()


def test_codes_and_addresses_are_given_once():
    places = [
        (each.language, name)
        for each in ARTICLES.values()
        for name in (each.code, each.data["slug"])
    ]

    assert len(places) == len(set(places))


def test_a_page_about_suicide_puts_help_first():
    assert ARTICLES["T16-en"].code == HELP_PAGE


@pytest.mark.parametrize("name", [name for name, _label in DRAWINGS])
def test_a_drawing_has_words_for_those_who_cannot_see_it(name):
    svg = drawing(name)

    assert len(re.search(r"<desc[^>]*>(.+)</desc>", svg)[1]) > 100
    assert "style=" not in svg


def test_no_word_of_the_glossary_leads_to_two_meanings():
    words = [
        word
        for block in ARTICLES["P4-en"].data["body"]
        for word in block.get("words", [])
    ]
    forms = [
        form.strip() for word in words for form in word["forms"].split(",") if form
    ]

    assert len({word["word"] for word in words}) == len(words)
    assert len(set(forms)) == len(forms)


@pytest.mark.parametrize("name", ["Ketamine", "Esketamine (Spravato)", "ECT"])
def test_the_glossary_has_the_words_that_matter_most(name):
    body = ARTICLES["P4-en"].data["body"]

    words = [word["word"] for block in body for word in block["words"]]
    assert any(word.startswith(name) for word in words)


def test_the_page_for_reviewers_says_how_each_article_reads_and_what_it_states():
    page = (settings.BASE_DIR / "docs/clinical/portal.md").read_text(encoding="utf-8")

    assert report.tables() in page

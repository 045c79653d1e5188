"""What no template and no style may contain."""

import gzip
import re

import pytest
from django.conf import settings
from django.template import engines

TEMPLATES = sorted((settings.BASE_DIR / "templates").rglob("*.html"))
OWN_FOLDERS = ("components", "bootstrap5", "ui")
OWN = [
    path
    for path in TEMPLATES
    if path.parent.name == "templates"
    or path.relative_to(settings.BASE_DIR / "templates").parts[0] in OWN_FOLDERS
]
STATIC = settings.BASE_DIR / "intake/web/ui/static/ui"
STYLES = sorted(STATIC.glob("*.css"))

NUMBER = re.compile(r"(?<![\d#&])(988|911|741741|838255|678-678|1-800-[\d-]+)(?!\d)")
INLINE = re.compile(r"<style|\sstyle=|\son[a-z]+=|<script(?![^>]*\ssrc=)|javascript:")
FOREIGN = re.compile(r"(?<![\w.])(https?:)?//(?!www\.w3\.org/2000/svg)[\w.-]+\.\w")
NOTATION = [
    re.compile(part, re.DOTALL)
    for part in (
        r"\{#.*?#\}",
        r"\{%\s*block side\s*%\}.*?\{%\s*endblock\s*%\}",
        r"\{%\s*blocktranslate.*?endblocktranslate\s*%\}",
        r"\{%.*?%\}",
        r"\{\{.*?\}\}",
        r"<[^>]*>",
        r"[\w-]+=",
        r"&\w+;",
    )
]
LOOSE = re.compile(r"outline:\s*(none|0)")


def name(path):
    return str(path.relative_to(settings.BASE_DIR))


def found(pattern, paths):
    """What matches the pattern, by file."""
    matches = {
        name(path): pattern.findall(path.read_text(encoding="utf-8")) for path in paths
    }
    return {file: match for file, match in matches.items() if match}


def untranslated(text):
    """The words of a template that stand outside of every translated text."""
    for notation in NOTATION:
        text = notation.sub(" ", text)
    return re.findall(r"[^\W\d_]{2,}", text)


def test_every_template_can_be_read():
    for path in TEMPLATES:
        template = path.relative_to(settings.BASE_DIR / "templates")
        assert engines["django"].get_template(str(template))


def test_no_template_knows_a_crisis_number():
    assert found(NUMBER, TEMPLATES) == {}


def test_no_template_has_styles_or_scripts_of_its_own():
    assert found(INLINE, TEMPLATES) == {}


def test_nothing_is_asked_of_a_foreign_address():
    assert found(FOREIGN, [*TEMPLATES, *STATIC.iterdir()]) == {}


def test_no_word_of_the_shared_parts_escapes_translation():
    loose = {name(path): untranslated(path.read_text(encoding="utf-8")) for path in OWN}

    assert {file: words for file, words in loose.items() if words} == {}


def test_the_shared_parts_are_short():
    lines = {
        name(path): len(path.read_text(encoding="utf-8").splitlines()) for path in OWN
    }

    assert {file: count for file, count in lines.items() if count > 80} == {}


@pytest.mark.parametrize(
    ("pattern", "text"),
    [
        (NUMBER, "<p>Call 988 now</p>"),
        (NUMBER, 'href="tel:911"'),
        (INLINE, '<p style="color:red">'),
        (INLINE, "<script>x()</script>"),
        (INLINE, '<a onclick="x()">'),
        (FOREIGN, 'src="https://cdn.example/x.js"'),
        (FOREIGN, "url(//fonts.example/a.woff2)"),
    ],
)
def test_the_patterns_find_what_they_look_for(pattern, text):
    assert pattern.search(text)


def test_a_word_that_nobody_translated_is_found():
    assert untranslated('<p class="x">{% translate "Good" %} Hello {{ name }}</p>') == [
        "Hello"
    ]


@pytest.mark.parametrize("path", STYLES, ids=name)
def test_a_style_sheet_is_balanced_and_in_a_layer(path):
    text = re.sub(r"/\*.*?\*/", "", path.read_text(encoding="utf-8"), flags=re.DOTALL)

    assert text.count("{") == text.count("}")
    assert text.strip().startswith("@layer")


def test_the_focus_is_taken_only_from_what_shows_it_elsewhere():
    kept = {"main:focus", ".form-check-input:focus-visible"}
    taken = {
        rule.split("{")[0].strip()
        for path in STYLES
        for rule in path.read_text(encoding="utf-8").split("}")
        if LOOSE.search(rule)
    }

    assert taken == kept


def test_styles_and_script_are_light():
    styles = b"".join(path.read_bytes() for path in STYLES)
    script = (STATIC / "ui.js").read_bytes()

    assert len(gzip.compress(styles)) < 14_000
    assert len(gzip.compress(script)) < 3_000

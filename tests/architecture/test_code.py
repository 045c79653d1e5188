"""Rules over the code as a whole; each failure says what to do."""

import ast
import re
import subprocess
import sys
import tomllib
from collections.abc import Iterator
from pathlib import Path

import pytest

ROOT = Path(__file__).parents[2]
OURS = [
    path
    for folder in ("clinic", "intake", "tests", "tools")
    for path in sorted((ROOT / folder).rglob("*.py"))
    if "migrations" not in path.parts
]
PRODUCT = [path for path in OURS if ROOT / "tests" not in path.parents]
TEMPLATES = sorted((ROOT / "templates").rglob("*.html"))
WRITES = {
    "save",
    "create",
    "update",
    "delete",
    "bulk_create",
    "bulk_update",
    "get_or_create",
    "update_or_create",
}
FORBIDDEN_NAMES = {"utils", "helpers", "common", "misc", "manager", "services", "core"}


def shown(path: Path) -> str:
    return str(path.relative_to(ROOT))


def longer_than(most: int, paths: list[Path]) -> list[str]:
    lines = {
        shown(path): path.read_text(encoding="utf-8").count("\n") for path in paths
    }
    return [f"{name}: {count} lines" for name, count in lines.items() if count > most]


def test_no_file_is_over_400_lines():
    assert longer_than(400, PRODUCT) == [], "Split it along what it is about."


def test_no_template_is_over_150_lines():
    assert longer_than(150, TEMPLATES) == []


def test_modules_are_named_for_what_they_hold():
    bad = [shown(path) for path in OURS if path.stem in FORBIDDEN_NAMES]

    assert bad == []


def nodes(folder: str, kind: type[ast.AST]) -> Iterator[tuple[str, ast.AST]]:
    """Every piece of one kind in the product's files below a folder, and where."""
    for path in PRODUCT:
        if ROOT / folder in path.parents:
            for node in ast.walk(ast.parse(path.read_text(encoding="utf-8"))):
                if isinstance(node, kind):
                    yield f"{shown(path)}:{node.lineno}", node


def calls_of(names: set[str], folder: str) -> list[str]:
    return [
        f"{place} {ast.unparse(call.func)}()"
        for place, call in nodes(folder, ast.Call)
        if isinstance(call.func, ast.Attribute) and call.func.attr in names
    ]


def test_pages_write_nothing_themselves():
    assert calls_of(WRITES, "intake/web") == [], "Call an action."


def test_the_domain_does_not_look_at_the_clock():
    clock = {"now", "today", "utcnow", "time", "monotonic", "localtime"}

    assert calls_of(clock, "intake/domain") == [], "Take the day as the parameter 'on'."


def test_no_function_is_over_50_lines():
    long = [
        f"{place} {node.name}"
        for place, node in nodes("", ast.FunctionDef)
        if node.end_lineno - node.lineno >= 50
    ]

    assert long == []


def test_imports_keep_the_layers():
    lint = Path(sys.executable).parent / "lint-imports"

    found = subprocess.run(
        [lint], cwd=ROOT, capture_output=True, text=True, check=False
    )

    assert found.returncode == 0, found.stdout


READABLE = {".py", ".html", ".txt", ".toml", ".js", ".css", ".json", ".md", ".csv"}
CRISIS = sorted((ROOT / "intake" / "content" / "crisis").glob("*.toml"))


def _numbers() -> list[str]:
    """Every number of every crisis record that ships, as digits alone."""
    links = (link for path in CRISIS for link in _links(path))
    return sorted({re.sub(r"\D", "", link).removeprefix("1") for link in links})


def _links(path: Path) -> list[str]:
    record = tomllib.loads(path.read_text(encoding="utf-8"))
    lines = [line for words in record["words"].values() for line in words["others"]]
    links = [link["uri"] for line in lines for link in line.get("links", [])]
    names = ("line_number", "line_text_number", "emergency_number")
    return [*links, *(record[name] for name in names)]


def _spelled(number: str) -> str:
    """A pattern that finds it however its digits are grouped."""
    return r"[-. ()]*".join(number)


DIGITS = re.compile(rf"(?<![\d.#-])({'|'.join(map(_spelled, _numbers()))})(?!\d)")
HOLDS_NUMBERS = ("intake/content/crisis/", "tests/", "docs/", "README.md")


def test_crisis_numbers_stand_in_one_place():
    found = [
        f"{shown(path)}:{number}"
        for folder in ("clinic", "intake", "templates")
        for path in sorted((ROOT / folder).rglob("*"))
        if path.suffix in READABLE
        and not shown(path).startswith(HOLDS_NUMBERS)
        and "migrations" not in path.parts
        for number, line in enumerate(path.read_text(encoding="utf-8").splitlines(), 1)
        if DIGITS.search(line) and not line.startswith("citation = ")
    ]

    assert found == [], "Read them from the crisis record."


# What stands where there is no record at all.
WITHOUT_RECORD = {
    "Help now",
    "Not safe right now?",
    "Get help now",
    "Ask the clinic for help now.",
    "All the ways to get help",
}
HELP = [
    *(path for path in TEMPLATES if path.name.startswith("crisis_")),
    ROOT / "templates/patient/parts/reach_form.html",
]


@pytest.mark.parametrize("path", [p for p in HELP if "staff" not in p.parts], ids=shown)
def test_what_people_in_danger_read_comes_from_the_record(path):
    text = path.read_text(encoding="utf-8")

    own = set(re.findall(r"{% translate \"([^\"]*)\"", text))

    assert own <= WITHOUT_RECORD, "Put it among the texts of the crisis record."
    assert "blocktranslate" not in text


def test_templates_have_no_inline_style_or_script():
    inline = re.compile(
        r"\sstyle=|<style|<script(?![^>]*\b(src|type=\"application/ld))"
    )
    found = [
        shown(path)
        for path in TEMPLATES
        if inline.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []


def test_no_page_loads_anything_from_elsewhere():
    foreign = re.compile(r"(src|href)=\"(https?:)?//|url\(\s*[\"']?https?:|@import")
    files = [
        *TEMPLATES,
        *(ROOT / "intake").rglob("*.css"),
        *(ROOT / "intake").rglob("*.js"),
    ]
    found = [
        shown(path)
        for path in files
        if foreign.search(path.read_text(encoding="utf-8"))
    ]

    assert found == []

"""What the documents name exists, and what exists is documented."""

import ast
import re
from pathlib import Path

import pytest
from django.core.management import get_commands

from intake.accounts.access import ADDRESSES
from intake.accounts.roles import Role
from intake.domain.eligibility.protocol import load_data, read_protocol
from intake.domain.instruments import load_instruments
from intake.domain.predicate import OPERATORS
from intake.domain.questionnaire.calculations import CALCULATIONS
from intake.domain.questionnaire.items import ItemType
from intake.domain.questionnaire.reading import OPTION_READERS, SETTINGS
from intake.domain.safety import Level
from intake.domain.scoring import INSTRUMENTS
from intake.web.ui.words import BADGES
from tests.architecture.documents import (
    DOCS,
    DOCUMENTS,
    FENCED,
    ROOT,
    anchors,
    links,
    name,
    table_after,
    tables,
    text,
)

RECORDS = sorted((DOCS / "adr").glob("[0-9]*.md"))
RECORD_PARTS = ["Context", "Decision", "Consequences", "Alternatives"]
REFERENCE = DOCS / "reference"
CLINICAL = DOCS / "clinical"
LARGEST_PICTURE = 150_000  # bytes
ENVIRONMENT_CALLS = {"text", "flag", "number", "words", "required", "web_address"}


def source_files(*folders):
    return [path for folder in folders for path in (ROOT / folder).rglob("*.py")]


def calls(path: Path):
    tree = ast.parse(text(path))
    return [node for node in ast.walk(tree) if isinstance(node, ast.Call)]


def constants(node: ast.AST):
    """The texts that an argument may be: itself, or both sides of a choice."""
    return {
        part.value
        for part in ast.walk(node)
        if isinstance(part, ast.Constant) and isinstance(part.value, str)
    }


# Links and commands -----------------------------------------------------------------


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_link_between_documents_leads_somewhere(document):
    broken = []
    for link in links(document):
        if re.match(r"[a-z]+:", link):
            continue
        path, _, wanted = link.partition("#")
        target = (document.parent / path).resolve() if path else document
        if not target.exists() or (wanted and wanted not in anchors(target)):
            broken.append(link)

    assert broken == []


def test_every_document_can_be_reached_from_the_readme():
    reached, ahead = set(), [ROOT / "README.md"]
    while ahead:
        document = ahead.pop()
        if document in reached:
            continue
        reached.add(document)
        local = (link.partition("#")[0] for link in links(document))
        targets = ((document.parent / link).resolve() for link in local if link)
        ahead += [target for target in targets if target in DOCUMENTS]

    assert reached >= {path for path in DOCUMENTS if DOCS in path.parents}


def own_commands():
    folders = ROOT.glob("intake/*/management/commands")
    return {path.stem for folder in folders for path in folder.glob("[a-z]*.py")}


@pytest.mark.parametrize("document", DOCUMENTS, ids=name)
def test_every_make_word_and_command_of_a_document_exists(document):
    words = set(re.findall(r"^(\w+): *##", text(ROOT / "Makefile"), re.MULTILINE))
    lines = "\n".join(FENCED.findall(text(document)))

    makes = re.findall(r"`make ([a-z]+)", text(document))
    makes += re.findall(r"^make ([a-z]+)", lines, re.MULTILINE)
    managed = re.findall(r"manage\.py ([a-z_]+)", text(document))

    assert set(makes) <= words
    assert set(managed) <= own_commands() | get_commands().keys()


def test_the_readme_says_how_to_run_and_test():
    written = text(ROOT / "README.md")

    assert "\n```\nmake test\n```\n" in written
    assert re.search(r"```\n(.+\n){2}make run\n```", written)


def test_every_command_of_the_project_is_described():
    described = set(re.findall(r"^## (\w+)$", text(REFERENCE / "commands.md"), re.M))

    assert described == own_commands()


# Decision records -------------------------------------------------------------------


def test_decision_records_are_numbered_once_and_without_gaps():
    numbers = [int(path.name[:4]) for path in RECORDS]

    assert numbers == list(range(1, len(RECORDS) + 1))


@pytest.mark.parametrize("record", RECORDS, ids=name)
def test_a_decision_record_has_its_parts(record):
    lines = text(record).splitlines()
    decision = text(record).partition("## Decision\n\n")[2]

    assert lines[0].startswith(f"# {int(record.name[:4])}. ")
    assert re.match(r"Status: accepted, \d{4}-\d\d-\d\d", lines[2])
    assert [line[3:] for line in lines if line.startswith("## ")] == RECORD_PARTS
    assert decision.startswith("We ")
    assert 30 <= len(lines) <= 60


def test_the_list_of_decision_records_has_every_one():
    listed = links(DOCS / "adr" / "README.md")

    assert sorted(listed) == [path.name for path in RECORDS]


# Reference --------------------------------------------------------------------------


def read_from_the_environment():
    named = set()
    for path in [*source_files("clinic", "tools"), ROOT / "gunicorn.conf.py"]:
        for call in calls(path):
            function = ast.unparse(call.func)
            reads = function.startswith("env.") and function[4:] in ENVIRONMENT_CALLS
            if (reads or function.startswith("os.environ.")) and call.args:
                named |= constants(call.args[0])
        named |= set(re.findall(r'os\.environ\["(\w+)"\]', text(path)))
    return named - {"DJANGO_SETTINGS_MODULE"}


def test_the_environment_page_names_what_is_read_and_nothing_else():
    asked = re.findall(r"\$\{(\w+)", text(ROOT / "docker-compose.yml"))

    described = {
        word
        for table in tables(text(REFERENCE / "environment.md"))
        for row in table
        for word in re.findall(r"\w+", row["name"])
    }

    assert described == read_from_the_environment() | set(asked)


def recorded_actions():
    """The names given to the audit trail, read from the calls that do so."""
    named = set()
    for path in source_files("intake"):
        for call in calls(path):
            if ast.unparse(call.func) in ("audit.record", "audit.refused"):
                named |= {c for c in constants(call.args[0]) if "." in c or "_" in c}
    noted = ast.parse(text(ROOT / "intake/education/trail.py"))
    portal = {word for word in constants(noted) if word.startswith("portal.")}
    return {action for action in named | portal if not action.startswith("wagtail.")}


def test_the_page_of_audit_actions_has_every_action_and_no_other():
    described = {
        row["action"]
        for table in tables(text(REFERENCE / "audit-actions.md"))
        for row in table
    }

    assert described == recorded_actions()


def who(access):
    if access.everybody:
        return "everybody"
    if access.patients:
        return "patients"
    if access.roles == frozenset(Role):
        return "all staff"
    return ", ".join(str(role.label).lower() for role in Role if role in access.roles)


def test_the_page_of_roles_is_the_access_table():
    *_, addresses = tables(text(REFERENCE / "roles.md"))

    assert {row["name"]: row["who"] for row in addresses} == {
        address: who(access) for address, access in ADDRESSES.items()
    }


def test_the_page_of_roles_describes_every_role():
    described = {row["role"] for row in tables(text(REFERENCE / "roles.md"))[0]}

    assert described == {"Visitor", "Patient", *(str(role.label) for role in Role)}


def test_the_guide_to_questionnaires_names_every_setting():
    guide = text(DOCS / "guides" / "questionnaires.md")
    known = {*SETTINGS, *OPTION_READERS, *ItemType, *CALCULATIONS, *OPERATORS}

    named = {word for word in known if re.search(f"`{re.escape(word)}[` ]", guide)}

    assert named == known


def test_the_kinds_of_forms_are_those_of_the_templates():
    used = set()
    for path in (ROOT / "templates").rglob("*.html"):
        if "admin" not in path.parts:
            found = re.findall(
                r'(?:(?<!<track )kind=|post_form )"([\w-]+)"', text(path)
            )
            used |= set(found)
    accounts = {"welcome", "forgot", "password"}

    described = {
        row["kind"]
        for table in tables(text(REFERENCE / "http.md"))
        for row in table
        if "kind" in row
    }

    assert described == used - accounts


# Clinical pages ---------------------------------------------------------------------


@pytest.mark.parametrize("code", sorted(load_instruments()))
def test_an_instrument_has_a_page_with_its_words_and_its_makers(code):
    instrument = load_instruments()[code]
    page = text(CLINICAL / f"{code}.md")

    rows = table_after(f"items: {code}", page)

    assert rows == [
        {"id": item.link_id, "LOINC": item.loinc or "–", "words": item.text["en"]}
        for item in instrument.items
    ]
    assert instrument.attribution["en"] in " ".join(page.split())
    assert "*Not signed off" in " ".join(page.split()).replace("Not\nsigned", "Not")


@pytest.mark.parametrize("code", sorted(load_instruments()))
def test_the_notices_of_an_instrument_go_with_the_software(code):
    notice = text(ROOT / "NOTICE")

    for line in load_instruments()[code].notice:
        assert line in notice


def test_every_scored_instrument_has_worked_examples():
    pages = "".join(text(path) for path in CLINICAL.glob("*.md"))

    assert [c for c in INSTRUMENTS if f"<!-- examples: {c} -->" not in pages] == []


def test_the_page_of_criteria_is_the_protocol():
    protocol = read_protocol(load_data())

    rows = [row for t in tables(text(CLINICAL / "criteria.md")) for row in t]

    expected = [
        {
            "id": criterion.id,
            "applies when": criterion.title,
            **{
                route: str(criterion.severity[route] or "–")
                for route in ("iv_im", "in")
            },
            "basis": " ".join(
                mark
                for mark in ("V", "V2", "R", "P")
                if mark in {str(source.basis) for source in criterion.sources}
            ),
            "may pass": "yes" if criterion.reversible else "",
        }
        for criterion in protocol.criteria
    ]
    assert rows == expected
    assert f'version {protocol.version} ("{protocol.status}")' in text(
        CLINICAL / "criteria.md"
    )


def test_the_pages_name_every_tier_and_level():
    described = {row["tier"] for row in table_by("tier", CLINICAL / "protocol.md")}
    levels = {row["level"] for row in table_by("level", CLINICAL / "safety-levels.md")}
    guide = {row["tier"] for row in table_by("tier", DOCS / "guides" / "clinicians.md")}

    assert described == {tier.code for tier in read_protocol(load_data()).tiers}
    assert levels == {str(level).replace("_", " ") for level in Level}
    assert guide == {str(badge.label) for badge in BADGES["tier"].values()}


def table_by(first, path):
    """The first table whose first column has this heading."""
    return next(t for t in tables(text(path)) if next(iter(t[0])) == first)


# Files that go with the project -----------------------------------------------------


def test_the_license_is_the_whole_apache_license():
    license_ = text(ROOT / "LICENSE")

    assert "Version 2.0, January 2004" in license_
    assert "END OF TERMS AND CONDITIONS" in license_
    assert len(license_) > 11_000


def test_every_term_of_the_glossary_says_what_to_avoid():
    terms = re.findall(r"^\*\*.+?(?=\n\n|\Z)", text(DOCS / "glossary.md"), re.M | re.S)

    assert len(terms) > 40
    assert [term for term in terms if "Avoid:" not in term] == []


def test_pictures_are_small_used_and_told_in_words():
    pictures = list((DOCS / "images").iterdir())
    written = "".join(text(document) for document in DOCUMENTS)

    described = re.findall(r'<img src="\S+/([\w.-]+)" width="\d+" alt="[^"]+"', written)
    described += re.findall(r"!\[[^\]]+\]\(\S+/([\w.-]+)\)", written)

    assert {picture.name for picture in pictures} == set(described)
    assert max(picture.stat().st_size for picture in pictures) < LARGEST_PICTURE

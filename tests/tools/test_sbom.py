"""The bill of materials lists what an installation runs, and under which terms."""

import json
import runpy
import sys

import pytest

from tools.steps import ROOT

SCRIPT = str(ROOT / "tools" / "sbom_of.py")


@pytest.fixture(scope="module")
def listed(tmp_path_factory):
    target = tmp_path_factory.mktemp("sbom") / "sbom.json"
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(sys, "argv", [SCRIPT, str(target)])
        runpy.run_path(SCRIPT, run_name="__main__")
    return json.loads(target.read_text("utf-8"))


def test_it_lists_what_is_required_and_what_that_brings(listed):
    names = {part["name"].lower() for part in listed["components"]}

    assert {"django", "wagtail", "asgiref", "cffi", "brotli"} <= names
    assert not {"pytest", "ruff", "pip-audit"} & names
    assert listed["bomFormat"] == "CycloneDX"


def test_every_part_has_its_version_its_terms_and_an_address(listed):
    for part in listed["components"]:
        assert part["version"]
        assert part["purl"].startswith("pkg:pypi/")
        (terms,) = part["licenses"]
        assert "not stated" not in str(terms)


def test_it_says_what_needs_what(listed):
    needs = {row["ref"]: row.get("dependsOn", []) for row in listed["dependencies"]}

    assert any(ref.startswith("django==") for ref in needs["application"])
    django = next(ref for ref in needs if ref.startswith("django=="))
    assert any(ref.startswith("asgiref==") for ref in needs[django])

"""Reading a protocol: the shipped one, and everything that is refused."""

import json
from copy import deepcopy

import pytest

from intake.domain.eligibility.finding import Basis
from intake.domain.eligibility.protocol import (
    ProtocolError,
    load_data,
    read_protocol,
)

from .person import PROTOCOL

LEFT_OUT = object()
CITED = [{"key": "LABEL", "text": "section 4", "basis": "V"}]
SMALL = {
    "code": "small",
    "title": "A small protocol",
    "version": "3",
    "status": "draft",
    "routes": {"iv_im": "Vein or muscle", "in": "Nose"},
    "tiers": [
        {
            "code": "closed",
            "text": "Closed.",
            "every_route": ["CI"],
            "safety": ["high"],
        },
        {"code": "open", "text": "Open."},
    ],
    "same_day_task": {"when": {"fact": "aneurysm", "value": "yes"}},
    "unknown_facts": {"sources": CITED},
    "sections": {"vessels": "Vessels"},
    "sources": {"LABEL": {"name": "Label", "citation": "A label.", "checked": "Seen."}},
    "facts": {
        "aneurysm": {"label": "aneurysm", "type": "yes_no", "unknown": "required"},
        "age": {
            "label": "age",
            "type": "integer",
            "unknown": "own_rule",
            "rule": "AGE-03",
            "least": 0,
            "most": 130,
        },
    },
    "criteria": [
        {
            "id": "VAS-01",
            "section": "vessels",
            "title": "Aneurysm",
            "severity": {"iv_im": "CI", "in": "none"},
            "reversible": True,
            "when": {"fact": "aneurysm", "value": "yes"},
            "ask": "Do you have an aneurysm?",
            "action": "Do not treat.",
            "sources": CITED,
        },
        {
            "id": "AGE-03",
            "section": "vessels",
            "title": "Age not known",
            "severity": {"iv_im": "MORE", "in": "MORE"},
            "when": {"fact": "age", "op": "exists", "value": False},
            "ask": "How old are you?",
            "action": "Ask.",
            "sources": CITED,
        },
    ],
}


def changed(path, value):
    """The small protocol with one place changed or left out."""
    data = deepcopy(SMALL)
    *way, last = [int(step) if step.isdigit() else step for step in path.split(".")]
    place = data
    for step in way:
        place = place[step]
    if value is LEFT_OUT:
        del place[last]
    else:
        place[last] = value
    return data


def problems_of(data):
    with pytest.raises(ProtocolError) as refused:
        read_protocol(data, where="small")
    return [str(problem) for problem in refused.value.problems]


def test_a_protocol_is_read_into_its_parts():
    protocol = read_protocol(SMALL)

    first = protocol.by_id["VAS-01"]
    assert (protocol.code, protocol.version, protocol.status) == ("small", "3", "draft")
    assert first.severity == {"iv_im": "CI", "in": None}
    assert first.reversible
    assert first.sources[0].source.citation == "A label."
    assert first.sources[0].basis is Basis.V
    assert not protocol.by_id["AGE-03"].reversible
    assert [tier.is_open for tier in protocol.tiers] == [False, True]


def test_a_protocol_reads_the_same_from_stored_json():
    stored = json.loads(json.dumps(load_data(), sort_keys=True))
    order = [tier.code for tier in PROTOCOL.tiers]

    protocol = read_protocol(stored)

    assert protocol.by_id == PROTOCOL.by_id
    assert [tier.code for tier in protocol.tiers] == order
    assert protocol.facts == PROTOCOL.facts


FACT, CRITERION, TIER = "facts.aneurysm", "criteria.0", "tiers.0"
AT_FACT, AT_CRITERION = "small.facts.aneurysm", "small.criteria.VAS-01"


@pytest.mark.parametrize(
    ("path", "value", "problem"),
    [
        ("code", LEFT_OUT, "small: 'code' must be a text."),
        ("title", " ", "small: 'title' must be a text."),
        ("version", 3, "small: 'version' must be a text."),
        ("author", "me", "small: 'author' is not known here."),
        ("routes", {}, "small.routes: must name at least one."),
        ("routes.in", 1, "small.routes: 'in' must be a text."),
        ("sections", [], "small.sections: expected a table."),
        ("criteria", [], "small: 'criteria' must be a list of tables, and not empty."),
        ("criteria.0", "x", "small.criteria.1: expected a table."),
        ("criteria.1.id", "VAS-01", f"{AT_CRITERION}: the id stands 2 times."),
        (f"{CRITERION}.id", LEFT_OUT, "small.criteria.1: 'id' must be a text."),
        (
            f"{CRITERION}.id",
            "UNK:age",
            "small.criteria.UNK:age: an id cannot begin with UNK:.",
        ),
        (
            f"{CRITERION}.section",
            "skin",
            f"{AT_CRITERION}: the section 'skin' is not declared.",
        ),
        (
            f"{CRITERION}.section",
            LEFT_OUT,
            f"{AT_CRITERION}: 'section' must be a text.",
        ),
        (f"{CRITERION}.ask", LEFT_OUT, f"{AT_CRITERION}: 'ask' must be a text."),
        (f"{CRITERION}.action", "", f"{AT_CRITERION}: 'action' must be a text."),
        (f"{CRITERION}.why", "x", f"{AT_CRITERION}: 'why' is not known here."),
        (
            f"{CRITERION}.severity.iv_im",
            "BAD",
            f"{AT_CRITERION}.severity: 'iv_im' is 'BAD'; "
            "expected one of CI, CLR, MORE, CAU, INF, none.",
        ),
        (
            f"{CRITERION}.severity.in",
            LEFT_OUT,
            f"{AT_CRITERION}.severity: 'in' is None; "
            "expected one of CI, CLR, MORE, CAU, INF, none.",
        ),
        (
            f"{CRITERION}.severity.oral",
            "CI",
            f"{AT_CRITERION}.severity: 'oral' is not known here.",
        ),
        (
            f"{CRITERION}.severity.iv_im",
            "none",
            f"{AT_CRITERION}.severity: at least one route must be concerned.",
        ),
        (
            f"{CRITERION}.reversible",
            "yes",
            f"{AT_CRITERION}: 'reversible' must be true or false.",
        ),
        (
            f"{CRITERION}.severity.iv_im",
            "CLR",
            f"{AT_CRITERION}: only a contraindication can be reversible.",
        ),
        (f"{CRITERION}.when", LEFT_OUT, f"{AT_CRITERION}: 'when' must be a condition."),
        (
            f"{CRITERION}.when.op",
            "~",
            f"{AT_CRITERION}: when: unknown operator '~' on aneurysm.",
        ),
        (
            f"{CRITERION}.when.fact",
            "aneurism",
            f"{AT_CRITERION}: the fact 'aneurism' is not declared.",
        ),
        (
            f"{CRITERION}.when.value",
            "true",
            f"{AT_CRITERION}: aneurysm: 'true' is not one of yes, no, unsure,",
        ),
        (
            f"{CRITERION}.when.op",
            ">",
            f"{AT_CRITERION}: the operator > does not fit aneurysm (yes_no).",
        ),
        (
            f"{CRITERION}.sources",
            LEFT_OUT,
            f"{AT_CRITERION}: 'sources' must be a list of tables, and not empty.",
        ),
        (
            f"{CRITERION}.sources",
            [{"key": "X", "basis": "V"}],
            f"{AT_CRITERION}.sources.1: the source 'X' is not declared.",
        ),
        (
            f"{CRITERION}.sources",
            [{"basis": "V"}],
            f"{AT_CRITERION}.sources.1: 'key' must be a text.",
        ),
        (
            f"{CRITERION}.sources",
            [{"key": "LABEL", "basis": "Z"}],
            f"{AT_CRITERION}.sources.1: 'basis' is 'Z'; expected one of V, V2, R, P.",
        ),
        (
            f"{CRITERION}.sources",
            [{"key": "LABEL", "basis": "V", "page": 3}],
            f"{AT_CRITERION}.sources.1: 'page' is not known here.",
        ),
        (
            "sources.LABEL.citation",
            LEFT_OUT,
            "small.sources.LABEL: 'citation' must be a text.",
        ),
        ("sources.LABEL.year", 1, "small.sources.LABEL: 'year' is not known here."),
        (
            "unknown_facts",
            LEFT_OUT,
            "small.unknown_facts: expected a table.",
        ),
        ("same_day_task.when", {}, "small.same_day_task: when: a condition is all"),
        (
            "same_day_task",
            {},
            "small.same_day_task: 'when' must be a condition.",
        ),
        (
            "same_day_task.clock",
            1,
            "small.same_day_task: 'clock' is not known here.",
        ),
        ("unknown_facts.a", 1, "small.unknown_facts: 'a' is not known here."),
        ("tiers", LEFT_OUT, "small: 'tiers' must be a list of tables, and not empty."),
        (
            "tiers.1.any_route",
            ["CI"],
            "small: the last tier, and only the last, must have no condition.",
        ),
        (
            "tiers.0",
            {"code": "closed", "text": "Closed."},
            "small: the last tier, and only the last, must have no condition.",
        ),
        ("tiers.1.code", "closed", "small: two tiers have the same code."),
        (
            f"{TIER}.safety",
            ["hgih"],
            "small.tiers.closed: 'safety' names 'hgih'; expected none, not_assessed,",
        ),
        (
            f"{TIER}.any_route",
            "CI",
            "small.tiers.closed: 'any_route' must be a list of texts.",
        ),
        (
            f"{TIER}.every_route",
            ["CI", "CI"],
            "small.tiers.closed: 'every_route' names something twice.",
        ),
        (f"{TIER}.color", "red", "small.tiers.closed: 'color' is not known here."),
        (
            f"{TIER}.when",
            {"fact": "avm", "value": "yes"},
            "small.tiers.closed: the fact 'avm' is not declared.",
        ),
        (f"{FACT}.label", LEFT_OUT, f"{AT_FACT}: 'label' must be a text."),
        (f"{FACT}.type", "boolean", f"{AT_FACT}: 'type' is 'boolean'; expected one of"),
        (f"{FACT}.unknown", "no", f"{AT_FACT}: 'unknown' is 'no'; expected one of"),
        (f"{FACT}.default", "no", f"{AT_FACT}: 'default' is not known here."),
        (
            f"{FACT}.codes",
            ["a"],
            f"{AT_FACT}: codes belong to the types code and set, and only to them.",
        ),
        (
            f"{FACT}.type",
            "set",
            f"{AT_FACT}: codes belong to the types code and set, and only to them.",
        ),
        ("facts.age.least", "0", "small.facts.age: 'least' must be a whole number."),
        ("facts.age.least", True, "small.facts.age: 'least' must be a whole number."),
        ("facts.age.least", 131, "small.facts.age: 'least' is above 'most'."),
        (
            "facts.age.rule",
            LEFT_OUT,
            "small.facts.age: 'rule' belongs to unknown = own_rule, and only to it.",
        ),
        (
            f"{FACT}.rule",
            "VAS-01",
            f"{AT_FACT}: 'rule' belongs to unknown = own_rule, and only to it.",
        ),
        (
            "facts.age.rule",
            "AGE-99",
            "small.facts.age: its rule 'AGE-99' is no criterion that looks at it.",
        ),
        (
            "facts.age.rule",
            "VAS-01",
            "small.facts.age: its rule 'VAS-01' is no criterion that looks at it.",
        ),
        (
            f"{FACT}.dated_by",
            "age",
            f"{AT_FACT}: 'dated_by' and 'valid_days' belong together.",
        ),
        (
            f"{FACT}.pair",
            "other",
            f"{AT_FACT}: 'pair' names 'other', which is not declared.",
        ),
        (
            f"{FACT}.unknown",
            "optional",
            f"{AT_FACT}: is optional, but a contraindication or clearance uses it.",
        ),
        (
            f"{CRITERION}.severity.iv_im",
            "CAU",
            f"{AT_FACT}: is required, but no contraindication or clearance uses it.",
        ),
        (
            f"{FACT}.answers",
            ["unsure"],
            f"{AT_FACT}: counts unsure as an answer, but no criterion asks for it.",
        ),
        (
            f"{FACT}.answers",
            ["maybe"],
            f"{AT_FACT}: 'answers' names 'maybe'; expected answered,",
        ),
    ],
)
def test_what_is_wrong_is_named_with_its_place(path, value, problem):
    found = problems_of(changed(path, value))

    assert [line for line in found if line.startswith(problem)], found


def test_every_problem_is_listed_at_once():
    data = changed("criteria.0.when.fact", "aneurism")
    data["criteria"][1]["sources"] = []
    data["facts"]["age"]["type"] = "number"
    del data["title"]

    found = "\n".join(problems_of(data))

    for place in ("'title'", "'aneurism'", "AGE-03: 'sources'", "age: 'type'"):
        assert place in found


@pytest.mark.parametrize("data", [None, [], "protocol", 7])
def test_what_is_no_table_is_no_protocol(data):
    assert "small: expected a table." in problems_of(data)

"""What is shown or hidden by the answer to something else."""

import pytest

from intake.domain.questionnaire.definition import read_definition
from intake.domain.questionnaire.dependence import all_dependants, dependants


def boolean(link_id, *looks_at):
    item = {"link_id": link_id, "type": "boolean", "text": link_id}
    if looks_at:
        item["enable_when"] = {
            "any": [{"fact": name, "op": "=", "value": "yes"} for name in looks_at]
        }
    return item


def group(link_id, *items, **settings):
    return {"link_id": link_id, "type": "group", "items": list(items), **settings}


DEFINITION = read_definition(
    {
        "code": "c",
        "title": "t",
        "items": [
            group("one", boolean("a"), boolean("b")),
            group("two", boolean("c", "a"), boolean("d", "a", "b")),
            group("three", boolean("e", "c")),
            group(
                "four",
                boolean("f"),
                boolean("g", "f"),
                enable_when=boolean("", "b")["enable_when"],
            ),
            group("rows", boolean("h"), boolean("i", "e"), repeats=True, text="rows"),
        ],
    },
    {},
)


@pytest.mark.parametrize(
    ("names", "found"),
    [
        ("a", "cd"),
        ("b", "dfg"),
        ("c", "e"),
        ("f", "g"),
        ("e", "i"),
        ("h", ""),
        ("ab", "cdfg"),
    ],
)
def test_what_looks_at_an_answer_depends_on_it(names, found):
    assert dependants(DEFINITION, names) == set(found)


def test_what_depends_through_others_is_found_with_the_named_ones():
    assert all_dependants(DEFINITION, ["a"]) == set("acdei")


def test_what_nothing_looks_at_has_no_dependants():
    assert all_dependants(DEFINITION, ["i"]) == {"i"}

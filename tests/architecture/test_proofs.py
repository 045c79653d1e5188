"""Every page of staff that signs, exports or changes people, and what it asks first.

A signature, and what leaves with more than one document, needs a proof of the last
minutes. What is only read in the course of a case does not, whether it is a page or a
file: whoever may read the page reads the same there.
"""

import ast
import inspect
import textwrap

from django.urls import URLPattern, get_resolver

SIGNED = "password or code in the form, unless given within fifteen minutes"
PROVED = "a page that asks for it first, unless given within fifteen minutes"
READ = "nothing: one document of a case, read in the course of work"

SIGNING = {
    "staff:audit_break": SIGNED,
    "staff:case_decide": SIGNED,
    "staff:confirm": SIGNED,
    "staff:emergency": SIGNED,
    "staff:factor_app": PROVED,
    "staff:factor_passkey": PROVED,
    "staff:factor_remove": PROVED,
    "staff:patient_address": PROVED,
    "staff:person_add": SIGNED,
    "staff:person_change": SIGNED,
    "staff:person_end": PROVED,
    "staff:person_factors": PROVED,
    "staff:person_link": PROVED,
    "staff:portal_page": SIGNED,
    "staff:portal_reasons": SIGNED,
    "staff:privacy_hold": SIGNED,
    "staff:privacy_request": SIGNED,
    "staff:privacy_retention": SIGNED,
    "staff:proposal": SIGNED,
    "staff:recovery_codes": PROVED,
    "staff:second_reading": SIGNED,
    "staff:sheet": SIGNED,
    "staff:table_row_state": SIGNED,
    "staff:translation": SIGNED,
}
EXPORTING = {
    "staff:attachment": READ,
    "staff:audit_export": SIGNED,
    "staff:case_pdf": PROVED,
    "staff:letter_pdf": READ,
    "staff:sheet_pdf": PROVED,
    "staff:workload_csv": PROVED,
}
ASKING = {
    SIGNED: {"is_signed", "is_confirmed", "_is_proved"},
    PROVED: {"freshly_proved"},
}
GIVING = {"Content-Disposition", "letter_file", "FileResponse"}


def views_of_staff():
    """The view behind every address of staff, by the name of the address."""
    staff = next(
        one
        for one in get_resolver().url_patterns
        if getattr(one, "namespace", "") == "staff"
    )
    return {f"staff:{found.name}": found.callback for found in patterns_of(staff)}


def patterns_of(resolver):
    for one in resolver.url_patterns:
        if isinstance(one, URLPattern):
            yield one
        else:
            yield from patterns_of(one)


def words_of(view):
    """Every name and text in a view, and in what it calls of its own module."""
    view = inspect.unwrap(view)
    module, waiting, seen = inspect.getmodule(view), [view], set()
    names, texts = set(), set()
    while waiting:
        function = waiting.pop()
        if function in seen:
            continue
        seen.add(function)
        taken, said = words_in(function)
        names, texts = names | taken, texts | said
        called = (getattr(module, name, None) for name in taken)
        waiting += [inspect.unwrap(one) for one in called if is_of(module, one)]
    return names, texts


def words_in(function):
    """Names that a function takes from outside itself, and its texts."""
    nodes = list(ast.walk(ast.parse(textwrap.dedent(inspect.getsource(function)))))
    names = [node for node in nodes if isinstance(node, ast.Name)]
    own = {node.id for node in names if isinstance(node.ctx, ast.Store)}
    own |= {node.arg for node in nodes if isinstance(node, ast.arg)}
    texts = {node.value for node in nodes if isinstance(node, ast.Constant)}
    return {node.id for node in names} - own, texts


def is_of(module, one):
    is_function = inspect.isfunction(one)
    return is_function and inspect.unwrap(one).__module__ == module.__name__


def what_they_ask():
    """By address: what is asked, of those that sign, prove or give out a file."""
    found = {}
    for name, view in views_of_staff().items():
        names, texts = words_of(view)
        asked = [kind for kind, asking in ASKING.items() if names & asking]
        gives = bool((names | texts) & GIVING)
        if asked or gives:
            found[name] = (asked[0] if asked else "", gives)
    return found


def test_every_page_that_gives_out_a_file_asks_what_stands_here():
    gives = {name: asked for name, (asked, gives) in what_they_ask().items() if gives}

    assert gives == {
        name: "" if asked is READ else asked for name, asked in EXPORTING.items()
    }


def test_every_page_that_signs_asks_what_stands_here():
    asks = {name: asked for name, (asked, _gives) in what_they_ask().items() if asked}

    assert {name: asks[name] for name in asks.keys() - EXPORTING.keys()} == SIGNING

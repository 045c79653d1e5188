"""The access table as a command prints it."""

import csv
import io
from io import StringIO

from django.core.management import call_command

from intake.accounts.access import ADDRESSES
from intake.accounts.roles import Role


def printed(*arguments):
    out = StringIO()
    call_command("roles", *arguments, stdout=out)
    return out.getvalue()


def rows():
    return list(csv.DictReader(io.StringIO(printed("--format", "csv"))))


def test_every_address_of_the_table_is_printed():
    names = {row["name"] for row in rows()}

    assert names - {"(editing side)"} == set(ADDRESSES)


def test_each_role_is_told_where_it_gets_in():
    by_name = {row["name"]: row for row in rows()}

    assert by_name["staff:audit"]["privacy_officer"] == "yes"
    assert by_name["staff:audit"]["administrator"] == ""
    assert by_name["patient:home"]["patient"] == "yes"
    assert by_name["home"]["nobody"] == "yes"
    assert by_name["staff:case_detail"]["address"] == (
        "/staff/cases/<reference:reference>/"
    )


def test_the_editing_side_stands_there_as_a_whole():
    side = {row["address"]: row for row in rows() if row["name"] == "(editing side)"}

    assert side["/cms/…"][Role.CONTENT_EDITOR] == "yes"
    assert side["/cms/users/"][Role.CONTENT_EDITOR] == ""


def test_a_person_reads_columns():
    lines = printed().splitlines()

    assert lines[0].split()[:4] == ["name", "address", "nobody", "patient"]
    assert len(lines) > len(ADDRESSES)

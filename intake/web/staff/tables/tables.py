"""The clinical tables: which rows nobody has confirmed yet, and confirming them."""

from collections.abc import Iterable
from http import HTTPStatus
from urllib.parse import urlencode

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.debug import sensitive_post_parameters
from django.views.decorators.http import require_POST, require_safe

from intake.accounts.roles import PUBLISHERS
from intake.domain.medicines.names import fold
from intake.domain.tables.rows import TableRow
from intake.domain.tables.shipped import load_tables
from intake.tables import actions
from intake.tables.models import Statement
from intake.tables.report import Reported, Standing, progress, report, reported
from intake.web.staff.accounts.signing import SignedForm, is_signed, needs_password
from intake.web.ui.forms import REVISION

LONGEST = 2_000  # characters
ON_A_PAGE = 50
EVERY = "every"
STANDINGS = {
    Standing.OPEN: gettext_lazy("Not confirmed yet"),
    Standing.DISPUTED: gettext_lazy("Disputed"),
    Standing.CONFIRMED: gettext_lazy("Confirmed"),
    EVERY: gettext_lazy("All of these"),
}


class StatementForm(SignedForm):
    """What a clinician found in a source about a row, and who they are."""

    verdict = forms.ChoiceField(
        label=gettext_lazy("What did you find?"),
        choices=Statement.Verdict.choices,
        widget=forms.RadioSelect,
        error_messages={"required": gettext_lazy("Choose what you found.")},
    )
    source = forms.CharField(
        label=gettext_lazy("Which source did you read?"),
        help_text=gettext_lazy("Title, year and place in it, so that others find it."),
        widget=forms.Textarea(attrs={"rows": 2}),
        max_length=LONGEST,
        error_messages={"required": gettext_lazy("Name the source that you read.")},
    )
    note = forms.CharField(
        label=gettext_lazy("Note"),
        help_text=gettext_lazy("If it is not right: what it should say."),
        widget=forms.Textarea(attrs={"rows": 3}),
        max_length=LONGEST,
        required=False,
    )

    def clean(self):
        cleaned = super().clean()
        disputed = cleaned.get("verdict") == Statement.Verdict.DISPUTED
        if disputed and not cleaned.get("note"):
            self.add_error("note", _("Write what it should say."))
        return cleaned

    def said(self) -> actions.Said:
        given = self.cleaned_data
        return actions.Said(given["verdict"], given["source"], given["note"])


@require_safe
def tables(request: HttpRequest) -> HttpResponse:
    """Every row that is to be confirmed, by table, standing and words."""
    found = report()
    chosen = {
        "table": request.GET.get("table", ""),
        "show": request.GET.get("show", "") or str(Standing.OPEN),
        "q": request.GET.get("q", "").strip(),
    }
    rows = list(_chosen(found, **chosen))
    first = _first(request, len(rows))
    context = {
        "tables": _progress(found),
        "chosen": chosen,
        "standings": STANDINGS.items(),
        "count": len(rows),
        "rows": rows[first : first + ON_A_PAGE],
        "previous_url": _page_url(chosen, first - ON_A_PAGE, len(rows)),
        "next_url": _page_url(chosen, first + ON_A_PAGE, len(rows)),
    }
    return render(request, "staff/tables/list.html", context)


def _chosen(
    found: Iterable[Reported], table: str, show: str, q: str
) -> Iterable[Reported]:
    words = fold(q).split()
    for each in found:
        row = each.row
        said = fold(" ".join([row.name, row.key, row.basis, *row.says.values()]))
        if (
            table in ("", row.table)
            and show in (EVERY, str(each.standing))
            and all(word in said for word in words)
        ):
            yield each


def _first(request: HttpRequest, count: int) -> int:
    """The place of the first row to show; the start where that makes no sense."""
    given = request.GET.get("from", "")
    place = int(given) if given.isdecimal() and len(given) < 6 else 0
    return place if place < count else 0


def _page_url(chosen: dict[str, str], first: int, count: int) -> str:
    if not 0 <= first < count:
        return ""
    return "?" + urlencode({**chosen, "from": first})


def _progress(found: Iterable[Reported]) -> list[dict]:
    counts = progress(found)
    return [
        {
            "table": table,
            "asked": sum(counts[code].values()),
            "confirmed": counts[code][Standing.CONFIRMED],
            "disputed": counts[code][Standing.DISPUTED],
        }
        for code, table in load_tables().items()
    ]


def _row_of(table: str, key: str) -> TableRow:
    try:
        return actions.find_row(table, key)
    except actions.NoSuchRow:
        raise Http404 from None


@require_safe
def table_row(request: HttpRequest, table: str, row: str) -> HttpResponse:
    """What a row says, where it is from, and what was stated of it."""
    form = StatementForm(signs=needs_password(request))
    return _page(request, _row_of(table, row), form, HTTPStatus.OK)


@sensitive_post_parameters("password")
@require_POST
def table_row_state(request: HttpRequest, table: str, row: str) -> HttpResponse:
    """Confirm or dispute a row."""
    found = _row_of(table, row)
    form = StatementForm(request.POST, signs=needs_password(request))
    if not form.is_valid() or not is_signed(request, form):
        return _page(request, found, form, HTTPStatus.UNPROCESSABLE_ENTITY)
    try:
        actions.state(
            row=found,
            said=form.said(),
            seen=request.POST.get(REVISION, ""),
            by=request.user,
        )
    except actions.RowChanged:
        return _page(request, found, form, HTTPStatus.CONFLICT)
    messages.success(request, _("Recorded, with your name and the day."))
    return redirect("staff:table_row", table=table, row=row)


def _page(
    request: HttpRequest, row: TableRow, form: StatementForm, status: HTTPStatus
) -> HttpResponse:
    (one,) = reported([row])
    context = {
        "row": row,
        "table": load_tables()[row.table],
        "reported": one,
        "earlier": list(actions.statements_on(row)),
        "form": form,
        "may_state": request.user.has_role(PUBLISHERS),
        "revision": actions.revision_of(row),
        "state_url": reverse("staff:table_row_state", args=[row.table, row.key]),
        "refused": status == HTTPStatus.UNPROCESSABLE_ENTITY,
        "changed": status == HTTPStatus.CONFLICT,
    }
    return render(request, "staff/tables/row.html", context, status=status)

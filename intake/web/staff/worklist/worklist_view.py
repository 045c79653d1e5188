"""The address of a worklist read as a view, and a view written as an address."""

from typing import Any
from urllib.parse import urlencode

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from intake.accounts.models import User
from intake.coordination.models import Tag
from intake.review.actions import TIERS
from intake.review.models import CLOSED, Case
from intake.review.views import EVERYTHING, NOBODY, Order, Queue, View, reviewers
from intake.web.ui.words import BADGES

QUEUES = {
    Queue.ALL: _("All"),
    Queue.MINE: _("Mine"),
    Queue.FREE: _("Nobody has it"),
    Queue.PATIENT: _("Waiting for the patient"),
    Queue.OVERDUE: _("Overdue"),
    Queue.CLOSED: _("Closed cases"),
}
ORDERS = {
    "urgent": (Order.URGENT, _("Urgency")),
    "promised": (Order.PROMISED, _("Promised day")),
    "waiting": (Order.OLDEST, _("Longest wait")),
}
NAMES = {order: name for name, (order, _label) in ORDERS.items()}
ANY = ("", _("Any"))


class FilterForm(forms.Form):
    """What narrows a queue; a choice that does not exist is taken as none."""

    sort = forms.ChoiceField(label=_("Sort by"), required=False)
    stage = forms.ChoiceField(label=_("Stage"), required=False)
    tier = forms.ChoiceField(label=_("Needs"), required=False)
    site = forms.TypedChoiceField(
        label=_("Site"), required=False, coerce=int, empty_value=None
    )
    who = forms.ChoiceField(label=_("Who has it"), required=False)
    tag = forms.TypedChoiceField(
        label=_("Tag"), required=False, coerce=int, empty_value=None
    )

    def __init__(self, data: Any, *, user: User, queue: Queue):
        super().__init__(data, auto_id="filter_%s")
        self.queue = queue
        clinical = user.is_clinical
        sites = list(user.sites.values_list("pk", "name"))
        people = reviewers([pk for pk, _name in sites])
        self.tags = {tag.pk: tag for tag in Tag.objects.all()}
        self.fields["sort"].choices = [
            (name, label)
            for name, (order, label) in ORDERS.items()
            if clinical or order is not Order.URGENT
        ]
        self.fields["stage"].choices = [ANY, *_stages(queue)]
        self.fields["tier"].choices = [
            ANY,
            *((tier, BADGES["tier"][tier].label) for tier in reversed(TIERS)),
        ]
        self.fields["site"].choices = [ANY, *sites]
        self.fields["who"].choices = [
            ANY,
            (NOBODY, _("Nobody")),
            *((str(person.pk), person.name) for person in people),
        ]
        self.fields["tag"].choices = [
            ANY,
            *((pk, tag.name) for pk, tag in self.tags.items()),
        ]
        unneeded = {
            "sort": queue is Queue.CLOSED,
            "tier": not clinical,
            "site": len(sites) < 2,
            "who": queue in (Queue.MINE, Queue.FREE),
            "stage": queue is Queue.PATIENT,
            "tag": not self.tags,
        }
        for name in (name for name, is_so in unneeded.items() if is_so):
            del self.fields[name]

    @property
    def view(self) -> View:
        self.is_valid()
        given = self.cleaned_data
        order = ORDERS.get(given.get("sort") or "")
        return View(
            queue=self.queue,
            stage=given.get("stage") or "",
            tier=given.get("tier") or "",
            site=given.get("site"),
            who=given.get("who") or "",
            tag=given.get("tag"),
            order=order[0] if order else None,
        )


def _stages(queue: Queue) -> list[tuple[str, str]]:
    closed = queue is Queue.CLOSED
    return [pair for pair in Case.Stage.choices if (pair[0] in CLOSED) is closed]


def filters_of(params: QueryDict, user: User) -> FilterForm:
    """The filters that an address asks for."""
    shown = params.get("show", "")
    queue = Queue(shown) if shown in set(Queue) else Queue.ALL
    return FilterForm(params, user=user, queue=queue)


def query_of(view: View) -> str:
    """The address of a view, ``show=mine&sort=promised``; empty for everything."""
    parts = {
        "show": "" if view.queue is EVERYTHING.queue else str(view.queue),
        "stage": view.stage,
        "tier": view.tier,
        "site": view.site or "",
        "who": view.who,
        "tag": view.tag or "",
        "sort": NAMES.get(view.order, ""),
    }
    return urlencode({name: value for name, value in parts.items() if value})

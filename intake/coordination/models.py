"""What staff write to each other about a case: notes, tasks, contacts, hand-overs."""

import uuid

from django.conf import settings
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.accounts.roles import Role
from intake.audit.models import append_only
from intake.review.models import IS_CLOSED, Case
from intake.safety.models import AlertEvent


def _once(name: str) -> models.UniqueConstraint:
    return models.UniqueConstraint(fields=["case", "key"], name=f"{name}_form_once")


class Entry(models.Model):
    """Something that somebody of the staff wrote in a case; its words are sealed.

    ``key`` is that of the form it was written on: a form sent twice is stored once.
    """

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="%(class)ss", db_index=True
    )
    key = models.UUIDField(default=uuid.uuid4)
    sealed = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        abstract = True

    def __str__(self):
        return f"{self._meta.verbose_name} {self.pk}"


class NoteQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Notes of the cases whose answers this person may read."""
        return self.filter(case__in=Case.objects.clinical_to(user))


class Note(Entry):
    """A clinician's note. Never edited: a correction is a note that replaces it."""

    corrects = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="corrected_by"
    )

    objects = NoteQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [_once("note")]
        triggers = append_only()


class MentionQuerySet(models.QuerySet):
    def unseen_by(self, user):
        """What still waits for this person, in cases that they may read."""
        mine = self.filter(person=user, seen_at=None)
        return mine.filter(note__case__in=Case.objects.clinical_to(user))


class Mention(models.Model):
    """A colleague who is asked to read a note."""

    note = models.ForeignKey(Note, on_delete=models.PROTECT, related_name="mentions")
    person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="mentions"
    )
    seen_at = models.DateTimeField(null=True)

    objects = MentionQuerySet.as_manager()

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.UniqueConstraint(fields=["note", "person"], name="mention_once")
        ]
        indexes = [
            models.Index(
                fields=["person"], condition=Q(seen_at=None), name="mention_unseen"
            )
        ]

    def __str__(self):
        return f"mention {self.pk}"


class TaskQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Tasks of one's cases; the front desk sees its own and what it gave."""
        found = self.filter(case__in=Case.objects.visible_to(user))
        if user.is_clinical:
            return found
        own = Q(for_role=Role.FRONT_DESK) | Q(for_person=user) | Q(by=user)
        return found.filter(own)

    def open(self):
        return self.filter(outcome="")

    def meant_for(self, user):
        """Tasks for this person, or for a role that they have."""
        rule = Q(for_person=user) | Q(for_role__in=user.roles)
        return self.visible_to(user).filter(rule)


class Task(Entry):
    """Something to do by a day: for one person, or for whoever has a role."""

    class Outcome(models.TextChoices):
        DONE = "done", _("Done")
        TAKEN_BACK = "taken_back", _("Taken back")

    for_person = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    for_role = models.TextField(blank=True, choices=Role.choices)
    due_on = models.DateField()
    outcome = models.TextField(blank=True, choices=Outcome.choices)
    ended_at = models.DateTimeField(null=True)
    ended_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = TaskQuerySet.as_manager()

    class Meta:
        ordering = ["due_on", "pk"]
        constraints = [
            _once("task"),
            models.CheckConstraint(
                condition=Q(for_person=None) & ~Q(for_role="")
                | Q(for_person__isnull=False, for_role=""),
                name="task_for_a_person_or_a_role",
            ),
            models.CheckConstraint(
                condition=Q(outcome="", ended_at=None, ended_by=None)
                | ~Q(outcome="") & Q(ended_at__isnull=False, ended_by__isnull=False),
                name="task_ended_by_someone",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_on", "id"], condition=Q(outcome=""), name="task_open"
            )
        ]

    @property
    def is_open(self) -> bool:
        return not self.outcome


class ContactQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Attempts in the cases that this person may see."""
        return self.filter(case__in=Case.objects.visible_to(user))

    def tries_due(self, user, today):
        """Whom this person said they would try again by today, or has the case of.

        An attempt since then, whatever came of it, answers for it.
        """
        own = Q(by=user) | Q(case__assignee=user)
        later = Contact.objects.filter(
            case=models.OuterRef("case"), pk__gt=models.OuterRef("pk")
        )
        due = self.visible_to(user).filter(own, next_try_on__lte=today)
        return due.exclude(case__in=Case.objects.filter(IS_CLOSED)).exclude(
            models.Exists(later)
        )


class Contact(Entry):
    """One attempt to reach a patient about their case. Never edited."""

    Channel = AlertEvent.Channel
    Result = AlertEvent.Result

    channel = models.TextField(choices=AlertEvent.Channel.choices)
    result = models.TextField(choices=AlertEvent.Result.choices)
    happened_at = models.DateTimeField()
    next_try_on = models.DateField(null=True)

    objects = ContactQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [_once("contact")]
        triggers = append_only()
        indexes = [
            models.Index(
                fields=["next_try_on"],
                condition=Q(next_try_on__isnull=False),
                name="contact_next_try",
            )
        ]


class HandOverQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Hand-overs of the cases whose answers this person may read."""
        return self.filter(case__in=Case.objects.clinical_to(user))

    def open(self):
        return self.filter(answer="")

    def waiting_for(self, user):
        """What this person has to answer, or has to know was declined."""
        offered = Q(to=user, answer="") & ~Q(case__stage__in=("decided", "withdrawn"))
        declined = Q(by=user, answer=HandOver.Answer.DECLINED, seen_at=None)
        return self.visible_to(user).filter(offered | declined)


class HandOver(Entry):
    """A case offered to a colleague, with what is left to do.

    Whoever has the case keeps it until the colleague accepts.
    """

    class Answer(models.TextChoices):
        ACCEPTED = "accepted", _("Accepted")
        DECLINED = "declined", _("Declined")
        TAKEN_BACK = "taken_back", _("Taken back")

    to = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    answer = models.TextField(blank=True, choices=Answer.choices)
    answered_at = models.DateTimeField(null=True)
    sealed_reply = models.BinaryField(null=True)
    seen_at = models.DateTimeField(null=True)

    objects = HandOverQuerySet.as_manager()

    class Meta:
        ordering = ["-pk"]
        constraints = [
            _once("hand_over"),
            models.UniqueConstraint(
                fields=["case"], condition=Q(answer=""), name="hand_over_open_once"
            ),
            models.CheckConstraint(
                condition=Q(answer="", answered_at=None)
                | ~Q(answer="") & Q(answered_at__isnull=False),
                name="hand_over_answered_at_a_time",
            ),
        ]


class TagQuerySet(models.QuerySet):
    def in_use(self):
        """Those that may be put on a case."""
        return self.filter(is_active=True)


class Tag(models.Model):
    """A word of the clinic's own list to sort cases by; never a clinical one.

    Which cases have it stands on the cases, so that the worklist can be filtered.
    """

    class Color(models.TextChoices):
        GRAY = "gray", _("Gray")
        BLUE = "blue", _("Blue")
        GREEN = "green", _("Green")
        AMBER = "amber", _("Amber")
        RED = "red", _("Red")
        PURPLE = "purple", _("Purple")

    name = models.CharField(_("Name"), max_length=24)
    color = models.TextField(_("Color"), choices=Color.choices, default=Color.GRAY)
    is_active = models.BooleanField(_("May be put on cases"), default=True)

    objects = TagQuerySet.as_manager()

    class Meta:
        ordering = [Lower("name")]
        constraints = [models.UniqueConstraint(Lower("name"), name="tag_name_once")]

    def __str__(self):
        return self.name

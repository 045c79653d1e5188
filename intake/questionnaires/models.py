"""Published questionnaires, and what patients answered, page by page."""

import uuid
from functools import lru_cache

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.functional import cached_property

from intake.accounts.reach import in_reach
from intake.accounts.roles import CARE_TEAM, CLINICAL
from intake.audit.models import append_only
from intake.domain.questionnaire.definition import Definition, read_definition
from intake.patients.modes import Mode


class Questionnaire(models.Model):
    """A named set of items; new responses start on its active version."""

    code = models.SlugField(unique=True)
    active_version = models.OneToOneField(
        "Version", on_delete=models.PROTECT, null=True, related_name="+"
    )

    def __str__(self):
        return self.code


class WithoutTheText(models.Manager):
    """Leaves a version's long text where it is: it is read once in a process."""

    def get_queryset(self):
        return super().get_queryset().defer("data")


class Version(models.Model):
    """One published wording. It never changes; responses finish on theirs.

    ``safety_items`` are link ids of questions, lists or instruments that are new or
    changed in it and must be asked of everybody: of those who are filling in an older
    version, and with ``asks_cases`` of those whose case is not decided yet.
    """

    questionnaire = models.ForeignKey(
        Questionnaire, on_delete=models.PROTECT, related_name="versions"
    )
    number = models.PositiveIntegerField()
    data = models.JSONField()
    digest = models.CharField(max_length=64)
    safety_items = models.JSONField(default=list)
    asks_cases = models.BooleanField(default=False)
    published_at = models.DateTimeField(default=timezone.now)
    published_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = WithoutTheText()

    class Meta:
        base_manager_name = "objects"
        constraints = [
            models.UniqueConstraint(
                fields=["questionnaire", "number"], name="version_number_once"
            ),
            models.UniqueConstraint(
                fields=["questionnaire", "digest"], name="version_wording_once"
            ),
        ]
        triggers = append_only()

    def __str__(self):
        return f"{self.questionnaire} {self.number}"

    @property
    def definition(self) -> Definition:
        return definition_of(self.pk)


@lru_cache(maxsize=64)
def definition_of(version_id: int) -> Definition:
    """The definition of a version, read once in a process: it never changes."""
    return read_definition(
        Version.objects.values_list("data", flat=True).get(pk=version_id), {}
    )


class Proposal(models.Model):
    """An uploaded wording that somebody looks at before it is published.

    It has no problem that would refuse it. Nobody can fill it in; it is thrown away
    when it is published or has waited for too long.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    data = models.JSONField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update)]

    def __str__(self):
        return f"proposal {self.pk}"

    @cached_property
    def definition(self) -> Definition:
        return read_definition(self.data, {})


class ResponseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """One's own responses, or for clinicians those of their sites."""
        if user.is_authenticated and user.is_patient:
            return self.filter(patient__user=user)
        if user.is_authenticated and user.has_role(CLINICAL):
            rule = in_reach(user, "patient")
            return self.filter(rule, patient__erased_at=None)
        return self.none()

    def _at_sites_of(self, user):
        return self.filter(patient__site__in=user.sites.all(), patient__erased_at=None)

    def in_progress(self):
        return self.filter(state=Response.State.IN_PROGRESS)

    def drafts(self):
        """Begun and not sent; what is asked again is not among them."""
        return self.in_progress().filter(base=None)

    def asked_again(self):
        """What waits for answers to questions that are asked again."""
        return self.in_progress().exclude(base=None)

    def assisted_by(self, user):
        """What the care team may fill in for patients of their sites.

        The front desk is among them; what it may see of the answers is another matter.
        """
        if user.is_authenticated and user.has_role(CARE_TEAM):
            return self._at_sites_of(user)
        return self.none()

    def older_than(self, version):
        """Of an earlier version of the same questionnaire."""
        return self.filter(
            version__questionnaire=version.questionnaire_id,
            version__number__lt=version.number,
        )


class Response(models.Model):
    """One patient's filled-in version.

    A response with a ``base`` asks some questions again, those of ``asked`` (link ids
    of questions and lists), after the base was begun or sent. Its answers stand on top
    of those of its base, which stays as it was.
    """

    class State(models.TextChoices):
        IN_PROGRESS = "in_progress"
        COMPLETED = "completed"
        AMENDED = "amended"
        ENTERED_IN_ERROR = "entered_in_error"
        WITHDRAWN = "withdrawn"

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="responses"
    )
    version = models.ForeignKey(
        Version, on_delete=models.PROTECT, related_name="responses"
    )
    state = models.TextField(choices=State.choices, default=State.IN_PROGRESS)
    language = models.CharField(max_length=5, default="en")
    started_at = models.DateTimeField(default=timezone.now)
    saved_at = models.DateTimeField(default=timezone.now)
    completed_at = models.DateTimeField(null=True)
    base = models.ForeignKey(
        "self", on_delete=models.PROTECT, null=True, related_name="followed_by"
    )
    asked = models.JSONField(default=list)
    screen_due_at = models.DateTimeField(null=True)

    objects = ResponseQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=~Q(state="completed") | Q(completed_at__isnull=False),
                name="response_completed_has_time",
            ),
            # Asked again is asked once at a time, so that no two sets of answers on
            # top of the same ones have to be brought together.
            models.UniqueConstraint(
                fields=["base"],
                condition=Q(state="in_progress"),
                name="response_asked_again_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["screen_due_at"],
                condition=Q(screen_due_at__isnull=False),
                name="response_screen_due",
            ),
            models.Index(
                fields=["-saved_at", "-id"],
                condition=Q(state="in_progress", base=None),
                name="response_drafts_by_time",
            ),
        ]

    def __str__(self):
        return f"response {self.pk}"

    @property
    def is_open(self) -> bool:
        return self.state == self.State.IN_PROGRESS

    @property
    def definition(self) -> Definition:
        """What was asked; there is no need to load the version for it."""
        return definition_of(self.version_id)


class InformationRequest(models.Model):
    """Why a response asks some questions again, and who wants to know.

    Staff give a reason in their own words, for the patient's eyes; a new version with
    questions about safety gives none. A patient may come back, or correct an answer.
    """

    class Kind(models.TextChoices):
        STAFF = "staff"
        SAFETY = "safety"
        PATIENT = "patient"

    response = models.OneToOneField(
        Response, on_delete=models.PROTECT, related_name="request"
    )
    kind = models.TextField(choices=Kind.choices)
    sealed_reason = models.BinaryField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = append_only()

    def __str__(self):
        return f"request for {self.response_id}"


class SavedPage(models.Model):
    """What was stored when a page, or one row of a list, was posted.

    ``number`` counts the versions of that page or row; the latest counts, the others
    are its history. ``accepted`` is false for a page that was stored but refused, to be
    completed. For a list itself (``row`` empty) the seal holds its state. ``language``
    is that of the words seen; ``read_out`` says that staff read them out as they stand.
    ``asked_again`` marks a version that nobody posted: an answer before it was changed,
    so the same answers wait to be confirmed.
    """

    response = models.ForeignKey(
        Response, on_delete=models.PROTECT, related_name="saved_pages"
    )
    page = models.TextField()
    row = models.TextField(blank=True)
    number = models.PositiveIntegerField()
    sealed = models.BinaryField()
    accepted = models.BooleanField(default=True)
    removed = models.BooleanField(default=False)
    language = models.CharField(max_length=5, default="en")
    mode = models.TextField(choices=Mode.choices, default=Mode.SELF)
    read_out = models.BooleanField(default=False)
    asked_again = models.BooleanField(default=False)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["response", "page", "row", "number"],
                name="saved_page_number_once",
            )
        ]
        triggers = append_only()

    def __str__(self):
        return f"page {self.pk}"


class Attestation(models.Model):
    """What was agreed to when a response was sent, in the very words that were seen.

    Where staff sent it, they say how the patient confirmed it. ``sealed_name`` is the
    name that the patient typed as a signature, or that stands under the paper; it may
    be left out.
    """

    response = models.OneToOneField(
        Response, on_delete=models.PROTECT, related_name="attestation"
    )
    mode = models.TextField(choices=Mode.choices)
    words = models.TextField(default="")
    language = models.CharField(max_length=12, default="en")
    digest = models.CharField(max_length=64, default="")
    sealed_name = models.BinaryField(null=True)
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = append_only()

    def __str__(self):
        return f"attestation of {self.response_id}"


class Typed(models.Model):
    """What was typed on a page or row and not saved by its button yet.

    Written over while the patient types, gone when they save the page. ``revision`` is
    the version of the page that the person was looking at. ``due_at`` is when it is
    graded, if it is worse than what is stored and still not saved then.
    """

    response = models.ForeignKey(
        Response, on_delete=models.PROTECT, related_name="typed"
    )
    page = models.TextField()
    row = models.TextField(blank=True)
    revision = models.PositiveIntegerField()
    sealed = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)
    due_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["response", "page", "row"], name="typed_page_once"
            )
        ]
        indexes = [
            models.Index(
                fields=["due_at"], condition=Q(due_at__isnull=False), name="typed_due"
            )
        ]

    def __str__(self):
        return f"typed on {self.page}"


class ScoreRecord(models.Model):
    """The score of one instrument, of a completed response or entered by staff."""

    response = models.ForeignKey(
        Response, on_delete=models.PROTECT, related_name="scores"
    )
    instrument = models.TextField()
    wording_digest = models.CharField(max_length=64)
    language = models.CharField(max_length=5)
    mode = models.TextField(choices=Mode.choices, default=Mode.SELF)
    entered_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sealed = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["response", "instrument"],
                condition=Q(entered_by=None),
                name="score_once_per_response",
            )
        ]
        triggers = append_only()

    def __str__(self):
        return f"{self.instrument} of {self.response_id}"

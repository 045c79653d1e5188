"""Cases under review, their evaluations and the decisions on them."""

import uuid

from django.conf import settings
from django.contrib.postgres.fields import ArrayField
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.accounts.reach import in_reach
from intake.accounts.roles import CARE_TEAM, CLINICAL
from intake.audit.models import append_only

from .protocols import ProtocolVersion

CLOSED = ("decided", "withdrawn")
IS_CLOSED = Q(stage__in=CLOSED)


class CaseQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Cases of one's sites for the care team, one's own for a patient."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_patient:
            return self.filter(patient__user=user)
        rule = in_reach(user, "patient") if user.has_role(CARE_TEAM) else Q(pk=None)
        return self.filter(rule, patient__erased_at=None)

    def clinical_to(self, user):
        """Cases whose answers and findings this person may read."""
        return self.visible_to(user) if user.has_role(CLINICAL) else self.none()

    def waiting(self):
        """Cases on which somebody at the clinic has something to do."""
        return self.filter(~IS_CLOSED)

    def closed(self):
        return self.filter(IS_CLOSED)


class Case(models.Model):
    """One patient's way through eligibility review.

    ``tier``, ``safety`` and ``urgency`` repeat the latest evaluation, so that the
    worklist can be ordered by the database.
    """

    class Stage(models.TextChoices):
        RECEIVED = "received", _("Received")
        CHECKING = "checking", _("Checking")
        MORE_INFORMATION = "more_information", _("More information needed")
        REVIEWING = "reviewing", _("A clinician is reviewing")
        DECIDED = "decided", _("Decided")
        WITHDRAWN = "withdrawn", _("Withdrawn")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    reference = models.CharField(max_length=9, unique=True)
    patient = models.ForeignKey(
        "patients.Patient", on_delete=models.PROTECT, related_name="cases"
    )
    response = models.ForeignKey(
        "questionnaires.Response", on_delete=models.PROTECT, related_name="cases"
    )
    stage = models.TextField(choices=Stage.choices, default=Stage.RECEIVED)
    tier = models.TextField(blank=True)
    safety = models.TextField(blank=True)
    urgency = models.PositiveSmallIntegerField(default=0)
    received_at = models.DateTimeField(default=timezone.now)
    promised_on = models.DateField()
    assignee = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    replied_at = models.DateTimeField(null=True)  # from outside, not looked at yet
    tags = ArrayField(models.BigIntegerField(), default=list)

    objects = CaseQuerySet.as_manager()

    class Meta:
        # One for each order of the worklist; the waiting cases stay few.
        indexes = [
            models.Index(
                fields=["-urgency", "received_at", "id"],
                condition=~IS_CLOSED,
                name="case_waiting_by_urgency",
            ),
            models.Index(
                fields=["received_at", "id"],
                condition=~IS_CLOSED,
                name="case_waiting_by_time",
            ),
            models.Index(
                fields=["promised_on", "received_at", "id"],
                condition=~IS_CLOSED,
                name="case_waiting_by_promise",
            ),
            models.Index(
                fields=["-received_at", "-id"],
                condition=IS_CLOSED,
                name="case_closed_by_time",
            ),
        ]

    def __str__(self):
        return self.reference

    @property
    def is_closed(self) -> bool:
        return self.stage in CLOSED

    @property
    def was_asked_again(self) -> bool:
        """The answers that count were given, in part, to questions asked again."""
        return self.response.base_id is not None


class CallQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Calls on cases that this person may see."""
        return self.filter(case__in=Case.objects.visible_to(user))

    def due(self):
        return self.filter(done_at=None)


class Call(models.Model):
    """News for a patient who cannot be written to: somebody has to phone.

    ``template`` names the message that a patient with an address is sent instead.
    """

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="calls")
    template = models.TextField()
    due_at = models.DateTimeField(default=timezone.now)
    done_at = models.DateTimeField(null=True)
    done_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )

    objects = CallQuerySet.as_manager()

    class Meta:
        ordering = ["due_at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(done_at=None, done_by=None)
                | Q(done_at__isnull=False, done_by__isnull=False),
                name="call_done_by_someone",
            ),
            models.UniqueConstraint(
                fields=["case", "template"],
                condition=Q(done_at=None),
                name="call_due_once",
            ),
        ]
        indexes = [
            models.Index(
                fields=["due_at", "id"], condition=Q(done_at=None), name="call_due"
            )
        ]

    def __str__(self):
        return f"call {self.pk}"


class Evaluation(models.Model):
    """One run of a protocol over one patient's facts, on a date. Never edited."""

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="evaluations")
    protocol = models.ForeignKey(ProtocolVersion, on_delete=models.PROTECT)
    on = models.DateField()
    input_digest = models.CharField(max_length=64)
    tier = models.TextField()
    safety = models.TextField()
    sealed = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-at", "-pk"]
        triggers = append_only()

    def __str__(self):
        return f"evaluation {self.pk}"


class Observation(models.Model):
    """A fact that only staff can state, with who and when; the latest counts."""

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="observations"
    )
    fact = models.TextField()
    sealed = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["at", "pk"]
        triggers = append_only()

    def __str__(self):
        return f"observation {self.pk}"


class SourceCheck(models.Model):
    """What somebody found who held a row of a history against a source.

    It states facts of one row of the list of trials or of medicines, which may be the
    same as the patient's or others; of each fact the newest statement stands. What the
    patient said is not touched. One that ``takes_back`` another states nothing.
    """

    class History(models.TextChoices):
        TRIALS = "trials"
        MEDICINES = "medicines"

    class Source(models.TextChoices):
        PHARMACY = "pharmacy_list", _("A list of the pharmacy")
        RECORD = "record_verified", _("A medical record or letter")
        TALK = "staff_entered", _("A conversation with the patient or family")

    case = models.ForeignKey(
        Case, on_delete=models.PROTECT, related_name="source_checks"
    )
    history = models.TextField(choices=History.choices)
    row = models.TextField()
    source = models.TextField(choices=Source.choices, blank=True)
    takes_back = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="taken_back_by"
    )
    sealed = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(takes_back=None) & ~Q(source="")
                | Q(takes_back__isnull=False, source=""),
                name="source_check_states_or_takes_back",
            ),
        ]
        triggers = append_only()

    def __str__(self):
        return f"source check {self.pk}"


class DecisionQuerySet(models.QuerySet):
    def current(self):
        """Decisions that no later decision has replaced."""
        return self.filter(replaced_by=None)


class Decision(models.Model):
    """A clinician's answer on each requested route.

    Never edited or deleted: a change of mind is a new decision that replaces this one,
    so the history of a case can be read years later.
    """

    class Outcome(models.TextChoices):
        ELIGIBLE = "eligible", _("Eligible")
        CONDITIONAL = "conditional", _("Eligible on conditions")
        MORE_INFORMATION = "more_information", _("More information needed")
        NOT_NOW = "not_now", _("Not now")
        NOT_SUITABLE = "not_suitable", _("Not suitable")

    case = models.ForeignKey(Case, on_delete=models.PROTECT, related_name="decisions")
    evaluation = models.ForeignKey(Evaluation, on_delete=models.PROTECT)
    sealed_rationale = models.BinaryField()
    sealed_message = models.BinaryField()
    decided_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="decisions"
    )
    decided_at = models.DateTimeField(default=timezone.now)
    replaces = models.OneToOneField(
        "self", on_delete=models.PROTECT, null=True, related_name="replaced_by"
    )

    objects = DecisionQuerySet.as_manager()

    class Meta:
        ordering = ["-decided_at"]
        constraints = [
            # With `replaces` one-to-one, each case has exactly one current decision.
            models.UniqueConstraint(
                fields=["case"],
                condition=Q(replaces=None),
                name="decision_one_first_per_case",
            )
        ]
        triggers = append_only()

    def __str__(self):
        return f"decision {self.pk}"


class RouteOutcome(models.Model):
    """The outcome of a decision for one route."""

    decision = models.ForeignKey(
        Decision, on_delete=models.PROTECT, related_name="outcomes"
    )
    route = models.TextField()
    outcome = models.TextField(choices=Decision.Outcome.choices)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["decision", "route"], name="decision_route_once"
            ),
            models.CheckConstraint(
                condition=Q(outcome__in=Decision.Outcome.values),
                name="decision_outcome_is_known",
            ),
        ]
        triggers = append_only()

    def __str__(self):
        return f"{self.route} of decision {self.decision_id}"


class SavedView(models.Model):
    """A way to look at the worklist that somebody uses often: a name for an address."""

    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="saved_views"
    )
    name = models.CharField(max_length=40)
    query = models.TextField()

    class Meta:
        ordering = ["name"]
        constraints = [
            models.UniqueConstraint(fields=["by", "name"], name="saved_view_name_once")
        ]

    def __str__(self):
        return f"saved view {self.pk}"

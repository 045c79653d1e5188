"""Patients: a sealed identity, and the notices they accepted."""

import uuid

import pgtrigger
from django.conf import settings
from django.db import models
from django.db.models import Q
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.accounts.reach import in_reach
from intake.accounts.roles import CARE_TEAM
from intake.audit.models import append_only

from .emergencies import (  # noqa: F401 - models of this app, kept apart
    EmergencyAccess,
    EmergencyEnd,
    EmergencyReview,
)
from .modes import Mode
from .readdressings import (  # noqa: F401 - models of this app, kept apart
    Readdressing,
    ReaddressingEnd,
)


class PatientQuerySet(models.QuerySet):
    def visible_to(self, user):
        """Patients this person may see: one's own record, or those of one's sites."""
        if not user.is_authenticated or not user.is_active:
            return self.none()
        if user.is_patient:
            return self.filter(user=user)
        if user.has_role(CARE_TEAM):
            known = self.filter(in_reach(user), is_practice=False)
            return known.filter(erased_at=None)
        return self.none()

    def erased_for(self, user):
        """Erased ones of this person's sites: that there was one is all to be seen."""
        if not user.is_authenticated or not user.has_role(CARE_TEAM):
            return self.none()
        return self.filter(site__in=user.sites.all(), erased_at__isnull=False)


class Patient(models.Model):
    """A person who asks for treatment.

    Nothing here names anyone: the address and the identity are sealed with a key of
    this patient, which is itself wrapped by the clinic's master key. The indexes find
    exact matches only; ``index_mark`` says which key made them.

    An address that staff wrote down is not proved: until somebody has signed in with a
    code sent there, and given the date of birth, nothing is sent to it.

    A practice patient is nobody: it stands behind a drill, and is found nowhere else.

    One that is erased has no key and no index any more; nothing of it changes again.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.OneToOneField(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="patient"
    )
    site = models.ForeignKey(
        "practice.Location",
        on_delete=models.PROTECT,
        null=True,
        related_name="patients",
    )
    wrapped_key = models.BinaryField(null=True)
    sealed_email = models.BinaryField(null=True)
    email_index = models.BinaryField(unique=True, null=True)
    email_unproved_since = models.DateTimeField(null=True)
    phone_index = models.BinaryField(null=True)
    surname_birth_index = models.BinaryField(null=True)
    index_mark = models.BinaryField(null=True)
    identity = models.OneToOneField(
        "IdentityRecord", on_delete=models.PROTECT, null=True, related_name="+"
    )
    is_practice = models.BooleanField(default=False)
    erased_at = models.DateTimeField(null=True)
    created_at = models.DateTimeField(default=timezone.now)

    objects = PatientQuerySet.as_manager()

    class Meta:
        indexes = [
            models.Index(fields=["phone_index"]),
            models.Index(fields=["surname_birth_index"]),
        ]
        constraints = [
            models.CheckConstraint(
                condition=Q(identity=None) | Q(site__isnull=False),
                name="patient_with_identity_has_site",
            ),
            models.CheckConstraint(
                condition=Q(sealed_email=None, email_index=None)
                | Q(sealed_email__isnull=False, email_index__isnull=False),
                name="patient_email_has_index",
            ),
            models.CheckConstraint(
                condition=Q(email_unproved_since=None) | Q(email_index__isnull=False),
                name="patient_unproved_email_is_there",
            ),
            models.CheckConstraint(
                condition=Q(is_practice=False)
                | Q(
                    email_index=None,
                    phone_index=None,
                    surname_birth_index=None,
                    site__isnull=False,
                ),
                name="patient_for_practice_is_nobody",
            ),
            models.CheckConstraint(
                condition=Q(erased_at=None)
                | Q(
                    wrapped_key=None,
                    email_index=None,
                    phone_index=None,
                    surname_birth_index=None,
                    identity=None,
                ),
                name="patient_erased_has_no_key",
            ),
        ]
        triggers = [
            pgtrigger.Protect(
                name="stays_erased",
                operation=pgtrigger.Update,
                condition=pgtrigger.Q(old__erased_at__isnull=False),
            )
        ]

    def __str__(self):
        return f"patient {self.pk}"


class IdentityRecord(models.Model):
    """What a patient said about who they are; a correction is a new row."""

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="identities"
    )
    sealed = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = append_only()

    def __str__(self):
        return f"identity {self.pk}"


class PrivacyNotice(models.Model):
    """One version of the privacy notice, as it was shown."""

    number = models.PositiveIntegerField(unique=True)
    language = models.CharField(max_length=5, default="en")
    text = models.TextField()
    published_at = models.DateTimeField(default=timezone.now)

    class Meta:
        ordering = ["-number"]
        triggers = append_only()

    def __str__(self):
        return f"privacy notice {self.number}"

    @classmethod
    def current(cls) -> "PrivacyNotice":
        return cls.objects.order_by("-number").first()


class AcceptanceQuerySet(models.QuerySet):
    def standing(self):
        """Those that were not taken back."""
        return self.filter(withdrawal=None)


class Acceptance(models.Model):
    """A patient accepted one version of the privacy notice.

    ``digest`` is that of the words that were shown, in SHA-256. ``taken_by`` is the
    member of staff who read it out, or took the signed paper; it is empty where the
    patient accepted the notice on the page. ``sealed_name`` is the name that the
    patient typed there; older ones have none.
    """

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="acceptances"
    )
    notice = models.ForeignKey(PrivacyNotice, on_delete=models.PROTECT)
    at = models.DateTimeField(default=timezone.now)
    mode = models.TextField(choices=Mode.choices, default=Mode.SELF)
    taken_by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sealed_name = models.BinaryField(null=True)
    digest = models.CharField(max_length=64)

    objects = AcceptanceQuerySet.as_manager()

    class Meta:
        ordering = ["at", "pk"]
        constraints = [
            models.CheckConstraint(
                condition=Q(mode="self", taken_by=None)
                | ~Q(mode="self") & Q(taken_by__isnull=False),
                name="notice_taken_by_staff_or_self",
            ),
        ]
        triggers = append_only()

    def __str__(self):
        return f"acceptance {self.pk}"


class ConsentWithdrawal(models.Model):
    """A patient took an acceptance back: from then on it does not count."""

    acceptance = models.OneToOneField(
        Acceptance, on_delete=models.PROTECT, related_name="withdrawal"
    )
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = append_only()

    def __str__(self):
        return f"withdrawal of acceptance {self.acceptance_id}"


class BirthDateTry(models.Model):
    """A wrong date of birth, given to claim a record that staff made."""

    patient = models.ForeignKey(
        Patient, on_delete=models.PROTECT, related_name="birth_date_tries"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = append_only()

    def __str__(self):
        return f"wrong date of birth {self.pk}"


class SamenessQuerySet(models.QuerySet):
    def visible_to(self, user):
        """What was said of two records that this person may both see."""
        seen = Patient.objects.visible_to(user)
        return self.filter(first__in=seen, second__in=seen)

    def last_words(self):
        """The latest of each pair: it alone counts."""
        return self.order_by("first", "second", "-pk").distinct("first", "second")


class Sameness(models.Model):
    """What somebody said of two records: one person, two, or nothing any more.

    The latest row of a pair counts; ``kept`` is the record that goes on where they are
    of one person. ``first`` has the smaller id.
    """

    class Says(models.TextChoices):
        SAME = "same", _("The same person")
        DIFFERENT = "different", _("Two people")
        OPEN = "open", _("Taken back")

    first = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    second = models.ForeignKey(Patient, on_delete=models.PROTECT, related_name="+")
    says = models.TextField(choices=Says.choices)
    kept = models.ForeignKey(
        Patient, on_delete=models.PROTECT, null=True, related_name="+"
    )
    sealed = models.BinaryField()
    by = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.PROTECT, related_name="+"
    )
    at = models.DateTimeField(default=timezone.now)

    objects = SamenessQuerySet.as_manager()

    class Meta:
        constraints = [
            models.CheckConstraint(
                condition=Q(first__lt=models.F("second")), name="sameness_in_order"
            ),
            models.CheckConstraint(
                condition=Q(says="same")
                & (Q(kept=models.F("first")) | Q(kept=models.F("second")))
                | ~Q(says="same") & Q(kept=None),
                name="sameness_keeps_one_of_two",
            ),
        ]
        triggers = append_only()

    def __str__(self):
        return f"sameness {self.pk}"


class KeyProof(models.Model):
    """What a key of this installation made of a known text.

    One for the key of look-ups, whose ``mark`` is empty, and one for each master key
    that may have sealed something here and was not retired: with these the database
    tells whether it is given its own keys.
    """

    mark = models.BinaryField(unique=True)
    proof = models.BinaryField()
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        triggers = [pgtrigger.Protect(name="never_changed", operation=pgtrigger.Update)]

    def __str__(self):
        return f"proof of key {bytes(self.mark).hex() or 'of look-ups'}"

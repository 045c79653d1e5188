"""Sign-in accounts of staff and patients, and the codes and links that open them."""

import uuid

from django.conf import settings
from django.contrib.auth.models import AbstractBaseUser, PermissionsMixin, UserManager
from django.contrib.postgres.fields import ArrayField
from django.contrib.sessions.base_session import AbstractBaseSession
from django.db import models
from django.db.models import Q
from django.db.models.functions import Lower
from django.utils import timezone
from django.utils.translation import gettext_lazy as _

from intake.audit.models import append_only

from .roles import CLINICAL, Role


class AccountManager(UserManager):
    def get_by_natural_key(self, username):
        return self.get(login__iexact=username)

    def staff(self):
        return self.filter(is_patient=False)


class User(AbstractBaseUser, PermissionsMixin):
    """Someone who signs in.

    A patient's account has a random id and nothing else that names the person; staff
    have a login, a name, an address and perhaps a mobile number, as gateways dial it.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    is_patient = models.BooleanField(default=False)
    login = models.TextField(_("Sign-in name"), unique=True, null=True, blank=True)
    name = models.TextField(_("Name"), blank=True)
    email = models.EmailField(_("E-mail"), blank=True)
    mobile = models.TextField(_("Mobile number"), blank=True, default="")
    roles = ArrayField(models.TextField(choices=Role.choices), default=list)
    sites = models.ManyToManyField("practice.Location", blank=True)
    is_active = models.BooleanField(default=True)
    # The one record of another site that an emergency opened, and until when.
    emergency_patient = models.UUIDField(null=True, editable=False)
    emergency_until = models.DateTimeField(null=True, editable=False)
    created_at = models.DateTimeField(default=timezone.now)

    objects = AccountManager()

    USERNAME_FIELD = "login"
    EMAIL_FIELD = "email"
    REQUIRED_FIELDS = ["name"]

    class Meta:
        constraints = [
            models.UniqueConstraint(Lower("login"), name="user_login_once"),
            models.CheckConstraint(
                condition=Q(
                    is_patient=True, login=None, name="", email="", mobile="", roles=[]
                )
                | Q(is_patient=False, login__isnull=False),
                name="user_patient_is_nameless",
            ),
            models.CheckConstraint(
                condition=Q(mobile="") | Q(mobile__regex=r"^\+[1-9][0-9]{6,14}$"),
                name="user_mobile_can_be_dialed",
            ),
        ]

    def __str__(self):
        return self.name or f"account {self.pk}"

    def get_full_name(self):
        return self.name

    def get_short_name(self):
        return self.name

    @property
    def first_name(self):
        """Read by Wagtail's pages."""
        return self.name

    @property
    def role_names(self) -> str:
        """Roles as the audit trail keeps them."""
        return "patient" if self.is_patient else ",".join(sorted(self.roles))

    def has_role(self, roles) -> bool:
        return self.is_active and bool(roles & set(self.roles))

    @property
    def is_clinical(self) -> bool:
        return self.has_role(CLINICAL)

    def in_emergency(self) -> uuid.UUID | None:
        """The patient whose record is open to this person beyond their sites."""
        if self.emergency_until is None or self.emergency_until <= timezone.now():
            return None
        return self.emergency_patient

    def trail_marks(self, patient_id: str) -> dict[str, bool]:
        """What the audit trail adds to whatever this person does in a record."""
        opened = self.in_emergency()
        return {"emergency": True} if opened and str(opened) == patient_id else {}

    def site_ids(self) -> list[int]:
        return list(self.sites.values_list("pk", flat=True))


class SignInCode(models.Model):
    """One code sent to one address for one browser session, or one link to it.

    Never changed: tries and use are rows of their own. Neither the address nor the
    code can be read from it. A link is of no browser: what a session holds of a code,
    the message holds of a link.
    """

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    address_index = models.BinaryField()
    sealed_address = models.BinaryField()
    index_mark = models.BinaryField(null=True)
    code_digest = models.BinaryField()
    session_digest = models.BinaryField()
    browser_digest = models.BinaryField(null=True)
    is_link = models.BooleanField(default=False)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()

    class Meta:
        indexes = [
            models.Index(fields=["address_index", "created_at"]),
            models.Index(
                fields=["session_digest"],
                condition=Q(is_link=True),
                name="sign_in_link_by_token",
            ),
        ]
        triggers = append_only()

    def __str__(self):
        return f"code {self.pk}"


class SignInTry(models.Model):
    """One attempt to use a code."""

    code = models.ForeignKey(SignInCode, on_delete=models.PROTECT, related_name="tries")
    at = models.DateTimeField(default=timezone.now)
    succeeded = models.BooleanField()

    class Meta:
        indexes = [models.Index(fields=["at"])]
        constraints = [
            models.UniqueConstraint(
                fields=["code"], condition=Q(succeeded=True), name="code_used_once"
            )
        ]
        triggers = append_only()

    def __str__(self):
        return f"try {self.pk} of code {self.code_id}"


class PasswordTry(models.Model):
    """One failed password, counted per name entered, whether or not it exists.

    Those of a browser that was let in before are counted by themselves.
    """

    login_index = models.BinaryField()
    browser_digest = models.BinaryField(null=True)
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["login_index", "at"])]

    def __str__(self):
        return f"failed password {self.pk}"


class LinkRequest(models.Model):
    """Somebody asks for a link; whether the name is anybody's is looked up later.

    Whoever asks waits for the same work in either case, and learns nothing from it.
    """

    name_index = models.BinaryField(unique=True)
    language = models.TextField()
    at = models.DateTimeField(default=timezone.now)

    def __str__(self):
        return f"request for a link {self.pk}"


class OneTimeLink(models.Model):
    """A link by which one member of staff sets a password, once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="links"
    )
    token_digest = models.BinaryField(unique=True)
    created_at = models.DateTimeField(default=timezone.now)
    expires_at = models.DateTimeField()
    used_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"link {self.pk} for account {self.user_id}"


class Factor(models.Model):
    """What somebody proves who they are with: an authenticator app, or a passkey.

    The secret of an app and the public key of a passkey are sealed for this row. A code
    of an app counts once: ``last_step`` is the newest step of time one was taken for.
    """

    class Kind(models.TextChoices):
        APP = "app", _("Authenticator app")
        PASSKEY = "passkey", _("Passkey or security key")

    id = models.UUIDField(primary_key=True, default=uuid.uuid4, editable=False)
    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="factors"
    )
    kind = models.TextField(choices=Kind.choices)
    device = models.TextField(blank=True)
    sealed = models.BinaryField()
    credential_digest = models.BinaryField(null=True, unique=True)
    last_step = models.BigIntegerField(default=0)
    uses = models.BigIntegerField(default=0)
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    class Meta:
        constraints = [
            models.UniqueConstraint(
                fields=["user"], condition=Q(kind="app"), name="factor_one_app_each"
            ),
            models.CheckConstraint(
                condition=Q(kind="app", credential_digest=None)
                | Q(kind="passkey", credential_digest__isnull=False),
                name="factor_passkey_is_found_by_its_credential",
            ),
        ]

    def __str__(self):
        return f"factor {self.pk}"


class RecoveryCode(models.Model):
    """A code on paper that stands in for a factor, once."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="spare_codes"
    )
    sealed = models.BinaryField()
    created_at = models.DateTimeField(default=timezone.now)
    used_at = models.DateTimeField(null=True)

    def __str__(self):
        return f"recovery code {self.pk}"


class FactorTry(models.Model):
    """One wrong proof of a factor, by somebody who knew the password."""

    user = models.ForeignKey(
        settings.AUTH_USER_MODEL, on_delete=models.CASCADE, related_name="factor_tries"
    )
    at = models.DateTimeField(default=timezone.now)

    class Meta:
        indexes = [models.Index(fields=["user", "at"])]

    def __str__(self):
        return f"wrong factor {self.pk}"


class BrowserSession(AbstractBaseSession):
    """What the server keeps for one browser, and whose account is open in it.

    It is known by a digest of what the browser holds, so that no row opens a session.
    """

    session_key = None
    digest = models.CharField(max_length=64, primary_key=True, db_column="session_key")
    account = models.ForeignKey(
        settings.AUTH_USER_MODEL,
        on_delete=models.CASCADE,
        related_name="browsers",
        null=True,
    )

    class Meta(AbstractBaseSession.Meta):
        abstract = False

    def __str__(self):
        return "session"

    @classmethod
    def get_session_store_class(cls):
        from .sessions import SessionStore  # noqa: PLC0415  # it needs this model

        return SessionStore

"""Settings of every installation; the environment loosens or completes them.

With an empty environment this is a local installation: secrets are made once in
``LOCAL_DIR``, only loopback hosts are served, and an embedded PostgreSQL is used.
``CLINIC_ENV=production`` requires every secret and refuses to start without.
"""

from pathlib import Path
from zoneinfo import available_timezones

import dj_database_url
from csp.constants import NONCE, NONE, SELF
from django.core.exceptions import ImproperlyConfigured
from django.utils.translation import gettext_lazy as _

from clinic import env, unsafe
from clinic.embedded.server import APPLICATION, OWNER, EmbeddedServer

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = Path(env.text("LOCAL_DIR") or BASE_DIR / ".local").absolute()
PRODUCTION = env.text("CLINIC_ENV", "local") == "production"
TESTING = env.flag("CLINIC_TESTING")
DEMO = env.flag("DEMO")
DEBUG = False

if env.text("CLINIC_ENV", "local") not in ("local", "production"):
    raise ImproperlyConfigured("CLINIC_ENV is either local or production.")
if PRODUCTION and DEMO:
    raise ImproperlyConfigured(
        "DEMO shows sign-ins to everyone and lets staff in without a second factor, "
        "so it is not for real patients; unset it."
    )
# Staff prove a second factor before any page of theirs opens. Only a demonstration,
# which is never production, and tests of other things do without.
STAFF_NEED_SECOND_FACTOR = not DEMO
# The worker asks the links that lead out of the portal, once a week. A demonstration
# and tests ask no servers of others by themselves.
CHECK_LINKS = env.flag("CHECK_LINKS", default=not (DEMO or TESTING))

# Secrets -------------------------------------------------------------------------

if PRODUCTION:
    SECRET_KEY = env.required("SECRET_KEY", "a long random text that signs sessions")
    _master = env.required(
        "CLINIC_MASTER_KEYS",
        "the keys that seal patients' data, newest first, separated by commas",
    )
    _index = env.required(
        "CLINIC_INDEX_KEY",
        "the key of exact look-ups; while it is changed the newest and the older one, "
        "separated by a comma",
    )
else:
    _local = env.LocalSecrets(LOCAL_DIR / "secrets")
    SECRET_KEY = env.text("SECRET_KEY") or _local("secret_key")
    _master = env.text("CLINIC_MASTER_KEYS") or _local("master_key")
    _index = env.text("CLINIC_INDEX_KEY") or _local("index_key")

MASTER_KEYS = [env.key(part, "CLINIC_MASTER_KEYS") for part in _master.split(",")]
INDEX_KEYS = [env.key(part, "CLINIC_INDEX_KEY") for part in _index.split(",")]

# Where we are --------------------------------------------------------------------

ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
SITE_URL = env.text("SITE_URL", f"http://127.0.0.1:{env.number('PORT', 8000)}")
if PRODUCTION:
    env.required("ALLOWED_HOSTS", "the names under which the site is served")
    env.required("SITE_URL", "the site's address, for links in messages")
    CSRF_TRUSTED_ORIGINS = [SITE_URL]
    SECURE_SSL_REDIRECT = True
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    SECURE_REDIRECT_EXEMPT = [r"^healthz$", r"^readyz$"]
    SECURE_HSTS_SECONDS = 31_536_000
    SECURE_HSTS_INCLUDE_SUBDOMAINS = SECURE_HSTS_PRELOAD = True
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = PRODUCTION
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
SESSION_ENGINE = "intake.accounts.sessions"
SESSION_COOKIE_AGE = 8 * 60 * 60
# Everybody is signed out by themselves: seconds without activity, and since signing
# in. Of several roles the shortest counts. Editors write long before they save.
SIGNED_IN = {
    "patient": (30 * 60, SESSION_COOKIE_AGE),
    "patient_shared": (10 * 60, SESSION_COOKIE_AGE),  # others use the device too
    "front_desk": (30 * 60, SESSION_COOKIE_AGE),
    "clinician": (30 * 60, SESSION_COOKIE_AGE),
    "medical_director": (30 * 60, SESSION_COOKIE_AGE),
    "content_editor": (2 * 60 * 60, SESSION_COOKIE_AGE),
    "privacy_officer": (30 * 60, SESSION_COOKIE_AGE),
    "administrator": (30 * 60, SESSION_COOKIE_AGE),
}
SIGN_OUT_WARNING = 2 * 60  # before it happens
SIGNING_FRESH = 15 * 60  # seconds since a proof, within which a signature counts
SESSION_COOKIE_NAME, CSRF_COOKIE_NAME, LANGUAGE_COOKIE_NAME = "session", "csrf", "lang"
SECURE_REFERRER_POLICY = "same-origin"
CSRF_FAILURE_VIEW = "intake.web.csrf.failed"

INSTALLED_APPS = [
    "intake.operations",
    "intake.web.ui",
    "intake.web",
    "intake.rights",
    "intake.payers",
    "intake.decisions",
    "intake.findings",
    "intake.coordination",
    "intake.learning",
    "intake.questions",
    "intake.reminders",
    "intake.reruns",
    "intake.tables",
    "intake.review",
    "intake.education",
    "intake.feedback",
    "intake.questionnaires",
    "intake.safety",
    "intake.patients",
    "intake.accounts",
    "intake.messaging",
    "intake.practice",
    "intake.audit",
    "wagtail.users",
    "wagtail.images",
    "wagtail.documents",
    "wagtail.search",
    "wagtail.sites",
    "wagtail.embeds",
    "wagtail.snippets",
    "wagtail.contrib.redirects",
    "wagtail.contrib.typed_table_block",
    "wagtail.admin",
    "wagtail.locales",
    "wagtail",
    "modelcluster",
    "taggit",
    "crispy_forms",
    "crispy_bootstrap5",
    "pgtrigger",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.postgres",
    "django.contrib.staticfiles",
    "django.forms",
]
if DEMO:
    INSTALLED_APPS.insert(0, "intake.demo")

MIDDLEWARE = [
    "intake.web.middleware.headers.EveryReply",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "intake.web.middleware.compression.CompressedPages",
    "intake.web.middleware.policy.ContentPolicy",
    "intake.web.middleware.limits.BodyLimit",
    "intake.web.middleware.replies.RefusalPages",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "intake.web.middleware.leaving.LeftInAHurry",
    "intake.web.middleware.idle.IdleSignOut",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "intake.web.middleware.clock.ClinicClock",
    "intake.web.middleware.guard.AccessGuard",
    "intake.web.middleware.unopened.UnopenedRecords",
    "intake.web.middleware.editing.EditingAddresses",
    "intake.web.middleware.overdue.OverdueAlerts",
    "wagtail.contrib.redirects.middleware.RedirectMiddleware",
]

ROOT_URLCONF = "clinic.urls"
WSGI_APPLICATION = "clinic.wsgi.application"
FORM_RENDERER = "django.forms.renderers.TemplatesSetting"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "csp.context_processors.nonce",
                "intake.web.context.clinic",
            ],
        },
    }
]
CRISPY_ALLOWED_TEMPLATE_PACKS = ["bootstrap5"]
CRISPY_TEMPLATE_PACK = "bootstrap5"
CRISPY_FAIL_SILENTLY = False

# Data ----------------------------------------------------------------------------

# Who owns the tables and migrates them, where that is not the application's role.
DATABASE_OWNER = None
if env.text("DATABASE_URL"):
    DATABASES = {"default": dj_database_url.parse(env.text("DATABASE_URL"))}
    if env.text("DATABASE_OWNER_URL"):
        _owner = dj_database_url.parse(env.text("DATABASE_OWNER_URL"))
        DATABASE_OWNER = {name: _owner[name] for name in ("USER", "PASSWORD")}
elif PRODUCTION:
    raise ImproperlyConfigured("Set DATABASE_URL: the address of the database.")
else:
    _server = EmbeddedServer(
        LOCAL_DIR / ("postgres-test" if TESTING else "postgres"), throwaway=TESTING
    )
    DATABASES = {"default": _server.django_settings()}
    if not TESTING:
        DATABASES["default"]["USER"] = APPLICATION
        DATABASE_OWNER = {"USER": OWNER}
DATABASES["default"].update(CONN_MAX_AGE=60, CONN_HEALTH_CHECKS=True)
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"
DATA_UPLOAD_MAX_MEMORY_SIZE = 2_000_000  # bytes of one posted page
# Larger than any body from patients and staff: what they upload never lies open in a
# file of its own. Videos of the portal do, while they arrive.
FILE_UPLOAD_MAX_MEMORY_SIZE = 20_000_000
ATTACHMENT_MEGABYTES = env.number("ATTACHMENT_MEGABYTES", 10)
if not 1 <= ATTACHMENT_MEGABYTES <= 18:
    raise ImproperlyConfigured("ATTACHMENT_MEGABYTES is from 1 to 18.")
VIDEO_MEGABYTES = env.number("VIDEO_MEGABYTES", 200)
if not 1 <= VIDEO_MEGABYTES <= 2000:
    raise ImproperlyConfigured("VIDEO_MEGABYTES is from 1 to 2000.")
CLAMAV = env.text("CLAMAV")  # /path/of/a/socket or host:port; empty for none
if CLAMAV and not (CLAMAV.startswith("/") or CLAMAV.rpartition(":")[2].isdigit()):
    raise ImproperlyConfigured("CLAMAV is the path of a socket, or host:port.")
DATA_UPLOAD_MAX_NUMBER_FIELDS = 20_000  # a long page in the editor has thousands

# Ids of who was erased, for the day when a backup is restored; they name nobody.
ERASED_LIST = Path(env.text("ERASED_LIST") or LOCAL_DIR / "erased.txt")

# People --------------------------------------------------------------------------

AUTH_USER_MODEL = "accounts.User"
LOGIN_URL = "/patient/sign-in/"
PASSWORD_HASHERS = ["django.contrib.auth.hashers.Argon2PasswordHasher"]
AUTH_PASSWORD_VALIDATORS = [
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
]

# Messages ------------------------------------------------------------------------

EMAIL_HOST = env.text("EMAIL_HOST")
EMAIL_PORT = env.number("EMAIL_PORT", 587)
EMAIL_HOST_USER = env.text("EMAIL_USER")
EMAIL_HOST_PASSWORD = env.text("EMAIL_PASSWORD")
EMAIL_USE_TLS = env.flag("EMAIL_TLS", default=True)
EMAIL_TIMEOUT = 10  # seconds
EMAIL_FILE_PATH = LOCAL_DIR / "mail"
DEFAULT_FROM_EMAIL = env.text("EMAIL_FROM", "clinic@localhost")
EMAIL_BACKEND = (
    "django.core.mail.backends.smtp.EmailBackend"
    if EMAIL_HOST
    else "django.core.mail.backends.filebased.EmailBackend"
)
if PRODUCTION:
    env.required("EMAIL_HOST", "the mail server; patients sign in by mail")
    env.required("EMAIL_FROM", "the address that messages come from")

# Text messages to staff, by a gateway; off until its address is set.
SMS = None
if _gateway := env.web_address("SMS_URL"):
    _form = env.text("SMS_FORMAT", "json")
    _fields = tuple(env.words("SMS_FIELDS", "from,to,text"))
    if _form not in ("json", "form"):
        raise ImproperlyConfigured("SMS_FORMAT is either json or form.")
    if len(_fields) != 3:
        raise ImproperlyConfigured("SMS_FIELDS are three names: from,to,text.")
    SMS = {
        "url": _gateway,
        "token": env.required_with("SMS_URL", "SMS_TOKEN", "the gateway's secret"),
        "sender": env.required_with("SMS_URL", "SMS_SENDER", "who texts come from"),
        "user": env.text("SMS_USER"),
        "as_form": _form == "form",
        "fields": _fields,
    }

# Language and time ---------------------------------------------------------------

LANGUAGE_CODE = "en"
# A language is offered when its catalogue is complete and reviewed.
LANGUAGES = WAGTAIL_CONTENT_LANGUAGES = [("en", _("English"))]
LOCALE_PATHS = [BASE_DIR / "locale"]
USE_I18N = USE_TZ = WAGTAIL_I18N_ENABLED = True
TIME_ZONE = "UTC"

# Files ---------------------------------------------------------------------------

STATIC_URL = "/static/"
STATIC_ROOT = Path(env.text("STATIC_ROOT") or LOCAL_DIR / "static")
MEDIA_URL = "/media/"
MEDIA_ROOT = Path(env.text("MEDIA_ROOT") or LOCAL_DIR / "media")
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"
        if PRODUCTION
        else "django.contrib.staticfiles.storage.StaticFilesStorage"
    },
}
WHITENOISE_KEEP_ONLY_HASHED_FILES = PRODUCTION
WHITENOISE_USE_FINDERS = not PRODUCTION

# The editing side of the portal ----------------------------------------------------

WAGTAIL_SITE_NAME = "Education portal"
WAGTAIL_USER_TIME_ZONES = sorted(available_timezones() - {"localtime"})
WAGTAILADMIN_BASE_URL = SITE_URL
WAGTAILADMIN_LOGIN_URL = "/staff/sign-in/"
WAGTAIL_FINISH_WORKFLOW_ACTION = "intake.education.governing.publishing.publish_signed"
WAGTAIL_PASSWORD_MANAGEMENT_ENABLED = False
WAGTAIL_PASSWORD_RESET_ENABLED = False
WAGTAIL_EMAIL_MANAGEMENT_ENABLED = False
WAGTAIL_GRAVATAR_PROVIDER_URL = None  # else hashes of addresses leave the clinic
WAGTAIL_ENABLE_UPDATE_CHECK = False
WAGTAIL_ENABLE_WHATS_NEW_BANNER = False
WAGTAILEMBEDS_FINDERS = []  # no foreign page is asked for previews
WAGTAILSEARCH_BACKENDS = {
    "default": {
        "BACKEND": "wagtail.search.backends.database",
        "SEARCH_CONFIG": "english",
    }
}

# Security policy of pages; the editing side has its own -----------------------------

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF, NONCE],
        "style-src": [SELF],
        "img-src": [SELF, "data:"],
        "media-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
        "object-src": [NONE],
        "manifest-src": [SELF],
    }
}

# Logs: one JSON object a line, no patient data --------------------------------------

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "json": {
            "()": "clinic.logs.DiscreetFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        }
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"handlers": ["console"], "level": "INFO"},
    "loggers": {
        "django": {"handlers": [], "level": "WARNING", "propagate": True},
        "django.request": {"level": "ERROR", "propagate": True},
        "fido2": {"level": "WARNING", "propagate": True},
        "django_tasks": {"level": "WARNING", "propagate": True},
        "wagtail": {"level": "WARNING", "propagate": True},
    },
}

unsafe.refuse(globals())

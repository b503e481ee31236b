"""Settings shared by every way of running Townsite; values come from the environment."""

import json
import os
from pathlib import Path
from typing import Any

import pghistory
from csp.constants import NONE, SELF
from psycopg.conninfo import conninfo_to_dict

from townsite.config.identity import identity_origins, identity_providers
from townsite.web.map_provider import parse_provider

ROOT = Path(__file__).resolve().parents[3]
LOCAL = Path(os.environ.get("TOWNSITE_LOCAL", ROOT / ".local"))


def secret_key() -> str:
    """The key from the environment, or the one the set-up keeps in `.local`."""
    file = LOCAL / "secret_key"
    given = os.environ.get("TOWNSITE_SECRET_KEY") or (file.read_text() if file.exists() else "")
    return given.strip() or "only-for-checks-that-need-no-secret"


def database(url_variable: str, role: str) -> dict[str, Any]:
    """Django's connection settings from a URL, or of the private cluster of the set-up."""
    cluster = LOCAL / "postgres.json"
    given = os.environ.get(url_variable)
    parts: dict[str, Any] = conninfo_to_dict(given) if given else {}
    if not given and cluster.exists():
        known = json.loads(cluster.read_text())
        parts = {"host": known["host"], "port": known.get("port", 5432)}
    return {
        "ENGINE": "django.contrib.gis.db.backends.postgis",
        "NAME": os.environ.get("TOWNSITE_DB") or parts.get("dbname") or "townsite",
        "USER": parts.get("user") or role,
        "PASSWORD": parts.get("password") or "",
        "HOST": parts.get("host") or "",
        "PORT": parts.get("port") or "",
        "CONN_MAX_AGE": 600,
        "CONN_HEALTH_CHECKS": True,
        # Many ask at once, so that each has one core at most; and parallel plans start late (5 ms).
        "OPTIONS": {
            "application_name": f"townsite {role}",
            "options": "-c max_parallel_workers_per_gather=0",
        },
    }


SECRET_KEY = secret_key()
# Former keys: sessions go on, and what they signed is still known to be ours.
SECRET_KEY_FALLBACKS = [
    key for key in os.environ.get("TOWNSITE_SECRET_KEY_FALLBACKS", "").split(",") if key
]
DEBUG = False
ALLOWED_HOSTS = os.environ.get("TOWNSITE_HOSTS", "localhost,127.0.0.1,[::1]").split(",")
# The app role serves under row-level security; the owner role only migrates and loads.
DATABASES = {
    "default": database("DATABASE_URL", "townsite_app"),
    "owner": database("DATABASE_OWNER_URL", "townsite_owner"),
}
# Debian 12's GDAL cannot block file access in spatial references; we hand it none from users.
SILENCED_SYSTEM_CHECKS = ["gis.W001"]
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

INSTALLED_APPS = [
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.messages",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "django.contrib.gis",
    "django.contrib.postgres",
    "django.contrib.humanize",
    "django_htmx",
    "django_vite",
    "template_partials.apps.SimpleAppConfig",
    "allauth",
    "allauth.account",
    "allauth.usersessions",
    "allauth.mfa",
    "allauth.socialaccount",
    "allauth.socialaccount.providers.openid_connect",
    "procrastinate.contrib.django",
    "pgtrigger",
    "pghistory",
    "townsite.common",
    "townsite.audit",
    "townsite.jobs",
    "townsite.policies",
    "townsite.accounts",
    "townsite.sites",
    "townsite.territories",
    "townsite.access",
    "townsite.oversight",
    "townsite.directory",
    "townsite.changes",
    "townsite.scenarios",
    "townsite.imports",
    "townsite.workflows",
    "townsite.notifications",
    "townsite.api",
    "townsite.web",
]

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "csp.middleware.CSPMiddleware",
    "townsite.web.live.address.live_origin",
    "townsite.web.middleware.isolation",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "townsite.web.middleware.request_id",
    "townsite.web.middleware.null_characters",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "townsite.access.arrival.ArrivalMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "townsite.api.token_middleware.TokenMiddleware",
    "townsite.access.sign_in.SignInMiddleware",
    "townsite.web.own_time.own_time",
    # Everything below runs in the one transaction of the request, under the person's scope.
    "townsite.access.middleware.ScopeMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "townsite.web.middleware.problems",
]

ROOT_URLCONF = "townsite.config.urls"
WSGI_APPLICATION = "townsite.config.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [ROOT / "townsite" / "web" / "templates"],
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "townsite.web.context.portal",
            ],
            "loaders": [
                (
                    "template_partials.loader.Loader",
                    [
                        (
                            "django.template.loaders.cached.Loader",
                            [
                                "django.template.loaders.filesystem.Loader",
                                "django.template.loaders.app_directories.Loader",
                            ],
                        )
                    ],
                )
            ],
            "builtins": ["template_partials.templatetags.partials"],
        },
    }
]

CACHES = {
    # In the database, so that lockouts hold over every web process.
    "default": {
        "BACKEND": "django.core.cache.backends.db.DatabaseCache",
        "LOCATION": "common_cache",
    }
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = ["townsite.accounts.backend.Backend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        # 12 characters: domain section 5, security numbers.
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 12},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "townsite.accounts.passwords.PasswordHistoryValidator"},
]
ACCOUNT_ADAPTER = "townsite.accounts.adapter.AccountAdapter"
ACCOUNT_LOGIN_METHODS = {"email"}
ACCOUNT_SIGNUP_FIELDS = ["email*", "password1*", "password2*"]
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_EMAIL_VERIFICATION = "none"  # accounts are made by administrators, not by sign-up
ACCOUNT_SESSION_REMEMBER = None
# Lock after 5 failures for 30 minutes: domain section 5, security numbers.
ACCOUNT_RATE_LIMITS = {"login_failed": "5/30m/key,50/30m/ip"}
MFA_ADAPTER = "townsite.accounts.factors.MFAAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
MFA_FORMS = {"add_webauthn": "townsite.accounts.forms.AddPasskeyForm"}
# Codes of the step before and after hold as well, for clocks that differ (RFC 6238, 5.2).
MFA_TOTP_TOLERANCE = 1
# Browsers give passkeys to pages over HTTPS, and to `localhost` for development.
MFA_WEBAUTHN_ALLOW_INSECURE_ORIGIN = False
SOCIALACCOUNT_ADAPTER = "townsite.accounts.logins.LoginAdapter"
SOCIALACCOUNT_PROVIDERS = identity_providers()
SOCIALACCOUNT_QUERY_EMAIL = True
# How many proxies of ours stand before the web process; only what they tell of addresses counts.
TOWNSITE_TRUSTED_PROXIES = int(os.environ.get("TOWNSITE_TRUSTED_PROXIES", "0"))
ALLAUTH_TRUSTED_PROXY_COUNT = TOWNSITE_TRUSTED_PROXIES
TOWNSITE_RATE_LIMITS = LOCAL / "rate_limits"
ACCOUNT_LOGOUT_ON_GET = False
# Whoever changes a password or a second factor hears of it by mail.
ACCOUNT_EMAIL_NOTIFICATIONS = True
# So long after signing in or confirming, sensitive acts ask for no further proof (figure proposed).
ACCOUNT_REAUTHENTICATION_TIMEOUT = 15 * 60
ACCOUNT_PRESERVE_USERNAME_CASING = False
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
EMAIL_BACKEND = "django.core.mail.backends.filebased.EmailBackend"
EMAIL_FILE_PATH = LOCAL / "mail"
# Links in e-mails begin with it.
TOWNSITE_ADDRESS = os.environ.get("TOWNSITE_ADDRESS", "http://localhost:8000").rstrip("/")
DEFAULT_FROM_EMAIL = os.environ.get("TOWNSITE_FROM_EMAIL", "townsite@localhost")

SESSION_ENGINE = "townsite.accounts.sessions"
# 8 h: domain section 5. Policies `sign_in.…` may end a session sooner.
SESSION_COOKIE_AGE = 8 * 3600
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"
CSRF_FAILURE_VIEW = "townsite.web.errors.csrf_failure"

LANGUAGE_CODE = "en-us"
TIME_ZONE = "UTC"
USE_TZ = True
USE_I18N = False

STATIC_URL = "/static/"
STATIC_ROOT = LOCAL / "static"
STATICFILES_DIRS = [ROOT / "townsite" / "web" / "static"]
MEDIA_ROOT = LOCAL / "media"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
# Vite already puts a hash into every built file's name.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^.+\-[\w\-]{8}\..+$"
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": ROOT / "townsite/web/static/build/.vite/manifest.json",
        "static_url_prefix": "build",
    }
}
# Uploads: an import file may be 50 MB; larger ones are refused while they arrive.
DATA_UPLOAD_MAX_MEMORY_SIZE = 5 * 1024 * 1024
DATA_UPLOAD_MAX_NUMBER_FIELDS = 5_000
FILE_UPLOAD_MAX_MEMORY_SIZE = 2 * 1024 * 1024
FILE_UPLOAD_HANDLERS = [
    "townsite.web.imports.upload_limit.RefuseTooLarge",
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "django.core.files.uploadhandler.TemporaryFileUploadHandler",
]

TOWNSITE_MAP_PROVIDER = os.environ.get("TOWNSITE_MAP_PROVIDER", "builtin")
TOWNSITE_MAP_ATTRIBUTION = os.environ.get("TOWNSITE_MAP_ATTRIBUTION", "")
MAP_ORIGINS = parse_provider(TOWNSITE_MAP_PROVIDER).origins

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "worker-src": [SELF],
        "connect-src": [SELF, *MAP_ORIGINS],
        "img-src": [SELF, "data:", *MAP_ORIGINS],
        "font-src": [SELF],
        "manifest-src": [SELF],
        "base-uri": [NONE],
        # A form that a redirect leads on to the identity provider is asked about as well.
        "form-action": [SELF, *identity_origins()],
        "frame-ancestors": [NONE],
        "object-src": [NONE],
    }
}

# History by statement-level triggers: row-level ones cost ten times the write.
PGHISTORY_APPEND_ONLY = True
# Versions are looked up by their row, never by what it refers to: other indexes would be written
# with every version and read by nobody.
PGHISTORY_FOREIGN_KEY_FIELD = pghistory.ForeignKey(db_index=False)
PGHISTORY_OBJ_FIELD = pghistory.ObjForeignKey(db_index=True)

JOB_SCOPE = "townsite.access.jobs.scope_for_job"
TOWNSITE_GEOCODER = os.environ.get("TOWNSITE_GEOCODER", "")
TOWNSITE_ROUTER = os.environ.get("TOWNSITE_ROUTER", "")
# Where pages hear of each other's publications: "", "/live/" behind a proxy, ":8001" for a port.
TOWNSITE_LIVE = os.environ.get("TOWNSITE_LIVE", "")

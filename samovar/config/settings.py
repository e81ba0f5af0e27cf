"""Django's settings. What an operator may change is in environment.py; the rest is decided here."""

from __future__ import annotations

import sys
from datetime import timedelta
from pathlib import Path
from typing import Any

from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from samovar.config.environment import read_environment
from samovar.core.logs import logging_settings

ENV = read_environment()
PACKAGE = Path(__file__).resolve().parent.parent
DATA_DIR = ENV.data_dir.absolute()
DATA_DIR.mkdir(parents=True, exist_ok=True)

SECRET_KEY = ENV.resolved_secret_key
DEBUG = ENV.debug
ALLOWED_HOSTS = ENV.allowed_hosts
SITE_URL = ENV.site_url
CSRF_TRUSTED_ORIGINS = [ENV.site_url]
TRUSTED_PROXIES = ENV.trusted_proxies

INSTALLED_APPS = [
    # First of all, so that our words and templates win over those of the same name elsewhere.
    "samovar.core",
    "samovar.accounts",
    "samovar.people",
    "samovar.files",
    "samovar.notifications",
    "samovar.rooms",
    "samovar.feed",
    "samovar.boards",
    "samovar.chat",
    "samovar.integrations",
    "samovar.calls",
    "samovar.recordings",
    "samovar.moderation",
    "django.contrib.admin",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django.contrib.humanize",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
    "allauth",
    "allauth.account",
    "allauth.mfa",
    "csp",
    "django_htmx",
    "django_tasks",
    "django_tasks_db",
    "django_vite",
    "rest_framework",
    "drf_spectacular",
    "drf_spectacular_sidecar",
]
if "runserver" in sys.argv[1:2]:
    # Its `runserver` serves sockets too; it stays out of everything else.
    INSTALLED_APPS.insert(0, "daphne")

MIDDLEWARE = [
    "samovar.core.request_id.named",
    "samovar.core.metrics.measured",
    "samovar.core.middleware.compressed",
    "django.middleware.security.SecurityMiddleware",
    "samovar.core.middleware.headers",
    "csp.middleware.CSPMiddleware",
    "samovar.core.api_middleware.ApiMiddleware",
    "samovar.core.middleware.static_files",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.locale.LocaleMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "samovar.accounts.middleware.SessionRowMiddleware",
    "samovar.accounts.middleware.GateMiddleware",
    "allauth.account.middleware.AccountMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "samovar.core.middleware.RefusalMiddleware",
]

ROOT_URLCONF = "samovar.config.urls"
ASGI_APPLICATION = "samovar.config.asgi.application"
TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [PACKAGE / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.template.context_processors.i18n",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "samovar.core.context.shell",
                "samovar.accounts.context.registration",
            ],
        },
    }
]

DATABASES: dict[str, Any] = {"default": {**ENV.database, "CONN_MAX_AGE": 600, "CONN_HEALTH_CHECKS": True}}
if DATABASES["default"]["ENGINE"].endswith("sqlite3"):
    # A file also in tests: threads of their own (the writer, sockets) see the same data.
    DATABASES["default"]["TEST"] = {"NAME": DATA_DIR / "test.sqlite3"}
    # WAL with synchronous=NORMAL loses acknowledged commits in a power cut.
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        # SQLite lets who waits to write ask again now and then, and not in turn. Of ten at once on a machine
        # under ten times its load one of a hundred waited longer than 20 s, none as long as a minute.
        "timeout": 60,
        "init_command": (
            "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL; PRAGMA foreign_keys=ON;"
            "PRAGMA mmap_size=134217728; PRAGMA journal_size_limit=67108864; PRAGMA cache_size=-16000;"
        ),
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

_CACHE = ("redis.RedisCache", ENV.redis_url) if ENV.redis_url else ("db.DatabaseCache", "samovar_cache")
# Above this many keys the table throws living ones away, and what they limited is free again.
# Django's own 300 is less than one class has; what has expired is swept by core.forget_keys.
_KEYS = {"MAX_ENTRIES": 100_000}
CACHES = {
    "default": {
        "BACKEND": f"django.core.cache.backends.{_CACHE[0]}",
        "LOCATION": _CACHE[1],
        "KEY_PREFIX": ENV.redis_prefix if ENV.redis_url else "",
        "OPTIONS": {} if ENV.redis_url else _KEYS,
    }
}
CHANNEL_LAYERS: dict[str, Any] = {}
# Hosts of others may be slow: what is told them waits in a queue of its own.
HOOKS_QUEUE = "webhooks"
TASKS = {
    "default": {"BACKEND": "django_tasks_db.DatabaseBackend", "QUEUES": ["default", HOOKS_QUEUE]},
}

AUTH_USER_MODEL = "accounts.User"
SILENCED_SYSTEM_CHECKS = ["auth.W004"]  # usernames are unique by their folded key
AUTHENTICATION_BACKENDS = ["samovar.accounts.backends.AccountBackend"]
EMAIL_VERIFICATION = ENV.email_verification
REGISTRATION = ENV.registration
MFA_ADAPTER = "samovar.accounts.mfa.MfaAdapter"
MFA_TOTP_ISSUER = "Samovar"
ACCOUNT_USER_MODEL_USERNAME_FIELD = "username"
ACCOUNT_LOGIN_METHODS = {"username", "email"}
ACCOUNT_SIGNUP_FIELDS = ["username*", "email*", "password1*", "password2*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory" if ENV.email_verification == "required" else "none"
ACCOUNT_EMAIL_CONFIRMATION_EXPIRE_DAYS = 3
ALLAUTH_TRUSTED_PROXY_COUNT = ENV.trusted_proxies
PASSWORD_RESET_TIMEOUT = int(timedelta(hours=2).total_seconds())
PASSWORD_HASHERS = [
    "samovar.accounts.hashers.SmallArgon2PasswordHasher",
    "django.contrib.auth.hashers.PBKDF2PasswordHasher",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": f"django.contrib.auth.password_validation.{name}"}
    for name in (
        "UserAttributeSimilarityValidator",
        "MinimumLengthValidator",
        "CommonPasswordValidator",
        "NumericPasswordValidator",
    )
]
LOGIN_URL = "/login/"
LOGIN_REDIRECT_URL = "/"
LOGOUT_REDIRECT_URL = "/login/"

SESSION_COOKIE_NAME = "samovar_session"
SESSION_COOKIE_SECURE = ENV.secure
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_AGE = int(timedelta(days=30).total_seconds())
CSRF_FAILURE_VIEW = "samovar.core.pages.wrong_csrf"
CSRF_COOKIE_NAME = "samovar_csrf"
CSRF_COOKIE_SECURE = ENV.secure
CSRF_COOKIE_SAMESITE = "Lax"
SECURE_CONTENT_TYPE_NOSNIFF = True
SECURE_REFERRER_POLICY = "same-origin"
SECURE_CROSS_ORIGIN_OPENER_POLICY = "same-origin"
# Not for an own authority: it would bind every other server on that machine's name to TLS too.
SECURE_HSTS_SECONDS = 31536000 if ENV.secure and not ENV.own_ca else 0
X_FRAME_OPTIONS = "DENY"
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if ENV.trusted_proxies else None
CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "media-src": [SELF, "blob:"],
        "font-src": [SELF],
        # The media server is asked by both: sockets carry its signalling, http says why one was refused.
        "connect-src": [SELF, *(url for ws in ENV.livekit_url for url in (ws, f"http{ws[2:]}"))],
        "worker-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
    }
}

LANGUAGE_CODE = "en"
LANGUAGES = [("en", _("English")), ("ru", _("Russian")), ("fa", _("Persian"))]
LANGUAGE_COOKIE_NAME = "samovar_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_AGE = int(timedelta(days=365).total_seconds())
LOCALE_PATHS = [PACKAGE / "locale"]
USE_I18N = True
FORMAT_MODULE_PATH = ["samovar.config.formats"]
USE_TZ = True
TIME_ZONE = "UTC"

STATIC_URL = "/static/"
STATICFILES_DIRS = [PACKAGE / "static"]
WHITENOISE_USE_FINDERS = True
# Vite puts a hash of the content into these names.
WHITENOISE_IMMUTABLE_FILE_TEST = r"^/static/dist/assets/.+-[\w-]{8}\.\w+$"
DJANGO_VITE = {
    "default": {
        "dev_mode": False,
        "manifest_path": PACKAGE / "static" / "dist" / "manifest.json",
        "static_url_prefix": "dist",
    }
}
MEDIA_ROOT = DATA_DIR / "media"
STORAGES: dict[str, Any] = {
    "default": ENV.storage,
    "staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"},
}
S3_BUCKET = ENV.s3_bucket

for _name, _value in ENV.mail.items():
    globals()[_name] = _value
DEFAULT_FROM_EMAIL = ENV.default_from_email
EMAIL_TIMEOUT = 30  # seconds
MAIL_OUTBOX = not ENV.email_url
if MAIL_OUTBOX:
    EMAIL_BACKEND = "samovar.accounts.outbox.OutboxBackend"

API_DESCRIPTION = """\
Everything below `/api/` is also below `/api/v1/`, which is the same today.

Errors are `{"detail", "code", "fields"?}`; a few of the oldest addresses answer wrong fields as
`{"field": ["..."]}`. A POST that makes something takes an `Idempotency-Key`. Reads have an `ETag`.
`RateLimit-*` headers say what is left. Live: the gateway `/ws/` (frames at `/api/schema/gateway.json`) and
the simple chat socket `/ws/chat/{name or code}/`.
"""
REST_FRAMEWORK = {
    "DEFAULT_SCHEMA_CLASS": "samovar.core.openapi.Schema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["samovar.core.parsers.SmallJSONParser"],
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "samovar.accounts.authentication.TokenAuthentication",
        "rest_framework.authentication.SessionAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["samovar.accounts.authentication.IsVerified"],
    "DEFAULT_THROTTLE_CLASSES": ["samovar.core.allowance.ApiThrottle"],
    "DEFAULT_METADATA_CLASS": None,
    "EXCEPTION_HANDLER": "samovar.core.api.tell_refusal",
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Samovar",
    "VERSION": "v1",
    "DESCRIPTION": API_DESCRIPTION,
    "OAS_VERSION": "3.1.0",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["rest_framework.permissions.AllowAny"],
    "SERVE_AUTHENTICATION": [],
    "PREPROCESSING_HOOKS": ["samovar.core.openapi.only_unversioned"],
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "samovar.core.openapi.add_shapes",
    ],
    "PATH_CONVERTER_OVERRIDES": {"id": int},
    "ENUM_GENERATE_CHOICE_DESCRIPTION": False,
    "ENUM_NAME_OVERRIDES": {
        "CircleEnum": "samovar.people.models.Circle",
        "DeedEnum": "samovar.moderation.case_actions.DEEDS",
        "ReportKindEnum": "samovar.moderation.models.Kind",
        "SuspensionSpanEnum": "samovar.moderation.rules.SPAN_NAMES",
    },
}
SIMPLE_JWT = {"ACCESS_TOKEN_LIFETIME": timedelta(minutes=15), "REFRESH_TOKEN_LIFETIME": timedelta(days=30)}

STUN_URLS = ENV.stun_urls
TURN_URLS = ENV.turn_urls
TURN_SECRET = ENV.turn_secret
RECORDINGS_QUOTA = ENV.recordings_quota_mb * 1024 * 1024  # bytes of each person
RECORDINGS_KEEP_FREE = ENV.recordings_keep_free_mb * 1024 * 1024  # bytes of the disk
RECORDINGS_DAYS = ENV.recordings_days  # 0: for ever
LIVEKIT_URLS = ENV.livekit_url
LIVEKIT_API_KEY = ENV.livekit_api_key
LIVEKIT_API_SECRET = ENV.livekit_api_secret
# People in one call. Sixteen voices are about what each browser can send to each other by itself.
CALL_LARGEST = ENV.call_largest or (500 if LIVEKIT_URLS else 16)
LOGGING = logging_settings(ENV.log_format)
REDIS_URL = ENV.redis_url
REDIS_PREFIX = ENV.redis_prefix
FILE_MAX_MB = ENV.file_max_mb
FILE_QUOTA_MB = ENV.file_quota_mb
OWN_CA = ENV.own_ca
METRICS_TOKEN = ENV.metrics_token
API_PER_MINUTE = ENV.api_per_minute
CORS_ALLOWED_ORIGINS = ENV.cors_allowed_origins
WEBHOOK_HOSTS = {host.lower() for host in ENV.webhook_hosts}
WEBHOOK_NETWORKS = ENV.webhook_networks
PUSH_HOSTS = {host.lower() for host in ENV.push_hosts}
WEBHOOK_CA_FILE = ENV.webhook_ca_file
GATEWAY_PER_SECOND = 60  # frames a socket may send for long
GATEWAY_BURST = 300  # and at once: a call of six sends its candidates in one go
MESSAGE_MAX_LENGTH = 8000  # characters; about three printed pages
TESTING = "pytest" in sys.modules

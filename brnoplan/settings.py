"""Settings from the environment, safe by default.

Every variable is named here and nowhere else; README lists them.
"""

import os
import re
import secrets
from contextlib import suppress
from pathlib import Path
from tempfile import NamedTemporaryFile
from urllib.parse import urlsplit

import dj_database_url
from csp.constants import NONE, SELF
from django.core.exceptions import ImproperlyConfigured

from brnoplan.environment import (
    MAILBOX,
    address,
    choice,
    chosen,
    colour_pair,
    digits,
    flag,
    host,
    hosts,
    licence,
    number,
    pairs,
    port,
    sender,
    words,
)

BASE_DIR = Path(__file__).resolve().parent.parent
# Names of a machine that nobody but itself can reach under them.
LOOPBACK = re.compile(r"(.*\.)?localhost|127(\.\d+){3}|0\.0\.0\.0|\[?::1?\]?", re.IGNORECASE)


def own_address() -> str:
    """What BRNOPLAN_URL is where it is not given: under HTTPS the first host of the web."""
    for name in ALLOWED_HOSTS if HTTPS else []:
        if name != "*" and not LOOPBACK.fullmatch(name):
            return f"https://{name.lstrip('.')}"
    return f"http://127.0.0.1:{os.environ.get('PORT') or 8000}"


def data_folder() -> Path:
    """The folder of BRNOPLAN_DATA, made if need be and open to its owner alone."""
    folder = Path(os.environ.get("BRNOPLAN_DATA") or BASE_DIR / "data").resolve()
    try:
        folder.mkdir(mode=0o700, parents=True, exist_ok=True)
    except OSError as error:
        raise ImproperlyConfigured(f"BRNOPLAN_DATA: {error.strerror}: {folder}") from None
    return folder


def secret_key() -> str:
    """SECRET_KEY from the environment, else one made once and kept in the data folder."""
    if key := os.environ.get("SECRET_KEY"):
        return key
    path = DATA_DIR / "secret_key"
    if not path.exists():
        with NamedTemporaryFile("w", dir=DATA_DIR) as file:  # made readable by its owner only
            file.write(secrets.token_urlsafe(64))
            file.flush()
            with suppress(FileExistsError):  # another process was quicker; its key stands
                os.link(file.name, path)
    return path.read_text()


def database() -> dj_database_url.DBConfig:
    """DATABASE_URL, or the SQLite database in the data folder."""
    url = os.environ.get("DATABASE_URL") or f"sqlite:///{DATA_DIR / 'brnoplan.sqlite3'}"
    try:
        found = dj_database_url.parse(url, conn_max_age=600, conn_health_checks=True)
    except ValueError:
        # The address holds a password and is not repeated.
        raise ImproperlyConfigured(
            "DATABASE_URL must be an address such as postgres://user:password@host/name."
        ) from None
    engine = found["ENGINE"].rpartition(".")[2]
    if engine not in {"postgresql", "sqlite3"}:
        raise ImproperlyConfigured(f"DATABASE_URL must name PostgreSQL or SQLite, not {engine}.")
    if not found["NAME"]:
        raise ImproperlyConfigured(
            "DATABASE_URL must be an address that ends with the database's name; signs such as #"
            " and / in a password are written %23 and %2F."
        )
    return found


# Where the database, the uploaded and rendered files and the collected static files live.
DATA_DIR = data_folder()

SECRET_KEY = secret_key()
DEBUG = flag("DEBUG", False)
ALLOWED_HOSTS = hosts("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1]")
CSRF_TRUSTED_ORIGINS = words("CSRF_TRUSTED_ORIGINS", "")

# Behind HTTPS (the default) cookies are secure and plain HTTP is redirected.
HTTPS = flag("BRNOPLAN_HTTPS", True)

# The ledger of erasures outlives the database, and best its disk, too.
LEDGER_FILE = Path(os.environ.get("BRNOPLAN_LEDGER") or DATA_DIR / "erasures.jsonl").resolve()

# The city whose plans these are, as it signs itself.
CITY_NAME = os.environ.get("BRNOPLAN_CITY") or "Statutární město Brno"
# As its bodies sign: Zastupitelstvo města Brna. No rule declines another city's name.
CITY_GENITIVE = os.environ.get("BRNOPLAN_CITY_GENITIVE") or (
    "" if os.environ.get("BRNOPLAN_CITY") else "Brna"
)
# Domains of the city's own e-mail; what only looks like them is pointed out to who checks comments.
CITY_DOMAINS = hosts("BRNOPLAN_DOMAINS", "brno.cz")
SITE_NAME = os.environ.get("BRNOPLAN_SITE_NAME") or "Brnoplan"
# The one colour of the city on the public pages, and the same for dark ground where given.
ACCENT = colour_pair("BRNOPLAN_ACCENT")
# Where readers write who meet a fault; shown on the portal's own pages.
CONTACT_EMAIL = os.environ.get("BRNOPLAN_CONTACT") or ""
if CONTACT_EMAIL and not MAILBOX.fullmatch(CONTACT_EMAIL):
    raise ImproperlyConfigured("BRNOPLAN_CONTACT must be an address such as plan@example.org.")

# As the register of public bodies and the one of places know the city, for the open data.
CITY_NUMBER = digits("BRNOPLAN_CITY_NUMBER", "44992785", 8)
DATA_RUIAN = digits("BRNOPLAN_RUIAN", "582786", 6)
# Under which terms the open data may be used: the address of a licence.
DATA_LICENCE = licence("BRNOPLAN_LICENCE", "https://creativecommons.org/licenses/by/4.0/")

# Where the portal is on the web, for what is read elsewhere: the PDF and its code, citations.
SITE_URL = address("BRNOPLAN_URL", own_address())
# Two pairs of eyes: who edited a draft last may not publish it as approved, nor may who
# drafted an answer check it.
FOUR_EYES = flag("BRNOPLAN_FOUR_EYES", True)

# Letters go to this mail server, or without one into a folder, as files that one can open.
EMAIL_HOST = host("EMAIL_HOST")
MAIL_FOLDER = DATA_DIR / "mail"
_backend = "django.core.mail.backends.smtp" if EMAIL_HOST else "strategy.letters.folder"
EMAIL_BACKEND = f"{_backend}.EmailBackend"
_tls = choice("EMAIL_TLS", "starttls", "starttls", "ssl", "none")
EMAIL_USE_TLS, EMAIL_USE_SSL = _tls == "starttls", _tls == "ssl"
EMAIL_PORT = port("EMAIL_PORT", {"starttls": 587, "ssl": 465, "none": 25}[_tls])
EMAIL_HOST_USER = os.environ.get("EMAIL_HOST_USER") or ""
EMAIL_HOST_PASSWORD = os.environ.get("EMAIL_HOST_PASSWORD") or ""
EMAIL_TIMEOUT = 30  # seconds
_mailbox = CONTACT_EMAIL or f"portal@{urlsplit(SITE_URL).hostname}"
DEFAULT_FROM_EMAIL = sender("BRNOPLAN_MAIL_FROM", (SITE_NAME, _mailbox))

# For how long after a comment was settled its sender's e-mail and name are kept.
CONTACT_DAYS = number("BRNOPLAN_CONTACT_DAYS", 365)

INSTALLED_APPS = [
    "brnoplan.apps.ProjectConfig",
    "brnoplan.apps.AdminConfig",
    "strategy",
    "comments",
    "kpss",
    "mptt",
    "simple_history",
    "axes",
    "csp",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.sessions",
    "django.contrib.messages",
    "django_otp",
    "django_otp.plugins.otp_totp",
    "django_otp.plugins.otp_static",
    "whitenoise.runserver_nostatic",
    "django.contrib.staticfiles",
]

MIDDLEWARE = [
    # Outermost: what all others do belongs to the time that a request took.
    "brnoplan.health.observing.ObservingMiddleware",
    # Before all that might ask the database, even for stored pages.
    "brnoplan.health.views.AliveMiddleware",
    # Early: answers anonymous reading of published pages from ready bytes.
    "brnoplan.pagestore.PageStoreMiddleware",
    # Outside of all that may answer with an error or a redirect.
    "strategy.secret.SecretLinksMiddleware",
    # Before all that may write a word.
    "brnoplan.languages.LanguageMiddleware",
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "brnoplan.policy.PolicyMiddleware",
    "django.contrib.sessions.middleware.SessionMiddleware",
    "django.middleware.common.CommonMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "simple_history.middleware.HistoryRequestMiddleware",
    "axes.middleware.AxesMiddleware",
    # Last, so that its answer carries what all others do; none before it asks the database.
    "brnoplan.requests.NoNulMiddleware",
]

ROOT_URLCONF = "brnoplan.urls"
WSGI_APPLICATION = "brnoplan.wsgi.application"

TEMPLATES = [
    {
        "BACKEND": "django.template.backends.django.DjangoTemplates",
        "DIRS": [BASE_DIR / "templates"],
        "APP_DIRS": True,
        "OPTIONS": {
            "context_processors": [
                "django.template.context_processors.request",
                "django.contrib.auth.context_processors.auth",
                "django.contrib.messages.context_processors.messages",
                "brnoplan.context_processors.site",
            ],
        },
    }
]

FORM_RENDERER = "strategy.form_rendering.Renderer"

DATABASES = {"default": database()}
if DATABASES["default"]["ENGINE"] == "django.db.backends.postgresql":
    DATABASES["default"]["ENGINE"] = "brnoplan.postgresql"
elif DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    DATABASES["default"]["ENGINE"] = "brnoplan.sqlite"
    # As for Django's own engine; pytest-django does not see that ours is one of its kind.
    DATABASES["default"]["TEST"] = {"NAME": ":memory:"}
    DATABASES["default"]["OPTIONS"] = {
        "transaction_mode": "IMMEDIATE",
        "timeout": 20,
        # What is deleted is overwritten with zeros, for it may be somebody's data.
        "init_command": "PRAGMA journal_mode=WAL; PRAGMA synchronous=FULL;"
        " PRAGMA secure_delete=ON;",
    }
DEFAULT_AUTO_FIELD = "django.db.models.BigAutoField"

AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
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
AXES_FAILURE_LIMIT = 10
AXES_COOLOFF_TIME = 1  # hours
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_HANDLER = "brnoplan.signing_in.guessing.Handler"
AXES_CLIENT_IP_CALLABLE = "brnoplan.signing_in.guessing.address"
AXES_LOCKOUT_CALLABLE = "brnoplan.signing_in.guessing.shut_out"
# Who goes on trying while shut out is not shut out for longer.
AXES_RESET_COOL_OFF_ON_FAILURE_DURING_LOCKOUT = False
# What axes masks in what it keeps of a request; a code that came too soon is still good.
AXES_SENSITIVE_PARAMETERS = ["username", "ip_address", "code", "current"]
# `axes_reset_username` and `axes_reset_ip` let in again; axes' lists in the admin are in English.
AXES_ENABLE_ADMIN = False

# A code of an app beside the password: asked of who has set one up, or of all staff.
SECOND_FACTOR = flag("BRNOPLAN_SECOND_FACTOR", False)
OTP_TOTP_ISSUER = SITE_NAME
# The city's own accounts, by OpenID Connect, where a provider is named.
OIDC_ISSUER = licence("BRNOPLAN_OIDC_ISSUER", "") if os.environ.get("BRNOPLAN_OIDC_ISSUER") else ""
OIDC_CLIENT_ID = os.environ.get("BRNOPLAN_OIDC_CLIENT_ID") or ""
OIDC_CLIENT_SECRET = os.environ.get("BRNOPLAN_OIDC_CLIENT_SECRET") or ""
OIDC_SCOPE = os.environ.get("BRNOPLAN_OIDC_SCOPE") or "openid profile"
OIDC_GROUPS_CLAIM = os.environ.get("BRNOPLAN_OIDC_GROUPS_CLAIM") or "groups"
# Which value of the claim leads to which group here.
OIDC_GROUPS = pairs("BRNOPLAN_OIDC_GROUPS")
if "openid" not in OIDC_SCOPE.split():
    raise ImproperlyConfigured("BRNOPLAN_OIDC_SCOPE must hold openid, such as openid profile.")
if not OIDC_ISSUER and (OIDC_CLIENT_ID or OIDC_CLIENT_SECRET or OIDC_GROUPS):
    raise ImproperlyConfigured("BRNOPLAN_OIDC_ISSUER is missing beside the others of its kind.")
if OIDC_ISSUER and not (OIDC_CLIENT_ID and OIDC_CLIENT_SECRET and OIDC_GROUPS):
    raise ImproperlyConfigured(
        "BRNOPLAN_OIDC_ISSUER needs BRNOPLAN_OIDC_CLIENT_ID, BRNOPLAN_OIDC_CLIENT_SECRET and"
        " BRNOPLAN_OIDC_GROUPS beside it."
    )
# A session ends so long after it was last used, and so long after signing in.
SESSION_ENGINE = "brnoplan.signing_in.sessions"
SESSION_IDLE_SECONDS = 60 * number("BRNOPLAN_SESSION_IDLE_MINUTES", 120)
SESSION_COOKIE_AGE = 3600 * number("BRNOPLAN_SESSION_HOURS", 12)
# What staff are told of their deeds: Django's own way would be one more cookie, with the words.
MESSAGE_STORAGE = "django.contrib.messages.storage.session.SessionStorage"

LANGUAGE_CODE = "cs"
# As those who read them call them; which are offered, the environment says, Czech always.
LANGUAGE_NAMES = {"cs": "Čeština", "en": "English", "uk": "Українська"}
LANGUAGES = [
    (code, LANGUAGE_NAMES[code])
    for code in dict.fromkeys([LANGUAGE_CODE, *chosen("BRNOPLAN_LANGUAGES", "en", LANGUAGE_NAMES)])
]
# The second holds what Django's own Czech lacks or cannot decline; makemessages writes the first.
LOCALE_PATHS = [BASE_DIR / "locale", BASE_DIR / "locale/django"]
TIME_ZONE = "Europe/Prague"
FORMAT_MODULE_PATH = ["brnoplan.formats"]
USE_TZ = True

STATIC_URL = "/static/"
# An image brings its static files along, outside the data folder.
STATIC_ROOT = Path(os.environ.get("BRNOPLAN_STATIC") or DATA_DIR / "static")
STATICFILES_DIRS = [BASE_DIR / "static"]
STATICFILES_FINDERS = [
    "django.contrib.staticfiles.finders.FileSystemFinder",
    "django.contrib.staticfiles.finders.AppDirectoriesFinder",
    "brnoplan.sheets.JoinedSheetsFinder",
]
MEDIA_ROOT = DATA_DIR / "files"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [NONE],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF],
        "font-src": [SELF],
        "connect-src": [SELF],
        "form-action": [SELF],
        "frame-ancestors": [NONE],
        "base-uri": [NONE],
    }
}
SECURE_SSL_REDIRECT = HTTPS
SECURE_REDIRECT_EXEMPT = [r"^zdravi/(metriky/)?$"]  # asked on the machine itself, without a proxy
SECURE_HSTS_SECONDS = 31_536_000 if HTTPS else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = HTTPS
SECURE_HSTS_PRELOAD = HTTPS
SECURE_REFERRER_POLICY = "same-origin"
# A proxy that sets X-Forwarded-Proto itself (deploy/ shows how) is named here.
BEHIND_PROXY = flag("BRNOPLAN_BEHIND_PROXY", False)
if BEHIND_PROXY:
    SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https")
    MIDDLEWARE.insert(3, "brnoplan.proxy.ClientAddressMiddleware")
SESSION_COOKIE_SECURE = CSRF_COOKIE_SECURE = HTTPS
SESSION_COOKIE_HTTPONLY = CSRF_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = CSRF_COOKIE_SAMESITE = "Lax"
# What a comment's form lets one type into its twenty points: each letter may take six bytes there.
DATA_UPLOAD_MAX_MEMORY_SIZE = 8 * 1024 * 1024
# Before any view is asked, a request's files are read; of large ones only so much is kept.
FILE_UPLOAD_HANDLERS = [
    "django.core.files.uploadhandler.MemoryFileUploadHandler",
    "strategy.uploading.LimitedFileHandler",
]
CSRF_FAILURE_VIEW = "comments.writing.views.csrf_failed"
X_FRAME_OPTIONS = "DENY"

# Who may read the metrics from another machine, and what is wrong with the portal's health.
METRICS_TOKEN = os.environ.get("BRNOPLAN_METRICS_TOKEN") or ""
if METRICS_TOKEN and not re.fullmatch(r"[!-~]{20,}", METRICS_TOKEN):
    raise ImproperlyConfigured("BRNOPLAN_METRICS_TOKEN must have twenty signs or more, no spaces.")

# Text for who sits before it, a line of JSON for each event for a server that collects them.
LOG = choice("BRNOPLAN_LOG", "text", "text", "json")
LOG_REQUESTS = flag("BRNOPLAN_LOG_REQUESTS", False)

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "filters": {
        "secret_links": {"()": "brnoplan.logs.SecretLinksFilter"},
        "in_one_line": {"()": "brnoplan.logs.InOneLineFilter"},
    },
    "formatters": {
        "text": {"format": "%(message)s"},
        "json": {"()": "brnoplan.logs.JsonFormatter"},
    },
    "handlers": {
        "console": {
            "class": "logging.StreamHandler",
            "filters": ["secret_links"],
            "formatter": LOG,
        }
    },
    "root": {"handlers": ["console"], "level": "WARNING"},
    # Of runserver, which writes down every address.
    "loggers": {
        "django.server": {"handlers": ["console"], "level": "INFO", "propagate": False},
        "django.security.RequestDataTooBig": {"filters": ["in_one_line"]},
        "brnoplan.requests": {"level": "INFO"},
        # Its warnings hold names and addresses of who could not sign in.
        "axes": {"level": "ERROR"},
    },
}

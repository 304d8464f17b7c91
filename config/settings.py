"""One settings file; every value that differs between places is an environment variable."""

from datetime import timedelta
from pathlib import Path

import dj_database_url
from celery.schedules import crontab
from csp.constants import NONE, SELF
from django.utils.translation import gettext_lazy as _

from config import environment as env
from config.embedded import service_urls

BASE_DIR = Path(__file__).resolve().parent.parent
LOCAL_DIR = Path(env.text("NUANXIN_LOCAL_DIR", str(BASE_DIR / ".local")))

# Servers: DATABASE_URL (the app role), DATABASE_OWNER_URL (the owner role: migrations, test
# databases) and REDIS_URL; without them the embedded servers are started or joined.
SERVICES = service_urls(LOCAL_DIR)
EMBEDDED = SERVICES.embedded

DEBUG = env.flag("DEBUG")
PRODUCTION = env.flag("NUANXIN_PRODUCTION")
# Practice on the demo city; refused where a single household is real (reports.checks).
TRAINING = env.flag("NUANXIN_TRAINING")
SECRET_KEY = env.text("SECRET_KEY", "missing" if PRODUCTION else "demo-only-secret-key-" + "0" * 40)
ALLOWED_HOSTS = env.words("ALLOWED_HOSTS", "localhost,127.0.0.1,[::1],testserver")
CSRF_TRUSTED_ORIGINS = env.words("CSRF_TRUSTED_ORIGINS")
# The address people reach the site by: printed on documents, for verification.
SITE_URL = env.text("SITE_URL", "http://127.0.0.1:8000").rstrip("/")

# Field encryption: "version:hex" pairs, newest first. Data keys are SM4 (16 bytes), digest keys
# are for HMAC-SM3. The demo keys are public and refused in production by a system check.
ENCRYPTION_KEYS = env.words("ENCRYPTION_KEYS", "1:" + "6e" * 16)
DIGEST_KEYS = env.words("DIGEST_KEYS", "1:" + "75" * 32)
AUDIT_KEY = env.text("AUDIT_KEY", "61" * 32)

INSTALLED_APPS = [
    "config",
    "foundation",
    "accounts",
    "households",
    "surveys",
    "assistance",
    "verification",
    "petitions",
    "reports",
    "django.contrib.auth",
    "django.contrib.contenttypes",
    "django.contrib.humanize",
    "django.contrib.messages",
    "django.contrib.sessions",
    "config.static.CollectedFiles",
    "django.forms",
    "axes",
    "csp",
    "django_filters",
    "django_htmx",
    "drf_spectacular",
    "pghistory",
    "pgtrigger",
    "rest_framework",
    "rest_framework.authtoken",
]

if TRAINING or not PRODUCTION:
    INSTALLED_APPS.insert(INSTALLED_APPS.index("reports") + 1, "demo")

MIDDLEWARE = [
    "django.middleware.security.SecurityMiddleware",
    "whitenoise.middleware.WhiteNoiseMiddleware",
    "csp.middleware.CSPMiddleware",
    "foundation.requests.DevicePowersMiddleware",
    "accounts.middleware.OwnActSessionMiddleware",
    "foundation.language.ChosenLanguageMiddleware",
    "django.middleware.common.CommonMiddleware",
    "foundation.requests.NullRefusedMiddleware",
    "django.middleware.csrf.CsrfViewMiddleware",
    "django.contrib.auth.middleware.AuthenticationMiddleware",
    "django.contrib.messages.middleware.MessageMiddleware",
    "django.middleware.clickjacking.XFrameOptionsMiddleware",
    "django_htmx.middleware.HtmxMiddleware",
    "accounts.middleware.SignInRequiredMiddleware",
    "accounts.middleware.AreaScopeMiddleware",
    "accounts.middleware.HistoryMiddleware",
    "accounts.middleware.RefusalMiddleware",
    "axes.middleware.AxesMiddleware",
]

ROOT_URLCONF = "config.urls"
WSGI_APPLICATION = "config.wsgi.application"

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
                "django.template.context_processors.i18n",
                "accounts.context.shell",
            ],
            "builtins": ["foundation.templatetags.nuanxin"],
        },
    },
]

FORM_RENDERER = "foundation.forms.DesignRenderer"

DATABASES = {
    "default": {
        **dj_database_url.parse(SERVICES.database_url, conn_max_age=60, conn_health_checks=True),
        "ATOMIC_REQUESTS": False,
        "TEST": {"NAME": "test_nuanxin" + env.text("NUANXIN_TEST_SUFFIX")},
    },
}
# What "as owner" connects with (accounts.owner): migrations and test databases only.
DATABASE_OWNER = dj_database_url.parse(SERVICES.owner_url)

CACHES = {
    "default": {
        "BACKEND": "django.core.cache.backends.redis.RedisCache",
        "LOCATION": SERVICES.redis_url,
        "KEY_PREFIX": "nuanxin",
        "OPTIONS": {"socket_connect_timeout": 1, "socket_timeout": 2},
    },
}

AUTH_USER_MODEL = "accounts.User"
AUTHENTICATION_BACKENDS = [
    "axes.backends.AxesStandaloneBackend",
    "django.contrib.auth.backends.ModelBackend",
]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.UserAttributeSimilarityValidator"},
    {
        "NAME": "django.contrib.auth.password_validation.MinimumLengthValidator",
        "OPTIONS": {"min_length": 10},
    },
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
    {"NAME": "accounts.passwords.MixedCharactersValidator"},
]
LOGIN_URL = "accounts:sign_in"
LOGIN_REDIRECT_URL = "reports:home"
LOGOUT_REDIRECT_URL = "accounts:sign_in"

AXES_FAILURE_LIMIT = 5
AXES_COOLOFF_TIME = timedelta(minutes=15)
# The pair: by the name alone anybody could keep a county leader out with five wrong passwords a
# quarter of an hour; by the address alone one clumsy colleague would lock the township's office.
# Where the whole office shares one address, the pair is as strict as the name.
AXES_LOCKOUT_PARAMETERS = [["username", "ip_address"]]
AXES_RESET_ON_SUCCESS = True
AXES_ENABLE_ADMIN = False
AXES_VERBOSE = False
AXES_LOCKOUT_TEMPLATE = "accounts/locked_out.html"
AXES_CLIENT_IP_CALLABLE = "accounts.middleware.client_address"

SESSION_ENGINE = "django.contrib.sessions.backends.db"
SESSION_COOKIE_AGE = env.number("SESSION_MINUTES", 30) * 60
SESSION_SAVE_EVERY_REQUEST = True
SESSION_EXPIRE_AT_BROWSER_CLOSE = True
SESSION_COOKIE_HTTPONLY = True
SESSION_COOKIE_SAMESITE = "Lax"
SESSION_COOKIE_SECURE = PRODUCTION
CSRF_COOKIE_SECURE = PRODUCTION
CSRF_FAILURE_VIEW = "accounts.views.refusals.csrf_failure"
SECURE_SSL_REDIRECT = PRODUCTION
SECURE_HSTS_SECONDS = 31536000 if PRODUCTION else 0
SECURE_HSTS_INCLUDE_SUBDOMAINS = PRODUCTION
SECURE_HSTS_PRELOAD = PRODUCTION
SECURE_PROXY_SSL_HEADER = ("HTTP_X_FORWARDED_PROTO", "https") if PRODUCTION else None
SECURE_REDIRECT_EXEMPT = [r"^healthz$"]  # asked from inside, past the TLS proxy
SECURE_REFERRER_POLICY = "same-origin"
X_FRAME_OPTIONS = "DENY"

CONTENT_SECURITY_POLICY = {
    "DIRECTIVES": {
        "default-src": [SELF],
        "script-src": [SELF],
        "style-src": [SELF],
        "img-src": [SELF, "data:", "blob:"],
        "connect-src": [SELF],
        "font-src": [SELF],
        "worker-src": [SELF],
        "manifest-src": [SELF],
        "object-src": [NONE],
        "base-uri": [NONE],
        "frame-ancestors": [NONE],
        "form-action": [SELF],
    },
}

LANGUAGE_CODE = "zh-hans"
LANGUAGES = [("zh-hans", _("Simplified Chinese")), ("en", _("English"))]
LANGUAGE_COOKIE_NAME = "nuanxin_language"
LANGUAGE_COOKIE_SAMESITE = "Lax"
LANGUAGE_COOKIE_HTTPONLY = True
LANGUAGE_COOKIE_SECURE = PRODUCTION
# One catalogue per app, so that a screen's words are found beside its app's name.
LOCALE_PATHS = [
    BASE_DIR / "locale" / name
    for name in (
        "foundation", "accounts", "households", "surveys",
        "assistance", "verification", "petitions", "reports",
    )
]  # fmt: skip
USE_I18N = True
USE_TZ = True
TIME_ZONE = "Asia/Shanghai"
# Shifts the office's clock (foundation.clock) for demonstrations; refused in production.
CLOCK_OFFSET = timedelta(days=env.number("CLOCK_OFFSET_DAYS", 0))

# The name of the pages devices keep (surveys.offline); computed from their files when empty.
SHELL_BUILD = env.text("SHELL_BUILD")

STATIC_URL = "/static/"
STATIC_ROOT = LOCAL_DIR / "staticfiles"
# Only what lies in static/ and what npm brought: no page uses the Python packages' own files.
STATICFILES_FINDERS = ["django.contrib.staticfiles.finders.FileSystemFinder"]
STATICFILES_DIRS = [
    BASE_DIR / "static",
    ("handbook", BASE_DIR / "docs/handbook/pictures"),
    ("tabler", BASE_DIR / "node_modules/@tabler/core/dist"),
    ("htmx", BASE_DIR / "node_modules/htmx.org/dist"),
    ("echarts", BASE_DIR / "node_modules/echarts/dist"),
    ("dexie", BASE_DIR / "node_modules/dexie/dist"),
]
ICONS_DIR = BASE_DIR / "node_modules/@tabler/icons/icons/outline"
STORAGES = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "staticfiles": {
        "BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"
        if DEBUG
        else "config.static.ManifestStorage",
    },
}
WHITENOISE_USE_FINDERS = DEBUG
# Files with personal data (results, photos, issued documents): encrypted, never served directly.
PRIVATE_DIR = Path(env.text("PRIVATE_DIR", str(LOCAL_DIR / "private")))
FILE_UPLOAD_PERMISSIONS = 0o600
DATA_UPLOAD_MAX_MEMORY_SIZE = 10 * 1024 * 1024

CELERY_BROKER_URL = SERVICES.redis_url
CELERY_TASK_ACKS_LATE = True
CELERY_TASK_IGNORE_RESULT = True
CELERY_TASK_REJECT_ON_WORKER_LOST = True
CELERY_WORKER_PREFETCH_MULTIPLIER = 1
CELERY_BROKER_CONNECTION_RETRY_ON_STARTUP = True
CELERY_BROKER_TRANSPORT_OPTIONS = {
    "visibility_timeout": 6 * 3600,
    # A page that asks for a job never waits for a dead broker; the sweep sends the job again.
    "max_retries": 0,
    "socket_connect_timeout": 1,
    "socket_timeout": 5,
}
CELERY_WORKER_HIJACK_ROOT_LOGGER = False  # the worker's log is as free of values as the site's
CELERY_TIMEZONE = TIME_ZONE
CELERY_BEAT_SCHEDULE_FILENAME = str(LOCAL_DIR / "celerybeat-schedule")
CELERY_BEAT_SCHEDULE = {
    "pick up jobs a dead broker or worker left": {
        "task": "accounts.tasks.sweep_jobs",
        "schedule": timedelta(seconds=20),
    },
    "seal the audit trail": {
        "task": "accounts.tasks.seal_audit_trail",
        "schedule": timedelta(minutes=1),
    },
    "open the half-year comparison rounds": {
        "task": "verification.tasks.open_half_year_rounds",
        "schedule": crontab(hour=2, minute=0),
    },
    "destroy what is left of agencies' files": {
        "task": "verification.tasks.destroy_left_files",
        "schedule": timedelta(minutes=15),
    },
    "delete photos and papers removed 30 days ago": {
        "task": "households.tasks.purge_attachments",
        "schedule": crontab(hour=3, minute=20),
    },
    "close hand-overs nobody has answered in time": {
        "task": "households.tasks.lapse_hand_overs",
        "schedule": crontab(hour=0, minute=20),
    },
    "find records that may be one person": {
        "task": "households.tasks.find_duplicates",
        "schedule": crontab(hour=3, minute=40),
    },
    "delete what old imports have left": {
        "task": "households.tasks.empty_old_imports",
        "schedule": crontab(hour=3, minute=30),
    },
    "delete stranded drafts of visits after 90 days": {
        "task": "surveys.tasks.purge_stranded_drafts",
        "schedule": crontab(hour=3, minute=50),
    },
    "take list and roster of campaigns that begin today": {
        "task": "surveys.tasks.begin_campaigns",
        "schedule": timedelta(minutes=30),
    },
    "read visits for the quality page": {
        "task": "surveys.tasks.read_visits",
        "schedule": timedelta(minutes=5),
    },
    "delete photos of visits removed 30 days ago or left half-sent": {
        "task": "surveys.tasks.purge_visit_photos",
        "schedule": crontab(hour=3, minute=25),
    },
    "delete the rows of uploaded rosters after a week": {
        "task": "surveys.tasks.forget_old_rosters",
        "schedule": crontab(hour=3, minute=35),
    },
    "expire job result files": {
        "task": "accounts.tasks.expire_results",
        "schedule": crontab(hour=3, minute=0),
    },
}

REST_FRAMEWORK = {
    "DEFAULT_AUTHENTICATION_CLASSES": [
        "rest_framework.authentication.SessionAuthentication",
        "accounts.tokens.MachineTokenAuthentication",
    ],
    "DEFAULT_PERMISSION_CLASSES": ["accounts.access.HasRequiredPermission"],
    "DEFAULT_FILTER_BACKENDS": ["django_filters.rest_framework.DjangoFilterBackend"],
    "DEFAULT_PAGINATION_CLASS": "foundation.paging.ApiCursor",
    "DEFAULT_SCHEMA_CLASS": "drf_spectacular.openapi.AutoSchema",
    "DEFAULT_RENDERER_CLASSES": ["rest_framework.renderers.JSONRenderer"],
    "DEFAULT_PARSER_CLASSES": ["rest_framework.parsers.JSONParser"],
    "EXCEPTION_HANDLER": "accounts.problems.problem_details",
    "PAGE_SIZE": 50,
    "COERCE_DECIMAL_TO_STRING": True,
}
SPECTACULAR_SETTINGS = {
    "TITLE": "Nuanxin API",
    "DESCRIPTION": "Visits, households, applications, findings and petitions of one city.",
    "VERSION": "1",
    "SERVE_INCLUDE_SCHEMA": False,
    "SERVE_PERMISSIONS": ["accounts.access.HasRequiredPermission"],
    "ENUM_GENERATE_CHOICE_DESCRIPTION": True,
    "ENUM_NAME_OVERRIDES": {
        "VisitStepEnum": "surveys.models.visits.Step",
        "SignatureKindEnum": "surveys.models.visits.SignatureKind",
        "PhotoKindEnum": "surveys.models.photos.PhotoKind",
        "ApplicationStepEnum": "assistance.models.applications.Step",
        "FindingStepEnum": "verification.models.findings.Step",
        "CaseStepEnum": "petitions.rules.Step",
        "ProgrammeEnum": "assistance.models.applications.Programme",
    },
    "POSTPROCESSING_HOOKS": [
        "drf_spectacular.hooks.postprocess_schema_enums",
        "accounts.problems.document_problems",
    ],
}

LOGGING = {
    "version": 1,
    "disable_existing_loggers": False,
    "formatters": {
        "line": {
            "()": "foundation.logs.ValuelessFormatter",
            "format": "%(asctime)s %(levelname)s %(name)s %(message)s",
        },
    },
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "line"}},
    "root": {"handlers": ["console"], "level": env.text("LOG_LEVEL", "WARNING")},
    "loggers": {"nuanxin": {"level": "INFO"}, "axes": {"level": "ERROR"}},
}

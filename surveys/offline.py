"""What a device keeps of the site: the addresses of the shell's files, and the build they make."""

import hashlib
import json
from functools import lru_cache
from pathlib import Path

from django.conf import settings
from django.templatetags.static import static
from django.urls import reverse
from django.utils import translation

from accounts.handbook import KEPT
from surveys.form_schema import form_schema

STYLES = (
    "tabler/css/tabler.min.css", "styles/tokens.css", "styles/nuanxin.css", "styles/shell.css",
    "surveys/visit.css", "foundation/help.css",
)  # fmt: skip
OTHERS = ("dexie/dexie.min.js", "foundation/seal.svg", "foundation/help.js")
FOLDER = Path(settings.BASE_DIR) / "static" / "surveys"
MADE_OF = (
    "templates/base_plain.html", "templates/base_shell.html", "templates/surveys/shell.html",
    "templates/surveys/_field_day.html", "templates/surveys/sw.js", "package-lock.json",
    "templates/accounts/help_kept.html", "static/foundation/help.js",
    *(f"static/{name}" for name in STYLES[1:]), *(f"docs/handbook/{slug}.md" for slug in KEPT),
    "locale/surveys/zh_Hans/LC_MESSAGES/djangojs.po",
)  # fmt: skip


def modules() -> list[Path]:
    """The scripts of the form, which import one another by name."""
    return sorted(FOLDER.glob("*.js"))


def assets() -> list[str]:
    """Every address the shell needs; scripts by their own name, as they import one another."""
    scripts = [f"{settings.STATIC_URL}surveys/{path.name}" for path in modules()]
    entry = static("surveys/main.js")
    return [
        *(static(name) for name in (*STYLES, *OTHERS)),
        *scripts,
        *([entry] if entry not in scripts else []),
        reverse("jsi18n"),
        reverse("surveys:schema"),
    ]


def build() -> str:
    """A name for this state of the shell: another one makes devices fetch everything anew."""
    return settings.SHELL_BUILD or _digest()


@lru_cache
def _digest() -> str:
    found = hashlib.sha256()
    for path in [*modules(), *(Path(settings.BASE_DIR) / name for name in MADE_OF)]:
        found.update(path.name.encode())
        found.update(path.read_bytes())
    found.update(b"training" if settings.TRAINING else b"")
    with translation.override("zh-hans"):
        found.update(json.dumps(form_schema(), ensure_ascii=False).encode())
    return found.hexdigest()[:16]

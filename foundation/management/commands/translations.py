"""Update, check, fill and compile the Chinese catalogues: ``manage.py translations``."""

import json
from argparse import ArgumentParser
from pathlib import Path
from typing import Any

from django.core.management.base import BaseCommand, CommandError

from foundation import translations


class Command(BaseCommand):
    help = "Bring locale/<app>/zh_Hans up to the sources; with --check only look."
    requires_system_checks: list[str] = []

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--app", choices=translations.APPS, help="only this app's catalogue")
        mode = parser.add_mutually_exclusive_group()
        mode.add_argument("--check", action="store_true", help="exit 1 if anything is amiss")
        mode.add_argument("--missing", action="store_true", help="print the untranslated as JSON")
        mode.add_argument("--compile", action="store_true", help="only write stale .mo files")
        mode.add_argument(
            "--fill", type=Path, metavar="FILE",
            help="JSON {message: Chinese} with --app, else {app: {message: Chinese}}",
        )  # fmt: skip

    def handle(self, *args: Any, **options: Any) -> None:
        apps = (options["app"],) if options["app"] else translations.APPS
        if options["check"]:
            self._check(apps)
        elif options["missing"]:
            self._print_missing(apps, only=options["app"])
        elif options["compile"]:
            self._report("compiled", translations.compile_all())
        else:
            new = self._read_fill(options["fill"], options["app"]) if options["fill"] else {}
            self._update(apps, new)

    def _check(self, apps: tuple[str, ...]) -> None:
        lines = list(translations.faults(apps=apps))
        if lines:
            raise CommandError("\n".join(lines), returncode=1)

    def _print_missing(self, apps: tuple[str, ...], only: str | None) -> None:
        found: dict[str, dict[str, str]] = {}
        for report in translations.check_all(apps=apps):
            for key in [*report.missing, *report.fuzzy]:
                found.setdefault(report.app, {})[key.glued] = ""
        shown = found.get(only, {}) if only else found
        self.stdout.write(json.dumps(shown, ensure_ascii=False, indent=1))

    def _read_fill(self, path: Path, app: str | None) -> dict[str, dict[str, str]]:
        try:
            content = json.loads(path.read_text("utf-8"))
        except (OSError, ValueError) as error:
            raise CommandError(f"{path}: {error}") from error
        by_app = {app: content} if app else content
        for name, texts in by_app.items():
            wanted = {
                key.glued
                for domain in translations.DOMAINS
                for key in translations.extract_keys(name, domain)
            }
            for unknown in sorted(texts.keys() - wanted):
                self.stderr.write(f"{name}: nobody asks for {unknown!r}")
        return by_app

    def _update(self, apps: tuple[str, ...], new: dict[str, dict[str, str]]) -> None:
        changed = [
            translations.po_path(app, domain)
            for app in apps
            for domain in translations.DOMAINS
            if translations.update(app, domain, new=new.get(app))
        ]
        self._report("updated", changed)
        self._report("compiled", translations.compile_all())
        missing = sum(len(report.missing) for report in translations.check_all(apps=apps))
        self.stdout.write(f"{missing} without translation")

    def _report(self, what: str, paths: list[Path]) -> None:
        for path in paths:
            self.stdout.write(f"{what} {path.relative_to(translations.ROOT)}")

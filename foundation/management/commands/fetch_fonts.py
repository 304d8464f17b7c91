"""Fetch the fonts of official documents once: ``manage.py fetch_fonts``."""

from typing import Any

from django.core.management.base import BaseCommand

from foundation import fonts


class Command(BaseCommand):
    help = "Take 仿宋, 楷体, 黑体 and 宋体 from Debian's package into the local folder."
    requires_system_checks: list[str] = []

    def handle(self, *args: Any, **options: Any) -> None:
        for name in fonts.ensure_fonts():
            self.stderr.write(f"{name} cannot be had here; {fonts.FALLBACKS[0]} stands in")
        if not any(map(fonts.installed_file, fonts.FALLBACKS)):
            self.stderr.write(f"{fonts.FALLBACKS[0]} is not installed: rare names may not print")

"""``manage.py load_layouts``: take the shipped file layouts over as versions in the database."""

from typing import Any

from django.core.management.base import BaseCommand

from verification.services.layouts import load_shipped


class Command(BaseCommand):
    help = "Load the file layouts shipped in verification/data/layouts; new ones get a version."

    def handle(self, *args: Any, **options: Any) -> None:
        for layout in load_shipped():
            self.stdout.write(f"{layout.agency.name} {layout.item} version {layout.version}")

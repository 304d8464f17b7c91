"""Load the real divisions of the city from a CSV of code, name, level, parent; re-runnable."""

import csv
import datetime
from pathlib import Path

from django.core.management.base import BaseCommand

from accounts.services import areas

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "tieling_areas.csv"


class Command(BaseCommand):
    help = "Load administrative divisions (code, name, level, parent) from a CSV file."

    def add_arguments(self, parser):
        parser.add_argument("file", nargs="?", default=str(SHIPPED))
        parser.add_argument("--valid-from", default="2020-01-01", type=datetime.date.fromisoformat)

    def handle(self, *args, **options):
        with open(options["file"], encoding="utf-8-sig", newline="") as source:
            count = areas.load(rows=csv.DictReader(source), valid_from=options["valid_from"])
        self.stdout.write(f"{count} areas")

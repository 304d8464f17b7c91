"""Load the shipped standards and parameters (救助标准); rows already covered are left alone."""

import csv
from pathlib import Path

from django.core.management.base import BaseCommand

from assistance.services import policies

SHIPPED = Path(__file__).resolve().parents[2] / "data" / "standards.csv"


class Command(BaseCommand):
    help = "Load the shipped standards and parameters; safe to repeat."

    def add_arguments(self, parser):
        parser.add_argument("--file", type=Path, default=SHIPPED)

    def handle(self, *args, **options):
        with open(options["file"], encoding="utf-8", newline="") as source:
            added = policies.load(rows=csv.DictReader(source))
        self.stdout.write(f"{added} dated values added")

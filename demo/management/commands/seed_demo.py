"""Make the fictitious demo city: ``manage.py seed_demo [--households 2000] [--seed 2021]``."""

import datetime
import gc
from argparse import ArgumentParser
from typing import Any

from django.core.management.base import BaseCommand
from django.utils import timezone

from demo.city import AccountsNotEmpty, RegisterNotEmpty, seed_city


class Command(BaseCommand):
    help = "Make a fictitious city on the real divisions, into an empty register."

    def add_arguments(self, parser: ArgumentParser) -> None:
        parser.add_argument("--households", type=int, default=2000, help="how many (2000)")
        parser.add_argument("--seed", type=int, default=2021, help="the same gives the same city")
        parser.add_argument(
            "--on", type=datetime.date.fromisoformat, help="the day it is laid around (today)"
        )
        parser.add_argument(
            "--force", action="store_true", help="also where accounts exist (never households)"
        )

    def handle(self, *args: Any, **options: Any) -> None:
        gc.disable()  # millions of rows that wait for their insert are no garbage
        try:
            seed_city(
                households=options["households"],
                seed=options["seed"],
                on=options["on"] or timezone.localdate(),
                say=self._say,
                beside_accounts=options["force"],
            )
        except RegisterNotEmpty:
            self._say("There are households already; nothing was done.")
        except AccountsNotEmpty:
            self._say("There are accounts already; --force seeds beside them.")
        finally:
            gc.enable()

    def _say(self, line: str) -> None:
        self.stdout.write(line)
        self.stdout.flush()

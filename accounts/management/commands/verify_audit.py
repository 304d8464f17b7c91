"""Prove the audit trail; exit code 1 when a row or a seal is broken."""

import sys

from django.core.management.base import BaseCommand

from accounts import audit


class Command(BaseCommand):
    help = "Prove every audit event and seal, and report what is not yet sealed."

    def handle(self, *args, **options):
        proof = audit.verify()
        self.stdout.write(
            f"events {proof.events}, seals {proof.seals}, not yet sealed {proof.unsealed},"
            f" head {proof.head}"
        )
        if not proof.is_whole:
            self.stderr.write(f"broken events {proof.broken_events}, seals {proof.broken_seals}")
            sys.exit(1)

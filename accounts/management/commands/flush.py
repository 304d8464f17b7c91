"""``flush`` as the owner: the app role cannot empty a table."""

from django.core.management.commands import flush

from accounts.owner import as_owner


class Command(flush.Command):
    def handle(self, **options):
        with as_owner(options["database"]):
            super().handle(**options)

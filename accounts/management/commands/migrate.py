"""``migrate`` as the owner of the tables; then the app role gets its privileges."""

from django.core.management.commands import migrate

from accounts.owner import as_owner, grant_privileges


class Command(migrate.Command):
    def handle(self, *args, **options):
        with as_owner(options["database"]):
            super().handle(*args, **options)
            if not (options["check_unapplied"] or options["plan"]):
                grant_privileges(options["database"])

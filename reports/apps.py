"""Django app configuration of ``reports``."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from django.core.checks import register

        from reports import checks
        from reports.services import ledger_files  # noqa: F401 -- registers its kind of job

        # Asked of the database: not while migrating.
        register(checks.only_made_up_families, checks.TAG, deploy=True)

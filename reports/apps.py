"""Django app configuration of ``reports``."""

from django.apps import AppConfig


class ReportsConfig(AppConfig):
    name = "reports"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from reports.services import ledger_files  # noqa: F401 -- registers its kind of job

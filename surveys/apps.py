"""Django app configuration of ``surveys``."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from households import stakes as households
        from surveys import bulk_visits, stakes  # noqa: F401 -- bulk_visits registers its act
        from surveys.services import approval_runs, papers  # noqa: F401 -- kinds of jobs

        households.register(self.name, stakes.foresee)

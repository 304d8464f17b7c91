"""Django app configuration of ``surveys``."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from households import stakes as households
        from surveys import bulk_visits, stakes  # noqa: F401 -- bulk_visits registers its act
        from surveys.services import campaign_exports  # noqa: F401 -- registers its kind of job

        households.register(self.name, stakes.foresee)

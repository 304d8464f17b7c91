"""Django app configuration of ``surveys``."""

from django.apps import AppConfig


class SurveysConfig(AppConfig):
    name = "surveys"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from households import stakes as households
        from surveys import (  # noqa: F401 -- bulk_visits registers its act
            bulk_visits,
            kinds_known,
            known,
            stakes,
        )
        from surveys.services import campaign_exports  # noqa: F401 -- registers its kind of job

        households.register(self.name, stakes.foresee)
        known.register_benefits(self.name, kinds_known.benefits)

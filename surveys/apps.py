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
        from surveys.services import (  # noqa: F401 -- they register kinds of jobs
            approval_runs,
            campaign_exports,
            campaigns,
            papers,
            sharing,
        )

        households.register(self.name, stakes.foresee)
        known.register_benefits(self.name, kinds_known.benefits)

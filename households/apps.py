"""Django app configuration of ``households``."""

from django.apps import AppConfig


class HouseholdsConfig(AppConfig):
    name = "households"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from households import stakes
        from households.services import exports, look_exports  # noqa: F401 -- kinds of jobs
        from households.services.changes import handing_over

        stakes.register(self.name, handing_over.foresee)

"""Django app configuration of ``households``."""

from django.apps import AppConfig


class HouseholdsConfig(AppConfig):
    name = "households"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from households import (  # noqa: F401 -- acts of the bar, kinds of jobs
            bulk_kinds,
            jobs,
            stakes,
        )
        from households.services import (  # noqa: F401 -- kinds of jobs
            bulk,
            duplicates,
            exports,
            look_exports,
        )
        from households.services.changes import handing_over

        stakes.register(self.name, handing_over.foresee)

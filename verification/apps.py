"""Django app configuration of ``verification``."""

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "verification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from households import stakes as households

        # Importing jobs registers the job kind in web and worker alike.
        from verification import jobs, stakes  # noqa: F401

        households.register(self.name, stakes.foresee)

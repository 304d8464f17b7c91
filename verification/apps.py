"""Django app configuration of ``verification``."""

from django.apps import AppConfig


class VerificationConfig(AppConfig):
    name = "verification"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        # Registers the job kind in web and worker alike.
        from verification import jobs  # noqa: F401

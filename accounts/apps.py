"""Django app configuration of ``accounts``."""

from django.apps import AppConfig
from django.db.backends.signals import connection_created


class AccountsConfig(AppConfig):
    name = "accounts"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from accounts import scope
        from accounts.services import divisions  # noqa: F401 -- registers its kind of job

        connection_created.connect(scope.install_guard, dispatch_uid="area scope guard")

"""The house itself as an app: only so that its system checks are registered."""

from django.apps import AppConfig
from django.core import checks as framework

from config import checks


class ConfigConfig(AppConfig):
    name = "config"
    verbose_name = "Configuration"

    def ready(self) -> None:
        for check in checks.ALWAYS:
            framework.register(check, framework.Tags.security)
        # Asked of the database: not while migrating, when the owner is connected.
        framework.register(checks.database_role, framework.Tags.security, deploy=True)

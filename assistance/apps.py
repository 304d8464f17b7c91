"""Django app configuration of ``assistance``."""

from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    name = "assistance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from assistance import stakes
        from households import stakes as households

        households.register(self.name, stakes.foresee, stakes.follow)

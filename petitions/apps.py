"""Django app configuration of ``petitions``."""

from django.apps import AppConfig


class PetitionsConfig(AppConfig):
    name = "petitions"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from households import stakes as households
        from petitions import stakes

        households.register(self.name, stakes.foresee)

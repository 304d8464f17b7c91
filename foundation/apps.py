"""Django app configuration of ``foundation``."""

from django.apps import AppConfig

from foundation import lookups


class FoundationConfig(AppConfig):
    name = "foundation"
    default_auto_field = "django.db.models.BigAutoField"
    # Imported for their registration with Django's fields.
    registered = lookups

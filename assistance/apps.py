"""Django app configuration of ``assistance``."""

from django.apps import AppConfig


class AssistanceConfig(AppConfig):
    name = "assistance"
    default_auto_field = "django.db.models.BigAutoField"

    def ready(self):
        from assistance import known_to_visits, stakes
        from households import stakes as households
        from surveys import known

        households.register(self.name, stakes.foresee, stakes.follow)
        known.register_terms(self.name, known_to_visits.terms)
        known.register_benefits(self.name, known_to_visits.benefits)

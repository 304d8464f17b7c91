"""The app of the demo city; installed everywhere except in production, and for practice."""

from django.apps import AppConfig


class DemoConfig(AppConfig):
    name = "demo"

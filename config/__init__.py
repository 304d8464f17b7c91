"""How the house is put together: settings, URLs, Celery, embedded servers, system checks."""

from config.celery import app as celery_app

__all__ = ["celery_app"]

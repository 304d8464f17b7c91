"""The Celery application: workers and beat run jobs and periodic services."""

import os

from celery import Celery

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

app = Celery("nuanxin")
app.config_from_object("django.conf:settings", namespace="CELERY")
app.autodiscover_tasks()
app.steps["worker"].update({"config.heartbeat:Heartbeat", "config.heartbeat:SafeServing"})

"""Workers say every few seconds that they live; ``/healthz`` reads who did."""

import time
from typing import Any

import redis
from celery import bootsteps
from django.conf import settings
from django.db import connections

from config.checks import refuse_unsafe_serving

KEY = "nuanxin:workers"
EVERY_SECONDS = 5
SILENT_AFTER_SECONDS = 20


class Heartbeat(bootsteps.StartStopStep):
    """A step of the Celery worker: notes the time beside the worker's name."""

    requires = {"celery.worker.components:Timer"}

    def __init__(self, parent: Any, **kwargs: Any) -> None:
        super().__init__(parent, **kwargs)
        self.timer_entry: Any = None
        self.client = redis.Redis.from_url(settings.CELERY_BROKER_URL, socket_timeout=3)

    def start(self, parent: Any) -> None:
        self._beat(parent)
        self.timer_entry = parent.timer.call_repeatedly(EVERY_SECONDS, self._beat, (parent,))

    def stop(self, parent: Any) -> None:
        if self.timer_entry:
            self.timer_entry.cancel()
        try:
            self.client.hdel(KEY, parent.hostname)
        except redis.RedisError:
            return  # the next reader drops the silent entry

    def _beat(self, parent: Any) -> None:
        try:
            self.client.hset(KEY, parent.hostname, int(time.time()))
        except redis.RedisError:
            return  # Celery itself reports and repeats lost connections


def living_workers(client: redis.Redis) -> list[str]:
    """Names of the workers heard within twenty seconds; silent ones are forgotten."""
    known = {
        str(name, "utf-8") if isinstance(name, bytes) else name: int(seen)
        for name, seen in client.hgetall(KEY).items()
    }
    oldest = time.time() - SILENT_AFTER_SECONDS
    silent = [name for name, seen in known.items() if seen < oldest]
    if silent:
        client.hdel(KEY, *silent)
    return sorted(known.keys() - silent)


class SafeServing(bootsteps.Step):
    """A step of the Celery worker: no work under dangerous settings or the owner's role."""

    def __init__(self, parent: Any, **kwargs: Any) -> None:
        super().__init__(parent, **kwargs)
        refuse_unsafe_serving()
        connections.close_all()

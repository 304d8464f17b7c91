"""``/healthz``: whether database, Redis and workers answer, for balancers and monitors."""

import redis
from django.conf import settings
from django.db import DatabaseError, connection
from django.http import HttpRequest, JsonResponse
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_safe

from accounts.access import public
from config.heartbeat import living_workers


@public("Balancers and monitors ask without an account; the answer holds no data.")
@never_cache
@require_safe
def healthz(request: HttpRequest) -> JsonResponse:
    """200 while database and Redis answer, else 503; absent workers are told, not fatal."""
    database = _database_state()
    broker, workers = _broker_state()
    healthy = database == broker == "ok"
    state = {
        "status": "ok" if healthy else "down",
        "database": database,
        "redis": broker,
        "workers": workers,
    }
    return JsonResponse(state, status=200 if healthy else 503)


def _database_state() -> str:
    try:
        with connection.cursor() as cursor:
            cursor.execute("SELECT 1")
    except DatabaseError:
        return "down"
    return "ok"


def _broker_state() -> tuple[str, int | str]:
    try:
        with redis.Redis.from_url(
            settings.CELERY_BROKER_URL, socket_timeout=3, socket_connect_timeout=1
        ) as client:
            return "ok", len(living_workers(client)) or "none"
    except redis.RedisError:
        return "down", "unknown"

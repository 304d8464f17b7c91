"""``/healthz`` tells the truth about database, Redis and workers, to anybody."""

import time

import pytest
import redis
from django.conf import settings
from django.test import override_settings

from config import health
from config.heartbeat import KEY, living_workers


@pytest.fixture
def broker():
    with redis.Redis.from_url(settings.CELERY_BROKER_URL) as client:
        before = client.hgetall(KEY)
        client.delete(KEY)
        yield client
        client.delete(KEY)
        if before:
            client.hset(KEY, mapping=before)


@pytest.mark.django_db
def test_without_workers_the_site_is_still_well(client, broker):
    answer = client.get("/healthz")
    assert answer.status_code == 200
    assert answer.json() == {
        "status": "ok",
        "database": "ok",
        "redis": "ok",
        "workers": "none",
    }
    assert "no-store" in answer["Cache-Control"]


@pytest.mark.django_db
def test_workers_heard_lately_are_counted_and_silent_ones_forgotten(client, broker):
    broker.hset(KEY, mapping={"celery@here": int(time.time()), "celery@gone": 1})
    assert client.get("/healthz").json()["workers"] == 1
    assert living_workers(broker) == ["celery@here"]
    assert list(broker.hgetall(KEY)) == [b"celery@here"]


@pytest.mark.django_db
def test_a_lost_broker_is_reported_as_unavailable(client):
    with override_settings(CELERY_BROKER_URL="redis://127.0.0.1:1/0"):
        answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["redis"] == "down"


@pytest.mark.django_db
def test_a_lost_database_is_reported_as_unavailable(client, broker, monkeypatch):
    dead = settings.DATABASES["default"] | {"HOST": "127.0.0.1", "PORT": "1"}
    monkeypatch.setattr(health, "connection", health.connection.copy())
    health.connection.settings_dict.update(dead)
    answer = client.get("/healthz")
    assert answer.status_code == 503
    assert answer.json()["database"] == "down"

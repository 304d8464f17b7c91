"""Where PostgreSQL and the Redis-protocol server are: given by the environment, or embedded."""

import os
from dataclasses import dataclass
from pathlib import Path

from django.core.exceptions import ImproperlyConfigured


@dataclass(frozen=True)
class ServiceUrls:
    database_url: str
    owner_url: str
    redis_url: str
    embedded: bool


def service_urls(local_dir: Path) -> ServiceUrls:
    if "DATABASE_URL" not in os.environ:
        raise ImproperlyConfigured(f"DATABASE_URL is not set and {local_dir} has no servers")
    return ServiceUrls(
        database_url=os.environ["DATABASE_URL"],
        owner_url=os.environ.get("DATABASE_OWNER_URL", os.environ["DATABASE_URL"]),
        redis_url=os.environ["REDIS_URL"],
        embedded=False,
    )

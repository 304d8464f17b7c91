"""A check of the practice site: practice never runs where a single family is real."""

from typing import Any

from django.conf import settings
from django.core.checks import CheckMessage, Error

from accounts.scope import whole_city
from households.models import Household

TAG = "practice"


def only_made_up_families(app_configs: Any = None, **kwargs: Any) -> list[CheckMessage]:
    """With NUANXIN_TRAINING every household of the database is one of the demo city."""
    if not settings.TRAINING:
        return []
    with whole_city("practice is refused where any household is real"):
        if not Household.objects.filter(is_demo=False).exists():
            return []
    return [
        Error(
            "NUANXIN_TRAINING is set, but the register holds real households.",
            hint="Unset NUANXIN_TRAINING, or give practice a database of its own: make train.",
            id="nuanxin.E010",
        )
    ]

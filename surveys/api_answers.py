"""How the API of visits reads what was sent, and says what it cannot take."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.exceptions import ObjectDoesNotExist
from django.http import Http404
from rest_framework import exceptions, serializers
from rest_framework.request import Request

from foundation.faults import InputError
from surveys.services import beginnings

UUID = "[0-9a-f]{8}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{4}-[0-9a-f]{12}"


class NoHousehold(exceptions.APIException):
    """409: the household cannot be visited here any more; says why and what to do next."""

    status_code = 409

    def __init__(self, stuck: beginnings.Stranded) -> None:
        super().__init__()
        reason = {"code": stuck.code, "message": str(stuck.message)}
        survivor = stuck.survivor
        self.detail = {
            "reasons": [reason],
            "survivor": {"id": survivor.pk, "head": survivor.head_name} if survivor else None,
        }


def valid(form: type[serializers.Serializer], request: Request) -> dict[str, Any]:
    """What was sent, checked for its shape; answers 400 by field."""
    checked = form(data=request.data)
    checked.is_valid(raise_exception=True)
    return dict(checked.validated_data)


@contextmanager
def told() -> Iterator[None]:
    """Answer 404 for what is not in the area and 400 with the code for wrong input."""
    try:
        yield
    except ObjectDoesNotExist:
        raise Http404 from None
    except beginnings.Stranded as stuck:
        raise NoHousehold(stuck) from None
    except InputError as wrong:
        raise serializers.ValidationError({wrong.code: [str(wrong.message)]}) from None

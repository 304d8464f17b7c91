"""Packs through the API: the villages a clerk may take along, and one page of a village."""

import json
from typing import Any

from django.core.paginator import EmptyPage
from django.core.serializers.json import DjangoJSONEncoder
from django.db.models import Count
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import Area
from accounts.models.areas import Level
from foundation.encryption import sm3_hex
from households.models import Household
from surveys.services import packs


class Village(serializers.Serializer):
    code = serializers.CharField()
    name = serializers.CharField()
    households = serializers.IntegerField()


class Pack(serializers.Serializer):
    """One page of the households of a village, with the form as it would be opened."""

    village = serializers.JSONField()
    count = serializers.IntegerField()
    page = serializers.IntegerField()
    pages = serializers.IntegerField()
    households = serializers.ListField(child=serializers.JSONField())


class PackViewSet(viewsets.ViewSet):
    """What a clerk takes along to a village without network; own villages only."""

    required_permission = "surveys.record_visit"
    lookup_value_regex = "[0-9]{12}"

    @extend_schema(responses=Village(many=True))
    def list(self, request: Request) -> Response:
        """The villages of the own area that have households on the register."""
        rows = Household.objects.on_register().within(request.user.area)
        counts = dict(rows.order_by().values_list("area_id").annotate(households=Count("pk")))
        villages = Area.objects.filter(code__in=counts).order_by("code")
        return Response(
            [
                {"code": one.code, "name": one.name, "households": counts[one.code]}
                for one in villages
            ]
        )

    @extend_schema(
        parameters=[OpenApiParameter("page", int, required=False)],
        responses=Pack,
    )
    def retrieve(self, request: Request, pk: str) -> Response:
        """One page; 304 when it is what the device has already (If-None-Match)."""
        village = get_object_or_404(Area, pk=pk, level=Level.VILLAGE)
        if not request.user.area.contains(village.code):
            raise Http404
        try:
            taken = packs.take(by=request.user, village=village, page=_page(request))
        except EmptyPage:
            raise Http404 from None
        tag = _tag(taken)
        if request.headers.get("If-None-Match") == tag:
            return Response(status=304, headers={"ETag": tag})
        return Response(taken, headers={"ETag": tag})


def _page(request: Request) -> int:
    asked = request.query_params.get("page", "1")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 5):
        raise serializers.ValidationError({"page": ["a number"]})
    return int(asked)


def _tag(taken: dict[str, Any]) -> str:
    text = json.dumps(taken, sort_keys=True, ensure_ascii=False, cls=DjangoJSONEncoder)
    return f'"{sm3_hex(text.encode())}"'

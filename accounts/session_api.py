"""Who is signed in, and the secret of a device: what pages without data ask first."""

from typing import Any

from django.conf import settings
from django.middleware.csrf import get_token
from django.utils import timezone
from drf_spectacular.utils import extend_schema
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response
from rest_framework.views import APIView

from accounts.access import permissions_of
from accounts.services import devices


class SessionUser(serializers.Serializer):
    id = serializers.IntegerField()
    name = serializers.CharField()
    unit = serializers.CharField()
    area = serializers.CharField()
    area_name = serializers.CharField()


class Session(serializers.Serializer):
    """The user, the token that writing requests carry, and the server's clock."""

    user = SessionUser()
    csrf = serializers.CharField()
    server_time = serializers.DateTimeField()
    seconds = serializers.IntegerField()
    permissions = serializers.ListField(child=serializers.CharField())


class DeviceSecret(serializers.Serializer):
    secret = serializers.CharField()


class SessionView(APIView):
    """Who is signed in here; somebody signed out is refused."""

    required_permission = "accounts.use_site"

    @extend_schema(responses=Session)
    def get(self, request: Request) -> Response:
        user = request.user
        answer: dict[str, Any] = {
            "user": {
                "id": user.pk,
                "name": user.name,
                "unit": user.unit or user.area.name,
                "area": user.area_id,
                "area_name": user.area.full_name or user.area.name,
            },
            "csrf": get_token(request._request),
            "server_time": timezone.localtime().isoformat(timespec="seconds"),
            "seconds": settings.SESSION_COOKIE_AGE,
            "permissions": sorted(permissions_of(user)),
        }
        return Response(answer)


class DeviceView(APIView):
    """The secret that opens this user's unsent work on a device, made when first asked for."""

    required_permission = "accounts.use_site"

    @extend_schema(request=None, responses=DeviceSecret)
    def put(self, request: Request, uuid: Any) -> Response:
        return Response({"secret": devices.secret_for(by=request.user, device_uuid=uuid)})

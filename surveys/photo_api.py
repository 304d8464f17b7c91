"""Photos of a visit through the API: sent piece by piece, gone on with after a break, shown."""

from dataclasses import asdict
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.parsers import BaseParser, JSONParser
from rest_framework.request import Request
from rest_framework.response import Response

from surveys.api import Place, VisitDocument
from surveys.api_answers import UUID, told, valid
from surveys.models import PhotoKind, RemovalReason, Visit, VisitPhoto
from surveys.photo_json import photo_row
from surveys.services import photo_uploads, photos
from surveys.visit_json import visit_document


class Bytes(BaseParser):
    """A piece of a file as it is; more than the largest piece is not even read."""

    media_type = "application/octet-stream"

    def parse(self, stream: Any, media_type: Any = None, parser_context: Any = None) -> bytes:
        return stream.read(photo_uploads.LARGEST_PIECE + 1)


class Opening(serializers.Serializer):
    """A photo that is to come; ``digest`` is the SHA-256 of its bytes."""

    uuid = serializers.UUIDField()
    size = serializers.IntegerField(min_value=0, max_value=2**31 - 1)
    digest = serializers.RegexField(r"^[0-9a-f]{64}$")
    kind = serializers.ChoiceField(PhotoKind.choices)
    taken_at = serializers.DateTimeField()
    device_time = serializers.DateTimeField(required=False)
    place = Place(required=False, allow_null=True)


class PhotoProgress(serializers.Serializer):
    """Where to go on: ``waiting`` from ``offset`` on, ``done`` or ``removed``."""

    state = serializers.ChoiceField(["waiting", "done", "removed"])
    offset = serializers.IntegerField()
    size = serializers.IntegerField()


class PhotoRow(serializers.Serializer):
    """A photo that has arrived."""

    id = serializers.UUIDField()
    kind = serializers.CharField()
    taken_at = serializers.DateTimeField()
    by = serializers.CharField()
    size = serializers.IntegerField()
    has_place = serializers.BooleanField()
    picture = serializers.CharField()
    thumbnail = serializers.CharField()


class Naming(serializers.Serializer):
    kind = serializers.ChoiceField(PhotoKind.choices)


class PhotoViewSet(viewsets.GenericViewSet):
    """The photos of one visit inside the own area; another area's visit is not found."""

    serializer_class = PhotoRow
    queryset = VisitPhoto.objects.none()
    lookup_field = "uuid"
    lookup_value_regex = UUID
    parser_classes = (JSONParser, Bytes)
    required_permission = "surveys.record_visit"
    required_permissions = dict.fromkeys(("list", "picture", "thumbnail"), "surveys.view_visit")
    filter_backends = ()
    pagination_class = None

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """What is outside the area is not found, whatever was sent."""
        super().initial(request, *args, **kwargs)
        self.visit = get_object_or_404(Visit.objects.for_list(), uuid=kwargs["visit"])

    @extend_schema(responses=PhotoRow(many=True))
    def list(self, request: Request, visit: str) -> Response:
        rows = self.visit.photos.for_gallery().select_related("visit", "taken_by")
        return Response([photo_row(photo) for photo in rows])

    @extend_schema(request=Opening, responses={201: PhotoProgress})
    def create(self, request: Request, visit: str) -> Response:
        """Say that a photo comes; sent again it answers how far the photo has come."""
        given = valid(Opening, request)
        with told():
            progress = photo_uploads.open_upload(
                visit_uuid=visit, photo_uuid=given.pop("uuid"), by=request.user, **given
            )
        return Response(asdict(progress), status=201)

    @extend_schema(request=Naming, responses=VisitDocument)
    def partial_update(self, request: Request, visit: str, uuid: str) -> Response:
        """Say what the photo shows."""
        given = valid(Naming, request)
        with told():
            photos.change_kind(visit_uuid=visit, photo_uuid=uuid, by=request.user, **given)
        return self._document()

    @extend_schema(
        parameters=[OpenApiParameter("reason", str, required=True, enum=RemovalReason.values)],
        request=None,
        responses=VisitDocument,
    )
    def destroy(self, request: Request, visit: str, uuid: str) -> Response:
        """Take the photo out again; one on its way is dropped."""
        reason = request.query_params.get("reason", "")
        with told():
            photos.remove(visit_uuid=visit, photo_uuid=uuid, reason=reason, by=request.user)
        return self._document()

    @extend_schema(
        parameters=[OpenApiParameter("offset", int, required=True)],
        request={"application/octet-stream": OpenApiTypes.BINARY},
        responses=PhotoProgress,
    )
    @action(detail=True, methods=["put"], url_path="bytes", url_name="bytes")
    def add_bytes(self, request: Request, visit: str, uuid: str) -> Response:
        """The next piece, at most 1 MB; the answer says from where to go on."""
        if not isinstance(request.data, bytes):
            raise serializers.ValidationError({"bytes": ["application/octet-stream"]})
        with told():
            progress = photo_uploads.add_piece(
                visit_uuid=visit, photo_uuid=uuid, offset=_offset(request), data=request.data
            )
        return Response(asdict(progress))

    @extend_schema(request=None, responses=PhotoRow)
    @action(detail=True, methods=["post"])
    def complete(self, request: Request, visit: str, uuid: str) -> Response:
        """All bytes are there: make a photo of them; again it gives the same photo."""
        with told():
            photo = photo_uploads.complete(visit_uuid=visit, photo_uuid=uuid, by=request.user)
        return Response(photo_row(photo))

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    @action(detail=True)
    def picture(self, request: Request, visit: str, uuid: str) -> HttpResponse:
        """The photo; opening it is recorded."""
        photo = self._photo(uuid)
        try:
            content = photos.open_photo(by=request.user, photo=photo)
        except FileNotFoundError:
            raise Http404 from None
        return _inert(content, photo.content_type)

    @extend_schema(responses={(200, "image/jpeg"): OpenApiTypes.BINARY})
    @action(detail=True)
    def thumbnail(self, request: Request, visit: str, uuid: str) -> HttpResponse:
        """The small picture."""
        try:
            content = photos.open_thumbnail(self._photo(uuid))
        except FileNotFoundError:
            raise Http404 from None
        return _inert(content, "image/jpeg")

    def _photo(self, uuid: str) -> VisitPhoto:
        return get_object_or_404(self.visit.photos.kept(), uuid=uuid)

    def _document(self) -> Response:
        rows = Visit.objects.select_related("household", "area")
        return Response(visit_document(rows.get(pk=self.visit.pk), self.request.user))


def _offset(request: Request) -> int:
    asked = request.query_params.get("offset", "")
    if not (asked.isascii() and asked.isdigit() and len(asked) < 11):
        raise serializers.ValidationError({"offset": ["a number"]})
    return int(asked)


def _inert(content: bytes, content_type: str) -> HttpResponse:
    """Bytes somebody sent, in an answer that can do nothing."""
    return HttpResponse(
        content,
        content_type=content_type,
        headers={
            "Cache-Control": "private, no-store",
            "Content-Security-Policy": "default-src 'none'; sandbox",
            "Cross-Origin-Resource-Policy": "same-origin",
            "X-Content-Type-Options": "nosniff",
        },
    )

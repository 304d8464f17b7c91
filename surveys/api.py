"""Visits through the API: the form in the browser saves, signs and submits here."""

import base64
import binascii
from typing import Any

from django.http import Http404, HttpResponse
from django.shortcuts import get_object_or_404
from django.utils import timezone
from django.utils.translation import gettext_lazy as _
from drf_spectacular.types import OpenApiTypes
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.models import User
from foundation.faults import InputError
from households.services import viewing
from surveys.api_answers import UUID, told, valid
from surveys.models import SignatureKind, StrandedDraft, Visit
from surveys.models.stranded import StrandedReason
from surveys.models.visits import SEALED
from surveys.place_check import Point, is_point
from surveys.services import beginnings, interviewers, places, remarks, stranded, visits
from surveys.services.pictures import media_type
from surveys.visit_json import saved_document, visit_document


class VisitRow(serializers.ModelSerializer):
    """A visit in a list: without its answers."""

    class Meta:
        model = Visit
        fields = [
            "uuid", "household", "area", "kind", "step", "due_on", "revision", "result",
            "visited_on", "family_size", "per_capita", "need_count", "approved_at",
        ]  # fmt: skip


class VisitDocument(serializers.Serializer):
    """A visit with its answers, what is wrong with them, the figures and the signatures."""

    uuid = serializers.UUIDField()
    revision = serializers.IntegerField()
    saved_at = serializers.DateTimeField()
    step = serializers.CharField()
    step_label = serializers.CharField()
    may_edit = serializers.BooleanField()
    household = serializers.DictField()
    content = serializers.JSONField()
    clashes = serializers.ListField()
    faults = serializers.ListField()
    summary = serializers.JSONField()
    signatures = serializers.ListField()
    photos = serializers.ListField()
    has_place = serializers.BooleanField()
    colleagues = serializers.ListField(child=serializers.DictField(), required=False)
    returned = serializers.DictField(allow_null=True)
    known = serializers.DictField()
    remarks = serializers.ListField(child=serializers.DictField())


class Save(serializers.Serializer):
    base_revision = serializers.IntegerField(min_value=0)
    content = serializers.JSONField()
    device_time = serializers.DateTimeField(required=False)


class Beginning(serializers.Serializer):
    """A visit begun on a device: its own uuid, what it started from and what was typed since."""

    uuid = serializers.UUIDField()
    household = serializers.IntegerField(min_value=1)
    kind = serializers.RegexField(r"^[1-6]$")
    base = serializers.JSONField()
    content = serializers.JSONField()
    device_time = serializers.DateTimeField(required=False)


class HandedIn(serializers.Serializer):
    """A draft that has no household to go to."""

    uuid = serializers.UUIDField()
    household = serializers.IntegerField(min_value=1)
    title = serializers.CharField(max_length=80, allow_blank=True)
    content = serializers.JSONField()
    reason = serializers.ChoiceField(StrandedReason.choices)


class HandedInReceipt(serializers.Serializer):
    uuid = serializers.UUIDField()
    kept_until = serializers.DateField()


class Settlement(serializers.Serializer):
    clash = serializers.CharField()
    keep = serializers.ChoiceField(["server", "client"])


class Signing(serializers.Serializer):
    """A picture (base64 of a JPEG or PNG) under the content of a revision."""

    picture = serializers.CharField(max_length=9_000_000)
    kind = serializers.ChoiceField(SignatureKind.choices)
    revision = serializers.IntegerField(min_value=0)


class RemarkSettled(serializers.Serializer):
    """A remark of the leader as dealt with, with words or without; false takes it back."""

    is_settled = serializers.BooleanField()
    answer = serializers.CharField(required=False, allow_blank=True, max_length=300)


class Place(serializers.Serializer):
    """Where a device says it is: degrees (WGS 84), and how many metres it may be off."""

    latitude = serializers.FloatField(min_value=-90, max_value=90)
    longitude = serializers.FloatField(min_value=-180, max_value=180)
    accuracy = serializers.FloatField(min_value=0, max_value=1_000_000)

    def to_internal_value(self, data: Any) -> Any:
        place = Point(**super().to_internal_value(data))
        if not is_point(place):
            raise serializers.ValidationError({"place": [_("This is no place on earth")]})
        return place


class NewInterviewer(serializers.Serializer):
    uuid = serializers.UUIDField()
    user = serializers.IntegerField(required=False)
    name = serializers.CharField(required=False, allow_blank=True, max_length=50)
    unit = serializers.CharField(required=False, allow_blank=True, max_length=80)
    duty = serializers.CharField(required=False, allow_blank=True, max_length=40)
    level = serializers.CharField(required=False, max_length=1)


class VisitViewSet(viewsets.ReadOnlyModelViewSet):
    """Visits inside the own area; another area's visit is not found."""

    serializer_class = VisitRow
    lookup_field = "uuid"
    lookup_value_regex = UUID
    required_permission = "surveys.record_visit"
    required_permissions = {
        "list": "surveys.view_visit",
        "retrieve": "surveys.view_visit",
        "signature": "surveys.view_visit",
    }
    filterset_fields = ("step", "kind", "household")

    def get_queryset(self):
        return Visit.objects.defer(*SEALED)

    def initial(self, request: Request, *args: Any, **kwargs: Any) -> None:
        """What is outside the area is not found, whatever was sent."""
        super().initial(request, *args, **kwargs)
        is_known = "uuid" not in kwargs or Visit.objects.filter(uuid=kwargs["uuid"]).exists()
        if not is_known and self.action != "retrieve":
            raise Http404

    @extend_schema(request=Beginning, responses={201: VisitDocument})
    def create(self, request: Request) -> Response:
        """Begin a visit filled in without network; sent again it changes nothing.

        The answer's uuid is another one when a colleague's open visit took the answers in.
        """
        given = valid(Beginning, request)
        with told():
            begun = beginnings.begin(
                visit_uuid=given.pop("uuid"),
                household_id=given.pop("household"),
                by=request.user,
                **given,
            )
        return self._document(str(begun.visit.uuid), status=201, is_read=True)

    @extend_schema(responses=VisitDocument)
    def retrieve(self, request: Request, uuid: str) -> Response:
        """One visit; by the uuid of an own stranded draft the visit it was taken over into."""
        taken_over = StrandedDraft.objects.visit_of(uuid, request.user)
        return self._document(str(taken_over.uuid) if taken_over else uuid, is_read=True)

    @extend_schema(request=Save, responses=VisitDocument)
    def update(self, request: Request, uuid: str) -> Response:
        """Save: merged field by field; the same save sent again changes nothing.

        The answer leaves ``colleagues`` out: a save does not change who could sign.
        """
        given = valid(Save, request)
        with told():
            visits.sync(visit_uuid=uuid, by=request.user, **given)
        return Response(saved_document(self._visit(uuid), request.user))

    @extend_schema(request=Settlement, responses=VisitDocument)
    @action(detail=True, methods=["post"])
    def settle(self, request: Request, uuid: str) -> Response:
        """Decide between two people's answers."""
        given = valid(Settlement, request)
        with told():
            visits.settle_clash(
                visit_uuid=uuid, clash_id=given["clash"], keep=given["keep"], by=request.user
            )
        return self._document(uuid)

    @extend_schema(request=None, responses=VisitDocument)
    @action(detail=True, methods=["post"])
    def submit(self, request: Request, uuid: str) -> Response:
        """Hand in for approval; 409 says everything that is missing."""
        with told():
            visits.submit(visit_uuid=uuid, by=request.user)
        return self._document(uuid)

    @extend_schema(request=RemarkSettled, responses=VisitDocument)
    @action(detail=True, methods=["put"], url_path=f"remarks/(?P<remark>{UUID})")
    def settle_remark(self, request: Request, uuid: str, remark: str) -> Response:
        """Say that a remark of the leader has been dealt with."""
        given = valid(RemarkSettled, request)
        with told():
            remarks.settle(visit_uuid=uuid, remark_uuid=remark, by=request.user, **given)
        return self._document(uuid)

    @extend_schema(request=NewInterviewer, responses=VisitDocument)
    @action(detail=True, methods=["post"], url_path="interviewers")
    def add_interviewer(self, request: Request, uuid: str) -> Response:
        given = valid(NewInterviewer, request)
        user_id = given.pop("user", None)
        with told():
            user = User.objects.select_related("area").get(pk=user_id) if user_id else None
            visits_uuid = given.pop("uuid")
            interviewers.add_interviewer(
                visit_uuid=uuid, by=request.user, interviewer_uuid=visits_uuid, user=user, **given
            )
        return self._document(uuid)

    @extend_schema(request=Place, responses=VisitDocument)
    @action(detail=True, methods=["put"])
    def place(self, request: Request, uuid: str) -> Response:
        """Note where the form was begun; the first place stays."""
        checked = Place(data=request.data)
        checked.is_valid(raise_exception=True)
        places.note_place(visit_uuid=uuid, place=checked.validated_data, by=request.user)
        return self._document(uuid)

    @extend_schema(responses=VisitDocument)
    @action(detail=True, methods=["delete"], url_path=f"interviewers/(?P<who>{UUID})")
    def remove_interviewer(self, request: Request, uuid: str, who: str) -> Response:
        with told():
            interviewers.remove_interviewer(visit_uuid=uuid, by=request.user, interviewer_uuid=who)
        return self._document(uuid)

    @extend_schema(responses={(200, "image/png"): OpenApiTypes.BINARY})
    @action(detail=True, url_path=f"signatures/(?P<who>respondent|{UUID})")
    def signature(self, request: Request, uuid: str, who: str) -> HttpResponse:
        """The picture of a signature."""
        with told():
            visit = Visit.objects.get(uuid=uuid)
            signed = visit if who == visits.RESPONDENT else visit.interviewers.get(uuid=who)
        if not signed.signature:
            raise Http404
        return HttpResponse(
            signed.signature,
            content_type=media_type(signed.signature),
            headers={"Cache-Control": "private, no-store", "X-Content-Type-Options": "nosniff"},
        )

    @extend_schema(request=Signing, responses=VisitDocument)
    @signature.mapping.put
    def sign(self, request: Request, uuid: str, who: str) -> Response:
        given = valid(Signing, request)
        with told():
            visits.sign(
                visit_uuid=uuid,
                signer=who,
                picture=_decoded(given["picture"]),
                by=request.user,
                revision=given["revision"],
                kind=given["kind"],
            )
        return self._document(uuid)

    def _document(self, uuid: str, status: int = 200, *, is_read: bool = False) -> Response:
        """The visit as it stands; a look when it was asked for, or holds a colleague's answers."""
        visit = self._visit(uuid)
        if is_read:
            viewing.view_part(by=self.request.user, household=visit.household)
        return Response(visit_document(visit, self.request.user), status=status)

    def _visit(self, uuid: str) -> Visit:
        return get_object_or_404(Visit.objects.select_related("household", "area"), uuid=uuid)


class StrandedDraftViewSet(viewsets.ViewSet):
    """Drafts that have no household to go to are handed in here and kept for 90 days."""

    required_permission = "surveys.record_visit"

    @extend_schema(request=HandedIn, responses={201: HandedInReceipt})
    def create(self, request: Request) -> Response:
        given = valid(HandedIn, request)
        with told():
            kept = stranded.hand_in(
                draft_uuid=given.pop("uuid"),
                household_id=given.pop("household"),
                by=request.user,
                **given,
            )
        until = timezone.localtime(kept.handed_in_at + stranded.KEPT).date()
        return Response({"uuid": kept.uuid, "kept_until": until}, status=201)


def _decoded(picture: str) -> bytes:
    """Base64, with or without the ``data:`` prefix browsers write."""
    try:
        return base64.b64decode(picture.rpartition(",")[2], validate=True)
    except (binascii.Error, ValueError):
        raise InputError("not_a_picture", "the picture is not base64") from None

"""Applications for machines: reading them, taking the same moves under the same guards."""

from django.core.exceptions import PermissionDenied
from django.http import Http404
from django.shortcuts import get_object_or_404
from drf_spectacular.utils import extend_schema
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import ValidationError
from rest_framework.response import Response

from accounts.access import may
from assistance.filters import ApplicationApiFilter
from assistance.models import Application
from assistance.steps import FLOW, MOVES
from assistance.views import acts, starts
from foundation.faults import InputError
from surveys.models import Visit


class ApplicationSerializer(serializers.ModelSerializer):
    """One application without the findings, which hold income."""

    class Meta:
        model = Application
        fields = [
            "id", "application_no", "household", "area", "programme", "step", "step_since",
            "due_on", "submitted_on", "accepted_on", "total_due_on", "proposed_programme",
            "proposed_amount", "covered_count", "assessed_on", "is_complaint_case",
            "is_relative_case", "decided_on",
        ]  # fmt: skip


class OneApplicationSerializer(ApplicationSerializer):
    """One application with what the caller may do next."""

    allowed_moves = serializers.SerializerMethodField()

    class Meta(ApplicationSerializer.Meta):
        fields = [*ApplicationSerializer.Meta.fields, "allowed_moves"]

    def get_allowed_moves(self, application) -> list[str]:
        return list(FLOW.open_moves(application, self.context["request"].user))


class MoveSerializer(serializers.Serializer):
    """A move and what its form asks: ``reason``, ``place``, ``report_no`` and so on."""

    move = serializers.ChoiceField(choices=list(MOVES.moves))
    reason = serializers.CharField(required=False)


class PrecheckSerializer(serializers.Serializer):
    visit = serializers.UUIDField()


class ApplicationViewSet(viewsets.ReadOnlyModelViewSet):
    """Applications (救助申请) of the caller's area; the same filters as the list on screen."""

    required_permission = "assistance.view_application"
    filterset_class = ApplicationApiFilter
    queryset = Application.objects.none()

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        return Application.objects.for_list()

    def get_serializer_class(self):
        return ApplicationSerializer if self.action == "list" else OneApplicationSerializer

    @extend_schema(request=MoveSerializer, responses=OneApplicationSerializer)
    @action(detail=True, methods=["post"])
    def moves(self, request, pk=None):
        """Take one move; 409 with every reason when the guards refuse."""
        application = get_object_or_404(Application.objects.for_dossier(), pk=pk)
        name = str(request.data.get("move", ""))
        move = MOVES.moves.get(name)
        if move is None:
            raise ValidationError({"move": "unknown"})
        if not may(request.user, move.permission):
            raise PermissionDenied(move.permission)
        form = acts.bound_form(name, request.data, request.FILES, application)
        if not form.is_valid():
            raise ValidationError(form.errors)
        try:
            acts.perform(name, application, by=request.user, form=form)
        except InputError as fault:
            raise ValidationError({"detail": str(fault)}) from fault
        made = Application.objects.for_dossier().get(pk=pk)
        return Response(OneApplicationSerializer(made, context={"request": request}).data)


class PrecheckViewSet(viewsets.ViewSet):
    """What the rules say of a visit as it stands; nothing is written."""

    required_permission = "surveys.view_visit"

    @extend_schema(request=PrecheckSerializer, responses={200: dict})
    def create(self, request):
        asked = PrecheckSerializer(data=request.data)
        asked.is_valid(raise_exception=True)
        visits = Visit.objects.select_related("household")
        visit = visits.filter(uuid=asked.validated_data["visit"]).first()
        if visit is None:
            raise Http404
        try:
            return Response(starts.precheck_data(visit))
        except (InputError, ValueError) as fault:
            raise ValidationError({"detail": str(fault)}) from fault

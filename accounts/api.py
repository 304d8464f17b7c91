"""What machines may ask of accounts: divisions, and their own jobs."""

from drf_spectacular.views import SpectacularAPIView
from rest_framework import serializers, viewsets

from accounts.models import Area, Job
from accounts.models.areas import AreaQuerySet


class AreaSerializer(serializers.ModelSerializer):
    class Meta:
        model = Area
        fields = ["code", "name", "full_name", "level", "parent"]


class AreaViewSet(viewsets.ReadOnlyModelViewSet):
    """Administrative divisions, by code."""

    required_permission = "accounts.use_site"
    queryset: AreaQuerySet = Area.objects.all()
    serializer_class = AreaSerializer
    filterset_fields = ["level", "parent"]
    cursor_ordering = "code"


class JobSerializer(serializers.ModelSerializer):
    class Meta:
        model = Job
        fields = [
            "uuid", "kind", "title", "state", "done", "total", "failure",
            "row_errors", "result", "asked_at", "finished_at",
        ]  # fmt: skip


class JobViewSet(viewsets.ReadOnlyModelViewSet):
    """The long work this user asked for."""

    required_permission = "accounts.use_site"
    serializer_class = JobSerializer
    lookup_field = "uuid"
    queryset = Job.objects.none()

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return Job.objects.none()
        return Job.objects.of(self.request.user)


class SchemaView(SpectacularAPIView):
    """The contract of the API (OpenAPI), for whoever may use it."""

    required_permission = "accounts.use_site"

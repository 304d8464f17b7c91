"""Petitions for machines: read-only, numbers masked, whistle-blowers hidden."""

from rest_framework import serializers, viewsets

from petitions.filters import CaseFilter
from petitions.models import PetitionCase
from petitions.privacy import petitioner_of


class PetitionerSerializer(serializers.Serializer):
    """Who brought the case, as the reader may know it."""

    name = serializers.CharField()
    identity_number = serializers.CharField()
    phone = serializers.CharField()
    is_hidden = serializers.BooleanField()


class PetitionSerializer(serializers.ModelSerializer):
    """One case without the texts that name third people."""

    petitioner = serializers.SerializerMethodField()

    class Meta:
        model = PetitionCase
        fields = [
            "id", "case_no", "area", "source", "source_system", "original_no", "received_on",
            "petitioner", "people", "is_repeat", "matter", "demand", "responsible_unit",
            "lead_name", "lead_duty", "risk", "step", "due_on", "accepted_on", "extended_until",
            "replied_on", "delivered_on", "result", "resolved_on", "is_calmed", "satisfaction",
            "struck_off_on",
        ]  # fmt: skip

    def get_petitioner(self, case: PetitionCase) -> PetitionerSerializer:
        who = petitioner_of(case, self.context["request"].user)
        return PetitionerSerializer(who).data


class ReaderFilter(CaseFilter):
    """The list's filter, which knows who asks from the request."""

    def __init__(self, *args, **kwargs):
        super().__init__(*args, user=kwargs["request"].user, **kwargs)


class PetitionViewSet(viewsets.ReadOnlyModelViewSet):
    """Petition cases (信访案件) of the reader's area."""

    required_permission = "petitions.view_case"
    serializer_class = PetitionSerializer
    filterset_class = ReaderFilter
    queryset = PetitionCase.objects.none()

    def get_queryset(self):
        if getattr(self, "swagger_fake_view", False):
            return self.queryset
        return PetitionCase.objects.within(self.request.user.area)

"""What machines may read of the register: households, members with masked numbers, code lists."""

from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.exceptions import NotFound
from rest_framework.response import Response

from foundation import clock, codelists
from foundation.contact import mask_phone
from foundation.identity import mask_identity
from households.filters import HouseholdApiFilter, MemberFilter
from households.models import Household, Member


class HouseholdSerializer(serializers.ModelSerializer):
    area_name = serializers.CharField(source="area.full_name", read_only=True)
    phone = serializers.SerializerMethodField()
    kinds = serializers.SerializerMethodField()

    class Meta:
        model = Household
        fields = [
            "id", "household_no", "area", "area_name", "urban_rural", "status", "head_name",
            "family_size", "residence_address", "hukou_address", "phone", "poverty_cause",
            "dm_class", "is_registered_poor", "relapse_kind", "kinds", "registered_on",
        ]  # fmt: skip

    def get_phone(self, household) -> str:
        return mask_phone(household.phone)

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_kinds(self, household) -> list[str]:
        return [kind.kind for kind in household.kinds_now]


class MemberSerializer(serializers.ModelSerializer):
    identity_number = serializers.SerializerMethodField()

    class Meta:
        model = Member
        fields = [
            "id", "household", "area", "name", "identity_kind", "identity_number", "sex",
            "birth_on", "relation", "ethnic", "is_counted", "not_counted_reason", "education",
            "student_stage", "labour_capacity", "employment_status", "disability_category",
            "disability_grade", "is_active", "joined_on", "left_on",
        ]  # fmt: skip

    def get_identity_number(self, member) -> str:
        return mask_identity(member.identity_number)


class HouseholdViewSet(viewsets.ReadOnlyModelViewSet):
    """Households of the caller's area; the same filters as the list on screen."""

    required_permission = "households.view_household"
    serializer_class = HouseholdSerializer
    filterset_class = HouseholdApiFilter
    queryset = Household.objects.none()

    def get_queryset(self):
        return Household.objects.select_related("area").with_kinds_on(clock.today())


class MemberViewSet(viewsets.ReadOnlyModelViewSet):
    """Members of the caller's households; identity numbers are masked."""

    required_permission = "households.view_household"
    serializer_class = MemberSerializer
    filterset_class = MemberFilter
    queryset = Member.objects.all()


class CodeSerializer(serializers.Serializer):
    code = serializers.CharField()
    zh = serializers.CharField()
    en = serializers.CharField()


class CodeListSerializer(serializers.Serializer):
    name = serializers.CharField()
    standard = serializers.CharField()
    codes = CodeSerializer(many=True)


class CodeListViewSet(viewsets.ViewSet):
    """National and local code lists, in both languages."""

    required_permission = "accounts.use_site"
    lookup_value_regex = "[a-z_]+"

    @extend_schema(responses=CodeListSerializer(many=True))
    def list(self, request):
        lists = [_as_data(codelists.code_list(name)) for name in codelists.names()]
        return Response(CodeListSerializer(lists, many=True).data)

    @extend_schema(responses=CodeListSerializer)
    def retrieve(self, request, pk: str):
        try:
            found = codelists.code_list(pk)
        except KeyError as error:
            raise NotFound from error
        return Response(CodeListSerializer(_as_data(found)).data)


def _as_data(code_list):
    return {
        "name": code_list.name,
        "standard": code_list.standard,
        "codes": list(code_list.entries.values()),
    }

"""What machines may read of a family's economy: every record, and the totals of twelve months."""

from django.shortcuts import get_object_or_404
from drf_spectacular.utils import OpenApiParameter, extend_schema
from rest_framework import serializers, viewsets
from rest_framework.response import Response

from foundation import clock
from foundation.identity import mask_identity
from households.economy_sheet import MODELS, sheet_of
from households.models import (
    Household,
    Housing,
    IncomeItem,
    LandItem,
    LivestockItem,
    PropertyItem,
    RigidExpense,
    Supporter,
)
from households.services import viewing

SHARED = [
    "id", "member", "period_from", "period_to", "source", "evidence", "ended_on", "end_reason",
    "end_note",
]  # fmt: skip
YUAN = {"max_digits": 16, "decimal_places": 2}


class IncomeSerializer(serializers.ModelSerializer):
    is_counted = serializers.BooleanField(read_only=True)

    class Meta:
        model = IncomeItem
        fields = [*SHARED, "category", "kind", "gross", "cost", "is_counted", "exclude_code"]


class LandSerializer(serializers.ModelSerializer):
    class Meta:
        model = LandItem
        fields = [*SHARED, "kind", "use", "mu", "crop", "net_per_mu", "standard", "rent"]


class LivestockSerializer(serializers.ModelSerializer):
    class Meta:
        model = LivestockItem
        fields = [*SHARED, "kind", "heads", "net_per_head", "standard"]


class ExpenseSerializer(serializers.ModelSerializer):
    class Meta:
        model = RigidExpense
        fields = [*SHARED, "kind", "amount"]


class PropertySerializer(serializers.ModelSerializer):
    class Meta:
        model = PropertyItem
        fields = [
            *SHARED, "kind", "name", "identifier", "floor_area", "built_in", "value", "bought_on",
            "exemption_code", "vehicle_kind", "vehicle_status", "first_registered_on",
            "invoice_price",
        ]  # fmt: skip


class HousingSerializer(serializers.ModelSerializer):
    class Meta:
        model = Housing
        fields = [
            *SHARED, "kind", "structure", "danger_grade", "rooms", "floor_area", "is_relocation",
            "heating", "address",
        ]  # fmt: skip


class SupporterSerializer(serializers.ModelSerializer):
    """The identity number is masked."""

    identity_number = serializers.SerializerMethodField()

    class Meta:
        model = Supporter
        fields = [
            *SHARED, "name", "identity_number", "duty", "relation", "family_size", "labour_count",
            "job", "monthly_income", "own_monthly_income", "property_note", "ability",
            "exempt_reason", "agreed_monthly", "agreed_basis", "computed_monthly",
            "is_authorized", "authorized_on",
        ]  # fmt: skip

    def get_identity_number(self, supporter) -> str:
        number = supporter.identity_number
        return mask_identity(number) if number else ""


class EconomyTotalsSerializer(serializers.Serializer):
    """Yuan over the twelve months; ``by_category`` and ``left_out`` by code."""

    people = serializers.IntegerField()
    by_category = serializers.DictField(child=serializers.DecimalField(**YUAN))
    year = serializers.DecimalField(**YUAN)
    month = serializers.DecimalField(**YUAN)
    head_month = serializers.DecimalField(**YUAN)
    left_out = serializers.DictField(child=serializers.DecimalField(**YUAN))


class EconomySerializer(serializers.Serializer):
    household = serializers.IntegerField()
    first = serializers.DateField(source="sheet.window.first")
    last = serializers.DateField(source="sheet.window.last")
    totals = EconomyTotalsSerializer(source="sheet.totals")
    expenses_year = serializers.DecimalField(source="sheet.expenses_year", **YUAN)
    property_value = serializers.DecimalField(source="sheet.property_value", **YUAN)
    incomes = IncomeSerializer(many=True)
    lands = LandSerializer(many=True)
    animals = LivestockSerializer(many=True)
    expenses = ExpenseSerializer(many=True)
    belongings = PropertySerializer(many=True)
    homes = HousingSerializer(many=True)
    supporters = SupporterSerializer(many=True)


class EconomyViewSet(viewsets.ViewSet):
    """The economy of one household of the caller's area, ended records included."""

    required_permission = "households.view_economy"

    @extend_schema(
        parameters=[
            OpenApiParameter("id", int, OpenApiParameter.PATH, description="Key of the household")
        ],
        responses=EconomySerializer,
    )
    def retrieve(self, request, pk: str):
        household = get_object_or_404(Household, pk=_number(pk))
        viewing.view_household(by=request.user, household=household)
        sheet = sheet_of(household, clock.today())
        data = {"household": household.pk, "sheet": sheet}
        for name in MODELS:
            rows = [*sheet.rows[name], *sheet.past[name]]
            data[name] = sorted((row.record for row in rows), key=lambda record: record.pk)
        return Response(EconomySerializer(data).data)


def _number(text: str) -> int:
    """A key that may exist; one no household can have, for anything else."""
    return int(text) if text.isascii() and text.isdigit() and len(text) <= 18 else 0

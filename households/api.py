"""What machines may ask of the register: households, members, photos and papers, code lists."""

from django.http import Http404
from drf_spectacular.utils import extend_schema, extend_schema_field
from rest_framework import serializers, viewsets
from rest_framework.decorators import action
from rest_framework.exceptions import NotFound
from rest_framework.generics import get_object_or_404
from rest_framework.response import Response

from foundation import clock, codelists
from foundation.contact import mask_phone
from foundation.formats import mask_account
from foundation.identity import mask_identity
from households import api_writing as writing
from households import derivations
from households.api_shapes import judged, read_shape
from households.change_forms import JoinForm, LeaveForm
from households.filters import HouseholdApiFilter, MemberFilter
from households.forms import AddKindForm, EndKindForm
from households.household_forms import ChangeHouseholdForm
from households.member_forms import MemberForm
from households.models import Attachment, Household, HouseholdKind, Member
from households.reach import in_reach
from households.services import kinds, registration, viewing
from households.services.changes import joining, leaving


class KindSerializer(serializers.ModelSerializer):
    class Meta:
        model = HouseholdKind
        fields = ["kind", "since", "until", "reason", "end_reason"]


class HouseholdSerializer(serializers.ModelSerializer):
    area_name = serializers.CharField(source="area.full_name", read_only=True)
    phone = serializers.SerializerMethodField()
    kinds = serializers.SerializerMethodField()
    kind_periods = KindSerializer(source="kinds", many=True, read_only=True)
    agent_phone = serializers.SerializerMethodField()
    agent_identity = serializers.SerializerMethodField()
    account_no = serializers.SerializerMethodField()
    lives_apart = serializers.SerializerMethodField()
    counts = serializers.SerializerMethodField()

    class Meta:
        model = Household
        fields = [
            "id", "household_no", "area", "area_name", "urban_rural", "status", "head_name",
            "family_size", "counts", "residence_address", "hukou_address", "lives_apart", "phone",
            "applicant_name", "agent_name", "agent_relation", "agent_phone", "agent_identity",
            "poverty_cause", "poverty_causes", "dm_class", "is_registered_poor", "relapse_kind",
            "card_no", "account_kind", "account_bank", "account_branch", "account_name",
            "account_no", "account_agreement_on", "note", "kinds", "kind_periods", "registered_on",
            "updated_at",
        ]  # fmt: skip

    def get_phone(self, household) -> str:
        return mask_phone(household.phone)

    def get_agent_phone(self, household) -> str:
        return mask_phone(household.agent_phone)

    def get_agent_identity(self, household) -> str:
        return mask_identity(household.agent_identity)

    def get_account_no(self, household) -> str:
        return mask_account(household.account_no) if household.account_no else ""

    def get_lives_apart(self, household) -> bool:
        return derivations.lives_apart(household)

    @extend_schema_field({"type": "object", "additionalProperties": {"type": "integer"}})
    def get_counts(self, household) -> dict[str, int]:
        return derivations.counts(household.members.all(), clock.today())

    @extend_schema_field({"type": "array", "items": {"type": "string"}})
    def get_kinds(self, household) -> list[str]:
        return [kind.kind for kind in household.kinds_now]


class MemberSerializer(serializers.ModelSerializer):
    identity_number = serializers.SerializerMethodField()
    phone = serializers.SerializerMethodField()
    disability_cert = serializers.SerializerMethodField()

    class Meta:
        model = Member
        fields = [
            "id", "household", "area", "name", "identity_kind", "identity_number", "is_converted",
            "sex", "birth_on", "phone", "relation", "ethnic", "marital_status", "hukou_kind",
            "is_counted", "not_counted_reason", "is_covered", "education", "student_stage",
            "school", "school_kind", "grade", "is_boarding", "labour_capacity",
            "employment_status", "occupation", "employer", "job_type", "work_place",
            "monthly_wage", "health", "disease_kind", "disability_category", "disability_grade",
            "disability_cert", "disability_valid_to", "self_care", "self_care_on",
            "medical_insurance", "is_aided_insured", "pension_insurance", "monthly_pension",
            "basic_pension", "special_identities", "is_active", "joined_on", "joined_kind",
            "left_on", "left_kind", "death_on", "cremation_on", "updated_at",
        ]  # fmt: skip

    def get_identity_number(self, member) -> str:
        return mask_identity(member.identity_number)

    def get_phone(self, member) -> str:
        return mask_phone(member.phone)

    def get_disability_cert(self, member) -> str:
        return mask_identity(member.disability_cert)


class AttachmentSerializer(serializers.ModelSerializer):
    class Meta:
        model = Attachment
        fields = [
            "id", "household", "member", "kind", "title", "dated_on", "valid_to", "content_type",
            "size", "width", "height", "pages", "digest", "added_at",
        ]  # fmt: skip


def _listed(view, rows, *, household="household_id"):
    """A list says its area itself, so that an index serves; one row is found by its key."""
    if view.action != "list" or getattr(view, "swagger_fake_view", False):
        return rows
    return in_reach(rows, view.request.user, view.request.user.area, household=household)


class Looked(viewsets.ReadOnlyModelViewSet):
    """Reading is recorded: one file by itself, a list by its area and how many rows it has."""

    def paginate_queryset(self, queryset):
        """The rows of the answer. Those of one household alone are a look at its file."""
        rows = super().paginate_queryset(queryset)
        user, params = self.request.user, self.request.query_params
        if rows and params.get("household") and not isinstance(rows[0], Household):
            viewing.view_household(by=user, household=rows[0].household)
        else:
            asked = params.get("area") or ""
            area = asked if user.area.contains(asked) else user.area_id
            viewing.view_list(by=user, area_code=area, what=self.basename, rows=rows)
        return rows

    def recorded(self, row):
        """Record that the row's file was opened."""
        household = row if isinstance(row, Household) else row.household
        viewing.view_household(by=self.request.user, household=household)
        return row

    def retrieve(self, request, *args, **kwargs):
        """One of them; looking is recorded."""
        return Response(self.get_serializer(self.recorded(self.get_object())).data)


class HouseholdViewSet(Looked):
    """Households of the caller's area; the same filters as the list on screen.

    Writing goes through the pages' own forms and services: with an Idempotency-Key what is sent
    twice is done once, with If-Match nobody's change is lost. Numbers are never answered in full.
    """

    required_permission = "households.view_household"
    required_permissions = {
        "create": "households.register_household",
        "partial_update": "households.change_household",
        "kinds": "households.change_household",
        "end_kind": "households.change_household",
    }
    serializer_class = HouseholdSerializer
    filterset_class = HouseholdApiFilter
    queryset = Household.objects.none()

    def get_queryset(self):
        rows = Household.objects.select_related("area").prefetch_related("members", "kinds")
        return _listed(self, rows.with_kinds_on(clock.today()), household="pk")

    def retrieve(self, request, *args, **kwargs):
        """One household, with the ETag a change needs; opening it is recorded."""
        found = self.recorded(self.get_object())
        return writing.answer(self.get_serializer(found).data, writing.etag(found))

    @extend_schema(
        request=writing.NewHousehold, responses={201: HouseholdSerializer},
        parameters=[writing.KEY],
    )  # fmt: skip
    def create(self, request):
        """Register a household with its head and members."""
        sent = read_shape(writing.NewHousehold, request.data)

        def act():
            forms = writing.read_registration(request.user, sent)
            made = registration.register(
                by=request.user,
                **forms.fields_to_save(),
            )
            return made.pk

        made, headers = writing.once(request, act)
        return self._answer(made, headers, is_new=True)

    @extend_schema(
        request=writing.HouseholdChange, responses={200: HouseholdSerializer},
        parameters=[writing.MATCH],
    )  # fmt: skip
    def partial_update(self, request, pk: str):
        """Change what the file says about the household as a whole; fields not sent stay."""
        found, seen = self.get_object(), writing.seen_at(request)
        sent = read_shape(writing.HouseholdChange, request.data)
        data = writing.over(ChangeHouseholdForm, found, sent)
        form = judged(lambda: ChangeHouseholdForm(data, household=found))
        writing.changed(
            lambda: registration.change_household(
                by=request.user, household=found, seen_at=seen, **form.fields_to_save()
            )
        )
        return self._answer(found.pk, {})

    @extend_schema(
        request=writing.NewKind, responses={201: HouseholdSerializer}, parameters=[writing.KEY]
    )
    @action(detail=True, methods=["post"])
    def kinds(self, request, pk: str):
        """Note that the household belongs to a kind from a day on."""
        found = self.get_object()
        sent = read_shape(writing.NewKind, request.data)

        def act():
            form = judged(lambda: AddKindForm(writing.typed(sent)))
            kinds.add_kind(by=request.user, household=found, **form.cleaned_data)
            return found.pk

        made, headers = writing.once(request, act)
        return self._answer(made, headers, is_new=True)

    @extend_schema(
        request=writing.KindEnd, responses={200: HouseholdSerializer}, parameters=[writing.KEY]
    )
    @action(detail=True, methods=["post"], url_path="end-kind")
    def end_kind(self, request, pk: str):
        """Note the last day of a kind."""
        found = self.get_object()
        sent = read_shape(writing.KindEnd, request.data)
        code = sent.pop("kind")

        def act():
            kind = writing.open_kind(found, code)
            form = judged(lambda: EndKindForm(writing.typed(sent)))
            registration.end_kind(by=request.user, kind=kind, **form.cleaned_data)
            return found.pk

        made, headers = writing.once(request, act)
        return self._answer(made, headers)

    def _answer(self, pk, headers, *, is_new=False):
        found = self.get_queryset().get(pk=pk)
        headers = {**headers, **writing.etag(found)}
        return writing.answer(self.get_serializer(found).data, headers, is_new=is_new)


class MemberViewSet(Looked):
    """Members of the caller's households; identity numbers are masked."""

    required_permission = "households.view_household"
    required_permissions = dict.fromkeys(
        ("create", "partial_update", "leave"), "households.change_household"
    )
    serializer_class = MemberSerializer
    filterset_class = MemberFilter
    queryset = Member.objects.none()

    def get_queryset(self):
        return _listed(self, Member.objects.all())

    def retrieve(self, request, *args, **kwargs):
        """One member, with the ETag a change needs; looking is recorded."""
        found = self.recorded(self.get_object())
        return writing.answer(self.get_serializer(found).data, writing.etag(found))

    @extend_schema(
        request=writing.NewMember, responses={201: MemberSerializer}, parameters=[writing.KEY]
    )
    def create(self, request):
        """Add a person to a household, with the way and the day they came."""
        sent = read_shape(writing.NewMember, request.data)
        pk = sent.pop("household")
        household = get_object_or_404(Household.objects.select_related("area"), pk=pk)

        def act():
            form = judged(lambda: JoinForm(writing.typed({"is_counted": True, **sent})))
            change = joining.join(by=request.user, household=household, joining=form.joining())
            return change.details["member"]

        made, headers = writing.once(request, act)
        return self._answer(made, headers, is_new=True)

    @extend_schema(
        request=writing.MemberChange, responses={200: MemberSerializer},
        parameters=[writing.MATCH],
    )  # fmt: skip
    def partial_update(self, request, pk: str):
        """Change what is known of an active member; fields not sent stay."""
        found, seen = self.get_object(), writing.seen_at(request)
        if not found.is_active:
            raise Http404(pk)
        sent = read_shape(writing.MemberChange, request.data)
        data = writing.over(MemberForm, found, sent)
        form = judged(lambda: MemberForm(data, member=found))
        writing.changed(
            lambda: registration.change_member(
                by=request.user, member=found, data=form.fields_to_save(), seen_at=seen
            )
        )
        return self._answer(found.pk, {})

    @extend_schema(
        request=writing.Leaving, responses={200: MemberSerializer}, parameters=[writing.KEY]
    )
    @action(detail=True, methods=["post"])
    def leave(self, request, pk: str):
        """End a membership, or note that somebody is away; a head names the new one."""
        found = get_object_or_404(Member.objects.select_related("household__area"), pk=pk)
        sent = read_shape(writing.Leaving, request.data)
        relations = writing.read_relations(sent.pop("relations", {}))

        def act():
            form = judged(lambda: LeaveForm(writing.typed(sent), member=found, by=request.user))
            leaving.leave(by=request.user, member=found, leaving=form.leaving(relations))
            return found.pk

        made, headers = writing.once(request, act)
        return self._answer(made, headers)

    def _answer(self, pk, headers, *, is_new=False):
        found = Member.objects.get(pk=pk)
        headers = {**headers, **writing.etag(found)}
        return writing.answer(self.get_serializer(found).data, headers, is_new=is_new)


class AttachmentViewSet(Looked):
    """What photos and papers the caller's households have; the files themselves are for people."""

    required_permission = "households.view_attachment"
    serializer_class = AttachmentSerializer
    filterset_fields = ["household", "kind"]
    queryset = Attachment.objects.none()

    def get_queryset(self):
        return _listed(self, Attachment.objects.kept())


class CodeSerializer(serializers.Serializer):
    code = serializers.CharField()
    zh = serializers.CharField()
    en = serializers.CharField()


class CodeListSerializer(serializers.Serializer):
    name = serializers.CharField()
    zh = serializers.CharField()
    en = serializers.CharField()
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
        "zh": code_list.zh,
        "en": code_list.en,
        "standard": code_list.standard,
        "codes": list(code_list.entries.values()),
    }

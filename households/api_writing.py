"""What machines may write: the pages' own forms judge it and the same services do it."""

import datetime
import json
from collections.abc import Callable
from typing import Any

from django.utils.dateparse import parse_datetime
from django.utils.translation import gettext_lazy as _
from drf_spectacular.utils import OpenApiParameter
from rest_framework import serializers
from rest_framework.request import Request
from rest_framework.response import Response

from accounts.problems import Unfit, told_in_both
from accounts.services import api_writes
from foundation import clock
from foundation.faults import InputError
from households.api_shapes import Faults, faults_of, judged, shape_of, typed
from households.change_forms import JoinForm, LeaveForm
from households.forms import AddKindForm, EndKindForm
from households.household_forms import ChangeHouseholdForm, RegisterForm
from households.member_forms import MemberForm
from households.models import Household, HouseholdKind, Member
from households.person_forms import PersonForm, RelativeForm
from households.registration_forms import RegistrationForms
from households.services import kinds, registration

KEY = OpenApiParameter(
    "Idempotency-Key",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="8 to 80 characters of the sender's own; the same request with it is done once.",
)
MATCH = OpenApiParameter(
    "If-Match",
    str,
    OpenApiParameter.HEADER,
    required=True,
    description="The ETag (or updated_at in quotes) of the version that is changed.",
)

HouseholdChange = shape_of("HouseholdChangeBody", ChangeHouseholdForm)
MemberChange = shape_of("MemberChangeBody", MemberForm)
HeadBody = shape_of("HeadBody", PersonForm)
RelativeBody = shape_of("RelativeBody", RelativeForm)
NewHousehold = shape_of(
    "NewHouseholdBody",
    RegisterForm,
    plus={"head": HeadBody(), "members": RelativeBody(many=True, required=False)},
)
NewMember = shape_of("NewMemberBody", JoinForm, plus={"household": serializers.IntegerField()})
NewKind = shape_of("NewKindBody", AddKindForm)
KindEnd = shape_of("KindEndBody", EndKindForm, plus={"kind": serializers.CharField(max_length=2)})
Leaving = shape_of(
    "LeavingBody",
    LeaveForm,
    plus={
        "new_head": serializers.IntegerField(required=False),
        "ends_kinds": serializers.ListField(child=serializers.IntegerField(), required=False),
        "closes_file": serializers.BooleanField(required=False),
        "relations": serializers.DictField(
            child=serializers.CharField(max_length=2),
            required=False,
            help_text="What each of the others is to the new head, by member id.",
        ),
    },
)


def once(request: Request, act: Callable[[], int]) -> tuple[int, dict[str, str]]:
    """Do ``act`` once for the request's key: what was made, and headers that say a repetition."""
    key = request.headers.get("Idempotency-Key", "").strip()
    if not 8 <= len(key) <= 80 or not key.isascii() or not key.isprintable():
        words = _("Send an Idempotency-Key of 8 to 80 letters and digits.")
        raise _unfit("Idempotency-Key", words)
    asked = json.dumps([request.path, request.data], sort_keys=True, default=str)
    try:
        made, is_new = api_writes.once(by=request.user, key=key, asked=asked, act=act)
    except api_writes.KeyReused as error:
        words = _("This Idempotency-Key was used for another request: choose a new one.")
        raise _unfit("Idempotency-Key", words, 422) from error
    except kinds.ToConfirm as question:
        raise _unfit("is_confirmed", question.message) from question
    except InputError as error:
        raise _refused(error) from error
    return made, {} if is_new else {"Idempotency-Replayed": "true"}


def seen_at(request: Request) -> datetime.datetime:
    """The version the sender worked on. Raises Unfit: 428 without the header."""
    sent = request.headers.get("If-Match", "").strip()
    try:
        moment = parse_datetime(sent.removeprefix("W/").strip('"'))
    except ValueError:
        moment = None
    if moment is None or moment.tzinfo is None:
        words = _("Send the ETag of the version you are changing as If-Match.")
        raise _unfit("If-Match", words, 428)
    return moment


def etag(row: Household | Member) -> dict[str, str]:
    return {"ETag": f'"{row.updated_at.isoformat()}"'}


def changed(do: Callable[[], Any]) -> Any:
    """Do a change. Raises Unfit for what is refused, 412 when somebody else saved meanwhile."""
    try:
        return do()
    except registration.Stale as error:
        words = _("Somebody else has changed it meanwhile: read it again and decide.")
        raise _unfit("If-Match", words, 412) from error
    except InputError as error:
        raise _refused(error) from error


def over(form: Any, row: Any, sent: dict[str, Any]) -> Any:
    """What the page of ``row`` would show, with what was sent typed over it."""
    shown = {name: value for name, value in form.values_of(row).items() if name != "seen_at"}
    return typed({**shown, **sent})


def open_kind(household: Household, code: str) -> HouseholdKind:
    """The kind that has not ended yet. Raises Unfit."""
    found = household.kinds.not_ended(clock.today()).filter(kind=code).first()
    if found is None:
        raise _unfit("kind", _("The household does not belong to this kind now."))
    return found


def read_relations(sent: dict[str, str]) -> dict[int, str]:
    """What each of the others is to the new head. Raises Unfit for what is no member's id."""
    if not all(key.isascii() and key.isdigit() and len(key) < 19 for key in sent):
        raise _unfit("relations", _("Name the members by their ids."))
    return {int(key): code for key, code in sent.items()}


def read_registration(user: Any, sent: dict[str, Any]) -> RegistrationForms:
    """The registration page as if typed. Raises Unfit."""
    members = sent.pop("members", [])
    data = typed(sent.pop("head"), "head")
    data.update(typed({"TOTAL_FORMS": len(members), "INITIAL_FORMS": 0}, "members"))
    for number, member in enumerate(members):
        data.update(typed(member, f"members-{number}"))
    data.update(typed({"relapse_kind": "0", **sent}))
    return judged(lambda: RegistrationForms(data, user), _registration_faults)


def _registration_faults(forms: RegistrationForms) -> Faults:
    found = {**faults_of(forms.home), **faults_of(forms.head, "head")}
    for number, form in enumerate(forms.relatives):
        found |= faults_of(form, f"members.{number}")
    whole = [str(error) for error in forms.relatives.non_form_errors()]
    return found | ({"members": whole} if whole else {})


def answer(data: Any, headers: dict[str, str], *, is_new: bool = False) -> Response:
    return Response(data, status=201 if is_new else 200, headers=headers)


def _refused(error: InputError) -> Unfit:
    field = "identity_number" if error.code == "duplicate" else error.code
    return _unfit(field, error.message)


def _unfit(field: str, words: Any, code: int = 400) -> Unfit:
    return Unfit(told_in_both(lambda: {field: [str(words)]}), code)

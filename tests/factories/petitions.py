"""Makes petition cases for tests at any step, with what is lawful for that step."""

import datetime
import itertools

from django.utils import timezone

from accounts import scope
from accounts.models import Area, AuditEvent, User
from accounts.models.users import Role
from foundation.encryption import digest
from petitions.models import HandlingRecord, PetitionCase
from petitions.rules import Step
from petitions.services import moving
from tests.factories import accounts as people
from tests.factories import households

BAOLI = "211224105000"
_sequence = itertools.count(1)
_ACCEPTED = {
    Step.ACCEPTED, Step.HANDLING, Step.REPLIED, Step.RESOLVED, Step.STRIKE_OFF_PROPOSED,
    Step.RETURNED, Step.STRUCK_OFF,
}  # fmt: skip
_REPLIED = _ACCEPTED - {Step.ACCEPTED, Step.HANDLING}
_RESOLVED = _REPLIED - {Step.REPLIED}


def moment(day: datetime.date, hour: int = 10) -> datetime.datetime:
    """That day at ten in the morning, local time."""
    return timezone.make_aware(datetime.datetime.combine(day, datetime.time(hour)))


def registrar(area_code: str = BAOLI) -> User:
    return people.user(Role.TOWNSHIP_CASEWORKER, area_code, f"registrar-{area_code}", "登记员")


def case(
    area_code: str = BAOLI,
    *,
    step: str = Step.REGISTERED,
    received_on: datetime.date | None = None,
    identity_number: str | None = None,
    **fields,
) -> PetitionCase:
    """A case received ``received_on`` (a hundred days ago) and moved on day by day since."""
    received = received_on or timezone.localdate() - datetime.timedelta(days=100)
    number = next(_sequence)
    by = registrar(area_code)
    made = PetitionCase(
        **{
            "case_no": f"XF-T-{number:06d}",
            "root_no": f"XF-T-{number:06d}",
            "area": Area.objects.get(pk=area_code),
            "source": "04",
            "original_no": f"12345-{number:06d}",
            "received_on": received,
            "registered_at": moment(received),
            "registered_by": by,
            "petitioner": "冯德山",
            "matter": "02",
            "summary": "反映停发低保金。",
            "demand": "恢复低保待遇。",
            "step": step,
            "step_since": moment(received),
            **_later(step, received, by),
            **fields,
        }
    )
    made.identity_number = identity_number or households.identity()
    made.identity_digest = digest(made.identity_number, purpose="identity")
    made.phone, made.address = "13800002207", "宝力镇靠山村"
    made.due_on = moving.deadline(made)
    with scope.whole_city("test data"):
        made.save(force_insert=True)
    return made


def record(of: PetitionCase, text: str = "入户核实。") -> HandlingRecord:
    with scope.whole_city("test data"):
        return HandlingRecord.objects.create(
            case=of, area_id=of.area_id, happened_on=of.received_on, text=text,
            by=of.registered_by, at=of.registered_at,
        )  # fmt: skip


def audit_of(action: str) -> AuditEvent:
    """The one audit event of this action."""
    return AuditEvent.objects.get(action=action)


def _later(step: str, received: datetime.date, by: User) -> dict:
    fields: dict = {}
    if step in _ACCEPTED:
        fields |= {"accepted_on": received + datetime.timedelta(days=5)}
    if step in _ACCEPTED - {Step.ACCEPTED}:
        fields |= {
            "lead_name": "赵立强", "lead_duty": "副镇长", "lead_level": "3",
            "responsible_unit": "宝力镇人民政府", "handler": by,
        }  # fmt: skip
    if step in _REPLIED:
        day = received + datetime.timedelta(days=30)
        fields |= {
            "facts": "经核实，家庭收入低于标准。", "policy_basis": "《社会救助暂行办法》第九条",
            "opinion": "恢复低保待遇。", "replied_on": day, "delivered_on": day, "delivery": "1",
        }  # fmt: skip
    if step in _RESOLVED:
        fields |= {
            "result": "1", "measures": "补发两个月低保金。", "is_calmed": True,
            "resolved_on": received + datetime.timedelta(days=40), "satisfaction": "1",
        }  # fmt: skip
    if step in {Step.STRIKE_OFF_PROPOSED, Step.STRUCK_OFF}:
        fields |= {"lead_signed_on": received + datetime.timedelta(days=75)}
    if step == Step.STRUCK_OFF:
        fields |= {"struck_off_on": received + datetime.timedelta(days=80)}
    return fields

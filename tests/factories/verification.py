"""Makes layouts, rounds, extracts and findings for tests, as services leave them."""

import datetime
import itertools
import json

from django.utils import timezone

from accounts import scope
from accounts.models import Area, Job
from accounts.models.users import Role
from foundation.encryption import digest
from tests.factories import accounts as people
from verification.models import ComparisonRound, Extract, FileLayoutVersion, Finding, Step
from verification.rules import half_of
from verification.services.layouts import load_shipped
from verification.steps import MOVES

CHANGTU = "211224000000"
_sequence = itertools.count(1)


def layout() -> FileLayoutVersion:
    return load_shipped()[0]


def round_of(area_code: str = CHANGTU, on: datetime.date | None = None) -> ComparisonRound:
    half = half_of(on or timezone.localdate())
    made, _is_new = ComparisonRound.objects.get_or_create(
        period=half.code,
        area=Area.objects.get(pk=area_code),
        defaults={
            "name": half.name,
            "starts_on": half.starts_on,
            "ends_on": half.ends_on,
            "opened_at": timezone.now(),
        },
    )
    return made


def checker(area_code: str = CHANGTU):
    return people.user(Role.COUNTY_CHECKER, area_code, f"checker-{area_code}", "核对员")


def extract(held: ComparisonRound, area_code: str = CHANGTU, **fields) -> Extract:
    """An extract that has been compared, its file destroyed."""
    by = checker(area_code)
    number = next(_sequence)
    job = Job.objects.create(
        kind="verification.compare", title="t", asked_by=by, area=by.area, state="done",
        key=f"factory-{number}",
    )  # fmt: skip
    now = timezone.now()
    with scope.whole_city("test data"):
        return Extract.objects.create(
            round=held, layout=layout(), area=by.area, file_name=f"vehicles{number}.csv", size=1,
            digest=f"{number:064d}", data_date=now.date(), purpose="测试", imported_by=by, job=job,
            compared_at=now, destroyed_at=now, **fields,
        )  # fmt: skip


def finding(household, *, member=None, step=Step.GENERATED, held=None, **fields) -> Finding:
    """A vehicle of the head (or ``member``) of a household, at any step."""
    held = held or round_of(household.area_id[:6] + "000000")
    number = next(_sequence)
    plate = f"辽M{number:05d}"
    found = extract(held, held.area_id)
    with scope.whole_city("test data"):
        member = member or household.members.order_by("pk").first()
        made = Finding(
            round=held, extract=found, household=household, member=member,
            area_id=household.area_id, agency=found.layout.agency, item="vehicles",
            data_date=found.data_date, kind="F04", severity="H", step=step, flow=MOVES.version,
            step_since=timezone.now(), created_at=timezone.now(),
            subject_digest=digest(plate, purpose="finding subject"), **fields,
        )  # fmt: skip
        made.evidence_text = json.dumps(evidence(member, plate), ensure_ascii=False)
        made.save()
    return made


def evidence(member, plate: str) -> dict[str, object]:
    return {
        "text": f"名下有机动车（小型轿车，{plate}），状态：正常",
        "subject": plate,
        "row_number": 2,
        "repeated_rows": [],
        "basis": "number_18",
        "name_differs": False,
        "fields": {
            "name": member.name, "identity_number": member.identity_number, "plate": plate,
            "vehicle_kind": "小型轿车", "status": "正常", "registered_on": "2018-03-05",
            "model": "大众牌FV7160", "use_nature": "非营运",
        },
    }  # fmt: skip

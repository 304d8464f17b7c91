"""Makes visits for tests through the real services: drafts, signed, submitted, approved."""

import datetime
import hashlib
import io
import uuid
from copy import deepcopy

from django.utils import timezone
from PIL import Image, ImageDraw

from accounts import scope
from accounts.models.users import Role
from surveys.content import blank
from surveys.merge import with_value
from surveys.models import (
    ApprovalRun,
    PhotoUpload,
    StrandedDraft,
    Visit,
    VisitAssignment,
    VisitPhoto,
    VisitRemark,
)
from surveys.place_check import Point
from surveys.services import interviewers, photo_uploads, stranded, visits
from surveys.services.drafts import member_row_id
from tests.factories import accounts as people

INCOME, LAND, HOME = (str(uuid.UUID(int=n)) for n in (1, 2, 3))
NEED = str(uuid.UUID(int=4))
SOMEBODY = str(uuid.UUID(int=9))


def picture(size=(180, 70)) -> bytes:
    """A drawn signature."""
    image = Image.new("RGBA", size)
    ImageDraw.Draw(image).line([(5, 5), (size[0] - 5, size[1] - 5)], fill="black", width=3)
    out = io.BytesIO()
    image.save(out, "PNG")
    return out.getvalue()


def photograph(size=(640, 480), colour="#8a9a6b") -> bytes:
    """What a phone's camera gives: a JPEG with something to see."""
    image = Image.new("RGB", size, colour)
    ImageDraw.Draw(image).ellipse([size[0] // 4, size[1] // 4, size[0] // 2, size[1] // 2], "white")
    out = io.BytesIO()
    image.save(out, "JPEG", quality=80)
    return out.getvalue()


def person(**changes):
    """A row of ``members``: an able farmer, not ill, not disabled."""
    return {
        "name": "韩淑英",
        "relation": "02",
        "birth_on": "1962-05-04",
        "is_counted": True,
        "labour": "1",
        "employment": "3",
        "stage": "0",
        "is_disabled": False,
        "is_ill": False,
    } | changes


def content(of=None, *, on: datetime.date | None = None, wages="500.00", **at):
    """A visit's content without hard faults: all members of household ``of`` (or one person).

    Income: ``wages`` yuan/month of the first member and 8 mu of maize at 612.50 yuan/mu/year
    (408.33 a month). ``at`` puts answers at paths, dots written as ``__``.
    """
    day = (on or timezone.localdate()).isoformat()
    made = blank()
    made["header"] = {
        "kind": "1", "result": "1", "visited_on": day, "started_at": "09:30", "ended_at": "10:20",
        "respondent": "韩淑英", "respondent_relation": "self",
    }  # fmt: skip
    made["family"] = {"contracted_land": "8", "elderly_living": "family", "cause": "1"}
    made["members"] = _members(of)
    first = next(iter(made["members"]))
    made["incomes"] = {INCOME: {"member": first, "kind": "103", "amount": wages, "period": "month"}}
    made["land"] = {
        LAND: {
            "kind": "contracted", "use": "self", "area": "8", "crop": "玉米",
            "yield_per_mu": "612.50",
        }
    }  # fmt: skip
    made["economy"] = dict.fromkeys(
        ("has_livestock", "has_vehicle", "has_business", "has_assets"), False
    )
    made["homes"] = {HOME: {"tenure": "1", "structure": "2", "area": "60", "danger": "C"}}
    made["coverage"] = {code: {"received": False} for code in made["coverage"]}
    made["needs"] = {
        NEED: {
            "kind": "07", "description": "C 级危房修缮", "urgency": "1", "disposition": "3",
            "unit": "县住建局", "due_on": day,
        }
    }  # fmt: skip
    made["conclusion"] = {
        "has_needs": True, "leaflet": True, "awareness": "4", "proposals": ["01"],
    }  # fmt: skip
    for path, value in at.items():
        made = with_value(made, path.replace("__", "."), value)
    return made


def _members(of):
    if of is None:
        return {SOMEBODY: person()}
    with scope.whole_city("test data"):
        return {
            member_row_id(member.pk): person(
                member=str(member.pk),
                name=member.name,
                relation=member.relation,
                birth_on=member.birth_on.isoformat(),
                **_by_age(member.birth_on),
            )
            for member in of.members.active().order_by("pk")
        }


def _by_age(born: datetime.date):
    age = (timezone.localdate() - born).days // 365
    if age < 16:
        return {"labour": "4", "employment": "10", "stage": "2" if age > 6 else "0"}
    return {}


def team(of):
    """Two caseworkers and the leader of the household's township."""
    town = of.area_id[:9] + "000"
    return (
        people.user(Role.TOWNSHIP_CASEWORKER, town, f"cw1.{town}", "李晓梅"),
        people.user(Role.TOWNSHIP_CASEWORKER, town, f"cw2.{town}", "王建波"),
        people.user(Role.TOWNSHIP_LEADER, town, f"lead.{town}", "赵立强"),
    )


def draft(of, *, by=None, fill: dict | None = None, kind="1", at=None) -> Visit:
    """A draft with two investigators; ``fill`` replaces its content."""
    first, second, _leader = team(of)
    by = by or first
    partner = second if second != by else first
    with scope.whole_city("test data"):
        visit = visits.start(household=of, by=by, kind=kind, at=at)
        interviewers.add_interviewer(
            visit_uuid=visit.uuid, by=by, interviewer_uuid=uuid.uuid4(), user=partner
        )
        if fill is not None:
            visits.sync(
                visit_uuid=visit.uuid, base_revision=0, content=deepcopy(fill), by=by, at=at
            )
        return Visit.objects.get(pk=visit.pk)


def signed_visit(of, *, by=None, fill: dict | None = None, kind="1", at=None) -> Visit:
    """A draft without faults that everybody has signed."""
    visit = draft(of, by=by, fill=fill or content(of), kind=kind, at=at)
    with scope.whole_city("test data"):
        signers = [str(i.uuid) for i in visit.interviewers.all()]
        for signer in (*signers, visits.RESPONDENT):
            visits.sign(
                visit_uuid=visit.uuid, signer=signer, picture=picture(), by=visit.created_by,
                revision=visit.revision, at=at,
            )  # fmt: skip
        return Visit.objects.get(pk=visit.pk)


def submitted_visit(of, *, by=None, fill: dict | None = None, kind="1", at=None) -> Visit:
    visit = signed_visit(of, by=by, fill=fill, kind=kind, at=at)
    with scope.whole_city("test data"):
        return visits.submit(visit_uuid=visit.uuid, by=visit.created_by, at=at)


def returned_visit(
    of, *, by=None, leader=None, fill: dict | None = None, reason="", places=(), at=None
) -> Visit:
    """A visit the township leader has given back with remarks: pairs of path and words."""
    visit = submitted_visit(of, by=by, fill=fill, at=at)
    with scope.whole_city("test data"):
        return visits.return_for_correction(
            visit_uuid=visit.uuid, by=leader or team(of)[2], reason=reason,
            places=places or ((f"incomes.{INCOME}.amount", "核实工资"),), at=at,
        )  # fmt: skip


def remark(of, **changes) -> VisitRemark:
    """The first remark of a visit that was just returned."""
    visit = returned_visit(of, **changes)
    with scope.whole_city("test data"):
        return visit.remarks.select_related("visit").first()


def approval_run(visit: Visit, *, by=None) -> ApprovalRun:
    """A leader's press of the button for one visit, not carried out yet."""
    with scope.whole_city("test data"):
        return ApprovalRun.objects.create(
            asked_by=by or team(visit.household)[2],
            asked_at=timezone.now(),
            rows=[
                {"visit": str(visit.uuid), "revision": visit.revision, "outcome": "waiting",
                 "codes": []}
            ],
        )  # fmt: skip


def approved_visit(
    of, *, by=None, leader=None, fill: dict | None = None, kind="1", at=None
) -> Visit:
    """A visit the township leader has approved: its facts are the household's current facts."""
    visit = submitted_visit(of, by=by, fill=fill, kind=kind, at=at)
    with scope.whole_city("test data"):
        return visits.approve(visit_uuid=visit.uuid, by=leader or team(of)[2], at=at)


def assignment(of, *, by=None, due_on=None) -> VisitAssignment:
    """A visit the two caseworkers of the household's township are to make."""
    first, second, leader = team(of)
    with scope.whole_city("test data"):
        return VisitAssignment.objects.create(
            household=of, area_id=of.area_id, first=first, second=second,
            due_on=due_on or timezone.localdate(), assigned_by=by or leader,
        )  # fmt: skip


def missed_visit(of, *, result="2", **header) -> Visit:
    """An approved visit that met nobody, with what follows it."""
    made = content(of)
    made["header"] = {
        "kind": "1", "result": result, "visited_on": timezone.localdate().isoformat(), **header,
    }  # fmt: skip
    return approved_visit(of, fill=made)


def stranded_draft(of, *, by=None) -> StrandedDraft:
    """What somebody of the household's township filled in and could not bring in."""
    clerk = f"clerk.{of.area_id}"
    by = by or people.user(Role.VILLAGE_CLERK, of.area_id, clerk, "孙协管")
    with scope.whole_city("test data"):
        return stranded.hand_in(
            draft_uuid=uuid.uuid4(), household_id=of.pk, title=of.head_name, content=content(of),
            reason="off_register", by=by,
        )  # fmt: skip


def opened_photo(
    visit: Visit, data: bytes, *, kind="door", place: Point | None = None, by=None, taken_at=None
) -> PhotoUpload:
    """A photo of which nothing has arrived yet."""
    photo_uuid = uuid.uuid4()
    with scope.whole_city("test data"):
        photo_uploads.open_upload(
            visit_uuid=visit.uuid, photo_uuid=photo_uuid, size=len(data),
            digest=hashlib.sha256(data).hexdigest(), kind=kind, place=place,
            taken_at=taken_at or timezone.now(), by=by or visit.created_by,
        )  # fmt: skip
        return PhotoUpload.objects.get(uuid=photo_uuid)


def visit_photo(visit: Visit, *, kind="door", place: Point | None = None, by=None) -> VisitPhoto:
    """A photo that has arrived with a draft."""
    data = photograph()
    upload = opened_photo(visit, data, kind=kind, place=place, by=by)
    which = {"visit_uuid": visit.uuid, "photo_uuid": upload.uuid}
    with scope.whole_city("test data"):
        photo_uploads.add_piece(**which, offset=0, data=data)
        return photo_uploads.complete(**which, by=by or visit.created_by)

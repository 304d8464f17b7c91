"""Makes households and members for tests: visibly fictitious, region 211299."""

import datetime
import itertools
import uuid
from io import BytesIO

from django.utils import timezone
from PIL import Image

from accounts import scope
from accounts.models import Area
from accounts.models.users import Role
from foundation.encryption import digest, seal_binding, seal_bytes, sm3_hex
from foundation.identity import make_identity, parse_identity
from foundation.names import given_name, pinyin, pinyin_initials
from households.models import (
    Attachment,
    BulkAct,
    BulkActRow,
    ClosedDoor,
    CodeMapping,
    DuplicatePair,
    Grant,
    HandOver,
    Household,
    HouseholdChange,
    HouseholdKind,
    ImportBatch,
    ImportedHousehold,
    IssuedDocument,
    Member,
    SavedFilter,
)
from households.services import attachments
from households.services.import_files import SheetLook, dump_looks
from households.services.import_payloads import Person, Waiting
from tests.factories import accounts as people

ON = datetime.date(2026, 1, 5)
_sequence = itertools.count(1)
VILLAGE = "211224105200"


def identity(birth_on=datetime.date(1962, 5, 4), *, male=True) -> str:
    """A fictitious identity number nobody else in this test run has."""
    number = next(_sequence)
    return make_identity("211299", birth_on, (number * 2 + male) % 1000)


def household(
    area_code: str = VILLAGE, head: str = "韩淑英", *, urban_rural="2", members=(), **fields
) -> Household:
    """A household on the register with its head and further members (name, relation, birth)."""
    with scope.whole_city("test data"):
        made = Household.objects.create(
            household_no=f"{area_code}1999{next(_sequence):06d}",
            area_id=area_code,
            urban_rural=urban_rural,
            head_name=head,
            status="registered",
            family_size=1 + len(members),
            registered_on=ON,
            **{"residence_address": "某村 2 组", **fields},
        )
        member(made, head, "02", datetime.date(1962, 5, 4))
        for name, relation, birth_on in members:
            member(made, name, relation, birth_on)
    return made


def member(of: Household, name: str, relation: str = "99", birth_on=None, **fields) -> Member:
    number = identity(birth_on or datetime.date(1990, 1, 1))
    known = parse_identity(number, on=ON)
    made = Member(
        household=of,
        area_id=of.area_id,
        name=name,
        given_name=given_name(name),
        initials=pinyin_initials(name),
        pinyin=pinyin(name),
        relation=relation,
        sex=known.sex,
        birth_on=known.birth_on,
        joined_on=ON,
        **fields,
    )
    made.identity_number = number
    made.identity_digest = digest(number, purpose="identity")
    made.phone_digest = digest(made.phone, purpose="phone") if made.phone else ""
    with scope.whole_city("test data"):
        made.save()
    return made


def kind(of: Household, code: str, since=ON, until=None) -> HouseholdKind:
    with scope.whole_city("test data"):
        return HouseholdKind.objects.create(
            household=of, area_id=of.area_id, kind=code, since=since, until=until
        )


def saved_filter(owner, name: str = "低保", **fields) -> SavedFilter:
    values = {"office_id": owner.area_id, "query": "kind=01"} | fields
    return SavedFilter.objects.create(owner=owner, name=name, **values)


def bulk_act(by, *files: Household, action: str = "add_kind") -> BulkAct:
    """An act chosen for some households, its form not yet sent."""
    act = BulkAct.objects.create(action=action, asked_by=by)
    with scope.whole_city("test data"):
        BulkActRow.objects.bulk_create(
            BulkActRow(act=act, household=one, area_id=one.area_id) for one in files
        )
    return act


def document(of: Household, number: str = "昌民救〔2026〕900号", **fields) -> IssuedDocument:
    """A paper of a few bytes, sealed as services seal it; printing is tested elsewhere."""
    paper, seal_id = b"%PDF-1.7 test", uuid.uuid4()
    sealed = {
        column: seal_bytes(
            content, bound_to=seal_binding("households_issueddocument", column, seal_id)
        )
        for column, content in (("pdf_sealed", paper), ("snapshot_sealed", b"{}"))
    }
    with scope.whole_city("test data"):
        return IssuedDocument.objects.create(
            seal_id=seal_id,
            kind="W25",
            number=number,
            household=of,
            area_id=of.area_id,
            unit=Area.objects.get(pk=of.area.county_code),
            subject_type="households.household",
            subject_id=of.pk,
            title="确认通知书",
            template_version="test",
            digest=sm3_hex(paper),
            issued_by=_chief(),
            issued_at=timezone.now(),
            **sealed,
            **fields,
        )


def picture(kind: str = "JPEG", size: tuple[int, int] = (60, 40)) -> bytes:
    """A small picture that is no other picture of this test run."""
    out = BytesIO()
    number = next(_sequence)
    Image.new("RGB", size, (number % 8 * 32, number // 8 % 8 * 32, number // 64 % 8 * 32)).save(
        out, kind
    )
    return out.getvalue()


def code_pair(code: str = "1", ext_code: str = "男性", **fields) -> CodeMapping:
    """A pair of codes of the list of sexes in the national standard."""
    fields = {"standard": "mzt073", "code_list": "sex", "valid_from": ON, **fields}
    return CodeMapping.objects.create(code=code, ext_code=ext_code, **fields)


def attachment(of: Household, **fields) -> Attachment:
    """A photo in the household's file, kept as the service keeps it."""
    fields = {"kind": "8", "name": "院落.jpg", "data": picture(), "by": _chief(), **fields}
    with scope.whole_city("test data"):
        return attachments.add(household=of, **fields)


def door(of: Household, **whom) -> ClosedDoor:
    """A closed door, by default for the county's disability federation's reviewer."""
    whom = whom or {"user": _outsider()}
    with scope.whole_city("test data"):
        return ClosedDoor.objects.create(
            household=of, area_id=of.area_id, reason="近亲属回避", closed_by=_chief(), **whom
        )


def grant(of: Household, **whom) -> Grant:
    """Leave to read, by default for somebody of another county and for good."""
    whom = whom or {"user": _outsider()}
    whom.setdefault("until", datetime.date(2099, 12, 31))
    with scope.whole_city("test data"):
        return Grant.objects.create(
            household=of, area_id=of.area_id, reason="跨县移交", given_by=_chief(), **whom
        )


def change(of: Household, kind: str = "left", **fields) -> HouseholdChange:
    """An act in the file, by default a member who left."""
    fields.setdefault("details", {"how": "2"})
    with scope.whole_city("test data"):
        return HouseholdChange.objects.create(
            household=of, area_id=of.area_id, kind=kind, on=ON, by=_chief(), **fields
        )


def hand_over(of: Household, county: str = "211221000000") -> HandOver:
    """A file offered to another county, by default 铁岭县; nobody has answered yet."""
    with scope.whole_city("test data"):
        return HandOver.objects.create(
            household=of,
            area_id=of.area_id,
            household_no=of.household_no,
            from_area_id=of.area_id,
            to_county_id=county,
            on=ON,
            reason="迁居",
            answer_by=ON + datetime.timedelta(days=60),
            grant=grant(of, office=Area.objects.get(pk=county)),
            proposed_by=_chief(),
        )


def pair(one: Member, **fields) -> DuplicatePair:
    """A pair to be settled: the member, and a namesake in another household of the village."""
    other = member(household(one.area_id, head="王强"), one.name, "20", one.birth_on)
    values = {"name_is": "same", "birth_is": "same", "place_is": "village"}
    values |= {"numbers_are": "differ", "is_exact": True, **fields}
    with scope.whole_city("test data"):
        return DuplicatePair.objects.create(area_id=one.area_id, first=one, second=other, **values)


def import_batch(area_code: str = "211224105000", **fields) -> ImportBatch:
    """A checked ledger of one household that cannot be imported."""
    by = people.user(Role.TOWNSHIP_CASEWORKER, area_code, f"importer-{area_code}", "导入员")
    look = SheetLook("台账", 3, 2, False, 0, 0, [["姓名", "身份证号"], ["韩淑英", ""]], [])
    with scope.whole_city("test data"):
        made = ImportBatch(
            file_id=uuid.uuid4(), area=by.area, uploaded_by=by, file_name="台账.xlsx", size=9,
            digest="0" * 64, sheet="台账", headings=["姓名", "身份证号"], state="checked",
            mapping={"0": "member.name", "1": "member.identity_number"}, rows_read=1,
            rows_refused=1, households_refused=1, checked_at=timezone.now(), **fields,
        )  # fmt: skip
        made.inspection = dump_looks([look])
        made.save()
    return made


def import_row(of: ImportBatch, home: Household) -> ImportedHousehold:
    """A household of a ledger that may be the one given."""
    person = Person(2, {"name": home.head_name, "relation": "02"}, ["name"])
    waiting = Waiting(2, 2, [2], home.area_id, "", {}, [person], [])
    waiting.refuse(2, "possible_duplicate", "也许是同一户")
    made = ImportedHousehold(
        batch=of, area_id=home.area_id, household=home, first_row=2, last_row=2, row_count=1,
        head_name=home.head_name, state="refused", is_doubtful=True,
    )  # fmt: skip
    made.payload = waiting.dump()
    with scope.whole_city("test data"):
        made.save()
    return made


def _chief():
    return people.user(Role.COUNTY_SECTION_CHIEF, "211224000000", "qian.guzhang", "钱股长")


def _outsider():
    return people.user(Role.DEPARTMENT_USER, "211282000000", "wai.bumen", "外部门")

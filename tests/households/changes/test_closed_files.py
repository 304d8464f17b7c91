"""A file that is closed (merged, deregistered, moved out) takes no change, by whatever way."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import Area, AuditEvent
from accounts.models.users import Role
from accounts.scope import whole_city
from foundation.faults import InputError
from households.models import Attachment, Household, HouseholdChange, IncomeItem
from households.services import attachments, kinds, records, registration
from households.services.changes import (
    handing_over,
    joining,
    leaving,
    merging,
    moving,
    splitting,
)
from households.services.changes.joining import Joining
from households.services.changes.leaving import Leaving
from households.services.changes.merging import Merging
from households.services.changes.splitting import Splitting
from surveys.models import Visit
from surveys.services import assignments, visits
from tests.conftest import BAOLI, KAIYUAN
from tests.factories import accounts as people
from tests.factories import economy
from tests.factories import households as make
from tests.households.changes.digests import state
from tests.households.test_api_writing import HOUSEHOLDS, MEMBERS, Machine

BORN = datetime.date(1988, 3, 2)
DAY = datetime.date(2026, 2, 10)
LATER = datetime.date(2099, 1, 1)
CLOSED = ["merged", "deregistered", "moved_out"]
REFUSED = {"off_register", "other", False}
PERSON = {"name": "韩小宝", "relation": "41", "sex": "1", "birth_on": BORN, "identity_kind": "4"}
INCOME = {"kind": "101", "gross": 100, "source": "1", "period_from": DAY, "period_to": DAY}


class File:
    """A file, closed or open, with something in it for every act to change."""

    def __init__(self, status: str) -> None:
        sons = [("韩磊", "20", BORN), ("韩军", "20", BORN)]
        self.household = make.household(members=sons)
        self.other = make.household(head="王秀英")
        self.head, self.son, self.prisoner = self.household.members.order_by("pk")
        self.prisoner.is_counted, self.prisoner.not_counted_reason = False, "2"
        self.prisoner.left_kind = "3"
        self.prisoner.save()
        self.relations = {m.pk: "97" for m in self.household.members.all()}
        self.running = make.kind(self.household, "05")
        self.over = make.kind(self.household, "06")
        self.over.until, self.over.end_reason = DAY, "好转"
        self.over.save()
        self.income = economy.income(self.household)
        self.photo, self.removed = (make.attachment(self.household) for _twice in range(2))
        self.colleague = people.user(Role.TOWNSHIP_CASEWORKER, BAOLI, "wang.jianbo")
        attachments.remove(by=self.colleague, attachment=self.removed, reason="传错")
        Household.objects.filter(pk=self.household.pk).update(status=status)
        self.household.refresh_from_db()

    def content(self):
        """Everything an act could have changed."""
        held = [
            list(model.objects.filter(household=self.household).order_by("pk").values())
            for model in (IncomeItem, Attachment, HouseholdChange, Visit)
        ]
        return state(self.household, self.other), held, AuditEvent.objects.count()


@pytest.fixture
def file(areas, request):
    with whole_city("test data"):
        return File(request.param)


ACTS = {
    "change_household": lambda by, f: registration.change_household(
        by=by, household=f.household, note="新"
    ),
    "add_member": lambda by, f: registration.add_member(by=by, household=f.household, data=PERSON),
    "change_member": lambda by, f: registration.change_member(
        by=by, member=f.son, data={"employer": "县医院"}
    ),
    "change_head": lambda by, f: registration.change_head(
        by=by, member=f.son, former_relation="52"
    ),
    "add_kind_of_register": lambda by, f: registration.add_kind(
        by=by, household=f.household, kind="07", since=DAY
    ),
    "end_kind": lambda by, f: registration.end_kind(by=by, kind=f.running, until=DAY),
    "add_kind": lambda by, f: kinds.add_kind(by=by, household=f.household, kind="07", since=DAY),
    "change_kind": lambda by, f: kinds.change_kind(by=by, kind=f.running, since=DAY, reason="改"),
    "withdraw_kind": lambda by, f: kinds.withdraw_kind(
        by=by, household_id=f.household.pk, kind_id=f.running.pk, since=f.running.since,
        reason=f.running.reason,
    ),
    "reopen_kind": lambda by, f: kinds.reopen_kind(
        by=by, household_id=f.household.pk, kind_id=f.over.pk, until=DAY, reason="好转"
    ),
    "join": lambda by, f: joining.join(
        by=by, household=f.household, joining=Joining(PERSON, "1", DAY)
    ),
    "leave": lambda by, f: leaving.leave(by=by, member=f.son, leaving=Leaving(kind="2", on=DAY)),
    "come_back": lambda by, f: leaving.come_back(by=by, member=f.prisoner, kind="5", on=DAY),
    "split": lambda by, f: splitting.split(
        by=by, household=f.household,
        splitting=Splitting(who=[f.son.pk], head=f.son.pk, on=DAY, reason="分户"),
    ),
    "merge_in": lambda by, f: merging.merge(
        by=by, merging=Merging(f.household, f.other, DAY, "合并", {f.other.members.get().pk: "52"})
    ),
    "merge_away": lambda by, f: merging.merge(
        by=by, merging=Merging(f.other, f.household, DAY, "合并", f.relations)
    ),
    "move": lambda by, f: moving.move(
        by=by, household=f.household, to=Area.objects.get(pk=f"{BAOLI[:9]}201"), on=DAY, reason="迁"
    ),
    "hand_over": lambda by, f: handing_over.propose(
        by=by, household=f.household, to_county=Area.objects.get(pk=KAIYUAN), on=DAY, reason="迁"
    ),
    "add_record": lambda by, f: records.add_record(
        by=by, household=f.household, model=IncomeItem, data=INCOME | {"member_id": f.head.pk}
    ),
    "change_record": lambda by, f: records.change_record(
        by=by, record=f.income, data={"evidence": "工资条"}
    ),
    "end_record": lambda by, f: records.end_record(
        by=by, record=f.income, ended_on=f.income.period_to, end_reason="1"
    ),
    "add_attachment": lambda by, f: attachments.add(
        by=by, household=f.household, data=make.picture(), name="新.jpg", kind="8"
    ),
    "remove_attachment": lambda by, f: attachments.remove(
        by=by, attachment=f.photo, reason="传错"
    ),
    "bring_back_attachment": lambda by, f: attachments.bring_back(by=by, attachment=f.removed),
    "start_visit": lambda by, f: visits.start(household=f.household, by=by),
    "assign_visit": lambda by, f: assignments.assign_visit(
        by=by, household=f.household, first=by, second=f.colleague, due_on=LATER
    ),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("file", CLOSED, indirect=True)
@pytest.mark.parametrize("act", ACTS)
def test_no_act_changes_a_closed_file(file, caseworker, seen_by, act):
    with seen_by(caseworker):
        before = file.content()
        assert _outcome(act, caseworker, file) in REFUSED
        assert file.content() == before


def _outcome(act, by, file):
    try:
        return ACTS[act](by, file)
    except InputError as error:
        return error.code


@pytest.mark.django_db
@pytest.mark.parametrize("file", ["registered"], indirect=True)
@pytest.mark.parametrize("act", ACTS)
def test_the_same_act_changes_an_open_file(file, caseworker, seen_by, act):
    with seen_by(caseworker):
        before = file.content()
        assert ACTS[act](caseworker, file)
        assert file.content() != before


PAGES = {
    "change_household": ("household", {"urban_rural": "2", "residence_address": "别处"}),
    "add_member": ("household", {
        "joined_kind": "1", "joined_on": "2026-02-10", "name": "韩小宝", "relation": "41",
        "identity_kind": "4", "sex": "1", "birth_on": "2026-02-10", "ethnic": "01",
        "is_counted": "on", "student_stage": "0", "confirm": "1",
    }),
    "add_kind": ("household", {"kind": "07", "since": "2026-02-10", "reason": "新增"}),
    "change_kind": ("running", {"since": "2026-02-10", "reason": "更正"}),
    "end_kind": ("running", {"until": "2026-02-10", "reason": "好转"}),
    "change_member": ("son", {"name": "韩磊", "relation": "20", "identity_kind": "1",
                              "ethnic": "01", "is_counted": "on", "employer": "县医院"}),
    "change_head": ("son", {"former_relation": "52"}),
    "leave": ("son", {"kind": "2", "on": "2026-02-10", "confirm": "1"}),
    "come_back": ("prisoner", {"kind": "5", "on": "2026-02-10", "confirm": "1"}),
    "move": ("household", {
        "to": f"{BAOLI[:9]}201", "on": "2026-02-10", "reason": "迁", "confirm": "1",
    }),
    "remove_attachment": ("photo", {"reason": "传错"}),
    "bring_back_attachment": ("removed", {}),
}  # fmt: skip


@pytest.mark.django_db
@pytest.mark.parametrize("file", ["deregistered"], indirect=True)
@pytest.mark.parametrize("name", PAGES)
def test_the_page_of_a_closed_file_says_why_it_takes_no_change(
    file, client_for, caseworker, seen_by, name
):
    what, data = PAGES[name]
    url = reverse(f"households:{name}", args=[getattr(file, what).pk])
    with seen_by(caseworker):
        before = file.content()[:2]
    answer = client_for(caseworker).post(url, data, follow=True)
    assert answer.status_code == 200
    assert "该户已不在册" in answer.content.decode()
    with seen_by(caseworker):
        assert file.content()[:2] == before


@pytest.mark.django_db
@pytest.mark.parametrize("file", ["moved_out"], indirect=True)
def test_pages_of_a_closed_file_offer_no_change(file, client_for, caseworker):
    client = client_for(caseworker)
    shown = {
        "household": file.household.pk, "economy": file.household.pk, "member": file.son.pk,
        "attachments": file.household.pk, "attachments_panel": file.household.pk,
        "attachment": file.photo.pk,
    }  # fmt: skip
    offers = [
        reverse(f"households:{name}", args=args)
        for name, args in (
            ("change_household", [file.household.pk]), ("add_member", [file.household.pk]),
            ("add_kind", [file.household.pk]), ("change_kind", [file.running.pk]),
            ("add_record", [file.household.pk, "income"]),
            ("change_record", ["income", file.income.pk]),
            ("add_attachments", [file.household.pk]), ("remove_attachment", [file.photo.pk]),
            ("bring_back_attachment", [file.removed.pk]), ("change_member", [file.son.pk]),
            ("leave", [file.son.pk]), ("come_back", [file.prisoner.pk]),
        )
    ]  # fmt: skip
    for name, pk in shown.items():
        html = client.get(reverse(f"households:{name}", args=[pk])).content.decode()
        assert [url for url in offers if url in html] == [], name


@pytest.mark.django_db
@pytest.mark.parametrize("file", CLOSED, indirect=True)
def test_machines_change_no_closed_file(file, seen_by):
    machine = Machine(BAOLI, "machine.baoli")
    url, member = f"{HOUSEHOLDS}{file.household.pk}/", f"{MEMBERS}{file.son.pk}/"
    closed = "?status=all"  # without it a closed file is not found
    person = {
        "household": file.household.pk, "name": "韩小宝", "relation": "41", "identity_kind": "4",
        "sex": "1", "birth_on": "2026-02-01", "joined_kind": "1", "joined_on": "2026-02-01",
        "ethnic": "01",
    }  # fmt: skip
    with seen_by(machine.user):
        before = file.content()[:2]
    answers = [
        machine.patch(f"{url}{closed}", {"note": "x"}),
        machine.patch(member, {"employer": "县医院"}),
        machine.post(
            f"{url}kinds/{closed}", {"kind": "07", "since": "2026-02-01", "reason": "新增"},
            "request-0001",
        ),
        machine.post(
            f"{url}end-kind/{closed}", {"kind": "05", "until": "2026-02-20", "reason": "好转"},
            "request-0002",
        ),
        machine.post(MEMBERS, person, "request-0003"),
        machine.post(f"{member}leave/", {"kind": "2", "on": "2026-03-01"}, "request-0004"),
    ]  # fmt: skip
    for answer in answers:
        assert (answer.status_code, set(answer.json()["errors"])) == (400, {"off_register"})
    with seen_by(machine.user):
        assert file.content()[:2] == before

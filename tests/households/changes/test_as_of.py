"""The file as it was on a day, read from the row history; nothing can be done there."""

import datetime
from decimal import Decimal

import pytest
from django.db import connection
from django.db.models import Max
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import jobs, scope
from accounts.models import Area, AuditEvent
from accounts.models.users import Role
from accounts.services import divisions
from households import as_of, economy_sheet, history, record_lines
from households.models import Household, HouseholdKind, Member
from households.services import registration
from households.services.changes import leaving, merging, moving, unmerging
from households.services.changes.leaving import Leaving
from households.services.changes.merging import Merging
from tests.factories import accounts as people
from tests.factories import economy
from tests.factories.households import household, kind

BORN = datetime.date(1988, 3, 2)
DAY = datetime.date(2026, 2, 10)
HOURS = datetime.timedelta(hours=6)
MODELS = (Household, Member, HouseholdKind, *economy_sheet.MODELS.values())


def so_far(day: datetime.date) -> None:
    """Keep every version not yet dated once more, as of noon on ``day``.

    The triggers date a version with its transaction, which a test has only one of.
    """
    noon = timezone.make_aware(datetime.datetime.combine(day, datetime.time(12)))
    with scope.whole_city("test data"):
        for model in MODELS:
            events = model.pgh_event_model.objects
            dated = events.filter(pgh_created_at__lt=timezone.now() - HOURS)
            mark = dated.aggregate(last=Max("pgh_id"))["last"] or 0
            _copy(model.pgh_event_model, mark, noon)


def _copy(model, mark, at) -> None:
    """The site's role may add versions, never change one."""
    own = {"pgh_id", "pgh_created_at"}
    columns = [f.column for f in model._meta.concrete_fields if f.column not in own]
    names = ", ".join(f'"{column}"' for column in columns)
    table = model._meta.db_table
    with connection.cursor() as cursor:
        cursor.execute(
            f"INSERT INTO {table} ({names}, pgh_created_at) SELECT {names}, %s FROM {table}"
            " WHERE pgh_id > %s ORDER BY pgh_id",
            [at, mark],
        )


@pytest.fixture
def file(areas, caseworker):
    made = household(members=[("韩磊", "20", BORN)], note="老房子")
    running = kind(made, "01")
    so_far(datetime.date(2026, 1, 10))
    with scope.user_scope(caseworker):
        son = made.members.select_related("household__area").get(name="韩磊")
        leaving.leave(by=caseworker, member=son, leaving=Leaving(kind="2", on=DAY))
        registration.change_household(by=caseworker, household=made, note="新房子")
        registration.end_kind(by=caseworker, kind=running, until=DAY, reason="收入增加")
    so_far(DAY)
    return made


@pytest.mark.django_db
def test_household_members_and_kinds_on_a_day(file, caseworker, seen_by):
    with seen_by(caseworker):
        before = as_of.file_on(file, DAY - datetime.timedelta(days=1))
        after = as_of.file_on(file, DAY)
        assert [m.name for m in before.members] == ["韩淑英", "韩磊"]
        assert (before.household.note, before.household.family_size) == ("老房子", 2)
        assert [k.until for k in before.kinds] == [None]
        assert before.head.identity_number == file.members.get(name="韩淑英").identity_number
        assert [m.name for m in after.members] == ["韩淑英"]
        assert [m.name for m in after.former_members] == ["韩磊"]
        assert (after.household.note, after.kinds[0].until) == ("新房子", DAY)
        assert as_of.file_on(file, datetime.date(2026, 1, 9)) is None


@pytest.mark.django_db
def test_the_page_of_a_day_has_a_banner_and_no_acts(file, client_for, caseworker, neighbour):
    url = reverse("households:household", args=[file.pk])
    client = client_for(caseworker)
    html = client.get(url, {"on": "2026-01-20"}).content.decode()
    assert "2026 年 1 月 20 日当天的档案内容" in html
    assert "老房子" in html
    for act in ("change_household", "add_kind", "split", "add_member"):
        assert reverse(f"households:{act}", args=[file.pk]) not in html
    assert client_for(neighbour).get(url, {"on": "2026-01-20"}).status_code == 404
    auditor = people.user(Role.AUDITOR, "211200000000", "shen.ji", "审计")
    assert client_for(auditor).get(url, {"on": "2026-01-20"}).status_code == 403
    assert AuditEvent.objects.filter(action="household.viewed").count() == 1


@pytest.mark.django_db
@pytest.mark.parametrize("typed", ["2020-01-01", "2099-01-01", "gestern"])
def test_a_day_without_a_file_leads_to_the_file_of_today(file, client_for, caseworker, typed):
    url = reverse("households:household", args=[file.pk])
    answer = client_for(caseworker).get(url, {"on": typed})
    assert (answer.status_code, answer.url) == (302, url)


@pytest.mark.django_db
def test_an_undone_merging_is_seen_on_its_days_only(file, caseworker, seen_by):
    other = household(head="王秀英")
    so_far(datetime.date(2026, 2, 20))
    with seen_by(caseworker):
        relations = {other.members.get().pk: "52"}
        asked = Merging(file, other, DAY, "共同生活", relations)
        change = merging.merge(by=caseworker, merging=asked)
    so_far(datetime.date(2026, 3, 1))
    with seen_by(caseworker):
        unmerging.undo(by=caseworker, change=change, on=datetime.date(2026, 3, 5), reason="误")
    so_far(datetime.date(2026, 3, 5))
    seen = {}
    with seen_by(caseworker):
        for day in (datetime.date(2026, 2, 25), datetime.date(2026, 3, 2), DAY.replace(month=3)):
            past = as_of.file_on(file, day)
            seen[day.isoformat()] = [m.name for m in past.members]
            assert all(m.name != "王秀英" for m in past.former_members)
    assert seen == {
        "2026-02-25": ["韩淑英"], "2026-03-02": ["韩淑英", "王秀英"], "2026-03-10": ["韩淑英"],
    }  # fmt: skip


@pytest.mark.django_db
def test_the_new_township_sees_the_days_before_the_move(file, caseworker, neighbour, seen_by):
    with seen_by(caseworker):
        to = Area.objects.get(pk="211224101200")
        found = Household.objects.select_related("area").get(pk=file.pk)
        moving.move(by=caseworker, household=found, to=to, on=DAY, reason="迁居")
    with seen_by(neighbour):
        moved = Household.objects.get(pk=file.pk)
        past = as_of.file_on(moved, datetime.date(2026, 1, 20))
        assert past.household.area_id == file.area_id
        assert [m.name for m in past.members] == ["韩淑英", "韩磊"]
        differences = [d for c in history.changes_of(moved) for d in c.differences]
        shown = [(d.before, d.after) for d in differences if str(d.label) == "管理单位"]
        assert shown == [(file.area.full_name, to.full_name)]


@pytest.fixture
def economies(file, caseworker):
    """Wages that rose, a car that was sold, and a home bought later; by ``file``'s days."""
    wages = economy.income(file, gross=Decimal(12_000), cost=Decimal(0))
    car = economy.vehicle(file, plate="辽M12345")
    so_far(datetime.date(2026, 2, 20))
    economy.change(wages, gross=Decimal(36_000))
    economy.change(car, ended_on=datetime.date(2026, 3, 3), end_reason="1", end_note="卖给邻居")
    economy.housing(file)
    so_far(datetime.date(2026, 3, 5))
    return file


@pytest.mark.django_db
def test_the_economy_of_a_day(economies, caseworker, seen_by):
    with seen_by(caseworker):
        shown = {}
        for day in (DAY, datetime.date(2026, 2, 25), datetime.date(2026, 3, 6)):
            past = as_of.file_on(economies, day)
            sheet = as_of.economy_on(past)
            shown[day.isoformat()] = (
                [row.record.gross for row in sheet.rows["incomes"]],
                [row.record.identifier for row in sheet.rows["belongings"]],
                len(sheet.rows["homes"]),
                sheet.totals.people,
            )
            assert all(row.record.member in past.members for row in sheet.rows["incomes"])
        assert [row.record.end_note for row in sheet.past["belongings"]] == ["卖给邻居"]
    assert shown == {
        "2026-02-10": ([], [], 0, 1),
        "2026-02-25": ([Decimal("12000.00")], ["辽M12345"], 0, 1),
        "2026-03-06": ([Decimal("36000.00")], [], 1, 1),
    }


@pytest.mark.django_db
def test_the_page_of_a_day_shows_the_economy_to_who_may_see_it(economies, client_for, caseworker):
    url = reverse("households:household", args=[economies.pk])
    asked = {"on": "2026-02-25"}
    html = client_for(caseworker).get(url, asked).content.decode()
    assert "辽M12345" in html
    assert "12,000.00" in html
    assert "36,000.00" not in html
    assert reverse("households:add_record", args=[economies.pk, "income"]) not in html
    assert "修改" not in html.split('id="economy"')[1].split("</section>")[0]
    finance = people.user(Role.FINANCE_OFFICER, "211224000000", "cai.wu", "财务")
    html = client_for(finance).get(url, asked).content.decode()
    assert "新房子" in html
    assert "辽M12345" not in html


@pytest.mark.django_db
def test_more_records_ask_no_more_of_the_database(
    economies, caseworker, seen_by, django_assert_num_queries
):
    day = datetime.date(2026, 3, 6)
    with seen_by(caseworker):
        past = as_of.file_on(economies, day)
        with CaptureQueriesContext(connection) as few:
            record_lines.sections_of(as_of.economy_on(past))
    for gross in (1000, 2000, 3000):
        economy.income(economies, gross=Decimal(gross), cost=Decimal(0))
    so_far(datetime.date(2026, 3, 5))
    with seen_by(caseworker), django_assert_num_queries(len(few)):
        record_lines.sections_of(as_of.economy_on(past))


@pytest.mark.django_db
def test_the_place_is_called_as_on_that_day(file, client_for, caseworker, city_manager):
    before = file.area.full_name
    change = people.division_change(city_manager, effective_on=datetime.date(2026, 3, 1))
    divisions.add_rename(change=change, code="211224105000", name="新宝力镇")
    divisions.add_rename(change=change, code=file.area_id, name="新靠山村")
    jobs.run(divisions.carry_out(by=city_manager, change=change).pk)
    now = Area.objects.get(pk=file.area_id)
    assert now.full_name == "昌图县新宝力镇新靠山村"
    assert divisions.full_name_on(now, datetime.date(2026, 2, 28)) == before
    assert divisions.full_name_on(now, datetime.date(2026, 3, 1)) == now.full_name
    url = reverse("households:household", args=[file.pk])
    html = client_for(caseworker).get(url, {"on": "2026-02-20"}).content.decode()
    assert f"当时由{before}管理" in html

"""Kinds of a household: what excludes what, periods that never overlap, mending the reason."""

import datetime

import pytest
from django.db import IntegrityError, transaction
from django.urls import reverse

from accounts.models import AuditEvent
from foundation.faults import InputError
from households.kind_rules import CLAUSES, blocks, conflicts
from households.models import HouseholdKind
from households.services import kinds
from households.services.changes import closing
from tests.factories.households import household, kind

DAY = datetime.date(2026, 2, 1)


@pytest.mark.parametrize(
    ("new", "held", "people", "blocked", "told"),
    [
        ("01", ["02"], 1, ["02"], []),
        ("02", ["01"], 1, ["01"], []),
        ("02", ["01"], 2, [], ["01"]),
        ("02", ["03"], 1, ["03"], []),
        ("05", ["02"], 1, [], ["02"]),
        ("01", ["03"], 1, [], ["03"]),
        ("04", ["01"], 1, ["01"], []),
        ("06", ["01", "05", "07"], 1, [], []),
        ("01", [], 1, [], []),
    ],
)
def test_what_stands_against_a_kind(new, held, people, blocked, told):
    found = conflicts(new, held, people=people)
    assert [one.other for one in blocks(found)] == blocked
    assert [one.other for one in found if not one.is_block] == told


def test_every_clause_is_symmetric_and_has_its_source():
    for clause in CLAUSES:
        one, other = sorted(clause.kinds)
        assert clause.source
        assert [c.other for c in conflicts(one, [other], people=3)] == [other]
        assert [c.other for c in conflicts(other, [one], people=3)] == [one]


@pytest.mark.django_db
def test_one_person_cannot_hold_dibao_and_tekun(areas, caseworker, client_for, seen_by):
    file = household()
    kind(file, "01")
    url = reverse("households:add_kind", args=[file.pk])
    page = client_for(caseworker).post(
        url, {"kind": "02", "since": "2026-02-01", "reason": "特困认定"}
    )
    assert "国发〔2016〕14号" in page.content.decode()
    assert "is_confirmed" in page.content.decode()
    with seen_by(caseworker):
        assert file.kinds.count() == 1


@pytest.mark.django_db
def test_different_people_may_after_the_clerk_says_so(areas, caseworker, client_for, seen_by):
    file = household(members=[("韩小", "20", datetime.date(2015, 1, 1))])
    kind(file, "01")
    client, url = client_for(caseworker), reverse("households:add_kind", args=[file.pk])
    sent = {"kind": "02", "since": "2026-02-01", "reason": "祖父为特困人员"}
    page = client.post(url, sent)
    assert "属于家中不同的人" in page.content.decode()
    assert client.post(url, sent | {"is_confirmed": "on"}).status_code == 302
    with seen_by(caseworker):
        assert set(file.kinds.values_list("kind", flat=True)) == {"01", "02"}


@pytest.mark.django_db
def test_periods_of_one_kind_never_overlap(areas, caseworker, seen_by):
    file = household()
    kind(file, "04", datetime.date(2020, 1, 1), datetime.date(2026, 3, 1))
    with seen_by(caseworker):
        with pytest.raises(InputError):
            kinds.add_kind(by=caseworker, household=file, kind="04", since=DAY)
        with pytest.raises(IntegrityError, match="kind_periods_apart"), transaction.atomic():
            HouseholdKind.objects.create(household=file, area_id=file.area_id, kind="04", since=DAY)
        again = kinds.add_kind(
            by=caseworker, household=file, kind="04", since=datetime.date(2026, 3, 1)
        )
        with pytest.raises(InputError):
            kinds.change_kind(by=caseworker, kind=again, since=DAY, reason="更正")


@pytest.mark.django_db
def test_the_reason_is_mended_and_the_history_keeps_both(areas, caseworker, client_for, seen_by):
    file = household()
    row = kind(file, "04")
    url, client = reverse("households:change_kind", args=[row.pk]), client_for(caseworker)
    assert client.get(url).status_code == 200
    sent = {"since": "2026-01-05", "reason": "县民政局认定"}
    for _time in range(2):
        assert client.post(url, sent).status_code == 302
    history = client.get(reverse("households:history", args=[file.pk])).content.decode()
    assert "县民政局认定" in history
    with seen_by(caseworker):
        events = HouseholdKind.pgh_event_model.objects.filter(pgh_obj_id=row.pk)
        assert events.count() == 2


@pytest.mark.django_db
def test_the_neighbour_does_not_reach_it(areas, caseworker, neighbour, client_for):
    row = kind(household(), "04")
    url = reverse("households:change_kind", args=[row.pk])
    assert client_for(neighbour).post(url, {"since": "2026-01-05"}).status_code == 404


@pytest.fixture
def low_income(areas, today):
    """A household of one, low-income until next year, as a decision makes it."""
    file = household()
    return file, kind(file, "04", datetime.date(2026, 1, 1), today + datetime.timedelta(days=300))


@pytest.mark.django_db
def test_a_kind_with_its_last_day_to_come_still_excludes(low_income, caseworker, seen_by, today):
    file, row = low_income
    with seen_by(caseworker):
        with pytest.raises(InputError, match="低收入"):
            kinds.add_kind(by=caseworker, household=file, kind="01", since=today)
        after = row.until + datetime.timedelta(days=1)
        kinds.add_kind(by=caseworker, household=file, kind="01", since=after)


@pytest.mark.django_db
def test_a_kind_with_its_last_day_to_come_can_be_ended_early(
    low_income, caseworker, client_for, seen_by, today
):
    file, row = low_income
    client, url = client_for(caseworker), reverse("households:end_kind", args=[row.pk])
    page = reverse("households:household", args=[file.pk])
    assert url in client.get(page).content.decode()
    later = row.until + datetime.timedelta(days=1)
    refused = client.post(url, {"until": later.isoformat(), "reason": "延长"})
    assert refused.context["form"].has_error("until")
    sent = {"until": today.isoformat(), "reason": "收入提高"}
    for _time in range(2):
        assert client.post(url, sent).status_code == 302
    with seen_by(caseworker):
        assert file.kinds.get().until == today
    assert AuditEvent.objects.filter(action="household.kind_ended").count() == 1
    sent["until"] = (today - datetime.timedelta(days=30)).isoformat()
    assert client.post(url, sent).status_code == 302
    kind(file, "05", datetime.date(2026, 1, 1), datetime.date(2026, 2, 1))
    assert client.get(page).content.decode().count("/end/") == 0


@pytest.mark.django_db
def test_closing_the_file_ends_a_kind_with_its_last_day_to_come(
    low_income, caseworker, seen_by, today
):
    file, _row = low_income
    with seen_by(caseworker):
        closing.close(by=caseworker, household=file, code="5", on=today)
        assert file.kinds.get().until == today


@pytest.mark.django_db
def test_why_it_began_and_why_it_ended_stand_side_by_side(
    areas, caseworker, client_for, seen_by, today
):
    file, client = household(), client_for(caseworker)
    add = reverse("households:add_kind", args=[file.pk])
    sent = {"kind": "04", "since": "2026-02-01"}
    assert client.post(add, sent).context["form"].has_error("reason")
    assert client.post(add, sent | {"reason": "排查认定"}).status_code == 302
    with seen_by(caseworker):
        row = file.kinds.get()
    url = reverse("households:end_kind", args=[row.pk])
    client.post(url, {"until": today.isoformat(), "reason": "收入提高"})
    with seen_by(caseworker):
        row.refresh_from_db()
        assert (row.reason, row.end_reason) == ("排查认定", "收入提高")
    html = client.get(reverse("households:household", args=[file.pk])).content.decode()
    assert "排查认定 · 终止原因：收入提高" in html
    html = client.get(reverse("households:history", args=[file.pk])).content.decode()
    assert "收入提高" in html
    told = client.get(f"/api/v1/households/{file.pk}/").json()
    assert told["kind_periods"] == [
        {
            "kind": "04", "since": "2026-02-01", "until": today.isoformat(),
            "reason": "排查认定", "end_reason": "收入提高",
        }
    ]  # fmt: skip


@pytest.mark.django_db
def test_closing_the_file_says_why_its_kinds_ended(low_income, caseworker, seen_by, today):
    file, row = low_income
    with seen_by(caseworker):
        kinds.change_kind(by=caseworker, kind=row, since=row.since, reason="县局认定")
        closing.close(by=caseworker, household=file, code="5", on=today, reason="重复建档")
        row.refresh_from_db()
    assert (row.reason, row.end_reason) == ("县局认定", "重复建档")

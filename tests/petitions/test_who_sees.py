"""Who sees a case: the area, the office complained about, the whistle-blower, the machine."""

import pytest
from django.db import DatabaseError, connection, transaction
from django.urls import reverse

from accounts.models.users import Role
from households.services import doors
from petitions.models import HandlingRecord, PetitionCase, PetitionMove
from petitions.services import handling
from tests.conftest import BAOLI, CHANGTU, LAOCHENG
from tests.factories import accounts as people
from tests.factories import households
from tests.factories import petitions as make

pytestmark = pytest.mark.django_db
TABLES = ("petitions_petitioncase", "petitions_petitionmove", "petitions_handlingrecord")
EVENTS = "petitions_petitioncaseevent"


def counted(table):
    with connection.cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {table}")
        return cursor.fetchone()[0]


def moved(case, by, seen_by, today):
    """The case with a move and a line in its log."""
    make.record(case)
    with seen_by(by):
        handling.accept(case_id=case.pk, by=by, at=make.moment(today))
    return case


def test_neighbours_see_nothing_and_the_owner_everything(
    caseworker, neighbour, other_county, seen_by, today
):
    case = moved(make.case(), caseworker, seen_by, today)
    with seen_by(caseworker):
        assert [counted(table) for table in (*TABLES, EVENTS)] == [1, 1, 1, 3]
        assert PetitionCase.objects.get() == case
    for stranger in (neighbour, other_county):
        with seen_by(stranger):
            assert [counted(table) for table in (*TABLES, EVENTS)] == [0, 0, 0, 0]


def test_nothing_hangs_on_a_neighbours_case(caseworker, neighbour, seen_by, today):
    case = make.case()
    line = {"case_id": case.pk, "happened_on": today, "text": "x", "at": make.moment(today)}
    with seen_by(neighbour):
        for area in (BAOLI, LAOCHENG):
            with pytest.raises(DatabaseError), transaction.atomic():
                HandlingRecord.objects.create(area_id=area, by=neighbour, **line)
        assert PetitionCase.objects.filter(pk=case.pk).update(note="x") == 0
    with seen_by(caseworker):
        assert HandlingRecord.objects.count() == 0
        HandlingRecord.objects.create(area_id=BAOLI, by=caseworker, **line)
        assert HandlingRecord.objects.get().case_id == case.pk
        with pytest.raises(DatabaseError), transaction.atomic():
            HandlingRecord.objects.update(text="y")


def test_a_case_is_not_linked_with_a_neighbours_household(caseworker, seen_by):
    ours, theirs = households.household(), households.household("211224101200", "金哲洙")
    case = make.case()
    with seen_by(caseworker):
        for there in (theirs.area_id, ours.area_id):
            with pytest.raises(DatabaseError), transaction.atomic():
                PetitionCase.objects.update(household_id=theirs.pk, household_area_id=there)
        assert PetitionCase.objects.update(household=ours, household_area_id=ours.area_id) == 1
        assert PetitionCase.objects.get(pk=case.pk).household_id == ours.pk


def test_the_office_complained_about_does_not_see_the_case(
    caseworker, leader, chief, seen_by, client_for, today
):
    """Even where the area would let it: the paired case differs by the office alone."""
    about_us = moved(make.case(complained_office_id=BAOLI), chief, seen_by, today)
    other = moved(make.case(complained_office_id=LAOCHENG), chief, seen_by, today)
    for ours in (caseworker, leader):
        with seen_by(ours):
            assert list(PetitionCase.objects.all()) == [other]
            assert [counted(table) for table in TABLES] == [1, 1, 1]
            assert set(PetitionMove.objects.values_list("case", flat=True)) == {other.pk}
            assert counted(EVENTS) == 3
        client = client_for(ours)
        assert client.get(reverse("petitions:case", args=[about_us.pk])).status_code == 404
        assert client.get(reverse("petitions:case", args=[other.pk])).status_code == 200
        page = client.get(reverse("petitions:list"), {"state": "all"}).content.decode()
        assert about_us.case_no not in page
        assert other.case_no in page
    with seen_by(chief):
        assert set(PetitionCase.objects.all()) == {about_us, other}
        assert [counted(table) for table in TABLES] == [2, 2, 2]


def test_a_complaint_about_a_county_is_hidden_from_its_townships(
    caseworker, chief, city_manager, seen_by
):
    case = make.case(complained_office_id=CHANGTU)
    for theirs in (caseworker, chief):
        with seen_by(theirs):
            assert not PetitionCase.objects.exists()
    with seen_by(city_manager):
        assert PetitionCase.objects.get() == case


def test_a_closed_door_hides_the_household_petitions(caseworker, colleague, chief, seen_by):
    household = households.household()
    case = make.case(household=household, household_area_id=household.area_id)
    with seen_by(chief):
        doors.close_door(by=chief, household=household, reason="近亲属回避", user=caseworker)
    with seen_by(caseworker):
        assert not PetitionCase.objects.exists()
    with seen_by(colleague):
        assert PetitionCase.objects.get() == case


def test_a_whistle_blower_is_known_to_few(caseworker, leader, chief, client_for):
    report = make.case(matter="04", petitioner="佟举报")
    plain = make.case(petitioner="佟平常")
    with make.scope.whole_city("test looks"):
        number = PetitionCase.objects.get(pk=report.pk).identity_number
    found = {"q": "佟", "state": "all"}
    for knows, user in ((False, caseworker), (False, leader), (True, chief)):
        client = client_for(user)
        pages = [
            client.get(reverse("petitions:case", args=[report.pk])).content.decode(),
            client.get(reverse("petitions:list"), {"state": "all"}).content.decode(),
            client.get("/api/v1/petitions/").content.decode(),
            client.get(f"/api/v1/petitions/{report.pk}/").content.decode(),
            client.get(reverse("petitions:list"), found).content.decode(),
        ]
        assert [report.petitioner in page for page in pages] == [knows] * 5
        assert all(number not in page for page in pages)
        assert plain.petitioner in pages[1]
        by_number = client.get(reverse("petitions:list"), {"q": number}).content.decode()
        assert (report.case_no in by_number) is knows


def test_full_numbers_are_shown_for_a_reason_and_recorded(caseworker, chief, client_for):
    case = make.case(matter="05")
    url = reverse("petitions:reveal", args=[case.pk])
    with make.scope.whole_city("test looks"):
        number = PetitionCase.objects.get(pk=case.pk).identity_number
    assert client_for(caseworker).post(url, {"reason": "看看"}).status_code == 403
    client = client_for(chief)
    assert number not in client.post(url, {"reason": ""}).content.decode()
    assert number in client.post(url, {"reason": "核对举报线索"}).content.decode()
    event = make.audit_of("petitioner.revealed")
    assert (event.by_id, event.detail) == (chief.pk, {"reason": "核对举报线索"})


def test_mending_a_report_does_not_ask_for_its_author(caseworker, chief, client_for):
    case = make.case(matter="04", petitioner="佟举报")
    url = reverse("petitions:change", args=[case.pk])
    assert "佟举报" not in client_for(caseworker).get(url).content.decode()
    assert "佟举报" in client_for(chief).get(url).content.decode()


def test_the_panel_of_a_household_keeps_reports_back(caseworker, chief, client_for):
    household = households.household()
    linked = {"household": household, "household_area_id": household.area_id}
    report, plain = make.case(matter="04", **linked), make.case(**linked)
    url = reverse("petitions:household_panel", args=[household.pk])
    for knows, user in ((False, caseworker), (True, chief)):
        page = client_for(user).get(url).content.decode()
        assert plain.case_no in page
        assert (report.case_no in page) is knows


def test_lists_ask_the_same_number_of_questions_at_any_size(
    caseworker, client_for, django_assert_max_num_queries
):
    client, url = client_for(caseworker), reverse("petitions:list")
    make.case()
    client.get(url)
    for _ in range(12):
        make.case()
    with django_assert_max_num_queries(20):
        assert client.get(url).content.decode().count("XF-T-") >= 13


def test_inspectors_of_a_township_read_and_cannot_act(client_for, areas):
    inspector = people.user(Role.DISCIPLINE_INSPECTOR, BAOLI, "jiwei", "纪委")
    case = make.case()
    client = client_for(inspector)
    assert client.get(reverse("petitions:case", args=[case.pk])).status_code == 200
    assert client.post(reverse("petitions:accept", args=[case.pk])).status_code == 403

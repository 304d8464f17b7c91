"""The system administrator enters what the built-in calendar does not know; deadlines follow."""

import datetime

import pytest
from django.core.cache import cache
from django.urls import reverse

from accounts.calendar import working_calendar
from accounts.models import AuditEvent, CalendarDay
from accounts.models.users import Role
from tests.factories import accounts as people

DAY = datetime.date(2027, 2, 8)


@pytest.fixture
def keeper(areas, client_for):
    return client_for(people.user(Role.SYSTEM_ADMINISTRATOR, "211200000000", "xi.tong"))


def enter(client, **changes):
    typed = {"day": f"{DAY:%Y-%m-%d}", "is_working": "0", "note": "春节", "source": "国办通知"}
    return client.post(reverse("accounts:calendar"), typed | changes)


def test_a_day_entered_moves_deadlines_and_can_be_taken_out(
    keeper, django_capture_on_commit_callbacks
):
    cache.clear()
    assert working_calendar().is_working_day(DAY)
    with django_capture_on_commit_callbacks(execute=True):
        assert enter(keeper).status_code == 302
    assert not working_calendar().is_working_day(DAY)
    assert "春节" in keeper.get(reverse("accounts:calendar")).content.decode()
    with django_capture_on_commit_callbacks(execute=True):
        keeper.post(reverse("accounts:forget_day", args=[f"{DAY:%Y-%m-%d}"]))
    assert working_calendar().is_working_day(DAY)
    assert AuditEvent.objects.filter(action__startswith="calendar.").count() == 2


def test_a_day_without_its_document_is_not_saved(keeper):
    assert enter(keeper, source="").status_code == 200
    assert not CalendarDay.objects.exists()


def test_a_wrong_address_is_not_found(keeper):
    assert keeper.post(reverse("accounts:forget_day", args=["morgen"])).status_code == 404


def test_others_may_not(client_for, caseworker):
    assert enter(client_for(caseworker)).status_code == 403

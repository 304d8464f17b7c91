"""An act on a kind and an act on the whole household at the same moment: one after the other."""

import datetime
from concurrent.futures import ThreadPoolExecutor, wait

import pytest
from django.db import connection, transaction
from django.utils import timezone

from accounts import scope
from assistance.services import benefits
from households.models import HouseholdKind
from households.services import kinds, registration
from households.services.changes import records
from tests.factories import assistance as make_assistance
from tests.factories.households import household, kind

DAY, OTHER_DAY = datetime.date(2026, 2, 10), datetime.date(2026, 3, 1)
BLINK = 0.7

ACTS = {
    "end": lambda by, row: registration.end_kind(by=by, kind=row, until=OTHER_DAY, reason="取消"),
    "change": lambda by, row: kinds.change_kind(by=by, kind=row, since=row.since, reason="更正"),
    "withdraw": lambda by, row: kinds.withdraw_kind(
        by=by, household_id=row.household_id, kind_id=row.pk, since=row.since, reason=row.reason
    ),
    "reopen": lambda by, row: kinds.reopen_kind(
        by=by, household_id=row.household_id, kind_id=row.pk, until=OTHER_DAY, reason="取消"
    ),
}


def while_locked(file, by, act):
    """Do ``act`` while somebody ends all open kinds of a locked file; waited, and its answer."""

    def work():
        try:
            with scope.user_scope(by):
                return act()
        finally:
            connection.close()

    with ThreadPoolExecutor(1) as pool:
        with scope.user_scope(by), transaction.atomic():
            (locked,) = records.lock(file)
            found = records.open_kinds(locked)
            future = pool.submit(work)
            has_waited = not wait([future], timeout=BLINK).done
            records.end_kinds(found, DAY, "并户")
        return has_waited, future.result(timeout=20)


@pytest.mark.django_db(transaction=True)
@pytest.mark.parametrize("name", sorted(ACTS))
def test_acts_on_a_kind_wait_for_the_household(name, areas, caseworker):
    file = household()
    row = kind(file, "05", until=OTHER_DAY if name == "reopen" else None)
    assert while_locked(file, caseworker, lambda: ACTS[name](caseworker, row))[0]


@pytest.mark.django_db(transaction=True)
def test_a_kind_is_ended_once_and_both_officers_read_the_same_day(areas, caseworker, seen_by):
    file = household()
    row = kind(file, "05")
    _waited, ended = while_locked(file, caseworker, lambda: ACTS["end"](caseworker, row))
    with seen_by(caseworker):
        assert ended.until == HouseholdKind.objects.get(pk=row.pk).until == DAY


@pytest.mark.django_db(transaction=True)
def test_a_benefit_that_ends_with_its_kind_waits_for_the_household_too(areas, caseworker):
    benefit = make_assistance.benefit()
    with scope.user_scope(caseworker):
        file = benefit.household
    today = timezone.localdate()
    waited, _ended = while_locked(
        file, caseworker,
        lambda: benefits.end(benefit_id=benefit.pk, by=caseworker, on=today, reason="停发"),
    )  # fmt: skip
    assert waited

"""Signs about how visits were made: each at its edges, read from the content, with their rows."""

import datetime
import uuid

import pytest
from django.conf import settings
from django.db import connection
from django.test import override_settings
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone

from accounts import scope
from surveys import quality
from surveys.content import SHORT_MINUTES
from surveys.models import Visit, VisitReading
from surveys.quality_signs import QUALITY_SIGNS, SIGN
from surveys.services import readings, visits
from surveys.services.readings import BULK_APPROVALS
from tests.conftest import BAOLI
from tests.factories import reports as make
from tests.factories.households import household
from tests.factories.surveys import (
    INCOME,
    SOMEBODY,
    approved_visit,
    content,
    draft,
    person,
    submitted_visit,
)

pytestmark = pytest.mark.django_db
LAOCHENG_VILLAGE = "211224101200"


def page(name, *args):
    return reverse(f"surveys:{name}", args=args)


@pytest.mark.parametrize(
    ("began", "ended", "minutes"),
    [("09:30", "10:20", 50), ("09:30", "09:30", 0), ("10:20", "09:30", None), ("", "09:30", None),
     (None, None, None), ("9 o'clock", "10:00", None), ("09:30+08:00", "10:00", None),
     ("09:30", "10:00Z", None), ("09:30:15", "10:00", None), ("0930", "10:00", None)],
)  # fmt: skip
def test_minutes_between(began, ended, minutes, today):
    made = content(header__started_at=began, header__ended_at=ended)
    assert quality.read(made, on=today).minutes == minutes


class TestAlike:
    """Two families are alike where everything but names, members, dates and words is."""

    @pytest.mark.parametrize(
        "other",
        [
            {"header__visited_on": "2021-05-06", "header__respondent": "别人"},
            {"members": {SOMEBODY: person(name="张三", birth_on="1950-01-01")}},
            {"needs": {}, "same": {"needs": {}}},
        ],
    )
    def test_what_is_personal_does_not_part_them(self, other):
        same = other.pop("same", {})
        assert quality.answers_digest(content(**same)) == quality.answers_digest(content(**other))

    def test_ids_and_order_of_rows_do_not_part_them(self):
        rows = [{"kind": "103", "amount": "10.00"}, {"kind": "101", "amount": "20.00"}]
        ids = [str(uuid.UUID(int=n)) for n in (70, 71)]
        one = content(incomes=dict(zip(ids, rows, strict=True)))
        two = content(incomes=dict(zip(ids, reversed(rows), strict=True)))
        assert quality.answers_digest(one) == quality.answers_digest(two)

    @pytest.mark.parametrize(
        "other",
        [
            {"wages": "501.00"},
            {"family__contracted_land": "9"},
            {"conclusion__awareness": "3"},
            {f"incomes__{INCOME}__kind": "101"},
        ],
    )
    def test_a_different_answer_parts_them(self, other):
        assert quality.answers_digest(content()) != quality.answers_digest(content(**other))

    def test_who_met_nobody_is_like_nobody(self):
        assert quality.answers_digest(content(header__result="2")) == ""


@pytest.fixture
def campaign(areas, today):
    return make.campaign(today)


def listed(campaign, head):
    home = household(head=head)
    make.target(home, campaign)
    return home


def heads(sign, **narrowed):
    with scope.whole_city("test"):
        rows = VisitReading.objects.filter(SIGN[sign].condition(), **narrowed)
        return sorted(rows.values_list("household__head_name", flat=True))


def read():
    return readings.read_changed(on=timezone.localdate())


def at(home, began, ended, **more):
    return content(home, header__started_at=began, header__ended_at=ended, **more)


def test_visits_are_read_once_and_again_when_they_change(campaign, leader):
    home = listed(campaign, "甲")
    visit = submitted_visit(home)
    assert [read(), read()] == [1, 0]
    with scope.whole_city("test"):
        before = VisitReading.objects.get()
        assert (before.visit_id, before.minutes, before.blocking) == (visit.pk, 50, 0)
        assert not before.was_returned
        visits.return_for_correction(visit_uuid=visit.uuid, by=leader, reason="核实土地")
    assert read() == 1
    with scope.whole_city("test"):
        after = VisitReading.objects.get()
        assert (after.pk, after.was_returned) == (before.pk, True)
    assert heads("returned") == ["甲"]


def test_alike_answers_are_still_found_after_a_rotation_of_keys(campaign):
    def answered_alike(head):
        submitted_visit(listed(campaign, head))

    answered_alike("甲")
    assert read() == 1
    with override_settings(DIGEST_KEYS=["9:" + "cd" * 32, *settings.DIGEST_KEYS]):
        answered_alike("乙")
        assert [read(), read()] == [2, 0]
        assert heads("twins") == ["乙", "甲"]


def test_short_unaware_and_faulty_visits(campaign):
    limit = SHORT_MINUTES
    for head, minutes in (("短", limit - 1), ("够", limit)):
        home = listed(campaign, head)
        submitted_visit(home, fill=at(home, "09:00", f"09:{minutes:02}", wages=f"{minutes}.00"))
    home = listed(campaign, "不知")
    submitted_visit(home, fill=at(home, "13:00", "14:00", conclusion__awareness="1"))
    undone = submitted_visit(listed(campaign, "未填完"))
    draft(listed(campaign, "还在填"))
    with scope.whole_city("test"):
        undone.content = {**undone.content, "conclusion": {}}
        undone.save()
    assert read() == 4
    assert (heads("short"), heads("unaware"), heads("faulty")) == (["短"], ["不知"], ["未填完"])


def test_a_visit_nobody_can_read_does_not_stop_the_others(campaign, caplog):
    broken, whole = (submitted_visit(listed(campaign, head)) for head in ("坏", "好"))
    with scope.whole_city("test"):
        broken.content_text = "韩淑英"
        broken.save()
    assert [read(), read()] == [1, 0]
    with scope.whole_city("test"):
        assert VisitReading.objects.get().visit_id == whole.pk
    assert f"visit {broken.pk} cannot be read" in caplog.text
    assert "韩淑英" not in caplog.text


def test_reading_holds_no_visit_and_keeps_the_revision_it_read(campaign):
    visit = submitted_visit(listed(campaign, "甲"))
    with CaptureQueriesContext(connection) as asked:
        read()
    held = [q["sql"] for q in asked if "FOR " in q["sql"] and '"surveys_visit"' in q["sql"]]
    assert held == []
    with scope.whole_city("test"):
        found = VisitReading.objects.get()
        assert (found.revision, found.step_since) == (visit.revision, visit.step_since)


def test_twins_in_two_townships_are_figures_and_rows_alike(
    campaign, leader, caseworker, client_for
):
    here = listed(campaign, "此地")
    away = household(LAOCHENG_VILLAGE, head="彼地")
    make.target(away, campaign)
    for home in (here, away):
        submitted_visit(home, by=caseworker)
    read()
    client = client_for(leader)
    shown = client.get(page("campaign_quality", campaign.pk) + f"?area={BAOLI}").context["whole"]
    cells = dict(zip(["", *SIGN], shown["cells"], strict=True))
    assert cells["twins"].figure == cells["overlapping"].figure == 1
    for sign in ("twins", "overlapping"):
        (row,) = client.get(cells[sign].address).context["page"].rows
        assert (row.household, SIGN[sign] in row.signs) == (here, True)


def test_what_is_alike_no_longer_is_no_twin_any_more(campaign, caseworker):
    for head in ("甲", "乙"):
        submitted_visit(listed(campaign, head), by=caseworker)
    read()
    assert heads("twins") == sorted(["甲", "乙"])
    with scope.whole_city("test"):
        visit = Visit.objects.get(household__head_name="乙")
        visit.content = content(visit.household, wages="900.00")
        visit.revision += 1
        visit.save()
    read()
    assert heads("twins") == []


def test_twins_and_overlapping_visits_of_one_author(campaign, caseworker, colleague):
    for head, began, ended, wages, by in (
        ("甲", "09:00", "10:00", "500.00", caseworker),
        ("乙", "09:30", "10:30", "500.00", caseworker),
        ("丙", "10:30", "11:30", "700.00", caseworker),
        ("丁", "09:00", "10:00", "500.00", colleague),
    ):
        home = listed(campaign, head)
        submitted_visit(home, by=by, fill=at(home, began, ended, wages=wages))
    read()
    assert heads("twins") == sorted(["甲", "乙"])
    assert heads("overlapping") == sorted(["甲", "乙"])


@pytest.mark.parametrize(
    ("count", "minute", "found"),
    [(BULK_APPROVALS, 0, True), (BULK_APPROVALS - 1, 0, False), (BULK_APPROVALS, 1, False)],
)
def test_approved_in_bulk(campaign, leader, count, minute, found):
    start = timezone.now().replace(second=5, microsecond=0)
    for number in range(count):
        at_ = start + datetime.timedelta(minutes=minute * number)
        approved_visit(listed(campaign, f"户{number}"), leader=leader, at=at_)
    read()
    assert len(heads("bulk")) == (count if found else 0)


def test_every_figure_of_the_page_leads_to_its_rows(
    campaign, leader, chief, caseworker, client_for
):
    for number in range(3):
        home = listed(campaign, f"户{number}")
        submitted_visit(home, by=caseworker, fill=at(home, "09:00", "09:05"))
    draft(listed(campaign, "草稿"))
    unlisted = household(head="名单外")
    submitted_visit(unlisted)
    read()
    client = client_for(chief)
    shown = client.get(page("campaign_quality", campaign.pk) + f"?area={BAOLI}").context
    rows = [shown["whole"], *shown["places"], *shown["authors"]]
    assert shown["whole"]["visits"] == 3
    for row in rows:
        for cell in row["cells"]:
            assert client.get(cell.address).context["page"].total == cell.figure
    signs = ["", *(sign.code for sign in QUALITY_SIGNS)]
    figures = dict(zip(signs, (cell.figure for cell in shown["whole"]["cells"]), strict=True))
    assert figures == {"": 3, "faulty": 0, "returned": 0, "twins": 3, "short": 3,
                       "overlapping": 3, "outside": 0, "no_photos": 3, "bulk": 0,
                       "unaware": 0}  # fmt: skip


def test_neighbours_read_the_figures_and_none_of_our_visits(campaign, leader, client_for):
    submitted_visit(listed(campaign, "甲"))
    read()
    address = page("campaign_quality_rows", campaign.pk)
    assert client_for(leader).get(address).context["page"].total == 1
    with scope.whole_city("test"):
        assert Visit.objects.count() == 1


def test_clerks_do_not_see_the_quality_of_others(campaign, caseworker, client_for):
    assert client_for(caseworker).get(page("campaign_quality", campaign.pk)).status_code == 403

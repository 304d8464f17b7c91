"""Acts on many households: chosen, confirmed, done with an outcome per row, taken back."""

import datetime

import pytest
from django.urls import reverse

from accounts import jobs
from accounts.models import AuditEvent, Job
from accounts.models.jobs import JobState
from households.history import changes_of
from households.models import BulkAct, HouseholdKind
from households.services import bulk, kinds, registration
from households.services.changes import closing
from tests.factories.households import bulk_act, grant, household, kind

TODAY = "2026-02-01"
ANSWERS = {"kind": "04", "day": TODAY, "reason": "排查认定"}


@pytest.fixture
def files(areas):
    """One free to take the kind, one that has it, one it is barred to, one next door."""
    free, has, barred = household(head="甲"), household(head="乙"), household(head="丙")
    kind(has, "04")
    kind(barred, "01")
    return free, has, barred, household("211224101200", head="邻居")


def _choose(client, *files, **more):
    sent = {"action": "add_kind", "which": "ticked", "pick": [one.pk for one in files]} | more
    return client.post(reverse("households:bulk"), sent)


def _outcomes(act, user, seen_by):
    with seen_by(user):
        rows = act.rows.select_related("household").order_by("pk")
        return {row.household.head_name: row.outcome for row in rows}


@pytest.mark.django_db
def test_each_household_gets_its_own_outcome(files, caseworker, client_for, seen_by):
    client = client_for(caseworker)
    answer = _choose(client, *files)
    act = BulkAct.objects.get()
    assert answer["Location"] == reverse("households:bulk_act", args=[act.uuid])
    page = client.get(answer["Location"])
    assert page.context["total"] == 3  # the neighbour's was never chosen
    assert client.post(answer["Location"], ANSWERS).status_code == 302
    assert _outcomes(act, caseworker, seen_by) == {"甲": "done", "乙": "already", "丙": "refused"}
    html = client.get(answer["Location"]).content.decode()
    assert "单人保除外" in html
    assert "2026-01-05 起已属于该类别" in html
    with seen_by(caseworker):
        assert HouseholdKind.objects.get(household=files[0]).since == datetime.date(2026, 2, 1)
    assert AuditEvent.objects.filter(action="household.kind_added").count() == 1
    assert AuditEvent.objects.get(action="bulk.started").detail["rows"] == 3


@pytest.mark.django_db
def test_all_of_the_filter_is_fixed_when_chosen(files, caseworker, client_for, seen_by):
    _choose(client_for(caseworker), which="every", query="kind=04&kind=01")
    act = BulkAct.objects.get()
    kind(files[0], "01")  # comes into the filter later
    assert set(_outcomes(act, caseworker, seen_by)) == {"乙", "丙"}


@pytest.mark.django_db
def test_nothing_ticked_is_said(files, caseworker, client_for):
    answer = client_for(caseworker).post(
        reverse("households:bulk"), {"action": "add_kind", "query": "kind=01"}, follow=True
    )
    assert "请至少勾选一户" in answer.content.decode()
    assert answer.redirect_chain[-1][0].endswith("?kind=01")
    assert not BulkAct.objects.exists()


@pytest.mark.django_db
def test_it_can_be_taken_back_unless_somebody_went_on(files, caseworker, client_for, seen_by):
    other = household(head="丁")
    client, act = client_for(caseworker), bulk_act(caseworker, files[0], other)
    url = reverse("households:bulk_act", args=[act.uuid])
    client.post(url, ANSWERS)
    with seen_by(caseworker):
        HouseholdKind.objects.filter(household=other).update(until=datetime.date(2026, 3, 1))
    back = reverse("households:bulk_undo", args=[act.uuid])
    assert client.get(back).status_code == 200
    for _time in range(2):
        assert client.post(back).status_code == 302
    assert _outcomes(act, caseworker, seen_by) == {"甲": "undone", "丁": "done"}
    with seen_by(caseworker):
        assert not HouseholdKind.objects.filter(household=files[0]).exists()
        history = HouseholdKind.pgh_event_model.objects.filter(household_id=files[0].pk)
        assert set(history.values_list("pgh_label", flat=True)) == {"insert", "delete"}
    assert AuditEvent.objects.filter(action="bulk.undo_started").count() == 1


@pytest.mark.django_db
def test_ending_a_kind_and_taking_that_back(files, caseworker, client_for, seen_by):
    client, act = client_for(caseworker), bulk_act(caseworker, *files[:2], action="end_kind")
    client.post(reverse("households:bulk_act", args=[act.uuid]), ANSWERS)
    assert _outcomes(act, caseworker, seen_by) == {"甲": "already", "乙": "done"}
    with seen_by(caseworker):
        assert HouseholdKind.objects.get(household=files[1]).end_reason == "排查认定"
    client.post(reverse("households:bulk_undo", args=[act.uuid]))
    with seen_by(caseworker):
        row = HouseholdKind.objects.get(household=files[1])
    assert (row.until, row.end_reason) == (None, "")


@pytest.mark.django_db
def test_sent_twice_it_is_done_once(files, caseworker, client_for, seen_by):
    client, act = client_for(caseworker), bulk_act(caseworker, files[0])
    for _time in range(2):
        client.post(reverse("households:bulk_act", args=[act.uuid]), ANSWERS)
    with seen_by(caseworker):
        assert HouseholdKind.objects.filter(household=files[0]).count() == 1


@pytest.mark.django_db
def test_many_rows_are_done_by_a_job_that_may_run_twice(
    files, caseworker, client_for, seen_by, monkeypatch
):
    monkeypatch.setattr(bulk, "AT_ONCE", 2)
    client, act = client_for(caseworker), bulk_act(caseworker, *files[:3])
    url = reverse("households:bulk_act", args=[act.uuid])
    client.post(url, ANSWERS)
    assert _outcomes(act, caseworker, seen_by) == dict.fromkeys("甲乙丙", "waiting")
    job = Job.objects.get()
    jobs.run(job.pk)
    Job.objects.update(state=JobState.WAITING)  # a second copy of the message
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == JobState.DONE
    assert _outcomes(act, caseworker, seen_by) == {"甲": "done", "乙": "already", "丙": "refused"}
    assert client.get(url).status_code == 200
    assert "丙" not in str(job.row_errors) + job.title


@pytest.mark.django_db
def test_the_files_history_says_who_asked_for_the_job(
    files, caseworker, client_for, seen_by, monkeypatch
):
    monkeypatch.setattr(bulk, "AT_ONCE", 0)
    client, act = client_for(caseworker), bulk_act(caseworker, files[0])
    client.post(reverse("households:bulk_act", args=[act.uuid]), ANSWERS)
    job = Job.objects.get()
    jobs.run(job.pk)
    with seen_by(caseworker):
        assert caseworker.name in [change.by for change in changes_of(files[0])]
        (made,) = HouseholdKind.pgh_event_model.objects.filter(household_id=files[0].pk)
        assert made.pgh_context.metadata == {"user": caseworker.pk, "job": job.pk}


@pytest.mark.django_db
def test_colleagues_and_readers_do_not_do_it(files, caseworker, colleague, reviewer, client_for):
    act = bulk_act(caseworker, files[0])
    for name in ("bulk_act", "bulk_undo"):
        url = reverse(f"households:{name}", args=[act.uuid])
        assert client_for(colleague).post(url, ANSWERS).status_code == 404
    _choose(client_for(reviewer), files[0])
    assert BulkAct.objects.count() == 1
    assert 'name="pick"' not in client_for(reviewer).get("/households/").content.decode()


@pytest.mark.django_db
def test_a_kind_with_its_last_day_to_come_is_had_and_can_be_ended(
    files, caseworker, client_for, seen_by, today
):
    low = household(head="戊")
    kind(low, "04", until=today + datetime.timedelta(days=300))
    client, url = client_for(caseworker), "households:bulk_act"
    add, end = (bulk_act(caseworker, low, action=name) for name in ("add_kind", "end_kind"))
    client.post(reverse(url, args=[add.uuid]), ANSWERS)
    assert _outcomes(add, caseworker, seen_by) == {"戊": "already"}
    client.post(reverse(url, args=[end.uuid]), ANSWERS)
    assert _outcomes(end, caseworker, seen_by) == {"戊": "done"}
    with seen_by(caseworker):
        assert low.kinds.get().until == datetime.date(2026, 2, 1)


def _done(client, act):
    assert client.post(reverse("households:bulk_act", args=[act.uuid]), ANSWERS).status_code == 302
    return reverse("households:bulk_undo", args=[act.uuid])


@pytest.fixture
def ended(files, caseworker, client_for):
    """A kind ended by an act, and the address at which the act is taken back."""
    low = household(head="戊")
    row = kind(low, "04")
    act = bulk_act(caseworker, low, action="end_kind")
    return row, act, _done(client_for(caseworker), act)


def _begun_again(row, by):
    again = kinds.add_kind(
        by=by, household=row.household, kind="04", since=datetime.date(2026, 3, 1), reason="再认定"
    )
    registration.end_kind(by=by, kind=again, until=datetime.date(2026, 6, 1), reason="再退出")


def _end_moved(row, by):
    HouseholdKind.objects.filter(pk=row.pk).update(until=datetime.date(2026, 2, 15))


def _excluded(row, by):
    kinds.add_kind(
        by=by,
        household=row.household,
        kind="02",
        since=datetime.date(2026, 3, 1),
        reason="特困认定",
    )


def _mended(row, by):
    kinds.change_kind(by=by, kind=row, since=datetime.date(2026, 1, 1), reason="更正")


def _closed(row, by):
    closing.close(by=by, household=row.household, code="5", on=datetime.date(2026, 3, 1))


@pytest.mark.django_db
@pytest.mark.parametrize("since_then", [_begun_again, _end_moved, _excluded, _mended, _closed])
def test_an_end_somebody_built_on_stays(ended, caseworker, client_for, seen_by, since_then):
    row, act, back = ended
    with seen_by(caseworker):
        since_then(row, caseworker)
        before = list(HouseholdKind.objects.order_by("pk").values())
    assert client_for(caseworker).post(back).status_code == 302
    with seen_by(caseworker):
        assert list(HouseholdKind.objects.order_by("pk").values()) == before
        told = act.rows.get()
        assert (told.outcome, told.note) == ("done", "之后有变动，未撤销")
        act.refresh_from_db()
        assert act.state == "undone"


@pytest.mark.django_db
def test_an_end_taken_back_leaves_the_last_day_there_was(
    files, caseworker, client_for, seen_by, today
):
    low = household(head="戊")
    row = kind(low, "04", until=today + datetime.timedelta(days=300))
    with seen_by(caseworker):
        before = HouseholdKind.objects.filter(pk=row.pk).values().get()
    act = bulk_act(caseworker, low, action="end_kind")
    client = client_for(caseworker)
    back = _done(client, act)
    assert client.post(back).status_code == 302
    with seen_by(caseworker):
        assert HouseholdKind.objects.filter(pk=row.pk).values().get() == before


@pytest.mark.django_db
def test_a_kind_somebody_mended_since_is_not_deleted(files, caseworker, client_for, seen_by):
    client, act = client_for(caseworker), bulk_act(caseworker, files[0])
    back = _done(client, act)
    with seen_by(caseworker):
        row = HouseholdKind.objects.get(household=files[0])
        kinds.change_kind(by=caseworker, kind=row, since=row.since, reason="县民政局认定")
    client.post(back)
    with seen_by(caseworker):
        assert HouseholdKind.objects.get(household=files[0]).reason == "县民政局认定"
    assert _outcomes(act, caseworker, seen_by) == {"甲": "done"}


@pytest.mark.django_db
@pytest.mark.parametrize("which", ["every", "ticked"])
def test_households_lent_for_reading_are_left_out_and_counted(
    files, caseworker, client_for, seen_by, which
):
    lent = files[3]
    grant(lent, user=caseworker)
    client = client_for(caseworker)
    answer = _choose(client, *files, which=which, query="")
    act = BulkAct.objects.get()
    assert answer["Location"] == reverse("households:bulk_act", args=[act.uuid])
    html = client.get(answer["Location"]).content.decode()
    assert "本辖区以外的 1 户" in html
    assert set(_outcomes(act, caseworker, seen_by)) == {"甲", "乙", "丙"}


@pytest.mark.django_db
def test_only_households_lent_for_reading_is_said(files, caseworker, client_for):
    grant(files[3], user=caseworker)
    answer = _choose(client_for(caseworker), files[3])
    assert answer["Location"].startswith(reverse("households:list"))
    assert not BulkAct.objects.exists()

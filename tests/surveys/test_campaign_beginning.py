"""A large place's list is taken by a job: whole or not at all, once, with words meanwhile."""

import pytest
from django.urls import reverse
from django.utils import timezone

from accounts import jobs, scope
from accounts.models import AuditEvent, Job
from accounts.models.jobs import JobState
from foundation.faults import InputError
from households.models import Household
from surveys.models import Campaign, CampaignTarget, RosterCadre
from surveys.services import campaign_exports, campaigns, roster, targets
from tests.factories.households import household, kind
from tests.surveys.rounds import DAY, plan

pytestmark = pytest.mark.django_db


@pytest.fixture
def opened(areas, today, chief, caseworker, monkeypatch):
    """A round of the county with two households, too large to begin within the request."""
    monkeypatch.setattr(campaigns, "AT_ONCE", 1)
    for head in ("韩淑英", "张玉琴"):
        kind(household(head=head), "01", since=today - 60 * DAY)
    return campaigns.open_campaign(template=plan(today), by=chief, area=chief.area)


def page_of(campaign, user, client_for):
    address = reverse("surveys:campaign", args=[campaign.pk])
    return client_for(user).get(address).content.decode()


def rows(campaign):
    with scope.whole_city("test"):
        return CampaignTarget.objects.filter(campaign=campaign).count()


def test_the_page_says_so_until_the_list_is_there(opened, chief, client_for):
    assert (opened.begun_at, rows(opened)) == (None, 0)
    assert "正在生成走访对象名单" in page_of(opened, chief, client_for)
    job = Job.objects.get(kind=campaigns.BEGIN)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, rows(opened)) == (JobState.DONE, 2)
    assert (job.done, job.total) == (2, 2)
    assert "正在生成走访对象名单" not in page_of(opened, chief, client_for)
    opened.refresh_from_db()
    assert opened.begun_at is not None
    assert RosterCadre.objects.filter(campaign=opened).exists()


def test_the_schedule_and_the_job_begin_it_once(opened, today):
    assert campaigns.begin_due(on=today) == 1
    jobs.run(Job.objects.get(kind=campaigns.BEGIN).pk)
    assert rows(opened) == 2
    assert AuditEvent.objects.filter(action="campaign.targets_added").count() == 1


def test_a_worker_that_dies_leaves_no_part_of_a_list(opened, monkeypatch):
    job = Job.objects.get(kind=campaigns.BEGIN)

    def dies(*, campaign, by):
        raise KeyboardInterrupt

    with monkeypatch.context() as patched:
        patched.setattr(campaigns.roster, "fill_roster", dies)
        with pytest.raises(KeyboardInterrupt):
            jobs.run(job.pk)
    assert rows(opened) == 0
    Job.objects.filter(pk=job.pk).update(state=JobState.WAITING)
    jobs.run(job.pk)
    assert rows(opened) == 2


def work(job):
    jobs.run(job.pk)
    job.refresh_from_db()
    return job


def test_one_closed_meanwhile_takes_no_list(opened):
    Campaign.objects.filter(pk=opened.pk).update(closed_at=timezone.now())
    job = work(Job.objects.get(kind=campaigns.BEGIN))
    assert (job.state, job.failure, rows(opened)) == (JobState.FAILED, "其间已经关闭。", 0)


def test_who_may_hold_none_any_more_takes_no_list(opened, chief):
    chief.roles.all().delete()
    job = work(Job.objects.get(kind=campaigns.BEGIN))
    assert (job.state, rows(opened)) == (JobState.FAILED, 0)


def test_everybody_it_concerns_reads_how_far_it_is(opened, chief, caseworker, client_for):
    Job.objects.filter(kind=campaigns.BEGIN).update(state=JobState.RUNNING, done=1200, total=3400)
    for reader in (chief, caseworker):
        assert "1,200 / 3,400" in page_of(opened, reader, client_for)


def test_the_overview_is_there_as_soon_as_the_list_is(opened, chief, client_for):
    """The figures asked for meanwhile are kept a minute: they are not those of the list."""
    address = reverse("surveys:campaign", args=[opened.pk])
    assert client_for(chief).get(address).context["whole"].place.households.total == 0
    work(Job.objects.get(kind=campaigns.BEGIN))
    assert client_for(chief).get(address).context["whole"].place.households.total == 2


@pytest.mark.parametrize("is_made", [False, True])
@pytest.mark.parametrize("act", ["close", "change", "void", "fill", "refill", "cadre", "export"])
def test_acts_wait_for_the_list(opened, act, is_made, chief, today):
    """Refused with words, and only because of the list: once it is there the same is done."""
    if is_made:
        work(Job.objects.get(kind=campaigns.BEGIN))
    with scope.user_scope(chief):
        if is_made and act != "change":
            ACTS[act](opened, chief, today)
            return
        with pytest.raises(InputError) as refused:
            ACTS[act](opened, chief, today)
    assert ("正在生成" in str(refused.value)) is not is_made


ACTS = {
    "close": lambda of, by, on: campaigns.close_campaign(campaign=of, by=by, reason="误开"),
    "change": lambda of, by, on: campaigns.change_campaign(
        campaign=of, template=plan(on), by=by, area=by.area
    ),
    "void": lambda of, by, on: targets.void_targets(
        campaign=of, household_id=Household.objects.first().pk, by=by, code="1"
    ),
    "fill": lambda of, by, on: targets.fill_targets(campaign=of, by=by, on=on, reason="新认定"),
    "refill": lambda of, by, on: roster.refill_roster(campaign=of, by=by, on=on),
    "cadre": lambda of, by, on: roster.add_cadre(
        campaign=of, by=by, area=by.area, name="某", unit="某村", level="4", active_from=on
    ),
    "export": lambda of, by, on: campaign_exports.ask_for_list(
        by=by, campaign=of, what=campaign_exports.TARGETS, query="", token="one"
    ),
}


def test_the_page_says_that_closing_must_wait(opened, chief, client_for):
    address = reverse("surveys:close_campaign", args=[opened.pk])
    answer = client_for(chief).post(address, {"reason": "误开"}, follow=True)
    assert "名单正在生成" in answer.content.decode()
    opened.refresh_from_db()
    assert opened.closed_at is None

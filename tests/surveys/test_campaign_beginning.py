"""A large place's list is taken by a job: whole or not at all, once, with words meanwhile."""

import pytest
from django.urls import reverse

from accounts import jobs, scope
from accounts.models import AuditEvent, Job
from accounts.models.jobs import JobState
from surveys.models import CampaignTarget, RosterCadre
from surveys.services import campaigns
from tests.factories.households import household, kind
from tests.surveys.test_campaigns import DAY, plan

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
    assert job.total > 1
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


def test_one_closed_meanwhile_takes_no_list(opened, chief):
    campaigns.close_campaign(campaign=opened, by=chief, reason="误开")
    job = Job.objects.get(kind=campaigns.BEGIN)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.failure, rows(opened)) == (JobState.FAILED, "其间已经关闭。", 0)

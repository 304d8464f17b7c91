"""Who becomes an investigator, at which level, and who is offered."""

import datetime
import uuid

import pytest

from accounts import scope
from accounts.models.users import Role
from surveys.services import interviewers, visits
from tests.conftest import BAOLI, CHANGTU, KAIYUAN
from tests.factories import accounts as people
from tests.factories import reports as make
from tests.factories.households import VILLAGE, household
from tests.factories.surveys import assignment

pytestmark = pytest.mark.django_db
DAY = datetime.timedelta(days=1)


@pytest.mark.parametrize(
    ("place", "level"), [(VILLAGE, "4"), (BAOLI, "3"), (CHANGTU, "2"), ("211200000000", "1")]
)
def test_the_level_is_that_of_the_accounts_place(place, level, areas):
    home = household()
    author = people.user(Role.VILLAGE_CLERK, VILLAGE, "cunguan", "村官")
    partner = people.user(Role.COUNTY_REVIEWER, place, "other", "同行")
    with scope.whole_city("test"):
        visit = visits.start(household=home, by=author)
        interviewers.add_interviewer(
            visit_uuid=visit.uuid, by=author, interviewer_uuid=uuid.uuid4(), user=partner
        )
        assert dict(visit.interviewers.values_list("name", "level")) == {"村官": "4", "同行": level}


def test_the_partner_of_an_assignment_too(areas):
    home = household()
    task = assignment(home)
    clerk = people.user(Role.VILLAGE_CLERK, VILLAGE, "cunguan", "村官")
    with scope.whole_city("test"):
        task.second = clerk
        task.save()
        visit = visits.start(household=home, by=task.first)
        assert visit.interviewers.get(user=clerk).level == "4"


def test_cadres_of_the_running_campaign_are_offered_where_their_place_is(
    caseworker, neighbour, today, client_for
):
    """A county's cadre visits in every village of the county, and in no other."""
    home, campaign = household(), make.campaign(today)
    mine, gone, far = (
        people.user(Role.COUNTY_REVIEWER, place, name, name)
        for place, name in ((CHANGTU, "县里"), (CHANGTU, "离开的"), (KAIYUAN, "外县"))
    )
    make.cadre(campaign, CHANGTU, "县里", user=mine, level="2")
    make.cadre(
        campaign, CHANGTU, "离开的", user=gone, level="2", active_to=today - DAY, left_reason="调离"
    )
    make.cadre(campaign, KAIYUAN, "外县", user=far, level="2")
    make.cadre(campaign, CHANGTU, "无账号", level="2")
    with scope.user_scope(caseworker):
        offered = interviewers.colleagues_of(home.area_id)
    assert offered == sorted([caseworker, mine], key=lambda one: one.name)
    pack = client_for(caseworker).get(f"/api/v1/packs/{home.area_id}/").json()
    assert mine.pk in {one["id"] for one in pack["households"][0]["colleagues"]}

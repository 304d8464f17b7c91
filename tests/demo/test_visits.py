"""Visits of the demo city are whole and signed, and open as the services would open them."""

from django.utils import timezone

from accounts import scope
from demo import answers
from demo.register import Home
from households.models import Household
from surveys.choices import DONE
from surveys.content import well_formed
from surveys.digests import content_digest
from surveys.figures import summary
from surveys.models import Campaign, CurrentFacts, FollowUp, Step, Visit, VisitPhoto
from surveys.places import is_place
from surveys.services.drafts import first_content
from surveys.steps import SUBMIT_GUARDS
from surveys.validation import hard, validate
from tests.demo.conftest import ON


def test_visits_stand_at_every_step_and_are_whole(city):
    with scope.whole_city("test"):
        visits = list(Visit.objects.select_related("household"))
        assert {visit.step for visit in visits} == set(Step)
        for visit in visits:
            content = well_formed(visit.content)
            assert visit.per_capita == summary(content).per_capita
            if visit.step != Step.DRAFT:
                assert hard(validate(content, on=ON)) == []
                against = [found for guard in SUBMIT_GUARDS if (found := guard(visit))]
                if visit.step == Step.RETURNED:
                    (asked,) = against
                    assert "退回说明" in str(asked)
                    assert is_place(content, visit.remarks.get().path)
                else:
                    assert against == []
                assert visit.signed_digest in ("", content_digest(content))
            assert visit.revisions.count() == 2
            if visit.step == Step.APPROVED:
                assert [m.move for m in visit.moves.all()] == ["submit", "approve"]
                assert visit.moves.last().by != visit.moves.first().by


def test_visits_have_places_and_some_that_wait_photos(city):
    with scope.whole_city("test"):
        placed = Visit.objects.filter(place_sealed__isnull=False)
        assert placed.count() > Visit.objects.count() / 2
        shown = VisitPhoto.objects.select_related("visit")
        steps = {photo.visit.step for photo in shown}
        assert Step.SUBMITTED in steps
        assert Step.DRAFT not in steps
        for photo in shown:
            taken = timezone.localtime(photo.taken_at)
            assert taken.date() == photo.visit.visited_on
            assert f"{taken:%H:%M}" > photo.visit.content["header"]["started_at"]
            assert photo.file_key
            assert photo.thumbnail_key
            assert photo.place == photo.visit.place


def test_approved_visits_that_met_nobody_left_a_follow_up(city):
    with scope.whole_city("test"):
        unmet = Visit.objects.filter(step=Step.APPROVED).exclude(result=DONE)
        assert {one.visit_id for one in FollowUp.objects.all()} == {one.pk for one in unmet}


def test_what_was_found_is_the_current_state(city):
    with scope.whole_city("test"):
        complete = Visit.objects.complete()
        assert complete.count() == CurrentFacts.objects.count() > 20
        for facts in CurrentFacts.objects.select_related("visit", "household"):
            assert facts.content == facts.visit.content
            assert facts.household.status != "to_screen"


def test_a_form_opens_as_the_services_open_it(city):
    with scope.whole_city("test"):
        for household in Household.objects.exclude(current_facts__isnull=False)[:5]:
            members = list(household.members.order_by("pk"))
            home = Home(household, members, None, None)
            day = ON.isoformat()
            opened = first_content(household, kind="1", on=day, benefits={})
            opened["supporters"] = {}
            opened["family"].pop("has_supporters", None)
            assert answers.opening(home, kind="1", on=ON) == opened


def test_the_campaign_reaches_every_kind_and_ends_soon(city):
    campaign = Campaign.objects.get()
    assert campaign.starts_on < ON < campaign.screening_ends_on < campaign.ends_on
    assert len(campaign.stages) == 3
    with scope.whole_city("test"):
        assert campaign.targets.valid().count() >= 55

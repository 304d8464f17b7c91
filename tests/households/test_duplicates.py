"""Finding and settling pairs: set-based search against the rules, scope, undoing, doing twice."""

import datetime
import itertools
import random

import pytest
from django.urls import reverse

from accounts import jobs, scope
from accounts.models import AuditEvent, Job
from accounts.models.users import Role
from foundation.faults import InputError
from foundation.names import pinyin
from households.duplicates import common_area, compare
from households.models import DuplicatePair, Household, Member
from households.services import duplicates as acts
from tests.factories import accounts as people
from tests.factories.households import door, household, pair

BORN = datetime.date(1962, 5, 4)
VILLAGE, NEXT_VILLAGE, LAOCHENG = "211224105200", "211224105201", "211224101200"
LIST = reverse("households:duplicates")


def without_number(file: Household) -> Member:
    with scope.whole_city("test data"):
        head = file.members.get(relation="02")
        Member.objects.filter(pk=head.pk).update(identity_digest="", identity_sealed=None)
        return head


@pytest.fixture
def two(areas):
    """Two files of one woman in one village; the second without an identity number."""
    return household(), without_number(household()).household


def search(user):
    with scope.user_scope(user):
        return acts.find_pairs(user.area)


def pairs_of(client, **query):
    return list(client.get(LIST, query).context["page"])


@pytest.mark.django_db
def test_finds_and_explains_a_pair_once(two, caseworker, client_for):
    assert search(caseworker) == (1, 1)
    assert search(caseworker) == (0, 1)
    client = client_for(caseworker)
    (found,) = pairs_of(client)
    assert {found.first.household, found.second.household} == set(two)
    assert found.is_exact
    page = client.get(LIST).content.decode()
    assert "同名、同出生日期、同村；一方无身份证号" in page
    merging = reverse("households:merge", args=[found.first.household_id])
    assert f"{merging}?other={found.second.household.household_no}" in page


@pytest.mark.django_db
def test_a_pair_is_seen_only_where_both_sides_are(
    two, caseworker, neighbour, reviewer, other_county, client_for
):
    afar = without_number(household(LAOCHENG))
    assert search(reviewer) == (3, 3)
    assert len(pairs_of(client_for(reviewer))) == 3
    (seen,) = pairs_of(client_for(caseworker))
    assert afar not in (seen.first, seen.second)
    for stranger in (neighbour, other_county):
        client = client_for(stranger)
        assert pairs_of(client) == []
        assert client.get(reverse("households:different", args=[seen.pk])).status_code == 404
        assert client.post(reverse("households:reopen_pair", args=[seen.pk])).status_code in (
            403,
            404,
        )


@pytest.mark.django_db
def test_a_closed_door_hides_the_pair_from_whom_it_is_closed(two, caseworker, colleague, seen_by):
    search(caseworker)
    door(two[0], user=caseworker)
    with seen_by(caseworker):
        assert DuplicatePair.objects.count() == 0
    assert search(caseworker) == (0, 0)
    with seen_by(colleague):
        assert DuplicatePair.objects.count() == 1


@pytest.mark.django_db
def test_nobody_can_write_a_pair_with_a_strangers_record(two, neighbour, caseworker, seen_by):
    with seen_by(caseworker):
        heads = sorted(Member.objects.values_list("pk", flat=True))
    with seen_by(neighbour), pytest.raises(Exception, match="row-level security"):
        DuplicatePair.objects.create(
            area_id="211224101200", first_id=heads[0], second_id=heads[1], name_is="same",
            birth_is="same", place_is="village", numbers_are="one",
        )  # fmt: skip


@pytest.mark.django_db
def test_called_different_is_remembered_and_can_be_taken_back(two, caseworker, client_for, seen_by):
    search(caseworker)
    client = client_for(caseworker)
    (found,) = pairs_of(client)
    address = reverse("households:different", args=[found.pk])
    assert client.get(address).status_code == 200
    assert client.post(address, {"reason": ""}).status_code == 200
    assert client.post(address, {"reason": "两人均已当面核实"}).status_code == 302
    assert search(caseworker) == (0, 1)
    assert pairs_of(client) == []
    (settled,) = pairs_of(client, state="different")
    assert (settled.reason, settled.settled_by) == ("两人均已当面核实", caseworker)
    for _twice in range(2):
        client.post(reverse("households:reopen_pair", args=[found.pk]))
    assert pairs_of(client) == [found]
    acts_done = AuditEvent.objects.filter(action__startswith="duplicates.").order_by("pk")
    assert [event.action for event in acts_done] == [
        "duplicates.different",
        "duplicates.reopened",
    ]


@pytest.mark.django_db
def test_without_a_reason_nothing_is_settled(two, caseworker, seen_by):
    search(caseworker)
    with seen_by(caseworker):
        found = DuplicatePair.objects.get()
        with pytest.raises(InputError):
            acts.call_different(by=caseworker, pair=found, reason="  ")
        for reason in ("当面核实", "again"):
            acts.call_different(by=caseworker, pair=found, reason=reason)
        assert DuplicatePair.objects.get().reason == "当面核实"


@pytest.mark.django_db
def test_a_pair_that_resembles_no_more_is_forgotten_unless_settled(two, caseworker, seen_by):
    search(caseworker)
    with seen_by(caseworker):
        Member.objects.filter(household=two[0]).update(birth_on=datetime.date(1980, 1, 1))
        assert acts.find_pairs(caseworker.area) == (0, 0)
        assert DuplicatePair.objects.count() == 0
        Member.objects.filter(household=two[0]).update(birth_on=BORN)
        acts.find_pairs(caseworker.area)
        acts.call_different(by=caseworker, pair=DuplicatePair.objects.get(), reason="核实")
        Member.objects.filter(household=two[0]).update(birth_on=datetime.date(1980, 1, 1))
        acts.find_pairs(caseworker.area)
        assert DuplicatePair.objects.get().is_different


@pytest.mark.django_db
def test_merged_households_leave_the_list(two, caseworker, client_for, seen_by):
    search(caseworker)
    with seen_by(caseworker):
        Household.objects.filter(pk=two[1].pk).update(status="merged")
    assert pairs_of(client_for(caseworker)) == []


@pytest.mark.django_db
def test_filters_and_who_may(two, caseworker, city_viewer, client_for):
    search(caseworker)
    client = client_for(caseworker)
    assert len(pairs_of(client, likeness="exact")) == 1
    assert len(pairs_of(client, likeness="unnumbered")) == 1
    assert pairs_of(client, likeness="near") == []
    assert len(pairs_of(client, area=VILLAGE)) == 1
    assert pairs_of(client, area=NEXT_VILLAGE) == []
    viewer = client_for(city_viewer)
    (seen,) = pairs_of(viewer)
    assert viewer.get(reverse("households:different", args=[seen.pk])).status_code == 403
    assert viewer.post(reverse("households:find_duplicates")).status_code == 403


@pytest.mark.django_db
def test_asked_for_twice_is_one_job_and_running_it_twice_is_once(two, caseworker, client_for):
    client = client_for(caseworker)
    for _twice in range(2):
        assert client.post(reverse("households:find_duplicates")).status_code == 302
    job = Job.objects.get(kind=acts.KIND)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.result) == ("done", {"new": 1})
    Job.objects.filter(pk=job.pk).update(state="waiting")
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.result == {"new": 0}
    assert len(pairs_of(client)) == 1


@pytest.mark.django_db
def test_the_nightly_run_covers_every_county(two, city_manager, client_for):
    household("211282001001"), without_number(household("211282001001"))
    assert acts.find_in_all_counties() == 2
    assert acts.find_in_all_counties() == 0
    assert len(pairs_of(client_for(city_manager))) == 2


@pytest.mark.django_db
def test_the_search_by_joins_finds_what_comparing_everybody_finds(areas, reviewer, seen_by):
    """Sixty people out of few names, days and villages, against the rules for each two."""
    rng = random.Random(20260105)
    names = ["韩淑英", "韓淑英", "韩叔英", "韩淑芳", "王升", "王昇"]
    days = [BORN, datetime.date(1963, 5, 4), datetime.date(1962, 4, 5), None]
    for number in range(30):
        file = household(rng.choice([VILLAGE, NEXT_VILLAGE, LAOCHENG]), head=names[number % 6])
        head = without_number(file) if rng.random() < 0.7 else None
        with scope.whole_city("test data"):
            heads = Member.objects.filter(household=file)
            heads.update(birth_on=rng.choice(days), sex=rng.choice("012"))
            assert head is None or heads.get().pinyin == pinyin(file.head_name)
    with seen_by(reviewer):
        known = {row.pk: acts.as_person(row) for row in Member.objects.all()}
        expected = {
            (one, other): (likeness, common_area(known[one].area, known[other].area))
            for one, other in itertools.combinations(sorted(known), 2)
            if (likeness := compare(known[one], known[other]))
        }
        assert len(expected) > 10
        assert acts.find_pairs(reviewer.area) == (len(expected), len(expected))
        stored = {(row.first_id, row.second_id): row for row in DuplicatePair.objects.all()}
        assert set(stored) == set(expected)
        for key, (likeness, area) in expected.items():
            assert (stored[key].words, stored[key].area_id) == (likeness.words, area)


@pytest.mark.django_db
def test_in_two_families_one_membership_can_be_ended(
    areas, caseworker, city_viewer, client_for, seen_by
):
    household(members=[("韩磊", "20", datetime.date(1988, 3, 2))])
    alone = without_number(household())
    search(caseworker)
    html = client_for(caseworker).get(LIST).content.decode()
    (found,) = pairs_of(client_for(caseworker))
    in_family = found.first if found.second == alone else found.second
    assert reverse("households:leave", args=[in_family.pk]) in html
    assert reverse("households:leave", args=[alone.pk]) not in html
    assert "结束这条成员记录" not in client_for(city_viewer).get(LIST).content.decode()


@pytest.mark.django_db
def test_across_townships_the_way_is_said_and_merging_is_not_offered(
    areas, reviewer, client_for, seen_by
):
    household()
    without_number(household(LAOCHENG))
    search(reviewer)
    html = client_for(reviewer).get(LIST).content.decode()
    (found,) = pairs_of(client_for(reviewer))
    assert found.crosses_townships
    assert "再由接收的乡镇合并" in html
    move = reverse("households:move", args=[found.first.household_id])
    assert move not in html
    merging = reverse("households:merge", args=[found.first.household_id])
    assert merging not in html
    county = people.user(Role.TOWNSHIP_CASEWORKER, "211224000000", "county.hand", "县经办")
    html = client_for(county).get(LIST).content.decode()
    assert move in html
    assert merging not in html


@pytest.mark.django_db
def test_a_pair_made_by_hand_reads_as_one(two, caseworker, seen_by):
    with seen_by(caseworker):
        made = pair(two[0].members.get())
        assert str(made) == f"{made.first_id} {made.second_id}"

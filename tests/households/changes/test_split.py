"""Some members set up a household of their own."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from foundation.faults import InputError
from households.models import Household, HouseholdChange, Member
from households.services.changes import splitting
from households.services.changes.splitting import Splitting
from tests.factories.households import household, kind, member
from tests.households.changes.digests import active

BORN = datetime.date(1988, 3, 2)
DAY = datetime.date(2026, 2, 10)
CHILD = datetime.date(2015, 6, 1)


@pytest.fixture
def file(areas):
    made = household(members=[("韩磊", "20", BORN), ("孙芳", "38", BORN), ("韩小宝", "41", CHILD)])
    kind(made, "01")
    kind(made, "05")
    return made


@pytest.fixture
def people(file, caseworker, seen_by):
    with seen_by(caseworker):
        return {m.name: m for m in file.members.all()}


def said(people, **changed):
    return {
        "who": [people["韩磊"].pk, people["孙芳"].pk, people["韩小宝"].pk],
        "head": people["韩磊"].pk, "rest_head": "", "on": "2026-02-10", "reason": "成家另过",
        "address": "靠山村 6 组", **changed,
    }  # fmt: skip


@pytest.mark.django_db
def test_a_son_sets_up_his_own_household(
    file, people, client_for, caseworker, neighbour, leader, seen_by
):
    url = reverse("households:split", args=[file.pk])
    with seen_by(caseworker):
        kept, taken = file.kinds.order_by("kind")
        before = active()
    data = said(people, kinds_kept=[kept.pk], kinds_gone=[taken.pk])
    assert client_for(neighbour).post(url, data).status_code == 404
    assert client_for(leader).post(url, data).status_code == 403
    client = client_for(caseworker)
    preview = client.post(url, data)
    html = preview.content.decode()
    assert "韩磊、孙芳、韩小宝" in html
    assert "本户留下：韩淑英" in html
    asked = preview.context["form"].fields
    assert asked[f"relation_{people['孙芳'].pk}"].initial == ""
    relations = {f"relation_{people['孙芳'].pk}": "12", f"relation_{people['韩小宝'].pk}": "20"}
    assert client.post(url, data | {"confirm": "1"}).context["form"].errors
    done = client.post(url, data | relations | {"confirm": "1"})
    assert done.status_code == 302
    with seen_by(caseworker):
        new = Household.objects.exclude(pk=file.pk).get()
        assert done.url == reverse("households:household", args=[new.pk])
        assert (new.head_name, new.family_size, new.area_id) == ("韩磊", 3, file.area_id)
        assert new.residence_address == "靠山村 6 组"
        relations_now = dict(new.members.values_list("name", "relation"))
        assert relations_now == {"韩磊": "02", "孙芳": "12", "韩小宝": "20"}
        assert [k.kind for k in new.kinds.all()] == ["05"]
        assert file.kinds.get(kind="05").until == DAY
        assert file.kinds.get(kind="01").until is None
        old = Household.objects.get(pk=file.pk)
        assert (old.family_size, old.head_name) == (1, "韩淑英")
        assert active() == before
        carried = new.members.get(name="韩磊")
        assert carried.identity_number == people["韩磊"].identity_number
        mine, theirs = HouseholdChange.objects.order_by("pk")
        assert (mine.kind, mine.other_id, theirs.kind) == ("split", new.pk, "split_off")
        assert mine.act == theirs.act
    assert AuditEvent.objects.filter(action="household.split").count() == 1
    assert client.post(url, data | relations | {"confirm": "1"}).status_code == 200
    shown = client.get(reverse("households:household", args=[file.pk])).content.decode()
    assert new.household_no in shown


@pytest.mark.django_db
def test_when_the_head_goes_the_others_get_a_head(file, people, caseworker, seen_by):
    widow = people["韩淑英"]
    with seen_by(caseworker):
        asked = Splitting(who=[widow.pk], head=widow.pk, on=DAY, reason="随女儿另住")
        with pytest.raises(InputError) as refused:
            splitting.plan(household=file, splitting=asked)
        assert refused.value.code == "rest_head"
        asked = Splitting(
            who=[widow.pk], head=widow.pk, on=DAY, reason="另住", rest_head=people["韩磊"].pk,
            relations={people["孙芳"].pk: "12", people["韩小宝"].pk: "20"},
        )  # fmt: skip
        plan = splitting.plan(household=file, splitting=asked)
        assert {one.member.name for one in plan.asked} == {"孙芳", "韩小宝"}
        new = splitting.split(by=caseworker, household=file, splitting=asked)
        assert (new.family_size, new.head_name) == (1, "韩淑英")
        old = Household.objects.get(pk=file.pk)
        assert (old.head_name, old.family_size) == ("韩磊", 3)


@pytest.mark.django_db
def test_a_kind_with_its_last_day_to_come_goes_along_with_it(
    file, people, caseworker, seen_by, today
):
    low = kind(file, "04", until=today + datetime.timedelta(days=300))
    son = people["韩磊"].pk
    with seen_by(caseworker):
        asked = Splitting(who=[son], head=son, on=DAY, reason="另过", kinds_gone=[low.pk])
        new = splitting.split(by=caseworker, household=file, splitting=asked)
        assert [(k.kind, k.since, k.until) for k in new.kinds.all()] == [("04", DAY, low.until)]
        assert file.kinds.get(kind="04").until == DAY


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("change", "where"),
    [
        ({"who": []}, "who"),
        ({"head": 0}, "head"),
        ({"on": "2099-01-01"}, "on"),
        ({"on": "2020-01-01"}, "on"),
        ({"reason": ""}, "reason"),
    ],
)
def test_what_cannot_be_split_is_said_beside_its_field(
    file, people, client_for, caseworker, change, where
):
    url = reverse("households:split", args=[file.pk])
    answer = client_for(caseworker).post(url, said(people, **change))
    assert answer.context["form"].has_error(where)


@pytest.mark.django_db
def test_not_everybody_and_not_a_stranger_can_go(file, people, caseworker, seen_by):
    stranger = member(household(head="别人"), "外人")
    with seen_by(caseworker):
        for who, head in (
            ([m.pk for m in people.values()], people["韩磊"].pk),
            ([people["韩磊"].pk], people["孙芳"].pk),
            ([stranger.pk], stranger.pk),
        ):
            asked = Splitting(who=who, head=head, on=DAY, reason="x")
            with pytest.raises(InputError):
                splitting.split(by=caseworker, household=file, splitting=asked)
        assert Member.objects.filter(household=file).count() == 4

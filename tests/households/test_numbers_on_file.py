"""Numbers already on file: a conversion is remembered, and what was not typed is not rewritten."""

import datetime
from collections import Counter

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from foundation.identity import parse_identity, short_form
from households import history
from households.models import Household, Member
from households.services import people, registration
from tests.factories.households import VILLAGE, household, identity
from tests.households import ledgers
from tests.households.bringing import apply, bring
from tests.households.test_api_writing import HOUSEHOLDS, MEMBERS, Machine, new_household
from tests.households.test_registration_page import son, typed

BORN = datetime.date(1962, 5, 4)
ON = datetime.date(2026, 1, 5)


def old_number():
    """A number of 15 digits, and the 18 it becomes."""
    number = identity(BORN)
    return short_form(number), number


def state_of(number):
    return Member.objects.values_list("identity_kind", "is_converted").get(
        pk=next(m.pk for m in Member.objects.all() if m.identity_number == number)
    )


@pytest.mark.django_db
def test_a_number_of_15_digits_is_marked_on_the_registration_page(client_for, caseworker, seen_by):
    (short, number), (sons_short, sons) = old_number(), old_number()
    data = typed(son(identity_number=sons_short), **{"head-identity_number": short})
    response = client_for(caseworker).post(reverse("households:register"), data)
    assert response.status_code == 302
    with seen_by(caseworker):
        assert state_of(number) == state_of(sons) == ("1", True)


@pytest.mark.django_db
def test_a_number_of_15_digits_is_marked_on_the_members_page(client_for, caseworker, seen_by):
    file, (short, number) = household(), old_number()
    with seen_by(caseworker):
        head = file.members.get()
    url = reverse("households:change_member", args=[head.pk])
    client = client_for(caseworker)
    assert client.post(url, page_of(client, url, identity_number=short)).status_code == 302
    with seen_by(caseworker):
        assert state_of(number) == ("1", True)
    # Neither another field nor the whole number typed again takes the mark away.
    for again in ({"education": "70"}, {"identity_number": number}, {"identity_number": short}):
        assert client.post(url, page_of(client, url, **again)).status_code == 302
        with seen_by(caseworker):
            assert state_of(number) == ("1", True)
    other = identity(BORN)
    assert client.post(url, page_of(client, url, identity_number=other)).status_code == 302
    with seen_by(caseworker):
        assert state_of(other) == ("1", False)


@pytest.mark.django_db
def test_a_number_of_15_digits_is_marked_through_the_api(areas, seen_by):
    machine = Machine("211224105000", "machine.baoli")
    (short, number), (joined_short, joined) = old_number(), old_number()
    data = new_household(members=[])
    data["head"]["identity_number"] = short
    made = machine.post(HOUSEHOLDS, data)
    assert made.status_code == 201, made.content.decode()
    added = machine.post(
        MEMBERS,
        {
            "household": made.json()["id"], "name": "关小宝", "relation": "20",
            "identity_kind": "1", "identity_number": joined_short, "joined_kind": "1",
            "joined_on": "2026-02-01", "ethnic": "01",
        },
        key="request-0002",
    )  # fmt: skip
    assert added.status_code == 201, added.content.decode()
    url = f"{MEMBERS}{added.json()['id']}/"
    assert machine.patch(url, {"education": "70"}).status_code == 200
    with seen_by(machine.user):
        assert state_of(number) == state_of(joined) == ("1", True)


def test_a_number_of_15_digits_is_marked_by_an_import(caseworker, seen_by):
    homes = ledgers.households(2, seed=1)
    number = homes[0][0][5]
    homes[0][0][5] = short_form(number)
    apply(caseworker, bring(caseworker, homes))
    with seen_by(caseworker):
        assert state_of(number) == ("1", True)
        assert state_of(homes[1][0][5]) == ("1", False)
    homes[0][0][5], homes[0][0][8] = number, "残疾"
    apply(caseworker, bring(caseworker, homes))
    with seen_by(caseworker):
        assert state_of(number) == ("1", True)


@pytest.mark.django_db
def test_the_same_number_again_keeps_its_seal_and_mark():
    member, (short, number) = Member(relation="02"), old_number()
    people.fill(member, {"name": "韩淑英", "identity_number": short}, on=ON)
    sealed = member.identity_sealed
    assert (member.identity_number, member.is_converted) == (number, True)
    people.fill(member, {"identity_number": number, "sex": "", "birth_on": None}, on=ON)
    assert (member.identity_sealed, member.is_converted) == (sealed, True)
    assert (member.sex, member.birth_on) == ("1", BORN)


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"sex": "2"}, {"birth_on": datetime.date(1962, 5, 5)}])
def test_sex_and_birth_do_not_contradict_the_number_on_file(wrong):
    member = Member(relation="02")
    people.fill(member, {"name": "韩磊", "identity_number": identity(BORN)}, on=ON)
    with pytest.raises(people.InputError) as refused:
        people.fill(member, wrong, on=ON)
    assert refused.value.code == next(iter(wrong))


def page_of(client, url, **changes):
    """What a browser posts from the page as shown, with some boxes typed over."""
    form = client.get(url).context["form"]
    shown = {name: form[name].value() for name in form.fields}
    return {n: v for n, v in (shown | changes).items() if v not in (None, False)}


@pytest.fixture
def full(areas, caseworker, seen_by):
    """A file with every sealed number."""
    made = household()
    with seen_by(caseworker):
        head = made.members.get()
        data = {
            "phone": "13812345678", "disability_cert": f"{head.identity_number}43",
            "disability_valid_to": datetime.date(2030, 1, 1), "disease": "脑梗死",
        }  # fmt: skip
        registration.change_member(by=caseworker, member=head, data=data)
        registration.change_household(
            by=caseworker, household=made, phone="13987654321", account_no="6214490000123456780",
            account_kind="1", account_name="韩淑英", agent_phone="024-62345678",
            agent_identity=parse_identity("211224195503120018", on=ON).number,
        )  # fmt: skip
    return made


class Watch:
    """What a save adds to the file's history (sealed fields marked), and what the audit says."""

    def __init__(self, file, user, seen_by):
        self.file, self.user, self.seen_by = file, user, seen_by
        self.before = self._shown()

    def _shown(self):
        with self.seen_by(self.user):
            changes = history.changes_of(self.file)
        return Counter((str(d.label), d.is_sealed) for one in changes for d in one.differences)

    def told(self):
        now = self._shown()
        added, self.before = now - self.before, now
        act = AuditEvent.objects.filter(action__endswith=".changed").order_by("-pk")[0]
        return sorted(added.elements()), act.detail["fields"]


@pytest.mark.django_db
def test_one_edit_of_a_member_is_one_line_of_history(full, client_for, caseworker, seen_by):
    with seen_by(caseworker):
        head = full.members.get()
    url = reverse("households:change_member", args=[head.pk])
    client, watch = client_for(caseworker), Watch(full, caseworker, seen_by)
    assert client.post(url, page_of(client, url, education="70")).status_code == 302
    assert watch.told() == ([("文化程度", False)], ["education"])


@pytest.mark.django_db
def test_one_edit_of_a_household_is_one_line_of_history(full, client_for, caseworker, seen_by):
    url = reverse("households:change_household", args=[full.pk])
    client, watch = client_for(caseworker), Watch(full, caseworker, seen_by)
    assert client.post(url, page_of(client, url, note="房屋漏雨")).status_code == 302
    assert watch.told() == ([("备注", False)], ["note"])


@pytest.mark.django_db
def test_numbers_typed_again_as_they_are_on_file_change_nothing(
    full, client_for, caseworker, seen_by
):
    with seen_by(caseworker):
        head = full.members.get()
    client, url = client_for(caseworker), reverse("households:change_member", args=[head.pk])
    watch = Watch(full, caseworker, seen_by)
    same = {
        "identity_number": head.identity_number, "phone": "138 1234 5678", "disease": "脑梗死",
        "disability_cert": head.disability_cert, "grade": "高二",
    }  # fmt: skip
    assert client.post(url, page_of(client, url, **same)).status_code == 302
    assert watch.told() == ([("年级", False)], ["grade"])
    with seen_by(caseworker):
        registration.change_household(
            by=caseworker, household=full, phone="139 8765 4321", agent_phone="(024)62345678",
            account_no="6214 4900 0012 3456 780", agent_identity="211224550312001", note="x",
        )  # fmt: skip
    assert watch.told() == ([("备注", False)], ["note"])


def test_an_import_rewrites_only_what_differs(caseworker, seen_by):
    homes = ledgers.households(1, seed=1)
    apply(caseworker, bring(caseworker, homes))
    homes[0][0][8], homes[0][0][9] = "残疾", "9组新房"
    apply(caseworker, bring(caseworker, homes))
    with seen_by(caseworker):
        file = Household.objects.get(area__code__startswith=VILLAGE[:9])
        shown = [d for change in history.changes_of(file) for d in change.differences]
    assert len(shown) == 2
    assert not any(d.is_sealed for d in shown)

"""Category and grade of a disability never contradict the certificate on file."""

import datetime

import pytest
from django.urls import reverse

from foundation.faults import InputError
from households.models import Member
from households.services import people, registration
from tests.factories.households import household, identity
from tests.households import ledgers
from tests.households.bringing import apply, bring
from tests.households.test_api_writing import MEMBERS, Machine
from tests.households.test_numbers_on_file import page_of

ON = datetime.date(2026, 1, 5)
BORN = datetime.date(1962, 5, 4)


@pytest.fixture
def head(areas, caseworker, seen_by):
    """A man whose certificate says category 4, grade 3."""
    file = household()
    with seen_by(caseworker):
        found = file.members.get()
        data = {"disability_cert": f"{found.identity_number}43", "disability_valid_to": None}
        return registration.change_member(by=caseworker, member=found, data=data)


@pytest.fixture
def page(head, client_for, caseworker):
    client, url = client_for(caseworker), reverse("households:change_member", args=[head.pk])
    return lambda **changes: client.post(url, page_of(client, url, **changes))


@pytest.fixture
def disability(head, caseworker, seen_by):
    def read():
        with seen_by(caseworker):
            found = Member.objects.get(pk=head.pk)
            number = found.identity_number
            return (
                found.disability_cert.replace(number, "#") if number else found.disability_cert,
                found.disability_category,
                found.disability_grade,
            )

    return read


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "field"),
    [
        ({"disability_grade": "2"}, "disability_grade"),
        ({"disability_category": "6"}, "disability_category"),
        ({"disability_grade": ""}, "disability_grade"),
        ({"disability_category": ""}, "disability_category"),
    ],
)
def test_what_differs_from_the_certificate_is_refused_in_words(changes, field, page, disability):
    response = page(**changes)
    assert response.status_code == 200
    assert set(response.context["form"].errors) == {field}
    assert "肢体残疾三级" in response.context["form"].errors[field][0]
    assert disability() == ("#43", "4", "3")


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("changes", "left"),
    [
        ({"education": "70"}, ("#43", "4", "3")),
        ({"disability_category": "4", "disability_grade": "3"}, ("#43", "4", "3")),
        ({"disability_category": "", "disability_grade": ""}, ("", "", "")),
        ({"clear_disability_cert": "on", "disability_grade": "1"}, ("", "4", "1")),
        ({"identity_kind": "4"}, ("", "4", "3")),
    ],
)
def test_what_may_be_saved(changes, left, page, disability):
    assert page(**changes).status_code == 302
    assert disability() == left


@pytest.mark.django_db
def test_a_new_certificate_brings_its_own_category(page, head, disability):
    again = {"disability_cert": f"{head.identity_number}21B1"}
    assert "disability_category" in page(**again).context["form"].errors
    assert page(**again, disability_category="2", disability_grade="1").status_code == 302
    assert disability() == ("#21B1", "2", "1")


@pytest.mark.django_db
def test_what_an_old_row_never_said_is_read_from_its_certificate(
    page, head, disability, caseworker, seen_by
):
    with seen_by(caseworker):
        Member.objects.filter(pk=head.pk).update(disability_category="", disability_grade="")
    assert page(education="70").status_code == 302
    assert disability() == ("#43", "4", "3")


@pytest.mark.django_db
def test_machines_are_refused_alike(areas, caseworker, head, disability):
    machine, url = Machine("211224105000", "machine.baoli"), f"{MEMBERS}{head.pk}/"
    refused = machine.patch(url, {"disability_grade": "1"})
    assert set(refused.json()["errors"]) == {"disability_grade"}
    both = {"disability_category": "", "disability_grade": ""}
    assert machine.patch(url, both).status_code == 200
    assert disability() == ("", "", "")


@pytest.mark.django_db
@pytest.mark.parametrize("wrong", [{"disability_category": "1"}, {"disability_grade": ""}])
def test_the_service_refuses_whoever_asks(wrong):
    member, number = Member(relation="02"), identity(BORN)
    data = {"name": "韩磊", "identity_number": number, "disability_cert": f"{number}43"}
    people.fill(member, data, on=ON)
    with pytest.raises(InputError) as refused:
        people.fill(member, wrong, on=ON)
    assert refused.value.code == next(iter(wrong))
    people.fill(member, {"disability_category": "4"}, on=ON)
    people.fill(member, {"identity_number": ""}, on=ON)
    assert member.disability_cert == ""


@pytest.mark.django_db
def test_a_certificate_of_somebody_without_a_number_stays():
    member, number = Member(relation="02"), identity(BORN)
    people.fill(member, {"name": "韩磊", "disability_cert": f"{number}43"}, on=ON)
    people.fill(member, {"identity_number": "", "education": "70"}, on=ON)
    assert member.disability_cert == f"{number}43"


def test_a_ledger_without_certificates_does_not_contradict_them(caseworker, seen_by):
    homes = ledgers.households(2, seed=1)
    columns = (*ledgers.HEADINGS, "残疾类别", "残疾等级")
    for home in homes:
        for row in home:
            row += ["肢体", "三级"]
    apply(caseworker, bring(caseworker, homes, headings=columns))
    with seen_by(caseworker):
        for member in Member.objects.all():
            data = {"disability_cert": f"{member.identity_number}43"}
            registration.change_member(by=caseworker, member=member, data=data)
    homes[0][0][-1] = "一级"
    homes[1][0][9] = "9组新房"
    batch = bring(caseworker, homes, headings=columns)
    assert (batch.households_refused, batch.households_changed) == (1, 1)
    with seen_by(caseworker):
        refused = batch.households.get(state="refused")
        assert "肢体残疾三级" in refused.payload

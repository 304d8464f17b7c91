"""Counties' assessment standards: set, followed, taken back; only for the own county."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import AuditEvent
from households.models import AssessmentStandard
from tests.factories import economy as make
from tests.factories.households import household

NEW = reverse("households:add_assessment")
COUNTY, CITY, NEXT_DOOR = "211224000000", "211200000000", "211282000000"
VALUE = {
    "area": COUNTY, "item": "crop.maize", "net_income": "640", "valid_from": "2026-01-01",
    "source_doc": "昌民发〔2026〕1号",
}  # fmt: skip


@pytest.mark.django_db
def test_a_new_value_ends_the_one_before_it(client_for, chief):
    before = make.assessment()
    client = client_for(chief)
    assert client.post(NEW, VALUE).status_code == 302
    before.refresh_from_db()
    assert before.valid_to == datetime.date(2025, 12, 31)
    assert AuditEvent.objects.filter(action="assessment.added").count() == 1
    again = client.post(NEW, VALUE)
    assert "valid_from" in again.context["form"].errors
    page = client.get(reverse("households:assessments")).content.decode()
    assert "640.00" in page


@pytest.mark.django_db
def test_each_sets_its_own_place_only(client_for, chief, city_manager, caseworker):
    for place in (CITY, NEXT_DOOR):
        refused = client_for(chief).post(NEW, VALUE | {"area": place})
        assert "area" in refused.context["form"].errors
        assert client_for(city_manager).post(NEW, VALUE | {"area": place}).status_code == 302
    assert client_for(caseworker).post(NEW, VALUE).status_code == 403
    unknown = client_for(chief).post(NEW, VALUE | {"item": "crop.gold"})
    assert "item" in unknown.context["form"].errors


@pytest.mark.django_db
def test_a_value_is_taken_back_until_somebody_was_assessed_by_it(client_for, chief, areas):
    before = make.assessment(valid_to=datetime.date(2025, 12, 31))
    wrong = make.assessment(valid_from=datetime.date(2026, 1, 1))
    url = reverse("households:withdraw_assessment", args=[wrong.pk])
    client = client_for(chief)
    land = make.land(household(), standard=wrong)
    client.post(url)
    assert AssessmentStandard.objects.filter(pk=wrong.pk).exists()
    make.change(land, standard=None)
    assert client.post(url).status_code == 302
    before.refresh_from_db()
    assert before.valid_to is None
    assert not AssessmentStandard.objects.filter(pk=wrong.pk).exists()
    assert client.post(url).status_code == 404


@pytest.mark.django_db
def test_another_countys_value_is_out_of_reach(client_for, chief):
    theirs = make.assessment(area=NEXT_DOOR)
    url = reverse("households:withdraw_assessment", args=[theirs.pk])
    assert client_for(chief).post(url).status_code == 404
    assert AssessmentStandard.objects.filter(pk=theirs.pk).exists()

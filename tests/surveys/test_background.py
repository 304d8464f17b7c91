"""What a form knows beforehand: standards of the day, benefits on record, the last visit."""

import datetime
from decimal import Decimal

import pytest

from foundation import clock
from households.models import HouseholdKind
from surveys.known_json import known_json
from surveys.models import Visit
from surveys.pack import pack, with_people
from surveys.services.background import known_of, known_of_all, standards_of
from surveys.services.drafts import first_content
from surveys.visit_json import visit_document
from tests.factories.economy import assessment
from tests.factories.households import household
from tests.factories.surveys import HOME, LAND, approved_visit, content, draft

pytestmark = pytest.mark.django_db
TODAY = clock.today()


@pytest.fixture
def home(seen_by, caseworker):
    with seen_by(caseworker):
        yield household()


def test_the_countys_standard_of_the_day_goes_before_the_citys(home):
    assessment("maize", area="211200000000", net_income="500",
               valid_from=datetime.date(2026, 1, 1))  # fmt: skip
    assessment("maize", net_income="600", valid_from=datetime.date(2025, 1, 1),
               valid_to=datetime.date(2025, 12, 31))  # fmt: skip
    assessment("maize", net_income="612.50", valid_from=datetime.date(2026, 1, 1))
    found = standards_of(home.area_id, datetime.date(2026, 3, 1))["crop.maize"]
    assert (found.value, found.place, found.year) == (Decimal("612.50"), "昌图县", 2026)
    assert standards_of(home.area_id, datetime.date(2025, 3, 1))["crop.maize"].value == 600


def test_benefits_on_record_are_filled_in_and_asked_of_the_register(home):
    HouseholdKind.objects.create(household=home, area_id=home.area_id, kind="01",
                                 since=datetime.date(2020, 7, 1))  # fmt: skip
    assert known_of_all([home], on=TODAY)[home.pk].benefits["dibao"].since.year == 2020
    opened = first_content(home, kind="1", on=TODAY.isoformat())
    assert opened["coverage"]["dibao"] == {"received": True, "since": "2020-07"}
    assert opened["coverage"]["tekun"] == {}


def test_the_last_visit_stands_beside_the_next_but_not_beside_itself(home, caseworker):
    done = approved_visit(home)
    assert known_of(done).last is None
    following = draft(home)
    known = known_of(following)
    assert known.last["homes"] == content(home)["homes"]
    assert known.last["land"][LAND]["plant"] == "maize"
    assert known.last_on == done.visited_on
    document = visit_document(Visit.objects.get(pk=following.pk), caseworker)
    assert document["known"]["last"]["land"][LAND]["crop"] == "玉米"
    assert "header" not in document["known"]["last"]


def test_a_crop_in_words_becomes_the_code_of_the_list(home):
    approved_visit(home)
    assert first_content(home, kind="1", on="")["land"][LAND]["plant"] == "maize"


def test_a_pack_takes_along_what_is_known(home, caseworker):
    assessment("maize", net_income="612.50", valid_from=datetime.date(2026, 1, 1))
    rows = with_people(type(home).objects.filter(pk=home.pk))
    (taken,) = pack(rows, caseworker)
    assert taken["known"]["terms"] == known_json(known_of_all([home], on=TODAY)[home.pk])["terms"]
    assert "crop.maize" in taken["known"]["standards"]


def test_the_plain_columns_are_counted_by_the_terms_of_the_place(home):
    somebody = next(iter(content(home)["members"]))
    pension = {"member": somebody, "kind": "basic_pension", "amount": "133", "period": "month"}
    visit = draft(home, fill=content(home, **{f"incomes__{HOME}": pension}))
    assert visit.per_capita == Decimal("908.33")

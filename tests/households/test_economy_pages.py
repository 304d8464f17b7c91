"""Adding, changing and ending records on their pages; the economic panel; who may."""

import datetime

import pytest
from django.urls import reverse
from django.utils import translation

from accounts.models import AuditEvent
from accounts.models.users import Role
from foundation import clock
from households.models import Household, IncomeItem, LandItem, PropertyItem, Supporter
from tests.factories import accounts as people
from tests.factories import economy as make
from tests.factories.households import household, identity

PERIOD = {"period_from": "2025-11-01", "period_to": "2026-10-31", "source": "1"}


@pytest.fixture
def home(areas):
    return household(members=[("韩磊", "20", datetime.date(1988, 3, 2))])


@pytest.fixture
def client(client_for, caseworker):
    return client_for(caseworker)


def new(home, kind):
    return reverse("households:add_record", args=[home.pk, kind])


def wages(home, **more):
    return {"member": make.head_of(home).pk, "kind": "101", "gross": "12000"} | PERIOD | more


@pytest.mark.django_db
def test_adding_an_income_twice_adds_it_once(home, client, seen_by, caseworker):
    for _again in range(2):
        assert client.post(new(home, "income"), wages(home, cost="600")).status_code == 302
    with seen_by(caseworker):
        row = IncomeItem.objects.get()
        assert (row.category, row.gross, row.cost, row.is_counted) == ("1", 12000, 600, True)
    assert AuditEvent.objects.filter(action="record.added", household_id=home.pk).count() == 1


@pytest.mark.django_db
def test_only_the_own_area_and_those_who_change_files(home, client_for, neighbour, leader):
    income = make.income(home)
    urls = [
        new(home, "income"),
        reverse("households:change_record", args=["income", income.pk]),
        reverse("households:end_record", args=["income", income.pk]),
    ]
    for url in urls:
        assert client_for(neighbour).post(url, wages(home)).status_code == 404
        assert client_for(leader).post(url, wages(home)).status_code == 403


@pytest.mark.django_db
def test_each_form_opens_and_an_unknown_kind_does_not_exist(home, client):
    for kind in ("income", "land", "animals", "property", "vehicle", "housing", "expense",
                 "supporter"):  # fmt: skip
        assert client.get(new(home, kind)).status_code == 200, kind
    assert client.get(new(home, "gold")).status_code == 404


@pytest.mark.django_db
def test_what_never_counts_is_kept_apart_from_what_does(home, client, seen_by, caseworker):
    client.post(new(home, "income"), wages(home))
    client.post(new(home, "income"), wages(home, kind="basic_pension", gross="1500"))
    client.post(new(home, "income"), wages(home, kind="408", gross="900",
                                           exclude_code="injury_compensation"))  # fmt: skip
    with seen_by(caseworker):
        kept = IncomeItem.objects.order_by("pk").values_list("category", "kind", "exclude_code")
        assert list(kept) == [
            ("1", "101", ""), ("4", "", "basic_pension"), ("4", "408", "injury_compensation"),
        ]  # fmt: skip


@pytest.mark.django_db
def test_land_takes_the_countys_yield_or_asks_for_one(home, client, seen_by, caseworker):
    land = {"kind": "contracted", "use": "self", "mu": "10.5", "crop": "maize"} | PERIOD
    refused = client.post(new(home, "land"), land)
    assert "net_per_mu" in refused.context["form"].errors
    standard = make.assessment()
    assert client.post(new(home, "land"), land).status_code == 302
    assert client.post(new(home, "land"), land | {"net_per_mu": "450"}).status_code == 302
    with seen_by(caseworker):
        rows = LandItem.objects.order_by("pk").values_list("net_per_mu", "standard_id")
        assert list(rows) == [(600, standard.pk), (450, None)]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kind", "data", "field"),
    [
        ("income", {"kind": "101", "gross": "-1"}, "gross"),
        ("income", {"kind": "101", "gross": "9", "source": "4"}, "evidence"),
        ("income", {"kind": "101", "gross": "9", "period_to": "2025-10-01"}, "period_to"),
        ("income", {"kind": "101", "gross": "9", "member": "999999"}, "member"),
        ("land", {"kind": "forest", "use": "rented_out", "mu": "3"}, "rent"),
        ("land", {"kind": "forest", "use": "idle", "mu": "0"}, "mu"),
        ("animals", {"kind": "sheep", "heads": "3"}, "net_per_head"),
        ("vehicle", {"vehicle_kind": "car", "vehicle_status": "1"}, "identifier"),
        ("vehicle", {"vehicle_kind": "car", "vehicle_status": "1", "identifier": "12345"},
         "identifier"),
        ("property", {"kind": "13", "identifier": "91110000600037341X"}, "identifier"),
        ("property", {"kind": "08", "identifier": "6214490000123456780"}, "identifier"),
        ("property", {"kind": "01", "bought_on": "2999-01-01"}, "bought_on"),
        ("supporter", {"name": "韩建军", "duty": "elder", "relation": "20", "family_size": "1",
                       "ability": "exempt"}, "exempt_reason"),
        ("supporter", {"name": "韩建军", "duty": "elder", "relation": "20", "family_size": "1",
                       "ability": "yes", "agreed_monthly": "300"}, "agreed_basis"),
        ("supporter", {"name": "韩建军", "duty": "elder", "relation": "20", "family_size": "1",
                       "ability": "yes", "identity_number": "211299198503040159"},
         "identity_number"),
    ],
)  # fmt: skip
def test_what_cannot_be_right_is_said_beside_the_field(kind, data, field, home, client):
    whose = {"member": make.head_of(home).pk} if kind == "income" else {}
    answer = client.post(new(home, kind), PERIOD | whose | data)
    assert answer.status_code == 200
    assert list(answer.context["form"].errors) == [field]


@pytest.mark.django_db
def test_a_doubtful_plate_is_kept_with_a_warning(home, client, seen_by, caseworker):
    car = {"vehicle_kind": "car", "vehicle_status": "1", "identifier": "吉c 12345", "source": "1"}
    answer = client.post(new(home, "vehicle"), car | {"bought_on": "2020-05-01"}, follow=True)
    assert [message.level_tag for message in answer.context["messages"]][-1] == "warning"
    with seen_by(caseworker):
        row = PropertyItem.objects.get()
        assert (row.identifier, row.kind) == ("吉C12345", "04")
        assert row.period_from == datetime.date(2020, 5, 1)


@pytest.mark.django_db
def test_a_supporter_is_outside_the_household_and_the_number_masked(
    home, client, seen_by, caseworker
):
    number, head = identity(datetime.date(1985, 3, 4)), make.head_of(home)
    person = {"name": "韩建军", "duty": "elder", "relation": "20", "family_size": "3",
              "ability": "yes", "source": "1"}  # fmt: skip
    own = client.post(new(home, "supporter"), person | {"identity_number": head.identity_number})
    assert "identity_number" in own.context["form"].errors
    data = person | {"identity_number": number}
    assert client.post(new(home, "supporter"), data).status_code == 302
    again = client.post(new(home, "supporter"), data | {"job": "司机"})
    assert "identity_number" in again.context["form"].errors
    with seen_by(caseworker):
        pk = Supporter.objects.get().pk
    page = client.get(reverse("households:economy", args=[home.pk])).content.decode()
    change = reverse("households:change_record", args=["supporter", pk])
    assert number not in page + client.get(change).content.decode()
    assert "2112**********" in page
    assert client.post(change, person | {"job": "司机"}).status_code == 302
    with seen_by(caseworker):
        assert Supporter.objects.get().identity_number == number


@pytest.mark.django_db
def test_two_saving_a_record_loses_nothing(home, client_for, caseworker, colleague, seen_by):
    income = make.income(home)
    url = reverse("households:change_record", args=["income", income.pk])
    mine, theirs = client_for(caseworker), client_for(colleague)
    page = wages(home, seen_at=mine.get(url).context["form"].initial["seen_at"])
    assert theirs.post(url, page | {"gross": "9000"}).status_code == 302
    clash = mine.post(url, page | {"gross": "8000"})
    assert clash.status_code == 200
    assert "王建波" in clash.content.decode()
    assert mine.post(url, clash.context["form"].data.dict()).status_code == 302
    with seen_by(caseworker):
        assert IncomeItem.objects.get().gross == 8000


@pytest.mark.django_db
def test_ending_is_once_and_for_good_and_stays_in_the_history(home, client, seen_by, caseworker):
    income = make.income(home)
    end = reverse("households:end_record", args=["income", income.pk])
    early = client.post(end, {"ended_on": "2025-01-01", "end_reason": "1"})
    assert "ended_on" in early.context["form"].errors
    for reason in ("9", "1"):
        answer = client.post(end, {"ended_on": "2026-05-01", "end_reason": reason})
        assert answer.status_code == 302
    with seen_by(caseworker):
        kept = IncomeItem.objects.get()
        assert (kept.end_reason, str(kept.ended_on)) == ("9", "2026-05-01")
    change = reverse("households:change_record", args=["income", income.pk])
    assert client.get(change).status_code == 404
    with translation.override("zh-hans"):
        told = client.get(reverse("households:history", args=[home.pk])).content.decode()
    assert "务工工资" in told
    assert "登记有误" in told


@pytest.mark.django_db
def test_a_closed_file_takes_no_more_records(home, client, seen_by, caseworker):
    with seen_by(caseworker):
        Household.objects.filter(pk=home.pk).update(status="deregistered")
    answer = client.post(new(home, "income"), wages(home))
    assert answer.status_code == 200
    assert answer.context["form"].non_field_errors()
    with seen_by(caseworker):
        assert not IncomeItem.objects.exists()


@pytest.mark.django_db
def test_the_panel_adds_up_and_asks_no_more_of_a_long_list(
    home, client, django_assert_max_num_queries
):
    span = {"period_from": datetime.date(2020, 1, 1), "period_to": clock.today()}
    make.land(home)
    url = reverse("households:economy", args=[home.pk])
    empty = client.get(url).context["sheet"]
    assert not empty.is_empty
    for _more in range(8):
        make.income(home, **span)
        make.vehicle(home)
    with django_assert_max_num_queries(24):
        answer = client.get(url, headers={"HX-Request": "true"})
    html, sheet = answer.content.decode(), answer.context["sheet"]
    assert "<html" not in html
    assert len(sheet.rows["incomes"]) == len(sheet.rows["belongings"]) == 8
    assert sheet.totals.people == 2
    assert sheet.property_value == 8 * 8000


@pytest.mark.django_db
def test_income_is_not_shown_to_those_who_only_see_the_file(home, client_for):
    finance = people.user(Role.FINANCE_OFFICER, "211224000000", "cai.wu", "财务")
    from_finance = client_for(finance)
    make.income(home)
    assert from_finance.get(reverse("households:economy", args=[home.pk])).status_code == 403
    page = from_finance.get(reverse("households:household", args=[home.pk])).content.decode()
    history = from_finance.get(reverse("households:history", args=[home.pk])).content.decode()
    assert reverse("households:economy", args=[home.pk]) not in page
    assert "务工工资" not in page + history

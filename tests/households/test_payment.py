"""Where the money goes: cards have 16 to 19 digits, the holder is a member or has an agreement."""

import pytest
from django.urls import reverse

from foundation.faults import InputError
from households.models import Household
from households.services import registration
from tests.factories.households import household
from tests.households import ledgers
from tests.households.bringing import apply, bring
from tests.households.test_api_writing import HOUSEHOLDS, Machine, new_household
from tests.households.test_numbers_on_file import page_of
from tests.households.test_registration_page import son, typed

CARD, NO_LUHN = "6214490000123456780", "6214490000123456781"
CARDS_ONLY = [
    ("1", "621449000012345", False),
    ("1", "6214490000123456", True),
    ("2", "6214490000123456789", True),
    ("2", "62144900001234567890", False),
    ("3", "21100012", True),
    ("", "21100012", True),
    ("1", NO_LUHN, True),
]


@pytest.fixture
def file(areas):
    return household(members=[("韩磊", "20", None)])


@pytest.fixture
def page(file, client_for, caseworker):
    client, url = client_for(caseworker), reverse("households:change_household", args=[file.pk])

    def post(**changes):
        response = client.post(url, page_of(client, url, **changes))
        return set(response.context["form"].errors) if response.status_code == 200 else set()

    return post


@pytest.mark.django_db
@pytest.mark.parametrize(("kind", "number", "is_fit"), CARDS_ONLY)
def test_a_card_has_16_to_19_digits(kind, number, is_fit, page, file, caseworker, seen_by):
    wrong = page(account_kind=kind, account_no=number, account_name="韩淑英")
    assert wrong == (set() if is_fit else {"account_no"})
    with seen_by(caseworker):
        assert Household.objects.get(pk=file.pk).account_no == (number if is_fit else "")
    # Nor does a number on file become a card by choosing the other kind.
    if kind == "3":
        assert page(account_kind="2") == {"account_no"}
        assert page(account_kind="2", account_no=CARD) == set()


@pytest.mark.django_db
def test_the_holder_is_a_member_or_has_an_agreement(page, file, caseworker, seen_by):
    whole = {"account_kind": "1", "account_no": CARD}
    assert page(**whole, account_name="村委会") == {"account_name"}
    assert page(**whole, account_name="韩磊") == set()
    assert page(account_name="村委会") == {"account_name"}
    assert page(account_name="村委会", account_agreement_on="2026-01-05") == set()
    assert page(account_agreement_on="") == {"account_name"}
    with seen_by(caseworker):
        assert str(Household.objects.get(pk=file.pk).account_agreement_on) == "2026-01-05"


@pytest.mark.django_db
def test_what_a_ledger_left_doubtful_stops_no_other_change(page, file, caseworker, seen_by):
    with seen_by(caseworker):
        old = Household.objects.get(pk=file.pk)
        old.account_kind, old.account_no, old.account_name = "1", "21100012", "村委会"
        old.save()
    assert page(note="房屋漏雨") == set()
    assert page(account_name="村民组") == {"account_name", "account_no"}
    assert page(clear_account_no="on", account_name="") == set()


@pytest.mark.django_db
def test_the_registration_page(client_for, caseworker):
    url = reverse("households:register")
    account = {"account_kind": "1", "account_no": "621449000012345", "account_name": "村委会"}
    form = client_for(caseworker).post(url, typed(son(), **account)).context["form"]
    assert set(form.home.errors) == {"account_no", "account_name"}
    struck = typed(son(DELETE="on"), **account | {"account_no": CARD, "account_name": "韩磊"})
    form = client_for(caseworker).post(url, struck).context["form"]
    assert set(form.home.errors) == {"account_name"}
    for holder in ("韩磊", "韩淑英"):
        whole = typed(son(), **account | {"account_no": CARD, "account_name": holder})
        assert client_for(caseworker).post(url, whole).status_code == 302


@pytest.mark.django_db
def test_machines_and_services_alike(file, caseworker, seen_by):
    machine, url = Machine("211224105000", "machine.baoli"), f"{HOUSEHOLDS}{file.pk}/"
    wrong = {"account_kind": "2", "account_no": "12345678", "account_name": "村委会"}
    for answer in (
        machine.patch(url, wrong),
        machine.post(HOUSEHOLDS, new_household(**wrong)),
    ):
        assert set(answer.json()["errors"]) == {"account_no", "account_name"}
    with seen_by(caseworker):
        for one in ({"account_name": "村委会"}, {**wrong, "account_name": "韩磊"}):
            with pytest.raises(InputError) as refused:
                registration.change_household(by=caseworker, household=file, **one)
            assert refused.value.code in one


def test_a_ledger_with_short_cards_is_refused_at_the_check(caseworker):
    homes = ledgers.households(2, seed=1)
    for home in homes:
        home[0] += [CARD, "社保卡"]
        for row in home[1:]:
            row += ["", ""]
    homes[0][0][-2] = CARD[:15]
    batch = bring(caseworker, homes, headings=(*ledgers.HEADINGS, "银行账号", "账户类型"))
    assert (batch.households_refused, batch.households_new) == (1, 1)
    assert apply(caseworker, batch).households_new == 1

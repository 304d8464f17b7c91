"""Phones, bank accounts and disability certificates."""

from datetime import date

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import contact
from foundation.contact import ContactError

TODAY = date(2021, 6, 30)
OWN = "21128119670718017X"


@pytest.mark.parametrize(
    ("text", "phone"),
    [
        ("13812342207", "13812342207"),
        (" 138 1234 2207 ", "13812342207"),
        ("１３８１２３４２２０７", "13812342207"),
        ("+86 138-1234-2207", "13812342207"),
        ("008613812342207", "13812342207"),
        ("024-72612345", "024-72612345"),
        ("02472612345", "024-72612345"),
        ("(0410)7261234", "0410-7261234"),
        ("（０４１０）７２６１２３４", "0410-7261234"),
        ("0410—72612345", "0410-72612345"),
    ],
)
def test_phones(text, phone):
    assert contact.parse_phone(text) == phone


@pytest.mark.parametrize(
    "text", ["", "12812342207", "1381234220", "138123422071", "7261234", "abc", "0410-726123"]
)
def test_impossible_phones(text):
    with pytest.raises(ContactError) as refused:
        contact.parse_phone(text)
    assert refused.value.code == "phone"


def test_masked_phones():
    assert contact.mask_phone("13812342207") == "138****2207"
    assert contact.mask_phone("0410-7261234") == "0410-***1234"
    assert contact.mask_phone("024-72612345") == "024-****2345"
    assert contact.mask_phone("") == ""


@given(st.from_regex(r"1[3-9][0-9]{9}", fullmatch=True))
def test_reading_a_phone_again_changes_nothing(phone):
    assert contact.parse_phone(contact.parse_phone(phone)) == phone
    assert phone[3:7] not in contact.mask_phone(phone)[3:7]


def test_bank_accounts():
    assert contact.parse_bank_account(" 6214 4901 2345 6780 ") == "6214490123456780"
    assert contact.bank_account_doubt("6214490000123456780") is None
    assert str(contact.bank_account_doubt("6214490000123456781"))
    assert "12" in str(contact.bank_account_doubt("123456789012"))
    assert contact.mask_bank_account("6214490000123456780") == "6214***********6780"
    assert contact.mask_bank_account("12345678") == "****5678"
    assert contact.mask_bank_account("123") == "***"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("6214x", "account_characters"),
        ("", "account_characters"),
        ("1234567", "account_length"),
        ("1" * 33, "account_length"),
        ("6.21449E+18", "account_characters"),
    ],
)
def test_impossible_accounts(text, code):
    with pytest.raises(ContactError) as refused:
        contact.parse_bank_account(text)
    assert refused.value.code == code


def test_certificates():
    found = contact.parse_disability_certificate(
        "21128119670718017x 42", on=TODAY, identity_number=OWN
    )
    assert found == contact.DisabilityCertificate(OWN + "42", OWN, "4", "2", "")
    again = contact.parse_disability_certificate(OWN + "73B2", on=TODAY)
    assert (again.category, again.grade, again.reissue) == ("7", "3", "B2")


@pytest.mark.parametrize(
    ("text", "code"),
    [
        (OWN, "certificate_form"),
        (OWN + "82", "certificate_form"),
        (OWN + "40", "certificate_form"),
        (OWN + "42B", "certificate_form"),
        ("211281196707180171" + "42", "certificate_identity"),
        ("211224195503120018" + "42", "certificate_person"),
    ],
)
def test_impossible_certificates(text, code):
    with pytest.raises(ContactError) as refused:
        contact.parse_disability_certificate(text, on=TODAY, identity_number=OWN)
    assert refused.value.code == code

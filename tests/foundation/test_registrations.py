"""Number plates and unified social credit codes."""

import pytest
from hypothesis import given
from hypothesis import strategies as st
from stdnum.cn import uscc

from foundation.registrations import (
    RegistrationError,
    credit_code_doubt,
    parse_credit_code,
    parse_plate,
    plate_doubt,
)

CHARACTERS = "0123456789ABCDEFGHJKLMNPQRTUWXY"


@pytest.mark.parametrize(
    ("typed", "plate"),
    [
        ("辽M12345", "辽M12345"),
        (" 辽m·a2345 ", "辽MA2345"),
        ("辽Ｍ１２３４５", "辽M12345"),
        ("辽MD12345", "辽MD12345"),
        ("辽M1234学", "辽M1234学"),
        ("辽12-12345", "辽1212345"),
    ],
)
def test_plates_are_put_right(typed, plate):
    assert parse_plate(typed) == plate


@pytest.mark.parametrize("typed", ["", "12345", "辽M", "M12345", "辽M12 34567890", "龙M12345"])
def test_what_is_no_plate_is_refused(typed):
    with pytest.raises(RegistrationError) as caught:
        parse_plate(typed)
    assert caught.value.code == "plate"


def test_doubtful_plates_are_named_and_taken():
    assert plate_doubt("辽M12345") is None
    assert "辽M" in str(plate_doubt("吉C12345"))
    assert plate_doubt("辽1212345") is not None


def test_old_licences_are_taken_with_a_doubt():
    assert parse_credit_code("211224600012345") == "211224600012345"
    assert credit_code_doubt("211224600012345") is not None


@pytest.mark.parametrize(
    ("typed", "code"),
    [("9111000060003734", "credit_code_length"), ("91110000600037341X", "credit_code"),
     ("", "credit_code_length")],
)  # fmt: skip
def test_wrong_codes_are_refused(typed, code):
    with pytest.raises(RegistrationError) as caught:
        parse_credit_code(typed)
    assert caught.value.code == code


@given(st.text(CHARACTERS, min_size=9, max_size=9), st.sampled_from(CHARACTERS))
def test_one_wrong_character_is_always_noticed(organisation, other):
    body = "92211224" + organisation
    code = body + uscc.calc_check_digit(body)
    assert parse_credit_code(code.lower()) == code
    assert credit_code_doubt(code) is None
    if other != code[10]:
        with pytest.raises(RegistrationError):
            parse_credit_code(code[:10] + other + code[11:])

"""Money: rounding, reading, showing, writing in words."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import money
from foundation.money import MoneyError, parse_yuan, yuan

AMOUNTS = st.decimals(0, money.LARGEST, places=2)
VALUES = dict(zip("零壹贰叁肆伍陆柒捌玖", range(10), strict=True))
UNITS = {"拾": 10, "佰": 100, "仟": 1000}


@pytest.mark.parametrize(
    ("value", "rounded"),
    [
        ("0.005", "0.01"),
        ("0.004", "0.00"),
        ("-0.005", "-0.01"),
        (Decimal("2.675"), "2.68"),
        (Fraction(1, 3), "0.33"),
        (Fraction(1, 200), "0.01"),
        (Fraction(-1, 200), "-0.01"),
        (7, "7.00"),
    ],
)
def test_rounding_is_half_up(value, rounded):
    assert str(yuan(value)) == rounded


def test_floats_are_refused():
    for function in (yuan, money.whole_yuan_up):
        with pytest.raises(TypeError):
            function(0.1)


@pytest.mark.parametrize(
    ("value", "amount"),
    [
        (Fraction(3417, 3), "1139.00"),
        (Fraction(3418, 3), "1140.00"),
        (Decimal("1139.00"), "1139.00"),
        (Decimal("1139.01"), "1140.00"),
        (0, "0.00"),
    ],
)
def test_whole_yuan_up(value, amount):
    assert str(money.whole_yuan_up(value)) == amount


@pytest.mark.parametrize(
    ("text", "amount"),
    [
        ("1234.5", "1234.50"),
        ("1,234.50", "1234.50"),
        ("１，２３４．５０", "1234.50"),
        ("￥1,234,567 元", "1234567.00"),
        ("¥ 0.05", "0.05"),
        (".5", "0.50"),
        ("5.", "5.00"),
        ("007", "7.00"),
        ("1.500", "1.50"),
        ("0", "0.00"),
        ("-0", "0.00"),
        ("9999999999.99", "9999999999.99"),
    ],
)
def test_amounts_as_typed(text, amount):
    assert str(parse_yuan(text)) == amount


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "blank"),
        (" 元 ", "blank"),
        ("-1", "negative"),
        ("－0.01", "negative"),
        ("1.234", "decimals"),
        ("10000000000", "too_large"),
        ("1,23", "not_number"),
        ("1,2345", "not_number"),
        ("1.2.3", "not_number"),
        (".", "not_number"),
        ("-", "not_number"),
        ("1e5", "not_number"),
        ("NaN", "not_number"),
        ("一百", "not_number"),
        ("٣", "not_number"),
    ],
)
def test_amounts_that_cannot_be(text, code):
    with pytest.raises(MoneyError) as refused:
        parse_yuan(text)
    assert refused.value.code == code


@given(AMOUNTS)
def test_what_is_shown_can_be_typed_again(amount):
    assert parse_yuan(money.format_yuan(amount)) == amount
    assert parse_yuan(str(amount)) == amount


@pytest.mark.parametrize(
    ("value", "words"),
    [
        ("0", "零元整"),
        ("1230", "壹仟贰佰叁拾元整"),
        ("1409.50", "壹仟肆佰零玖元伍角"),
        ("6007.14", "陆仟零柒元壹角肆分"),
        ("1680.32", "壹仟陆佰捌拾元叁角贰分"),
        ("107000.53", "壹拾万柒仟元伍角叁分"),
        ("16409.02", "壹万陆仟肆佰零玖元零贰分"),
        ("325.04", "叁佰贰拾伍元零肆分"),
        ("0.05", "伍分"),
        ("0.50", "伍角"),
        ("10", "壹拾元整"),
        ("100000000", "壹亿元整"),
        ("100010000", "壹亿零壹万元整"),
        ("100000001", "壹亿零壹元整"),
        ("10001000", "壹仟万壹仟元整"),
        ("20030040", "贰仟零叁万零肆拾元整"),
        ("-3.20", "负叁元贰角"),
    ],
)
def test_words(value, words):
    """The first six are the examples of the regulation."""
    assert money.in_words(Decimal(value)) == words


def read_words(words: str) -> Decimal:
    total = group = digit = 0
    cents = 0
    for char in words:
        if char in VALUES:
            digit = VALUES[char]
        elif char in UNITS:
            group, digit = group + digit * UNITS[char], 0
        elif char in "万亿元":
            group, digit = group + digit, 0
            scale = {"万": 10**4, "亿": 10**8, "元": 1}[char]
            total, group = total + group * scale, 0
        elif char in "角分":
            cents, digit = cents + digit * (10 if char == "角" else 1), 0
    return Decimal(total) + Decimal(cents) / 100


@given(AMOUNTS)
def test_words_say_exactly_the_amount(amount):
    words = money.in_words(amount)
    assert read_words(words) == amount
    assert "零零" not in words

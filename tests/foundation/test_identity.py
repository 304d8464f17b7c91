"""Identity numbers: the test vectors of the data dictionary, the mends, and properties."""

import contextlib
from datetime import date, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from foundation import identity

TODAY = date(2021, 6, 30)
BIRTHS = st.dates(date(1905, 1, 1), TODAY)
SEQUENCES = st.integers(0, 999)


@pytest.mark.parametrize(
    ("text", "sex", "birth_on"),
    [
        ("211224195503120018", "1", date(1955, 3, 12)),
        ("211202198802291023", "2", date(1988, 2, 29)),
        ("21128119670718017X", "1", date(1967, 7, 18)),
        ("211282201009150037", "1", date(2010, 9, 15)),
    ],
)
def test_vectors(text, sex, birth_on):
    found = identity.parse_identity(text, on=TODAY)
    assert (found.number, found.sex, found.birth_on, found.converted) == (
        text,
        sex,
        birth_on,
        False,
    )


def test_fifteen_digits_are_converted_and_marked():
    found = identity.parse_identity("211224550312001", on=TODAY)
    assert (found.number, found.converted) == ("211224195503120018", True)
    assert identity.short_form(found.number) == "211224550312001"


@pytest.mark.parametrize(
    "text",
    [
        "21128119670718017x",
        " 211281 19670718 017X ",
        "２１１２８１１９６７０７１８０１７Ｘ",
        "\u200b211281\u300019670718\u00a0017ｘ\ufeff",
        "'21128119670718017X",
        "211281\t196707\n18017X",
    ],
)
def test_the_way_people_type_it(text):
    assert identity.parse_identity(text, on=TODAY).number == "21128119670718017X"


@pytest.mark.parametrize(
    ("text", "code"),
    [
        ("", "blank"),
        ("  \u3000", "blank"),
        ("21122419550312001", "length"),
        ("2112241955031200181", "length"),
        ("2112241955031200X8", "characters"),
        ("21122455031200X", "characters"),
        ("٢١١٢٢٤١٩٥٥٠٣١٢٠٠١٨", "characters"),
        ("211224195503120019", "check_digit"),
        ("211224195513120018", "birth_date"),
        ("211202198902291023", "birth_date"),
        ("211224551312001", "birth_date"),
        (identity.make_identity("211299", date(2021, 7, 1), 1), "future"),
        (identity.make_identity("211299", date(1900, 6, 30), 1), "too_old"),
        ("2.11224E+17", "lost_digits"),
        ("211224195503120000", "lost_digits"),
    ],
)
def test_refusals_name_what_is_wrong(text, code):
    with pytest.raises(identity.IdentityError) as refused:
        identity.parse_identity(text, on=TODAY)
    assert refused.value.code == code
    assert str(refused.value)


def test_the_length_found_is_told():
    with pytest.raises(ValueError, match="17"):
        identity.parse_identity("21122419550312001", on=TODAY)


def test_boundaries_of_age():
    for birth_on in (TODAY, date(1900, 7, 1)):
        number = identity.make_identity("211299", birth_on, 2)
        assert identity.parse_identity(number, on=TODAY).birth_on == birth_on


def test_unknown_regions_are_accepted():
    number = identity.make_identity("211299", date(1970, 1, 1), 1)
    assert identity.parse_identity(number, on=TODAY).region == "211299"


@given(BIRTHS, SEQUENCES, st.from_regex(r"[1-9][0-9]{5}", fullmatch=True))
def test_made_numbers_are_read_back(birth_on, sequence, region):
    number = identity.make_identity(region, birth_on, sequence)
    if identity.full_years(birth_on, TODAY) > identity.OLDEST:
        return
    found = identity.parse_identity(number.lower(), on=TODAY)
    assert (found.number, found.birth_on) == (number, birth_on)
    assert found.sex == ("1" if sequence % 2 else "2")
    short = identity.short_form(number)
    assert (short is None) == (birth_on.year >= 2000)
    if short:
        assert identity.parse_identity(short, on=TODAY).number == number


@given(BIRTHS, SEQUENCES, st.integers(0, 17), st.sampled_from("0123456789"))
def test_one_wrong_digit_is_always_noticed(birth_on, sequence, place, digit):
    number = identity.make_identity("211299", birth_on, sequence)
    if number[place] == digit:
        return
    wrong = number[:place] + digit + number[place + 1 :]
    with pytest.raises(identity.IdentityError):
        identity.parse_identity(wrong, on=TODAY)


@given(st.text(max_size=30))
def test_anything_typed_is_read_or_refused(text):
    with contextlib.suppress(identity.IdentityError):
        assert len(identity.parse_identity(text, on=TODAY).number) == 18


@given(st.dates(date(1905, 1, 1), date(2100, 1, 1)), st.integers(0, 40000))
def test_age_never_falls_with_time(birth_on, days):
    later = birth_on + timedelta(days=days)
    assert identity.full_years(birth_on, later) >= 0
    assert identity.full_years(birth_on, later + timedelta(days=1)) >= identity.full_years(
        birth_on, later
    )


def test_masking_hides_birth_date_and_keeps_the_length():
    assert identity.mask_identity("211224195503120018") == "2112**********0018"
    assert identity.mask_identity("211224550312001") == "2112*******2001"
    assert identity.mask_identity("12345") == "*****"
    assert identity.mask_identity("") == ""


def test_spoilt_numbers_are_suspected():
    assert identity.lost_digits("2.11224E+17")
    assert identity.lost_digits("211224195503120000")
    assert not identity.lost_digits("211224195503120018")


@pytest.mark.parametrize(("region", "sequence"), [("21129", 1), ("abcdef", 1), ("211299", 1000)])
def test_make_identity_refuses_nonsense(region, sequence):
    with pytest.raises(ValueError):
        identity.make_identity(region, date(1970, 1, 1), sequence)

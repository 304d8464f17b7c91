"""Choosing the parameters in force: most specific place, urban or rural, latest date."""

from datetime import date

import pytest

from assistance.rules.defaults import ROWS
from assistance.rules.policy import Policy, PolicyRow, place_prefix, select

AREA = "211224105201"
ON = date(2025, 1, 1)


def value(rows, key="max_homes", area=AREA, kind="1", on=ON):
    row = select(rows, area, kind, on).row(key)
    return None if row is None else row.value


def test_most_specific_place_wins_in_any_order():
    rows = [
        PolicyRow("max_homes", "1", "nation"),
        PolicyRow("max_homes", "2", "city", area="211200000000"),
        PolicyRow("max_homes", "3", "county", area="211224000000"),
        PolicyRow("max_homes", "9", "next county", area="211282000000"),
    ]
    assert value(rows) == value(rows[::-1]) == "3"
    assert value(rows, area="211221100200") == "2"
    assert value(rows, area="210100000000") == "1"


def test_kind_of_place_and_latest_date_settle_the_rest():
    rows = [
        PolicyRow("max_homes", "1", "both"),
        PolicyRow("max_homes", "2", "rural", urban_rural="2"),
        PolicyRow("max_homes", "3", "rural, later", urban_rural="2", valid_from=date(2024, 7, 1)),
    ]
    assert value(rows) == "1"
    assert value(rows, kind="2") == value(rows[::-1], kind="2") == "3"
    assert value(rows, kind="2", on=date(2024, 6, 30)) == "2"


@pytest.mark.parametrize(
    ("on", "urban", "rural", "tekun"),
    [
        (date(2019, 6, 30), None, None, None),
        (date(2019, 7, 1), "541", "363", None),
        (date(2024, 6, 30), "675", "511", "878"),
        (date(2024, 7, 1), "713", "557", "927"),
        (date(2025, 6, 30), "713", "557", "927"),
        (date(2025, 7, 1), "744", "600", "967"),
    ],
)
def test_standards_change_on_the_first_of_july(on, urban, rural, tekun):
    assert value(ROWS, "dibao_standard", on=on) == urban
    assert value(ROWS, "dibao_standard", kind="2", on=on) == rural
    assert value(ROWS, "tekun_standard", on=on) == tekun


def test_every_value_says_where_it_comes_from():
    chosen = select(ROWS, AREA, "1", ON)
    assert all(row.source for row in chosen.rows)
    assert "fin_asset_months" in chosen.unconfirmed
    assert "dibao_standard" not in chosen.unconfirmed
    demonstration = select(ROWS, AREA, "1", date(2022, 1, 1))
    assert "dibao_standard" in demonstration.unconfirmed
    assert "演示" in demonstration.row("dibao_standard").source


def test_storage_and_what_if():
    chosen = select(ROWS, AREA, "1", ON)
    assert Policy.from_dict(chosen.to_dict()) == chosen
    raised = chosen.with_value("dibao_standard", "800", "测算")
    assert (raised.dibao_standard, chosen.dibao_standard) == (800, 713)
    assert "dibao_standard" in raised.unconfirmed


def test_place_prefixes():
    codes = ("", "210000000000", "211200000000", "211224000000", "211224105000", AREA)
    assert [len(place_prefix(code)) for code in codes] == [0, 2, 4, 6, 9, 12]

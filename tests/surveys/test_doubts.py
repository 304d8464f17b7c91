"""What is unusual or not as on record is a doubt, never an error, and can be explained."""

import datetime
from decimal import Decimal

import pytest

from surveys.content import SOFT
from surveys.known import Known, KnownBenefit, Standard
from surveys.merge import merge, with_value
from surveys.validation import validate
from tests.factories.surveys import HOME, INCOME, LAND, NEED, SOMEBODY, content

ON = datetime.date(2026, 6, 22)
MAIZE = Standard(Decimal("612.50"), "昌图县", 2026, "昌图县文件")
RECORD = KnownBenefit(datetime.date(2020, 7, 1), Decimal("612.00"), 1, "A")
KNOWN = Known(
    standards={
        "crop.maize": MAIZE,
        "trade.farmhand": Standard(Decimal(1500), "昌图县", 2026, "文件"),
    },
    benefits={"dibao": RECORD},
)
PLAIN = Known(standards=KNOWN.standards)
CASES = [
    ({f"land.{LAND}.plant": "maize", f"land.{LAND}.yield_per_mu": "600"}, PLAIN, "not_standard"),
    ({f"land.{LAND}.plant": "maize", f"land.{LAND}.yield_per_mu": "612.51"}, PLAIN, "not_standard"),
    ({f"land.{LAND}.plant": "maize"}, PLAIN, None),
    ({f"land.{LAND}.plant": "rice", f"land.{LAND}.yield_per_mu": "1"}, PLAIN, None),
    ({f"incomes.{INCOME}.kind": "102", f"incomes.{INCOME}.trade": "farmhand"}, PLAIN,
     "not_standard"),
    ({f"incomes.{INCOME}.kind": "102", f"incomes.{INCOME}.trade": "farmhand",
      f"incomes.{INCOME}.amount": "1800"}, PLAIN, None),
    ({f"incomes.{INCOME}.kind": "102", f"incomes.{INCOME}.trade": "farmhand",
      f"incomes.{INCOME}.amount": "18000", f"incomes.{INCOME}.period": "year"}, PLAIN, None),
    ({}, KNOWN, "on_record"),
    ({"coverage.dibao": {"received": True, "amount": "612", "period": "month"}}, KNOWN, None),
    ({"coverage.dibao": {"received": True, "amount": "7344", "period": "year"}}, KNOWN, None),
    ({"coverage.dibao": {"received": True, "amount": "600", "period": "month"}}, KNOWN,
     "on_record"),
    ({"family.elderly_living": "none"}, PLAIN, "old_people"),
    ({"conclusion.proposals": ["08", "05"]}, PLAIN, "proposals"),
    ({"coverage.dibao": {"received": True, "amount": "612", "period": "month"},
      "conclusion.proposals": ["01"]}, KNOWN, "dibao_again"),
    ({f"land.{LAND}.use": "idle"}, PLAIN, "idle_land"),
]  # fmt: skip


def changed(answers):
    made = content(on=ON, conclusion__proposals=["08"])
    for path, value in answers.items():
        made = with_value(made, path, value)
    return made


@pytest.mark.parametrize(("answers", "known", "code"), CASES)
def test_each_doubt(answers, known, code):
    found = validate(changed(answers), on=ON, known=known)
    assert [(fault.code, fault.level) for fault in found] == ([(code, SOFT)] if code else [])


def test_a_doubt_names_both_sides():
    said = {"received": True, "amount": "600", "period": "month"}
    (fault,) = validate(changed({"coverage.dibao": said}), on=ON, known=KNOWN)
    assert "600.00" in str(fault.message)
    assert "612.00" in str(fault.message)


def test_an_explanation_holds_for_the_answer_it_was_given_for():
    path = f"land.{LAND}.yield_per_mu"
    made = changed({f"land.{LAND}.plant": "maize", path: "500"})
    made["notes"][HOME] = {"path": path, "code": "not_standard", "value": "500", "words": "洼地"}
    (fault,) = validate(made, on=ON, known=PLAIN)
    assert (fault.is_checked, fault.words) == (True, "洼地")
    (fault,) = validate(with_value(made, path, "400"), on=ON, known=PLAIN)
    assert not fault.is_checked


def test_two_peoples_explanations_merge():
    base = changed({f"land.{LAND}.plant": "maize", f"land.{LAND}.yield_per_mu": "500"})
    sides = [
        with_value(base, f"notes.{key}", {"path": f"land.{LAND}.yield_per_mu", "words": words})
        for key, words in ((HOME, "洼地"), (NEED, "受灾"))
    ]
    merged = merge(base, *sides)
    assert merged.clashes == []
    assert set(merged.content["notes"]) == {HOME, NEED}


def test_support_is_written_once():
    supporter = {"name": "韩某", "duty": "elder", "member": SOMEBODY, "paid_monthly": "200"}
    made = changed({"family.has_supporters": True, f"supporters.{HOME}": supporter,
                    f"incomes.{INCOME}.kind": "405"})  # fmt: skip
    assert [(f.path, f.code) for f in validate(made, on=ON)] == [
        (f"incomes.{INCOME}.kind", "support_twice")
    ]


def test_a_date_written_under_a_wrong_clock_is_checked_or_corrected():
    path, day = "header.visited_on", ON.isoformat()
    moved = {"path": path, "code": "clock_moved", "value": day, "words": ""}
    made = changed({f"notes.{HOME}": moved})
    (fault,) = validate(made, on=ON)
    assert (fault.path, fault.code, fault.level, fault.is_checked) == (path, "clock", SOFT, False)
    nobody = with_value(made, "header.result", "2")
    assert "clock" in [one.code for one in validate(nobody, on=ON)]
    confirmed = with_value(made, f"notes.{NEED}", moved | {"code": "clock"})
    assert [one.is_checked for one in validate(confirmed, on=ON)] == [True]
    corrected = with_value(made, path, (ON - datetime.timedelta(days=1)).isoformat())
    assert validate(corrected, on=ON) == []

"""How income was counted is said line by line, with clause, amount and who is not counted."""

import datetime
from decimal import Decimal

from django.utils import translation

from surveys.counting import ART_7, ART_13, Terms
from surveys.merge import with_value
from surveys.working import working
from tests.factories.surveys import HOME, INCOME, NEED, SOMEBODY, content, person

ON = datetime.date(2026, 6, 22)
COSTS = Terms(work_cost_mode="rate_of_wage", work_cost_rate=1000)


def lines(made, terms):
    with translation.override("zh-hans"):
        found = working(made, terms)
        return [(str(x.label), str(x.shown), x.clause) for x in found.lines], [
            str(aside) for aside in found.asides
        ]


def test_what_is_left_out_and_deducted_is_named_with_its_clause():
    pension = {"member": SOMEBODY, "kind": "basic_pension", "amount": "255", "period": "month"}
    away = person(name="高德海", is_counted=False, not_counted_reason="2")
    made = with_value(content(on=ON), f"incomes.{HOME}", pension)
    made["members"][NEED] = away
    made["incomes"][NEED] = {"member": NEED, "kind": "101", "amount": "900", "period": "month"}
    found, asides = lines(made, COSTS)
    assert found == [
        ("工资性收入", "450.00 元/月", ""),
        ("经营净收入", "408.33 元/月", ""),
        ("不计入：韩淑英 城乡居民基本养老保险基础养老金", "3,060.00 元/年", ART_13),
        ("不计入（非共同生活成员）：高德海 务工工资", "10,800.00 元/年", ART_7),
        ("从工资性收入中扣减：韩淑英的就业成本", "− 50.00 元/月", ART_13),
        ("家庭月收入", "858.33 元/月", ART_13),
        ("÷ 共同生活 1 人", "", ART_7),
        ("人均月收入", "858.33 元/月", ""),
    ]
    assert asides == [f"高德海不计入家庭成员：在监狱内服刑 〔{ART_7}〕"]


def test_support_worked_out_by_the_formula_is_named():
    made = content(on=ON)
    made["supporters"][HOME] = {
        "name": "韩某", "duty": "elder", "member": SOMEBODY, "household_income": "3000",
        "family_size": "3", "paid_monthly": "0",
    }  # fmt: skip
    found, _asides = lines(made, Terms(standard=Decimal(646)))
    # (3000 − 1.5 × 646 × 3) × 30 %
    assert ("其中：义务人韩某给付", "27.90 元/月", "") in found
    assert found[-1] == ("人均月收入", "936.23 元/月", "")


def test_nobody_counted_is_no_income():
    made = with_value(content(on=ON), f"members.{SOMEBODY}.is_counted", False)
    found, _asides = lines(with_value(made, f"incomes.{INCOME}.kind", "没有"), Terms())
    assert found[-1] == ("人均月收入", "0.00 元/月", "")

"""L9 says of each finding exactly what the pages say, in the columns of the form."""

import datetime

from accounts import scope
from accounts.ledger_requests import LedgerFilters
from accounts.models import Area
from tests.factories import households as make_households
from tests.factories import verification as make
from verification import ledgers
from verification.models import Finding, Step

COLUMNS = (
    "批次|县区|乡镇|村|户主|核查对象|身份证号|与户主关系|数据来源部门|数据时点|疑点类型|疑点内容|"
    "申报情况|入户核实情况|核实人(2人)|核实日期|乡镇结论|县级意见|处理措施|执行年月|追回金额|"
    "销号日期|备注"
)


def test_columns_are_those_of_the_form():
    assert "|".join(column.title for column in ledgers.LEDGER.leaves) == COLUMNS
    assert ledgers.LEDGER.numbered


def test_one_row_per_finding_masked_with_totals_by_kind(reviewer, other_county, today):
    day = datetime.date(2026, 2, 1)
    found = make.finding(
        make_households.household(), step=Step.CLOSED, conclusion="stop", action="stop",
        verifier_first="李晓梅", verifier_second="王建波", verified_on=day, effective_month=day,
        recovered="1200.50", closed_on=day,
    )  # fmt: skip
    with scope.user_scope(reviewer):
        filters = LedgerFilters(area=reviewer.area, on=today)
        [row] = ledgers.rows(reviewer, filters)
        member = Finding.objects.get(pk=found.pk).member
        number = member.identity_number
        assert ledgers.count(reviewer, filters) == 1
        [total] = ledgers.totals(reviewer, filters)
    assert len(row) == len(ledgers.LEDGER.leaves)
    assert row[1:4] == ("昌图县", "宝力镇", found.area.name)
    assert number not in row
    assert row[6].startswith("2112")
    assert row[12] == "尚未入户调查"
    assert (row[14], row[16], row[18]) == ("李晓梅、王建波", "属实-停发", "停")
    assert str(row[20]) == "1200.50"
    assert (total[0], *total[1:5], total[9]) == ("机动车", 1, 1, 1, 1, 1)
    assert len(total) == len(ledgers.TOTALS.leaves)
    kaiyuan = Area.objects.get(pk=other_county.area_id)
    with scope.user_scope(other_county):
        assert list(ledgers.rows(other_county, LedgerFilters(area=kaiyuan, on=today))) == []

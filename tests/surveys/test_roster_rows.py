"""Rows of an uploaded roster: what each becomes, and how it says what is wrong."""

import pytest
from django.utils.translation import override

from accounts.models import Area
from accounts.models.users import Role
from surveys.roster_areas import AreaNames
from surveys.roster_reading import SheetRow
from surveys.roster_rows import RowState, judge_all
from surveys.services import roster
from tests.conftest import BAOLI, CHANGTU, CITY, LAOCHENG
from tests.factories import accounts as people
from tests.factories import reports as make

pytestmark = pytest.mark.django_db
VILLAGE = "211224105200"
GOOD = {"name": "王村长", "unit": "宝力村委会", "level": "村级", "area": "宝力村"}


@pytest.fixture
def campaign(areas, today):
    return make.campaign(today)


@pytest.fixture
def judge(campaign, leader):
    """``judge(row, row, …)``: the judged rows of a file of the leader's."""

    def judged(*rows, by=leader):
        return judge_all(campaign, by, [SheetRow("", n, row) for n, row in enumerate(rows, 2)])

    return judged


@pytest.mark.parametrize(
    ("changed", "field", "words"),
    [
        ({"name": ""}, "name", "请填干部姓名"),
        ({"name": "王" * 51}, "name", "50"),
        ({"unit": ""}, "unit", "单位"),
        ({"unit": "会" * 81}, "unit", "80"),
        ({"duty": "长" * 41}, "duty", "40"),
        ({"level": ""}, "level", "补上"),
        ({"level": "省级"}, "level", "市级、县级、乡级、村级"),
        ({"area": ""}, "area", "补上"),
        ({"area": "老城镇"}, "area", "宝力镇"),
        ({"area": LAOCHENG}, "area", "宝力镇"),
        ({"area": "宝力"}, "area", "宝力镇宝力村民委员会"),
        ({"user": "nobody"}, "user", "nobody"),
        ({"user": "chen.linzhen"}, "user", "chen.linzhen"),
        ({"user": "zhao.liqiang"}, "user", "赵立强"),
        ({"user": "closed"}, "user", "closed"),
        ({"user": "machine"}, "user", "machine"),
        ({"active_from": "1999-01-01"}, "active_from", "行动期间"),
        ({"active_from": "昨天"}, "active_from", "昨天"),
        ({"active_from": "2026年3月"}, "active_from", "2021-06-18"),
        ({"reason": "原" * 201}, "reason", "200"),
        ({"unit": None}, "unit", "直接填"),
        ({"duty": None}, "duty", "直接填"),
    ],
)
def test_each_fault_names_its_field_and_the_mend(changed, field, words, judge, neighbour):
    people.user(Role.TOWNSHIP_CASEWORKER, BAOLI, "closed", "王村长", is_active=False)
    people.user(Role.TOWNSHIP_CASEWORKER, BAOLI, "machine", "王村长", is_machine=True)
    with override("zh-hans"):
        (one,) = judge(GOOD | changed)
        assert one.state == RowState.REFUSED
        assert [fault.field for fault in one.faults] == [field]
        assert words in str(one.faults[0].message)


def test_all_faults_of_a_row_are_told_at_once(judge):
    (one,) = judge({"name": "王村长", "level": "省级", "area": "火星", "user": "nobody"})
    assert [fault.field for fault in one.faults] == ["unit", "level", "area", "user"]


@pytest.mark.parametrize(
    ("typed", "code"),
    [("村级", "4"), ("社区", "4"), ("乡镇（街道）级", "3"), ("镇级", "3"), (" 乡 级 ", "3"),
     ("县（市、区）级", "2"), ("区级", "2"), ("市", "1"), ("1", "1"), ("Township", "3")],
)  # fmt: skip
def test_levels_as_offices_write_them(typed, code, judge):
    (one,) = judge(GOOD | {"level": typed})
    assert (one.faults, one.values["level"]) == ([], code)


@pytest.mark.parametrize(
    ("typed", "code"),
    [("宝力村", VILLAGE), ("宝力村民委员会", VILLAGE), ("宝力镇宝力村", VILLAGE),
     (VILLAGE, VILLAGE), ("铁岭市昌图县宝力镇宝力村", VILLAGE), ("昌图宝力村", VILLAGE),
     ("昌图县 宝力镇", BAOLI),
     ("铁岭市宝力镇", BAOLI), ("211224105", BAOLI), ("宝力社区", "211224105003"),
     ("昌图县", CHANGTU), ("铁岭市", CITY)],
)  # fmt: skip
def test_places_by_name_path_or_code(typed, code, areas, today):
    found = AreaNames(Area.objects.get(pk=CITY), today).find(typed)
    assert found.only is not None
    assert found.only.pk == code


def test_ambiguous_places_are_named(areas, today):
    found = AreaNames(Area.objects.get(pk=CITY), today).find("靠山村")
    assert found.only is None
    assert len(found.areas) > 1
    assert all(area.full_name in found.names for area in found.areas[:6])
    assert AreaNames(Area.objects.get(pk=CITY), today).find("宝力镇老城村").areas == ()


def test_a_county_files_within_the_campaign_of_a_township_only(today, chief, areas):
    own = make.campaign(today, code="round", kind="routine", area=BAOLI)
    inside, outside = judge_all(own, chief, [
        SheetRow("", 2, GOOD), SheetRow("", 3, GOOD | {"area": "老城镇"}),
    ])  # fmt: skip
    assert (inside.state, outside.state) == (RowState.NEW, RowState.REFUSED)


def test_who_is_known_by_account_or_by_name_unit_and_place(judge, campaign, caseworker):
    make.cadre(campaign, BAOLI, "李晓梅", user=caseworker, unit="宝力镇")
    make.cadre(campaign, VILLAGE, "王村长", unit="宝力村委会", level="4", duty="主任")
    account = {"name": "李晓梅", "unit": "民政办", "level": "乡级", "area": "宝力镇",
               "user": "li.xiaomei"}  # fmt: skip
    by_account, by_name, other = judge(account, GOOD, GOOD | {"unit": "别处"})
    assert by_account.state == RowState.CHANGED
    assert [(d.field, d.before, d.after) for d in by_account.differences] == [
        ("unit", "宝力镇", "民政办")
    ]
    assert (by_name.state, other.state) == (RowState.SAME, RowState.NEW)


def test_blank_cells_change_nothing_and_filled_ones_do(judge, campaign, leader, today):
    make.cadre(campaign, VILLAGE, "赵立强", unit="宝力村委会", level="3", duty="主任")
    named = GOOD | {"name": "赵 立强", "user": "zhao.liqiang", "duty": "书记",
                    "active_from": today.isoformat(), "reason": "不改"}  # fmt: skip
    (one,) = judge(named)
    assert [d.field for d in one.differences] == ["duty", "level", "user", "active_from"]
    (blank,) = judge(GOOD | {"name": "赵立强", "level": "乡级"})
    assert blank.state == RowState.SAME


def test_the_second_row_about_a_cadre_is_refused(judge, campaign, caseworker, colleague):
    make.cadre(campaign, BAOLI, "李晓梅", user=caseworker, unit="宝力镇")
    mine = {"name": "李晓梅", "unit": "宝力镇", "level": "乡级", "area": "宝力镇"}
    first, again = judge(mine | {"user": "li.xiaomei"}, mine)
    assert (first.state, again.state) == (RowState.SAME, RowState.REFUSED)
    assert "2" in str(again.faults[0].message)
    assert [one.state for one in judge(GOOD, GOOD | {"name": "王 村长"})] == [
        RowState.NEW, RowState.REFUSED,
    ]  # fmt: skip


def test_two_people_of_one_name_and_unit_are_told_apart_by_their_accounts(judge, areas):
    for login in ("wang.1", "wang.2"):
        people.user(Role.TOWNSHIP_CASEWORKER, BAOLI, login, "王村长")
    both = judge(GOOD | {"user": "wang.1"}, GOOD | {"user": "wang.2"}, GOOD)
    assert [one.state for one in both] == [RowState.NEW, RowState.NEW, RowState.REFUSED]


def test_several_on_the_roster_must_be_named_by_account(judge, campaign):
    for _twice in range(2):
        make.cadre(campaign, VILLAGE, "王村长", unit="宝力村委会", level="4")
    (one,) = judge(GOOD)
    assert [fault.field for fault in one.faults] == ["name"]


def test_who_left_comes_back_by_hand_only(judge, campaign, leader, today):
    cadre = make.cadre(campaign, VILLAGE, "王村长", unit="宝力村委会", level="4")
    roster.leave(cadre=cadre, by=leader, on=today, reason="退休")
    (one,) = judge(GOOD)
    assert one.state == RowState.REFUSED
    assert today.isoformat() in str(one.faults[0].message)


def test_an_account_on_the_roster_of_another_place_stays_there(judge, campaign, caseworker):
    make.cadre(campaign, LAOCHENG, "李晓梅", user=caseworker)
    (one,) = judge(GOOD | {"name": "李晓梅", "user": "li.xiaomei"})
    assert [fault.field for fault in one.faults] == ["user"]

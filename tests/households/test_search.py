"""Finding a household: what the one box understands, and that it stays quick at city scope."""

import datetime
import re

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse

from foundation.encryption import digest
from households import search
from households.models import Household, Member
from households.services import registration
from tests.factories.households import household, kind, member
from tests.factories.register import fill

ON = datetime.date(2026, 1, 5)


def found(typed):
    return list(search.find(Household.objects.all(), typed, on=ON).order_by("pk"))


@pytest.fixture
def files(areas):
    han = household(members=[("欧阳娜娜", "30", datetime.date(1990, 2, 3))])
    other = household(head="阿卜杜拉·买买提")
    return han, other


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "韩淑英",
        "韩",
        "淑英",
        "hsy",
        "HSY",
        "hs",
        "ｈｓｙ",
        "娜娜",
        "欧阳娜娜",
        "oynn",
        "hanshuying",
        "Han Shu",
        "ouyangnana",
        "韓淑英",
    ],
)
def test_by_name_given_name_and_initials_of_any_member(typed, files, seen_by, caseworker):
    with seen_by(caseworker):
        assert found(typed) == [files[0]]


@pytest.mark.django_db
def test_the_middle_of_a_name_finds_nobody(files, seen_by, caseworker):
    with seen_by(caseworker):
        assert found("阳") == []
        assert found("阿卜杜拉.买买提") == [files[1]]


@pytest.mark.django_db
def test_by_identity_number_whole_or_of_15_digits(files, seen_by, caseworker):
    with seen_by(caseworker):
        number = files[0].members.order_by("pk").first().identity_number
        assert found(number) == [files[0]]
        assert found(f" {number[:6]} {number[6:]} ") == [files[0]]
        assert found(number[:6] + number[8:17]) == [files[0]]
        assert found(number[:17] + ("0" if number[17] != "0" else "1")) == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("单淑芬", "shanshufen"),
        ("曾国强", "zengguo"),
        ("仇英", "qiuying"),
        ("解晓东", "xie xiao"),
        ("吕艳", "lyu yan"),
        ("吕艳", "lü"),
        ("王昇", "王升"),
        ("肖德昇", "萧德"),
        ("王鴜", "王鴜"),
        ("李𠮷", "李𠮷"),
        ("阿依古丽·买买提", "阿依古丽．买"),
    ],
)
def test_names_as_people_type_them(name, typed, areas, seen_by, caseworker):
    file = household(head=name)
    with seen_by(caseworker):
        assert found(typed) == [file]


@pytest.mark.django_db
def test_by_name_and_the_last_four_of_the_number(files, seen_by, caseworker):
    namesake = household()
    with seen_by(caseworker):
        tail = files[0].members.order_by("pk").first().identity_number[-4:]
        assert namesake.members.get().identity_number[-4:] != tail
        for typed in (f"韩淑英 {tail}", f"韩淑英{tail}", f"韓淑英，{tail.lower()}"):
            assert found(typed) == [files[0]]
        assert found(f"韩淑 {tail}") == []
        assert found("韩淑英 000X") == []


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "number", "typed"),
    [
        ("韩淑英", "211299196205041234", "韩淑英１２３４"),
        ("韩淑英", "211299196205041234", "韩淑英　１２３４"),
        ("韩淑英", "211299196205041234", "韩淑英１2３4"),
        ("韩淑英", "211299196205041234", "韩 淑英 1234"),
        ("韩淑英", "211299196205041234", "韩淑英，１２３４\u200b"),
        ("韩淑英", "21129919620504123X", "韩淑英１２３Ｘ"),
        ("韩淑英", "21129919620504123X", "韩淑英 １２３ｘ"),
        ("王鴜", "21129919620504123X", "王鴜１２３Ｘ"),
        ("李𠮷", "21129919620504123X", "李𠮷123x"),
        ("赵﨑", "211299196205041234", "赵﨑１２３４"),
        ("王⾈", "211299196205041234", "王⾈１２３４"),
        ("王Ａ", "211299196205041234", "王Ａ１２３４"),
        ("阿依古丽·买买提", "211299196205041234", "阿依古丽.买买提 1234"),
        ("阿依古丽·买买提", "211299196205041234", "阿依古丽．买买提１２３４"),
    ],
)
def test_name_and_last_four_however_wide_they_are_typed(
    name, number, typed, areas, seen_by, caseworker
):
    file = household(head=name)
    household(head=name)
    with seen_by(caseworker):
        head = file.members.get()
        head.identity_number = number
        head.save()
        assert found(typed) == [file]


@pytest.mark.django_db
@pytest.mark.parametrize(
    "typed",
    [
        "西街村",
        "宝力镇西街村3组",
        "西街村三组１２",
        "辽宁省铁岭市昌图县宝力镇西街村 3 组",
        "昌图县宝力镇西街村三组",
    ],
)
def test_by_the_beginning_of_the_address(typed, areas, seen_by, city_viewer):
    file = household(residence_address="铁岭市昌图县宝力镇西街村三组12号")
    household(residence_address="东街村三组12号")
    with seen_by(city_viewer):
        assert found(typed) == [file]
        assert found("三组12号") == []
        assert found("昌图县宝力镇") == []


@pytest.mark.django_db
def test_the_middle_of_an_address_only_inside_one_township(
    areas, seen_by, caseworker, neighbour, city_viewer, client_for
):
    file = household(residence_address="西街村三组12号")
    url = reverse("households:list")
    with seen_by(caseworker):
        assert found("三组12") == [file]
    with seen_by(neighbour):
        assert found("三组12") == []
    client = client_for(city_viewer)
    assert client.get(url, {"q": "三组12"}).context["page"].total == 0
    narrowed = {"q": "三组12", "area": caseworker.area_id}
    assert client.get(url, narrowed).context["page"].total == 1


@pytest.mark.django_db
def test_the_address_key_follows_every_change(areas, seen_by, caseworker):
    file = household(hukou_address="东街村1组")
    with seen_by(caseworker):
        registration.change_household(by=caseworker, household=file, residence_address="南街村九组")
        assert found("南街村9") == [file]
        Household.objects.filter(pk=file.pk).update(residence_address="", address_key="x")
        assert found("东街村一组") == [file]


@pytest.mark.django_db
def test_by_file_number_and_telephone(files, seen_by, caseworker):
    with seen_by(caseworker):
        assert found(files[1].household_no) == [files[1]]
        han = Household.objects.get(pk=files[0].pk)
        assert found("13812340000") == []
        registration.change_household(by=caseworker, household=han, phone="13812340000")
        assert found("138 1234 0000") == [han]


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("kept", "typed"),
    [
        ("13812340000", "13812340000"),
        ("13812340000", "138-1234 0000"),
        ("13812340000", "+86 13812340000"),
        ("13812340000", "１３８１２３４００００"),
        ("024-81234567", "02481234567"),
        ("0410-4567890", "（0410）4567890"),
    ],
)
def test_by_the_telephone_of_a_member_or_of_the_household(kept, typed, files, seen_by, caseworker):
    han, other = files
    with seen_by(caseworker):
        niece = han.members.get(name="欧阳娜娜")
        registration.change_member(by=caseworker, member=niece, data={"phone": kept})
        assert found(typed) == [han]
        assert list(search.members_matching(typed, on=ON)) == [niece]
        registration.change_household(by=caseworker, household=other, phone=kept)
        assert found(typed) == [han, other]
        niece.refresh_from_db()
        registration.change_member(by=caseworker, member=niece, data={"phone": ""})
        assert found(typed) == [other]


@pytest.mark.django_db
def test_former_members_are_not_found(files, seen_by, caseworker):
    with seen_by(caseworker):
        niece = Member.objects.get(name="欧阳娜娜")
        registration.change_member(by=caseworker, member=niece, data={"phone": PHONE})
        Member.objects.filter(pk=niece.pk).update(is_active=False)
        assert found("娜娜") == []
        assert found(PHONE) == []
        assert found("hsy") == [files[0]]


@pytest.mark.django_db
def test_a_wildcard_is_only_a_character(files, client_for, caseworker):
    for typed in ("%", "_", "' OR 1=1 --", "\\"):
        response = client_for(caseworker).get(reverse("households:list"), {"q": typed})
        assert response.status_code == 200
        assert response.context["page"].total == 0


@pytest.mark.django_db
def test_filters_and_sorts(files, client_for, caseworker):
    han, other = files
    kind(han, "04")
    client, url = client_for(caseworker), reverse("households:list")

    def rows(**query):
        return [row.pk for row in client.get(url, query).context["page"]]

    assert rows() == [han.pk, other.pk]
    assert rows(kind="04") == [han.pk]
    assert rows(status="registered") == [han.pk, other.pk]
    assert rows(status="stopped") == []
    assert rows(area=han.area_id) == [han.pk, other.pk]
    assert rows(sort="number") == [han.pk, other.pk]
    assert rows(sort="-number") == [other.pk, han.pk]
    assert rows(sort="nonsense") == [han.pk, other.pk]


@pytest.mark.django_db
def test_the_list_asks_as_often_for_one_household_as_for_forty(client_for, caseworker):
    client, url = client_for(caseworker), reverse("households:list")
    household()
    client.get(url)
    counts = []
    for many in (1, 40):
        for number in range(many - 1):
            made = household(head=f"人{number}")
            kind(made, "04")
        with CaptureQueriesContext(connection) as queries:
            assert len(client.get(url).context["page"]) == many
        counts.append(len(queries))
    assert counts[0] == counts[1]
    assert counts[0] <= 20


@pytest.mark.django_db
def test_the_file_asks_as_often_for_one_member_as_for_eight(client_for, caseworker, seen_by):
    file = household()
    client = client_for(caseworker)
    counts = []
    for _round in range(2):
        with CaptureQueriesContext(connection) as queries:
            assert client.get(reverse("households:household", args=[file.pk])).status_code == 200
        counts.append(len(queries))
        for number in range(7):
            member(file, f"孩子{number}", "20")
    assert counts[0] == counts[1]
    assert counts[0] <= 20


CITY_OF = 20_000
PHONE = "13812340000"
# What is typed, and the index that must answer it.
PLANS = [
    ("hsy", "member_by_initials"),
    ("hanshuying", "member_by_pinyin"),
    ("韩淑", "member_by_name"),
    ("淑英", "member_by_given_name"),
    ("韩淑英 {tail}", ""),  # by primary keys: see namesakes below
    ("{number}", "one_active_membership"),
    ("宝力镇西街村三组", "household_by_address"),
    (PHONE, "household_by_phone"),
    (PHONE, "member_by_phone"),
    ("{file}", "households_household_household_no"),
]


@pytest.mark.django_db(transaction=True)
def test_every_kind_of_search_uses_an_index_at_city_scope(
    city_viewer, caseworker, client_for, seen_by
):
    """20,000 households: each look-up by the app role, under its policies, in one filling."""
    fill(CITY_OF)
    target = household(
        residence_address="西街村3组12号", phone_digest=digest(PHONE, purpose="phone")
    )
    with seen_by(city_viewer):
        number = target.members.get().identity_number
        assert Household.objects.count() == CITY_OF + 1
        words = {"number": number, "tail": number[-4:], "file": target.household_no}
        for kind_of, index in PLANS:
            typed = kind_of.format(**words)
            rows = search.find(Household.objects.all(), typed, on=ON)
            plan = rows.explain()
            assert index in plan, (typed, plan)
            assert "Seq Scan on households_" not in plan, (typed, plan)
            assert target in rows, typed
        assert "member_by_name" in search.namesakes("韩淑英").explain()
    for name in ("households", "members"):
        with CaptureQueriesContext(connection) as asked:
            assert client_for(caseworker).get(f"/api/v1/{name}/").json()["results"]
        table = f"households_{name.removesuffix('s')}"
        (listed,) = [one["sql"] for one in asked if f'FROM "{table}" ' in one["sql"]][:1]
        with seen_by(caseworker), connection.cursor() as cursor:
            cursor.execute(f"EXPLAIN {listed}")
            plan = "\n".join(line for (line,) in cursor.fetchall())
        assert re.search(r"Index Cond: .*\(area_id\)::text >= '211224105000'", plan), plan
        assert f"Seq Scan on {table}" not in plan, plan

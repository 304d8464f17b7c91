"""A roster from Excel over HTTP: nothing before it is applied, all of it then, once."""

import datetime
import threading
from io import BytesIO

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connection
from django.test.utils import CaptureQueriesContext
from django.urls import reverse
from django.utils import timezone
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import scope
from accounts.models import AuditEvent
from accounts.models.users import Role
from foundation.faults import InputError
from surveys.models import RosterCadre, RosterImport
from surveys.roster_rows import RowState, count_states, judge_all, outcome_mark
from surveys.services import roster, roster_imports
from tests.conftest import BAOLI, CHANGTU, LAOCHENG
from tests.factories import accounts as people
from tests.factories import reports as make
from tests.surveys.roster_books import HEADS, book, table

pytestmark = pytest.mark.django_db
GOOD = ("王村长", "宝力村委会", "主任", "村级", "宝力村", "", "", "换届")
WRONG = ("@SUM(1)", "宝力村委会", "", "省级", "火星", "nobody", "", "")
KNOWN = ("李晓梅", "民政办", "", "乡级", "宝力镇", "li.xiaomei", "", "")


@pytest.fixture
def campaign(areas, today):
    return make.campaign(today)


@pytest.fixture
def client(client_for, leader):
    return client_for(leader)


def at(name, campaign, *args):
    return reverse(f"surveys:{name}", args=[campaign.pk, *args])


def send(client, campaign, content, name="花名册.xlsx"):
    file = SimpleUploadedFile(name, content)
    return client.post(at("import_roster", campaign), {"file": file})


def uploaded(client, campaign, *rows, **kwargs):
    """The address of the upload's page."""
    answer = send(client, campaign, book(*rows, **kwargs))
    assert answer.status_code == 302, answer.context["form"].errors
    return answer["Location"]


def kept():
    """Every upload, newest first."""
    with scope.whole_city("test"):
        return list(RosterImport.objects.order_by("-pk"))


def take_in(client, address):
    seen = client.get(address).context["look"].mark
    return client.post(f"{address}apply/", {"seen": seen})


def test_a_roster_is_looked_at_and_taken_in(client, campaign, leader, caseworker):
    make.cadre(campaign, BAOLI, "李晓梅", user=caseworker, unit="宝力镇")
    address = uploaded(client, campaign, GOOD, WRONG, KNOWN)
    assert campaign.cadres.count() == 1
    page = client.get(address)
    assert [f["figure"] for f in page.context["look"].figures] == [3, 1, 1, 0, 1]
    shown = page.content.decode()
    for words in ("第 3 行", "没有“省级”这个级别", "范围内没有“火星”", "<del>宝力镇</del>"):
        assert words in shown
    assert len(client.get(address + "?state=new").context["page"].rows) == 1
    assert take_in(client, address).status_code == 302
    made = campaign.cadres.get(name="王村长")
    assert (made.unit, made.duty, made.level, made.added_reason) == (*GOOD[1:3], "4", "换届")
    assert (made.added_by, made.active_from) == (leader, timezone.localdate())
    assert campaign.cadres.get(user=caseworker).unit == "民政办"
    assert campaign.cadres.count() == 2
    changed = AuditEvent.objects.get(action="campaign.cadre_changed")
    assert changed.detail == {"name": "李晓梅", "unit": ["宝力镇", "民政办"]}
    told = AuditEvent.objects.get(action="campaign.roster_imported").detail
    assert {told[state] for state in ("new", "changed", "refused")} == {1}


def test_applying_twice_and_uploading_again_change_nothing(client, campaign):
    address = uploaded(client, campaign, GOOD, KNOWN[:5])
    assert uploaded(client, campaign, GOOD, WRONG) != address
    mark = client.get(address).context["look"].mark
    for _twice in range(2):
        client.post(f"{address}apply/", {"seen": mark})
    before = list(RosterCadre.objects.values())
    again = uploaded(client, campaign, GOOD, KNOWN[:5])
    look = client.get(again).context["look"]
    assert (look.tally[RowState.SAME], look.to_take_in) == (2, 0)
    client.post(f"{again}apply/", {"seen": look.mark})
    assert list(RosterCadre.objects.values()) == before
    assert AuditEvent.objects.filter(action="campaign.roster_imported").count() == 1


def test_the_same_file_still_waiting_is_one_upload(client, campaign):
    content = book(GOOD)
    first, second = (send(client, campaign, content)["Location"] for _twice in range(2))
    assert first == second


def test_what_has_changed_since_the_page_was_shown_is_shown_again(client, campaign, leader, today):
    address = uploaded(client, campaign, GOOD)
    seen = client.get(address).context["look"].mark
    make.cadre(campaign, "211224105200", "王村长", unit="宝力村委会", level="4")
    answer = client.post(f"{address}apply/", {"seen": seen}, follow=True)
    assert "花名册有了变化" in answer.content.decode()
    assert campaign.cadres.count() == 1
    take_in(client, address)
    assert campaign.cadres.get().duty == "主任"


def test_refused_rows_come_back_without_formulas_and_can_be_mended(client, campaign):
    address = uploaded(client, campaign, GOOD, WRONG)
    for _before_and_after in range(2):
        content = client.get(f"{address}refused/").content
        sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
        (row,) = sheet.iter_rows(min_row=4, max_row=4)
        assert (row[0].value, row[0].data_type) == ("@SUM(1)", "s")
        assert row[0].quotePrefix
        assert row[8].value == "3"
        assert "没有“省级”这个级别" in row[9].value
        take_in(client, address)
    heads, mended = table(content)[2], [*WRONG[1:], "", "改好了"]
    mended = ["赵委员", "宝力村委会", "", "乡级", "宝力镇", "", "", "", *mended[-2:]]
    again = uploaded(client, campaign, mended, heads=heads)
    assert client.get(again).context["look"].tally[RowState.NEW] == 1
    assert client.get(again).context["look"].unused == ""
    assert client.get(f"{again}refused/").status_code == 404


def test_after_applying_only_refused_rows_are_kept(client, campaign):
    address = uploaded(client, campaign, GOOD, WRONG)
    assert take_in(client, address)["Location"] == address
    look = client.get(address).context["look"]
    assert [one.row.number for one in look.judged] == [3]
    assert look.tally[RowState.NEW] == 1
    clean = uploaded(client, campaign, GOOD, KNOWN[:5])
    assert take_in(client, clean)["Location"] == at("campaign_roster", campaign)
    assert kept()[0].content_sealed is None


def test_the_form_can_be_filled_in_and_uploaded(client, campaign, leader):
    content = client.get(at("roster_form", campaign)).content
    filled = openpyxl.load_workbook(BytesIO(content))
    assert [cell.value for cell in filled.worksheets[0][3]][1:] == list(HEADS)
    places = [row[0].value for row in filled["地区名称"].iter_rows(min_row=4)]
    assert any(name and name.endswith("宝力镇宝力村民委员会") for name in places)
    assert not any(name and "老城" in name for name in places)
    for column, value in enumerate(GOOD, 2):
        filled.worksheets[0].cell(4, column, value)
    out = BytesIO()
    filled.save(out)
    address = send(client, campaign, out.getvalue())["Location"]
    look = client.get(address).context["look"]
    assert (look.tally[RowState.NEW], look.unused) == (1, "")


def test_a_ledger_exported_as_csv_by_excel_in_china(client, campaign):
    text = "\r\n".join(",".join(row) for row in (HEADS, GOOD))
    address = send(client, campaign, text.encode("gb18030"), "名册.csv")["Location"]
    take_in(client, address)
    assert campaign.cadres.get().name == "王村长"


@pytest.mark.parametrize(
    ("content", "name", "words"),
    [(b"%PDF-1.7", "a.xlsx", ""), (book(GOOD), "a.docx", "Excel 工作簿"),
     (book(GOOD, heads=("姓名", "单位", "职务", "层", "所属地区", "", "", "")), "a.xlsx", "级别"),
     (b"x" * (5 * 1024 * 1024 + 1), "a.csv", "5 MB")],
    ids=["no workbook", "ending", "a head missing", "too large"],
)  # fmt: skip
def test_what_cannot_be_read_is_said_beside_the_field(client, campaign, content, name, words):
    answer = send(client, campaign, content, name)
    assert answer.status_code == 200
    (told,) = answer.context["form"].errors["file"]
    assert told
    assert words in told
    assert kept() == []


def test_another_area_another_role_and_another_owner(client, client_for, campaign, caseworker):
    address = uploaded(client, campaign, GOOD)
    there = people.user(Role.TOWNSHIP_LEADER, LAOCHENG, "lao.cheng")
    same = people.user(Role.TOWNSHIP_LEADER, BAOLI, "second")
    above = people.user(Role.COUNTY_SECTION_CHIEF, CHANGTU, "above")
    parts = ("", "apply/", "drop/", "refused/")
    for part in parts:
        method = "post" if part in ("apply/", "drop/") else "get"
        for who in (there, same, above):
            assert getattr(client_for(who), method)(address + part).status_code == 404
        assert getattr(client_for(caseworker), method)(address + part).status_code == 403
    for name in ("import_roster", "roster_form"):
        assert client_for(caseworker).get(at(name, campaign)).status_code == 403
    assert campaign.cadres.count() == 0


def test_a_round_held_next_door_does_not_exist(client, today, areas):
    theirs = make.campaign(today, code="there", kind="routine", area=LAOCHENG)
    assert client.get(at("import_roster", theirs)).status_code == 404
    assert send(client, theirs, book(GOOD)).status_code == 404
    assert client.get(at("roster_form", theirs)).status_code == 404


def test_a_neighbours_cadre_is_neither_added_nor_changed(client, campaign):
    theirs = make.cadre(campaign, LAOCHENG, "王村长", unit="老城镇")
    row = ("王村长", "老城镇", "书记", "乡级", "昌图县老城镇", "", "", "")
    address = uploaded(client, campaign, row)
    take_in(client, address)
    theirs.refresh_from_db()
    assert (theirs.duty, campaign.cadres.count()) == ("", 1)


def test_a_closed_campaign_takes_nothing_in(client, campaign):
    address = uploaded(client, campaign, GOOD)
    seen = client.get(address).context["look"].mark
    campaign.closed_at, campaign.closed_reason = timezone.now(), "办结"
    campaign.save()
    client.post(f"{address}apply/", {"seen": seen})
    assert campaign.cadres.count() == 0
    assert "花名册不能再改" in send(client, campaign, book(KNOWN)).context["form"].errors["file"][0]


def test_dropped_and_forgotten_uploads_are_empty(client, campaign):
    dropped, old, waiting = (uploaded(client, campaign, GOOD, (str(n),)) for n in range(3))
    client.post(f"{dropped}drop/")
    uuid = old.rstrip("/").rsplit("/", 1)[1]
    past = timezone.now() - roster_imports.LIFE - datetime.timedelta(hours=1)
    with scope.whole_city("test"):
        RosterImport.objects.filter(uuid=uuid).update(uploaded_at=past)
    assert roster_imports.forget_old() == 1
    for address, rows in ((dropped, 0), (old, 0), (waiting, 2)):
        page = client.get(address)
        assert (page.status_code, len(page.context["look"].judged)) == (200, rows)
    for address in (dropped, old):
        client.post(f"{address}apply/", {"seen": ""})
        assert client.get(f"{address}refused/").status_code == 404
    assert campaign.cadres.count() == 0


def test_rows_are_sealed_at_rest(client, campaign):
    uploaded(client, campaign, GOOD)
    assert "王村长".encode() not in bytes(kept()[0].content_sealed)


def test_the_page_asks_no_more_of_the_database_for_more_rows(
    client, campaign, caseworker, django_assert_max_num_queries
):
    make.cadre(campaign, BAOLI, "李晓梅", user=caseworker, unit="宝力镇")
    many = [(f"王{n}", *GOOD[1:]) for n in range(40)]
    few, more = uploaded(client, campaign, GOOD, KNOWN), uploaded(client, campaign, *many, KNOWN)
    with CaptureQueriesContext(connection) as asked:
        client.get(few)
    with django_assert_max_num_queries(len(asked)):
        assert len(client.get(more).context["page"].rows) == 41


CELLS = {
    0: ["", "王村长", "李晓梅", "赵 立强", "=1", "王" * 60], 1: ["", "宝力村委会", "民政办"],
    2: ["", "主任", "长" * 41], 3: ["", "村级", "乡级", "省级"],
    4: ["", "宝力村", "宝力镇", "宝力", "老城镇", "火星"],
    5: ["", "li.xiaomei", "zhao.liqiang", "nobody"], 6: ["", "2021-06-18", "昨天"], 7: ["", "原"],
}  # fmt: skip
ROWS = st.lists(st.tuples(*(st.sampled_from(CELLS[n]) for n in range(8))), min_size=1, max_size=8)


@settings(max_examples=40, deadline=None, suppress_health_check=list(HealthCheck))
@given(rows=ROWS)
def test_whatever_is_typed_every_row_becomes_something(rows, campaign, leader, caseworker):
    """Taken in + unchanged + refused = read, and nothing is left to take in afterwards."""

    def upload():
        return roster_imports.upload(
            campaign=campaign, by=leader, file_name="a.xlsx", blocks=[book(*rows, GOOD)]
        )

    with scope.user_scope(leader):
        made = upload()
        typed = roster_imports.contents(made).rows
        judged = judge_all(campaign, leader, typed)
        counts = count_states(judged)
        assert sum(counts.values()) == made.rows_read == len(typed)
        assert counts[RowState.NEW]
        roster_imports.apply(found=made, by=leader, seen=outcome_mark(judged))
        assert RosterCadre.objects.count() == counts[RowState.NEW]
        again = judge_all(campaign, leader, typed)
        assert {one.state for one in again} <= {RowState.SAME, RowState.REFUSED}
        with pytest.raises(InputError):
            roster_imports.apply(found=upload(), by=leader, seen=outcome_mark(again))
        RosterCadre.objects.all().delete()


@pytest.mark.django_db(transaction=True)
def test_two_who_apply_at_once_add_everybody_once(areas, today, leader):
    campaign = make.campaign(today)
    found = make.roster_import(campaign, leader)
    with scope.user_scope(leader):
        seen = outcome_mark(judge_all(campaign, leader, roster_imports.contents(found).rows))
    barrier, failures = threading.Barrier(2), []

    def press():
        try:
            barrier.wait()
            with scope.user_scope(leader):
                roster_imports.apply(found=found, by=leader, seen=seen)
        except Exception as error:
            failures.append(error)
        finally:
            connection.close()

    threads = [threading.Thread(target=press) for _twice in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert failures == []
    assert campaign.cadres.count() == 1
    assert AuditEvent.objects.filter(action="campaign.roster_imported").count() == 1


def test_the_page_offers_the_import_to_who_may_keep_the_roster(client, client_for, campaign):
    link = at("import_roster", campaign)
    assert link in client.get(at("campaign_roster", campaign)).content.decode()
    viewer = people.user(Role.TOWNSHIP_CASEWORKER, BAOLI, "viewer")
    assert link not in client_for(viewer).get(at("campaign_roster", campaign)).content.decode()


def test_by_hand_and_in_a_ledger_the_same_rules(campaign, leader, today):
    """What adding by hand refuses, a row is refused for."""
    faults = list(
        roster.faults(campaign, by=leader, area=None, name=" ", unit=" ", level="7", day=None)
    )
    assert [fault.code for fault in faults] == ["name", "unit", "level", "active_from", "area"]

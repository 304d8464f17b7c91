"""The list written in another system's codes, and read back without changing anything."""

import datetime

import pytest

from accounts import jobs, scope
from accounts.models import AuditEvent, Job
from households.import_pages import ColumnsPage
from households.models import Household, ImportBatch, Member
from households.services import imports, preferences
from tests.factories.households import code_pair, household, kind
from tests.households.bringing import apply, choose_guessed, digest_of_register
from tests.households.test_export import _ask, _book

COLUMNS = ["number", "village", "head_identity", "head_sex", "kinds", "cause", "relapse", "special"]
# Theirs that are ours for something else, two of ours in one of theirs, and some without a pair.
PAIRS = {
    "poverty_cause": {"1": "2", "2": "1", "6": "99", "9": "99"},
    "household_kind": {"01": "A1", "06": "A9", "07": "A9"},
    "sex": {"1": "M", "2": "F"},
    "relapse_kind": {"2": "1"},
    "special_identity": {},
}


@pytest.fixture
def pairs(areas):
    for name, codes in PAIRS.items():
        for code, ext_code in codes.items():
            is_read = code not in ("6", "07")
            code_pair(code, ext_code, code_list=name, ext_name="", is_for_import=is_read)


@pytest.fixture
def files(pairs):
    first = household(head="韩一", poverty_cause="1", relapse_kind="2")
    second = household(head="韩二", poverty_cause="6")
    third = household(head="韩三", poverty_cause="4")
    for one, codes in ((first, ("01", "05")), (second, ("07",)), (third, ("04",))):
        for code in codes:
            kind(one, code)
    with scope.whole_city("test data"):
        Member.objects.filter(household=third).update(special_identities=["01"])
    return first, second, third


def exported(client, by, **sent):
    preferences.choose_columns(by=by, keys=COLUMNS)
    assert _ask(client, purpose="上报省平台", **sent).status_code == 302
    return _book(by)


@pytest.mark.django_db
def test_coded_cells_hold_their_codes_and_what_has_none_is_listed(files, chief, client_for):
    client = client_for(chief)
    job, rows, book = exported(client, chief, standard="mzt073")
    table = {row[0]: row[4:] for row in rows}
    assert table["韩一"] == ("M", "A1、困难残疾人", "2", "1", None)
    assert table["韩二"][:3] == ("M", "A9", "99")
    assert table["韩三"][1:3] == ("低收入", "因灾")
    notes = dict(book["数据说明"].iter_rows(values_only=True))
    assert notes["代码"] == "MZ/T 073-2024"
    missing = notes["无对应代码（按本系统名称填写）"]
    assert missing.startswith("对象类别：04 低收入、05 困难残疾人；致贫原因：4 因灾；特殊身份：01 ")
    asked, made = AuditEvent.objects.filter(action__startswith="register.").order_by("id")
    assert (asked.detail["standard"], made.detail["standard"]) == ("mzt073", "mzt073")
    assert "MZ/T 073-2024" in job.title
    assert "MZ/T 073-2024" in str([cell.value for cell in book.worksheets[0][2]])


@pytest.mark.django_db
def test_without_a_choice_it_is_written_in_our_words(files, chief, client_for):
    _job, rows, book = exported(client_for(chief), chief)
    assert {row[5] for row in rows} == {"低保、困难残疾人", "兜底脱贫", "低收入"}
    notes = dict(book["数据说明"].iter_rows(values_only=True))
    assert notes["代码"] == "本系统名称"
    assert "无对应代码（按本系统名称填写）" not in notes
    assert _ask(client_for(chief), purpose="上报省平台", standard="shoe").status_code == 200


def bring_back(by, standard):
    """What became of the file when the office imports it as it is."""
    job = Job.objects.filter(asked_by=by, kind="households.export").latest("pk")
    with scope.user_scope(by):
        content = jobs.open_result(job=job, by=by)
        batch, _is_new = imports.upload(by=by, file_name="名册.xlsx", blocks=[content])
        page = ColumnsPage(batch, {"sheet": "困难家庭名册"}, None)
        assert page.form["standard"].value() == standard
        batch = choose_guessed(by, batch, sheet="困难家庭名册", standard=standard)
    jobs.run(batch.check_job_id)
    with scope.user_scope(by):
        found = ImportBatch.objects.select_related("check_job").get(pk=batch.pk)
    assert found.check_job.state == "done", found.check_job.failure
    return found


@pytest.mark.django_db
def test_what_went_out_comes_back_and_nothing_changes(files, chief, client_for):
    exported(client_for(chief), chief, standard="mzt073")
    before = digest_of_register()
    batch = bring_back(chief, "mzt073")
    assert (batch.households_same, batch.households_read) == (3, 3)
    assert digest_of_register() == before


@pytest.mark.django_db
def test_their_code_for_something_else_is_a_change(files, chief, client_for, seen_by):
    """One that covers several of ours is written over only where the register says another."""
    exported(client_for(chief), chief, standard="mzt073")
    with scope.whole_city("test data"):
        Household.objects.filter(head_name="韩一").update(poverty_cause="5")
        Household.objects.filter(head_name="韩二").update(poverty_cause="9")
    batch = bring_back(chief, "mzt073")
    assert (batch.households_changed, batch.households_same) == (1, 2)
    apply(chief, batch)
    with seen_by(chief):
        causes = dict(Household.objects.values_list("head_name", "poverty_cause"))
    assert causes == {"韩一": "1", "韩二": "9", "韩三": "4"}


@pytest.mark.django_db
def test_what_covers_several_stays_when_another_cell_changes(files, chief, client_for, seen_by):
    exported(client_for(chief), chief, standard="mzt073")
    with scope.whole_city("test data"):
        Household.objects.filter(head_name="韩二").update(relapse_kind="3")
        Member.objects.filter(household__head_name="韩二").update(sex="9")
    batch = bring_back(chief, "mzt073")
    assert batch.households_changed == 1
    apply(chief, batch)
    with seen_by(chief):
        home = Household.objects.get(head_name="韩二")
        assert home.poverty_cause == "6"
        assert home.members.get().sex == "1"
        assert [k.kind for k in home.kinds.all()] == ["07"]
        assert home.kinds.get().since == datetime.date(2026, 1, 5)

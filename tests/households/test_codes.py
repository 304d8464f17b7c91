"""Pairs of codes: one to one, many to one, one written and one read, as a table and back."""

import datetime
import re

import openpyxl
import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse

from accounts.models import AuditEvent
from foundation.faults import InputError
from households.models import CodeMapping
from households.services import code_mappings
from tests.factories.households import code_pair

STANDARD, LIST = "mzt073", "poverty_cause"
ON = datetime.date(2026, 3, 1)
PAGE = reverse("households:pairs", args=[STANDARD, LIST])


@pytest.fixture
def put(city_manager):
    def enter(code, ext_code, **facts):
        return code_mappings.put(
            by=city_manager, standard=STANDARD, code_list=LIST, code=code, ext_code=ext_code,
            on=ON, **facts,
        )  # fmt: skip

    return enter


@pytest.mark.django_db
def test_several_of_ours_are_one_of_theirs_and_one_is_read_back(put):
    put("1", "01", ext_name="疾病")
    for code in ("6", "7", "8"):
        put(code, "99", ext_name="其他")
    put("9", "99", ext_name="其他", is_for_import=True)
    assert code_mappings.theirs(STANDARD, LIST, ON) == {
        "1": "01", "6": "99", "7": "99", "8": "99", "9": "99",
    }  # fmt: skip
    assert code_mappings.ours(STANDARD, LIST, ON) == {
        "01": "1", "疾病": "1", "99": "9", "其他": "9",
    }  # fmt: skip
    assert code_mappings.ours("province", LIST, ON) == {}


@pytest.mark.django_db
def test_several_of_theirs_are_one_of_ours_and_one_is_written(put):
    put("1", "11")
    put("1", "12")
    assert code_mappings.theirs(STANDARD, LIST, ON) == {"1": "11"}
    put("1", "12", is_for_export=True)
    assert code_mappings.theirs(STANDARD, LIST, ON) == {"1": "12"}
    assert code_mappings.ours(STANDARD, LIST, ON) == {"11": "1", "12": "1"}


@pytest.mark.django_db
def test_twice_is_once_and_only_our_codes_are_taken(put):
    assert put("1", "01").pk == put("1", "01").pk
    assert AuditEvent.objects.filter(action="code_mapping.put").count() == 1
    with pytest.raises(InputError):
        put("77", "01")
    with pytest.raises(InputError):
        code_mappings.check_codes("shoe_size", "1")


@pytest.mark.django_db
def test_a_ledger_may_say_their_words_where_they_are_not_ours(put):
    put("1", "B01", ext_name="疾病类")
    put("2", "1", ext_name="因病")  # both are ours already, for something else
    put("3", "B03")
    code_pair("4", "B03", standard="province", code_list=LIST)  # the standards differ
    assert code_mappings.understood(ON) == {LIST: {"B01": "1", "疾病类": "1"}}


@pytest.mark.django_db
def test_an_ended_pair_explains_what_was_exchanged_with_it(put, city_manager):
    made = put("1", "01")
    later = datetime.date(2026, 6, 1)
    for _twice in range(2):
        code_mappings.end(by=city_manager, mapping=made, on=later)
    assert code_mappings.theirs(STANDARD, LIST, later) == {}
    assert code_mappings.theirs(STANDARD, LIST, ON) == {"1": "01"}
    assert put("1", "02").pk != made.pk
    assert AuditEvent.objects.filter(action="code_mapping.ended").count() == 1


@pytest.mark.django_db
def test_a_pair_ended_on_its_first_day_was_never_in_force(put, city_manager):
    made = put("1", "01")
    for _twice in range(2):
        assert code_mappings.end(by=city_manager, mapping=made, on=ON) is None
    assert code_mappings.theirs(STANDARD, LIST, ON) == {}
    assert not CodeMapping.objects.exists()
    assert AuditEvent.objects.filter(action="code_mapping.ended").count() == 1
    assert put("1", "02").pk != made.pk
    assert code_mappings.theirs(STANDARD, LIST, ON) == {"1": "02"}


@pytest.mark.django_db
def test_the_pages(client_for, city_manager, caseworker):
    client = client_for(city_manager)
    data = {"code": "1", "ext_code": "01", "ext_name": "疾病", "is_for_export": "on"}
    assert client.post(PAGE, data).status_code == 302
    made = CodeMapping.objects.get()
    assert (made.is_for_export, made.is_for_import) == (True, False)
    assert "疾病" in client_for(caseworker).get(PAGE).content.decode()
    assert client_for(caseworker).post(PAGE, {**data, "ext_code": "02"}).status_code == 403
    assert CodeMapping.objects.count() == 1
    change = reverse("households:change_pair", args=[made.pk])
    assert client_for(caseworker).get(change).status_code == 403
    assert client.post(change, {**data, "code": "5", "ext_name": "因病"}).status_code == 302
    made.refresh_from_db()
    assert (made.code, made.ext_name) == ("1", "因病")
    changing = client.get(change)
    end = reverse("households:end_pair", args=[made.pk])
    assert client_for(caseworker).post(end).status_code == 403
    assert client.post(end).status_code == 302
    overview = client.get(reverse("households:codes"), {"standard": "province"})
    assert overview.context["standard"] == "province"
    for page in (overview, client.get(PAGE), changing):
        assert "致贫原因" in page.content.decode()
        assert not re.search(r">\s*poverty_cause\s*<", page.content.decode())
    for wrong in (("nothing", LIST), (STANDARD, "nothing")):
        assert client.get(reverse("households:pairs", args=wrong)).status_code == 404


@pytest.mark.django_db
def test_the_table_goes_out_and_comes_back_filled_in(
    client_for, city_manager, caseworker, tmp_path
):
    code_pair("1", "M", ext_name="男")
    client = client_for(city_manager)
    path = tmp_path / "table.xlsx"
    path.write_bytes(client.get(reverse("households:code_table")).content)
    book = openpyxl.load_workbook(path)
    sheet = book.worksheets[0]
    rows = {tuple(c.value for c in row[:2]): row for row in sheet.iter_rows()}
    assert rows["性别", "1"][3].value == "M"
    rows["性别", "2"][3].value, rows["性别", "2"][5].value = "F", "是"
    rows["性别", "9"][3].value = "F"
    book.save(path)
    url = reverse("households:import_codes")
    assert client_for(caseworker).get(url).status_code == 403
    for _twice in range(2):
        sent = {"file": SimpleUploadedFile("table.xlsx", path.read_bytes())}
        assert client.post(url, sent).status_code == 302
    today = datetime.date(2099, 1, 1)
    assert code_mappings.theirs(STANDARD, "sex", today) == {"1": "M", "2": "F", "9": "F"}
    assert code_mappings.ours(STANDARD, "sex", today) == {"M": "1", "男": "1", "F": "2"}


@pytest.mark.django_db
def test_a_faulty_table_enters_nothing_and_names_every_row(client_for, city_manager):
    client, url = client_for(city_manager), reverse("households:import_codes")
    lines = "代码表,本系统代码,对方代码,导出用\nsex,1,M,\n性别,7,X,\nshoe,1,Y,\n性别,2,F,大概\n"
    page = client.post(url, {"file": SimpleUploadedFile("table.csv", lines.encode())})
    faults = page.context["form"].errors["file"]
    assert [fault.split("：")[0] for fault in faults] == ["第 3 行", "第 4 行", "第 5 行"]
    for content in (b"a,b\n1,2\n", b"PK\x03\x04 broken"):
        page = client.post(url, {"file": SimpleUploadedFile("table.csv", content)})
        assert page.context["form"].errors["file"]
    assert not CodeMapping.objects.exists()

"""What the import knows it tells: all faults at once, their cells, remarks, rows passed over."""

from io import BytesIO

import openpyxl
import pytest
from django.urls import reverse

from accounts import jobs, scope
from households.models import ImportBatch
from households.services import imports
from tests.factories import households as make
from tests.households import ledgers
from tests.households.bringing import bring, choose_guessed

NAME, NUMBER, VILLAGE, ETHNIC = 4, 5, 2, 7


@pytest.fixture
def two(caseworker):
    """A ledger whose first household is on the register in another village, with a bad cell."""
    home = make.household("211224105202", head="韩淑英")
    with scope.whole_city("test data"):
        number = home.members.get().identity_number
    homes = [household[:1] for household in ledgers.households(2, seed=70)]
    homes[0][0][VILLAGE], homes[0][0][NAME], homes[0][0][NUMBER] = "八宝村", "韩淑英", number
    homes[0][0][ETHNIC] = "火星"
    return home, homes


def test_faults_of_file_and_register_are_said_at_once(caseworker, two):
    _home, homes = two
    batch = bring(caseworker, homes)
    with scope.user_scope(caseworker):
        refused = batch.households.get(state="refused")
        assert {f["code"] for f in refused.faults} == {"unknown_code", "other_village"}


def test_the_cell_of_a_fault_of_the_register_is_marked_in_what_comes_back(caseworker, two):
    _home, homes = two
    batch = bring(caseworker, homes)
    with scope.user_scope(caseworker):
        refused = batch.households.get(state="refused")
        assert {f["column"] for f in refused.faults} == {VILLAGE, ETHNIC}
        batch = imports.ask_refused(by=caseworker, batch=batch)
        jobs.run(batch.refused_job_id)
        job = jobs.Job.objects.get(pk=batch.refused_job_id)
        content = jobs.open_result(job=job, by=caseworker)
    sheet = openpyxl.load_workbook(BytesIO(content)).worksheets[0]
    assert [c.column - 1 for c in sheet[2] if c.comment] == [VILLAGE, ETHNIC]


def test_hidden_sheets_and_rows_and_rows_passed_over_are_told(caseworker, client_for):
    (home,) = ledgers.households(1, seed=72)
    book = openpyxl.load_workbook(BytesIO(ledgers.made([home])))
    sheet = book.worksheets[0]
    sheet.append(["合计", None, None, None, None, str(len(home))])
    sheet.append(["以下空白"])
    sheet.row_dimensions[2].hidden = True
    book.create_sheet("底数").append(["x"])
    book["底数"].sheet_state = "hidden"
    out = BytesIO()
    book.save(out)
    with scope.user_scope(caseworker):
        batch, _is_new = imports.upload(by=caseworker, file_name="a.xlsx", blocks=[out.getvalue()])
    page = client_for(caseworker)
    columns = page.get(reverse("households:import_columns", args=[batch.pk])).content.decode()
    assert "底数" in columns
    with scope.user_scope(caseworker):
        batch = choose_guessed(caseworker, batch)
    jobs.run(batch.check_job_id)
    last = len(home) + 1
    with scope.user_scope(caseworker):
        batch = ImportBatch.objects.get(pk=batch.pk)
    assert batch.passed_over == [[last + 1, "total"], [last + 2, "empty"]]
    shown = page.get(reverse("households:import", args=[batch.pk])).content.decode()
    assert "底数" in shown
    assert f"第 {last + 1} 行" in shown
    assert f"第 {last + 2} 行" in shown

"""A ledger without a heading: every row is read, and nobody's data is kept as a heading."""

import pytest
from django.urls import reverse

from accounts import jobs, scope
from households.models import ImportBatch, MappingMemory
from households.services import imports
from tests.households import ledgers

TARGETS = {
    "column-1": "area.town", "column-2": "area.village", "column-4": "member.name",
    "column-5": "member.identity_number", "column-6": "member.relation",
}  # fmt: skip


@pytest.fixture
def bare(caseworker):
    """The households and the batch of a ledger whose first row is a person."""
    homes = ledgers.households(3, seed=80)
    (first, *rest) = [row for home in homes for row in home]
    with scope.user_scope(caseworker):
        content = ledgers.made([rest], headings=first)
        batch, _is_new = imports.upload(by=caseworker, file_name="a.xlsx", blocks=[content])
    return homes, batch


def test_no_heading_is_said_and_the_first_person_is_read(bare, caseworker, client_for):
    homes, batch = bare
    page, address = client_for(caseworker), reverse("households:import_columns", args=[batch.pk])
    assert "没有认出表头" in page.get(address).content.decode()
    answer = page.post(address, {"sheet": "台账", "first": "0", "last": "0", **TARGETS})
    assert answer.status_code == 302
    with scope.user_scope(caseworker):
        batch = ImportBatch.objects.get(pk=batch.pk)
    jobs.run(batch.check_job_id)
    with scope.user_scope(caseworker):
        batch.refresh_from_db()
        assert (batch.header_last, batch.headings[:3]) == (-1, ["A", "B", "C"])
        assert batch.rows_read == batch.rows_new == sum(map(len, homes))
        assert batch.households.order_by("first_row").first().first_row == 1
        assert not MappingMemory.objects.exists()


def test_a_row_with_a_number_is_not_taken_for_a_heading(bare, caseworker, client_for):
    _homes, batch = bare
    page, address = client_for(caseworker), reverse("households:import_columns", args=[batch.pk])
    answer = page.post(address, {"sheet": "台账", "first": "1", "last": "1", **TARGETS})
    assert answer.status_code == 200
    with scope.user_scope(caseworker):
        assert ImportBatch.objects.get(pk=batch.pk).headings == []

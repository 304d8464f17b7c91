"""Issued documents: numbered without gaps, kept as issued, opened under record, verifiable."""

import datetime
import threading
from decimal import Decimal

import pytest
from django.db import connection, transaction
from django.urls import reverse

from accounts.models import Area, AuditEvent
from accounts.scope import user_scope
from foundation.encryption import SealBroken, sm3_hex
from households.models import DocumentKind, IssuedDocument
from households.services import documents, numbers
from tests.factories.households import household

AT = datetime.datetime(2026, 3, 2, 9, 0, tzinfo=datetime.UTC)
COUNTY, TOWNSHIP = "211224000000", "211224105000"
TEMPLATE = "components/pdf/official.html"


@pytest.fixture
def file(areas):
    return household()


def issue(file, by, unit=COUNTY, **changes):
    given = {
        "kind": DocumentKind.CONFIRMATION,
        "subject": file,
        "household": file,
        "unit": Area.objects.get(pk=unit),
        "title": "最低生活保障确认通知书",
        "template": TEMPLATE,
        "context": {"addressee": file.head_name, "amount": Decimal("429.20")},
        "by": by,
        "at": AT,
    } | changes
    return documents.issue(**given)


@pytest.mark.django_db
def test_it_works(file, county_leader, seen_by):
    with seen_by(county_leader):
        issued = IssuedDocument.objects.get(pk=issue(file, county_leader).pk)
        paper = documents.open_pdf(document=issued, by=county_leader)
    assert issued.number == "昌民救〔2026〕1号"
    assert paper.startswith(b"%PDF")
    assert sm3_hex(paper) == issued.digest
    assert documents.snapshot_of(issued) == {"addressee": "韩淑英", "amount": "429.20"}
    assert "韩淑英".encode() not in bytes(issued.snapshot_sealed)
    acts = AuditEvent.objects.filter(household_id=file.pk).values_list("action", flat=True)
    assert {"document.issued", "document.opened"} <= set(acts)


@pytest.mark.django_db
def test_each_unit_and_year_has_its_own_series(file, county_leader, caseworker, seen_by):
    next_year = AT.replace(year=2027)
    with seen_by(county_leader):
        first, second = issue(file, county_leader), issue(file, county_leader)
        later = issue(file, county_leader, at=next_year)
    with seen_by(caseworker):
        local = issue(file, caseworker, unit=TOWNSHIP, kind=DocumentKind.PUBLIC_NOTICE)
    given = [d.number for d in (first, second, later, local)]
    assert given == [
        "昌民救〔2026〕1号", "昌民救〔2026〕2号", "昌民救〔2027〕1号", "宝力镇民救告〔2026〕1号",
    ]  # fmt: skip


@pytest.mark.django_db
def test_two_townships_of_one_name_get_different_numbers(areas):
    twins = Area.objects.townships().filter(name="红旗街道")
    with transaction.atomic():
        given = {numbers.document_number(unit=unit, year=2026) for unit in twins}
    assert len(given) == twins.count() == 2


@pytest.mark.django_db
def test_a_number_rolled_back_is_given_back(file, county_leader, seen_by):
    with seen_by(county_leader):
        with pytest.raises(RuntimeError), transaction.atomic():
            issue(file, county_leader)
            raise RuntimeError
        assert not IssuedDocument.objects.exists()
        assert issue(file, county_leader).number == "昌民救〔2026〕1号"


@pytest.mark.django_db
def test_rows_of_the_database_do_not_belong_in_a_context(file, county_leader, seen_by):
    with seen_by(county_leader):
        with pytest.raises(TypeError):
            issue(file, county_leader, context={"household": file})
        assert not IssuedDocument.objects.exists()


@pytest.mark.django_db
def test_bytes_moved_to_another_row_do_not_open(file, county_leader, seen_by):
    with seen_by(county_leader):
        first, second = issue(file, county_leader), issue(file, county_leader)
        first.pdf_sealed = second.pdf_sealed
        with pytest.raises(SealBroken):
            documents.open_pdf(document=first, by=county_leader)
        assert documents.open_pdf(document=second, by=county_leader)


@pytest.mark.django_db
def test_the_page_is_inside_the_area_only(
    file, county_leader, caseworker, neighbour, client_for, seen_by
):
    with seen_by(county_leader):
        issued = issue(file, county_leader)
    url = reverse("households:document", args=[issued.pk])
    response = client_for(caseworker).get(url)
    assert (response.status_code, response["Content-Type"]) == (200, "application/pdf")
    assert sm3_hex(response.content) == issued.digest
    assert client_for(neighbour).get(url).status_code == 404


@pytest.mark.django_db
def test_anybody_may_verify_and_learns_nothing_personal(file, county_leader, seen_by, client):
    with seen_by(county_leader):
        issued = issue(file, county_leader)
    url = reverse("households:verify_document")
    page = client.get(url, {"code": f" {issued.code.lower()} "}).content.decode()
    for shown in (issued.number, issued.digest, "昌图县民政局", "2026 年 3 月 2 日"):
        assert shown in page
    for hidden in ("韩淑英", file.household_no, "429.20"):
        assert hidden not in page
    assert issued.number not in client.get(url, {"code": "ABCDEFGHJKLM"}).content.decode()
    assert client.get(url).status_code == 200


@pytest.mark.django_db(transaction=True)
def test_two_at_once_draw_different_numbers(areas, county_leader):
    """The counter's row is locked until the act ends: nothing twice, no gap."""
    unit = Area.objects.get(pk=COUNTY)
    drawn, faults, together = [], [], threading.Barrier(4)

    def draw():
        try:
            together.wait(timeout=20)
            for _ in range(5):
                with user_scope(county_leader), transaction.atomic():
                    drawn.append(numbers.document_number(unit=unit, year=2026))
        except Exception as fault:  # shown below, in the test's own thread
            faults.append(fault)
        finally:
            connection.close()

    workers = [threading.Thread(target=draw) for _ in range(4)]
    for worker in workers:
        worker.start()
    for worker in workers:
        worker.join(timeout=60)
    assert faults == []
    assert sorted(drawn) == sorted(f"昌民救〔2026〕{n}号" for n in range(1, 21))

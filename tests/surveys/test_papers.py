"""Papers of a visit: W13 filled and empty, cards and receipts; one, or a village at once."""

import datetime
import re
import subprocess

import pytest
from django.urls import reverse

from accounts import jobs, scope
from accounts.models import Area, AuditEvent, Job
from foundation import fonts
from foundation.faults import InputError
from surveys import documents
from surveys.content import blank, rows
from surveys.digests import content_digest
from surveys.paper_forms import NOT_ASKED, ONLY_THEN, _label, blocks
from surveys.schema import SECTION, SECTIONS
from surveys.services import papers
from tests.factories.households import household
from tests.factories.surveys import approved_visit, content, draft, submitted_visit

pytestmark = pytest.mark.django_db
SPARED = {"members": {"member", "relation", "name"}}


@pytest.fixture(scope="module", autouse=True)
def _fonts():
    fonts.ensure_fonts()


def text_of(pdf: bytes) -> str:
    ran = subprocess.run(
        ["pdftotext", "-raw", "-", "-"], input=pdf, capture_output=True, check=True
    )
    return re.sub(r"\s", "", ran.stdout.decode())


def pages_of(pdf: bytes) -> int:
    ran = subprocess.run(["pdfinfo", "-"], input=pdf, capture_output=True, check=True)
    told = ran.stdout.decode()
    assert "595.276 x 841.89 pts (A4)" in told
    return int(re.search(r"Pages:\s+(\d+)", told)[1])


def numbers_of(home):
    with scope.whole_city("test"):
        return [one.identity_number for one in home.members.all()]


def test_the_filled_form_has_answers_signatures_and_masked_numbers(caseworker, leader, client_for):
    home = household(members=[("韩小宝", "20", datetime.date(2015, 3, 2))])
    visit = approved_visit(home, by=caseworker, leader=leader)
    answer = client_for(caseworker).get(reverse("surveys:print", args=[visit.uuid]))
    assert answer["Content-Type"] == "application/pdf"
    assert "no-store" in answer["Cache-Control"]
    shown = text_of(answer.content)
    for told in ("困难家庭入户调查表", "韩小宝", "玉米", "908.33", "C级危", "李晓梅",
                 "王建波", "赵立强", visit.digest, "2112**********"):  # fmt: skip
        assert told in shown
    for number in numbers_of(home):
        assert number not in shown
    images = subprocess.run(
        ["pdfimages", "-list", "-"], input=answer.content, capture_output=True, check=True
    )
    assert images.stdout.decode().count(" image ") >= 3


def test_a_draft_says_that_it_is_not_approved(caseworker, seen_by):
    visit = draft(household(), by=caseworker, fill=content())
    with seen_by(caseworker):
        shown = text_of(documents.visit_form(visit))
    assert "未经审核，仅供核对" in shown


def test_an_unapproved_form_has_the_digest_that_is_signed(caseworker, seen_by):
    visit = draft(household(), by=caseworker, fill=content())
    with seen_by(caseworker):
        shown = text_of(documents.visit_form(visit))
    assert content_digest(visit.content) in shown


def test_paper_asks_of_a_benefit_what_the_screen_asks():
    section = SECTION["coverage"]
    (table,) = (one.table for one in blocks(blank(), is_filled=False)
                if one.title == str(section.label))  # fmt: skip
    for (code, _row), (_name, *cells) in zip(rows(blank(), "coverage"), table.body, strict=True):
        asked = section.fields_of(code)
        assert [cell.words == NOT_ASKED for cell in cells] == [
            one not in asked for one in section.fields
        ]


def test_what_is_asked_on_two_conditions_is_marked_so():
    marked = [one for section in SECTIONS for one in section.fields if one.also_if]
    assert marked
    assert all(_label(one).endswith(ONLY_THEN) for one in marked)


def test_the_empty_form_asks_every_question():
    paper = documents.empty_forms(1)
    shown = text_of(paper)
    for section in SECTIONS:
        for asked in section.fields if not section.is_hidden else ():
            if asked.is_given or asked.is_hidden or asked.name in SPARED.get(section.name, ()):
                continue
            assert re.sub(r"\s", "", str(asked.label)) in shown, asked.name
    assert pages_of(paper) == 7
    assert pages_of(documents.empty_forms(2)) == 14
    assert shown.count("成员") > 4
    for line in ("调查人（一）", "调查人（二）", "户主或在场成年家属", "第1页", "第7页"):
        assert line in shown


def test_long_answers_are_numbered_below_a_table_and_not_boxed_in_a_narrow_column():
    found = {one.title: one.table for one in blocks(blank(), is_filled=False) if one.table}
    supporters = found["法定赡养、抚养、扶养义务人"]
    (duty,) = [place for place, head in enumerate(supporters.heads) if "义务类型" in head]
    assert not supporters.body[0][duty].boxes
    assert any(line.startswith("义务类型填序号：1 赡养") for line in supporters.legend)
    for table in found.values():
        boxes = [box for row in table.body for cell in row for box in cell.boxes]
        assert all(len(box.label) <= 5 for box in boxes)


def test_a_receipt_says_place_and_address_once(caseworker, client_for, areas):
    place = areas.get(code="211224105200").full_name
    home = household(residence_address=f"{place}3组")
    pdf = client_for(caseworker).get(reverse("surveys:paper", args=(home.pk, "receipt")))
    assert text_of(pdf.content).count(place) == 1


def test_a_prefilled_form_has_the_members_and_no_answers_of_last_time(
    caseworker, leader, neighbour, client_for
):
    home = household(members=[("韩小宝", "20", datetime.date(2015, 3, 2))])
    approved_visit(home, by=caseworker, leader=leader)
    address = reverse("surveys:paper", args=[home.pk, "w13"])
    shown = text_of(client_for(caseworker).get(address).content)
    for told in ("韩淑英", "韩小宝", home.household_no, "2112**********"):
        assert told in shown
    for hidden in ("612.50", *numbers_of(home)):
        assert hidden not in shown
    assert client_for(neighbour).get(address).status_code == 404
    assert client_for(leader).get(address).status_code == 403
    unknown = reverse("surveys:paper", args=[home.pk, "w99"])
    assert client_for(caseworker).get(unknown).status_code == 404
    assert AuditEvent.objects.filter(
        action="household.form_printed", household_id=home.pk
    ).count() == 1  # fmt: skip


def test_the_card_tells_who_came_and_what_happens_next(caseworker, client_for, neighbour):
    visit = submitted_visit(household(), by=caseworker)
    address = reverse("surveys:card", args=[visit.uuid])
    answer = client_for(caseworker).get(address)
    shown = text_of(answer.content)
    for told in ("走访登记卡", "家庭留存", "存根", "政策宣传手册领取回执", "李晓梅", "C级危房修缮",
                 "转介其他部门", "县住建局", "12345"):  # fmt: skip
        assert told in shown
    assert pages_of(answer.content) == 1
    assert "500.00" not in shown
    assert client_for(neighbour).get(address).status_code == 404


@pytest.mark.parametrize(
    ("what", "count", "pages"),
    [("card", 4, 1), ("card", 5, 2), ("receipt", 2, 1), ("receipt", 3, 2), ("notice", 3, 2)],
)
def test_several_papers_share_a_sheet(what, count, pages, areas):
    homes = [household(head=f"户主{n}") for n in range(count)]
    with scope.whole_city("test"):
        paper = documents.household_papers(what, homes)
    shown = text_of(paper)
    assert pages_of(paper) == pages
    assert all(f"户主{n}" in shown for n in range(count))


def test_a_village_is_printed_as_one_job(caseworker, client_for, seen_by):
    first, second = household(head="甲户主"), household(head="乙户主")
    client = client_for(caseworker)
    address = reverse("surveys:papers") + f"?area={first.area_id}"
    shown = client.get(address).content.decode()
    assert "甲户主" in shown
    sent = {"what": "card", "households": [first.pk, second.pk], "token": "t1", "copies": "1"}
    for _turn in range(2):
        assert client.post(address, sent).status_code == 302
    job = Job.objects.get(kind=papers.KIND)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert (job.state, job.done, job.total) == ("done", 2, 2)
    with seen_by(caseworker):
        made = jobs.open_result(job=job, by=caseworker)
    shown = text_of(made)
    assert "甲户主" in shown
    assert "乙户主" in shown
    acts = AuditEvent.objects.filter(action="household.form_printed")
    assert acts.count() == 2


def test_households_next_door_are_not_printed(caseworker, neighbour, client_for, seen_by):
    home = household()
    village = Area.objects.get(pk=home.area_id)
    with seen_by(neighbour), pytest.raises(InputError):
        papers.ask(
            by=neighbour, what="card", village=village, households=[home.pk], copies=1, token="t"
        )
    with seen_by(caseworker):
        for wrong in ({"what": "w99"}, {"households": []}, {"what": "empty", "copies": 51}):
            given = {"what": "card", "households": [home.pk], "copies": 1, "token": "t", **wrong}
            with pytest.raises(InputError):
                papers.ask(by=caseworker, village=village, **given)
    assert not Job.objects.exists()


def test_who_may_not_visit_prints_no_forms(leader, client_for):
    assert client_for(leader).get(reverse("surveys:papers")).status_code == 403

"""What stands on paper and in the ledger: the decision's figures, and nothing forbidden."""

import datetime
import subprocess
import threading
from decimal import Decimal

import pytest
from django.db import connection
from django.utils import timezone

from accounts import scope
from accounts.ledger_requests import LedgerFilters
from accounts.models import Area
from assistance import ledgers, worklist
from assistance.models import Application, Decision, Step
from assistance.services import decisions
from foundation.moves import MoveRefused
from households.models import IssuedDocument, Member
from households.services import documents
from tests.factories import assistance as make
from tests.factories import households as make_households


def text_of(kind: str, application, by) -> str:
    with scope.whole_city("test"):
        paper = IssuedDocument.objects.get(subject_id=application.pk, kind=kind)
        pdf = documents.open_pdf(document=paper, by=by)
    ran = subprocess.run(["pdftotext", "-", "-"], input=pdf, capture_output=True, check=True)
    return ran.stdout.decode().replace("\n", "").replace(" ", "")


@pytest.fixture
def family(areas):
    return make_households.household(members=[("韩小宝", "20", datetime.date(2015, 3, 2))])


def test_the_public_notice_tells_only_what_may_be_told(family):
    team = make.cast()
    made = make.application_at(Step.NOTICED, of=family, team=team)
    shown = text_of("W20", made, team["leader"])
    with scope.whole_city("test"):
        numbers = [member.identity_number for member in family.members.all()]
    for told in ("韩淑英", "宝力镇", "家庭人口", "2人", "最低生活保障", "12345"):
        assert told in shown
    for hidden in (*numbers, "韩小宝", "2组", "350.00", "700.00", "人均", "残疾", "疾病"):
        assert hidden not in shown


def test_the_confirmation_names_amount_article_and_remedies(areas):
    team = make.cast()
    made = make.application_at(Step.CONFIRMED, team=team)
    shown = text_of("W25", made, team["leader"])
    for told in ("700.00", "646.00", "低收入家庭", "行政复议", "60日", "6个月"):
        assert told in shown


def test_the_ledger_row_has_the_figures_of_the_decision(areas, client_for):
    decision = make.decision()
    viewer = make.cast()["reviewer"]
    with scope.user_scope(viewer):
        filters = LedgerFilters(Area.objects.get(pk="211224000000"), timezone.localdate())
        (row,) = ledgers.rows(viewer, filters)
        assert ledgers.count(viewer, filters) == 1
    titles = [leaf.title for leaf in ledgers.LEDGER.leaves]
    cells = dict(zip(titles, row, strict=True))
    assert (cells["县区"], cells["乡镇"]) == ("昌图县", "宝力镇")
    assert cells["人均月收入"] == decision.per_capita == Decimal("700.00")
    assert cells["低保标准"] == decision.standard
    assert cells["1.5倍线"] == decision.low_income_line
    assert (cells["收入/标准比"], cells["财产是否符合"]) == ("1.08", "是")
    assert "*" in cells["身份证号"]
    stranger = make.cast(STRANGE)["reviewer"]
    with scope.user_scope(stranger):
        elsewhere = LedgerFilters(Area.objects.get(pk="211200000000"), timezone.localdate())
        assert list(ledgers.rows(stranger, elsewhere)) == []


def test_the_worklist_names_the_next_person_only(areas):
    team = make.cast()
    made = make.application_at(Step.REPORTED, team=team)
    today = timezone.localdate()
    for role, waits in (("reviewer", 1), ("caseworker", 0), ("county_leader", 0)):
        with scope.user_scope(team[role]):
            found = worklist.items(team[role], today)
        assert len(found) == waits, role
    with scope.user_scope(team["reviewer"]):
        (item,) = worklist.items(team["reviewer"], today)
    assert item.due_on == made.due_on
    assert item.about == "韩淑英"


@pytest.mark.django_db(transaction=True)
def test_two_officers_confirm_at_once_and_one_decision_stands(areas):
    team = make.cast()
    second = make.people.user("county_leader", "211224000000", "second.chief", "郑局长")
    made = make.application_at(Step.REVIEWED, team=team)
    gate, refused = threading.Barrier(2), []

    def confirm(by):
        try:
            with scope.user_scope(by):
                gate.wait()
                decisions.confirm(application_id=made.pk, by=by, reason="同意。")
        except MoveRefused as refusal:
            refused.append(refusal)
        finally:
            connection.close()

    officers = (team["county_leader"], second)
    threads = [threading.Thread(target=confirm, args=(by,)) for by in officers]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    with scope.whole_city("test"):
        assert Decision.objects.filter(application=made).count() == 1
        assert Application.objects.get(pk=made.pk).step == Step.CONFIRMED
        assert Member.objects.filter(household=made.household).exists()
    assert len(refused) == 1


STRANGE = "211282102200"

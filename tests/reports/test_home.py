"""The home page: what to do today, for every role, and nothing of another area."""

import datetime

import pytest

from accounts.models.users import Role
from accounts.worklist import WorkItem
from foundation.deadlines import standing
from foundation.workdays import WorkingCalendar
from reports.views.home import headline
from reports.worklists import Line, Term, Worklist
from tests.factories import accounts as people

MONDAY = datetime.date(2026, 11, 23)


def line(due_on):
    item = WorkItem("visit", "入户", "审核", "/", "韩淑英", "东兴村", "审核", due_on=due_on)
    return Line(item, standing(due_on, MONDAY, WorkingCalendar({})) if due_on else None)


@pytest.mark.parametrize(
    ("due_on", "term"),
    [
        (datetime.date(2026, 11, 20), Term.OVERDUE),
        (datetime.date(2026, 11, 22), Term.OVERDUE),
        (datetime.date(2026, 11, 23), Term.TODAY),
        (datetime.date(2026, 11, 24), Term.SOON),
        (datetime.date(2026, 11, 26), Term.SOON),
        (datetime.date(2026, 11, 27), Term.AMPLE),
        (None, Term.AMPLE),
    ],
)
def test_terms_are_counted_in_working_days(due_on, term):
    assert line(due_on).term == term


@pytest.mark.parametrize(
    ("due", "words"),
    [
        ([], "今天没有到期的事"),
        ([MONDAY], "今天要办 1 件"),
        ([datetime.date(2026, 11, 24)], "今天没有到期的事，3 天内还有 1 件"),
        (
            [datetime.date(2026, 11, 20), MONDAY, datetime.date(2026, 11, 25)],
            "今天要办 2 件，3 天内还有 1 件",
        ),
    ],
)
def test_headline_says_the_day_in_one_sentence(due, words):
    assert headline(Worklist([line(day) for day in due], is_cut=False)) == words


@pytest.mark.parametrize("role", list(Role))
def test_every_role_has_a_home(role, areas, client_for):
    page = client_for(people.user(role, "211224000000", f"home.{role}")).get("/")
    assert page.status_code == 200
    assert "<h1>今天没有到期的事" in page.content.decode()


def test_the_three_powers_find_their_own_work_and_no_household(areas, client_for):
    administrator = people.user(Role.SECURITY_ADMINISTRATOR, "211224000000", "an.quan")
    text = client_for(administrator).get("/").content.decode()
    assert "管理用户" in text
    assert "按时限查看" not in text
    assert "登记困难家庭" not in text

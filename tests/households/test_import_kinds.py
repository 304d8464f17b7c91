"""Kinds in imported ledgers: periods on the register, and what the law excludes."""

import datetime

import pytest

from accounts import scope
from households.models import Household
from households.services import imports
from households.services.import_payloads import Waiting
from tests.factories import households as make
from tests.households import ledgers
from tests.households.bringing import apply, bring

NAME, NUMBER, RELATION, VILLAGE, KINDS, SINCE = 4, 5, 6, 2, 12, 13
YEAR = datetime.timedelta(days=365)


@pytest.fixture
def known(areas, caseworker, seen_by):
    """A household on the register, and the row by which a ledger names it."""
    home = make.household("211224105201", head="韩淑英")
    with seen_by(caseworker):
        number = home.members.get().identity_number
    row = next(rows[0] for rows in ledgers.households(9) if len(rows) == 1)
    row[VILLAGE], row[NAME], row[NUMBER] = "八宝村", "韩淑英", number
    return home, row


def states(batch):
    return {
        state: count
        for state in ("new", "changed", "same", "refused")
        if (count := getattr(batch, f"households_{state}"))
    }


@pytest.mark.django_db
def test_a_kind_running_until_next_year_is_there(known, caseworker, seen_by, today):
    home, row = known
    make.kind(home, "04", datetime.date(2026, 1, 1), today + YEAR)
    row[KINDS] = "低收入家庭"
    others = ledgers.households(3, seed=2)
    batch = apply(caseworker, bring(caseworker, [[row], *others]))
    assert states(batch) == {"new": 3, "changed": 1}
    with seen_by(caseworker):
        assert home.kinds.get().until == today + YEAR
        assert Household.objects.count() == 4


@pytest.mark.django_db
@pytest.mark.parametrize("begun", ["2021-04", "2025-03"])
def test_a_kind_that_ended_since_is_refused_in_words(known, caseworker, seen_by, begun):
    home, row = known
    make.kind(home, "01", datetime.date(2020, 1, 1), datetime.date(2025, 6, 30))
    row[SINCE] = begun
    batch = bring(caseworker, [[row], *ledgers.households(3, seed=2)])
    assert states(batch) == {"new": 3, "refused": 1}
    with seen_by(caseworker):
        refused = batch.households.get(state="refused")
        assert refused.faults[0]["code"] == "kind_overlap"
        assert "低保" in refused.payload
        assert "2025-06-30" in refused.payload
    assert states(apply(caseworker, batch)) == {"new": 3, "refused": 1}


@pytest.mark.django_db
def test_a_kind_begins_again_after_its_last_day(known, caseworker, seen_by):
    home, row = known
    make.kind(home, "01", datetime.date(2020, 1, 1), datetime.date(2025, 6, 30))
    row[SINCE] = "2025-07"
    assert states(apply(caseworker, bring(caseworker, [[row]]))) == {"changed": 1}
    with seen_by(caseworker):
        periods = list(home.kinds.values_list("since", "until"))
    assert periods[1:] == [(datetime.date(2025, 7, 1), None)]


@pytest.mark.django_db
def test_a_kind_ended_between_check_and_import_does_not_stop_the_others(
    known, caseworker, seen_by, today
):
    home, row = known
    row[SINCE] = "2025-03"
    batch = bring(caseworker, [[row], *ledgers.households(2, seed=2)])
    assert states(batch) == {"new": 2, "changed": 1}
    make.kind(home, "01", datetime.date(2020, 1, 1), today - datetime.timedelta(days=1))
    assert states(apply(caseworker, batch)) == {"new": 2, "refused": 1}


def reasons_of(batch, user, seen_by):
    """Codes of faults and warnings of the only household, and all their words."""
    with seen_by(user):
        one = Waiting.of(batch.households.get())
    words = " ".join(reason.message for reason in one.reasons + one.warnings)
    return [r.code for r in one.reasons], [r.code for r in one.warnings], words


@pytest.fixture
def alone(areas):
    return next(rows for rows in ledgers.households(9) if len(rows) == 1)


@pytest.fixture
def together(areas):
    return next(rows for rows in ledgers.households(30) if len(rows) == 2)


@pytest.mark.django_db
def test_what_the_law_forbids_one_person_is_refused_with_its_clause(alone, caseworker, seen_by):
    alone[0][KINDS] = "低保、特困"
    faults, warnings, words = reasons_of(bring(caseworker, [alone]), caseworker, seen_by)
    assert (faults, warnings) == (["kinds_exclude"], [])
    assert "国发〔2016〕14号" in words


@pytest.mark.django_db
@pytest.mark.parametrize("kinds", ["低保、特困", "低保、低收入家庭"])
def test_different_people_may_hold_them_so_it_is_told(together, caseworker, seen_by, kinds):
    together[0][KINDS] = kinds
    batch = bring(caseworker, [together])
    faults, warnings, words = reasons_of(batch, caseworker, seen_by)
    assert (faults, warnings) == ([], ["kinds_to_check"])
    assert "低保" in words
    assert states(apply(caseworker, batch)) == {"new": 1}


@pytest.mark.django_db
def test_what_the_county_decides_is_told_and_not_refused(alone, caseworker, seen_by):
    alone[0][KINDS] = "特困、残疾人"
    faults, warnings, _words = reasons_of(bring(caseworker, [alone]), caseworker, seen_by)
    assert (faults, warnings) == ([], ["kinds_to_check"])


@pytest.mark.django_db
def test_kinds_on_the_register_exclude_those_of_the_ledger(known, caseworker, seen_by, today):
    home, row = known
    make.kind(home, "04", datetime.date(2026, 1, 1), today + YEAR)
    make.kind(home, "02", datetime.date(2020, 1, 1), datetime.date(2021, 3, 31))
    batch = bring(caseworker, [[row]])
    faults, _warnings, words = reasons_of(batch, caseworker, seen_by)
    assert faults == ["kinds_exclude"]
    assert "低收入" in words
    assert "特困" not in words.replace("特困人员不再", "")
    make.member(home, "韩小宝", "20", datetime.date(2015, 1, 1))
    with seen_by(caseworker):
        Household.objects.filter(pk=home.pk).update(family_size=2)
        imports.drop(by=caseworker, batch=batch)
    batch = bring(caseworker, [[row]])
    assert reasons_of(batch, caseworker, seen_by)[:2] == ([], ["kinds_to_check"])
    batch = apply(caseworker, batch)
    with seen_by(caseworker):
        assert home.kinds.get(kind="01").reason == "台账导入：台账.xlsx"


@pytest.mark.django_db
def test_a_member_who_joins_by_the_ledger_counts(known, caseworker, seen_by, together):
    home, row = known
    make.kind(home, "02")
    second = [*row]
    second[NAME], second[NUMBER], second[RELATION] = *together[1][NAME : NUMBER + 1], "配偶"
    batch = bring(caseworker, [[row, second]])
    assert reasons_of(batch, caseworker, seen_by)[:2] == ([], ["kinds_to_check"])


@pytest.mark.django_db
def test_a_kind_added_between_check_and_import_refuses_the_row(known, caseworker, seen_by):
    home, row = known
    batch = bring(caseworker, [[row], *ledgers.households(2, seed=2)])
    make.kind(home, "02")
    assert states(apply(caseworker, batch)) == {"new": 2, "refused": 1}
    with seen_by(caseworker):
        assert [k.kind for k in home.kinds.all()] == ["02"]


@pytest.mark.django_db
def test_a_doubtful_household_is_judged_by_the_answer(areas, caseworker, seen_by, alone):
    """A household of one is refused as a new one; as the known one of two people it is told."""
    home = make.household(
        "211224105201", head="韩淑英", members=[("韩小宝", "20", datetime.date(2015, 1, 1))]
    )
    with scope.whole_city("test data"):
        head = home.members.get(relation="02")
        head.identity_number, head.identity_digest = "", ""
        head.save()
    row = alone[0]
    row[VILLAGE], row[NAME], row[NUMBER], row[KINDS] = "八宝村", "韩淑英", "", "低保、特困"
    row.append(head.birth_on.isoformat())
    batch = bring(caseworker, [[row]], headings=[*ledgers.HEADINGS, "出生日期"])
    assert reasons_of(batch, caseworker, seen_by)[0] == ["possible_duplicate", "kinds_exclude"]
    with seen_by(caseworker):
        decided = batch.households.get()
        for answer, state, told in (
            ("new", "refused", ["kinds_exclude"]), ("same", "changed", ["kinds_to_check"]),
            ("same", "changed", ["kinds_to_check"]), ("new", "refused", ["kinds_exclude"]),
        ):  # fmt: skip
            assert imports.decide(by=caseworker, row=decided, decision=answer).state == state
            one = Waiting.of(batch.households.get())
            codes = [reason.code for reason in one.reasons + one.warnings]
            assert [code for code in codes if code.startswith("kind")] == told

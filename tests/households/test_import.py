"""From an uploaded ledger to the register: every row answered for, nothing saved unasked."""

from concurrent.futures import ThreadPoolExecutor

import pytest
from django.db import OperationalError, connection, transaction
from django.urls import reverse
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from accounts import audit, jobs, scope, succession
from accounts.models import Area, AuditEvent
from accounts.services import divisions
from foundation.faults import InputError
from foundation.moves import MoveRefused
from households.models import Household, HouseholdKind, ImportBatch, Member
from households.services import import_applying, imports, registration
from households.services.import_payloads import Waiting
from tests.conftest import BAOLI
from tests.factories import accounts as people
from tests.factories import households as make
from tests.households import ledgers
from tests.households.bringing import apply, bring, digest_of_register

NAME, NUMBER, RELATION, VILLAGE, ADDRESS = 4, 5, 6, 2, 9


def counts(batch):
    return {
        state: (getattr(batch, f"households_{state}"), getattr(batch, f"rows_{state}"))
        for state in ("new", "changed", "same", "refused")
    }


def test_a_ledger_becomes_households_with_their_history(caseworker, seen_by):
    homes = ledgers.households(12)
    rows = sum(map(len, homes))
    batch = bring(caseworker, homes)
    assert counts(batch) == {
        "new": (12, rows), "changed": (0, 0), "same": (0, 0), "refused": (0, 0)
    }  # fmt: skip
    with seen_by(caseworker):
        assert not Household.objects.exists()
        batch = apply(caseworker, batch)
        assert batch.state == "applied"
        assert (Household.objects.count(), Member.objects.count()) == (12, rows)
        assert HouseholdKind.objects.filter(kind="01", since="2021-04-01").count() == 12
        one = Household.objects.get(head_name=homes[0][0][NAME], members__name=homes[0][0][NAME])
        assert one.household_no.startswith(one.area_id)
        assert one.family_size == len(homes[0])
        assert one.phone == homes[0][0][10]
        head = one.members.get(relation__in=Member.HEAD_RELATIONS)
        assert head.identity_number == homes[0][0][NUMBER]
        events = Member.pgh_event_model.objects.filter(household_id=one.pk)
        assert events.count() == len(homes[0])
        assert {e.pgh_context.metadata["user"] for e in events} == {caseworker.pk}
        numbers = sorted(Household.objects.values_list("household_no", flat=True))
        assert len(set(numbers)) == 12
    acts = AuditEvent.objects.filter(action="household.registered")
    assert acts.count() == 12
    assert all(audit.digest_of(act) == act.digest for act in acts)
    assert AuditEvent.objects.filter(action="import.applied").count() == 1


def test_the_same_file_twice_changes_nothing(caseworker, seen_by):
    homes = ledgers.households(8)
    apply(caseworker, bring(caseworker, homes))
    before = digest_of_register()
    again = bring(caseworker, homes)
    assert counts(again)["same"] == (8, sum(map(len, homes)))
    with seen_by(caseworker), pytest.raises(InputError):
        imports.apply(by=caseworker, batch=again)
    assert digest_of_register() == before


def test_a_file_on_its_way_is_not_taken_in_twice(caseworker, seen_by):
    homes = ledgers.households(2)
    first = bring(caseworker, homes)
    with seen_by(caseworker):
        second, is_new = imports.upload(
            by=caseworker, file_name="x.xlsx", blocks=[ledgers.made(homes)]
        )
    assert (second.pk, is_new) == (first.pk, False)


def test_differences_are_shown_field_by_field_and_saved_with_history(caseworker, seen_by):
    homes = ledgers.households(3, seed=2)
    apply(caseworker, bring(caseworker, homes))
    homes[1][0][ADDRESS] = "9组新房"
    homes[1][0][8] = "残疾"
    batch = bring(caseworker, homes)
    assert counts(batch)["changed"] == (1, len(homes[1]))
    with seen_by(caseworker):
        apply(caseworker, batch)
        one = Household.objects.get(residence_address="9组新房")
        labels = list(
            Household.pgh_event_model.objects.filter(pgh_obj_id=one.pk)
            .order_by("pgh_id")
            .values_list("pgh_label", "residence_address")
        )
    assert labels == [
        ("insert", ledgers.households(3, seed=2)[1][0][ADDRESS]),
        ("update", "9组新房"),
    ]
    assert AuditEvent.objects.filter(action="household.changed", household_id=one.pk).exists()


def test_blank_cells_and_people_not_named_change_nothing(caseworker, seen_by):
    homes = [home for home in ledgers.households(9, seed=3) if len(home) > 1][:2]
    apply(caseworker, bring(caseworker, homes))
    before = digest_of_register()
    homes[0][0][ADDRESS] = homes[0][0][10] = ""
    del homes[1][1:]
    batch = bring(caseworker, homes)
    assert counts(batch)["same"][0] == 2
    assert digest_of_register() == before


def test_a_person_of_another_county_is_answered_with_the_county_only(caseworker, other_county):
    homes = ledgers.households(2, seed=4)
    with scope.whole_city("test data"):
        there = make.household("211282102200", head="外县人")
        member = there.members.get()
    homes[0][0][NAME], homes[0][0][NUMBER] = "外县人", member.identity_number
    batch = bring(caseworker, homes)
    assert (counts(batch)["refused"][0], counts(batch)["new"][0]) == (1, 1)
    with scope.user_scope(caseworker):
        refused = batch.households.get(state="refused")
        assert [fault["code"] for fault in refused.faults] == ["elsewhere"]
        assert "开原市" in refused.payload
        assert there.household_no not in refused.payload


def test_an_active_member_of_another_own_household_is_refused_by_its_number(caseworker):
    home = make.household("211224105201", head="韩淑英", members=[])
    other = make.household("211224105201", head="赵守山")
    with scope.whole_city("test data"):
        head, stranger = home.members.get(), other.members.get()
    homes = ledgers.households(30, seed=5)
    two = next(rows for rows in homes if len(rows) == 2)
    two[0][VILLAGE] = two[1][VILLAGE] = "八宝村"
    two[0][NAME], two[0][NUMBER] = "韩淑英", head.identity_number
    two[1][NAME], two[1][NUMBER] = "赵守山", stranger.identity_number
    batch = bring(caseworker, [two])
    with scope.user_scope(caseworker):
        refused = batch.households.get(state="refused")
        assert "other_household" in [fault["code"] for fault in refused.faults]
        assert other.household_no in refused.payload


def doubtful(caseworker):
    """A household on the register without a number, and a ledger that names it without one."""
    home = make.household("211224105201", head="韩淑英")
    with scope.whole_city("test data"):
        head = home.members.get()
        head.identity_number, head.identity_digest = "", ""
        head.save()
    (rows,) = ledgers.households(1, seed=6)
    rows = [rows[0]]
    rows[0][VILLAGE], rows[0][NAME], rows[0][NUMBER] = "八宝村", "韩淑英", ""
    headings = [*ledgers.HEADINGS, "出生日期"]
    rows[0].append(head.birth_on.isoformat())
    batch = bring(caseworker, [rows], headings=headings)
    with scope.user_scope(caseworker):
        return home, batch, batch.households.get()


def test_a_possible_duplicate_is_the_officials_to_decide(caseworker, seen_by):
    home, batch, row = doubtful(caseworker)
    assert (row.state, row.is_doubtful, row.household_id) == ("refused", True, home.pk)
    with seen_by(caseworker):
        assert imports.decide(by=caseworker, row=row, decision="same").state == "changed"
        assert imports.decide(by=caseworker, row=row, decision="").state == "refused"
        assert imports.decide(by=caseworker, row=row, decision="new").state == "new"
        batch.refresh_from_db()
        assert counts(batch)["new"] == (1, 1)
        apply(caseworker, batch)
        assert Household.objects.count() == 2


def test_the_same_household_is_changed_not_doubled(caseworker, seen_by):
    home, batch, row = doubtful(caseworker)
    with seen_by(caseworker):
        imports.decide(by=caseworker, row=row, decision="same")
        apply(caseworker, batch)
        assert Household.objects.count() == 1
        home.refresh_from_db()
    assert home.residence_address == "2组"


def nameless(names, *, number="", addresses=()):
    """Households of one person each in one village, with neither number nor date of birth."""
    (home,) = ledgers.households(1, seed=16, villages=("八宝村",))
    places = addresses or [f"{line}组" for line in range(1, len(names) + 1)]
    homes = []
    for line, (name, place) in enumerate(zip(names, places, strict=True), 1):
        row = list(home[0])
        row[0], row[3], row[NAME], row[NUMBER] = str(line), f"N-{line}", name, number
        row[ADDRESS] = place
        homes.append([row])
    return homes


def test_a_file_without_numbers_and_birth_dates_doubles_no_household(caseworker, seen_by):
    homes = nameless(["韩淑英", "赵守山", "孙小宝"])
    apply(caseworker, bring(caseworker, homes))
    again = bring(caseworker, homes)
    assert (counts(again)["refused"][0], counts(again)["new"][0]) == (3, 0)
    with seen_by(caseworker):
        for row in again.households.all():
            assert (row.is_doubtful, row.household.head_name) == (True, row.head_name)
            assert imports.decide(by=caseworker, row=row, decision="same").state == "same"
        assert Household.objects.count() == 3


@pytest.mark.parametrize("address", ["9组", ""])
def test_somebody_of_that_name_in_the_village_is_the_officials_to_decide(
    caseworker, seen_by, address
):
    """The register has number and birth date, the file neither; of two, the address speaks."""
    make.household("211224105201", head="韩淑英", residence_address="3组")
    alike = make.household("211224105201", head="韩淑英", residence_address="9 组")
    make.household("211224105202", head="韩淑英", residence_address="9组")
    batch = bring(caseworker, nameless(["韩淑英"], addresses=[address]))
    with seen_by(caseworker):
        row = batch.households.get()
        assert row.is_doubtful
        assert not address or row.household_id == alike.pk
        assert imports.decide(by=caseworker, row=row, decision="new").state == "new"
        batch.refresh_from_db()
        apply(caseworker, batch)
        assert Household.objects.filter(head_name="韩淑英").count() == 4


def test_a_relative_of_that_name_at_another_address_is_no_doubt(caseworker, seen_by):
    make.household("211224105201", head="赵守山", residence_address="3组")
    rows = [home[0] for home in nameless(["韩淑英", "赵守山"], addresses=["5组", "5组"])]
    rows[0][NUMBER] = next(ledgers.people(40))[1]
    rows[1][3], rows[1][RELATION] = rows[0][3], "子"
    assert counts(bring(caseworker, [rows]))["new"] == (1, 2)
    for row in rows:
        row[ADDRESS] = "3组"
    assert counts(bring(caseworker, [rows]))["refused"] == (1, 2)


def test_one_name_twice_in_a_file_without_numbers_is_refused(caseworker, seen_by):
    names = ["韩淑英", "赵守山", "韩淑英", "赵守山"]
    batch = bring(caseworker, nameless(names, addresses=["1组", "2组", "1 组", "7组"]))
    with seen_by(caseworker):
        states = list(batch.households.order_by("first_row").values_list("state", flat=True))
        assert states == ["new", "new", "refused", "new"]
        assert batch.households.get(state="refused").faults[0]["code"] == "twice"


def test_registered_or_changed_meanwhile_is_refused_and_the_counts_stay_whole(caseworker, seen_by):
    homes = ledgers.households(5, seed=7)
    apply(caseworker, bring(caseworker, homes[:1]))
    homes[0][0][ADDRESS] = "8组"
    batch = bring(caseworker, homes)
    assert (counts(batch)["changed"][0], counts(batch)["new"][0]) == (1, 4)
    with seen_by(caseworker):
        there = Household.objects.get()
        registration.change_household(
            by=caseworker, household=there, residence_address="别人刚改的"
        )
        registration.register(
            by=caseworker,
            area=there.area,
            head={"name": homes[1][0][NAME], "identity_number": homes[1][0][NUMBER]},
        )
        batch = apply(caseworker, batch)
        codes = {row.faults[0]["code"] for row in batch.households.filter(state="refused")}
        there.refresh_from_db()
    assert codes == {"registered_meanwhile", "changed_meanwhile"}
    assert there.residence_address == "别人刚改的"
    assert (counts(batch)["refused"][0], counts(batch)["new"][0]) == (2, 3)
    assert batch.rows_imported + batch.rows_refused == batch.rows_read


def test_a_village_outside_the_own_area_is_refused(caseworker, neighbour, seen_by):
    homes = ledgers.households(2, seed=8, town="老城镇", villages=("五勤村",))
    batch = bring(caseworker, homes)
    assert counts(batch)["refused"][0] == 2
    with seen_by(caseworker):
        assert {row.area_id for row in batch.households.all()} == {caseworker.area_id}
    with seen_by(neighbour):
        assert not batch.households.exists()


def test_an_import_is_invisible_next_door(caseworker, neighbour, chief, client_for, seen_by):
    batch = bring(caseworker, ledgers.households(1, seed=9))
    with seen_by(neighbour):
        assert not ImportBatch.objects.exists()
    with seen_by(caseworker):
        row = batch.households.get()
    for name, pk in (
        ("import_columns", batch.pk), ("import_apply", batch.pk),
        ("import_drop", batch.pk), ("import_refused", batch.pk), ("import_decide", row.pk),
    ):  # fmt: skip
        address = reverse(f"households:{name}", args=[pk])
        assert client_for(neighbour).post(address).status_code == 404, name
    seen = reverse("households:import", args=[batch.pk])
    assert client_for(neighbour).get(seen).status_code == 404
    assert client_for(chief).get(reverse("households:import", args=[batch.pk])).status_code == 200


def test_dropping_deletes_rows_and_file_and_leaves_the_record(
    caseworker, seen_by, django_capture_on_commit_callbacks, settings
):
    batch = bring(caseworker, ledgers.households(2, seed=10))
    with seen_by(caseworker), django_capture_on_commit_callbacks(execute=True):
        imports.drop(by=caseworker, batch=batch)
        imports.drop(by=caseworker, batch=batch)
    with seen_by(caseworker):
        batch.refresh_from_db()
        assert (batch.state, batch.households.count(), batch.rows_read > 0) == ("dropped", 0, True)
        with pytest.raises(MoveRefused):
            imports.apply(by=caseworker, batch=batch)
        with pytest.raises(MoveRefused):
            imports.ask_refused(by=caseworker, batch=batch)
    assert list((settings.PRIVATE_DIR / "ledgers").iterdir()) == []
    assert AuditEvent.objects.filter(action="import.dropped").count() == 1


def test_a_village_that_ended_since_the_check_takes_nothing_in(
    chief, caseworker, city_manager, seen_by
):
    stays = ledgers.households(2, seed=41, villages=["八宝村"])
    homes = stays + ledgers.households(3, seed=42, villages=["房家村"])
    batch = bring(chief, homes)
    ended = Area.objects.get(parent_id=BAOLI, name__startswith="房家村")
    into = Area.objects.villages().filter(parent_id=BAOLI).exclude(pk=ended.pk).first()
    change = people.division_change(city_manager)
    divisions.add_succeed(change=change, code=ended.pk, new_code=into.pk)
    jobs.run(divisions.carry_out(by=city_manager, change=change).pk)
    batch = apply(chief, batch)
    assert (counts(batch)["new"][0], counts(batch)["refused"][0]) == (2, 3)
    assert batch.rows_read == sum(map(len, homes))
    with seen_by(chief):
        assert not Household.objects.filter(area_id=ended.pk).exists()
        refused = batch.households.filter(state="refused")
        assert {row.faults[0]["code"] for row in refused} == {"village_ended"}
        assert "已撤并" in Waiting.of(refused[0]).reasons[0].message


def _a_change_may_begin():
    """Whether divisions could end now, tried on another connection."""
    try:
        with transaction.atomic(), connection.cursor() as cursor:
            cursor.execute("SET LOCAL lock_timeout = '100ms'")
            succession.await_holders()
    except OperationalError:
        return False
    finally:
        connection.close()
    return True


def test_no_division_ends_while_a_ledger_goes_in(caseworker, seen_by):
    batch, answers = bring(caseworker, ledgers.households(2, seed=43)), []

    def ask(*_told):
        with ThreadPoolExecutor(1) as other:
            answers.append(other.submit(_a_change_may_begin).result())

    ask()
    with seen_by(caseworker):
        import_applying.apply(
            batch_id=batch.pk, by=caseworker, progress=ask, fence=lambda: None
        )  # fmt: skip
    assert answers[0]
    assert answers[1:]
    assert not any(answers[1:])


def test_asking_twice_asks_once_and_applying_twice_applies_once(caseworker, seen_by):
    batch = bring(caseworker, ledgers.households(3, seed=11))
    with seen_by(caseworker):
        one = imports.apply(by=caseworker, batch=batch).apply_job_id
        two = imports.apply(by=caseworker, batch=batch).apply_job_id
    assert one == two
    jobs.run(one)
    before = digest_of_register()
    jobs.Job.objects.filter(pk=one).update(state="waiting")
    jobs.run(one)
    assert digest_of_register() == before
    assert jobs.Job.objects.get(pk=one).state == "done"


def test_refused_rows_come_back_in_the_offices_own_workbook(caseworker, seen_by, tmp_path):
    homes = ledgers.households(6, seed=12)
    homes[2][0][NUMBER] = homes[2][0][NUMBER][:-1] + "?"
    batch = bring(caseworker, homes)
    assert counts(batch)["refused"][0] == 1
    with seen_by(caseworker):
        batch = imports.ask_refused(by=caseworker, batch=batch)
        jobs.run(batch.refused_job_id)
        job = jobs.Job.objects.get(pk=batch.refused_job_id)
        assert job.state == "done", job.failure
        content = jobs.open_result(job=job, by=caseworker)
    rows = ledgers.read(content)
    assert rows[0][: len(ledgers.HEADINGS)] == list(ledgers.HEADINGS)
    assert [row[NAME] for row in rows[1:]] == [row[NAME] for row in homes[2]]
    assert rows[1][len(ledgers.HEADINGS)]


def test_columns_are_remembered_for_the_office(caseworker, neighbour, seen_by):
    batch = bring(caseworker, ledgers.households(1, seed=13))
    with seen_by(caseworker):
        assert imports.remembered(caseworker.area, batch.headings) == batch.columns
    with seen_by(neighbour):
        assert imports.remembered(neighbour.area, batch.headings) == {}


SPOILT = ("", "?", "2.11299E+17", "合计", "户主", "44927", "211299195001010010", "韩" * 300)
SPOTS = st.tuples(st.integers(0, 40), st.integers(0, 13), st.sampled_from(SPOILT))


@settings(
    max_examples=4, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture]
)
@given(spots=st.lists(SPOTS, min_size=1, max_size=12), seed=st.integers(30, 60))
def test_imported_and_refused_make_up_what_was_read(caseworker, seen_by, spots, seed):
    homes = ledgers.households(6, seed=seed)
    rows = [row for home in homes for row in home]
    for place, column, text in spots:
        rows[place % len(rows)][column] = text
    batch = bring(caseworker, [[row] for row in rows])
    assert batch.rows_imported + batch.rows_refused == batch.rows_read
    assert batch.rows_read + batch.rows_skipped == sum(any(row) for row in rows)
    if batch.households_new:
        with seen_by(caseworker):
            before = Member.objects.count()
        batch = apply(caseworker, batch)
        assert batch.rows_imported + batch.rows_refused == batch.rows_read
        with seen_by(caseworker):
            assert Member.objects.count() - before <= batch.rows_imported


@pytest.mark.parametrize("sign", ["/", "-", "无", "\u200b", "　"])
def test_a_row_of_dashes_or_invisible_signs_is_blank(caseworker, sign):
    homes = ledgers.households(2, seed=15)
    rows = sum(map(len, homes))
    for blank in ([sign], [sign] * len(ledgers.HEADINGS)):
        batch = bring(caseworker, [homes[0], [blank], homes[1]])
        assert (batch.rows_read, batch.rows_skipped, batch.rows_new) == (rows, 0, rows)


def test_old_imports_are_emptied_after_thirty_days(caseworker, seen_by):
    batch = bring(caseworker, ledgers.households(1, seed=14))
    with seen_by(caseworker):
        assert imports.empty_old() == 0
        ImportBatch.objects.update(uploaded_at=batch.uploaded_at - imports.LIFE)
    assert (imports.empty_old(), imports.empty_old()) == (1, 0)
    with seen_by(caseworker):
        batch.refresh_from_db()
        assert (batch.state, batch.households.count()) == ("dropped", 0)

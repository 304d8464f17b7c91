"""A change of divisions: prepared, carried out by the job, history keeping the old codes."""

import datetime

import pytest
from django.db import transaction
from django.urls import reverse
from django.utils import timezone

from accounts import jobs, scope, succession
from accounts.models import Area, AuditEvent, DivisionChange, Job, Message
from accounts.models.users import Role
from accounts.services import divisions
from assistance.models import ApplicationMove
from foundation import clock
from foundation.faults import InputError
from households.models import Counter, Household, IssuedDocument, MappingMemory, Member
from surveys.models import Visit
from tests.factories import accounts as people
from tests.factories import assistance as make_assistance
from tests.factories import households as make
from tests.factories import petitions as make_petitions

BAOLI, LAOCHENG = "211224105000", "211224101000"
OLD = ("211224105000", "211224105999")


@pytest.fixture
def change(city_manager):
    return people.division_change(city_manager)


def merge(change, **kwargs):
    divisions.add_succeed(change=change, code=BAOLI, new_code=LAOCHENG, **kwargs)


def start(change, by):
    with transaction.atomic():
        job = divisions.carry_out(by=by, change=change)
    jobs.run(job.pk)
    job.refresh_from_db()
    assert job.state == "done", job.failure
    change.refresh_from_db()
    return job


def seen(user, model):
    with scope.user_scope(user):
        return model.objects.count()


def test_a_merged_township_takes_everything_along(
    change, city_manager, caseworker, neighbour, county_leader
):
    household = make.household()
    with scope.whole_city("the test's own rows"):
        make.member(household, "韩小宝", "20")
        make.document(household)
        make_assistance.notice(of=household)
        case = make_petitions.case()
        unit = IssuedDocument.objects.values_list("unit", flat=True).first()
    old, number = household.area_id, household.household_no
    merge(change)
    start(change, city_manager)
    assert change.state == "done"
    with scope.user_scope(neighbour):  # 老城镇: what came is theirs
        household.refresh_from_db()
        assert household.area_id.startswith("211224101")
        assert household.household_no == number
        for model in (Household, Member, Visit, ApplicationMove, IssuedDocument):
            assert model.objects.exists(), model
            assert not model.objects.filter(area_id__gte=OLD[0], area_id__lte=OLD[1]).exists(), (
                model
            )
        assert IssuedDocument.objects.values_list("unit", flat=True).first() == unit
        case.refresh_from_db()
        assert not case.area_id.startswith("211224105")
    caseworker.refresh_from_db()
    assert caseworker.area_id == LAOCHENG
    assert Message.objects.filter(to=caseworker).exists()
    ended = Area.objects.get(pk=old)
    assert ended.valid_to == change.effective_on - datetime.timedelta(days=1)
    assert ended.successor_id == household.area_id
    assert not Area.objects.current(clock.today()).filter(parent_id=BAOLI).exists()
    assert AuditEvent.objects.filter(action="divisions.carried_out").exists()


def test_history_keeps_the_old_code_and_is_still_read(change, city_manager, caseworker, client_for):
    household = make.household()
    old = household.area_id
    merge(change)
    start(change, city_manager)
    caseworker.refresh_from_db()
    with scope.user_scope(caseworker):
        events = Household.pgh_event_model.objects.filter(pgh_obj_id=household.pk)
        assert old in events.values_list("area_id", flat=True)
    page = client_for(caseworker).get(reverse("households:history", args=[household.pk]))
    assert page.status_code == 200


def test_a_killed_run_goes_on_where_it_ended(change, city_manager, monkeypatch):
    household = make.household()
    merge(change)
    with transaction.atomic():
        job = divisions.carry_out(by=city_manager, change=change)

    class Dies(jobs.Running):
        def progress(self, done, total):
            if done == 2:
                raise KeyboardInterrupt

    with scope.user_scope(city_manager), pytest.raises(KeyboardInterrupt):
        divisions.run_change(Dies(job, job.uuid))
    assert change.items.filter(done_at__isnull=False).count() == 2
    jobs.run(job.pk)
    change.refresh_from_db()
    assert change.state == "done"
    with scope.whole_city("the test reads back"):
        household.refresh_from_db()
        assert household.area_id.startswith("211224101")


def test_numbers_stay_with_the_unit_that_drew_them(change, city_manager):
    """Both townships have drawn numbers this year: the counters must not meet."""
    for unit in (BAOLI, LAOCHENG):
        Counter.objects.create(unit_id=unit, year=2026, series="W5", last=7)
    merge(change)
    start(change, city_manager)
    assert Counter.objects.get(unit=BAOLI, series="W5").last == 7


def test_what_comes_late_into_an_ended_division_goes_over_in_the_end(
    change, city_manager, caseworker
):
    """Somebody's long transaction began before the division ended, and saves after its turn."""
    merge(change)
    with transaction.atomic():
        job = divisions.carry_out(by=city_manager, change=change)

    class Meanwhile(jobs.Running):
        late = None

        def progress(self, done, total):
            if done == total - 1:  # the villages have gone over
                self.late = make.household()

    running = Meanwhile(job, job.uuid)
    with scope.user_scope(city_manager):
        divisions.run_change(running)
    with scope.whole_city("the test reads back"):
        running.late.refresh_from_db()
    village = Area.objects.get(pk=make.VILLAGE)
    assert running.late.area_id == village.successor_id
    assert change.items.get(old=village).moved["households.household"] == 1


def test_one_change_at_a_time(change, city_manager):
    merge(change)
    other = people.division_change(city_manager, document="辽民函〔2026〕13号")
    divisions.add_rename(change=other, code="211224102000", name="新亮中桥镇")
    with transaction.atomic():
        job = divisions.carry_out(by=city_manager, change=change)
    with pytest.raises(InputError, match="辽民函〔2026〕12号"):
        divisions.carry_out(by=city_manager, change=other)
    Job.objects.filter(pk=job.pk).update(state="failed")  # half done
    with pytest.raises(InputError, match="辽民函〔2026〕12号"):
        divisions.carry_out(by=city_manager, change=other)
    start(change, city_manager)
    start(other, city_manager)
    assert Area.objects.get(pk="211224102000").name == "新亮中桥镇"


def headings(area, mapping, days_ago):
    """What an office said of some headings; rows alike but for the office."""
    made = MappingMemory.objects.create(area_id=area, signature="h1", mapping=mapping)
    used = timezone.now() - datetime.timedelta(days=days_ago)
    MappingMemory.objects.filter(pk=made.pk).update(used_at=used)


@pytest.mark.parametrize(("old_days", "kept"), [(3, "new"), (40, "old")])
def test_of_headings_both_offices_know_the_newer_are_kept(change, city_manager, old_days, kept):
    with scope.whole_city("the test's own rows"):
        headings(BAOLI, {"0": "new"}, old_days)
        headings(LAOCHENG, {"0": "old"}, 10)
        MappingMemory.objects.create(area_id=BAOLI, signature="only-here")
    merge(change)
    start(change, city_manager)
    with scope.whole_city("the test reads back"):
        rows = MappingMemory.objects.values_list("area_id", "signature", "mapping")
        assert sorted(rows, key=str) == sorted(
            [(LAOCHENG, "h1", {"0": kept}), (LAOCHENG, "only-here", {})], key=str
        )


def test_a_failed_run_can_go_on_from_the_page(change, city_manager, client_for):
    household = make.household()
    merge(change)
    with transaction.atomic():
        job = divisions.carry_out(by=city_manager, change=change)
    Job.objects.filter(pk=job.pk).update(state="failed")
    client = client_for(city_manager)
    page = client.get(reverse("accounts:division_change", args=[change.pk]))
    go = reverse("accounts:carry_out_division_change", args=[change.pk])
    assert go in page.content.decode()
    client.post(go)
    change.refresh_from_db()
    assert change.job != job
    jobs.run(change.job.pk)
    with scope.whole_city("the test reads back"):
        household.refresh_from_db()
        assert household.area_id.startswith("211224101")


def test_twice_starts_it_once(change, city_manager):
    merge(change)
    first = start(change, city_manager)
    with transaction.atomic():
        assert divisions.carry_out(by=city_manager, change=change) == first
    assert Job.objects.filter(kind=divisions.JOB).count() == 1


def test_a_renamed_town_keeps_its_code_and_its_former_name(change, city_manager):
    divisions.add_rename(change=change, code=BAOLI, name="新宝力镇")
    start(change, city_manager)
    area = Area.objects.get(pk=BAOLI)
    assert (area.name, area.valid_to) == ("新宝力镇", None)
    assert Area.objects.filter(parent=area).first().full_name.startswith("昌图县新宝力镇")
    for day, name in [("2025-12-31", "宝力镇"), ("2026-01-01", "新宝力镇")]:
        assert divisions.names_on([area], datetime.date.fromisoformat(day)) == {BAOLI: name}
    people.load_real_areas()  # an older list says otherwise
    area.refresh_from_db()
    assert area.name == "新宝力镇"


def test_before_its_day_and_with_faults_it_is_refused(city_manager):
    later = clock.today() + datetime.timedelta(days=1)
    change = people.division_change(city_manager, effective_on=later)
    with pytest.raises(InputError):
        divisions.carry_out(by=city_manager, change=change)
    merge(change)
    with pytest.raises(InputError, match=later.isoformat()):
        divisions.carry_out(by=city_manager, change=change)
    DivisionChange.objects.filter(pk=change.pk).update(effective_on=clock.today())
    change.items.filter(level="village").first().delete()
    with pytest.raises(InputError):
        divisions.carry_out(by=city_manager, change=change)


def test_an_ended_village_takes_no_new_household(change, city_manager, caseworker, client_for):
    merge(change)
    start(change, city_manager)
    page = client_for(people.user(Role.TOWNSHIP_CASEWORKER, LAOCHENG, "new.hand")).get(
        reverse("households:register")
    )
    assert "211224105" not in page.content.decode()


def test_everything_that_names_a_division_follows_stays_or_is_carried(db):
    """A new model with a division: decide whether its rows go along (``area_stays``)."""
    known = {(model._meta.db_table, field.column) for model, field in succession.places()}
    assert succession.carried() & known
    for model, field in succession.following():
        assert "UPDATE" in succession.privileges_of(model), (model, field.name)
    unchangeable = {
        f"{model._meta.label}.{field.name}"
        for model, field in succession.places()
        if succession.stays(model, field).startswith("insert-only")
        and (model._meta.db_table, field.column) not in succession.carried()
        and field.name == "area"
    }
    assert unchangeable == set(), "their readers lose them: hang them on their parent by a pair key"


def test_by_hand_on_the_pages(client_for, city_manager, django_capture_on_commit_callbacks):
    client = client_for(city_manager)
    made = client.post(
        reverse("accounts:prepare_division_change"),
        {"document": "辽民函〔2026〕12号", "effective_on": "2026-01-01"},
    )
    change = DivisionChange.objects.get()
    assert made.url == reverse("accounts:division_change", args=[change.pk])
    add = reverse("accounts:add_division_item", args=[change.pk, "succeed", BAOLI])
    wrong = client.post(add, {"into": "", "new_code": "", "name": "", "parent": ""})
    assert "error" in wrong.content.decode()
    wrong = client.post(add, {"new_code": "211282999000", "name": "新", "parent": ""})
    assert wrong.status_code == 200
    assert "211224" in wrong.content.decode()
    assert client.post(add, {"into": LAOCHENG}).status_code == 302
    assert change.items.filter(level="village").exists()
    item = change.items.filter(level="village").first()
    correct = reverse("accounts:change_division_item", args=[item.pk])
    typed = {"code": "211224101299", "name": "改名村"}
    assert client.post(correct, typed).status_code == 302
    item.refresh_from_db()
    assert (item.new_code, item.new_name) == ("211224101299", "改名村")
    assert client.get(made.url).status_code == 200
    go = reverse("accounts:carry_out_division_change", args=[change.pk])
    assert client.get(go).status_code == 200
    assert client.post(go).status_code == 302
    change.refresh_from_db()
    assert change.state == "running"
    township = change.items.get(level="township")
    client.post(reverse("accounts:remove_division_item", args=[township.pk]))
    assert change.items.filter(pk=township.pk).exists(), "too late to take it out"


def test_taken_out_or_dropped_nothing_happens(client_for, city_manager, change):
    merge(change)
    client = client_for(city_manager)
    township = change.items.get(level="township")
    client.post(reverse("accounts:remove_division_item", args=[township.pk]))
    assert not change.items.exists()
    client.post(reverse("accounts:drop_division_change", args=[change.pk]))
    change.refresh_from_db()
    assert change.state == "dropped"
    assert (
        client.post(reverse("accounts:carry_out_division_change", args=[change.pk])).status_code
        == 302
    )
    assert not Job.objects.filter(kind=divisions.JOB).exists()


def test_unfinished_changes_come_first_and_the_others_on_further_pages(client_for, city_manager):
    draft = people.division_change(city_manager, document="待办批复")
    for number in range(21):
        done = people.division_change(city_manager, document=f"第{number}号")
        divisions.drop(by=city_manager, change=done)
    client, url = client_for(city_manager), reverse("accounts:divisions")
    first, second = client.get(url), client.get(url, {"changes": "2", "page": "1"})
    assert first.context["changes"].rows[0] == draft
    assert (len(first.context["changes"]), len(second.context["changes"])) == (20, 2)
    assert "?page=1&amp;changes=1" in second.content.decode()

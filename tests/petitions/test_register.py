"""Registering a petition: the act, its refusals, repeats and the link with the register."""

import datetime

import pytest
from django.urls import reverse

from accounts.models import AuditEvent, Message
from petitions.models import PetitionCase
from tests.factories import households
from tests.factories import petitions as make

pytestmark = pytest.mark.django_db
URL = "/petitions/new/"


def typed(today, **changes):
    return {
        "source": "03", "original_no": "MXW-2026-1", "received_on": today.isoformat(),
        "petitioner": "冯 德山", "identity_number": households.identity(), "phone": "138 0000 2207",
        "people": "1", "matter": "02", "area": "211224105000", "summary": "停发低保。",
        "demand": "恢复低保。", "times_beijing": "0", "times_province": "1", "times_city": "0",
    } | changes  # fmt: skip


def everything():
    with make.scope.whole_city("test looks"):
        return list(PetitionCase.objects.order_by("pk"))


def test_it_works(caseworker, client_for, today):
    data = typed(today)
    response = client_for(caseworker).post(URL, data)
    (made,) = everything()
    assert response["Location"] == reverse("petitions:case", args=[made.pk])
    assert made.case_no == f"XF-211224105-{today.year}-0001"
    assert (made.petitioner, made.phone) == ("冯德山", "13800002207")
    assert made.identity_number == data["identity_number"]
    assert data["identity_number"].encode() not in bytes(made.identity_sealed)
    assert made.due_on == today + datetime.timedelta(days=15)
    assert made.step == "registered"
    assert AuditEvent.objects.filter(action="petition.registered").count() == 1


def test_another_area_cannot_be_chosen(neighbour, client_for, today):
    page = client_for(neighbour).post(URL, typed(today))
    assert page.status_code == 200
    assert 'id="id_area_error"' in page.content.decode()
    assert everything() == []


def test_lacking_permission_is_403(leader, client_for, today):
    assert client_for(leader).post(URL, typed(today)).status_code == 403
    assert everything() == []


def test_the_same_original_number_is_registered_once(caseworker, client_for, today):
    client, data = client_for(caseworker), typed(today)
    assert client.post(URL, data).status_code == 302
    page = client.post(URL, data)
    assert page.status_code == 200
    assert "已登记为 XF-211224105" in page.content.decode()
    assert len(everything()) == 1


@pytest.mark.parametrize(
    ("field", "value", "words"),
    [
        ("identity_number", "21129919620504001", "17"),
        ("received_on", "2999-01-01", "还没有到"),
        ("phone", "12345", "11"),
        ("people", "0", ""),
        ("demand", "", ""),
        ("previous_no", "XF-1", "核对编号"),
        ("complained_office", "211224105000", "上一级"),
        ("times_beijing", "-1", ""),
    ],
)
def test_mistakes_are_said_beside_their_field(field, value, words, caseworker, client_for, today):
    page = client_for(caseworker).post(URL, typed(today, **{field: value})).content.decode()
    assert f'id="id_{field}_error"' in page
    assert words in page
    assert "MXW-2026-1" in page
    assert everything() == []


def test_coming_back_opens_a_repeat_of_the_same_number(caseworker, client_for, today):
    client = client_for(caseworker)
    data = typed(today)
    for number in ("A", "B", "C"):
        assert client.post(URL, data | {"original_no": number}).status_code == 302
    client.post(URL, data | {"original_no": "D", "matter": "07"})
    first, second, third, other = everything()
    assert (second.case_no, third.case_no) == (f"{first.case_no}-R1", f"{first.case_no}-R2")
    assert (second.previous_id, third.previous_id) == (first.pk, second.pk)
    assert [case.is_repeat for case in (first, second, third, other)] == [False, True, True, False]
    assert other.case_no.endswith("-0002")


def test_an_earlier_case_can_be_named(caseworker, client_for, today):
    earlier = make.case(step="struck_off")
    client_for(caseworker).post(URL, typed(today, previous_no=earlier.case_no.lower()))
    assert everything()[-1].case_no == f"{earlier.case_no}-R1"
    assert everything()[0].step == "struck_off"


def test_a_petitioner_on_the_register_is_linked(caseworker, client_for, today):
    ours, theirs = households.household(), households.household("211224101200", "金哲洙")
    with make.scope.whole_city("test looks"):
        mine, other = (h.members.get().identity_number for h in (ours, theirs))
    client = client_for(caseworker)
    client.post(URL, typed(today, identity_number=mine))
    client.post(URL, typed(today, identity_number=other, original_no="2"))
    linked, unlinked = everything()
    assert (linked.household_id, linked.household_area_id) == (ours.pk, ours.area_id)
    assert unlinked.household_id is None
    panel = client.get(reverse("petitions:household_panel", args=[ours.pk])).content.decode()
    assert linked.case_no in panel
    assert unlinked.case_no not in panel


def test_mending_keeps_what_was_typed_and_records_the_fields(caseworker, client_for):
    case = make.case()
    client, url = client_for(caseworker), reverse("petitions:change", args=[case.pk])
    page = client.get(url)
    initial = page.context["form"].initial
    data = {k: getattr(v, "pk", v) or "" for k, v in initial.items()}
    data |= {"demand": "补发三个月低保金。", "times_beijing": "1"}
    data |= {k: data[k] or "0" for k in ("times_province", "times_city")}
    assert client.post(url, data).status_code == 302
    changed = everything()[0]
    assert (changed.demand, changed.times_beijing) == ("补发三个月低保金。", 1)
    event = AuditEvent.objects.get(action="petition.changed")
    assert event.detail == {"fields": ["times_beijing", "demand"]}


def test_a_closed_case_is_not_mended(caseworker, client_for):
    case = make.case(step="struck_off")
    for name in ("change", "assign", "add_record"):
        url = reverse(f"petitions:{name}", args=[case.pk])
        assert client_for(caseworker).get(url).status_code == 409


def test_the_log_takes_one_line_once(caseworker, client_for, today):
    case = make.case()
    client, url = client_for(caseworker), reverse("petitions:add_record", args=[case.pk])
    line = {"happened_on": today.isoformat(), "text": "入户核实收入。"}
    assert client.post(url, line).status_code == 302
    assert client.post(url, line).status_code == 302
    future = {**line, "happened_on": (today + datetime.timedelta(days=1)).isoformat()}
    assert client.post(url, future).status_code == 200
    with make.scope.whole_city("test looks"):
        assert [r.text for r in case.records.all()] == ["入户核实收入。"]


def test_naming_the_lead_tells_the_handler(caseworker, colleague, client_for):
    case = make.case(step="accepted")
    client, url = client_for(caseworker), reverse("petitions:assign", args=[case.pk])
    data = {
        "lead_name": "赵立强", "lead_duty": "副镇长", "lead_level": "3",
        "responsible_unit": "宝力镇人民政府", "handler": colleague.pk,
    }  # fmt: skip
    assert client.post(url, data).status_code == 302
    assert everything()[0].handler == colleague
    assert Message.objects.get(to=colleague).figures == {"case_no": case.case_no}


def test_only_those_of_the_line_can_be_handlers(caseworker, neighbour, client_for):
    case = make.case(step="accepted")
    url = reverse("petitions:assign", args=[case.pk])
    data = {
        "lead_name": "赵立强", "lead_duty": "副镇长", "lead_level": "3",
        "responsible_unit": "镇政府", "handler": neighbour.pk,
    }  # fmt: skip
    assert 'id="id_handler_error"' in client_for(caseworker).post(url, data).content.decode()
    assert everything()[0].handler is None

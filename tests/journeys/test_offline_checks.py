"""What the device checks without a network, held against what the server says of the same form."""

import datetime
import json

import pytest
from django.utils import translation

from surveys.content import blank
from surveys.digests import content_digest
from surveys.form_schema import form_schema
from surveys.known import NOTHING
from surveys.known_json import known_json
from surveys.merge import with_value
from surveys.validation import validate
from tests.factories.surveys import HOME, INCOME, LAND, NEED, content
from tests.journeys.conftest import PHONE

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
ON = datetime.date(2026, 6, 22)
# What the device judges by itself: these codes agree with the server's, fault by fault.
BOTH = {
    "required", "rows_missing", "rows_unexpected", "future", "order", "next_missing", "next_unfit",
    "next_over", "member_gone", "clock",
}  # fmt: skip
# Faults of a whole section that only the server words.
SERVER_ONLY = {("members", "rows_missing"), ("homes", "rows_missing")}
FORMS = [
    {},
    {"economy.has_livestock": True, "economy.has_vehicle": True},
    {"homes": {}, "economy.has_assets": True, "conclusion.has_needs": False},
    {"family.has_supporters": True},
    {"family.has_supporters": False, f"supporters.{HOME}": {"name": "韩建国", "duty": "elder"}},
    {"header.visited_on": "2026-06-23"},
    {"header.visited_on": "2026-06-22"},
    {"header.ended_at": "09:30"},
    {"header.ended_at": "09:31", "header.started_at": "09:32"},
    {f"incomes.{INCOME}.member": NEED},
    {"members": {}},
    {f"land.{LAND}.area": None},
    *({"header.result": result} for result in "234567"),
    {"header.result": "2", "header.next_action": "death", "header.next_on": "2026-06-21"},
    {"header.result": "5", "header.next_action": "death", "header.next_on": "2026-06-22"},
    {"header.result": None},
    {"header.manner": "phone"},
    {f"notes.{HOME}": {"path": "header.visited_on", "code": "clock_moved", "value": "2026-06-22"}},
    {f"notes.{HOME}": {"path": "header.visited_on", "code": "clock_moved", "value": "2025-06-22"}},
    {
        "header.result": "2",
        f"notes.{HOME}": {
            "path": "header.visited_on",
            "code": "clock_moved",
            "value": "2026-06-22",
        },
    },
]
PEOPLE = [
    ({}, True), ({"header.result": None}, True), ({"header.result": ""}, True),
    ({"header.result": "2"}, False), ({"header.manner": "phone"}, False),
    ({"header.manner": "video"}, False), ({"header.manner": "home"}, True),
]  # fmt: skip
NOTES = {"family.edition": "2", f"notes.{HOME}": {"path": "family.cause", "words": "核实无误"}}


HOUR, DAY = 3_600_000, 86_400_000
# (passed on the clock that can be set, passed on the page's own, same page) and whether it was set.
SETS = [
    ((HOUR, HOUR, True), False), ((-DAY + HOUR, HOUR, True), False),
    ((-DAY + HOUR - 1, HOUR, True), True), ((3 * DAY - 1, 4 * DAY, True), True),
    ((7 * DAY + HOUR, HOUR, True), False), ((7 * DAY + HOUR + 1, HOUR, True), True),
    ((365 * DAY, 0, False), False), ((-DAY, 0, False), False), ((-DAY - 1, 0, False), True),
]  # fmt: skip
NOW = 1_780_000_000_000
# What the device said at the beginning, when the server was heard before, the server's moment now.
BEGUN = [
    ((NOW, NOW, None), False), ((NOW - DAY, NOW, None), False), ((NOW - DAY - 1, NOW, None), True),
    ((NOW - 365 * DAY, 0, NOW), False), ((NOW + DAY, NOW, NOW), False),
    ((NOW + DAY + 1, NOW, NOW), True), ((NOW + 365 * DAY, NOW, None), False),
]  # fmt: skip


def form(changes):
    made = content(on=ON)
    for path, value in changes.items():
        made = with_value(made, path, value)
    return {**blank(), **made}


def in_browser(page, module, words, given):
    """What an expression over ``given`` is, with the module's exports in ``m``."""
    script = f"async (given) => {{ const m = await import('/static/surveys/{module}'); {words} }}"
    return page.evaluate(script, json.loads(json.dumps(given)))


@pytest.fixture
def page(caseworker, page_of):
    opened = page_of(caseworker, PHONE)
    opened.goto("/visits/")
    return opened


def test_the_device_finds_what_the_server_finds(page):
    with translation.override("zh-hans"):
        schema = form_schema()
        expected = [
            sorted(
                [f.path, f.code, f.level, str(f.message)]
                for f in validate(made, on=ON)
                if f.code in BOTH and (f.path, f.code) not in SERVER_ONLY
            )
            for made in map(form, FORMS)
        ]
        known = known_json(NOTHING)
    found = in_browser(
        page,
        "checks.js",
        "const [schema, forms, known, both, on] = given;"
        "return forms.map((one) => m.localFaults(schema, one, known, on)"
        ".filter((fault) => both.includes(fault.code))"
        ".map((fault) => [fault.path, fault.code, fault.level, fault.message]));",
        [schema, [form(changes) for changes in FORMS], known, sorted(BOTH), ON.isoformat()],
    )
    words = [sorted(faults) for faults in found]
    codes = [[fault[:3] for fault in faults] for faults in words]
    assert codes == [[fault[:3] for fault in faults] for faults in expected]
    assert {code for faults in codes for _path, code, _level in faults} == BOTH
    new = BOTH - {"required"}
    assert [[f for f in faults if f[1] in new] for faults in words] == [
        [f for f in faults if f[1] in new] for faults in expected
    ]


def test_who_was_met_and_can_sign_is_one_question(page):
    found = in_browser(
        page, "answers.js", "return given.map((one) => m.canFamilySign(one));",
        [form(changes) for changes, _can in PEOPLE],
    )  # fmt: skip
    assert found == [can for _changes, can in PEOPLE]


def test_what_is_signed_on_the_device_is_what_the_server_proves(page):
    plain, noted = form({}), form(NOTES)
    other = form({"family.circumstances": "屋顶漏雨"})
    canonical, signed = in_browser(
        page, "content.js",
        "const [plain, noted, other] = given; const words = m.canonical(plain);"
        "return [[plain, noted, other].map((one) => m.canonical(one) === words),"
        "[m.isSigned(words, noted), m.isSigned(m.everything(noted), noted),"
        " m.isSigned(words, other)]];",
        [plain, noted, other],
    )  # fmt: skip
    assert canonical == [
        content_digest(one) == content_digest(plain) for one in (plain, noted, other)
    ]
    assert canonical == [True, True, False]
    assert signed == [True, True, False]


def test_a_clock_that_was_set_is_told_from_one_that_ran_and_a_phone_that_slept(page):
    found = in_browser(
        page, "begun_day.js",
        "return given.map(([passed, steady, same]) => m.wasSet("
        "{ wall: 5e12, steady: 100, page: 1 },"
        " { wall: 5e12 + passed, steady: 100 + steady, page: same ? 1 : 2 }));",
        [given for given, _was_set in SETS],
    )  # fmt: skip
    assert found == [was_set for _given, was_set in SETS]


def test_no_visit_begins_before_the_server_was_heard_or_after_now(page):
    found = in_browser(
        page, "begun_day.js",
        "return given.map(([said, heard, there]) => [false, true].map((wasSet) =>"
        " m.isDoubtful({ said, heard, wasSet }, there)));",
        [given for given, _doubtful in BEGUN],
    )  # fmt: skip
    assert found == [[is_doubtful, True] for _given, is_doubtful in BEGUN]

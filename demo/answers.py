"""What families answer when they are visited: the four parts, with incomes that fit their kind."""

import datetime
from random import Random
from typing import Any

from demo import money
from demo.families import DIBAO, LIFTED, LOW, ORPHAN, TEKUN
from demo.register import Home
from households.models import Member
from surveys.choices import DONE
from surveys.content import Content, blank
from surveys.schema import EDITION

NEEDS = (
    ("06", "慢性病用药负担重，希望了解医疗救助政策", "县医疗保障局"),
    ("07", "房屋墙体开裂、漏雨，需要维修", "县住房和城乡建设局"),
    ("08", "希望介绍就近的公益性岗位", "县人力资源和社会保障局"),
    ("05", "子女上学费用有困难", "县教育局"),
    ("03", "独居老人需要定期上门照料", "镇社会工作和社会救助服务站"),
    ("01", "冬季取暖用煤不足", "镇民政办公室"),
    ("02", "未领取残疾人护理补贴，需协助申请", "县残疾人联合会"),
)
HINTS = ("无", "家庭关系和睦，邻里反映良好", "长子外出务工，与家庭联系较少", "房屋为二〇〇二年自建")


def opening(home: Home, *, kind: str, on: datetime.date) -> Content:
    """The form as it is opened: this visit, and the members the register knows."""
    content = blank()
    content["header"] = {
        "kind": kind, "visited_on": on.isoformat(), "respondent": home.household.head_name,
    }  # fmt: skip
    content["members"] = {money.row_of(m): _from_register(m) for m in home.members}
    content["family"] = {"edition": str(EDITION)}
    return content


def nobody_met(rng: Random, home: Home, *, kind: str, on: datetime.date) -> Content:
    """A visit that met nobody: only the first lines are filled in."""
    content = opening(home, kind=kind, on=on)
    result = rng.choice("2233")
    content["header"] |= {"result": result, "remarks": "邻居称近期不在家，改日再访"}
    return content


def half_filled(rng: Random, home: Home, *, kind: str, on: datetime.date) -> Content:
    """A draft somebody is still at: the family is written down, the rest is not."""
    whole = filled(rng, home, kind=kind, on=on)
    content = opening(home, kind=kind, on=on)
    for part in ("header", "family", "members") + (("homes", "land") if rng.random() < 0.5 else ()):
        content[part] = whole[part]
    return content


def filled(rng: Random, home: Home, *, kind: str, on: datetime.date) -> Content:
    """All four parts, answered so that nothing is missing or impossible."""
    content = opening(home, kind=kind, on=on)
    hour = rng.choice((8, 9, 10, 13, 14, 15))
    content["header"] |= {
        "result": DONE, "started_at": f"{hour:02d}:{rng.randrange(10, 30)}",
        "ended_at": f"{hour:02d}:{rng.randrange(40, 60)}", "respondent_relation": "self",
    }  # fmt: skip
    for member in home.members:
        content["members"][money.row_of(member)] |= _asked_of(rng, member)
    content["family"] |= {
        "contracted_land": "0", "elderly_living": _elderly(home, on),
        "cause": home.household.poverty_cause, "circumstances": rng.choice(HINTS),
    }  # fmt: skip
    content["economy"] = dict.fromkeys(
        ("has_livestock", "has_vehicle", "has_business", "has_assets"), False
    ) | {"heating": "1" if home.village.is_urban else "2"}
    money.earn(rng, home, content)
    _home(rng, home, content)
    content["coverage"] = _coverage(rng, home)
    _conclude(rng, home, content, on)
    return content


def _from_register(member: Member) -> dict[str, Any]:
    row: dict[str, Any] = {
        "member": str(member.pk), "name": member.name, "relation": member.relation,
        "is_counted": member.is_counted, "birth_on": str(member.birth_on),
    }  # fmt: skip
    known: dict[str, Any] = {
        "labour": member.labour_capacity, "employment": member.employment_status,
        "stage": member.student_stage, "school": member.school,
    }  # fmt: skip
    if member.disability_category:
        known |= {
            "is_disabled": True, "disability": member.disability_category,
            "grade": member.disability_grade,
        }  # fmt: skip
    if member.disease_kind:
        known |= {
            "is_ill": True, "disease": member.disease_kind, "disease_name": member.disease,
        }  # fmt: skip
    return row | {name: answer for name, answer in known.items() if answer}


def _asked_of(rng: Random, member: Member) -> dict[str, Any]:
    row: dict[str, Any] = {"is_disabled": False, "is_ill": False}
    if member.disability_category:
        row |= {"is_disabled": True, "has_certificate": True}
        if member.disability_grade == "1":
            row["unable"] = rng.sample(["dressing", "toilet", "walking", "bathing"], 2)
    if member.disease_kind:
        cost = rng.randrange(12, 60) * (500 if member.disease_kind == "1" else 100)
        row |= {"is_ill": True, "medical_cost": str(cost), "in_medical_aid": rng.random() < 0.5}
    if member.student_stage in ("4", "7"):
        row["school_cost"] = str(rng.randrange(20, 90) * 100)
    return row


def _elderly(home: Home, on: datetime.date) -> str:
    ages = [member.age_on(on) or 0 for member in home.members]
    if not any(age >= 60 for age in ages):
        return "none"
    if len(ages) == 1:
        return "alone"
    return "couple" if all(age >= 60 for age in ages) else "family"


def _home(rng: Random, home: Home, content: Content) -> None:
    if home.village.is_urban:
        tenure = rng.choices("1234", (60, 20, 10, 10))[0]
        row = {"tenure": tenure, "structure": "4", "rooms": "2"}
        if tenure == "1":
            row |= {"area": str(rng.randrange(38, 75)), "danger": "A"}
    else:
        row = {"tenure": "1", "structure": rng.choice("1223"), "rooms": "3"}
        row |= {
            "area": str(rng.randrange(45, 90)),
            "danger": rng.choices("ABCD", (50, 35, 12, 3))[0],
        }
    content["homes"] = {money.row_id(rng): row}


def _coverage(rng: Random, home: Home) -> dict[str, dict[str, Any]]:
    received: dict[str, dict[str, Any]] = {}
    since = home.household.registered_on.strftime("%Y-%m")
    size = len(home.members)
    paid = {DIBAO: ("dibao", 210 * size), TEKUN: ("tekun", 800), ORPHAN: ("orphan", 1400)}
    for kind, (code, amount) in paid.items():
        if kind in home.family.kinds:
            received[code] = {"amount": str(amount), "period": "month", "since": since,
                              "persons": str(size), "department": "县民政局"}  # fmt: skip
    if LOW in home.family.kinds:
        received["low_income"] = {"amount": "0", "period": "month", "since": since}
        if rng.random() < 0.4:
            received["heating"] = {"amount": "600", "period": "year", "since": since[:4]}
    if any(member.disability_grade in ("1", "2") for member in home.members):
        received["severe_care"] = {"amount": "99", "period": "month", "since": since}
    return {
        code: {"received": True, **received[code]} if code in received else {"received": False}
        for code in blank()["coverage"]
    }


def _conclude(rng: Random, home: Home, content: Content, on: datetime.date) -> None:
    count = rng.choices((0, 1, 2), (55, 35, 10))[0]
    content["needs"] = {
        money.row_id(rng): _need(rng, *need, on) for need in rng.sample(NEEDS, count)
    }
    kinds = home.family.kinds
    settled = DIBAO in kinds or TEKUN in kinds or ORPHAN in kinds or LOW in kinds
    content["conclusion"] = {
        "has_needs": count > 0, "leaflet": True,
        "awareness": rng.choices("12345", (2, 8, 22, 43, 25))[0],
        "satisfaction": rng.choices("345", (15, 45, 40))[0],
        "proposals": ["08"] if settled and LIFTED not in kinds else ["02"],
        "opinion": "情况属实，建议按程序办理。",
    }  # fmt: skip


def _need(rng: Random, kind: str, description: str, unit: str, on: datetime.date) -> dict[str, Any]:
    due = on + datetime.timedelta(days=rng.randrange(15, 60))
    row = {
        "kind": kind, "description": description,
        "urgency": rng.choices("123", (75, 20, 5))[0], "disposition": rng.choice("23"),
    }  # fmt: skip
    return row | {"unit": unit, "due_on": due.isoformat()}

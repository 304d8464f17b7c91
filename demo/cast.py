"""The people who work in the demo city: one login for every role, all with one password."""

from collections import Counter
from dataclasses import dataclass
from random import Random

from django.contrib.auth.hashers import make_password
from django.utils import timezone
from pypinyin import lazy_pinyin
from rest_framework.authtoken.models import Token

from accounts.models import Area, User, UserRole
from accounts.models.users import Role
from accounts.services.users import check_roles
from demo import names
from demo.bulk import Load

PASSWORD = "Nuanxin-2026"
CITY, CHANGTU, BAOLI = "211200000000", "211224000000", "211224105000"
TWO_PERSON_TOWNSHIP = "211204203000"  # 聂家满族乡
ENDINGS = ("村民委员会", "居民委员会", "满族乡", "街道", "社区", "镇", "乡", "市", "县", "区", "村")
COUNTY_DESKS = (
    (Role.COUNTY_REVIEWER, "shenhe", "民政局社会救助股", "审核员"),
    (Role.COUNTY_LEADER, "juzhang", "民政局", "分管副局长"),
    (Role.COUNTY_SECTION_CHIEF, "guzhang", "民政局社会救助股", "股长"),
    (Role.COUNTY_CHECKER, "hedui", "居民家庭经济状况核对中心", "核对员"),
)
MORE_DESKS = (
    (Role.COUNTY_CHILD_DESK, "ertong", "民政局儿童福利股", "儿童福利主任"),
    (Role.FINANCE_OFFICER, "caizheng", "财政局社会保障股", "科员"),
    (Role.DISABLED_FEDERATION, "canlian", "残疾人联合会", "审核员"),
    (Role.DEPARTMENT_USER, "weijian", "卫生健康局", "联络员"),
    (Role.DISCIPLINE_INSPECTOR, "jijian", "纪委监委派驻纪检监察组", "纪检监察员"),
)
CITY_DESKS = (
    (Role.CITY_VIEWER, "shi.chakan", "市民政局社会救助科", "科员", "郑雅琴"),
    (Role.CITY_MANAGER, "shi.guanli", "市民政局社会救助科", "科长", "高振东"),
    (Role.AUDITOR, "shi.shenji", "市民政局机关纪委", "审计管理员", "沈明"),
    (Role.SECURITY_ADMINISTRATOR, "shi.anquan", "市民政局信息中心", "安全管理员", "安宏伟"),
    (Role.SYSTEM_ADMINISTRATOR, "shi.xitong", "市民政局信息中心", "系统管理员", "许志强"),
)
MAIN_CAST = {
    "baoli.jingban": "李晓梅", "baoli.jingban2": "王建波", "baoli.lingdao": "赵立强",
    "changtu.shenhe": "周海峰", "changtu.juzhang": "吴国栋", "changtu.guzhang": "钱秀芝",
    "changtu.hedui": "孙赫", "baoli.babao": "刘长海",
}  # fmt: skip


MACHINE = "jiekou.shuju"
FACES = {
    Role.VILLAGE_CLERK: "baoli.babao", Role.TOWNSHIP_CASEWORKER: "baoli.jingban",
    Role.TOWNSHIP_LEADER: "baoli.lingdao", Role.COUNTY_CHECKER: "changtu.hedui",
    Role.COUNTY_REVIEWER: "changtu.shenhe", Role.COUNTY_LEADER: "changtu.juzhang",
    Role.COUNTY_SECTION_CHIEF: "changtu.guzhang", Role.COUNTY_CHILD_DESK: "changtu.ertong",
    Role.FINANCE_OFFICER: "changtu.caizheng", Role.DISABLED_FEDERATION: "changtu.canlian",
    Role.DEPARTMENT_USER: "changtu.weijian", Role.DISCIPLINE_INSPECTOR: "changtu.jijian",
    Role.CITY_VIEWER: "shi.chakan", Role.CITY_MANAGER: "shi.guanli", Role.AUDITOR: "shi.shenji",
    Role.SECURITY_ADMINISTRATOR: "shi.anquan", Role.SYSTEM_ADMINISTRATOR: "shi.xitong",
}  # fmt: skip
"""The login that stands for each role in the list, all of one place."""


@dataclass(frozen=True)
class Login:
    """An account to be made."""

    username: str
    area: Area
    roles: tuple[Role, ...]
    unit: str
    duty: str
    name: str = ""
    is_machine: bool = False


def seed_cast(rng: Random) -> dict[str, User]:
    """Make every account of the city; returns them by user name.

    One hash serves all: they share one published password, and hashing it 300 times would take
    minutes.
    """
    logins = [*_city(), *_counties(), *_townships(), *_villages()]
    known = User.objects.in_bulk([login.username for login in logins], field_name="username")
    logins = [login for login in logins if login.username not in known]
    encoded, now = make_password(PASSWORD), timezone.now()
    users = [
        User(
            username=login.username, name=login.name or _invented(rng), area=login.area,
            unit=login.unit, duty=login.duty, is_machine=login.is_machine,
            password=encoded, password_changed_at=now, created_at=now,
        )
        for login in logins
    ]  # fmt: skip
    load = Load()
    for user in users:
        load.add(user)
    made = {user.username: user for user in users} | known
    _give_roles(load, logins, made)
    load.flush()
    machine = made[MACHINE]
    machine.set_unusable_password()
    machine.save(update_fields=["password"])
    Token.objects.get_or_create(user=machine)
    return made


def _give_roles(load: Load, logins: list[Login], made: dict[str, User]) -> None:
    giver, now = made["shi.anquan"], timezone.now()
    for login in logins:
        check_roles(login.roles)
        user = made[login.username]
        for role in login.roles:
            load.add(UserRole(user=user, role=role, given_by=giver, given_at=now))
        detail = {"roles": sorted(login.roles)}
        load.act("user.created", user, by=giver, at=now, detail=detail)


def spelled(area: Area) -> str:
    """The name of a place in pinyin, without its kind: ``baoli`` for 宝力镇."""
    name = area.name
    for ending in ENDINGS:
        if name.endswith(ending) and len(name) - len(ending) >= 2:
            name = name.removesuffix(ending)
            break
    return "".join(lazy_pinyin(name, errors="ignore"))


def _invented(rng: Random) -> str:
    male = rng.random() < 0.55
    return names.surname(rng, names.HAN) + names.given_name(rng, male=male, born=1982)


def _city() -> list[Login]:
    city = Area.objects.get(pk=CITY)
    found = [
        Login(username, city, (role,), unit, duty, name)
        for role, username, unit, duty, name in CITY_DESKS
    ]
    machine = Login(
        MACHINE, city, (Role.CITY_VIEWER,), "市数据共享平台", "接口账号", "数据共享接口",
        is_machine=True,
    )  # fmt: skip
    return [*found, machine]


def _counties() -> list[Login]:
    logins = []
    for county in Area.objects.counties().order_by("code"):
        desks = COUNTY_DESKS + (MORE_DESKS if county.pk == CHANGTU else ())
        for role, word, unit, duty in desks:
            username = f"{spelled(county)}.{word}"
            name = MAIN_CAST.get(username, "")
            logins.append(Login(username, county, (role,), county.name + unit, duty, name))
    return logins


def spelled_townships() -> dict[str, str]:
    """The word for each township by its code; with the county's where two have the same name."""
    places = list(Area.objects.townships().select_related("parent").order_by("code"))
    repeated = Counter(map(spelled, places))
    return {
        place.pk: spelled(place) if repeated[spelled(place)] == 1
        else f"{spelled(place.parent)}.{spelled(place)}"
        for place in places
    }  # fmt: skip


def spelled_counties() -> dict[str, str]:
    """The word for each county by its code."""
    return {county.pk: spelled(county) for county in Area.objects.counties()}


def _townships() -> list[Login]:
    words = spelled_townships()
    logins = []
    for place in Area.objects.townships().order_by("code"):
        word = words[place.pk]
        deputy = "分管副镇长" if place.name.endswith("镇") else "分管副主任"
        unit = f"{place.name}民政办公室"
        both = (Role.TOWNSHIP_CASEWORKER, Role.TOWNSHIP_LEADER)
        for ending, role, duty in (
            ("jingban", Role.TOWNSHIP_CASEWORKER, "民政助理员"),
            ("jingban2", Role.TOWNSHIP_CASEWORKER, "民政助理员"),
            ("lingdao", Role.TOWNSHIP_LEADER, deputy),
        ):
            if ending == "jingban2" and place.pk != BAOLI:
                continue
            roles = both if place.pk == TWO_PERSON_TOWNSHIP else (role,)
            username = f"{word}.{ending}"
            name = MAIN_CAST.get(username, "")
            logins.append(Login(username, place, roles, unit, duty, name))
    return logins


def _villages() -> list[Login]:
    logins = []
    for village in Area.objects.within(Area.objects.get(pk=BAOLI)).villages():
        urban = village.name.endswith("社区")
        username = f"baoli.{spelled(village)}" + (".shequ" if urban else "")
        unit = village.name
        name = MAIN_CAST.get(username, "")
        logins.append(Login(username, village, (Role.VILLAGE_CLERK,), unit, "民政协理员", name))
    return logins

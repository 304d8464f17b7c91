"""What is known of a household on a day: the input of every judgement, stored with the decision."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from assistance.rules.exact import LONGEST_PERIOD
from assistance.rules.storage import Json, pack, unpack


class Status(StrEnum):
    """What was ruled on a property finding: open, upheld (it counts) or exempted (it does not)."""

    OPEN = "open"
    UPHELD = "upheld"
    EXEMPTED = "exempted"


@dataclass(frozen=True, slots=True)
class MemberFacts:
    """One person of the household. Codes are those of the register (student stage D8, labour D9,
    reason for not counting D11, disability category and grade D16); "" means unknown or none.

    ``counted`` None lets the rules decide from ``tie``, age, studies and where the person lives.
    """

    key: str
    name: str = ""
    birth_on: date | None = None
    counted: bool | None = True
    not_counted_reason: str = ""
    tie: str = ""
    lives_at_home: bool | None = None
    independent: bool | None = None
    covered: bool = True
    labour_capacity: str = ""
    employed: bool = False
    student_stage: str = ""
    disability_category: str = ""
    disability_grade: str = ""
    serious_disease: bool = False
    in_child_scheme: bool = False
    failed_self_care: int | None = None


@dataclass(frozen=True, slots=True)
class IncomeLine:
    """One income (收入) in yuan over ``months``: 1 工资性 2 经营净 3 财产净 4 转移净 5 其他.

    ``gross`` None: the income exists but its sum is not known. Support received from relatives
    outside the household is not a line but the ``actual_monthly`` of a SupporterFact.
    """

    member: str
    category: str
    gross: Decimal | None
    cost: Decimal = Decimal(0)
    months: int = 12
    sub_kind: str = ""
    source: str = ""
    exclude_code: str = ""
    reason: str = ""

    def __post_init__(self) -> None:
        if not 1 <= self.months <= LONGEST_PERIOD:
            raise ValueError(f"an income period has 1 to {LONGEST_PERIOD} months")
        if (self.gross is not None and self.gross < 0) or self.cost < 0:
            raise ValueError("income and its cost are never negative")


@dataclass(frozen=True, slots=True)
class PropertyFact:
    """One property (财产): kind 01 to 99 of the data dictionary, value in yuan, what was ruled."""

    kind: str
    value: Decimal | None = None
    status: Status = Status.OPEN
    owner: str = ""
    vehicle_kind: str = ""
    bought_on: date | None = None
    exemption_code: str = ""


@dataclass(frozen=True, slots=True)
class SupporterFact:
    """A legal supporter (赡养、抚养、扶养义务人) outside the household; money in yuan per month.

    ``duty``: elder 赡养, child 抚养, spouse 扶养. ``standing``: ordinary, tekun, dibao, low_income.
    ``incapacity``: no_civil_capacity, missing, in_prison. ``standard``: dibao standard of the
    supporter's own area (None: that of the household). ``supported_count``: all persons the
    supporter must support, in this household and elsewhere.
    """

    key: str
    supports: tuple[str, ...]
    name: str = ""
    duty: str = "elder"
    family_size: int = 1
    household_monthly_income: Decimal | None = None
    own_monthly_income: Decimal | None = None
    supported_count: int = 1
    standard: Decimal | None = None
    standing: str = "ordinary"
    birth_on: date | None = None
    disability_category: str = ""
    disability_grade: str = ""
    incapacity: str = ""
    property_within: bool | None = None
    exempt_reason: str = ""
    agreed_monthly: Decimal | None = None
    actual_monthly: Decimal | None = None

    def __post_init__(self) -> None:
        if not 1 <= self.supported_count <= LONGEST_PERIOD or self.family_size < 1:
            raise ValueError("a supporter supports 1 to 36 persons and has a family of at least 1")


@dataclass(frozen=True, slots=True)
class RigidExpenseFact:
    """Unavoidable spending (刚性支出) after insurance and aid, in yuan over ``months``.

    ``kind``: medical, education, rehabilitation, housing, care, accident, other.
    """

    member: str
    kind: str
    amount: Decimal | None
    months: int = 12

    def __post_init__(self) -> None:
        if not 1 <= self.months <= LONGEST_PERIOD or (self.amount is not None and self.amount < 0):
            raise ValueError("spending is never negative and spread over 1 to 36 months")


@dataclass(frozen=True, slots=True)
class HouseholdFacts:
    """The household as judged. ``urban_rural``: "1" urban, "2" rural; None is always "unknown".

    The ``…_known`` flags say that the question was asked: an empty list is then a real "none".
    ``hardship``: None not asked, "" none, accident / disaster / illness / other (急难型) or
    expenditure (支出型).
    """

    area: str
    urban_rural: str
    local_hukou: bool | None
    members: tuple[MemberFacts, ...]
    incomes: tuple[IncomeLine, ...] = ()
    properties: tuple[PropertyFact, ...] = ()
    supporters: tuple[SupporterFact, ...] = ()
    expenses: tuple[RigidExpenseFact, ...] = ()
    incomes_known: bool = True
    properties_known: bool = True
    supporters_known: bool = True
    expenses_known: bool = True
    hardship: str | None = ""
    temporary_aids: int = 0

    def names(self) -> dict[str, str]:
        """How each member is called in the findings."""
        return {member.key: member.name or member.key for member in self.members}

    def to_dict(self) -> dict[str, Json]:
        """The facts as JSON, for storage with the decision."""
        return pack(self)

    @classmethod
    def from_dict(cls, data: Json) -> "HouseholdFacts":
        """The facts as they were stored; ValueError when the object is not such facts."""
        return unpack(cls, data)


def age_on(birth_on: date, on: date) -> int:
    """Full years (周岁) on a day."""
    return on.year - birth_on.year - ((on.month, on.day) < (birth_on.month, birth_on.day))

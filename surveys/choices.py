"""The answers in a visit (domain section 2.4) that no code list holds, and codes with a name."""

from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

DONE = "1"  # visit_result: completed, so that the four parts are answered
ABLE_TO_WORK = ("1", "2")  # labour_capacity: able, partly able
EARNING = ("1", "2", "4", "5")  # employment_status that pays wages: an income is expected
OUT_OF_WORK = ("6", "7")
NOT_AT_SCHOOL = "0"  # student_stage
OWN_HOME, NO_HOME = "1", "5"  # housing_kind
IN_USE = "1"  # vehicle_status
ESTIMATED = "4"  # income_source
FLEXIBLE_WORK = "102"  # income_kind
SUPPORT_PAID = ("405", "406")  # income_kind: 赡养费, 抚养费、扶养费
SERIOUS_DISEASES = ("1", "3")  # disease_kind: 重特大疾病, 罕见病
OTHER_CROP = "other"  # crop
KEEP_AS_IS, INCREASE, DECREASE, LEAVE = "08", "05", "06", "07"  # visit_conclusion
PROPOSE_DIBAO = "01"
SOLVED, BY_US, REFERRED, LISTED = "1", "2", "3", "4"  # need_disposition


# visit_result: why nobody was met
NOBODY_HOME, AWAY, REFUSED, DIED, MOVED, UNKNOWN = "2", "3", "4", "5", "6", "7"


class Manner(models.TextChoices):
    """How the family was spoken to (走访方式); nothing written means at home."""

    HOME = "home", _("At home")
    PHONE = "phone", _("By telephone")
    VIDEO = "video", _("By video call")
    RELATIVES = "relatives", _("Through relatives or neighbours")


REMOTE = (Manner.PHONE, Manner.VIDEO)  # nobody can sign on the glass


class NextAction(models.TextChoices):
    """What is done after a visit that met nobody (后续处理)."""

    AGAIN = "again", _("Visit again")
    PHONE = "phone", _("Ask by telephone or video")
    RELATIVES = "relatives", _("Ask relatives and neighbours")
    TALK = "talk", _("The township talks with the family")
    DEATH = "death", _("Record the death and what aid it ends")
    MOVE = "move", _("Record the move or hand the file over")
    CHECK = "check", _("Check the file, and void the target if it is wrong")


class Respondent(models.TextChoices):
    SELF = "self", _("Head of the household")
    SPOUSE = "spouse", _("Spouse")
    CHILD = "child", _("Son or daughter")
    PARENT = "parent", _("Father or mother")
    RELATIVE = "relative", _("Other relative")
    NEIGHBOUR = "neighbour", _("Neighbour")
    CADRE = "cadre", _("Village cadre")


class Period(models.TextChoices):
    MONTH = "month", _("yuan/month")
    YEAR = "year", _("yuan/year")


class SelfCare(models.TextChoices):
    """The six things of the self-care test (特困人员认定办法 art.10); ticked when unable."""

    EATING = "eating", _("Eating")
    DRESSING = "dressing", _("Dressing")
    BED = "bed", _("Getting in and out of bed")
    TOILET = "toilet", _("Using the toilet")
    WALKING = "walking", _("Walking indoors")
    BATHING = "bathing", _("Bathing")


class ElderlyLiving(models.TextChoices):
    NONE = "none", _("Nobody over 60")
    WITH_FAMILY = "family", _("Living with family")
    COUPLE = "couple", _("Old people only")
    ALONE = "alone", _("Living alone")
    DISABLED = "disabled", _("Unable to care for themselves")


class Industry(models.TextChoices):
    """Where a labourer works (从业行业)."""

    FARMING = "farming", _("Farming, forestry, animals and fishing")
    FACTORY = "factory", _("Factories and mines")
    BUILDING = "building", _("Building")
    TRANSPORT = "transport", _("Transport and delivery")
    TRADE = "trade", _("Shops and trade")
    CATERING = "catering", _("Catering and lodging")
    HOME_SERVICE = "home_service", _("Household and other services")
    PUBLIC_POST = "public_post", _("Public-welfare posts")
    OTHER = "other", pgettext_lazy("industry", "Other")


class SupporterStanding(models.TextChoices):
    """What a supporter's own family lives on: the poor owe nothing."""

    ORDINARY = "ordinary", _("Ordinary family")
    DIBAO = "dibao", _("Dibao")
    LOW_INCOME = "low_income", _("Low-income household")
    TEKUN = "tekun", _("Tekun support")


class ReviewClass(models.TextChoices):
    """The class a dibao household is re-checked by (A、B、C 类)."""

    A = "A", _("Class A")
    B = "B", _("Class B")
    C = "C", _("Class C")


class BusinessRole(models.TextChoices):
    OWNER = "owner", _("Runs it")
    REPRESENTATIVE = "representative", _("Legal representative")
    SHAREHOLDER = "shareholder", _("Holds shares")
    MEMBER = "member", _("Member of a cooperative")


class LandKind(models.TextChoices):
    CONTRACTED = "contracted", _("Contracted farmland")
    FOREST = "forest", _("Woodland")
    WATER = "water", _("Water surface")


class LandUse(models.TextChoices):
    SELF = "self", _("Farmed by the family")
    RENTED_OUT = "rented_out", _("Rented out")
    LENT = "lent", _("Farmed by others without rent")
    IDLE = "idle", _("Lying idle")


class Livestock(models.TextChoices):
    CATTLE = "cattle", _("Cattle")
    SHEEP = "sheep", _("Sheep and goats")
    PIG = "pig", _("Pigs")
    POULTRY = "poultry", _("Poultry")
    FISH = "fish", _("Fish")
    OTHER = "other", pgettext_lazy("livestock", "Other")


class BusinessForm(models.TextChoices):
    SELF_EMPLOYED = "self_employed", _("Self-employed business")
    COMPANY = "company", _("Company")
    COOPERATIVE = "cooperative", _("Cooperative")


class BusinessState(models.TextChoices):
    OPERATING = "operating", _("Operating")
    STOPPED = "stopped", _("Stopped, not deregistered")
    NAME_ONLY = "name_only", _("Name lent only")


class Benefit(models.TextChoices):
    """What a household may already receive (保障情况)."""

    DIBAO = "dibao", _("Dibao")
    LOW_INCOME = "low_income", _("Low-income household")
    TEKUN = "tekun", _("Tekun support")
    ORPHAN = "orphan", _("Orphans and unsupported children")
    DISABLED_LIVING = "disabled_living", _("Living subsidy for disabled persons")
    SEVERE_CARE = "severe_care", _("Care subsidy for severe disability")
    TEMP_AID = "temp_aid", _("Temporary assistance")
    HEATING = "heating", _("Heating aid")
    PRICE = "price", _("Price subsidy")
    EDUCATION = "education", _("Education aid")
    MEDICAL = "medical", _("Medical aid")
    HOUSING = "housing", _("Housing aid")
    EMPLOYMENT = "employment", _("Employment aid")
    OTHER = "other", _("Other aid")


class Awareness(models.TextChoices):
    ONE = "1", _("1: does not know")
    TWO = "2", _("2: heard of it")
    THREE = "3", _("3: knows a little")
    FOUR = "4", _("4: knows")
    FIVE = "5", _("5: knows well")


class Satisfaction(models.TextChoices):
    ONE = "1", _("1: very dissatisfied")
    TWO = "2", _("2: dissatisfied")
    THREE = "3", _("3: neither")
    FOUR = "4", _("4: satisfied")
    FIVE = "5", _("5: very satisfied")

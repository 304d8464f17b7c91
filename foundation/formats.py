"""How money, dates and account numbers are written, the same on every page and in every file."""

from datetime import date, datetime
from decimal import ROUND_HALF_UP, Decimal, InvalidOperation

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import get_language

from foundation.money import format_yuan

EMPTY = "—"


def _decimal(value: object) -> Decimal | None:
    if value is None or value == "":
        return None
    try:
        return Decimal(str(value))
    except InvalidOperation:
        return None


def money(value: object) -> str:
    """Yuan with thousands separators and two places: ``1,234.50``; nothing known is a dash."""
    amount = _decimal(value)
    if amount is None:
        return EMPTY
    return format_yuan(amount)


def whole(value: object) -> str:
    """A count with thousands separators: ``18,462``; nothing known is a dash."""
    number = _decimal(value)
    return EMPTY if number is None else f"{number:,.0f}"


def percent(value: object, whole_value: object = None) -> str:
    """One place: ``95.2%``. Of one argument, itself; of two, the first as part of the second."""
    part = _decimal(value)
    if part is None:
        return EMPTY
    if whole_value is not None:
        total = _decimal(whole_value)
        if not total:
            return EMPTY
        part = part * 100 / total
    return f"{part.quantize(Decimal('0.1'), rounding=ROUND_HALF_UP)}%"


def mask_account(value: str | None) -> str:
    """Only the last four digits of a bank account: ``****6780``."""
    if not value:
        return EMPTY
    return f"****{value[-4:]}" if len(value) > 4 else "****"


def _local(value: date | datetime) -> date | datetime:
    if isinstance(value, datetime) and timezone.is_aware(value):
        return timezone.localtime(value)
    return value


def _in_chinese() -> bool:
    return (get_language() or "zh-hans").startswith("zh")


def day(value: date | datetime | None) -> str:
    """Month and day for running text: ``6 月 18 日``, in English ``18 June``."""
    if not value:
        return EMPTY
    value = _local(value)
    return f"{value.month} 月 {value.day} 日" if _in_chinese() else date_format(value, "j F")


def day_narrow(value: date | datetime | None) -> str:
    """Month and day for narrow cells: ``6月18日``, in English ``18 Jun``."""
    if not value:
        return EMPTY
    value = _local(value)
    return f"{value.month}月{value.day}日" if _in_chinese() else date_format(value, "j M")


def day_full(value: date | datetime | None) -> str:
    """Year, month and day: ``2021 年 6 月 18 日``, in English ``18 June 2021``."""
    if not value:
        return EMPTY
    value = _local(value)
    if _in_chinese():
        return f"{value.year} 年 {value.month} 月 {value.day} 日"
    return date_format(value, "j F Y")


def moment(value: datetime | None) -> str:
    """Day and time of day: ``6 月 17 日 09:12``; another year is named."""
    if not value:
        return EMPTY
    local = _local(value)
    same_year = local.year == timezone.localdate().year
    return f"{day(local) if same_year else day_full(local)} {local:%H:%M}"


def file_size(octets: int | None) -> str:
    """Size of a file in KB or MB with one place."""
    if octets is None:
        return EMPTY
    if octets < 1024 * 1024:
        return f"{max(octets, 1) / 1024:.1f} KB"
    return f"{octets / (1024 * 1024):.1f} MB"

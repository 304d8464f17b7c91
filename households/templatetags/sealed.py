"""A masked number in a page, with the way to the full one for those who may see it."""

from typing import Any

from django import template

from households.sealed_numbers import NUMBERS

register = template.Library()


@register.inclusion_tag("households/_sealed_number.html", takes_context=True)
def sealed_number(context: template.Context, what: str, row: Any) -> dict[str, Any]:
    """``{% sealed_number "member-phone" member %}``; the page's ``may_reveal`` decides the link."""
    number = NUMBERS[what]
    return {
        "number": number,
        "row": row,
        "masked": number.masked(row),
        "may_reveal": bool(context.get("may_reveal")),
    }

"""Code lists and ages in templates."""

import datetime

from django import template
from django.utils.translation import gettext

from foundation import codelists
from foundation.formats import EMPTY

register = template.Library()


@register.simple_tag
def code_label(name: str, code: str) -> str:
    """The name of a code in the reader's language; a dash where nothing is known."""
    if not code:
        return EMPTY
    entry = codelists.code_list(name).entries.get(code)
    return str(entry) if entry else code


@register.simple_tag
def age(member, on: datetime.date) -> str:
    """``67 岁``; a dash where the date of birth is unknown."""
    years = member.age_on(on)
    return EMPTY if years is None else gettext("%(years)s years old") % {"years": years}


@register.simple_tag
def register_cell(column, row, showing) -> str:
    """What a column of the register list shows for a household; a dash where nothing is known."""
    value = column.value(row, showing)
    if isinstance(value, datetime.date):
        return value.isoformat()
    return EMPTY if value in (None, "") else str(value)

"""Audited acts and their things in words."""

from django import template
from django.apps import apps

from accounts.act_names import act_name
from foundation.formats import EMPTY

register = template.Library()
register.filter("act_name", act_name)


@register.filter
def thing_name(label: str) -> str:
    """``households.household`` as the noun of its table; the label where there is no such table."""
    if not label:
        return EMPTY
    try:
        return str(apps.get_model(label)._meta.verbose_name)
    except (LookupError, ValueError):
        return label

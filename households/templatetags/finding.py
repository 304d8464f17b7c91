"""What the reader opened lately, as a strip on a page."""

from typing import Any

from django import template

from accounts.access import may
from households import suggestions

register = template.Library()


@register.inclusion_tag("households/_recent.html", takes_context=True)
def recently_viewed(context: dict[str, Any]) -> dict[str, Any]:
    """``{% recently_viewed %}``: links to the households the reader opened last."""
    return {"recent": suggestions.recently_viewed(context["request"].user, at_most=6)}


@register.inclusion_tag("households/_duplicates_link.html", takes_context=True)
def duplicates_link(context: dict[str, Any]) -> dict[str, Any]:
    """``{% duplicates_link %}``: the way to possible duplicates, for those who may see them."""
    return {"may_see": may(context["request"].user, "households.view_duplicates")}

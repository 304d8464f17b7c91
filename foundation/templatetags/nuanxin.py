"""Tags and filters of every template: icons, money, masks, dates, deadlines, links."""

from typing import Any

from django import template
from django.http import QueryDict
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, ngettext

from foundation import codelists, contact, formats, forms, icons, identity
from foundation.deadlines import Light, Standing

register = template.Library()

register.simple_tag(icons.icon, name="icon")
register.filter("money", formats.money)
register.filter("whole", formats.whole)
register.filter("percent", formats.percent)
register.filter("mask_account", formats.mask_account)
register.filter("cn_date", formats.day)
register.filter("cn_date_narrow", formats.day_narrow)
register.filter("cn_date_full", formats.day_full)
register.filter("cn_moment", formats.moment)
register.filter("file_size", formats.file_size)
register.filter("to_mend", forms.to_mend)


@register.filter
def yuan(value: object) -> str:
    """``309.20 元``"""
    return _with_unit(value, gettext("%(amount)s yuan"))


@register.filter
def yuan_month(value: object) -> str:
    """``309.20 元/月``"""
    return _with_unit(value, gettext("%(amount)s yuan/month"))


@register.filter
def yuan_head(value: object) -> str:
    """``429.20 元/人/月``"""
    return _with_unit(value, gettext("%(amount)s yuan/person/month"))


def _with_unit(value: object, pattern: str) -> str:
    amount = formats.money(value)
    return amount if amount == formats.EMPTY else pattern % {"amount": amount}


@register.filter
def mask_id(value: str | None) -> str:
    """``2112**********1234``"""
    return identity.mask_identity(value) if value else formats.EMPTY


@register.filter
def mask_phone(value: str | None) -> str:
    """``138****2207``"""
    return contact.mask_phone(value) if value else formats.EMPTY


@register.filter
def code(value: str | None, name: str) -> str:
    """The label of a code in the named national list: ``{{ member.relation|code:"relation" }}``."""
    return str(codelists.label(name, value)) if value else formats.EMPTY


@register.filter
def dash(value: object) -> object:
    """The value, or a dash where nothing is known."""
    return formats.EMPTY if value is None or value == "" else value


@register.simple_tag(takes_context=True)
def query(context: template.Context, **changes: Any) -> str:
    """The page's query string with some parameters replaced; an empty value removes one."""
    return "?" + _changed(context, changes).urlencode()


def _changed(context: template.Context, changes: dict[str, Any]) -> QueryDict:
    request = context.get("request")
    params = request.GET.copy() if request else QueryDict(mutable=True)
    for name, value in changes.items():
        params.pop(name, None)
        if value not in (None, ""):
            params[name] = str(value)
    return params


@register.simple_tag(takes_context=True)
def sort_link(context: template.Context, field: str, label: str) -> SafeString:
    """A column heading that sorts by ``field`` (parameter ``sort``) and shows the direction."""
    request = context.get("request")
    current = request.GET.get("sort", "") if request else ""
    if current == field:
        mark, spoken, target = "▲", gettext("sorted ascending"), f"-{field}"
    elif current == f"-{field}":
        mark, spoken, target = "▼", gettext("sorted descending"), field
    else:
        mark, spoken, target = "", "", field
    address = "?" + _changed(context, {"sort": target, "page": None}).urlencode()
    if not mark:
        return format_html('<a class="nx-sort" href="{}">{}</a>', address, label)
    return format_html(
        '<a class="nx-sort" href="{}">{} <span aria-hidden="true">{}</span>'
        '<span class="nx-vh">{}</span></a>',
        address, label, mark, spoken,
    )  # fmt: skip


@register.simple_tag
def progress(value: Any, maximum: Any = 100, text: str = "", state: str = "") -> SafeString:
    """A bar with its words beside it; ``state`` is empty, ``ok``, ``warn`` or ``bad``."""
    words = text or formats.percent(value or 0, maximum or 1)
    return format_html(
        '<span class="nx-bar-cell"><progress{} value="{}" max="{}">{}</progress>'
        "<span>{}</span></span>",
        format_html(' class="is-{}"', state) if state else "",
        value or 0, maximum or 1, words, words,
    )  # fmt: skip


@register.simple_tag
def tag(label: Any, tone: str = "") -> SafeString:
    """A status word; ``tone`` is empty (draft, expired), go, ok, warn, bad or line (attribute)."""
    return format_html(
        '<span class="nx-tag{}">{}</span>', f" nx-tag--{tone}" if tone else "", label
    )


@register.simple_block_tag
def table_scroll(content: str) -> SafeString:
    """Put round every wide table: it slides inside its card and the keyboard can slide it too."""
    return format_html(
        '<div class="nx-scroll" tabindex="0" role="group" aria-label="{}">{}</div>',
        gettext("Table, slides sideways"),
        mark_safe(content),  # noqa: S308 -- already rendered and escaped by the template engine
    )


@register.simple_tag
def due(standing: Standing | None) -> SafeString:
    """The deadline label of a standing, in working days; nothing where nothing is due."""
    if standing is None:
        return mark_safe("")
    when = formats.day_narrow(standing.due_on)
    tone = {Light.GREEN: "", Light.YELLOW: " nx-due--soon", Light.RED: " nx-due--late"}
    return format_html(
        '<span class="nx-due{}"><b>{}</b><span>{}</span></span>',
        tone[standing.light],
        _time_left(standing),
        gettext("was due on %(day)s") % {"day": when} if standing.is_overdue else when,
    )


def _time_left(standing: Standing) -> str:
    days = standing.days_left
    if standing.is_overdue:
        days = standing.days_late
        words = ngettext("%(count)s day late", "%(count)s days late", days)
        return words % {"count": days} if days else gettext("Overdue")
    if not days:
        return gettext("Due today")
    return ngettext("%(count)s day left", "%(count)s days left", days) % {"count": days}

"""What the form notes by itself: warnings somebody has checked, answers found unchanged."""

from django.utils.translation import gettext_lazy as _

from surveys.fields import Field, Section

NOTES = Section(
    "notes",
    5,
    _("Notes of the form"),
    (
        Field("path", "text", _("Place in the form")),
        Field("code", "text", _("Code")),
        Field("value", "text", _("Answer it was about")),
        Field("words", "long", _("Explanation")),
    ),
    shape="rows",
    most_rows=300,
    is_hidden=True,
)
"""One row per warning that was checked (``code`` of the warning, ``words`` the explanation) and per
row or section gone through without a change (``code`` is UNCHANGED). A note holds while the answer
at its path is still ``value``. Rows have ids of their own, so that two people's notes merge.

CLOCK_MOVED is the device's own: its clock was not to be trusted when it wrote the date there."""
UNCHANGED = "unchanged"
CLOCK_MOVED = "clock_moved"

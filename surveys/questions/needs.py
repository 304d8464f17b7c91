"""Part 4 of a visit (需要帮助解决问题): problems, and the conclusion."""

from django.utils.translation import gettext_lazy as _

from foundation.codelists import choices as code_choices
from surveys import choices as c
from surveys.fields import Field, Section, asked_if, choice

NEEDS = Section(
    "needs",
    4,
    _("Problems to be solved"),
    (
        choice("kind", _("Kind of help"), "need_kind", required=True),
        Field("description", "long", _("What is needed"), required=True),
        choice("urgency", _("Urgency"), "need_urgency", required=True),
        choice("disposition", _("How it is dealt with"), "need_disposition", required=True),
        Field("unit", "text", _("Responsible unit"), required=True,
              shown_if=asked_if("disposition", c.BY_US, c.REFERRED, c.LISTED)),
        Field("due_on", "date", _("To be done by"), required=True,
              shown_if=asked_if("disposition", c.BY_US, c.REFERRED)),
        Field("outcome", "text", _("How it was solved"), required=True,
              shown_if=asked_if("disposition", c.SOLVED)),
    ),
    shape="rows",
    add=_("Add a problem"),
    flag="has_needs",
)  # fmt: skip
CONCLUSION = Section(
    "conclusion",
    4,
    _("Conclusion of the visit"),
    (
        Field("has_needs", "bool", _("Has the family problems to be solved?"), required=True),
        Field("leaflet", "bool", _("Policy leaflet handed over"), required=True),
        choice("awareness", _("Knows the policies"), c.Awareness, required=True),
        choice("satisfaction", _("Satisfaction"), c.Satisfaction),
        Field("proposals", "multi", _("Proposal"), choices=tuple(code_choices("visit_conclusion")),
              required=True),
        Field("opinion", "long", _("Investigators' opinion")),
    ),
)  # fmt: skip

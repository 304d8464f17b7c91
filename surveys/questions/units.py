"""Units the questions are answered in."""

from django.utils.translation import gettext_lazy as _

YUAN_YEAR, YUAN_MONTH = _("yuan/year"), _("yuan/month")
YUAN, MU = _("yuan"), _("mu")

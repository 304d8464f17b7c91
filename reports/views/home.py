"""The first page after signing in (待办): what to do today."""

from django.utils.translation import gettext as _
from django.utils.translation import ngettext
from django.views.decorators.http import require_GET

from accounts.access import may, requires
from accounts.models import Message
from foundation import clock
from foundation.htmx import render_page
from foundation.paging import paginate_list
from reports.actions import buttons
from reports.services.coverage import coverage
from reports.worklists import Term, Worklist, worklist

PAGE, RECENT = 8, 5
TONES = {Term.OVERDUE: "bad", Term.TODAY: "warn", Term.SOON: "warn", Term.AMPLE: ""}


@require_GET
@requires("accounts.use_site")
def home(request):
    """To-do list, coverage of the own area, messages, and what can be started."""
    today = clock.today()
    whole = worklist(request.user, today)
    kind, term = request.GET.get("kind", ""), request.GET.get("due", "")
    chosen = whole.of_kind(kind)
    context = {
        "today": today,
        "headline": headline(whole),
        "worklist": whole,
        "kind": kind,
        "term": term if term in Term.values else "",
        "counts": _strip(chosen, kind, term),
        "page": paginate_list(request, chosen.of_term(term), PAGE),
        "buttons": buttons(request.user),
        "coverage": _coverage(request.user, today),
        "may_see_dashboard": may(request.user, "reports.view_dashboard"),
        "may_see_visits": may(request.user, "surveys.view_visit"),
        "recent": Message.objects.filter(to=request.user)[:RECENT],
    }
    return render_page(request, "reports/home.html", context)


def _coverage(user, today):
    """The two coverages of the own area, for those who see households."""
    if user.holds_only_powers or not may(user, "households.view_household"):
        return None
    return coverage(user.area, today)


def headline(work: Worklist) -> str:
    """The day in one sentence."""
    soon = ngettext("%(count)s more within 3 days", "%(count)s more within 3 days", work.soon)
    soon %= {"count": work.soon}
    if not work.today:
        return _("Nothing is due today, %(soon)s") % {"soon": soon} if work.soon else (
            _("Nothing is due today"))  # fmt: skip
    words = ngettext("%(count)s thing to do today", "%(count)s things to do today", work.today)
    words %= {"count": work.today}
    return _("%(today)s, %(soon)s") % {"today": words, "soon": soon} if work.soon else words


def _strip(work: Worklist, kind: str, term: str) -> list[dict[str, object]]:
    def address(due: str) -> str:
        parts = [f"{name}={value}" for name, value in (("due", due), ("kind", kind)) if value]
        return "?" + "&".join(parts)

    everything = {
        "figure": len(work.lines),
        "label": _("All to do"),
        "address": address(""),
        "is_on": term not in Term.values,
    }
    return [everything] + [
        {
            "figure": work.counts[each],
            "label": each.label,
            "address": address(each),
            "is_on": term == each,
            "tone": TONES[each],
        }
        for each in Term
    ]

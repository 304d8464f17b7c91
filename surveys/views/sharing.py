"""Sharing visits out among pairs: the wish, the plan as a preview, carrying it out."""

import uuid
from collections import Counter
from typing import Any

from django.contrib import messages
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.utils.translation import ngettext
from django.views.decorators.http import require_POST

from accounts.access import requires
from accounts.area_choice import area_choice
from accounts.models import Area, User
from foundation.faults import InputError
from surveys.planning import Plan
from surveys.services import sharing
from surveys.services.sharing import BY_HAND
from surveys.sharing_form import Sharing


@requires("surveys.assign_visit")
def share_out(request: HttpRequest) -> HttpResponse:
    """Ask what is wanted, show the plan; a POST carries out the plan that was shown."""
    areas = area_choice(request.user, request.GET.get("area"))
    asked = Sharing(request.GET, request.user, areas.value)
    campaign = sharing.running_campaign(areas.value)
    page: dict[str, Any] = {"asked": asked, "areas": areas, "campaign": campaign}
    if request.method == "POST" and asked.is_valid:
        sent = {"seen": request.POST.get("seen", ""), "token": request.POST.get("token", "")[:40]}
        try:
            return redirect(_after(*sharing.share_out(by=request.user, wish=asked.wish, **sent)))
        except InputError as wrong:
            page["refusal"] = wrong.message
    if asked.is_valid:
        page |= _shown(asked, request.user)
    return render(request, "surveys/share_out.html", page)


@require_POST
@requires("surveys.assign_visit")
def take_back(request: HttpRequest, batch) -> HttpResponse:
    """Withdraw what was shared out in one act, as far as nobody has begun."""
    count = sharing.take_back(by=request.user, batch=batch)
    words = ngettext("%(count)s visit was taken back.", "%(count)s visits were taken back.", count)
    messages.success(request, words % {"count": count})
    return redirect("surveys:assignments")


def _shown(asked: Sharing, user: User) -> dict[str, Any]:
    """The plan as it would be now, or why there is none."""
    try:
        plan = sharing.plan_for(by=user, wish=asked.wish)
    except InputError as wrong:
        return {"refusal": wrong.message}
    return {"preview": _preview(asked, plan), "token": uuid.uuid4().hex}


def _after(batch, job) -> str:
    if job is not None:
        return reverse("accounts:jobs")
    return f"{reverse('surveys:assignments')}?batch={batch}"


def _preview(asked: Sharing, plan: Plan) -> dict[str, Any]:
    """The plan for people: who gets how many where, and the villages with their pair."""
    people = {person.pk: person for person in asked.people}
    villages = Counter(stop.village for _pair, stop in plan.rows())
    villages.update(stop.village for stop in plan.left)
    names = dict(Area.objects.filter(code__in=villages).values_list("code", "name"))
    pairs = list(plan.given)
    rows = []
    for pair, stops in plan.given.items():
        if not stops:
            continue
        where = Counter(stop.village for stop in stops)
        rows.append(
            {
                "first": people[pair.first], "second": people[pair.second], "load": pair.load,
                "count": len(stops), "after": pair.load + len(stops),
                "places": "、".join(_households(names[one], n) for one, n in sorted(where.items())),
            }
        )  # fmt: skip
    chosen = {stop.village: pairs.index(pair) for pair, stop in plan.rows()}
    by_hand = asked.form.cleaned_data["method"] == BY_HAND
    return {
        "rows": rows,
        "total": plan.total,
        "idle": sum(1 for stops in plan.given.values() if not stops),
        "seen": sharing.digest_of(plan),
        "left": sorted({names[stop.village] for stop in plan.left}),
        "left_count": len(plan.left),
        "villages": [
            {"code": code, "name": names[code], "count": villages[code],
             "chosen": chosen.get(code), "pairs": _able(pairs, code, people)}
            for code in sorted(villages)
        ] if by_hand else [],
    }  # fmt: skip


def _households(village: str, count: int) -> str:
    words = ngettext("%(village)s: %(n)s household", "%(village)s: %(n)s households", count)
    return words % {"village": village, "n": count}


def _able(pairs, village: str, people) -> list[tuple[int, str]]:
    return [
        (place, f"{people[pair.first].name}、{people[pair.second].name}")
        for place, pair in enumerate(pairs)
        if pair.reaches(village)
    ]

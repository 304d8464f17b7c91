"""One page per act on a case: what stands against it, what it asks for, and doing it."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.contrib import messages
from django.shortcuts import get_object_or_404, redirect
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.access import may, requires
from accounts.middleware import client_address
from foundation import clock
from foundation.faults import InputError, Text
from foundation.htmx import render_page
from foundation.moves import Guard, MoveRefused
from petitions import act_forms, pages, steps
from petitions.models import PetitionCase
from petitions.services import closing, handling


@dataclass(frozen=True)
class Act:
    """How a move looks as a page: its form, its service, words before and after.

    ``answered``: guards the form itself answers, so that they are no obstacle beforehand.
    """

    name: str
    service: Callable[..., PetitionCase]
    done: Text
    text: Text = ""
    form: type[act_forms.ActForm] = act_forms.ActForm
    answered: tuple[Guard, ...] = ()


def rows():
    return PetitionCase.objects.select_related(
        "area", "handler", "registered_by", "complained_office", "reply", "previous", "household"
    )


def act_view(act: Act):
    """The view of one act, guarded by the permission the table of moves names."""
    move = steps.MOVES.moves[act.name]

    @requires(move.permission)
    def view(request, pk):
        case = get_object_or_404(rows(), pk=pk)
        form = act.form(request.POST if request.method == "POST" else None, case=case)
        if form.is_valid() and _done(request, act, form):
            messages.success(request, act.done)
            return redirect("petitions:case", pk=pk)
        context = {
            "case": case,
            "form": form,
            "act": act,
            "move": move,
            "obstacles": [] if form.is_bound else obstacles(case, act, request.user),
            "may_handle": may(request.user, steps.HANDLE),
            "standing": pages.standing_of(case, clock.today()),
        }
        return render_page(request, "petitions/act.html", context)

    return view


def obstacles(case: PetitionCase, act: Act, user) -> list[str]:
    """What must be made up before this act; a step already taken is refused outright."""
    found = steps.refusals(case, act.name, user, clock.today())
    if any(refusal.code != "guard" for refusal in found):
        raise MoveRefused(found)
    answered = {str(guard(case)) for guard in act.answered}
    return [str(refusal.message) for refusal in found if str(refusal.message) not in answered]


def _done(request, act: Act, form: Any) -> bool:
    """Do it; what the guards say goes into the form, so that nothing typed is lost."""
    try:
        act.service(case_id=form.case.pk, by=request.user, at=clock.now(), **form.cleaned_data)
    except InputError as error:
        form.add_error(error.code if error.code in form.fields else None, str(error))
        return False
    except MoveRefused as refused:
        if any(refusal.code != "guard" for refusal in refused.refusals):
            raise
        audit.record_refusal(
            by=request.user,
            action="move.refused",
            detail={"path": request.path, "reasons": ["guard"]},
            address=client_address(request),
        )
        for refusal in refused.refusals:
            form.add_error(None, str(refusal.message))
        return False
    return True


accept = act_view(
    Act("accept", handling.accept, _("Accepted. The written reply is due within 60 days."))
)
decline = act_view(
    Act(
        "decline",
        handling.decline,
        _("Not accepted. Tell the petitioner the reason in writing."),
        _("The petitioner is told the reason in writing and where to turn instead."),
        act_forms.ReasonForm,
    )
)
begin = act_view(Act("begin", handling.begin, _("In hand. Write down in the log what is done.")))
extend = act_view(
    Act(
        "extend",
        handling.extend,
        _("Extended. Tell the petitioner the reason."),
        _("Once, by 30 days, for complex matters; the petitioner is told the reason."),
        act_forms.ReasonForm,
    )
)
issue_reply = act_view(
    Act(
        "issue_reply",
        handling.issue_reply,
        _("The reply has been issued. Next: hand it over and record the delivery."),
        _("The document is numbered and kept as issued; it cannot be changed afterwards."),
        act_forms.ReplyForm,
        (steps.reply_written,),
    )
)
deliver = act_view(
    Act(
        "deliver",
        handling.deliver,
        _("Delivered. The petitioner has 30 days to ask for review."),
        form=act_forms.DeliverForm,
    )
)
resolve = act_view(
    Act(
        "resolve",
        handling.resolve,
        _("Resolved. After 30 days without a repeat the county can propose striking off."),
        form=act_forms.ResolveForm,
        answered=(steps.result_kind_given, steps.calmed_or_reviewed),
    )
)
propose = act_view(
    Act(
        "propose",
        closing.propose,
        _("Proposed. The city decides."),
        form=act_forms.ProposeForm,
        answered=(steps.lead_signed,),
    )
)
strike_off = act_view(
    Act(
        "strike_off",
        closing.strike_off,
        _("Struck off."),
        _("The case is closed. Coming back with the same matter opens it as a repeat."),
    )
)
return_to_county = act_view(
    Act(
        "return",
        closing.return_to_county,
        _("Returned to the county."),
        _("Write what is still missing."),
        act_forms.ReasonForm,
    )
)

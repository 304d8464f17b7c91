"""Acts in two steps: say what happened; read who goes where, then confirm (先预览，后确认)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect
from django.urls import reverse

from foundation.faults import InputError, Text
from foundation.forms import Form
from foundation.htmx import render_page
from households.change_forms import ConfirmForm
from households.looking import record_look
from households.models import Household
from households.services.changes.plans import Plan


@dataclass(frozen=True)
class Words:
    """What an act is called on its pages: heading, the confirming button, and an introduction."""

    title: Text
    go: Text
    intro: Text = ""


@dataclass(frozen=True)
class TwoSteps:
    """One act: its form, what it would do, and doing it (answers with the next address).

    ``household`` is the file it is about, where the user may read it; ``back`` where one leaves
    to, by default the file. ``do`` is given what was answered beneath the preview.
    """

    household: Household | None
    words: Words
    form: Form
    plan: Callable[[], Plan]
    do: Callable[[ConfirmForm], str]
    back: str = ""

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The form, the preview of the effects, or the act done."""
        if "edit" in request.POST or not self.form.is_valid():
            return self._form_page(request)
        try:
            plan = self.plan()
            confirmed = "confirm" in request.POST
            answers = ConfirmForm(request.POST if confirmed else None, plan=plan)
            if confirmed and plan.is_possible and answers.is_valid():
                return redirect(self.do(answers))
        except InputError as error:
            self.form.say_refused(error)
            return self._form_page(request)
        context = {
            "plan": plan,
            "form": answers,
            "typed": typed_pairs(request.POST, self.form),
            "said": self.form.cleaned_data,
        }
        return self._page(request, context)

    def _form_page(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, {"form": self.form})

    def _page(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        file = self.household
        if file is not None:
            record_look(request, file)
        back = self.back or (reverse("households:household", args=[file.pk]) if file else "")
        shared = {"household": file, "words": self.words, "back": back}
        return render_page(request, "households/act.html", {**shared, **context})


def typed_pairs(data: QueryDict, form: Form) -> list[tuple[str, str]]:
    """What was typed into the form's fields, to be carried through the preview."""
    return [(name, value) for name in form.fields for value in data.getlist(name)]

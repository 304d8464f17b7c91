"""Acts in two steps: say what happened; read who goes where, then confirm (先预览，后确认)."""

from collections.abc import Callable
from dataclasses import dataclass
from typing import Any

from django import forms
from django.http import HttpRequest, HttpResponse, QueryDict
from django.shortcuts import redirect

from foundation.faults import InputError, Text
from foundation.htmx import render_page
from households.change_forms import RelationsForm
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
    """One act: its form, what it would do, and doing it (answers with the next address)."""

    household: Household
    words: Words
    form: forms.Form
    plan: Callable[[], Plan]
    do: Callable[[dict[int, str]], str]

    def answer(self, request: HttpRequest) -> HttpResponse:
        """The form, the preview of the effects, or the act done."""
        if "edit" in request.POST or not self.form.is_valid():
            return self._form_page(request)
        try:
            plan = self.plan()
            confirmed = "confirm" in request.POST
            relations = RelationsForm(request.POST if confirmed else None, asked=plan.asked)
            if confirmed and plan.is_possible and relations.is_valid():
                return redirect(self.do(relations.relations))
        except InputError as error:
            self._say(error)
            return self._form_page(request)
        context = {
            "plan": plan,
            "form": relations,
            "typed": typed_pairs(request.POST, self.form),
            "said": self.form.cleaned_data,
        }
        return self._page(request, context)

    def _say(self, error: InputError) -> None:
        self.form.add_error(error.code if error.code in self.form.fields else None, error.message)

    def _form_page(self, request: HttpRequest) -> HttpResponse:
        return self._page(request, {"form": self.form})

    def _page(self, request: HttpRequest, context: dict[str, Any]) -> HttpResponse:
        record_look(request, self.household)
        shared = {"household": self.household, "words": self.words}
        return render_page(request, "households/act.html", {**shared, **context})


def typed_pairs(data: QueryDict, form: forms.Form) -> list[tuple[str, str]]:
    """What was typed into the form's fields, to be carried through the preview."""
    return [(name, value) for name in form.fields for value in data.getlist(name)]

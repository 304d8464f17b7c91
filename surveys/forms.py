"""Forms of surveys: starting a visit, deciding on one, giving it to others, settling."""

import datetime
from collections import defaultdict
from collections.abc import Sequence
from typing import Any

from django import forms
from django.http import QueryDict
from django.utils.translation import gettext_lazy as _

from accounts.models import User
from foundation import clock
from foundation.codelists import choices
from foundation.forms import DateField, Form
from households.forms import NarrowForm
from households.models import Household
from surveys import documents
from surveys.content import Content
from surveys.places import place_words, places
from surveys.services import papers
from surveys.services.assignments import visitors_of
from surveys.services.remarks import Remarks

APPROVE, RETURN = "approve", "return"
GONE = _(
    "A place you wrote about is no longer in the form. Your words stand below: choose another "
    "place for them, or move them to the opinion."
)


class StartForm(Form):
    """Why the household is visited."""

    kind = forms.ChoiceField(
        label=_("Reason for the visit"),
        choices=lambda: choices("visit_kind"),
        initial="1",
        widget=forms.RadioSelect,
    )


class DecisionForm(Form):
    """The leader's decision on a visit; returning it says what is to be mended, and where.

    Remarks already written come along as ``places`` and ``texts``; ``place`` and ``text`` are the
    one being written, so that the form works without scripts.
    """

    decision = forms.ChoiceField(
        label=_("Decision"),
        choices=[(APPROVE, _("Approve")), (RETURN, _("Return for correction"))],
        widget=forms.RadioSelect,
    )
    opinion = forms.CharField(
        label=_("Opinion"),
        required=False,
        max_length=500,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    place = forms.ChoiceField(label=_("Place in the form"), required=False)
    text = forms.CharField(
        label=_("What is to be mended there"),
        required=False,
        max_length=300,
        widget=forms.Textarea(attrs={"rows": 2}),
    )
    revision = forms.IntegerField(required=False, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, content: Content, remarks: Remarks = (), **more: Any
    ) -> None:
        super().__init__(data, **more)
        self.labels, groups = {}, defaultdict(list)
        for one in places(content):
            self.labels[one.path] = place_words(one.path, content)
            groups[one.group].append((one.path, one.label))
        field = self.fields["place"]
        field.choices = [("", _("Choose a place")), *groups.items()]  # type: ignore[attr-defined]
        given = zip(data.getlist("places"), data.getlist("texts"), strict=False) if data else ()
        self.remarks, self.lost = [], []
        for path, text in [*remarks, *given]:
            if path in self.labels:
                self.remarks.append((path, text))
            else:
                self.lost.append(text)
        self._keep_lost()

    def _keep_lost(self) -> None:
        """Words about a place that is gone stand in the form again, to be put elsewhere."""
        if not self.lost:
            return
        data = self.data.copy() if self.is_bound else self.initial
        data["text"] = "；".join(filter(None, (data.get("text", "").strip(), *self.lost)))
        self.data = data if self.is_bound else self.data

    def read_anew(self, revision: int) -> None:
        """The page shows another content by now: the next decision is about that one."""
        self.data = self.data.copy()
        self.data["revision"] = str(revision)

    @property
    def written(self) -> list[tuple[str, str, str]]:
        """Remarks already written: path, where that is in words, what is to be mended."""
        return [(path, self.labels[path], text) for path, text in self.remarks]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        place, text = cleaned.get("place") or "", (cleaned.get("text") or "").strip()
        if self.lost:
            self.add_error("place", GONE)
        if place and not text:
            self.add_error("text", _("Write what is to be mended there"))
        if text and not place and not self.lost:
            self.add_error("place", _("Choose the place the remark is about"))
        cleaned["remarks"] = [*self.remarks, *([(place, text)] if place and text else [])]
        decision, opinion = cleaned.get("decision"), (cleaned.get("opinion") or "").strip()
        if decision == RETURN and not cleaned["remarks"] and not opinion and not (place or text):
            self.add_error("opinion", _("Write what is to be mended"))
        if decision == APPROVE and cleaned["remarks"]:
            self.add_error(
                "decision", _("Remarks go back with the visit: return it, or take them off")
            )
        return cleaned


def drafted(data: QueryDict, content: Content) -> DecisionForm | None:
    """The form again with one remark more, less or begun; ``None`` when a decision was sent."""
    if not {"add", "drop", "at"} & set(data):
        return None
    remarks = list(zip(data.getlist("places"), data.getlist("texts"), strict=False))
    place, text = data.get("place", ""), data.get("text", "").strip()
    dropped = data.get("drop", "")
    if "add" in data and not (place and text):
        again = data.copy()
        again["decision"] = RETURN
        if not place and not text:
            again["place"] = next(iter(places(content))).path
        return DecisionForm(again, content=content)
    if "add" in data:
        remarks.append((place, text))
        place = text = ""
    elif dropped.isascii() and dropped.isdigit() and int(dropped) < len(remarks):
        del remarks[int(dropped)]
    else:
        place = data.get("at") or place
    begun = {
        "decision": RETURN, "opinion": data.get("opinion", ""), "place": place, "text": text,
        "revision": data.get("revision"),
    }  # fmt: skip
    return DecisionForm(content=content, remarks=remarks, initial=begun)


class GiveUpForm(Form):
    """Why nobody needs a stranded draft any more."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class SettleForm(Form):
    """What came of a follow-up."""

    outcome = forms.CharField(
        label=_("What came of it"),
        max_length=200,
        widget=forms.Textarea(attrs={"rows": 3}),
        help_text=_("Such as: reached by telephone, a new visit is agreed for Friday"),
    )


class PersonField(forms.ModelChoiceField):
    """One investigator, with where they work."""

    def label_from_instance(self, obj: Any) -> str:
        return f"{obj.name}（{obj.unit or obj.area.name}）"


class PairForm(NarrowForm):
    """Who visits the households, and by when."""

    first = PersonField(label=_("First investigator"), queryset=User.objects.none())
    second = PersonField(label=_("Second investigator"), queryset=User.objects.none())
    due_on = DateField(label=_("Visit by"))

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        keys = [person.pk for person in visitors_of(by)]
        people = User.objects.filter(pk__in=keys).select_related("area").order_by("area_id", "name")
        for name in ("first", "second"):
            self.fields[name].queryset = people  # type: ignore[attr-defined]
        self.fields["due_on"].initial = clock.today() + datetime.timedelta(days=14)

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("first") and cleaned.get("first") == cleaned.get("second"):
            self.add_error("second", _("Two different people make a visit."))
        return cleaned


class PapersForm(Form):
    """Which paper, for which households of the village, how many empty ones."""

    what = forms.ChoiceField(
        label=_("What to print"),
        choices=[
            (documents.W13, _("Form W13 with the members filled in")),
            (papers.EMPTY, _("Empty form W13")),
            (documents.CARD, _("Visit cards")),
            (documents.RECEIPT, _("Receipts of the policy leaflet")),
            (documents.NOTICE, _("Notices of a visit")),
        ],
        initial=documents.W13,
        widget=forms.RadioSelect,
    )
    copies = forms.IntegerField(
        label=_("Copies of the empty form"),
        min_value=1,
        max_value=papers.MOST_COPIES,
        initial=10,
        required=False,
    )
    households = forms.MultipleChoiceField(label=_("Households to print for"), required=False)
    token = forms.CharField(max_length=40, widget=forms.HiddenInput)

    def __init__(
        self, data: QueryDict | None = None, *, rows: Sequence[Household], **more: Any
    ) -> None:
        super().__init__(data, **more)
        field = self.fields["households"]
        field.choices = [(str(one.pk), one.head_name) for one in rows]  # type: ignore[attr-defined]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        cleaned["households"] = [int(key) for key in cleaned.get("households") or ()]
        cleaned["copies"] = cleaned.get("copies") or 1
        return cleaned

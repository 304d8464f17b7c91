"""Forms of the acts on households: what happened, when and why; relations are asked afterwards."""

import datetime
from collections.abc import Iterator
from typing import Any

from django import forms
from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from accounts.access import may
from accounts.models import User
from foundation import clock, codelists
from foundation.codelists import choices
from foundation.faults import Text
from foundation.form_sections import Section
from foundation.formats import day_full
from foundation.forms import DateField
from households.forms import NarrowForm
from households.member_forms import MemberForm
from households.models import HouseholdKind, Member
from households.models.members import AWAY, SCHOOL
from households.services.changes import leaving
from households.services.changes.joining import Joining
from households.services.changes.leaving import Leaving
from households.services.changes.plans import Asked, Likely, Plan

RELATION, SAME = "relation_", "same_"


class WideChoice(forms.ChoiceField):
    """A choice that takes the whole line."""

    width = "is-all"


class ConfirmForm(NarrowForm):
    """What is answered beneath a preview.

    What each of some people is to their head, or that it is the same person as one who is there
    already, with what seems to follow filled in; and, where the plan has kinds that exclude each
    other in one person, that they are different people's.
    """

    kinds_apart = forms.BooleanField(
        label=_("These kinds belong to different people of the family")
    )

    def __init__(self, *args: Any, plan: Plan, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        apart = self.fields.pop("kinds_apart")
        self._ask_relations(plan.asked)
        if plan.to_confirm:
            self.fields["kinds_apart"] = apart

    def _ask_relations(self, asked: list[Asked]) -> None:
        relations = [c for c in choices("relation") if c[0] not in Member.HEAD_RELATIONS]
        for one in asked:
            words = format_lazy(
                _("{name} (so far {relation}) is to {head}, the head"),
                name=one.member.name,
                head=one.head.name,
                relation=codelists.label("relation", one.member.relation),
            )
            self.fields[f"{RELATION}{one.member.pk}"] = forms.ChoiceField(
                label=words,
                choices=[("", _("Choose")), *map(_same_choice, one.same), *relations],
                initial=_filled_in(one),
                help_text=_number_hint(one),
                error_messages={"required": format_lazy(_("Choose: {label}"), label=words)},
            )

    @property
    def relations(self) -> dict[int, str]:
        return {pk: code for pk, code in self._answers() if not code.startswith(SAME)}

    @property
    def same(self) -> dict[int, int]:
        """Who is the same person as one who is there already, by the keys of both."""
        chosen = [(pk, code) for pk, code in self._answers() if code.startswith(SAME)]
        return {pk: int(code.removeprefix(SAME)) for pk, code in chosen}

    def _answers(self) -> Iterator[tuple[int, str]]:
        for name, code in self.cleaned_data.items():
            if name.startswith(RELATION):
                yield int(name.removeprefix(RELATION)), code

    @property
    def is_confirmed(self) -> bool:
        return self.cleaned_data.get("kinds_apart", False)


def _same_choice(likely: Likely) -> tuple[str, Text]:
    person = likely.member
    words = _("the same person as {name} ({relation}, {born}): do not add again")
    relation = codelists.label("relation", person.relation)
    born = day_full(person.birth_on)
    return f"{SAME}{person.pk}", format_lazy(words, name=person.name, relation=relation, born=born)


def _filled_in(one: Asked) -> str:
    strong = (likely.member.pk for likely in one.same if likely.is_strong)
    found = next(strong, None)
    return one.suggested if found is None else f"{SAME}{found}"


def _number_hint(one: Asked) -> str:
    """What would be lost to the file that stays if the record ended."""
    lacking = [likely for likely in one.same if not likely.member.identity_digest]
    if not lacking or not one.member.identity_digest:
        return ""
    words = _("Only this record has an identity number: enter it in the file that stays as well.")
    return str(words)


class ActForm(NarrowForm):
    """The day and the reason every act is remembered with."""

    on = DateField(label=_("Date"))
    reason = forms.CharField(label=_("Reason"), max_length=200)

    def clean_on(self) -> datetime.date:
        day = self.cleaned_data["on"]
        if day > clock.today():
            raise forms.ValidationError(_("This day is still to come: write the day it happened."))
        return day


class LeaveForm(ActForm):
    """Why and since when somebody no longer belongs to the family, or is away from it."""

    kind = forms.ChoiceField(
        label=_("What happened?"),
        choices=lambda: choices("member_left_kind"),
        widget=forms.RadioSelect,
    )
    field_order = ("kind", "on", "reason")

    def __init__(self, *args: Any, member: Member, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["on"].help_text = _("For a death the day of death; the month is the last paid.")
        self.fields["reason"].required = False
        self.others = {other.pk: other for other in leaving.others_of(member)}
        self._ask_head(member)
        self._ask_kinds(member)
        if not self.others and may(by, leaving.CLOSING):
            self.fields["closes_file"] = forms.BooleanField(
                label=_("Nobody is left: close the file as well"), required=False, initial=True
            )

    def _ask_head(self, member: Member) -> None:
        if not (member.is_head and self.others):
            return
        self.fields["new_head"] = WideChoice(
            label=_("Who becomes the head?"),
            choices=[(str(pk), other.name) for pk, other in self.others.items()],
            widget=forms.RadioSelect,
            required=False,
        )

    def _ask_kinds(self, member: Member) -> None:
        resting = leaving.kinds_without_holder(member, clock.today()) if self.others else []
        if resting:
            self.fields["ends_kinds"] = KindsField(
                label=_("These kinds rest on this person. Which of them end?"), kinds=resting
            )

    def clean(self) -> dict[str, Any]:
        """What is sent without having been offered is kept, so that the service says why not."""
        cleaned = super().clean() or self.cleaned_data
        if "closes_file" not in self.fields:
            sent = forms.CheckboxInput().value_from_datadict(self.data, self.files, "closes_file")
            cleaned["closes_file"] = sent
        return cleaned

    def leaving(self, relations: dict[int, str] | None = None) -> Leaving:
        """What was said, with the relations confirmed afterwards."""
        cleaned = self.cleaned_data
        head = cleaned.get("new_head")
        return Leaving(
            kind=cleaned["kind"],
            on=cleaned["on"],
            reason=cleaned["reason"],
            new_head=self.others[int(head)] if head else None,
            relations=relations or {},
            ends_kinds=[int(pk) for pk in cleaned.get("ends_kinds", ())],
            closes_file=bool(cleaned.get("closes_file")) and cleaned["kind"] not in AWAY,
        )


class KindsField(forms.MultipleChoiceField):
    """Some of a household's kinds, all ticked at first unless said otherwise."""

    widget = forms.CheckboxSelectMultiple
    width = "is-all"

    def __init__(self, *, kinds: list[HouseholdKind], ticked: bool = True, **kwargs: Any) -> None:
        named = [(str(k.pk), codelists.label("household_kind", k.kind)) for k in kinds]
        kwargs.setdefault("initial", [pk for pk, _name in named] if ticked else [])
        super().__init__(choices=named, required=False, **kwargs)


class ComeBackForm(ActForm):
    """Somebody who was away lives with the family again."""

    kind = forms.ChoiceField(
        label=_("What happened?"),
        choices=lambda: [c for c in choices("member_joined_kind") if c[0] in ("5", "6", "7", "9")],
        widget=forms.RadioSelect,
    )
    field_order = ("kind", "on", "reason")
    BACK_FROM = {"3": "5", SCHOOL: "6", "8": "7"}

    def __init__(self, *args: Any, member: Member, **kwargs: Any) -> None:
        kwargs.setdefault("initial", {"kind": self.BACK_FROM.get(member.away_kind, "9")})
        super().__init__(*args, **kwargs)
        self.fields["reason"].required = False


class CloseForm(ActForm):
    """Why a household leaves the register."""

    code = forms.ChoiceField(
        label=_("Why is the household taken off the register?"),
        choices=lambda: choices("deregister_reason"),
        widget=forms.RadioSelect,
    )
    field_order = ("code", "on", "reason")

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.fields["reason"].label = _("Note")
        self.fields["reason"].required = False

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        if cleaned.get("code") == "9" and not cleaned.get("reason"):
            self.add_error("reason", _("Say in a few words why."))
        return cleaned


class JoinForm(MemberForm):
    """A new member: the person, and how and when they came into the family."""

    joined_kind = forms.ChoiceField(
        label=_("How did they come?"), choices=lambda: choices("member_joined_kind")
    )
    joined_on = DateField(label=_("Joined on"), initial=clock.today)
    joined_reason = forms.CharField(label=_("Reason"), max_length=200, required=False)
    OWN = ("joined_kind", "joined_on", "joined_reason")
    SECTIONS = (Section(_("Joining the family"), OWN), *MemberForm.SECTIONS)

    def clean_joined_on(self) -> datetime.date:
        day = self.cleaned_data["joined_on"]
        if day > clock.today():
            raise forms.ValidationError(_("This day is still to come: write the day it happened."))
        return day

    def fields_to_save(self) -> dict[str, Any]:
        saved = super().fields_to_save()
        return {name: value for name, value in saved.items() if name not in self.OWN}

    def joining(self) -> Joining:
        """What was said."""
        kind, on, reason = (self.cleaned_data[name] for name in self.OWN)
        return Joining(self.fields_to_save(), kind, on, reason)

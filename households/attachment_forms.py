"""Forms of photos and papers: what they are, and why one is taken out."""

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from foundation import clock
from foundation.codelists import choices
from foundation.forms import DateField, Form
from foundation.uploads import ACCEPT
from households.forms import NarrowForm
from households.models import Household, Member

MOST_AT_ONCE = 20


class FilesInput(forms.FileInput):
    """Several files at once."""

    allow_multiple_selected = True


class FilesField(forms.FileField):
    """A list of uploaded files; each is judged when it is kept, so that one bad one stops none."""

    widget = FilesInput(attrs={"accept": ACCEPT})

    def clean(self, data: Any, initial: Any = None) -> list[Any]:
        # An empty file is a file: it gets its own words when it is judged, beside its name.
        files = [data] if data and not isinstance(data, (list, tuple)) else list(data or [])
        if not files and self.required:
            raise forms.ValidationError(self.error_messages["required"], code="required")
        if len(files) > MOST_AT_ONCE:
            raise forms.ValidationError(_("At most 20 files at once: send the others afterwards."))
        return files


class AddAttachmentsForm(Form):
    """What the chosen files are; all of them are of one kind and about one person, or about all."""

    kind = forms.ChoiceField(label=_("What is it?"))
    member = forms.ModelChoiceField(
        label=_("About whom?"),
        queryset=Member.objects.none(),
        required=False,
        empty_label=_("The whole household"),
    )
    dated_on = DateField(label=_("Taken or issued on"), required=False)
    valid_to = DateField(label=_("Valid to"), required=False)
    title = forms.CharField(
        label=_("Title"),
        max_length=60,
        required=False,
        help_text=_("Left empty, the name of the file is taken."),
    )
    camera = FilesField(
        label=_("Take a photo"),
        required=False,
        widget=forms.FileInput(attrs={"accept": "image/*", "capture": "environment"}),
    )
    papers = FilesField(
        label=_("Choose files"),
        required=False,
        help_text=_("Photos (JPEG, PNG, WebP) and PDFs, up to 20 MB each, several at once."),
    )

    def __init__(self, *args: Any, household: Household, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for name in ("title", "papers"):
            self.fields[name].width = "is-2"
        self.fields["camera"].width = "is-2 nx-phone-only"
        self.fields["kind"].choices = [("", _("Choose")), *choices("attachment_kind")]
        self.fields["member"].queryset = household.members.active()

    def clean_dated_on(self) -> Any:
        day = self.cleaned_data["dated_on"]
        if day and day > clock.today():
            raise forms.ValidationError(_("This day is still to come: correct the date."))
        return day

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or self.cleaned_data
        dated_on, valid_to = cleaned.get("dated_on"), cleaned.get("valid_to")
        if dated_on and valid_to and valid_to < dated_on:
            self.add_error("valid_to", _("This day lies before the day of issue."))
        if not self.chosen and not self.errors:
            self.add_error("papers", _("Choose a file or take a photo."))
        return cleaned

    @property
    def chosen(self) -> list[Any]:
        return [*self.cleaned_data.get("camera", []), *self.cleaned_data.get("papers", [])]

    def facts_to_save(self) -> dict[str, Any]:
        names = ("kind", "member", "title", "dated_on", "valid_to")
        return {name: self.cleaned_data[name] for name in names}


class RemoveAttachmentForm(NarrowForm):
    """Why a photo or paper is taken out."""

    reason = forms.ChoiceField(
        label=_("Reason"),
        choices=[
            ("传错", _("Added by mistake")),
            ("看不清", _("Cannot be read")),
            ("过期", _("Replaced by a newer one")),
            ("当事人要求", _("The person asked for it")),
        ],
        widget=forms.RadioSelect,
    )

"""Forms of campaigns: opening and changing, closing, the list, the roster."""

import uuid
from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models import User
from foundation import clock
from foundation.codelists import choices
from foundation.forms import DateField, Form
from households.forms import NarrowForm
from households.services.import_files import SUFFIXES
from surveys.campaign_templates import PLAN_2021, CampaignTemplate, Stage
from surveys.models import Campaign, CampaignKind
from surveys.services.targets import OTHER

STAGES = (1, 2, 3)
MOST_BYTES = 5 * 1024 * 1024
TEMPLATES = {PLAN_2021.code: PLAN_2021}


class CampaignForm(Form):
    """A campaign or routine round: what it is called, whom it must reach, and its stages."""

    name = forms.CharField(label=_("Name of the campaign"), max_length=80)
    kind = forms.ChoiceField(
        label=pgettext_lazy("campaign kind", "Kind"),
        choices=CampaignKind.choices,
        initial=CampaignKind.ROUTINE,
        widget=forms.RadioSelect,
        help_text=_("Campaigns are held by the city; a county or township holds routine rounds."),
    )
    target_kinds = forms.MultipleChoiceField(
        label=_("Kinds of households to visit"),
        choices=lambda: choices("household_kind"),
        required=False,
        widget=forms.CheckboxSelectMultiple,
        help_text=_("Tick none to visit all of them."),
    )
    source = forms.CharField(label=_("Source document"), max_length=200, required=False)
    token = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)

    def __init__(self, *args: Any, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        for number in STAGES:
            needed = number == 1
            words = {"number": number}
            label = _("Stage 1: screening") if needed else _("Stage %(number)s") % words
            self.fields[f"stage{number}"] = forms.CharField(
                label=label, max_length=30, required=needed,
                initial=_("Screening") if needed else "",
            )  # fmt: skip
            self.fields[f"from{number}"] = DateField(label=_("First day"), required=needed)
            self.fields[f"until{number}"] = DateField(label=_("Last day"), required=needed)

    @property
    def stage_rows(self) -> list[tuple[forms.BoundField, ...]]:
        """The three fields of each stage, as the page draws them."""
        return [tuple(self[f"{part}{n}"] for part in ("stage", "from", "until")) for n in STAGES]

    @property
    def general(self) -> list[forms.BoundField]:
        return [self[name] for name in ("name", "kind", "target_kinds", "source")]

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        before = None
        for number in STAGES:
            name, first, last = (cleaned.get(f"{p}{number}") for p in ("stage", "from", "until"))
            if not any((name, first, last)):
                continue
            self._judge_stage(number, bool(name and first and last))
            if first and last and last < first:
                self.add_error(f"until{number}", _("The last day must not be before the first"))
            if first and before and first <= before:
                self.add_error(
                    f"from{number}", _("A stage begins after the last day of the one before")
                )
            before = last or before
        return cleaned

    def _judge_stage(self, number: int, is_whole: bool) -> None:
        if not is_whole and number > 1:
            self.add_error(f"stage{number}", _("Fill in name, first and last day of the stage"))

    def template(self, code: str) -> CampaignTemplate:
        """What was filled in; only after ``is_valid``."""
        asked = self.cleaned_data
        stages = tuple(
            Stage(asked[f"stage{n}"], asked[f"from{n}"], asked[f"until{n}"])
            for n in STAGES
            if asked.get(f"from{n}")
        )
        return CampaignTemplate(
            code, asked["name"], stages, asked["source"], asked["kind"],
            tuple(asked["target_kinds"]),
        )  # fmt: skip

    @property
    def new_code(self) -> str:
        """The code of a new campaign: the same form sent twice opens one."""
        asked = self.cleaned_data
        return f"{asked['kind'][0]}{asked['from1']:%Y%m%d}-{asked['token'].hex[:12]}"


def initial_of(campaign: Campaign) -> dict[str, Any]:
    """A campaign as the form shows it."""
    known: dict[str, Any] = {
        "name": campaign.name, "kind": campaign.kind, "target_kinds": campaign.target_kinds,
        "source": campaign.source,
    }  # fmt: skip
    return known | _stages(campaign.stage_list)


def initial_of_template(code: str) -> dict[str, Any]:
    """A plan's template begun today, for the form of a new campaign."""
    template = TEMPLATES.get(code)
    if template is None:
        return {}
    template = template.shifted(clock.today())
    known: dict[str, Any] = {
        "name": template.name, "kind": template.kind, "source": template.source
    }  # fmt: skip
    return known | _stages(list(template.stages))


def _stages(stages: list[Stage]) -> dict[str, Any]:
    found: dict[str, Any] = {}
    for number, stage in zip(STAGES, stages, strict=False):
        found |= {
            f"stage{number}": stage.name,
            f"from{number}": stage.starts_on,
            f"until{number}": stage.ends_on,
        }
    return found


class CloseForm(NarrowForm):
    """Why a campaign is closed."""

    reason = forms.CharField(label=_("Reason"), max_length=200)


class FillForm(Form):
    """补入名单: as of which day, and why."""

    on = DateField(label=_("Households of a kind on"), initial=lambda: clock.today())
    reason = forms.CharField(label=_("Reason"), max_length=200)


class AddTargetForm(Form):
    """One household for the list, by its file number."""

    household = forms.CharField(label=_("File number"), max_length=22)
    reason = forms.CharField(label=_("Reason"), max_length=200)


class VoidForm(Form):
    """Why a household is taken off the list."""

    code = forms.ChoiceField(
        label=_("Kind of reason"),
        choices=lambda: choices("target_void_reason"),
        widget=forms.RadioSelect,
    )
    reason = forms.CharField(
        label=_("In words"), max_length=200, required=False,
        help_text=_("Needed for another reason, such as where the family went."),
    )  # fmt: skip

    def clean(self) -> dict[str, Any]:
        cleaned = super().clean() or {}
        if cleaned.get("code") == OTHER and not (cleaned.get("reason") or "").strip():
            self.add_error("reason", _("Write the reason"))
        return cleaned


class CadreForm(Form):
    """A cadre put on the roster by hand."""

    name = forms.CharField(label=_("Name"), max_length=50)
    unit = forms.CharField(
        label=_("Unit"), max_length=80,
        help_text=_("Exactly as it stands under the visits, so that they are found."),
    )  # fmt: skip
    duty = forms.CharField(label=_("Duty"), max_length=40, required=False)
    level = forms.ChoiceField(
        label=_("Level"), choices=lambda: choices("interviewer_level"), widget=forms.RadioSelect
    )
    user = forms.CharField(
        label=_("User name"), max_length=40, required=False,
        help_text=_("If the cadre has an account: its visits count by the account."),
    )  # fmt: skip
    active_from = DateField(label=_("On the roster from"))
    reason = forms.CharField(label=_("Reason"), max_length=200, required=False)

    def __init__(self, *args: Any, by: User, **kwargs: Any) -> None:
        super().__init__(*args, **kwargs)
        self.by = by

    def clean_user(self) -> User | None:
        name = self.cleaned_data["user"].strip()
        if not name:
            return None
        found = User.objects.within(self.by.area).filter(username=name, is_machine=False).first()
        if found is None:
            raise forms.ValidationError(_("There is no such account inside your area"))
        return found


class RosterFileForm(Form):
    """A roster kept in Excel."""

    file = forms.FileField(
        label=_("Roster in Excel"),
        help_text=_("An Excel workbook (.xlsx, .xls) or a .csv file, up to 5 MB and 5,000 rows"),
        widget=forms.ClearableFileInput(attrs={"accept": ",".join(SUFFIXES)}),
    )

    def clean_file(self):
        file = self.cleaned_data["file"]
        if not file.name.lower().endswith(SUFFIXES):
            raise forms.ValidationError(
                _("Choose an Excel workbook or a .csv file; save other files as .xlsx first.")
            )
        if file.size > MOST_BYTES:
            raise forms.ValidationError(
                _("The file is larger than 5 MB: split it, or leave pictures and other sheets out.")
            )
        return file


class LeaveForm(Form):
    """Since when somebody is off the roster, and why."""

    on = DateField(label=_("Last day on the roster"), initial=lambda: clock.today())
    reason = forms.CharField(label=_("Reason"), max_length=200)

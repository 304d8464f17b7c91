"""While a campaign's list and roster are being made: how far the job is; acts must wait."""

from django.utils.translation import gettext_lazy as _

from accounts.models import Job
from foundation.faults import InputError
from surveys.models import Campaign

BEGIN = "surveys.begin_campaign"


def key_of(campaign: Campaign) -> str:
    """The job's own key: a campaign begins once."""
    return f"{BEGIN}:{campaign.pk}"


def job_of(campaign: Campaign) -> Job | None:
    """The job that waits or makes the list now; whoever looks sees how far it is."""
    return Job.objects.unfinished().filter(key=key_of(campaign)).first()


def refuse_meanwhile(campaign: Campaign) -> None:
    """Raise InputError while the list is being made.

    Asked before the campaign is locked: the job holds it, and nobody is to wait for minutes.
    """
    has_begun = Campaign.objects.filter(pk=campaign.pk).exclude(begun_at=None).exists()
    if not has_begun and job_of(campaign) is not None:
        raise InputError("campaign", _("The list is being made; try again when it is there"))

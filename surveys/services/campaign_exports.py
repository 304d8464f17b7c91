"""The lists of a campaign as files: asked for, made by a job, exactly as they are filtered."""

from collections.abc import Mapping
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import gettext_noop

from accounts import audit, jobs
from accounts.access import may
from accounts.area_choice import area_choice
from accounts.models import Area, Job, User
from foundation import clock
from foundation.codelists import label_zh
from foundation.encryption import seal_bytes, unseal_bytes
from foundation.spreadsheets import LedgerFacts, write_ledger
from surveys import campaign_ledgers, roster_list, target_list
from surveys.coverage import period_of
from surveys.models import Campaign
from surveys.services.campaign_figures import made
from surveys.services.list_making import refuse_meanwhile

KIND = "surveys.campaign_list"
VIEW = "surveys.view_campaign"
TARGETS, CADRES = "targets", "cadres"
TITLES = {
    TARGETS: gettext_noop("Households of a campaign"),
    CADRES: gettext_noop("Roster of cadres"),
}


@transaction.atomic
def ask_for_list(*, by: User, campaign: Campaign, what: str, query: str, token: str) -> Job:
    """Ask for the file of a list as ``query`` filters it; the same token gives the same job.

    The query is kept sealed, because it may hold a name. Raises PermissionDenied, and InputError
    while the list is being made.
    """
    if not may(by, VIEW):
        raise PermissionDenied(VIEW)
    refuse_meanwhile(campaign)
    sealed = seal_bytes(query.encode(), bound_to=f"campaign:{token}").hex()
    area = area_choice(by, QueryDict(query).get("area")).chosen
    title = " · ".join([_(TITLES[what]), campaign.name, area.full_name])
    job = jobs.ask(
        kind=KIND, title=title[:200], by=by, key=f"campaign:{by.pk}:{token}",
        params={"campaign": campaign.pk, "what": what, "query": sealed, "token": token},
    )  # fmt: skip
    detail = {"what": what, "area": area.code}
    audit.record(by=by, action="campaign.export_asked", target=campaign, detail=detail)
    return job


@jobs.job_kind(KIND)
def make_list(job: jobs.Running) -> None:
    """Write the file in the scope of the person who asked, and keep it as the job's result."""
    campaign = Campaign.objects.visible_to(job.by).filter(pk=job.params["campaign"]).first()
    if campaign is None or not may(job.by, VIEW):
        raise jobs.JobFailed(_("You may no longer see this campaign."))
    sealed = bytes.fromhex(job.params["query"])
    query = QueryDict(unseal_bytes(sealed, bound_to=f"campaign:{job.params['token']}").decode())
    area = area_choice(job.by, query.get("area")).chosen
    write = _write_targets if job.params["what"] == TARGETS else _write_cadres
    with TemporaryDirectory() as folder, translation.override("zh-hans"):
        path = Path(folder) / "list.xlsx"
        title, facts = write(path, job, campaign, query, area)
        job.attach(path, f"{area.name}_{title}_{clock.today():%Y%m%d}.xlsx")
    detail = {
        "what": job.params["what"], "area": area.code, "rows": facts.row_count,
        "checksum": facts.checksum_sm3,
    }  # fmt: skip
    audit.record(by=job.by, action="campaign.exported", target=campaign, detail=detail)
    job.progress(facts.row_count, facts.row_count)
    job.result(rows=facts.row_count, checksum=facts.checksum_sm3)


def _write_targets(
    path: Path, job: jobs.Running, campaign: Campaign, query: QueryDict, area: Area
) -> tuple[str, LedgerFacts]:
    period = period_of(campaign, clock.today(), stage_of(query))
    wanted = target_list.Wanted.of(query, area, period)
    said = {
        "对象类别": label_zh("household_kind", wanted.kind) if wanted.kind else "全部",
        "进展": str(target_list.STATES[wanted.state]),
        "户主": wanted.head or "不限",
    }
    form = campaign_ledgers.TARGETS
    rows = campaign_ledgers.target_rows(campaign, wanted)
    notes = _notes(job.by, campaign, area, said | _days(period))
    return form.title, write_ledger(path, form, rows, **_head(job.by, area), data_notes=notes)


def _write_cadres(
    path: Path, job: jobs.Running, campaign: Campaign, query: QueryDict, area: Area
) -> tuple[str, LedgerFacts]:
    period = period_of(campaign, clock.today(), stage_of(query))
    by_cadre = made(campaign, period)
    wanted = roster_list.Wanted.of(query, area, period)
    found = roster_list.listed(campaign, wanted, by_cadre)
    said = {
        "级别": roster_list.level_zh(wanted.level),
        "进展": str(roster_list.STATES[wanted.state]),
    }
    form = campaign_ledgers.CADRES
    rows = campaign_ledgers.cadre_rows(campaign, period, found, by_cadre)
    notes = _notes(job.by, campaign, area, said | _days(period))
    return form.title, write_ledger(path, form, rows, **_head(job.by, area), data_notes=notes)


def stage_of(query: Mapping[str, str]) -> int | None:
    """The stage an address asks the figures to end with, from 0; nothing for today."""
    asked = query.get("stage", "")
    return int(asked) if asked.isascii() and asked.isdigit() and len(asked) < 3 else None


def _head(by: User, area: Area) -> dict:
    return {
        "region": area.full_name,
        "cut_off": clock.today(),
        "reported_by": by.unit or by.area.full_name,
    }


def _days(period) -> dict[str, str]:
    return {"走访日期": f"{period.since} 至 {period.until}"}


def _notes(by: User, campaign: Campaign, area: Area, said: dict[str, str]) -> dict[str, str]:
    return {
        "专项行动": campaign.name,
        "统计范围": f"{area.full_name}（{area.code}）",
        **said,
        "数据时间": f"{timezone.localtime():%Y-%m-%d %H:%M}",
        "制表人": f"{by.name}（{by.username}）",
    }

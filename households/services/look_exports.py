"""The list of who looked at a household as a file: asked for, made by a job, recorded."""

from pathlib import Path
from tempfile import TemporaryDirectory

from django.db import transaction
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import audit, jobs
from accounts.access import may
from accounts.models import Job, User
from foundation import clock
from foundation.ledger_forms import Column, Ledger
from foundation.spreadsheets import write_ledger
from households.looks import LooksFilter, told
from households.models import Household

KIND = "households.looks"
PERMISSION = "households.view_looks"
MOST = 50_000
FORM = Ledger(
    code="SK",
    title="查看记录",
    columns=[
        Column("时间", 18),
        Column("姓名", 10),
        Column("单位", 28),
        Column("查看内容", 36),
        Column("用途", 36),
    ],
    unit_line="",
)


@transaction.atomic
def ask_for_looks(*, by: User, household: Household, query: str, token: str) -> Job:
    """Ask for the file of the list as ``query`` filters it; the same token gives the same job."""
    job = jobs.ask(
        kind=KIND,
        title=_("Who looked") + f" · {household.household_no}",
        by=by,
        params={"household": household.pk, "query": query},
        key=f"looks:{by.pk}:{token}",
    )
    audit.record(by=by, action="looks.export_asked", target=household)
    return job


@jobs.job_kind(KIND)
def make_looks(job: jobs.Running) -> None:
    """Write the file in the scope of the person who asked, and keep it as the job's result."""
    household = Household.objects.select_related("area").filter(pk=job.params["household"]).first()
    if household is None or not may(job.by, PERMISSION):
        raise jobs.JobFailed(_("You may no longer see who looked at this household."))
    events = LooksFilter(QueryDict(job.params["query"]), household).qs[:MOST]
    with TemporaryDirectory() as folder, translation.override("zh-hans"):
        path = Path(folder) / "looks.xlsx"
        rows = [
            (
                f"{timezone.localtime(one.at):%Y-%m-%d %H:%M:%S}",
                one.by,
                one.unit,
                one.what,
                one.purpose,
            )
            for one in told(events)
        ]
        facts = write_ledger(
            path,
            FORM,
            rows,
            region=household.area.full_name,
            cut_off=clock.today(),
            reported_by=job.by.unit or job.by.area.full_name,
            data_notes={"档案号": household.household_no, "制表人": job.by.name},
        )
        job.attach(path, f"{household.household_no}_查看记录_{clock.today():%Y%m%d}.xlsx")
    detail = {"rows": facts.row_count, "checksum": facts.checksum_sm3}
    audit.record(by=job.by, action="looks.exported", target=household, detail=detail)
    job.result(rows=facts.row_count)

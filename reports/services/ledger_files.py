"""Asking for a ledger and writing its file (台账导出), masked unless a purpose is given."""

import datetime
from collections.abc import Iterable, Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import audit, jobs
from accounts.access import may
from accounts.ledger_requests import LedgerFilters
from accounts.models import Area, Job, User
from foundation import clock
from foundation.ledger_rows import Value
from foundation.spreadsheets import LedgerBook, LedgerFacts
from reports.registry import Entry, entry_of

KIND = "reports.ledger"
PLAIN = "reports.export_plain"
EVERY = 500


@transaction.atomic
def ask_for_ledger(
    *, by: User, entry: Entry, filters: LedgerFilters, purpose: str = "", key: str = ""
) -> Job:
    """Ask for the file of a ledger; the same ``key`` of the same person gives the same job.

    ``purpose`` is why identity numbers must stand in full; without it they are masked. Raises
    PermissionDenied when the person may not make this ledger, not there, or not with full numbers.
    """
    _allow(by, entry, filters.area, purpose)
    purpose, key = purpose.strip(), f"ledger:{by.pk}:{key}" if key else ""
    if key and (asked := Job.objects.of(by).filter(key=key).first()):
        return asked
    params = {
        "code": entry.code,
        "area": filters.area.code,
        "kind": filters.kind,
        "since": filters.since.isoformat() if filters.since else "",
        "until": filters.until.isoformat() if filters.until else "",
        "purpose": purpose,
    }
    masked = _("full numbers") if purpose else _("masked")
    parts = [entry.ledger.title, filters.area.full_name, kind_name(entry, filters.kind), masked]
    job = jobs.ask(
        kind=KIND,
        title=" · ".join(part for part in parts if part)[:200],
        by=by,
        params=params,
        key=key,
    )
    detail = {"ledger": entry.ledger.code, "area": filters.area.code, "purpose": purpose}
    audit.record(by=by, action="ledger.asked", target=job, detail=detail)
    return job


def kind_name(entry: Entry, kind: str) -> str:
    """The words of the kind asked for, "" for all."""
    return str(dict(entry.kinds()).get(kind, "")) if kind else ""


@jobs.job_kind(KIND)
def make_ledger(job: jobs.Running) -> None:
    """Write the file in the scope of the person who asked, and keep it as the job's result."""
    by, purpose = job.by, str(job.params.get("purpose", ""))
    entry = entry_of(job.params["code"])
    area = Area.objects.filter(code=job.params["area"]).first()
    if entry is None or area is None:
        raise jobs.JobFailed(_("There is no such ledger any more."))
    try:
        _allow(by, entry, area, purpose)
    except PermissionDenied:
        raise jobs.JobFailed(_("You may no longer make this ledger.")) from None
    day = clock.today()
    filters = LedgerFilters(
        area=area,
        on=day,
        kind=job.params["kind"],
        since=_day(job.params["since"]),
        until=_day(job.params["until"]),
        is_plain=bool(purpose),
    )
    name = f"{area.name}_{entry.ledger.title}_{day:%Y%m%d}.xlsx"
    with TemporaryDirectory() as folder, translation.override("zh-hans"):
        path = Path(folder) / "ledger.xlsx"
        facts = _write(path, job, entry, filters, purpose)
        job.attach(path, name)
    _record(job, entry, filters, purpose, facts)


def _allow(by: User, entry: Entry, area: Area, purpose: str) -> None:
    if not may(by, "reports.view_ledgers") or not may(by, entry.permission):
        raise PermissionDenied(entry.permission)
    if not by.area.contains(area.code):
        raise PermissionDenied("reports.view_ledgers")
    if purpose and not may(by, PLAIN):
        raise PermissionDenied(PLAIN)


def _day(text: str) -> datetime.date | None:
    return datetime.date.fromisoformat(text) if text else None


def _write(
    path: Path, job: jobs.Running, entry: Entry, filters: LedgerFilters, purpose: str
) -> LedgerFacts:
    total = entry.count(job.by, filters)
    job.progress(0, total)
    notes = dict(_notes(job.by, entry, filters, purpose))
    tallies = dict.fromkeys(entry.tallies, 0)
    with LedgerBook(
        path,
        region=filters.area.full_name,
        cut_off=filters.on,
        reported_by=job.by.unit or job.by.area.full_name,
        data_notes=notes,
        watermark=_watermark(job.by, purpose),
    ) as book:
        found = _watched(job, entry, entry.rows(job.by, filters), tallies, total)
        facts = book.add(entry.ledger, found)
        if entry.summary:
            form, counted = entry.summary
            book.add(form, counted(job.by, filters))
        notes |= {name: f"{amount:,}" for name, amount in tallies.items()}
    job.progress(facts.row_count, facts.row_count)
    return facts


def _watched(
    job: jobs.Running,
    entry: Entry,
    rows: Iterable[Sequence[Value]],
    tallies: dict[str, int],
    total: int,
) -> Iterator[Sequence[Value]]:
    """The rows as they pass: progress is shown, and stopping is noticed, every 500."""
    for number, row in enumerate(rows, start=1):
        for name, amount_of in entry.tallies.items():
            tallies[name] += amount_of(row)
        if number % EVERY == 0:
            job.progress(number, max(number, total))
        yield row


def _watermark(by: User, purpose: str) -> str:
    if not purpose:
        return ""
    now = timezone.localtime()
    return f"内部资料 严禁外传 {by.name}({by.username}) {now:%Y-%m-%d %H:%M} 用途:{purpose}"


def _notes(
    by: User, entry: Entry, filters: LedgerFilters, purpose: str
) -> Iterator[tuple[str, str]]:
    yield "统计范围", f"{filters.area.full_name}({filters.area.code})"
    if entry.kind_label:
        yield str(entry.kind_label), kind_name(entry, filters.kind) or "全部"
    if entry.dates_label:
        since, until = filters.since, filters.until
        yield str(entry.dates_label), f"{since or '最早'} 至 {until or '最近'}" if (
            since or until) else "不限"  # fmt: skip
    yield "数据时间", f"{timezone.localtime():%Y-%m-%d %H:%M}"
    yield "制表人", f"{by.name}({by.username})"
    yield from entry.explanations.items()
    yield "证件号码", f"全号,用途:{purpose}" if purpose else "已打码"


def _record(
    job: jobs.Running, entry: Entry, filters: LedgerFilters, purpose: str, facts: LedgerFacts
) -> None:
    detail: Mapping[str, object] = {
        "ledger": entry.ledger.code,
        "area": filters.area.code,
        "rows": facts.row_count,
        "is_plain": filters.is_plain,
        "purpose": purpose,
        "checksum": facts.checksum_sm3,
    }
    audit.record(by=job.by, action="ledger.exported", target=job.job, detail=detail)
    job.result(rows=facts.row_count, checksum=facts.checksum_sm3)

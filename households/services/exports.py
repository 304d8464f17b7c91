"""The register list as an Excel file (名册导出): what is filtered, in the chosen columns."""

from collections.abc import Iterator, Mapping, Sequence
from pathlib import Path
from tempfile import TemporaryDirectory

from django.core.exceptions import PermissionDenied
from django.db import transaction
from django.http import QueryDict
from django.utils import timezone, translation
from django.utils.translation import gettext as _

from accounts import audit, jobs
from accounts.access import may
from accounts.ledger_requests import LedgerFilters
from accounts.models import Job, User
from foundation import clock
from foundation.encryption import seal_bytes, unseal_bytes
from foundation.ledger_forms import Column, Ledger
from foundation.ledger_rows import Value
from foundation.spreadsheets import LedgerBook, LedgerFacts
from households.columns import RegisterColumn, columns_of, prepared
from households.conditions import SEARCH, Conditions, conditions
from households.models.code_mappings import Standard
from households.services.written_codes import MISSING, WrittenCodes

KIND = "households.export"
EXPORT, PLAIN = "households.export_register", "reports.export_plain"
EVERY = 1000


@transaction.atomic
def ask_for_export(
    *,
    by: User,
    query: str,
    columns: Sequence[str],
    token: str,
    purpose: str = "",
    standard: str = "",
) -> Job:
    """Ask for the file of the list as ``query`` filters it; the same token gives the same job.

    ``purpose`` is why numbers must stand in full; without it they are masked. ``standard`` is
    whose codes are written, "" for our words. The query is kept sealed, because the search box
    may hold a name or a number. Raises PermissionDenied.
    """
    _allow(by, purpose)
    asked = conditions(by, QueryDict(query))
    sealed = seal_bytes(asked.query.encode(), bound_to=f"export:{token}").hex()
    masked = _("full numbers") if purpose else _("masked")
    params = {
        "query": sealed, "token": token, "columns": list(columns), "purpose": purpose,
        "standard": standard,
    }  # fmt: skip
    words = [_("Register list"), asked.areas.chosen.full_name, masked]
    title = " · ".join([*words, str(Standard(standard).label)] if standard else words)
    job = jobs.ask(
        kind=KIND, title=title[:200], by=by, params=params, key=f"export:{by.pk}:{token}"
    )
    detail = {
        "area": asked.areas.chosen.code, "columns": list(columns), "purpose": purpose,
        "standard": standard,
    }  # fmt: skip
    audit.record(by=by, action="register.export_asked", target=job, detail=detail)
    return job


@jobs.job_kind(KIND)
def make_export(job: jobs.Running) -> None:
    """Write the file in the scope of the person who asked, and keep it as the job's result."""
    purpose = str(job.params["purpose"])
    try:
        _allow(job.by, purpose)
    except PermissionDenied:
        raise jobs.JobFailed(_("You may no longer export the register.")) from None
    bound = f"export:{job.params['token']}"
    query = unseal_bytes(bytes.fromhex(job.params["query"]), bound_to=bound).decode()
    with TemporaryDirectory() as folder, translation.override("zh-hans"):
        asked = conditions(job.by, QueryDict(query))
        path = Path(folder) / "register.xlsx"
        facts = _write(path, job, asked, columns_of(job.params["columns"]), purpose)
        name = f"{asked.areas.chosen.name}_困难家庭名册_{clock.today():%Y%m%d}.xlsx"
        job.attach(path, name)
    detail: Mapping[str, object] = {
        "area": asked.areas.chosen.code,
        "rows": facts.row_count,
        "is_plain": bool(purpose),
        "purpose": purpose,
        "standard": job.params.get("standard", ""),
        "checksum": facts.checksum_sm3,
    }
    audit.record(by=job.by, action="register.exported", target=job.job, detail=detail)
    job.result(rows=facts.row_count, checksum=facts.checksum_sm3)


def _allow(by: User, purpose: str) -> None:
    if not may(by, EXPORT):
        raise PermissionDenied(EXPORT)
    if purpose and not may(by, PLAIN):
        raise PermissionDenied(PLAIN)


def _write(
    path: Path,
    job: jobs.Running,
    asked: Conditions,
    columns: Sequence[RegisterColumn],
    purpose: str,
) -> LedgerFacts:
    showing = LedgerFilters(area=asked.areas.chosen, on=clock.today(), is_plain=bool(purpose))
    total = asked.rows.order_by().count()
    job.progress(0, total)
    codes = WrittenCodes(str(job.params.get("standard", "")), showing.on)
    leaves = [Column(str(one.label), one.width, one.kind) for one in columns]
    unit_line = "　".join(filter(None, ("单位：户、人", codes.line)))
    form = Ledger("MC", "困难家庭名册", leaves, unit_line=unit_line, frozen_columns=2)
    notes = dict(_notes(job.by, asked, purpose))
    with LedgerBook(
        path,
        region=asked.areas.chosen.full_name,
        cut_off=showing.on,
        reported_by=job.by.unit or job.by.area.full_name,
        data_notes=notes,
        watermark=_watermark(job.by, purpose),
    ) as book:
        facts = book.add(form, _rows(job, asked, columns, showing, codes, total))
        notes["代码"] = codes.name
        if missing := codes.missing(columns):
            notes[MISSING] = missing
    job.progress(facts.row_count, facts.row_count)
    return facts


def _rows(
    job: jobs.Running,
    asked: Conditions,
    columns: Sequence[RegisterColumn],
    showing: LedgerFilters,
    codes: WrittenCodes,
    total: int,
) -> Iterator[list[Value]]:
    found = prepared(asked.rows, columns, showing.on).iterator(chunk_size=EVERY)
    for number, row in enumerate(found, start=1):
        if number % EVERY == 0:
            job.progress(number, max(number, total))
        yield [codes.cell(column, row, showing) for column in columns]


def _watermark(by: User, purpose: str) -> str:
    if not purpose:
        return ""
    now = timezone.localtime()
    return f"内部资料 严禁外传 {by.name}({by.username}) {now:%Y-%m-%d %H:%M} 用途:{purpose}"


def _notes(by: User, asked: Conditions, purpose: str) -> Iterator[tuple[str, str]]:
    area = asked.areas.chosen
    yield "统计范围", f"{area.full_name}（{area.code}）"
    typed = asked.asked.get(SEARCH, "")
    said = [(about, words) for about, words in asked.sentences() if words != typed]
    yield "筛选条件", "；".join(f"{about}：{words}" for about, words in said) or "无"
    if typed:
        hidden = any(letter.isdigit() for letter in typed)
        yield "查找内容", "号码（不列出）" if hidden else typed
    yield "数据时间", f"{timezone.localtime():%Y-%m-%d %H:%M}"
    yield "制表人", f"{by.name}（{by.username}）"
    yield "证件号码、电话", f"全号，用途：{purpose}" if purpose else "已打码"

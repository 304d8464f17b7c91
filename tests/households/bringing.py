"""Brings ledgers through the import as an official does, and tells registers apart."""

import hashlib
import json

from accounts import jobs, scope
from households.import_pages import ColumnsPage
from households.models import Household, HouseholdKind, ImportBatch, Member
from households.services import imports
from tests.households import ledgers

# Not of the register's content: keys, seals with their nonces, instants.
LEFT_OUT = {"id", "seal_id", "household", "created_at", "updated_at"}


def upload(by, homes, **kwargs) -> ImportBatch:
    """Upload a ledger and take the columns as guessed; the check waits."""
    with scope.user_scope(by):
        content = ledgers.made(homes, **kwargs)
        batch, _is_new = imports.upload(by=by, file_name="台账.xlsx", blocks=[content])
        return choose_guessed(by, batch)


def choose_guessed(by, batch: ImportBatch, **said) -> ImportBatch:
    """Take the columns as they are guessed, and ask for the check; ``said`` are further answers."""
    page = ColumnsPage(batch, said, None)
    posted = {f"column-{place}": key for place, key in page.guessed.items()} | said
    page = ColumnsPage(batch, {}, posted)
    assert page.form.is_valid(), page.form.errors
    return imports.choose_columns(by=by, batch=batch, **page.chosen)


def bring(by, homes, **kwargs) -> ImportBatch:
    """Upload a ledger and have it checked."""
    batch = upload(by, homes, **kwargs)
    jobs.run(batch.check_job_id)
    with scope.user_scope(by):
        found = ImportBatch.objects.select_related("check_job").get(pk=batch.pk)
    assert found.check_job.state == "done", found.check_job.failure
    return found


def apply(by, batch: ImportBatch) -> ImportBatch:
    """Apply a checked ledger."""
    with scope.user_scope(by):
        asked = imports.apply(by=by, batch=batch)
    jobs.run(asked.apply_job_id)
    with scope.user_scope(by):
        found = ImportBatch.objects.select_related("apply_job").get(pk=batch.pk)
    assert found.apply_job.state == "done", found.apply_job.failure
    return found


def digest_of_register() -> str:
    """The same for registers that say the same of the same people, whatever their keys."""
    with scope.whole_city("a digest of the register, for tests"):
        numbers = dict(Household.objects.values_list("pk", "household_no"))
        lines = []
        for model in (Household, Member, HouseholdKind):
            for row in model.objects.all():
                told = {
                    field.name: str(getattr(row, field.attname))
                    for field in row._meta.concrete_fields
                    if field.name not in LEFT_OUT and not field.name.endswith("_sealed")
                }
                for name in ("phone", "account_no", "identity_number", "disease"):
                    told[name] = getattr(row, name, "")
                told["of"] = numbers[getattr(row, "household_id", row.pk)]
                lines.append(json.dumps(told, sort_keys=True, ensure_ascii=False))
    return hashlib.sha256("\n".join(sorted(lines)).encode()).hexdigest()

"""The long work of comparison: one job per extract (核对任务)."""

from django.utils.translation import gettext as _

from accounts import jobs
from foundation.encryption import SealBroken
from verification.engine.reasons import FileRefused
from verification.models import Extract
from verification.services.comparison import note_refusal, run_extract
from verification.services.extracts import KIND, destroy_file


@jobs.job_kind(KIND)
def compare(job: jobs.Running) -> None:
    """Compare one extract and destroy its file, however the run ends.

    Only a worker that has lost its lease leaves the file: another one is reading it.
    """
    extract = Extract.objects.select_related("round__area", "area", "layout__agency").get(
        uuid=job.params["extract"]
    )
    try:
        if not extract.is_compared:
            run_extract(extract, progress=job.progress)
        job.result(rows=extract.rows_read, findings=extract.found)
    except jobs.LeaseLost:
        raise
    except FileRefused as refusal:
        note_refusal(extract, refusal)
        destroy_file(extract)
        raise jobs.JobFailed(words_of(refusal)) from None
    except (SealBroken, FileNotFoundError):
        destroy_file(extract)
        raise jobs.JobFailed(_("The file is not there any more. Import it again.")) from None
    except BaseException:
        destroy_file(extract)
        raise
    destroy_file(extract)


def words_of(refusal: FileRefused) -> str:
    """Why the file was refused, where, and how it is mended."""
    found = refusal.explanation
    parts = [str(found.problem)]
    if refusal.row_number:
        parts.append(_("row %(row)s") % {"row": refusal.row_number})
    if refusal.columns:
        parts.append("、".join(refusal.columns))
    return _("%(problem)s. %(mend)s.") % {"problem": " · ".join(parts), "mend": found.mend}

"""Taking an agency's file into a round, and destroying what is left of files (部门数据导入)."""

import datetime
import uuid
from collections.abc import Iterable

from django.db import transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit, jobs, scope
from accounts.models import User
from foundation import clock
from foundation.faults import InputError
from verification.models import ComparisonRound, Extract, FileLayoutVersion
from verification.services import files

KIND = "verification.compare"


def import_extract(
    *,
    by: User,
    round: ComparisonRound,
    layout: FileLayoutVersion,
    file_name: str,
    blocks: Iterable[bytes],
    data_date: datetime.date,
    purpose: str,
) -> Extract:
    """Seal an agency's file on disk and ask for its comparison; the plain file is not kept.

    Raises InputError when the round is closed, elsewhere, or has this very file already.
    """
    name = uuid.uuid4()
    size, digest = files.EXTRACTS.seal_file(name, blocks)
    try:
        with transaction.atomic():
            return _file(
                by, round,
                uuid=name, layout=layout, file_name=file_name[-120:], size=size, digest=digest,
                data_date=data_date, purpose=purpose,
            )  # fmt: skip
    except BaseException:
        files.EXTRACTS.destroy(name)
        raise


def _file(by: User, round: ComparisonRound, **facts) -> Extract:
    # The round's row stands for all its extracts: two equal imports wait for each other here.
    locked = ComparisonRound.objects.select_for_update(of=("self",)).get(pk=round.pk)
    if not locked.is_open:
        raise InputError("closed", _("The round is closed"))
    if not (by.area.contains(locked.area_id) or locked.area.contains(by.area_id)):
        raise InputError("area", _("The round is held for another area"))
    same = locked.extracts.standing().filter(area=by.area, digest=facts["digest"])
    if earlier := same.filter(layout__item=facts["layout"].item).first():
        words = _("This very file was imported already: %(name)s")
        raise InputError("twice", words % {"name": earlier.file_name})
    made = Extract(round=locked, area=by.area, imported_by=by, **facts)
    title = f"{made.layout.agency.name} · {locked.name}"
    made.job = jobs.ask(
        kind=KIND, title=title, by=by, params={"extract": str(made.uuid)},
        key=f"compare:{made.uuid}",
    )  # fmt: skip
    made.save()
    audit.record(
        by=by,
        action="extract.imported",
        target=made,
        detail={"digest": made.digest, "size": made.size, "purpose": made.purpose},
    )
    return made


def destroy_file(extract: Extract) -> None:
    """Destroy the sealed file and note when; doing it twice keeps the first moment."""
    files.EXTRACTS.destroy(extract.uuid)
    now = clock.now()
    if Extract.objects.with_file().filter(pk=extract.pk).update(destroyed_at=now):
        audit.record(by=None, action="extract.destroyed", target=extract)


def destroy_left_files() -> int:
    """Destroy files of comparisons that have ended or never began; returns how many."""
    destroyed = 0
    with scope.whole_city("scheduled: no agency's file outlives its comparison"):
        for extract in Extract.objects.with_file().select_related("job"):
            if not extract.is_running:
                destroy_file(extract)
                destroyed += 1
        known = {str(name) for name in Extract.objects.with_file().values_list("uuid", flat=True)}
    for name in files.orphans(known):
        files.EXTRACTS.destroy(name)
        destroyed += 1
    return destroyed

"""Setting the income assessment standards (行业、亩均收入评估标准): dated, never changed."""

import datetime
from decimal import Decimal

from django.db import IntegrityError, connection, transaction
from django.db.models import ProtectedError
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import Area, User
from accounts.models.areas import Level
from foundation.codelists import code_list
from foundation.faults import InputError
from households.models import AssessmentStandard
from households.models.assessments import AssessmentKind

DAY = datetime.timedelta(days=1)


@transaction.atomic
def add_standard(
    *,
    by: User,
    area: Area,
    kind: str,
    item: str,
    net_income: Decimal,
    valid_from: datetime.date,
    source_doc: str,
) -> AssessmentStandard:
    """Set what one mu, head or month of work is taken to bring in; the value before it ends.

    A county sets its own, the city those of counties without. Raises InputError ("area") outside
    the own area, ("item") for an unknown item, ("valid_from") when a value starts on that day or
    later: values are never changed, only followed.
    """
    _refuse_strange_place(by, area)
    if item not in code_list(AssessmentKind(kind)).entries:
        raise InputError("item", _("Choose the crop, animal or trade."))
    Area.objects.select_for_update(of=("self",)).get(pk=area.pk)
    same = AssessmentStandard.objects.filter(area=area, kind=kind, item=item)
    if same.filter(valid_from__gte=valid_from).exists():
        message = _("A value from this day or later is on record: choose a later day")
        raise InputError("valid_from", message)
    same.on(valid_from).update(valid_to=valid_from - DAY)
    added = AssessmentStandard.objects.create(
        area=area, kind=kind, item=item, net_income=net_income, valid_from=valid_from,
        source_doc=source_doc,
    )  # fmt: skip
    _record(by, "assessment.added", added)
    return added


@transaction.atomic
def withdraw_standard(*, by: User, standard: AssessmentStandard) -> None:
    """Take back a value set by mistake; the one it ended goes on. Twice does it once.

    Raises InputError ("used") once a record of a household was assessed by it.
    """
    _refuse_strange_place(by, standard.area)
    rows = AssessmentStandard.objects.select_for_update(of=("self",))
    locked = rows.filter(pk=standard.pk).first()
    if locked is None:
        return
    before = AssessmentStandard.objects.filter(
        area_id=locked.area_id, kind=locked.kind, item=locked.item,
        valid_to=locked.valid_from - DAY,
    )  # fmt: skip
    _record(by, "assessment.withdrawn", locked)
    last_day = locked.valid_to
    try:
        with transaction.atomic():
            locked.delete()
            connection.check_constraints()  # also rows behind a closed door
    except (ProtectedError, IntegrityError) as error:
        message = _("Households have been assessed by this value: add the next one instead.")
        raise InputError("used", message) from error
    before.update(valid_to=last_day)


def _refuse_strange_place(by: User, area: Area) -> None:
    low, high = by.area.code_range
    if area.level not in (Level.CITY, Level.COUNTY) or not low <= area.pk <= high:
        raise InputError("area", _("These standards are set by the county, or by the city."))


def _record(by: User, action: str, standard: AssessmentStandard) -> None:
    detail = {
        "item": f"{standard.kind}.{standard.item}",
        "value": str(standard.net_income),
        "from": standard.valid_from.isoformat(),
    }
    audit.record(by=by, action=action, target=standard, detail=detail)

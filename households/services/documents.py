"""Issuing documents (文书): numbered, rendered, sealed and kept; opened and verified later."""

import dataclasses
import datetime
import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from django.core.serializers.json import DjangoJSONEncoder
from django.db import transaction
from django.db.models import Model
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone

from accounts import audit
from accounts.models import Area, User
from accounts.models.areas import Level
from accounts.scope import whole_city
from foundation.encryption import seal_binding, seal_bytes, sm3_hex, unseal_bytes
from foundation.pdf import qr_code, render_pdf
from households.models import DocumentKind, Household, IssuedDocument
from households.models.documents import new_code
from households.services import numbers

TABLE = "households_issueddocument"


@dataclass(frozen=True)
class Verification:
    """What anybody may learn about a paper by its code: nothing about persons."""

    kind: str
    number: str
    issued_on: datetime.date
    unit: str
    digest: str


class SnapshotEncoder(DjangoJSONEncoder):
    """Plain data of the paper; rows of the database do not belong in a context."""

    def default(self, o: Any) -> Any:
        if dataclasses.is_dataclass(o) and not isinstance(o, type):
            return dataclasses.asdict(o)
        return super().default(o)


@transaction.atomic
def issue(
    *,
    kind: DocumentKind,
    subject: Model,
    household: Household | None,
    unit: Area,
    title: str,
    template: str,
    context: Mapping[str, Any],
    by: User,
    at: datetime.datetime,
) -> IssuedDocument:
    """Issue one paper about ``subject``; its bytes are the record and what a re-print gives.

    ``unit`` is who issues it and whose counter numbers it; the counter stays locked until the
    act ends, so issue last. ``context`` is plain data (text, dates, Decimal, lists, dataclasses):
    it is stored, sealed, beside the bytes. The template also gets ``title``, ``unit`` (the organ's
    name), ``number``, ``issued_on``, ``date_text``, ``verification_code``, ``verify_url`` and
    ``qr``, unless the context has its own. Raises TypeError when the context holds rows of the
    database.
    """
    snapshot = json.dumps(dict(context), cls=SnapshotEncoder, ensure_ascii=False, sort_keys=True)
    issued_on = timezone.localtime(at).date()
    code = new_code()
    number = numbers.document_number(unit=unit, year=issued_on.year)
    heading = _heading(number, title, unit, code, issued_on)
    paper = render_pdf(template, {**heading, **context}, identifier=number)
    document = IssuedDocument(
        kind=kind,
        number=number,
        household=household,
        area_id=household.area_id if household else getattr(subject, "area_id", unit.pk),
        unit=unit,
        subject_type=subject._meta.label_lower,
        subject_id=subject.pk,
        title=title,
        template_version=template_version(template),
        digest=sm3_hex(paper),
        code=code,
        issued_by=by,
        issued_at=at,
    )
    document.pdf_sealed = seal_bytes(paper, bound_to=_binding(document, "pdf_sealed"))
    document.snapshot_sealed = seal_bytes(
        snapshot.encode(), bound_to=_binding(document, "snapshot_sealed")
    )
    document.save(force_insert=True)
    detail = {"kind": str(kind), "number": number, "digest": document.digest}
    audit.record(by=by, action="document.issued", target=document, detail=detail)
    return document


@transaction.atomic
def open_pdf(*, document: IssuedDocument, by: User) -> bytes:
    """The paper's own bytes; opening it is recorded. Raises SealBroken if it was changed."""
    paper = unseal_bytes(document.pdf_sealed, bound_to=_binding(document, "pdf_sealed"))
    detail = {"number": document.number}
    audit.record(by=by, action="document.opened", target=document, detail=detail)
    return paper


def snapshot_of(document: IssuedDocument) -> dict[str, Any]:
    """The data the paper was made from, as it was known on the day."""
    binding = _binding(document, "snapshot_sealed")
    return json.loads(unseal_bytes(document.snapshot_sealed, bound_to=binding))


def verify(code: str) -> Verification | None:
    """Find an issued paper by the code printed on it, anywhere in the city.

    Open to everybody who holds the paper, so the answer has no personal data.
    """
    wanted = code.strip().replace("-", "").upper()
    with whole_city("anybody holding a paper may ask whether it is genuine; no personal data"):
        found = IssuedDocument.objects.select_related("unit").filter(code=wanted).first()
    if found is None:
        return None
    return Verification(
        kind=found.get_kind_display(),
        number=found.number,
        issued_on=timezone.localtime(found.issued_at).date(),
        unit=organ_name(found.unit),
        digest=found.digest,
    )


def organ_name(unit: Area) -> str:
    """The organ that signs for a unit: ``昌图县民政局``, ``昌图县宝力镇人民政府``."""
    if unit.level in (Level.CITY, Level.COUNTY):
        return f"{unit.name}民政局"
    if unit.level == Level.TOWNSHIP:
        return unit.full_name + ("办事处" if unit.name.endswith("街道") else "人民政府")
    return unit.full_name


def verify_url(code: str) -> str:
    """The address printed on the paper and in its QR code."""
    return f"{settings.SITE_URL}{reverse('households:verify_document')}?code={code}"


def template_version(template: str) -> str:
    """A short digest of the template's text: it changes whenever the wording does."""
    found: Any = get_template(template)
    return sm3_hex(found.template.source.encode())[:16]


def _heading(
    number: str, title: str, unit: Area, code: str, issued_on: datetime.date
) -> dict[str, Any]:
    address = verify_url(code)
    return {
        "title": title,
        "unit": organ_name(unit),
        "number": number,
        "issued_on": issued_on,
        "date_text": f"{issued_on.year}年{issued_on.month}月{issued_on.day}日",
        "verification_code": code,
        "verify_url": address,
        "qr": qr_code(address),
    }


def _binding(document: IssuedDocument, column: str) -> str:
    return seal_binding(TABLE, column, document.seal_id)

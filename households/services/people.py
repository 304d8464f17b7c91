"""What a member's typed data becomes in the row: read numbers, derived facts, seals, digests."""

import datetime
from collections.abc import Mapping
from typing import Any

from django.utils.text import format_lazy
from django.utils.translation import gettext_lazy as _

from foundation.codelists import label
from foundation.contact import DisabilityCertificate, parse_disability_certificate, parse_phone
from foundation.encryption import digest
from foundation.faults import InputError, Text
from foundation.identity import IdentityNumber, parse_identity
from foundation.names import given_name, normalise_name, pinyin, pinyin_initials
from households import blocks
from households.models import Member
from households.services.identities import PURPOSE

HEAD_RELATIONS = Member.HEAD_RELATIONS
PLAIN = (
    "identity_kind", "ethnic", "relation", "marital_status", "education", "health", "occupation",
    "hukou_kind", "is_counted", "not_counted_reason", "is_covered", "student_stage", "school",
    "school_kind", "grade", "is_boarding", "labour_capacity", "employment_status", "employer",
    "job_type", "work_place", "monthly_wage", "disability_valid_to", "disease_kind", "self_care",
    "self_care_on", "medical_insurance", "is_aided_insured", "pension_insurance",
    "monthly_pension", "basic_pension", "special_identities", "joined_on", "joined_kind",
    "left_kind", "death_on", "cremation_on",
)  # fmt: skip
READ = (
    "name", "identity_number", "is_converted", "sex", "birth_on", "disability_category",
    "disability_grade", "disability_cert", "disease", "phone",
)  # fmt: skip
FIELDS = frozenset((*PLAIN, *READ))
# GB/T 4761 prints both for people who are not related (非亲属); one is stored.
NOT_RELATED, OTHER_CODE_OF_NOT_RELATED = "99", "98"
FROM_CERTIFICATE = ("category", "grade")  # what a certificate says of the disability
SEALED = {"identity_number", "disability_cert", "disease", "phone"}
JUDGED_TOGETHER = ("birth_on", "self_care", *blocks.PAST_MEMBER_DAYS, *blocks.AMOUNTS)


class SexMismatch(InputError):
    """The sex typed is not the one in the identity number."""


def fill(member: Member, data: Mapping[str, Any], *, on: datetime.date) -> None:
    """Put typed data into ``member``: only the fields named in ``data`` are touched.

    Sex and birth date follow from an identity number (the region in it is never compared with
    the area: it is the place of first registration). ``is_converted`` says of the number beside
    it that it was written with 15 digits. Raises InputError for a number that cannot be right,
    ValueError for a field nobody knows.
    """
    unknown = set(data) - FIELDS
    if unknown:
        raise ValueError(f"no such fields of a member: {', '.join(sorted(unknown))}")
    for name in PLAIN:
        if name in data:
            setattr(member, name, data[name])
    if member.relation == OTHER_CODE_OF_NOT_RELATED:
        member.relation = NOT_RELATED
    if "name" in data:
        _fill_name(member, data["name"])
    if "sex" in data:
        member.sex = data["sex"] or "0"
    if "birth_on" in data:
        member.birth_on = data["birth_on"]
    had_number = bool(member.identity_digest)
    if "identity_number" in data:
        _fill_identity(member, data["identity_number"], data, on)
    elif member.identity_digest and not {"sex", "birth_on"}.isdisjoint(data):
        _compare_with_number(member, member.identity_number, data, on)
    if "phone" in data:
        member.phone = parse_phone(data["phone"]) if data["phone"] else ""
        member.phone_digest = digest(member.phone, purpose="phone") if data["phone"] else ""
    if "disease" in data:
        member.disease = data["disease"]
    _fill_disability(member, data, on, had_number=had_number)
    _refuse_foreign_certificate(member, data)
    _refuse_impossible(member, data, on)


def _fill_name(member: Member, typed: str) -> None:
    member.name = normalise_name(typed)
    member.given_name = given_name(member.name)
    member.initials = pinyin_initials(member.name)[:20]
    member.pinyin = pinyin(member.name)[:120]


def _fill_identity(member: Member, typed: str, data: Mapping[str, Any], on: datetime.date) -> None:
    if not typed:
        member.identity_number, member.identity_digest, member.is_converted = "", "", False
        return
    known = _compare_with_number(member, typed, data, on)
    if known.number == member.identity_number:
        return  # The same person's number: its seal and how it was first written stay.
    member.identity_number = known.number
    member.identity_digest = digest(known.number, purpose=PURPOSE)
    member.is_converted = known.converted or bool(data.get("is_converted"))


def _compare_with_number(
    member: Member, number: str, said: Mapping[str, Any], on: datetime.date
) -> IdentityNumber:
    """Let sex and birth date follow from the number. Raises SexMismatch, InputError."""
    known = parse_identity(number, on=on)
    if said.get("sex") in ("1", "2") and said["sex"] != known.sex:
        raise SexMismatch("sex", _("The identity number says otherwise: digit 17 is odd for men."))
    if said.get("birth_on") and said["birth_on"] != known.birth_on:
        message = _("The identity number says otherwise: compare digits 7 to 14 with the card.")
        raise InputError("birth_on", message)
    member.sex, member.birth_on = known.sex, known.birth_on
    return known


def _fill_disability(
    member: Member, data: Mapping[str, Any], on: datetime.date, *, had_number: bool
) -> None:
    for name in ("disability_category", "disability_grade"):
        if name in data:
            setattr(member, name, data[name])
    if data.get("disability_cert"):
        certificate = parse_disability_certificate(
            data["disability_cert"], on=on, identity_number=member.identity_number
        )
        member.disability_cert = certificate.number
        member.disability_category = certificate.category
        member.disability_grade = certificate.grade
    elif "disability_cert" in data or (had_number and not member.identity_digest):
        member.disability_cert = ""  # taken out, or gone with the number it begins with
    elif member.disability_cert_sealed is not None:
        _compare_with_certificate(member, data, on)


def _compare_with_certificate(member: Member, data: Mapping[str, Any], on: datetime.date) -> None:
    """Refuse a category or grade other than the certificate's on file."""
    if {"disability_category", "disability_grade"}.isdisjoint(data):
        return
    certificate = parse_disability_certificate(member.disability_cert, on=on)
    for name in FROM_CERTIFICATE:
        field = f"disability_{name}"
        if field in data and data[field] != getattr(certificate, name):
            raise InputError(field, certificate_says(certificate))


def certificate_says(certificate: DisabilityCertificate) -> Text:
    """Why a category or grade cannot be: the certificate on file says otherwise."""
    message = _(
        "The certificate on file says {category}, {grade}: write another certificate, or take it"
        " out of the file."
    )
    words = {
        name: label(f"disability_{name}", getattr(certificate, name)) for name in FROM_CERTIFICATE
    }
    return format_lazy(message, **words)


def _refuse_foreign_certificate(member: Member, data: Mapping[str, Any]) -> None:
    """A corrected identity number may not leave a certificate of another one on file."""
    if "disability_cert" in data or not data.get("identity_number"):
        return
    certificate = member.disability_cert
    if certificate and not certificate.startswith(member.identity_number):
        message = _("The certificate on file belongs to another identity number: correct both.")
        raise InputError("disability_cert", message)


def _refuse_impossible(member: Member, data: Mapping[str, Any], on: datetime.date) -> None:
    names = {name for name in data if hasattr(member, name)} - SEALED | set(JUDGED_TOGETHER)
    for field, message in blocks.impossible({n: getattr(member, n) for n in names}, on=on):
        raise InputError(field, message)

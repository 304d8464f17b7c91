"""A photo cut anywhere, pieces repeated, replies lost: the same bytes, and one photo."""

import hashlib

import pytest
from django.db import transaction
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from foundation.encryption import sm3_hex
from foundation.images import read_picture
from surveys.models import PhotoUpload, VisitPhoto
from surveys.services import photo_uploads
from tests.factories.households import household
from tests.factories.surveys import draft, opened_photo, photograph

pytestmark = pytest.mark.django_db
DATA = photograph(size=(160, 120))
PLACE = st.integers(0, len(DATA))
# What reaches the server: any stretch of the photo, or an early wish to be done.
STRETCH = st.tuples(PLACE, PLACE).map(lambda ends: (min(ends), max(ends)))
STEP = st.one_of(st.tuples(st.just("bytes"), STRETCH), st.tuples(st.just("complete"), st.none()))


@settings(
    max_examples=150, deadline=None, derandomize=True,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)  # fmt: skip
@given(steps=st.lists(STEP, max_size=8), size=st.integers(300, len(DATA)))
def test_the_same_bytes_once(steps, size, caseworker, seen_by):
    with seen_by(caseworker), transaction.atomic():
        visit = draft(household(), by=caseworker)
        upload = opened_photo(visit, DATA)
        which = {"visit_uuid": visit.uuid, "photo_uuid": upload.uuid}
        for act, stretch in steps:
            if act == "bytes":
                first, last = stretch
                before = PhotoUpload.objects.filter(pk=upload.pk).first()
                progress = photo_uploads.add_piece(**which, offset=first, data=DATA[first:last])
                if before is not None:
                    reached = last if first <= before.received else before.received
                    assert progress.offset == max(before.received, reached)
            elif PhotoUpload.objects.filter(pk=upload.pk, received=len(DATA)).exists():
                photo_uploads.complete(**which, by=caseworker)
        # The phone comes back, asks where to go on and sends the rest, every piece twice.
        offset = photo_uploads.open_upload(
            **which, size=len(DATA), digest=hashlib.sha256(DATA).hexdigest(), kind="door",
            taken_at=visit.created_at, by=caseworker,
        ).offset  # fmt: skip
        while offset < len(DATA):
            piece = DATA[offset : offset + size]
            for _twice in range(2):
                answer = photo_uploads.add_piece(**which, offset=offset, data=piece)
            offset = answer.offset
        first, second = (photo_uploads.complete(**which, by=caseworker) for _ in range(2))
        assert first == second == VisitPhoto.objects.get(visit=visit)
        assert first.digest == sm3_hex(read_picture(DATA).content)
        assert not PhotoUpload.objects.filter(visit=visit).exists()
        transaction.set_rollback(True)

"""Photos and papers: adding several, looking, removing, undoing, purging; strangers find none."""

import datetime
from io import BytesIO

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.urls import reverse
from django.utils import timezone
from PIL import Image

from accounts.models import AuditEvent
from accounts.models.users import Role
from foundation.faults import InputError
from households.models import Attachment
from households.services import attachments
from households.tasks import purge_attachments
from tests.factories import accounts as people
from tests.factories.households import attachment, door, household, picture

GONE = datetime.timedelta(days=31)


@pytest.fixture
def file(areas):
    return household(members=[("韩磊", "20", datetime.date(1988, 3, 2))])


@pytest.fixture
def photo(file):
    return attachment(file)


def upload(data=None, name="院落.jpg"):
    return SimpleUploadedFile(name, picture() if data is None else data)


def files_on_disk(settings):
    return sorted(path for path in settings.PRIVATE_DIR.rglob("*") if path.is_file())


@pytest.mark.django_db
def test_adding_several_keeps_the_good_and_names_the_bad(
    file, client_for, caseworker, seen_by, settings
):
    url = reverse("households:add_attachments", args=[file.pk])
    client = client_for(caseworker)
    bad = {"空.jpg": b"", "假.jpg": b"MZ program", "断.jpg": picture()[:-150]}
    sent = [upload(), upload(name="门前.png"), *(upload(data, n) for n, data in bad.items())]
    page = client.post(url, {"kind": "8", "papers": sent, "dated_on": "2026-03-01"})
    html = page.content.decode()
    assert all(name in html for name in bad)
    for words in ("文件是空的", "既不是照片", "损坏"):
        assert words in html
    with seen_by(caseworker):
        rows = list(Attachment.objects.filter(household=file).order_by("pk"))
    assert [(row.title, row.kind, str(row.dated_on)) for row in rows] == [
        ("院落", "8", "2026-03-01"),
        ("门前", "8", "2026-03-01"),
    ]
    assert len(files_on_disk(settings)) == 4
    assert not any(
        path.read_bytes().startswith(b"\xff\xd8") or "院落" in path.name
        for path in files_on_disk(settings)
    )
    assert AuditEvent.objects.filter(action="attachment.added", household_id=file.pk).count() == 2


@pytest.mark.django_db
def test_one_by_one_as_the_script_sends_them(file, client_for, caseworker):
    url = reverse("households:add_attachments", args=[file.pk])
    client = client_for(caseworker)
    answers = [
        client.post(url, {"kind": "1", "papers": [sent]}, HTTP_ACCEPT="application/json").json()
        for sent in (upload(), upload(b"", "空.jpg"))
    ]
    assert [answer["kept"] for answer in answers] == [1, 0]
    assert answers[1]["refused"][0].startswith("空.jpg：")


@pytest.mark.django_db
def test_who_may_add(file, client_for, caseworker, neighbour, leader, seen_by):
    url = reverse("households:add_attachments", args=[file.pk])
    for user, status in ((neighbour, 404), (leader, 403), (caseworker, 302)):
        data = {"kind": "8", "papers": [upload()]}
        assert client_for(user).post(url, data).status_code == status
    with seen_by(caseworker):
        assert Attachment.objects.count() == 1


@pytest.mark.django_db
def test_what_is_missing_is_said_beside_the_field(file, client_for, caseworker):
    url = reverse("households:add_attachments", args=[file.pk])
    client = client_for(caseworker)
    form = client.post(url, {"dated_on": "2026-03-01", "valid_to": "2020-01-01"}).context["form"]
    assert set(form.errors) == {"kind", "valid_to"}
    assert set(client.post(url, {"kind": "8"}).context["form"].errors) == {"papers"}
    large = upload(b"\xff\xd8\xff" + b"0" * (21 * 1024 * 1024))
    assert "20 MB" in client.post(url, {"kind": "8", "papers": [large]}).content.decode()


@pytest.mark.django_db
def test_the_same_file_is_kept_once_and_nobody_elses_member_taken(
    file, caseworker, seen_by, settings
):
    data, other = picture(), household()
    with seen_by(caseworker):
        first = attachments.add(by=caseworker, household=file, data=data, name="a.jpg", kind="8")
        again = attachments.add(by=caseworker, household=file, data=data, name="b.jpg", kind="9")
        assert (again.pk, again.title) == (first.pk, "a")
        with pytest.raises(InputError, match="本户"):
            attachments.add(
                by=caseworker, household=file, data=picture(), name="c.jpg", kind="8",
                member=other.members.get(),
            )  # fmt: skip
    assert len(files_on_disk(settings)) == 2


@pytest.mark.django_db
def test_a_file_is_served_so_that_it_can_do_nothing(photo, client_for, caseworker, chief):
    client = client_for(caseworker)
    url = reverse("households:attachment_file", args=[photo.pk])
    answer = client.get(url)
    assert answer["Content-Type"] == "image/jpeg"
    assert answer["Content-Disposition"].startswith("inline")
    assert answer["Content-Security-Policy"] == "default-src 'none'; sandbox"
    assert (answer["X-Content-Type-Options"], answer["Cache-Control"]) == (
        "nosniff",
        "private, no-store",
    )
    assert Image.open(BytesIO(answer.content)).size == (60, 40)
    assert client.get(f"{url}?download")["Content-Disposition"].startswith("attachment")
    opened = AuditEvent.objects.filter(action="attachment.opened", household_id=photo.household_id)
    assert [event.by_id for event in opened] == [caseworker.pk] * 2
    small = client_for(chief).get(reverse("households:thumbnail", args=[photo.pk]))
    assert small["Content-Type"] == "image/jpeg"
    assert opened.count() == 2


@pytest.mark.django_db
def test_a_paper_is_only_ever_downloaded(file, client_for, caseworker, seen_by, monkeypatch):
    paper = b"%PDF-1.7\n1 0 obj << /Type /Page >> endobj\nstartxref\n0\n%%EOF\n"
    kept = attachment(file, data=paper, name="诊断.pdf", kind="4")
    answer = client_for(caseworker).get(reverse("households:attachment_file", args=[kept.pk]))
    assert answer["Content-Disposition"].startswith("attachment")
    assert answer.content == paper
    page = client_for(caseworker).get(reverse("households:attachment", args=[kept.pk]))
    assert "<img class" not in page.content.decode()
    thumbnail = reverse("households:thumbnail", args=[kept.pk])
    assert client_for(caseworker).get(thumbnail).status_code == 404


@pytest.mark.django_db
def test_strangers_closed_doors_and_other_offices_find_nothing(
    photo, client_for, caseworker, colleague, neighbour, other_county, seen_by
):
    door(photo.household, user=colleague)
    for user in (neighbour, other_county, colleague):
        with seen_by(user):
            assert not Attachment.objects.exists()
        for name in ("attachment", "attachment_file", "thumbnail", "remove_attachment"):
            url = reverse(f"households:{name}", args=[photo.pk])
            assert client_for(user).get(url).status_code in (403, 404)
        assert client_for(user).post(
            reverse("households:bring_back_attachment", args=[photo.pk])
        ).status_code in (403, 404)
    with seen_by(caseworker):
        assert Attachment.objects.get() == photo


@pytest.mark.django_db
def test_removing_needs_a_reason_and_can_be_undone(photo, client_for, caseworker, leader, seen_by):
    url = reverse("households:remove_attachment", args=[photo.pk])
    back = reverse("households:bring_back_attachment", args=[photo.pk])
    gallery = reverse("households:attachments", args=[photo.household_id])
    client = client_for(caseworker)
    assert client_for(leader).post(url, {"reason": "传错"}).status_code == 403
    assert client.post(url, {"reason": ""}).status_code == 200
    for _twice in range(2):
        assert client.post(url, {"reason": "传错"}).status_code == 302
    assert AuditEvent.objects.filter(action="attachment.removed").count() == 1
    shown = client.get(gallery)
    assert (shown.context["attachments"], len(shown.context["removed"])) == ([], 1)
    assert "removed" not in client_for(leader).get(gallery).context
    for _twice in range(2):
        assert client.post(back).status_code == 302
    assert len(client.get(gallery).context["attachments"]) == 1
    assert AuditEvent.objects.filter(action="attachment.brought_back").count() == 1


@pytest.mark.django_db
def test_what_is_removed_opens_only_for_who_may_bring_it_back(
    photo, client_for, caseworker, leader, seen_by
):
    urls = [
        reverse(f"households:{name}", args=[photo.pk])
        for name in ("attachment", "attachment_file", "thumbnail")
    ]

    def answers(user):
        return [client_for(user).get(url).status_code for url in urls]

    assert answers(leader) == answers(caseworker) == [200] * 3
    with seen_by(caseworker):
        attachments.remove(by=caseworker, attachment=photo, reason="传错")
    assert (answers(leader), answers(caseworker)) == ([404] * 3, [200] * 3)
    with seen_by(caseworker):
        attachments.bring_back(by=caseworker, attachment=photo)
    assert answers(leader) == [200] * 3


@pytest.mark.django_db
def test_the_persons_page_leads_to_the_persons_own(file, photo, client_for, caseworker, seen_by):
    with seen_by(caseworker):
        head, son = file.members.order_by("pk")
    own, gone = attachment(file, member=son), attachment(file, member=son)
    with seen_by(caseworker):
        attachments.remove(by=caseworker, attachment=gone, reason="传错")
    client = client_for(caseworker)
    page = client.get(reverse("households:member", args=[son.pk]))
    assert page.context["attachments"] == [own]
    html = page.content.decode()
    for address in ("attachment", "thumbnail"):
        assert reverse(f"households:{address}", args=[own.pk]) in html
    assert reverse("households:attachments", args=[file.pk]) in html
    other = client.get(reverse("households:member", args=[head.pk]))
    assert other.context["attachments"] == []
    finance = people.user(Role.FINANCE_OFFICER, "211224000000", "cai.wu", "财务")
    assert (
        client_for(finance).get(reverse("households:member", args=[son.pk])).context["attachments"]
        == []
    )


@pytest.mark.django_db
def test_bringing_back_beside_the_same_file_is_refused(file, photo, caseworker, seen_by):
    data = picture()
    removed = attachment(file, data=data)
    with seen_by(caseworker):
        attachments.remove(by=caseworker, attachment=removed, reason="传错")
    attachment(file, data=data)
    with seen_by(caseworker), pytest.raises(InputError, match="再次"):
        attachments.bring_back(by=caseworker, attachment=removed)


@pytest.mark.django_db
def test_after_thirty_days_the_bytes_go_and_the_row_tells_who(
    file, photo, caseworker, client_for, seen_by, settings
):
    kept = attachment(file)
    with seen_by(caseworker):
        attachments.remove(by=caseworker, attachment=photo, reason="看不清")
    assert purge_attachments() == 0
    assert len(files_on_disk(settings)) == 4
    later = timezone.now() + GONE
    assert (attachments.purge(now=later), attachments.purge(now=later)) == (1, 0)
    assert len(files_on_disk(settings)) == 2
    with seen_by(caseworker):
        gone = Attachment.objects.get(pk=photo.pk)
        assert (gone.removed_by, gone.removed_reason, gone.file_key) == (caseworker, "看不清", "")
        with pytest.raises(InputError, match="30"):
            attachments.bring_back(by=caseworker, attachment=gone)
        assert attachments.open_file(by=caseworker, attachment=kept)
    url = reverse("households:attachment", args=[photo.pk])
    assert client_for(caseworker).get(url).status_code == 404


@pytest.mark.django_db
def test_files_without_a_row_are_deleted_after_a_day(file, photo, settings):
    attachments.private_files.keep(attachments.SHELF, b"undone")
    attachments.purge()
    assert len(files_on_disk(settings)) == 3
    attachments.purge(now=timezone.now() + datetime.timedelta(days=2))
    assert len(files_on_disk(settings)) == 2


@pytest.mark.django_db
def test_the_household_page_shows_the_newest(photo, client_for, caseworker):
    page = client_for(caseworker).get(reverse("households:household", args=[photo.household_id]))
    panel = reverse("households:attachments_panel", args=[photo.household_id])
    assert panel in page.content.decode()
    part = client_for(caseworker).get(panel).content.decode()
    assert reverse("households:thumbnail", args=[photo.pk]) in part

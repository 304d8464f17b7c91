"""Photos and signatures made without a network: closed, reopened, sent once; trouble loses none."""

import io
import json

import pytest
from PIL import Image
from playwright.sync_api import expect

from foundation import private_files
from households.models.households import HouseholdStatus
from surveys.models import PhotoUpload, StrandedDraft, Visit, VisitPhoto
from surveys.services import stranded
from surveys.services.photo_uploads import PHOTOS
from tests.factories.households import household
from tests.factories.surveys import content, draft, photograph, signed_visit
from tests.journeys.site import kept, online, ready, sign_in, take_along
from tests.journeys.visit_form import sign

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]
HERE = {"latitude": 42.7843, "longitude": 124.1107, "accuracy": 12}
# Every write into the shelf of pictures fails as on a full device.
NO_ROOM = """() => {
  const put = IDBObjectStore.prototype.put;
  IDBObjectStore.prototype.put = function (...given) {
    const isRefused = this.name === "outbox" && window.isFull;
    if (isRefused) throw new DOMException("full", "QuotaExceededError");
    return put.apply(this, given);
  };
  window.isFull = true;
}"""


def jpeg(colour="#8a9a6b"):
    return {
        "name": "IMG_0001.jpg",
        "mimeType": "image/jpeg",
        "buffer": photograph((2400, 1800), colour),
    }


def shoot(page, kind, file):
    page.locator(f"#take-{kind}").set_input_files(file)


def photo(page, state):
    return page.locator(f"[data-photo][data-state={state}]")


def test_photos_and_signatures_of_a_visit_without_network_arrive_once(
    site, phone, caseworker, client_for, seen_by
):
    home = household()
    with phone(site, caseworker) as page:
        page.context.grant_permissions(["geolocation"], origin=site.url)
        page.context.set_geolocation(HERE)
        page.goto("/")
        take_along(page)
        site.stop()
        page.get_by_role("button", name="开始入户").click()
        page.wait_for_url("**/visits/*-*/")
        ready(page)
        kept(page, "已保存在本机")
        shoot(page, "door", jpeg())
        expect(photo(page, "kept")).to_have_count(1, timeout=20_000)
        address = page.url.partition("#")[0]
        page.goto(f"{address}#part-5")
        shoot(page, "interior", jpeg("#99775a"))
        expect(photo(page, "kept")).to_have_count(2, timeout=20_000)
        sign(page, page.locator("#sign-me"))
        sign(page, page.locator("#sign-respondent"))
    with phone(site) as page:
        page.goto(f"{address}#part-5")
        ready(page)
        expect(photo(page, "kept")).to_have_count(2)
        expect(page.locator(".nx-sign img")).to_have_count(2)
        sign_in(page.context, site, client_for(caseworker))
        site.start()
        online(page)
        expect(photo(page, "synced")).to_have_count(2, timeout=30_000)
        kept(page, "已同步")
    with seen_by(caseworker):
        (visit,) = Visit.objects.all()
        photos = list(VisitPhoto.objects.order_by("kind"))
        signed = visit.interviewers.get().signature
    assert visit.household_id == home.pk
    assert [one.kind for one in photos] == ["door", "interior"]
    assert all(one.place and round(one.place.latitude, 4) == 42.7843 for one in photos)
    assert visit.place == photos[0].place
    assert signed
    assert visit.signature
    picture = Image.open(io.BytesIO(private_files.open_(PHOTOS, photos[0].file_key)))
    assert picture.size == (1600, 1200)
    # The band with the words is darker than the wall, and there is white writing in it.
    band = [sum(picture.getpixel((x, 1170))) for x in range(0, 1600)]
    assert (
        min(band)
        < 3 * 110
        < 3 * 200
        < max(sum(picture.getpixel((x, y))) for x in range(20, 500) for y in range(1080, 1190, 3))
    )


def test_a_photo_half_sent_goes_on_where_it_stopped(site, phone, caseworker, seen_by):
    visit = draft(household(), by=caseworker)
    sent = []
    with phone(site, caseworker) as page:

        def cut(route):
            offset = int(route.request.url.rpartition("=")[2])
            sent.append(offset)
            if offset and len(sent) == 2:
                site.stop()
            route.continue_()

        page.route("**/bytes/?offset=*", cut)
        page.goto(f"/visits/{visit.uuid}/#part-5")
        ready(page)
        noise = Image.effect_noise((1600, 1500), 120)
        out = io.BytesIO()
        noise.save(out, "JPEG", quality=90)
        shoot(page, "other", {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": out.getvalue()})
        kept(page, "已保存在本机")
        with seen_by(caseworker):
            arrived = PhotoUpload.objects.get().received
        assert arrived > 0
        site.start()
        online(page)
        expect(photo(page, "synced")).to_have_count(1, timeout=30_000)
    assert sent[:3] == [0, arrived, arrived]
    with seen_by(caseworker):
        assert VisitPhoto.objects.get().kind == "other"


def test_what_is_no_photo_is_told_at_once_and_nothing_is_lost(site, phone, caseworker):
    visit = draft(household(), by=caseworker)
    with phone(site, caseworker) as page:
        page.goto(f"/visits/{visit.uuid}/#part-5")
        ready(page)
        error = page.locator("#photo-error")
        shoot(page, "door", {"name": "a.txt", "mimeType": "text/plain", "buffer": b"words"})
        expect(error).to_contain_text("这不是照片")
        broken = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": b"\xff\xd8\xff words"}
        shoot(page, "door", broken)
        expect(error).to_contain_text("打不开")
        page.evaluate("""() => {
          const given = new DataTransfer();
          const large = new Uint8Array(40 * 1024 * 1024 + 1);
          given.items.add(new File([large], "a.jpg", {type: "image/jpeg"}));
          const input = document.getElementById("take-door");
          input.files = given.files;
          input.dispatchEvent(new Event("change"));
        }""")
        expect(error).to_contain_text("超过 40 MB")
        expect(page.locator("[data-photo]")).to_have_count(0)
        shoot(page, "door", jpeg())
        expect(photo(page, "synced")).to_have_count(1, timeout=20_000)
        expect(error).to_have_text("")
        # No position was allowed: the photo is there and says so.
        expect(photo(page, "synced")).to_contain_text("未取得位置")


def test_a_full_device_keeps_the_photo_on_the_page_until_there_is_room(site, phone, caseworker):
    visit = draft(household(), by=caseworker)
    with phone(site, caseworker) as page:
        page.goto(f"/visits/{visit.uuid}/#part-5")
        ready(page)
        site.stop()
        page.evaluate(NO_ROOM)
        shoot(page, "door", jpeg())
        expect(photo(page, "unkept")).to_have_count(1, timeout=20_000)
        kept(page, "本机存储已满")
        page.evaluate("window.isFull = false")
        site.start()
        online(page)
        expect(photo(page, "synced")).to_have_count(1, timeout=30_000)
        kept(page, "已同步")


def test_a_refused_photo_stays_with_its_reason_and_stops_nothing_else(site, phone, caseworker):
    home = household()
    visit = draft(home, by=caseworker, fill=content(home))
    with phone(site, caseworker) as page:
        refusal = {"errors": {"damaged": ["照片已损坏"]}}
        page.route(
            "**/complete/",
            lambda route: route.fulfill(
                status=400, content_type="application/problem+json", body=json.dumps(refusal)
            ),
            times=1,
        )
        page.goto(f"/visits/{visit.uuid}/#part-5")
        ready(page)
        shoot(page, "door", jpeg())
        expect(photo(page, "refused")).to_have_count(1, timeout=20_000)
        shoot(page, "interior", jpeg("#335577"))
        expect(photo(page, "synced")).to_have_count(1, timeout=20_000)
        page.reload()
        ready(page)
        photo(page, "refused").get_by_role("button").click()
        expect(page.locator("dialog")).to_contain_text("照片已损坏")
        page.locator("#photo-remove").click()
        page.locator("#photo-remove-now").click()
        expect(page.locator("[data-photo]")).to_have_count(1)


def test_naming_anew_and_removing_on_the_page(site, phone, caseworker, seen_by):
    visit = draft(household(), by=caseworker)
    with phone(site, caseworker) as page:
        page.goto(f"/visits/{visit.uuid}/")
        ready(page)
        shoot(page, "other", jpeg())
        expect(photo(page, "synced")).to_have_count(1, timeout=20_000)
        photo(page, "synced").get_by_role("button").click()
        page.get_by_label("照片内容").select_option(label="被访人")
        page.get_by_role("button", name="关闭").click()
        expect(photo(page, "synced")).to_contain_text("被访人")
        with seen_by(caseworker):
            assert VisitPhoto.objects.get().kind == "respondent"
        photo(page, "synced").get_by_role("button").click()
        page.locator("#photo-remove").click()
        page.get_by_label("为什么删除").select_option(label="家属不同意")
        page.get_by_role("button", name="确认删除").click()
        expect(page.locator("[data-photo]")).to_have_count(0)
        kept(page, "已同步")
    with seen_by(caseworker):
        assert VisitPhoto.objects.get().removed_reason == "objected"


def test_photos_of_a_draft_handed_in_wait_for_its_visit(site, phone, caseworker, seen_by):
    home = household()
    with phone(site, caseworker) as page:
        take_along(page)
        site.stop()
        page.get_by_role("button", name="开始入户").click()
        page.wait_for_url("**/visits/*-*/")
        ready(page)
        shoot(page, "door", jpeg())
        expect(photo(page, "kept")).to_have_count(1, timeout=20_000)
        address = page.url
        with seen_by(caseworker):
            home.status = HouseholdStatus.DEREGISTERED
            home.save(update_fields=["status"])
        site.start()
        online(page)
        page.locator("#hand-in").click()
        expect(page.get_by_text("照片加密留在本机")).to_be_visible()
        with seen_by(caseworker):
            home.status = HouseholdStatus.REGISTERED
            home.save(update_fields=["status"])
            stranded.take_over(draft_id=StrandedDraft.objects.get().pk, by=caseworker)
        page.goto(address)
        ready(page)
        expect(photo(page, "synced")).to_have_count(1, timeout=30_000)
    with seen_by(caseworker):
        assert VisitPhoto.objects.get().visit == Visit.objects.get()


def test_a_visit_is_handed_in_and_its_refused_photo_stays_until_it_is_deleted(
    site, phone, caseworker, seen_by
):
    visit = signed_visit(household(), by=caseworker)
    with phone(site, caseworker) as page:
        refusal = {"errors": {"damaged": ["照片已损坏"]}}
        page.route(
            "**/complete/",
            lambda route: route.fulfill(
                status=400, content_type="application/problem+json", body=json.dumps(refusal)
            ),
        )
        page.goto(f"/visits/{visit.uuid}/#part-5")
        ready(page)
        shoot(page, "door", jpeg())
        expect(photo(page, "refused")).to_have_count(1, timeout=20_000)
        page.locator("[data-place=docknext]").click()
        page.wait_for_url("**/review/")
        with seen_by(caseworker):
            assert Visit.objects.get(pk=visit.pk).step == "submitted"
        page.goto("/visits/field/")
        ready(page)
        row = page.locator("[data-draft]")
        expect(row).to_contain_text("1 张照片未被接收，只在本机上")
        row.get_by_role("button", name="从本机删除").click()
        expect(page.locator("dialog")).to_contain_text("未被接收的照片只在本机上")
        page.locator("dialog").get_by_role("button", name="从本机删除").click()
        expect(page.locator("[data-draft]")).to_have_count(0)

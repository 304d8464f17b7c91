"""Photos and signatures of a visit that went on without the phone they were made on."""

import json

import pytest
from playwright.sync_api import expect

from households.models.households import HouseholdStatus
from surveys.models import StrandedDraft, Visit, VisitPhoto
from surveys.services import stranded, visits
from tests.factories.households import household
from tests.factories.surveys import content, draft, photograph, signed_visit
from tests.journeys.site import kept, ready, take_along
from tests.journeys.visit_form import sign

pytestmark = [pytest.mark.journey, pytest.mark.django_db(transaction=True)]


def shoot(page, kind):
    picture = {"name": "a.jpg", "mimeType": "image/jpeg", "buffer": photograph()}
    page.locator(f"#take-{kind}").set_input_files(picture)


def photo(page, state):
    return page.locator(f"[data-photo][data-state={state}]")


def online(page):
    page.evaluate("window.dispatchEvent(new Event('online'))")


def test_photos_of_a_visit_submitted_by_the_partner_go_up_once_it_is_returned(
    site, phone, caseworker, leader, seen_by
):
    visit = signed_visit(household(), by=caseworker)
    with phone(site, caseworker) as page:
        page.goto(f"/visits/{visit.uuid}/#part-5")
        ready(page)
        with seen_by(caseworker):
            visits.submit(visit_uuid=visit.uuid, by=caseworker)
        shoot(page, "door")
        expect(photo(page, "held")).to_have_count(1, timeout=20_000)
        expect(photo(page, "held")).to_contain_text("退回后再上传")
        with seen_by(leader):
            visits.return_for_correction(visit_uuid=visit.uuid, by=leader, reason="补拍门牌")
        page.reload()
        ready(page)
        expect(photo(page, "synced")).to_have_count(1, timeout=20_000)
    with seen_by(caseworker):
        assert VisitPhoto.objects.get().kind == "door"


def test_a_refused_photo_is_sent_again_by_hand(site, phone, caseworker):
    visit = draft(household(), by=caseworker)
    refusal = {"errors": {"too_many": ["最多 30 张"]}}
    with phone(site, caseworker) as page:
        page.route(
            "**/complete/",
            lambda route: route.fulfill(
                status=400, content_type="application/problem+json", body=json.dumps(refusal)
            ),
            times=1,
        )
        page.goto(f"/visits/{visit.uuid}/#part-5")
        ready(page)
        shoot(page, "door")
        expect(photo(page, "refused")).to_have_count(1, timeout=20_000)
        photo(page, "refused").get_by_role("button").click()
        page.get_by_role("button", name="再次上传").click()
        expect(photo(page, "synced")).to_have_count(1, timeout=20_000)


@pytest.mark.parametrize("is_open", [True, False])
def test_photos_of_a_stranded_draft_follow_it_into_the_visit_it_was_taken_into(
    site, phone, caseworker, colleague, seen_by, is_open
):
    home = household()
    with phone(site, caseworker) as page:
        take_along(page)
        site.stop()
        page.get_by_role("button", name="开始入户").click()
        page.wait_for_url("**/visits/*-*/")
        ready(page)
        page.get_by_label("家庭其他情况").fill("屋顶漏雨")
        page.get_by_label("家庭其他情况").blur()
        shoot(page, "door")
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
            other = draft(home, by=colleague, fill=content(home)) if is_open else None
            visit = stranded.take_over(draft_id=StrandedDraft.objects.get().pk, by=caseworker)
        assert other is None or visit == other
        page.goto(address)
        ready(page)
        expect(photo(page, "synced")).to_have_count(1, timeout=30_000)
        assert str(visit.uuid) in page.url
        expect(page.get_by_label("家庭其他情况")).to_have_value("屋顶漏雨")
    with seen_by(caseworker):
        now = Visit.objects.get()
        assert VisitPhoto.objects.get().visit == now
        assert [c["path"] for c in now.clashes] == [c["path"] for c in visit.clashes]


def test_a_signature_under_other_answers_is_not_taken_and_the_person_is_told(
    site, phone, caseworker, colleague, seen_by
):
    home = household()
    with phone(site, caseworker) as page:
        take_along(page)
        site.stop()
        page.get_by_role("button", name="开始入户").click()
        page.wait_for_url("**/visits/*-*/")
        ready(page)
        page.goto(f"{page.url.partition('#')[0]}#part-5")
        sign(page, page.locator("#sign-me"))
        expect(page.locator(".nx-sign img")).to_have_count(1)
        with seen_by(caseworker):
            draft(home, by=colleague, fill=content(home))
        site.start()
        online(page)
        expect(page.locator("#unsigned")).to_contain_text("重新签名", timeout=30_000)
        page.reload()
        ready(page)
        expect(page.locator("#unsigned")).to_contain_text(caseworker.name)


def test_a_signature_made_with_an_older_pack_is_taken(site, phone, caseworker, seen_by):
    home = household()
    with phone(site, caseworker) as page:
        older(page)
        take_along(page)
        site.stop()
        page.get_by_role("button", name="开始入户").click()
        page.wait_for_url("**/visits/*-*/")
        ready(page)
        page.goto(f"{page.url.partition('#')[0]}#part-5")
        sign(page, page.locator("#sign-me"))
        expect(page.locator(".nx-sign img")).to_have_count(1)
        site.start()
        online(page)
        kept(page, "已同步")
        expect(page.locator("#unsigned")).to_have_count(0)
    with seen_by(caseworker):
        visit = Visit.objects.get(household=home)
        assert visit.interviewers.get().signature
        assert "edition" not in visit.content["family"]


def older(page):
    """The pack as it was before there were editions of the form."""

    def strip(route):
        answer = route.fetch()
        taken = answer.json()
        for one in taken.get("households", []):
            one["content"]["family"].pop("edition", None)
        route.fulfill(response=answer, json=taken)

    page.route("**/api/v1/packs/*/?page=*", strip)

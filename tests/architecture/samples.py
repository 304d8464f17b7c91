"""One sample request per URL, on one made-up world, for the matrix of role, area and URL.

A new URL is listed here, or the matrix fails. ``is_scoped`` means: the thing lies in 昌图县宝力镇,
so that people of another area get 404. ``is_foreign``: the thing is somebody else's own, so that
everybody who asks gets 404.
"""

import uuid
from collections.abc import Callable
from dataclasses import dataclass, field
from functools import cached_property
from typing import Any

from accounts.models import Job, Message
from accounts.models.users import Role
from assistance.steps import MOVES as ASSISTANCE_TABLE
from foundation import clock
from tests.factories import accounts as make_people
from tests.factories import assistance as make_assistance
from tests.factories import economy as make_economy
from tests.factories import households as make_households
from tests.factories import petitions as make_petitions
from tests.factories import reports as make_reports
from tests.factories import surveys as make_visits
from tests.factories import verification as make_verification

ASSISTANCE_MOVES = tuple(ASSISTANCE_TABLE.moves)

NOBODY_MERGED = {"people": [], "opened": [], "ended": [], "area": "", "status": "registered"}


class World:
    """The things the samples point at, made when first asked for."""

    @cached_property
    def user(self):
        return make_people.user(Role.TOWNSHIP_CASEWORKER, "211224105000", "world.user")

    @cached_property
    def message(self):
        return Message.objects.create(to=self.user, sentence="Hello")

    @cached_property
    def job(self):
        return Job.objects.create(
            kind="tests", title="t", asked_by=self.user, area_id="211224105000", key="world"
        )

    @cached_property
    def division_item(self):
        return make_people.division_item(self.user)

    @cached_property
    def campaign(self):
        """A campaign of the city with one cadre; its list is empty."""
        return make_reports.campaign(clock.today(), code="world")

    @cached_property
    def township_round(self):
        """A routine round of the township."""
        return make_reports.campaign(
            clock.today(), code="round", kind="routine", area="211224105000"
        )

    @cached_property
    def cadre(self):
        return make_reports.cadre(self.campaign, "211224105000", "世界")

    @cached_property
    def roster_import(self):
        return make_reports.roster_import(self.campaign, self.user)

    @cached_property
    def target(self):
        """The household on the campaign's list."""
        make_reports.target(self.household, self.campaign)
        return self.household

    @cached_property
    def petition(self):
        return make_petitions.case()

    @cached_property
    def household(self):
        return make_households.household()

    @cached_property
    def notice(self):
        return make_assistance.notice(of=self.household)

    @cached_property
    def application(self):
        return self.notice.application

    @cached_property
    def check_result(self):
        return make_assistance.check_result(self.application)

    @cached_property
    def objection(self):
        return make_assistance.objection(self.notice)

    @cached_property
    def member(self):
        return make_households.member(self.household, "韩小宝", "20")

    @cached_property
    def away(self):
        return make_households.member(
            self.household, "韩军", "20", is_counted=False, not_counted_reason="2", left_kind="3"
        )

    @cached_property
    def kind(self):
        return make_households.kind(self.household, "04")

    @cached_property
    def pair(self):
        return make_households.pair(self.member)

    @cached_property
    def document(self):
        return make_households.document(self.household)

    @cached_property
    def code_pair(self):
        return make_households.code_pair()

    @cached_property
    def attachment(self):
        return make_households.attachment(self.household)

    @cached_property
    def bulk_act(self):
        return make_households.bulk_act(self.user, self.household)

    @cached_property
    def saved_filter(self):
        return make_households.saved_filter(self.user)

    @cached_property
    def hand_over(self):
        return make_households.hand_over(self.household)

    @cached_property
    def merging(self):
        return make_households.change(self.household, "merged_in", details=NOBODY_MERGED)

    @cached_property
    def visit(self):
        return make_visits.draft(self.household)

    @cached_property
    def follow_up(self):
        return make_visits.missed_visit(make_households.household()).follow_up

    @cached_property
    def visit_photo(self):
        return make_visits.visit_photo(self.visit)

    @cached_property
    def stranded_draft(self):
        return make_visits.stranded_draft(self.household)

    @cached_property
    def approval_run(self):
        return make_visits.approval_run(self.visit)

    @cached_property
    def door(self):
        return make_households.door(self.household)

    @cached_property
    def grant(self):
        return make_households.grant(self.household)

    @cached_property
    def income(self):
        return make_economy.income(self.household)

    @cached_property
    def assessment(self):
        return make_economy.assessment()

    @cached_property
    def imported(self):
        return make_households.import_batch()

    @cached_property
    def import_row(self):
        return make_households.import_row(self.imported, self.household)

    @cached_property
    def round(self):
        return make_verification.round_of()

    @cached_property
    def extract(self):
        return make_verification.extract(self.round)

    @cached_property
    def finding(self):
        return make_verification.finding(self.household)


def nothing(world: World) -> dict[str, Any]:
    return {}


@dataclass(frozen=True)
class Sample:
    kwargs: Callable[[World], dict[str, Any]] = nothing
    is_scoped: bool = False
    is_foreign: bool = False
    method: str = "get"
    request: Callable[[World], dict[str, Any]] = field(default=nothing)


def _user(world: World) -> dict[str, Any]:
    return {"pk": world.user.pk}


def _job(world: World) -> dict[str, Any]:
    return {"uuid": world.job.uuid}


# The job and the message belong to somebody else: 404 for everybody.
ACCOUNTS = {
    "accounts:area_children": Sample(),
    "accounts:users": Sample(),
    "accounts:add_user": Sample(),
    "accounts:import_users": Sample(),
    "accounts:user": Sample(_user),
    "accounts:reset_password": Sample(_user, method="post"),
    "accounts:set_active": Sample(_user, method="post"),
    "accounts:messages": Sample(),
    "accounts:read_all": Sample(method="post"),
    "accounts:message": Sample(lambda world: {"pk": world.message.pk}, is_foreign=True),
    "accounts:help": Sample(),
    "accounts:help_whole": Sample(),
    "accounts:help_kept": Sample(),
    "accounts:help_chapter": Sample(lambda world: {"chapter": "visits"}),
    "accounts:jobs": Sample(),
    "accounts:job_row": Sample(_job, is_foreign=True),
    "accounts:job_file": Sample(_job, is_foreign=True),
    "accounts:cancel_job": Sample(_job, is_foreign=True, method="post"),
    "accounts:audit": Sample(),
    "accounts:calendar": Sample(),
    "accounts:divisions": Sample(),
    "accounts:prepare_division_change": Sample(),
    **{
        f"accounts:{name}": Sample(lambda w: {"pk": w.division_item.change_id}, method=method)
        for name, method in (
            ("division_change", "get"),
            ("carry_out_division_change", "get"),
            ("drop_division_change", "post"),
        )
    },
    **{
        f"accounts:{name}": Sample(lambda w: {"pk": w.division_item.pk}, method=method)
        for name, method in (("change_division_item", "get"), ("remove_division_item", "post"))
    },
    "accounts:add_division_item": Sample(
        lambda w: {
            "pk": w.division_item.change_id,
            "kind": "rename",
            "code": "211224105000",
        }
    ),
    "accounts:forget_day": Sample(lambda w: {"day": "2027-10-01"}, is_foreign=True, method="post"),
    "accounts:change_password": Sample(),
    "accounts:keep_alive": Sample(),
    "accounts:sign_out": Sample(method="post"),
}

HOUSEHOLDS = {
    "households:imports": Sample(),
    "households:import_upload": Sample(),
    **{
        f"households:{name}": Sample(
            lambda w: {"pk": w.imported.pk}, is_scoped=True, method=method
        )
        for name, method in (
            ("import", "get"), ("import_progress", "get"), ("import_columns", "get"),
            ("import_apply", "get"), ("import_drop", "get"), ("import_refused", "post"),
        )
    },
    "households:import_decide": Sample(
        lambda w: {"pk": w.import_row.pk}, is_scoped=True, method="post"
    ),
    "households:list": Sample(),
    "households:suggest": Sample(method="post"),
    "households:duplicates": Sample(),
    "households:find_duplicates": Sample(method="post"),
    "households:different": Sample(lambda w: {"pk": w.pair.pk}, is_scoped=True),
    "households:reopen_pair": Sample(lambda w: {"pk": w.pair.pk}, is_scoped=True, method="post"),
    "households:bulk": Sample(method="post"),
    **{
        f"households:{name}": Sample(lambda w: {"uuid": w.bulk_act.uuid}, is_foreign=True)
        for name in ("bulk_act", "bulk_undo")
    },
    "households:change_kind": Sample(lambda w: {"pk": w.kind.pk}, is_scoped=True),
    "households:columns": Sample(),
    "households:export": Sample(),
    "households:saved_filters": Sample(),
    "households:save_filter": Sample(),
    **{
        f"households:{name}": Sample(lambda w: {"pk": w.saved_filter.pk}, is_foreign=True)
        for name in ("change_filter", "delete_filter")
    },
    "households:register": Sample(),
    "households:member_row": Sample(),
    "households:codes": Sample(),
    "households:code_table": Sample(),
    "households:import_codes": Sample(),
    "households:pairs": Sample(lambda w: {"standard": "mzt073", "code_list": "sex"}),
    "households:change_pair": Sample(lambda w: {"pk": w.code_pair.pk}),
    "households:end_pair": Sample(lambda w: {"pk": w.code_pair.pk}, method="post"),
    "households:document": Sample(lambda w: {"pk": w.document.pk}, is_scoped=True),
    **{
        f"households:{name}": Sample(lambda w: {"pk": w.member.pk}, is_scoped=True)
        for name in ("member", "change_member", "leave", "change_head", "reveal")
    },
    "households:come_back": Sample(lambda w: {"pk": w.away.pk}, is_scoped=True),
    "households:hand_overs": Sample(),
    "households:accept": Sample(lambda w: {"pk": w.hand_over.pk}, is_scoped=True),
    "households:decline": Sample(lambda w: {"pk": w.hand_over.pk}, is_scoped=True),
    "households:cancel_hand_over": Sample(
        lambda w: {"pk": w.hand_over.pk}, is_scoped=True, method="post"
    ),
    "households:undo_merge": Sample(lambda w: {"pk": w.merging.pk}, is_scoped=True),
    "households:end_kind": Sample(lambda w: {"pk": w.kind.pk}, is_scoped=True),
    "households:open_door": Sample(lambda w: {"pk": w.door.pk}, is_scoped=True, method="post"),
    "households:end_grant": Sample(lambda w: {"pk": w.grant.pk}, is_scoped=True, method="post"),
    **{
        f"households:{name}": Sample(
            lambda w: {"kind": "income", "pk": w.income.pk}, is_scoped=True
        )
        for name in ("change_record", "end_record")
    },
    "households:add_record": Sample(
        lambda w: {"kind": "income", "pk": w.household.pk}, is_scoped=True
    ),
    "households:economy": Sample(lambda w: {"pk": w.household.pk}, is_scoped=True),
    "households:assessments": Sample(),
    "households:add_assessment": Sample(),
    "households:withdraw_assessment": Sample(lambda w: {"pk": w.assessment.pk}, is_scoped=True),
    **{
        f"households:{name}": Sample(lambda w: {"pk": w.household.pk}, is_scoped=True)
        for name in (
            "household", "history", "latest_changes", "change_household", "add_member",
            "add_kind", "doors",
            "close_door", "give_grant", "attachments", "add_attachments", "attachments_panel",
            "looks",
            "close", "reopen", "split", "merge", "move", "hand_over",
        )
    },
    "households:export_looks": Sample(
        lambda w: {"pk": w.household.pk}, is_scoped=True, method="post"
    ),
    **{
        f"households:{name}": Sample(
            lambda w: {"what": "certificate", "pk": w.member.pk}, is_scoped=True
        )
        for name in ("reveal_number", "masked_number")
    },
    **{
        f"households:{name}": Sample(
            lambda w: {"pk": w.attachment.pk}, is_scoped=True, method=method
        )
        for name, method in (
            ("attachment", "get"), ("attachment_file", "get"), ("thumbnail", "get"),
            ("remove_attachment", "get"), ("bring_back_attachment", "post"),
        )
    },
}  # fmt: skip

SURVEYS = {
    "surveys:list": Sample(),
    "surveys:schema": Sample(),
    "surveys:field": Sample(),
    "surveys:stranded_list": Sample(),
    "surveys:assignments": Sample(),
    "surveys:change_assignments": Sample(),
    "surveys:print_assignments": Sample(),
    "surveys:share_out": Sample(),
    "surveys:follow_ups": Sample(),
    "surveys:take_back": Sample(lambda w: {"batch": uuid.uuid4()}, method="post"),
    "surveys:follow_up": Sample(lambda w: {"pk": w.follow_up.pk}, is_scoped=True),
    **{
        f"surveys:{name}": Sample(
            lambda w: {"pk": w.stranded_draft.pk}, is_scoped=True, method=method
        )
        for name, method in (("stranded", "get"), ("take_over", "post"), ("give_up", "get"))
    },
    "surveys:paper": Sample(
        lambda w: {"household_id": w.household.pk, "what": "card"}, is_scoped=True
    ),
    "surveys:papers": Sample(),
    "surveys:together": Sample(),
    "surveys:together_confirm": Sample(method="post"),
    "surveys:approval_run": Sample(lambda w: {"uuid": w.approval_run.uuid}, is_foreign=True),
    "surveys:visit": Sample(lambda w: {"uuid": w.visit.uuid}),
    "surveys:campaigns": Sample(),
    "surveys:open_campaign": Sample(),
    **{
        f"surveys:{name}": Sample(lambda w: {"pk": w.campaign.pk}, method=method)
        for name, method in (
            ("campaign", "get"), ("campaign_targets", "get"), ("export_targets", "post"),
            ("fill_targets", "get"), ("add_target", "get"), ("campaign_roster", "get"),
            ("export_roster", "post"), ("refill_roster", "post"), ("add_cadre", "get"),
            ("import_roster", "get"), ("roster_form", "get"),
            ("campaign_progress", "get"), ("campaign_quality", "get"),
            ("campaign_quality_rows", "get"),
        )
    },
    **{
        # A round of the township itself: its own office and those above it hold it.
        f"surveys:{name}": Sample(lambda w: {"pk": w.township_round.pk}, is_scoped=True)
        for name in ("change_campaign", "close_campaign")
    },
    **{
        f"surveys:{name}": Sample(
            lambda w: {"pk": w.campaign.pk, "household_id": w.target.pk},
            is_scoped=True, method=method,
        )
        for name, method in (("void_target", "get"), ("restore_target", "post"))
    },
    **{
        f"surveys:{name}": Sample(
            lambda w: {"pk": w.campaign.pk, "cadre_pk": w.cadre.pk},
            is_scoped=True, method=method,
        )
        for name, method in (
            ("campaign_cadre", "get"), ("leave_roster", "get"), ("come_back", "post"),
        )
    },
    **{
        # An upload is its owner's alone.
        f"surveys:{name}": Sample(
            lambda w: {"pk": w.campaign.pk, "uuid": w.roster_import.uuid},
            is_foreign=True, method=method,
        )
        for name, method in (
            ("roster_import", "get"), ("apply_roster_import", "post"),
            ("drop_roster_import", "post"), ("refused_roster_rows", "get"),
        )
    },
    "api:visits-list": Sample(),
    **{
        f"surveys:{name}": Sample(lambda w: {"household_id": w.household.pk}, is_scoped=True)
        for name in ("household_panel", "start")
    },
    **{
        name: Sample(lambda w: {"uuid": w.visit.uuid}, is_scoped=True, method=method)
        for name, method in (
            ("surveys:review", "get"), ("surveys:print", "get"), ("surveys:card", "get"),
            ("api:visits-detail", "get"), ("api:visits-settle", "post"),
            ("api:visits-submit", "post"), ("api:visits-add-interviewer", "post"),
            ("api:visits-place", "put"),
        )
    },
    "surveys:photo": Sample(
        lambda w: {"uuid": w.visit.uuid, "photo_uuid": w.visit_photo.uuid}, is_scoped=True
    ),
    "api:visit-photos-list": Sample(lambda w: {"visit": w.visit.uuid}, is_scoped=True),
    **{
        f"api:visit-photos-{name}": Sample(
            lambda w: {"visit": w.visit.uuid, "uuid": w.visit_photo.uuid},
            is_scoped=True,
            method=method,
        )
        for name, method in (
            ("detail", "patch"), ("bytes", "put"), ("complete", "post"), ("picture", "get"),
            ("thumbnail", "get"),
        )
    },
    "api:visits-settle-remark": Sample(
        lambda w: {"uuid": w.visit.uuid, "remark": w.visit.uuid}, is_scoped=True, method="put"
    ),
    "api:visits-remove-interviewer": Sample(
        lambda w: {"uuid": w.visit.uuid, "who": w.visit.uuid}, is_scoped=True, method="delete"
    ),
    "api:visits-signature": Sample(
        lambda w: {"uuid": w.visit.uuid, "who": "respondent"}, is_scoped=True, method="put"
    ),
}  # fmt: skip


def _campaign(world: World) -> dict[str, Any]:
    """Nothing in the address, but a campaign must have begun."""
    assert world.campaign.pk
    return {}


VERIFICATION = {
    "verification:list": Sample(),
    "verification:open": Sample(),
    **{
        f"verification:{name}": Sample(lambda w: {"pk": w.round.pk})
        for name in ("round", "extracts", "import")
    },
    **{
        f"verification:{name}": Sample(lambda w: {"pk": w.round.pk}, method="post")
        for name in ("dispatch", "close_round")
    },
    "verification:extract": Sample(lambda w: {"pk": w.extract.pk}, is_scoped=True),
    "verification:finding": Sample(lambda w: {"pk": w.finding.pk}, is_scoped=True),
    **{
        f"verification:{name}": Sample(
            lambda w: {"pk": w.finding.pk}, is_scoped=True, method="post"
        )
        for name in ("begin", "conclude", "decide", "close")
    },
    "verification:household_panel": Sample(lambda w: {"pk": w.household.pk}, is_scoped=True),
}  # fmt: skip

JSON = {"content_type": "application/json"}
APPLICATION = lambda world: {"pk": world.application.pk}  # noqa: E731
ASSISTANCE = {
    "assistance:list": Sample(),
    "assistance:standards": Sample(),
    "assistance:add_standard": Sample(),
    **{
        f"assistance:{name}": Sample(APPLICATION, is_scoped=True)
        for name in ("application", "deadline", *ASSISTANCE_MOVES)
    },
    "assistance:decide": Sample(APPLICATION, is_scoped=True, method="post"),
    "assistance:check_report": Sample(lambda w: {"pk": w.check_result.pk}, is_scoped=True),
    "assistance:object": Sample(lambda w: {"pk": w.notice.pk}, is_scoped=True),
    "assistance:settle_objection": Sample(lambda w: {"pk": w.objection.pk}, is_scoped=True),
    "assistance:start": Sample(lambda w: {"uuid": w.application.visit.uuid}, is_scoped=True),
    "assistance:verdict": Sample(lambda w: {"uuid": w.application.visit.uuid}, is_scoped=True),
    "assistance:precheck": Sample(
        lambda w: {} if w.application else {},
        is_scoped=True,
        method="post",
        request=lambda w: {
            "data": {"visit": str(w.application.visit.uuid)},
            "content_type": "application/json",
        },
    ),
    "api:applications-list": Sample(),
    "api:applications-detail": Sample(APPLICATION, is_scoped=True),
    "api:applications-moves": Sample(
        APPLICATION,
        is_scoped=True,
        method="post",
        request=lambda w: {"data": {"move": "no"}, **JSON},
    ),
    "api:prechecks-list": Sample(
        lambda w: {} if w.application else {},
        is_scoped=True,
        method="post",
        request=lambda w: {"data": {"visit": str(w.application.visit.uuid)}, **JSON},
    ),
    "assistance:household_panel": Sample(lambda w: {"pk": w.household.pk}, is_scoped=True),
}

REPORTS = {
    "reports:home": Sample(),
    "reports:dashboard": Sample(),
    "reports:screening": Sample(_campaign),
    "reports:cadres": Sample(_campaign),
    "reports:ledgers": Sample(),
    "reports:ledger": Sample(lambda world: {"code": "l1"}),
    "reports:ledger_request": Sample(lambda world: {"code": "l1"}, method="post"),
    # Outside practice there are no such pages.
    "reports:training": Sample(is_foreign=True),
    "reports:training_begin": Sample(is_foreign=True, method="post"),
    "reports:training_people": Sample(is_foreign=True),
    "reports:training_person": Sample(lambda world: {"pk": world.user.pk}, is_foreign=True),
}

API = {
    "api:schema": Sample(),
    "api:session": Sample(),
    "api:device": Sample(lambda w: {"uuid": w.visit.uuid}, method="put"),
    "api:packs-list": Sample(),
    "api:packs-detail": Sample(lambda w: {"pk": "211224105200"}, is_scoped=True),
    "api:stranded-drafts-list": Sample(method="post"),
    "api:areas-list": Sample(),
    "api:areas-detail": Sample(lambda w: {"pk": "211224105000"}),
    "api:jobs-list": Sample(),
    "api:jobs-detail": Sample(_job, is_foreign=True),
    "api:households-list": Sample(),
    "api:households-detail": Sample(lambda w: {"pk": w.household.pk}, is_scoped=True),
    "api:economies-detail": Sample(lambda w: {"pk": w.household.pk}, is_scoped=True),
    "api:members-list": Sample(),
    "api:attachments-list": Sample(),
    "api:attachments-detail": Sample(lambda w: {"pk": w.attachment.pk}, is_scoped=True),
    **{
        f"api:households-{name}": Sample(
            lambda w: {"pk": w.household.pk},
            is_scoped=True,
            method="post",
            request=lambda w: {"data": {"kind": "04"}, "content_type": "application/json"},
        )
        for name in ("kinds", "end-kind")
    },
    "api:members-leave": Sample(
        lambda w: {"pk": w.member.pk},
        is_scoped=True,
        method="post",
        request=lambda w: {"data": {}, "content_type": "application/json"},
    ),
    "api:members-detail": Sample(lambda w: {"pk": w.member.pk}, is_scoped=True),
    "api:code-lists-list": Sample(),
    "api:code-lists-detail": Sample(lambda w: {"pk": "relation"}),
}


PETITIONS = {
    "petitions:list": Sample(),
    "petitions:register": Sample(),
    "petitions:household_panel": Sample(lambda w: {"pk": w.household.pk}, is_scoped=True),
    **{
        f"petitions:{name}": Sample(lambda w: {"pk": w.petition.pk}, is_scoped=True)
        for name in (
            "case", "change", "assign", "add_record", "reveal", "accept", "decline", "begin",
            "extend", "issue_reply", "deliver", "resolve", "propose", "strike_off", "return",
        )
    },
    "api:petitions-list": Sample(),
    "api:petitions-detail": Sample(lambda w: {"pk": w.petition.pk}, is_scoped=True),
}  # fmt: skip

SAMPLES: dict[str, Sample] = {
    **ACCOUNTS, **HOUSEHOLDS, **SURVEYS, **ASSISTANCE, **VERIFICATION, **REPORTS, **API,
    **PETITIONS,
}  # fmt: skip

"""Where each screen of surveys is."""

from django.urls import path

from surveys.services.campaign_exports import CADRES, TARGETS
from surveys.views import (
    assignments,
    campaign_targets,
    campaigns,
    follow_ups,
    lists,
    papers,
    photos,
    progress,
    quality,
    reviews,
    roster_imports,
    rosters,
    sharing,
    shell,
    stranded,
    together,
    visits,
)

app_name = "surveys"
CAMPAIGN = "campaigns/<int:pk>"
HOUSEHOLD = f"{CAMPAIGN}/households/<int:household_id>"
CADRE = f"{CAMPAIGN}/cadres/<int:cadre_pk>"
ROSTER_IMPORT = f"{CAMPAIGN}/cadres/import/<uuid:uuid>"
CAMPAIGNS = [
    path("campaigns/", campaigns.campaign_list, name="campaigns"),
    path("campaigns/new/", campaigns.open_campaign, name="open_campaign"),
    path(f"{CAMPAIGN}/", campaigns.campaign, name="campaign"),
    path(f"{CAMPAIGN}/change/", campaigns.change_campaign, name="change_campaign"),
    path(f"{CAMPAIGN}/close/", campaigns.close_campaign, name="close_campaign"),
    path(f"{CAMPAIGN}/households/", campaign_targets.target_list, name="campaign_targets"),
    path(
        f"{CAMPAIGN}/households/export/", campaign_targets.export, {"what": TARGETS},
        name="export_targets",
    ),
    path(f"{CAMPAIGN}/households/fill/", campaign_targets.fill, name="fill_targets"),
    path(f"{CAMPAIGN}/households/add/", campaign_targets.add, name="add_target"),
    path(f"{HOUSEHOLD}/void/", campaign_targets.void, name="void_target"),
    path(f"{HOUSEHOLD}/restore/", campaign_targets.restore, name="restore_target"),
    path(f"{CAMPAIGN}/cadres/", rosters.roster_list, name="campaign_roster"),
    path(
        f"{CAMPAIGN}/cadres/export/", campaign_targets.export, {"what": CADRES},
        name="export_roster",
    ),
    path(f"{CAMPAIGN}/cadres/refill/", rosters.refill, name="refill_roster"),
    path(f"{CAMPAIGN}/cadres/add/", rosters.add_cadre, name="add_cadre"),
    path(f"{CAMPAIGN}/cadres/import/", roster_imports.upload, name="import_roster"),
    path(f"{CAMPAIGN}/cadres/import/form/", roster_imports.blank_form, name="roster_form"),
    path(f"{ROSTER_IMPORT}/", roster_imports.preview, name="roster_import"),
    path(f"{ROSTER_IMPORT}/apply/", roster_imports.apply, name="apply_roster_import"),
    path(f"{ROSTER_IMPORT}/drop/", roster_imports.drop, name="drop_roster_import"),
    path(f"{ROSTER_IMPORT}/refused/", roster_imports.refused, name="refused_roster_rows"),
    path(f"{CADRE}/", rosters.cadre, name="campaign_cadre"),
    path(f"{CADRE}/leave/", rosters.leave, name="leave_roster"),
    path(f"{CADRE}/come-back/", rosters.come_back, name="come_back"),
    path(f"{CAMPAIGN}/progress/", progress.progress, name="campaign_progress"),
    path(f"{CAMPAIGN}/quality/", quality.quality_page, name="campaign_quality"),
    path(f"{CAMPAIGN}/quality/visits/", quality.quality_rows, name="campaign_quality_rows"),
]  # fmt: skip
urlpatterns = [
    *CAMPAIGNS,
    path("", lists.visit_list, name="list"),
    path("schema.json", visits.schema, name="schema"),
    path("of/<int:household_id>/", lists.household_panel, name="household_panel"),
    path("of/<int:household_id>/start/", visits.start, name="start"),
    path("field/", shell.shell, name="field"),
    path("assignments/", assignments.assignment_list, name="assignments"),
    path("assignments/change/", assignments.change, name="change_assignments"),
    path("assignments/print/", assignments.print_list, name="print_assignments"),
    path("assignments/share-out/", sharing.share_out, name="share_out"),
    path("assignments/batch/<uuid:batch>/take-back/", sharing.take_back, name="take_back"),
    path("follow-ups/", follow_ups.follow_up_list, name="follow_ups"),
    path("follow-ups/<int:pk>/", follow_ups.follow_up, name="follow_up"),
    path("stranded/", stranded.stranded_list, name="stranded_list"),
    path("stranded/<int:pk>/", stranded.stranded_draft, name="stranded"),
    path("stranded/<int:pk>/take-over/", stranded.take_over, name="take_over"),
    path("stranded/<int:pk>/give-up/", stranded.give_up, name="give_up"),
    path("no-network/", shell.no_network, name="no_network"),
    path("app.webmanifest", shell.manifest, name="manifest"),
    path("<uuid:uuid>/", shell.shell, name="visit"),
    path("<uuid:uuid>/review/", reviews.review, name="review"),
    path("<uuid:uuid>/photos/<uuid:photo_uuid>/", photos.photo, name="photo"),
    path("<uuid:uuid>/print/", papers.visit_form, name="print"),
    path("<uuid:uuid>/card/", papers.visit_card, name="card"),
    path("of/<int:household_id>/paper/<slug:what>/", papers.household_paper, name="paper"),
    path("papers/", papers.papers, name="papers"),
    path("together/", together.together, name="together"),
    path("together/approve/", together.confirm, name="together_confirm"),
    path("together/<uuid:uuid>/", together.approval_run, name="approval_run"),
]

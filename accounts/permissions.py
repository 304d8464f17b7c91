"""The one table of permissions (权限表): what may be done, and which roles may do it.

Permissions say *what*; the area scope says *where*. Roles are given to users, permissions never.
"""

from accounts.models.users import Role

VILLAGE = {Role.VILLAGE_CLERK}
CASEWORKER = {Role.TOWNSHIP_CASEWORKER}
TOWNSHIP_LEADER = {Role.TOWNSHIP_LEADER}
TOWNSHIP = CASEWORKER | TOWNSHIP_LEADER
REVIEWER = {Role.COUNTY_REVIEWER}
COUNTY_LEADER = {Role.COUNTY_LEADER}
CHIEF = {Role.COUNTY_SECTION_CHIEF}
CHECKER = {Role.COUNTY_CHECKER}
COUNTY = REVIEWER | COUNTY_LEADER | CHIEF | CHECKER
CITY_MANAGER = {Role.CITY_MANAGER}
CITY = CITY_MANAGER | {Role.CITY_VIEWER}
INSPECTOR = {Role.DISCIPLINE_INSPECTOR}
CASE_FOLK = TOWNSHIP | COUNTY | CITY
EVERYBODY = set(Role)

PERMISSIONS: dict[str, set[Role]] = {
    # accounts
    "accounts.use_site": EVERYBODY,
    "accounts.administer_users": {Role.SECURITY_ADMINISTRATOR},
    "accounts.read_audit": {Role.AUDITOR},
    "accounts.maintain_calendar": {Role.SYSTEM_ADMINISTRATOR},
    "accounts.reorganise_divisions": CITY_MANAGER,
    # households
    "households.view_household": VILLAGE
    | CASE_FOLK
    | INSPECTOR
    | {Role.FINANCE_OFFICER, Role.DISABLED_FEDERATION, Role.COUNTY_CHILD_DESK},
    "households.view_economy": VILLAGE | CASE_FOLK | INSPECTOR,
    "households.maintain_assessments": CHIEF | CITY_MANAGER,
    "households.register_household": VILLAGE | CASEWORKER,
    "households.change_household": VILLAGE | CASEWORKER,
    "households.restructure_household": CASEWORKER,
    "households.propose_hand_over": CASEWORKER | CHIEF,
    "households.answer_hand_over": CHIEF,
    "households.import_ledger": CASEWORKER | CHIEF,
    "households.reveal_number": TOWNSHIP | REVIEWER | CHIEF | CHECKER | INSPECTOR,
    "households.view_attachment": VILLAGE
    | CASE_FOLK
    | INSPECTOR
    | {Role.DISABLED_FEDERATION, Role.COUNTY_CHILD_DESK},
    "households.keep_attachment": VILLAGE | CASEWORKER,
    "households.view_looks": CHIEF | COUNTY_LEADER | CITY_MANAGER | INSPECTOR,
    "households.view_codes": CASE_FOLK,
    "households.maintain_codes": CITY_MANAGER,
    "households.export_register": CASE_FOLK | INSPECTOR | {Role.FINANCE_OFFICER},
    "households.view_duplicates": CASE_FOLK | INSPECTOR,
    "households.settle_duplicate": CASEWORKER | REVIEWER | CHIEF | CITY_MANAGER,
    "households.close_door": CHIEF | CITY_MANAGER,
    "households.give_grant": CHIEF | CITY_MANAGER,
    # surveys
    "surveys.view_visit": VILLAGE | CASE_FOLK | INSPECTOR,
    "surveys.record_visit": VILLAGE | CASEWORKER,
    "surveys.approve_visit": TOWNSHIP_LEADER,
    "surveys.assign_visit": TOWNSHIP,
    "surveys.view_campaign": CASE_FOLK | INSPECTOR,
    "surveys.open_campaign": TOWNSHIP_LEADER | CHIEF | CITY_MANAGER,
    "surveys.add_target": CASEWORKER | CHIEF | CITY_MANAGER,
    "surveys.void_target": REVIEWER | CHIEF,
    "surveys.keep_roster": TOWNSHIP_LEADER | CHIEF | CITY_MANAGER,
    "surveys.view_quality": TOWNSHIP_LEADER | COUNTY | CITY | INSPECTOR,
    # assistance
    "assistance.view_application": CASE_FOLK | INSPECTOR | {Role.FINANCE_OFFICER},
    "assistance.start_application": CASEWORKER,
    "assistance.accept_application": CASEWORKER,
    "assistance.record_check_result": CHECKER,
    "assistance.record_investigation": CASEWORKER,
    "assistance.opine_application": TOWNSHIP_LEADER,
    "assistance.post_notice": CASEWORKER,
    "assistance.report_application": CASEWORKER,
    "assistance.review_application": REVIEWER,
    "assistance.confirm_application": COUNTY_LEADER,
    "assistance.refuse_application": COUNTY_LEADER,
    "assistance.return_application": REVIEWER | COUNTY_LEADER,
    "assistance.withdraw_application": CASEWORKER,
    "assistance.view_standards": CASE_FOLK | INSPECTOR | {Role.FINANCE_OFFICER},
    "assistance.maintain_standards": CITY_MANAGER,
    # verification
    "verification.view_round": CASE_FOLK | INSPECTOR,
    "verification.open_round": CHECKER | CITY_MANAGER,
    "verification.upload_extract": CHECKER,
    "verification.dispatch_finding": CHECKER,
    "verification.close_round": CHECKER | CITY_MANAGER,
    "verification.verify_finding": CASEWORKER,
    "verification.conclude_finding": REVIEWER,
    # petitions
    "petitions.view_case": TOWNSHIP | REVIEWER | COUNTY_LEADER | CHIEF | CITY | INSPECTOR,
    "petitions.view_petitioner": COUNTY_LEADER | CHIEF | CITY_MANAGER,
    "petitions.register_case": CASEWORKER | CHIEF | CITY_MANAGER,
    "petitions.handle_case": CASEWORKER | CHIEF | CITY_MANAGER,
    "petitions.extend_case": COUNTY_LEADER | CHIEF | CITY_MANAGER,
    "petitions.propose_strike_off": CHIEF | CITY_MANAGER,
    "petitions.strike_off": CITY_MANAGER,
    # reports
    "reports.view_dashboard": CASE_FOLK | INSPECTOR,
    "reports.view_ledgers": CASE_FOLK | INSPECTOR | {Role.FINANCE_OFFICER},
    "reports.export_plain": CHIEF | CITY_MANAGER,
    "reports.watch_practice": REVIEWER | CITY_MANAGER,
}

INCOMPATIBLE: tuple[tuple[Role, Role, str], ...] = (
    (
        Role.FINANCE_OFFICER,
        Role.COUNTY_REVIEWER,
        "who pays does not decide",
    ),
    (Role.FINANCE_OFFICER, Role.COUNTY_LEADER, "who pays does not decide"),
    (Role.COUNTY_REVIEWER, Role.COUNTY_LEADER, "review and confirmation are two people"),
    (Role.COUNTY_CHECKER, Role.COUNTY_REVIEWER, "who checks the data does not judge it"),
    (Role.COUNTY_CHECKER, Role.COUNTY_LEADER, "who checks the data does not judge it"),
    (Role.TOWNSHIP_CASEWORKER, Role.COUNTY_REVIEWER, "townships propose, counties decide"),
    (Role.TOWNSHIP_LEADER, Role.COUNTY_LEADER, "townships propose, counties decide"),
    (Role.DISCIPLINE_INSPECTOR, Role.TOWNSHIP_CASEWORKER, "inspectors do not handle cases"),
    (Role.DISCIPLINE_INSPECTOR, Role.COUNTY_REVIEWER, "inspectors do not handle cases"),
    (Role.DISCIPLINE_INSPECTOR, Role.COUNTY_LEADER, "inspectors do not handle cases"),
)
"""Pairs one person may not hold, with the reason. The three powers (``users.POWERS``) go with
nothing at all. Township caseworker and township leader may be one person: in a two-person
township each does both, and four eyes are kept case by case by the moves' ``not_by``."""


def of_roles(roles) -> frozenset[str]:
    """Every permission that at least one of ``roles`` gives."""
    held = set(roles)
    return frozenset(name for name, given_to in PERMISSIONS.items() if held & given_to)

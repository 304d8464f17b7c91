"""The exercises of the practice site (练习模式) and how far somebody is with one: no database.

An exercise is done when the acts it names are in the audit trail, done by that person since the
practice began: nothing is ticked by hand.
"""

import datetime
from collections import defaultdict
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from django.db.models import TextChoices
from django.utils.functional import Promise
from django.utils.translation import gettext_lazy as _

Words = str | Promise


class State(TextChoices):
    TODO = "todo", _("Not done")
    BEGUN = "begun", _("Under way")
    DONE = "done", _("Done")


@dataclass(frozen=True)
class Act:
    """One event of the trail: what was done to which thing, by whom, when."""

    action: str
    target: str
    by: int
    at: datetime.datetime


@dataclass(frozen=True)
class Exercise:
    """What to practise. ``acts``: the codes that must be found, in this order.

    ``on_one_thing``: all of them on the same thing. ``after``: only what was done to a thing after
    this act of anybody counts (a visit that was returned). ``permission``: whose exercise it is.
    """

    code: str
    title: Words
    permission: str
    place: str
    begin: str
    steps: tuple[Words, ...]
    acts: tuple[str, ...]
    on_one_thing: bool = False
    after: str = ""

    @property
    def codes(self) -> set[str]:
        return {*self.acts, *([self.after] if self.after else [])}


@dataclass(frozen=True)
class Progress:
    """How far one person is with one exercise."""

    exercise: Exercise
    state: State
    count: int
    at: datetime.datetime | None


EXERCISES = (
    Exercise(
        "find", _("Find a family and open its file"), "households.view_household",
        "start#查找", "households:list",
        (
            _("Type the first letters of a name in the box on top, such as syy."),
            _("Choose a family with the arrow keys and press Enter."),
            _("Look through the file: members, kinds, income, visits."),
        ),
        ("household.viewed",),
    ),
    Exercise(
        "register", _("Register a family"), "households.register_household",
        "households#登记家庭", "households:register",
        (
            _("Make up a family: a head and at least one more member, in a village of yours."),
            _("Type an identity number with one wrong digit first and see what the page says."),
            _("Correct it and save."),
            _("Give the family a kind of hardship on its file."),
        ),
        ("household.registered", "household.kind_added"),
    ),
    Exercise(
        "change", _("Record that somebody joins a family"), "households.change_household",
        "changes#成员加入", "households:list",
        (
            _("Open a family and choose “Changes of the household”, then “A member joins”."),
            _("Fill in the day and the person, and read what will change."),
            _("Confirm, and look at the history of changes."),
        ),
        ("household.joined",),
    ),
    Exercise(
        "visit", _("Fill in a visit, sign it and hand it in"), "surveys.record_visit",
        "visits#开始填表", "households:list",
        (
            _("Open a family and choose “Start a visit”."),
            _("Fill in the four parts; where the page asks for something, mend it."),
            _("In the fifth part name a second investigator and sign three times."),
            _("Hand it in."),
        ),
        ("visit.started", "visit.signed", "visit.submit"), on_one_thing=True,
    ),
    Exercise(
        "offline", _("Work for a while without a network"), "surveys.record_visit",
        "visits#没有网络时", "surveys:field",
        (
            _("Open “Today's visits” on the phone, take a village along and set a PIN."),
            _("Switch the phone to flight mode, choose a family and start a visit."),
            _("Close the browser, open it again, unlock with the PIN and go on."),
            _("Switch the network on and wait until “Synced” stands there."),
        ),
        ("pack.taken", "visit.started"),
    ),
    Exercise(
        "mend", _("Mend a visit that was returned"), "surveys.record_visit",
        "review#退回以后怎么改", "surveys:list",
        (
            _("Ask the leader to return one of your visits."),
            _("Open it from the to-do list and read what is to be mended."),
            _("Mend or explain every point, sign again where asked, and hand it in."),
        ),
        ("visit.submit",), after="visit.return",
    ),
    Exercise(
        "assign", _("Share out visits"), "surveys.assign_visit",
        "visits#安排走访任务", "households:list",
        (
            _("Choose families that are still to be visited."),
            _("Choose two investigators and the day, and assign."),
            _("Ask them whether the visits stand in their to-do lists."),
        ),
        ("visit.assigned",),
    ),
    Exercise(
        "reassign", _("Give visits to others"), "surveys.assign_visit",
        "visits#改派和撤回", "surveys:assignments",
        (
            _("Share out a few visits first, if none stands in the list."),
            _("Tick one or two and choose “Give to others”."),
            _("Choose two other investigators and confirm; the new pair gets a message."),
        ),
        ("visit.reassigned",),
    ),
    Exercise(
        "follow-up", _("Settle what a visit that met nobody left to do"), "surveys.record_visit",
        "visits#未走访成功", "surveys:follow_ups",
        (
            _("Open one of the follow-ups and read what the visit found."),
            _("Write what came of it, such as the day agreed on the telephone."),
            _("Settle it, and find it again among the settled ones."),
        ),
        ("follow_up.settled",),
    ),
    Exercise(
        "return", _("Return a visit"), "surveys.approve_visit",
        "review#退回", "surveys:list",
        (
            _("Open a visit that waits for approval."),
            _("Read what is different from the last visit."),
            _("Write what is to be mended and return it."),
        ),
        ("visit.return",),
    ),
    Exercise(
        "approve", _("Approve a visit"), "surveys.approve_visit",
        "review#乡镇领导审核", "surveys:list",
        (
            _("Open a visit that waits for approval; not one you handed in yourself."),
            _("Look at the figures, the differences and the signatures."),
            _("Approve it."),
        ),
        ("visit.approve",),
    ),
    Exercise(
        "apply", _("Start an application and accept it"), "assistance.start_application",
        "applications#发起申请", "surveys:list",
        (
            _("Open an approved visit and choose “Start an application”."),
            _("Read for each programme whether the family qualifies, and why."),
            _("Start the application and accept it."),
        ),
        ("application.started", "application.accept"), on_one_thing=True,
    ),
    Exercise(
        "opine", _("Give the township's opinion"), "assistance.opine_application",
        "applications#一步一步办", "assistance:list",
        (
            _("Open an application that waits for the opinion."),
            _("Read the ladder of programmes and the report of the check."),
            _("Write the opinion and submit it."),
        ),
        ("application.opine",),
    ),
    Exercise(
        "check", _("Enter the report of a check"), "assistance.record_check_result",
        "applications#一步一步办", "assistance:list",
        (
            _("Open an application that waits for the check."),
            _("Enter number, day and result of the report."),
            _("Save it, and see who has the application now."),
        ),
        ("application.record_check",),
    ),
    Exercise(
        "review", _("Review an application for the county"), "assistance.review_application",
        "applications#县级审核和确认", "assistance:list",
        (
            _("Open an application the township has reported."),
            _("Compare what was declared, checked and seen."),
            _("Write the result of the review, or return it with a reason."),
        ),
        ("application.review",),
    ),
    Exercise(
        "confirm", _("Confirm an application"), "assistance.confirm_application",
        "applications#县级审核和确认", "assistance:list",
        (
            _("Open an application the county has reviewed."),
            _("Look at the time limit and at who decided before you."),
            _("Confirm it."),
        ),
        ("application.confirm",),
    ),
    Exercise(
        "petition", _("Register a petition"), "petitions.register_case",
        "petitions#登记信访件", "petitions:register",
        (
            _("Register a petition with a made-up petitioner and matter."),
            _("See on which days acceptance and reply are due."),
            _("Name the lead official and the unit in charge."),
        ),
        ("petition.registered", "petition.assigned"), on_one_thing=True,
    ),
    Exercise(
        "ledger", _("Make a ledger"), "reports.view_ledgers",
        "ledgers#生成台账", "reports:ledgers",
        (
            _("Choose a ledger, an area and a day, and look at the first rows."),
            _("Make the Excel file."),
            _("Download it from “My downloads”."),
        ),
        ("ledger.asked", "job.downloaded"),
    ),
)  # fmt: skip
CODES = frozenset(code for one in EXERCISES for code in one.codes)


def standing(exercise: Exercise, acts: Sequence[Act], *, by: int) -> Progress:
    """How far the person ``by`` is, from the trail in its order since the practice began."""
    if exercise.on_one_thing or exercise.after:
        things: dict[str, list[Act]] = defaultdict(list)
        for act in acts:
            things[act.target].append(act)
        rows = [_in_order(exercise, some, by) for some in things.values()]
    else:
        rows = [_in_order(exercise, acts, by)]
    best = max(rows, key=len, default=[])
    if len(best) == len(exercise.acts):
        return Progress(exercise, State.DONE, len(best), best[-1].at)
    return Progress(
        exercise, State.BEGUN if best else State.TODO, len(best), best[-1].at if best else None
    )


def _in_order(exercise: Exercise, acts: Iterable[Act], by: int) -> list[Act]:
    """The acts wanted, as far as they were found one after the other."""
    found: list[Act] = []
    is_open = not exercise.after
    for act in acts:
        if act.action == exercise.after:
            is_open = True
        wanted = exercise.acts[len(found)] if len(found) < len(exercise.acts) else ""
        if is_open and act.by == by and act.action == wanted:
            found.append(act)
    return found

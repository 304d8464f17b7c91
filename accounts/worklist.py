"""What an app puts on the home page (待办): one line per thing that waits for this user.

Each app with such things has ``worklist.py`` with ``items(user, today) -> list[WorkItem]``, ordered
by deadline and at most ``MOST`` long; ``reports`` merges them.
"""

import datetime
from dataclasses import dataclass

from foundation.faults import Text

MOST = 500


@dataclass(frozen=True, slots=True)
class WorkItem:
    """One thing to do: what, about whom, where, by when and why then, and the one act.

    ``kind`` and ``kind_label`` name the sort of work (``application``, 申请办理) the page filters
    by. ``about`` is a name, ``about_note`` the line beneath it (农村低保 2 人); never an identity
    number. ``basis`` says where the deadline comes from (受理起 3 个工作日). ``address`` is the
    page of the thing, ``action_address`` that of the act where it has a page of its own.
    """

    kind: str
    kind_label: Text
    title: Text
    address: str
    about: str
    place: str
    action: Text
    due_on: datetime.date | None = None
    note: Text = ""
    about_note: Text = ""
    basis: Text = ""
    action_address: str = ""

    @property
    def act(self) -> str:
        """Where the button leads."""
        return self.action_address or self.address

    @property
    def order(self) -> tuple[bool, datetime.date, str]:
        """By deadline; what has none comes last."""
        return self.due_on is None, self.due_on or datetime.date.max, self.about

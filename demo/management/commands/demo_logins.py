"""List one demo login per role: ``manage.py demo_logins``."""

from typing import Any

from django.core.management.base import BaseCommand
from django.utils.translation import override
from rest_framework.authtoken.models import Token

from accounts.models import User
from accounts.models.users import Role
from demo.cast import FACES, MACHINE, PASSWORD


class Command(BaseCommand):
    help = "List one demo login per role, with the password they share."

    def handle(self, *args: Any, **options: Any) -> None:
        users = User.objects.select_related("area").in_bulk(
            [*FACES.values(), MACHINE], field_name="username"
        )
        if not users:
            self.stdout.write("No demo logins; run seed_demo first.")
            return
        self.stdout.write(f"Demo logins; the password of each is {PASSWORD}")
        for role, username in FACES.items():
            if user := users.get(username):
                self.stdout.write(self._line(Role(role), user))
        self.stdout.write(
            "Every township has <name>.jingban and <name>.lingdao (chaihe.jingban; where"
            " counties share a name, changtu.laocheng.jingban), every county <name>.shenhe,"
            " .juzhang, .guzhang and .hedui (kaiyuan.shenhe)."
        )
        if token := Token.objects.filter(user__username=MACHINE).first():
            self.stdout.write(f"API token of {MACHINE}: {token.key}")

    def _line(self, role: Role, user: User) -> str:
        with override("zh-hans"):
            chinese = str(role.label)
        with override("en"):
            english = str(role.label)
        place = user.area.full_name or user.area.name
        return f"  {user.username:<20} {user.name}  {place}  {chinese} / {english}"

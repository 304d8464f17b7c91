"""Users (账号) and the roles they hold."""

from django.contrib.auth.models import AbstractBaseUser, BaseUserManager
from django.db import models
from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from accounts.models.areas import Area


class Role(models.TextChoices):
    VILLAGE_CLERK = "village_clerk", _("Village clerk")
    TOWNSHIP_CASEWORKER = "township_caseworker", _("Township caseworker")
    TOWNSHIP_LEADER = "township_leader", _("Township leader")
    COUNTY_REVIEWER = "county_reviewer", _("County reviewer")
    COUNTY_LEADER = "county_leader", _("County leader")
    COUNTY_SECTION_CHIEF = "county_section_chief", _("County section chief")
    COUNTY_CHECKER = "county_checker", _("County checker")
    COUNTY_CHILD_DESK = "county_child_desk", _("County child desk")
    FINANCE_OFFICER = "finance_officer", _("Finance officer")
    DISABLED_FEDERATION = "disabled_federation", _("Disabled persons' federation reviewer")
    DEPARTMENT_USER = "department_user", _("Department user")
    DISCIPLINE_INSPECTOR = "discipline_inspector", _("Discipline inspector")
    CITY_VIEWER = "city_viewer", _("City viewer")
    CITY_MANAGER = "city_manager", _("City manager")
    AUDITOR = "auditor", _("Auditor")
    SECURITY_ADMINISTRATOR = "security_administrator", _("Security administrator")
    SYSTEM_ADMINISTRATOR = "system_administrator", _("System administrator")


POWERS = frozenset({Role.AUDITOR, Role.SECURITY_ADMINISTRATOR, Role.SYSTEM_ADMINISTRATOR})
"""The three separate powers (三员分立): no household data, and none together with another role."""


class UserManager(BaseUserManager):
    def create_user(self, username, password=None, **fields):
        user = self.model(username=self.model.normalize_username(username), **fields)
        user.set_password(password)
        user.save(using=self._db)
        return user

    def within(self, area):
        low, high = area.code_range
        return self.filter(area_id__gte=low, area_id__lte=high)


class User(AbstractBaseUser):
    """A person who signs in; has one managing area (管理区划) and one or more roles."""

    username = models.CharField(_("user name"), max_length=40, unique=True)
    name = models.CharField(_("name"), max_length=50)
    unit = models.CharField(_("unit"), max_length=80, blank=True)
    duty = models.CharField(_("duty"), max_length=40, blank=True)
    area = models.ForeignKey(Area, models.PROTECT, related_name="users")
    is_active = models.BooleanField(pgettext_lazy("user", "active"), default=True)
    is_machine = models.BooleanField(_("machine user"), default=False)
    must_change_password = models.BooleanField(_("must change password"), default=False)
    password_changed_at = models.DateTimeField(null=True, blank=True)
    created_at = models.DateTimeField(auto_now_add=True)

    objects = UserManager()
    USERNAME_FIELD = "username"
    REQUIRED_FIELDS = ["name", "area"]

    class Meta:
        verbose_name = _("user")
        verbose_name_plural = _("users")
        ordering = ["area_id", "username"]

    def __str__(self) -> str:
        return self.name

    def get_full_name(self) -> str:
        return self.name

    @property
    def role_codes(self) -> frozenset[str]:
        """The roles held; read once per request."""
        if not hasattr(self, "_role_codes"):
            self._role_codes = frozenset(self.roles.values_list("role", flat=True))
        return self._role_codes

    @property
    def holds_only_powers(self) -> bool:
        return bool(self.role_codes) and self.role_codes <= POWERS


class UserRole(models.Model):
    """One role a user holds, and who gave it."""

    user = models.ForeignKey(User, models.CASCADE, related_name="roles")
    role = models.CharField(_("role"), max_length=30, choices=Role.choices)
    given_by = models.ForeignKey(User, models.PROTECT, null=True, related_name="+")
    given_at = models.DateTimeField(auto_now_add=True)

    class Meta:
        verbose_name = _("role held")
        verbose_name_plural = _("roles held")
        constraints = [
            models.UniqueConstraint(fields=["user", "role"], name="role_held_once"),
        ]

    def __str__(self) -> str:
        return self.get_role_display()

"""Acts on how a user has the register list: saved filters and chosen columns."""

from collections.abc import Sequence

from django.db import IntegrityError, transaction
from django.utils.translation import gettext_lazy as _

from accounts import audit
from accounts.models import User
from foundation.faults import InputError
from households.columns import COLUMNS, DEFAULT, HEAD, RegisterColumn, columns_of
from households.models import ChosenColumns, SavedFilter

MOST_FILTERS = 30


@transaction.atomic
def save_filter(
    *, by: User, name: str, query: str, is_default: bool = False, is_shared: bool = False
) -> SavedFilter:
    """Keep conditions under a name; the same name and conditions again give the one there is.

    Raises InputError when the name is taken by other conditions, or there are too many.
    """
    owner = User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    known = owner.saved_filters.filter(name=name).first()
    if known is not None and known.query == query:
        return known
    if owner.saved_filters.count() >= MOST_FILTERS:
        raise InputError("name", _("Thirty saved filters are enough: delete one first."))
    if is_default:
        owner.saved_filters.filter(is_default=True).update(is_default=False)
    saved = SavedFilter(
        owner=owner, office_id=owner.area_id, name=name, query=query,
        is_default=is_default, is_shared=is_shared,
    )  # fmt: skip
    _put(saved)
    audit.record(by=by, action="filter.saved", target=saved, detail={"is_shared": is_shared})
    return saved


@transaction.atomic
def change_filter(
    *, by: User, saved: SavedFilter, name: str, is_default: bool, is_shared: bool
) -> SavedFilter:
    """Rename, share, or open the list with it; only the owner's own is found."""
    User.objects.select_for_update(of=("self",)).get(pk=by.pk)
    locked = SavedFilter.objects.select_for_update(of=("self",)).get(pk=saved.pk, owner=by)
    if is_default:
        by.saved_filters.filter(is_default=True).exclude(pk=locked.pk).update(is_default=False)
    locked.name, locked.is_default, locked.is_shared = name, is_default, is_shared
    _put(locked)
    audit.record(by=by, action="filter.changed", target=locked, detail={"is_shared": is_shared})
    return locked


@transaction.atomic
def delete_filter(*, by: User, saved: SavedFilter) -> None:
    """Forget a saved filter; the households stay as they are. One already gone is left so."""
    found = SavedFilter.objects.select_for_update(of=("self",)).filter(pk=saved.pk, owner=by)
    if found.exists():
        audit.record(by=by, action="filter.deleted", target=saved)
        found.delete()


@transaction.atomic
def choose_columns(*, by: User, keys: Sequence[str]) -> list[RegisterColumn]:
    """Remember the columns of the list, in this order; none means the narrow default again."""
    wanted = [key for key in keys if key in COLUMNS and key != HEAD.key]
    if not wanted or (HEAD.key, *wanted) == DEFAULT:
        ChosenColumns.objects.filter(owner=by).delete()
    else:
        ChosenColumns.objects.update_or_create(owner=by, defaults={"keys": wanted})
    return columns_of(wanted or DEFAULT)


def chosen_columns(user: User) -> list[RegisterColumn]:
    """The columns ``user`` sees; one query."""
    chosen = ChosenColumns.objects.filter(owner=user).first()
    return columns_of(chosen.keys if chosen else DEFAULT)


def _put(saved: SavedFilter) -> None:
    try:
        with transaction.atomic():
            saved.save()
    except IntegrityError as error:
        if "saved_filter_name_once" not in str(error):
            raise
        raise InputError("name", _("You have a filter of this name already.")) from error

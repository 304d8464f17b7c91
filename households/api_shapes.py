"""The API's bodies, read from the pages' forms: what a page may say, a machine may say."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from django import forms
from django.utils.datastructures import MultiValueDict
from django.utils.translation import gettext as _
from rest_framework import serializers

from accounts.problems import Unfit, told_in_both

HIDDEN = ("seen_at", "token", "DELETE")
Faults = dict[str, list[str]]


class Shape(serializers.Serializer):
    """A body whose fields are those of a form; what must be there and fit, the form says."""

    def to_internal_value(self, data: Any) -> Any:
        found = super().to_internal_value(data)
        unknown = sorted(set(data) - set(self.fields))
        if unknown:
            words = _("There is no such field.")
            raise serializers.ValidationError({name: [words] for name in unknown})
        return found


def shape_of(
    name: str, form: Any, *, plus: Mapping[str, serializers.Field] | None = None
) -> type[Shape]:
    """A serializer for the body that ``form`` takes; ``plus`` are fields beside the form's."""
    own = {
        field: _shaped(control)
        for field, control in form.base_fields.items()
        if field not in HIDDEN
    }
    return type(name, (Shape,), {**own, **(plus or {}), "__doc__": form.__doc__})


def _shaped(control: forms.Field) -> serializers.Field:
    facts: dict[str, Any] = {"required": False, "help_text": str(control.label or "")}
    if isinstance(control, forms.NullBooleanField):
        return serializers.BooleanField(allow_null=True, **facts)
    if isinstance(control, forms.BooleanField):
        return serializers.BooleanField(**facts)
    if isinstance(control, (forms.MultipleChoiceField, forms.ModelMultipleChoiceField)):
        return serializers.ListField(child=serializers.CharField(max_length=40), **facts)
    if isinstance(control, forms.DateField):
        return serializers.DateField(allow_null=True, **facts)
    length = getattr(control, "max_length", None) or 40
    return serializers.CharField(allow_blank=True, max_length=length, **facts)


def read_shape(shape: type[serializers.Serializer], data: Any) -> dict[str, Any]:
    """The body as sent, once its shape is right. Raises Unfit with both languages' words."""
    if shape(data=data).is_valid():
        return dict(data)

    def faults() -> Faults:
        again = shape(data=data)
        again.is_valid()
        return dict(_flat("", again.errors))

    raise Unfit(told_in_both(faults))


def _flat(path: str, errors: Any) -> Iterable[tuple[str, list[str]]]:
    """Nested faults with dotted names: ``members.0.name``."""
    if isinstance(errors, Mapping):
        for name, inner in errors.items():
            yield from _flat(f"{path}.{name}" if path else str(name), inner)
    elif errors and all(isinstance(one, str) for one in errors):
        yield path or "body", [str(one) for one in errors]
    else:
        for number, inner in enumerate(errors):
            yield from _flat(f"{path}.{number}", inner)


def typed(values: Mapping[str, Any], prefix: str = "") -> Any:
    """Values as a browser would have typed them into the form."""
    data: MultiValueDict = MultiValueDict()
    for name, value in values.items():
        key = f"{prefix}-{name}" if prefix else name
        if isinstance(value, (list, tuple, set)):
            data.setlist(key, [str(one) for one in value])
        elif isinstance(value, bool):
            data.setlist(key, ["on"] if value else [])
        elif value is not None:
            data[key] = str(value)
    return data


def faults_of(form: forms.BaseForm, prefix: str = "") -> Faults:
    """A form's faults by field, in the active language; those of the whole are under ``body``."""
    found: Faults = {}
    for name, errors in form.errors.items():
        field = "body" if name == "__all__" else name
        found[f"{prefix}.{field}" if prefix else field] = [str(error) for error in errors]
    return found


def judged(make: Callable[[], Any], faults: Callable[[Any], Faults] = faults_of) -> Any:
    """The form made and found valid. Raises Unfit, its words once in each language."""
    form = make()
    if form.is_valid():
        return form

    def again() -> Faults:
        other = make()
        other.is_valid()
        return faults(other)

    raise Unfit(told_in_both(again))

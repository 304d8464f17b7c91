"""Words that may stand in an address of accounts."""

from django.urls import register_converter
from django.urls.converters import StringConverter


class DivisionAct(StringConverter):
    """What is put on a change of divisions."""

    regex = "rename|succeed|establish"


register_converter(DivisionAct, "division_act")

"""Runs the site as after an upgrade: a newer edition of the form, with one more required answer."""

import sys
from dataclasses import replace

from django.core.management import execute_from_command_line

from surveys import schema


def ask(name: str) -> None:
    """Make a question of the first section required of visits begun from now on."""
    schema.EDITION += 1
    header = schema.SECTIONS[0]
    fields = [
        replace(one, required_since=schema.EDITION) if one.name == name else one
        for one in header.fields
    ]
    asked = replace(header, fields=tuple(fields))
    schema.SECTIONS = (asked, *schema.SECTIONS[1:])
    schema.SECTION[header.name] = asked


if __name__ == "__main__":
    ask(sys.argv[1])
    execute_from_command_line(["manage.py", *sys.argv[2:]])

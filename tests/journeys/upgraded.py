"""The site as after an upgrade: a newer edition of the form, with one more required answer."""

from dataclasses import replace

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

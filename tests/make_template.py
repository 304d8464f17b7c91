"""``python -m tests.make_template``: the template of the test databases, before the tests begin."""

import os

import django


def main() -> None:
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    django.setup()
    from accounts.owner import as_owner  # noqa: PLC0415 -- models need the settings first
    from tests import template  # noqa: PLC0415

    with as_owner():
        template.prepare()


if __name__ == "__main__":
    main()

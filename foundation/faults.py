"""What is wrong with something a person typed, said so that they can mend it."""

from django.utils.functional import Promise

Text = str | Promise


class InputError(ValueError):
    """A typed value cannot be accepted.

    ``code`` is stable and for programs; ``message`` is lazily translated, for the person, and
    says what to do about it.
    """

    def __init__(self, code: str, message: Text) -> None:
        super().__init__(code, message)
        self.code = code
        self.message = message

    def __str__(self) -> str:
        return str(self.message)

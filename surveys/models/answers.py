"""What every row that holds a visit's answers shares: the sealed text read as content."""

import json

from foundation.encryption import SealedText
from surveys.content import Content, blank


class HoldsAnswers:
    """A row whose ``content_text`` is the sealed answers of a visit."""

    content_text: SealedText

    @property
    def content(self) -> Content:
        """The answers as they stand; the empty form before the first."""
        text = self.content_text
        return json.loads(text) if text else blank()

    @content.setter
    def content(self, content: Content) -> None:
        self.content_text = json.dumps(content, ensure_ascii=False)

"""Agencies' files at rest: sealed on arrival, unsealed for one comparison, destroyed."""

import datetime
import uuid
from collections.abc import Iterator

from foundation import clock
from foundation.sealed_uploads import SealedFolder

#: Files without an extract row (a broken upload) go after so long.
ORPHAN_LIFE = datetime.timedelta(days=1)
EXTRACTS = SealedFolder("extracts", binding="extract")


def orphans(known: set[str]) -> Iterator[uuid.UUID]:
    """Names of old files and workspaces that no extract of ``known`` names accounts for."""
    return EXTRACTS.orphans(known, before=(clock.now() - ORPHAN_LIFE).timestamp())

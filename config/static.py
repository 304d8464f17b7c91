"""Hashed, compressed static files; maps that vendors refer to but do not ship are tolerated."""

from whitenoise.storage import CompressedManifestStaticFilesStorage


class ManifestStorage(CompressedManifestStaticFilesStorage):
    manifest_strict = False

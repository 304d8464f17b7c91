"""Static files: which vendors' files are collected, and how they are named and compressed."""

from django.contrib.staticfiles.apps import StaticFilesConfig
from whitenoise.storage import CompressedManifestStaticFilesStorage


class CollectedFiles(StaticFilesConfig):
    """Leaves out what no page asks for: source maps, demonstrations, unminified builds."""

    ignore_patterns = [
        *StaticFilesConfig.ignore_patterns,
        *("*.map", "*.d.ts", "*.rtl.*", "demo*", "libs", "tabler.esm*", "tabler-*"),
        *("flags", "payments", "social"),
        *("echarts.js", "echarts.common.*", "echarts.simple.*", "echarts.esm.*"),
        *("tabler.css", "tabler.js", "dexie.js", "dexie.mjs", "ext", "extension"),
        *("htmx.js", "htmx.amd.js", "htmx.cjs.js", "htmx.esm.js"),
    ]


class ManifestStorage(CompressedManifestStaticFilesStorage):
    """Names carry a digest; references to source maps stay as the vendors wrote them."""

    manifest_strict = False
    patterns = (
        ("*.css", CompressedManifestStaticFilesStorage.patterns[0][1][:2]),
        *CompressedManifestStaticFilesStorage.patterns[2:],
    )

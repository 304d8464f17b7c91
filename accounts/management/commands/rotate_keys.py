"""``rotate_keys``: seal everything again under the newest keys, after they were put in front."""

from django.core.management.base import BaseCommand

from accounts.owner import as_owner
from accounts.services import keys
from foundation import private_files


class Command(BaseCommand):
    help = (
        "Rewrite sealed columns and digests that are still under an older key. Put the new key in "
        "front of ENCRYPTION_KEYS or DIGEST_KEYS, restart the site, run this, and drop the old key "
        "a week later, when the last result file under it has expired."
    )

    def handle(self, *args, **options):
        for shelf in private_files.SHELVES:
            self.stdout.write(f"{shelf}: {private_files.rotate(shelf)}")
        with as_owner():
            for rotated in keys.rotate():
                self.stdout.write(f"{rotated.table}: {rotated.rows}")

"""Where the embedded servers keep their data, and as which system account they run."""

import hashlib
import os
import pwd
import shutil
import stat
import subprocess
import tempfile
from collections.abc import Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

from django.core.exceptions import ImproperlyConfigured

ACCOUNT = "nuanxin"
LONGEST_SOCKET_FOLDER = 80


@dataclass(frozen=True)
class Place:
    """One checkout's servers: a private folder, and the account that owns it.

    PostgreSQL refuses to run as root. Root's data therefore lies under /var/lib, owned by a
    system account, so that no folder above the checkout has to be opened to that account.
    """

    folder: Path
    local_dir: Path

    @classmethod
    def of(cls, local_dir: Path) -> "Place":
        local_dir = local_dir.resolve()
        if os.geteuid() != 0:
            return cls(folder=local_dir / "servers", local_dir=local_dir)
        digest = hashlib.sha256(str(local_dir).encode()).hexdigest()[:12]
        return cls(folder=Path("/var/lib") / f"nuanxin-{digest}", local_dir=local_dir)

    @property
    def sockets(self) -> Path:
        """The folder of the unix socket, whose whole path may hold about 100 bytes."""
        if len(os.fsencode(self.folder)) <= LONGEST_SOCKET_FOLDER:
            return self.folder
        digest = hashlib.sha256(str(self.folder).encode()).hexdigest()[:12]
        return Path(tempfile.gettempdir()) / f"nuanxin-{os.geteuid()}-{digest}"

    def make(self) -> None:
        """Make the folders; idempotent. Raises ImproperlyConfigured where they are another's."""
        for folder in {self.folder, self.sockets}:
            folder.mkdir(mode=0o700, parents=True, exist_ok=True)
            _refuse_foreign(folder)
            folder.chmod(0o700)
            if os.geteuid() == 0:
                account = ensure_account()
                os.chown(folder, account.pw_uid, account.pw_gid)
        if os.geteuid() == 0:
            _point(self.local_dir / "servers", self.folder)

    def run(
        self, command: Sequence[str | Path], *, timeout: float = 120
    ) -> subprocess.CompletedProcess[str]:
        """Run a server's tool as the account, in a session of its own (Ctrl-C passes it by).

        Its output goes through a file: a pipe would stay open in the server it starts.
        """
        environment = {key: value for key, value in os.environ.items() if key[:2] != "PG"}
        with tempfile.TemporaryFile("w+", errors="replace") as output:
            done = subprocess.run(
                [str(word) for word in command],
                stdin=subprocess.DEVNULL,
                stdout=output,
                stderr=subprocess.STDOUT,
                env={**environment, "LC_ALL": "C"},
                cwd=self.folder,
                start_new_session=True,
                umask=0o077,
                timeout=timeout,
                check=False,
                **self._identity(),
            )
            output.seek(0)
            return subprocess.CompletedProcess(done.args, done.returncode, output.read(), "")

    def reachable(self, tree: Path, probe: str) -> Path:
        """``tree``, or a copy beside the data where the account cannot enter the virtualenv."""
        if os.geteuid() != 0 or self._can_run(tree / probe):
            return tree
        copy = self.folder / tree.name
        if not self._can_run(copy / probe):
            shutil.rmtree(copy, ignore_errors=True)
            shutil.copytree(tree, copy, ignore=shutil.ignore_patterns("include"))
            for path in [copy, *copy.rglob("*")]:
                os.chown(path, ensure_account().pw_uid, -1, follow_symlinks=False)
        return copy

    def _can_run(self, program: Path) -> bool:
        try:
            return self.run([program, "--version"]).returncode == 0
        except (PermissionError, FileNotFoundError):
            return False

    def _identity(self) -> dict[str, Any]:
        if os.geteuid() != 0:
            return {}
        account = ensure_account()
        return {"user": account.pw_uid, "group": account.pw_gid, "extra_groups": []}


def ensure_account() -> pwd.struct_passwd:
    """The system account ``nuanxin``, made without a home and without a shell when missing."""
    try:
        return pwd.getpwnam(ACCOUNT)
    except KeyError:
        pass
    command = ["useradd", "--system", "--user-group", "--no-create-home", ACCOUNT]
    try:
        subprocess.run(
            [*command, "--home-dir", "/nonexistent", "--shell", "/usr/sbin/nologin"],
            check=True,
            capture_output=True,
        )
    except (OSError, subprocess.CalledProcessError) as error:
        raise ImproperlyConfigured(
            "PostgreSQL does not run as root, and the system account "
            f"{ACCOUNT!r} could not be made ({error}). Start as an ordinary user."
        ) from error
    return pwd.getpwnam(ACCOUNT)


def _refuse_foreign(folder: Path) -> None:
    found = folder.lstat()
    mine = {os.geteuid()}
    if os.geteuid() == 0:
        mine.add(ensure_account().pw_uid)
    if stat.S_ISLNK(found.st_mode) or found.st_uid not in mine:
        raise ImproperlyConfigured(
            f"The embedded servers' folder {folder} belongs to another user. Start as that user, "
            "or name another folder in NUANXIN_LOCAL_DIR."
        )


def _point(link: Path, folder: Path) -> None:
    """Leave a signpost in the checkout; nothing reads it but people."""
    if link.is_symlink():
        if link.readlink() == folder:
            return
        link.unlink()
    if not link.exists():
        link.symlink_to(folder)

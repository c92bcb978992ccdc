"""Where things are: the repository, the prepared data and the state of one running product."""

from __future__ import annotations

import tempfile
from dataclasses import dataclass
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent
# A unix socket's path holds 107 bytes, and supervisor appends its process id to it.
LONGEST_SOCKET_PATH = 90


@dataclass(frozen=True)
class Layout:
    """*prepared* is shared by every run; *run_dir* belongs to one."""

    root: Path = ROOT
    run_dir: Path = ROOT / ".run"
    prepared: Path = ROOT / ".run"

    @property
    def python(self) -> Path:
        return self.root / ".venv" / "bin" / "python"

    @property
    def rasa_python(self) -> Path:
        return self.root / ".venv-rasa" / "bin" / "python"

    @property
    def encoder(self) -> Path:
        return self.prepared / "encoder"

    @property
    def index(self) -> Path:
        return self.prepared / "index"

    @property
    def models(self) -> Path:
        return self.prepared / "models"

    @property
    def model(self) -> Path:
        return self.models / "podpora.tar.gz"

    @property
    def widget(self) -> Path:
        return self.root / "widget"

    @property
    def log(self) -> Path:
        return self.run_dir / "log"

    def stamp(self, name: str) -> Path:
        """Return the file that remembers the prepared step *name*."""
        return self.prepared / "stamps" / name


def socket_folder(run_dir: Path) -> Path:
    """Return a private folder for sockets: in *run_dir*, or a temporary one if that is too long."""
    folder = run_dir / "sock"
    if len(str(folder / "supervisor.sock").encode()) > LONGEST_SOCKET_PATH:
        return Path(tempfile.mkdtemp(prefix="podpora-"))
    folder.mkdir(parents=True, exist_ok=True, mode=0o700)
    folder.chmod(0o700)
    return folder

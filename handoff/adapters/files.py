"""Pictures in a folder: the bytes and beside them whose they are."""

import asyncio
import json
import os
from dataclasses import asdict
from pathlib import Path

from handoff.errors import StoreUnavailable, UnknownAttachment
from handoff.events import Attachment
from handoff.ports import StoredFile


class FolderFiles:
    """A :class:`~handoff.ports.Files` in a folder that all instances share."""

    def __init__(self, folder: Path) -> None:
        """*folder* is made when it is not there."""
        self._folder = folder

    async def put(self, file: StoredFile) -> None:
        """Keep the picture; it is there whole or not at all."""
        try:
            await asyncio.to_thread(self._write, file)
        except OSError as error:
            raise StoreUnavailable from error

    async def get(self, attachment_id: str) -> StoredFile:
        """Return the picture, or raise UnknownAttachment."""
        # An id of ours never has a dot or a slash; whatever has one names no file.
        if not attachment_id.replace("-", "").isalnum():
            raise UnknownAttachment
        try:
            return await asyncio.to_thread(self._read, attachment_id)
        except FileNotFoundError:
            raise UnknownAttachment from None
        except (OSError, ValueError, KeyError, TypeError) as error:
            raise StoreUnavailable from error

    def _write(self, file: StoredFile) -> None:
        self._folder.mkdir(parents=True, exist_ok=True, mode=0o700)
        card = {"customer": file.customer_id, "attachment": asdict(file.attachment)}
        self._place(f"{file.attachment.id}.bin", file.data)
        # Last: a card on disk means that the picture is there.
        self._place(f"{file.attachment.id}.json", json.dumps(card).encode())

    def _place(self, name: str, data: bytes) -> None:
        unfinished = self._folder / f".{name}.{os.getpid()}"
        with unfinished.open("wb") as out:
            out.write(data)
            out.flush()
            os.fsync(out.fileno())
        unfinished.replace(self._folder / name)

    def _read(self, attachment_id: str) -> StoredFile:
        card = json.loads((self._folder / f"{attachment_id}.json").read_bytes())
        data = (self._folder / f"{attachment_id}.bin").read_bytes()
        return StoredFile(card["customer"], Attachment(**card["attachment"]), data)

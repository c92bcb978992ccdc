"""Files as they lie in a folder, with types a browser accepts and caching by their names."""

import re
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

# A name with a hash in it never means anything else later.
_HASHED = re.compile(r"-[A-Za-z0-9_-]{8,}\.\w+$")


class Folder(StaticFiles):
    """Static files that are revalidated, or kept for a year when the name has a hash."""

    async def check_config(self) -> None:
        """Let a folder be missing: nothing is found in it until it is built."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        """Return the file with its caching."""
        response = await super().get_response(path, scope)
        forever = bool(_HASHED.search(path))
        response.headers["Cache-Control"] = (
            "public, max-age=31536000, immutable" if forever else "no-cache"
        )
        return response


def folder(path: Path) -> Folder:
    """Serve the folder; it may be built later, so it need not be there yet."""
    return Folder(directory=path, check_dir=False)

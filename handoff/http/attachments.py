"""Screenshots: taken from customers, cleaned, and given back only to those who may see them."""

import asyncio
import secrets

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from handoff.auth import BadToken
from handoff.errors import NotYours
from handoff.events import Attachment
from handoff.http.answers import bearer
from handoff.http.parts import Site, read_body
from handoff.http.pictures import LARGEST_FILE, clean
from handoff.ports import StoredFile
from handoff.rates import Rate, Rates

UPLOADS = Rate(10, 60)  # a customer
# Decoding takes memory: two at a time on one instance.
AT_ONCE = 2


class Attachments:
    """POST and GET of /api/attachments."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._uploads = Rates(UPLOADS)
        self._decoding = asyncio.Semaphore(AT_ONCE)

    async def put(self, request: Request) -> Response:
        """Store one picture of the customer's."""
        now = self._site.clock()
        customer = self._site.customer_tokens.verify(bearer(request), now)
        self._uploads.take(customer.id, now)
        raw = await read_body(request, LARGEST_FILE)
        async with self._decoding:
            picture = await asyncio.to_thread(clean, raw)
        attachment = Attachment(
            secrets.token_hex(16), picture.type, picture.width, picture.height, len(picture.data)
        )
        await self._site.files.put(StoredFile(customer.id, attachment, picture.data))
        said = {
            name: getattr(attachment, name) for name in ("id", "type", "width", "height", "bytes")
        }
        return JSONResponse(said, 201, headers={"Cache-Control": "no-store"})

    async def get(self, request: Request) -> Response:
        """Give the picture to its owner or to an operator."""
        token, attachment_id = bearer(request), request.path_params["id"]
        stored = await self._site.files.get(attachment_id)
        if not self._may_see(token, stored):
            raise NotYours
        headers = {
            "Cache-Control": "private, no-store",
            "Content-Disposition": f'inline; filename="{attachment_id}"',
            "Content-Security-Policy": "default-src 'none'; sandbox",
        }
        return Response(stored.data, media_type=stored.attachment.type, headers=headers)

    def _may_see(self, token: str, stored: StoredFile) -> bool:
        now = self._site.clock()
        try:
            self._site.operators.verify(token, now)
        except BadToken:
            return self._site.customer_tokens.verify(token, now).id == stored.customer_id
        # Any operator may read any ticket, and so its pictures.
        return True

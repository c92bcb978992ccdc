"""The JSON of /api that needs nobody to be signed in."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from handoff.errors import BadFrame
from handoff.http.answers import address, refusal
from handoff.http.parts import Site, read_json
from handoff.messages import FEEDBACK, SEARCH, SLUG
from handoff.rates import Rate, Rates

SEARCHES = Rate(60, 30)  # an address; typing asks a few times a second
OPINIONS = Rate(10, 60)  # an address
HIT = ("slug", "title", "category", "category_title", "score", "url", "passage")
ARTICLE = (
    "slug",
    "title",
    "category",
    "category_title",
    "updated",
    "problem",
    "html",
    "related",
)
COMPANY = ("company", "support_email", "phone", "phone_hours", "panel", "status")


class Api:
    """Availability, the company and the help."""

    def __init__(self, site: Site) -> None:
        self._site = site
        self._searches = Rates(SEARCHES)
        self._opinions = Rates(OPINIONS)

    async def availability(self, request: Request) -> Response:
        """Say whether somebody is there."""
        return _fresh(await self._site.desk.availability())

    async def company(self, request: Request) -> Response:
        """Say how else the company can be reached."""
        known = self._site.company
        return JSONResponse({name: known[name] for name in COMPANY if name in known})

    async def search(self, request: Request) -> Response:
        """Search the articles."""
        self._searches.take(address(request), self._site.clock())
        asked = SEARCH(dict(request.query_params))
        found = await self._site.help.search(asked["q"], int(asked.get("k", 3)))
        hits = [{name: hit[name] for name in HIT if name in hit} for hit in found["hits"]]
        return _fresh({"decision": found["decision"], "hits": hits})

    async def categories(self, request: Request) -> Response:
        """List the categories with their articles."""
        found = await self._site.help.categories()
        return _fresh({"categories": found["categories"]})

    async def article(self, request: Request) -> Response:
        """Return one article."""
        slug = SLUG(request.path_params["slug"])
        found = await self._site.help.article(slug)
        if found is None:
            return refusal(404, "unknown_article", "There is no such article.")
        return _fresh({name: found[name] for name in ARTICLE if name in found})

    async def feedback(self, request: Request) -> Response:
        """Note whether an article helped, and nothing of who says so."""
        now = self._site.clock()
        self._opinions.take(address(request), now)
        said = FEEDBACK(await read_json(request))
        if await self._site.help.article(said["slug"]) is None:
            raise BadFrame("slug: there is no such article")
        await self._site.feedback.add(said["slug"], said["helped"], now)
        self._site.metrics.heard("article_judged", helped=str(said["helped"]).lower())
        return _fresh({"ok": True})


def _fresh(content: object) -> JSONResponse:
    return JSONResponse(content, headers={"Cache-Control": "no-store"})

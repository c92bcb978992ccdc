"""The pages people read: help, contact, console and what went wrong."""

from collections.abc import Mapping
from datetime import date
from pathlib import Path
from typing import Any

import structlog
from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import HTMLResponse, RedirectResponse, Response

from handoff.errors import BadFrame, HelpUnavailable
from handoff.http.answers import refusal, wants_json
from handoff.http.parts import Site
from handoff.messages import SEARCH, SLUG

log = structlog.get_logger()

HITS = 8
LIKELY = 0.05  # a hit this likely is shown even when none answers the question
CODES: Mapping[int, str] = {404: "not_found", 405: "method_not_allowed"}


def render(site: Site, request: Request, page: str, status: int = 200, **values: Any) -> Response:
    """Return a page made of its template."""
    template = site.templates.get_template(page)
    html = template.render(
        company=site.company, path=request.url.path, demo=site.demo is not None, **values
    )
    return HTMLResponse(html, status, headers={"Cache-Control": "no-cache"})


def day(value: date | str) -> str:
    """Write a day as Slovaks do: 4. 12. 2026."""
    if isinstance(value, str):
        value = date.fromisoformat(value[:10])
    # No-break spaces: a date is read as one word.
    return f"{value.day}.\u00a0{value.month}.\u00a0{value.year}"


def make_templates(folder: Path) -> Environment:
    """Return the templates of *folder*; everything put into one is escaped."""
    environment = Environment(
        loader=FileSystemLoader(folder),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    environment.filters["day"] = day
    return environment


class Pages:
    """Everything a browser shows apart from the demo centre."""

    def __init__(self, site: Site) -> None:
        self._site = site

    async def home(self, request: Request) -> Response:
        """Outside the demo the help is the front door."""
        return RedirectResponse("/help", 307)

    async def console(self, request: Request) -> Response:
        """The operators' console."""
        return render(self._site, request, "console.html")

    async def contact(self, request: Request) -> Response:
        """How to reach the company."""
        return render(self._site, request, "contact.html")

    async def favicon(self, request: Request) -> Response:
        """Browsers ask for it whatever the page says."""
        return RedirectResponse("/assets/icon.svg", 308)

    async def help_index(self, request: Request) -> Response:
        """All categories, or what a search found."""
        query = request.query_params.get("q", "").strip()
        try:
            if query:
                return await self._found(request, query)
            found = await self._site.help.categories()
        except HelpUnavailable:
            return self._without_help(request)
        return render(self._site, request, "help.html", categories=found["categories"], query="")

    async def article(self, request: Request) -> Response:
        """One article."""
        try:
            article = await self._site.help.article(SLUG(request.path_params["slug"]))
        except BadFrame:
            article = None
        except HelpUnavailable:
            return self._without_help(request)
        if article is None:
            raise HTTPException(404)
        return render(self._site, request, "article.html", article=article)

    async def failed(self, request: Request, error: Exception) -> Response:
        """Answer for an address or a method that is not there."""
        status = error.status_code if isinstance(error, HTTPException) else 500
        if wants_json(request):
            return refusal(status, CODES.get(status, "bad_request"), f"{status} here.")
        return render(self._site, request, "failed.html", status, problem=status)

    async def broke(self, request: Request, error: Exception) -> Response:
        """Answer for a fault of ours; the server logs it by itself."""
        self._site.metrics.failed("http")
        log.error(
            "http.failed", path=request.scope["path"].split("/")[1], kind=type(error).__name__
        )
        if wants_json(request):
            return refusal(500, "failed", "Something failed on our side.")
        return render(self._site, request, "failed.html", 500, problem=500)

    async def _found(self, request: Request, query: str) -> Response:
        try:
            asked = SEARCH({"q": query})
        except BadFrame:
            return render(
                self._site, request, "help.html", 400, query=query[:100], hits=[], weak=True
            )
        found = await self._site.help.search(asked["q"], HITS)
        weak = found["decision"] == "none"
        hits = [hit for hit in found["hits"] if not weak or hit["score"] >= LIKELY]
        return render(self._site, request, "help.html", query=query, hits=hits, weak=weak)

    def _without_help(self, request: Request) -> Response:
        self._site.metrics.failed("help_page")
        return render(self._site, request, "failed.html", 503, problem=503)

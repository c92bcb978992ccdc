"""The one table of addresses that handoff serves over HTTP."""

from collections.abc import Awaitable, Callable
from typing import Any

from starlette.applications import Starlette
from starlette.middleware import Middleware
from starlette.middleware.cors import CORSMiddleware
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Mount, Route

from handoff.http import answers
from handoff.http.api import Api
from handoff.http.attachments import Attachments
from handoff.http.demo import Demo
from handoff.http.headers import SecurityHeaders
from handoff.http.health import Health
from handoff.http.pages import Pages
from handoff.http.parts import Site
from handoff.http.signing import SignIn
from handoff.http.static import folder
from handoff.metrics import Metrics


def make_site(site: Site) -> Starlette:
    """Return the application; nothing of it keeps state of its own but rates."""
    pages, api, health = Pages(site), Api(site), Health(site)
    pictures = Attachments(site)
    routes = [
        Route("/console", pages.console),
        Route("/help", pages.help_index),
        Route("/help/{slug}", pages.article),
        Route("/kontakt", pages.contact),
        Route("/healthz", health.healthz),
        Route("/metrics", health.metrics),
        Route("/favicon.ico", pages.favicon),
        Route("/api/availability", api.availability),
        Route("/api/company", api.company),
        Route("/api/help/search", api.search),
        Route("/api/help/categories", api.categories),
        Route("/api/help/articles/{slug}", api.article),
        Route("/api/help/feedback", api.feedback, methods=["POST"]),
        Route("/api/operator/sign-in", SignIn(site).sign_in, methods=["POST"]),
        Route("/api/attachments", pictures.put, methods=["POST"]),
        Route("/api/attachments/{id}", pictures.get),
        Mount("/assets", folder(site.assets_dir)),
        Mount("/widget", folder(site.widget_dir)),
        Route("/", pages.home),
    ]
    if site.demo is not None:
        demo = Demo(site)
        routes.insert(0, Route("/", demo.centre))
        routes.insert(0, Route("/api/demo/token", demo.token, methods=["POST"]))
    refuse = _refuser(site.metrics)
    handlers: dict[Any, Any] = dict.fromkeys(answers.STATUS, refuse)
    return Starlette(
        routes=routes,
        middleware=[
            Middleware(SecurityHeaders, sources=site.embed_origins.sources),
            Middleware(
                CORSMiddleware,
                allow_origins=site.embed_origins.listed,
                allow_origin_regex=site.embed_origins.pattern,
                allow_methods=["GET", "POST"],
                allow_headers=["Authorization", "Content-Type"],
            ),
        ],
        exception_handlers={**handlers, 404: pages.failed, 405: pages.failed, 500: pages.broke},
    )


def _refuser(metrics: Metrics) -> Callable[[Request, Exception], Awaitable[Response]]:
    async def refuse(request: Request, error: Exception) -> Response:
        answer = answers.refusal_of(error)
        metrics.input_refused("http", answers.code_of(error))
        return answer

    return refuse

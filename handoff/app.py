"""Wires everything together; the only place that makes a clock, connections and the logger."""

import asyncio
from collections.abc import AsyncIterator
from contextlib import asynccontextmanager, suppress
from dataclasses import dataclass, field
from datetime import UTC, datetime
from pathlib import Path
from typing import Any, Protocol

import httpx
import socketio  # type: ignore[import-untyped]  # it has no types
import structlog
import uvicorn
from starlette.applications import Starlette

from handoff import logs
from handoff.adapters.catalogue import load_wording
from handoff.adapters.demo import load_demo
from handoff.adapters.feedback import FeedbackFile
from handoff.adapters.files import FolderFiles
from handoff.adapters.help import RetrievalHelp
from handoff.adapters.probes import of_service, of_store
from handoff.adapters.rasa import RasaBot
from handoff.adapters.redis import RedisStores
from handoff.errors import StoreUnavailable
from handoff.gateway import CustomerSide, OperatorSide, SocketBus, make_server
from handoff.http import Site, make_site, make_templates
from handoff.metrics import Metrics
from handoff.ports import Bot, Clock, Files, Help
from handoff.redaction import redact
from handoff.service import Desk, DeskPorts
from handoff.settings import Settings

log = structlog.get_logger()

VERSION = "0.1.0"
PAGES = Path(__file__).parent / "pages"
SWEEP = 1.0  # seconds
LAST_WORDS = 7.0  # seconds; a turn of the assistant takes 5 at most
INNER_PATIENCE = httpx.Timeout(8.0, connect=1.0)


def utc_now() -> datetime:
    """The clock of the whole process."""
    return datetime.now(UTC)


class Stores(Protocol):
    """All stores of one kind: RedisStores or MemoryStores."""

    conversations: Any
    floor: Any
    tickets: Any
    notes: Any

    async def ping(self) -> str: ...
    async def close(self) -> None: ...


@dataclass(frozen=True, slots=True, kw_only=True)
class Outside:
    """What tests replace: everything that is reached over a wire or a disk."""

    stores: Stores
    bot: Bot
    help: Help
    files: Files
    manager: socketio.AsyncManager
    client: httpx.AsyncClient
    metrics: Metrics = field(default_factory=Metrics)
    clock: Clock = utc_now


def real_outside(settings: Settings) -> Outside:
    """Return connections to Redis, Rasa and retrieval; nothing connects yet."""
    client = httpx.AsyncClient(timeout=INNER_PATIENCE, trust_env=False)
    return Outside(
        stores=RedisStores(settings.redis_url),
        bot=RasaBot(client, settings.rasa_url, settings.inner_token),
        help=RetrievalHelp(client, settings.retrieval_url, settings.inner_token),
        files=FolderFiles(settings.attachments_dir),
        manager=socketio.AsyncRedisManager(settings.redis_url, channel="podpora"),
        client=client,
    )


def make_app(settings: Settings, outside: Outside | None = None) -> socketio.ASGIApp:
    """Return the whole of handoff as one ASGI application."""
    outside = outside or real_outside(settings)
    metrics = outside.metrics
    server = make_server(outside.manager, settings.embed_origins)
    desk = Desk(_ports(outside, server, metrics))
    server.register_namespace(CustomerSide(desk, settings.customer_tokens, metrics, outside.clock))
    server.register_namespace(OperatorSide(desk, settings.operators, metrics, outside.clock))
    site = make_site(_site(settings, outside, desk, metrics))
    _live(site, desk, outside, metrics)
    return socketio.ASGIApp(server, site)


def _ports(outside: Outside, server: socketio.AsyncServer, metrics: Metrics) -> DeskPorts:
    return DeskPorts(
        conversations=outside.stores.conversations,
        floor=outside.stores.floor,
        tickets=outside.stores.tickets,
        notes=outside.stores.notes,
        bot=outside.bot,
        help=outside.help,
        files=outside.files,
        bus=SocketBus(server, metrics),
        ear=metrics,
        clock=outside.clock,
        redact=redact,
        wording=load_wording(),
    )


def _site(settings: Settings, outside: Outside, desk: Desk, metrics: Metrics) -> Site:
    client, token = outside.client, settings.inner_token
    return Site(
        desk=desk,
        help=outside.help,
        files=outside.files,
        feedback=FeedbackFile(settings.run_dir / "feedback.jsonl"),
        customer_tokens=settings.customer_tokens,
        operators=settings.operators,
        metrics=metrics,
        clock=outside.clock,
        company=settings.company,
        probes={
            "redis": of_store(outside.stores.ping),
            "rasa": of_service(client, f"{settings.rasa_url}/webhooks/desk/health", token),
            "actions": of_service(client, f"{settings.actions_url}/health", token),
            "retrieval": of_service(client, f"{settings.retrieval_url}/healthz", token),
        },
        vital=frozenset({"redis"}),
        templates=make_templates(PAGES / "templates"),
        assets_dir=PAGES / "assets",
        widget_dir=settings.widget_dir,
        embed_origins=settings.embed_origins,
        demo=load_demo(PAGES) if settings.demo else None,
        version=VERSION,
    )


def _live(site: Starlette, desk: Desk, outside: Outside, metrics: Metrics) -> None:
    @asynccontextmanager
    async def lifespan(app: Starlette) -> AsyncIterator[None]:
        sweeping = asyncio.create_task(_sweep(desk, metrics))
        yield
        sweeping.cancel()
        with suppress(asyncio.CancelledError):
            await sweeping
        with suppress(TimeoutError):
            async with asyncio.timeout(LAST_WORDS):
                await desk.drain()
        await desk.stop()
        await outside.client.aclose()
        await outside.stores.close()

    site.router.lifespan_context = lifespan


async def _sweep(desk: Desk, metrics: Metrics) -> None:
    while True:
        try:
            await desk.tick()
        except StoreUnavailable:
            metrics.failed("sweep")
        except Exception:
            # Without the sweep waiting customers would be forgotten: it never ends by a fault.
            log.exception("sweep.failed")
            metrics.failed("sweep")
        await asyncio.sleep(SWEEP)


def serve(settings: Settings) -> None:
    """Serve until told to stop; then let what was begun finish."""
    logs.configure()
    uvicorn.run(
        make_app(settings),
        host=settings.host,
        port=settings.port,
        log_config=None,
        access_log=False,
        server_header=False,
        ws_max_size=1_100_000,
        timeout_graceful_shutdown=10,
    )

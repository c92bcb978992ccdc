"""The whole of handoff with memory behind it, for tests of the gateway and of HTTP."""

from collections.abc import Callable, Mapping
from pathlib import Path
from typing import Any

import httpx
import socketio

from handoff.adapters.memory import MemoryFiles, MemoryStores
from handoff.app import Outside, make_app
from handoff.auth.demo import CUSTOMERS
from handoff.errors import HelpUnavailable
from handoff.settings import Settings, read_settings
from tests.handoff.desks import ARTICLE, FakeBot, FakeClock

ROOT = Path(__file__).parents[2]
HIT = {**ARTICLE, "category_title": "Domény", "score": 0.9, "heading": "Postup"}
PAGE = {
    "slug": ARTICLE["slug"],
    "title": ARTICLE["title"],
    "category": "domeny",
    "category_title": "Domény",
    "updated": "2026-11-22",
    "problem": "none",
    "html": "<p>Doménu predĺžite <strong>zaplatením</strong> výzvy.</p>",
    "text": "Doménu predĺžite zaplatením výzvy.",
    "related": [{"slug": "iny-clanok", "title": "Iný článok", "url": "/help/iny-clanok"}],
}


class FakeHelp:
    """A help with one article, until it is taken down."""

    def __init__(self) -> None:
        """It is up."""
        self.up = True

    async def search(self, q: str, k: int) -> Mapping[str, Any]:
        """Find the article by any question with the word domain in it."""
        self._require_up()
        hits = [HIT] if "dom" in q else []
        return {"decision": "answer" if hits else "none", "language": "sk", "hits": hits}

    async def categories(self) -> Mapping[str, Any]:
        """Return one category."""
        self._require_up()
        article = {"slug": PAGE["slug"], "title": PAGE["title"], "summary": "", "url": HIT["url"]}
        return {"categories": [{"slug": "domeny", "title": "Domény", "articles": [article]}]}

    async def article(self, slug: str) -> Mapping[str, Any] | None:
        """Return the article."""
        self._require_up()
        return PAGE if slug == PAGE["slug"] else None

    def _require_up(self) -> None:
        if not self.up:
            raise HelpUnavailable


class Edge:
    """An application of its own, and everything it was built from."""

    def __init__(
        self, folder: Path, change: Callable[[dict[str, str]], None] | None = None
    ) -> None:
        """Demo mode, unless *change* changes the environment."""
        env = {
            "DEMO": "1",
            "REDIS_URL": "unix:///nowhere",
            "RASA_URL": "http://127.0.0.1:9",
            "ACTIONS_URL": "http://127.0.0.1:9",
            "RETRIEVAL_URL": "http://127.0.0.1:9",
            "INNER_TOKEN": "0123456789abcdef" * 2,
            "RUN_DIR": str(folder),
            "WIDGET_DIR": str(folder / "widget"),
            "COMPANY_FILE": str(ROOT / "company.yml"),
        }
        if change:
            change(env)
        self.folder = folder
        self.settings: Settings = read_settings(env)
        self.clock, self.bot, self.help, self.files = (
            FakeClock(),
            FakeBot(),
            FakeHelp(),
            MemoryFiles(),
        )
        self.outside = Outside(
            stores=MemoryStores(),
            bot=self.bot,
            help=self.help,
            files=self.files,
            manager=socketio.AsyncManager(),
            client=httpx.AsyncClient(transport=httpx.MockTransport(_nobody)),
            clock=self.clock,
        )
        self.metrics = self.outside.metrics
        self.app = make_app(self.settings, self.outside)

    def token(self, customer: str = "jana", **changed: Any) -> str:
        """Return a customer's good token, but for what is changed."""
        claims = CUSTOMERS[customer].claims(self.clock())
        return self.settings.customer_tokens.issue({**claims, **changed}, self.clock())[0]

    def operator_token(self, name: str = "eva") -> str:
        """Return an operator's token."""
        operators = self.settings.operators
        return operators.issue(operators.sign_in(name, "demo"), self.clock())[0]

    def browser(self, address: str = "127.0.0.1") -> httpx.AsyncClient:
        """Return a client of the application, as if from *address*."""
        transport = httpx.ASGITransport(
            self.app, client=(address, 50000), raise_app_exceptions=False
        )
        return httpx.AsyncClient(transport=transport, base_url="http://podpora.test")


def _nobody(request: httpx.Request) -> httpx.Response:
    raise httpx.ConnectError("nobody listens", request=request)

"""The pages: Slovak, escaped, with headers that keep a browser in bounds."""

import json
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest

from handoff.auth.operators import hash_password
from tests.handoff.edges import Edge

SCRIPT = "<script>alert(1)</script>"
PAGES = [
    "/",
    "/?customer=jana",
    "/help",
    "/help?q=doména",
    "/help/ako-predlzim-domenu",
    "/kontakt",
    "/console",
]


@pytest.fixture
def edge(tmp_path: Path) -> Edge:
    """handoff in demo mode with memory behind it."""
    return Edge(tmp_path)


@pytest.fixture
async def browser(edge: Edge) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody with a browser."""
    async with edge.browser() as client:
        yield client


@pytest.mark.parametrize("page", PAGES)
async def test_a_page_is_slovak_and_strict(browser: httpx.AsyncClient, page: str) -> None:
    """Each page says its language, allows no inline script or style and has none."""
    answer = await browser.get(page)

    policy = answer.headers["content-security-policy"]
    assert answer.status_code == 200
    assert '<html lang="sk">' in answer.text
    assert "unsafe-inline" not in policy
    assert "frame-ancestors 'self'" in policy
    assert answer.headers["x-content-type-options"] == "nosniff"
    assert answer.headers["referrer-policy"] == "strict-origin-when-cross-origin"
    assert "<style" not in answer.text
    assert " style=" not in answer.text
    assert "onclick" not in answer.text


@pytest.mark.parametrize("customer", ["jana", "peter", "zuzana"])
async def test_the_demo_centre_carries_the_chat(browser: httpx.AsyncClient, customer: str) -> None:
    """The centre of each demo customer embeds the element and its script."""
    page = (await browser.get("/", params={"customer": customer})).text

    assert '<script src="/widget/support-chat.js" type="module"></script>' in page
    assert f'data-customer="{customer}"' in page


async def test_the_choice_offers_three_customers(browser: httpx.AsyncClient) -> None:
    """Without a customer, or with an unknown one, one chooses."""
    for page in ("/", f"/?customer={SCRIPT}"):
        text = (await browser.get(page)).text
        assert all(name in text for name in ("Jana Horváthová", "Peter Novák", "Zuzana Balážová"))
        assert SCRIPT not in text


async def test_what_was_typed_is_escaped(browser: httpx.AsyncClient) -> None:
    """A script typed into the search is shown as text."""
    page = (await browser.get("/help", params={"q": f"doména {SCRIPT}"})).text

    assert SCRIPT not in page
    assert "&lt;script&gt;" in page


async def test_the_help_works_without_javascript(browser: httpx.AsyncClient) -> None:
    """The form finds articles by itself, and says so when it finds none."""
    assert 'href="/help/ako-predlzim-domenu"' in (await browser.get("/help?q=dom%C3%A9na")).text
    assert "sme nič nenašli" in (await browser.get("/help?q=xyz")).text
    assert (await browser.get(f"/help?q={'x' * 600}")).status_code == 400


async def test_an_article_reads_as_a_page(browser: httpx.AsyncClient) -> None:
    """Its HTML, day and neighbours are there."""
    page = (await browser.get("/help/ako-predlzim-domenu")).text

    assert "<strong>zaplatením</strong>" in page
    assert "22.\u00a011.\u00a02026" in page
    assert "Iný článok" in page


@pytest.mark.parametrize(
    "path", ["/nic", "/help/nic", "/help/%2e%2e%2fapp", "/help/%3Cscript%3E", "/assets/../app.py"]
)
async def test_an_unknown_page_says_so_in_slovak(browser: httpx.AsyncClient, path: str) -> None:
    """404 as a page with a way on."""
    answer = await browser.get(path)

    assert answer.status_code == 404
    assert "Takáto stránka tu nie je" in answer.text
    assert 'href="/help"' in answer.text


async def test_without_help_a_page_says_so(edge: Edge, browser: httpx.AsyncClient) -> None:
    """503 as a page while retrieval is down."""
    edge.help.up = False

    for path in ("/help", "/help?q=doména", "/help/ako-predlzim-domenu"):
        answer = await browser.get(path)
        assert answer.status_code == 503
        assert "práve nedostupná" in answer.text


async def test_the_widget_is_served_to_any_site(edge: Edge, browser: httpx.AsyncClient) -> None:
    """The right type, revalidated; a hashed chunk is kept for good."""
    chunks = edge.folder / "widget" / "chunks"
    chunks.mkdir(parents=True)
    (edge.folder / "widget" / "support-chat.js").write_text("export {}")
    (chunks / "panel-Ab3dEf9h.js").write_text("export {}")

    entry = await browser.get("/widget/support-chat.js")
    chunk = await browser.get("/widget/chunks/panel-Ab3dEf9h.js")

    assert entry.headers["content-type"].startswith("text/javascript")
    assert entry.headers["access-control-allow-origin"] == "*"
    assert entry.headers["cache-control"] == "no-cache"
    assert "immutable" in chunk.headers["cache-control"]


CENTRE, LOCAL = "https://centrum.example", "http://127.0.0.1:4321"


@pytest.mark.parametrize(
    ("origin", "demo", "allowed"),
    [
        (CENTRE, False, True),
        ("https://evil.example", False, False),
        ("https://centrum.example.evil.example", False, False),
        (LOCAL, False, False),
        (CENTRE, True, True),
        (LOCAL, True, True),
        ("http://localhost", True, True),
        ("http://localhost.evil.example", True, False),
        ("null", True, False),
    ],
)
async def test_only_listed_sites_may_embed(
    tmp_path: Path, origin: str, demo: bool, allowed: bool
) -> None:
    """A listed site, and this machine in a demo, may connect and call the API; another may not."""

    def embedded(env: dict[str, str]) -> None:
        env["EMBED_ORIGINS"] = CENTRE
        if not demo:
            real(env, tmp_path)

    asked = {"Origin": origin, "Access-Control-Request-Method": "POST"}
    asked["Access-Control-Request-Headers"] = "authorization,content-type"
    async with Edge(tmp_path, embedded).browser() as browser:
        called = await browser.get("/api/company", headers={"Origin": origin})
        checked = await browser.options("/api/attachments", headers=asked)
        connected = await browser.get(
            "/socket.io/", params={"EIO": "4", "transport": "polling"}, headers={"Origin": origin}
        )

    for answer in (called, checked, connected):
        said = answer.headers.get("access-control-allow-origin")
        assert said == (origin if allowed else None)
    assert connected.status_code == (200 if allowed else 400)
    assert CENTRE in called.headers["content-security-policy"]
    assert "[" not in called.headers["content-security-policy"]


def real(env: dict[str, str], folder: Path) -> None:
    """Make the environment one outside demo mode."""
    operators = folder / "operators.json"
    eva = {"id": "eva", "name": "Eva", "password": hash_password("dlhé heslo"), "slots": 3}
    operators.write_text(json.dumps({"operators": [eva]}))
    secret = "0123456789abcdef" * 3
    env |= {"DEMO": "", "OPERATORS_FILE": str(operators)}
    env |= {"CUSTOMER_TOKEN_SECRET": secret, "OPERATOR_SECRET": secret}


@pytest.mark.parametrize("host", ["podpora.test", "podpora.firma.example"])
async def test_our_own_pages_connect_whoever_else_is_listed(tmp_path: Path, host: str) -> None:
    """The console is never shut out, also behind a proxy that speaks TLS."""

    def embedded(env: dict[str, str]) -> None:
        env["EMBED_ORIGINS"] = CENTRE
        real(env, tmp_path)

    async with Edge(tmp_path, embedded).browser() as browser:
        connected = await browser.get(
            "/socket.io/",
            params={"EIO": "4", "transport": "polling"},
            headers={"Origin": f"https://{host}", "X-Forwarded-Host": host},
        )

    assert connected.status_code == 200

"""Screenshots: cleaned, bounded, and given only to those who may see them."""

import io
import struct
import zlib
from collections.abc import AsyncIterator
from pathlib import Path

import httpx
import pytest
from PIL import Image

from handoff.adapters.files import FolderFiles
from handoff.errors import UnknownAttachment
from handoff.events import Attachment
from handoff.http.pictures import LARGEST_FILE
from handoff.ports import StoredFile
from tests.handoff.edges import Edge


@pytest.fixture
def edge(tmp_path: Path) -> Edge:
    """handoff in demo mode with memory behind it."""
    return Edge(tmp_path)


@pytest.fixture
async def browser(edge: Edge) -> AsyncIterator[httpx.AsyncClient]:
    """Somebody with a browser."""
    async with edge.browser() as client:
        yield client


def picture(kind: str = "PNG", size: tuple[int, int] = (40, 30)) -> bytes:
    out = io.BytesIO()
    exif = Image.Exif()
    exif[0x010E] = "tajny popis"
    Image.new("RGB", size, "#1f5fbf").save(out, kind, exif=exif)
    return out.getvalue()


def bomb() -> bytes:
    """A PNG of a few bytes that claims 50,000 × 50,000 pixels."""

    def chunk(name: bytes, data: bytes) -> bytes:
        return (
            struct.pack(">I", len(data)) + name + data + struct.pack(">I", zlib.crc32(name + data))
        )

    header = struct.pack(">IIBBBBB", 50_000, 50_000, 8, 2, 0, 0, 0)
    pixels = zlib.compress(b"\0" * 1_000_000)
    return (
        b"\x89PNG\r\n\x1a\n" + chunk(b"IHDR", header) + chunk(b"IDAT", pixels) + chunk(b"IEND", b"")
    )


async def put(browser: httpx.AsyncClient, token: str, body: bytes) -> httpx.Response:
    return await browser.post(
        "/api/attachments", content=body, headers={"Authorization": f"Bearer {token}"}
    )


async def get(browser: httpx.AsyncClient, token: str, attachment: str) -> httpx.Response:
    return await browser.get(
        f"/api/attachments/{attachment}", headers={"Authorization": f"Bearer {token}"}
    )


@pytest.mark.parametrize("kind", ["PNG", "JPEG", "WEBP"])
async def test_a_picture_is_stored_without_its_metadata(
    edge: Edge, browser: httpx.AsyncClient, kind: str
) -> None:
    """What comes back is the same picture, encoded anew."""
    stored = await put(browser, edge.token(), picture(kind))
    said = stored.json()
    back = await get(browser, edge.token(), said["id"])

    assert stored.status_code == 201
    assert said == {
        "id": said["id"],
        "type": f"image/{kind.lower()}",
        "width": 40,
        "height": 30,
        "bytes": len(back.content),
    }
    assert back.headers["content-type"] == said["type"]
    assert b"tajny popis" not in back.content
    assert not dict(Image.open(io.BytesIO(back.content)).getexif())
    assert "sandbox" in back.headers["content-security-policy"]


@pytest.mark.parametrize(
    ("body", "status", "code"),
    [
        (b"", 415, "not_an_image"),
        (b"<script>alert(1)</script>", 415, "not_an_image"),
        (b"<svg xmlns='http://www.w3.org/2000/svg'/>", 415, "not_an_image"),
        (picture("GIF"), 415, "not_an_image"),
        (picture()[:60], 415, "not_an_image"),
        (bomb(), 413, "too_large"),
        (picture(size=(12_001, 2)), 413, "too_large"),
        (b"\x89PNG" + b"x" * LARGEST_FILE, 413, "too_large"),
    ],
)
async def test_what_is_no_screenshot_is_refused(
    edge: Edge, browser: httpx.AsyncClient, body: bytes, status: int, code: str
) -> None:
    """Clearly, counted, and the next good one is taken."""
    refused = await put(browser, edge.token(), body)

    assert (refused.status_code, refused.json()["error"]["code"]) == (status, code)
    assert edge.metrics.refused("http", code) == 1
    assert (await put(browser, edge.token(), picture())).status_code == 201


async def test_fifty_megabytes_are_not_read(edge: Edge, browser: httpx.AsyncClient) -> None:
    """An endless upload is cut off soon after the limit, also without a length."""
    sent = 0

    async def endless() -> AsyncIterator[bytes]:
        nonlocal sent
        for _ in range(800):
            sent += 65_536
            yield b"\x89" * 65_536

    refused = await browser.post(
        "/api/attachments",
        content=endless(),
        headers={"Authorization": f"Bearer {edge.token()}"},
    )

    assert (refused.status_code, refused.json()["error"]["code"]) == (413, "too_large")
    assert sent <= LARGEST_FILE + 2 * 65_536


@pytest.mark.parametrize(
    "header", [{}, {"Authorization": "Basic x"}, {"Authorization": "Bearer x.y.z"}]
)
async def test_without_a_token_nothing_is_taken_or_given(
    browser: httpx.AsyncClient, edge: Edge, header: dict[str, str]
) -> None:
    """401 both ways."""
    attachment = (await put(browser, edge.token(), picture())).json()["id"]

    taken = await browser.post("/api/attachments", content=picture(), headers=header)
    given = await browser.get(f"/api/attachments/{attachment}", headers=header)

    assert (taken.status_code, given.status_code) == (401, 401)
    assert taken.json()["error"]["code"] == "bad_token"


async def test_only_the_owner_and_operators_see_it(edge: Edge, browser: httpx.AsyncClient) -> None:
    """Another customer learns no more than of one that does not exist."""
    attachment = (await put(browser, edge.token("jana"), picture())).json()["id"]

    foreign = await get(browser, edge.token("peter"), attachment)
    missing = await get(browser, edge.token("peter"), "0" * 32)

    assert (await get(browser, edge.operator_token(), attachment)).status_code == 200
    assert (foreign.status_code, missing.status_code) == (404, 404)
    assert (
        foreign.json()["error"]["code"] == missing.json()["error"]["code"] == "unknown_attachment"
    )


async def test_uploads_are_limited_for_each_customer(
    edge: Edge, browser: httpx.AsyncClient
) -> None:
    """The eleventh in a minute is refused; another customer is not affected."""
    answers = [await put(browser, edge.token("jana"), picture()) for _ in range(11)]

    assert answers[-1].status_code == 429
    assert (await put(browser, edge.token("peter"), picture())).status_code == 201


async def test_the_folder_keeps_pictures(tmp_path: Path) -> None:
    """What was put is there for another instance; an odd id names no file."""
    stored = StoredFile("jana", Attachment("a1", "image/png", 4, 3, 3), b"abc")
    await FolderFiles(tmp_path / "new").put(stored)

    assert await FolderFiles(tmp_path / "new").get("a1") == stored
    for odd in ("a2", "../a1", "a1.json", "", "/etc/passwd"):
        with pytest.raises(UnknownAttachment):
            await FolderFiles(tmp_path / "new").get(odd)

"""The real encoder, the real word tables and the real articles together."""

from pathlib import Path

import httpx
import numpy as np
import pytest

from retrieval.app import make_app
from retrieval.calibrate import read_calibration
from retrieval.encoder import Encoder, prepare_default
from retrieval.lexicon import open_lexicon
from retrieval.live import Live, Ready, open_index
from retrieval.searcher import Searcher
from retrieval.settings import HERE, read_settings
from retrieval.text import recognise, restore
from tests.retrieval.small_help import quiet

pytestmark = [pytest.mark.model, pytest.mark.timeout(600)]


@pytest.fixture(scope="session")
def ready(real_encoder: Encoder, tmp_path_factory: pytest.TempPathFactory) -> Ready:
    """Everything over the shipped articles; word tables and vectors of a running product are reused."""
    made = read_settings({})
    lexicon = open_lexicon(made.index_dir, quiet)
    index = open_index(made, real_encoder, lexicon, quiet)
    return Ready(
        real_encoder, lexicon, Searcher(index, lexicon, read_calibration(HERE / "calibration.json"))
    )


def test_unit_vectors_whatever_the_batch(real_encoder: Encoder) -> None:
    """A text has nearly the same unit vector alone and among others."""
    texts = ["Ako predĺžim doménu?", "pošta", "certifikát " * 200]
    together = real_encoder.encode(texts, "query")
    assert together.shape == (3, 384)
    assert np.allclose(np.linalg.norm(together, axis=1), 1.0, atol=1e-4)
    for text, vector in zip(texts, together, strict=True):
        assert float(real_encoder.encode([text], "query")[0] @ vector) > 0.98


def test_questions_and_passages_have_their_prompts(real_encoder: Encoder) -> None:
    """The same text is another vector as a question than as a passage."""
    as_question = real_encoder.encode(["doména"], "query")[0]
    as_passage = real_encoder.encode(["doména"], "passage")[0]
    assert float(as_question @ as_passage) < 0.999


def test_similar_meanings_are_nearer(real_encoder: Encoder) -> None:
    """A paraphrase is nearer than another matter."""
    vectors = real_encoder.encode(
        ["nejde mi e-mail", "nefunguje mi pošta", "chcem zaplatiť faktúru"], "query"
    )
    assert float(vectors[0] @ vectors[1]) > float(vectors[0] @ vectors[2])


def test_a_whole_encoder_is_not_made_again(real_encoder_folder: Path) -> None:
    """A second preparation sees the work is done."""
    assert prepare_default(real_encoder_folder, pytest.fail) is False


@pytest.mark.parametrize(
    ("typed", "meant"),
    [
        ("nejde mi mail, neviem zmenit heslo", "nejde mi mail, neviem zmeniť heslo"),
        ("ako predlzim domenu", "ako predĺžim doménu"),
        ("po vikende nam nic nechodi", "po víkende nám nič nechodí"),
    ],
)
def test_diacritics_come_back(ready: Ready, typed: str, meant: str) -> None:
    """Real word tables restore what a customer typed."""
    assert restore(typed, ready.lexicon, ready.searcher.index.own) == meant


@pytest.mark.parametrize(
    ("text", "language"),
    [
        ("nejde mi mail", "sk"),
        ("kde najdem fakturu", "sk"),
        ("jak prodlouzim domenu", "cs"),
        ("zapomněl jsem heslo", "cs"),
        ("how do I renew my domain", "en"),
        ("Wie kann ich meine Domain verlängern?", "other"),
    ],
)
def test_languages_are_told_apart(ready: Ready, text: str, language: str) -> None:
    """Real word tables recognise the language with and without diacritics."""
    assert recognise(text, ready.lexicon, ready.searcher.index.own) == language


async def test_the_journeys_question_is_answered(ready: Ready) -> None:
    """The question of the main journey gets its article as an answer, also typed carelessly."""
    live = Live(read_settings({}), lambda *_: ready)
    live.ready = ready
    transport = httpx.ASGITransport(app=make_app(live, "t", reload=False))
    async with httpx.AsyncClient(
        transport=transport, base_url="http://retrieval", headers={"Authorization": "Bearer t"}
    ) as client:
        found = (await client.post("/search", json={"q": "Ako predĺžim doménu .sk?"})).json()
        assert (found["decision"], found["hits"][0]["slug"]) == ("answer", "ako-predlzim-domenu")
        found = (await client.post("/search", json={"q": "ako predlzim domenu"})).json()
        assert found["hits"][0]["slug"] == "ako-predlzim-domenu"


@pytest.mark.parametrize(
    "text",
    [
        "ahoj",
        "qwertz uiop",
        "aké bude zajtra počasie",
        "najlacnejší telefónny paušál",
        "😀",
        "kúp mlieko",
    ],
)
def test_out_of_scope_is_refused(ready: Ready, text: str) -> None:
    """Greetings, gibberish and other matters get no answer and no suggestions."""
    question = ready.searcher.prepare(text)
    if question is not None:
        vector = ready.encoder.encode([question.text], "query")[0]
        assert ready.searcher.search(question, vector, 3).decision == "none"

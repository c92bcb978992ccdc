"""Fixtures over the small help; the real encoder is made at most once a session."""

import os
from pathlib import Path

import pytest

from retrieval.encoder import Encoder, load_encoder, marker, prepare_default
from retrieval.index import Index, build
from retrieval.settings import Settings, read_settings
from tests.retrieval.small_help import (
    ARTICLES,
    CATEGORIES,
    COMPANY,
    OUTSIDE,
    QUESTIONS,
    FakeLexicon,
    HashedEncoder,
    article_text,
    quiet,
    replaced,
    source,
)


@pytest.fixture
def home(tmp_path: Path) -> Path:
    """A folder with articles, categories and company values."""
    for name, values in ARTICLES.items():
        path = tmp_path / "articles" / f"{name}.md"
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(article_text(name, *values), encoding="utf-8")
    (tmp_path / "questions").mkdir()
    (tmp_path / "questions" / "web.jsonl").write_text(QUESTIONS, encoding="utf-8")
    (tmp_path / "questions" / "outside.txt").write_text(OUTSIDE, encoding="utf-8")
    (tmp_path / "categories.yml").write_text(CATEGORIES, encoding="utf-8")
    (tmp_path / "company.yml").write_text(COMPANY, encoding="utf-8")
    return tmp_path


@pytest.fixture
def settings(home: Path) -> Settings:
    """Settings over the small help."""
    made = read_settings(
        {
            "RUN_DIR": str(home / "run"),
            "ARTICLES_DIR": str(home / "articles"),
            "COMPANY_FILE": str(home / "company.yml"),
            "QUESTIONS_DIR": str(home / "questions"),
        }
    )
    return replaced(made, categories_file=home / "categories.yml")


@pytest.fixture
def index(home: Path) -> Index:
    """An index of the small help by the hashed encoder."""
    return build(source(home), HashedEncoder(), FakeLexicon(), None, quiet)


@pytest.fixture(scope="session")
def real_encoder_folder(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """The unpacked default encoder: the running product's if it is whole, else made once."""
    kept = Path(os.environ.get("RUN_DIR") or ".run") / "encoder"
    if marker(kept) is not None:
        return kept
    folder = tmp_path_factory.mktemp("encoder") / "encoder"
    prepare_default(folder, quiet)
    return folder


@pytest.fixture(scope="session")
def real_encoder(real_encoder_folder: Path) -> Encoder:
    """The real encoder in its chosen runtime."""
    return load_encoder(str(real_encoder_folder))

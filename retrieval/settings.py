"""What a deployment sets, read from the environment once."""

from collections.abc import Mapping
from dataclasses import dataclass
from pathlib import Path

from retrieval.errors import BadSetting, MissingSetting

HERE = Path(__file__).parent
MAX_PORT = 65535


@dataclass(frozen=True, slots=True)
class Settings:
    """Paths and names; *encoder* is None for the default one, unpacked to *encoder_folder*."""

    host: str
    port: int
    run_dir: Path
    index_dir: Path
    company_file: Path
    articles_dir: Path
    questions_dir: Path
    categories_file: Path
    calibration_file: Path
    encoder: str | None
    threads: int
    reload: bool

    @property
    def encoder_folder(self) -> Path:
        return self.run_dir / "encoder"


def read_settings(env: Mapping[str, str]) -> Settings:
    """Raise BadSetting naming the variable that cannot be used."""
    run_dir = Path(env.get("RUN_DIR") or ".run")
    encoder = env.get("ENCODER") or None
    if encoder is not None and Path(encoder) == run_dir / "encoder":
        encoder = None
    return Settings(
        host=env.get("RETRIEVAL_HOST") or "127.0.0.1",
        port=_number(env, "RETRIEVAL_PORT", 8003, MAX_PORT),
        run_dir=run_dir,
        index_dir=Path(env.get("INDEX_DIR") or run_dir / "index"),
        company_file=Path(env.get("COMPANY_FILE") or HERE.parent / "company.yml"),
        articles_dir=Path(env.get("ARTICLES_DIR") or HERE / "articles"),
        questions_dir=Path(env.get("QUESTIONS_DIR") or HERE / "questions"),
        categories_file=HERE / "categories.yml",
        calibration_file=HERE / "calibration.json",
        encoder=encoder,
        threads=_number(env, "RETRIEVAL_THREADS", 0, 256),
        reload=env.get("RETRIEVAL_RELOAD", "1") != "0",
    )


def inner_token(env: Mapping[str, str]) -> str:
    """The token of inner calls; raise MissingSetting without it."""
    token = env.get("INNER_TOKEN", "")
    if not token:
        raise MissingSetting("INNER_TOKEN")
    return token


def _number(env: Mapping[str, str], name: str, default: int, highest: int) -> int:
    raw = env.get(name) or str(default)
    if not raw.isdecimal() or int(raw) > highest:
        raise BadSetting(name, f"{raw!r} is not a number from 0 to {highest}")
    return int(raw)

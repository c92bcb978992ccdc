"""Settings name what is missing, and a demo cannot pass for the real thing."""

import json
from pathlib import Path

import pytest

from handoff.__main__ import main
from handoff.auth.operators import hash_password
from handoff.settings import SettingsError, read_settings

SECRET = "0123456789abcdef" * 3


@pytest.fixture
def env(tmp_path: Path) -> dict[str, str]:
    """A whole environment outside demo mode."""
    operators = tmp_path / "operators.json"
    listed = [{"id": "eva", "name": "Eva", "password": hash_password("dlhé heslo"), "slots": 3}]
    operators.write_text(json.dumps({"operators": listed}))
    company = tmp_path / "company.yml"
    company.write_text("company: A\nsupport_email: a@b\nphone: '1'\nphone_hours: nonstop\n")
    return {
        "REDIS_URL": "redis://localhost",
        "RASA_URL": "http://localhost:1/",
        "ACTIONS_URL": "http://localhost:2",
        "RETRIEVAL_URL": "http://localhost:3",
        "INNER_TOKEN": SECRET,
        "CUSTOMER_TOKEN_SECRET": SECRET,
        "OPERATOR_SECRET": SECRET,
        "OPERATORS_FILE": str(operators),
        "COMPANY_FILE": str(company),
    }


def test_a_whole_environment_is_read(env: dict[str, str]) -> None:
    """Defaults fill what may be left out."""
    settings = read_settings(env)

    assert (settings.host, settings.port, settings.demo) == ("127.0.0.1", 8000, False)
    assert settings.rasa_url == "http://localhost:1"
    assert settings.operators.sign_in("eva", "dlhé heslo").slots == 3


@pytest.mark.parametrize(
    "name",
    [
        "REDIS_URL",
        "RASA_URL",
        "ACTIONS_URL",
        "RETRIEVAL_URL",
        "INNER_TOKEN",
        "CUSTOMER_TOKEN_SECRET",
        "OPERATOR_SECRET",
        "OPERATORS_FILE",
    ],
)
def test_a_missing_variable_is_named(env: dict[str, str], name: str) -> None:
    """Each missing variable stops the start and is named."""
    del env[name]

    with pytest.raises(SettingsError, match=name):
        read_settings(env)


@pytest.mark.parametrize(
    ("name", "value"),
    [
        ("PORT", "80000"),
        ("PORT", "http"),
        ("INNER_TOKEN", "short"),
        ("CUSTOMER_JWKS", "/nowhere.json"),
        ("COMPANY_FILE", "/nowhere.yml"),
        ("OPERATORS_FILE", "/nowhere.json"),
    ],
)
def test_a_wrong_value_is_named(env: dict[str, str], name: str, value: str) -> None:
    """A value that cannot work stops the start and is named."""
    with pytest.raises(SettingsError, match=name):
        read_settings({**env, name: value})


@pytest.mark.parametrize("name", ["INNER_TOKEN", "CUSTOMER_TOKEN_SECRET", "OPERATOR_SECRET"])
def test_a_demo_secret_is_refused_outside_demo_mode(env: dict[str, str], name: str) -> None:
    """A secret made for the demo does not guard the real desk."""
    with pytest.raises(SettingsError, match=f"{name} is a demo secret"):
        read_settings({**env, name: f"demo-{SECRET}"})


def test_demo_accounts_are_refused_outside_demo_mode(env: dict[str, str]) -> None:
    """An operator with the demo's password stops the start and is named."""
    listed = [{"id": "lucia", "name": "Lucia", "password": hash_password("demo")}]
    Path(env["OPERATORS_FILE"]).write_text(json.dumps({"operators": listed}))

    with pytest.raises(SettingsError, match=r"demo accounts \(lucia\)"):
        read_settings(env)


def test_the_demo_needs_no_secrets_of_its_own(env: dict[str, str]) -> None:
    """In demo mode the three operators are there and customers' tokens can be made."""
    for name in ("CUSTOMER_TOKEN_SECRET", "OPERATOR_SECRET", "OPERATORS_FILE"):
        del env[name]

    settings = read_settings({**env, "DEMO": "1"})

    assert settings.demo
    assert settings.operators.sign_in("lucia", "demo").name == "Lucia Šimková"
    assert settings.customer_tokens.secret


@pytest.mark.parametrize(
    "origins", ["*", "centrum.example", "https://a.example/chat", "https://a; script-src *", "null"]
)
def test_what_is_not_an_origin_is_refused(env: dict[str, str], origins: str) -> None:
    """A site that could never match, or would break our policy, stops the start and is named."""
    with pytest.raises(SettingsError, match=r"EMBED_ORIGINS: .* is not an origin"):
        read_settings({**env, "EMBED_ORIGINS": f"https://centrum.example {origins}"})


def test_the_command_says_what_is_missing(
    monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    """`python -m handoff serve` ends with one clear line instead of a traceback."""
    monkeypatch.setattr("os.environ", {})

    assert main(["serve"]) == 1
    assert "REDIS_URL is missing" in capsys.readouterr().err
    assert main(["server"]) == 2

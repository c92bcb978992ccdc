"""A token that does not verify is rejected, and passwords are never kept as they are."""

import base64
import json
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any

import jwt
import pytest
from cryptography.hazmat.primitives import serialization
from cryptography.hazmat.primitives.asymmetric import ed25519, rsa

from handoff.auth import BadCredentials, BadToken, CustomerTokens, Operator, OperatorAccounts
from handoff.auth.customers import load_keys
from handoff.auth.operators import SHIFT, hash_password, load_operators

NOW = datetime(2026, 11, 22, 9, 30, tzinfo=UTC)
SECRET = "s" * 40
TOKENS = CustomerTokens("podpora", SECRET)
EDWARD = ed25519.Ed25519PrivateKey.generate()
RIVEST = rsa.generate_private_key(public_exponent=65537, key_size=2048)


def claims(**changed: Any) -> dict[str, Any]:
    said = {
        "sub": "c-1",
        "name": "Jana Horváthová",
        "email": "jana@priklad.sk",
        "aud": "podpora",
        "iat": int(NOW.timestamp()),
        "exp": int(NOW.timestamp()) + 300,
        "jti": "j-1",
        **changed,
    }
    return {name: value for name, value in said.items() if value is not ...}


def token(secret: Any = SECRET, algorithm: str = "HS256", **changed: Any) -> str:
    return jwt.encode(claims(**changed), secret, algorithm=algorithm)


def unsigned(header: dict[str, Any]) -> str:
    def part(value: dict[str, Any]) -> str:
        return base64.urlsafe_b64encode(json.dumps(value).encode()).decode().rstrip("=")

    return f"{part(header)}.{part(claims())}."


@pytest.fixture
def keys(tmp_path: Path) -> CustomerTokens:
    """Only public keys, one of each kind, and no shared secret."""
    listed = [
        {**json.loads(jwt.algorithms.OKPAlgorithm.to_jwk(EDWARD.public_key())), "kid": "ed"},
        {
            **json.loads(jwt.algorithms.RSAAlgorithm.to_jwk(RIVEST.public_key())),
            "kid": "rsa",
            "alg": "RS256",
        },
    ]
    path = tmp_path / "jwks.json"
    path.write_text(json.dumps({"keys": listed}))
    return CustomerTokens("podpora", None, load_keys(path))


def test_a_good_token_says_who_it_is() -> None:
    """The verified identity comes from the claims alone."""
    signed_in = int(NOW.timestamp()) - 60
    customer = TOKENS.verify(token(auth_time=signed_in), NOW)

    assert (customer.id, customer.name, customer.email) == (
        "c-1",
        "Jana Horváthová",
        "jana@priklad.sk",
    )
    assert customer.auth_time == NOW - timedelta(seconds=60)


@pytest.mark.parametrize("kid", [None, "own"])
@pytest.mark.parametrize("kind", ["EdDSA", "RS256"])
def test_a_token_of_a_published_key_verifies(
    keys: CustomerTokens, kind: str, kid: str | None
) -> None:
    """RS256 and EdDSA verify by the JWKS, with the key's id or without."""
    key, own = (EDWARD, "ed") if kind == "EdDSA" else (RIVEST, "rsa")
    headers = {"kid": own} if kid else None

    signed = jwt.encode(claims(), key, algorithm=kind, headers=headers)

    assert keys.verify(signed, NOW).id == "c-1"


BAD = [
    ("signature", token(secret="x" * 40)),
    ("signature", token(algorithm="HS512", secret=SECRET * 2)),
    ("signature", unsigned({"alg": "none", "typ": "JWT"})),
    ("signature", unsigned({"alg": "HS256"})),
    ("signature", unsigned({"alg": "RS256"})),
    ("malformed", "not-a-token"),
    ("malformed", "a.b.c"),
    ("claims", token(aud="other")),
    ("claims", token(aud=...)),
    ("claims", token(sub=...)),
    ("claims", token(name=...)),
    ("claims", token(email=...)),
    ("claims", token(jti=...)),
    ("claims", token(iat=...)),
    ("claims", token(exp=...)),
    ("claims", token(sub="")),
    ("claims", token(sub="x" * 129)),
    ("claims", token(name="a\nb")),
    ("claims", token(email=" ")),
    ("claims", token(exp=int(NOW.timestamp()) + 301)),
    ("claims", token(exp=int(NOW.timestamp()) - 10, iat=int(NOW.timestamp()))),
    ("claims", token(iat=int(NOW.timestamp()) + 60, exp=int(NOW.timestamp()) + 90)),
    ("claims", token(auth_time="yesterday")),
    ("expired", token(iat=int(NOW.timestamp()) - 400, exp=int(NOW.timestamp()) - 100)),
]


@pytest.mark.parametrize(("reason", "bad"), BAD)
def test_a_bad_token_is_rejected(reason: str, bad: str) -> None:
    """Whatever is wrong with a token, it is rejected with a reason."""
    with pytest.raises(BadToken) as refusal:
        TOKENS.verify(bad, NOW)

    assert refusal.value.reason == reason


def test_a_public_key_is_no_shared_secret(keys: CustomerTokens) -> None:
    """A token signed with the published key as if it were a secret is rejected."""
    public = RIVEST.public_key().public_bytes(
        serialization.Encoding.PEM, serialization.PublicFormat.SubjectPublicKeyInfo
    )
    header = base64.urlsafe_b64encode(b'{"alg":"HS256"}').decode().rstrip("=")
    body = token().split(".")[1]
    mac = jwt.algorithms.HMACAlgorithm(jwt.algorithms.HMACAlgorithm.SHA256).sign(
        f"{header}.{body}".encode(), public
    )
    forged = f"{header}.{body}.{base64.urlsafe_b64encode(mac).decode().rstrip('=')}"

    with pytest.raises(BadToken, match="signature"):
        keys.verify(forged, NOW)


def test_a_made_token_lives_five_minutes() -> None:
    """The demo's own tokens obey the rule they are checked by."""
    made, expires = TOKENS.issue({"sub": "a", "name": "A", "email": "a@b", "jti": "1"}, NOW)

    assert TOKENS.verify(made, NOW).id == "a"
    assert expires == NOW + timedelta(minutes=5)
    with pytest.raises(BadToken, match="expired"):
        TOKENS.verify(made, NOW + timedelta(minutes=6))


@pytest.mark.parametrize(
    "text", ["", "[]", '{"keys": []}', '{"keys": [{"kty": "oct", "k": "AAAA"}]}']
)
def test_a_jwks_without_usable_keys_is_refused(tmp_path: Path, text: str) -> None:
    """A file that could verify nothing, or only by a secret, is an error at start."""
    path = tmp_path / "jwks.json"
    path.write_text(text)

    with pytest.raises(ValueError, match=r"jwks\.json"):
        load_keys(path)


ACCOUNTS = OperatorAccounts([Operator("eva", "Eva Kováčová", hash_password("tajne heslo"))], SECRET)


def test_an_operator_signs_in_and_is_known_by_the_token() -> None:
    """The right password gives a token that verifies until the shift ends."""
    signed, expires = ACCOUNTS.issue(ACCOUNTS.sign_in("eva", "tajne heslo"), NOW)

    assert ACCOUNTS.verify(signed, NOW).name == "Eva Kováčová"
    assert expires == NOW + SHIFT
    with pytest.raises(BadToken, match="expired"):
        ACCOUNTS.verify(signed, NOW + SHIFT)


@pytest.mark.parametrize(
    ("name", "password"), [("eva", "demo"), ("nikto", "tajne heslo"), ("", "")]
)
def test_wrong_credentials_are_refused(name: str, password: str) -> None:
    """Neither a wrong password nor a wrong name gets in, and both look the same."""
    with pytest.raises(BadCredentials):
        ACCOUNTS.sign_in(name, password)


def test_a_customers_token_is_no_operators() -> None:
    """Even under the same secret the audience keeps them apart, both ways."""
    signed, _ = ACCOUNTS.issue(ACCOUNTS.sign_in("eva", "tajne heslo"), NOW)

    with pytest.raises(BadToken, match="claims"):
        ACCOUNTS.verify(token(exp=int(NOW.timestamp()) + 300), NOW)
    with pytest.raises(BadToken, match="claims"):
        TOKENS.verify(signed, NOW)


def test_a_token_of_an_operator_who_left_is_refused() -> None:
    """Taking an account from the file ends its tokens."""
    signed, _ = ACCOUNTS.issue(ACCOUNTS.sign_in("eva", "tajne heslo"), NOW)

    with pytest.raises(BadToken, match="claims"):
        OperatorAccounts([], SECRET).verify(signed, NOW)


def test_passwords_are_salted() -> None:
    """Two hashes of one password differ."""
    assert hash_password("a") != hash_password("a")


@pytest.mark.parametrize(
    "content",
    [
        "",
        "{}",
        '{"operators": []}',
        '{"operators": [{"id": "a", "name": "A", "password": "plain"}]}',
    ],
)
def test_a_bad_operators_file_is_refused(tmp_path: Path, content: str) -> None:
    """A file without operators, or with a password that is not hashed, is an error at start."""
    path = tmp_path / "operators.json"
    path.write_text(content)

    with pytest.raises(ValueError, match=r"operators\.json"):
        load_operators(path)

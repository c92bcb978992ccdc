"""Secrets are replaced at the door, and questions about passwords are left alone."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from handoff.redaction import HIDDEN_CARD, HIDDEN_CODE, HIDDEN_KEY, HIDDEN_WORD, redact

SECRETS = [
    ("moje heslo je Kocka123", "Kocka123", HIDDEN_WORD),
    ("heslo: tajneslovo", "tajneslovo", HIDDEN_WORD),
    ("Heslo:Kocka.2024!", "Kocka.2024", HIDDEN_WORD),
    ("moje heslo xyz", "xyz", HIDDEN_WORD),
    ("moje heslo korytnacka.", "korytnacka", HIDDEN_WORD),
    ("heslo k ftp je Vlk_99 a nejde mi to", "Vlk_99", HIDDEN_WORD),
    ("heslo do mailu: snehulienka", "snehulienka", HIDDEN_WORD),
    ("prihlasujem sa ako jana, heslo Zima2024", "Zima2024", HIDDEN_WORD),
    ("heslo mám Zima2024", "Zima2024", HIDDEN_WORD),
    ("login: jana\nheslo = aB3$kk", "aB3$kk", HIDDEN_WORD),
    ('heslo je "modrý kôň"', "modrý kôň", HIDDEN_WORD),
    ("heslo je kocka", "kocka", HIDDEN_WORD),
    ("Heslo som si dal Slon2020", "Slon2020", HIDDEN_WORD),
    ("Slon2020 je moje heslo", "Slon2020", HIDDEN_WORD),
    ("mé heslo je Žirafa7", "Žirafa7", HIDDEN_WORD),
    ("heslo bylo Prdel123", "Prdel123", HIDDEN_WORD),
    ("my password is hunter2", "hunter2", HIDDEN_WORD),
    ("password: correcthorse", "correcthorse", HIDDEN_WORD),
    ("pwd=Q1w2e3", "Q1w2e3", HIDDEN_WORD),
    ("pin je 1234", "1234", HIDDEN_CODE),
    ("PIN kód 99887", "99887", HIDDEN_CODE),
    ("auth kód je A7f-99xK2", "A7f-99xK2", HIDDEN_CODE),
    ("AUTH code: qwertzuiop", "qwertzuiop", HIDDEN_CODE),
    ("EPP kód Xy7-882-KK", "Xy7-882-KK", HIDDEN_CODE),
    ("overovací kód 482913", "482913", HIDDEN_CODE),
    ("karta 4111 1111 1111 1111 platnosť 12/27", "4111 1111 1111 1111", HIDDEN_CARD),
    ("číslo karty 5500-0000-0000-0004", "5500-0000-0000-0004", HIDDEN_CARD),
    ("kľúč sk_live_51Habcdefgh12345", "sk_live_51Habcdefgh12345", HIDDEN_KEY),
    ("ghp_" + "a1B2" * 9, "ghp_a1B2", HIDDEN_KEY),
    ("AKIAIOSFODNN7EXAMPLE", "AKIAIOSFODNN7EXAMPLE", HIDDEN_KEY),
    (
        "-----BEGIN RSA PRIVATE KEY-----\nMIIEow\n-----END RSA PRIVATE KEY-----",
        "MIIEow",
        HIDDEN_KEY,
    ),
    ("-----BEGIN PRIVATE KEY-----\nMIIEow bez konca", "MIIEow", HIDDEN_KEY),
]

NO_SECRETS = [
    "zabudol som heslo",
    "Zabudla som heslo do zákazníckeho centra, čo mám robiť?",
    "neviem zmenit heslo",
    "Ako si zmením heslo?",
    "heslo je nesprávne",
    "heslo je zlé",
    "píše mi že heslo je neplatné",
    "moje heslo nefunguje",
    "moje heslo prestalo fungovať",
    "moje heslo nejde",
    "heslo: nefunguje",
    "heslo do mailu mi nejde",
    "heslo k FTP som nikdy nedostal",
    "heslo musí mať aspoň 12 znakov",
    "password is wrong",
    "I forgot my password",
    "heslo je špatně",
    "zapomněl jsem heslo",
    "nechodí mi auth kód",
    "potrebujem AUTH kód na doménu priklad.sk",
    "auth kód priklad.sk",
    "kde nájdem pin?",
    "variabilný symbol 2024110042",
    "volajte +421 2 5555 0100",
    "IBAN SK31 1200 0000 1987 4263 7541",
    "Objednávka 1234567890123 je zaplatená",
    "Nejde mi web od 22.11.2026 09:30",
    "heslo k databáze mám v súbore wp-config.php",
]


@pytest.mark.parametrize(("text", "secret", "token"), SECRETS)
def test_a_secret_is_replaced(text: str, secret: str, token: str) -> None:
    """The secret is gone, its token stands there, and the caller is told."""
    clean, found = redact(text)

    assert secret not in clean
    assert token in clean
    assert found


@pytest.mark.parametrize("text", NO_SECRETS)
def test_talk_about_passwords_is_left_alone(text: str) -> None:
    """A question about a password is no secret."""
    assert redact(text) == (text, False)


@pytest.mark.parametrize("text", [text for text, _, _ in SECRETS])
def test_redacting_again_changes_nothing(text: str) -> None:
    """What was redacted once has nothing left to hide."""
    once, _ = redact(text)

    assert redact(once) == (once, False)


def test_the_rest_of_the_message_stays() -> None:
    """Only the secret goes; what surrounds it is needed to help."""
    assert redact("Dobrý deň, heslo je Kocka123, a aj tak ma nepustí.")[0] == (
        f"Dobrý deň, heslo je {HIDDEN_WORD}, a aj tak ma nepustí."
    )


@given(st.text(max_size=400))
def test_any_text_can_be_redacted(text: str) -> None:
    """Nothing a customer can type makes it fail, and the flag says whether it changed."""
    clean, found = redact(text)

    assert found == (clean != text)

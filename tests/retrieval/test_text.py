"""Folding, words, restoration of diacritics and recognition of languages."""

import pytest

from retrieval.text import (
    MAX_WORDS,
    clean,
    fold,
    grams,
    has_letters,
    lemmas,
    own_words,
    recognise,
    restore,
    words,
)
from tests.retrieval.small_help import FakeLexicon


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("  Ako\tpredĺžim\n\ndoménu? ", "Ako predĺžim doménu?"),
        ("a\x00b\x07c", "a b c"),
        ("\u202eopačne\u202c", "opačne"),
        ("e\u0301", "é"),
        ("", ""),
        ("\x00\x01\u200b", ""),
    ],
)
def test_cleaning_keeps_one_line_of_readable_text(raw: str, expected: str) -> None:
    """Control and format characters go, Unicode is composed, blanks are single."""
    assert clean(raw, 100) == expected


def test_cleaning_bounds_the_length() -> None:
    """However long the text is, no more than the limit comes out."""
    assert len(clean("x" * 20_000, 2000)) == 2000


@pytest.mark.parametrize(
    ("raw", "expected"),
    [("Predĺžiť", "predlzit"), ("ŘEDITEL", "reditel"), ("Größe", "große"), ("123", "123")],
)
def test_folding(raw: str, expected: str) -> None:
    """Folding lowers and drops diacritics."""
    assert fold(raw) == expected


@pytest.mark.parametrize(
    "raw", ["E-mail nejde", "email nejde", "e mail nejde", "e\u2011mail nejde"]
)
def test_email_is_one_word(raw: str) -> None:
    """E-mail is the same word however people write it."""
    assert words(raw) == ["email", "nejde"]


def test_words_are_bounded() -> None:
    """A flood of words costs no more than a long question."""
    assert len(words("slovo " * 20_000)) == MAX_WORDS


def test_lemmas_are_folded_dictionary_forms() -> None:
    """Each word becomes its dictionary form without diacritics."""
    lexicon = FakeLexicon(lemmas={"doménu": "doména"})
    assert lemmas("Doménu nevidím", lexicon) == ["domena", "nevidim"]


def test_grams_mark_the_edges_of_words() -> None:
    """A short word is one gram, a longer one slides."""
    assert grams("Web je") == ["<web", "web>", "<je>"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [("", False), ("a", False), ("😀😀", False), ("12345", False), ("ok", True), ("a1", True)],
)
def test_what_can_be_looked_for(text: str, expected: bool) -> None:
    """There must be two letters or digits and one letter among them."""
    assert has_letters(text) is expected


LEXICON = FakeLexicon(
    accents={"predlzim": [("predĺžim", 1e-6)], "sud": [("súd", 1e-4), ("sud", 1e-6)]},
    languages={
        # sk, cs, en, de, hu, pl
        "domenu": (1e-6, 1e-6, 0, 0, 0, 0),
        "ako": (1e-3, 1e-6, 0, 0, 0, 1e-4),
        "jak": (1e-7, 1e-3, 0, 0, 0, 1e-3),
        "prodlouzim": (0, 1e-6, 0, 0, 0, 0),
        "how": (0, 0, 1e-3, 0, 0, 0),
        "renew": (0, 0, 1e-5, 0, 0, 0),
        "wie": (0, 0, 0, 1e-3, 0, 0),
        "ich": (1e-4, 1e-5, 0, 1e-2, 0, 1e-4),
    },
)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Ako predlzim domenu?", "Ako predĺžim domenu?"),
        ("Predlzim", "Predĺžim"),
        ("už predlzim", "už predlzim"),
        ("sud", "súd"),
        ("xyz", "xyz"),
    ],
)
def test_restoration(text: str, expected: str) -> None:
    """The most frequent accented form comes back, but only into a text without any diacritics."""
    assert restore(text, LEXICON, {}) == expected


def test_own_words_outweigh_common_ones() -> None:
    """A form our articles use often wins over one that is common elsewhere."""
    own = own_words(["sud vína, sud piva a sud medu"])
    assert restore("sud", LEXICON, own) == "sud"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("ako predlzim domenu", "sk"),
        ("jak prodlouzim domenu", "cs"),
        ("kde je řeč", "cs"),
        ("how renew", "en"),
        ("wie ich", "other"),
        ("как продлить домен", "other"),
        ("איך אני", "other"),
        ("12345 !!!", "other"),
        ("asdfgh", "sk"),
    ],
)
def test_recognition(text: str, expected: str) -> None:
    """Words and letters decide; unknown Latin text is taken for Slovak."""
    assert recognise(text, LEXICON, {}) == expected


def test_own_words_do_not_speak_against_slovak() -> None:
    """A word both languages share is Slovak when our articles use it."""
    lexicon = FakeLexicon(languages={"mail": (1e-6, 1e-4, 1e-5, 0, 0, 0)})
    assert recognise("mail", lexicon, {}) == "cs"
    assert recognise("mail", lexicon, own_words(["mail nejde"])) == "sk"

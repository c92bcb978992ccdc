"""Replace secrets that customers type, before any log, bot or index sees them."""

import re
import unicodedata
from collections.abc import Callable

HIDDEN_WORD = "‹skryté heslo›"
HIDDEN_CODE = "‹skrytý kód›"
HIDDEN_KEY = "‹skrytý kľúč›"
HIDDEN_CARD = "‹skryté číslo karty›"

SHORTEST = 4  # a secret without a word that tells it
SHORTEST_CODE = 6
FIRST_DIGITS = range(2, 7)  # of payment cards; order numbers rarely pass this and Luhn

_PRIVATE_KEY = re.compile(
    r"-----BEGIN [A-Z0-9 ]*PRIVATE KEY-----.*?(?:-----END [A-Z0-9 ]*-----|\Z)", re.S
)
_API_KEY = re.compile(
    r"""\b(?:
        (?:sk|pk|rk)_(?:live|test)_[A-Za-z0-9]{8,} | sk-[A-Za-z0-9_-]{20,}
      | gh[opsur]_[A-Za-z0-9]{20,} | github_pat_\w{20,} | glpat-[\w-]{16,}
      | (?:AKIA|ASIA)[A-Z0-9]{16} | AIza[\w-]{30,} | xox[abeprs]-[\w-]{10,}
      | eyJ[\w-]{8,}\.eyJ[\w-]{8,}\.[\w-]*
    )""",
    re.X,
)
_CARD = re.compile(r"(?<![\d+])\d(?:[ -]?\d){12,18}(?!\d)")

_CALLED_WORD = r"(?:hesl(?:o|a|u|om|em)|password|passwd|passphrase|pwd)"
_CALLED_CODE = (
    r"(?:auth(?:info|[\s_-]*(?:k[oó]d|code|id|info))|epp[\s_-]*(?:k[oó]d|code)"
    r"|transfer(?:n[yý])?[\s_-]*(?:k[oó]d|code)|(?:overovac[ií]|ověřovac[ií]|sms|2fa)[\s_-]*(?:k[oó]d|code))"
)
_CALLED_PIN = r"(?:(?:pin|cvv|cvc)(?:[\s_-]*(?:k[oó]d|code))?)"
# "heslo do mailu: …", "password for ftp is …": up to two such additions.
_ADDITION = r"(?:\s+(?:k|ku|ke|do|na|od|pre|pro|for|to|of)\s+[^\s:=]{1,40}){0,2}"
_SAYS = r"(?:\s*(?::=|[:=]|->|=>)\s*|\s+[-–]\s+|\s+(?:som\s+si\s+dala?|je|m[aá]m|bolo|bylo|bude|znie|zn[ií]|is|was|to|toto|this)\s*:?\s+)"
_VALUE = r"(\"[^\"\n]{1,80}\"|„[^“”\n]{1,80}[“”]|'[^'\n]{1,80}'|`[^`\n]{1,80}`|\S{3,128})"
_END = r"(?=\s*(?:$|[\n,;.!?)]))"

_FLAGS = re.I | re.M
_NOT_IN_A_WORD = r"(?<!\w)"
_TOLD = re.compile(_NOT_IN_A_WORD + _CALLED_WORD + _ADDITION + _SAYS + _VALUE, _FLAGS)
_BESIDE = re.compile(_NOT_IN_A_WORD + _CALLED_WORD + r"\s+" + _VALUE, _FLAGS)
_MINE = re.compile(
    _NOT_IN_A_WORD + r"(?:moje|m[oô]j|m[eé]|my)\s+" + _CALLED_WORD + r"\s+(\w{3,128})" + _END,
    _FLAGS,
)
_REVERSED = re.compile(
    r"(\S{4,128})\s+(?:je|is)\s+(?:moje\s+|my\s+)?" + _CALLED_WORD + r"\b", _FLAGS
)
_CODE_TOLD = re.compile(_NOT_IN_A_WORD + _CALLED_CODE + _ADDITION + _SAYS + _VALUE, _FLAGS)
_CODE_BESIDE = re.compile(_NOT_IN_A_WORD + _CALLED_CODE + r"\s+" + _VALUE, _FLAGS)
_PIN = re.compile(
    _NOT_IN_A_WORD + _CALLED_PIN + _ADDITION + r"(?:" + _SAYS + r"|\s+)(\d{3,8})(?!\w)", _FLAGS
)

# Beginnings of words (folded) that say something about a password instead of telling it.
_NO_SECRET = re.compile(
    r"""(?:
        ne(?!o|on)|nie|not|nic|zl[eya]|zabud|zapom|zmen|obnov|reset|vyprs|exp(?:ir|ired)|plat|spravn|dobr|spatn|chybn
      | star[eyoa]|nov[eyoa]|kratk|dlh|dlouh|slab|siln|bezpec|prilis|velmi|potreb|mozn|treba|stal|zrejme|mozno
      | uz$|asi$|pre|pri|pod|ako|jak|kde|kam|kedy|preco|proc|ktor|kter|co$|ze$|aby|alebo|nebo|ale$|lebo|kvoli
      | chce|chci|mus|moz|moh|som|jsem|sme|ste|bol|byl|bud|mam|mat|sa$|se$|si$|mi$|ma$|vam|nam|tam|tu$|to$|ten$
      | rovnak|stejn|ine$|jine|take|ulozen|skryt|prazdn|povinn|blokov|zablok|odmiet|hlasi|pise|prisl|funguj|ide$
      | do$|na$|od$|za$|po$|pro$|k$|ku$|ke$|v$|vo$|z$|zo$|s$|so$|a$|i$|aj$|the|too|wrong|incor|inval|correct$|weak
      | required|forgot|lost$|chang|does|doesn|for$|to$|of$|is$|was$|has$|my$|and|don|can|how|where|vyz|prihl
      | mail|e-mail|email|ftp$|sql$|mysql|datab|panel|schran|konto|uct|klient|admin$|webmail|wifi|hosting|domen
    )""",
    re.X,
)
_VERB_ENDING = re.compile(r"(?:lo|la|li|uje|eje|aju|ovat|nut|ene|ane|ite|ete|ajte)$")
_ADDRESS = re.compile(
    r"(?:https?://|www\.)\S+|[\w.+-]+@[\w-]+\.[\w.]+|[\w-]+(?:\.[\w-]+)*\.[a-z]{2,}/?", re.I
)

Judge = Callable[[str], bool]


def redact(text: str) -> tuple[str, bool]:
    """Return *text* with every secret replaced by a token, and whether there was any."""
    clean = _PRIVATE_KEY.sub(HIDDEN_KEY, text)
    clean = _API_KEY.sub(HIDDEN_KEY, clean)
    clean = _CARD.sub(_card, clean)
    clean = _replace(_CODE_TOLD, HIDDEN_CODE, clean, _is_told_code)
    clean = _replace(_CODE_BESIDE, HIDDEN_CODE, clean, _looks_secret)
    clean = _replace(_PIN, HIDDEN_CODE, clean, lambda value: True)
    clean = _replace(_TOLD, HIDDEN_WORD, clean, _is_told)
    clean = _replace(_BESIDE, HIDDEN_WORD, clean, _looks_secret)
    clean = _replace(_MINE, HIDDEN_WORD, clean, _is_told)
    clean = _replace(_REVERSED, HIDDEN_WORD, clean, _looks_secret)
    return clean, clean != text


def _replace(pattern: re.Pattern[str], token: str, text: str, judge: Judge) -> str:
    def put(match: re.Match[str]) -> str:
        value = match[1]
        bare = value.rstrip(".,;!?)") or value
        if bare.startswith("‹") or not judge(bare):
            return match[0]
        start, end = match.start(1) - match.start(), match.end(1) - match.start()
        return match[0][:start] + token + value[len(bare) :] + match[0][end:]

    return pattern.sub(put, text)


def _is_told(value: str) -> bool:
    """After "heslo je" or "heslo:" anything is a secret that is no comment on the password."""
    if _looks_secret(value):
        return True
    folded = _fold(value)
    return bool(folded) and not _NO_SECRET.match(folded) and not _VERB_ENDING.search(folded)


def _is_told_code(value: str) -> bool:
    return len(value) >= SHORTEST_CODE and (_looks_secret(value) or _is_told(value))


def _looks_secret(value: str) -> bool:
    """Letters mixed with digits, signs or capitals, as nobody writes a word of a sentence."""
    if value[0] in "\"„'`":
        return len(value) > SHORTEST
    if len(value) < SHORTEST or _ADDRESS.fullmatch(value):
        return False
    if any(character.isdigit() for character in value):
        return True
    inside = value[1:-1]
    return any(sign in inside for sign in "!@#$%^&*+=?<>~|\\_{}[]") or _mixed_case(value)


def _mixed_case(value: str) -> bool:
    return any(letter.isupper() for letter in value[1:]) and any(
        letter.islower() for letter in value
    )


def _card(match: re.Match[str]) -> str:
    digits = [int(character) for character in match[0] if character.isdigit()]
    if digits[0] not in FIRST_DIGITS:
        return match[0]
    doubled = [sum(divmod(2 * digit, 10)) for digit in digits[-2::-2]]
    return HIDDEN_CARD if (sum(digits[-1::-2]) + sum(doubled)) % 10 == 0 else match[0]


def _fold(value: str) -> str:
    decomposed = unicodedata.normalize("NFD", value.lower().strip("\"'„“”`"))
    return "".join(character for character in decomposed if not unicodedata.combining(character))

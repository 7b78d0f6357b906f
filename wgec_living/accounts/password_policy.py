"""Which passwords are refused: too short, on everybody's list, or made of the person's own name."""

from __future__ import annotations

import re
from collections.abc import Iterable

from wgec_living.domain.errors import Invalid

MIN_PASSWORD = 8
MAX_PASSWORD = 1_000
"""Bounds the work of one request; nobody types more, and nothing is ever cut."""
_LEFT_OVER = 6
"""So many characters must remain beside the person's own words."""
_DRESSING = 6
"""With more digits and signs than this, a common word is only part of the secret."""

# What guessers try first. A word stands for itself with digits and signs around it and letters written
# as digits: "password" is also P4ssw0rd!, password2025 and passwordpassword.
_COMMON_WORDS = """
    password passwort passwords passcode passphrase pass mypassword yourpassword thepassword newpassword
    motdepasse contrasena senha parola heslo wachtwoord losenord salasana kennwort hallo hello helloworld
    welcome willkommen bienvenue bienvenido letmein letmeinnow openup opensesame open sesame secret
    secrets topsecret geheim access accessdenied admin administrator administrateur root superuser user
    username login logmein signin guest test tester testing testtest demo sample example changeme change
    changeit default temporary temp unknown nothing whatever nopassword computer internet server system
    database master manager monkey dragon football baseball basketball soccer hockey cricket tennis
    sunshine princess prince princesa shadow superman batman spiderman pokemon starwars startrek matrix
    michael michelle jennifer jessica daniel andrew charlie thomas jordan ashley nicole hunter maggie
    ginger pepper cookie cookies chocolate butterfly flower flowers freedom liberty justice loveme
    iloveyou iloveu lovely loveyou lover forever friend friends family angel angels diamond
    summer winter spring autumn monday friday january february september october november december
    trustno trustnoone ninja mustang ferrari porsche mercedes corvette harley yankees liverpool arsenal
    barcelona realmadrid juventus chelsea manchester london paris berlin geneva moscow newyork america
    canada mexico brasil brazil india china russia france germany portugal espana italia england
    qwerty qwertyuiop qwertz azerty asdf asdfgh asdfghjkl zxcvbn zxcvbnm qazwsx qazwsxedc wsxedc qweasd
    qweasdzxc asdasd qweqwe zaqwsx abc abcd abcde abcdef abcdefg abcdefgh google facebook twitter
    linkedin microsoft windows apple android samsung yahoo hotmail gmail outlook zoom
    unitednations wgec wgecliving enhancedcooperation livingdocument workinggroup
"""
_COMMON = frozenset(_COMMON_WORDS.split())
_ROWS = (
    "abcdefghijklmnopqrstuvwxyz",
    "01234567890",
    "qwertyuiop",
    "qwertzuiop",
    "azertyuiop",
    "asdfghjkl",
    "zxcvbnm",
    "1q2w3e4r5t6y7u8i9o0p",
    "1qaz2wsx3edc4rfv5tgb6yhn7ujm",
)
_AS_LETTERS = str.maketrans("01345789@$!|", "oleastbgasil")


def refuse_weak(password: str, own_words: Iterable[str]) -> None:
    """Raise `Invalid` with the reason unless `password` may be used; no mixture of characters is asked for.

    `own_words` are address, names and handle of the person.
    """
    reason = _weakness(password, own_words)
    if reason:
        raise Invalid("Please choose another password.", {"password": reason})


def _weakness(password: str, own_words: Iterable[str]) -> str:
    if len(password) < MIN_PASSWORD:
        return f"Please use at least {MIN_PASSWORD} characters; a few words are easy to keep in mind."
    if len(password) > MAX_PASSWORD:
        return f"Please use at most {MAX_PASSWORD:,} characters."
    if _is_common(password.casefold()):
        return "This password is among those that are tried first; please choose one nobody would guess."
    if _is_own(password.casefold(), own_words):
        return "This password is little more than your own name or address; please choose another one."
    return ""


def _is_common(password: str) -> bool:
    unit = _unit(password)
    if not password.strip() or len(unit) < 4 or len(set(unit)) <= 2 or _runs_along_a_row(unit):
        return True
    # Read in three ways: as it stands, with digits read as letters, and so within its outer digits and signs.
    inner = re.sub(r"^[\W\d_]+|[\W\d_]+$", "", unit)
    for form in (unit, unit.translate(_AS_LETTERS), inner.translate(_AS_LETTERS)):
        letters = re.sub(r"[\W\d_]+", "", form)
        if _unit(letters) in _COMMON and len(unit) - len(letters) <= _DRESSING:
            return True
    return False


def _unit(text: str) -> str:
    """Return the shortest piece that `text` is a repetition of, which may be all of it."""
    period = (text + text).find(text, 1)
    return text[:period] if period > 0 else text


def _runs_along_a_row(text: str) -> bool:
    """Say whether a text is walked along the keyboard, the alphabet or the digits, either way."""
    return any(text in row * 2 or text[::-1] in row * 2 for row in _ROWS)


def _is_own(password: str, own_words: Iterable[str]) -> bool:
    words: set[str] = set()
    for word in own_words:
        folded = word.casefold()
        words.update((folded, *re.split(r"[\W_]+", folded)))
    left = password
    for word in sorted((word for word in words if len(word) >= 3), key=lambda word: (-len(word), word)):
        left = left.replace(word, "")
    return len(left) < min(_LEFT_OVER, len(password)) and left != password

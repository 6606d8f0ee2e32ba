"""
Invented names, one function per kind of name. Word lists keep to their kind: no list but `D_STROKE` has đ or ð.
"""

from __future__ import annotations

import unicodedata
from collections.abc import Callable, Mapping

from conformance.vectors.draw import Draw

FAMILY = ("Nguyễn", "Trần", "Lê", "Phạm", "Hoàng", "Huỳnh", "Phan", "Vũ", "Võ", "Bùi", "Hồ", "Ngô", "Dương", "Lý")
MIDDLE = ("Minh", "Ngọc", "Thanh", "Xuân", "Kim", "Hoài", "Gia", "Bảo", "Thế", "Quỳnh", "Như", "Hữu")
GIVEN = ("Bình", "Châu", "Giang", "Hạnh", "Hùng", "Khánh", "Lan", "Mai", "Nam", "Ngân", "Phúc", "Quân", "Sơn", "Tâm")
LAST = ("Thảo", "Trang", "Tuấn", "Vy", "Yến", "Thủy", "Nhã", "Lộc", "Hiển", "Mẫn", "Tú", "Nhật")
D_STROKE_FAMILY = ("Đặng", "Đỗ", "Đinh", "Đào", "Đoàn")
D_STROKE_MIDDLE = ("đình", "đăng", "đức", "đông")  # lower case, as a careless clerk types it
D_STROKE_GIVEN = ("Đạt", "Điệp", "Đào", "Đoan", "Đức")
LONG_WORDS = ("Nguyễn", "Thanh", "Nghiêm", "Khánh", "Hoàng", "Phương", "Trang", "Nhung", "Thương", "Xuân", "Trinh")
HIGHLAND_GIVEN = ("Hen", "Brể", "Bhăm", "Yéo", "Krông", "Lưi", "Duê")
HIGHLAND_FAMILY = ("Niê", "Êban", "Mlô", "Kbuôr", "Ayŭn", "Ksor", "Byă")
I_FAMILY = ("Vi", "Ninh", "Kim", "Chi", "Lini")
I_MIDDLE = ("Thị Kim", "Bích Linh", "Minh Phi", "Thị Nhi", "Diệp Chi")
I_GIVEN = ("Lili", "Mimi", "Thiti", "Nini", "Kiki")
FOREIGN_GIVEN = ("José", "François", "Inês", "Raphaël", "Zoé", "Thérèse")
FOREIGN_FAMILY = ("Núñez", "Lefèvre", "Gonçalves", "Muñoz", "Béranger", "Sánchez")
DOUBLE_GIVEN = ("Jean-Luc", "Anne-Marie", "Jean-Paul", "Marie-Claire", "Karl-Heinz")

VOWELS = "aăâeêioôơuưy"
TONES = {"level": "", "grave": "\u0300", "acute": "\u0301", "hook": "\u0309", "tilde": "\u0303", "dot": "\u0323"}
TONE_MARKS = frozenset(TONES.values()) - {""}


def plain(draw: Draw) -> str:
    """
    Family, middle and given name of ordinary Vietnamese letters.
    """
    return f"{draw.part('family').pick(FAMILY)} {draw.part('middle').pick(MIDDLE)} {draw.part('given').pick(GIVEN)}"


def d_stroke(draw: Draw) -> str:
    """
    Đ and đ in one name.
    """
    first, second, third = draw.part("family"), draw.part("middle"), draw.part("given")
    return f"{first.pick(D_STROKE_FAMILY)} {second.pick(D_STROKE_MIDDLE)} {third.pick(D_STROKE_GIVEN)}"


def eth(draw: Draw) -> str:
    """
    The Icelandic letters Ð and ð where Đ and đ are meant, as in badly converted data.
    """
    return d_stroke(draw).translate(str.maketrans("Đđ", "Ðð"))


def decomposed(draw: Draw) -> str:
    """
    Every mark as a code point of its own (NFD).
    """
    return unicodedata.normalize("NFD", plain(draw))


def half_decomposed(draw: Draw) -> str:
    """
    Only the tones as code points of their own, as text that comes from Windows-1258.
    """
    return "".join(map(_tone_apart, plain(draw)))


def _tone_apart(letter: str) -> str:
    parts = unicodedata.normalize("NFD", letter)
    tone = "".join(part for part in parts if part in TONE_MARKS)
    base = "".join(part for part in parts if part not in TONE_MARKS)
    return unicodedata.normalize("NFC", base) + tone


def no_break(draw: Draw) -> str:
    """
    A no-break space, alone and beside a blank.
    """
    family, middle, given = plain(draw).split()
    return f"{family}\u00a0{middle} \u00a0{given}"


def doubled_blanks(draw: Draw) -> str:
    """
    Two and three blanks between the words.
    """
    family, middle, given = plain(draw).split()
    return f"{family}  {middle}   {given}"


def outer_blanks(draw: Draw) -> str:
    """
    Blanks before and after, an ideographic space and a tab between.
    """
    family, middle, given = plain(draw).split()
    return f"  {family}\u3000{middle}\t{given} "


def one_word(draw: Draw) -> str:
    """
    A person with one name only.
    """
    return draw.pick(LAST)


def long(draw: Draw) -> str:
    """
    Ten words, at least 50 letters.
    """
    start = draw.number(0, len(LONG_WORDS) - 1)
    return " ".join((LONG_WORDS * 2)[start : start + 10])


def apostrophe(mark: str) -> Callable[[Draw], str]:
    """
    A name of the Central Highlands with `mark` as its apostrophe.
    """
    return lambda draw: (
        f"{draw.part('prefix').pick('HK')}{mark}{draw.part('given').pick(HIGHLAND_GIVEN)} "
        f"{draw.part('family').pick(HIGHLAND_FAMILY)}"
    )


def hyphen(draw: Draw) -> str:
    """
    A name of the Central Highlands with a hyphen and the modifier letter apostrophe U+02BC.
    """
    return f"Y-{draw.part('given').pick(HIGHLAND_GIVEN)} H\u02bc{draw.part('family').pick(HIGHLAND_FAMILY)}"


def foreign_hyphen(draw: Draw) -> str:
    """
    A foreign double name.
    """
    return f"{draw.part('given').pick(DOUBLE_GIVEN)} {draw.part('family').pick(FAMILY)}"


def foreign_marks(draw: Draw) -> str:
    """
    Marks that Vietnamese does not use, on a foreign name.
    """
    return f"{draw.part('given').pick(FOREIGN_GIVEN)} {draw.part('family').pick(FOREIGN_FAMILY)}"


def many_i(draw: Draw) -> str:
    """
    A name full of the letter i, which a Turkish locale turns into İ.
    """
    family, middle, given = draw.part("family"), draw.part("middle"), draw.part("given")
    return f"{family.pick(I_FAMILY)} {middle.pick(I_MIDDLE)} {given.pick(I_GIVEN)}"


def mixed_case(draw: Draw) -> str:
    """
    Small initials and capitals behind them.
    """
    return plain(draw).swapcase()


def alphabet(tone: str) -> Callable[[Draw], str]:
    """
    Every letter of one tone in lower and upper case; with the level tone also đ and Đ.
    """
    letters = [unicodedata.normalize("NFC", vowel + TONES[tone]) for vowel in VOWELS]
    letters = [letter for letter in letters if letter not in "aeiouy"] + ["đ"] * (tone == "level")

    def name(draw: Draw) -> str:
        consonants = draw.text("bchklmnrstvx", len(letters))
        pairs = zip(consonants, letters, strict=True)
        return " ".join(f"{first}{letter} {letter.upper()}{first.upper()}" for first, letter in pairs)

    return name


def hostile(pattern: str) -> Callable[[Draw], str]:
    """
    A name made of a pattern with {family}, {given} and {last}.
    """
    return lambda draw: pattern.format(
        family=draw.part("family").pick(FAMILY), given=draw.part("given").pick(GIVEN), last=draw.part("last").pick(LAST)
    )


NAMES: Mapping[str, Callable[[Draw], str]] = {
    "plain": plain,
    "d-stroke": d_stroke,
    "eth": eth,
    "decomposed": decomposed,
    "half-decomposed": half_decomposed,
    "no-break": no_break,
    "doubled-blanks": doubled_blanks,
    "outer-blanks": outer_blanks,
    "one-word": one_word,
    "long": long,
    "apostrophe": apostrophe("'"),
    "typographic-apostrophe": apostrophe("\u2019"),
    "hyphen": hyphen,
    "foreign-hyphen": foreign_hyphen,
    "foreign-marks": foreign_marks,
    "many-i": many_i,
    "mixed-case": mixed_case,
    **{f"alphabet-{tone}": alphabet(tone) for tone in TONES},
    "element": hostile("{family} <{given}> {last}"),
    "entity": hostile("{family} &amp; {given}"),
    "script": hostile("{family} <script> {last}"),
    "bar": hostile("{family} {given}|{last}"),
    "open-angle": hostile("{family} {last} <{given}"),
}

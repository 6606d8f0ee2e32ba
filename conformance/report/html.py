"""
The report as one page that needs nothing else: no network, no script, both languages, every text from outside inert.
"""

from __future__ import annotations

import hashlib
import re
from base64 import b64encode
from importlib import resources
from pathlib import Path
from typing import Any

from jinja2 import Environment, PackageLoader, StrictUndefined
from markupsafe import Markup

from conformance.reading.symbol import wording
from conformance.report import measured, words
from conformance.report.difference import LIMIT, shown
from conformance.report.finished import Finished
from conformance.report.labels import both, label
from conformance.report.page import MOST_NOTES, Page
from conformance.report.words import moment, number
from conformance.texts import Bilingual, Message

LONGEST_SENTENCE = 600  # characters of a message that are shown; its values are cut to 300 each by whoever says it
PLAIN_ID = re.compile(r"[0-9A-Za-z-]{1,64}")


def write_html(finished: Finished, path: Path) -> None:
    """
    Write the page. Raises OSError.
    """
    path.write_bytes(render(finished).encode("utf-8"))


def render(finished: Finished) -> str:
    """
    The page as text. At most 5 MB, whatever the candidate sent.
    """
    page = Page(finished)
    sheet, digest = style(page.run.id)
    return environment().get_template("report.html.j2").render(page=page, style=sheet, style_digest=digest)


def style(run_id: str) -> tuple[Markup, str]:
    """
    The style sheet, with the run's id at the foot of every printed page when it is as we make them; and its digest, by
    which the page allows this style and no other.
    """
    sheet = resources.files(__package__).joinpath("templates/style.css").read_text(encoding="utf-8")
    foot = f'@page {{ @bottom-left {{ content: "{run_id}"; }} }}\n' if PLAIN_ID.fullmatch(run_id) else ""
    digest = b64encode(hashlib.sha256((sheet + foot).encode("utf-8")).digest()).decode("ascii")
    return Markup(sheet + foot), digest


def environment() -> Environment:
    """
    The templates, with every value escaped.
    """
    found = Environment(
        loader=PackageLoader("conformance.report"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
        keep_trailing_newline=True,
    )
    found.filters |= {"shown": shown, "visibly": visibly, "t": translate, "say": sentence}
    found.filters |= {"time": moment, "number": number}
    found.globals |= {"l": labelled, "words": words, "most_notes": MOST_NOTES}
    found.globals |= {"measured": measured, "wording": wording}
    return found


def translate(text: Bilingual) -> Markup:
    """
    A text in both languages; the style sheet shows the chosen one.
    """
    pattern = '<span class="t" lang="vi">{}</span><span class="t" lang="en">{}</span>'
    return Markup(pattern).format(text.vi, text.en)


def visibly(text: Bilingual, limit: int = LIMIT) -> Bilingual:
    """
    A text that came with the evidence, made harmless.
    """
    return Bilingual(vi=shown(text.vi, limit), en=shown(text.en, limit))


def labelled(key: str, **values: Any) -> Markup:
    """
    A fixed text in both languages, with values from outside made visible.
    """
    harmless = {name: value if isinstance(value, Bilingual) else shown(str(value)) for name, value in values.items()}
    return translate(label(key, **harmless))


def sentence(message: Message) -> Markup:
    """
    A message in both languages, harmless.
    """
    text = both(message)
    return translate(Bilingual(vi=shown(text.vi, LONGEST_SENTENCE), en=shown(text.en, LONGEST_SENTENCE)))

"""
What the commands say to the terminal: lines, complaints, and how far a run is.
"""

from __future__ import annotations

from collections.abc import Iterator
from contextlib import contextmanager

from rich.console import Console
from rich.progress import BarColumn, MofNCompleteColumn, Progress, TextColumn, TimeElapsedColumn
from rich.text import Text

from conformance.exceptions import QrconformError
from conformance.texts import Message, language, say


def tell(message: Message) -> None:
    """
    A line for the user; nothing in it is markup.
    """
    Console(highlight=False, soft_wrap=True).print(Text(message.render(language())))


def complain_message(message: Message) -> None:
    """
    A line on the error stream.
    """
    Console(stderr=True, highlight=False, soft_wrap=True).print(Text(message.render(language())))


def complain(error: QrconformError) -> None:
    """
    An error as its one message; control characters in it are made visible.
    """
    complain_message(error.message.harmless())


class Bar:
    """
    The progress bar of a run; with several workers each announces the same number of items.
    """

    def __init__(self, progress: Progress) -> None:
        self._progress = progress
        self._task = progress.add_task(say("checks").render(language()), total=None)

    def expect(self, items: int) -> None:
        """
        So many checks on vectors will be decided.
        """
        self._progress.update(self._task, total=items)

    def advance(self) -> None:
        """
        One more is decided.
        """
        self._progress.advance(self._task)


@contextmanager
def progress() -> Iterator[Bar | None]:
    console = Console(stderr=True)
    if not console.is_terminal:
        yield None
        return
    columns = (TextColumn("{task.description}"), BarColumn(), MofNCompleteColumn(), TimeElapsedColumn())
    with Progress(*columns, console=console, transient=True) as progress:
        yield Bar(progress)

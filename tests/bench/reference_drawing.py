"""
How long the reference candidate takes for one screen, from the action to the PNG in Base64.
"""

from __future__ import annotations

from datetime import date
from statistics import median, quantiles
from time import perf_counter

from conformance.model import Action, Paper, PaperKind, Person, Sex
from conformance.reference.app import App
from conformance.reference.drawing import symbol

WORDS = ("Nguyễn", "Hoàng", "Phương", "Uyên", "Khánh", "Ngọc", "Trường", "An")
PEOPLE = 60
BUDGET_MS = 60  # per screen on one core


def somebody(number: int) -> Person:
    """
    Person `number`: names of two to nine words, every third with a signature.
    """
    return Person(
        qid=f"{162979388586171100 + number}",
        paper=Paper(kind=PaperKind.CCCD, number=f"{1093029317 + number:012d}"),
        name=" ".join(WORDS[(number + index) % len(WORDS)] for index in range(2 + number % 8)),
        born=date(1987, 1, 1 + number % 28),
        declared_by=None,
        sex=Sex.MALE,
        health_insurance="HS4010120878821",
        phone=f"09{number:08d}",
        signature="MEUCIQDx" * 11 if number % 3 == 0 else None,
    )


def measure(actions: tuple[Action, ...]) -> list[float]:
    """
    The ms of the last of `actions`, for each person; a cache knows only what the actions before it put there.
    """
    taken = []
    for number in range(PEOPLE):
        app = App(somebody(number))
        for action in actions[:-1]:
            app.perform(action)
        began = perf_counter()
        app.perform(actions[-1])
        taken.append((perf_counter() - began) * 1000)
    return taken


def main() -> None:
    """
    Print one row for each kind of screen.
    """
    began = perf_counter()
    App(somebody(PEOPLE)).perform(Action.SHOW)
    print(f"first screen of a process, fonts and background included: {(perf_counter() - began) * 1000:.0f} ms")
    print(f"{'screen':<28}{'median ms':>10}{'p95 ms':>8}   (budget {BUDGET_MS} ms)")
    for title, actions in {
        "default view, new person": (Action.SHOW,),
        "full view, new code": (Action.SHOW, Action.TOGGLE),
        "back to the default view": (Action.SHOW, Action.TOGGLE, Action.TOGGLE),
    }.items():
        symbol.cache_clear()
        taken = measure(actions)
        print(f"{title:<28}{median(taken):>10.1f}{quantiles(taken, n=20)[-1]:>8.1f}")


if __name__ == "__main__":
    main()

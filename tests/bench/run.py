"""
The figures of speed and size, as Markdown. Not a test: nothing here fails, and the machine decides much.

    python tests/bench/run.py [demo] [judge] [memory]
"""

from __future__ import annotations

import json
import os
import resource
import statistics
import subprocess
import sys
import tempfile
import time
from pathlib import Path

from conformance.evidence import Bundle
from conformance.reading.panel import Panel
from conformance.reading.pictures import load
from conformance.recording import seal

QRCONFORM = [sys.executable, "-m", "conformance"]


def timed(*arguments: object) -> tuple[float, float]:
    """
    Wall and CPU seconds of a command, its children included.
    """
    before, clock = resource.getrusage(resource.RUSAGE_CHILDREN), time.perf_counter()
    subprocess.run([*QRCONFORM, *map(str, arguments)], check=False, stdout=subprocess.DEVNULL)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return time.perf_counter() - clock, after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def demo(folder: Path) -> None:
    """
    The whole demo: start the reference candidate, drive every vector, judge, report; 2 workers.
    """
    runs = [timed("demo", "--out", folder / f"demo-{number}") for number in range(3)]
    wall, cpu = (statistics.median(values) for values in zip(*runs, strict=True))
    print(f"| `qrconform demo` (median of 3) | {wall:.1f} s wall, {cpu:.1f} s CPU |")


def judge(folder: Path) -> None:
    """
    Judging a recorded bundle in one process, beside what the panel alone takes for the same pictures.
    """
    bundle = recorded(folder)
    screens = [bundle.read(name) for name in bundle.files() if name.endswith(".png")]
    panel = Panel.open()
    panel.look(load(screens[0], "warm-up"))
    loading = reading = 0.0
    for data in screens:
        start = time.process_time()
        picture = load(data, "screen")
        middle = time.process_time()
        panel.look(picture)
        loading, reading = loading + middle - start, reading + time.process_time() - middle
    wall, cpu = timed("judge", bundle.place, "--out", folder / "judged")
    print(f"| screens | {len(screens)} |")
    print(f"| decoding the PNG files once | {loading:.2f} s CPU, {1000 * loading / len(screens):.0f} ms a screen |")
    print(f"| the panel's reading | {reading:.2f} s CPU, {1000 * reading / len(screens):.0f} ms a screen |")
    print(f"| `qrconform judge`, one process, start and reports included | {cpu:.2f} s CPU, {wall:.2f} s wall |")
    print(f"| judge : (decoding + reading) | {cpu / (loading + reading):.2f} |")
    print(f"| judge : reading alone | {cpu / reading:.2f} |")


def memory(folder: Path) -> None:
    """
    The peak memory of `judge` over bundles of about 100 and about 1,000 screens.
    """
    for wanted in (100, 1000):
        place = grown(recorded(folder), folder / f"grown-{wanted}", wanted)
        code = (
            "import resource, sys\n"
            "from conformance.plugin import run_checks\n"
            "run_checks(sys.argv[1:])\n"
            "print(resource.getrusage(resource.RUSAGE_SELF).ru_maxrss // 1024)\n"
        )
        arguments = [f"--evidence={place}", f"--out={folder / f'report-{wanted}'}"]
        done = subprocess.run([sys.executable, "-c", code, *arguments], capture_output=True, text=True, check=True)
        screens = len(list(place.glob("vectors/*/*.png")))
        print(f"| peak memory of judging {screens} screens | {done.stdout.split()[-1]} MiB |")


def recorded(folder: Path) -> Bundle:
    """
    The evidence of a demo, made once.
    """
    out = folder / "recorded"
    if not out.exists():
        timed("demo", "--out", out)
    return Bundle(out / "evidence")


def grown(bundle: Bundle, place: Path, screens: int) -> Path:
    """
    A bundle of at least so many screens: the recorded vectors again and again under other ids.
    """
    names, count, made = list(bundle.recorded()), 0, []
    while count < screens:
        source, new = names[len(made) % len(names)], f"BEN-{len(made):03d}"
        target = place / "vectors" / new
        target.mkdir(parents=True)
        for file in (bundle.place / "vectors" / source).iterdir():
            os.link(file, target / file.name)
            count += file.suffix == ".png"
        vector = {**json.loads((target / "vector.json").read_text("utf-8")), "id": new}
        (target / "vector.json").unlink()
        (target / "vector.json").write_text(json.dumps(vector, ensure_ascii=False), "utf-8")
        made.append(new)
    head = bundle.head.model_copy(update={"selected": tuple(made)})
    (place / "bundle.json").write_text(head.model_dump_json(), "utf-8")
    seal(Bundle(place))
    return place


if __name__ == "__main__":
    chosen = sys.argv[1:] or ["demo", "judge", "memory"]
    print("| figure | value |\n| --- | --- |")
    with tempfile.TemporaryDirectory() as temporary:
        for name in chosen:
            {"demo": demo, "judge": judge, "memory": memory}[name](Path(temporary))

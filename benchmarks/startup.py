"""How long `toeleiding --help` takes, beside a Python that does nothing.

The seconds depend on the machine, the ratio hardly: it rises when a heavy library (pandas, altair, scipy) is
imported before it is needed.
"""

import statistics
import subprocess
import sys
import sysconfig
import time
from pathlib import Path

ROUNDS = 7
TOELEIDING = str(Path(sysconfig.get_path("scripts")) / "toeleiding")


def seconds(*command: str) -> float:
    """Run a command and return its wall time."""
    start = time.perf_counter()
    subprocess.run(command, check=True, stdout=subprocess.DEVNULL)
    return time.perf_counter() - start


def main() -> dict[str, float]:
    """Measure both in turns, after one round to warm up; medians in seconds, and their ratio."""
    rounds = [
        (seconds(sys.executable, "-c", "pass"), seconds(TOELEIDING, "--help")) for _ in range(ROUNDS + 1)
    ][1:]
    bare, help_ = (statistics.median(column) for column in zip(*rounds, strict=True))
    return {"bare_s": round(bare, 4), "help_s": round(help_, 4), "ratio": round(help_ / bare, 2)}

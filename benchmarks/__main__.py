"""Run one benchmark: `python -m benchmarks NAME`. The last line printed is a JSON object with its figures."""

import importlib
import json
import sys
from pathlib import Path


def names() -> list[str]:
    """Name the benchmarks there are."""
    return sorted(path.stem for path in Path(__file__).parent.glob("[a-z]*.py"))


def main() -> int:
    """Run the benchmark that is named; 2 when there is no such benchmark."""
    if len(sys.argv) != 2 or sys.argv[1] not in names():
        print(f"Name one benchmark (make bench NAME=...): {', '.join(names())}", file=sys.stderr)
        return 2
    figures = importlib.import_module(f"benchmarks.{sys.argv[1]}").main()
    print(json.dumps(figures, sort_keys=True))
    return 0


if __name__ == "__main__":
    sys.exit(main())

"""Run the benchmarks one after another: ``python -m benchmarks [names]``, one JSON line each.

Each runs in a process of its own, so that none measures what another left in memory.
"""

import json
import subprocess
import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent


def names() -> list[str]:
    """Every benchmark there is."""
    found = (path for path in HERE.glob("*.py") if not path.stem.startswith("_"))
    return sorted(path.stem for path in found if "def main(" in path.read_text("utf-8"))


def main() -> int:
    asked = sys.argv[1:] or names()
    if unknown := sorted(set(asked) - set(names())):
        print(f"no such benchmark: {', '.join(unknown)}; there are {', '.join(names())}")
        return 2
    failed = 0
    for name in asked:
        command = [sys.executable, "-m", f"benchmarks.{name}"]
        done = subprocess.run(command, cwd=HERE.parent, check=False)  # noqa: S603 -- own modules
        if done.returncode:
            failed += 1
            print(json.dumps({"benchmark": name, "failed": done.returncode}), flush=True)
    return 1 if failed else 0


if __name__ == "__main__":
    sys.exit(main())

"""Make an empty virtual environment, or say in one sentence what this Python lacks.

It runs under the visitor's own Python, however old, before anything is installed.
"""

import subprocess
import sys


def complaint() -> str:
    """Return why this Python cannot carry the project, or nothing."""
    if sys.version_info < (3, 11):  # noqa: UP036
        version = ".".join(map(str, sys.version_info[:3]))
        return f"Python 3.11 or newer is needed; {sys.executable} is {version}. Name another: make PYTHON=..."
    try:
        import ensurepip  # noqa: F401
        import venv  # noqa: F401
    except ImportError:
        package = f"python{sys.version_info[0]}.{sys.version_info[1]}-venv"
        return f"{sys.executable} cannot make an environment. On Debian or Ubuntu: sudo apt install {package}"
    return ""


def main() -> None:
    """Make the named folder, replacing what an interrupted attempt may have left there."""
    problem = complaint()
    if problem:
        sys.exit(problem)
    subprocess.check_call([sys.executable, "-m", "venv", "--clear", sys.argv[1]])


if __name__ == "__main__":
    main()

"""Toeleiding: a yearly, reproducible evaluation of the convenant (Samen)Werken Loont."""

import os

# Many small matrices, and figures that are the same whatever number of processors a machine has. It is read
# when numpy is imported, so it is set before anything here can do that; what a user sets himself stays.
for _name in ("OPENBLAS_NUM_THREADS", "OMP_NUM_THREADS", "MKL_NUM_THREADS"):
    os.environ.setdefault(_name, "1")


def __getattr__(name: str) -> str:
    """`__version__`, looked up when it is asked for: finding it takes longer than the rest of a start."""
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("toeleiding")
    except PackageNotFoundError:  # a checkout that was not installed
        return "0+checkout"

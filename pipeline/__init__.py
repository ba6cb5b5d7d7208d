"""Toeleiding: a yearly, reproducible evaluation of the convenant (Samen)Werken Loont."""


def __getattr__(name: str) -> str:
    """`__version__`, looked up when it is asked for: finding it takes longer than the rest of a start."""
    if name != "__version__":
        raise AttributeError(name)
    from importlib.metadata import PackageNotFoundError, version

    try:
        return version("toeleiding")
    except PackageNotFoundError:  # a checkout that was not installed
        return "0+checkout"

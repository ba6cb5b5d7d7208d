"""Toeleiding: a yearly, reproducible evaluation of the convenant (Samen)Werken Loont."""

from importlib.metadata import PackageNotFoundError, version

try:
    __version__ = version("toeleiding")
except PackageNotFoundError:  # a checkout that was not installed
    __version__ = "0+checkout"

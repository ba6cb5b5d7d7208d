"""Text from data as Markdown that says exactly that text: the only place where names meet markup.

School and board names, kinds of defects and ESF applications are typed by people. Whatever is in them (a tag,
a pipe, a star, an address, a formula, a cross-reference) comes out as it went in, under both renderers.
Charts get the plain text: a drawing has no markup to escape.
"""

import html
import re

LANGSTE_STUK = 24
"""Signs after which a word that has no place to break gets one."""
_BREEKPUNT = "\u200b"
_OPMAAK = re.compile(r"^\d+[.)]|^[-(]|\.{2,}|-{2,}|[]!\"#$&'*+:<=>?@\[\\^_`{|}~]")
"""What can mean something in Markdown; a full stop and a hyphen only in a row or at the start of a list."""
_TE_BREKEN = re.compile(rf"\w{{{LANGSTE_STUK}}}(?=\w)|:(?=::)")
"""A long word; and three colons, which Quarto takes for a mistake, escaped or not."""


def platte_tekst(tekst: str) -> str:
    """The text on one line, without signs that print nothing (control characters, changes of direction)."""
    return " ".join("".join(teken if teken.isprintable() else " " for teken in tekst).split())


def letterlijk(tekst: str) -> str:
    """The text as Markdown for prose, table cells and captions.

    Punctuation becomes a character reference. A backslash would open a formula in some dialects of Markdown,
    and Quarto looks for its own marks before pandoc reads backslashes.
    """
    breekbaar = _TE_BREKEN.sub(rf"\g<0>{_BREEKPUNT}", platte_tekst(tekst))
    return _OPMAAK.sub(_verwijzingen, breekbaar)


def in_attribuut(tekst: str) -> str:
    """The text as Quarto and pandoc read the value of an attribute, such as fig-alt; see `uit_attribuut`.

    Quarto fills in its shortcodes after the references are read, so two braces get a break between them.
    """
    return re.sub(r"[&\\]", _verwijzingen, platte_tekst(tekst).replace("{{", f"{{{_BREEKPUNT}{{"))


def uit_attribuut(waarde: str) -> str:
    """The text that `in_attribuut` wrote."""
    return html.unescape(waarde)


def gelezen(markdown: str) -> str:
    """What a reader sees of one line of the Markdown that is written here: without marks, references read."""
    kaal = _ONTSNAPT.sub(r"\1", _MERKTEKENS.sub(r"\1\2\3", _ELEMENT.sub("", markdown)))
    return platte_tekst(html.unescape(kaal).replace(_BREEKPUNT, ""))


_ONTSNAPT = re.compile(r"\\([*_|\\])")
_ELEMENT = re.compile(r"</?(?:span|br)\b[^>]*>")
_MERKTEKENS = re.compile(r"(?<!\\)\*\*([^*]+)\*\*|(?<![\w\\])\*([^*]+)\*(?!\w)|`([^`]*)`")


def _verwijzingen(match: re.Match[str]) -> str:
    return "".join(teken if teken.isalnum() else f"&#{ord(teken)};" for teken in match[0])

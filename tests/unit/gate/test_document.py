"""The gate for documents: each thing that the eye does not meet, put in, is found."""

import pytest

from pipeline.gate.check import faults_in
from tests.support.gated import BODY, CORE, PNG, chunk, document


def test_a_plain_document_passes() -> None:
    assert faults_in("toetsing.docx", document()) == []


@pytest.mark.parametrize(
    ("parts", "said"),
    [
        ({"word__document_DOT_xml": BODY.format("<w:rPr><w:vanish/></w:rPr>")}, "hidden text"),
        ({"word__document_DOT_xml": BODY.format("<w:del/>")}, "a tracked change"),
        ({"word__document_DOT_xml": BODY.format("<w:object/>")}, "an embedded object"),
        ({"word__comments_DOT_xml": "<w:comments xmlns:w='w'><w:comment/></w:comments>"}, "a comment"),
        ({"docProps__core_DOT_xml": CORE.format("Piet")}, "creator is filled in"),
        ({"docProps__custom_DOT_xml": "<p><property name='bibliography'/></p>"}, "a property of its own"),
        ({"word__vbaProject_DOT_bin": b"x"}, "of a kind that may not leave"),
        (
            {"word__media__a_DOT_png": PNG + chunk(b"tEXt", b"x") + chunk(b"IEND")},
            "something beside the picture",
        ),
        ({"word__media__a_DOT_png": b"GIF"}, "not a picture"),
        ({"word__document_DOT_xml": "<!-- x --><w/>"}, "a comment or a declaration"),
        ({"word__document_DOT_xml": "<w"}, "not a part of a document"),
        ({"word__document_DOT_xml": BODY.format("<w:t>/home/piet/x</w:t>")}, "a path of a machine"),
        ({"comment": b"x"}, "a comment"),
        (
            {"word___rels__document_DOT_xml_DOT_rels": "<R><r Target='x.xlsx' TargetMode='External'/></R>"},
            "a reference to a file",
        ),
    ],
)
def test_what_the_eye_does_not_meet_is_found(parts: dict[str, str | bytes], said: str) -> None:
    assert said in [fault.what for fault in faults_in("toetsing.docx", document(**parts))]  # type: ignore[arg-type]


def test_what_is_no_document_is_refused() -> None:
    assert faults_in("toetsing.docx", b"PK\x03\x04xx")[0].what == "not a document"

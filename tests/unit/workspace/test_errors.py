"""Exit codes of the command (design, the verbs)."""

import pytest

from pipeline.workspace import errors


@pytest.mark.parametrize(
    ("kind", "code"),
    [
        (errors.SettingsError, 2),
        (errors.SleutelError, 2),
        (errors.LockError, 2),
        (errors.LeveringGeweigerd, 3),
        (errors.ReleaseGeweigerd, 4),
        (errors.RenderFout, 5),
        (errors.NotebookFout, 5),
    ],
)
def test_exit_codes(kind: type[errors.ToeleidingError], code: int) -> None:
    assert kind.exit_code == code


def test_a_message_and_what_to_do() -> None:
    fault = errors.SettingsError("a.toml: wrong", "Correct it.")
    assert (fault.message, fault.advice) == ("a.toml: wrong", "Correct it.")
    assert str(fault) == "a.toml: wrong\nCorrect it."
    assert str(errors.SettingsError("a.toml: wrong")) == "a.toml: wrong"

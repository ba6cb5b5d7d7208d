"""Settings: defaults from the domain, and mistakes that are named."""

import tomllib
from datetime import date
from pathlib import Path

import pytest

from pipeline.vocabulary.maanddag import MaandDag
from pipeline.vocabulary.meetmoment import Peildata
from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.settings import Settings, default_settings_toml, load_settings


@pytest.fixture
def file(tmp_path: Path) -> Path:
    return tmp_path / "toeleiding.toml"


def _load(file: Path, text: str) -> Settings:
    file.write_text(text, encoding="utf-8")
    return load_settings(file)


def _fault(file: Path, text: str) -> str:
    with pytest.raises(SettingsError) as fault:
        _load(file, text)
    assert fault.value.exit_code == 2
    assert fault.value.message.startswith(str(file))
    assert fault.value.advice
    return fault.value.message


def test_an_empty_file_and_the_default_file_say_the_same(file: Path) -> None:
    assert _load(file, "") == _load(file, default_settings_toml()) == Settings()


def test_the_default_file_shows_every_setting() -> None:
    shown = tomllib.loads(default_settings_toml())
    known = Settings().model_dump(by_alias=True, exclude={"sleutel"})  # the key's place is only a comment
    assert {part: set(keys) for part, keys in shown.items() if part != "sleutel"} == {
        part: set(keys) for part, keys in known.items()
    }


def test_defaults_are_the_domains() -> None:
    settings = Settings()
    assert settings.stand(Schooljaar(2016)) == date(2017, 12, 31)
    assert settings.momenten == Peildata()
    assert settings.cohort.teldatum == MaandDag(10, 1)
    assert (settings.drempels.telling, settings.drempels.noemer) == (5, 10)
    assert (settings.definities.uren_minimum, settings.definities.contract_maanden) == (12, 6)
    assert settings.definities.beschut_is_werk


def test_a_stand_per_school_year(file: Path) -> None:
    text = '[stand]\ndag = "11-15"\n[stand.per_schooljaar]\n"2016-2017" = 2018-01-31\n'
    settings = _load(file, text)
    assert settings.stand(Schooljaar(2016)) == date(2018, 1, 31)
    assert settings.stand(Schooljaar(2017)) == date(2018, 11, 15)


def test_other_peildata(file: Path) -> None:
    assert _load(file, '[peildata]\nV1 = "03-15"').momenten == Peildata(V1=MaandDag(3, 15))


def test_the_byte_order_mark_of_notepad_is_no_mistake(file: Path) -> None:
    assert _load(file, "\ufeff[drempels]\ntelling = 7").drempels.telling == 7


def test_a_school_is_the_same_however_its_brin_is_written(file: Path) -> None:
    """Without a vestiging it is the hoofdvestiging, as in deliveries."""
    written = _load(file, "[vrijgave]\nzonder_levering = ['99AA', '99aa 00', '99-bb-01']")
    assert written.vrijgave.zonder_levering == ["99AA00", "99AA00", "99BB01"]


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("[drempel]\n", "drempel: unknown key; did you mean 'drempels'?"),
        ("[drempels]\ntellling = 3", "drempels.tellling: unknown key; did you mean 'telling'?"),
        ("[cohort]\nxyz = 3", "cohort.xyz: unknown key; known are teldatum"),
        ("drempels = 5", "drempels: expected a table of settings"),
        ("[drempels]\ntelling = '5'", "drempels.telling: expected a whole number"),
        ("[drempels]\nnoemer = 1", "drempels.noemer: expected 2 or more"),
        ('[drempels]\nvergroven = ["codes", "codes"]', "drempels.vergroven: expected each step once"),
        ("[definities]\nuren_minimum = 99", "definities.uren_minimum: expected 40 or less"),
        ("[definities]\nbeschut_is_werk = 1", "definities.beschut_is_werk: expected true or false"),
        ("[regio]\nnaam = ''", "regio.naam: expected text that is not empty"),
        ("[regio]\nnaam = 22", "regio.naam: expected text in quotes"),
        (
            "[regio]\narbeidsmarktregio = 'Rijnmond'",
            "regio.arbeidsmarktregio: expected a number of one or two",
        ),
        ("[stand]\ndag = '02-01'", "stand.dag: expected a day after the school year"),
        ("[stand]\ndag = 2017-12-31", "stand.dag: expected a day in quotes"),
        ("[peildata]\nV1 = '02-29'", "peildata.V1: 02-29 is not a day that every year has"),
        ("[peildata]\nV1 = '{x}'", "peildata.V1: expected a day as MM-DD"),
        ("[peildata]\nV1 = '12-01'", "peildata: expected V1 before V2"),
        ("[stand.per_schooljaar]\n'2016-2018' = 2018-12-31", "'2016-2018' is not a school year"),
        ("[stand.per_schooljaar]\n'1617' = 2018-12-31", "write '1617' as \"2016-2017\""),
        ("[stand.per_schooljaar]\n'2016-2017' = 2017-07-31", "the stand of 2016-2017 must lie after"),
        ("[stand.per_schooljaar]\n'2016-2017' = '2018-01-31'", "2016-2017: expected a date without quotes"),
        ("[vrijgave]\nzonder_levering = ['99AA00', 'De Brug']", "vrijgave.zonder_levering.1: not a BRIN"),
        ("[vrijgave]\nzonder_levering = [99]", "vrijgave.zonder_levering.0: expected text in quotes"),
        ("[drempels\n", "not a TOML file in UTF-8"),
    ],
)
def test_a_mistake_is_named(file: Path, text: str, expected: str) -> None:
    assert expected in _fault(file, text)


def test_all_mistakes_at_once(file: Path) -> None:
    message = _fault(file, "[drempels]\ntelling = '5'\n[regio]\nnaaam = ''")
    assert "drempels.telling" in message and "regio.naaam" in message


def test_another_encoding(file: Path) -> None:
    file.write_bytes("[regio]\nnaam = 'Súdwest'".encode("cp1252"))
    with pytest.raises(SettingsError, match="UTF-8"):
        load_settings(file)


def test_no_file(file: Path) -> None:
    with pytest.raises(SettingsError, match="no settings file"):
        load_settings(file)


def test_the_hash_follows_meaning_and_not_writing(file: Path) -> None:
    plain = Settings().hash()
    assert _load(file, "# comment\n[drempels]\nnoemer = 10\n").hash() == plain
    assert _load(file, "[sleutel]\nbestand = 'elders.key'").hash() == plain
    assert _load(file, "[drempels]\nnoemer = 11\n").hash() != plain


def test_settings_cannot_be_changed() -> None:
    with pytest.raises(ValueError, match="frozen"):
        Settings().drempels.telling = 1  # type: ignore[misc]


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("drempel = 0.4", "koppeling.drempel: expected 0.5 or more"),
        ("marge = 0", "koppeling.marge"),
        ("[koppeling.gewichten]\nroepnaam_gelijk = [0.9]", "koppeling.gewichten.roepnaam_gelijk"),
        ("[koppeling.gewichten]\nroepnaam_gelijk = [0.9, 1.0]", "koppeling.gewichten.roepnaam_gelijk.1"),
        (
            "[koppeling.gewichten]\nachternaam_gelijk = [0.97, 0.01]\nachternaam_bijna = [0.03, 0.01]",
            "the m of achternaam together must stay below 1",
        ),
        (
            "[koppeling.gewichten]\nschool_gelijk = [0.01, 0.97]\nschool_ander_nummer = [0.01, 0.03]",
            "the u of school together must stay below 1",
        ),
    ],
)
def test_impossible_weights_and_thresholds_are_refused(file: Path, text: str, said: str) -> None:
    head = "" if text.startswith("[") else "[koppeling]\n"
    assert said in _fault(file, head + text)


def test_a_weight_changes_the_hash_of_the_settings(file: Path) -> None:
    changed = _load(file, "[koppeling.gewichten]\nroepnaam_gelijk = [0.9, 0.02]")
    assert changed.hash() != Settings().hash()


def test_memory_is_a_number_with_its_unit_and_decides_no_figure(file: Path) -> None:
    assert _load(file, '[machine]\ngeheugen = "750MB"').machine.geheugen == "750MB"
    assert _load(file, '[machine]\ngeheugen = "750MB"').hash() == Settings().hash()
    for wrong in ("4 GB", "0GB", "100MB", "80%", "-1"):
        assert "machine.geheugen: expected 200MB or more" in _fault(file, f'[machine]\ngeheugen = "{wrong}"')

"""The folders of a workspace, and where the project's own notebooks and report assets are."""

from dataclasses import dataclass
from pathlib import Path

from pipeline.vocabulary.schooljaar import Schooljaar
from pipeline.workspace.atomic import write_text
from pipeline.workspace.errors import SettingsError
from pipeline.workspace.template import template

SETTINGS_NAME = "toeleiding.toml"
WORDS_NAME = "woorden.toml"
PLAN_NAME = "analyseplan.toml"
MANIFEST = "release.json"
"""In the folder of a release: which files it has, with their hashes."""
DEMO_NAME = "VOORBEELDGEGEVENS.txt"
_PACKAGE = Path(__file__).parent.parent
_PRIVATE = 0o700


@dataclass(frozen=True)
class Workspace:
    """A folder with toeleiding.toml, deliveries, what is made of them, and reports."""

    root: Path

    @property
    def settings_file(self) -> Path:
        return self.root / SETTINGS_NAME

    @property
    def words_file(self) -> Path:
        """Headers and codes as the schools here write them; need not be there."""
        return self.root / WORDS_NAME

    @property
    def analyseplan_file(self) -> Path:
        """What is asked about the innovatieplannen and how; the packaged one counts when it is not there."""
        return self.root / PLAN_NAME

    @property
    def demo_marker(self) -> Path:
        """Is there when everything in the workspace is made up."""
        return self.root / DEMO_NAME

    @property
    def is_demo(self) -> bool:
        return self.demo_marker.is_file()

    @property
    def raw(self) -> Path:
        """Exports as delivered: identifiable, never changed, not needed again once taken in."""
        return self.root / "data" / "raw"

    @property
    def terug(self) -> Path:
        """Rows that go back to the schools: identifiable as data/raw is, and made anew each time."""
        return self.root / "data" / "terug"

    @property
    def verkenning(self) -> Path:
        """The analyst's own notebooks; what they show is as private as the microdata."""
        return self.root / "data" / "verkenning"

    @property
    def gedeeld(self) -> Path:
        """What an analyst shared: a folder each, that may leave."""
        return self.root / "gedeeld"

    @property
    def processed(self) -> Path:
        return self.root / "data" / "processed"

    @property
    def deliveries(self) -> Path:
        """Accepted deliveries, pseudonymised."""
        return self.processed / "deliveries"

    @property
    def microdata_pointer(self) -> Path:
        """Small JSON file that names the current microdata database."""
        return self.processed / "microdata.json"

    @property
    def koppelregister(self) -> Path:
        """Every link that was made without a PGN, a JSON object per line; decides nothing."""
        return self.processed / "koppelregister.jsonl"

    @property
    def scratch(self) -> Path:
        """The only place outside data/raw where raw text may lie, and only during a run."""
        return self.processed / ".scratch"

    @property
    def lock_file(self) -> Path:
        return self.processed / ".lock"

    @property
    def reports(self) -> Path:
        return self.root / "reports"

    def release_dir(self, schooljaar: Schooljaar, publiek: str = "openbaar") -> Path:
        """What may be published about a school year; or, for the stuurgroep, what they alone may see."""
        return self._releases(publiek) / schooljaar.label

    def _releases(self, publiek: str) -> Path:
        return self.processed / ("release" if publiek == "openbaar" else f"release-{publiek}")

    @property
    def uitgegeven(self) -> Path:
        """What releases have shown up to now, per public."""
        return self.processed / "uitgegeven"

    @property
    def runs(self) -> Path:
        """What runs write down about themselves; it stays inside."""
        return self.processed / "runs"

    def run_record(self, schooljaar: Schooljaar) -> Path:
        """What the releases of a school year were made of, and what was hidden in them."""
        return self.runs / f"{schooljaar}.json"

    def same_record(self, schooljaar: Schooljaar) -> Path:
        """Which later microdata count for a release what it was made of."""
        return self.runs / f"{schooljaar}-gelijk.json"

    @property
    def logboek(self) -> Path:
        """What the last runs did, a file of JSON lines each; nothing is decided by it."""
        return self.runs / "logboek"

    def made_record(self, schooljaar: Schooljaar) -> Path:
        """When, how fast and from which commit a release and its reports were made; decides nothing."""
        return self.runs / f"{schooljaar}-gemaakt.json"

    @property
    def microdata_made_record(self) -> Path:
        """The same of the microdata."""
        return self.runs / "microdata-gemaakt.json"

    def notebooks_dir(self, schooljaar: Schooljaar) -> Path:
        """The executed notebooks that the reports of a school year were rendered from."""
        return self.processed / "notebooks" / schooljaar.label

    @property
    def archief(self) -> Path:
        """Packages of a release with its reports, to keep for good."""
        return self.root / "archief"

    @property
    def summary(self) -> Path:
        """How the last run that brought news went, for people."""
        return self.runs / "samenvatting.txt"

    def released(self, publiek: str = "openbaar") -> list[Schooljaar]:
        """The school years that have a release for a public, oldest first."""
        manifests = self._releases(publiek).glob(f"*/{MANIFEST}")
        return sorted(Schooljaar.parse(manifest.parent.name) for manifest in manifests)

    def reports_dir(self, schooljaar: Schooljaar) -> Path:
        return self.reports / schooljaar.label

    @classmethod
    def find(cls, start: Path) -> "Workspace":
        """The workspace that a folder lies in: the nearest one upwards with toeleiding.toml.

        Raises SettingsError when there is none.
        """
        here = start.resolve()
        for folder in (here, *here.parents):
            if (folder / SETTINGS_NAME).is_file():
                return cls(folder)
        raise SettingsError(
            f"{here}: neither this folder nor one above it has a {SETTINGS_NAME}",
            f"Go to the workspace, or make one by putting a {SETTINGS_NAME} (it may be empty) in its folder.",
        )

    @classmethod
    def create(cls, root: Path, demo: bool = False) -> "Workspace":
        """Make the folders and files of a workspace that are not there yet; what is there is left alone.

        Raises SettingsError when made-up and real data would come to lie together.
        """
        workspace = cls(root.resolve())
        workspace._refuse_mixing(demo)
        for folder in (workspace.raw, workspace.deliveries, workspace.reports):
            folder.mkdir(parents=True, exist_ok=True)
        for folder in (workspace.raw, workspace.processed):
            folder.chmod(_PRIVATE)
            _write_once(folder / "README.md", f"README-{folder.name}.md")
        if demo:
            _write_once(workspace.demo_marker, DEMO_NAME)
        _write_once(workspace.settings_file, SETTINGS_NAME)
        _write_once(workspace.analyseplan_file, PLAN_NAME)
        return workspace

    def _refuse_mixing(self, demo: bool) -> None:
        if self.is_demo and not demo:
            raise SettingsError(
                f"{self.root}: this is a workspace with voorbeeldgegevens",
                "Choose another folder for real deliveries.",
            )
        if demo and not self.is_demo and self._in_use():
            raise SettingsError(
                f"{self.root}: this workspace is for real deliveries",
                "Choose another folder for the demo.",
            )

    def _in_use(self) -> bool:
        delivered = any(path.name != "README.md" for path in self.raw.glob("*"))
        return delivered or self.settings_file.exists()


def project_root() -> Path:
    """The folder that holds notebooks/ and the assets of reports/.

    In a checkout that is the one beside the package, in an installed wheel pipeline/_share. Raises
    SettingsError when an installation has neither.
    """
    checkout, installed = _PACKAGE.parent, _PACKAGE / "_share"
    if installed.is_dir():
        return installed
    if (checkout / "pyproject.toml").is_file():
        return checkout
    raise SettingsError(
        f"{_PACKAGE}: the notebooks and report assets are not installed",
        "Install the package again from a complete wheel.",
    )


def _write_once(path: Path, name: str) -> None:
    if not path.exists():
        write_text(path, template(name))

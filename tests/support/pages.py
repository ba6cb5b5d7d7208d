"""Reports without contents, for tests that are about something else."""

from __future__ import annotations

from contextlib import ExitStack

from pipeline.reporting import reports


class PressOfPages(ExitStack):
    """In the place of the press (pipeline/reporting/press.py): no notebooks, and files that say nothing."""

    def __init__(self, *_: object) -> None:
        super().__init__()
        self.opdrachten: list[reports.Opdracht] = []

    def begin(self, opdracht: reports.Opdracht) -> None:
        self.opdrachten.append(opdracht)

    def made(self) -> None: ...

    def place(self) -> list[str]:
        for opdracht in self.opdrachten:
            opdracht.doel.mkdir(parents=True, exist_ok=True)
            for name in reports.RAPPORTEN:
                (opdracht.doel / f"{name}.html").write_text("<!DOCTYPE html>", encoding="utf-8")
                (opdracht.doel / f"{name}.pdf").write_text("%PDF-", encoding="utf-8")
                (opdracht.doel / f"{name}.xlsx").write_text("PK", encoding="utf-8")
        return [path for opdracht in self.opdrachten for path in reports.record_reports(opdracht)]

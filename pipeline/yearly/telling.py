"""A run that tells how it went: a summary whenever there is news, however it ended, and the user's hook."""

from __future__ import annotations

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import TYPE_CHECKING

from pipeline.workspace.errors import (
    Beeindigd,
    LockError,
    SettingsError,
    ToeleidingError,
    ended,
    of_machine,
)
from pipeline.workspace.lock import cut_off
from pipeline.workspace.settings import Settings, load_settings
from pipeline.yearly.hook import tell_hook
from pipeline.yearly.summary import Afloop, Toestand, not_told, write_summary

if TYPE_CHECKING:
    from pipeline.gang import Verslag
    from pipeline.reporting.approval import Vrijgave
    from pipeline.workspace.folders import Workspace

Tell = Callable[[str], None]
_ENDED = Afloop("afgebroken", melding="the system ended the run (SIGTERM)")


def telling(workspace: Workspace, work: Callable[[], Verslag], tell: Tell, now: datetime) -> Verslag:
    """Do the work of a run and tell how it ended; what it raises it still raises.

    Of a run that another one kept from starting, or that its user stopped, nobody hears; of one that the
    system ended they do.
    """
    afloop: Afloop | None = Afloop("programmafout")
    verslag: Verslag | None = None
    try:
        verslag = work()
        afloop = Afloop.of(verslag)
        return verslag
    except Beeindigd:
        afloop = _ENDED
        raise
    except (LockError, KeyboardInterrupt):
        afloop = None
        raise
    except ToeleidingError as fault:
        afloop = Afloop.of_fault(fault)
        raise
    except Exception as fault:
        if ended.is_set():
            afloop = _ENDED
        elif machine := of_machine(fault):
            afloop = Afloop.of_fault(machine)
        raise
    finally:
        states = verslag.vrijgaven if verslag else None
        said = tell_of(workspace, afloop, tell, now, states) if afloop else ""
        if verslag and said:
            verslag.note("summary", said)


def tell_cut_off(workspace: Workspace, tell: Tell, now: datetime) -> bool:
    """Tell of a run that was killed, or lost its power, before it could; gives whether there is one."""
    holder = cut_off(workspace)
    if holder is None:
        return False
    said = f"the run that began on {holder.since} was cut off"
    tell_of(workspace, Afloop("afgebroken", melding=said), tell, now)
    return True


def tell_of(
    workspace: Workspace,
    afloop: Afloop,
    tell: Tell,
    now: datetime,
    states: Mapping[str, Vrijgave] | None = None,
) -> str:
    """Write the summary if there is news, and let the hook hear of it. Gives in words what was done.

    states: how far each school year is, where that is known; what fails here spoils no run.
    """
    if said := _told(workspace, afloop, now, states):
        tell(said)
    return said


def _told(workspace: Workspace, afloop: Afloop, now: datetime, states: Mapping[str, Vrijgave] | None) -> str:
    try:
        settings = load_settings(workspace.settings_file)
        toestand = Toestand.of(workspace, settings, now.date(), states)
        summary = write_summary(workspace, afloop, toestand, now)
    except SettingsError:
        return ""  # the run says so itself, and nothing tells whom to call
    except (ToeleidingError, OSError) as fault:
        return f"none was written: {fault}"
    except (ValueError, KeyError, TypeError) as fault:  # a release or report that is not as it was written
        return f"none was written: what is there cannot be read ({type(fault).__name__})"
    return f"{summary}{_called(workspace, settings)}" if summary else ""


def _called(workspace: Workspace, settings: Settings) -> str:
    yearly = settings.jaarlijks
    if not yearly.opdracht:
        return ""
    fault = tell_hook(yearly.opdracht, workspace.summary, yearly.tijdslimiet)
    if not fault:
        return "; [jaarlijks] opdracht was told"
    not_told(workspace)
    return f"; [jaarlijks] opdracht {fault}, so the next run tells it again"

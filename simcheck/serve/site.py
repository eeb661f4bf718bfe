"""What every request may need: the jobs, the desk, who is sending; one for a server."""

from __future__ import annotations

from dataclasses import dataclass, field

from starlette.requests import Request

from simcheck.environment import Language
from simcheck.serve.desk import Desk
from simcheck.serve.jobs import Jobs


@dataclass
class Site:
    """Belongs to the thread of the server."""

    jobs: Jobs
    desk: Desk
    lang: Language
    sending: int = 0
    keys_sent: set[str] = field(default_factory=set)
    """Keys of jobs that are being sent."""


def site_of(request: Request) -> Site:
    """The site that a request is for."""
    site: Site = request.app.state.site
    return site

"""``simcheck serve``: the site in the browser, and the same for other programs."""

from __future__ import annotations

import os
import re
import sys
from pathlib import Path

import click

from simcheck import environment
from simcheck.cli import talk
from simcheck.cli.help import Command, speech
from simcheck.cli.options import EXTRA, about_corpus, flag
from simcheck.cli.usage import Misuse, Within
from simcheck.i18n.messages import Messages

TOKEN = "SIMCHECK_TOKEN"


@click.command("serve", cls=Command, context_settings=EXTRA)
@click.option("--port", metavar="N", type=Within(0, 65535))
@flag("--no-browser", "no_browser")
@click.option("--state", metavar="DIR")
@click.option("--host", metavar="ADDRESS", default="127.0.0.1")
@click.option("--name", "names", metavar="NAME", multiple=True)
@click.option("--token-file", "token_file", metavar="FILE")
@about_corpus
@click.pass_context
def serve_site(
    ctx: click.Context,
    /,
    port: float | None,
    no_browser: bool,
    state: str | None,
    host: str,
    names: tuple[str, ...],
    token_file: str | None,
    corpus: str | None,
) -> int:
    say = speech(ctx)
    from simcheck.serve.running import LEAST, Serving, is_loopback, serve

    token = _token(token_file)
    if token and (len(token) < LEAST or not _TOKEN.fullmatch(token)):
        raise Misuse("serve-token", ctx, least=LEAST)
    if not is_loopback(host) and not token:
        raise Misuse("serve-open", ctx, host=host)
    folder = os.path.abspath(environment.corpus_folder(corpus))
    place = Path(os.path.abspath(state)) if state else environment.state_folder() / "serve"
    wanted = Serving(
        folder, place, say.lang, host, None if port is None else int(port), token, names, "--debug" in sys.argv
    )

    def ready(address: str, once: str) -> None:
        _tell(say, address, folder, is_open=not is_loopback(host))
        if not no_browser:
            _open(once)

    try:
        serve(wanted, ready)
    except KeyboardInterrupt:
        sys.stderr.write("\n")
        talk.tell(say, "serve.ended")
    return 130


_TOKEN = re.compile(r"[!-~]+")


def _token(file: str | None) -> str:
    """The token that a file or the environment names; raises what reading raises."""
    if file is None:
        return os.environ.get(TOKEN, "")
    from simcheck.files.given import content

    return content(file, 10_000).decode("utf-8", "replace").strip()


def _tell(say: Messages, address: str, folder: str, *, is_open: bool) -> None:
    """Where it is, on standard output: a program may wait for that line."""
    sys.stdout.write(say("serve.ready", address=address) + "\n")
    sys.stdout.flush()
    talk.tell(say, "serve.about", folder=os.path.join(folder, ""))
    if is_open:
        talk.tell(say, "serve.proxy")
    talk.tell(say, "serve.stop")


def _open(address: str) -> None:
    """Open the address in the browser; beside, because some of them come back late."""
    import threading
    import webbrowser

    threading.Thread(target=webbrowser.open, args=(address,), daemon=True).start()

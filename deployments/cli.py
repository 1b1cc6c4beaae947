"""The ``berkas`` command. Sub-commands live in ``deployments/commands`` and are imported only when they are used."""

import sys
import warnings
from collections.abc import Sequence

from cyclopts import App, Group

from berkas.process_secrets import protect
from berkas.version import VERSION

HELP = """Berkas: documents in, trusted fields out.

Start with `berkas demo`, or with `berkas up` and your own documents.
"""

UPLOAD = """Upload files and folders, wait, and show what was read.

The API key is taken from BERKAS_API_KEY. Ends with 0 when every file was read, with 1 when one was refused, failed or needs
a password, with 2 when wrongly called, with 5 when no API answers. In a pipe fields are plain lines, parted by tabs.
"""

COMMANDS: dict[str, dict[str, tuple[str, str]]] = {
    "Start here": {
        "demo": ("demo:demo", "Show SPECIMEN papers going through the whole stack."),
        "up": ("up:up", "Run the whole stack on this machine: database, orchestrator, API and workers."),
        "upload": ("upload:upload", UPLOAD),
        "doctor": ("doctor:doctor", "Check this installation and say what to do."),
        "completion": ("completion:completion", "Have your shell complete commands and options."),
    },
    "Parts, each alone": {
        "api": ("parts:api", "Run the HTTP API."),
        "worker": ("parts:worker", "Run a warm worker."),
        "server": ("parts:server", "Run the Prefect server."),
        "migrate": ("parts:migrate", "Bring the database to the newest version."),
        "deploy": ("parts:deploy", "Register every deployment with the Prefect server."),
    },
    "Organisations and keys": {
        "organisations": ("organisations:app", "Create and list organisations."),
        "keys": ("keys:app", "Create, list and revoke API keys."),
        "rotate-keys": ("rotate_keys:rotate_keys", "Wrap every organisation's key with the newest root key."),
    },
    "Records": {
        "audit": ("audit:app", "Verify and export the audit log."),
    },
    "Quality": {
        "models": ("models:models", "Prepare the recognition models."),
        "specimens": ("specimens:specimens", "Draw SPECIMEN papers, the truth beside each."),
        "bench": ("bench:bench", "Measure speed and memory of the whole stack."),
        "eval": ("evaluate:evaluate_papers", "Measure reading on documents whose truth is known."),
        "compare": (
            "compare:compare_with",
            "Read the same documents with another program, and count what both have right.",
        ),
        "train": ("train:train_model", "Make the model that judges values anew."),
    },
    "Internal": {
        "postgres": ("parts:postgres", "Run the embedded PostgreSQL."),
        "prepare": ("prepare:prepare", "Migrate and make the first organisation and key; prints JSON."),
    },
}


def build() -> App:
    """The command with every sub-command registered, none of them imported."""
    app = App(name="berkas", help=HELP, version=VERSION, version_flags=["--version"])
    for position, (title, commands) in enumerate(COMMANDS.items()):
        group = Group(title, sort_key=position)
        for name, (target, summary) in commands.items():
            is_shown = title != "Internal"
            app.command(f"deployments.commands.{target}", name=name, group=group, help=summary, show=is_shown)
    return app


def main(words: Sequence[str] | None = None) -> None:
    """Run the command line; what went wrong for a known reason is said in a line or two.

    Args:
        words: Command and arguments; those of the process when left out.
    """
    protect()
    # of the embedded PostgreSQL's package, which asks for a folder that we do not use
    warnings.filterwarnings("ignore", message="XDG_RUNTIME_DIR is not set")
    try:
        build()(words)
    except Exception as error:
        from deployments.failures import tell

        code = tell(error)
        if code is None:
            raise
        sys.exit(code)


if __name__ == "__main__":
    main()

"""`tieubieu`: JSON on standard output, messages on standard error; 0 = done, 1 = refused in one line, 2 = wrong usage.

A command is imported when it is called, so that those without a database start at once.
"""

import gc
import os
import sys
from importlib import import_module
from typing import NoReturn

import click

from app.core.errors import DomainError

COMMANDS: dict[str, tuple[str, str]] = {
    "serve": ("app.cli.run:serve", "Serve the site with the production server."),
    "init": ("app.cli.run:init", "Bring the database up to date; load demonstration data when it is empty."),
    "migrate": ("app.cli.run:migrate", "Bring the database up to the newest revision."),
    "jobs": ("app.cli.run:jobs", "Run the work that waits behind the pages."),
    "user": ("app.cli.people:user", "Accounts."),
    "token": ("app.cli.people:token", "API tokens."),
    "demo": ("app.cli.run:demo", "Demonstration data."),
    "search": ("catalog.search.cli:search", "The search index."),
    "tally": ("voting.verification.cli:tally_command", "Count score sheets, without a database."),
    "verify": (
        "voting.verification.cli:verify_command",
        "Check a published round bundle, without a database.",
    ),
    "working-days": (
        "voting.rounds.working_days.cli:working_days",
        "The last day of a term of working days.",
    ),
    "digital-link": ("traceability.digital_link.cli:digital_link", "GS1 Digital Link URIs."),
    "epcis": ("traceability.epcis.cli:epcis", "EPCIS 2.0 documents."),
    "diary": ("traceability.diary_import.cli:diary", "A diary spreadsheet, without a database."),
    "labels": ("traceability.labels.cli:labels", "Draw a sheet of QR labels."),
    "programme": ("programme.targets.cli:programme", "Programmes of industrial promotion."),
    "label-list": (
        "traceability.codes.signed_lists.cli:label_list",
        "Check the signed list of a label run, offline.",
    ),
    "label-keys": ("app.cli.label_keys:label_keys", "The keys that sign lists of codes."),
    "backup": ("app.cli.state:backup", "Write the whole state into one archive, or send it to BACKUP_URL."),
    "backups": ("app.cli.state:backups", "List the backups in BACKUP_URL, and check them."),
    "restore": (
        "app.cli.state:restore",
        "Put the state of an archive in place; the present one is kept aside.",
    ),
    "keys": ("app.cli.keys:keys", "The keys that sign the logs: list them, hand on to a new one."),
    "verify-logs": (
        "app.cli.logs:verify_logs",
        "Check all sealed logs in the database, of rounds under way too.",
    ),
    "recount": ("app.cli.state:recount", "Count anew the numbers that pages show."),
    "doctor": ("app.cli.state:doctor", "Say in one line each what is wrong with this installation."),
}
YOUNG, MIDDLE, OLD = 50_000, 10, 10
"""As in a process that serves: with what Python is set to, a quarter of each start went into looking for garbage."""
NEEDS_APPLICATION = frozenset({"programme", "search"})
"""Commands of the domains that expect an application context around them."""


class Commands(click.Group):
    def list_commands(self, ctx: click.Context) -> list[str]:  # noqa: ARG002  # click's signature
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        if cmd_name not in COMMANDS:
            return None
        if cmd_name in NEEDS_APPLICATION:
            from app.ops.application import open_application  # noqa: PLC0415  # only for these

            ctx.with_resource(open_application().app_context())
        module, _, name = COMMANDS[cmd_name][0].partition(":")
        command: click.Command = getattr(import_module(module), name)
        return command

    def format_commands(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:  # noqa: ARG002  # as above
        with formatter.section("Commands"):
            formatter.write_dl([(name, text) for name, (_, text) in COMMANDS.items()])


@click.group(cls=Commands, context_settings={"help_option_names": ["-h", "--help"]})
def cli() -> None:
    """Tiêu Biểu: the register of typical rural industrial products."""


def main(args: list[str] | None = None) -> NoReturn:
    """The entry point. Whatever happens, no traceback reaches a person."""
    gc.set_threshold(YOUNG, MIDDLE, OLD)
    try:
        code = cli.main(args, prog_name="tieubieu", standalone_mode=False)
    except click.ClickException as error:
        error.show()
        sys.exit(error.exit_code)
    except click.Abort:
        refuse("stopped")
    except BrokenPipeError:  # the reader has closed the pipe
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
        sys.exit(1)
    except Exception as error:  # the last resort
        if os.environ.get("TIEUBIEU_TRACEBACK"):
            raise
        refuse(one_line(error))
    sys.exit(code if isinstance(code, int) else 0)


def one_line(error: Exception) -> str:
    """What to say of an error, whatever its kind."""
    text = str(error)
    if isinstance(error, DomainError):
        import_module("app.factory")  # the messages of every package
        from app.web.messages import message_for  # noqa: PLC0415  # as above

        text = f"{message_for(error, 'en')} [{error.code}]"
    elif type(error).__name__ in {"OperationalError", "ProgrammingError"} and hasattr(
        error, "orig"
    ):  # SQLAlchemy is not loaded for its names
        is_empty = "no such table" in text or type(error.orig).__name__ == "UndefinedTable"
        text = f"DATABASE_URL: {error.orig}{': run `tieubieu init`' if is_empty else ''}"
    elif type(error).__name__ != "BadSetting":
        text = f"{type(error).__name__}: {text}"
    return " ".join(text.split())[:500]


def refuse(message: str) -> NoReturn:
    """End with one line on standard error."""
    click.echo(message, err=True)
    sys.exit(1)

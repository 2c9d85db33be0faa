"""All commands, and how each of them ends."""

from typing import Any

import typer

from afresh import __version__
from afresh.cli import compare, demo, doctor, generate, judge, report, run, suite, task
from afresh.cli.output import complain
from afresh.errors import AfreshError, InfrastructureError, InputError

STOPPED = 130
UNUSABLE_PATH = (PermissionError, FileNotFoundError, FileExistsError, NotADirectoryError, IsADirectoryError)


class Commands(typer.core.TyperGroup):
    """Commands whose failures are one line and a documented exit code."""

    def invoke(self, ctx: Any) -> Any:  # noqa: ANN401 - the type is private to typer
        """Run a command: 0 done; 1 the answer is no; 2 wrong input; 3 infrastructure failed; 130 stopped."""
        try:
            return super().invoke(ctx)
        except AfreshError as error:
            complain(str(error))
            raise typer.Exit(error.exit_code) from error
        except OSError as error:
            # What no room expected: a path that cannot be used as it was named, or this machine's fault.
            named = isinstance(error, UNUSABLE_PATH) and error.filename
            advice = "check the path and who may use it" if named else "see: afresh doctor"
            complain(f"{error.filename or 'this machine'}: {error.strerror or error}; {advice}")
            raise typer.Exit((InputError if named else InfrastructureError).exit_code) from error
        except KeyboardInterrupt as interrupt:
            complain("stopped; run the same command again")
            raise typer.Exit(STOPPED) from interrupt


app = typer.Typer(
    cls=Commands,
    help="Can this program be rebuilt from nothing but its behaviour, and how close did the rebuild get?",
    no_args_is_help=True,
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
app.add_typer(task.app, name="task")
app.add_typer(suite.app, name="suite")
app.command("doctor")(doctor.doctor)
app.command("demo")(demo.demo)
app.command("generate")(generate.generate)
app.command("run")(run.run)
app.command("judge")(judge.judge)
app.command("compare")(compare.compare)
app.command("report")(report.report)


def _show_version(wanted: bool) -> None:
    if wanted:
        typer.echo(f"afresh {__version__}")
        raise typer.Exit


@app.callback()
def _options(
    version: bool = typer.Option(
        False, "--version", help="Print the version.", callback=_show_version, is_eager=True
    ),
) -> None:
    """Can this program be rebuilt from nothing but its behaviour, and how close did the rebuild get?"""


def main() -> None:
    """Run the command line."""
    app()

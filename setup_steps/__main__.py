"""`python setup_steps COMMAND ...`: where the scripts in `bin/` arrive."""

import importlib
import sys
from pathlib import Path

COMMANDS = ("pg", "run", "test", "bench", "backup", "restore", "manage", "lock")
MAY_INSTALL = ("run", "test")  # these step down themselves, after the system's packages


def main() -> int:
    """The exit status of one command; errors of the set-up become one sentence."""
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    # Importable only from here on.
    from setup_steps.errors import SetupError  # noqa: PLC0415 - the path is set above
    from setup_steps.privileges import step_down  # noqa: PLC0415 - the path is set above
    from setup_steps.project import this_project  # noqa: PLC0415 - the path is set above

    command, *arguments = sys.argv[1:] or [""]
    if command not in COMMANDS:
        print(f"Unknown command {command!r}; there are: {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    module = importlib.import_module(f"setup_steps.commands.{command}")
    try:
        if command not in MAY_INSTALL:
            step_down(this_project())
        return int(module.main(arguments))
    except SetupError as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1
    except PermissionError as error:
        owner = "the account that set Townsite up here"
        print(f"✗ {error}. Maybe work as {owner}, or give it back the folder.", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main())

"""`python setup_steps COMMAND ...`: where the scripts in `bin/` arrive."""

import importlib
import sys
from pathlib import Path

COMMANDS = ("pg", "run", "test", "bench", "backup", "restore", "manage", "lock")


def main() -> int:
    """The exit status of one command; errors of the set-up become one sentence."""
    sys.path[0] = str(Path(__file__).resolve().parents[1])
    from setup_steps.errors import SetupError  # noqa: PLC0415 - importable only from here on

    command, *arguments = sys.argv[1:] or [""]
    if command not in COMMANDS:
        print(f"Unknown command {command!r}; there are: {', '.join(COMMANDS)}", file=sys.stderr)
        return 2
    module = importlib.import_module(f"setup_steps.commands.{command}")
    try:
        return int(module.main(arguments))
    except SetupError as error:
        print(f"✗ {error}", file=sys.stderr)
        return 1
    except KeyboardInterrupt:
        return 130


if __name__ == "__main__":
    raise SystemExit(main())

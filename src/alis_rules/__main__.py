"""The command as a module: ``python -m alis_rules``."""

from alis_rules.cli import main

if __name__ == "__main__":
    main()

"""What is there only where something more is installed, imported when it is wanted."""

from importlib import import_module
from typing import Any

NEEDED = "narwhals pyarrow"
"""What dataframes and facts tables need."""


def needed(module: str) -> Any:
    """A module of what dataframes and facts tables need. Raises ImportError, which says what to install."""
    try:
        return import_module(module)
    except ImportError as error:
        raise ImportError(f"dataframes and facts tables need more: python -m pip install {NEEDED}", name=error.name) from None

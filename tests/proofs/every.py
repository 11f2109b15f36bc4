"""Every property, in the order of the page: importing this module takes them all up."""

from . import agreement, bounds, explained, growth, missing, readings, recipients, widths
from .registry import PROOFS

__all__ = ["PROOFS", "agreement", "bounds", "explained", "growth", "missing", "readings", "recipients", "widths"]

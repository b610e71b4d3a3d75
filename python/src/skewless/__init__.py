"""Exports fitted scikit-learn pipelines to portable bundles that prove themselves."""

from .errors import ExportError
from .export import Report, export
from .reading import Bundle, BundleError, load
from .report import Capability, Step, can_export

__version__ = "0.1.0"

__all__ = ["Bundle", "BundleError", "Capability", "ExportError", "Report", "Step", "can_export", "export", "load"]

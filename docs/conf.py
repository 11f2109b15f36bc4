"""Sphinx's settings for the site. ``docs/build.py`` builds it in every language; ``-D language=nb`` is bokmål."""

import sys
from pathlib import Path

HERE = Path(__file__).resolve().parent
sys.path.insert(0, str(HERE / "_ext"))

project = "alis-rules"
author = "The alis-rules maintainers"
extensions = ["myst_parser", "sphinx.ext.autodoc", "mathematics"]
exclude_patterns = ["_build", "_ext", "_templates", "calculator", "locale"]

language = "en"
locale_dirs = [str(HERE / "locale")]
gettext_compact = False
gettext_uuid = False
gettext_location = False

myst_enable_extensions = ["colon_fence", "deflist", "dollarmath"]
myst_heading_anchors = 3
myst_url_schemes: dict[str, object] = {"http": None, "https": None, "mailto": None, "calculator": None}
smartquotes = False
suppress_warnings = ["epub.unknown_project_files"]

autodoc_member_order = "bysource"
autodoc_typehints = "signature"

templates_path = ["_templates"]
html_theme = "furo"
html_title = "alis-rules"
html_static_path = ["_static"]
html_favicon = "_static/icon.svg"
html_css_files = ["site.css"]
html_math_renderer = "mathml"
html_use_index = False
html_domain_indices = False
html_copy_source = False
html_show_sourcelink = False
html_show_copyright = False
html_show_sphinx = False
html_sidebars = {
    "**": [
        "sidebar/brand.html",
        "sidebar/languages.html",
        "sidebar/search.html",
        "sidebar/calculator.html",
        "sidebar/scroll-start.html",
        "sidebar/navigation.html",
        "sidebar/scroll-end.html",
    ]
}
pygments_style = "a11y-light"
pygments_dark_style = "a11y-dark"
html_theme_options = {
    "light_css_variables": {
        "color-brand-primary": "#0b4f9e",
        "color-brand-content": "#0b4f9e",
        "color-brand-visited": "#0b4f9e",
        "color-foreground-muted": "#555d66",
        "color-foreground-secondary": "#454c54",
    },
    "dark_css_variables": {
        "color-brand-primary": "#8fc1ff",
        "color-brand-content": "#8fc1ff",
        "color-brand-visited": "#8fc1ff",
        "color-foreground-muted": "#aab3bc",
        "color-foreground-secondary": "#c3cad1",
    },
}

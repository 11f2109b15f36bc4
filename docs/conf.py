"""Sphinx's settings for the site."""

project = "alis-rules"
author = "The alis-rules maintainers"
extensions = ["myst_parser"]
exclude_patterns = ["_build"]
html_theme = "furo"
html_title = "alis-rules"
myst_enable_extensions = ["colon_fence"]
myst_heading_anchors = 3
smartquotes = False

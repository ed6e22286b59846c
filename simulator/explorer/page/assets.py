"""Files that the browser loads besides NiceGUI's own: styles, icons and components, all from this folder."""

from __future__ import annotations

import re
from functools import cache
from pathlib import Path
from typing import Final
from urllib.parse import quote

from nicegui import __version__, ui
from nicegui.dependencies import register_importmap_override
from nicegui.element import Element

STATIC: Final = Path(__file__).parent / "static"
STYLES: Final = ("tokens.css", "frame.css", "grid.css", "panels.css")

# The base of our editor is NiceGUI's component, under a name that `import` can find.
_base = ui.codemirror.component
assert _base is not None, "NiceGUI's CodeMirror is a component"  # noqa: S101 — it names NiceGUI's version in its place
register_importmap_override("nicegui-codemirror-component", f"/_nicegui/{__version__}/components/{_base.key}")


class EventGrid(Element, component="static/event_grid.js", dependencies=["static/explorer-parts.js"]):
    """The columns, with the timeline pinned above them."""


class Timeline(Element, component="static/timeline.js", dependencies=["static/explorer-parts.js"]):
    """The lanes over time."""


class IdentityGraph(Element, component="static/identity_graph.js"):
    """The graph of how devices became users."""


class Recent(Element, component="static/recent.js", dependencies=["static/explorer-parts.js"]):
    """The scenarios that were opened in a browser."""


class Shortcuts(Element, component="static/shortcuts.js", dependencies=["static/explorer-parts.js"]):
    """Keys, the address and the browser's storage."""


class GherkinEditor(ui.codemirror, component="static/gherkin_editor.js", default_classes="gherkin-editor"):
    """CodeMirror for scenarios."""


_ICON: Final = re.compile(r'<g id="(\w+)">(.*?)</g>', re.DOTALL)
_MASK: Final = (
    '<svg xmlns="http://www.w3.org/2000/svg" viewBox="0 0 16 16" fill="none" stroke="#000" stroke-width="1.6" '
    'stroke-linecap="round" stroke-linejoin="round">{}</svg>'
)


@cache
def icons_css() -> str:
    """Return a class for each icon of `static/icons.svg`: a mask that takes the color of the text."""
    drawn = (STATIC / "icons.svg").read_text("utf-8").replace('class="solid"', 'fill="#000" stroke="none"')
    return "\n".join(
        f'.i-{name} {{ --icon: url("data:image/svg+xml,{quote(_MASK.format(shape))}"); }}'
        for name, shape in _ICON.findall(drawn)
    )


HEAD: Final = """
<link rel="icon" href="data:,">
<meta name="color-scheme" content="light dark">
<script>
  document.documentElement.lang = "en";
  document.documentElement.dataset.theme =
    localStorage.getItem("devicemode theme") ?? (matchMedia("(prefers-color-scheme: dark)").matches ? "dark" : "light");
</script>
"""


@cache
def styles() -> str:
    """Return all styles as one text."""
    return "\n".join([*((STATIC / name).read_text("utf-8") for name in STYLES), icons_css()])

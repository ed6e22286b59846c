"""Mermaid's flowcharts as pictures, without its script: layout by grandalf, boxes and arrows as SVG.

GitHub draws ```mermaid blocks itself. On the site, the theme would load Mermaid from another host when a page is
shown, so the arrows of `a --> b` lines are laid out when the site is built.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from typing import Final

from grandalf.graphs import Edge, Graph, Vertex
from grandalf.layouts import SugiyamaLayout

_BLOCK: Final = re.compile(r"^```mermaid\n(flowchart \w+\n.*?)^```$", re.DOTALL | re.MULTILINE)
_ARROW: Final = re.compile(r"^\s*([\w-]+) --> ([\w-]+)\s*$", re.MULTILINE)

_HEIGHT: Final = 34
_CHARACTER: Final = 9
_MARGIN: Final = 12


class _Box:
    """A vertex as grandalf needs it: with its size. grandalf writes the center into `xy`."""

    def __init__(self, name: str) -> None:
        self.w, self.h = _CHARACTER * len(name) + 2 * _MARGIN, _HEIGHT
        self.xy: tuple[float, float] = (0, 0)


class _Bends:
    """An edge that grandalf routes through the layers between two boxes."""

    def __init__(self) -> None:
        self.points: Sequence[tuple[float, float]] = ()

    def setpath(self, points: Sequence[tuple[float, float]]) -> None:
        """Keep the points that an arrow passes, from center to center."""
        self.points = points


def drawn(text: str) -> str:
    """Return a document with its flowcharts drawn; one with more than arrows in it stays a listing."""
    return _BLOCK.sub(lambda found: _picture(found[1]) or found[0], text)


def _picture(source: str) -> str:
    arrows = _ARROW.findall(source)
    if len(arrows) != len(source.strip().splitlines()) - 1:
        return ""
    vertices = {name: Vertex(name) for name in dict.fromkeys(name for arrow in arrows for name in arrow)}
    edges = [Edge(vertices[one], vertices[other]) for one, other in arrows]
    for name, vertex in vertices.items():
        vertex.view = _Box(name)
    for edge in edges:
        edge.view = _Bends()
    parts = Graph(list(vertices.values()), edges).C
    if len(parts) != 1:
        return ""
    layout = SugiyamaLayout(parts[0])
    layout.xspace, layout.yspace = 28, 44
    layout.init_all(optimize=True)
    layout.draw(10)
    return _svg({name: vertex.view for name, vertex in vertices.items()}, [edge.view.points for edge in edges])


def _svg(boxes: Mapping[str, _Box], ways: Sequence[Sequence[tuple[float, float]]]) -> str:
    bends = [x for way in ways for x, _ in way]
    left = min(*(box.xy[0] - box.w / 2 for box in boxes.values()), *bends) - 4
    width = max(*(box.xy[0] + box.w / 2 for box in boxes.values()), *bends) + 4 - left
    top = min(box.xy[1] for box in boxes.values()) - _HEIGHT / 2 - 4
    bottom = max(box.xy[1] for box in boxes.values()) + _HEIGHT / 2 + 4
    parts = [
        f'<svg class="diagram" role="img" viewBox="{left:.0f} {top:.0f} {width:.0f} {bottom - top:.0f}" ',
        f'style="max-width: {width:.0f}px"><defs><marker id="arrow" viewBox="0 0 8 8" refX="7" refY="4" ',
        'markerWidth="7" markerHeight="7" orient="auto"><path d="M0 0 8 4 0 8z"/></marker></defs>',
    ]
    for (x, y), *between, (to_x, to_y) in ways:
        points = [(x, y + _HEIGHT / 2), *between, (to_x, to_y - _HEIGHT / 2)]
        written = " ".join(f"{one:.0f},{other:.0f}" for one, other in points)
        parts.append(f'<polyline points="{written}" marker-end="url(#arrow)"/>')
    for name, box in boxes.items():
        x, y = box.xy
        corner = f'x="{x - box.w / 2:.0f}" y="{y - box.h / 2:.0f}" width="{box.w}" height="{box.h}"'
        parts.append(f'<rect {corner} rx="5"/><text x="{x:.0f}" y="{y + 5:.0f}">{name}</text>')
    return "".join([*parts, "</svg>"])

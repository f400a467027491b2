"""Step 4: ruling lines to table grids.

Painted lines and thin rectangles become edges; edges that touch form a component; a
component's edge positions form a lattice; lattice fields without a wall between them are one
cell. So merged cells fall out of the walls that are missing. A component whose walls run on
past its last cross line (a row cut by the page break, as browsers print it) is closed there,
and the cells on that side are marked as open. Walls of one height without any cross line are
a row that began on the page before and ends on a later one.
"""

from __future__ import annotations

import itertools
from bisect import bisect_left, bisect_right
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING

from extract.model import Box
from extract.pdf.geometry import Edge, Shape, holds, overlap

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

_THIN = 3.5  # points: a rectangle no thicker is a line
_SNAP = 3.0  # points: edges this near are one
_JOIN = 4.0  # points: pieces of a dashed or dotted line
_SHORTEST = 4.0  # points
_BARE_WALL = 120.0  # points: shorter ones may flank a line or two of text
_COVERED = 0.6  # share of a lattice side that must be drawn
_MAX_LATTICE = 40_000


@dataclass(frozen=True, slots=True)
class GridCell:
    """One cell with the lattice rows and columns it spans; open where a wall is not drawn.

    `piece` where it is cut from an area that is no rectangle, as around a table within a cell.
    """

    row: int
    column: int
    rowspan: int
    colspan: int
    box: Box
    open_top: bool = False
    open_bottom: bool = False
    piece: bool = False


@dataclass(frozen=True, slots=True)
class Grid:
    """A table's lattice: column edges, row edges and cells, in points."""

    xs: tuple[float, ...]
    ys: tuple[float, ...]
    cells: tuple[GridCell, ...]
    page: int

    @property
    def box(self) -> Box:
        """The box around the lattice."""
        return Box(self.page, self.xs[0], self.ys[0], self.xs[-1], self.ys[-1])


def to_edges(shapes: Iterable[Shape], marks: Sequence[Box] = ()) -> list[Edge]:
    """The ruling lines among painted paths, in pieces as they were painted.

    White paint is no line, and neither is the outline of a check box (`marks`).
    """
    edges: list[Edge] = []
    for shape in shapes:
        if not shape.is_white and not any(_is_part(shape, mark) for mark in marks):
            edges.extend(_shape_edges(shape))
    return edges


def _is_part(shape: Shape, mark: Box) -> bool:
    inside = holds(mark, shape.box.x_mid, shape.box.y_mid)
    return inside and shape.box.width <= 1.6 * mark.width and shape.box.height <= 1.6 * mark.height


def _shape_edges(shape: Shape) -> Iterable[Edge]:
    box = shape.box
    if box.height <= _THIN < box.width:
        yield Edge(True, box.y_mid, box.x0, box.x1)
    elif box.width <= _THIN < box.height:
        yield Edge(False, box.x_mid, box.top, box.bottom)
    elif shape.stroke is not None or len(shape.subpaths) > 1:
        for path in shape.subpaths:
            yield from _path_edges(path, stroked=shape.stroke is not None)


def _path_edges(path: Sequence[tuple[float, float]], *, stroked: bool) -> Iterable[Edge]:
    xs, ys = [p[0] for p in path], [p[1] for p in path]
    width, height = max(xs) - min(xs), max(ys) - min(ys)
    if height <= _THIN < width:
        yield Edge(True, (max(ys) + min(ys)) / 2, min(xs), max(xs))
    elif width <= _THIN < height:
        yield Edge(False, (max(xs) + min(xs)) / 2, min(ys), max(ys))
    elif stroked:
        for (ax, ay), (bx, by) in itertools.pairwise(path):
            if abs(ay - by) < 0.5 and abs(ax - bx) >= _SHORTEST:
                yield Edge(True, ay, min(ax, bx), max(ax, bx))
            elif abs(ax - bx) < 0.5 and abs(ay - by) >= _SHORTEST:
                yield Edge(False, ax, min(ay, by), max(ay, by))


def _joined(edges: Iterable[Edge]) -> list[Edge]:
    """Pieces of one line joined; what stays shorter than a letter is no ruling line."""
    out: list[Edge] = []
    for edge in sorted(edges, key=lambda e: (e.horizontal, round(e.at * 2), e.start)):
        last = out[-1] if out else None
        if (
            last is not None
            and last.horizontal == edge.horizontal
            and abs(last.at - edge.at) < 0.6
            # a hair further to one side a piece may come after those beyond it
            and max(edge.start, last.start) - min(edge.end, last.end) <= _JOIN
        ):
            start, end = min(last.start, edge.start), max(last.end, edge.end)
            out[-1] = Edge(edge.horizontal, last.at, start, end)
        else:
            out.append(edge)
    return [e for e in out if e.length >= _SHORTEST]


def to_grids(edges: Sequence[Edge], page: int) -> tuple[list[Grid], list[Edge]]:
    """The tables that the edges draw, and the edges that draw none."""
    grids: list[Grid] = []
    loose: list[Edge] = []
    for component in _with_bare_walls(_components(_joined(edges))):
        grid = _grid(component, page)
        if grid is None:
            loose.extend(component)
        else:
            grids.append(grid)
    return sorted(grids, key=lambda g: (g.ys[0], g.xs[0])), loose


def _components(edges: Sequence[Edge]) -> list[list[Edge]]:
    """Edges that touch each other, as groups."""
    parent = list(range(len(edges)))

    def root(i: int) -> int:
        while parent[i] != i:
            parent[i] = parent[parent[i]]
            i = parent[i]
        return i

    levels = [i for i, e in enumerate(edges) if e.horizontal]
    uprights = sorted(
        (i for i, e in enumerate(edges) if not e.horizontal), key=lambda i: edges[i].at
    )
    places = [edges[j].at for j in uprights]
    ends = [(j, edges[j].start - _SNAP, edges[j].end + _SNAP) for j in uprights]
    for i in levels:
        at, mine = edges[i].at, root(i)
        first = bisect_left(places, edges[i].start - _SNAP)
        last = bisect_right(places, edges[i].end + _SNAP)
        for j, start, end in ends[first:last]:
            if start <= at <= end and parent[j] != mine and (other := root(j)) != mine:
                parent[mine] = mine = other
    groups: dict[int, list[Edge]] = {}
    for i, edge in enumerate(edges):
        groups.setdefault(root(i), []).append(edge)
    return list(groups.values())


def _with_bare_walls(components: list[list[Edge]]) -> list[list[Edge]]:
    """Long uprights of one height that touch nothing drawn together as one component."""
    out: list[list[Edge]] = []
    bare: list[list[Edge]] = []
    for component in components:
        edge = component[0]
        if len(component) > 1 or edge.horizontal or edge.length < _BARE_WALL:
            out.append(component)
            continue
        home = next((g for g in bare if _same_height(g[0], edge)), None)
        if home is None:
            bare.append([edge])
        else:
            home.append(edge)
    return out + bare


def _same_height(a: Edge, b: Edge) -> bool:
    return abs(a.start - b.start) <= _SNAP and abs(a.end - b.end) <= _SNAP


def _grid(edges: list[Edge], page: int) -> Grid | None:
    levels = [e for e in edges if e.horizontal]
    uprights = [e for e in edges if not e.horizontal]
    bare = not levels and len(uprights) > 1
    if not bare and (not levels or not uprights or len(levels) + len(uprights) < 3):
        return None
    levels, open_ys = _closed(levels, uprights)
    uprights, _ = _closed(uprights, levels)
    xs, ys = _positions(uprights), _positions(levels)
    if len(xs) < 2 or len(ys) < 2 or len(xs) * len(ys) > _MAX_LATTICE:
        return None
    cells = _cells(xs, ys, levels, uprights, page)
    cells = [_opened(c, open_ys) for c in cells]
    return Grid(tuple(xs), tuple(ys), tuple(cells), page) if cells else None


def _closed(across: list[Edge], along: list[Edge]) -> tuple[list[Edge], list[float]]:
    """`across` with a line added where at least two `along` edges end in the open."""
    added: list[float] = []
    out = list(across)
    for end in _positions_of([e.start for e in along] + [e.end for e in along]):
        ending = [e for e in along if min(abs(e.start - end), abs(e.end - end)) <= _SNAP]
        if len(ending) < 2 or any(abs(e.at - end) <= 2 * _SNAP for e in across):
            continue
        first, last = min(e.at for e in ending), max(e.at for e in ending)
        if last - first < _SHORTEST:
            continue
        out.append(Edge(not along[0].horizontal, end, first, last))
        added.append(end)
    return out, added


def _positions(edges: Sequence[Edge]) -> list[float]:
    return _positions_of([e.at for e in edges])


def _positions_of(values: list[float]) -> list[float]:
    """Values nearer than the snapping distance drawn together to their mean."""
    groups: list[list[float]] = []
    for value in sorted(values):
        if groups and value - groups[-1][-1] <= _SNAP:
            groups[-1].append(value)
        else:
            groups.append([value])
    return [sum(g) / len(g) for g in groups]


def _cells(
    xs: list[float], ys: list[float], levels: list[Edge], uprights: list[Edge], page: int
) -> list[GridCell]:
    rows, columns = len(ys) - 1, len(xs) - 1
    floor = [[_drawn(levels, y, xs[c], xs[c + 1]) for c in range(columns)] for y in ys]
    wall = [[_drawn(uprights, x, ys[r], ys[r + 1]) for r in range(rows)] for x in xs]
    seen: set[tuple[int, int]] = set()
    cells: list[GridCell] = []
    for row in range(rows):
        for column in range(columns):
            if (row, column) in seen:
                continue
            fields, leaks = _fill(row, column, floor, wall)
            seen |= fields
            if not leaks:
                cells.extend(_rectangles(fields, xs, ys, page))
    return cells


def _drawn(edges: list[Edge], at: float, start: float, end: float) -> bool:
    total = sum(
        overlap(e.start - _SNAP / 2, e.end + _SNAP / 2, start, end)
        for e in edges
        if abs(e.at - at) <= _SNAP
    )
    return total >= _COVERED * (end - start)


def _fill(
    row: int, column: int, floor: list[list[bool]], wall: list[list[bool]]
) -> tuple[set[tuple[int, int]], bool]:
    """The fields reachable without crossing a wall, and whether that leads outside."""
    rows, columns = len(floor) - 1, len(wall) - 1
    fields, queue, leaks = {(row, column)}, [(row, column)], False
    while queue:
        r, c = queue.pop()
        steps = (
            (floor[r][c], r - 1, c),
            (floor[r + 1][c], r + 1, c),
            (wall[c][r], r, c - 1),
            (wall[c + 1][r], r, c + 1),
        )
        for walled, nr, nc in steps:
            if walled or (nr, nc) in fields:
                continue
            if not (0 <= nr < rows and 0 <= nc < columns):
                leaks = True
                continue
            fields.add((nr, nc))
            queue.append((nr, nc))
    return fields, leaks


def _rectangles(
    fields: set[tuple[int, int]], xs: list[float], ys: list[float], page: int
) -> Iterable[GridCell]:
    """One cell for a rectangle of fields; any other form is cut into its rows' pieces."""
    rows = sorted({r for r, _ in fields})
    columns = sorted({c for _, c in fields})
    if len(fields) == len(rows) * len(columns):
        tall, wide = range(rows[0], rows[-1] + 1), range(columns[0], columns[-1] + 1)
        yield _cell(tall, wide, xs, ys, page)
        return
    for row in rows:
        start = None
        for column in range(columns[0], columns[-1] + 2):
            if (row, column) in fields:
                start = column if start is None else start
            elif start is not None:
                piece = _cell(range(row, row + 1), range(start, column), xs, ys, page)
                yield replace(piece, piece=True)
                start = None


def _cell(rows: range, columns: range, xs: list[float], ys: list[float], page: int) -> GridCell:
    box = Box(page, xs[columns.start], ys[rows.start], xs[columns.stop], ys[rows.stop])
    return GridCell(rows.start, columns.start, len(rows), len(columns), box)


def _opened(cell: GridCell, open_ys: list[float]) -> GridCell:
    def is_open(y: float) -> bool:
        return any(abs(y - o) <= _SNAP for o in open_ys)

    return replace(cell, open_top=is_open(cell.box.top), open_bottom=is_open(cell.box.bottom))

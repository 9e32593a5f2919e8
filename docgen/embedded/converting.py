"""Papers in, PDFs out: those of one template laid end to end, drawn in one go and cut apart."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

from docgen.embedded import cutting, joining
from docgen.embedded.drawing import draw
from docgen.embedded.errors import RefusedError
from docgen.embedded.normalise import normalised

if TYPE_CHECKING:
    from collections.abc import Sequence

    from docgen.embedded.faces import Faces
    from docgen.embedded.normalise import Package


def convert(papers: Sequence[bytes], faces: Faces, *, carry: bool) -> list[bytes | RefusedError]:
    """Convert .docx to .pdf; return for each, in the same order, its PDF or why it cannot be drawn.

    ``carry`` puts the faces inside each document, for systems without fontconfig. The PDFs repeat byte for byte for the
    same .docx, whatever other papers are converted with it. Raise UnavailableError when dxpdf is not there.
    """
    # dxpdf reads it anew at each call, so two sets of faces in one process do not get in each other's way.
    os.environ["FONTCONFIG_FILE"] = os.fspath(faces.config)
    results: dict[int, bytes | RefusedError] = {}
    groups: dict[object, list[tuple[int, Package]]] = {}
    for place, paper in enumerate(papers):
        try:
            package = normalised(paper, faces)
        except RefusedError as error:
            results[place] = error
        else:
            groups.setdefault(joining.key(package) or place, []).append((place, package))
    for key, group in groups.items():
        if len(group) == 1 or key in _apart:
            for place, package in group:
                results[place] = _alone(package, faces, carry)
            continue
        pieces = _together(key, [package for _place, package in group], faces, carry)
        for (place, _used_up), piece in zip(group, pieces, strict=True):
            results[place] = piece or _alone(normalised(papers[place], faces), faces, carry)
    return [results[place] for place in range(len(papers))]


_apart: set[object] = set()
"""What papers have in common that could not be cut apart once they were drawn together: the next ones are not tried."""
_MANY = 64


def _together(key: object, papers: Sequence[Package], faces: Faces, carry: bool) -> Sequence[bytes | None]:
    """Convert papers in one go; None for each that must be converted alone."""
    titles = [paper.title for paper in papers]
    try:
        drawn = draw(joining.join(papers, faces, carry_faces=carry), quietly=not carry)
    except RefusedError:
        return [None] * len(papers)
    pieces = cutting.cut(drawn, len(papers), titles)
    if not any(pieces):
        if len(_apart) >= _MANY:
            _apart.clear()
        _apart.add(key)
    return pieces


def _alone(package: Package, faces: Faces, carry: bool) -> bytes | RefusedError:
    try:
        drawn = draw(package.packed(faces, carry_faces=carry), quietly=not carry)
    except RefusedError as error:
        return error
    return cutting.cut(drawn, 1, [package.title])[0] or drawn

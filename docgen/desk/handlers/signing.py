"""Signing: papers that are ticked, a pile of scans sorted and confirmed, a signature taken back."""

from __future__ import annotations

import re
import secrets
from dataclasses import replace
from pathlib import Path

from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import FileResponse, JSONResponse, Response
from starlette.routing import Route

import docgen
from docgen import files
from docgen.desk import handlers
from docgen.desk.handlers import building
from docgen.desk.runs import Run
from docgen.desk.sent import STRANGE, SentForm, posted, uploaded
from docgen.desk.window import Window
from docgen.errors import InputError
from docgen.messages import _

_LARGEST = 512 << 20
"""Bytes of one file of scans: some thousand pages."""
_MOST = 2000
"""Files of a pile."""
_PLACEABLE = frozenset(("unread", "several", "outdated"))
"""Why pages are left that somebody who has looked at them may put in their place (:class:`docgen.LeftBecause`)."""
_SHOWN = {".jpg": "image/jpeg", ".jpeg": "image/jpeg", ".png": "image/png"}
"""Pictures that a browser shows as they are."""
_PILE = re.compile(r"[0-9a-f]{16}")


def routes(window: Window) -> list[Route]:
    """Return the addresses of these pages."""
    return [
        Route("/s/{semester}/sign", unsigned),
        Route("/s/{semester}/sign/ticked", posted(sign), methods=["POST"]),
        Route("/s/{semester}/scans", uploaded(_laid_down, window.scratch / "sent", _LARGEST), methods=["POST"]),
        Route("/s/{semester}/pile/{pile}", pile),
        Route("/s/{semester}/pile/{pile}/{number:int}", picture),
        Route("/s/{semester}/pile/{pile}/sort", posted(sort), methods=["POST"]),
        Route("/s/{semester}/pile/{pile}/sign", posted(sign_pile), methods=["POST"]),
        Route("/s/{semester}/unsign", posted(unsign), methods=["POST"]),
        Route("/s/{semester}/missing", missing),
    ]


def unsigned(request: Request) -> Response:
    """List what waits for a signature, to be ticked; and a place to drop scans on."""
    book = handlers.known_book(request)
    waiting = [one for one in book.papers if docgen.Lack.SIGNATURE in one.lacks and one.pdf is not None]
    values = {
        "book": book,
        "waiting": waiting,
        "unscanned": [one for one in book.papers if docgen.Lack.SCAN in one.lacks],
        "contradicted": [one for one in book.papers if one.needs_change],
        "pile": secrets.token_hex(8),
    }
    return handlers.page(request, "sign.html", values)


def sign(request: Request, form: SentForm) -> Response:
    """Record that what was ticked is signed."""
    names = form.texts("paper")
    if not names:
        raise InputError(_("no paper is ticked"), hint=_("Go back and tick the papers that people have signed."))
    book = handlers.book(request)

    def work(run: Run) -> docgen.Pile:
        with book.changed():
            return docgen.sign(book.workbook, [(name, None) for name in names], progress=run, stop=run.halt)

    return building.begun(request, book, "sign", work)


def _laid_down(request: Request, file: Path, called: str) -> Response:
    """Lay one file on a pile, under the name that it came with: it may say whose it is."""
    name = request.query_params.get("pile", "")
    book, folder = handlers.book(request), _folder(request, name)
    folder.mkdir(parents=True, exist_ok=True)
    if sum(1 for _one in folder.iterdir()) >= _MOST:
        raise InputError(_("a pile has at most {n} files").format(n=_MOST), hint=_("Confirm this one first."))
    files.move(file, _free(folder, called or file.name))
    return JSONResponse({"next": f"/s/{handlers.quoted(book.name)}/pile/{name}"})


def sort(request: Request, _form: SentForm) -> Response:
    """Sort a pile: look at each page of it for the code that says whose it is."""
    book, folder = handlers.book(request), _pile(request)
    window = handlers.window(request)

    def work(run: Run) -> docgen.Sorting:
        found = docgen.sort_scans(book.workbook, [folder], progress=run, stop=run.halt)
        window.kept[folder.name] = found
        return found

    return building.begun(request, book, "sort", work, pile=folder.name)


def pile(request: Request) -> Response:
    """Show which scan belongs to which paper, to be looked at, corrected and confirmed."""
    book, folder = handlers.book(request), _pile(request)
    book.wait()
    papers = [one for one in book.papers if one.pages and not one.is_archived]
    sorting = _sorted(request, folder)
    there = {one.name for one in sorting.papers} if sorting else set()
    known = {page.file for one in sorting.papers for _number, page in one.pages} if sorting else set()
    wanted = [
        one for one in papers if one.name not in there and {docgen.Lack.SIGNATURE, docgen.Lack.SCAN} & {*one.lacks}
    ]
    missing = [(one.name, number) for one in sorting.papers for number in one.missing] if sorting else []
    values = {
        "book": book,
        "pile": folder.name,
        "sorting": sorting,
        "strange": _strange(sorting) if sorting else [],
        "other": [one for one in sorting.left if one.why not in _PLACEABLE] if sorting else [],
        "gaps": missing + [(one.name, number) for one in wanted for number in range(1, one.pages + 1)],
        "papers": [one.name for one in wanted],
        "known": known,
    }
    return handlers.page(request, "pile.html", values)


def picture(request: Request) -> Response:
    """Give a picture of a page that somebody must look at to say where it belongs."""
    sorting, number = _sorted(request, _pile(request)), request.path_params["number"]
    strange = _strange(sorting) if sorting else []
    where = handlers.there(strange[number] if number < len(strange) else None).where
    if where.file.suffix.lower() in _SHOWN:
        return FileResponse(where.file, media_type=_SHOWN[where.file.suffix.lower()])
    if where.file.suffix.lower() != ".pdf":
        raise HTTPException(404)
    pages = docgen.pictures(where.file, only=where.page or 1)
    return Response(pages[0], media_type="image/png")


def sign_pile(request: Request, form: SentForm) -> Response:
    """Sign the papers of a pile that were ticked, with the pages that somebody has put in their places."""
    book, folder = handlers.book(request), _pile(request)
    sorting = handlers.there(_sorted(request, folder))
    strange = _strange(sorting)
    ticked = set(form.texts("paper"))
    known = {one.name: one.pages for one in book.papers}
    for number, chosen in form.beginning("page ").items():
        if not (number.isdecimal() and int(number) < len(strange) and chosen):
            continue
        one, (name, _bar, place) = strange[int(number)], chosen.partition("|")
        if name not in known:
            raise HTTPException(404)
        ticked.add(name)
        if place.isdecimal():
            if name not in {paper.name for paper in sorting.papers}:
                sorting = replace(sorting, papers=(*sorting.papers, docgen.SortedPaper(name, total=known[name])))
            said = replace(one, name=name, number=int(place))
            sorting = replace(sorting, left=(*sorting.left, said)).placed(said)
        else:
            sorting = replace(sorting, papers=(*sorting.papers, docgen.SortedPaper(name, whole=one.where.file)))
    chosen_papers = tuple(one for one in sorting.papers if one.name in ticked)
    if not chosen_papers:
        raise InputError(_("no scan belongs to a paper"), hint=_("Choose the paper of each scan, and confirm again."))
    final = replace(sorting, papers=chosen_papers, left=())

    def work(run: Run) -> docgen.Pile:
        with book.changed():
            return docgen.sign_scans(book.workbook, final, progress=run, stop=run.halt)

    return building.begun(request, book, "sign", work)


def _strange(sorting: docgen.Sorting) -> list[docgen.LeftPage]:
    """Return the pages that somebody may put in their places, as the page numbers them."""
    return [one for one in sorting.left if one.why in _PLACEABLE]


def _pile(request: Request) -> Path:
    folder = _folder(request, request.path_params["pile"])
    return handlers.there(folder if folder.is_dir() else None)


def _sorted(request: Request, folder: Path) -> docgen.Sorting | None:
    """Return the pile as it was sorted, None where it was not, or files have come to it since."""
    found = handlers.window(request).kept.get(folder.name)
    if not isinstance(found, docgen.Sorting):
        return None
    sorted_files = {page.file for one in found.papers for _number, page in one.pages}
    sorted_files |= {one.whole for one in found.papers if one.whole} | {one.where.file for one in found.left}
    return found if {one for one in folder.iterdir() if one.is_file()} <= sorted_files else None


def unsign(request: Request, form: SentForm) -> Response:
    """Take signatures back, with the reason."""
    book = handlers.book(request)
    with book.changed():
        for name in form.texts("paper"):
            docgen.unsign(book.workbook, name, form.text("why"))
    book.wait()
    return handlers.back(request, form)


def missing(request: Request) -> Response:
    """Say what the archive still lacks, each kind of it with what to do about it."""
    book = handlers.known_book(request)
    found: dict[docgen.Lack, dict[str, list[docgen.Missing]]] = {}
    for one in book.standing.missing if book.standing else ():
        found.setdefault(one.lack, {}).setdefault(one.title, []).append(one)
    ordered = {lack: found[lack] for lack in docgen.Lack if lack in found}
    return handlers.page(request, "missing.html", {"book": book, "found": ordered})


def _folder(request: Request, name: str) -> Path:
    return handlers.window(request).scratch / "piles" / handlers.there(_PILE.fullmatch(name))[0]


def _free(folder: Path, called: str) -> Path:
    """Return a name in a folder that no other file has, as near as can be to what the file is called."""
    name = Path(STRANGE.sub("_", called).lstrip(".") or "_")
    number, path = 1, folder / name
    while path.exists():
        number += 1
        path = folder / f"{name.stem} ({number}){name.suffix}"
    return path

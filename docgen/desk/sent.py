"""What a page sends: forms and files, never longer than they may be, and never under a name of the sender's choice."""

from __future__ import annotations

import re
import secrets
from collections.abc import Awaitable, Callable, Mapping
from functools import wraps
from pathlib import Path
from typing import TypeAlias
from urllib.parse import parse_qs

from starlette.concurrency import run_in_threadpool
from starlette.requests import ClientDisconnect, Request
from starlette.responses import Response

from docgen.errors import DocgenError, InputError
from docgen.messages import _

FORM = 4 << 20
"""Bytes of a form at most: the names of some ten thousand papers."""
FILE = 32 << 20
"""Bytes of a roster or a template at most."""
STRANGE = re.compile(r'[\x00-\x1f\x7f<>:"/\\|?*]')
"""What some system allows in no name of a file."""
_FIELDS = 50_000
_SHOWN = 120

Handler: TypeAlias = Callable[[Request], Awaitable[Response]]


class SentForm:
    """What a form says."""

    def __init__(self, values: Mapping[str, list[str]]) -> None:
        self._values = values

    def text(self, name: str) -> str:
        """Return what was typed or chosen, ``""`` when nothing was."""
        return self._values.get(name, [""])[0].strip()

    def texts(self, name: str) -> tuple[str, ...]:
        """Return everything that was ticked."""
        return tuple(self._values.get(name, ()))

    def beginning(self, prefix: str) -> dict[str, str]:
        """Return the fields whose names begin with a prefix, by the rest of their names."""
        return {name.removeprefix(prefix): one[0] for name, one in self._values.items() if name.startswith(prefix)}


def posted(answer: Callable[[Request, SentForm], Response]) -> Handler:
    """Make a handler of a function that takes a form; it runs beside the loop, for docgen takes its time."""

    @wraps(answer)
    async def handler(request: Request) -> Response:
        body = bytearray()
        async for piece in _pieces(request, FORM):
            body += piece
        try:
            values = parse_qs(body.decode(), keep_blank_values=True, max_num_fields=_FIELDS, errors="strict")
        except ValueError as error:
            raise InputError(_("the form cannot be read"), hint=_("Load the page again.")) from error
        return await run_in_threadpool(answer, request, SentForm(values))

    return handler


def uploaded(answer: Callable[[Request, Path, str], Response], folder: Path, most: int) -> Handler:
    """Make a handler of a function that takes one file: where it lies, and what the user calls it."""

    @wraps(answer)
    async def handler(request: Request) -> Response:
        called = Path(request.query_params.get("name", "").replace("\\", "/")).name[:_SHOWN]
        # The ending alone is kept: it tells what the file says it is.
        ending = Path(called).suffix.lower()
        target = folder / (
            secrets.token_hex(16) + (ending if ending.lstrip(".").isalnum() and ending.isascii() else "")
        )
        folder.mkdir(parents=True, exist_ok=True)
        try:
            with target.open("xb") as file:
                async for piece in _pieces(request, most):
                    file.write(piece)
            return await run_in_threadpool(answer, request, target, called)
        except BaseException as error:
            target.unlink(missing_ok=True)
            if isinstance(error, DocgenError):  # says the name that nobody gave the file
                error.message = error.message.replace(str(target), called).replace(target.name, called)
            raise

    return handler


async def _pieces(request: Request, most: int):  # type: ignore[no-untyped-def]
    """Yield a body piece by piece. Raise InputError as soon as it is longer than it may be."""
    try:
        said = int(request.headers.get("content-length", "0"))
    except ValueError:
        said = 0
    got = 0
    if said <= most:
        try:
            async for piece in request.stream():
                got += len(piece)
                if got > most:
                    break
                yield piece
            else:
                return
        except ClientDisconnect as error:
            raise InputError(_("the file did not come whole"), hint=_("Send it once more.")) from error
    raise TooLarge(
        _("the file is larger than {most} MB").format(most=most >> 20),
        hint=_("Divide it, or scan it with fewer dots an inch (300 are enough)."),
    )


class TooLarge(InputError):
    """More was sent than may be."""

"""Who may ask: the user's own browser, by the secret of this start, from docgen's own pages. Everybody else is refused.

A server on a loopback port is seen by every page that the browser shows and by every program of the machine. So:

- ``Host`` must be this address: a stranger's name that was made to point here (DNS rebinding) is refused.
- A cookie, HttpOnly and SameSite=Strict, is given for the secret that stands in the address which docgen printed; nothing is
  answered without it.
- Whatever changes something must come from a page of ours (``Origin``), and nothing is answered to other sites' requests.
- A page may load and run only what docgen serves, and may be shown in nobody's frame (Content-Security-Policy).
"""

from __future__ import annotations

import secrets
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie
from urllib.parse import parse_qs

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse, RedirectResponse, Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

from docgen.messages import _

KEY = "key"
"""The parameter of the address in which the secret stands."""
_SAFE = ("GET", "HEAD")
_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; form-action 'self'; "
    "base-uri 'none'; frame-ancestors 'none'"
)
_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "same-origin",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "X-Frame-Options": "DENY",
    "Cache-Control": "no-store",
}
PDF_POLICY = "frame-ancestors 'none'"
"""A browser shows a PDF with a program of its own, which the pages' policy would forbid to run."""

_LONGEST = 2000
"""Characters of a path; what is longer names nothing, and a number in it could not be reckoned with."""


class Guard:
    """Stands before the application; ``admitted`` is called for each request that is let through."""

    def __init__(self, application: ASGIApp, port: int, key: str, admitted: Callable[[], None]) -> None:
        self._application, self._admitted = application, admitted
        self._hosts = {f"127.0.0.1:{port}", f"localhost:{port}"}
        self._cookie = f"docgen-{port}"
        self._key, self._token = key, secrets.token_urlsafe(32)

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Let one request through, or refuse it."""
        if scope["type"] == "lifespan":
            await self._application(scope, receive, send)
            return
        if scope["type"] != "http":
            await send({"type": "websocket.close", "code": 1008})
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
                headers.setdefault("Content-Security-Policy", _POLICY)
            await send(message)

        answer = self._refusal(scope)
        if answer is None:
            self._admitted()
        await (answer or self._application)(scope, receive, with_headers)

    def _refusal(self, scope: Scope) -> Response | None:
        headers = Headers(scope=scope)
        if headers.getlist("host")[1:] or headers.get("host") not in self._hosts:
            return PlainTextResponse("This is not the address of this docgen.", 421)
        own = f"http://{headers['host']}"
        site = headers.get("sec-fetch-site", "none")
        if site not in ("none", "same-origin") or headers.get("origin", own) != own:
            return self._stranger()
        if scope["method"] not in _SAFE and headers.get("origin") != own:
            return self._stranger()
        if len(scope["path"]) > _LONGEST:
            return PlainTextResponse("There is no such page.", 404)
        if scope["path"] == "/" and scope["method"] == "GET":
            given = parse_qs(scope["query_string"].decode("latin-1")).get(KEY, [])
            if len(given) == 1 and secrets.compare_digest(given[0].encode(), self._key.encode()):
                welcome = RedirectResponse("/", 303)
                welcome.set_cookie(self._cookie, self._token, httponly=True, samesite="strict", path="/")
                return welcome
        if not self._knows(headers.getlist("cookie")):
            return self._stranger()
        return None

    def _knows(self, cookies: list[str]) -> bool:
        try:
            given = SimpleCookie("; ".join(cookies)).get(self._cookie)
        except CookieError:
            return False
        return given is not None and secrets.compare_digest(given.value.encode(), self._token.encode())

    @staticmethod
    def _stranger() -> Response:
        said = _("docgen answers only the browser window that it opened. Open the address that docgen desk printed.")
        return PlainTextResponse(said, 403)

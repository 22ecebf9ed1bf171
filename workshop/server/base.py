"""What the kit's own handlers share: safe headers, JSON, errors in the reader's language."""

from __future__ import annotations

import asyncio
import json
import logging
from collections.abc import Callable
from typing import Any, TypeVar

import sqlalchemy as sa
from tornado.web import HTTPError, RequestHandler

from workshop import wording
from workshop.errors import CommentRejected, WorkshopError

LOG = logging.getLogger("workshop")
Answer = TypeVar("Answer")
MAX_BODY = 64 * 1024
STRICT_CSP = ("default-src 'self'; img-src 'self' data:; object-src 'none'; base-uri 'none'; "
              "form-action 'self'; frame-ancestors 'none'")
SAFE_HEADERS = {
    "X-Content-Type-Options": "nosniff",
    "Referrer-Policy": "no-referrer",
    "Cross-Origin-Opener-Policy": "same-origin",
    "Permissions-Policy": "camera=(), microphone=(), geolocation=()",
}


def keep_ping_talk_out() -> None:
    """Jupyter counts a page's pings in milliseconds, Tornado takes them for seconds and complains.

    Shortening the time-out to please it would cut healthy pages, so only the sentence is left out.
    """
    logging.getLogger("tornado.general").addFilter(
        lambda record: "websocket_ping_timeout" not in record.getMessage())


def apology(handler: RequestHandler, status: int) -> None:
    """Finish with a short page that tells nothing about what is or is not behind the address."""
    reason = {404: "このページはありません。", 403: "この操作はできません。"}.get(
        status, "うまくいきませんでした。スタッフを呼んでください。")
    handler.clear()
    handler.clear_header("Server")
    handler.set_status(status)
    for name, value in {**SAFE_HEADERS, "Content-Security-Policy": STRICT_CSP,
                        "Cache-Control": "no-store"}.items():
        handler.set_header(name, value)
    handler.set_header("Content-Type", "text/html; charset=utf-8")
    RequestHandler.finish(handler, (      # not handler.finish: Jupyter's would call it JSON
        f"<!doctype html><html lang='ja'><meta charset='utf-8'><title>{status}</title>"
        "<link rel='stylesheet' href='/assets/doors.css'>"
        f"<body class='door'><main><h1>{reason}</h1><p><a href='/'>最初のページへ</a></p>"
        "<p>スタッフの方は、先に <a href='/staff'>スタッフの入口</a>で合いことばを入れてください。</p>"
        "</main></body></html>"))


class KitHandler(RequestHandler):
    """Base of the resident's routes. No cookie is read or set here."""

    @property
    def db(self) -> sa.Engine:
        """The database."""
        return self.settings["workshop_db"]

    def set_default_headers(self) -> None:
        """Strict by default; pages with a kernel have their own policy."""
        for name, value in SAFE_HEADERS.items():
            self.set_header(name, value)
        self.set_header("Content-Security-Policy", STRICT_CSP)
        self.set_header("Cache-Control", "no-store")
        self.clear_header("Server")

    async def off_loop(self, work: Callable[..., Answer], *args: object) -> Answer:
        """Run blocking work (the database) on a thread; the event loop stays free."""
        return await asyncio.get_running_loop().run_in_executor(None, work, *args)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """A short page; never a traceback."""
        apology(self, status_code)


class JsonHandler(KitHandler):
    """A JSON door: small bodies, same site, errors as {error, advice{lang}}."""

    def check_xsrf_cookie(self) -> None:
        """No cookie is trusted here; a foreign page cannot send JSON without asking first."""
        origin = self.request.headers.get("Origin")
        if origin and origin.split("://", 1)[-1] != self.request.host:
            raise HTTPError(403)

    def payload(self) -> dict[str, Any]:
        """The request's JSON object. Raises CommentRejected."""
        if len(self.request.body) > MAX_BODY:
            raise CommentRejected("body over 64 KB", key="e_toolarge")
        kind = self.request.headers.get("Content-Type", "")
        if kind.split(";")[0].strip().lower() != "application/json":
            raise CommentRejected("Content-Type is not application/json", key="e_bad")
        try:
            value = json.loads(self.request.body.decode("utf-8"))
        except (ValueError, RecursionError) as error:
            raise CommentRejected("not JSON in UTF-8", key="e_bad") from error
        if not isinstance(value, dict):
            raise CommentRejected("not a JSON object", key="e_bad")
        return value

    def answer(self, value: object, status: int = 200) -> None:
        """Finish with JSON."""
        self.set_status(status)
        self.set_header("Content-Type", "application/json; charset=utf-8")
        self.finish(json.dumps(value, ensure_ascii=False))

    def refuse(self, status: int, key: str, **values: object) -> None:
        """Finish with an error that carries advice in every language."""
        self.answer({"error": key, "advice": wording.advice(key, **values)}, status)

    def write_error(self, status_code: int, **kwargs: Any) -> None:
        """Turn the kit's errors into advice; anything else says that the words are kept."""
        error = (kwargs.get("exc_info") or (None, None))[1]
        if isinstance(error, CommentRejected):
            self.refuse(413 if error.key == "e_toolarge" else error.status, error.key,
                        **error.values)
        elif isinstance(error, WorkshopError):
            self.refuse(error.status, "e_unknown" if error.status == 404 else "e_server")
        elif status_code == 404:
            self.refuse(404, "e_unknown")
        else:
            self.refuse(status_code, "e_server" if status_code >= 500 else "e_bad")

    def log_exception(self, typ: Any, value: Any, tb: Any) -> None:
        """People's mistakes are not the server's; and no one's words go into a log."""
        if isinstance(value, WorkshopError) and value.status < 500:
            return
        if isinstance(value, HTTPError):
            return
        LOG.error("%s %s: %s", self.request.method, self.request.path.split("/")[-1],
                  typ.__name__, exc_info=(typ, value, tb))

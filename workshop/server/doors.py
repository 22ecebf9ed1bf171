"""The pages in front of the rooms: role choice, staff sign-in, staff home, files, QR."""

from __future__ import annotations

import io
from functools import lru_cache
from pathlib import Path
from urllib.parse import quote

import jinja2
import segno
from tornado.web import HTTPError

from workshop import settings, store, wording
from workshop.paths import TEMPLATES
from workshop.server import roles
from workshop.server.base import KitHandler
from workshop.server.network import join_base

FILE_KINDS = {".xlsx": "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
              ".csv": "text/csv", ".txt": "text/plain; charset=utf-8",
              ".docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
              ".pdf": "application/pdf", ".zip": "application/zip",
              ".html": "text/html; charset=utf-8"}     # a download, never opened under the staff's cookie
WIFI_MARKS = str.maketrans({mark: f"\\{mark}" for mark in '\\;,:"'})


@lru_cache(maxsize=1)
def _templates() -> jinja2.Environment:
    return jinja2.Environment(loader=jinja2.FileSystemLoader(TEMPLATES / "pages"),
                              autoescape=True, trim_blocks=True, lstrip_blocks=True)


class PageHandler(KitHandler):
    """A small page made from templates/pages; every value is escaped."""

    def page(self, name: str, status: int = 200, **values: object) -> None:
        """Finish with a page."""
        self.set_status(status)
        self.set_header("Content-Type", "text/html; charset=utf-8")
        self.finish(_templates().get_template(name).render(
            asset=self.settings["assets"].url, **values))


class FrontDoor(PageHandler):
    """GET /: residents enter the room code, staff go to their own door."""

    async def get(self) -> None:
        """With ?code= go to that room, or say that it is wrong."""
        code = self.get_argument("code", "").translate(str.maketrans("０１２３４５６７８９",
                                                                     "0123456789"))
        if not code:
            self._front(wrong=False, code="")
            return
        room = await self.off_loop(store.workshops.by_code, self.db, code[:8])
        if room is None:
            self._front(status=404, wrong=True, code=code[:8])
            return
        self.redirect(f"/w/{room.slug}")

    def _front(self, **values: object) -> None:
        """The page asks in every language at once: nobody has chosen one yet."""
        said = [{"tag": about["tag"], "ask": wording.plain(wording.say("join_code", code)),
                 "wrong": wording.plain(wording.say("e_code", code)),
                 "join": wording.plain(wording.say("join", code))}
                for code, about in wording.languages().items() if code != "ja_easy"]
        self.page("front.html.j2", first=said[0], rest=said[1:], **values)


class SignIn(PageHandler):
    """GET and POST /staff/sign-in: the passphrase, with a pause after too many wrong ones."""

    def get(self) -> None:
        """The form."""
        self.page("sign_in.html.j2", wrong=False, pause=False, xsrf=self.xsrf_token.decode())

    async def post(self) -> None:
        """Check the passphrase off the event loop."""
        guessing: roles.Guessing = self.settings["guessing"]
        address, xsrf = self.request.remote_ip, self.xsrf_token.decode()
        if guessing.pause(address):
            self.page("sign_in.html.j2", status=429, wrong=False, pause=True, xsrf=xsrf)
            return
        guessing.failed(address)             # counted before the slow check, taken back if right
        if not await self.off_loop(roles.verify, self.db, self.get_argument("passphrase", "")):
            self.page("sign_in.html.j2", status=403, wrong=True, pause=False, xsrf=xsrf)
            return
        guessing.forgive(address)
        generation = self.settings["staff_generation"]()
        self.set_signed_cookie(roles.COOKIE, generation, expires_days=roles.DAYS, httponly=True,
                               samesite="Strict", secure=self.request.protocol == "https")
        self.redirect("/staff")


class SignOut(PageHandler):
    """POST /staff/sign-out."""

    def post(self) -> None:
        """Forget the cookie."""
        self.clear_cookie(roles.COOKIE)
        self.redirect("/")


class StaffHome(PageHandler):
    """GET /staff: the workshops and their rooms; a stranger is sent to the sign-in page."""

    async def get(self) -> None:
        """All workshops with their counts."""
        if self.settings["identity_provider"].get_user(self) is None:
            self.redirect("/staff/sign-in")
            return
        rooms = await self.off_loop(self._rooms)
        self.page("staff.html.j2", rooms=rooms, base=join_base(self),
                  unreviewed=[wording.languages()[code]["name"] for code in wording.unreviewed()],
                  xsrf=self.xsrf_token.decode())

    def _rooms(self) -> list[dict[str, object]]:
        return [{"room": room, "n": store.comments.tally(self.db, room.slug)["accepted"]}
                for room in store.workshops.listed(self.db) if room.archived_at is None]


class ExportFile(roles.StaffOnly, KitHandler):
    """GET /staff/files/{slug}/{name}: a file that an export made."""

    def get(self, slug: str, name: str) -> None:
        """The file as a download; nothing outside the exports' folder."""
        folder: Path = self.settings["exports"] / slug
        found = {p.name: p for p in folder.glob("*") if p.is_file()} if folder.is_dir() else {}
        path = found.get(name)
        if path is None or path.suffix not in FILE_KINDS:
            raise HTTPError(404)
        self.set_header("Content-Type", FILE_KINDS[path.suffix])
        self.set_header("Content-Disposition", f"attachment; filename*=UTF-8''{quote(name)}")
        self.finish(path.read_bytes())


class QrCode(KitHandler):
    """GET /w/{slug}/qr.svg: the participant page's address as a QR code."""

    async def get(self, slug: str) -> None:
        """An SVG that a projector can show large."""
        await self.off_loop(store.workshops.get, self.db, slug)
        self.code(f"{join_base(self)}/w/{slug}")

    def code(self, text: str) -> None:
        """Finish with the text as a QR code."""
        out = io.BytesIO()
        segno.make(text, error="m").save(
            out, kind="svg", scale=8, border=3, dark="#12212b", light="#ffffff", xmldecl=False)
        self.set_header("Content-Type", "image/svg+xml")
        self.finish(out.getvalue())


class WifiCode(QrCode):
    """GET /w/{slug}/wifi.svg: the venue's network as a QR code, when its password is known."""

    async def get(self, slug: str) -> None:
        """404 when the workshop has no network with a password."""
        room = await self.off_loop(store.workshops.get, self.db, slug)
        name, password = (str(settings.value(room.settings, n)).translate(WIFI_MARKS)
                          for n in ("wifi_name", "wifi_password"))
        if not (name and password):
            raise HTTPError(404)
        self.code(f"WIFI:T:WPA;S:{name};P:{password};;")

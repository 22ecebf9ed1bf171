"""WorkshopApp: Voila with the kit's doors in front, roles behind them, and a worker beside it."""

from __future__ import annotations

import asyncio
import os
import signal
import threading
from contextlib import suppress
from pathlib import Path

import sqlalchemy as sa
from tornado.httpserver import HTTPServer
from tornado.ioloop import IOLoop
from tornado.web import HTTPError
from traitlets.config import Config
from voila.app import Voila
from voila.tornado.handler import TornadoVoilaHandler

from workshop import furigana, store
from workshop.errors import NotFound
from workshop.models import Workshop
from workshop.paths import NOTEBOOKS, ROOT, TEMPLATES
from workshop.server import doors, resident, roles
from workshop.server.analyst import Analyst
from workshop.server.assets import AssetHandler, Assets
from workshop.server.base import LOG, SAFE_HEADERS, keep_ping_talk_out
from workshop.server.city_page import OverviewPage
from workshop.server.hub import FeedHandler, Hub
from workshop.server.limits import Limits
from workshop.server.receipt_page import ReceiptPage
from workshop.server.tablet_page import TabletPageHandler, TabletPages
from workshop.server.writer import Writer

SLUG = r"(?P<slug>[a-z0-9][a-z0-9-]{0,39})"
NUMBER = r"(?P<number>[A-Z][0-9]{1,3}-[0-9]{2}-[0-9]{3,6})"
STAFF_CSP = ("default-src 'self'; script-src 'self' 'unsafe-inline' 'unsafe-eval' blob:; "
             "style-src 'self' 'unsafe-inline'; img-src 'self' data: blob:; "
             "font-src 'self' data:; connect-src 'self' ws: wss:; frame-ancestors 'none'; "
             "base-uri 'none'; object-src 'none'")
VOILA_DOORS = ("/api/kernels/", "/voila/templates/", "/voila/static/", "/voila/api/themes/",
               "/voila/api/shutdown/", "/voila/labextensions/")
MAX_REQUEST = 2 * 1024 * 1024
SLOW_BODY_SECONDS = 20
STAFF_PAGES = ("facilitate", "check", "proxy", "review", "table")


class StaffPage(roles.StaffOnly, TornadoVoilaHandler):
    """GET /w/{slug}/{page} of STAFF_PAGES: an ordinary Voila page with a kernel."""

    async def get(self, slug: str, page: str) -> None:
        """Render the notebook of that name; it finds its workshop in SCRIPT_NAME."""
        try:
            store.workshops.get(self.settings["workshop_db"], slug)
        except NotFound:
            self.send_error(404)
            return
        async for html in self.get_generator(path=f"{page}.ipynb"):
            self.write(html)
            self.flush()


class WorkshopApp(Voila):
    """One process, one port. Make it with ``WorkshopApp.of(...)``, then ``start()``."""

    @classmethod
    def of(cls, db: sa.Engine, *, url: str, port: int, lan_base: str = "",
           live: Path, proxy: bool = False) -> WorkshopApp:
        """An application on this database; ``lan_base`` empty = this machine only.

        ``proxy``: believe the address and protocol that a proxy in front tells (X-Real-IP …).
        """
        keep_ping_talk_out()
        app = cls(config=_config(port, "0.0.0.0" if lan_base else "127.0.0.1"))
        app._db, app._url, app._lan_base, app._live = db, url, lan_base, live
        app._proxy, app._ending = proxy, False
        os.environ["WORKSHOP_DATABASE"] = url
        os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")      # kernels and analyst: small matrices, few cores
        os.environ["PYTHONPATH"] = os.pathsep.join(
            filter(None, [str(ROOT), os.environ.get("PYTHONPATH", "")]))
        app.initialize([])
        return app

    def init_settings(self) -> dict[str, object]:
        """Voila's settings and the kit's."""
        settings = super().init_settings()
        db, assets = self._db, Assets()
        hub = Hub(db)
        settings |= {
            "workshop_db": db, "hub": hub, "assets": assets, "limits": Limits(),
            "writer": Writer(db, lambda: self.ioloop.add_callback(hub.nudge)),
            "analyst": Analyst(self._url), "guessing": roles.Guessing(),
            "pages": TabletPages(self, assets, self._live / "pages"),
            "exports": self._live / "exports", "lan_base": self._lan_base,
            "staff_generation": lambda: store.kit.get(db, "staff_generation"),
            "xsrf_cookies": True, "xsrf_cookie_kwargs": {"samesite": "Strict"},
            "cookie_secret": store.kit.secret(db, "cookies"),
            "headers": {"Content-Security-Policy": STAFF_CSP, **SAFE_HEADERS},
            "login_url": "/staff/sign-in", "default_handler_class": resident.NothingHere,
            "serve_traceback": False, "log_function": _log_request}
        return settings

    def init_handlers(self) -> list:
        """The kit's doors, then those of Voila's that a kernel page needs; nothing else exists."""
        api = r"/api/v1/w/(?P<slug>[^/]+)"           # any name: the unknown ones get advice
        one = rf"{api}/comments/(?P<number>[^/]+)"
        voila_page = {"template_paths": [str(TEMPLATES / "voila" / "staff"), *self.template_paths],
                      "config": self.config, "voila_configuration": self.voila_configuration}
        return [
            (r"/", doors.FrontDoor),
            (r"/healthz", resident.HealthHandler),
            (rf"/w/{SLUG}/?", TabletPageHandler, {"notebook": "participate"}),
            (rf"/w/{SLUG}/wall", TabletPageHandler, {"notebook": "wall"}),
            (rf"/w/{SLUG}/qr\.svg", doors.QrCode),
            (rf"/w/{SLUG}/wifi\.svg", doors.WifiCode),
            (rf"/w/{SLUG}/(?P<page>{'|'.join(STAFF_PAGES)})", StaffPage, voila_page),
            (rf"/r/{NUMBER}", ReceiptPage),
            (r"/assets/(?P<name>[a-z0-9_.-]+)", AssetHandler),
            (r"/staff/?", doors.StaffHome),
            (r"/staff/overview", OverviewPage),
            (r"/staff/sign-in", doors.SignIn),
            (r"/staff/sign-out", doors.SignOut),
            (rf"/staff/files/{SLUG}/(?P<name>[^/]+)", doors.ExportFile),
            (rf"{api}/comments", resident.CommentsHandler),
            (one, resident.CommentHandler),
            (rf"{one}/agree", resident.AgreeHandler),
            (rf"{api}/votes", resident.VotesHandler),
            (rf"{api}/state", resident.StateHandler),
            (rf"{api}/results", resident.ResultsHandler),
            (rf"{api}/feed", FeedHandler),
            *[(pattern, roles.staff_only(handler), *rest)
              for pattern, handler, *rest in super().init_handlers()
              if pattern.startswith(VOILA_DOORS)],
        ]

    def listen(self) -> None:
        """Listen, start the worker and the feed, and stay until told to stop."""
        self.ioloop = IOLoop.current()
        self._server = HTTPServer(self.app, max_body_size=MAX_REQUEST,
                                  body_timeout=SLOW_BODY_SECONDS, xheaders=self._proxy)
        self._server.listen(self.port, self.ip)
        threading.Thread(target=furigana.warm_up, daemon=True).start()
        self.app.settings["analyst"].start()
        self.ioloop.add_callback(self._live_on)
        for name in ("SIGINT", "SIGTERM", "SIGBREAK"):
            if hasattr(signal, name):
                signal.signal(getattr(signal, name), self._handle_signal_stop)
        self.ioloop.asyncio_loop.add_signal_handler = _not_ours     # nbclient would keep them for itself
        try:
            self.ioloop.start()
        finally:
            self.stop()

    async def _live_on(self) -> None:
        """The feed for ever; the pages of all workshops made before the first tablet asks."""
        self._feed = asyncio.ensure_future(self.app.settings["hub"].run())
        for room in await asyncio.to_thread(store.workshops.listed, self._db):
            for notebook in ("participate", "wall"):
                await self._page_ahead(notebook, room)
        if not self._ending:
            LOG.info("準備ができました。")

    async def _page_ahead(self, notebook: str, room: Workshop) -> None:
        """One broken notebook keeps no other page waiting; one that is cut by the end is not told."""
        if self._ending:
            return
        try:
            await self.app.settings["pages"].get(notebook, room)
        except Exception:  # noqa: BLE001 - one broken notebook must not stop the others
            if self._ending:
                return
            LOG.exception("ページを用意できませんでした: %s（%s）", room.slug, notebook)

    def _handle_signal_stop(self, sig: int, frame: object) -> None:
        """Ctrl-C, or the system asks: stop in good order."""
        self.ioloop.add_callback_from_signal(self._graceful_stop)

    async def _graceful_stop(self) -> None:
        """Take no more, write what is waiting, answer it, then stop."""
        self._ending = True
        self._server.stop()
        await asyncio.to_thread(self.app.settings["writer"].close)
        await asyncio.sleep(0.2)
        self.ioloop.stop()

    def stop(self) -> None:
        """End the worker and every kernel."""
        self.app.settings["analyst"].stop()
        with suppress(HTTPError):            # a page's kernel that ended by itself just now
            super().stop()


def _not_ours(*_: object) -> None:
    """Ctrl-C is the server's, also while a notebook is executed; nbclient goes on without."""
    raise NotImplementedError


def _config(port: int, ip: str) -> Config:
    """Voila's configuration: our notebooks, no sources, kernels that end with their page."""
    config = Config()
    config.Voila.root_dir = str(NOTEBOOKS)
    config.Voila.port, config.Voila.ip, config.Voila.open_browser = port, ip, False
    config.Voila.log_level = "ERROR"
    config.Voila.identity_provider_class = roles.StaffIdentity
    config.Voila.authorizer_class = roles.StaffAuthorizer
    config.VoilaConfiguration.strip_sources = True
    config.VoilaConfiguration.show_tracebacks = False
    config.VoilaConfiguration.allow_template_override = "NO"
    config.VoilaConfiguration.allow_theme_override = "NO"
    config.VoilaConfiguration.template = "lab"
    if os.name != "nt":                      # kernels without a TCP port: nobody else can knock
        config.KernelManager.transport = "ipc"
    config.MappingKernelManager.cull_idle_timeout = 60
    config.MappingKernelManager.cull_interval = 15
    config.MappingKernelManager.cull_connected = False
    return config


def _log_request(handler: object) -> None:
    """One line for a fault; addresses of people and their words are never logged."""
    if handler.get_status() >= 500:
        LOG.warning("%s %s → %s", handler.request.method, handler.request.path,
                    handler.get_status())

"""Pages without a kernel: a notebook executed once by Voila's own renderer, then sent to everyone.

A page is made again when its notebook, the faces, the template, the workshop's settings, its
title or its plan change. What was made is also kept on disk, so a second start is quick.
"""

from __future__ import annotations

import asyncio
import hashlib
import json
import os
from collections.abc import Callable
from pathlib import Path

from jupyter_core.utils import ensure_async
from voila.notebook_renderer import NotebookRenderer
from voila.paths import collect_template_paths
from voila.utils import get_page_config

from workshop import plan as plans
from workshop import store
from workshop.errors import NotFound
from workshop.models import Workshop
from workshop.paths import NOTEBOOKS, ROOT, TEMPLATES
from workshop.server.assets import Assets, Packed, send
from workshop.server.base import LOG, KitHandler

TEMPLATE = TEMPLATES / "voila" / "tablet"
WORDING = ROOT / "workshop_data" / "wording"
HTML = "text/html; charset=utf-8"
SECRET = "WORKSHOP_ASSISTANT_KEY"      # the process that makes a resident's page does not know it
ALIKE = "no-cache"                     # ask each time, 304 when it is the same


class TabletPages:
    """Makes, keeps and hands out the kernel-free pages."""

    def __init__(self, app: object, assets: Assets, folder: Path) -> None:
        self._app, self._assets, self._folder = app, assets, folder
        self._kept: dict[tuple[str, str], tuple[str, Packed]] = {}
        self._making = asyncio.Lock()

    async def get(self, name: str, room: Workshop) -> Packed:
        """The page of notebooks/{name}.ipynb for this workshop."""
        stamp = await asyncio.get_running_loop().run_in_executor(None, self._stamp, name, room)
        kept = self._kept.get((name, room.slug))
        if kept and kept[0] == stamp:
            return kept[1]
        async with self._making:
            kept = self._kept.get((name, room.slug))
            if kept is None or kept[0] != stamp:
                kept = self._kept[name, room.slug] = (stamp, await self._make(name, room, stamp))
        return kept[1]

    def _stamp(self, name: str, room: Workshop) -> str:
        """What the page depends on, as one hash."""
        files = [NOTEBOOKS / f"{name}.ipynb", *sorted(TEMPLATE.rglob("*.*")),
                 *sorted(WORDING.glob("*.*")), *sorted((ROOT / "widgets").rglob("*.py"))]
        parts = [self._assets.digest(), room.slug, room.title, room.code,
                 json.dumps(dict(room.settings), sort_keys=True, ensure_ascii=False),
                 json.dumps(plans.to_dict(room.plan), ensure_ascii=False, default=str),
                 *(hashlib.blake2b(f.read_bytes()).hexdigest() for f in files)]
        return hashlib.blake2b("\n".join(parts).encode(), digest_size=12).hexdigest()

    async def _make(self, name: str, room: Workshop, stamp: str) -> Packed:
        path = self._folder / f"{name}-{room.slug}-{stamp}.html"
        if path.exists():
            return Packed.of(path.read_bytes(), HTML)
        LOG.info("ページを用意しています: %s（%s）", room.slug, name)
        html = (await render(self._app, f"{name}.ipynb", room.slug, self._assets.url)).encode()
        self._folder.mkdir(parents=True, exist_ok=True)
        for old in self._folder.glob(f"{name}-{room.slug}-*.html"):
            if len(old.stem) == len(path.stem):
                old.unlink(missing_ok=True)
        fresh = path.with_suffix(f".{os.getpid()}")
        fresh.write_bytes(html)
        fresh.replace(path)                      # another server may be reading this folder
        return Packed.of(html, HTML)


async def render(app: object, notebook: str, slug: str, asset: Callable[[str], str]) -> str:
    """Execute a notebook once through Voila's renderer with the tablet template; end the kernel."""
    settings = app.app.settings
    config = app.voila_configuration
    page_config = get_page_config(base_url=app.base_url, settings=settings, log=app.log,
                                  voila_configuration=config)
    renderer = NotebookRenderer(
        voila_configuration=config, traitlet_config=app.config, notebook_path=notebook,
        template_paths=[str(TEMPLATE), *collect_template_paths(["voila", "nbconvert"], "lab")],
        config_manager=app.config_manager, contents_manager=app.contents_manager,
        base_url=app.base_url, kernel_spec_manager=app.kernel_spec_manager,
        page_config=page_config, mathjax_config="", mathjax_url="")
    await renderer.initialize(template=None, theme=None)
    renderer.resources["asset"] = asset
    renderer.resources["slug"] = slug
    inherited = {name: value for name, value in os.environ.items() if name != SECRET}
    env = {**inherited, "SCRIPT_NAME": f"/w/{slug}", "VOILA_PREHEAT": "False",
           "PYTHONPATH": os.pathsep.join(filter(None, [str(ROOT), os.environ.get("PYTHONPATH")]))}
    kernels = app.kernel_manager
    kernel_id = await ensure_async(kernels.start_kernel(
        kernel_name=renderer.notebook.metadata.kernelspec.name, path="", env=env))
    try:
        return await renderer.generate_content_str(kernel_id, kernels.get_kernel(kernel_id))
    finally:
        await ensure_async(kernels.shutdown_kernel(kernel_id, now=True))


class TabletPageHandler(KitHandler):
    """GET /w/{slug} and /w/{slug}/wall."""

    def initialize(self, notebook: str) -> None:
        """Which notebook is behind this door."""
        self._notebook = notebook

    async def get(self, slug: str) -> None:
        """The page, the same for everyone."""
        try:
            room = await self.off_loop(store.workshops.get, self.db, slug)
        except NotFound:
            self.send_error(404)
            return
        send(self, await self.settings["pages"].get(self._notebook, room), cache=ALIKE)

    head = get

"""Who is who: residents need nothing, staff have a passphrase; everything else is not there.

Voila's identity provider and authoriser decide; a route for staff answers 404 to everyone else,
so that a resident cannot even learn that it exists.
"""

from __future__ import annotations

import secrets
import time

import sqlalchemy as sa
from argon2 import PasswordHasher
from argon2.exceptions import InvalidHashError, VerificationError
from jupyter_server.auth import Authorizer, User
from jupyter_server.auth.identity import IdentityProvider
from tornado.web import RequestHandler

from workshop import store
from workshop.server.base import apology

COOKIE = "workshop_staff"
DAYS = 1
SYLLABLES = tuple(a + b for a in ("k", "s", "t", "n", "h", "m", "r") for b in "aiueo")
FAILURES_ALLOWED, WINDOW_SECONDS = 8, 60


def new_passphrase() -> str:
    """Four groups of three syllables: easy to read aloud, about 61 bits."""
    return "-".join("".join(secrets.choice(SYLLABLES) for _ in range(3)) for _ in range(4))


def first_passphrase(db: sa.Engine) -> str | None:
    """Make the staff passphrase on the first start and return it once; None afterwards."""
    if store.kit.get(db, "staff_passphrase"):
        return None
    passphrase = new_passphrase()
    store.kit.put_new(db, "staff_generation", secrets.token_hex(8))
    first = store.kit.put_new(db, "staff_passphrase", PasswordHasher().hash(passphrase))
    return passphrase if first else None             # another server's start told its own


def reset_passphrase(db: sa.Engine) -> str:
    """Make a new staff passphrase; all who are signed in have to sign in again."""
    passphrase = new_passphrase()
    store.kit.put(db, "staff_passphrase", PasswordHasher().hash(passphrase))
    store.kit.put(db, "staff_generation", secrets.token_hex(8))
    return passphrase


def verify(db: sa.Engine, passphrase: str) -> bool:
    """Is it the staff passphrase? Slow on purpose (argon2): call it off the event loop."""
    stored = store.kit.get(db, "staff_passphrase")
    try:
        return bool(stored) and PasswordHasher().verify(stored, passphrase.strip())
    except (VerificationError, InvalidHashError):
        return False


class Guessing:
    """Counts wrong passphrases: a few a minute from one address, then a pause. Memory only."""

    def __init__(self) -> None:
        self._failures: dict[str, list[float]] = {}

    def pause(self, address: str) -> bool:
        """True when this address has to wait."""
        now = time.monotonic()
        recent = [t for t in self._failures.get(address, ()) if now - t < WINDOW_SECONDS]
        self._failures = {a: f for a, f in self._failures.items() if now - f[-1] < WINDOW_SECONDS}
        return len(recent) >= FAILURES_ALLOWED

    def failed(self, address: str) -> None:
        """Remember one wrong guess."""
        self._failures.setdefault(address, []).append(time.monotonic())

    def forgive(self, address: str) -> None:
        """The right passphrase came: forget the wrong ones."""
        self._failures.pop(address, None)


class StaffIdentity(IdentityProvider):
    """Knows staff by a signed cookie; a resident has no identity at all."""

    def get_user(self, handler: RequestHandler) -> User | None:
        """The staff user of this request, or None."""
        value = handler.get_signed_cookie(COOKIE, max_age_days=DAYS)
        generation = handler.settings.get("staff_generation")
        if value and generation and secrets.compare_digest(value.decode(), generation()):
            return User(username="staff", name="staff", display_name="スタッフ")
        return None

    @property
    def auth_enabled(self) -> bool:
        """Always: nobody is let in without the cookie."""
        return True

    def get_handlers(self) -> list[tuple[str, object]]:
        """Jupyter's own login page is not used; the kit has its own."""
        return []


class StaffOnly:
    """Mixed in front of a handler: not staff → 404, as if the page did not exist."""

    def prepare(self) -> object:
        """Ask the identity provider before anything else happens."""
        if self.settings["identity_provider"].get_user(self) is None:
            apology(self, 404)
            return None
        return super().prepare()


class StaffAuthorizer(Authorizer):
    """Staff may use kernels; nobody else may do anything."""

    def is_authorized(self, handler: object, user: User, action: str, resource: str) -> bool:
        """Is this user staff?"""
        return bool(user) and user.username == "staff"


def staff_only(handler: type) -> type:
    """The same handler, closed to everyone but staff."""
    return type(f"Staff{handler.__name__}", (StaffOnly, handler), {})

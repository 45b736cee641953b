"""Keys of the door: is this the password, is this cookie ours, and how long must who guessed wrong wait."""

from __future__ import annotations

import hashlib
import hmac
import time
from collections import OrderedDict
from collections.abc import Callable
from http.cookies import CookieError, SimpleCookie

COOKIE = "fabula"
LASTS_S = 30 * 24 * 3600
FREE_TRIES = 5  # wrong passwords from one address before it has to wait
LONGEST_WAIT_S = 300.0
FORGET_S = 3600.0  # after the last wrong one
MOST_ADDRESSES = 4096


class Keys:
    """Of one password. A cookie holds its end and a signature; both hang on the password alone, so that a restart logs nobody out and another
    password logs everybody out. `clock`: seconds since 1970."""

    def __init__(self, password: str, clock: Callable[[], float] = time.time):
        self._digest = hashlib.sha256(password.encode()).digest()
        # slow on purpose: who has stolen a cookie shall not be able to guess the password from it
        self._signing = hashlib.scrypt(password.encode(), salt=b"fabula door cookie", n=2**14, r=8, p=1)
        self._wrong: OrderedDict[str, tuple[int, float]] = OrderedDict()
        self._clock = clock

    def __repr__(self) -> str:
        return "Keys()"

    def try_password(self, given: str, address: str) -> bool:
        """Whether it is right; a wrong one is counted against who said it."""
        if hmac.compare_digest(hashlib.sha256(given.encode()).digest(), self._digest):
            self._wrong.pop(address, None)
            return True
        count, _ = self._wrong.pop(address, (0, 0.0))
        self._wrong[address] = (count + 1, self._clock())
        while len(self._wrong) > MOST_ADDRESSES:
            self._wrong.popitem(last=False)
        return False

    def wait_s(self, address: str) -> float:
        """Seconds until this address may try again: it doubles with every wrong password after the first few."""
        count, last = self._wrong.get(address, (0, 0.0))
        since = self._clock() - last
        if count < FREE_TRIES or since > FORGET_S:
            return 0.0
        return max(0.0, min(2.0 ** (count - FREE_TRIES), LONGEST_WAIT_S) - since)

    def cookie(self, is_secure: bool) -> str:
        """A Set-Cookie value that opens the door for a month."""
        end = str(int(self._clock() + LASTS_S))
        return f"{COOKIE}={end}.{self._signed(end)}; Path=/; Max-Age={LASTS_S}; HttpOnly; SameSite=Lax" + ("; Secure" if is_secure else "")

    def opens(self, header: str) -> bool:
        """Whether a Cookie header holds a cookie of ours that has not ended."""
        try:
            found = SimpleCookie(header).get(COOKIE)
        except CookieError:
            return False
        if found is None:
            return False
        end, _, signature = found.value.partition(".")
        return end.isdecimal() and hmac.compare_digest(signature.encode(), self._signed(end).encode()) and int(end) > self._clock()

    def _signed(self, end: str) -> str:
        return hmac.new(self._signing, end.encode(), hashlib.sha256).hexdigest()

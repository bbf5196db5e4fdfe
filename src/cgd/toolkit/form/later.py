"""Do a thing once people pause: not at every key that they press."""

import asyncio
from collections.abc import Callable


class Later:
    """Calls ``action`` when ``seconds`` have passed since the last `ask`; at once where no event loop runs."""

    def __init__(self, seconds: float, action: Callable[[], None]) -> None:
        self.seconds, self.action = seconds, action
        self._handle: asyncio.TimerHandle | None = None

    def ask(self) -> None:
        """Do it soon; asked again before, the time starts anew."""
        if self._handle:
            self._handle.cancel()
        try:
            self._handle = asyncio.get_running_loop().call_later(self.seconds, self.now)
        except RuntimeError:
            self.now()

    def now(self) -> None:
        """Do it now; what was asked for is done with that."""
        if self._handle:
            self._handle.cancel()
            self._handle = None
        self.action()

    @property
    def waiting(self) -> bool:
        """Whether something was asked for and not yet done."""
        return self._handle is not None

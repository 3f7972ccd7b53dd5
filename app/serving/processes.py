"""The processes that serve: made from this one, which loads the program once for all, and begun again when they end."""

import asyncio
import socket
import time
from collections.abc import Callable
from multiprocessing import get_context, parent_process
from multiprocessing.connection import wait
from multiprocessing.context import ForkProcess
from signal import (
    SIG_BLOCK,
    SIG_DFL,
    SIG_UNBLOCK,
    SIGINT,
    SIGTERM,
    Handlers,
    pthread_sigmask,
    set_wakeup_fd,
    signal,
)
from types import FrameType

from uvicorn import Config, Server

from app.core.work.turns import take_short_turns
from app.serving.connections import HEAD_SECONDS, Connection

SIGNALS = (SIGINT, SIGTERM)
CONNECTIONS = 8_000
"""Open connections per process; one that is idle or sends slowly uses a file descriptor but no thread."""
BACKLOG = 2_048
FINISH, STOP = 10.0, 15.0
"""Seconds for open answers after the signal to stop; for a process to end."""
PAUSE = 1.0
"""Seconds between two starts of a process that ends at once."""
ONE_SIGNAL = 1.0
"""Signals within so many seconds are one: `timeout` tells a program and then its group."""


def serve(target: str, host: str, port: int, processes: int = 1) -> None:
    """Serve the ASGI application `module:name` until SIGINT or SIGTERM; at the second signal, a second later or more,
    open answers are given up. Raises OSError when nobody can listen there.
    """
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    with socket.create_server((host, port), family=family, backlog=BACKLOG) as listener:
        told, teller = socket.socketpair()
        teller.setblocking(False)
        set_wakeup_fd(teller.fileno())
        _on_signals(_pass)
        serving: list[ForkProcess] = []
        while True:
            begun = time.monotonic()
            pthread_sigmask(SIG_BLOCK, SIGNALS)  # a new process would pass them over until it has its own
            for _ in range(processes - len(serving)):
                serving.append(get_context("fork").Process(target=_serve, args=(target, listener)))
                serving[-1].start()
            pthread_sigmask(SIG_UNBLOCK, SIGNALS)
            if told in wait([told, *(each.sentinel for each in serving)]):
                break
            time.sleep(max(0.0, begun + PAUSE - time.monotonic()))
            serving = [each for each in serving if each.is_alive()]
    _stop(serving, told)


def _stop(serving: list[ForkProcess], told: socket.socket) -> None:
    begun = time.monotonic()
    told.recv(1)
    for process in serving:
        process.terminate()
    while alive := [each for each in serving if each.is_alive()]:
        found = wait([told, *(each.sentinel for each in alive)], max(0.0, begun + STOP - time.monotonic()))
        is_told_again = told in found and bool(told.recv(1)) and time.monotonic() >= begun + ONE_SIGNAL
        if not found or is_told_again:
            for process in alive:
                process.kill()
            break
    for process in serving:
        process.join()


def _serve(target: str, listener: socket.socket) -> None:
    """In a process of its own."""
    set_wakeup_fd(-1)
    _on_signals(SIG_DFL)  # while it loads nobody waits for an answer
    pthread_sigmask(SIG_UNBLOCK, SIGNALS)
    config = Config(
        target,
        loop="uvloop",
        http=Connection,
        ws="none",
        lifespan="off",
        log_config=None,
        log_level="error",
        access_log=False,
        proxy_headers=False,
        server_header=False,
        backlog=BACKLOG,
        limit_concurrency=CONNECTIONS,
        timeout_keep_alive=int(HEAD_SECONDS),
        timeout_graceful_shutdown=int(FINISH),
    )
    config.load()
    server = _Server(config)
    _on_signals(server.handle_exit)  # before it serves, and afterwards, while what runs beside it ends
    take_short_turns()  # it answers what is in memory, whatever draws and counts beside it
    with asyncio.Runner(loop_factory=config.get_loop_factory()) as runner:
        runner.run(server.until_told(listener))


class _Server(Server):
    """It ends with the process that made it, however that ends."""

    async def until_told(self, listener: socket.socket) -> None:
        maker = parent_process()
        if maker is not None:
            asyncio.get_running_loop().add_reader(maker.sentinel, self.handle_exit, SIGTERM, None)
        await self.serve([listener])

    def handle_exit(self, sig: int, frame: FrameType | None) -> None:  # noqa: ARG002  # uvicorn's
        """Ctrl-C reaches this process twice, by itself and through its maker: neither gives up open answers."""
        self.should_exit = True


def _on_signals(act: Handlers | Callable[[int, FrameType | None], None]) -> None:
    for number in SIGNALS:
        signal(number, act)


def _pass(_number: int, _frame: FrameType | None) -> None:
    """What is to be done is done by who waits for the signal."""

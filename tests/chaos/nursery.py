"""Forks the processes of a run, from one that has read the content and imported everything but opened nothing.

    python -m tests.chaos.nursery

Lines in: "start {process}" and "signal SLOT NUMBER". Lines out: "ready", "started SLOT PID" and "ended SLOT STATUS",
where a negative status is the signal it died of. Whoever it started dies with it.
"""

from __future__ import annotations

import ctypes
import gc
import os
import select
import signal
import traceback
from pathlib import Path

from bot import content
from bot.pack import Pack
from tests.chaos import life
from tests.chaos.plan import Process

_PR_SET_PDEATHSIG = 1


class Nursery:
    def __init__(self, pack: Pack) -> None:
        self.pack = pack
        self.alive: dict[int, str] = {}

    def run(self) -> None:
        print("ready", flush=True)
        waiting = b""
        while True:
            readable, _, _ = select.select([0], [], [], 0.02)
            self._bury()
            if readable:
                more = os.read(0, 65_536)
                if not more:
                    return
                *lines, waiting = (waiting + more).split(b"\n")
                for line in lines:
                    self._obey(line.decode())

    def _obey(self, line: str) -> None:
        verb, _, rest = line.partition(" ")
        if verb == "start":
            self._start(Process.from_json(rest))
            return
        slot, _, number = rest.partition(" ")
        for pid, name in self.alive.items():
            if name == slot:
                os.kill(pid, int(number))

    def _start(self, process: Process) -> None:
        child = os.fork()
        if child == 0:
            _become(process, self.pack)
        self.alive[child] = process.slot
        print(f"started {process.slot} {child}", flush=True)

    def _bury(self) -> None:
        """Only those that are ours and not yet buried are ever signalled, so no pid can have been given away."""
        for pid in list(self.alive):
            found, status = os.waitpid(pid, os.WNOHANG)
            if found:
                print(f"ended {self.alive.pop(pid)} {os.waitstatus_to_exitcode(status)}", flush=True)


def _become(process: Process, pack: Pack) -> None:
    """The rest of the child's life."""
    status = 1
    try:
        ctypes.CDLL(None).prctl(_PR_SET_PDEATHSIG, signal.SIGKILL)
        log = os.open(process.log, os.O_WRONLY | os.O_CREAT | os.O_APPEND, 0o600)
        os.dup2(log, 2)
        os.dup2(log, 1)
        os.dup2(os.open(os.devnull, os.O_RDONLY), 0)
        life.spend(process, pack)
        status = 0
    except BaseException:
        with Path(process.log).open("a") as log_file:
            traceback.print_exc(file=log_file)
    finally:
        os._exit(status)


def main() -> None:
    pack = content.load()
    gc.collect()
    gc.freeze()
    Nursery(pack).run()


if __name__ == "__main__":
    main()

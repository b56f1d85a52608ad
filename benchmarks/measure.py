"""One command, timed: wall clock, CPU of all its processes, and their memory together.

CPU is what the kernel charges the command and the descendants that were waited for. Memory is
sampled: twenty times a second the proportional set sizes of the process tree are added up, so
a page that two processes share counts once. Where the system does not tell those, resident
sizes are added; and never less than the largest single process by the kernel's own account.
A look at a process of 800 MB takes 12 ms, so runs whose time counts are not looked at.
"""

import os
import signal
import subprocess
import threading
import time
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path

PAUSE = 0.05  # seconds between two looks at the memory
PROC = Path("/proc")


@dataclass(frozen=True, slots=True)
class Run:
    wall: float  # seconds
    cpu: float  # seconds
    peak: float  # MB, all processes together; 0 when it was not looked at
    status: str  # "" when it ended with 0, else the exit code, or "cap" when it took too long


def measure(
    command: Sequence[str],
    cwd: Path,
    log: Path,
    environment: Mapping[str, str],
    cap: float,
    *,
    looks: bool = False,
) -> Run:
    """Run `command`, its words to `log`; stopped with all its processes after `cap` seconds.

    `looks`: watch the memory too, which takes time from the command.
    """
    os.sync()  # what was written before is not charged to this run
    with log.open("wb") as words:
        begun = time.perf_counter()
        child = subprocess.Popen(
            command,
            cwd=cwd,
            stdin=subprocess.DEVNULL,
            stdout=words,
            stderr=words,
            env=dict(environment),
            start_new_session=True,
        )
        watch = _Watch(child.pid, begun + cap, looks)
        watch.start()
        _, status, usage = os.wait4(child.pid, 0)
        wall = time.perf_counter() - begun
        watch.stop()
    child.returncode = os.waitstatus_to_exitcode(status)
    # The kernel's own figure begins with what the starting process held, before the command replaced it.
    peak = (watch.peak or usage.ru_maxrss) / 1024 if looks else 0.0
    code = "cap" if watch.is_late else str(child.returncode or "")
    return Run(wall, usage.ru_utime + usage.ru_stime, peak, code)


class _Watch(threading.Thread):
    """Watches a process and its descendants until it is stopped; `peak` in KB."""

    def __init__(self, pid: int, deadline: float, looks: bool) -> None:
        super().__init__(daemon=True)
        self._pid, self._deadline, self._looks = pid, deadline, looks
        self._done = threading.Event()
        self.peak = 0
        self.is_late = False

    def run(self) -> None:
        while not self._done.wait(PAUSE):
            if self._looks:
                self.peak = max(self.peak, sum(map(memory, tree(self._pid))))
            if time.perf_counter() > self._deadline and not self.is_late:
                self.is_late = True
                os.killpg(self._pid, signal.SIGKILL)

    def stop(self) -> None:
        self._done.set()
        self.join()


def tree(pid: int) -> Iterable[int]:
    """A process and its descendants; any thread of a process may have started some."""
    found = [pid]
    for parent in found:
        try:
            threads = os.listdir(PROC / str(parent) / "task")  # noqa: PTH208  glob fails when it ends
            for thread in threads:
                children = PROC / str(parent) / "task" / thread / "children"
                found += map(int, children.read_text().split())
        except OSError:  # it has ended, or there is no /proc
            continue
    return found


def memory(pid: int) -> int:
    """KB: the proportional set size, else the resident size; 0 for a process that has ended."""
    try:
        for line in (PROC / str(pid) / "smaps_rollup").read_text().splitlines():
            if line.startswith("Pss:"):
                return int(line.split()[1])
    except OSError:
        pass
    try:
        return int((PROC / str(pid) / "statm").read_text().split()[1]) * os.sysconf("SC_PAGE_SIZE") // 1024
    except (OSError, IndexError):
        return 0

"""What a sandbox child has used, for every reply."""

import os
import resource

import msgspec

from berkas.reading.sandbox.messages import Reply


class UsageMeter:
    """Measures this process; it opens what it needs at once, for a confined child opens nothing."""

    def __init__(self) -> None:
        try:
            self._memory: int | None = os.open("/proc/self/statm", os.O_RDONLY)
        except OSError:  # not Linux: the peak is the best that is known
            self._memory = None

    def on(self, reply: Reply) -> Reply:
        """The reply with CPU time and memory of this process on it."""
        usage = resource.getrusage(resource.RUSAGE_SELF)
        address_bytes, rss_bytes = self._memory_bytes(usage.ru_maxrss)
        return msgspec.structs.replace(
            reply, cpu_seconds=usage.ru_utime + usage.ru_stime, rss_bytes=rss_bytes, address_bytes=address_bytes
        )

    def _memory_bytes(self, peak: int) -> tuple[int, int]:
        """Address space and resident memory."""
        if self._memory is None:
            return 0, peak
        pages = os.pread(self._memory, 128, 0).split()
        return int(pages[0]) * resource.getpagesize(), int(pages[1]) * resource.getpagesize()

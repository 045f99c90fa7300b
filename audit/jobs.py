"""Due work of the log: whatever waits is sequenced, signed and published."""

from audit.sequencer import sequence
from kernel.jobs import Job
from kernel.work import ground


def sequence_logs() -> int:
    """Run the sequencer once."""
    return sequence(ground().engine, ground().settings)


JOBS: dict[str, Job] = {"audit.sequence": sequence_logs}

"""What worker processes do to chunks in the tests: short acts with long answers."""

import os
import signal
import threading
import time

LONG = b"x" * 3_000_000


def answer_at_length(chunk):
    time.sleep(0.01)
    return [LONG for _ in chunk]


def die_of_sevens(chunk):
    """A chunk with a 7 ends the process, at its start or while it answers at length."""
    if 7 in chunk:
        threading.Timer(0.02, os.kill, (os.getpid(), signal.SIGKILL)).start()
        return [LONG * 30 for _ in chunk]
    if 77 in chunk:
        os.kill(os.getpid(), signal.SIGKILL)
    return [n * n for n in chunk]


def interrupted(seed):
    """A run of two workers that is interrupted after its first answer: the script of a test."""
    import random

    from engine.batch.workers import run_processes

    def stop(*_):
        raise KeyboardInterrupt

    signal.signal(signal.SIGALRM, stop)
    answers = 0
    try:
        for _ in run_processes(iter([[n] for n in range(10_000)]), 2, answer_at_length):
            if not answers:
                signal.setitimer(signal.ITIMER_REAL, random.Random(seed).uniform(0.001, 0.05))
            answers += 1
    except KeyboardInterrupt:
        print("interrupted")

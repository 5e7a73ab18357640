"""Losses made on purpose, behind the programs' backs: a test that does not find them proves nothing."""
import contextlib
import os
import shutil
import sqlite3
import subprocess
import sys

from book import Edit

KINDS = ["row", "verdict", "value", "back", "outbox"]


def find_all(seed):
    """Runs the test once for each kind of damage; those that it did not notice."""
    missed = []
    for kind in KINDS:
        done = subprocess.run(
            [sys.executable, "-B", sys.argv[0], "--cycles", "9", "--seed", str(seed), "--plant", kind, "--discard"],
            capture_output=True, text=True)
        print(f"{kind}: exit {done.returncode}: {(done.stderr.strip() or 'nothing noticed').splitlines()[0][:150]}")
        if done.returncode != 1:
            missed.append(kind)
    return missed


class Plant:
    """Damages the hub's or a device's files once, while the daemon does not run."""

    def __init__(self, kind, daemon, crowd, book):
        self.kind, self.daemon, self.crowd, self.book = kind, daemon, crowd, book
        self.old = f"{daemon.data}.old"

    def remember(self):
        """What `back` goes back to."""
        if self.kind == "back":
            with self.daemon.upkeep:
                self.daemon.kill()
                shutil.copytree(self.daemon.data, self.old, ignore=shutil.ignore_patterns("*.sock"))
                self.daemon.start()

    def damage(self):
        with self.daemon.upkeep:
            self.daemon.kill()
            getattr(self, self.kind)()
            self.daemon.start()

    def back(self):
        self.daemon.replace_data(self.old)

    def row(self):
        self.alter("DELETE FROM touches WHERE changeset = (SELECT max(number) - 5 FROM changesets)",
                   "DELETE FROM changesets WHERE number = (SELECT max(number) - 5 FROM changesets)")

    def verdict(self):
        self.alter("UPDATE changesets SET verdict = '{\"kind\":\"merged\"}' "
                   "WHERE number > (SELECT max(number) - 40 FROM changesets)")

    def value(self):
        """What two records say in each other's place."""
        said = "creation, is_untouched, body"
        with contextlib.closing(sqlite3.connect(os.path.join(self.daemon.data, "hub.sqlite"))) as store, store:
            [(one, *first), (other, *second)] = store.execute(
                f"SELECT number, {said} FROM records WHERE kind IS NOT NULL LIMIT 2").fetchall()
            store.execute(f"UPDATE records SET ({said}) = (?, ?, ?) WHERE number = ?", (*second, one))
            store.execute(f"UPDATE records SET ({said}) = (?, ?, ?) WHERE number = ?", (*first, other))

    def outbox(self):
        """The user of a device was told "saved"; what was saved is in the book alone."""
        device = self.crowd.programs()[0]
        device.held["never-saved"] = None
        self.book.add(Edit("never-saved", "0" * 32, {}, {}, None, None, {}))

    def alter(self, *statements):
        with contextlib.closing(sqlite3.connect(os.path.join(self.daemon.data, "hub.sqlite"))) as store, store:
            for statement in statements:
                store.execute(statement)

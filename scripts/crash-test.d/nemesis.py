"""What goes wrong, one thing a cycle, drawn from the seed."""
import os
import random
import shutil
import time

from programs import run

KINDS = ["daemon", "client", "restore", "clone", "disk-full", "hub-restore", "hub-copied-back"]


class Nemesis:
    def __init__(self, kinds, seed, directory, daemon, crowd, book, disk):
        self.kinds, self.random, self.directory = kinds, random.Random(f"{seed}/moments"), directory
        self.hub, self.crowd, self.book, self.disk = daemon, crowd, book, disk
        self.backup, self.copy, self.copies = None, None, 0
        self.during_exchange = 0

    def strike(self):
        time.sleep(self.random.uniform(0, 0.4))
        kind = self.random.choice(self.kinds)
        self.book.count(kind)
        getattr(self, kind.replace("-", "_"))()

    def kill_daemon(self):
        self.during_exchange += any(device.is_exchanging for device in self.crowd.devices)
        self.hub.kill()

    def daemon(self):
        with self.hub.upkeep:
            self.kill_daemon()
            while self.random.random() < 0.1:  # and again while it starts
                self.hub.launch()
                time.sleep(self.random.uniform(0, 0.3))
                self.hub.kill()
                self.book.count("kills_while_starting")
            self.hub.start()

    # Devices

    def victims(self):
        programs = self.crowd.programs()
        return self.random.sample(programs, min(len(programs), self.random.randint(1, 3)))

    def client(self):
        for device in self.victims():
            self.kill_command(device)

    def kill_command(self, device):
        """At a random moment of a command: it takes a while until one runs."""
        end = time.monotonic() + 1
        time.sleep(self.random.uniform(0, 0.1))
        while not device.kill() and time.monotonic() < end:
            time.sleep(0.002)
        self.book.count("commands_killed", time.monotonic() < end)

    def restore(self):
        for device in self.victims()[:1]:
            if device.image is None or self.random.random() < 0.2:
                device.orders.append("image")
            else:
                device.orders.append("go back")
            self.kill_command(device)

    def clone(self):
        for device in self.victims()[:1]:
            device.orders.append("clone")

    # The hub's disk

    def disk_full(self):
        """No room: refused with a clear code, nothing taken; then room again, and it goes on, killed or not."""
        refused, generation = self.book.counts.get("refused_as_full", 0), self.hub.generation
        for device in self.crowd.lights():
            device.heavy = True
        self.disk.fill()
        try:
            if not self.wait(lambda: self.book.counts.get("refused_as_full", 0) > refused, 30):
                self.book.count("disks_never_full")
            time.sleep(self.random.uniform(0, 0.4))
            if self.random.random() < 0.3:
                with self.hub.upkeep:
                    self.kill_daemon()
                    self.disk.free()
                    self.hub.start()
        finally:
            self.disk.free()
            for device in self.crowd.lights():
                device.heavy = False
        before = len(self.book.at_hub)
        if not self.wait(lambda: len(self.book.at_hub) > before, 30) and not self.book.faults:
            self.book.fault(f"the daemon did not go on after the disk was full (generation {generation})")
        if not self.hub.is_running():
            self.book.fault("the daemon ended because the disk was full")

    def wait(self, condition, seconds):
        end = time.monotonic() + seconds
        while not condition():
            if time.monotonic() > end or self.book.faults:
                return False
            time.sleep(0.01)
        return True

    # The hub's data

    def place(self, name):
        self.copies += 1
        return os.path.join(self.directory, f"{name}-{self.copies}")

    def hub_restore(self):
        """Takes a backup while the hub works; the next time, begins again from it with the newest ledger."""
        if self.backup is None:
            known, path = self.book.known(), self.place("backup")
            self.hub.administer("backup", path)
            self.backup = (path, known)
            return self.book.count("backups")
        path, known = self.backup
        self.backup = None
        with self.hub.upkeep:
            self.kill_daemon()
            fresh = f"{self.hub.data}.restored"
            run("gridsyncd", "--data", fresh, "restore", path, "--ledger", os.path.join(self.hub.data, "ledger"))
            self.hub.replace_data(fresh)
            self.came_back(known)
        shutil.rmtree(path)
        self.book.count("hub_restored")

    def hub_copied_back(self):
        """Copies the whole data directory; the next time, puts it back, and tells nobody."""
        with self.hub.upkeep:
            self.kill_daemon()
            if self.copy is None:
                path = self.place("data")
                shutil.copytree(self.hub.data, path, ignore=shutil.ignore_patterns("*.sock"))
                self.copy = (path, self.book.known())
                return self.hub.start()
            path, known = self.copy
            self.copy = None
            back = f"{self.hub.data}.back"
            shutil.copytree(path, back)
            self.hub.replace_data(back)
            self.came_back(known)
        shutil.rmtree(path)
        self.book.count("hub_put_back")

    def came_back(self, known):
        self.book.went_back(known)
        self.hub.start()

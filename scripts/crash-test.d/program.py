"""Devices of the gridsync program, one process a command, whose processes are killed and whose stores are copied."""
import os
import random
import shutil
import signal
import subprocess

from book import Edit
from programs import ENVIRONMENT, GRIDS, SECONDS, Stopped, command, error_code, run, whole_lines


class Killed(Exception):
    """The process of a command was killed; what it said until then."""

    def __init__(self, lines):
        super().__init__("killed")
        self.lines = lines


class ProgramDevice:
    """One store directory, and what its user was told."""

    def __init__(self, number, directory, seed, book, hub):
        self.number, self.directory, self.seed, self.book, self.hub = number, directory, seed, book, hub
        self.name, self.store = f"program {number}", os.path.join(directory, f"device-{number}")
        self.random, self.serial = random.Random(f"{seed}/program/{number}"), 0
        self.is_exchanging, self.interrupted, self.repeated, self.answers_lost = False, 0, 0, 0
        self.held, self.records, self.told = {}, [], {}  # text: dot, in order; records of its own; dot: verdict
        self.process, self.orders, self.image, self.is_cut_off = None, [], None, False
        self.clones, self.is_retired = 0, False

    def texts(self):
        return {text for text in self.held if self.book.edits[text].is_sure}

    def dots(self):
        return set(self.told)

    def enrol(self, hub, code):
        run("gridsync", "--store", self.store, "enrol", "--hub", hub, "--code", code)

    def run(self, *arguments, codes=(0,)):
        """The lines of a command and its exit code; ends as Killed or Stopped when it could not be done."""
        # A session of its own, so that a kill strikes it alone.
        self.process = process = subprocess.Popen(
            command("gridsync", "--store", self.store, *arguments), stdout=subprocess.PIPE, stderr=subprocess.PIPE,
            text=True, env=ENVIRONMENT, start_new_session=True)
        output, errors = process.communicate(timeout=SECONDS)
        self.process = None
        code = process.returncode
        if code == -signal.SIGKILL:
            raise Killed(whole_lines(output))
        if code in codes:
            return whole_lines(output)
        if code == 77 and error_code(errors) == "needs_confirmation":
            self.confirm()
            raise Stopped(75, "it was confirmed")
        # What a ledger inside the directory that was put back forgot, nobody knows.
        if code == 77 and error_code(errors) == "unauthorized" and self.book.counts.get("hub_put_back"):
            raise Stopped(77, "the hub does not know this device any more")
        if code in (69, 75):
            raise Stopped(code, errors)
        raise RuntimeError(f"{self.name}: {' '.join(map(str, arguments))}: exit {code}: {errors.strip()}")

    def confirm(self):
        """What an operator does about a second copy within a day."""
        try:
            for line in self.hub.administer("devices", "list"):
                if line["needs_confirmation"]:
                    self.hub.administer("devices", "confirm", line["device"])
                    self.book.count("confirmed")
        except RuntimeError as error:  # the daemon was killed meanwhile, or its disk is full: next time
            raise Stopped(69, str(error)) from None

    # What it does

    def work(self):
        for _ in range(self.random.choice((1, 1, 1, 2, 4))):
            kind = self.random.random()
            if not self.records or kind < 0.3:
                self.create()
            else:
                everyone = [edit.record for edit in list(self.book.edits.values())[-200:] if edit.record]
                record = self.random.choice(everyone if everyone and kind < 0.5 else self.records[-20:])
                self.change(record, self.random.choice(("address", "address", "note", "name")))
        if self.random.random() < 0.8:
            self.exchange(self.random.choice(("push", "push", "sync")))

    def text(self):
        self.serial += 1
        return f"{self.number}-{self.serial}"

    def create(self):
        text = self.text()
        fields = {"name": text, "address": text}
        self.write(text, None, fields, {}, {}, "new", "resident", "--area", self.random.choice(GRIDS),
                   *[f"{path}={value}" for path, value in fields.items()], "residence_kind=1", "notice_given=true")

    def change(self, record, path):
        try:
            [shown] = self.run("show", record, codes=(0,))
        except RuntimeError as error:
            if "exit 66" in str(error):  # another's record that has not come here
                return
            raise
        text = self.text()
        own = {dot: held for held, dot in self.held.items() if dot and self.book.edits[held].record == bare(record)}
        self.write(text, record, {path: text}, shown["context"], own, "set", record, "--seen", shown["seen"],
                   f"{path}={text}")

    def write(self, text, record, fields, context, names, *arguments):
        """Runs a command that writes; a killed one counts as done only when it said so."""
        try:
            lines = self.run(*arguments)
        except Killed as killed:
            lines = killed.lines
        made = lines[0] if lines else {"id": record, "dot": None}
        self.book.add(Edit(
            text, made["id"] and bare(made["id"]), fields, context, None, made["dot"], names, is_sure=bool(lines)))
        if lines:
            self.held[text] = made["dot"]
            if arguments[0] == "new":
                self.records.append(made["id"])
        else:
            self.book.count("writes_killed")

    def exchange(self, name):
        since, held = self.book.times_back, self.texts()
        self.is_exchanging = True
        try:
            lines = self.run(name)
        except Killed as killed:
            self.book.count("exchanges_killed")
            lines = killed.lines
        except Stopped:
            self.interrupted += 1
            raise
        finally:
            self.is_exchanging = False
        for answer in (line.get("push", line) for line in lines):
            texts = {dot: text for text, dot in self.held.items()}
            dots = {verdict["dot"]: verdict["verdict"] for verdict in answer["verdicts"]}
            for dot, verdict in dots.items():
                before = self.told.get(dot)
                if before and before[0] != verdict and before[1] == since:
                    self.book.fault(f"{self.name}: {dot} had the verdict {before[0]}, then {verdict}")
                self.told[dot] = (verdict, since)
            done = held if answer["left"] == 0 else {texts[dot] for dot in dots if dot in texts}
            self.book.acknowledged(done, dots, since)

    def reconnect(self):
        self.exchange("push")

    # What is done to it

    def obey(self):
        """Does between two commands what the nemesis ordered; gives the devices that came into being."""
        born = []
        while self.orders:
            order = self.orders.pop(0)
            if order == "image":
                self.take_image()
            elif order == "go back" and self.image:
                self.go_back()
            elif order == "clone":
                born.append(self.clone())
        return born

    def memory(self):
        return dict(self.held), list(self.records), dict(self.told)

    def take_image(self):
        self.drop_image()
        path = f"{self.store}.image"
        shutil.copytree(self.store, path)
        self.image = (path, self.memory())

    def drop_image(self):
        if self.image:
            shutil.rmtree(self.image[0])
        self.image = None

    def go_back(self):
        """An old copy in place of the store: what the copy does not hold is gone with the store."""
        path, (held, records, told) = self.image
        shutil.rmtree(self.store)
        shutil.copytree(path, self.store)
        self.held, self.records, self.told = dict(held), list(records), dict(told)
        self.drop_image()
        self.book.count("stores_restored")

    def clone(self):
        self.clones += 1
        copy = ProgramDevice(f"{self.number}c{self.clones}", self.directory, self.seed, self.book, self.hub)
        shutil.copytree(self.store, copy.store)
        copy.held, copy.records, copy.told = self.memory()
        self.book.count("stores_cloned")
        return copy

    def kill(self):
        """Kills the running command, if there is one."""
        process = self.process
        if process is None or process.poll() is not None:
            return False
        try:
            os.kill(process.pid, signal.SIGKILL)
        except ProcessLookupError:
            return False
        return True


def bare(record):
    return record.replace("-", "").lower()

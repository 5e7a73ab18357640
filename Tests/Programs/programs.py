"""Drives the built programs on loopback, each test in a directory of its own.

The binaries are those in GRIDSYNC_BIN, else in .build/debug of the repository.
Nothing here waits longer than LIMIT seconds for anything.
"""

import json
import os
import pathlib
import queue
import shutil
import signal
import subprocess
import tempfile
import threading
import time
import unittest

REPOSITORY = pathlib.Path(__file__).resolve().parents[2]
BINARIES = pathlib.Path(os.environ.get("GRIDSYNC_BIN") or REPOSITORY / ".build" / "debug").absolute()
LIMIT = 60

TOWN = "320102001"
VILLAGE = "320102001001"
GRID_1 = "320102001001001"
GRID_2 = "320102001001002"
GRID_3 = "320102001001003"
AREAS = [
    ("320102", "District", "county", ""),
    (TOWN, "Town", "township", "320102"),
    (VILLAGE, "Village", "village", TOWN),
    (GRID_1, "Grid 1", "grid", VILLAGE),
    (GRID_2, "Grid 2", "grid", VILLAGE),
    (GRID_3, "Grid 3", "grid", VILLAGE),
]


class Failed(Exception):
    """A program ended with another code than 0."""

    def __init__(self, arguments, code, output, errors):
        super().__init__(f"{' '.join(map(str, arguments))}: exit {code}\n{output}{errors}")
        self.exit = code
        self.output = output
        self.errors = errors
        try:
            self.code = json.loads(errors.strip().splitlines()[-1])["error"]["code"]
        except (ValueError, KeyError, IndexError, TypeError):
            self.code = None


def run(program, *arguments, text=None, timeout=LIMIT):
    """Runs a program to its end and gives its standard output."""
    command = [str(BINARIES / program), *map(str, arguments)]
    environment = {key: value for key, value in os.environ.items() if not key.startswith("GRIDSYNC_")}
    done = subprocess.run(
        command, input=text if text is not None else "", capture_output=True, text=True, timeout=timeout,
        env=environment)
    if done.returncode != 0:
        raise Failed(command, done.returncode, done.stdout, done.stderr)
    return done.stdout


def lines(output):
    return [json.loads(line) for line in output.splitlines() if line.strip()]


def one(output):
    found = lines(output)
    assert len(found) == 1, output
    return found[0]


def eventually(condition, what, timeout=LIMIT):
    """Asks until the condition gives something true, and gives that."""
    end = time.monotonic() + timeout
    while True:
        found = condition()
        if found:
            return found
        if time.monotonic() > end:
            raise AssertionError(f"never came: {what}")
        time.sleep(0.05)


class Device:
    """One enrolled directory of the field client."""

    def __init__(self, store):
        self.store = pathlib.Path(store)
        self.identity = None

    def __call__(self, *arguments, text=None, clock=None):
        more = ["--device-clock", clock] if clock else []
        return run("gridsync", *arguments, "--store", self.store, "--json", *more, text=text)

    def one(self, *arguments, **more):
        return one(self(*arguments, **more))

    def lines(self, *arguments, **more):
        return lines(self(*arguments, **more))

    def fails(self, *arguments, **more):
        """Runs what has to fail, and gives how it did."""
        try:
            output = self(*arguments, **more)
        except Failed as failed:
            return failed
        raise AssertionError(f"{arguments} was done: {output}")

    def enrol(self, hub, worker):
        code = hub.one("devices", "code", "--worker", worker)["code"]
        self.identity = self.one("enrol", "--hub", hub.address, "--code", code)
        return self

    def new(self, kind, area, **fields):
        written = self.one("new", kind, "--area", area, *[f"{key}={value}" for key, value in fields.items()])
        return written["id"], written["dot"]

    def set(self, record, *fields, **more):
        return self.one("set", record, *fields, **more)["dot"]

    def show(self, record):
        return self.one("show", record)

    def field(self, record, path):
        return self.show(record)["fields"].get(path)

    def sync(self):
        return self.one("sync")

    def push(self):
        return self.one("push")

    def pull(self):
        return self.one("pull")

    def status(self):
        return self.one("status")

    def history(self, record):
        return self.lines("history", record)

    def export(self):
        return self("export", "--format", "jsonl")

    def copy(self, to):
        """A copy of the whole directory, as a restore from an image or a clone makes it."""
        shutil.copytree(self.store, to)
        copied = Device(to)
        copied.identity = self.identity
        return copied

    def go_back_to(self, old):
        """Puts an old copy in place of the directory."""
        shutil.rmtree(self.store)
        shutil.copytree(old.store, self.store)


class Hub:
    """The daemon over one data directory: may be stopped and started again at the same address."""

    def __init__(self, data, *options):
        self.data = pathlib.Path(data)
        self.options = options
        self.address = None
        self.process = None
        self.log = pathlib.Path(str(data) + ".log")

    def __call__(self, *arguments, text=None):
        return run("gridsyncd", *arguments, "--data", self.data, "--json", text=text)

    def one(self, *arguments, **more):
        return one(self(*arguments, **more))

    def lines(self, *arguments, **more):
        return lines(self(*arguments, **more))

    def fails(self, *arguments, **more):
        try:
            output = self(*arguments, **more)
        except Failed as failed:
            return failed
        raise AssertionError(f"{arguments} was done: {output}")

    def areas(self, rows):
        """Imports area rows: (code, name, level, parent) and optionally valid from, valid to, predecessors."""
        path = pathlib.Path(str(self.data) + ".areas.csv")
        heads = ["code", "name", "level", "parent", "valid_from", "valid_to", "predecessors"]
        filled = [list(row) + [""] * (len(heads) - len(row)) for row in rows]
        path.write_text("".join(",".join(row) + "\n" for row in [heads, *filled]), encoding="utf-8")
        return self.one("areas", "import", path)

    def worker(self, name, role, *areas):
        """Adds a worker, and gives the id."""
        named = [part for area in areas for part in ("--area", area)]
        return self.one("workers", "add", name, "--role", role, *named)["worker"]

    def start(self):
        listen = self.address.removeprefix("http://") if self.address else "127.0.0.1:0"
        command = [
            str(BINARIES / "gridsyncd"), "serve", "--listen", listen, "--data", str(self.data), "--json",
            *self.options]
        with open(self.log, "ab") as errors:
            self.process = subprocess.Popen(
                command, stdin=subprocess.DEVNULL, stdout=subprocess.PIPE, stderr=errors, text=True)
        first = queue.Queue()

        def read(stream):
            for line in stream:
                first.put(line)
            first.put("")

        threading.Thread(target=read, args=(self.process.stdout,), daemon=True).start()
        line = first.get(timeout=LIMIT)
        if not line:
            raise AssertionError(f"the daemon did not start: {self.log.read_text(errors='replace')[-4000:]}")
        self.address = json.loads(line)["listening"]
        return self

    def stop(self):
        """Ends the daemon with SIGTERM, and gives its exit code."""
        if self.process is None:
            return None
        process, self.process = self.process, None
        if process.poll() is None:
            process.send_signal(signal.SIGTERM)
        try:
            return process.wait(timeout=LIMIT)
        except subprocess.TimeoutExpired:
            process.kill()
            process.wait()
            raise AssertionError("the daemon did not end on SIGTERM") from None
        finally:
            process.stdout.close()

    def kill(self):
        """Ends the daemon as a power cut does."""
        process, self.process = self.process, None
        process.kill()
        process.wait()
        process.stdout.close()

    def export(self, *areas):
        named = ["--area", *areas] if areas else []
        return self("export", "--format", "jsonl", *named)

    def alarms(self):
        return [alarm["kind"] for alarm in self.lines("alarms")]


class ProgramsTestCase(unittest.TestCase):
    """A directory for each test, and hubs that end with it."""

    maxDiff = None

    def setUp(self):
        self.directory = pathlib.Path(tempfile.mkdtemp(prefix="gridsync-"))
        self.addCleanup(shutil.rmtree, self.directory, ignore_errors=True)
        self.hubs = []
        self.addCleanup(self.stop_all)

    def stop_all(self):
        for hub in self.hubs:
            if hub.process is not None:
                hub.kill()

    def hub(self, name="hub", areas=AREAS, start=True):
        hub = Hub(self.directory / name)
        self.hubs.append(hub)
        if areas:
            hub.areas(areas)
        return hub.start() if start else hub

    def device(self, hub, worker, name):
        return Device(self.directory / name).enrol(hub, worker)

    def assert_agree(self, hub, *devices):
        """Every device synchronised and equal to the hub, by its own proof and by the export of its areas."""
        for device in devices:
            device.sync()
        for device in devices:
            device.sync()
            proof = device.one("verify")
            self.assertTrue(proof["equal"], proof)
            self.assertEqual(proof["differences"], [])
        everything = set(hub.export().splitlines())
        for device in devices:
            self.assertLessEqual(set(device.export().splitlines()), everything)
        self.assertTrue(hub.one("verify")["ok"])

    def assert_single_dots(self, history):
        dots = [change["dot"] for change in history]
        self.assertEqual(len(dots), len(set(dots)), history)

"""Runs `gridsync` and `gridsyncd` as people and other programs do: by their command lines and their JSON."""

import json
import os
import signal
import subprocess
import threading
from concurrent.futures import ThreadPoolExecutor

from narrator import NotAsTold, require


class Programs:
    def __init__(self, binaries, language):
        self.language = language
        self.paths = {name: os.path.join(binaries, name) for name in ("gridsync", "gridsyncd")}
        for name, path in self.paths.items():
            require(os.access(path, os.X_OK), f"there is no program {path}", f"没有程序 {path}")
        # Everything here is on the loopback.
        for variable in ("http_proxy", "https_proxy", "HTTP_PROXY", "HTTPS_PROXY", "ALL_PROXY", "all_proxy"):
            os.environ.pop(variable, None)
        self.environment = dict(os.environ, TZ="Asia/Shanghai", NO_COLOR="1")

    def run(self, program, arguments, allowed=(0,)):
        done = subprocess.run(
            [self.paths[program], *arguments], env=self.environment, stdin=subprocess.DEVNULL, capture_output=True,
            timeout=600)
        if done.returncode not in allowed:
            command = " ".join([program, *arguments])
            raise NotAsTold(
                f"`{command}` ended with {done.returncode}", f"`{command}` 以 {done.returncode} 结束",
                done.stderr.decode(errors="replace"))
        return done

    def start(self, program, arguments, **options):
        return subprocess.Popen(
            [self.paths[program], *arguments], env=self.environment, stdin=subprocess.DEVNULL, **options)


def lines(output):
    return [json.loads(line) for line in output.decode().splitlines() if line.strip()]


class Hub:
    """The daemon on a free port of the loopback, and administrative commands that go through it."""

    def __init__(self, programs, directory):
        self.programs, self.data = programs, os.path.join(directory, "hub")
        self.log_path = os.path.join(directory, "hub.log")
        self.process, self.url = None, None

    def start(self, stays=False):
        log = open(self.log_path, "ab")
        self.process = self.programs.start(
            "gridsyncd", ["--data", self.data, "--json", "serve", "--listen", "127.0.0.1:0"],
            stdout=subprocess.PIPE, stderr=log, start_new_session=stays)
        log.close()
        first = self.process.stdout.readline()
        require(first.strip(), "the hub did not start", "中枢没有启动", self.log_tail())
        self.url = json.loads(first)["listening"]
        return self.url

    def log_tail(self):
        if not os.path.exists(self.log_path):
            return ""
        with open(self.log_path, "rb") as file:
            return file.read()[-3000:].decode(errors="replace")

    def command(self, *arguments):
        """An administrative command's lines."""
        return lines(self.programs.run("gridsyncd", [*arguments, "--data", self.data, "--json"]).stdout)

    def export(self, areas=()):
        arguments = ["export", "--format", "jsonl", "--data", self.data]
        for area in areas:
            arguments += ["--area", area]
        return self.programs.run("gridsyncd", arguments).stdout

    def stop(self):
        if self.process and self.process.poll() is None:
            self.process.send_signal(signal.SIGTERM)
            try:
                self.process.wait(timeout=20)
            except subprocess.TimeoutExpired:
                self.process.kill()
                self.process.wait()


class Device:
    """One store directory in one person's hands."""

    def __init__(self, programs, book, name, person, store, clock="+0s"):
        self.programs, self.book, self.name, self.person = programs, book, name, person
        self.store, self.clock = store, clock
        self.network = None
        self.id = ""

    def arguments(self, *words, is_json=True):
        return [*words, "--store", self.store, "--device-clock=" + self.clock] + (["--json"] if is_json else [])

    def run(self, *words, allowed=(0,)):
        return self.programs.run("gridsync", self.arguments(*words), allowed)

    def ask(self, *words):
        return lines(self.run(*words).stdout)

    def for_people(self, *words, language="en"):
        return self.programs.run(
            "gridsync", self.arguments(*words, is_json=False) + ["--lang", language]).stdout.decode()

    def enrol(self, url, code):
        answer = self.ask("enrol", "--hub", url, "--code", code)[0]
        self.id = answer["device"]
        return answer

    def apply(self, edits, atomic=False):
        """Writes offline, one changeset a line unless `atomic`; returns what came back for each line."""
        if not edits:
            return []
        path = self.store + ".jsonl"
        with open(path, "w", encoding="utf-8") as file:
            for edit in edits:
                file.write(json.dumps(edit, ensure_ascii=False) + "\n")
        written = self.ask("apply", path, *(["--atomic"] if atomic else []))
        require(
            len(written) == len(edits), f"{self.name} wrote {len(edits)} lines and was told of {len(written)}",
            f"{self.name} 写入 {len(edits)} 行，却只得到 {len(written)} 行答复")
        for edit, answer in zip(edits, written):
            self.book.wrote(self, edit, answer)
        return written

    def sync(self, allowed=(0,)):
        """Push and pull; None when the hub could not be reached."""
        done = self.run("sync", allowed=(*allowed, 69))
        if done.returncode == 69 and 69 not in allowed:
            raise NotAsTold(
                f"{self.name} could not reach the hub", f"{self.name} 连不上中枢", done.stderr.decode())
        if done.returncode != 0:
            return None
        answer = lines(done.stdout)[0]
        self.book.answered(self, answer["push"])
        return answer


class Book:
    """What devices were told: each acknowledged dot with its verdict, and what was written under it."""

    def __init__(self):
        self.lock = threading.Lock()
        self.written = {}
        self.verdicts = {}
        self.repeated = 0
        self.sent = 0
        self.writes = 0
        self.creations = 0
        self.repeated_at_hub = 0

    def wrote(self, device, edit, answer):
        with self.lock:
            self.writes += 1
            self.creations += edit["op"] == "new"
            self.written.setdefault(answer["dot"], []).append((device.name, answer["id"], edit))

    def answered(self, device, push):
        with self.lock:
            self.sent += push["sent"]
            for verdict in push["verdicts"]:
                dot = verdict["dot"]
                if dot in self.verdicts:
                    self.repeated += 1
                    require(
                        self.verdicts[dot]["verdict"] == verdict["verdict"],
                        f"{dot} was {self.verdicts[dot]['verdict']} first and {verdict['verdict']} when repeated",
                        f"{dot} 首次判为 {self.verdicts[dot]['verdict']}，重复时却为 {verdict['verdict']}")
                else:
                    self.verdicts[dot] = dict(verdict, device=device.name)

    def count(self):
        counts = {}
        for verdict in self.verdicts.values():
            counts[verdict["verdict"]] = counts.get(verdict["verdict"], 0) + 1
        return counts


def together(work, items):
    """Runs the work for all items, as many at a time as there are processors; the first failure ends it."""
    with ThreadPoolExecutor(max_workers=max(2, os.cpu_count() or 2)) as pool:
        return list(pool.map(work, items))

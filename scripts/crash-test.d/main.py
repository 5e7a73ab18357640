"""Kills the programs at random moments of their work, and proves that nothing acknowledged is lost."""
import argparse
import json
import os
import shutil
import subprocess
import sys
import tempfile
import time

import disk
import plant
from book import Book
from crowd import Crowd
from daemon import Daemon
from judge import Judge
from light import LightDevice
from nemesis import KINDS, Nemesis
from program import ProgramDevice
from programs import AREAS, GRIDS, Stopped

LIGHT_DEVICES = 4


def parsed():
    parser = argparse.ArgumentParser(prog="crash-test", description=__doc__)
    parser.add_argument("--cycles", type=int, default=200)
    parser.add_argument("--seed", type=int, default=1)
    parser.add_argument("--nemesis", default="daemon", metavar="KIND,…", help=f"of {', '.join(KINDS)}, or all")
    parser.add_argument("--keep", metavar="DIR", help="work there and keep it")
    parser.add_argument("--plant", choices=[*plant.KINDS, "all"], help=argparse.SUPPRESS)
    parser.add_argument("--discard", action="store_true", help=argparse.SUPPRESS)
    arguments = parser.parse_args()
    arguments.kinds = KINDS if arguments.nemesis == "all" else arguments.nemesis.split(",")
    if unknown := set(arguments.kinds) - set(KINDS):
        parser.error(f"there is no nemesis {', '.join(sorted(unknown))}; there are {', '.join(KINDS)}")
    return arguments


class Run:
    def __init__(self, arguments, directory):
        self.arguments, self.directory, self.book = arguments, directory, Book()
        self.disk, home = None, directory
        if "disk-full" in arguments.kinds:
            home = os.path.join(directory, "disk")
            self.disk = disk.Disk(home)
        self.daemon = Daemon(directory, home)
        self.figures = {"seed": arguments.seed, "nemesis": ",".join(arguments.kinds)}

    def go(self):
        try:
            fresh = self.enrolled()
            self.cycles()
            if not self.book.faults:
                self.figures.update(Judge(self.daemon, self.crowd, self.book, fresh).judge())
        except (RuntimeError, Stopped, subprocess.TimeoutExpired) as error:
            self.book.fault(f"{type(error).__name__}: {error}")
        finally:
            if self.daemon.is_running():
                self.daemon.kill()
            if self.disk:
                if self.book.faults:  # the disk ends with this program
                    shutil.copytree(self.daemon.data, os.path.join(self.directory, "hub"), dirs_exist_ok=True,
                                    ignore=shutil.ignore_patterns("*.sock"))
                self.disk.close()

    def enrolled(self):
        """The devices at work, and two that come at the end to see what a new one is given."""
        areas = os.path.join(self.directory, "areas.csv")
        with open(areas, "w") as file:
            file.write(AREAS)
        self.daemon.start()
        self.daemon.administer("areas", "import", areas)
        seed, number = self.arguments.seed, LIGHT_DEVICES
        programs = 1 if self.arguments.kinds == ["daemon"] else 3
        devices = [LightDevice(n + 1, seed, self.book) for n in range(number + 1)]
        devices += [ProgramDevice(number + 2 + n, self.directory, seed, self.book, self.daemon)
                    for n in range(programs + 1)]
        for device in devices:
            worker = self.daemon.administer(
                "workers", "add", f"Worker {device.number}", "--role", "worker", "--area", *GRIDS)[0]["worker"]
            device.enrol(self.daemon.url, self.daemon.administer("devices", "code", "--worker", worker)[0]["code"])
        fresh = [devices.pop(number), devices.pop()]
        self.crowd = Crowd(devices, self.daemon, self.book)
        return fresh

    def cycles(self):
        nemesis = Nemesis(self.arguments.kinds, self.arguments.seed, self.directory, self.daemon, self.crowd,
                          self.book, self.disk)
        kind = self.arguments.plant
        planted = plant.Plant(kind, self.daemon, self.crowd, self.book) if kind else None
        self.crowd.begin()
        for cycle in range(self.arguments.cycles):
            nemesis.strike()
            if planted and cycle == self.arguments.cycles // 3:
                planted.remember()
            if planted and cycle == self.arguments.cycles - 2:
                planted.damage()
            if self.book.faults:
                break
            if sys.stderr.isatty():
                print(f"\r{cycle + 1}/{self.arguments.cycles}", end="", file=sys.stderr)
        self.crowd.end()
        devices = self.crowd.devices
        self.figures.update(
            cycles=cycle + 1, kills_during_push=nemesis.during_exchange,
            pushes_interrupted=sum(device.interrupted for device in devices))

    def finished(self, seconds):
        devices = self.crowd.devices if hasattr(self, "crowd") else []
        self.figures.update(
            self.book.counts, committed_and_not_answered=sum(device.answers_lost for device in devices),
            repeats_answered=sum(device.repeated for device in devices), epochs=len(self.book.epochs),
            seconds=round(seconds, 1), faults=len(self.book.faults))
        return self.figures


def main():
    arguments = parsed()
    if arguments.plant == "all":
        sys.exit(1 if plant.find_all(arguments.seed) else 0)
    if "disk-full" in arguments.kinds:
        disk.enter_namespace()
    began = time.monotonic()
    directory = arguments.keep or tempfile.mkdtemp(prefix="gridsync-crash-")
    os.makedirs(directory, exist_ok=True)
    run = Run(arguments, directory)
    run.go()
    print(json.dumps(run.finished(time.monotonic() - began)))
    for fault in run.book.faults[:20]:
        print(fault, file=sys.stderr)
    if run.book.faults and not arguments.discard:
        print(f"the data is in {directory}; again: scripts/crash-test --cycles {arguments.cycles} "
              f"--seed {arguments.seed} --nemesis {arguments.nemesis}", file=sys.stderr)
    elif not arguments.keep:
        shutil.rmtree(directory)
    sys.exit(1 if run.book.faults else 0)


main()

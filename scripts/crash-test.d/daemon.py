"""The daemon under test: one data directory and one port, started and killed many times."""
import json
import os
import select
import shutil
import signal
import socket
import subprocess
import threading

from programs import ENVIRONMENT, SECONDS, command, run


class Daemon:
    def __init__(self, directory, home):
        self.data, self.log = os.path.join(home, "hub"), os.path.join(directory, "gridsyncd.log")
        with socket.socket() as free:
            free.bind(("127.0.0.1", 0))
            self.port = free.getsockname()[1]
        self.url, self.process = f"http://127.0.0.1:{self.port}", None
        self.generation, self.turn = 0, threading.Condition()
        self.upkeep = threading.RLock()  # held while it is down: a command would then take the store for itself

    def launch(self):
        """Begins to start it; it may be killed before it listens."""
        with open(self.log, "a") as log:
            self.process = subprocess.Popen(
                command("gridsyncd", "serve", "--data", self.data, "--listen", f"127.0.0.1:{self.port}"),
                stdout=subprocess.PIPE, stderr=log, text=True, env=ENVIRONMENT)

    def start(self):
        self.launch()
        if not select.select([self.process.stdout], [], [], SECONDS)[0]:
            raise RuntimeError(f"the daemon did not listen within {SECONDS} s, see {self.log}")
        line = self.process.stdout.readline()
        if not line:
            raise RuntimeError(f"the daemon did not start again: exit code {self.process.wait()}, see {self.log}")
        if json.loads(line)["listening"] != self.url:
            raise RuntimeError(f"the daemon listens elsewhere: {line}")
        with self.turn:
            self.generation += 1
            self.turn.notify_all()

    def kill(self):
        self.process.send_signal(signal.SIGKILL)
        self.process.wait()
        self.process.stdout.close()

    def stop(self):
        self.process.terminate()
        code = self.process.wait(timeout=SECONDS)
        self.process.stdout.close()
        return code

    def is_running(self):
        return self.process is not None and self.process.poll() is None

    def wait_for_next(self, generation):
        """Until another one listens; not for ever, for an exchange can also be cut while the daemon stays."""
        with self.turn:
            self.turn.wait_for(lambda: self.generation > generation, timeout=2)

    def administer(self, *arguments):
        with self.upkeep:
            return run("gridsyncd", "--data", self.data, *arguments)[0]

    def replace_data(self, directory):
        """Puts another directory in place of the data of a daemon that does not run."""
        shutil.rmtree(self.data)
        shutil.move(directory, self.data)

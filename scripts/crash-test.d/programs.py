"""The programs under test, and the example client as a module. Both are used as anyone would use them."""
import importlib.util
import json
import os
import subprocess
import sys

ROOT = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))
PROGRAMS = os.path.abspath(os.environ.get("GRIDSYNC_BIN", os.path.join(ROOT, ".build", "debug")))
ENVIRONMENT = {name: value for name, value in os.environ.items() if not name.startswith("GRIDSYNC")}
SECONDS = 120  # no command may take longer
AREAS = """code,name,level,parent
330106,County,county,
330106001,Township,township,330106
330106001001,Village,village,330106001
330106001001001,Grid one,grid,330106001001
330106001001002,Grid two,grid,330106001001
"""
GRIDS = ["330106001001001", "330106001001002"]


class Stopped(Exception):
    """Something ended early for a reason that a device has to live with; the code is an exit code."""

    def __init__(self, code, sentence):
        super().__init__(f"{code}: {sentence}")
        self.code = code


def stopped(code, sentence):
    raise Stopped(code, sentence)


def example_client():
    """Protocol/examples/client.py as a module, whose way to stop is an exception."""
    spec = importlib.util.spec_from_file_location("client", os.path.join(ROOT, "Protocol", "examples", "client.py"))
    module = importlib.util.module_from_spec(spec)
    sys.dont_write_bytecode = True
    spec.loader.exec_module(module)
    module.stop = stopped
    return module


client = example_client()


def command(program, *arguments):
    return [os.path.join(PROGRAMS, program), "--json", *map(str, arguments)]


def whole_lines(output):
    """What a program said to the end of a line: one that was killed may have stopped in the middle of another."""
    return [json.loads(line) for line in output.splitlines(keepends=True) if line.endswith("\n") and line.strip()]


def error_code(errors):
    try:
        return json.loads(errors.strip().splitlines()[-1])["error"]["code"]
    except (ValueError, KeyError, IndexError, TypeError):
        return None


def run(program, *arguments, codes=(0,)):
    """The JSON lines that a program printed, and its exit code."""
    done = subprocess.run(
        command(program, *arguments), capture_output=True, text=True, env=ENVIRONMENT, timeout=SECONDS)
    if done.returncode not in codes:
        raise RuntimeError(f"{program} {' '.join(map(str, arguments))}: exit {done.returncode}: {done.stderr.strip()}")
    return whole_lines(done.stdout), done.returncode

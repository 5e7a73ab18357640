#!/usr/bin/env python3
"""Rules of the project that neither compiler nor formatter checks. Prints each breach with what to do instead."""
import pathlib
import re
import sys

ROOT = pathlib.Path(__file__).resolve().parent.parent
PURE = {
    "GridCausality": set(),
    "GridRecords": {"GridCausality"},
    "GridSync": {"GridCausality", "GridRecords"},
    "GridStore": {"GridCausality", "GridRecords", "GridSync"},
    "GridWorkflow": {"GridCausality", "GridRecords"},
    "GridReporting": {"GridCausality", "GridRecords", "GridWorkflow"},
    "GridGoverning": {"GridCausality", "GridRecords", "GridSync", "GridWorkflow", "GridReporting"},
}
PURE_ALLOWED = {"Synchronization"}
# Where the parts are put together: programs, and the room through which an app opens a client.
PROGRAMS = {"GridDevice", "gridsync", "gridsyncd", "gridsync-sim", "gridsync-bench", "gridsync-conform", "gridsync-fuzz"}
BANNED = [
    (re.compile(r"(?<![\w.])Date\(\)"), "Date()", "take a clock as an argument"),
    (re.compile(r"(?<![\w.])UUID\(\)"), "UUID()", "take random bytes as an argument: RecordID(milliseconds:random:)"),
    (re.compile(r"\.random\(in:[^)]*\)(?!.*using:)"), ".random(in:)", "take a generator as an argument"),
    (re.compile(r"(?<![\w.])print\("), "print", "give back a value, or log"),
    (re.compile(r"\btry!"), "try!", "return or handle the error"),
    (re.compile(r"\bfatalError\("), "fatalError", "throw an error"),
]
FILE_LINES = 500
FUNCTION_LINES = 60
IMPORT = re.compile(r"^\s*(?:@\w+(?:\([^)]*\))?\s+)*(?:package |public |internal |private |fileprivate )?import "
                    r"(?:(?:struct|class|enum|protocol|func|typealias|var|let) )?([\w]+)")
FUNCTION = re.compile(r"^(\s*)(?:@\w+(?:\([^)]*\))?\s+)*(?:(?:package|public|private|fileprivate|internal|static|mutating"
                      r"|override|final|nonisolated|consuming|borrowing|isolated)\s+)*(?:func |init[?(<])")


def breaches():
    for path in sorted((ROOT / "Sources").rglob("*.swift")):
        if "Generated" in path.parts:
            continue
        relative = path.relative_to(ROOT)
        room = relative.parts[1]
        lines = path.read_text(encoding="utf-8").split("\n")
        if len(lines) > FILE_LINES:
            yield f"{relative}: {len(lines)} lines; split it (at most {FILE_LINES})"
        yield from walls(relative, room, lines)
        if room not in PROGRAMS:
            yield from calls(relative, lines)
        yield from functions(relative, lines)


def walls(relative, room, lines):
    if room not in PURE:
        return
    allowed = PURE[room] | PURE_ALLOWED
    for number, line in enumerate(lines, 1):
        found = IMPORT.match(line)
        if found and found.group(1) not in allowed:
            yield f"{relative}:{number}: {room} imports {found.group(1)}; it may import {sorted(allowed)}"


def calls(relative, lines):
    for number, line in enumerate(lines, 1):
        code = line.split("//")[0]
        for pattern, name, instead in BANNED:
            if pattern.search(code):
                yield f"{relative}:{number}: {name}; {instead}"


def functions(relative, lines):
    """A function ends with the closing brace at its own indentation; swift format sees to that."""
    for number, line in enumerate(lines):
        found = FUNCTION.match(line)
        if not found:
            continue
        indentation = found.group(1)
        for end in range(number, len(lines)):
            if lines[end].rstrip() == indentation + "}":
                if end - number + 1 > FUNCTION_LINES:
                    yield f"{relative}:{number + 1}: a function of {end - number + 1} lines; at most {FUNCTION_LINES}"
                break
            if end > number and lines[end].strip() and len(lines[end]) - len(lines[end].lstrip()) < len(indentation):
                break


found = list(breaches())
print("\n".join(found) or "all rules are kept")
sys.exit(1 if found else 0)

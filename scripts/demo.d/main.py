"""Runs the story: reads the options, sets the stage, tells the chapters, clears up."""

import argparse
import os
import random
import shutil
import sys
import tempfile
from datetime import datetime, timedelta, timezone

import chapters
from narrator import Narrator, NotAsTold, complain
from programs import Book, Hub, Programs
from stage import Stage


def options():
    parser = argparse.ArgumentParser(
        prog="scripts/demo", description="A week of a county's grid workers through the real programs, told as a story.")
    language = "zh" if os.environ.get("LANG", "").lower().startswith("zh") else "en"
    parser.add_argument("--lang", choices=["en", "zh"], default=language)
    parser.add_argument("--small", action="store_true", help="200 records and 600 changes")
    parser.add_argument("--seed", type=int, default=20260302)
    parser.add_argument("--serve", action="store_true", help="leave the hub running and end with the console's address")
    parser.add_argument("--keep", action="store_true", help="keep the directory with all stores")
    return parser.parse_args()


def main():
    chosen = options()
    directory = tempfile.mkdtemp(prefix="gridsync-demo-")
    narrator = Narrator(chosen.lang)
    stage, is_well = None, False
    try:
        programs = Programs(os.environ["GRIDSYNC_BIN"], chosen.lang)
        size = (200, 600) if chosen.small else (3000, 10000)
        stage = Stage(
            programs, Hub(programs, directory), Book(), narrator, random.Random(chosen.seed), directory, *size)
        chapters.tell(stage, stays=chosen.serve)
        is_well = True
    except NotAsTold as failure:
        complain(chosen.lang, failure)
        if stage and stage.hub.process:
            print(stage.hub.log_tail(), file=sys.stderr)
    except KeyboardInterrupt:
        print("", file=sys.stderr)
    finally:
        serves = is_well and chosen.serve
        if stage and not serves:
            stage.hub.stop()
        for relay in stage.relays if stage else []:
            relay.close()
        if serves:
            addresses(stage)
        elif chosen.keep:
            narrator.say(f"Kept: {directory}", f"目录保留在：{directory}")
        else:
            shutil.rmtree(directory, ignore_errors=True)
    return 0 if is_well else 1


def addresses(stage):
    hub, device = stage.hub, stage.devices[0]
    programs = stage.programs.paths
    month = (datetime.now(timezone.utc) + timedelta(hours=8)).strftime("%Y-%m")
    hub.command("report", "build", "--period", month)
    codes = [hub.command("devices", "code", "--worker", person.id)[0]["code"] for person in (stage.supervisor, stage.desk)]
    stage.narrator.say("The hub goes on running:", "中枢继续运行：")
    stage.narrator.quote(
        f"{hub.url}   (pid {hub.process.pid}; kill {hub.process.pid} && rm -r {stage.directory})\n"
        f"{programs['gridsyncd']} conflicts --data {hub.data}\n"
        f"{programs['gridsyncd']} devices list --data {hub.data}\n"
        f"{programs['gridsync']} list --limit 5 --store {device.store}\n"
        f"{programs['gridsync']} conflicts --store {stage.desk_device.store}")
    stage.narrator.say(
        f"The console for reviewers; {stage.supervisor.english} signs in with {codes[0]}, {stage.desk.english} with"
        f" {codes[1]} (each once; gridsyncd devices code makes more):",
        f"审核控制台；{stage.supervisor.chinese}的登录码 {codes[0]}，{stage.desk.chinese}的登录码 {codes[1]}"
        "（各用一次，可用 gridsyncd devices code 再签发）：")
    stage.narrator.quote(f"{hub.url}/console?lang={stage.narrator.language}")


if __name__ == "__main__":
    sys.exit(main())

"""Wednesday, when things go wrong: a worker is moved, a phone comes back from a copy, a record must be erased by law,
and somebody forges a number."""

import os
import shutil
from collections import Counter

from foreign import ForeignClient
from narrator import require
from programs import lines
from stage import MOVED, RESTORED

MOVED_EDITS = 20


def wednesday(stage):
    narrator = stage.narrator
    narrator.chapter("Wednesday: a move, an old phone, an erasure, a forged number", "周三：调岗、旧手机、依法删除、冒用编号")
    plan = stage.edits(stage.target_changes * 15 // 100)
    mover = stage.phone(MOVED)
    moved_lines = plan.pop(mover, [])
    stage.write(plan)
    stage.sync_all([device for device in stage.devices if device is not mover])
    a_move(stage, mover, moved_lines)
    an_old_phone(stage)
    an_erasure(stage)
    a_forged_number(stage)
    stage.sync_all()


def a_move(stage, mover, entries):
    narrator, hub, person = stage.narrator, stage.hub, stage.workers[MOVED]
    old, new = stage.grids[-1], stage.grids[0]
    mover.sync()
    choices = [known for known in stage.by_grid[old.code] if not known.is_reserved]
    entries = entries[:MOVED_EDITS]
    touched = {known.id for _, known in entries}
    while len(entries) < MOVED_EDITS:
        known = stage.random.choice([known for known in choices if known.id not in touched] or choices)
        entries.append((stage.workload.edit(known), known))
    held = len(lines(mover.run("export", "--format", "jsonl").stdout))
    mover.apply([edit for edit, _ in entries])
    hub.command("workers", "assign", person.id, "--area", new.code)
    person.areas = [new.code]
    answer = mover.sync()
    waiting = hub.command("quarantine", "list", "--worker", person.id)
    require(
        answer["push"]["quarantined"] == MOVED_EDITS == len(waiting) and all(item["reason"] == "out_of_scope" for item in waiting),
        f"{answer['push']['quarantined']} of {MOVED_EDITS} edits of the moved worker arrived as proposals",
        f"调岗者的 {MOVED_EDITS} 处修改只有 {answer['push']['quarantined']} 处作为建议到达", answer)
    areas = {record["area"] for record in lines(mover.run("export", "--format", "jsonl").stdout)}
    require(areas <= {new.code}, "records of the old grid stayed on the device", "旧网格的记录仍留在设备上", areas)
    hub.command("quarantine", "drop", waiting[0]["id"], "--note", "已由接任者重新核实", "--as", stage.supervisor.id)
    accepted = hub.command(
        "quarantine", "accept", "--reason", "out_of_scope", "--worker", person.id, "--as", stage.supervisor.id)
    require(
        len(accepted) == MOVED_EDITS - 1, f"{len(accepted)} proposals were accepted", f"只采纳了 {len(accepted)} 条建议")
    stage.accepted = [item["dot"] for item in accepted]
    mover.sync()
    news = Counter(entry["what"] for entry in mover.ask("news"))
    require(
        news.get("accepted") == MOVED_EDITS - 1 and news.get("dropped") == 1,
        "the moved worker was not told what became of the proposals", "调岗者没有得知建议的结果", news)
    for _, known in entries:
        known.is_reserved = True
    narrator.say(
        f"{person.english} is moved to another grid with {MOVED_EDITS} unsent edits on the phone. None is refused: all"
        f" {MOVED_EDITS} arrive as proposals, the {held} records of the old grid leave the phone, those of the new one come."
        f" {stage.supervisor.english} drops one with a note and accepts {len(accepted)}; they count with {person.english} as"
        " author and the time at which they were written, and the phone says so.",
        f"{person.chinese}调到另一网格时，手机上还有 {MOVED_EDITS} 处未发的修改。没有一处被拒：全部作为建议到达，旧网格的 {held} 条记录离开手机，"
        f"新网格的记录到来。{stage.supervisor.chinese}驳回一处并注明原因，采纳 {len(accepted)} 处；署名仍是{person.chinese}，时间仍是写下时的时间，手机上也有消息。")


def an_old_phone(stage):
    narrator, phone = stage.narrator, stage.phone(RESTORED)
    grid = phone.person.areas[0]
    shutil.rmtree(phone.store)
    os.rename(phone.store + "-monday", phone.store)
    known_on_monday = [known for known in stage.by_grid[grid] if known.kind == "hazard" and not known.is_reserved]
    known_on_monday = [known for known in known_on_monday if phone.run("show", known.id, allowed=(0, 66)).returncode == 0]
    edits = [
        {"op": "set", "id": known.id, "fields": {f"comments/old{place}": "旧手机上写的意见"}}
        for place, known in enumerate(known_on_monday[:3])]
    phone.apply(edits)
    answer = phone.sync()
    require(
        answer["push"].get("descended_from") and answer["push"]["sent"] >= len(edits),
        "the restored phone did not become a device of its own", "恢复的手机没有成为新设备", answer)
    alarms = [alarm for alarm in stage.hub.command("alarms") if alarm["kind"] != "forked"]
    require(alarms, "the hub raised no alarm for the restored phone", "中枢没有对恢复的手机告警")
    phone.id = phone.ask("status")[0]["device"]
    narrator.say(
        f"{phone.person.english}'s phone breaks and comes back from Monday's copy, without Tuesday's work and with"
        f" {len(edits)} edits made before anybody noticed. Their numbers were used on Tuesday for other edits. The hub sees"
        " that the copy is off the chain, gives it a new identity, takes the edits under new numbers, sends back all that"
        f" was missing, and raises an alarm ({alarms[-1]['kind']}).",
        f"{phone.person.chinese}的手机坏了，用周一的副本恢复，没有周二的内容，且又写了 {len(edits)} 处修改，其编号周二已用于别的修改。中枢发现副本不在链上，"
        f"给它新的身份，用新编号收下这些修改，把缺的都发回去，并告警（{alarms[-1]['kind']}）。")


def an_erasure(stage):
    narrator, hub = stage.narrator, stage.hub
    grid = stage.grids[3]
    known = next(known for known in stage.by_grid[grid.code] if known.kind == "resident" and not known.is_reserved)
    phone = stage.devices_of(grid)[0]
    phone.sync()
    phone.apply([{"op": "set", "id": known.id, "fields": {"contact_pref": "none"}}])
    erased = hub.command("erase", known.id, "--reason", "PIPL 47", "--as", stage.supervisor.id)[0]
    answer = phone.sync()
    require(answer["push"]["erased"] == 1, "a late edit of an erased record was not told so", "对已删除记录的迟到修改没有得到 erased", answer)
    left = {record["id"] for record in lines(phone.run("export", "--format", "jsonl").stdout)}
    require(known.id not in left, "an erased record is still on a phone", "已依法删除的记录仍在手机上")
    known.is_reserved = True
    stage.erased = known
    narrator.say(
        f"A resident asks to be forgotten. {stage.supervisor.english} erases the record: {erased['copies']} devices hold it"
        f" and lose it. {phone.person.english} had edited it offline: the verdict is `erased`, and the edit is stored nowhere.",
        f"一名居民要求删除个人信息。{stage.supervisor.chinese}依法删除：{erased['copies']} 台设备上的副本都会消失。{phone.person.chinese}"
        "离线时改过它：结论为 erased，这处修改不在任何地方保存。")


def a_forged_number(stage):
    narrator, hub = stage.narrator, stage.hub
    code = hub.command("devices", "code", "--worker", stage.supervisor.id)[0]["code"]
    client = ForeignClient(os.path.join(stage.directory, "foreign.json"), hub.url, code)
    known = next(known for known in stage.known if known.kind == "dispute" and not known.is_reserved)
    dot, verdict = client.comment(known.id, "由另一个程序写入")
    require(verdict in ("applied", "merged"), "the hub did not take a JSON client's changeset", "中枢没有接受 JSON 客户端的变更", verdict)
    forged = client.forge("同一编号，另一内容")
    require(forged == "forked", "a number used twice was not noticed", "同一编号两用没有被发现", forged)
    stage.foreign = client
    stage.book.verdicts[dot] = {"verdict": verdict, "device": "client.py", "conflicts": []}
    stage.forks = 1
    alarms = [alarm for alarm in hub.command("alarms") if alarm["kind"] == "forked"]
    require(alarms, "the hub raised no alarm for a forked number", "编号被冒用而中枢没有告警")
    narrator.say(
        "A client written after the protocol's description alone, one file of Python (Protocol/examples/client.py), talks"
        " JSON to the hub. Its changeset counts. Then, in bad hands, it uses the same number for something else: the verdict is `forked`, both are kept as evidence, the record"
        " holds the first, and an alarm is raised.",
        "另有一个只按协议说明写成的客户端（一个 Python 文件，Protocol/examples/client.py），以 JSON 与中枢对话，它的变更照常计入。随后它落入坏人之手，用同一编号发送另一内容：结论为 forked，两份都留作证据，记录中是第一份，并告警。")

"""The story itself, chapter by chapter; each says what happened and checks that it did."""

import os
import shutil
import signal
import subprocess

import county
from clashes import line
from foreign import ForeignClient
from narrator import require
from programs import lines, together
from proof import prove
from stage import MOVED, RESTORED

MOVED_EDITS = 20


def tell(stage, stays):
    the_county(stage, stays)
    monday(stage)
    tuesday(stage)
    what_the_reviewer_sees(stage)
    decisions(stage)
    wednesday(stage)
    thursday(stage)
    prove(stage)


def the_county(stage, stays):
    narrator, hub = stage.narrator, stage.hub
    narrator.chapter("The county", "一个县")
    hub.start(stays)
    real = hub.command("areas", "import", county.DIVISIONS)[0]["areas"]
    hub.command("areas", "import", os.path.join(stage.directory, "grids.csv"))
    require(real == 1489, f"{real} divisions were imported instead of 1,489", f"导入了 {real} 个区划，而不是 1489 个")
    for person in [*stage.workers, stage.desk, stage.supervisor]:
        person.id = hub.command(
            "workers", "add", person.name(narrator.language), "--role", person.role, "--area", *person.areas)[0]["worker"]
    stage.hand_out_devices()
    names = "、".join(county.township_name(code) for code in county.TOWNSHIPS)
    narrator.say(
        f"A hub starts on {hub.url}. It takes in the {real:,} real divisions of Zhejiang Province (statistical codes of"
        f" 2023). Below the 16 townships of Lanxi, county {county.COUNTY}, stand {stage.villages} villages and"
        f" {stage.grid_count} grids that are invented, as are all people, houses and events from here on.",
        f"中枢在 {hub.url} 启动，导入浙江省 {real} 个真实区划（2023 年统计用区划代码）。兰溪市（{county.COUNTY}）16 个乡镇街道之下的"
        f" {stage.villages} 个村、{stage.grid_count} 个网格为虚构，以下人员、房屋、事件也都是虚构的。")
    narrator.say(
        f"{len(stage.workers)} grid workers look after {len(stage.grids)} grids in three townships ({names}), two or three to a"
        f" grid. {stage.desk.english} sits at the desk of two townships, {stage.supervisor.english} supervises the county."
        f" They enrol {len(stage.devices)} devices with one-time codes. {len(stage.relays)} phones have a bad line to the hub;"
        " no two clocks agree, one is a day ahead, one a day behind, one ten years behind.",
        f"{len(stage.workers)} 名网格员负责三个乡镇（{names}）的 {len(stage.grids)} 个网格，每格二至三人。{stage.desk.chinese}负责两个乡镇的工作台，"
        f"{stage.supervisor.chinese}在县里督导。共登记 {len(stage.devices)} 台设备，每台用一次性登记码。其中 {len(stage.relays)} 部手机线路不好；"
        "各设备时钟都不准，一部快一天，一部慢一天，一部慢十年。")


def monday(stage):
    narrator = stage.narrator
    narrator.chapter("Monday: everybody works offline, and the network is bad", "周一：人人离线作业，网络不好")
    first, stage.later_kinds = stage.deal()
    plan = stage.creations(first, "m", reserve=True)
    stage.edits(stage.target_changes * 14 // 100, plan, own=True)
    stage.write(plan)
    narrator.say(
        f"Nobody has a connection. On {len(plan)} devices {stage.book.creations:,} records are made and"
        f" {stage.book.writes - stage.book.creations:,} times somebody corrects his own. Each write is on disk before the"
        " program says so.",
        f"所有人都没有网络。{len(plan)} 台设备上共新建 {stage.book.creations} 条记录，另有 {stage.book.writes - stage.book.creations}"
        " 次对自己记录的修改。每次写入都先落盘，再答复。")
    lose_answers(stage)
    stage.sync_all()
    stage.sync_all()
    keep_yesterday(stage)
    narrator.say(
        f"In the evening all devices sync. For {stage.totals['lost']} phones the line is cut after the hub has stored the push"
        f" and before its answer arrives; on {stage.totals['killed']} more the program is killed (kill -9) while it waits."
        f" They send again: {stage.book.repeated_at_hub:,} changesets reach the hub twice, each counts once.",
        f"傍晚所有设备同步。有 {stage.totals['lost']} 部手机，中枢已存下数据，但答复途中线路断了；另有 {stage.totals['killed']} 部在等待时程序被强行终止"
        f"（kill -9）。它们重新发送：{stage.book.repeated_at_hub} 个变更集到达中枢两次，都只算一次。")


def lose_answers(stage):
    """The first sync of the bad lines: the hub commits, its answer does not arrive."""
    bad = [device for device in stage.devices if device.network]
    waiting = {device.name: len(device.ask("outbox")) for device in bad}

    def lose(pair):
        place, device = pair
        if place % 4 == 3:
            device.network.will("hold")
            process = stage.programs.start(
                "gridsync", device.arguments("sync"), stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL)
            arrived = device.network.lost.wait(120)
            process.send_signal(signal.SIGKILL)
            process.wait()
            stage.totals["killed"] += 1
        else:
            device.network.will("lose")
            answer = device.sync(allowed=(0, 69))
            arrived = device.network.lost.is_set()
            require(
                answer is None or answer["push"]["sent"] > 0, f"{device.name} lost its outbox", f"{device.name} 的待发件丢失")
            stage.totals["lost"] += 1
        require(arrived, f"no push of {device.name} reached the hub", f"{device.name} 的推送没有到达中枢")

    together(lose, list(enumerate(bad)))
    # A request carries at most 2,000 changesets; what was in the lost one is what the hub holds already.
    stage.book.repeated_at_hub = sum(waiting.values())
    for device in bad:
        left = len(device.ask("outbox"))
        require(
            left in (0, waiting[device.name]), f"{device.name} dropped something without an answer",
            f"{device.name} 未得答复就丢了待发件", f"{waiting[device.name]} -> {left}")


def keep_yesterday(stage):
    """A copy of one phone as it is on Monday evening; it comes back on Wednesday."""
    phone = stage.phone(RESTORED)
    shutil.copytree(phone.store, phone.store + "-monday")


def tuesday(stage):
    narrator, book = stage.narrator, stage.book
    narrator.chapter("Tuesday: two people edit the same record", "周二：两个人修改同一条记录")
    plan = stage.creations(stage.later_kinds, "t", reserve=False)
    stage.edits(stage.target_changes * 22 // 100, plan)
    sides = clash(stage, plan)
    repeat = stage.phone(2)
    before = book.writes
    stage.write(plan)
    copy_store(repeat)
    stage.sync_all()
    repeated = repeat_push(stage, repeat)
    stage.sync_all()
    narrator.say(
        f"{book.writes - before:,} more changes, everybody offline again; {len(sides) * 2} of them"
        f" ({len(sides) * 200 / (book.writes - before):.1f} % of the day) are made by two people on the same record who"
        f" have not seen each other's edit.",
        f"又有 {book.writes - before} 处变更，仍是离线。其中 {len(sides) * 2} 处（占当日 {len(sides) * 200 / (book.writes - before):.1f} %）"
        "由两人在互不知情时改了同一条记录。")
    check_clashes(stage, sides)
    joined = sum(1 for clash, _, _ in sides if clash.path is None)
    asked = len(sides) - joined
    narrator.say(
        f"Version vectors tell the hub which edits had seen which. {joined} pairs are joined without asking: different"
        " fields, elements added to one list, a level that both raised, the same value twice. For the other"
        f" {asked} pairs both values are kept and a person is asked. A phone restored"
        f" from a copy sends {repeated} changesets a second time and gets the verdicts it got before.",
        f"中枢凭版本向量判断谁见过谁的修改。{joined} 对自动合并：不同字段、向同一列表添加、两人都上调、两人填的相同。其余 {asked} 对保留双方的值，由人裁定。"
        f"一部手机用旧副本把 {repeated} 个变更集又发了一遍，得到与上次相同的结论。")
    narrator.table(
        [[narrator.text("what two people did at once", "两人同时所做"), narrator.text("pairs", "对数"),
          narrator.text("outcome", "结果")]]
        + [[narrator.text(*names), count, narrator.text("a person decides", "人工裁定") if path else narrator.text("joined", "自动合并")]
           for (names, path), count in tally((((clash.name, clash.chinese), clash.path) for clash, _, _ in sides)).items()])


def tally(items):
    counts = {}
    for item in items:
        counts[item] = counts.get(item, 0) + 1
    return counts


def clash(stage, plan):
    """Adds both sides of every clash to the plan; [(clash, known, devices)]."""
    sides = []
    for clash_, known in stage.clashes:
        grid = next(grid for grid in stage.grids if grid.code == known.grid)
        at_grid = stage.devices_of(grid)
        devices = []
        for role in clash_.by:
            device = {"desk": stage.desk_device, "supervisor": stage.supervisor_device}.get(role)
            taken = {other.person.id for other in devices}
            devices.append(device or next(other for other in at_grid if other.person.id not in taken))
        for device, side in zip(devices, (clash_.first, clash_.second)):
            plan.setdefault(device, []).append((line(known, side(known.fields)), known))
        sides.append((clash_, known, devices))
    return sides


def check_clashes(stage, sides):
    """Exactly the conflicts that were to open are open, and the hub's verdicts say so."""
    expected = {f"{known.id}:{clash_.path}": clash_ for clash_, known, _ in sides if clash_.path}
    opened = {conflict["id"]: conflict for conflict in stage.hub.command("conflicts", "list")}
    missing = [f"{clash_.name}: {id}" for id, clash_ in expected.items() if id not in opened]
    require(not missing, "a conflict that was to be asked about is not open", "该由人裁定的冲突没有出现", "\n".join(missing))
    extra = [id for id in opened if id not in expected]
    require(not extra, "a conflict opened that nobody made", "出现了没有人造成的冲突", "\n".join(extra))
    named = {id for verdict in stage.book.verdicts.values() for id in verdict["conflicts"]}
    require(
        set(expected) <= named, "a conflict opened of which no device was told", "有冲突未告知任何设备",
        "\n".join(set(expected) - named))
    for verdict in ("applied", "merged", "conflict"):
        require(stage.book.count().get(verdict), f"no changeset got the verdict {verdict}", f"没有变更集得到结论 {verdict}")
    stage.sides = sides


def copy_store(device):
    shutil.copytree(device.store, device.store + "-copy")


def repeat_push(stage, device):
    """The copy of a store taken before its push sends the same changesets again."""
    original, device.store = device.store, device.store + "-copy"
    sent_before = stage.book.sent
    device.sync()
    repeated = stage.book.sent - sent_before
    shutil.rmtree(device.store)
    device.store = original
    require(repeated > 0, "the copied store had nothing to repeat", "副本没有可重发的内容")
    return repeated


def what_the_reviewer_sees(stage):
    narrator = stage.narrator
    narrator.chapter("What the reviewer sees", "审核人看到什么")
    clash_, known, _ = next(
        side for side in stage.sides if side[0].path == "amount_fen" and side[1].grid[:9] in stage.desk.areas)
    stage.story = known
    id = f"{known.id}:{clash_.path}"
    shown = stage.desk_device.ask("conflicts", "show", id)[0]
    require(
        shown["base"] == known.fields["amount_fen"]
        and sorted(side["value"] for side in shown["sides"]) == [800000, 1250000],
        "the conflict does not show what was there before and what each side wrote", "冲突没有显示原值和双方的值", shown)
    mine = stage.desk_device.ask("conflicts", "list")
    narrator.say(
        f"{stage.desk.english}'s laptop has {len(mine)} open conflicts of her two townships. Two workers wrote different amounts"
        f" into the dispute “{known.fields['title']}”. She sees what both had before them, each side, who, when, on which"
        " device, and how wrong its clock was:",
        f"{stage.desk.chinese}的电脑上有本人两个乡镇的 {len(mine)} 个未决冲突。在纠纷“{known.fields['title']}”中，两名网格员填了不同的金额。"
        "她能看到双方改前的值、双方各自的值、何人、何时、哪台设备、时钟偏差多少：")
    narrator.quote(stage.desk_device.for_people("conflicts", "show", id, language=narrator.language))
    merged = stage.supervisor_device.ask("conflicts", "merged")
    require(merged, "nothing is listed as joined without a person", "自动合并清单是空的")
    narrator.say(
        f"What was joined on one field without asking is listed too (entries: {len(merged)}) and can be reopened.",
        f"同一字段上自动合并的也列成清单（{len(merged)} 条），可以重新提出。")


def decisions(stage):
    narrator, desk = stage.narrator, stage.desk_device
    narrator.chapter("Decisions", "裁定")
    id = f"{stage.story.id}:amount_fen"
    conflict = desk.ask("conflicts", "show", id)[0]
    side = 1 + [side["value"] for side in conflict["sides"]].index(1250000)
    desk.ask("conflicts", "resolve", id, "--take", str(side), "--seen", conflict["seen"], "--note", "见书面欠条")
    race = third_edit(stage)
    left_open = decide_the_rest(stage, f"{race.id}:floors")
    stage.sync_all()
    stage.sync_all()
    worker = next(devices for clash_, known, devices in stage.sides if known is stage.story)[0]
    news = [entry for entry in worker.ask("news") if entry["record"] == stage.story.id]
    value = worker.ask("show", stage.story.id)[0]["fields"]["amount_fen"]
    require(value == 1250000, "the decision did not reach the devices", "裁定没有到达设备", value)
    require(news, f"{worker.name} was not told of the decision", f"{worker.name} 没有收到裁定消息")
    narrator.say(
        f"{stage.desk.english} takes side {side}, notes why, and syncs: {value / 100:,.2f} yuan now stands on every device, and"
        f" {worker.person.english} finds the decision among his news. The other value stays in the history.",
        f"{stage.desk.chinese}采用第 {side} 方并写明理由，同步后各设备上都是 {value / 100:,.2f} 元，{worker.person.chinese}在消息里看到了裁定。另一个值仍留在历史中。")
    after_the_race(stage, race)
    decided = hub_open(stage)
    require(
        decided == left_open, "other conflicts are open than those left open", "未决冲突与预留的不一致",
        f"{sorted(decided)}\n{sorted(left_open)}")
    narrator.say(
        f"The rest is decided by path, in bulk, by {stage.desk.english} and at the office by {stage.supervisor.english};"
        f" {len(left_open)} conflicts of one township are left open on purpose, and every device will have to show them alike.",
        f"其余由{stage.desk.chinese}按字段成批裁定，并由{stage.supervisor.chinese}在县里裁定；有意留下一个街道的 {len(left_open)} 个冲突，各设备须显示一致。")


def hub_open(stage):
    return {conflict["id"] for conflict in stage.hub.command("conflicts", "list")}


def third_edit(stage):
    """The desk decides offline; before its decision arrives, a worker edits the same field a third time."""
    _, known, devices = next(
        side for side in stage.sides if side[0].path == "floors" and side[1].grid[:9] in stage.desk.areas)
    id = f"{known.id}:floors"
    desk = stage.desk_device
    seen = desk.ask("conflicts", "show", id)[0]["seen"]
    desk.ask("conflicts", "resolve", id, "--take", "1", "--seen", seen)
    devices[1].apply([{"op": "set", "id": known.id, "fields": {"floors": 17}}])
    devices[1].sync()
    desk.sync()
    return known


def after_the_race(stage, known):
    narrator, hub = stage.narrator, stage.hub
    id = f"{known.id}:floors"
    conflict = hub.command("conflicts", "show", id)[0]
    values = [side["value"] for side in conflict["sides"]]
    require(17 in values, "the third edit was lost to a decision that had not seen it", "第三次修改被未见过它的裁定覆盖了", conflict)
    hub.command(
        "conflicts", "resolve", id, "--take", str(values.index(17) + 1), "--seen", conflict["seen"], "--as",
        stage.supervisor.id, "--note", "实地数过")
    narrator.say(
        f"While another decision of hers was under way, a worker wrote a third value (17 floors). She had not seen it, so"
        f" her decision does not cover it: the conflict stayed open with {len(values)} sides, and {stage.supervisor.english} settled it.",
        f"她的另一项裁定尚在途中时，有网格员又写了第三个值（17 层）。她没见过这个值，所以裁定不覆盖它：冲突仍带着 {len(values)} 方未决，"
        f"最后由{stage.supervisor.chinese}裁定。")


def decide_the_rest(stage, racing):
    """The desk decides its townships path by path, the supervisor most of the others at the hub; those left open."""
    desk, hub = stage.desk_device, stage.hub
    mine = [conflict for conflict in desk.ask("conflicts", "list") if conflict["id"] != racing]
    for conflict in mine:
        if conflict["path"] == "deleted":
            desk.ask("conflicts", "resolve", conflict["id"], "--value", "false", "--note", "仍在出租")
        elif conflict["path"] == "floors":
            desk.ask("conflicts", "resolve", conflict["id"], "--take", "1")
    for path in sorted({conflict["path"] for conflict in mine} - {"deleted", "floors"}):
        desk.ask("conflicts", "resolve", "--where", f"path={path}", "--take", "1")
    desk.sync()
    others = sorted(hub_open(stage) - {racing})
    kept = max(3, len(others) // 3)
    for id in others[kept:]:
        hub.command("conflicts", "resolve", id, "--take", "1", "--as", stage.supervisor.id)
    return set(others[:kept])


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
    news = tally(entry["what"] for entry in mover.ask("news"))
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


def thursday(stage):
    narrator, book = stage.narrator, stage.book
    narrator.chapter("Thursday: the rest of the week's work", "周四：余下的工作")
    remaining = stage.target_changes - book.writes
    require(remaining >= 0, f"{-remaining} changes too many were planned", f"多计划了 {-remaining} 处变更")
    while remaining:
        share = min(remaining, max(600, stage.target_changes // 4))
        stage.write(stage.edits(share))
        stage.sync_all()
        stage.sync_all()
        remaining -= share
    narrator.say(
        f"By evening {book.creations:,} records have been made and {book.writes:,} changes written on {len(stage.devices)} devices,"
        " apart from the reviewers' decisions. All devices sync until none has anything to send or to fetch.",
        f"到傍晚，{len(stage.devices)} 台设备上共新建 {book.creations} 条记录、写入 {book.writes} 处变更（不含审核裁定）。所有设备同步，直到都没有可收发的内容。")

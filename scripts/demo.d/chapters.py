"""The story itself, chapter by chapter; each says what happened and checks that it did."""

import os
import shutil
import signal
import subprocess
from collections import Counter

import county
from narrator import require
from programs import together
from proof import prove
from review import check_clashes, clash, decisions, what_the_reviewer_sees
from stage import RESTORED
from trouble import wednesday


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
           for (names, path), count in Counter((((clash.name, clash.chinese), clash.path) for clash, _, _ in sides)).items()])


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

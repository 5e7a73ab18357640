"""Two people edit one record: what came of it, what the reviewer sees, and what is decided."""

from clashes import line
from narrator import require


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

"""The end of the story: every device equals the hub byte for byte, and nothing that was acknowledged is missing."""

import hashlib

from narrator import require
from programs import lines, together

VERDICTS = ["applied", "merged", "conflict", "quarantined", "erased", "forked"]


def prove(stage):
    narrator = stage.narrator
    narrator.chapter("The proof", "证明")
    settle(stage)
    exports(stage)
    history(stage)
    hub_checks(stage)
    figures(stage)


def settle(stage):
    for answer in stage.sync_all():
        require(
            answer["push"]["left"] == 0 and not answer["pull"]["more"], "a device has not come to rest", "有设备尚未收发完", answer)
    for device, status in zip(stage.devices, together(lambda device: device.ask("status")[0], stage.devices)):
        require(status["outbox"] == 0, f"{device.name} still has something to send", f"{device.name} 仍有待发件", status)


def exports(stage):
    narrator = stage.narrator
    scopes = sorted({tuple(device.person.areas) for device in stage.devices})
    hub = dict(zip(scopes, together(stage.hub.export, scopes)))
    stage.whole = stage.hub.export()

    def compare(device):
        expected = hub[tuple(device.person.areas)]
        own = device.run("export", "--format", "jsonl").stdout
        difference = first_difference(own, expected)
        require(
            own == expected, f"the export of {device.name} differs from the hub's", f"{device.name} 的导出与中枢不同", difference)
        verified = device.ask("verify")[0]
        require(verified["equal"], f"verify on {device.name} found a difference", f"{device.name} 的 verify 发现差异", verified)
        digest = hashlib.sha256(own).hexdigest()
        require(
            verified["digest"] == digest, f"verify on {device.name} tells another digest than its export has",
            f"{device.name} 的 verify 摘要与导出不符", f"{verified['digest']} {digest}")
        return verified["records"], digest

    results = together(compare, stage.devices)
    disputed = {
        record["id"] for record in lines(stage.whole) if record["disputed"]}
    narrator.say(
        f"Each of the {len(results)} devices exports its records, and the hub exports the same areas: equal byte for byte, for"
        f" all {len(results)}. The smallest holds {min(count for count, _ in results)} records, the supervisor's {max(count for count, _ in results):,};"
        f" SHA-256 over his {len(stage.whole):,} bytes is {results[-1][1][:16]}…. {len(disputed)} records are"
        " in dispute, on all copies alike.",
        f"{len(results)} 台设备各自导出记录，中枢导出相同区域：全部逐字节相同。最少的一台有 {min(count for count, _ in results)} 条，督导员的有"
        f" {max(count for count, _ in results)} 条；其 {len(stage.whole)} 字节的 SHA-256 为 {results[-1][1][:16]}…。"
        f"{len(disputed)} 条记录仍有争议，各副本一致。")


def first_difference(own, expected):
    for mine, theirs in zip(own.decode().splitlines(), expected.decode().splitlines()):
        if mine != theirs:
            return f"device: {mine[:1500]}\nhub:    {theirs[:1500]}"
    return f"{len(own)} and {len(expected)} bytes"


def history(stage):
    """Asks the hub for the history of every record, over HTTP, and looks for every acknowledged changeset in it."""
    narrator, book = stage.narrator, stage.book
    found = {}
    for known in stage.known:
        if known is stage.erased:
            continue
        for change in stage.foreign.call("history", {"id": known.id}):
            found.setdefault(change["dot"], {})[known.id] = change
    acknowledged = {dot for dot, verdict in book.verdicts.items() if verdict["verdict"] in ("applied", "merged", "conflict")}
    of_erased = {dot for dot, written in book.written.items() if any(id == stage.erased.id for _, id, _ in written)}
    missing = sorted(acknowledged - of_erased - set(found))
    require(
        not missing, f"{len(missing)} acknowledged changesets are missing from the history", f"历史中缺少 {len(missing)} 个已确认的变更集",
        "\n".join(f"{dot} {book.verdicts[dot]} {book.written.get(dot)}" for dot in missing[:20]))
    not_accepted = [dot for dot in stage.accepted if dot not in found]
    require(not not_accepted, "an accepted proposal is missing from the history", "历史中缺少已采纳的建议", not_accepted)
    compared = 0
    for dot in acknowledged - of_erased:
        written = book.written.get(dot, [])
        if len(written) != 1:
            continue
        _, id, edit = written[0]
        change = found[dot].get(id)
        require(change is not None, f"{dot} stands in the history of another record", f"{dot} 出现在别的记录的历史里", written)
        compared += compare(dot, edit, change)
    unanswered = sorted(
        dot for dot, written in book.written.items() if dot not in book.verdicts and len(written) == 1)
    require(
        not unanswered, f"{len(unanswered)} changesets never got a verdict", f"{len(unanswered)} 个变更集没有得到结论",
        "\n".join(f"{dot} {book.written[dot]}" for dot in unanswered[:10]))
    narrator.say(
        f"{len(acknowledged):,} changesets were acknowledged as applied, merged or in conflict. The history of all"
        f" {len(stage.known):,} records, fetched from the hub by that Python client, holds every one of them"
        f" (but for those of the erased record), and {compared:,} values compared stand there as they were written.",
        f"共有 {len(acknowledged)} 个变更集得到 applied、merged 或 conflict 的确认。那个 Python 客户端从中枢取回全部 {len(stage.known)} 条记录的历史，"
        f"除已依法删除的记录外一个不缺；逐一比对的 {compared} 个值与写下时相同。")


def compare(dot, edit, change):
    """How many plain values of an edit were compared with those of the history."""
    compared = 0
    for path, value in edit.get("fields", {}).items():
        is_plain = isinstance(value, (bool, int, str)) and not (isinstance(value, str) and value.endswith("+08:00"))
        if not is_plain or path not in change["writes"]:
            continue
        require(
            change["writes"][path] == value, f"{dot} wrote {value!r} at {path}; the history says {change['writes'][path]!r}",
            f"{dot} 在 {path} 写入 {value!r}，历史中却是 {change['writes'][path]!r}")
        compared += 1
    return compared


def hub_checks(stage):
    narrator = stage.narrator
    answer = stage.hub.command("verify")[0]
    require(answer["ok"], "the hub's own check found something", "中枢自检发现问题", answer)
    narrator.say(
        "The hub's own check (`gridsyncd verify`) builds every record anew from its history and follows every chain: all is well.",
        "中枢自检（gridsyncd verify）由历史重建每条记录并核对每条链：一切正常。")


def figures(stage):
    narrator, book = stage.narrator, stage.book
    counts = book.count()
    counts["forked"] = counts.get("forked", 0) + stage.forks
    for verdict in VERDICTS:
        require(counts.get(verdict), f"no changeset got the verdict {verdict}", f"没有变更集得到结论 {verdict}")
    kinds = {}
    for known in stage.known:
        kinds[known.kind] = kinds.get(known.kind, 0) + 1
    narrator.chapter("The week in figures", "一周数字")
    require(
        book.creations == stage.target_records and book.writes == stage.target_changes,
        f"{book.creations} records and {book.writes} changes came out", f"结果为 {book.creations} 条记录、{book.writes} 处变更")
    rows = [[narrator.text("what", "项目"), narrator.text("count", "数量")]]
    rows += [[narrator.text("devices", "设备"), len(stage.devices)], [narrator.text("records", "记录"), book.creations]]
    rows += [[f"  {kind}", count] for kind, count in sorted(kinds.items(), key=lambda item: -item[1])]
    rows += [[narrator.text("changes written", "写入的变更"), book.writes]]
    rows += [[narrator.text(f"verdict {verdict}", f"结论 {verdict}"), counts[verdict]] for verdict in VERDICTS]
    rows += [[narrator.text("verdicts told again to repeats", "对重复发送的再次答复"), book.repeated]]
    narrator.table(rows)
    narrator.say(
        f"All as told, in {narrator.seconds():.0f} seconds.", f"以上全部属实，用时 {narrator.seconds():.0f} 秒。")

"""Says at the end whether anything was lost, from the test's own book and from what the programs say of themselves."""
import contextlib
import json
import os
import sqlite3

from light import LightDevice
from program import Killed
from programs import Stopped, client, run
from survivors import check_survivors


class Judge:
    def __init__(self, daemon, crowd, book, fresh):
        self.daemon, self.crowd, self.book, self.fresh = daemon, crowd, book, fresh
        self.light = [device for device in crowd.devices if isinstance(device, LightDevice)]
        self.programs = [device for device in crowd.devices
                         if not isinstance(device, LightDevice) and not device.is_cut_off]

    def judge(self):
        """Delivers what is left, then checks everything; figures of what was checked."""
        self.deliver()
        lines = self.daemon.administer("export", "--format", "jsonl")
        self.incomplete = self.without_creation(lines)
        lines = [line for line in lines if client.bare(line["id"]) not in self.incomplete]
        exported = {client.bare(line["id"]): line for line in lines}
        quarantined = self.quarantined()
        history = self.history(exported)
        self.check_history(history, quarantined)
        self.check_chains()
        self.fresh[0].sync(False, True)
        check_survivors(self.fresh[0], history, self.book)
        self.check_copies(exported, lines)
        if (code := self.daemon.stop()) != 0:
            self.book.fault(f"the daemon ended with {code} on SIGTERM")
        self.check_store()
        return {
            "acknowledged": len(self.book.dots_at_hub), "edits": len(self.book.edits), "in_history": len(history),
            "records": len(exported), "quarantined": len(quarantined)}

    # The last exchanges

    def deliver(self):
        """Until every device has nothing left: twice each, for the hub may have gone back and needs all of them."""
        for _ in range(2):
            for device in self.light + self.programs:
                self.patiently(device)
        self.programs = [device for device in self.programs if not device.is_cut_off]
        for device in self.light:
            device.repeat_everything()
            if missing := len(device.state["journal"]) - len(device.told):
                self.book.fault(f"{device.name} has no verdict for {missing} changesets")
        for device in self.programs:
            for line in run("gridsync", "--store", device.store, "outbox")[0]:
                self.book.fault(f"{device.name} still holds {line['dot']} in its outbox")

    def patiently(self, device):
        for _ in range(20):
            try:
                if isinstance(device, LightDevice):
                    return device.reconnect()
                return device.exchange("sync")
            except Killed:
                raise RuntimeError(f"{device.name}: a command was killed by nobody") from None
            except Stopped as reason:
                if not self.crowd.can_go_on(device, reason):
                    return None
        self.book.fault(f"{device.name} gets no answer in the end")
        return None

    # What the hub says

    def without_creation(self, lines):
        """Records whose creation the hub lost and nobody has sent again: they lie in no area, so nobody is shown them."""
        found = {client.bare(line["id"]) for line in lines if not line.get("area")}
        if found and not self.book.times_back:
            self.book.fault(f"{len(found)} records lie in no area: {sorted(found)[:3]}")
        self.book.count("records_without_creation", len(found))
        return found

    def quarantined(self):
        found = {line["dot"]: line for line in self.daemon.administer("quarantine", "list")}
        if found and not self.book.times_back and not self.book.counts.get("stores_restored"):
            self.book.fault(f"{len(found)} changesets are in quarantine: {list(found.values())[:2]}")
        return found

    def history(self, exported):
        """Dot -> (record, writes, edit), as the histories of all records say; a dot stands in one of them, once."""
        found = {}
        for record in exported:
            answer = self.light[0].call("/v1/call/history", {"arguments": json.dumps({"id": record})})
            for line in map(json.loads, answer.get("lines", [])):
                if line["dot"] in found:
                    self.book.fault(f"{line['dot']} stands in two places of the history")
                found[line["dot"]] = (client.bare(record), line["writes"], self.edit(line))
        return found

    def edit(self, line):
        for path in ("name", "address", "note"):
            text = str(line["writes"].get(path, "")).split(" ")[0]
            if text in self.book.edits:
                return self.book.edits[text]
        self.book.fault(f"{line['dot']} is in the history, and nobody wrote it: {line['writes']}")
        return None

    def check_history(self, history, quarantined):
        """What was acknowledged stands in the history of its record, with what was sent."""
        times = {}
        for dot, (record, writes, edit) in history.items():
            if edit is None:
                continue
            times[edit.text] = times.get(edit.text, 0) + 1
            if edit.record not in (record, None):  # the id of a record whose creator was killed is not known
                self.book.fault(f"{dot}: {edit.text} was written to {edit.record} and stands in {record}")
            for path, value in edit.writes.items():
                if writes.get(path) != value:
                    self.book.fault(f"{dot}: {path} is {writes.get(path)} in the history, {value} was sent")
        live = self.light + self.programs
        texts = set(self.book.at_hub).union(*(device.texts() for device in live))
        # After the hub went back a copy may have issued anew, under other numbers, what the hub had acknowledged.
        dots = set(self.book.dots_at_hub).union(
            *(device.dots() for device in (self.light if self.book.times_back else live)))
        if self.incomplete:
            hidden = {text for text in texts if self.book.edits[text].record in self.incomplete}
            self.book.count("edits_without_creation", len(hidden))
            texts -= hidden
            dots = {dot for dot in dots if dot in history or not self.is_hidden(dot)}
        aside = {self.text_of(dot) for dot in quarantined}
        for text in sorted(texts - set(times) - aside):
            self.book.fault(f"{text} (first {self.book.edits[text].dot}) was acknowledged and is not in the history")
        for dot in sorted(dots - set(history) - set(quarantined)):
            self.book.fault(f"{dot} was acknowledged and is not in the history")
        twice = [text for text, number in times.items() if number > 1]
        if twice and not self.book.counts.get("stores_restored") and not self.book.counts.get("stores_cloned"):
            self.book.fault(f"{len(twice)} edits stand twice in the history: {twice[:3]}")
        self.book.count("issued_twice", len(twice))
        sure = {text for text, edit in self.book.edits.items() if edit.is_sure}
        self.book.count("lost_with_every_copy", len(sure - texts - set(times)))

    def is_hidden(self, dot):
        edit = next((edit for edit in self.book.edits.values() if edit.dot == dot), None)
        return edit is not None and edit.record in self.incomplete

    def text_of(self, dot):
        """The edit in quarantine, by the words of its changeset."""
        [line] = [line for line in self.daemon.administer("quarantine", "list") if line["dot"] == dot]
        shown = json.dumps(self.daemon.administer("quarantine", "show", line["id"]))
        return next((text for text in self.book.edits if f'"{text}"' in shown or f'"{text} ' in shown), None)

    def check_chains(self):
        """The hub's log of each replica: no gap, the hashes of the bytes that were sent, the verdicts as told."""
        for device in self.light:
            replica, after, links = client.b64(bytes.fromhex(device.state["replica"])), 0, []
            while True:
                answer = device.call("/v1/chain", {"replica": replica, "after": str(after), "limit": 1000})
                links += answer.get("links", [])
                after = int(links[-1]["verdict"]["counter"]) if links else 0
                if not answer.get("links") or after >= int(answer.get("head", 0)):
                    break
            if [int(link["verdict"]["counter"]) for link in links] != list(range(1, len(device.state["journal"]) + 1)):
                self.book.fault(f"{device.name}: the hub holds {len(links)} changesets or has gaps")
                continue
            for counter, link in enumerate(links, 1):
                digest = client.b64(client.sha(client.canonical(device.state["journal"][counter - 1]["changeset"])))
                expected = (digest, device.chain(counter), device.told[counter][0])
                if (link["hash"], link["chain"], link["verdict"]["verdict"]) != expected:
                    self.book.fault(f"{device.name}: change {counter} is kept with other bytes or another verdict")

    # What the devices hold, and the files

    def check_copies(self, exported, lines):
        for device in self.light + self.fresh[:1]:
            device.sync(False, True)
            held = {record: device.show(record) for record in device.state["records"]}
            for record in set(held) | set(exported):
                ours, theirs = held.get(record, {}).get("fields"), dict(exported.get(record, {}).get("fields", {}))
                if ours is None or {path: ours.get(path) for path in theirs} != theirs:
                    self.book.fault(f"{device.name} holds {ours} for {record}, the hub {theirs}")
        for device in self.programs + self.fresh[1:]:
            self.patiently(device)
            held = run("gridsync", "--store", device.store, "export", "--format", "jsonl")[0]
            proof = run("gridsync", "--store", device.store, "verify", codes=(0, 1))[0][0]
            kept = [line for line in held if client.bare(line["id"]) not in exported]
            if kept and self.book.times_back:
                # Copies of what the hub lost with its author stay, and go to a supervisor after days.
                self.book.count("copies_only_devices_have", len(kept))
                held = [line for line in held if line not in kept]
                proof = {"equal": all(line["hub"] is None for line in proof["differences"]), "records": len(held)}
            if held != lines:
                self.book.fault(f"{device.name} does not export what the hub exports")
            if not proof["equal"] or proof["records"] != len(exported):
                self.book.fault(f"{device.name} is not equal to the hub: {str(proof)[:300]}")

    def check_store(self):
        verified = run("gridsyncd", "--data", self.daemon.data, "verify", codes=(0, 1))[0][0]
        if not verified["ok"]:
            self.book.fault(f"gridsyncd verify: {verified['findings'][:3]}")
        with contextlib.closing(sqlite3.connect(os.path.join(self.daemon.data, "hub.sqlite"))) as store:
            integrity = [row[0] for row in store.execute("PRAGMA integrity_check")]
        if integrity != ["ok"]:
            self.book.fault(f"integrity_check: {integrity[:3]}")

"""Copies that went back: a device's directory, and the hub's."""

import json
import shutil

from programs import GRID_1, TOWN, Device, Hub, ProgramsTestCase


class RestoreTestCase(ProgramsTestCase):
    """A hub, a worker of grid 1 with one device, and the town's office that sees everything."""

    def setUp(self):
        super().setUp()
        self.central = self.hub()
        self.wang = self.central.worker("Wang", "worker", GRID_1)
        self.li = self.central.worker("Li", "supervisor", TOWN)
        self.phone = self.device(self.central, self.wang, "phone")
        self.office = self.device(self.central, self.li, "office")
        self.written = {}

    def resident(self, device, name, area=GRID_1):
        record, dot = device.new(
            "resident", area, name=name, residence_kind="1", address=f"{name} 1", notice_given="true")
        self.written.setdefault(record, {})[f"{name} 1"] = dot
        return record

    def move(self, device, record, address, **more):
        """One edit of the field that takes the latest value."""
        dot = device.set(record, f"address={address}", **more)
        self.written[record][address] = dot
        return dot

    def rename(self, device, record, name):
        """One edit of the field that people decide about."""
        return device.set(record, f"name={name}")

    def assert_nothing_lost(self, acknowledged=()):
        """Every address ever written is in history once, and every acknowledged dot under its own name."""
        dots = []
        for record, addresses in self.written.items():
            history = self.office.history(record)
            self.assert_single_dots(history)
            dots += [change["dot"] for change in history]
            found = [change["writes"]["address"] for change in history if "address" in change["writes"]]
            self.assertEqual(sorted(found), sorted(addresses), "each value written is in history once")
        for dot in acknowledged:
            self.assertIn(dot, dots)

    def assert_sound(self, *devices):
        self.assert_agree(self.central, self.office, *devices)
        self.assertEqual(self.central.export(), self.office.export())
        self.assertEqual(self.central.export(GRID_1), self.phone.export())
        for device in (self.office, *devices):
            self.assertEqual(device.lines("outbox"), [])
            self.assertEqual(device.lines("quarantined"), [])
        self.assertEqual(self.central.lines("quarantine", "list"), [])

    def assert_no_disputes(self, *devices):
        self.assertEqual(self.central.lines("conflicts", "list"), [])
        for device in devices:
            self.assertEqual(device.lines("conflicts", "list"), [])


class RestoredDevice(RestoreTestCase):
    def acknowledged_record(self):
        record = self.resident(self.phone, "Zhao")
        self.move(self.phone, record, "second street")
        self.phone.sync()
        return record

    def test_a_directory_restored_without_unsent_edits_goes_on_as_a_new_device(self):
        record = self.acknowledged_record()
        old = self.phone.copy(self.directory / "image")
        self.move(self.phone, record, "third street")
        self.rename(self.phone, record, "Zhao the younger")
        self.phone.sync()
        self.office.sync()
        acknowledged = list(self.written[record].values())
        self.phone.go_back_to(old)

        self.phone.sync()

        self.assertEqual(self.phone.field(record, "address"), "third street")
        self.assertNotEqual(self.phone.status()["replica"], self.phone.identity["replica"])
        self.assertEqual(self.central.alarms(), ["device_copied"])
        self.move(self.phone, record, "fourth street")
        self.assert_sound(self.phone)
        self.assertEqual(self.central.alarms(), ["device_copied"], "told once")
        self.assertEqual(self.office.field(record, "address"), "fourth street")
        self.assertEqual(self.office.field(record, "name"), "Zhao the younger")
        self.assert_no_disputes(self.phone, self.office)
        self.assert_nothing_lost(acknowledged)

    def restored_with_unsent_edits(self, edits_after):
        """Unsent edits in the image, sent from the newer copy too; more edits on both sides of the fork."""
        record = self.acknowledged_record()
        self.move(self.phone, record, "unsent 1")
        other = self.resident(self.phone, "Qian")
        self.rename(self.phone, record, "Zhao unsent")
        old = self.phone.copy(self.directory / "image")
        self.phone.sync()
        self.move(self.phone, record, "only in the newer copy")
        self.phone.sync()
        self.office.sync()
        acknowledged = [dot for addresses in self.written.values() for dot in addresses.values()]
        self.phone.go_back_to(old)
        for number in range(edits_after):
            self.move(self.phone, other, f"only in the older copy {number}")

        report = self.phone.sync()

        self.assertEqual(report["push"]["left"], 0)
        self.assertEqual(report["push"]["quarantined"], 0)
        self.assertEqual(report["push"]["forked"], 0)
        self.assertEqual(self.central.alarms(), ["device_copied"])
        self.assert_sound(self.phone)
        self.assertEqual(self.office.field(record, "address"), "only in the newer copy")
        self.assertEqual(self.office.field(record, "name"), "Zhao unsent")
        last = f"only in the older copy {edits_after - 1}" if edits_after else "Qian 1"
        self.assertEqual(self.office.field(other, "address"), last)
        self.assert_no_disputes(self.phone, self.office)
        self.assert_nothing_lost(acknowledged)

    def test_unsent_edits_that_the_hub_has_already_are_not_sent_again(self):
        self.restored_with_unsent_edits(0)

    def test_unsent_edits_beside_as_many_of_the_hub_are_issued_anew(self):
        self.restored_with_unsent_edits(1)

    def test_unsent_edits_beyond_those_of_the_hub_are_issued_anew(self):
        self.restored_with_unsent_edits(4)

    def test_an_unsent_edit_of_a_restored_copy_that_differs_asks_once(self):
        record = self.acknowledged_record()
        old = self.phone.copy(self.directory / "image")
        self.rename(self.phone, record, "Zhao of the newer copy")
        self.phone.sync()
        self.phone.go_back_to(old)
        self.rename(self.phone, record, "Zhao of the older copy")
        self.phone.sync()
        self.office.sync()
        conflicts = self.office.lines("conflicts", "list")
        self.assertEqual(len(conflicts), 1)
        self.assertEqual(
            {side["value"] for side in conflicts[0]["sides"]}, {"Zhao of the newer copy", "Zhao of the older copy"})
        self.assert_sound(self.phone)


class ClonedDevice(RestoreTestCase):
    def test_both_copies_go_on_and_a_second_descent_within_a_day_waits(self):
        record = self.resident(self.phone, "Zhao")
        self.phone.sync()
        clone = self.phone.copy(self.directory / "clone")
        third = self.phone.copy(self.directory / "third")
        other = self.resident(self.phone, "Qian")
        mine = self.resident(clone, "Sun")
        own = self.resident(third, "Li")

        self.phone.sync()
        clone.sync()
        self.assertEqual(self.central.alarms(), ["device_copied"])
        for number in range(3):
            self.move(self.phone, other, f"by the first {number}")
            self.move(clone, mine, f"by the clone {number}")
            self.phone.sync()
            clone.sync()
        self.assertEqual(self.central.alarms(), ["device_copied"], "two devices, nothing more to tell")

        failure = third.fails("sync")
        self.assertEqual((failure.exit, failure.code), (77, "needs_confirmation"))
        self.assertEqual(self.central.alarms(), ["device_copied", "device_copied"])
        self.assertEqual(third.field(own, "address"), "Li 1", "what waits stays")
        waiting = [line for line in self.central.lines("devices", "list") if line["needs_confirmation"]]
        self.assertEqual(len(waiting), 1)
        self.assertEqual(waiting[0]["ancestor"], self.phone.identity["device"])
        self.central("devices", "confirm", waiting[0]["device"])
        third.sync()

        devices = self.central.lines("devices", "list")
        self.assertEqual(len({line["replica"] for line in devices}), 4)
        self.assert_sound(self.phone, clone, third)
        self.assert_no_disputes(self.phone, clone, third, self.office)
        self.assert_nothing_lost()
        for device in (self.phone, clone, third):
            self.assertEqual(device.field(record, "address"), "Zhao 1")
            self.assertEqual(device.field(own, "address"), "Li 1")

    def test_revoking_a_device_revokes_its_copies(self):
        self.resident(self.phone, "Zhao")
        self.phone.sync()
        clone = self.phone.copy(self.directory / "clone")
        self.resident(self.phone, "Qian")
        self.resident(clone, "Sun")
        self.phone.sync()
        clone.sync()
        self.central("devices", "revoke", self.phone.identity["device"])
        for device in (self.phone, clone):
            failure = device.fails("sync")
            self.assertEqual((failure.exit, failure.code), (77, "revoked"))


class RestoredHub(RestoreTestCase):
    """What happened after the backup: edits on each other's edits, a dispute settled, another begun and settled."""

    def setUp(self):
        super().setUp()
        self.third = self.device(self.central, self.wang, "third")
        self.thief = self.device(self.central, self.wang, "thief")

    def before(self):
        self.record = self.resident(self.phone, "Zhao")
        self.settled = self.resident(self.phone, "Qian")
        self.disputed = self.resident(self.phone, "Sun")
        self.all_sync()
        self.rename(self.phone, self.settled, "Qian A")
        self.rename(self.office, self.settled, "Qian B")
        self.all_sync()
        self.assertEqual(len(self.central.lines("conflicts", "list")), 1)

    def all_sync(self):
        for _ in range(2):
            for device in (self.phone, self.office, self.third):
                device.sync()

    def after(self):
        """Everything here is acknowledged, and unknown to the hub that went back."""
        self.move(self.phone, self.record, "by the phone")
        self.all_sync()
        self.move(self.office, self.record, "by the office, having seen the phone's")
        self.all_sync()
        self.move(self.third, self.record, "by the third, having seen both")
        self.rename(self.phone, self.disputed, "Sun A")
        self.rename(self.third, self.disputed, "Sun B")
        self.all_sync()
        for conflict in self.office.lines("conflicts", "list"):
            self.office("conflicts", "resolve", conflict["id"], "--take", "1")
        self.late = self.resident(self.third, "Late")
        self.all_sync()
        self.assertEqual(self.central.lines("conflicts", "list"), [])
        self.names = {record: self.office.field(record, "name") for record in (self.settled, self.disputed)}
        self.exported = self.central.export()
        self.histories = {
            record: {(change["dot"], change["at"]) for change in self.office.history(record)}
            for record in (*self.written, self.settled, self.disputed)}
        # What nobody has sent yet when the hub goes back.
        self.move(self.phone, self.record, "unsent when the hub went back")

    def assert_all_came_back(self, order, alarm):
        """Whoever comes first, all comes back as it was.

        A question may stand only until the reviewer who answered it has come back.
        """
        for number, device in enumerate(order):
            device.sync()
            if self.office in order[:number + 1]:
                self.assert_no_disputes()
        self.all_sync()
        self.assertEqual([kind for kind in self.central.alarms() if kind != "device_copied"], [alarm])
        self.assert_sound(self.phone, self.third)
        self.assert_no_disputes(self.phone, self.third, self.office)
        self.assert_nothing_lost(dot for addresses in self.written.values() for dot in addresses.values())
        self.assertEqual(self.office.field(self.record, "address"), "unsent when the hub went back")
        for record, name in self.names.items():
            self.assertEqual(self.office.field(record, "name"), name)
        for record, before in self.histories.items():
            now = {(change["dot"], change["at"]) for change in self.office.history(record)}
            self.assertLessEqual(before, now, "the dots and times of before")
        self.assertEqual(self.without_last_edit(self.central.export()), self.without_last_edit(self.exported))

    def without_last_edit(self, exported):
        """The fields of all records but the one that was edited again."""
        return [
            (line["id"], line["fields"], line["disputed"], line["deleted"])
            for line in map(json.loads, exported.splitlines()) if line["id"] != self.record]

    def restore(self):
        self.central.stop()
        restored = Hub(self.directory / "restored")
        self.hubs.append(restored)
        restored.address = self.central.address
        restored("restore", self.directory / "backup", "--ledger", self.central.data / "ledger")
        self.central = restored.start()

    def restored_from_a_backup(self, order):
        self.before()
        self.central("backup", self.directory / "backup")
        self.after()
        self.central("devices", "revoke", self.thief.identity["device"])
        self.restore()
        failure = self.thief.fails("sync")
        self.assertEqual((failure.exit, failure.code), (77, "revoked"))
        revoked = {line["device"] for line in self.central.lines("devices", "list") if line["revoked"]}
        self.assertEqual(revoked, {self.thief.identity["device"]})
        self.assert_all_came_back([getattr(self, name) for name in order], "restored")

    def test_from_a_backup_the_first_author_first(self):
        self.restored_from_a_backup(["phone", "office", "third"])

    def test_from_a_backup_the_last_author_first(self):
        self.restored_from_a_backup(["third", "office", "phone"])

    def test_from_a_backup_the_reviewer_first(self):
        self.restored_from_a_backup(["office", "third", "phone"])

    def test_devices_that_came_after_the_backup_are_known_again(self):
        self.before()
        self.central("backup", self.directory / "backup")
        code = self.central.one("devices", "code", "--worker", self.wang)["code"]
        new = Device(self.directory / "new")
        new.one("enrol", "--hub", self.central.address, "--code", code)
        clone = self.third.copy(self.directory / "clone")
        mine = self.resident(self.third, "Third")
        own = self.resident(clone, "Clone")
        newest = self.resident(new, "New")
        for device in (self.third, clone, new):
            device.sync()
        self.restore()
        failure = Device(self.directory / "again").fails("enrol", "--hub", self.central.address, "--code", code)
        self.assertEqual((failure.exit, failure.code), (77, "unauthorized"), "a code is good once")
        for _ in range(2):
            for device in (self.phone, self.third, clone, new):
                device.sync()
        self.assert_agree(self.central, self.office, self.phone, self.third, clone, new)
        for record, name in ((mine, "Third"), (own, "Clone"), (newest, "New")):
            self.assertEqual(self.office.field(record, "name"), name)
        self.assert_nothing_lost()

    def test_an_edit_after_a_push_to_a_restored_hub_is_taken(self):
        """The push brings the new epoch, and no copies: what they show was seen in the old one."""
        self.before()
        self.central("backup", self.directory / "backup")
        self.move(self.office, self.record, "by the office after the backup")
        self.all_sync()
        seen = self.phone.show(self.record)["seen"]
        self.restore()
        self.phone.push()
        self.office.push()
        self.move(self.phone, self.record, "by the phone, having seen the office's")
        self.rename(self.phone, self.settled, "Qian C")
        answer = self.phone.push()
        self.assertEqual(answer["quarantined"], 0, answer)
        self.phone.sync()
        self.phone.set(self.record, "note=having seen it before the restore", "--seen", seen)
        self.assertEqual(self.phone.push()["quarantined"], 0)
        self.all_sync()
        self.assertEqual(self.office.field(self.record, "address"), "by the phone, having seen the office's")
        self.assert_nothing_lost()

    def test_an_acknowledged_edit_of_a_record_that_comes_back_later_is_taken(self):
        self.before()
        self.central("backup", self.directory / "backup")
        record = self.resident(self.third, "Wu")
        self.all_sync()
        self.move(self.phone, record, "by the phone, before the restore")
        self.all_sync()
        self.restore()
        self.phone.sync()
        self.third.sync()
        self.all_sync()
        self.assertEqual(self.central.lines("quarantine", "list"), [])
        self.assertEqual(self.office.field(record, "address"), "by the phone, before the restore")

    def test_from_a_backup_without_a_ledger_every_device_waits(self):
        self.before()
        self.central("backup", self.directory / "backup")
        self.central.stop()
        restored = Hub(self.directory / "restored")
        self.hubs.append(restored)
        restored.address = self.central.address
        restored("restore", self.directory / "backup", "--without-ledger")
        self.central = restored.start()
        for device in (self.phone, self.office):
            self.assertEqual(device.fails("sync").code, "needs_confirmation")
            self.central("devices", "confirm", device.identity["device"])
            device.sync()

    def copied_back(self, order):
        self.before()
        self.central.stop()
        shutil.copytree(self.central.data, self.directory / "data-of-yesterday")
        self.central.start()
        self.after()
        self.central.stop()
        shutil.rmtree(self.central.data)
        shutil.copytree(self.directory / "data-of-yesterday", self.central.data)
        self.central.start()
        self.assert_all_came_back([getattr(self, name) for name in order], "hub_went_back")

    def test_a_data_directory_copied_back_is_noticed_by_the_first_author(self):
        self.copied_back(["phone", "office", "third"])

    def test_a_data_directory_copied_back_is_noticed_by_the_last_author(self):
        self.copied_back(["third", "office", "phone"])

    def test_a_hub_that_went_back_is_noticed_by_one_who_only_read(self):
        reader = self.device(self.central, self.wang, "reader")
        self.before()
        self.central.stop()
        shutil.copytree(self.central.data, self.directory / "data-of-yesterday")
        self.central.start()
        self.after()
        reader.sync()
        self.central.stop()
        shutil.rmtree(self.central.data)
        shutil.copytree(self.directory / "data-of-yesterday", self.central.data)
        self.central.start()
        reader.sync()
        self.assertEqual(self.central.alarms(), ["hub_went_back"])
        self.assert_all_came_back([self.third, self.phone, self.office], "hub_went_back")
        self.assert_agree(self.central, reader)

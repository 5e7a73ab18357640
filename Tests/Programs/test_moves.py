"""Workers, records and grids that move."""

from programs import AREAS, GRID_1, GRID_2, TOWN, VILLAGE, ProgramsTestCase


class MoveTestCase(ProgramsTestCase):
    """Two grids with a worker each, and the town's supervisor."""

    def setUp(self):
        super().setUp()
        self.central = self.hub()
        self.wang = self.central.worker("Wang", "worker", GRID_1)
        self.chen = self.central.worker("Chen", "worker", GRID_2)
        self.li = self.central.worker("Li", "supervisor", TOWN)
        self.phone = self.device(self.central, self.wang, "phone")
        self.other = self.device(self.central, self.chen, "other")
        self.office = self.device(self.central, self.li, "office")

    def resident(self, device, name, area=GRID_1):
        return device.new(
            "resident", area, name=name, residence_kind="1", address=f"{name} 1", notice_given="true")[0]

    def ids(self, device):
        return {line["id"] for line in device.lines("list")}

    def quarantine(self):
        return self.central.lines("quarantine", "list")

    def accept(self, *selection):
        return self.central.lines("quarantine", "accept", *selection, "--as", self.li)

    def values(self, record, path):
        return [
            change["writes"][path] for change in self.office.history(record) if path in change["writes"]]


class MovedWorker(MoveTestCase):
    def setUp(self):
        super().setUp()
        self.record = self.resident(self.phone, "Zhao")
        self.second = self.resident(self.phone, "Qian")
        self.elsewhere = self.resident(self.other, "Sun", GRID_2)
        for device in (self.phone, self.other, self.office):
            device.sync()

    def move_with_unsent_edits(self):
        """Twenty edits that nobody has seen, and the worker is assigned to another grid meanwhile."""
        self.dots = []
        for number in range(15):
            self.dots.append(self.phone.set(self.record, f"address=street {number}"))
        for number in range(3):
            self.dots.append(self.phone.set(self.second, f"name=Qian {number}"))
        created, dot = self.phone.new(
            "resident", GRID_1, name="New", residence_kind="1", address="New 1", notice_given="true")
        self.created = created
        self.dots.append(dot)
        self.dots.append(self.phone.set(created, "name=New and put right"))
        self.central("workers", "assign", self.wang, "--area", GRID_2)
        return self.phone.sync()

    def test_unsent_edits_arrive_as_proposals_and_the_old_grid_leaves_the_device(self):
        report = self.move_with_unsent_edits()
        self.assertEqual(report["push"]["sent"], 20)
        self.assertEqual(report["push"]["quarantined"], 20)
        self.assertEqual(report["push"]["left"], 0)
        waiting = self.quarantine()
        self.assertEqual([item["dot"] for item in waiting], self.dots)
        self.assertEqual([item["reason"] for item in waiting], ["out_of_scope"] * 19 + ["depends"])
        self.assertEqual({item["worker"] for item in waiting}, {self.wang})

        self.assertEqual(self.ids(self.phone), {self.elsewhere})
        status = self.phone.status()
        self.assertEqual(status["areas"], [GRID_2])
        self.assertEqual((status["outbox"], status["quarantined"]), (0, 20))
        self.assertEqual(status["scope_changed"]["dropped"], 2)
        self.assertEqual([line["dot"] for line in self.phone.lines("quarantined")], self.dots)
        self.assert_agree(self.central, self.phone, self.other, self.office)
        self.assertEqual(self.office.field(self.record, "address"), "Zhao 1")
        self.assertEqual(self.central.export(GRID_2), self.phone.export())

    def test_an_accepted_proposal_counts_and_its_author_hears_of_it(self):
        self.move_with_unsent_edits()
        item = self.quarantine()[4]
        shown = self.central.one("quarantine", "show", item["id"])
        self.assertEqual(shown["changeset"]["changes"][0]["fields"], {"address": "street 4"})
        accepted = self.accept(item["id"])
        self.assertEqual([line["id"] for line in accepted], [item["id"]])
        self.office.sync()
        self.assertEqual(self.office.field(self.record, "address"), "street 4")
        change = self.office.history(self.record)[-1]
        self.assertEqual((change["dot"], change["author"]), (accepted[0]["dot"], self.wang))

        self.phone.sync()
        news = [line for line in self.phone.lines("news") if line["what"] == "accepted"]
        self.assertEqual([(line["dot"], line["by"]) for line in news], [(item["dot"], self.li)])
        decided = [line for line in self.phone.lines("quarantined") if line.get("decision")]
        self.assertEqual([line["dot"] for line in decided], [item["dot"]])
        self.assertEqual(len(self.quarantine()), 19)
        self.assertEqual(self.accept_again(item).code, "already_decided")
        self.assert_agree(self.central, self.phone, self.other, self.office)

    def accept_again(self, item):
        return self.central.fails("quarantine", "accept", item["id"], "--as", self.li)

    def test_all_accepted_proposals_of_one_author_ask_nothing(self):
        self.move_with_unsent_edits()
        self.accept("--worker", self.wang)
        self.assert_all_accepted()

    def test_proposals_accepted_from_the_last_to_the_first_ask_nothing(self):
        self.move_with_unsent_edits()
        for item in reversed(self.quarantine()[:19]):
            self.accept(item["id"])
        self.assert_all_accepted()

    def assert_all_accepted(self):
        """What one author wrote one after the other is one line of edits, in whatever order it was accepted."""
        self.assertEqual(self.quarantine(), [])
        self.office.sync()
        self.assertEqual(self.central.lines("conflicts", "list"), [])
        self.assertEqual(self.office.field(self.record, "address"), "street 14")
        self.assertEqual(self.office.field(self.second, "name"), "Qian 2")
        self.assertEqual(self.office.field(self.created, "name"), "New and put right")
        self.phone.sync()
        news = [line["dot"] for line in self.phone.lines("news") if line["what"] == "accepted"]
        self.assertEqual(sorted(news), sorted(self.dots))
        self.assert_agree(self.central, self.phone, self.other, self.office)

    def test_an_accepted_proposal_beside_an_edit_that_it_had_not_seen_asks(self):
        self.move_with_unsent_edits()
        self.office.set(self.second, "name=Qian of the office")
        self.office.sync()
        self.accept("--worker", self.wang)
        conflicts = self.central.lines("conflicts", "list")
        self.assertEqual([line["record"] for line in conflicts], [self.second])
        self.assertEqual({side["value"] for side in conflicts[0]["sides"]}, {"Qian 2", "Qian of the office"})

    def test_a_dropped_proposal_is_told_with_its_reason(self):
        self.move_with_unsent_edits()
        item = self.quarantine()[0]
        self.central("quarantine", "drop", item["id"], "--note", "seen on the spot", "--as", self.li)
        self.phone.sync()
        news = [line for line in self.phone.lines("news") if line["what"] == "dropped"]
        self.assertEqual([(line["dot"], line["note"]) for line in news], [(item["dot"], "seen on the spot")])
        self.office.sync()
        self.assertEqual(self.office.field(self.record, "address"), "Zhao 1")

    def test_a_worker_who_comes_back_has_the_old_grid_again(self):
        self.move_with_unsent_edits()
        self.central("workers", "assign", self.wang, "--area", GRID_1)
        self.phone.sync()
        self.assertEqual(self.ids(self.phone), {self.record, self.second})
        self.assert_agree(self.central, self.phone)


class MovedRecord(MoveTestCase):
    def test_a_record_moved_to_another_grid_leaves_one_device_and_comes_to_the_other(self):
        record = self.resident(self.phone, "Zhao")
        stays = self.resident(self.phone, "Qian")
        for device in (self.phone, self.other, self.office):
            device.sync()
        dot = self.phone.set(record, "address=unsent while it moved")
        self.office.set(record, f"area={GRID_2}")
        self.office.sync()
        self.other.sync()
        report = self.phone.sync()
        self.assertEqual(report["pull"]["removed"], 1)
        self.assertEqual(self.ids(self.phone), {stays})
        self.assertEqual(self.ids(self.other), {record})
        waiting = self.quarantine()
        self.assertEqual([(item["dot"], item["reason"]) for item in waiting], [(dot, "out_of_scope")])
        self.accept(waiting[0]["id"])
        self.other.sync()
        self.assertEqual(self.other.field(record, "address"), "unsent while it moved")
        self.assert_agree(self.central, self.phone, self.other, self.office)
        self.assertEqual(self.central.export(GRID_2), self.other.export())
        self.assertEqual(self.central.export(GRID_1), self.phone.export())

        self.office.sync()
        self.office.set(record, f"area={GRID_1}")
        self.office.sync()
        self.phone.sync()
        self.other.sync()
        self.assertEqual(self.ids(self.phone), {record, stays})
        self.assertEqual(self.ids(self.other), set())
        self.assert_agree(self.central, self.phone, self.other, self.office)


class SplitGrid(MoveTestCase):
    NEW_1 = "320102001001011"
    NEW_2 = "320102001001012"

    def split(self, *codes):
        self.central.areas(
            [*AREAS, *[(code, f"Grid {code[-2:]}", "grid", VILLAGE, "2026-01-01", "", GRID_1) for code in codes]])

    def test_a_grid_with_one_successor_is_remapped_to_it(self):
        record = self.resident(self.phone, "Zhao")
        self.phone.sync()
        self.office.sync()
        self.phone.set(record, "address=unsent under the old code")
        created = self.resident(self.phone, "New under the old code")
        self.split(self.NEW_1)
        self.central("workers", "assign", self.wang, "--area", self.NEW_1)
        report = self.phone.sync()
        self.assertEqual(report["push"]["quarantined"], 0, report)
        self.office.sync()
        self.assertEqual(self.office.show(record)["area"], self.NEW_1)
        self.assertEqual(self.office.field(record, "address"), "unsent under the old code")
        self.assertEqual(self.ids(self.phone), {record, created})
        self.assertEqual(self.quarantine(), [])
        self.assert_agree(self.central, self.phone, self.other, self.office)
        self.assertEqual(self.central.export(self.NEW_1), self.phone.export())
        self.assertEqual(self.office.show(created)["area"], self.NEW_1)

    def test_a_worker_of_a_grid_with_a_successor_keeps_its_records(self):
        record = self.resident(self.phone, "Zhao")
        self.phone.sync()
        self.phone.set(record, "address=unsent under the old code")
        self.split(self.NEW_1)
        self.phone.sync()
        self.phone.sync()
        self.assertEqual(self.ids(self.phone), {record})
        self.assertEqual(self.quarantine(), [])
        self.assert_agree(self.central, self.phone)

    def test_a_grid_with_several_successors_stays_visible_to_all_of_them(self):
        record = self.resident(self.phone, "Zhao")
        second = self.resident(self.phone, "Qian")
        self.phone.sync()
        self.office.sync()
        self.phone.set(record, "address=unsent under the old code")
        self.split(self.NEW_1, self.NEW_2)
        self.central("workers", "assign", self.wang, "--area", self.NEW_1)
        self.central("workers", "assign", self.chen, "--area", self.NEW_2)
        report = self.phone.sync()
        self.assertEqual(report["push"]["quarantined"], 0)
        self.other.sync()
        self.office.sync()
        for device in (self.phone, self.other):
            self.assertEqual(self.ids(device), {record, second})
            self.assertEqual(device.show(record)["area"], GRID_1)
            self.assertEqual(device.field(record, "address"), "unsent under the old code")
        self.assert_agree(self.central, self.phone, self.other, self.office)
        self.assertEqual(self.central.export(self.NEW_1), self.phone.export())
        self.assertEqual(self.central.export(self.NEW_2), self.other.export())

        self.office.set(record, f"area={self.NEW_1}")
        self.office.set(second, f"area={self.NEW_2}")
        self.office.sync()
        self.phone.sync()
        self.other.sync()
        self.assertEqual(self.ids(self.phone), {record})
        self.assertEqual(self.ids(self.other), {second})
        self.assert_agree(self.central, self.phone, self.other, self.office)

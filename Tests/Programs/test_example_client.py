"""Protocol/examples/client.py, as somebody would write it from the protocol alone, against the daemon over JSON."""

import json
import subprocess
import sys
import unittest

from programs import GRID_1, GRID_2, LIMIT, REPOSITORY, ProgramsTestCase, lines

CLIENT = REPOSITORY / "Protocol" / "examples" / "client.py"
RESIDENT = ["name=Li Na", "address=3 Lake Road", "residence_kind=1", "notice_given=true"]


class Example:
    """One state file of the example client."""

    def __init__(self, state):
        self.state = state

    def run(self, *arguments):
        return subprocess.run(
            [sys.executable, "-B", str(CLIENT), "--state", str(self.state), *arguments], capture_output=True, text=True,
            timeout=LIMIT)

    def lines(self, *arguments):
        done = self.run(*arguments)
        assert done.returncode == 0, (arguments, done.returncode, done.stderr)
        return lines(done.stdout)

    def one(self, *arguments):
        [line] = self.lines(*arguments)
        return line

    def journal(self):
        return json.loads(self.state.read_text())["journal"]

    def forget_verdicts(self):
        """As if no answer had ever come."""
        state = json.loads(self.state.read_text())
        for entry in state["journal"]:
            entry.pop("verdict", None), entry.pop("receipt", None)
        self.state.write_text(json.dumps(state))


def bare(record):
    return record.replace("-", "").lower()


class ExampleClientTests(ProgramsTestCase):
    def setUp(self):
        super().setUp()
        self.daemon = self.hub()
        self.ann, self.bo = (self.daemon.worker(name, "worker", GRID_1) for name in ("Ann", "Bo"))
        self.example = Example(self.directory / "example.json")
        code = self.daemon.one("devices", "code", "--worker", self.ann)["code"]
        self.enrolled = self.example.one("enrol", self.daemon.address, code)

    def created(self):
        record = self.example.one("new", "resident", GRID_1, *RESIDENT)["id"]
        self.assertEqual(self.example.one("push")["verdicts"], {"applied": 1})
        return record

    def test_it_is_short_and_makes_the_bytes_of_the_vectors(self):
        self.assertLessEqual(len(CLIENT.read_text().splitlines()), 300)
        checked = Example(self.directory / "none.json").run("selfcheck", str(REPOSITORY / "Protocol" / "vectors"))
        self.assertEqual(checked.returncode, 0)
        checked = subprocess.run(
            [sys.executable, "-B", str(CLIENT), "selfcheck", str(REPOSITORY / "Protocol" / "vectors")],
            capture_output=True, text=True, timeout=LIMIT)
        self.assertTrue(json.loads(checked.stdout)["equal"], checked.stderr)

    def test_enrolment_tells_device_replica_and_worker(self):
        self.assertEqual(self.enrolled["worker"], self.ann)
        self.assertIn(self.enrolled["device"], [device["device"] for device in self.daemon.lines("devices", "list")])
        self.assertEqual(len(self.enrolled["replica"]), 32)

    def test_what_it_creates_and_edits_reaches_a_device_and_back(self):
        record = self.created()
        other = self.device(self.daemon, self.bo, "bo")
        other.sync()
        self.assertEqual(other.field(record, "name"), "Li Na")
        self.example.one("set", record, "address=4 Lake Road")
        self.assertEqual(self.example.one("push")["verdicts"], {"applied": 1})
        other.sync()
        self.assertEqual(other.field(record, "address"), "4 Lake Road")
        other.set(record, "name=Li Nan")
        other.sync()
        self.example.one("pull")
        shown = self.example.one("show", record)
        self.assertEqual((shown["fields"]["name"], shown["disputed"], shown["pending"]), ("Li Nan", [], False))
        self.assert_agree(self.daemon, other)

    def test_the_hub_has_the_author_the_device_and_the_dots_of_its_edits(self):
        record = self.created()
        dot = self.example.one("set", record, "note=seen")["dot"]
        self.example.one("push")
        other = self.device(self.daemon, self.bo, "bo")
        other.sync()
        history = other.history(record)
        self.assert_single_dots(history)
        change = {line["dot"]: line for line in history}[dot]
        self.assertEqual((change["author"], change["device"]), (self.ann, self.enrolled["device"]))
        self.assertEqual(change["writes"], {"note": "seen"})

    def test_a_concurrent_edit_of_a_device_is_a_conflict_that_both_show(self):
        record = self.created()
        other = self.device(self.daemon, self.bo, "bo")
        other.sync()
        self.example.one("pull")
        other.set(record, "name=Li Nan")
        self.example.one("set", record, "name=Li Nai")
        other.sync()
        self.assertEqual(self.example.one("push")["verdicts"], {"conflict": 1})
        self.example.one("pull")
        other.sync()
        [ours] = self.example.lines("conflicts")
        [theirs] = other.lines("conflicts", "list")
        self.assertEqual(sorted(side["value"] for side in ours["sides"]), ["Li Nai", "Li Nan"])
        self.assertEqual(
            sorted((side["value"], side["author"], side["dot"]) for side in ours["sides"]),
            sorted((side["value"], side["author"], side["dot"]) for side in theirs["sides"]))
        self.assertEqual(bare(ours["id"].split(":")[0]), bare(theirs["record"]))
        self.assertEqual(ours["path"], theirs["path"])
        self.assertEqual(theirs["base"], "Li Na")
        self.assertEqual(self.example.one("show", record)["disputed"], ["name"])
        self.assert_agree(self.daemon, other)

    def test_an_ordinary_edit_of_it_does_not_close_a_dispute(self):
        record = self.created()
        other = self.device(self.daemon, self.bo, "bo")
        other.sync()
        self.example.one("pull")
        other.set(record, "name=Li Nan")
        self.example.one("set", record, "name=Li Nai")
        other.sync()
        self.example.one("push"), self.example.one("pull")
        self.example.one("set", record, "name=Li Naz")
        self.example.one("push"), self.example.one("pull")
        [conflict] = self.example.lines("conflicts")
        self.assertEqual(len({side["value"] for side in conflict["sides"]}), 2)
        other.sync()
        self.assertEqual(len(other.lines("conflicts", "list")), 1)
        self.assert_agree(self.daemon, other)

    def test_a_push_again_gets_the_same_verdicts_and_has_no_second_effect(self):
        record = self.created()
        self.example.one("set", record, "note=once")
        self.example.one("new", "resident", GRID_2, *RESIDENT)  # outside her grids
        first = self.example.one("push")
        self.assertEqual(first["verdicts"], {"applied": 1, "quarantined": 1})
        before, exported = self.example.journal(), self.daemon.export()
        self.example.forget_verdicts()
        again = self.example.one("push")
        self.assertEqual(again["verdicts"], {"applied": 2, "quarantined": 1})
        told = lambda entry: {key: entry["verdict"].get(key) for key in (
            "counter", "verdict", "reason", "effectiveTime")}
        self.assertEqual([told(entry) for entry in self.example.journal()], [told(entry) for entry in before])
        self.assertEqual(self.daemon.export(), exported)
        self.assertTrue(self.daemon.one("verify")["ok"])

    def test_an_unreachable_hub_and_a_wrong_code_end_with_their_codes_and_lose_nothing(self):
        wrong = Example(self.directory / "wrong.json").run("enrol", self.daemon.address, "no-such-code")
        self.assertEqual(wrong.returncode, 77, wrong.stderr)
        self.daemon.stop()
        record = self.example.one("new", "resident", GRID_1, *RESIDENT)["id"]
        self.assertEqual(self.example.run("push").returncode, 69)
        self.assertTrue(self.example.one("show", record)["pending"])
        self.daemon.start()
        self.assertEqual(self.example.one("push")["verdicts"], {"applied": 1})


if __name__ == "__main__":
    unittest.main()

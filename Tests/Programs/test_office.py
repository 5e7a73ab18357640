"""The same papers from the hub and from a supervisor's device, over the real programs."""

import json
import subprocess
import unittest

from programs import AREAS, BINARIES, GRID_1, GRID_2, LIMIT, VILLAGE, ProgramsTestCase

MARCH = "2026-03"


class Office(ProgramsTestCase):
    def setUp(self):
        super().setUp()
        self.central = self.hub()
        self.wang = self.central.worker("Wang", "worker", GRID_1)
        self.chen = self.central.worker("Chen", "worker", GRID_2)
        for name, worker, area in [("wang", self.wang, GRID_1), ("chen", self.chen, GRID_2)]:
            phone = self.device(self.central, worker, name)
            for day in (3, 4, 5):
                self.hazard(phone, day, area)
            self.assertEqual(phone.push()["applied"], 3)
        self.phone = phone
        totals = self.directory / "totals.csv"
        totals.write_text(f"indicator,unit,period,value\nfires,{AREAS[1][0]},{MARCH},3\n", encoding="utf-8")
        self.central("report", "import", totals)
        self.laptop = self.device(
            self.central, self.central.worker("Li", "supervisor", AREAS[0][0]), "laptop")
        self.laptop.sync()

    def hazard(self, device, day, area):
        return device.new(
            "hazard", area, category="F05", level="2", target_kind="street_shop", stage="1",
            found_at=f"{MARCH}-{day:02}T09:00:00+08:00", due_at=f"{MARCH}-{day + 5:02}T18:00:00+08:00",
            items='{"i1":{"text":"blocked stairs","status":"open"}}', responsible='{"name":"Wu"}',
            location='{"lon":119.46,"lat":29.2,"crs":"wgs84","accuracy_m":8,"source":"gps"}')[0]

    def printed(self, program, *arguments):
        """What a program writes to standard output, in bytes, and its standard error."""
        place = ["--store", self.laptop.store] if program == "gridsync" else ["--data", self.central.data]
        done = subprocess.run(
            [str(BINARIES / program), *map(str, arguments), *map(str, place)], capture_output=True, timeout=LIMIT,
            check=True)
        return done.stdout, done.stderr.decode("utf-8")

    def test_files_are_the_same(self):
        """Offline, in every form: the hub is stopped before the device is asked."""
        forms = [("--format", form) for form in ("text", "csv", "xlsx", "html", "json")]
        forms += [("--json",), ("--lang", "zh"), ("--format", "csv", "--released")]
        forms += [("--level", "grid"), ("--scope", VILLAGE), ("--level", "departments"), ("--cutoff", f"{MARCH}-04")]
        drafts = {form: self.printed("gridsyncd", "report", "build", "--draft", "--period", MARCH, *form)[0]
                  for form in forms}
        self.assertEqual(self.central.lines("report", "list"), [])
        self.central.one("report", "build", "--period", MARCH)
        issued, _ = self.printed("gridsyncd", "report", "show", 1, "--json")
        lists = {form: self.printed("gridsyncd", "lists", "--report", 1, "--template", "lishui", "--format", form)[0]
                 for form in ("text", "csv", "xlsx", "json")}
        stars = {form: self.printed("gridsyncd", "stars", "--month", MARCH, "--format", form)[0]
                 for form in ("text", "csv", "xlsx", "json")}
        overdue = self.central.lines("overdue")
        self.central.stop()

        for form, draft in drafts.items():
            here, told = self.printed("gridsync", "report", "show", "--period", MARCH, *form)
            self.assertEqual(here, draft, form)
            self.assertIn("records_at" if "--json" in form else "20", told)
        here, _ = self.printed("gridsync", "report", "build", "--period", MARCH, "--number", 1, "--json")
        self.assertEqual(here, issued)
        self.assertEqual(json.loads(here)["number"], {"serial": 1, "version": 1})
        for form, paper in lists.items():
            here, _ = self.printed(
                "gridsync", "lists", "--period", MARCH, "--number", 1, "--template", "lishui", "--format", form)
            self.assertEqual(here, paper, form)
        for form, paper in stars.items():
            self.assertEqual(self.printed("gridsync", "stars", "--month", MARCH, "--format", form)[0], paper, form)
        self.assertTrue(drafts[("--format", "csv")].startswith(b"\xef\xbb\xbf"))
        self.assertEqual(len(overdue), 6)
        here = self.laptop.lines("overdue")
        for line in overdue + here:
            line.pop("doubtful_steps")
            # Both are told as of now.
            line.pop("overdue_ms")
            line.pop("late")
        self.assertEqual(here, overdue)
        self.assertEqual(len(self.laptop.lines("overdue", "--area", GRID_1)), 3)
        table, _ = self.printed("gridsync", "overdue", "--lang", "en")
        self.assertIn("red_card", table.decode("utf-8"))

    def test_a_device_that_is_behind_says_so(self):
        month = ("--period", MARCH)
        self.hazard(self.phone, 6, GRID_2)
        self.phone.push()
        before, told = self.printed("gridsync", "report", "build", *month, "--json")
        basis = json.loads(told)["basis"]
        self.assertEqual((basis["unsent"], basis["left_out"]), (0, []))
        self.assertLess(basis["records_at"], self.central.one("report", "build", *month)["at"])
        issued, _ = self.printed("gridsyncd", "report", "show", 1, "--json")
        self.assertNotEqual(before, issued)
        self.laptop.pull()
        after, told = self.printed("gridsync", "report", "build", *month, "--number", 1, "--json")
        self.assertEqual(after, issued)
        self.assertGreater(json.loads(told)["basis"]["records_at"], basis["records_at"])
        # Totals that are handed in later come with the next exchange too.
        more = self.directory / "more.csv"
        more.write_text(f"indicator,unit,period,value\nfires,{AREAS[1][0]},{MARCH},4\n", encoding="utf-8")
        self.central("report", "import", more)
        self.assertTrue(self.laptop.one("report", "fetch")["changed"])
        self.assertFalse(self.laptop.one("report", "fetch")["changed"])
        draft, _ = self.printed("gridsyncd", "report", "build", "--draft", *month, "--json")
        self.assertEqual(self.printed("gridsync", "report", *month, "--json")[0], draft)

    def test_refusals_have_code_and_hint(self):
        phone = self.device(self.central, self.wang, "second")
        phone.sync()
        village = self.device(self.central, self.central.worker("Mo", "township", VILLAGE), "desk")
        village.sync()
        fresh = self.device(self.central, self.central.worker("Hu", "supervisor", GRID_1), "fresh")
        for device, arguments, exit, code in [
            (phone, ("report", "build", "--period", MARCH), 77, "not_allowed"),
            (phone, ("report", "fetch"), 77, "not_allowed"),
            (phone, ("stars", "--month", MARCH), 77, "not_allowed"),
            (phone, ("lists", "--period", MARCH), 77, "not_allowed"),
            (phone, ("overdue",), 77, "not_allowed"),
            (village, ("report", "build", "--period", MARCH, "--scope", AREAS[0][0]), 77, "out_of_scope"),
            (village, ("stars", "--month", MARCH, "--area", "9"), 77, "out_of_scope"),
            (village, ("overdue", "--area", AREAS[0][0]), 77, "out_of_scope"),
            (village, ("report", "build", "--period", "2026-13"), 65, "bad_period"),
            (village, ("report", "build", "--period", MARCH, "--level", "planet"), 65, "bad_level"),
            (village, ("report", "build"), 64, "usage"),
            (village, ("report", "build", "--period", MARCH, "--format", "pdf"), 64, "usage"),
            (village, ("lists", "--period", MARCH, "--format", "html"), 65, "bad_format"),
            (village, ("lists", "--period", MARCH, "--template", "x"), 66, "not_found"),
            (fresh, ("report", "build", "--period", MARCH), 66, "no_basis"),
        ]:
            failed = device.fails(*arguments)
            self.assertEqual((failed.exit, failed.code), (exit, code), arguments)
            self.assertTrue(json.loads(failed.errors.splitlines()[-1])["error"]["hint"], arguments)
        people = subprocess.run(
            [str(BINARIES / "gridsync"), "report", "--period", MARCH, "--store", str(phone.store), "--lang", "zh"],
            capture_output=True, timeout=LIMIT)
        self.assertEqual(people.returncode, 77)
        self.assertIn("您的角色不能这样做", people.stderr.decode("utf-8"))


if __name__ == "__main__":
    unittest.main()

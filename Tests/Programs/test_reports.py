"""Reports, lists, stars and overdue work over the real daemon."""

import csv
import io
import json
import subprocess
import unittest
import zipfile
from xml.etree import ElementTree

from programs import BINARIES, GRID_1, GRID_2, LIMIT, ProgramsTestCase

MARCH = "2026-03"


class Reports(ProgramsTestCase):
    def setUp(self):
        super().setUp()
        self.central = self.hub()
        self.wang = self.central.worker("Wang", "worker", GRID_1)
        self.chen = self.central.worker("Chen", "worker", GRID_2)
        self.phone = self.device(self.central, self.wang, "phone")

    def hazard(self, device, day, area=GRID_1, category="F05"):
        return device.new(
            "hazard", area, category=category, level="2", target_kind="street_shop", stage="1",
            found_at=f"{MARCH}-{day:02}T09:00:00+08:00", due_at=f"{MARCH}-{day + 5:02}T18:00:00+08:00",
            items='{"i1":{"text":"blocked stairs","status":"open"}}', responsible='{"name":"Wu"}',
            location='{"lon":119.46,"lat":29.2,"crs":"wgs84","accuracy_m":8,"source":"gps"}')[0]

    def dispute(self, device, day, area=GRID_1):
        return device.new(
            "dispute", area, title="noise", occurred_at=f"{MARCH}-{day:02}T20:00:00+08:00", place="yard",
            location='{"lon":119.46,"lat":29.2,"crs":"wgs84","accuracy_m":8,"source":"gps"}',
            grids=json.dumps({area: True}), category="0101", scale="01", people_count="2",
            parties='{"p1":{"name":"Qian","role":"applicant"}}', summary="music at night", involved_org="none",
            source="patrol", due_at=f"{MARCH}-{day + 8:02}T18:00:00+08:00", confidential="false")[0]

    def workbook(self, *command):
        """The sheets of a workbook as rows of texts and numbers."""
        done = subprocess.run(
            [str(BINARIES / "gridsyncd"), *map(str, command), "--data", str(self.central.data)],
            capture_output=True, timeout=LIMIT, check=True)
        space = "{http://schemas.openxmlformats.org/spreadsheetml/2006/main}"
        sheets = []
        with zipfile.ZipFile(io.BytesIO(done.stdout)) as archive:
            self.assertIsNone(archive.testzip())
            for name in sorted(name for name in archive.namelist() if "/sheet" in name):
                rows = ElementTree.fromstring(archive.read(name)).iter(space + "row")
                sheets.append([
                    [float(cell.find(space + "v").text) if cell.get("t") is None
                     else "".join(text.text or "" for text in cell.iter(space + "t")) for cell in row] for row in rows])
        return sheets

    def cell(self, indicator, column, *more):
        report = self.central.one("report", "show", 1, *more)
        row = next(row for row in report["rows"] if row["indicator"] == indicator)
        return next(cell for cell in row["cells"] if cell["column"] == column)

    def table(self, *arguments):
        return subprocess.run(
            [BINARIES / "gridsyncd", *map(str, arguments), "--data", self.central.data], capture_output=True,
            check=True, timeout=60).stdout.decode("utf-8")

    def test_build_show_late_upload_restate(self):
        """A month is reported, shown in each form, and restated when a phone comes late."""
        for day in (3, 4, 5):
            self.hazard(self.phone, day)
        self.dispute(self.phone, 6)
        self.assertEqual(self.phone.push()["applied"], 4)
        late = self.device(self.central, self.chen, "late")
        self.hazard(late, 7, GRID_2)

        built = self.central.one("report", "build", "--period", MARCH, "--level", "village")
        self.assertEqual((built["serial"], built["version"], built["period"]), (1, 1, MARCH))
        self.assertEqual(built["cutoff"], "2026-04-01T00:00:00+08:00")
        self.assertEqual(self.cell("fire_hazards", "total")["numerator"], 3)
        self.assertEqual(self.cell("disputes_found", "total")["numerator"], 1)
        issued = self.central("report", "show", 1)

        self.assertIn("Fire hazards found", self.table("report", "show", 1, "--lang", "en"))
        self.assertIn("消防隐患发现数", self.table("report", "show", 1, "--lang", "zh"))
        page = self.table("report", "show", 1, "--format", "html", "--lang", "zh")
        self.assertTrue(page.startswith("<!doctype html>"), page[:80])
        sheet = self.table("report", "show", 1, "--format", "csv", "--lang", "en")
        self.assertTrue(sheet.startswith("\ufeff"))
        self.assertTrue(sheet.endswith("\r\n") and not sheet.endswith("\r\n\n"))
        rows = list(csv.DictReader(io.StringIO(sheet[1:], newline="")))
        self.assertIn(("Fire hazards found", "total", "3"), [(r["indicator"], r["column"], r["value"]) for r in rows])
        cells = self.workbook("report", "show", 1, "--format", "xlsx", "--lang", "en")
        self.assertEqual(cells[0][0][:3], ["Aspect", "Indicator", "Department"])
        self.assertEqual([row for row in cells[1] if row[3:4] == ["Fire hazards found"] and row[5] == "total"][0][6], 3)
        told = self.cell("disputes_found", "total", "--released")
        self.assertEqual((told.get("suppressed"), told.get("numerator")), (True, None))

        self.assertEqual(late.push()["applied"], 1)
        self.assertEqual(self.central("report", "show", 1), issued)
        restated = self.central.one("report", "restate", 1)
        self.assertEqual(restated["version"], 2)
        named = {(change["indicator"], change["column"]) for change in restated["changed"]}
        self.assertIn(("fire_hazards", "total"), named)
        self.assertNotIn(("disputes_found", "total"), named)
        self.assertEqual(self.central("report", "show", 1, "--version", 1), issued)
        self.assertEqual(self.cell("fire_hazards", "total")["numerator"], 4)
        self.assertEqual(self.central.one("report", "restate", 1)["changes"], 0)

        self.assertEqual(self.central.stop(), 0)
        self.central.start()
        self.assertEqual(self.central("report", "show", 1, "--version", 1), issued)
        self.assertEqual([line["version"] for line in self.central.lines("report", "list")], [1, 2])

    def test_lists_stars_and_overdue(self):
        hazard = self.hazard(self.phone, 3)
        self.phone.push()
        self.central("report", "build", "--period", MARCH)
        lists = self.central.lines("lists", "--report", 1, "--template", "lishui")
        self.assertEqual([table["list"] for table in lists], ["responsibility", "problems", "accountability"])
        self.assertTrue(any("hazards_fixed" in row["problem"] for row in lists[1]["rows"]))
        stars = {line["worker"]: line for line in self.central.lines("stars", "--month", MARCH)}
        self.assertEqual(set(stars), {self.wang, self.chen})
        quality = next(line for line in stars[self.wang]["lines"] if line["rule"] == "quality")
        self.assertEqual((quality["count"], quality["whole"]), (0, 1))
        overdue = self.central.one("overdue")
        self.assertEqual((overdue["id"], overdue["holder"], overdue["mark"]), (hazard, f"grid:{GRID_1}", "red_card"))
        self.assertEqual(self.central.lines("overdue", "--area", GRID_2), [])
        self.assertIn("red_card", self.table("overdue"))

    def test_totals_are_imported(self):
        self.central("report", "build", "--period", MARCH)
        path = self.directory / "totals.csv"
        path.write_text("指标,单位,时期,数值\nfires,320102001,2026-03,3\n", encoding="utf-8")
        self.assertEqual(self.central.one("report", "import", path), {"rows": 1, "changed": 1})
        self.assertEqual(self.central.one("report", "restate", 1)["version"], 2)
        self.assertEqual(self.cell("fires", "total")["value"], [3, 1])
        path.write_text("indicator,unit,period,value\nfires,320102001,2026-03,3\nfires,320102001,March,1\n")
        failed = self.central.fails("report", "import", path)
        self.assertEqual((failed.exit, failed.code), (65, "bad_data"))
        self.assertIn("line 3: the period", failed.errors)
        self.assertEqual(self.central.fails("report", "import", self.directory / "none.csv").exit, 66)

    def test_refusals_have_code_and_hint(self):
        self.central("report", "build", "--period", MARCH)
        for arguments, exit, code in [
            (("report", "build", "--period", "2026-13"), 65, "bad_period"),
            (("report", "build", "--period", "2099-01"), 65, "bad_period"),
            (("report", "build", "--period", MARCH), 73, "exists"),
            (("report", "build", "--period", "2026-02", "--scope", "9"), 65, "unknown_area"),
            (("report", "build", "--period", "2026-02", "--level", "planet"), 65, "bad_level"),
            (("report", "build"), 64, "usage"),
            (("report", "show", 9), 66, "not_found"),
            (("report", "show", 1, "--version", 7), 66, "not_found"),
            (("report", "show", 1, "--format", "pdf"), 64, "usage"),
            (("report", "restate", 9), 66, "not_found"),
            (("lists", "--report", 9), 66, "not_found"),
            (("lists", "--report", 1, "--format", "html"), 65, "bad_format"),
            (("stars", "--month", "2026-Q1"), 65, "bad_period"),
            (("overdue", "--area", "9"), 65, "unknown_area"),
        ]:
            failed = self.central.fails(*arguments)
            self.assertEqual((failed.exit, failed.code), (exit, code), arguments)
            self.assertTrue(json.loads(failed.errors)["error"]["hint"], arguments)


class OfficeFiles(ProgramsTestCase):
    def hub_with(self, folder, name, text):
        """A hub that will be started with one file of an office."""
        files = self.directory / "office"
        (files / folder).mkdir(parents=True, exist_ok=True)
        (files / folder / name).write_text(text, encoding="utf-8")
        hub = self.hub(start=False)
        hub.options = ("--catalogue", str(files))
        return hub

    def test_a_broken_file_is_refused_at_start(self):
        for folder, text, line, reason in [
            ("indicators", "extends: pingan_monthly\nindicators:\n  - id: fires\n    direction: sideways\n", 3, "direction"),
            ("indicators", "extends: nothing\n", 1, "nothing"),
            ("workflows", "extends: hazard\nstates:\n  - {id: parked, label: {zh: 挂起}}\n", None, "parked"),
            ("workflows", "workflow: [\n", None, ""),
        ]:
            hub = self.hub_with(folder, "office.yaml", text)
            command = [BINARIES / "gridsyncd", "serve", "--listen", "127.0.0.1:0", "--data", hub.data, "--json",
                       *hub.options]
            done = subprocess.run(command, capture_output=True, text=True, timeout=60)
            self.assertEqual(done.returncode, 65, done)
            error = json.loads(done.stderr)["error"]
            place = f"{folder}/office.yaml:{line}" if line else f"{folder}/office.yaml:"
            self.assertIn(place, error["message"], error)
            self.assertIn(reason, error["message"])
            (self.directory / "office" / folder / "office.yaml").unlink()

    def test_an_indicator_is_added_by_a_file_alone(self):
        hub = self.hub_with("indicators", "ours.yaml", """
extends: pingan_monthly
indicators:
  - id: gas_hazards
    label: {zh: 燃气隐患数, en: Gas hazards}
    aspect: fire
    department: housing
    unit: count
    direction: neutral
    source: {kind: hazard, where: [{column: category, starts: G}]}
""")
        hub.start()
        hub.one("report", "build", "--period", MARCH)
        rows = [row["indicator"] for row in hub.one("report", "show", 1)["rows"]]
        self.assertIn("gas_hazards", rows)


if __name__ == "__main__":
    unittest.main()

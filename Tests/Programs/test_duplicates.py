"""Records of two grids that mean the same person."""

from programs import GRID_1, GRID_2, TOWN, ProgramsTestCase


def identity_number(body="33078119900307001"):
    """A citizen identity number: 17 digits and the check character of ISO 7064 MOD 11-2."""
    weights = [7, 9, 10, 5, 8, 4, 2, 1, 6, 3, 7, 9, 10, 5, 8, 4, 2]
    return body + "10X98765432"[sum(int(digit) * weight for digit, weight in zip(body, weights)) % 11]


class Duplicates(ProgramsTestCase):
    def setUp(self):
        super().setUp()
        self.central = self.hub()
        self.wang = self.central.worker("Wang", "worker", GRID_1)
        self.chen = self.central.worker("Chen", "worker", GRID_2)
        self.li = self.central.worker("Li", "supervisor", TOWN)
        self.phone = self.device(self.central, self.wang, "phone")
        self.other = self.device(self.central, self.chen, "other")
        self.number = identity_number()

    def resident(self, device, area, name="Zhao", **more):
        return device.one(
            "new", "resident", "--area", area, f"name={name}", "residence_kind=1", f"address={name} 1",
            "notice_given=true", *[f"{key}={value}" for key, value in more.items()])

    def person(self, device, area, name="Zhao", **more):
        return self.resident(device, area, name, id_type="111", id_no=self.number, **more)

    def decide(self, command, pair, *more):
        return self.central.one("duplicates", command, pair, "--as", self.li, *more)

    def test_the_device_hints_and_writes_all_the_same(self):
        first = self.person(self.phone, GRID_1)
        second = self.person(self.phone, GRID_1, name="Ｚhao ")
        self.assertNotIn("duplicates", first)
        self.assertEqual(second["duplicates"], [{"id": first["id"], "fields": ["id_no", "name"]}])
        self.assertNotIn("duplicates", self.person(self.phone, GRID_1, name="Qian"))
        self.assertEqual(len(self.phone.lines("list")), 3)

    def test_a_pair_is_found_across_grids_merged_and_taken_apart(self):
        first = self.person(self.phone, GRID_1)["id"]
        self.phone.sync()
        second = self.person(self.other, GRID_2, name="Chao", note="works nights")["id"]
        self.other.sync()
        [found] = self.central.lines("duplicates", "list")
        pair = f"{first}:{second}"
        self.assertEqual((found["id"], found["fields"], found["state"]), (pair, ["id_no"], "open"))
        [seen] = self.central.lines("duplicates", "list", "--as", self.wang)
        self.assertEqual(seen["records"], [first, None])
        self.assertNotIn(self.number, self.central("duplicates", "show", pair))
        refused = self.central.fails("duplicates", "merge", pair, "--as", self.wang)
        self.assertEqual((refused.exit, refused.code), (77, "forbidden"))

        merged = self.decide("merge", pair, "--note", "same card")
        self.assertEqual((merged["survivor"], merged["taken_over"]), (first, ["note"]))
        self.assertEqual(self.central.lines("duplicates", "list"), [])
        self.other.sync()
        self.assertEqual(list(self.other.field(second, "duplicate_of")), [first])
        self.other.set(second, "address=moved")
        self.other.sync()
        self.assertEqual([line["state"] for line in self.central.lines("duplicates", "list")], ["edited"])

        self.assertEqual(self.decide("unmerge", pair)["given_back"], ["note"])
        self.other.sync()
        self.assertIsNone(self.other.field(second, "duplicate_of"))
        self.assertEqual(self.other.field(second, "address"), "moved")
        dismissed = self.decide("dismiss", pair, "--note", "twins")
        self.assertEqual((dismissed["state"], dismissed["note"]), ("dismissed", "twins"))
        self.assertEqual(self.central.lines("duplicates", "list"), [])
        self.assertTrue(self.central.one("verify")["ok"])

    def test_an_identity_number_is_taken_over_sealed_and_opens_there(self):
        first = self.resident(self.phone, GRID_1)["id"]
        self.phone.sync()
        second = self.person(self.other, GRID_2)["id"]
        self.other.sync()
        self.assertEqual(self.central.lines("duplicates", "list"), [])
        merged = self.decide("merge", f"{second}:{first}")
        self.assertEqual((merged["survivor"], merged["taken_over"]), (first, ["id_no", "id_type"]))
        self.phone.sync()
        revealed = self.phone.one("reveal", first, "id_no", "--reason", "at the counter")
        self.assertEqual(revealed["value"], self.number)
        self.assertTrue(self.central.one("verify")["ok"])



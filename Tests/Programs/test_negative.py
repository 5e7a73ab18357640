"""A hostile device against the running daemon, over JSON and by hand: what is refused, and that nothing else changes.

The numbers are those of the table of refusals in Sources/GridServer/DESIGN.md.
"""

import http.client
import importlib.util
import json
import time
import unittest
import urllib.parse

from programs import GRID_1, GRID_2, LIMIT, REPOSITORY, ProgramsTestCase

RESIDENT = ["area=" + GRID_1, "name=Li Na", "address=3 Lake Road", "residence_kind=1", "notice_given=true"]


def example_client():
    """Protocol/examples/client.py as a module."""
    path = REPOSITORY / "Protocol" / "examples" / "client.py"
    specification = importlib.util.spec_from_file_location("example_client", path)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


client = example_client()


class Hostile(client.Device):
    """A device that says whatever it likes."""

    def post(self, path, message, method="POST", headers=(), query=""):
        """The status and the body, whatever they are."""
        address = urllib.parse.urlsplit(self.state["hub"])
        connection = http.client.HTTPConnection(address.hostname, address.port, timeout=LIMIT)
        body = message if isinstance(message, bytes) else json.dumps(message).encode()
        connection.putrequest(method, path + query)
        sent = {"Content-Type": "application/json", "Accept": "application/json", "Content-Length": str(len(body)),
                "Authorization": "Bearer " + self.state["token"]}
        for name, value in {**sent, **dict(headers)}.items():
            for each in value if isinstance(value, list) else [value]:
                if each is not None:
                    connection.putheader(name, each)
        connection.endheaders(body)
        answer = connection.getresponse()
        data = answer.read()
        connection.close()
        return answer.status, json.loads(data) if data[:1] in (b"{", b"[") else data

    def request(self, changesets=(), hello=None, pull=None):
        state, journal = self.state, self.state["journal"]
        done = next((n for n, entry in enumerate(journal) if "verdict" not in entry), len(journal))
        request = {"hello": {
            "device": state["device"], "replica": client.b64(client.unhex(state["replica"])),
            "head": str(len(journal)), "headChain": self.chain(len(journal)), "acknowledged": str(done),
            "acknowledgedChain": self.chain(done), "epoch": client.b64(client.unhex(state["epoch"])),
            "catalogueVersion": state["catalogue"]["version"], "manifestVersion": state["manifest"],
            "deviceTime": str(client.now()), "unsent": "0", **(hello or {})}}
        if changesets:
            request["push"] = client.push_message(list(changesets))
        if pull is not None:
            request["pull"] = pull
        return request

    def create(self, *items):
        return self.write(client.new_id(), "resident", [*RESIDENT, *items])["id"]

    def last(self):
        return self.state["journal"][-1]["changeset"]

    def call_hub(self, name, **arguments):
        return self.post("/v1/call/" + name, {"arguments": json.dumps(arguments)})


class NegativeTests(ProgramsTestCase):
    def setUp(self):
        super().setUp()
        self.daemon = self.hub()
        self.names = {"ann": GRID_1, "bo": GRID_1, "far": GRID_2}
        self.workers = {name: self.daemon.worker(name, "worker", area) for name, area in self.names.items()}
        self.ann, self.bo, self.far = (self.hostile(name) for name in self.names)

    def hostile(self, name, state=None):
        device = Hostile(str(self.directory / f"{state or name}.json"))
        device.enrol(self.daemon.address, self.daemon.one("devices", "code", "--worker", self.workers[name])["code"])
        return device

    def pushed(self, device, **more):
        """The verdicts of everything that is not acknowledged yet."""
        waiting = [e["changeset"] for e in device.state["journal"] if "verdict" not in e]
        status, answer = device.post("/v1/sync", device.request(waiting, **more))
        self.assertEqual(status, 200, answer)
        for verdict in answer["verdicts"]:
            device.state["journal"][int(verdict["counter"]) - 1]["verdict"] = verdict
        return answer["verdicts"]

    def assert_refused(self, answer, *statuses):
        """A problem document with code and hint, and nothing of what is inside."""
        status, body = answer
        self.assertIn(status, statuses, body)
        self.assertTrue(body["code"], body)
        self.assertNotRegex(json.dumps(body), r"(?i)select |sqlite|\.swift|/work/|/tmp/|Fatal")

    def export(self):
        return self.daemon.export()

    def test_s1_a_record_of_another_scope_is_not_there_by_its_id(self):
        record = self.ann.create()
        self.pushed(self.ann)
        unknown = client.new_id()
        for name in ("history", "conflict", "reveal"):
            answers = []
            for guessed in (record, unknown):
                more = {"path": "id_no", "reason": "x"} if name == "reveal" else {}
                status, body = self.far.call_hub(name, id=guessed, **more)
                self.assertIn(status, (403, 404), body)
                answers.append((status, body.get("code"), json.dumps(body).replace(guessed, "ID")))
            self.assertEqual(answers[0][:2], answers[1][:2], name)
            self.assertNotIn("Li Na", answers[0][2])
        status, body = self.far.call_hub("records", ids=[record, unknown])
        self.assertEqual((status, body.get("lines", [])), (200, []))

    def test_s2_s3_one_record_out_of_scope_is_set_aside_and_the_others_are_taken(self):
        record = self.ann.create()
        self.pushed(self.ann)
        self.far.create("area=" + GRID_2)
        for change in self.far.last()["changes"]:
            change["writes"] = [w for w in change["writes"] if w != ["area", ["code", GRID_1], None]]
        # The second edits a record that is there and not in scope.
        self.far.state["records"][record] = {"kind": "resident", "context": {}, "paths": {}}
        self.far.write(record, None, ["note=mine now"])
        verdicts = self.pushed(self.far)
        self.assertEqual([v["verdict"] for v in verdicts], ["applied", "quarantined"], verdicts)
        self.assertEqual(verdicts[1]["reason"], "out_of_scope")
        self.assertNotIn("mine now", self.export())

    def test_s4_another_devices_cursor_is_refused(self):
        status, answer = self.ann.post("/v1/sync", self.ann.request(pull={"cursor": "", "limit": 10}))
        self.assertEqual(status, 200, answer)
        cursor = answer["page"]["cursor"]
        self.assert_refused(
            self.bo.post("/v1/sync", self.bo.request(pull={"cursor": cursor, "limit": 10})), 400, 409)
        forged = client.b64(bytes(client.unb64(cursor)[:-1]) + b"\0")
        self.assert_refused(
            self.ann.post("/v1/sync", self.ann.request(pull={"cursor": forged, "limit": 10})), 400, 409)

    def test_s8_s11_what_is_no_token_is_401(self):
        token = self.ann.state["token"]
        changed = token[:-1] + ("0" if token[-1] != "0" else "1")
        for header in (None, "", "Bearer", "Bearer ", "Basic " + token, token, "Bearer " + changed,
                       "Bearer " + token + " x", [f"Bearer {token}", f"Bearer {changed}"]):
            answer = self.ann.post("/v1/sync", self.ann.request(), headers={"Authorization": header})
            self.assert_refused(answer, 400, 401)
        answer = self.ann.post(
            "/v1/sync", self.ann.request(), headers={"Authorization": None}, query="?token=" + token)
        self.assert_refused(answer, 400, 401, 404)
        log = self.daemon.log.read_text(errors="replace")
        self.assertNotIn(token, log)
        self.assertNotIn(changed, log)

    def test_s12_s13_revoked_devices_and_disabled_workers_are_out_at_once(self):
        self.assertEqual(self.ann.post("/v1/sync", self.ann.request())[0], 200)
        self.daemon.one("devices", "revoke", self.ann.state["device"])
        self.assert_refused(self.ann.post("/v1/sync", self.ann.request()), 401, 403)
        second = self.hostile("bo", "bo-too")
        self.daemon("workers", "disable", self.workers["bo"])
        for device in (self.bo, second):
            self.assert_refused(device.post("/v1/sync", device.request()), 401, 403)
            self.assert_refused(device.call_hub("digest", level="root"), 401, 403)
        self.assertEqual(self.far.post("/v1/sync", self.far.request())[0], 200)

    def test_s14_s15_another_devices_id_replica_or_author_is_refused_whole(self):
        self.ann.create()
        mine = self.ann.last()
        self.assert_refused(
            self.ann.post("/v1/sync", self.ann.request([mine], hello={"device": self.bo.state["device"]})), 403)
        self.assertIn("wrong_device", self.daemon.alarms())
        theirs = dict(mine, dot=[self.bo.state["replica"], 1])
        self.assert_refused(self.ann.post("/v1/sync", self.ann.request([theirs])), 422)
        replica = client.b64(client.unhex(self.bo.state["replica"]))
        self.assert_refused(
            self.ann.post("/v1/sync", self.ann.request([theirs], hello={"replica": replica})), 422)
        self.assert_refused(
            self.ann.post("/v1/sync", self.ann.request([dict(mine, author=self.workers["bo"])])), 422)
        self.assertEqual(self.export(), "")

    def test_s16_a_gap_and_counters_that_are_none(self):
        self.ann.create()
        mine = self.ann.last()
        status, body = self.ann.post("/v1/sync", self.ann.request([dict(mine, dot=[mine["dot"][0], 3])]))
        self.assertEqual((status, body["code"], int(body.get("head", 0))), (409, "gap", 0))
        for counter in ("0", "-1", str(2**63), str(2**64), "1.5", "three", None, 1e300, [], True):
            request = self.ann.request([mine])
            request["push"]["firstCounter"] = counter
            status, body = self.ann.post("/v1/sync", request)
            self.assertIn(status, (400, 409, 422), (counter, body))
        self.assertEqual(self.export(), "")
        self.assertEqual([v["verdict"] for v in self.pushed(self.ann)], ["applied"])

    def test_s17_a_context_that_claims_what_was_never_sent_suppresses_nothing(self):
        record = self.ann.create()
        self.pushed(self.ann)
        for context in ({self.ann.state["replica"]: 1}, {self.ann.state["replica"]: 2**62}, {"ab" * 16: 7}):
            self.bo.state["records"][record] = {"kind": "resident", "context": context, "paths": {}}
            self.bo.write(record, None, ["name=Nobody"])
            [verdict] = self.pushed(self.bo)
            self.assertEqual((verdict["verdict"], verdict["reason"]), ("quarantined", "unknown_context"))
        self.assertIn("Li Na", self.export())
        self.assertNotIn("Nobody", self.export())

    def test_s18_s37_a_dot_again_with_the_same_bytes_and_with_others(self):
        self.ann.create()
        mine = self.ann.last()
        first = self.pushed(self.ann)
        del self.ann.state["journal"][0]["verdict"]
        self.assertEqual(self.pushed(self.ann), first)
        other = json.loads(json.dumps(mine))
        other["salt"] = "ff" * 16
        status, answer = self.ann.post("/v1/sync", self.ann.request([other]))
        self.assertEqual((status, answer["verdicts"][0]["verdict"]), (200, "forked"), answer)
        self.assertIn("forked", self.daemon.alarms())
        self.assertEqual(len(self.export().splitlines()), 1)

    def test_s19_vectors_and_tables_beyond_all_measure(self):
        self.ann.create()
        for spoil in (
            lambda p: p.update(replicas=client.b64(b"\1" * 16 * 100_000)),
            lambda p: p.update(contextSizes=[2], contextReplicas=[0, 0], contextCounters=["1", "1"]),
            lambda p: p.update(replicas=client.b64(b"\1" * 15)),
            lambda p: p.update(contextSizes=[4_000_000_000]),
            lambda p: p.update(authors=["x" * 1_000_000]),
        ):
            request = self.ann.request([self.ann.last()])
            spoil(request["push"])
            begun = time.monotonic()
            status, body = self.ann.post("/v1/sync", request)
            self.assertIn(status, (400, 413, 422), body)
            self.assertLess(time.monotonic() - begun, 10)
        self.assertEqual(self.export(), "")

    def test_s21_s22_fields_that_are_the_hubs_change_nothing(self):
        record = self.ann.create()
        request = self.ann.request([self.ann.last()])
        request.update(role="admin", worker=self.workers["far"], isAdmin=True)
        request["hello"].update(role="admin", areas=["320102"], isAdmin=True)
        request["push"]["changesets"][0].update(effectiveTime="1", receivedAt="1", verdict="applied", role="admin")
        status, answer = self.ann.post("/v1/sync", request)
        self.assertIn(status, (200, 400, 422), answer)
        if status == 200:
            self.assertEqual([v["verdict"] for v in answer["verdicts"]], ["applied"])
            self.assertEqual(json.loads(self.export())["id"].replace("-", ""), record)
        status, answer = self.ann.post("/v1/sync", self.ann.request(pull={"cursor": "", "limit": 10}))
        self.assertEqual(answer.get("manifest", {}).get("role", "worker"), "worker")

    def test_s24_s43_there_are_no_administrative_or_old_addresses(self):
        for path in ("/v1/admin", "/v1/command/export", "/v1/call/export", "/v1/call/workers.add", "/v0/sync", "/sync",
                     "/docs", "/debug", "/v1/../metrics", "/v1/call/", "/v1/call/erase"):
            self.assert_refused(self.ann.post(path, {"arguments": "{}"}), 400, 404)
        for method in ("GET", "PUT", "DELETE", "PATCH", "OPTIONS"):
            status, _ = self.ann.post("/v1/sync", b"", method=method)
            self.assertIn(status, (404, 405), method)
        status, _ = self.ann.post(
            "/v1/catalogue", b"", method="GET", headers={"X-HTTP-Method-Override": "DELETE"})
        self.assertEqual(status, 200)

    def test_s28_page_sizes_are_clamped_or_refused(self):
        self.ann.create()
        self.pushed(self.ann)
        for limit in (0, -1, 2**31, 2**32 - 1, 2**32, 1.5, "x"):
            status, answer = self.ann.post("/v1/sync", self.ann.request(pull={"cursor": "", "limit": limit}))
            self.assertIn(status, (200, 400), answer)
            if status == 200:
                self.assertEqual(len(answer["page"]["records"]), 1, limit)

    def test_s34_hostile_texts_are_stored_exactly_or_set_aside(self):
        kept = ["'; DROP TABLE records; --", "e\u0301", "\u00e9", "\u202eevil", "\uf900", "<script>alert(1)</script>",
                "\U0001f468\u200d\U0001f469", "a\tb\nc", "%00", "../../etc/passwd"]
        for text in kept:
            self.ann.create("note=" + text)
        refused = ["a\0b", "\x1b[2J", "a\x7fb"]
        for text in refused:
            self.ann.create("note=" + text)
        verdicts = self.pushed(self.ann)
        self.assertEqual([v["verdict"] for v in verdicts], ["applied"] * len(kept) + ["quarantined"] * len(refused))
        notes = [json.loads(line)["fields"]["note"] for line in self.export().splitlines()]
        self.assertEqual([note.encode() for note in notes], [text.encode() for text in kept])
        for body in (b'{"hello":"\xff\xfe"}', b'{"hello":{"device":"\\ud800"}}', b'{"a":' * 10_000, b"[" * 100_000,
                     b'{"hello":{"head":' + b"9" * 1_000_000 + b"}}"):
            begun = time.monotonic()
            self.assert_refused(self.ann.post("/v1/sync", body), 400, 413)
            self.assertLess(time.monotonic() - begun, 10)

    def test_s38_what_was_captured_is_worth_nothing_with_another_token(self):
        self.ann.create()
        request = self.ann.request([self.ann.last()])
        self.assert_refused(self.bo.post("/v1/sync", request), 401, 403)
        self.assertEqual(self.export(), "")


if __name__ == "__main__":
    unittest.main()

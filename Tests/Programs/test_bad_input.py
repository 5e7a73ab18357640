"""Wrong usage, bad data, what is not a hub, hostile requests: the code, a sentence, a hint, and nothing lost."""

import gzip
import http.client
import http.server
import json
import socket
import sqlite3
import subprocess
import threading
import time
import unittest
import urllib.parse

from programs import BINARIES, GRID_1, GRID_2, LIMIT, Device, Failed, Hub, ProgramsTestCase, run

RESIDENT = ["name=Li Na", "address=3 Lake Road", "residence_kind=1", "notice_given=true"]


class Pretender(http.server.BaseHTTPRequestHandler):
    """Answers every request with what its server was told: status, headers, body."""

    protocol_version = "HTTP/1.1"

    def answer(self):
        length = int(self.headers.get("Content-Length") or 0)
        self.rfile.read(length)
        status, headers, body, claimed = self.server.answer
        self.send_response_only(status)
        for name, value in headers:
            self.send_header(name, value)
        self.send_header("Content-Length", str(claimed if claimed is not None else len(body)))
        self.send_header("Connection", "close")
        self.end_headers()
        self.wfile.write(body)
        self.close_connection = True

    do_GET = do_POST = do_CONNECT = answer

    def log_message(self, *_):
        pass


class BadInputTestCase(ProgramsTestCase):
    def assert_error(self, failed, exit, *codes):
        """Exactly one error object on standard error: code, sentence and hint; nothing on standard output."""
        self.assertEqual(failed.exit, exit, failed)
        self.assertEqual(failed.output, "", failed)
        error = json.loads(failed.errors)["error"]
        self.assertEqual(sorted(error), ["code", "hint", "message"])
        if codes:
            self.assertIn(error["code"], codes, failed)
        self.assertTrue(error["message"].strip(), failed)
        self.assertTrue(error["hint"].strip(), failed)
        return error

    def fails(self, *arguments, text=None):
        try:
            output = run("gridsync", *arguments, "--json", text=text)
        except Failed as failed:
            return failed
        self.fail(f"{arguments} was done: {output}")


class DeviceInputTests(BadInputTestCase):
    """What a person may type wrong; the store stays as it was."""

    def setUp(self):
        super().setUp()
        self.daemon = self.hub()
        self.ann = self.daemon.worker("Ann", "worker", GRID_1)
        self.device = self.device(self.daemon, self.ann, "ann")
        self.record = self.device.one("new", "resident", "--area", GRID_1, *RESIDENT)["id"]

    def tearDown(self):
        """Whatever failed, the one good record is delivered, and nothing else."""
        if self.daemon.process is None:
            self.daemon.start()
        self.assertEqual([entry["state"] for entry in self.device.lines("outbox")], ["pending"])
        pushed = self.device.sync()["push"]
        self.assertEqual((pushed["sent"], pushed["applied"], pushed["left"]), (1, 1, 0))
        self.assert_agree(self.daemon, self.device)
        self.assertEqual(len(self.daemon.export().splitlines()), 1)

    def test_values_that_a_field_does_not_take(self):
        cases = [
            (["new", "resident", "--area", GRID_2, *RESIDENT], 77, "out_of_scope"),
            (["new", "resident", "--area", "999999", *RESIDENT], 77, "out_of_scope"),
            (["set", self.record, "colour=red"], 65, "unknown_field"),
            (["new", "unicorn", "--area", GRID_1, "name=x"], 65, "unknown_kind"),
            (["new", "resident", "--area", GRID_1, "name=Li Na"], 65, "missing_field"),
            (["set", self.record, "residence_kind=99"], 65, "invalid_field"),
            (["set", self.record, "retain_until=2026-02-30"], 65, "invalid_field"),
            (["set", self.record, "retain_until=yesterday"], 65, "invalid_field"),
            (["set", self.record, "notice_given=perhaps"], 65, "invalid_field"),
            (["set", "00000000-0000-7000-8000-000000000000", "name=x"], 66, "no_such_record"),
            (["set", "no-id", "name=x"], 65, "bad_input"),
            (["set", self.record, "note=a\x07b"], 65, "invalid_field"),
        ]
        for arguments, exit, code in cases:
            with self.subTest(arguments=arguments):
                self.assert_error(self.device.fails(*arguments), exit, code)

    def test_a_text_of_ten_megabytes(self):
        line = json.dumps({"op": "set", "id": self.record, "fields": {"note": "x" * 10_000_000}}) + "\n"
        self.assert_error(self.device.fails("apply", "-", text=line), 65, "invalid_field", "too_large")
        path = self.directory / "large.jsonl"
        path.write_text(line)
        self.assert_error(self.device.fails("apply", path), 65, "invalid_field", "too_large")

    def test_files_that_are_no_lines_of_json(self):
        for text in ["{", "[]\n", "null\n", '{"op":"fly"}\n', '{"op":"set"}\n', "[" * 100_000, '"\\ud800"\n',
                     '{"op":"set","id":"%s","fields":{"retain_until":7}}\n' % self.record]:
            with self.subTest(text=text[:60]):
                self.assert_error(self.device.fails("apply", "-", text=text), 65)

    def test_bytes_that_are_not_utf_8(self):
        path = self.directory / "latin.jsonl"
        path.write_bytes(b'{"op":"set","id":"x","fields":{"note":"\xff\xfe"}}\n')
        self.assert_error(self.device.fails("apply", path), 65)

    def test_one_bad_line_of_an_atomic_file_leaves_nothing_of_it(self):
        text = json.dumps({"op": "set", "id": self.record, "fields": {"note": "first"}}) + "\n"
        text += json.dumps({"op": "set", "id": self.record, "fields": {"colour": "red"}}) + "\n"
        self.assert_error(self.device.fails("apply", "--atomic", "-", text=text), 65, "unknown_field")
        self.assertIsNone(self.device.field(self.record, "note"))

    def test_what_is_not_there(self):
        for arguments, exit in [
            (["apply", self.directory / "none.jsonl"], 66), (["import", self.directory / "none.csv"], 66),
            (["show", "00000000-0000-7000-8000-000000000000"], 66), (["catalogue", "unicorn"], 65),
            (["conflicts", "show", "00000000-0000-7000-8000-000000000000:name"], 66),
            (["conflicts", "resolve", f"{self.record}:name", "--take", "1"], 77),
            (["quarantined", "retry", "0" * 32 + ":1"], 66),
        ]:
            with self.subTest(arguments=arguments):
                self.assert_error(self.device.fails(*arguments), exit)
        self.assert_error(self.fails("status", "--store", self.directory / "nowhere"), 66, "no_store")

    def test_wrong_usage(self):
        for arguments in [
            [], ["fly"], ["new"], ["set"], ["show"], ["show", "a", "b"], ["push", "--colour"],
            ["list", "--limit", "many"], ["list", "--limit", "-1"], ["export", "--format", "pdf"], ["enrol"],
            ["status", "--lang", "xx"], ["set", self.record, "note"], ["conflicts", "resolve", self.record],
        ]:
            with self.subTest(arguments=arguments):
                self.assert_error(self.device.fails(*arguments), 64, "usage")

    def test_a_busy_store_is_tried_later(self):
        [file] = [path for path in self.device.store.iterdir() if path.suffix == ".sqlite"]
        holder = sqlite3.connect(file, isolation_level=None)
        try:
            holder.execute("BEGIN EXCLUSIVE")
            self.assert_error(self.device.fails("set", self.record, "note=x"), 75, "store_busy")
        finally:
            holder.rollback()
            holder.close()

    def test_an_error_for_people_has_the_code_too(self):
        done = subprocess.run(
            [str(BINARIES / "gridsync"), "--store", str(self.device.store), "--lang", "en", "set", self.record,
             "colour=red"], capture_output=True, text=True, timeout=LIMIT)
        self.assertEqual((done.returncode, done.stdout), (65, ""))
        self.assertIn("unknown_field", done.stderr)
        self.assertNotIn("{", done.stderr)


class NoHubTests(BadInputTestCase):
    """What a network may answer in the hub's place: the outbox stays, the cursor does not move."""

    def setUp(self):
        super().setUp()
        self.daemon = self.hub()
        ann, bo = (self.daemon.worker(name, "worker", GRID_1) for name in ("Ann", "Bo"))
        self.ann, self.bo = self.device(self.daemon, ann, "ann"), self.device(self.daemon, bo, "bo")
        self.mine = self.ann.one("new", "resident", "--area", GRID_1, *RESIDENT)["id"]
        self.theirs = self.bo.one("new", "resident", "--area", GRID_1, *RESIDENT)["id"]
        self.bo.sync()
        self.daemon.stop()

    def pretend(self, status, headers=(), body=b"", claimed=None):
        """Something else listens where the hub was."""
        port = urllib.parse.urlsplit(self.daemon.address).port
        server = http.server.ThreadingHTTPServer(("127.0.0.1", port), Pretender)
        server.answer = (status, headers, body, claimed)
        thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.02}, daemon=True)
        thread.start()

        def end():
            server.shutdown()
            server.server_close()
            thread.join()
        return end

    def assert_refused(self, exit, code, *answer, **more):
        end = self.pretend(*answer, **more)
        try:
            for command in ["push", "pull", "sync"]:
                with self.subTest(command=command, answer=answer[0]):
                    self.assert_error(self.ann.fails(command), exit, code)
        finally:
            end()
        self.assertEqual([entry["state"] for entry in self.ann.lines("outbox")], ["pending"])

    def assert_recovers(self):
        """Afterwards a good sync delivers all that was written and brings all that is new."""
        if self.daemon.process is None:
            self.daemon.start()
        done = self.ann.sync()
        self.assertEqual((done["push"]["sent"], done["push"]["applied"]), (1, 1))
        self.assertEqual(self.ann.field(self.theirs, "name"), "Li Na")
        self.assert_agree(self.daemon, self.ann, self.bo)
        self.assertEqual(len(self.daemon.export().splitlines()), 2)
        self.assert_single_dots(self.ann.history(self.mine))

    def test_nobody_answers(self):
        for command in ["push", "pull", "sync", "verify"]:
            self.assert_error(self.ann.fails(command), 69, "unreachable")
        self.assert_recovers()

    def test_pages_redirects_and_proxies_are_not_a_hub(self):
        html = [("Content-Type", "text/html; charset=utf-8")]
        page = b"<html><body>Sign in</body></html>"
        self.assert_refused(69, "not_a_hub", 200, html, page)
        self.assert_refused(69, "not_a_hub", 302, [("Location", "http://127.0.0.1:1/login"), *html], page)
        self.assert_refused(69, "not_a_hub", 407, [("Proxy-Authenticate", "Basic"), *html], page)
        self.assert_refused(69, "not_a_hub", 502, html, b"<h1>Bad Gateway</h1>")
        self.assert_recovers()

    def test_answers_that_look_like_a_hub_and_cannot_be_read(self):
        json_type, protobuf = [("Content-Type", "application/json")], [("Content-Type", "application/x-protobuf")]
        self.assert_refused(69, "not_a_hub", 200, json_type, page := b'{"login":')
        self.assert_refused(69, "not_a_hub", 200, protobuf, b"\xff" * 64)
        self.assert_refused(69, "not_a_hub", 200, [], page)
        self.assert_recovers()

    def test_an_answer_cut_short(self):
        self.assert_refused(
            69, "unreachable", 200, [("Content-Type", "application/x-protobuf")], b"\x0a\x10", claimed=10_000)
        self.assert_recovers()

    def test_a_hub_that_is_busy_is_tried_later(self):
        problem = json.dumps({"status": 503, "code": "busy", "title": "busy", "detail": "Too much is going on.",
                              "hint": "Try again in a while."}).encode()
        problem_type = [("Content-Type", "application/problem+json"), ("Retry-After", "3600")]
        self.assert_refused(75, "busy", 503, problem_type, problem)
        self.assert_refused(75, "busy", 429, problem_type, problem.replace(b"503", b"429"))
        self.assert_recovers()

    def test_a_bomb_in_the_answer_is_not_unpacked(self):
        bomb = gzip.compress(b"\0" * (200 << 20), 9)
        began = time.monotonic()
        end = self.pretend(200, [("Content-Type", "application/x-protobuf"), ("Content-Encoding", "gzip")], bomb)
        try:
            self.assert_error(self.ann.fails("pull"), 69)
        finally:
            end()
        self.assertLess(time.monotonic() - began, 20)
        self.assert_recovers()

    def test_enrolling_at_what_is_not_a_hub_makes_no_store(self):
        end = self.pretend(200, [("Content-Type", "text/html")], b"<html></html>")
        store = self.directory / "new"
        try:
            failed = self.fails("enrol", "--hub", self.daemon.address, "--code", "AAAA", "--store", store)
        finally:
            end()
        self.assert_error(failed, 69, "not_a_hub")
        self.assert_error(self.fails("status", "--store", store), 66, "no_store")
        self.assert_error(
            self.fails("enrol", "--hub", self.daemon.address, "--code", "AAAA", "--store", store), 69, "unreachable")
        self.daemon.start()
        code = self.daemon.one("devices", "code", "--worker", self.ann.identity["worker"])["code"]
        Device(store).one("enrol", "--hub", self.daemon.address, "--code", code)
        self.assert_recovers()


class EnrolmentTests(BadInputTestCase):
    def setUp(self):
        super().setUp()
        self.daemon = self.hub()
        self.ann = self.daemon.worker("Ann", "worker", GRID_1)

    def enrol(self, code, name):
        return self.fails("enrol", "--hub", self.daemon.address, "--code", code, "--store", self.directory / name)

    def test_wrong_and_used_codes_are_refused_alike(self):
        code = self.daemon.one("devices", "code", "--worker", self.ann)["code"]
        Device(self.directory / "first").one("enrol", "--hub", self.daemon.address, "--code", code)
        used, wrong = self.enrol(code, "second"), self.enrol("ABCD-EFGH-JKLM", "third")
        self.assertEqual(self.assert_error(used, 77, "unauthorized"), self.assert_error(wrong, 77, "unauthorized"))
        self.assert_error(self.enrol("", "fourth"), 64, "usage")
        self.assertEqual(len(self.daemon.lines("devices", "list")), 1)

    def test_guessing_codes_is_slowed(self):
        codes = [self.enrol(f"WRONG-{number}", f"guess-{number}").exit for number in range(12)]
        self.assertEqual(codes[0], 77)
        self.assertEqual(codes[-1], 75)

    def test_a_second_enrolment_keeps_the_first_store(self):
        device = self.device(self.daemon, self.ann, "ann")
        device.one("new", "resident", "--area", GRID_1, *RESIDENT)
        code = self.daemon.one("devices", "code", "--worker", self.ann)["code"]
        failed = self.fails("enrol", "--hub", self.daemon.address, "--code", code, "--store", device.store)
        self.assert_error(failed, 73)
        self.assertEqual(device.sync()["push"]["applied"], 1)
        Device(self.directory / "other").one("enrol", "--hub", self.daemon.address, "--code", code)

    def test_a_revoked_device_keeps_its_outbox(self):
        device = self.device(self.daemon, self.ann, "ann")
        device.one("new", "resident", "--area", GRID_1, *RESIDENT)
        self.daemon.one("devices", "revoke", device.identity["device"])
        self.assert_error(device.fails("sync"), 77, "revoked", "unauthorized")
        self.assertEqual(len(device.lines("outbox")), 1)
        self.assertEqual(self.daemon.export(), "")


class HostileRequestTests(BadInputTestCase):
    """Requests by hand: a problem document with code and detail, nothing stored, and the daemon goes on."""

    def setUp(self):
        super().setUp()
        self.daemon = self.hub()
        ann = self.daemon.worker("Ann", "worker", GRID_1)
        self.ann = self.device(self.daemon, ann, "ann")
        self.ann.one("new", "resident", "--area", GRID_1, *RESIDENT)
        code = self.daemon.one("devices", "code", "--worker", ann)["code"]
        status, enrolled = self.ask("/v1/enrol", json.dumps({"code": code, "software": "test"}).encode(), token=None)
        self.assertEqual(status, 200)
        self.token = enrolled["token"]

    def tearDown(self):
        self.assertIsNone(self.daemon.process.poll(), "the daemon ended")
        self.assertEqual(self.daemon.export(), "")
        self.assertEqual(self.ann.sync()["push"]["applied"], 1)
        self.assertTrue(self.daemon.one("verify")["ok"])

    def ask(self, path, body, *, headers=(), token="own", method="POST"):
        host = urllib.parse.urlsplit(self.daemon.address)
        connection = http.client.HTTPConnection(host.hostname, host.port, timeout=LIMIT)
        connection.putrequest(method, path)
        given = {name.lower() for name, _ in headers}
        if "content-type" not in given:
            connection.putheader("Content-Type", "application/json")
        if token is not None:
            connection.putheader("Authorization", f"Bearer {self.token if token == 'own' else token}")
        for name, value in headers:
            connection.putheader(name, value)
        connection.putheader("Content-Length", str(len(body)))
        connection.endheaders()
        try:
            connection.send(body)
        except (BrokenPipeError, ConnectionResetError):
            pass  # refused before it was whole
        answer = connection.getresponse()
        text = answer.read()
        connection.close()
        return answer.status, json.loads(text) if text else {}

    def assert_problem(self, asked, *statuses):
        status, problem = asked
        self.assertIn(status, statuses, problem)
        for member in ["code", "detail", "hint"]:
            self.assertTrue(str(problem.get(member, "")).strip(), (member, problem))
        for leak in ["SELECT", "sqlite", ".swift", "/tmp/"]:
            self.assertNotIn(leak, json.dumps(problem))
        return problem

    def test_tokens_that_are_none(self):
        for token in [None, "", "x", "A" * 43, self.token[:-1], self.token + "A", self.token.swapcase()]:
            with self.subTest(token=token and token[:50]):
                self.assert_problem(self.ask("/v1/sync", b"{}", token=token), 401)
        status, _ = self.ask("/v1/sync", b"{}", token="A" * 10_000)  # more than a field of a head may have
        self.assertIn(status, (400, 401, 431))
        twice = [("Authorization", f"Bearer {self.token}")]
        self.assert_problem(self.ask("/v1/sync", b"{}", headers=twice), 401)
        self.assert_problem(self.ask("/v1/sync", b"{}", token=None, headers=[("Authorization", "Basic QTpC")]), 401)
        self.assert_problem(self.ask(f"/v1/sync?token={self.token}", b"{}", token=None), 401, 404)
        self.assertNotIn(self.token, self.daemon.log.read_text(errors="replace"))

    def test_bodies_that_cannot_be_read(self):
        deep = b"[" * 10_000 + b"]" * 10_000
        for body in [b"", b"{", b"null", b"[]", b"\xff\xfe", deep, b'{"hello":' + deep + b"}", b'{"hello":7}',
                     b'{"hello":{"head":"-1"}}', b'{"hello":{"head":' + b"9" * 100_000 + b"}}",
                     b'{"hello":{"replica":"!"}}', b"<html></html>"]:
            with self.subTest(body=body[:40]):
                self.assert_problem(self.ask("/v1/sync", body), 400, 409, 413, 422)
        for kind in ["application/x-protobuf"]:
            self.assert_problem(self.ask("/v1/sync", b"\xff" * 100, headers=[("Content-Type", kind)]), 400, 422)
        self.assert_problem(self.ask("/v1/sync", b"{}", headers=[("Content-Type", "text/html")]), 415)
        self.assert_problem(self.ask("/v1/sync", b"{}", headers=[("Content-Encoding", "br")]), 415)

    def test_a_body_over_the_limit_and_a_bomb(self):
        self.assert_problem(self.ask("/v1/sync", b" " * (9 << 20)), 413)
        bomb = gzip.compress(b" " * (512 << 20), 9)
        began = time.monotonic()
        self.assert_problem(self.ask("/v1/sync", bomb, headers=[("Content-Encoding", "gzip")]), 413)
        self.assertLess(time.monotonic() - began, 10)
        whole = gzip.compress(b"{}")
        for body in [b"no gzip", whole[:-4], whole + b"more", whole[:10]]:
            self.assert_problem(self.ask("/v1/sync", body, headers=[("Content-Encoding", "gzip")]), 400)

    def test_a_body_cut_short_has_no_effect(self):
        host = urllib.parse.urlsplit(self.daemon.address)
        head = (f"POST /v1/sync HTTP/1.1\r\nHost: {host.netloc}\r\nAuthorization: Bearer {self.token}\r\n"
                "Content-Type: application/json\r\nContent-Length: 5000\r\n\r\n").encode()
        for part in [head[:20], head, head + b'{"hello":{"device":"']:
            with socket.create_connection((host.hostname, host.port), timeout=LIMIT) as connection:
                connection.sendall(part)

    def test_two_lengths_and_other_smuggling(self):
        host = urllib.parse.urlsplit(self.daemon.address)
        start = (f"POST /v1/sync HTTP/1.1\r\nHost: {host.netloc}\r\nAuthorization: Bearer {self.token}\r\n"
                 "Content-Type: application/json\r\nConnection: close\r\n")
        for more in ["Content-Length: 2\r\nContent-Length: 3\r\n\r\n{}",
                     "Content-Length: 2\r\nTransfer-Encoding: chunked\r\n\r\n0\r\n\r\n",
                     "Content-Length: -1\r\n\r\n{}", "Transfer-Encoding: chunked\r\n\r\nZZ\r\n{}\r\n0\r\n\r\n"]:
            with self.subTest(more=more), socket.create_connection((host.hostname, host.port), timeout=LIMIT) as wire:
                wire.sendall((start + more).encode())
                answer = b""
                try:
                    while part := wire.recv(65_536):
                        answer += part
                except ConnectionResetError:
                    pass
                self.assertNotIn(b" 200 ", answer.split(b"\r\n")[0])

    def test_paths_and_methods_that_are_not_there(self):
        for path in ["/", "/v1", "/v1/sync/", "/v1/call/", "/v1/call/workers.add", "/v1/call/../sync", "/admin",
                     "/debug/pprof", "/.git/config", "/v2/sync"]:
            with self.subTest(path=path):
                self.assert_problem(self.ask(path, b"{}"), 403, 404)
        for method in ["GET", "PUT", "DELETE", "PATCH"]:
            with self.subTest(method=method):
                self.assert_problem(self.ask("/v1/sync", b"", method=method), 405)


class DaemonInputTests(BadInputTestCase):
    """What an administrator may type wrong."""

    def test_files_and_names_that_are_wrong(self):
        hub = Hub(self.directory / "hub")
        hub.areas([("320102", "District", "county", "")])
        bad = self.directory / "bad.csv"
        heads = "code,name,level,parent\n"
        for text in ["", "code;name\n1;2\n", heads + "1,A,castle,\n", heads + "1,A,grid,9\n"]:
            bad.write_text(text)
            with self.subTest(text=text):
                self.assert_error(hub.fails("areas", "import", bad), 65)
        for arguments, exit in [
            (["areas", "import", self.directory / "none.csv"], 66), ([], 64), (["fly"], 64), (["workers", "add"], 64),
            (["workers", "add", "Ann", "--role", "king", "--area", "320102"], 64),
            (["workers", "add", "Ann", "--role", "worker", "--area", "9"], 65),
            (["devices", "code", "--worker", "w-none"], 66), (["devices", "revoke", "d-none"], 66),
            (["serve", "--listen", "0.0.0.0:0"], 64), (["serve", "--listen", "nowhere"], 64),
            (["serve", "--config", self.directory / "none.yaml"], 66),
            (["restore", self.directory / "none", "--without-ledger"], 66),
        ]:
            with self.subTest(arguments=arguments):
                self.assert_error(hub.fails(*arguments), exit)
        self.assertTrue(hub.one("verify")["ok"])

    def test_two_daemons_over_one_directory(self):
        hub = self.hub()
        second = Hub(hub.data)
        self.assert_error(second.fails("serve", "--listen", "127.0.0.1:0"), 75, "store_busy")
        port = urllib.parse.urlsplit(hub.address).netloc
        self.assert_error(Hub(self.directory / "other").fails("serve", "--listen", port), 73)


if __name__ == "__main__":
    unittest.main()

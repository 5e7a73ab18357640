"""The running daemon over TLS, with certificates made for the test: what is served, and what both sides refuse."""

import http.client
import pathlib
import shutil
import socket
import ssl
import subprocess
import unittest
import urllib.parse
import warnings

from programs import GRID_1, LIMIT, Device, Failed, Hub, ProgramsTestCase

RESIDENT = {"name": "Li Na", "address": "3 Lake Road", "residence_kind": "1", "notice_given": "true"}


@unittest.skipUnless(shutil.which("openssl"), "openssl makes the certificates")
class TLSTests(ProgramsTestCase):
    def setUp(self):
        super().setUp()
        self.ca = self.authority("office")
        self.hub = Hub(self.directory / "hub", *self.options(self.ca, "hub"))
        self.hubs.append(self.hub)
        self.hub.areas([("320102", "District", "county", ""), (GRID_1, "Grid 1", "grid", "320102")])
        self.hub.start()
        self.port = urllib.parse.urlsplit(self.hub.address).port

    def openssl(self, *arguments):
        done = subprocess.run(
            ["openssl", *map(str, arguments)], capture_output=True, text=True, timeout=LIMIT, cwd=self.directory)
        self.assertEqual(done.returncode, 0, done.stderr)

    def authority(self, name):
        """A certificate authority of its own; gives the path of its certificate."""
        certificate, key = self.directory / f"{name}-ca.pem", self.directory / f"{name}-ca.key"
        self.openssl(
            "req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", 2,
            "-subj", f"/CN={name} CA", "-addext", "basicConstraints=critical,CA:TRUE", "-keyout", key,
            "-out", certificate)
        return certificate

    def options(self, ca, name, names="IP:127.0.0.1"):
        """The daemon's options for a certificate that this authority signed."""
        base = self.directory / name
        extensions = pathlib.Path(f"{base}.ext")
        extensions.write_text(f"subjectAltName={names}\nbasicConstraints=CA:FALSE\n", encoding="utf-8")
        self.openssl(
            "req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", f"/CN={name}",
            "-keyout", f"{base}.key", "-out", f"{base}.csr")
        self.openssl(
            "x509", "-req", "-in", f"{base}.csr", "-CA", ca, "-CAkey", str(ca).replace(".pem", ".key"),
            "-CAcreateserial", "-extfile", extensions, "-days", 2, "-out", f"{base}.pem")
        return ["--tls-certificate", f"{base}.pem", "--tls-key", f"{base}.key"]

    def handshake(self, least, most):
        context = ssl.SSLContext(ssl.PROTOCOL_TLS_CLIENT)
        context.load_verify_locations(self.ca)
        # Otherwise this side would refuse the old versions before the daemon is asked.
        context.set_ciphers("DEFAULT:@SECLEVEL=0")
        with warnings.catch_warnings():
            warnings.simplefilter("ignore", DeprecationWarning)
            context.minimum_version, context.maximum_version = least, most
        with socket.create_connection(("127.0.0.1", self.port), timeout=LIMIT) as plain:
            with context.wrap_socket(plain, server_hostname="127.0.0.1") as secure:
                return secure.version()

    def enrol(self, store, hub, *more):
        code = hub.one("devices", "code", "--worker", self.worker)["code"]
        device = Device(self.directory / store)
        return device, lambda: device.one("enrol", "--hub", hub.address, "--code", code, *more)

    @property
    def worker(self):
        return self.hub.worker("Wang", "worker", GRID_1)

    def test_versions_from_1_2_on_are_served_and_older_ones_refused(self):
        self.assertTrue(self.hub.address.startswith("https://"), self.hub.address)
        version = ssl.TLSVersion
        self.assertEqual(self.handshake(version.TLSv1_2, version.TLSv1_2), "TLSv1.2")
        self.assertEqual(self.handshake(version.TLSv1_3, version.TLSv1_3), "TLSv1.3")
        for old in (version.TLSv1, version.TLSv1_1):
            with self.assertRaises(ssl.SSLError) as refused:
                self.handshake(old, old)
            self.assertIn("ALERT_PROTOCOL_VERSION", str(refused.exception))

    def test_plain_http_at_the_secure_port_gets_no_answer_and_no_redirect(self):
        for path in ("/v1/sync", "/healthz", "/"):
            connection = http.client.HTTPConnection("127.0.0.1", self.port, timeout=LIMIT)
            with self.assertRaises((http.client.HTTPException, ConnectionError), msg=f"{path} was answered"):
                connection.request("GET", path)
                connection.getresponse()
            connection.close()
        # Nor does that harm those who speak TLS.
        self.assertEqual(self.handshake(ssl.TLSVersion.TLSv1_2, ssl.TLSVersion.TLSv1_3), "TLSv1.3")

    def test_a_device_that_knows_the_authority_works_end_to_end(self):
        device, enrol = self.enrol("wang", self.hub, "--ca", self.ca)
        enrol()
        record, _ = device.new("resident", GRID_1, **RESIDENT)
        self.assertEqual(device.sync()["push"]["applied"], 1)
        other, enrol_other = self.enrol("li", self.hub, "--ca", self.ca)
        enrol_other()
        other.sync()
        self.assertEqual(other.field(record, "name"), "Li Na")
        self.assert_agree(self.hub, device, other)

    def assert_refused(self, failed):
        """Like no answer: nothing is lost, and the sentence says that it is the certificate."""
        self.assertEqual(failed.exit, 69, failed)
        self.assertIn("certificate", failed.errors)

    def test_a_device_refuses_a_certificate_of_another_authority(self):
        foreign = self.authority("foreign")
        device, enrol = self.enrol("wang", self.hub, "--ca", foreign)
        with self.assertRaises(Failed) as failed:
            enrol()
        self.assert_refused(failed.exception)
        # Without --ca the system's authorities count, and this is none of them.
        device, enrol = self.enrol("li", self.hub)
        with self.assertRaises(Failed) as failed:
            enrol()
        self.assert_refused(failed.exception)

    def test_a_device_refuses_another_name_and_an_expired_certificate(self):
        named = self.options(self.ca, "named", "DNS:hub.example")
        for name, options in {"named": named, "expired": self.expired("expired")}.items():
            with self.subTest(name):
                hub = Hub(self.directory / f"{name}-hub", *options)
                self.hubs.append(hub)
                hub.areas([("320102", "District", "county", ""), (GRID_1, "Grid 1", "grid", "320102")])
                worker = hub.worker("Wang", "worker", GRID_1)
                hub.start()
                code = hub.one("devices", "code", "--worker", worker)["code"]
                device = Device(self.directory / f"{name}-device")
                failed = device.fails("enrol", "--hub", hub.address, "--code", code, "--ca", self.ca)
                self.assert_refused(failed)

    def expired(self, name):
        """The options for a certificate that was good in January 2020: only an authority's own command takes dates."""
        self.options(self.ca, name)
        base = self.directory / name
        (self.directory / "index.txt").write_text("", encoding="utf-8")
        (self.directory / "serial").write_text("1000\n", encoding="utf-8")
        configuration = self.directory / "authority.cnf"
        configuration.write_text(
            "[ca]\ndefault_ca=office\n[office]\nnew_certs_dir=.\ndatabase=index.txt\nserial=serial\n"
            f"default_md=sha256\npolicy=any\nx509_extensions=leaf\ncertificate={self.ca}\n"
            f"private_key={str(self.ca).replace('.pem', '.key')}\n[any]\ncommonName=supplied\n"
            "[leaf]\nsubjectAltName=IP:127.0.0.1\n", encoding="utf-8")
        self.openssl(
            "ca", "-batch", "-notext", "-config", configuration, "-startdate", "20200101000000Z",
            "-enddate", "20200201000000Z", "-in", f"{base}.csr", "-out", f"{base}.pem")
        return ["--tls-certificate", f"{base}.pem", "--tls-key", f"{base}.key"]

    def test_a_device_follows_no_downgrade(self):
        """A device enrolled over TLS says nothing to whatever speaks plain HTTP in the daemon's place."""
        device, enrol = self.enrol("wang", self.hub, "--ca", self.ca)
        enrol()
        device.new("resident", GRID_1, **RESIDENT)
        self.hub.stop()
        plain = Hub(self.directory / "plain")
        plain.address = f"http://127.0.0.1:{self.port}"
        plain.areas([("320102", "District", "county", "")])
        self.hubs.append(plain)
        plain.start()
        failed = device.fails("sync")
        self.assertEqual(failed.exit, 69, failed)
        self.assertEqual(device.status()["outbox"], 1)


if __name__ == "__main__":
    unittest.main()

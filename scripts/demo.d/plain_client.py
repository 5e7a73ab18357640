"""A program that nobody of the project wrote: it speaks to the hub in JSON, with nothing but the standard library."""

import base64
import http.client
import json
import os
import time

from narrator import NotAsTold


class PlainClient:
    def __init__(self, hub_url, code, name):
        self.address = hub_url.split("//")[1].strip("/")
        self.connection = http.client.HTTPConnection(self.address, timeout=60)
        self.token, self.name = None, name
        enrolment = self.post("/v1/enrol", {"code": code, "software": name})
        self.token, self.device = enrolment["token"], enrolment["device"]
        self.replica = base64.b64decode(enrolment["replica"])
        self.epoch = base64.b64decode(enrolment["epoch"])
        self.catalogue = enrolment["catalogueVersion"]
        self.worker = enrolment["manifest"]["worker"]
        self.head, self.chain = 0, self.replica

    def post(self, path, body):
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if self.token:
            headers["Authorization"] = "Bearer " + self.token
        self.connection.request("POST", path, json.dumps(body), headers)
        answer = self.connection.getresponse()
        data = answer.read()
        if answer.status != 200:
            raise NotAsTold(
                f"the hub answered {answer.status} to {path}", f"中枢对 {path} 答复 {answer.status}", data.decode(errors="replace"))
        return json.loads(data)

    def call(self, name, arguments):
        """One of the hub's questions and orders beside the exchange; the answer's lines."""
        answer = self.post("/v1/call/" + name, {"arguments": json.dumps(arguments)})
        return [json.loads(line) for line in answer.get("lines", [])]

    def comment(self, record, kind, entry, text, counter):
        """Pushes one changeset that adds a comment, under the counter that the caller wants; the hub's verdict."""
        now = int(time.time() * 1000)
        payload = text.encode()
        # A canonical value: its tag (1 is text), the length in 4 bytes, the bytes.
        value = bytes([1]) + len(payload).to_bytes(4, "big") + payload
        answer = self.post("/v1/sync", {
            "hello": {
                "device": self.device, "replica": encoded(self.replica), "head": str(max(self.head, counter)),
                "headChain": encoded(self.chain), "acknowledged": str(self.head),
                "acknowledgedChain": encoded(self.chain), "epoch": encoded(self.epoch),
                "catalogueVersion": self.catalogue, "deviceTime": str(now), "unsent": "1", "software": self.name,
            },
            "push": {
                "replicas": encoded(self.replica), "epochs": encoded(self.epoch), "authors": [self.worker],
                "catalogueVersions": [self.catalogue], "strings": [kind, "comments/" + entry],
                "firstCounter": str(counter), "deviceTimes": [str(now)], "salts": encoded(os.urandom(16)),
                "contextSizes": [0],
                "changesets": [{
                    "records": encoded(bytes.fromhex(record.replace("-", ""))), "kinds": [0], "paths": [1],
                    "values": encoded(value),
                }],
            },
        })
        self.head = int(answer.get("head", "0"))
        self.chain = base64.b64decode(answer["headChain"])
        return answer["verdicts"][0]


def encoded(data):
    return base64.b64encode(data).decode()

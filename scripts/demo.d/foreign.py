"""A program that is none of ours: the example client of the protocol, which speaks JSON to the hub with nothing but
Python's standard library. Here it also does what no honest client does."""

import importlib.util
import json
import os
import secrets

import county
from narrator import NotAsTold

EXAMPLE = os.path.join(county.ROOT, "Protocol", "examples", "client.py")


def example():
    specification = importlib.util.spec_from_file_location("example_client", EXAMPLE)
    module = importlib.util.module_from_spec(specification)
    specification.loader.exec_module(module)
    return module


class ForeignClient:
    def __init__(self, path, hub_url, code):
        self.module = example()
        self.device = self.module.Device(path)
        self.do(self.device.enrol, hub_url, code)

    def do(self, work, *arguments):
        """What the client would end its process with becomes a sentence of ours."""
        try:
            return work(*arguments)
        except SystemExit as end:
            raise NotAsTold(
                f"Protocol/examples/client.py ended with {end.code}", f"Protocol/examples/client.py 以 {end.code} 结束")

    def call(self, name, arguments):
        """One of the hub's questions beside the exchange; the answer's lines."""
        answer = self.do(self.device.call, "/v1/call/" + name, {"arguments": json.dumps(arguments)})
        return [json.loads(line) for line in answer.get("lines", [])]

    def comment(self, record, text):
        """Pulls, adds a comment and pushes it; the changeset's dot and the hub's verdict."""
        self.do(self.device.sync, False, True)
        written = self.do(
            self.device.write, record.replace("-", ""), None, [f"comments/x{secrets.token_hex(4)}={text}"])
        self.do(self.device.sync, True, False)
        return written["dot"], self.device.state["journal"][-1]["verdict"]["verdict"]

    def forge(self, text):
        """Sends other content under the number used last, with an honest face; the hub's verdict."""
        state, journal = self.device.state, self.device.state["journal"]
        forged = json.loads(json.dumps(journal[-1]["changeset"]))
        forged["changes"][0]["writes"][0][1] = ["text", text]
        head = str(len(journal))
        chain = self.device.chain(len(journal))
        answer = self.do(self.device.call, "/v1/sync", {
            "hello": {
                "device": state["device"], "replica": self.module.b64(bytes.fromhex(state["replica"])), "head": head,
                "headChain": chain, "acknowledged": head, "acknowledgedChain": chain,
                "epoch": self.module.b64(bytes.fromhex(state["epoch"])),
                "catalogueVersion": state["catalogue"]["version"], "manifestVersion": state["manifest"],
                "deviceTime": str(self.module.now()), "unsent": "1",
            },
            "push": self.module.push_message([forged]),
        })
        verdicts = answer.get("verdicts", [])
        return verdicts[0]["verdict"] if verdicts else answer.get("standing", "")

"""What schemathesis cannot know: how to send protobuf, and who the device is that holds the token."""
import json
import os
import random

import schemathesis

DEVICE = json.loads(os.environ["FUZZ_DEVICE"]) if "FUZZ_DEVICE" in os.environ else None
CHOICES = random.Random(1)


@schemathesis.serializer("application/x-protobuf")
def protobuf(context, value):
    """Bytes as they come: nothing here makes a message, so most are refused."""
    if isinstance(value, bytes):
        return value
    return str(value).encode("utf-8", "surrogatepass")


@schemathesis.hook
def before_call(context, case, kwargs):
    """Lets three of four messages be the device's own, so that they get past the door."""
    if DEVICE is None or not isinstance(case.body, dict) or CHOICES.random() < 0.25:
        return
    if case.path == "/v1/sync":
        if isinstance(case.body.get("hello"), dict):
            case.body["hello"].update(DEVICE)
            if CHOICES.random() < 0.5:
                case.body["hello"].update(
                    head="0", headChain=DEVICE["replica"], acknowledged="0", acknowledgedChain=DEVICE["replica"])
    elif case.path in ("/v1/descend", "/v1/chain"):
        own = DEVICE if case.path == "/v1/descend" else {"replica": DEVICE["replica"]}
        case.body.update(own)

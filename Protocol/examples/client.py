#!/usr/bin/env python3
"""A small gridsync client: one file, the standard library, JSON over HTTP. SPEC.md says why it does what it does.
    client.py --state a.json enrol http://127.0.0.1:8080 CODE     client.py --state a.json push | pull | conflicts
    client.py --state a.json new hazard 330106001 level=high      client.py --state a.json set ID level=low
    client.py --state a.json show [ID]                            client.py selfcheck Protocol/vectors
Left out: writing composites, points and sealed fields, resolving, several changes at once, descending as a copy.
"""
import base64, datetime, glob, hashlib, http.client, json, os, secrets, struct, sys, time, urllib.error, urllib.request

b64 = lambda data: base64.b64encode(data).decode()
unb64 = lambda text: base64.b64decode(text or "")
unhex = bytes.fromhex
sha = lambda data: hashlib.sha256(data).digest()
u32 = lambda n: struct.pack(">I", n)
u64 = lambda n: struct.pack(">Q", n & (1 << 64) - 1)
lp = lambda data: u32(len(data)) + data  # length-prefixed
wrap = lambda n: (n + (1 << 63)) % (1 << 64) - (1 << 63)  # into a signed 64-bit number
ids = lambda text: [unb64(text)[i:i + 16].hex() for i in range(0, len(unb64(text)), 16)]
joined = lambda table: b64(b"".join(map(unhex, table)))
numbers = lambda message, name: [int(n) for n in message.get(name, [])]
now = lambda: int(time.time() * 1000)
zone = lambda minutes: datetime.timezone(datetime.timedelta(minutes=minutes))
when = lambda ms, minutes=480: datetime.datetime.fromtimestamp(ms / 1000, zone(minutes)).isoformat()
dot_bytes = lambda dot: unhex(dot[0]) + u64(dot[1])
dot_text = lambda dot: f"{dot[0]}:{dot[1]}"
bare = lambda text: text.replace("-", "").lower()
new_id = lambda: f"{now() << 80 | 7 << 76 | secrets.randbits(12) << 64 | 2 << 62 | secrets.randbits(62):032x}"
newest = lambda side: (side.get("at", 0), side["dot"])

def stop(code, sentence):
    print(sentence, file=sys.stderr)
    sys.exit(code)

# The canonical form (SPEC, "Canonical form"). A value is [type, content], or None for a removal.
TAGS = "removed text int decimal money bool date timestamp code point reference composite attachment sealed".split()
FORMS = {"int": ">q", "money": ">q", "date": ">q", "bool": ">B", "decimal": ">qB", "timestamp": ">qh"}

def value_bytes(value):
    if value is None: return b"\0" + u32(0)
    kind, x = value
    if kind in ("text", "code"): body = x.encode()
    elif kind in FORMS: body = struct.pack(FORMS[kind], *x)
    elif kind == "composite":
        parts = sorted((name.encode(), part) for name, part in x.items())
        body = u32(len(parts)) + b"".join(lp(name) + value_bytes(part) for name, part in parts)
    else: body = unhex(x)  # a reference, point, attachment, sealed value or later type: its payload as it is
    return bytes([TAGS.index(kind) if kind in TAGS else int(kind)]) + lp(body)
def read_value(data, at=0):
    """The value that stands there, and where the next one does."""
    tag, length = struct.unpack_from(">BI", data, at)
    kind, body, end = TAGS[tag] if tag < len(TAGS) else str(tag), data[at + 5:at + 5 + length], at + 5 + length
    if kind == "removed": return None, end
    if kind in ("text", "code"): return [kind, body.decode()], end
    if kind in FORMS: return [kind, list(struct.unpack(FORMS[kind], body))], end
    if kind != "composite": return [kind, body.hex()], end
    parts, at = {}, 4
    while at < length:
        start = at + 4 + struct.unpack_from(">I", body, at)[0]
        name = body[at + 4:start].decode()
        parts[name], at = read_value(body, start)
    return [kind, parts], end
def canonical(cs):
    out = b"gs\1" + lp(cs["catalogue"].encode()) + lp(cs["author"].encode()) + dot_bytes(cs["dot"]) + u64(cs["time"])
    out += struct.pack(">h", cs["offset"]) + unhex(cs["salt"])
    dot, worker, at = cs.get("origin") or (None, "", None)
    out += b"\1" + dot_bytes(dot) + lp(worker.encode()) + u64(-(1 << 63) if at is None else at) if dot else b"\0"
    out += u32(len(cs["changes"]))
    for c in sorted(cs["changes"], key=lambda c: c["record"]):
        out += unhex(c["record"]) + lp(c["kind"].encode()) + unhex(c["epoch"]) + bytes([c["flags"]])
        out += u32(len(c["context"])) + b"".join(map(dot_bytes, sorted(c["context"].items())))
        keeps = sorted((path.encode(), tuple(dot)) for path, dot in c["keeps"])
        out += u32(len(keeps)) + b"".join(lp(path) + dot_bytes(dot) for path, dot in keeps)
        out += u32(len(c["writes"]))
        for path, value, seen in sorted(c["writes"], key=lambda write: write[0].encode()):
            out += lp(path.encode()) + value_bytes(value) + value_bytes(seen)
    unknown = cs.get("unknown", [])
    return out + u32(len(unknown)) + b"".join(u32(n) + lp(unhex(data)) for n, data in sorted(unknown))

def index(table, item):
    return table.index(item) if item in table else table.append(item) or len(table) - 1
def push_message(changesets):
    """Changesets of this replica in the order of their counters, each with one change."""
    replicas, epochs, strings, last, clock = [changesets[0]["dot"][0]], [], [], {}, 0
    push = {"firstCounter": str(changesets[0]["dot"][1]), "offsetMinutes": changesets[0]["offset"],
            "authors": [], "catalogueVersions": [], "salts": joined(cs["salt"] for cs in changesets)}
    put = lambda name, item: push.setdefault(name, []).append(item)
    for cs in changesets:
        [c] = cs["changes"]
        put("deviceTimes", str(wrap(cs["time"] - clock)))
        clock = cs["time"]
        put("contextSizes", len(c["context"]))
        for replica, counter in sorted(c["context"].items()):
            put("contextReplicas", index(replicas, replica))
            put("contextCounters", str(wrap(counter - last.get(replica, 0))))
            last[replica] = counter
        put("changesets", {
             "author": index(push["authors"], cs["author"]), "records": joined([c["record"]]), "flags": [c["flags"]],
             "catalogueVersion": index(push["catalogueVersions"], cs["catalogue"]), "receipt": cs.get("receipt"),
             "kinds": [index(strings, c["kind"])], "changeEpochs": [index(epochs, c["epoch"])],
             "writeCounts": [len(c["writes"])], "paths": [index(strings, path) for path, _, _ in c["writes"]],
             "values": b64(b"".join(value_bytes(value) for _, value, _ in c["writes"])),
             "fromWrites": [n for n, (_, _, seen) in enumerate(c["writes"]) if seen],
             "froms": b64(b"".join(value_bytes(seen) for _, _, seen in c["writes"] if seen)),
             "keepCounts": [len(c["keeps"])], "keepPaths": [index(strings, path) for path, _ in c["keeps"]],
             "keepReplicas": [index(replicas, dot[0]) for _, dot in c["keeps"]],
             "keepCounters": [str(dot[1]) for _, dot in c["keeps"]]})
    return dict(push, replicas=joined(replicas), epochs=joined(epochs), strings=strings)
def read_row(row):
    """A RecordRow as {"id", "kind", "context", "paths": {path: [side]}}."""
    replicas, clock, paths, at = ids(row.get("replicas")), 0, {}, 0
    sides = [{"dot": [replicas[r], c]} for r, c in zip(row.get("dotReplicas", []), numbers(row, "dotCounters"))]
    stamped = [side for n, side in enumerate(sides) if n not in row.get("unstampedDots", [])]
    for n, side in enumerate(stamped):
        clock = wrap(clock + numbers(row, "deviceTimes")[n])
        side.update(author=row["authors"][row["dotAuthors"][n]], device=row["devices"][row["dotDevices"][n]],
                    at=wrap(clock + numbers(row, "effectiveTimes")[n]))
    values, dots = unb64(row.get("values")), iter(row.get("siblingDots", []))
    for path, count in zip(row.get("paths", []), row.get("siblingCounts") or [1] * len(row.get("paths", []))):
        for _ in range(count):
            value, at = read_value(values, at)
            paths.setdefault(path, []).append(dict(sides[next(dots)], value=value))
    context = zip((replicas[r] for r in row.get("contextReplicas", [])), numbers(row, "contextCounters"))
    return {"id": unb64(row["id"]).hex(), "kind": row["kind"], "context": dict(context), "paths": paths}

def typed(field, x):
    kind = field["type"]
    if kind in ("text", "code") and field.get("sensitivity") != "sealed": return [kind, str(x)]
    if kind in ("int", "money"): return [kind, [int(x)]]
    if kind == "bool": return [kind, [int(x in (True, "true"))]]
    if kind == "decimal":
        whole, _, places = str(x).partition(".")
        return [kind, [int(whole + places.rstrip("0")), len(places.rstrip("0"))]]
    if kind == "date": return [kind, [(datetime.date.fromisoformat(x) - datetime.date(1970, 1, 1)).days]]
    if kind == "timestamp":
        at = datetime.datetime.fromisoformat(x)
        return [kind, [round(at.timestamp() * 1000), round(at.utcoffset().total_seconds() / 60)]]
    if kind == "reference": return [kind, x.replace("-", "")]
    stop(64, f"this client does not write {field['id']}, a field of type {kind}")
def plain(value):
    kind, x = value or ("removed", True)
    if kind in ("int", "money", "bool"): return bool(x[0]) if kind == "bool" else x[0]
    if kind == "decimal": return x[0] / 10**x[1]
    if kind == "date": return str(datetime.date(1970, 1, 1) + datetime.timedelta(days=x[0]))
    if kind == "timestamp": return when(*x)
    if kind == "composite": return {name: plain(part) for name, part in x.items()}
    return x if kind in ("text", "code", "reference") else {kind: x}

class Device:
    def __init__(self, path):
        self.path, self.state = path, json.load(open(path)) if os.path.exists(path) else {}
    def save(self):
        with open(self.path + ".new", "w", opener=lambda path, flags: os.open(path, flags, 0o600)) as file:
            json.dump(self.state, file)
            file.flush(), os.fsync(file.fileno())
        os.replace(self.path + ".new", self.path)
    def call(self, path, message=None):
        headers = {"Content-Type": "application/json", "Accept": "application/json"}
        if "token" in self.state: headers["Authorization"] = "Bearer " + self.state["token"]
        request = urllib.request.Request(self.state["hub"] + path, message and json.dumps(message).encode(), headers)
        try:
            with urllib.request.urlopen(request, timeout=60) as answer: return json.load(answer)
        except urllib.error.HTTPError as error:
            try: text = "{code}: {detail}".format(**json.load(error))
            except (ValueError, KeyError): stop(69, "something answered that is not a hub")
            stop({401: 77, 403: 77, 409: 75, 429: 75, 503: 75}.get(error.code, 65), text)
        except (OSError, ValueError, http.client.HTTPException) as error: stop(69, f"no answer from the hub: {error}")
    def enrol(self, hub, code):
        self.state = {"hub": hub.rstrip("/")}
        e = self.call("/v1/enrol", {"code": code, "software": "client.py"})
        self.state.update(device=e["device"], replica=unb64(e["replica"]).hex(), token=e["token"], cursor="",
                          epoch=unb64(e["epoch"]).hex(), worker=e["manifest"]["worker"], journal=[], records={})
        self.state.update(manifest=e["manifest"].get("version", ""), catalogue=self.call("/v1/catalogue"))
        self.save()
        return {"device": e["device"], "replica": self.state["replica"], "worker": self.state["worker"]}
    def chain(self, counter):
        link = unhex(self.state["replica"])
        for entry in self.state["journal"][:counter]: link = sha(link + sha(canonical(entry["changeset"])))
        return b64(link)
    def known(self):
        mine = {c["record"] for entry in self.state["journal"] for c in entry["changeset"]["changes"]}
        return sorted(mine | set(self.state["records"]))
    def record(self, record):
        """The hub's copy, and on top of it this device's own changes that it does not hold yet."""
        row = json.loads(json.dumps(self.state["records"].get(record, {"kind": "", "context": {}, "paths": {}})))
        for entry in self.state["journal"]:
            cs, (replica, counter) = entry["changeset"], entry["changeset"]["dot"]
            gone = entry.get("verdict", {}).get("verdict") in ("quarantined", "erased", "forked")
            for c in [] if gone or row["context"].get(replica, 0) >= counter else cs["changes"]:
                if c["record"] != record: continue
                row.update(kind=c["kind"], pending=True)
                for path, value, _ in c["writes"]:
                    stays = lambda s: [path, s["dot"]] in c["keeps"] or c["context"].get(s["dot"][0], 0) < s["dot"][1]
                    row["paths"][path] = [s for s in row["paths"].get(path, []) if stays(s)] + [{
                        "value": value, "dot": cs["dot"], "author": cs["author"], "at": cs["time"], "device": "here"}]
                row["context"][replica] = counter
        if not row["kind"]: stop(66, "no such record")
        return row
    def field(self, kind, path):
        fields = {f["id"]: f for k in self.state["catalogue"]["kinds"] if k["id"] == kind for f in k["fields"]}
        fields.setdefault("area", {"id": "area", "type": "code", "policy": {"name": "review"}})
        if path.split("/")[0] not in fields: stop(64, f"{kind} has no field {path}")
        field = fields[path.split("/")[0]]
        return dict(field, type=field.get("of", "bool")) if "/" in path else field
    def write(self, record, kind, items):
        row = self.record(record) if kind is None else {"kind": kind, "context": {}, "paths": {}}
        writes, keeps, state = [], [], self.state
        for path, _, text in (item.partition("=") for item in items):
            field, sides = self.field(row["kind"], path), row["paths"].get(path, [])
            shown = max(sides, key=newest)["value"] if sides else None
            asks = field.get("guards") or field["policy"]["name"] in ("greatest", "least", "stage")
            writes.append([path, typed(field, text) if text else None, shown if asks else None])
            keeps += [[path, s["dot"]] for s in sides if s["value"] != shown]  # an ordinary edit does not close a dispute
        epoch = row.get("epoch", state["epoch"])  # in which the copy came
        cs = {"dot": [state["replica"], len(state["journal"]) + 1], "author": state["worker"], "time": now(),
              "offset": 480, "catalogue": state["catalogue"]["version"], "salt": secrets.token_hex(16), "changes": [
                  {"record": record, "kind": row["kind"], "epoch": epoch, "flags": 2 if kind else 0,
                   "context": row["context"], "keeps": keeps, "writes": writes}]}
        state["journal"].append({"changeset": cs})
        self.save()
        return {"id": record, "dot": dot_text(cs["dot"])}
    def sync(self, push, pull):
        state, journal, counts, rows, gone, cursor = self.state, self.state["journal"], {}, {}, set(), None
        while True:
            done = next((n for n, entry in enumerate(journal) if "verdict" not in entry), len(journal))
            request = {"hello": {
                "device": state["device"], "replica": b64(unhex(state["replica"])), "head": str(len(journal)),
                "headChain": self.chain(len(journal)), "acknowledged": str(done), "acknowledgedChain": self.chain(done),
                "epoch": b64(unhex(state["epoch"])), "catalogueVersion": state["catalogue"]["version"],
                "manifestVersion": state["manifest"], "deviceTime": str(now()), "unsent": str(len(journal) - done)}}
            batch = [dict(e["changeset"], receipt=e.get("receipt")) for e in journal[done:done + 500]] if push else []
            if batch: request["push"] = push_message(batch)
            if pull: request["pull"] = {"cursor": state["cursor"] if cursor is None else cursor, "limit": 500}
            answer = self.call("/v1/sync", request)
            if answer["standing"] == "copied": stop(75, "this is a copy of another device's state: enrol anew")
            state["epoch"] = unb64(answer["epoch"]).hex()
            if answer["standing"] == "went_back":  # send again from the hub's head, with receipts; pull from the start
                for entry in journal[int(answer.get("head", 0)):]: entry.pop("verdict", None)
                state["cursor"], cursor, rows, gone = "", None, {}, set()
                self.save()
                continue
            for v in answer.get("verdicts", []):
                journal[int(v["counter"]) - 1].update(verdict=v, receipt={
                    "epoch": v.get("receiptEpoch") or answer["epoch"], "effectiveTime": v.get("effectiveTime", "0"),
                    "verdict": v.get("receiptVerdict", v["verdict"]), "mac": v["mac"]})
                counts[v["verdict"]] = counts.get(v["verdict"], 0) + 1
            page = answer.get("page", {})
            for row in map(read_row, page.get("records", [])): rows[row["id"]] = dict(row, epoch=state["epoch"])
            gone.update(ids(page.get("departed")) + ids(page.get("erased")))
            gone.difference_update(unb64(row["id"]).hex() for row in page.get("records", []))
            cursor = page.get("cursor", cursor)
            if "manifest" in answer: state["manifest"] = answer["manifest"]["version"]
            if not page.get("hasMore") and (not push or done + len(batch) == len(journal)): break
        state["records"].update(rows)  # pages are shown together, and the cursor moves with them
        for record in gone: state["records"].pop(record, None)
        if cursor is not None: state["cursor"] = cursor
        if answer["catalogueVersion"] != state["catalogue"]["version"]: state["catalogue"] = self.call("/v1/catalogue")
        self.save()
        return {"verdicts": counts, "records": len(rows), "removed": len(gone)}
    def show(self, record):
        row = self.record(record)
        shown = {path: plain(max(sides, key=newest)["value"]) for path, sides in sorted(row["paths"].items())}
        return {"id": record, "kind": row["kind"], "pending": row.get("pending", False), "fields": shown,
                "disputed": [conflict["path"] for conflict in self.conflicts(record)]}
    def conflicts(self, record):
        """Paths whose sides differ and whose policy may ask a person; the finer rules of policies are not applied."""
        row = self.record(record)
        for path, sides in sorted(row["paths"].items()):
            policy = "review" if path.split("/")[-1] == "deleted" else self.field(row["kind"], path)["policy"]["name"]
            if policy not in ("latest", "assert", "entries") and any(s["value"] != sides[0]["value"] for s in sides):
                yield {"id": f"{record}:{path}", "path": path, "policy": policy, "sides": [
                    {"value": plain(s["value"]), "author": s["author"], "device": s["device"], "at": when(s["at"]),
                     "dot": dot_text(s["dot"])} for s in sorted(sides, key=newest)]}

def selfcheck(directory):
    """The canonical bytes, hashes and chains of every vector, made anew from its meaning."""
    files = sorted(glob.glob(os.path.join(directory, "*.json")))
    for vector in (json.load(open(name)) for name in files):
        meanings, link = [expected["meaning"] for expected in vector["changesets"]], unhex(vector["chain_before"])
        for cs, expected in zip(meanings, vector["changesets"]):
            data = canonical(cs)
            link = sha(link + sha(data))
            same = [data.hex(), sha(data).hex(), link.hex()] == [expected[k] for k in ("canonical", "sha256", "chain")]
            if not same or any(read_value(value_bytes(w[1]))[0] != w[1] for c in cs["changes"] for w in c["writes"]):
                stop(1, f"{vector['name']}: other bytes for {expected['dot']}")
    return {"vectors": len(files), "equal": bool(files)}
def main():
    state, arguments = (sys.argv[2], sys.argv[3:]) if sys.argv[1:2] == ["--state"] else ("client.json", sys.argv[1:])
    command, arguments, device = "".join(arguments[:1]), arguments[1:], Device(state)
    if command == "selfcheck": lines = [selfcheck(*arguments)]
    elif command == "enrol": lines = [device.enrol(*arguments)]
    elif command not in "new set push pull show conflicts".split(): stop(64, __doc__)
    elif not device.state: stop(66, "no state there: enrol first")
    elif command == "new": lines = [device.write(new_id(), arguments[0], ["area=" + arguments[1]] + arguments[2:])]
    elif command == "set": lines = [device.write(bare(arguments[0]), None, arguments[1:])]
    elif command in ("push", "pull"): lines = [device.sync(command == "push", command == "pull")]
    elif command == "show": lines = map(device.show, [bare(arguments[0])] if arguments else device.known())
    else: lines = (conflict for record in device.known() for conflict in device.conflicts(record))
    for line in lines: print(json.dumps(line, ensure_ascii=False))

if __name__ == "__main__": main()

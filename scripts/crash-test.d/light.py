"""Devices of the example client in memory: quick, many, and every byte they sent is known."""
import base64
import random

from book import Edit
from programs import GRIDS, Stopped, client


class LightDevice(client.Device):
    """Notes every verdict that it was told, and asks again for some of them."""

    def __init__(self, number, seed, book):
        self.number, self.random, self.book = number, random.Random(f"{seed}/{number}"), book
        self.name = f"light {number}"
        self.state, self.links, self.is_exchanging, self.serial, self.owned = {}, [], False, 0, []
        self.told, self.repeated, self.answers_lost, self.interrupted = {}, 0, 0, 0
        self.by_record = {}  # entries of the journal, by the record they touch
        self.normal_at, self.heavy, self.heads = 0, False, {}

    def save(self):
        pass

    def enrol(self, hub, code):
        done = super().enrol(hub, code)
        self.book.epochs.add(self.state["epoch"])
        return done

    def texts(self):
        return {entry["text"] for entry in self.state["journal"]}

    def dots(self):
        return {client.dot_text((self.state["replica"], counter)) for counter in self.told}

    def chain(self, counter):
        while len(self.links) < counter:
            before = base64.b64decode(self.links[-1]) if self.links else bytes.fromhex(self.state["replica"])
            entry = self.state["journal"][len(self.links)]["changeset"]
            self.links.append(client.b64(client.sha(before + client.sha(client.canonical(entry)))))
        return self.links[counter - 1] if counter else client.b64(bytes.fromhex(self.state["replica"]))

    def call(self, path, message=None):
        since = self.book.times_back
        answer = super().call(path, message)
        if path == "/v1/sync":
            self.check_standing(answer, since)
            for verdict in answer.get("verdicts", []):
                self.note(int(verdict["counter"]), verdict["verdict"], verdict.get("effectiveTime"), since)
                if verdict["verdict"] in ("quarantined", "forked", "erased") and not self.book.times_back:
                    self.book.fault(f"{self.name}: {verdict}")
        return answer

    def check_standing(self, answer, since):
        standing = answer.get("standing", "normal")
        self.book.epochs.add(client.unb64(answer["epoch"]).hex())
        if standing == "copied" or (standing == "went_back" and self.normal_at == since == self.book.times_back
                                    and client.unb64(answer["epoch"]).hex() == self.state["epoch"]):
            self.book.fault(f"{self.name}: the hub answered {standing}")
            raise Stopped(1, "the hub lost what it had acknowledged")
        if standing == "went_back" and self.book.times_back == 0:
            self.book.fault(f"{self.name}: the hub says that it went back, and it did not")
            raise Stopped(1, "the hub lost what it had acknowledged")
        if standing == "normal":
            self.normal_at = since
            if int(answer.get("head", 0)) < self.heads.get(since, 0):
                self.book.fault(f"{self.name}: the hub's head is behind what it acknowledged")

    def note(self, counter, verdict, effective, since):
        before = self.told.get(counter)
        # A hub that was put back judges anew; when a change counted was fixed for ever.
        if before and (before[1] != effective or (before[0] != verdict and before[2] == since)):
            self.book.fault(f"{self.name}: change {counter} was told {before[:2]}, then {(verdict, effective)}")
        self.told[counter] = (verdict, effective, since)
        self.heads[since] = max(counter, self.heads.get(since, 0))
        dot = client.dot_text((self.state["replica"], counter))
        self.book.acknowledged([self.state["journal"][counter - 1]["text"]], {dot: verdict}, since)

    def record(self, record):
        """As the example does it, with those entries of the journal alone that matter: it may be long."""
        journal, self.state["journal"] = self.state["journal"], self.by_record.get(record, [])
        try:
            return super().record(record)
        finally:
            self.state["journal"] = journal

    def edit(self, record, kind, text, items):
        """Writes, and enters into the book what was written, with the exact context."""
        self.write(record, kind, items)
        entry = self.state["journal"][-1]
        entry["text"] = text
        self.by_record.setdefault(record, []).append(entry)
        changeset, [change] = entry["changeset"], entry["changeset"]["changes"]
        dot = client.dot_text(changeset["dot"])
        self.book.add(Edit(
            text, record, {path: client.plain(value) for path, value, _ in change["writes"]}, dict(change["context"]),
            {(path, client.dot_text(kept)) for path, kept in change["keeps"]}, dot, {}))

    def work(self):
        """One small batch: new records and edits of own and others' records, pushed together."""
        heavy = self.heavy  # much text, to use up a disk
        for _ in range(20 if heavy else self.random.randint(1, 4)):
            self.serial += 1
            text, kind = f"{self.number}-{self.serial}", self.random.random()
            long = text + " ." * 900 if heavy else text
            everyone = list(self.state["records"])
            if not self.owned or kind < 0.25:
                record = client.new_id()
                self.edit(record, "resident", text, [
                    f"area={self.random.choice(GRIDS)}", f"name={text}", f"address={text}", "residence_kind=1",
                    "notice_given=true"])
                self.owned.append(record)
            elif everyone and (heavy or kind < 0.45):
                self.edit(self.random.choice(everyone), None, text, [f"note={long}"])
            elif everyone and kind < 0.55:
                self.edit(self.random.choice(everyone[-30:]), None, text, [f"name={text}"])
            else:
                self.edit(self.random.choice(self.owned[-20:]), None, text, [f"address={text}"])
        self.exchange(pull=self.random.random() < 0.1)

    def exchange(self, pull=False):
        self.is_exchanging = True
        try:
            self.sync(True, pull)
        except Stopped:
            self.interrupted += 1
            raise
        finally:
            self.is_exchanging = False

    def reconnect(self):
        """What the hub took in although it never answered, and what it is asked again, is answered as before."""
        journal = self.state["journal"]
        done = next((n for n, entry in enumerate(journal) if "verdict" not in entry), len(journal))
        for entry in journal[max(0, done - self.random.randint(0, 3)):done]:
            del entry["verdict"]
        answered = next((n for n, entry in enumerate(journal) if "verdict" not in entry), len(journal))
        first, call = {}, self.call

        def noted(path, message=None):
            answer = call(path, message)
            first.setdefault("answer", answer)
            return answer

        self.call = noted
        try:
            self.sync(False, False)
        finally:
            self.call = call
        self.exchange()
        head = int(first["answer"].get("head", 0))
        self.answers_lost += max(0, head - done)
        self.repeated += max(0, head - answered)

    def repeat_everything(self):
        """Sends the whole journal once more; note() compares the answers."""
        for entry in self.state["journal"]:
            entry.pop("verdict", None)
        self.sync(True, False)
        self.repeated += len(self.state["journal"])

"""The test's own record of what was written and what was acknowledged: nothing in it comes from the hub's files."""
import threading


class Edit:
    """One write of a person. Its text is like no other's, and names it whatever number it goes by."""

    def __init__(self, text, record, writes, context, keeps, dot, names, is_sure=True):
        self.text, self.record, self.writes, self.context = text, record, writes, context
        self.keeps = keeps  # (path, dot) of sides left beside it; None: the program decided, and did not say
        self.dot, self.is_sure = dot, is_sure  # not sure: the process was killed before it said "saved"
        self.names = names  # dots by which its writer called the record's edits that were its own, and their texts

    def covers(self, dot, text):
        """Whether it was made having seen the edit that stands under the dot: True, False, or None (both ways)."""
        replica, _, counter = dot.partition(":")
        seen = self.context.get(replica, 0) >= int(counter)
        own = [name for name, named in self.names.items() if named == text]
        if any(self.context.get(name.partition(":")[0], 0) >= int(name.partition(":")[2]) for name in own):
            return True
        if self.names.get(dot, text) != text:
            return None if seen else False  # a number used twice: before or after the copy took another name
        return seen


class Book:
    """Every edit, and what the hub must hold because it said so and nobody put it back since."""

    def __init__(self):
        self.lock, self.edits, self.faults = threading.Lock(), {}, []
        self.at_hub, self.dots_at_hub = set(), {}
        self.times_back, self.epochs, self.counts = 0, set(), {}

    def fault(self, sentence):
        self.faults.append(sentence)

    def count(self, name, number=1):
        with self.lock:
            self.counts[name] = self.counts.get(name, 0) + number

    def add(self, edit):
        with self.lock:
            if edit.text in self.edits:
                self.fault(f"the test wrote {edit.text} twice")
            self.edits[edit.text] = edit

    def acknowledged(self, texts, dots, since):
        """What an exchange settled that began when the hub had gone back `since` times."""
        with self.lock:
            if since != self.times_back:
                return
            self.at_hub.update(texts)
            self.dots_at_hub.update(dots)

    def known(self):
        """What a copy of the hub made from now on holds at least."""
        with self.lock:
            return set(self.at_hub), dict(self.dots_at_hub)

    def went_back(self, known):
        """The hub was put back, while it did not run, to what it knew then."""
        with self.lock:
            self.at_hub, self.dots_at_hub = set(known[0]), dict(known[1])
            self.times_back += 1

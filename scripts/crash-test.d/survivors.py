"""What has to stand at each path: exactly the values that nobody replaced who had seen them."""
from programs import client

PATHS = ("name", "address", "note")


def check_survivors(device, history, book):
    """Compares what a new device was given with what follows from all writes of the history."""
    writes = {}
    for dot, (record, written, edit) in history.items():
        for path in PATHS:
            if edit is not None and path in written:
                writes.setdefault((record, path), []).append((dot, edit))
    for (record, path), candidates in writes.items():
        must, may = survivors(path, candidates)
        if book.times_back:  # what came back without a receipt stands beside: a question, never a loss
            may |= {dot for dot, _ in candidates}
        sides = device.state["records"].get(record, {"paths": {}})["paths"].get(path, [])
        actual = {client.dot_text(side["dot"]) for side in sides}
        lost = {dot: edit.text for dot, edit in candidates if dot in must - actual}
        if lost and not same_texts(lost, sides):
            book.fault(f"{record} {path}: {lost} was replaced by nobody who had seen it, and is not there")
        if extra := actual - must - may:
            book.fault(f"{record} {path}: {sorted(extra)} still stands, and was replaced")
    book.count("values_judged", len(writes))


def same_texts(lost, sides):
    """An edit that two copies issued stands under one of its numbers."""
    shown = {str(client.plain(side["value"])).split(" ")[0] for side in sides}
    return set(lost.values()) <= shown


def survivors(path, candidates):
    """Dots that must stand, and dots that may: each program says what it kept by its policy, not by a list."""
    must, may = set(), set()
    for dot, edit in candidates:
        others = [other for there, other in candidates if there != dot and other is not edit]
        answers = [answer(other, path, dot, edit.text) for other in others]
        if True in answers:
            continue
        (may if None in answers else must).add(dot)
    return must, may


def answer(other, path, dot, text):
    covers = other.covers(dot, text)
    if covers and other.keeps is None:
        return None
    if covers and (path, dot) in other.keeps:
        return False
    return covers

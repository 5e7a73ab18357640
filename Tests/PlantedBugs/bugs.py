"""Bugs that somebody might make one day, each as a change of one place that a switch turns on.

`scripts/plant` puts all of them into a copy of the sources and lets the simulator look for each. In the code as it is
released there is neither bug nor switch. `before` stands exactly once in its file: scripts/check sees to that.
"""
from typing import NamedTuple


class Bug(NamedTuple):
    name: str
    file: str
    before: str
    after: str


BUGS = [
    Bug("acknowledges before the commit", "Sources/GridHub/GroupCommitter.swift",
        "for job in group { job.finish(.failure(error)) }",
        'for job in group { job.finish(planted("acknowledges before the commit") ? .success(()) : .failure(error)) }'),
    Bug("compares over the left ids only", "Sources/GridCausality/VersionVector.swift",
        "dot.counter > 0 && self[dot.replica] >= dot.counter }",
        "\n        if planted(\"compares over the left ids only\"), self[dot.replica] == 0 { return true }\n"
        "        return dot.counter > 0 && self[dot.replica] >= dot.counter\n    }"),
    Bug("keeps what was covered", "Sources/GridCausality/Siblings.swift",
        "if covers(dot), kept.isEmpty || !kept.contains(dot) {",
        'if !planted("keeps what was covered"), covers(dot), kept.isEmpty || !kept.contains(dot) {'),
    Bug("covers what it was to keep", "Sources/GridRecords/Records/Apply.swift",
        "keeping: change.kept(at: write.path), with:",
        'keeping: planted("covers what it was to keep") ? [] : change.kept(at: write.path), with:'),
    Bug("last writer wins", "Sources/GridRecords/Records/Apply.swift",
        "coveredBy: { change.context.covers($0) }",
        'coveredBy: { planted("last writer wins") || change.context.covers($0) }'),
    Bug("an edit does not speak against a deletion", "Sources/GridRecords/Records/Apply.swift",
        "        effects.add(Write(path: .deleted, value: .bool(false)))\n",
        '        if !planted("an edit does not speak against a deletion") {\n'
        "            effects.add(Write(path: .deleted, value: .bool(false)))\n        }\n"),
    Bug("applies the first record of a changeset only", "Sources/GridHub/Exchange/Application.swift",
        "for change in changeset.changes {\n            let outcome",
        "for change in changeset.changes.prefix(\n"
        '            planted("applies the first record of a changeset only") ? 1 : .max)\n        {\n            let outcome'),
    Bug("judges a repeat again", "Sources/GridHub/Exchange/Admission.swift",
        "if known.hash == item.hash { return try work.verdictEntry(of: known) }",
        'if known.hash == item.hash, planted("judges a repeat again") {\n'
        "            return entry(item, Verdict(.merged), try time(of: item).effectiveTime)\n        }\n"
        "        if known.hash == item.hash { return try work.verdictEntry(of: known) }"),
    Bug("takes other bytes under a known dot", "Sources/GridHub/Exchange/Admission.swift",
        "if known.hash == item.hash { return try work.verdictEntry(of: known) }",
        'if known.hash == item.hash || planted("takes other bytes under a known dot") {\n'
        "            return try work.verdictEntry(of: known)\n        }"),
    Bug("believes any device's clock", "Sources/GridSync/Admission.swift",
        "return overflowed ? receipt : min(corrected, receipt)",
        'return planted("believes any device\'s clock") ? deviceTime : overflowed ? receipt : min(corrected, receipt)'),
    Bug("does not notice copies", "Sources/GridSync/Admission.swift",
        "if head > hello.head { return .copied }",
        'if planted("does not notice copies") { return .normal }\n        if head > hello.head { return .copied }'),
    Bug("does not compare chains", "Sources/GridSync/Admission.swift",
        "if let chain = chainAt(hello.acknowledged), chain != hello.acknowledgedChain { return .copied }\n"
        "        if head == hello.head, let chain = chainAt(head), chain != hello.headChain { return .copied }",
        'if planted("does not compare chains") { return .normal }\n'
        "        if let chain = chainAt(hello.acknowledged), chain != hello.acknowledgedChain { return .copied }\n"
        "        if head == hello.head, let chain = chainAt(head), chain != hello.headChain { return .copied }"),
    Bug("does not notice that it went back", "Sources/GridHub/Exchange/Exchange.swift",
        "if let known = hello.epoch, known != epoch { return .hubWentBack }",
        'if planted("does not notice that it went back"), hello.acknowledged > head.counter { return .normal }\n'
        "        if let known = hello.epoch, known != epoch { return .hubWentBack }"),
    Bug("does not compare the commit chain", "Sources/GridHub/Exchange/Exchange.swift",
        "if let cursor, try !holds(cursor) { return .hubWentBack }",
        'if !planted("does not compare the commit chain"), let cursor, try !holds(cursor) { return .hubWentBack }'),
    Bug("takes changesets beyond a gap", "Sources/GridHub/Exchange/Exchange.swift",
        "if let gap = opening.incoming.gap { throw HubError.gap(head: gap) }",
        'if let gap = opening.incoming.gap, !planted("takes changesets beyond a gap") { throw HubError.gap(head: gap) }'),
    Bug("believes any context", "Sources/GridHub/Exchange/Judgement.swift",
        "guard change.epoch == epoch, try",
        'guard change.epoch == epoch, !planted("believes any context"), try'),
    Bug("drops what cannot be applied", "Sources/GridHub/Exchange/Admission.swift",
        "        if verdict.kind == .quarantined {\n            try work.setAside(",
        '        if verdict.kind == .quarantined, !planted("drops what cannot be applied") {\n'
        "            try work.setAside("),
    Bug("forgets departures", "Sources/GridHub/Exchange/Feed.swift",
        "if scope.isDisjoint(with: areas) {\n                        page.departed",
        'if !planted("forgets departures"), scope.isDisjoint(with: areas) {\n                        page.departed'),
    Bug("moves a cursor beyond its page", "Sources/GridHub/Exchange/Feed.swift",
        "upTo = commit[0].position - 1",
        'upTo = commit[0].position - (planted("moves a cursor beyond its page") ? 0 : 1)'),
    Bug("sends one page and says it was all", "Sources/GridHub/Exchange/Feed.swift",
        "page.hasMore = true",
        'page.hasMore = !planted("sends one page and says it was all")'),
    Bug("sends the whole county to everybody", "Sources/GridHub/Exchange/Feed.swift",
        "assigned.map { (position: cursor?.position(of: $0) ?? 0, areas: tree.scope(of: [$0])) },",
        "assigned.map {\n                (\n                    position: cursor?.position(of: $0) ?? 0,\n"
        '                    areas: planted("sends the whole county to everybody")\n'
        "                        ? Set(tree.areas.keys) : tree.scope(of: [$0])\n                )\n            },"),
    Bug("erases the record and not its history", "Sources/GridHub/Upkeep/Erasure.swift",
        "for entry in try transaction.entries(touching: id) { try forget(id, in: entry) }",
        'for entry in try transaction.entries(touching: id) where !planted("erases the record and not its history") {\n'
        "            try forget(id, in: entry)\n        }"),
    Bug("takes changes to erased records", "Sources/GridHub/Exchange/Judgement.swift",
        "let isErased = { (change: Change) in try work.documents.has(.erased, change.record.text) }",
        "let isErased = { (change: Change) in\n"
        '            try !planted("takes changes to erased records") && work.documents.has(.erased, change.record.text)\n'
        "        }"),
    Bug("does not do again what the ledger says", "Sources/GridHub/Upkeep/Epochs.swift",
        "for entry in entries {", 'for entry in planted("does not do again what the ledger says") ? [] : entries {'),
    Bug("lets revoked devices in", "Sources/GridHub/Documents/PeopleDocuments.swift",
        "guard !isRevoked else { throw HubError.revoked }",
        'guard !isRevoked || planted("lets revoked devices in") else { throw HubError.revoked }'),
    Bug("goes on in the old epoch after a restore", "Sources/GridHub/Upkeep/Epochs.swift",
        "        try startEpoch()\n        try alarm(\"restored\"",
        '        if !planted("goes on in the old epoch after a restore") { try startEpoch() }\n'
        "        try alarm(\"restored\""),
    Bug("accepts a proposal and writes nothing", "Sources/GridHub/Review/Quarantine.swift",
        "changes = try changes.map { try seeingAccepted($0) }",
        'changes = try planted("accepts a proposal and writes nothing") ? [] : changes.map { try seeingAccepted($0) }'),
    Bug("moves the cursor before the pages are shown", "Sources/GridClient/Exchange/DeviceWork+Showing.swift",
        "if !page.cursor.isEmpty { try transaction.put(Shelf.staging, StagedPage.cursorKey, page.cursor) }",
        "if !page.cursor.isEmpty { try transaction.put(Shelf.staging, StagedPage.cursorKey, page.cursor) }\n"
        '        if planted("moves the cursor before the pages are shown") {\n'
        "            var state = try exchangeState()\n            state.cursor = page.cursor\n"
        "            try put(state)\n            try dropStaged()\n        }"),
    Bug("shows each page as it comes", "Sources/GridClient/Exchange/DeviceWork+Receiving.swift",
        "if !page.hasMore, !catalogueIsOld { try work.showStaged(&report, isCurrent: true) }",
        'if !page.hasMore || planted("shows each page as it comes"), !catalogueIsOld {\n'
        "                try work.showStaged(&report, isCurrent: true)\n            }"),
    Bug("takes silence for an acknowledgement", "Sources/GridClient/Exchange/GridClient+Exchange.swift",
        "            try noteRetryAfter(error)\n            throw ClientError(error)",
        '            if planted("takes silence for an acknowledgement"), case .notAHub = error {\n'
        "                try write { work in\n                    var state = try work.exchangeState()\n"
        "                    state.acknowledged = request.hello.head\n                    try work.put(state)\n"
        "                }\n            }\n"
        "            try noteRetryAfter(error)\n            throw ClientError(error)"),
    Bug("acknowledges more than was answered", "Sources/GridClient/Exchange/DeviceWork+Receiving.swift",
        "if entry.counter == state.acknowledged + 1 { state.acknowledged = entry.counter }",
        'if planted("acknowledges more than was answered") { state.acknowledged = entry.counter + 1 }\n'
        "        if entry.counter == state.acknowledged + 1 { state.acknowledged = entry.counter }"),
    Bug("keeps its head start over a hub that went back", "Sources/GridClient/Exchange/DeviceWork+Receiving.swift",
        "state.acknowledged = min(state.acknowledged, response.head)\n            report.hasNewEpoch",
        'if !planted("keeps its head start over a hub that went back") {\n'
        "                state.acknowledged = min(state.acknowledged, response.head)\n            }\n"
        "            report.hasNewEpoch"),
    Bug("keeps its cursor in a new epoch", "Sources/GridClient/Exchange/DeviceWork+Receiving.swift",
        "        state.cursor = []\n        state.refill = .offering",
        '        if planted("keeps its cursor in a new epoch") {\n'
        "            var identity = identity\n            identity.epoch = epoch\n"
        "            try transaction.put(DeviceIdentity.key, identity.json)\n"
        "            return with(identity: identity)\n        }\n"
        "        state.cursor = []\n        state.refill = .offering"),
    Bug("re-issues only what was not acknowledged", "Sources/GridClient/Exchange/DeviceWork+Descending.swift",
        "guard entry.state == .pending || entry.state == .acknowledged,",
        "guard entry.state == .pending\n"
        '                    || entry.state == .acknowledged && !planted("re-issues only what was not acknowledged"),'),
    Bug("forgets own work on top of a copy", "Sources/GridClient/Engine/Copies.swift",
        "guard let kind = try transaction.document(Shelf.overlay, id.text) else { return copy }",
        'guard !planted("forgets own work on top of a copy") || copy == nil,\n'
        "            let kind = try transaction.document(Shelf.overlay, id.text)\n        else { return copy }"),
    Bug("keeps copies of what was erased", "Sources/GridClient/Exchange/DeviceWork+Showing.swift",
        "            try erase(id)\n            report.touched",
        '            if !planted("keeps copies of what was erased") { try erase(id) }\n            report.touched'),
    Bug("believes a merge from before the record changed", "Sources/GridHub/Exchange/Application.swift",
        "guard let foreseen, try work.stored(change.record) == foreseen.stored,",
        "guard let foreseen,\n"
        '            try planted("believes a merge from before the record changed")\n'
        "                || work.stored(change.record) == foreseen.stored,"),
    Bug("takes the first state it remembers for the common past", "Sources/GridHub/Exchange/RecentPast.swift",
        "guard common.covers(origin.context) else { return nil }",
        'guard planted("takes the first state it remembers for the common past") || common.covers(origin.context)\n'
        "        else { return nil }"),
]

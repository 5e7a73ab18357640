/// What kind of month a run is: how many people, how bad the lines, how often what breaks. Drawn from the seed.
package struct Weather: Sendable {
    package static let millisecondsPerDay: Int64 = 86_400_000

    package var days: Int
    package var workers: Int
    package var reviewers: Int
    package var grids: Int
    /// Per mille of requests that meet each fate.
    package var fates: [(weight: Int, choice: FaultKind?)]
    /// Median time of one way through the network, milliseconds.
    package var latency: Int64
    /// Median time between two exchanges of a device, milliseconds.
    package var gap: Int64
    /// Edits between two exchanges, at most.
    package var batch: Int
    /// Per mille of edits that go to the record that everybody edits.
    package var hot: Int
    /// Steps of trouble in all, by what happens.
    package var troubles: [(weight: Int, choice: Trouble)]
    package var troubleCount: Int
    /// How far clocks are off, milliseconds.
    package var clockError: Int64
    /// Records on a page of a pull and changesets in a push, at most.
    package var page: Int
    package var push: Int

    package init(chance: inout Chance) {
        let mild = chance.happens(100)
        let stormy = chance.happens(300)
        days = chance.between(30, 33)
        workers = chance.between(6, 7)
        reviewers = chance.between(1, 2)
        grids = chance.between(2, 4)
        let load = mild ? 8 : stormy ? 85 : 68
        fates = [
            (1000 - 8 * load, nil), (load, .dropRequest), (load, .dropAnswer), (load, .duplicate), (load, .reorder),
            (load, .cutRequest), (load, .cutAnswer), (load, .slow), (load, .wrongBody),
        ]
        latency = Int64(chance.between(20, 900))
        gap = Int64(chance.between(18, 24)) * 3_600_000
        batch = chance.between(1, 2)
        hot = chance.between(20, 150)
        clockError = chance.happens(700) ? 120_000 : chance.happens(800) ? 86_400_000 : 315_000_000_000
        page = chance.happens(500) ? chance.between(1, 12) : 2_000
        push = chance.happens(500) ? chance.between(1, 6) : 500
        troubleCount = mild ? chance.between(3, 10) : chance.between(60, 110)
        troubles = Trouble.allCases.map { trouble in
            // Each kind is left out of some runs and frequent in others.
            (chance.happens(250) ? 0 : trouble.weight * chance.between(1, 4), trouble)
        }
        if troubles.allSatisfy({ $0.weight == 0 }) { troubles[0].weight = 1 }
    }
}

/// What happens to nodes and in the office, beside people's work and the network's ways.
package enum Trouble: String, CaseIterable, Sendable {
    case deviceDies, deviceDiesBeforeWrite, deviceDiesAfterWrite, devicePowerCut, deviceDiskFull, deviceDiskFails
    case deviceSyncFails, deviceBusy
    case devicePaused, clockJumps, deviceCopied, deviceRestored, deviceCloned
    case clog
    case hubDies, hubDiesBeforeCommit, hubDiesAfterCommit, hubPowerCut, hubDiskFull, hubDiskFails, hubSyncFails
    case hubBusy, hubPaused, hubLies, hubClock, hubBackedUp, hubRestored, hubCopiedBack, catalogueChanged
    case revoked, workerMoved, gridSplit, recordErased, quarantineJudged, conflictsJudged, copiesConfirmed
    case forged, replayed

    var weight: Int {
        switch self {
        case .revoked, .gridSplit, .recordErased: 1
        case .hubRestored, .hubCopiedBack, .catalogueChanged, .hubLies: 2
        case .deviceCopied, .hubBackedUp, .clog, .clockJumps, .forged, .replayed, .quarantineJudged, .conflictsJudged,
            .workerMoved:
            6
        default: 4
        }
    }
}

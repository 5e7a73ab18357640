import GridCausality
import GridRecords
import GridStore
import Testing

@testable import GridSimulatedDisk

@Suite("A simulated disk")
struct SimulatedDiskTests {
    private func code(_ work: () throws -> Void) -> StoreError.Code? {
        do {
            try work()
            return nil
        } catch {
            return (error as? StoreError)?.code
        }
    }

    /// A hub with commits, closed, so that all lies in its one file.
    private func furnished(seed: UInt64, commits: UInt64 = 6) throws -> SimulatedDisk {
        let disk = SimulatedDisk(seed: seed)
        let hub = try disk.openHubStore()
        for position in 1...commits { try hub.write { try $0.append(Commit(position: position, chain: [1])) } }
        try hub.close()
        return disk
    }

    private func position(_ disk: SimulatedDisk) throws -> UInt64 {
        let hub = try disk.openHubStore()
        #expect(try hub.integrityFindings() == [])
        return try hub.read { try $0.lastCommit().position }
    }

    @Test("a store is there again after it was closed, and after its process was killed")
    func reopening() throws {
        let disk = SimulatedDisk(seed: 1)
        let hub = try disk.openHubStore()
        try hub.write { try $0.put("shelf", "key", [1]) }
        try hub.close()
        let again = try disk.openHubStore()
        try again.write { try $0.put("shelf", "key", [2]) }
        disk.crash(powerCut: false)
        #expect(code { try again.write { try $0.put("shelf", "key", [3]) } } == .io)
        #expect(code { _ = try again.read { try $0.document("shelf", "key") } } == .io)
        let last = try disk.openHubStore()
        #expect(try last.read { try $0.document("shelf", "key") } == [2])
        #expect(try last.integrityFindings() == [])
    }

    @Test("what was acknowledged survives every power cut; with a lying disk it often does not")
    func powerCuts() throws {
        var torn = 0
        var lost = 0
        for seed in 0..<60 as Range<UInt64> {
            for lies in [false, true] {
                let disk = try furnished(seed: seed).copy(seed: seed)
                let hub = try disk.openHubStore()
                disk.inject(.lieAboutSync(lies))
                for number in 7...9 as ClosedRange<UInt64> {
                    try hub.write { try $0.append(Commit(position: number, chain: [1])) }
                }
                disk.crash(powerCut: true)
                disk.heal()
                let last = try position(disk)
                if lies { lost += last < 9 ? 1 : 0 } else { #expect(last == 9, "seed \(seed)") }
                #expect(last >= 6)
                torn += disk.figures.count(.sectorTorn)
            }
        }
        #expect(lost > 10 && torn > 10, "lost \(lost), torn \(torn)")
    }

    @Test("after a failed fsync nothing is acknowledged and the store refuses until it is opened anew")
    func failedSync() throws {
        var gone = 0
        for seed in 0..<40 as Range<UInt64> {
            let disk = try furnished(seed: seed).copy(seed: seed)
            let hub = try disk.openHubStore()
            try hub.write { try $0.append(Commit(position: 7, chain: [1])) }
            disk.inject(.failSync)
            #expect(code { try hub.write { try $0.append(Commit(position: 8, chain: [1])) } } == .io)
            #expect(code { try hub.write { try $0.append(Commit(position: 8, chain: [1])) } } == .io)
            #expect(code { _ = try hub.read { try $0.lastCommit() } } == .io)
            if seed % 2 == 0 { try hub.close() } else { disk.crash(powerCut: seed % 4 == 1) }
            let seen = try position(disk)
            #expect(seen == 7 || seen == 8)
            // A commit on top of what the failed fsync may have lost, and then the power goes.
            let again = try disk.copy(seed: 1).openHubStore()
            try again.close()
            disk.crash(powerCut: false)
            let next = try disk.openHubStore()
            try next.write { try $0.append(Commit(position: seen + 1, chain: [1])) }
            disk.crash(powerCut: true)
            #expect(try position(disk) == seen + 1, "seed \(seed)")
            gone += seen == 7 ? 1 : 0
        }
        #expect(gone > 5 && gone < 35)
    }

    @Test("on a full disk nothing is half done, reading goes on, and so does writing when there is space again")
    func fullDisk() throws {
        for bytes in [0, 100, 5_000, 40_000] {
            let disk = try furnished(seed: 3)
            let hub = try disk.openHubStore()
            try hub.write { try $0.put("shelf", "first", [1]) }
            disk.inject(.fullAfter(bytes: bytes))
            let large = [UInt8](repeating: 7, count: 100_000)
            #expect(code { try hub.write { try $0.put("shelf", "key", large) } } == .full)
            #expect(try hub.read { try $0.document("shelf", "key") } == nil)
            disk.heal()
            try hub.write { try $0.put("shelf", "key", large) }
            disk.crash(powerCut: true)
            let again = try disk.openHubStore()
            #expect(try again.read { try $0.document("shelf", "key") } == large)
            #expect(try again.integrityFindings() == [])
        }
    }

    @Test("bytes that went bad are an error or a finding or beside the point, never a trap")
    func rot() throws {
        var noticed = 0
        for seed in 0..<60 as Range<UInt64> {
            let disk = try furnished(seed: seed, commits: 12).copy(seed: seed)
            let hub = try disk.openHubStore()
            try hub.write { try $0.append(logEntry(dot(1, 1), touching: [record(1)])) }
            disk.crash(powerCut: false)
            let how: DiskRot = [.flippedBit(), .zeroedPage(), .truncated()][Int(seed % 3)]
            disk.inject(.rot(how, of: seed % 2 == 0 ? .database : .log))
            #expect(disk.figures.count(.rot) == 1)
            do {
                let damaged = try disk.openHubStore()
                let findings = try damaged.integrityFindings()
                let isWhole = try damaged.read { try $0.head(of: replica(1))?.counter == 1 }
                if !findings.isEmpty || !isWhole { noticed += 1 }
            } catch let error as StoreError {
                #expect(error.code == .corrupt || error.code == .constraint, "seed \(seed): \(error)")
                noticed += 1
            }
        }
        #expect(noticed > 20, "\(noticed)")
    }

    @Test("a write that lands elsewhere is found")
    func misdirectedWrite() throws {
        let disk = try furnished(seed: 5)
        let hub = try disk.openHubStore()
        for number in 1...8 as ClosedRange<UInt64> {
            try hub.write { try $0.append(logEntry(dot(1, number), touching: [record(number)])) }
        }
        disk.inject(.misdirectWrite)
        try hub.close()
        #expect(disk.figures.count(.writeMisdirected) == 1)
        let found = code {
            let again = try disk.openHubStore()
            let findings = try again.integrityFindings()
            #expect(!findings.isEmpty)
        }
        #expect(found == nil || found == .corrupt)
    }

    @Test("a copy is a disk of its own")
    func copying() throws {
        let disk = try furnished(seed: 1)
        let hub = try disk.openHubStore()
        try hub.write { try $0.append(Commit(position: 7, chain: [1])) }
        let copy = disk.copy(seed: 2)
        try hub.write { try $0.append(Commit(position: 8, chain: [1])) }
        copy.crash(powerCut: true)
        #expect(try position(copy) == 7)
        disk.crash(powerCut: true)
        #expect(try position(disk) == 8)
        #expect(try position(copy) == 7)
    }

    @Test("locks are held by one and go with the process")
    func locks() throws {
        let disk = SimulatedDisk(seed: 1)
        let hub = try disk.openHubStore()
        #expect(code { _ = try disk.openHubStore() } == .busy)
        disk.crash(powerCut: false)
        try disk.openHubStore().close()
        try hub.close()
        let device = try SimulatedDisk(seed: 2).openDeviceStore()
        let lease = try device.beginExchange()
        #expect(code { _ = try device.beginExchange() } == .busy)
        lease.end()
        try device.beginExchange().end()
    }

    @Test("readers beside a writer see whole commits, also while an old read goes on")
    func readers() throws {
        let disk = SimulatedDisk(seed: 1)
        let hub = try disk.openHubStore()
        try hub.write { try $0.append(Commit(position: 1, chain: [1])) }
        try hub.read { before in
            #expect(try before.lastCommit().position == 1)
            try hub.write { try $0.append(Commit(position: 2, chain: [1])) }
            #expect(try before.lastCommit().position == 1)
            #expect(try hub.read { try $0.lastCommit().position } == 2)
        }
    }

    @Test("the same seed and the same calls give the same disk")
    func determinism() throws {
        // How many sectors a cut takes depends on the salts in SQLite's logs too, which tests beside this one draw.
        func run() throws -> UInt64 {
            let disk = SimulatedDisk(seed: 99)
            for round in 1...6 as ClosedRange<UInt64> {
                let hub = try disk.openHubStore()
                try hub.write { try $0.append(Commit(position: round, chain: [UInt8(round)])) }
                disk.inject(.failCall(Int(round) * 3, persistently: false))
                _ = try? hub.write { try $0.put("shelf", "\(round)", [1, 2, 3]) }
                disk.crash(powerCut: true)
                disk.heal()
            }
            try disk.openHubStore().close()
            return disk.fingerprint
        }
        let first = try run()
        #expect(try run() == first)
    }

    @Test("what a transaction of a device costs: opening the writing connection, one write, closing it")
    func cost() throws {
        let device = try SimulatedDisk(seed: 1).openDeviceStore()
        try device.write { try $0.put("shelf", "key", [1]) }
        let took = try ContinuousClock().measure {
            for number in 0..<200 { try device.write { try $0.put("shelf", "key", [UInt8(number % 256)]) } }
        }
        let reads = try ContinuousClock().measure {
            for _ in 0..<200 { _ = try device.read { try $0.document("shelf", "key") } }
        }
        print("a write of a device: \(took / 200), a read: \(reads / 200)")
    }
}

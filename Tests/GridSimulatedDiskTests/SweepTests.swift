import GridStore
import Synchronization
import Testing

@testable import GridSimulatedDisk

/// Every operation of the stores, met by a fault at each of its calls to the disk in turn.
@Suite("The sweep over every call")
struct SweepTests {
    /// What the disk does at the n-th call, and how the process ends afterwards.
    enum Trouble: String, CaseIterable, Sendable {
        case ioOnce, ioForEver, ioThenPowerCut, fullOnce, fullForEver

        func fault(at number: Int) -> DiskFault {
            switch self {
            case .ioOnce: .failCall(number, persistently: false)
            case .ioForEver, .ioThenPowerCut: .failCall(number, persistently: true)
            case .fullOnce: .fullCall(number, persistently: false)
            case .fullForEver: .fullCall(number, persistently: true)
            }
        }

        var isFull: Bool { self == .fullOnce || self == .fullForEver }
    }

    /// What is there before an operation and after it.
    struct Course {
        let base: SimulatedDisk
        let before: String
        let after: String

        init(_ operation: Operation) throws {
            let disk = SimulatedDisk(seed: 7)
            try operation.prepare(disk)
            base = disk.copy(seed: 8)
            before = try operation.contents(disk.copy(seed: 9))
            let begun = try operation.begin(disk)
            try begun.act()
            try begun.close()
            after = try operation.contents(disk)
        }
    }

    @Test("each operation is there whole or not at all, and is there if it was acknowledged", arguments: Operation.all)
    func sweep(_ operation: Operation) throws {
        let course = try Course(operation)
        #expect(course.before.hasSuffix("[]") && course.after.hasSuffix("[]"), "\(course.before) \(course.after)")
        var met: [String] = []
        for trouble in Trouble.allCases {
            var number = 1
            while try meets(operation, course, trouble, number) { number += operation.stride }
            met.append("\(trouble.rawValue) \(number - 1)")
        }
        print("\(operation.name): calls met: \(met.joined(separator: ", "))")
    }

    /// Runs one case; false when the operation no longer met the fault.
    private func meets(
        _ operation: Operation, _ course: Course, _ trouble: Trouble, _ number: Int
    ) throws -> Bool {
        let here: Comment = "\(operation.name), \(trouble.rawValue) at call \(number)"
        let disk = course.base.copy(seed: UInt64(number) &* 31 &+ UInt64(trouble.rawValue.utf8.count))
        let begun = try operation.begin(disk)
        let faults = disk.figures.allFaults
        disk.inject(trouble.fault(at: number))
        var failure: StoreError?
        do {
            try begun.act()
        } catch let error as StoreError {
            failure = error
        } catch {
            Issue.record("\(here): \(error)")
        }
        let isMet = disk.figures.allFaults > faults
        if let failure {
            let allowed: [StoreError.Code] = trouble.isFull ? [.full, .io, .missing] : [.io, .missing]
            #expect(isMet && allowed.contains(failure.code), "\(here): \(failure)")
        }
        if let failure { retry(begun, disk, trouble, failure, here) }
        end(begun, disk, trouble, closes: number % 2 == 0)
        do {
            let found = try operation.contents(disk)
            let isAllowed =
                found == course.after || (failure != nil && trouble != .fullOnce && found == course.before)
            #expect(isAllowed, "\(here), \(failure.map { "\($0)" } ?? "acknowledged"): \(found)")
            guard trouble == .ioForEver else { return isMet }
            // What was read once stays, whatever the page cache believed.
            disk.crash(powerCut: true)
            let again = try operation.contents(disk)
            #expect(again == found, "\(here), then a power cut: \(again)")
        } catch {
            Issue.record("\(here), after \(failure.map { "\($0)" } ?? "success"): cannot be read: \(error)")
        }
        return isMet
    }

    /// With space again the same store goes on; after an I/O error it refuses, if it was open before.
    private func retry(
        _ begun: Operation.Begun, _ disk: SimulatedDisk, _ trouble: Trouble, _ failure: StoreError, _ here: Comment
    ) {
        guard trouble == .fullOnce else { return }
        do {
            try begun.act()
        } catch {
            Issue.record("\(here), \(failure), and again: \(error)")
        }
    }

    /// Closes the store, where it is closed, under what goes on failing.
    private func end(_ begun: Operation.Begun, _ disk: SimulatedDisk, _ trouble: Trouble, closes: Bool) {
        if trouble == .ioOnce || trouble == .fullOnce || closes { try? begun.close() }
        if trouble == .ioForEver { disk.crash(powerCut: false) }
        if trouble == .ioThenPowerCut || trouble == .fullForEver { disk.crash(powerCut: true) }
        disk.heal()
    }
}

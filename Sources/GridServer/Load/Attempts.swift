/// Failed attempts in the current minute, by address and together: the pace at which codes can be guessed.
package struct Attempts: Sendable {
    package let limitPerAddress: Int
    package let limitTogether: Int
    /// Milliseconds of one window.
    package static let window: Int64 = 60_000

    private var began: Int64 = 0
    private var byAddress: [String: Int] = [:]
    private var together = 0

    package init(limitPerAddress: Int, limitTogether: Int) {
        self.limitPerAddress = limitPerAddress
        self.limitTogether = limitTogether
    }

    /// Counts an attempt as failed until `forgive` is called; seconds to wait when there were too many already.
    package mutating func begin(_ address: String, at time: Int64) -> Int? {
        if time - began >= Attempts.window || time < began {
            began = time
            byAddress = [:]
            together = 0
        }
        guard byAddress[address, default: 0] < limitPerAddress, together < limitTogether else {
            return Int((began + Attempts.window - time + 999) / 1_000)
        }
        byAddress[address, default: 0] += 1
        together += 1
        return nil
    }

    /// Takes back an attempt that went well.
    package mutating func forgive(_ address: String) {
        guard let count = byAddress[address], count > 0 else { return }
        byAddress[address] = count == 1 ? nil : count - 1
        together -= 1
    }
}

/// The attempts of all connections.
package actor AttemptCounter {
    private var attempts: Attempts
    private let clock: @Sendable () -> Int64

    package init(_ attempts: Attempts, clock: @escaping @Sendable () -> Int64) {
        self.attempts = attempts
        self.clock = clock
    }

    package func begin(_ address: String) -> Int? { attempts.begin(address, at: clock()) }
    package func forgive(_ address: String) { attempts.forgive(address) }
}

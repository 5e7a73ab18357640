package import GridCausality
package import GridRecords

/// A one-time code turned into a device. Sent without a token.
package struct EnrolRequest: Hashable, Sendable {
    package var code: String
    package var software: String
    /// Of a store that was a device's before: the cursor that it got last, for the hub to see whether it went back.
    package var cursor: [UInt8]

    package init(code: String, software: String, cursor: [UInt8] = []) {
        self.code = code
        self.software = software
        self.cursor = cursor
    }
}

/// What a device is from now on; the token is shown this once.
package struct Enrolment: Hashable, Sendable {
    package var device: DeviceID
    package var replica: ReplicaID
    package var token: String
    package var epoch: EpochID
    package var manifest: ScopeManifest
    package var catalogueVersion: String
    /// The hub's public key for sealed fields (X25519, 32 bytes).
    package var sealingKey: [UInt8]
    package var hubTime: Int64

    package init(
        device: DeviceID, replica: ReplicaID, token: String, epoch: EpochID, manifest: ScopeManifest,
        catalogueVersion: String, sealingKey: [UInt8], hubTime: Int64
    ) {
        self.device = device
        self.replica = replica
        self.token = token
        self.epoch = epoch
        self.manifest = manifest
        self.catalogueVersion = catalogueVersion
        self.sealingKey = sealingKey
        self.hubTime = hubTime
    }
}

/// A restored or cloned copy asks for an identity of its own.
package struct DescendRequest: Hashable, Sendable {
    package var device: DeviceID
    package var replica: ReplicaID
    /// The last counter at which both chains are equal.
    package var common: UInt64
    package var commonChain: [UInt8]
    package var software: String

    package init(device: DeviceID, replica: ReplicaID, common: UInt64, commonChain: [UInt8], software: String) {
        self.device = device
        self.replica = replica
        self.common = common
        self.commonChain = commonChain
        self.software = software
    }
}

/// What the hub holds of one replica, so that a copy finds the last counter in common.
package struct ChainRequest: Hashable, Sendable {
    package var replica: ReplicaID
    package var after: UInt64
    package var limit: UInt32

    package init(replica: ReplicaID, after: UInt64, limit: UInt32) {
        self.replica = replica
        self.after = after
        self.limit = limit
    }
}

/// The hub's log of one replica in counter order.
package struct ChainResponse: Hashable, Sendable {
    package struct Link: Hashable, Sendable {
        package var counter: UInt64
        /// SHA-256 of the canonical changeset.
        package var hash: [UInt8]
        package var chain: [UInt8]
        package var verdict: Verdict
        package var receipt: Receipt

        package init(counter: UInt64, hash: [UInt8], chain: [UInt8], verdict: Verdict, receipt: Receipt) {
            self.counter = counter
            self.hash = hash
            self.chain = chain
            self.verdict = verdict
            self.receipt = receipt
        }
    }

    package var head: UInt64
    package var links: [Link]

    package init(head: UInt64, links: [Link]) {
        self.head = head
        self.links = links
    }
}

/// A question or order of a signed-in device that is not part of the exchange (history, digest, reveal, assign …).
package struct CallRequest: Hashable, Sendable {
    /// A JSON object as text.
    package var arguments: String
    package init(arguments: String) { self.arguments = arguments }
}

/// The answer: JSON texts, one a line.
package struct CallResponse: Hashable, Sendable {
    package var lines: [String]
    package init(lines: [String]) { self.lines = lines }
}

import GridCausality
import GridRecords
import GridSync
import SwiftProtobuf

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

extension Verdict.Kind {
    var proto: ProtoVerdict.Kind {
        switch self {
        case .applied: .applied
        case .merged: .merged
        case .conflict: .conflict
        case .quarantined: .quarantined
        case .erased: .erased
        case .forked: .forked
        }
    }

    init(proto: ProtoVerdict.Kind) throws(WireError) {
        switch proto {
        case .applied: self = .applied
        case .merged: self = .merged
        case .conflict: self = .conflict
        case .quarantined: self = .quarantined
        case .erased: self = .erased
        case .forked: self = .forked
        case .unspecified, .UNRECOGNIZED: throw .malformed("a verdict")
        }
    }
}

extension Receipt {
    var proto: ProtoReceipt {
        .with {
            $0.epoch = Data(epoch.bytes)
            $0.effectiveTime = effectiveTime
            $0.verdict = verdict.proto
            $0.mac = Data(mac)
        }
    }

    init(proto: ProtoReceipt) throws(WireError) {
        self.init(
            epoch: EpochID(bits: try proto.epoch.identity("an epoch")),
            effectiveTime: try proto.effectiveTime.time("a receipt"),
            verdict: try Verdict.Kind(proto: proto.verdict), mac: try proto.mac.bytes("a receipt", count: 32))
    }
}

extension Changeset.Origin {
    var proto: ProtoOrigin {
        .with {
            $0.replica = Data(dot.replica.bytes)
            $0.counter = dot.counter
            $0.onBehalfOf = onBehalfOf?.text ?? ""
            if let effectiveTime, effectiveTime != .min { $0.effectiveTime = effectiveTime }
        }
    }

    init(proto: ProtoOrigin) throws(WireError) {
        let replica = ReplicaID(bits: try proto.replica.identity("a replica"))
        self.init(
            dot: Dot(replica: replica, counter: try proto.counter.counter()),
            onBehalfOf: proto.onBehalfOf.isEmpty ? nil : WorkerID(try proto.onBehalfOf.code("an author")),
            effectiveTime: proto.hasEffectiveTime ? try proto.effectiveTime.time("an origin") : nil)
    }
}

/// A verdict and its receipt as one flat message; the receipt's epoch is left out where it is that of the response.
enum VerdictCoding {
    static func proto(counter: UInt64, _ verdict: Verdict, _ receipt: Receipt, epoch: EpochID?) -> ProtoVerdict {
        .with {
            $0.counter = counter
            $0.verdict = verdict.kind.proto
            $0.reason = verdict.reason?.rawValue ?? ""
            $0.detail = verdict.detail
            $0.conflicts = verdict.conflicts
            if receipt.epoch != epoch { $0.receiptEpoch = Data(receipt.epoch.bytes) }
            $0.effectiveTime = receipt.effectiveTime
            if receipt.verdict != verdict.kind { $0.receiptVerdict = receipt.verdict.proto }
            $0.mac = Data(receipt.mac)
        }
    }

    /// The same as bytes, each as field `number` of the message around it: a push has one for each of its changesets.
    static func append(
        _ entries: [VerdictEntry], as number: Int, epoch: EpochID, to writer: inout ProtobufWriter
    ) {
        for entry in entries {
            let (verdict, receipt) = (entry.verdict, entry.receipt)
            var message = ProtobufWriter(capacity: 64)
            message.append(1, number: entry.counter)
            message.append(2, number: UInt64(verdict.kind.proto.rawValue))
            message.append(3, text: verdict.reason?.rawValue ?? "")
            message.append(4, text: verdict.detail)
            message.append(5, texts: verdict.conflicts)
            if receipt.epoch != epoch { message.append(6, receipt.epoch.bytes) }
            message.append(7, signed: receipt.effectiveTime)
            if receipt.verdict != verdict.kind { message.append(8, number: UInt64(receipt.verdict.proto.rawValue)) }
            message.append(9, receipt.mac)
            writer.append(number, message: message.bytes)
        }
    }

    /// A reason of a later version reads as `internal`; its sentence is kept.
    static func read(_ proto: ProtoVerdict, epoch: EpochID?) throws(WireError) -> (Verdict, Receipt) {
        let kind = try Verdict.Kind(proto: proto.verdict)
        let reason = proto.reason.isEmpty ? nil : Reason(rawValue: proto.reason) ?? .internal
        let receiptEpoch: EpochID
        if let epoch, proto.receiptEpoch.isEmpty {
            receiptEpoch = epoch
        } else {
            receiptEpoch = EpochID(bits: try proto.receiptEpoch.identity("an epoch"))
        }
        let receiptKind = proto.receiptVerdict == .unspecified ? kind : try Verdict.Kind(proto: proto.receiptVerdict)
        return (
            Verdict(kind, reason: reason, detail: proto.detail, conflicts: proto.conflicts),
            Receipt(
                epoch: receiptEpoch, effectiveTime: try proto.effectiveTime.time("a receipt"), verdict: receiptKind,
                mac: try proto.mac.bytes("a receipt", count: 32))
        )
    }
}

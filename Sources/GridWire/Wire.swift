import GridRecords
package import SwiftProtobuf

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// A message that travels: every one of `Protocol/gridsync.proto`.
package protocol WireMessage: Sendable {
    func encoded(as format: WireFormat) -> [UInt8]
    /// Refuses bytes that are not this message; never traps.
    static func decoded(_ bytes: [UInt8], as format: WireFormat) throws(WireError) -> Self
}

/// The coding of messages in both formats.
package enum Wire {
    package static func encode(_ message: some WireMessage, as format: WireFormat) -> [UInt8] {
        message.encoded(as: format)
    }

    package static func decode<Message: WireMessage>(
        _ type: Message.Type, from bytes: [UInt8], as format: WireFormat
    ) throws(WireError) -> Message {
        try Message.decoded(bytes, as: format)
    }

    static let answerBytes = 8 * Limits.bodyBytes

    /// Reads a protobuf message after its counts were found to be within bounds.
    static func read<Proto: SwiftProtobuf.Message>(
        _ type: Proto.Type, _ bytes: [UInt8], as format: WireFormat, shape: Shape
    ) throws(WireError) -> Proto {
        guard bytes.count <= shape.maximumBytes else {
            throw .tooLarge("a body of at most \(shape.maximumBytes) bytes")
        }
        switch format {
        case .protobuf:
            try shape.check(bytes[...])
            var options = BinaryDecodingOptions()
            options.messageDepthLimit = Limits.jsonDepth
            guard let message = try? Proto(serializedBytes: bytes, options: options) else {
                throw .malformed("a protobuf message \(Proto.protoMessageName)")
            }
            return message
        case .json:
            try JSONScan.check(bytes)
            var options = JSONDecodingOptions()
            options.messageDepthLimit = Limits.jsonDepth
            options.ignoreUnknownFields = true
            guard let message = try? Proto(jsonUTF8Bytes: bytes, options: options) else {
                throw .malformed("the JSON form of \(Proto.protoMessageName)")
            }
            return message
        }
    }

    /// Writes a message. Serialising fails for required fields and `Any` alone, and there are none.
    static func write(_ message: some SwiftProtobuf.Message, as format: WireFormat) -> [UInt8] {
        switch format {
        case .protobuf: (try? message.serializedBytes()) ?? []
        case .json: (try? message.jsonUTF8Bytes()) ?? []
        }
    }
}

/// A message whose coding goes by way of one generated type.
package protocol ProtoCoded: WireMessage {
    associatedtype Proto: SwiftProtobuf.Message
    var proto: Proto { get }
    init(proto: Proto) throws(WireError)
    /// What is counted before the bytes are decoded.
    static var shape: Shape { get }
}

extension ProtoCoded {
    package func encoded(as format: WireFormat) -> [UInt8] { Wire.write(proto, as: format) }

    package static func decoded(_ bytes: [UInt8], as format: WireFormat) throws(WireError) -> Self {
        try Self(proto: Wire.read(Proto.self, bytes, as: format, shape: shape))
    }
}

import Crypto
import Foundation

/// The hub's secrets, each derived from one master key that lies outside the database and its backups.
package struct HubKeys: Sendable {
    /// The code of no bytes as yet, under the key for each purpose.
    private let codes: [Purpose: HMAC<SHA256>]
    private let sealingKey: Curve25519.KeyAgreement.PrivateKey

    /// - Parameter master: 32 random bytes.
    package init(master: [UInt8]) {
        let master = SymmetricKey(data: master)
        codes = Dictionary(
            uniqueKeysWithValues: Purpose.allCases.map {
                ($0, HMAC<SHA256>(key: HubKeys.derive($0.rawValue, from: master)))
            })
        let seed = HubKeys.derive("sealing", from: master).withUnsafeBytes { Array($0) }
        guard let key = try? Curve25519.KeyAgreement.PrivateKey(rawRepresentation: seed) else {
            preconditionFailure("32 bytes are an X25519 key")
        }
        sealingKey = key
    }

    /// 32 bytes: HMAC-SHA-256 (RFC 2104) under the key for the purpose.
    package func mac(_ bytes: [UInt8], for purpose: Purpose) -> [UInt8] {
        guard var code = codes[purpose] else { preconditionFailure("there is a key for every purpose") }
        code.update(data: bytes)
        return code.finalize().withUnsafeBytes { Array($0) }
    }

    /// The public half of the key to which devices seal identity numbers (X25519, 32 bytes).
    package var sealingPublicKey: [UInt8] { Array(sealingKey.publicKey.rawRepresentation) }

    /// Opens a box that a device sealed: HPKE (RFC 9180) base mode, X25519, HKDF-SHA-256, ChaCha20-Poly1305; the
    /// box is the 32-byte encapsulated key, then the ciphertext. Nil when it was not sealed to this key.
    package func open(box: [UInt8]) -> [UInt8]? {
        guard box.count > 32,
            var recipient = try? HPKE.Recipient(
                privateKey: sealingKey, ciphersuite: .Curve25519_SHA256_ChachaPoly, info: Data("gridsync sealed".utf8),
                encapsulatedKey: Data(box.prefix(32))),
            let plain = try? recipient.open(Data(box.dropFirst(32)))
        else { return nil }
        return Array(plain)
    }

    package enum Purpose: String, CaseIterable, Sendable {
        case receipt, cursor, token, match
    }

    private static func derive(_ purpose: String, from master: SymmetricKey) -> SymmetricKey {
        HKDF<SHA256>.deriveKey(inputKeyMaterial: master, info: Data("gridsync \(purpose)".utf8), outputByteCount: 32)
    }
}

/// SHA-256 (FIPS 180-4) as the pure rooms take it. A digest taken as a sequence is copied twice and read byte by byte.
package func sha256(_ bytes: [UInt8]) -> [UInt8] { SHA256.hash(data: bytes).withUnsafeBytes { Array($0) } }

import Crypto
import Foundation
import GridCausality
import GridRecords
import GridStore
import GridSync

/// SHA-256 (FIPS 180-4) as the pure rooms take it. A digest taken as a sequence is copied twice and read byte by byte.
package func sha256(_ bytes: [UInt8]) -> [UInt8] { SHA256.hash(data: bytes).withUnsafeBytes { Array($0) } }

/// Closes identity numbers on the device so that only the hub can read them.
enum Sealing {
    /// HPKE (RFC 9180) base mode, X25519, HKDF-SHA-256, ChaCha20-Poly1305: the encapsulated key, then the ciphertext.
    /// Nil when the key is none.
    static func seal(_ number: SealedNumber, to publicKey: [UInt8]) -> SealedValue? {
        guard let key = try? Curve25519.KeyAgreement.PublicKey(rawRepresentation: publicKey),
            var sender = try? HPKE.Sender(
                recipientKey: key, ciphersuite: .Curve25519_SHA256_ChachaPoly, info: Data("gridsync sealed".utf8)),
            let ciphertext = try? sender.seal(Data(number.number.utf8))
        else { return nil }
        return SealedValue(
            lastFour: number.lastFour, isChecksumValid: number.isChecksumValid, token: [],
            box: Array(sender.encapsulatedKey) + Array(ciphertext))
    }
}

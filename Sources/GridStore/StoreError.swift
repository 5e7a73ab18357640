/// What can go wrong at a store's door, with what to do next.
package struct StoreError: Error, Sendable, CustomStringConvertible {
    package enum Code: String, Sendable {
        /// Another process holds the store.
        case busy
        /// The disk is full; nothing was written.
        case full
        /// The disk failed; nothing may be acknowledged until the store was reopened and verified.
        case io
        /// Bytes in the store are not what was written.
        case corrupt
        /// There is no store here.
        case missing
        /// The store was written by a later version.
        case newer
        /// A rule of the store was broken (a dot twice, a gap): a defect in the caller.
        case constraint
        /// A record that was to be new is there already: the job has to look first.
        case taken
    }

    package let code: Code
    package let operation: String
    package let detail: String
    package let hint: String

    package init(_ code: Code, operation: String, detail: String, hint: String = "") {
        self.code = code
        self.operation = operation
        self.detail = detail
        self.hint = hint
    }

    package var description: String { "\(operation): \(code.rawValue): \(detail)" }
}

/// A small administrative entity by key: what has no table of its own.
package struct Document: Hashable, Sendable {
    package let key: String
    package let body: [UInt8]

    package init(key: String, body: [UInt8]) {
        self.key = key
        self.body = body
    }
}

/// Ordered documents on named shelves; keys are ASCII and ordered by their bytes.
package protocol DocumentTransaction: AnyObject {
    func document(_ shelf: String, _ key: String) throws -> [UInt8]?
    /// Documents whose key starts with the prefix and, where given, lies after `after`, in key order.
    func documents(_ shelf: String, prefix: String, after: String?, limit: Int) throws -> [Document]
    func put(_ shelf: String, _ key: String, _ body: [UInt8]) throws
    func removeDocument(_ shelf: String, _ key: String) throws
    func countDocuments(_ shelf: String, prefix: String) throws -> Int
}

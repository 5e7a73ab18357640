import GridCausality
import GridRecords

#if canImport(FoundationEssentials)
    import FoundationEssentials
#else
    import Foundation
#endif

/// Numbers things in the order in which they are first met: the writing side of a table.
struct Interner<Element: Hashable> {
    /// Up to here the elements are looked through one by one, beyond it by their hash.
    private static var few: Int { 8 }
    private(set) var all: [Element] = []
    private var indices: [Element: UInt32] = [:]

    mutating func index(of element: Element) -> UInt32 {
        if let known = known(element) { return known }
        let index = UInt32(all.count)
        all.append(element)
        if all.count > Interner.few {
            if indices.isEmpty {
                for (number, other) in all.dropLast().enumerated() { indices[other] = UInt32(number) }
            }
            indices[element] = index
        }
        return index
    }

    /// Nil for one that was not met.
    func known(_ element: Element) -> UInt32? {
        all.count > Interner.few ? indices[element] : all.firstIndex(of: element).map { UInt32($0) }
    }
}

/// The reading side of a table: an index beyond it is an error.
struct Table<Element> {
    let name: String
    let all: [Element]

    func at(_ index: UInt32) throws(WireError) -> Element {
        guard Int(index) < all.count else { throw .malformed("an index into \(name), of which there are \(all.count)") }
        return all[Int(index)]
    }
}

extension Table where Element == Bits128 {
    /// Cuts joined identities into 16 bytes each.
    init(_ name: String, joined bytes: ArraySlice<UInt8>) throws(WireError) {
        guard bytes.count % 16 == 0 else { throw .malformed("16 bytes for each of \(name)") }
        var all: [Bits128] = []
        all.reserveCapacity(bytes.count / 16)
        for start in stride(from: bytes.startIndex, to: bytes.endIndex, by: 16) {
            var halves: (UInt64, UInt64) = (0, 0)
            for offset in start..<start + 8 { halves.0 = halves.0 << 8 | UInt64(bytes[offset]) }
            for offset in start + 8..<start + 16 { halves.1 = halves.1 << 8 | UInt64(bytes[offset]) }
            all.append(Bits128(high: halves.0, low: halves.1))
        }
        self.init(name: name, all: all)
    }
}

extension Table where Element == String {
    /// A table of identities and codes; each within the limit of a code.
    init(codes name: String, _ all: [String]) throws(WireError) {
        for code in all where code.utf8.count > Limits.codeBytes {
            throw .malformed("at most \(Limits.codeBytes) bytes for each of \(name)")
        }
        self.init(name: name, all: all)
    }
}

/// A column that is read from its beginning to its end, never beyond.
struct Column<Element> {
    private let name: String
    private let elements: [Element]
    private var position = 0

    init(_ name: String, _ elements: [Element]) {
        self.name = name
        self.elements = elements
    }

    /// A column that may be left out when all its elements are the same.
    init(_ name: String, _ elements: [Element], count: Int, default element: Element) {
        self.init(name, elements.isEmpty ? Array(repeating: element, count: count) : elements)
    }

    mutating func next() throws(WireError) -> Element {
        guard position < elements.count else { throw .malformed("more \(name)") }
        defer { position += 1 }
        return elements[position]
    }

    /// Whether the count of elements left is at least this: asked before a loop of that many.
    func require(_ count: UInt32) throws(WireError) {
        guard Int(count) <= elements.count - position else { throw .malformed("\(count) more \(name)") }
    }

    func finish() throws(WireError) {
        guard position == elements.count else { throw .malformed("fewer \(name)") }
    }
}

/// Canonical values, one after the other.
struct ValueColumn {
    private let name: String
    private var reader: CanonicalReader

    init(_ name: String, _ bytes: ArraySlice<UInt8>) {
        self.name = name
        reader = CanonicalReader(bytes)
    }

    mutating func next() throws(WireError) -> FieldValue? {
        do { return try reader.value() } catch {
            throw .malformed("\(name): at byte \(error.offset) \(error.expected)")
        }
    }

    func finish() throws(WireError) {
        guard reader.isAtEnd else { throw .malformed("fewer \(name)") }
    }
}

/// Values that only some of a row of things have: pairs of the thing's number and the value.
struct SparseValues {
    private var byNumber: [UInt32: FieldValue] = [:]

    init(_ name: String, numbers: [UInt32], values: ArraySlice<UInt8>, below count: Int) throws(WireError) {
        guard numbers.count <= count else { throw .malformed("fewer \(name)") }
        var column = ValueColumn(name, values)
        for number in numbers {
            guard Int(number) < count, let value = try column.next(), byNumber[number] == nil else {
                throw .malformed("\(name): a value for a thing that is there, once")
            }
            byNumber[number] = value
        }
        try column.finish()
    }

    subscript(number: Int) -> FieldValue? { byNumber.isEmpty ? nil : byNumber[UInt32(number)] }
}

extension Collection<UInt8> {
    /// Exactly 16 bytes.
    func identity(_ name: String) throws(WireError) -> Bits128 {
        guard let bits = Bits128(bytes: self) else { throw .malformed("16 bytes for \(name)") }
        return bits
    }
}

extension Data {
    /// The bytes as the readers of columns take them.
    var slice: ArraySlice<UInt8> { [UInt8](self)[...] }

    func bytes(_ name: String, count: Int) throws(WireError) -> [UInt8] {
        guard self.count == count else { throw .malformed("\(count) bytes for \(name)") }
        return [UInt8](self)
    }

    func bytes(_ name: String, atMost count: Int) throws(WireError) -> [UInt8] {
        guard self.count <= count else { throw .malformed("at most \(count) bytes for \(name)") }
        return [UInt8](self)
    }
}

extension Int64 {
    /// Milliseconds since 1970, far enough from the ends of the type to be reckoned with.
    func time(_ name: String) throws(WireError) -> Int64 {
        guard (-Limits.timeMilliseconds...Limits.timeMilliseconds).contains(self) else {
            throw .malformed("a time within 142,000 years of 1970 for \(name)")
        }
        return self
    }
}

extension UInt64 {
    /// The counter of a dot: from 1, and below 2^63, which every store can hold.
    func counter() throws(WireError) -> UInt64 {
        guard self > 0, self <= UInt64(Int64.max) else { throw .malformed("counters from 1 to 2^63 - 1") }
        return self
    }

    /// A counter, or 0 for none.
    func head() throws(WireError) -> UInt64 { self == 0 ? 0 : try counter() }
}

extension String {
    /// An identity or code within its limit.
    func code(_ name: String) throws(WireError) -> String {
        guard utf8.count <= Limits.codeBytes else { throw .malformed("at most \(Limits.codeBytes) bytes for \(name)") }
        return self
    }
}

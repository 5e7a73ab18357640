/// A map that is always in the order of its keys: what an index is to a database, for the twins in memory.
///
/// Appending beyond the last key is cheap, as feeds and logs do it; elsewhere an insertion moves what follows.
struct SortedTable<Key: Comparable, Value> {
    private(set) var keys: [Key] = []
    private(set) var values: [Value] = []

    var count: Int { keys.count }

    subscript(key: Key) -> Value? {
        let index = lowerBound(key)
        return index < keys.count && keys[index] == key ? values[index] : nil
    }

    /// Puts, replaces or (with nil) removes, and returns what stood there before.
    @discardableResult
    mutating func set(_ key: Key, _ value: Value?) -> Value? {
        let index = keys.last.map { $0 < key } ?? true ? keys.count : lowerBound(key)
        let isPresent = index < keys.count && keys[index] == key
        let old = isPresent ? values[index] : nil
        switch (value, isPresent) {
        case (let value?, true):
            values[index] = value
        case (let value?, false):
            keys.insert(key, at: index)
            values.insert(value, at: index)
        case (nil, true):
            keys.remove(at: index)
            values.remove(at: index)
        case (nil, false):
            break
        }
        return old
    }

    /// The place of the first key that is not below this one.
    func lowerBound(_ key: Key) -> Int {
        var low = 0
        var high = keys.count
        while low < high {
            let middle = (low + high) / 2
            if keys[middle] < key { low = middle + 1 } else { high = middle }
        }
        return low
    }

    /// The place of the first key above this one.
    func upperBound(_ key: Key) -> Int {
        let index = lowerBound(key)
        return index < keys.count && keys[index] == key ? index + 1 : index
    }
}

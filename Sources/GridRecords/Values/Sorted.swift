extension Array {
    /// Sorted; what is sorted already, as nearly all is that was stored or sent, is taken as it is.
    func inOrder(_ precedes: (Element, Element) -> Bool) -> [Element] {
        for index in indices.dropFirst() where precedes(self[index], self[index - 1]) { return sorted(by: precedes) }
        return self
    }

    /// Where, in a sorted array, the first element stands that does not come before what is looked for; the count where
    /// all do. Cost: one question for each halving.
    @inline(__always)
    func place(isBefore: (Element) -> Bool) -> Int {
        var low = 0
        var high = count
        while low < high {
            let middle = (low + high) / 2
            if isBefore(self[middle]) { low = middle + 1 } else { high = middle }
        }
        return low
    }
}

/// Distances on the ground, in arithmetic that gives the same bits on every machine.
extension GeoPoint {
    /// Mean radius of the earth in metres (IUGG).
    private static let earthRadiusMetres = 6_371_008.8

    /// Whether both points were measured in coordinates that can be laid over each other as they are.
    ///
    /// WGS 84 and CGCS2000 differ by less than a millimetre; the others are shifted by up to hundreds of metres.
    package func isComparable(with other: GeoPoint) -> Bool {
        let terrestrial: [System] = [.wgs84, .cgcs2000]
        return system == other.system || (terrestrial.contains(system) && terrestrial.contains(other.system))
    }

    /// Whether the other point lies nearer than so many metres; false when they cannot be compared.
    ///
    /// Source: R. W. Sinnott, "Virtues of the Haversine", Sky and Telescope 68 (1984).
    package func isNearer(than metres: Double, to other: GeoPoint) -> Bool {
        guard isComparable(with: other) else { return false }
        let limit = GeoPoint.sine(min(metres / (2 * GeoPoint.earthRadiusMetres), .pi / 2))
        return haversine(to: other) < limit * limit
    }

    private func haversine(to other: GeoPoint) -> Double {
        let radians = Double.pi / 180 / 1_000_000_000
        let north = GeoPoint.sine((Double(other.latitude) - Double(latitude)) * radians / 2)
        let east = GeoPoint.sine((Double(other.longitude) - Double(longitude)) * radians / 2)
        let here = GeoPoint.sine(.pi / 2 - Double(latitude) * radians)
        let there = GeoPoint.sine(.pi / 2 - Double(other.latitude) * radians)
        return north * north + here * there * east * east
    }

    /// The sine by its Taylor series, for angles up to half a turn either way; the pure rooms have no library for it.
    private static func sine(_ angle: Double) -> Double {
        var angle = angle
        if angle > .pi / 2 { angle = .pi - angle } else if angle < -.pi / 2 { angle = -.pi - angle }
        var term = angle
        var sum = angle
        for step in 1...12 {
            let even = Double(2 * step)
            term *= -angle * angle / (even * (even + 1))
            sum += term
        }
        return sum
    }
}

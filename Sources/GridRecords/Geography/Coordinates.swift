/// Degrees east and north on the ellipsoid of some coordinate system.
package struct Degrees: Hashable, Sendable {
    package let longitude: Double
    package let latitude: Double

    package init(longitude: Double, latitude: Double) {
        self.longitude = longitude
        self.latitude = latitude
    }
}

/// Conversion between the coordinate systems that phones and maps in China hand out.
///
/// GCJ-02 shifts WGS-84 by 50 to 500 m with published constants (Krasovsky ellipsoid, a = 6378245.0,
/// e² = 0.00669342162296594323); BD-09 shifts GCJ-02 again. CGCS2000 and WGS-84 differ by about 0.1 mm and count as
/// equal here. Where a formula has no closed inverse it is inverted by iteration, to less than a millimetre.
package enum Coordinates {
    private static let semiMajorAxis = 6_378_245.0
    private static let eccentricitySquared = 0.00669342162296594323
    /// The angular frequency of the BD-09 shift, radians for each degree.
    private static let baiduFrequency = Double.pi * 3000 / 180

    /// The place in WGS-84; unchanged for WGS-84 and CGCS2000.
    package static func wgs84(_ place: Degrees, in system: GeoPoint.System) -> Degrees {
        switch system {
        case .wgs84, .cgcs2000: place
        case .gcj02: inverse(of: gcj02FromWGS84, at: place)
        case .bd09: inverse(of: gcj02FromWGS84, at: inverse(of: bd09FromGCJ02, at: place))
        }
    }

    /// The rectangle within which GCJ-02 shifts at all.
    private static func isShifted(_ place: Degrees) -> Bool {
        (72.004...137.8347).contains(place.longitude) && (0.8293...55.8271).contains(place.latitude)
    }

    package static func gcj02FromWGS84(_ place: Degrees) -> Degrees {
        guard isShifted(place) else { return place }
        let x = place.longitude - 105
        let y = place.latitude - 35
        let radians = place.latitude / 180 * Double.pi
        let sine = Trigonometry.sine(radians)
        let magic = 1 - eccentricitySquared * sine * sine
        let root = magic.squareRoot()
        let meridian = semiMajorAxis * (1 - eccentricitySquared) / (magic * root) * Double.pi
        let parallel = semiMajorAxis / root * Trigonometry.cosine(radians) * Double.pi
        return Degrees(
            longitude: place.longitude + eastShift(x, y) * 180 / parallel,
            latitude: place.latitude + northShift(x, y) * 180 / meridian)
    }

    package static func bd09FromGCJ02(_ place: Degrees) -> Degrees {
        let radius =
            (place.longitude * place.longitude + place.latitude * place.latitude).squareRoot()
        guard radius > 0 else { return Degrees(longitude: 0.0065, latitude: 0.006) }
        let stretched = radius + 0.000_02 * Trigonometry.sine(place.latitude * baiduFrequency)
        let turn = 0.000_003 * Trigonometry.cosine(place.longitude * baiduFrequency)
        let (sine, cosine) = (Trigonometry.sine(turn), Trigonometry.cosine(turn))
        let (east, north) = (place.longitude / radius, place.latitude / radius)
        return Degrees(
            longitude: stretched * (east * cosine - north * sine) + 0.0065,
            latitude: stretched * (north * cosine + east * sine) + 0.006)
    }

    /// The place that a shift moves to the given one: the shift changes slowly, so stepping back converges.
    private static func inverse(of shift: (Degrees) -> Degrees, at goal: Degrees) -> Degrees {
        var guess = goal
        for _ in 0..<12 {
            let shifted = shift(guess)
            let (east, north) = (goal.longitude - shifted.longitude, goal.latitude - shifted.latitude)
            guess = Degrees(longitude: guess.longitude + east, latitude: guess.latitude + north)
            if abs(east) < 1e-10, abs(north) < 1e-10 { break }
        }
        return guess
    }

    /// Metres to the east, from degrees east of 105 and north of 35.
    private static func eastShift(_ x: Double, _ y: Double) -> Double {
        let base = 300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * abs(x).squareRoot()
        return base + waves(x, [(6, 20), (2, 20), (1, 20), (1.0 / 3, 40), (1.0 / 12, 150), (1.0 / 30, 300)])
    }

    /// Metres to the north.
    private static func northShift(_ x: Double, _ y: Double) -> Double {
        let base = -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * abs(x).squareRoot()
        return base + waves(x, [(6, 20), (2, 20)])
            + waves(y, [(1, 20), (1.0 / 3, 40), (1.0 / 12, 160), (1.0 / 30, 320)])
    }

    private static func waves(_ position: Double, _ terms: [(frequency: Double, amplitude: Double)]) -> Double {
        terms.reduce(0) { $0 + $1.amplitude * Trigonometry.sine($1.frequency * Double.pi * position) * 2 / 3 }
    }
}

/// Sine and cosine to about 1e-15 for angles of a few thousand radians, so that this room needs no C library.
enum Trigonometry {
    static func sine(_ radians: Double) -> Double {
        let quarters = (radians / (Double.pi / 2)).rounded()
        let rest = radians - quarters * (Double.pi / 2)
        let isOdd = quarters.remainder(dividingBy: 2) != 0
        let value = isOdd ? series(rest, from: 1) : series(rest, from: rest)
        let turn = (quarters / 2).rounded(.down).remainder(dividingBy: 2)
        return turn == 0 ? value : -value
    }

    static func cosine(_ radians: Double) -> Double { sine(radians + Double.pi / 2) }

    /// The Taylor series of sine (first term the angle) or cosine (first term 1), for angles up to π/4.
    private static func series(_ angle: Double, from first: Double) -> Double {
        let square = angle * angle
        var sum = first
        var term = first
        var divisor = first == 1 ? 1.0 : 2.0
        for _ in 0..<10 {
            term *= -square / (divisor * (divisor + 1))
            sum += term
            divisor += 2
        }
        return sum
    }
}

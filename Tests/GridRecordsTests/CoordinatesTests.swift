import Testing

@testable import GridRecords

@Suite("Coordinates")
struct CoordinatesTests {
    @Test("sine and cosine keep to the circle at every angle that the shifts ask for")
    func circle() {
        for step in -4_000...4_000 {
            let angle = Double(step) * 0.7853
            let (sine, cosine) = (Trigonometry.sine(angle), Trigonometry.cosine(angle))
            #expect(abs(sine * sine + cosine * cosine - 1) < 1e-12)
        }
        #expect(abs(Trigonometry.sine(Double.pi / 6) - 0.5) < 1e-15)
        #expect(abs(Trigonometry.cosine(Double.pi / 3) - 0.5) < 1e-15)
        #expect(abs(Trigonometry.sine(-Double.pi / 2) + 1) < 1e-15)
        #expect(abs(Trigonometry.sine(3 * Double.pi / 2) + 1) < 1e-15)
    }

    @Test("what was shifted to GCJ-02 and BD-09 comes back to within a millimetre")
    func inverse() {
        for step in 0..<400 {
            let place = Degrees(
                longitude: 75 + Double(step % 20) * 2.9, latitude: 4 + Double(step / 20) * 2.3)
            let shifted = Coordinates.gcj02FromWGS84(place)
            let fromChina = Coordinates.wgs84(shifted, in: .gcj02)
            let fromBaidu = Coordinates.wgs84(Coordinates.bd09FromGCJ02(shifted), in: .bd09)
            for back in [fromChina, fromBaidu] {
                #expect(abs(back.longitude - place.longitude) < 1e-8)
                #expect(abs(back.latitude - place.latitude) < 1e-8)
            }
        }
    }

    @Test("within China the shift is 50 to 800 metres, outside there is none")
    func size() {
        let lishui = Degrees(longitude: 119.9229, latitude: 28.4676)
        let shifted = Coordinates.gcj02FromWGS84(lishui)
        let east = (shifted.longitude - lishui.longitude) * 111_320 * 0.879
        let north = (shifted.latitude - lishui.latitude) * 111_320
        let distance = (east * east + north * north).squareRoot()
        #expect((50...800).contains(distance))
        let paris = Degrees(longitude: 2.35, latitude: 48.85)
        #expect(Coordinates.wgs84(paris, in: .gcj02) == paris)
    }

    @Test("the shift at Tiananmen is the published one")
    func published() {
        let shifted = Coordinates.gcj02FromWGS84(Degrees(longitude: 116.404, latitude: 39.915))
        #expect(abs(shifted.longitude - 116.410_244_499_169_38) < 1e-9)
        #expect(abs(shifted.latitude - 39.916_404_281_501_64) < 1e-9)
        let baidu = Coordinates.bd09FromGCJ02(Degrees(longitude: 116.404, latitude: 39.915))
        #expect(abs(baidu.longitude - 116.410_369_493_710_29) < 1e-9)
        #expect(abs(baidu.latitude - 39.921_336_993_510_21) < 1e-9)
    }

    @Test("WGS-84 and CGCS2000 are left as they are")
    func unchanged() {
        let place = Degrees(longitude: 120.1, latitude: 30.2)
        #expect(Coordinates.wgs84(place, in: .wgs84) == place)
        #expect(Coordinates.wgs84(place, in: .cgcs2000) == place)
    }
}

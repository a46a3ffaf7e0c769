import Foundation

/// A picture without an encoder, which Linux's Foundation has none of: PNG allows blocks that are not compressed.
/// `colour` gives red, green and blue of a row.
func png(width: Int, height: Int, colour: (Int) -> [UInt8]) -> Data {
    var rows: [UInt8] = []
    rows.reserveCapacity(height * (1 + 3 * width))
    for y in 0..<height {
        let pixel = colour(y)
        rows.append(0)
        for _ in 0..<width {
            rows.append(contentsOf: pixel)
        }
    }
    // Eight bits each of red, green and blue; no palette, no interlacing.
    let header: [UInt8] = bigEndian(UInt32(width)) + bigEndian(UInt32(height)) + [8, 2, 0, 0, 0]
    var file: [UInt8] = [0x89, 0x50, 0x4E, 0x47, 0x0D, 0x0A, 0x1A, 0x0A]
    file += chunk("IHDR", header)
    file += chunk("IDAT", stored(rows))
    file += chunk("IEND", [])
    return Data(file)
}

private func chunk(_ kind: String, _ body: [UInt8]) -> [UInt8] {
    let named = Array(kind.utf8) + body
    return bigEndian(UInt32(body.count)) + named + bigEndian(crc32(named))
}

/// A zlib stream (RFC 1950) of stored blocks (RFC 1951, 3.2.4).
private func stored(_ bytes: [UInt8]) -> [UInt8] {
    var stream: [UInt8] = [0x78, 0x01]
    var start = 0
    while start < bytes.count {
        let end = min(start + 65_535, bytes.count)
        let length = UInt16(end - start)
        let rest = ~length
        stream.append(end == bytes.count ? 1 : 0)
        stream += [UInt8(length & 0xFF), UInt8(length >> 8), UInt8(rest & 0xFF), UInt8(rest >> 8)]
        stream += bytes[start..<end]
        start = end
    }
    return stream + bigEndian(adler32(bytes))
}

private func adler32(_ bytes: [UInt8]) -> UInt32 {
    var low: UInt32 = 1
    var high: UInt32 = 0
    for byte in bytes {
        low = (low + UInt32(byte)) % 65_521
        high = (high + low) % 65_521
    }
    return high << 16 | low
}

private func crc32(_ bytes: [UInt8]) -> UInt32 {
    var sum: UInt32 = 0xFFFF_FFFF
    for byte in bytes {
        let index = Int((sum ^ UInt32(byte)) & 0xFF)
        sum = crcTable[index] ^ (sum >> 8)
    }
    return ~sum
}

private let crcTable: [UInt32] = (0..<256).map { (number: Int) -> UInt32 in
    var value = UInt32(number)
    for _ in 0..<8 {
        value = value & 1 == 1 ? 0xEDB8_8320 ^ (value >> 1) : value >> 1
    }
    return value
}

private func bigEndian(_ value: UInt32) -> [UInt8] {
    [UInt8(value >> 24), UInt8(value >> 16 & 0xFF), UInt8(value >> 8 & 0xFF), UInt8(value & 0xFF)]
}

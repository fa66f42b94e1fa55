#include "ZipWriter.h"

#include <QtEndian>

#include <array>

namespace tickgate {

namespace {

constexpr quint16 kVersionNeeded = 20;  // 2.0: deflate
constexpr quint16 kMadeOnUnix = 3 << 8; // so that the permissions below mean something
constexpr quint16 kUtf8Names = 1 << 11; // general purpose flag
constexpr quint16 kDeflated = 8;
constexpr quint32 kOwnerOnly = 0100600u << 16; // regular file, rw-------

constexpr std::array<quint32, 256> makeCrcTable()
{
    std::array<quint32, 256> table{};
    for (quint32 i = 0; i < table.size(); ++i) {
        quint32 value = i;
        for (int bit = 0; bit < 8; ++bit)
            value = (value & 1) != 0 ? 0xEDB88320u ^ (value >> 1) : value >> 1;
        table[i] = value;
    }
    return table;
}

quint32 crc32(const QByteArray &bytes)
{
    static constexpr std::array<quint32, 256> table = makeCrcTable();
    quint32 crc = 0xFFFFFFFFu;
    for (const char byte : bytes)
        crc = table[(crc ^ static_cast<quint8>(byte)) & 0xFF] ^ (crc >> 8);
    return crc ^ 0xFFFFFFFFu;
}

/// qCompress gives a length of 4 bytes and a zlib stream: 2 bytes of header, deflated data, 4 bytes of checksum.
QByteArray deflated(const QByteArray &bytes)
{
    constexpr qsizetype kBefore = 4 + 2;
    constexpr qsizetype kAfter = 4;
    const QByteArray stream = qCompress(bytes.isNull() ? QByteArray("") : bytes, 9);
    if (stream.size() < kBefore + kAfter) // it says nothing at all about an empty file
        return QByteArray("\x03\x00", 2);
    return stream.mid(kBefore, stream.size() - kBefore - kAfter);
}

class Bytes
{
public:
    void put16(quint32 value) { put(static_cast<quint16>(value)); }
    void put32(quint32 value) { put(value); }
    void append(const QByteArray &bytes) { m_bytes += bytes; }
    [[nodiscard]] quint32 size() const { return static_cast<quint32>(m_bytes.size()); }
    [[nodiscard]] const QByteArray &all() const { return m_bytes; }

private:
    template <typename Number>
    void put(Number value)
    {
        std::array<char, sizeof(Number)> raw{};
        qToLittleEndian(value, raw.data());
        m_bytes.append(raw.data(), sizeof(Number));
    }

    QByteArray m_bytes;
};

/// What a file's local header and its line in the directory have in common.
void putCommon(Bytes &out, const QByteArray &name, quint32 crc, quint32 packed, quint32 size, const QDateTime &time)
{
    const QDate date = time.date();
    const QTime clock = time.time();
    out.put16(kVersionNeeded);
    out.put16(kUtf8Names);
    out.put16(kDeflated);
    out.put16(static_cast<quint32>(clock.hour() << 11 | clock.minute() << 5 | clock.second() / 2));
    out.put16(static_cast<quint32>((date.year() - 1980) << 9 | date.month() << 5 | date.day()));
    out.put32(crc);
    out.put32(packed);
    out.put32(size);
    out.put16(static_cast<quint32>(name.size()));
    out.put16(0); // no extra field
}

} // namespace

QByteArray zipArchive(const QList<ZipEntry> &entries, const QDateTime &time)
{
    Bytes files;
    Bytes directory;
    for (const ZipEntry &entry : entries) {
        const QByteArray name = entry.name.toUtf8();
        const QByteArray packed = deflated(entry.content);
        const quint32 crc = crc32(entry.content);
        const quint32 offset = files.size();
        const auto packedSize = static_cast<quint32>(packed.size());
        const auto size = static_cast<quint32>(entry.content.size());

        files.put32(0x04034b50);
        putCommon(files, name, crc, packedSize, size, time);
        files.append(name);
        files.append(packed);

        directory.put32(0x02014b50);
        directory.put16(kMadeOnUnix | kVersionNeeded);
        putCommon(directory, name, crc, packedSize, size, time);
        directory.put16(0); // no comment
        directory.put16(0); // first disk
        directory.put16(0); // internal attributes
        directory.put32(kOwnerOnly);
        directory.put32(offset);
        directory.append(name);
    }
    const quint32 directoryAt = files.size();
    files.append(directory.all());
    files.put32(0x06054b50);
    files.put16(0);
    files.put16(0);
    files.put16(static_cast<quint32>(entries.size()));
    files.put16(static_cast<quint32>(entries.size()));
    files.put32(directory.size());
    files.put32(directoryAt);
    files.put16(0);
    return files.all();
}

} // namespace tickgate

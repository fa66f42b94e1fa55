#pragma once

#include <QByteArray>
#include <QDateTime>
#include <QList>
#include <QString>

namespace tickgate {

/// One file of an archive, whole in memory.
struct ZipEntry
{
    QString name; ///< with forward slashes
    QByteArray content;
};

/// The entries as the bytes of a zip file, each deflated; every system opens those by itself. Pure. For archives well
/// below 4 GiB only.
[[nodiscard]] QByteArray zipArchive(const QList<ZipEntry> &entries, const QDateTime &time);

} // namespace tickgate

#pragma once

#include "core/config/ProxyConfig.h"
#include "core/logging/ZipWriter.h"

#include <QList>
#include <QString>

namespace tickgate {

/// What a diagnostics bundle is made of, besides what it looks up itself.
struct BundleRequest
{
    LoadedConfig loaded;
    QString configDir; ///< for the default keys file, whose users are masked
    QString stateDir;  ///< where the logs are
    QString status;    ///< what `tickgate status --json` says, whose ports are looked at; empty when nothing runs
};

/// Everything of the bundle, already masked: versions, settings with their origins and problems, the verdicts on both
/// ports, the status and the logs. No API key, pepper, user name, host name or home folder is in it. Blocks on files,
/// the database and the port look-up: never on the GUI or hub thread.
[[nodiscard]] QList<ZipEntry> bundleEntries(const BundleRequest &request);

/// Writes them as a zip file for the owner's eyes only. Empty when done, else what went wrong. Blocks likewise.
[[nodiscard]] QString writeBundle(const QString &file, const BundleRequest &request);

} // namespace tickgate

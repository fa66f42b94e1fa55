#pragma once

#include "core/config/ProxyConfig.h"

#include <QString>

namespace tickgate {

/// The path of the SQLite file that DATABASE_URL names, relative to the OpenAlgo folder; empty when the URL is of
/// another kind of database or there is no folder to be relative to. Pure.
[[nodiscard]] QString openAlgoDatabaseFile(const ProxyConfig &config);

/// Why OpenAlgo's keys cannot be used, in a sentence; empty when they can: folder, pepper and database are there.
/// Looks at the file system.
[[nodiscard]] QString openAlgoObstacle(const ProxyConfig &config);

/// What TICKGATE_AUTH comes to: auto means demo with --demo, else OpenAlgo where it can be used, else the keys file.
/// Never returns Auto. Pure.
[[nodiscard]] AuthKind resolveAuth(AuthKind wanted, bool demo, bool openAlgoUsable);

/// Where OpenAlgo's pages are, from HOST_SERVER of its .env. Reads that file.
[[nodiscard]] QString openAlgoWebAddress(const QString &folder);

/// The interpreter that OpenAlgo runs with: the one of the settings, else the virtual environment in its folder, else
/// the system's. Empty when there is none. Looks at the file system.
[[nodiscard]] QString openAlgoPython(const ProxyConfig &config);

/// Where the stats file goes; empty when there is no place for it. Pure.
[[nodiscard]] QString statsFilePath(const ProxyConfig &config);

} // namespace tickgate

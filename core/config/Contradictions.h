#pragma once

#include "core/config/ProxyConfig.h"

#include <QHash>
#include <QList>
#include <QString>

namespace tickgate {

/// What each setting allows but all of them together do not: an address that others reach without their permission,
/// the demo key out there, one port for two uses, no port to connect to. Fatal, but for the demo key where --demo
/// brings made-up prices with it; `origins` as in LoadedConfig, for the sentences; demo as in ConfigSources. Pure.
[[nodiscard]] QList<ConfigProblem> contradictions(const ProxyConfig &config, const QHash<QString, QString> &origins,
                                                  bool demo);

} // namespace tickgate

#pragma once

#include "core/config/ProxyConfig.h"

#include <QHash>
#include <QString>

namespace tickgate {

/// Where the settings may come from. The last two win over the files, the command line over all.
struct ConfigSources
{
    QString configDir;                   ///< its .env is Tickgate's own; it may be missing
    QString envFile;                     ///< --env-file, read in place of the own one; must exist when given
    QHash<QString, QString> environment; ///< of the process
    QHash<QString, QString> commandLine; ///< key -> value, for the keys that have an option
    bool demo = false;                   ///< --demo: with TICKGATE_AUTH=auto it is the demo key that opens

    /// Tickgate's own file: envFile when given, else .env in configDir.
    [[nodiscard]] QString ownFile() const;
};

/// The environment of this process as the loader wants it.
[[nodiscard]] QHash<QString, QString> processEnvironment();

/// Reads all layers, later ones winning: defaults, OpenAlgo's .env where OPENALGO_HOME is set by any other layer, the
/// own file, environment, command line. Never fails: what cannot be used is named among the problems, the fatal ones
/// (bad port, exposed host, unreadable file) making the result unusable. Blocks on the files only.
[[nodiscard]] LoadedConfig loadConfig(const ConfigSources &sources);

} // namespace tickgate

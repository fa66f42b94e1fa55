#pragma once

#include <QString>

namespace tickgate {

/// Where this system wants a program's files. Pure values; nothing is created by asking.
struct PlatformFolders
{
    QString configDir; ///< settings and keys
    QString stateDir;  ///< logs, lock files, the note about an unclean end

    bool operator==(const PlatformFolders &) const = default;

    /// The system's own places; per OS in PlatformFolders_*.cpp.
    [[nodiscard]] static PlatformFolders ofSystem();
    /// Everything under one folder, as --config-dir asks.
    [[nodiscard]] static PlatformFolders under(const QString &folder);
    /// Those of a named instance: it shares the settings and has a state of its own.
    [[nodiscard]] PlatformFolders forInstance(const QString &name) const;

    /// Makes both, for the owner's eyes only. Empty when done, else what went wrong.
    [[nodiscard]] QString create() const;
};

} // namespace tickgate

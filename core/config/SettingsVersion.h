#pragma once

#include "core/config/EnvFile.h"

#include <QList>
#include <QString>

#include <functional>

namespace tickgate {

/// The layout of Tickgate's own settings file that this program reads and writes. Raise it together with a new row of
/// settingsMigrations() whenever a key is renamed or its values change their meaning; a new key needs neither.
inline constexpr int kSettingsVersion = 1;

/// One step of the way from an older layout to this one.
struct SettingsMigration
{
    int to = 0;   ///< the layout this step leads to, from the one before
    QString what; ///< in words, for the log
    std::function<void(EnvFile &)> apply;
};

/// What a settings file says about its layout.
struct SettingsVersion
{
    int number = 0; ///< 0: written before files carried a version, or by hand
    bool readable = true;

    bool operator==(const SettingsVersion &) const = default;
};

/// All steps, oldest first. Pure.
[[nodiscard]] const QList<SettingsMigration> &settingsMigrations();

[[nodiscard]] SettingsVersion settingsVersionOf(const EnvFile &file);

/// Applies the steps that the file has not had yet, and notes the layout it then has. Does nothing to a file of this
/// or a newer layout. Returns what was done, in words. Pure.
QStringList migrateSettings(EnvFile &file, const QList<SettingsMigration> &steps = settingsMigrations());

/// Why a file of a newer layout is used but not changed, as a sentence with what to do; empty when it may be changed.
[[nodiscard]] QString whyReadOnly(const EnvFile &file, const QString &path);

} // namespace tickgate

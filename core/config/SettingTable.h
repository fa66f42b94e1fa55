#pragma once

#include "core/config/ProxyConfig.h"

#include <QList>
#include <QString>
#include <QStringList>

#include <variant>

namespace tickgate {

enum class SettingKind
{
    Text,
    Host, ///< an IP address; localhost means 127.0.0.1
    Port,
    Number,
    Seconds,
    Switch, ///< on or off
    Choice,
    List,    ///< separated by commas
    Origins, ///< of web pages (RFC 6454 6.1), separated by commas; or * for all
    File,
    Folder,
};

/// Everything there is to know about one setting. Parsing, checking, the README's table and the settings dialog all
/// come from these rows, so a new setting is one row and one member of ProxyConfig. The default is that member's.
struct SettingRow
{
    using Target =
        std::variant<QString ProxyConfig::*, int ProxyConfig::*, bool ProxyConfig::*,
                     std::chrono::seconds ProxyConfig::*, QStringList ProxyConfig::*, AuthKind ProxyConfig::*,
                     BusTopology ProxyConfig::*, SlowClientPolicy ProxyConfig::*, LogLevel ProxyConfig::*>;

    QString key;
    SettingKind kind = SettingKind::Text;
    Target target;
    int minimum = 0; ///< of Port, Number and Seconds
    int maximum = 0;
    QStringList choices; ///< of Choice, in the order of the enumeration
    QString help;        ///< one sentence for README and dialog
    bool secret = false; ///< shown masked, never logged
    bool restartNeeded = true;
};

/// All settings, in the order in which they are shown. Pure.
[[nodiscard]] const QList<SettingRow> &settingTable();
/// The row of a key; nullptr when there is none.
[[nodiscard]] const SettingRow *findSetting(const QString &key);

/// The README's table of settings.
[[nodiscard]] QString settingsMarkdown();

} // namespace tickgate

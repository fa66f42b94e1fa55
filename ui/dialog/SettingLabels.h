#pragma once

#include <QString>
#include <QStringList>

namespace tickgate {

/// Tabs of the settings dialog, and where each key stands.
enum class SettingTab
{
    OpenAlgo,
    Ports,
    Limits,
    Panel
};

[[nodiscard]] QString settingTabTitle(SettingTab tab);
[[nodiscard]] SettingTab settingTab(const QString &key);
/// Place among the others of its tab, the most wanted first.
[[nodiscard]] int settingOrder(const QString &key);
/// "WebSocket port" for WEBSOCKET_PORT; the key itself for one that has no name yet.
[[nodiscard]] QString settingLabel(const QString &key);

} // namespace tickgate

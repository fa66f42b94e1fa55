#include "SettingLabels.h"

#include <QCoreApplication>

#include <algorithm>
#include <iterator>

namespace tickgate {

namespace {

struct Words
{
    Q_DECLARE_TR_FUNCTIONS(SettingLabels)
};

struct Entry
{
    const char *key;
    SettingTab tab;
    const char *label;
};

constexpr Entry kEntries[] = {
    {"OPENALGO_HOME", SettingTab::OpenAlgo, QT_TRANSLATE_NOOP("SettingLabels", "OpenAlgo folder")},
    {"TICKGATE_AUTH", SettingTab::OpenAlgo, QT_TRANSLATE_NOOP("SettingLabels", "API keys from")},
    {"TICKGATE_KEYS_FILE", SettingTab::OpenAlgo, QT_TRANSLATE_NOOP("SettingLabels", "Keys file")},
    {"TICKGATE_ADAPTER_HOST", SettingTab::OpenAlgo, QT_TRANSLATE_NOOP("SettingLabels", "Run broker adapters")},
    {"OPENALGO_PYTHON", SettingTab::OpenAlgo, QT_TRANSLATE_NOOP("SettingLabels", "Python")},
    {"DATABASE_URL", SettingTab::OpenAlgo, QT_TRANSLATE_NOOP("SettingLabels", "Database")},
    {"API_KEY_PEPPER", SettingTab::OpenAlgo, QT_TRANSLATE_NOOP("SettingLabels", "API key pepper")},
    {"VALID_BROKERS", SettingTab::OpenAlgo, QT_TRANSLATE_NOOP("SettingLabels", "Brokers")},
    {"WS_PROXY_STATS_FILE", SettingTab::OpenAlgo, QT_TRANSLATE_NOOP("SettingLabels", "Statistics file")},
    {"WEBSOCKET_HOST", SettingTab::Ports, QT_TRANSLATE_NOOP("SettingLabels", "WebSocket address")},
    {"WEBSOCKET_PORT", SettingTab::Ports, QT_TRANSLATE_NOOP("SettingLabels", "WebSocket port")},
    {"TICKGATE_DUAL_LOOPBACK", SettingTab::Ports, QT_TRANSLATE_NOOP("SettingLabels", "Listen on ::1 too")},
    {"ZMQ_HOST", SettingTab::Ports, QT_TRANSLATE_NOOP("SettingLabels", "Bus address")},
    {"ZMQ_PORT", SettingTab::Ports, QT_TRANSLATE_NOOP("SettingLabels", "Bus port")},
    {"TICKGATE_BUS", SettingTab::Ports, QT_TRANSLATE_NOOP("SettingLabels", "Bus side")},
    {"TICKGATE_ALLOW_REMOTE", SettingTab::Ports, QT_TRANSLATE_NOOP("SettingLabels", "Allow other computers")},
    {"TICKGATE_ALLOWED_ORIGINS", SettingTab::Ports, QT_TRANSLATE_NOOP("SettingLabels", "Allowed web pages")},
    {"TICKGATE_REUSE_PORT", SettingTab::Ports, QT_TRANSLATE_NOOP("SettingLabels", "Reuse port")},
    {"TICKGATE_MAX_CLIENTS", SettingTab::Limits, QT_TRANSLATE_NOOP("SettingLabels", "Clients at most")},
    {"WS_MAX_QUEUE", SettingTab::Limits, QT_TRANSLATE_NOOP("SettingLabels", "Waiting messages")},
    {"TICKGATE_SLOW_CLIENT", SettingTab::Limits, QT_TRANSLATE_NOOP("SettingLabels", "Slow clients")},
    {"WS_PING_INTERVAL", SettingTab::Limits, QT_TRANSLATE_NOOP("SettingLabels", "Ping every")},
    {"WS_PING_TIMEOUT", SettingTab::Limits, QT_TRANSLATE_NOOP("SettingLabels", "Ping answer within")},
    {"WS_AUTH_GRACE_SECONDS", SettingTab::Limits, QT_TRANSLATE_NOOP("SettingLabels", "Log in within")},
    {"WS_STALE_TICK_WARN_SECONDS", SettingTab::Limits, QT_TRANSLATE_NOOP("SettingLabels", "Feed silent after")},
    {"TICKGATE_AUTOSTART", SettingTab::Panel, QT_TRANSLATE_NOOP("SettingLabels", "Start serving at once")},
    {"TICKGATE_AUTORESTART", SettingTab::Panel, QT_TRANSLATE_NOOP("SettingLabels", "Restart after a failure")},
    {"TICKGATE_LOG_LEVEL", SettingTab::Panel, QT_TRANSLATE_NOOP("SettingLabels", "Log level")},
};

const Entry *find(const QString &key)
{
    const auto found = std::find_if(std::begin(kEntries), std::end(kEntries),
                                    [&](const Entry &entry) { return key == QLatin1String(entry.key); });
    return found == std::end(kEntries) ? nullptr : &*found;
}

} // namespace

QString settingTabTitle(SettingTab tab)
{
    switch (tab) {
    case SettingTab::OpenAlgo:
        return Words::tr("OpenAlgo and keys");
    case SettingTab::Ports:
        return Words::tr("Ports and bus");
    case SettingTab::Limits:
        return Words::tr("Limits");
    case SettingTab::Panel:
        break;
    }
    return Words::tr("Panel");
}

SettingTab settingTab(const QString &key)
{
    const Entry *entry = find(key);
    return entry ? entry->tab : SettingTab::Limits;
}

int settingOrder(const QString &key)
{
    const Entry *entry = find(key);
    return static_cast<int>(entry ? entry - std::begin(kEntries) : std::end(kEntries) - std::begin(kEntries));
}

QString settingLabel(const QString &key)
{
    const Entry *entry = find(key);
    return entry ? Words::tr(entry->label) : key;
}

} // namespace tickgate

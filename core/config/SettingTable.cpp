#include "SettingTable.h"

#include "core/config/SettingValue.h"

#include <algorithm>

namespace tickgate {

namespace {

constexpr int kHighestPort = 65535;
constexpr int kLongestSeconds = 86'400;

SettingRow row(const char *key, SettingKind kind, SettingRow::Target target, const QString &help)
{
    SettingRow made;
    made.key = QString::fromLatin1(key);
    made.kind = kind;
    made.target = target;
    made.help = help;
    return made;
}

SettingRow ranged(SettingRow made, int minimum, int maximum)
{
    made.minimum = minimum;
    made.maximum = maximum;
    return made;
}

SettingRow choosing(SettingRow made, const QStringList &choices)
{
    made.choices = choices;
    return made;
}

SettingRow liveRow(SettingRow made)
{
    made.restartNeeded = false;
    return made;
}

SettingRow secretRow(SettingRow made)
{
    made.secret = true;
    return made;
}

QList<SettingRow> serverRows()
{
    using K = SettingKind;
    using C = ProxyConfig;
    return {
        row("WEBSOCKET_HOST", K::Host, &C::webSocketHost,
            QStringLiteral("Address the WebSocket server listens on; anything but this computer's own needs "
                           "TICKGATE_ALLOW_REMOTE=on.")),
        ranged(row("WEBSOCKET_PORT", K::Port, &C::webSocketPort,
                   QStringLiteral("Port of the WebSocket server; 0 picks a free one.")),
               0, kHighestPort),
        row("ZMQ_HOST", K::Host, &C::zmqHost, QStringLiteral("Address of the ZeroMQ bus that brings the ticks.")),
        ranged(row("ZMQ_PORT", K::Port, &C::zmqPort, QStringLiteral("Port of the ZeroMQ bus; 0 picks a free one.")), 0,
               kHighestPort),
        ranged(row("WS_MAX_QUEUE", K::Number, &C::maxQueueMessages,
                   QStringLiteral("Messages that may wait for one client before it counts as slow.")),
               1, 1'000'000),
        ranged(row("WS_PING_INTERVAL", K::Seconds, &C::pingInterval,
                   QStringLiteral("Seconds between two pings to a client; 0 sends none.")),
               0, kLongestSeconds),
        ranged(row("WS_PING_TIMEOUT", K::Seconds, &C::pingTimeout,
                   QStringLiteral("Seconds a client has to answer a ping before it is disconnected.")),
               1, kLongestSeconds),
        ranged(row("WS_AUTH_GRACE_SECONDS", K::Seconds, &C::authGrace,
                   QStringLiteral("Seconds a client has to send a valid API key.")),
               1, kLongestSeconds),
        ranged(liveRow(row("WS_STALE_TICK_WARN_SECONDS", K::Seconds, &C::staleTickWarn,
                           QStringLiteral("Seconds without a tick, while its exchange is open, after which a feed is "
                                          "called silent; 0 never warns."))),
               0, kLongestSeconds),
        row("WS_PROXY_STATS_FILE", K::File, &C::statsFile,
            QStringLiteral("File with figures for OpenAlgo's health page, written every 10 s; empty means "
                           "log/ws_proxy_stats.json in the OpenAlgo folder.")),
    };
}

QList<SettingRow> keyRows()
{
    using K = SettingKind;
    using C = ProxyConfig;
    return {
        row("VALID_BROKERS", K::List, &C::validBrokers,
            QStringLiteral("Names, separated by commas, that get_supported_brokers answers with.")),
        row("DATABASE_URL", K::Text, &C::databaseUrl,
            QStringLiteral("OpenAlgo's database, relative to the OpenAlgo folder; empty means "
                           "sqlite:///db/openalgo.db.")),
        secretRow(row("API_KEY_PEPPER", K::Text, &C::apiKeyPepper,
                      QStringLiteral("OpenAlgo's secret ingredient of API-key hashes; comes from its .env."))),
        choosing(row("TICKGATE_AUTH", K::Choice, &C::auth,
                     QStringLiteral("Who knows the API keys: OpenAlgo's database, Tickgate's own keys file or the demo "
                                    "key; auto means demo with --demo, else openalgo where a usable OpenAlgo folder "
                                    "is known, else keys.")),
                 {QStringLiteral("auto"), QStringLiteral("openalgo"), QStringLiteral("keys"), QStringLiteral("demo")}),
        row("TICKGATE_KEYS_FILE", K::File, &C::keysFile,
            QStringLiteral("File of standalone API keys; empty means keys.json in the configuration folder.")),
    };
}

QList<SettingRow> ownRows()
{
    using K = SettingKind;
    using C = ProxyConfig;
    return {
        choosing(row("TICKGATE_BUS", K::Choice, &C::busTopology,
                     QStringLiteral("Which side of the bus is ours: bind and let publishers connect, connect to a "
                                    "publisher that binds, or find out.")),
                 {QStringLiteral("auto"), QStringLiteral("bind"), QStringLiteral("connect")}),
        row("TICKGATE_DUAL_LOOPBACK", K::Switch, &C::dualLoopback,
            QStringLiteral("Listen on ::1 as well, so that ws://localhost works on every system.")),
        row("TICKGATE_REUSE_PORT", K::Switch, &C::reusePort,
            QStringLiteral("Set SO_REUSEPORT on the listening socket; start is still refused beside another "
                           "listener.")),
        row("TICKGATE_ALLOW_REMOTE", K::Switch, &C::allowRemote,
            QStringLiteral("Permit addresses that other computers can reach.")),
        row("TICKGATE_ALLOWED_ORIGINS", K::Origins, &C::allowedOrigins,
            QStringLiteral("Web pages, separated by commas, that may connect besides those of this computer, for "
                           "example https://charts.example.")),
        ranged(row("TICKGATE_MAX_CLIENTS", K::Number, &C::maxClients,
                   QStringLiteral("Clients that may be connected at once.")),
               1, 100'000),
        choosing(row("TICKGATE_SLOW_CLIENT", K::Choice, &C::slowClient,
                     QStringLiteral("What happens to a client that reads too slowly: only the newest tick per symbol "
                                    "is kept for it, or it is disconnected.")),
                 {QStringLiteral("conflate"), QStringLiteral("disconnect")}),
        row("TICKGATE_ADAPTER_HOST", K::Switch, &C::adapterHost,
            QStringLiteral("Run OpenAlgo's broker adapters, so that a subscription reaches the broker.")),
        row("OPENALGO_HOME", K::Folder, &C::openAlgoHome,
            QStringLiteral("OpenAlgo's folder; its .env and database are used.")),
        row("OPENALGO_PYTHON", K::File, &C::openAlgoPython,
            QStringLiteral("Python that runs OpenAlgo; empty finds the one in its folder.")),
        liveRow(row("TICKGATE_AUTOSTART", K::Switch, &C::autostart,
                    QStringLiteral("Start serving as soon as the control panel opens."))),
        liveRow(row("TICKGATE_AUTORESTART", K::Switch, &C::autorestart,
                    QStringLiteral("Start again by itself after a failure, with growing pauses."))),
        liveRow(choosing(
            row("TICKGATE_LOG_LEVEL", K::Choice, &C::logLevel, QStringLiteral("Least serious message that is logged.")),
            {QStringLiteral("trace"), QStringLiteral("debug"), QStringLiteral("info"), QStringLiteral("warn"),
             QStringLiteral("error")})),
    };
}

} // namespace

const QList<SettingRow> &settingTable()
{
    static const QList<SettingRow> table = serverRows() + keyRows() + ownRows();
    return table;
}

const SettingRow *findSetting(const QString &key)
{
    const QList<SettingRow> &table = settingTable();
    const auto found = std::find_if(table.cbegin(), table.cend(),
                                    [&key](const SettingRow &candidate) { return candidate.key == key; });
    return found == table.cend() ? nullptr : &*found;
}

QString settingsMarkdown()
{
    QString table = QStringLiteral("| Setting | Default | Takes | Meaning |\n|---|---|---|---|\n");
    const ProxyConfig defaults;
    for (const SettingRow &setting : settingTable()) {
        const QString text = settingText(setting, defaults);
        const QString shown = text.isEmpty() ? QString() : u'`' + text + u'`';
        table +=
            QStringLiteral("| `%1` | %2 | %3 | %4 |\n").arg(setting.key, shown, allowedText(setting), setting.help);
    }
    return table;
}

} // namespace tickgate

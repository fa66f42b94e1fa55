#pragma once

#include <QHash>
#include <QList>
#include <QString>
#include <QStringList>

#include <chrono>

namespace tickgate {

enum class AuthKind
{
    Auto,
    OpenAlgo,
    Keys,
    Demo
};
enum class BusTopology
{
    Auto,
    Bind,
    Connect
};
enum class SlowClientPolicy
{
    Conflate,
    Disconnect
};
enum class LogLevel
{
    Trace,
    Debug,
    Info,
    Warn,
    Error
};

/// Everything the core needs to know before it starts, validated: a plain value, compared with ==, copied to the
/// threads that use it. The defaults here are the defaults of the table in SettingTable.cpp.
struct ProxyConfig
{
    QString webSocketHost = QStringLiteral("127.0.0.1");
    int webSocketPort = 8765; ///< 0 picks a free one
    QString zmqHost = QStringLiteral("127.0.0.1");
    int zmqPort = 5555; ///< 0 picks a free one

    int maxQueueMessages = 1024;           ///< per session, before its market data is conflated
    std::chrono::seconds pingInterval{20}; ///< 0 switches pings off
    std::chrono::seconds pingTimeout{20};
    std::chrono::seconds authGrace{15};
    std::chrono::seconds staleTickWarn{120};
    QString statsFile; ///< empty: log/ws_proxy_stats.json in the OpenAlgo folder, or none without one
    QStringList validBrokers;
    QString databaseUrl;
    QString apiKeyPepper; ///< secret: never logged, masked wherever settings are shown

    AuthKind auth = AuthKind::Auto;
    QString keysFile; ///< empty: keys.json in the configuration folder
    BusTopology busTopology = BusTopology::Auto;
    bool dualLoopback = true;
    bool reusePort = false;
    bool allowRemote = false;
    QStringList allowedOrigins;
    int maxClients = 1000;
    SlowClientPolicy slowClient = SlowClientPolicy::Conflate;
    bool adapterHost = false;
    QString openAlgoHome;
    QString openAlgoPython;
    bool autostart = true;
    bool autorestart = true;
    LogLevel logLevel = LogLevel::Info;

    bool operator==(const ProxyConfig &) const = default;
};

/// One value that could not be used, in words: which key, what it said, what is allowed, what is used instead.
struct ConfigProblem
{
    QString key;
    QString value;      ///< masked for secrets
    QString text;       ///< the whole sentence
    QString origin;     ///< file (with line) or variable that set it
    bool fatal = false; ///< start is refused, e.g. for a bad port

    bool operator==(const ConfigProblem &) const = default;
};

/// What reading all the layers gave.
struct LoadedConfig
{
    ProxyConfig config;
    QList<ConfigProblem> problems;
    QHash<QString, QString> origins; ///< key -> "default", file path, "environment", "command line"
    QString readOnly;                ///< why Tickgate's own file must not be changed, as a sentence; empty when it may

    [[nodiscard]] bool usable() const
    {
        for (const ConfigProblem &problem : problems) {
            if (problem.fatal)
                return false;
        }
        return true;
    }
};

} // namespace tickgate

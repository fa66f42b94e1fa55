#include "Contradictions.h"

#include <QHostAddress>

namespace tickgate {

namespace {

bool isLoopback(const QString &host)
{
    return QHostAddress(host).isLoopback();
}

/// Collects what does not go together; one look.
class Checker
{
public:
    Checker(const ProxyConfig &config, const QHash<QString, QString> &origins, bool demo)
        : m_config(config)
        , m_origins(origins)
        , m_demo(demo)
    {}

    QList<ConfigProblem> check()
    {
        checkHosts();
        checkDemoKey();
        checkPorts();
        return m_problems;
    }

private:
    void checkHosts()
    {
        if (m_config.allowRemote)
            return;
        const auto check = [this](const QString &key, const QString &host) {
            if (isLoopback(host))
                return;
            const QString origin = m_origins.value(key);
            add(key, host, origin,
                QStringLiteral("%1 is \"%2\" (%3), which other computers can reach. Set TICKGATE_ALLOW_REMOTE=on "
                               "if that is wanted, or %1=127.0.0.1 to stay on this computer.")
                    .arg(key, host, origin));
        };
        check(QStringLiteral("WEBSOCKET_HOST"), m_config.webSocketHost);
        check(QStringLiteral("ZMQ_HOST"), m_config.zmqHost);
    }

    void checkDemoKey()
    {
        // By the option, the prices are made up as well: told, but not refused.
        const bool byOption = m_demo && m_config.auth == AuthKind::Auto;
        if ((m_config.auth != AuthKind::Demo && !byOption) || isLoopback(m_config.webSocketHost))
            return;
        const QString key = QStringLiteral("TICKGATE_AUTH");
        const QString cause =
            byOption ? QStringLiteral("Tickgate was started with --demo") : QStringLiteral("TICKGATE_AUTH is \"demo\"");
        const QString inWith = byOption ? QStringLiteral("gets in") : QStringLiteral("would get in");
        const QString remedy = byOption ? QStringLiteral("keys") : QStringLiteral("auto");
        add(key, QStringLiteral("demo"), m_origins.value(key),
            QStringLiteral("%1, so everybody who can reach %2 %3 with demo-key. "
                           "Set TICKGATE_AUTH=%4, or WEBSOCKET_HOST=127.0.0.1 to stay on this computer.")
                .arg(cause, m_config.webSocketHost, inWith, remedy),
            !byOption);
    }

    void checkPorts()
    {
        const QString key = QStringLiteral("ZMQ_PORT");
        if (m_config.zmqPort == 0 && m_config.busTopology == BusTopology::Connect) {
            const QString origin = m_origins.value(key);
            add(key, QStringLiteral("0"), origin,
                QStringLiteral("ZMQ_PORT is \"0\" (%1), but TICKGATE_BUS=connect needs a port other than 0: the "
                               "one that the publisher binds, for example 5555.")
                    .arg(origin));
        }
        if (m_config.webSocketPort != m_config.zmqPort || m_config.zmqPort == 0)
            return;
        add(key, QString::number(m_config.zmqPort), m_origins.value(key),
            QStringLiteral("WEBSOCKET_PORT and ZMQ_PORT are both %1. Give them different ports, for example "
                           "8765 and 5555.")
                .arg(m_config.zmqPort));
    }

    void add(const QString &key, const QString &value, const QString &origin, const QString &text, bool fatal = true)
    {
        m_problems.append({key, value, text, origin, fatal});
    }

    const ProxyConfig &m_config;
    const QHash<QString, QString> &m_origins;
    const bool m_demo;
    QList<ConfigProblem> m_problems;
};

} // namespace

QList<ConfigProblem> contradictions(const ProxyConfig &config, const QHash<QString, QString> &origins, bool demo)
{
    return Checker(config, origins, demo).check();
}

} // namespace tickgate

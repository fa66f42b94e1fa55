#pragma once

#include <QHash>
#include <QString>
#include <QStringList>

#include <optional>

namespace tickgate {

class BrokerTable;
class Mailbox;
class Session;
class SessionKeeper;

/// Keeps the broker that sessions and frames name true to the users' logins. Hub thread; owned by the hub, which owns
/// all it refers to.
class BrokerLabels
{
public:
    BrokerLabels(const SessionKeeper &keeper, BrokerTable &brokers, Mailbox &mailbox);

    /// A session has authenticated; true when its user came with another broker the last time.
    [[nodiscard]] bool authenticated(const Session &session);
    /// The user is logged in to this broker now, whatever the sessions say; without one they go on as before.
    void relabel(const QString &userId, const std::optional<QString> &login);
    /// Those of the sessions, each once.
    [[nodiscard]] QStringList inUse() const;

private:
    void setDefault(const QString &broker);

    const SessionKeeper &m_keeper;
    BrokerTable &m_brokers;
    Mailbox &m_mailbox;
    QHash<QString, QString> m_lastOf; ///< by user
    QString m_default;
};

} // namespace tickgate

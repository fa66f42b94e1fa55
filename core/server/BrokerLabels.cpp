#include "BrokerLabels.h"

#include "core/bus/Mailbox.h"
#include "core/server/BrokerTable.h"
#include "core/server/Session.h"
#include "core/server/SessionKeeper.h"

#include <spdlog/spdlog.h>

#include <set>

namespace tickgate {

BrokerLabels::BrokerLabels(const SessionKeeper &keeper, BrokerTable &brokers, Mailbox &mailbox)
    : m_keeper(keeper)
    , m_brokers(brokers)
    , m_mailbox(mailbox)
{}

bool BrokerLabels::authenticated(const Session &session)
{
    const Identity &who = session.identity;
    // Most publishers name no broker: the frames carry the one that the users have, encoded once on the bridge.
    if (m_default.isEmpty())
        setDefault(who.broker);
    QString &last = m_lastOf[who.userId];
    const bool moved = !last.isEmpty() && last != who.broker;
    last = who.broker;
    return moved;
}

void BrokerLabels::relabel(const QString &userId, const std::optional<QString> &login)
{
    const auto known = m_lastOf.find(userId);
    if (known == m_lastOf.end() || !login)
        return;
    const QString &broker = *login;
    *known = broker;
    const int number = m_brokers.numberOf(broker.toStdString());
    int changed = 0;
    for (const auto &[id, session] : m_keeper.sessions()) {
        Identity &who = session->identity;
        if (who.userId != userId || who.brokerNumber == number)
            continue;
        if (who.broker == m_default)
            setDefault(broker);
        who.broker = broker;
        who.brokerNumber = number;
        ++changed;
    }
    if (changed > 0)
        spdlog::info("server: sessions of user {} have broker {} now: {}", userId.toStdString(), broker.toStdString(),
                     changed);
}

QStringList BrokerLabels::inUse() const
{
    std::set<QString> brokers;
    for (const auto &[id, session] : m_keeper.sessions()) {
        if (session->identity.known())
            brokers.insert(session->identity.broker);
    }
    return {brokers.begin(), brokers.end()};
}

void BrokerLabels::setDefault(const QString &broker)
{
    m_default = broker;
    m_mailbox.setDefaultBroker(broker.toStdString());
}

} // namespace tickgate

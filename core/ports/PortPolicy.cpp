#include "PortPolicy.h"

#include "core/ports/ListenerMatch.h"
#include "core/ports/PortText.h"

#include <algorithm>

namespace tickgate {

namespace {

QString nextPort(quint16 port)
{
    return port < 65535 ? QString::number(port + 1) : QString::number(port - 1);
}

/// The judgement of one port; a class only so that the steps share the facts and the verdict under way.
class Judge
{
public:
    explicit Judge(const PortFacts &facts)
        : m_facts(facts)
    {
        m_verdict.port = facts.port;
        m_verdict.address = facts.address;
        m_verdict.lingering = facts.lingering;
        m_verdict.secondsToGo = facts.secondsToGo;
        for (const ListenerFacts &listener : facts.listeners) {
            if (covers(listener, facts))
                m_conflicts.push_back(&listener);
            else if (besides(listener, facts))
                m_besides.push_back(&listener);
        }
    }

    PortVerdict verdict()
    {
        if (m_facts.asListener == BindOutcome::NotNumeric || m_facts.asListener == BindOutcome::NoSuchAddress ||
            m_facts.asListener == BindOutcome::NoSuchFamily) {
            judgeBadAddress();
        } else if (std::any_of(m_conflicts.begin(), m_conflicts.end(), [](const auto *l) { return isOurs(*l); })) {
            judgeOurs();
        } else if (!m_conflicts.empty()) {
            m_verdict.holders = holdersOf(m_conflicts);
            m_verdict.blocksStart = true;
            judgeForeign(*m_conflicts.front());
        } else {
            judgeUnlistened();
        }
        return m_verdict;
    }

private:
    void set(PortVerdictKind kind, const QString &text, const QString &remedy, PortAction action)
    {
        m_verdict.kind = kind;
        m_verdict.text = text;
        m_verdict.remedy = remedy;
        m_verdict.action = action;
    }

    QString where() const { return endpointText(m_facts.address, m_facts.port); }

    void judgeBadAddress()
    {
        m_verdict.blocksStart = true;
        const QString given = m_facts.given.isEmpty() ? m_facts.address : m_facts.given;
        const QString remedy = QStringLiteral("In the settings enter 127.0.0.1, which is right for programs on this "
                                              "computer, or another numeric address this computer has.");
        QString text;
        if (m_facts.asListener == BindOutcome::NotNumeric)
            text = QStringLiteral("\"%1\" is not a numeric address.").arg(given);
        else if (m_facts.asListener == BindOutcome::NoSuchFamily)
            text = QStringLiteral("This computer has no %1, so nothing can listen on %2.")
                       .arg(isV6(m_facts.address) ? QStringLiteral("IPv6") : QStringLiteral("IPv4"), given);
        else
            text = QStringLiteral("This computer does not have the address %1.").arg(given);
        set(PortVerdictKind::BadAddress, text, remedy, PortAction::EditSettings);
    }

    void judgeOurs()
    {
        std::vector<const ListenerFacts *> shown = m_conflicts;
        std::vector<const ListenerFacts *> foreign;
        QStringList ours{where()};
        for (const auto *listener : m_conflicts) {
            if (!isOurs(*listener))
                foreign.push_back(listener);
        }
        for (const auto *listener : m_besides) {
            shown.push_back(listener);
            if (isOurs(*listener))
                ours.append(endpointText(listener->address, m_facts.port));
            else
                foreign.push_back(listener);
        }
        m_verdict.holders = holdersOf(shown);
        if (foreign.empty()) {
            set(PortVerdictKind::Ours,
                QStringLiteral("Tickgate itself is listening on %1.").arg(ours.join(QStringLiteral(" and "))),
                QStringLiteral("Nothing to do: clients can connect."), PortAction::None);
            return;
        }
        const PortHolder twin = holdersOf(foreign).front();
        set(PortVerdictKind::TwinListener,
            QStringLiteral("Besides Tickgate, %1 also listens on %2%3. Clients are split between the two without "
                           "anybody noticing.%4")
                .arg(holderLabel(twin), endpointText(twin.address, m_facts.port), startedText(twin), commandText(twin)),
            QStringLiteral("Close %1, or end it with Force-Release; Tickgate keeps running.").arg(holderLabel(twin)),
            PortAction::Release);
    }

    void judgeForeign(const ListenerFacts &listener)
    {
        if (listener.holders.empty()) {
            judgeUnnamed(listener);
            return;
        }
        // The first that can be judged speaks for all: they share the socket.
        const HolderFacts &facts = listener.holders.front();
        const QString who = holderLabel(facts.holder);
        const QString tail = startedText(facts.holder) + u'.' + commandText(facts.holder);
        const QString held = QStringLiteral("Port %1 is held by %2").arg(m_facts.port).arg(who);
        if (facts.vanished) {
            judgeVanished(facts);
        } else if (facts.holder.pid <= 4) {
            set(PortVerdictKind::SystemReserved,
                QStringLiteral("Port %1 is held by the operating system itself (%2).").arg(m_facts.port).arg(who),
                QStringLiteral("Use another port, for instance %1, and set it in the clients too.")
                    .arg(nextPort(m_facts.port)),
                PortAction::UseNextPort);
        } else if (facts.relay != RelayKind::None) {
            set(PortVerdictKind::OtherProcess,
                held + QStringLiteral(", which passes the port on for a program that runs elsewhere") + tail,
                relayAdvice(facts, m_facts.port), PortAction::AskOwner);
        } else if (!facts.mayEnd) {
            judgeOtherUser(facts.holder, held, tail, facts.openAlgo != OpenAlgoRole::None);
        } else if (facts.tickgate) {
            set(PortVerdictKind::OurOrphan,
                QStringLiteral("An earlier Tickgate (pid %1) still holds port %2%3")
                    .arg(facts.holder.pid)
                    .arg(m_facts.port)
                    .arg(tail),
                QStringLiteral("End it with Force-Release: it is asked to stop cleanly first. Then press Start."),
                PortAction::Release);
        } else if (facts.openAlgo != OpenAlgoRole::None) {
            judgeOpenAlgo(facts, tail);
        } else if (isWildcard(listener.address) && !isWildcard(m_facts.address)) {
            judgeWildcard(listener, facts, tail);
        } else {
            set(PortVerdictKind::OtherProcess,
                held + QStringLiteral(" of user %1, listening on %2").arg(facts.holder.user, listener.address) + tail,
                QStringLiteral("Close that program, or end it with Force-Release, then press Start."),
                PortAction::Release);
        }
    }

    void judgeOpenAlgo(const HolderFacts &facts, const QString &tail)
    {
        if (facts.openAlgo == OpenAlgoRole::WholeApp) {
            set(PortVerdictKind::OpenAlgoProxy,
                QStringLiteral("Port %1 is held by OpenAlgo: its Python proxy runs inside OpenAlgo itself (%2)%3")
                    .arg(m_facts.port)
                    .arg(holderLabel(facts.holder), tail),
                QStringLiteral("Put APP_MODE=standalone into OpenAlgo's .env and restart OpenAlgo: it then leaves the "
                               "port to Tickgate. Force-Release frees it at once, but ends all of OpenAlgo, orders and "
                               "strategies included."),
                PortAction::Release);
            return;
        }
        set(PortVerdictKind::OpenAlgoProxy,
            QStringLiteral("Port %1 is held by OpenAlgo's Python proxy (%2)%3")
                .arg(m_facts.port)
                .arg(holderLabel(facts.holder), tail),
            QStringLiteral("End it with Force-Release: Tickgate takes its place, and OpenAlgo itself keeps running. "
                           "Then press Start."),
            PortAction::Release);
    }

    void judgeOtherUser(const PortHolder &holder, const QString &held, const QString &tail, bool openAlgo)
    {
        const QString user = holder.user.isEmpty() ? QStringLiteral("another user") : holder.user;
        set(PortVerdictKind::OtherUser,
            held +
                QStringLiteral(", which belongs to %1%2")
                    .arg(user, openAlgo ? QStringLiteral(" and is OpenAlgo's") : QString()) +
                tail,
            QStringLiteral("Only %1 or an administrator can end it: ask them to close it, or use port %2 and set it in "
                           "the clients too.")
                .arg(user, nextPort(m_facts.port)),
            PortAction::AskOwner);
    }

    void judgeUnnamed(const ListenerFacts &listener)
    {
        if (listener.hiddenOwner) {
            PortHolder holder;
            holder.user = listener.user;
            judgeOtherUser(holder,
                           QStringLiteral("Port %1 is held by %2").arg(m_facts.port).arg(QStringLiteral("a program")),
                           QStringLiteral("; the system does not show us which."), false);
            return;
        }
        set(PortVerdictKind::HeldByVanishedOwner,
            QStringLiteral("Something listens on %1, but the system names no process for it. Most often it runs in a "
                           "container or a sandbox.")
                .arg(endpointText(listener.address, m_facts.port)),
            QStringLiteral("Stop the container or virtual machine that publishes port %1; if there is none, sign out "
                           "and in again, or use port %2 and set it in the clients too.")
                .arg(QString::number(m_facts.port), nextPort(m_facts.port)),
            PortAction::WaitAndRetry);
    }

    void judgeVanished(const HolderFacts &facts)
    {
        QStringList heirs;
        for (const PortHolder &heir : facts.heirs)
            heirs.append(holderLabel(heir));
        const QString text =
            QStringLiteral("Port %1 was opened by a process that has ended (pid %2), and is still held")
                .arg(m_facts.port)
                .arg(facts.holder.pid);
        if (heirs.isEmpty()) {
            set(PortVerdictKind::HeldByVanishedOwner, text + u'.',
                QStringLiteral("Wait a minute and try again; if it stays, restart the computer, or use port %1 and set "
                               "it in the clients too.")
                    .arg(nextPort(m_facts.port)),
                PortAction::WaitAndRetry);
            return;
        }
        const QString names = heirs.join(QStringLiteral(", "));
        set(PortVerdictKind::HeldByVanishedOwner, text + QStringLiteral(" by what it started: %1.").arg(names),
            QStringLiteral("Close %1, then try again.").arg(names), PortAction::WaitAndRetry);
    }

    void judgeWildcard(const ListenerFacts &listener, const HolderFacts &facts, const QString &tail)
    {
        set(PortVerdictKind::WrongFamily,
            QStringLiteral("%1 listens on %2, that is on every address of this computer, %3 included%4")
                .arg(holderLabel(facts.holder), endpointText(listener.address, m_facts.port), m_facts.address, tail),
            QStringLiteral("Close that program, or end it with Force-Release, then press Start."), PortAction::Release);
    }

    void judgeUnlistened()
    {
        switch (m_facts.asListener) {
        case BindOutcome::NoRights:
            judgeReserved();
            return;
        case BindOutcome::InUse:
            m_verdict.blocksStart = true;
            if (m_facts.lingering > 0)
                judgeLingering();
            else
                set(PortVerdictKind::HeldByVanishedOwner,
                    QStringLiteral("%1 is taken, but the system shows nobody who holds it.").arg(where()),
                    QStringLiteral("Wait a minute and try again; if it stays, use port %1 and set it in the clients "
                                   "too, or restart the computer.")
                        .arg(nextPort(m_facts.port)),
                    PortAction::WaitAndRetry);
            return;
        case BindOutcome::Ok:
            break;
        default:
            m_verdict.blocksStart = true;
            set(PortVerdictKind::SystemReserved,
                QStringLiteral("The system refuses %1: %2.").arg(where(), m_facts.bindError),
                QStringLiteral("Use another port, for instance %1, and set it in the clients too.")
                    .arg(nextPort(m_facts.port)),
                PortAction::UseNextPort);
            return;
        }
        if (!m_besides.empty() && !isOurs(*m_besides.front()))
            judgeBesides();
        else if (m_facts.strict == BindOutcome::InUse && m_facts.lingering > 0)
            judgeLingering();
        else
            set(PortVerdictKind::Free, QStringLiteral("%1 is free.").arg(where()), QStringLiteral("Press Start."),
                PortAction::Start);
    }

    void judgeReserved()
    {
        m_verdict.blocksStart = true;
        if (m_facts.port < 1024) {
            set(PortVerdictKind::SystemReserved,
                QStringLiteral("Port %1 is below 1024: only an administrator may listen there.").arg(m_facts.port),
                QStringLiteral("Choose a port from 1024 up in the settings; 8765 is what clients expect."),
                PortAction::EditSettings);
            return;
        }
        set(PortVerdictKind::SystemReserved,
            QStringLiteral("The system has reserved port %1: nobody listens there, yet it may not be used.")
                .arg(m_facts.port),
            QStringLiteral("Use port %1 and set it in the clients too. On Windows, ranges are reserved by Hyper-V, WSL "
                           "and Docker (netsh int ipv4 show excludedportrange tcp lists them).")
                .arg(nextPort(m_facts.port)),
            PortAction::UseNextPort);
    }

    void judgeLingering()
    {
        for (const HolderFacts &facts : m_facts.connectionHolders)
            m_verdict.holders.push_back(facts.holder);
        const QString count = m_facts.lingering == 1 ? QStringLiteral("1 connection")
                                                     : QStringLiteral("%1 connections").arg(m_facts.lingering);
        QString text = QStringLiteral("Nobody listens on port %1 any more, but %2 of an earlier server %3 left over")
                           .arg(m_facts.port)
                           .arg(count, m_facts.lingering == 1 ? QStringLiteral("is") : QStringLiteral("are"));
        if (!m_verdict.holders.empty())
            text += QStringLiteral(", held by %1").arg(holderLabel(m_verdict.holders.front()));
        if (m_facts.secondsToGo > 0)
            text += QStringLiteral("; the system drops the last in %1 s").arg(m_facts.secondsToGo);
        text += u'.';
        if (!m_verdict.blocksStart)
            set(PortVerdictKind::Lingering, text, QStringLiteral("Press Start: Tickgate can listen all the same."),
                PortAction::Start);
        else
            set(PortVerdictKind::Lingering, text,
                QStringLiteral("Wait and try again: the port frees itself%1.")
                    .arg(m_facts.secondsToGo > 0 ? QStringLiteral(" in %1 s").arg(m_facts.secondsToGo)
                                                 : QStringLiteral(" within a minute or two")),
                PortAction::WaitAndRetry);
    }

    void judgeBesides()
    {
        m_verdict.holders = holdersOf(m_besides);
        const PortHolder &other = m_verdict.holders.front();
        const QString who = holderLabel(other);
        set(PortVerdictKind::WrongFamily,
            QStringLiteral("%1 is free, but %2 listens on %3%4: programs that connect to \"localhost\" may reach it "
                           "instead of Tickgate.%5")
                .arg(where(), who, endpointText(other.address, m_facts.port), startedText(other), commandText(other)),
            QStringLiteral("Close %1, or end it with Force-Release; or start anyway and let clients use %2.")
                .arg(who, m_facts.address),
            PortAction::Release);
    }

    const PortFacts &m_facts;
    PortVerdict m_verdict;
    std::vector<const ListenerFacts *> m_conflicts; // take the very connections we want
    std::vector<const ListenerFacts *> m_besides;   // loopback listeners of the other family
};

} // namespace

PortVerdict judgePort(const PortFacts &facts)
{
    return Judge(facts).verdict();
}

} // namespace tickgate

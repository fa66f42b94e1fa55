#include "Listeners.h"

#include "core/config/ProxyConfig.h"
#include "core/ports/PortText.h"
#include "core/server/Acceptor.h"

#include <QTcpSocket>

#include <spdlog/spdlog.h>

#include <algorithm>

namespace tickgate {

QStringList listenAddresses(const ProxyConfig &config)
{
    const QString v4 = QStringLiteral("127.0.0.1");
    const QString v6 = QStringLiteral("::1");
    QStringList addresses{config.webSocketHost};
    if (config.dualLoopback && config.webSocketHost == v4)
        addresses.append(v6);
    else if (config.dualLoopback && config.webSocketHost == v6)
        addresses.append(v4);
    return addresses;
}

Listeners::Listeners(QObject *parent)
    : QObject(parent)
{}

Listeners::~Listeners() = default;

Listeners::Opened Listeners::open(const QStringList &addresses, quint16 port, bool reusePort)
{
    Opened opened;
    opened.port = port;
    if (reusePort && port != 0) {
        // Two live listeners would split the clients between them: only addresses that nobody serves are shared.
        for (const QString &address : addresses) {
            const os::ListenResult alone = os::openListener(address.toStdString(), port, os::Reuse::Address);
            os::closeSocket(alone.socket);
            opened.error = alone.error;
            if (!alone.ok() && (address == addresses.first() || os::bindFailure(alone.error) == os::BindFailure::InUse))
                return opened;
        }
        opened.error = 0;
    }
    for (const QString &address : addresses) {
        const bool isFirst = m_listeners.empty();
        Listener listener;
        listener.address = address;
        const os::ListenResult result = os::openListener(address.toStdString(), opened.port,
                                                         reusePort ? os::Reuse::AddressAndPort : os::Reuse::Address);
        if (result.ok()) {
            opened.port = result.port;
            listener.acceptor = new Acceptor(result.socket, this);
            listener.wasOpened = true;
            connect(listener.acceptor, &Acceptor::accepted, this, &Listeners::accepted);
        } else {
            listener.error = QString::fromStdString(os::errorText(result.error));
            explain(listener, opened.port, result.error);
        }
        if (listener.acceptor == nullptr && isFirst) {
            opened.error = result.error;
            opened.errorText = listener.error;
            return opened;
        }
        if (listener.acceptor == nullptr)
            spdlog::log(listener.absent ? spdlog::level::info : spdlog::level::warn, "server: not listening on {}: {}",
                        address.toStdString(), listener.error.toStdString());
        m_listeners.push_back(listener);
    }
    m_port = opened.port;
    return opened;
}

/// Why one address beside the first is not served, and what that means.
void Listeners::explain(Listener &listener, quint16 port, int error)
{
    switch (os::bindFailure(error)) {
    case os::BindFailure::InUse:
        listener.error = QStringLiteral("Another program listens on %1: programs that connect to \"localhost\" may "
                                        "reach it instead of Tickgate.")
                             .arg(endpointText(listener.address, port));
        break;
    case os::BindFailure::NoSuchAddress:
    case os::BindFailure::NoSuchFamily:
        listener.absent = true;
        listener.error =
            QStringLiteral("This computer has no %1, so no program can look for Tickgate there.").arg(listener.address);
        break;
    case os::BindFailure::NoRights:
    case os::BindFailure::Other:
        listener.error =
            QStringLiteral("The system refuses %1: %2.").arg(endpointText(listener.address, port), listener.error);
        break;
    }
}

void Listeners::close()
{
    for (Listener &listener : m_listeners) {
        if (listener.acceptor == nullptr)
            continue;
        listener.acceptor->close();
        listener.acceptor->deleteLater();
        listener.acceptor = nullptr;
        listener.error = QStringLiteral("closed");
    }
}

QStringList Listeners::stillHeld() const
{
    QStringList held;
    for (const Listener &listener : m_listeners) {
        if (!listener.wasOpened)
            continue;
        const int error = os::proveFree(listener.address.toStdString(), m_port);
        const os::BindFailure failure = os::bindFailure(error);
        if (error != 0 && failure != os::BindFailure::NoSuchAddress && failure != os::BindFailure::NoSuchFamily)
            held += endpointText(listener.address, m_port);
    }
    return held;
}

std::vector<ListenerSnapshot> Listeners::snapshot() const
{
    std::vector<ListenerSnapshot> result;
    for (const Listener &listener : m_listeners)
        result.push_back({listener.address, m_port, listener.acceptor != nullptr, listener.error, listener.absent});
    return result;
}

bool Listeners::isAlive() const
{
    return std::all_of(m_listeners.begin(), m_listeners.end(), [](const Listener &listener) {
        return listener.acceptor == nullptr || listener.acceptor->isAlive();
    });
}

#ifdef TICKGATE_FAULT_HOOKS
void Listeners::breakDescriptor()
{
    for (const Listener &listener : m_listeners) {
        if (listener.acceptor != nullptr) {
            os::closeSocket(listener.acceptor->socket());
            return;
        }
    }
}
#endif

} // namespace tickgate

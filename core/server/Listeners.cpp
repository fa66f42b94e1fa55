#include "Listeners.h"

#include "core/config/ProxyConfig.h"
#include "core/ports/PortText.h"

#include <QTcpServer>
#include <QTcpSocket>

#include <spdlog/spdlog.h>

namespace tickgate {

namespace {

/// A QTcpServer that hands each connection on at once instead of keeping it as pending.
class AcceptingServer : public QTcpServer
{
public:
    explicit AcceptingServer(Listeners &owner)
        : QTcpServer(&owner)
        , m_owner(owner)
    {}

protected:
    void incomingConnection(qintptr descriptor) override
    {
        auto *socket = new QTcpSocket;
        if (!socket->setSocketDescriptor(descriptor)) {
            delete socket;
            os::closeSocket(static_cast<os::SocketHandle>(descriptor));
            return;
        }
        // Linger 0 from the start: however a session ends, also by a crash, its close leaves nothing in TIME_WAIT.
        os::setLingerZero(static_cast<os::SocketHandle>(descriptor));
        os::setNoDelay(static_cast<os::SocketHandle>(descriptor));
        Q_EMIT m_owner.accepted(socket);
    }

private:
    Listeners &m_owner;
};

} // namespace

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
    for (const QString &address : addresses) {
        const bool isFirst = m_listeners.empty();
        Listener listener;
        listener.address = address;
        const os::ListenResult result = os::openListener(address.toStdString(), opened.port,
                                                         reusePort ? os::Reuse::AddressAndPort : os::Reuse::Address);
        if (result.ok()) {
            auto server = std::make_unique<AcceptingServer>(*this);
            if (server->setSocketDescriptor(static_cast<qintptr>(result.socket))) {
                opened.port = result.port;
                listener.server = server.release();
            } else {
                listener.error = server->errorString();
                os::closeSocket(result.socket);
            }
        } else {
            listener.error = QString::fromStdString(os::errorText(result.error));
            explain(listener, opened.port, result.error);
        }
        if (listener.server == nullptr && isFirst) {
            opened.error = result.error != 0 ? result.error : -1;
            opened.errorText = listener.error;
            return opened;
        }
        if (listener.server == nullptr)
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
        if (listener.server == nullptr)
            continue;
        listener.server->close();
        listener.server->deleteLater();
        listener.server = nullptr;
        listener.error = QStringLiteral("closed");
    }
}

bool Listeners::proveFree() const
{
    for (const Listener &listener : m_listeners) {
        const int error = os::proveFree(listener.address.toStdString(), m_port);
        const os::BindFailure failure = os::bindFailure(error);
        if (error != 0 && failure != os::BindFailure::NoSuchAddress && failure != os::BindFailure::NoSuchFamily) {
            spdlog::warn("server: port {} on {} is not free after the stop: {}", m_port, listener.address.toStdString(),
                         os::errorText(error));
            return false;
        }
    }
    return true;
}

std::vector<ListenerSnapshot> Listeners::snapshot() const
{
    std::vector<ListenerSnapshot> result;
    for (const Listener &listener : m_listeners)
        result.push_back({listener.address, m_port, listener.server != nullptr, listener.error, listener.absent});
    return result;
}

bool Listeners::isAlive() const
{
    for (const Listener &listener : m_listeners) {
        if (listener.server == nullptr)
            continue;
        if (os::boundPort(static_cast<os::SocketHandle>(listener.server->socketDescriptor())) != m_port)
            return false;
    }
    return true;
}

#ifdef TICKGATE_FAULT_HOOKS
void Listeners::breakDescriptor()
{
    for (const Listener &listener : m_listeners) {
        if (listener.server != nullptr) {
            os::closeSocket(static_cast<os::SocketHandle>(listener.server->socketDescriptor()));
            return;
        }
    }
}
#endif

} // namespace tickgate

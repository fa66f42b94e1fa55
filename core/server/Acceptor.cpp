#include "Acceptor.h"

#include "core/server/ClientSocket.h"

#include <QPointer>

#include <spdlog/spdlog.h>

namespace tickgate {

namespace {

/// Soon for those who wait, seldom enough not to spin.
constexpr std::chrono::milliseconds kRest{100};

} // namespace

Acceptor::Acceptor(os::SocketHandle socket, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_port(os::listeningPort(socket))
    , m_notifier(static_cast<qintptr>(socket), QSocketNotifier::Read)
{
    m_rest.setSingleShot(true);
    connect(&m_notifier, &QSocketNotifier::activated, this, &Acceptor::acceptAll);
    connect(&m_rest, &QTimer::timeout, this, [this] {
        m_notifier.setEnabled(true);
        acceptAll();
    });
}

Acceptor::~Acceptor()
{
    close();
}

bool Acceptor::isAlive() const
{
    return m_port != 0 && os::listeningPort(m_socket) == m_port;
}

void Acceptor::close()
{
    m_rest.stop();
    m_notifier.setEnabled(false);
    // What was closed behind our back may be another's descriptor by now, ZeroMQ's say, which ends the process over it.
    if (isAlive())
        os::closeSocket(m_socket);
    m_socket = os::kNoSocket;
}

void Acceptor::acceptAll()
{
    const QPointer<Acceptor> self(this);
    // The receiver may close this one, or destroy it.
    while (self && m_socket != os::kNoSocket) {
        const os::AcceptResult result = os::acceptConnection(m_socket);
        if (result.error != 0)
            rest(result.error);
        if (result.socket == os::kNoSocket)
            return;
        handOn(result.socket);
    }
}

void Acceptor::handOn(os::SocketHandle connection)
{
    auto *socket = new ClientSocket;
    if (!socket->setSocketDescriptor(static_cast<qintptr>(connection))) {
        delete socket;
        os::closeSocket(connection);
        return;
    }
    // Linger 0 from the start: however a session ends, also by a crash, its close leaves nothing in TIME_WAIT.
    os::setLingerZero(connection);
    os::setNoDelay(connection);
    Q_EMIT accepted(socket);
}

void Acceptor::rest(int error)
{
    m_notifier.setEnabled(false);
    m_rest.start(kRest);
    m_log.warn([error] {
        return fmt::format("server: connections cannot be accepted ({}); it is tried again until it works. Where too "
                           "many files are open, close some clients or raise the limit (ulimit -n).",
                           os::errorText(error));
    });
    Q_EMIT acceptFailed(error);
}

} // namespace tickgate

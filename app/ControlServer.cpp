#include "ControlServer.h"

#include "app/PeerUser.h"
#include "app/ProgramVersion.h"

#include <spdlog/spdlog.h>

namespace tickgate {

namespace {

constexpr std::chrono::seconds kRequestDeadline{5};
constexpr std::chrono::seconds kReadDeadline{10};
constexpr std::chrono::seconds kCheckEvery{1};
constexpr int kMostPeers = 32;
/// A stream's reader that is this far behind gets no more until it has read.
constexpr qint64 kStreamBudget = qint64{1024} * 1024;

} // namespace

ControlPeer::ControlPeer(QLocalSocket *socket, QObject *parent)
    : QObject(parent)
    , m_socket(socket)
    , m_reader(kLargestRequest)
{
    m_socket->setParent(this);
    m_deadline.setSingleShot(true);
    connect(&m_deadline, &QTimer::timeout, this, [this] {
        if (m_finished) // it does not read its answer
            m_socket->abort();
        finish({ExitCode::Usage, QStringLiteral("No complete request came in time."), {}, false});
    });
    connect(m_socket, &QLocalSocket::readyRead, this, &ControlPeer::readMore);
    connect(m_socket, &QLocalSocket::disconnected, this, [this] {
        Q_EMIT gone();
        deleteLater();
    });
    m_deadline.start(kRequestDeadline);
    // What came before the connection was noticed has no signal of its own.
    QTimer::singleShot(0, this, &ControlPeer::readMore);
}

void ControlPeer::readMore()
{
    const QByteArray bytes = m_socket->readAll();
    if (m_requested || m_finished || bytes.isEmpty())
        return;
    m_reader.feed(bytes);
    QJsonObject request;
    switch (m_reader.next(request)) {
    case ControlFrameReader::Result::Incomplete:
        return;
    case ControlFrameReader::Result::Malformed:
        finish({ExitCode::Usage, QStringLiteral("The request could not be understood."), {}, false});
        return;
    case ControlFrameReader::Result::OtherVersion:
        finish({ExitCode::Failed,
                QStringLiteral("The running Tickgate is %1 and does not understand this version's request; use its own "
                               "program, or quit it and start this one.")
                    .arg(reportedVersion()),
                {},
                false});
        return;
    case ControlFrameReader::Result::Message:
        m_requested = true;
        m_deadline.stop();
        Q_EMIT requested(request.value(QLatin1String("verb")).toString(),
                         request.value(QLatin1String("arguments")).toObject());
    }
}

void ControlPeer::finish(const ControlReply &reply)
{
    if (m_finished)
        return;
    m_finished = true;
    m_deadline.start(kReadDeadline);
    m_socket->write(controlFrame(reply.toJson()));
    m_socket->flush();
    m_socket->disconnectFromServer(); // writes what is left first
}

bool ControlPeer::sendItem(const QJsonObject &item)
{
    if (m_finished || m_socket->bytesToWrite() > kStreamBudget)
        return false;
    m_socket->write(controlFrame({{QStringLiteral("item"), item}}));
    m_socket->flush();
    return true;
}

ControlServer::ControlServer(ControlHandler &handler, QObject *parent)
    : QObject(parent)
    , m_handler(handler)
{
    connect(&m_check, &QTimer::timeout, this, &ControlServer::listenAgain);
}

ControlServer::~ControlServer() = default;

QString ControlServer::listen(const QString &socketName)
{
    m_socketName = socketName;
    m_check.start(kCheckEvery);
    return open();
}

QString ControlServer::open()
{
    m_server = std::make_unique<QLocalServer>();
    m_server->setSocketOptions(QLocalServer::UserAccessOption);
    connect(m_server.get(), &QLocalServer::newConnection, this, &ControlServer::admit);
    QLocalServer::removeServer(m_socketName);
    if (m_server->listen(m_socketName))
        return {};
    const QString problem = m_server->errorString();
    m_server.reset();
    return QStringLiteral("The control socket %1 cannot be opened: %2. Commands such as tickgate status will find no "
                          "running instance.")
        .arg(m_socketName, problem);
}

/// When a caller cannot be accepted, mostly for too many open files, QLocalServer closes itself without a signal and
/// still says that it listens: only its error text tells.
void ControlServer::listenAgain()
{
    if (m_server && m_server->isListening() && m_server->errorString().isEmpty())
        return;
    if (m_server)
        spdlog::warn("control: the control socket was lost ({}); it is opened again as soon as that works",
                     m_server->errorString().toStdString());
    if (open().isEmpty())
        spdlog::info("control: listening again");
}

void ControlServer::admit()
{
    while (QLocalSocket *socket = m_server->nextPendingConnection()) {
        if (!peerIsSameUser(socket->socketDescriptor())) {
            spdlog::warn("control: refused a caller of another user");
            socket->abort();
            socket->deleteLater();
            continue;
        }
        if (m_peers >= kMostPeers) {
            spdlog::warn("control: refused a caller, {} are connected already", m_peers);
            socket->abort();
            socket->deleteLater();
            continue;
        }
        auto *peer = new ControlPeer(socket, this);
        ++m_peers;
        connect(peer, &ControlPeer::gone, this, [this] { --m_peers; });
        connect(peer, &ControlPeer::requested, this, [this, peer](const QString &verb, const QJsonObject &arguments) {
            spdlog::debug("control: {}", verb.toStdString());
            m_handler.handle(verb, arguments, *peer);
        });
    }
}

} // namespace tickgate

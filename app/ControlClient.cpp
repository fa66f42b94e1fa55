#include "ControlClient.h"

#include <QDeadlineTimer>

namespace tickgate {

bool ControlClient::connectTo(const QString &socketName, std::chrono::milliseconds timeout)
{
    m_socketName = socketName;
    m_socket.abort();
    m_socket.connectToServer(socketName);
    return m_socket.waitForConnected(static_cast<int>(timeout.count()));
}

ControlReply ControlClient::ask(const QString &verb, const QJsonObject &arguments, std::chrono::milliseconds timeout,
                                const std::function<void(const QJsonObject &)> &onItem)
{
    ControlReply reply = askIn(controlVersion(), verb, arguments, timeout, onItem);
    if (!reply.otherVersion || !isInEveryVersion(verb) || !connectTo(m_socketName, timeout))
        return reply;
    return askIn(*reply.otherVersion, verb, arguments, timeout, onItem);
}

ControlReply ControlClient::askIn(quint8 version, const QString &verb, const QJsonObject &arguments,
                                  std::chrono::milliseconds timeout,
                                  const std::function<void(const QJsonObject &)> &onItem)
{
    m_socket.write(controlFrame({{QStringLiteral("verb"), verb}, {QStringLiteral("arguments"), arguments}}, version));
    m_socket.flush();
    ControlFrameReader reader(kLargestAnswer, version);
    QDeadlineTimer deadline(timeout);
    for (;;) {
        QJsonObject message;
        switch (reader.next(message)) {
        case ControlFrameReader::Result::Message:
            if (message.contains(QLatin1String("exit")))
                return ControlReply::fromJson(message);
            if (onItem)
                onItem(message.value(QLatin1String("item")).toObject());
            deadline = QDeadlineTimer(timeout);
            continue;
        case ControlFrameReader::Result::Malformed:
            return {ExitCode::Failed, QStringLiteral("The running Tickgate gave an answer that makes no sense."), {}};
        case ControlFrameReader::Result::OtherVersion:
            return {ExitCode::Failed,
                    QStringLiteral("The running Tickgate is of another version and answers this only to its own "
                                   "program; use that one, or quit it with tickgate quit and start this one."),
                    {},
                    false,
                    reader.otherVersion()};
        case ControlFrameReader::Result::Incomplete:
            break;
        }
        const bool more =
            m_socket.bytesAvailable() > 0 || m_socket.waitForReadyRead(static_cast<int>(deadline.remainingTime()));
        const QByteArray bytes = m_socket.readAll();
        if (!bytes.isEmpty()) {
            reader.feed(bytes);
            continue;
        }
        if (m_socket.state() != QLocalSocket::ConnectedState)
            return {ExitCode::Failed, QStringLiteral("The running Tickgate ended before it answered."), {}, true};
        if (!more && deadline.hasExpired())
            return {ExitCode::Failed, QStringLiteral("The running Tickgate did not answer in time."), {}};
    }
}

} // namespace tickgate

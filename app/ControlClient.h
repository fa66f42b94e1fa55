#pragma once

#include "app/ControlFrame.h"

#include <QLocalSocket>
#include <QString>

#include <chrono>
#include <functional>

namespace tickgate {

/// Asks a running instance, for a process that has nothing else to do meanwhile: every call blocks. One request per
/// object. Belongs to the thread that made it.
class ControlClient
{
public:
    /// False when nobody listens there.
    [[nodiscard]] bool connectTo(const QString &socketName, std::chrono::milliseconds timeout);

    /// Sends the request and waits for the final answer; items of a stream go to onItem as they come, each one starting
    /// the wait afresh. A connection that ends without an answer is a failed reply. Should the other side speak another
    /// version, a verb that is the same in every version is asked once more in that one.
    [[nodiscard]] ControlReply ask(const QString &verb, const QJsonObject &arguments, std::chrono::milliseconds timeout,
                                   const std::function<void(const QJsonObject &)> &onItem = {});

private:
    [[nodiscard]] ControlReply askIn(quint8 version, const QString &verb, const QJsonObject &arguments,
                                     std::chrono::milliseconds timeout,
                                     const std::function<void(const QJsonObject &)> &onItem);

    QString m_socketName;
    QLocalSocket m_socket;
};

} // namespace tickgate

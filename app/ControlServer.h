#pragma once

#include "app/ControlFrame.h"

#include <QLocalServer>
#include <QLocalSocket>
#include <QObject>
#include <QTimer>

#include <memory>

namespace tickgate {

/// One caller of the control socket, from its request to its answer. Made by ControlServer, owned by it, gone when the
/// connection is: use it as the context object of whatever answers later.
class ControlPeer : public QObject
{
    Q_OBJECT

public:
    ControlPeer(QLocalSocket *socket, QObject *parent);

    /// The final answer; the connection closes once it is written. Later calls do nothing.
    void finish(const ControlReply &reply);
    /// One item of a stream. False when the caller does not read fast enough and the item was dropped.
    bool sendItem(const QJsonObject &item);

Q_SIGNALS:
    void requested(const QString &verb, const QJsonObject &arguments);
    void gone();

private:
    void readMore();

    QLocalSocket *m_socket;
    ControlFrameReader m_reader;
    QTimer m_deadline;
    bool m_requested = false;
    bool m_finished = false;
};

/// What the verbs do; implemented by whoever has the service. Called on the control server's thread.
class ControlHandler
{
public:
    virtual ~ControlHandler() = default;

    /// Must call peer.finish() at once or later, unless the peer goes first.
    virtual void handle(const QString &verb, const QJsonObject &arguments, ControlPeer &peer) = 0;
};

/// The running instance's ear: a local socket that admits only the same user, takes one request per connection and
/// hands it to the handler. Main thread; owned by the composition root; the handler must outlive it.
class ControlServer : public QObject
{
    Q_OBJECT

public:
    explicit ControlServer(ControlHandler &handler, QObject *parent = nullptr);
    ~ControlServer() override;

    /// Call only as the holder of the instance lock: a socket of that name is then a leftover and is taken away.
    /// Empty when listening, else what went wrong; it is tried again every second then, and whenever the socket was
    /// lost.
    [[nodiscard]] QString listen(const QString &socketName);

private:
    [[nodiscard]] QString open();
    void listenAgain();
    void admit();

    ControlHandler &m_handler;
    QString m_socketName;
    std::unique_ptr<QLocalServer> m_server; ///< one for each opening, nullptr when it failed
    QTimer m_check;
    int m_peers = 0;
};

} // namespace tickgate

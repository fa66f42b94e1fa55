#pragma once

#include "core/feed/AdapterHostScript.h"
#include "core/feed/ChildGuard.h"
#include "core/feed/HostLog.h"
#include "core/feed/JsonLines.h"
#include "core/metrics/Snapshot.h"

#include <QJsonObject>
#include <QObject>
#include <QProcessEnvironment>
#include <QString>
#include <QTimer>

#include <chrono>
#include <memory>
#include <optional>

class QProcess;

namespace tickgate {

/// What to run and where.
struct AdapterHostSetup
{
    QString python; ///< OpenAlgo's own interpreter
    std::shared_ptr<const AdapterHostScript> script;
    QString folder; ///< OpenAlgo's
    QProcessEnvironment environment = QProcessEnvironment::systemEnvironment();
};

/// The patience of AdapterHost; tests have less.
struct AdapterHostTimes
{
    std::chrono::milliseconds readyWithin = std::chrono::seconds(60); ///< importing every broker takes a while
    std::chrono::milliseconds pingEvery = std::chrono::seconds(10);
    std::chrono::milliseconds pongWithin = std::chrono::seconds(20);
    std::chrono::milliseconds leaveWithin = std::chrono::seconds(5);     ///< after the end of stdin
    std::chrono::milliseconds terminateWithin = std::chrono::seconds(1); ///< then it is killed
    std::chrono::milliseconds firstPause = std::chrono::seconds(1);      ///< before starting again; doubles
    std::chrono::milliseconds longestPause = std::chrono::seconds(60);
    std::chrono::milliseconds healthyAfter = std::chrono::minutes(5); ///< the pauses begin anew
};

/// The process that runs OpenAlgo's broker adapters: started, watched, started again after an unexpected end with
/// growing pauses, and ended politely, firmly, by force. Speaks its JSON lines, knows nothing of users or symbols.
/// Lives on the hub thread, never blocks it; owned by the AdapterFeed.
class AdapterHost : public QObject
{
    Q_OBJECT

public:
    enum class State
    {
        Stopped,
        Starting,
        Ready,
        Waiting, ///< ended unexpectedly, starts again after a pause
        Stopping
    };

    AdapterHost(AdapterHostSetup setup, AdapterHostTimes times, QObject *parent = nullptr);
    /// Ends a process that still runs at once; stop() is the polite way.
    ~AdapterHost() override;

    /// Before start(); adds to what the setup has.
    void setEnvironment(const QString &name, const QString &value);
    void start();
    /// Emits stopped() exactly once, possibly before returning.
    void stop();
    /// In the course of a stop(): ends it by force at once.
    void hurry();
    /// Ends it by force because it does not do its work; it starts again after a pause.
    void giveUp(const QString &reason);

    /// Sends a request under a new id; 0 unless Ready.
    quint64 request(QJsonObject request);

    [[nodiscard]] State state() const;
    /// Why it ended last, unexpectedly.
    [[nodiscard]] const QString &reason() const;
    /// Fills in everything about the process.
    void describe(FeedSnapshot &snapshot) const;

Q_SIGNALS:
    /// Every request of before is forgotten when the state leaves Ready.
    void stateChanged(tickgate::AdapterHost::State state);
    void replied(quint64 id, const QJsonObject &reply);
    void eventReceived(const QJsonObject &event);
    void stopped();

private:
    void setState(State state);
    void launch();
    void readOutput();
    void take(const QJsonObject &object);
    void ping();
    void write(const QJsonObject &object);
    void processEnded(const QString &reason);
    void climbLadder();
    [[nodiscard]] QString wordedEnd(int exitCode, bool crashed) const;

    AdapterHostSetup m_setup;
    const AdapterHostTimes m_times;
    ChildGuard m_guard;
    std::unique_ptr<QProcess> m_process;
    JsonLines m_lines;
    HostLog m_log;
    State m_state = State::Stopped;
    quint64 m_lastId = 0;
    quint64 m_pingId = 0; ///< the ping that waits for its answer
    QTimer m_deadline;    ///< of the current state: ready, pong, leave, pause
    QTimer m_pingTimer;
    std::chrono::milliseconds m_pause{0};
    std::optional<std::chrono::steady_clock::time_point> m_readySince;
    QString m_reason;
    QString m_toldReason; ///< what the host itself said before it ended
    QString m_killReason; ///< why we ended it
    int m_restarts = 0;
};

} // namespace tickgate

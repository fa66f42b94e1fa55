#pragma once

#include <QObject>

#include <memory>

namespace tickgate {

/// Turns what the system sends to end a process into a Qt signal on the main thread: SIGINT, SIGTERM, SIGHUP through a
/// self-pipe on Unix; console control and session-end events on Windows. Main thread; one at a time; owned by the
/// composition root.
class QuitSignals : public QObject
{
    Q_OBJECT

public:
    explicit QuitSignals(QObject *parent = nullptr);
    ~QuitSignals() override;

Q_SIGNALS:
    /// name: "SIGINT", "console closed", ... Comes once for each.
    void received(const QString &name);

private:
    struct Platform;
    std::unique_ptr<Platform> d;
};

} // namespace tickgate

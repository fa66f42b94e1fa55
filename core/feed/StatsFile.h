#pragma once

#include <QObject>
#include <QString>
#include <QStringList>
#include <QThreadPool>
#include <QTimer>

#include <chrono>
#include <functional>

namespace tickgate {

/// What OpenAlgo's health page shows about its market-data proxy.
struct StatsNumbers
{
    int adapters = 0;
    int symbols = 0;
    int clients = 0;
    QStringList brokers; ///< each once

    bool operator==(const StatsNumbers &) const = default;
};

/// The file by which OpenAlgo's health page sees us: replaced as a whole every 10 s, so that a reader never finds half
/// of it. Lives on the hub thread and is owned by the hub; the disk is touched on a thread of its own.
class StatsFile : public QObject
{
    Q_OBJECT

public:
    /// source is called on this object's thread.
    StatsFile(QString path, std::function<StatsNumbers()> source, QObject *parent = nullptr,
              std::chrono::milliseconds interval = std::chrono::seconds(10));
    /// Waits for a write that has begun.
    ~StatsFile() override;

    /// Writes now and from then on.
    void start();
    /// Writes for the last time and waits for it, at most a second.
    void finish();

    /// Empty when it was written, else what went wrong. Blocks on the disk.
    [[nodiscard]] static QString write(const QString &path, const StatsNumbers &numbers, double secondsSinceEpoch);

private:
    void writeInBackground();

    const QString m_path;
    const std::function<StatsNumbers()> m_source;
    QTimer m_timer;
    QThreadPool m_pool;
    const std::shared_ptr<QString> m_lastProblem = std::make_shared<QString>(); ///< of the pool's one thread
};

} // namespace tickgate

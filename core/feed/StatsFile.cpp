#include "core/feed/StatsFile.h"

#include "core/config/WholeFile.h"

#include <QDateTime>
#include <QDir>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>

#include <spdlog/spdlog.h>

namespace tickgate {

StatsFile::StatsFile(QString path, std::function<StatsNumbers()> source, QObject *parent,
                     std::chrono::milliseconds interval)
    : QObject(parent)
    , m_path(std::move(path))
    , m_source(std::move(source))
{
    m_pool.setMaxThreadCount(1); // so that an older write never replaces a newer one
    m_timer.setInterval(interval);
    connect(&m_timer, &QTimer::timeout, this, &StatsFile::writeInBackground);
}

StatsFile::~StatsFile() = default;

void StatsFile::start()
{
    writeInBackground();
    m_timer.start();
}

void StatsFile::finish()
{
    m_timer.stop();
    writeInBackground();
    m_pool.waitForDone(1000);
}

void StatsFile::writeInBackground()
{
    const double now = static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000.0;
    m_pool.clear(); // of a disk that hangs, only the newest numbers matter
    m_pool.start([path = m_path, numbers = m_source(), now, last = m_lastProblem] {
        const QString problem = write(path, numbers, now);
        if (!problem.isEmpty() && problem != *last)
            spdlog::warn("stats: {}", problem.toStdString());
        *last = problem;
    });
}

QString StatsFile::write(const QString &path, const StatsNumbers &numbers, double secondsSinceEpoch)
{
    // At most the log folder is made: OpenAlgo's own is not there where its setting was mistyped.
    const QDir folder = QFileInfo(path).absoluteDir();
    if (!folder.exists() && !QDir().mkdir(folder.absolutePath()))
        return QStringLiteral("cannot make the folder %1").arg(folder.absolutePath());
    const QJsonObject object{{QStringLiteral("timestamp"), secondsSinceEpoch},
                             {QStringLiteral("total_connections"), numbers.adapters},
                             {QStringLiteral("total_symbols"), numbers.symbols},
                             {QStringLiteral("clients_connected"), numbers.clients},
                             {QStringLiteral("brokers"), QJsonArray::fromStringList(numbers.brokers)}};
    const QByteArray json = QJsonDocument(object).toJson(QJsonDocument::Compact);
    QSaveFile file(path);
    if (!file.open(QIODevice::WriteOnly) || file.write(json) != json.size() || !commitWhole(file))
        return QStringLiteral("cannot write %1: %2").arg(path, file.errorString());
    return {};
}

} // namespace tickgate

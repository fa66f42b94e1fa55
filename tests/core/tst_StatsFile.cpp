#include "core/feed/StatsFile.h"
#include "tests/support/TestSupport.h"

#include <QDateTime>
#include <QDir>
#include <QFile>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTest>
#include <QThread>

#include <atomic>

using namespace tickgate;
using namespace std::chrono_literals;
using test::waitFor;

namespace {

/// What OpenAlgo's health page makes of the file: nothing when it is not there, no JSON or older than 60 s.
QJsonObject asTheHealthPageReads(const QString &path, double nowSeconds)
{
    QFile file(path);
    if (!file.open(QIODevice::ReadOnly))
        return {};
    const QJsonObject object = QJsonDocument::fromJson(file.readAll()).object();
    return nowSeconds - object[QLatin1String("timestamp")].toDouble() < 60 ? object : QJsonObject();
}

double nowSeconds()
{
    return static_cast<double>(QDateTime::currentMSecsSinceEpoch()) / 1000.0;
}

} // namespace

class TestStatsFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_path = m_dir->filePath(QStringLiteral("log/ws_proxy_stats.json"));
    }

    void theHealthPageReadsTheNumbers()
    {
        QCOMPARE(StatsFile::write(m_path, {2, 30, 4, {QStringLiteral("zerodha"), QStringLiteral("angel")}}, 1000.5),
                 QString());
        const QJsonObject read = asTheHealthPageReads(m_path, 1059.0);
        QCOMPARE(read[QLatin1String("timestamp")].toDouble(), 1000.5);
        QCOMPARE(read[QLatin1String("total_connections")].toInt(), 2);
        QCOMPARE(read[QLatin1String("total_symbols")].toInt(), 30);
        QCOMPARE(read[QLatin1String("clients_connected")].toInt(), 4);
        QCOMPARE(read[QLatin1String("brokers")].toArray(),
                 (QJsonArray{QStringLiteral("zerodha"), QStringLiteral("angel")}));
        QCOMPARE(read.size(), 5);
        QVERIFY(asTheHealthPageReads(m_path, 1061.0).isEmpty());
    }

    void itIsWrittenAtOnceAgainAndAtTheEnd()
    {
        StatsNumbers numbers{0, 0, 1, {}};
        StatsFile stats(
            m_path, [&] { return numbers; }, nullptr, 20ms);
        stats.start();
        QVERIFY(waitFor([&] { return clients() == 1; }));
        numbers.clients = 2;
        QVERIFY(waitFor([&] { return clients() == 2; }));
        numbers.clients = 3;
        stats.finish();
        QCOMPARE(clients(), 3);
    }

    void aReaderNeverFindsHalfOfIt()
    {
        StatsFile stats(
            m_path,
            [] {
                return StatsNumbers{1, 2, 3, QStringList(500, QStringLiteral("zerodha"))};
            },
            nullptr, 1ms);
        stats.start();
        QVERIFY(waitFor([&] { return clients() == 3; }));
        std::atomic<bool> ended = false;
        std::atomic<int> bad = 0;
        const std::unique_ptr<QThread> reader(QThread::create([&] {
            while (!ended)
                bad += asTheHealthPageReads(m_path, nowSeconds()).size() == 5 ? 0 : 1;
        }));
        reader->start();
        int rounds = 0;
        QVERIFY(waitFor([&] { return ++rounds > 50; }));
        ended = true;
        QVERIFY(reader->wait());
        QCOMPARE(bad.load(), 0);
    }

    void anOpenAlgoFolderThatIsNotThereIsNotMade()
    {
        const QString mistyped = m_dir->filePath(QStringLiteral("opnealgo"));
        QVERIFY(!StatsFile::write(mistyped + QStringLiteral("/log/ws_proxy_stats.json"), {}, 1).isEmpty());
        QVERIFY(!QFileInfo::exists(mistyped));
    }

    void aPlaceThatCannotBeWrittenIsNamed()
    {
        QFile inTheWay(m_dir->filePath(QStringLiteral("log")));
        QVERIFY(inTheWay.open(QIODevice::WriteOnly));
        QVERIFY(StatsFile::write(m_path, {}, 1).contains(m_dir->filePath(QStringLiteral("log"))));
    }

private:
    int clients() const
    {
        return asTheHealthPageReads(m_path, nowSeconds())[QLatin1String("clients_connected")].toInt(-1);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestStatsFile)
#include "tst_StatsFile.moc"

#include "app/CrashNote.h"
#include "app/RunMarker.h"
#include "tests/support/TestSupport.h"

#include <QFile>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

#include <csignal>
#include <cstdlib>
#include <cstring>
#include <memory>

using namespace tickgate;

class TestRunMarker : public QObject
{
    Q_OBJECT

private:
    std::unique_ptr<QTemporaryDir> m_dir;

    void writeLog(const QByteArray &text) const
    {
        QFile file(m_dir->filePath(QStringLiteral("tickgate.log")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write(text) == text.size());
    }

private Q_SLOTS:
    void init() { m_dir = std::make_unique<QTemporaryDir>(); }

    void theFirstRunHasNoPast() { QVERIFY(!RunMarker(m_dir->path()).previous().has_value()); }

    void aCleanEndLeavesNothing()
    {
        RunMarker run(m_dir->path());
        run.begin();
        run.setServing(true);
        run.touch();
        run.end();
        run.touch();
        run.setServing(false);
        QVERIFY(!RunMarker(m_dir->path()).previous().has_value());
        QVERIFY(!QFile::exists(run.crashFile()));
    }

    void anUncleanEndIsToldWithItsLastLines()
    {
        QByteArray log;
        for (int i = 1; i <= 500; ++i)
            log += "2026-11-23 06:00:00.000 info  [1] bus: line " + QByteArray::number(i) + "\n";
        writeLog(log);
        {
            RunMarker run(m_dir->path());
            run.begin();
            run.setServing(true);
        }
        const auto end = RunMarker(m_dir->path()).previous();
        QVERIFY(end.has_value());
        QVERIFY(end->wasServing);
        QCOMPARE(end->pid, QCoreApplication::applicationPid());
        QVERIFY(!end->version.isEmpty());
        QVERIFY(end->startedAt.isValid());
        QVERIFY(end->startedAt <= end->lastSignOfLife.addSecs(1));
        QCOMPARE(end->logExcerpt.size(), 12);
        QVERIFY(end->logExcerpt.constLast().endsWith(QLatin1String("line 500")));
        QVERIFY(end->reason.contains(QLatin1String("not known")));
        QVERIFY(end->sentence().contains(QLatin1String("ended unexpectedly at")));
    }

    void aStoppedProxyIsNotResumed()
    {
        RunMarker run(m_dir->path());
        run.begin();
        run.setServing(true);
        run.setServing(false);
        QVERIFY(!RunMarker(m_dir->path()).previous()->wasServing);
    }

    void theNextRunStartsAfresh()
    {
        RunMarker first(m_dir->path());
        first.begin();
        first.setServing(true);
        RunMarker second(m_dir->path());
        second.begin();
        QVERIFY(!RunMarker(m_dir->path()).previous()->wasServing);
        second.end();
        QVERIFY(!RunMarker(m_dir->path()).previous().has_value());
    }

    void aRunThatIsReplacedLeavesItsReasonAndIsResumed()
    {
        RunMarker run(m_dir->path());
        run.begin();
        run.setServing(true);
        run.setServing(false); // it failed
        run.handOver(QStringLiteral("The server does not answer."), 3);
        run.setServing(false);
        run.touch();
        const auto end = RunMarker(m_dir->path()).previous();
        QVERIFY(end.has_value());
        QVERIFY(end->relaunched);
        QVERIFY(end->wasServing);
        QCOMPARE(end->failures, 3);
        QVERIFY(end->sentence().contains(QLatin1String("had to start itself anew at")));
        QVERIFY(end->sentence().contains(QLatin1String("The server does not answer.")));
        RunMarker next(m_dir->path());
        next.begin();
        QVERIFY(!RunMarker(m_dir->path()).previous()->relaunched);
    }

    void aDamagedNoteStillMeansAnUncleanEnd()
    {
        QFile file(m_dir->filePath(QStringLiteral("run.json")));
        QVERIFY(file.open(QIODevice::WriteOnly) && file.write("{\"pid\":") > 0);
        file.close();
        const auto end = RunMarker(m_dir->path()).previous();
        QVERIFY(end.has_value());
        QVERIFY(!end->wasServing);
    }

    void aCrashNamesItsCause_data()
    {
        QTest::addColumn<int>("number");
        QTest::newRow("SIGSEGV") << SIGSEGV;
#ifdef SIGTRAP
        QTest::newRow("SIGTRAP") << SIGTRAP;
#endif
    }

    void aCrashNamesItsCause()
    {
        QFETCH(int, number);
#if defined(__SANITIZE_ADDRESS__) || defined(__SANITIZE_THREAD__)
        QSKIP("The sanitizers report crashes themselves");
#elif defined(Q_OS_WIN)
        QSKIP("A raised signal is no crash there");
#endif
        RunMarker run(m_dir->path());
        run.begin();
        QProcess child;
        child.start(QCoreApplication::applicationFilePath(),
                    {QStringLiteral("--crash"), run.crashFile(), QString::number(number)});
        QVERIFY(test::waitFor([&child] { return child.state() == QProcess::NotRunning; }));
        QVERIFY(child.exitStatus() == QProcess::CrashExit);
        QVERIFY(RunMarker(m_dir->path()).previous()->reason.contains(QLatin1String(QTest::currentDataTag())));
    }
};

int main(int argc, char *argv[])
{
    if (argc == 4 && std::strcmp(argv[1], "--crash") == 0) {
        installCrashNote(QFile::decodeName(argv[2]));
        std::raise(std::atoi(argv[3]));
    }
    QCoreApplication application(argc, argv);
    TestRunMarker test;
    return QTest::qExec(&test, argc, argv);
}

#include "tst_RunMarker.moc"

#include "core/service/ExchangeHoursFiles.h"

#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tickgate;

namespace {

QDateTime indian(const char *text)
{
    QDateTime at = QDateTime::fromString(QLatin1String(text), Qt::ISODate);
    at.setOffsetFromUtc(5 * 3600 + 1800);
    return at;
}

} // namespace

class tst_ExchangeHoursFiles : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutFilesTheBuiltInTableHolds()
    {
        const QTemporaryDir dir;
        QVERIFY(loadExchangeHours(dir.path()) == ExchangeHours());
        const ExchangeHoursFiles files = ExchangeHoursFiles::read(dir.path());
        QCOMPARE(files.hours, ExchangeHours().toText());
        QVERIFY(files.holidays.isEmpty());
    }

    void whatIsWrittenIsReadBackAndHolds()
    {
        const QTemporaryDir dir;
        const QString config = dir.filePath(QStringLiteral("not/yet/there"));
        const ExchangeHoursFiles files{QStringLiteral("NSE Sat 10:00-11:00\n"), QStringLiteral("2026-01-26\n")};
        QCOMPARE(files.write(config), QString());
        QCOMPARE(ExchangeHoursFiles::read(config), files);
        const ExchangeHours hours = loadExchangeHours(config);
        QVERIFY(hours.isOpen(QStringLiteral("NSE"), indian("2026-01-24T10:30:00")));
        QVERIFY(!hours.isOpen(QStringLiteral("NSE"), indian("2026-01-23T10:30:00")));
        QVERIFY(!hours.isOpen(QStringLiteral("NFO"), indian("2026-01-26T10:30:00")));
    }

    void theBuiltInTableAndNoHolidaysNeedNoFiles()
    {
        const QTemporaryDir dir;
        QCOMPARE((ExchangeHoursFiles{QStringLiteral("NSE never"), QStringLiteral("2026-01-26")}.write(dir.path())),
                 QString());
        QVERIFY(QFile::exists(dir.filePath(QStringLiteral("holidays.txt"))));
        QCOMPARE((ExchangeHoursFiles{ExchangeHours().toText(), {}}.write(dir.path())), QString());
        QVERIFY(!QFile::exists(dir.filePath(QStringLiteral("exchange_hours.txt"))));
        QVERIFY(!QFile::exists(dir.filePath(QStringLiteral("holidays.txt"))));
    }

    void aFolderThatCannotBeWrittenIsNamed()
    {
        const QTemporaryDir dir;
        QFile blocker(dir.filePath(QStringLiteral("config")));
        QVERIFY(blocker.open(QIODevice::WriteOnly));
        const QString problem = ExchangeHoursFiles{QStringLiteral("NSE never"), {}}.write(blocker.fileName());
        QVERIFY2(problem.contains(QLatin1String("exchange_hours.txt")), qPrintable(problem));
    }

    void linesThatAreNotUnderstoodAreNamed()
    {
        const ExchangeHoursFiles files{QStringLiteral("NSE Mon-Fri 9-15\nMCX always\n"), QStringLiteral("26 January")};
        const QStringList problems = files.problems();
        QCOMPARE(problems.size(), 2);
        QVERIFY(problems[0].contains(QLatin1String("1: NSE Mon-Fri 9-15")));
        QVERIFY(problems[1].contains(QLatin1String("26 January")));
        QVERIFY(files.applied().isOpen(QStringLiteral("MCX"), indian("2026-01-25T03:00:00")));
    }
};

QTEST_GUILESS_MAIN(tst_ExchangeHoursFiles)
#include "tst_ExchangeHoursFiles.moc"

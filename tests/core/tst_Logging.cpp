#include "core/logging/LogRing.h"
#include "core/logging/LogSetup.h"
#include "core/logging/RateLimitedLog.h"
#include "core/logging/SecretFilter.h"
#include "tests/support/TestSupport.h"

#include <spdlog/spdlog.h>

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QSignalSpy>
#include <QTemporaryDir>
#include <QTest>

#include <thread>
#include <vector>

using namespace tickgate;
using namespace std::chrono_literals;

namespace {

QString fileText(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? QString::fromUtf8(file.readAll()) : QStringLiteral("(unreadable)");
}

QString ringText(const LogRing &ring)
{
    QString text;
    const QList<LogEntry> entries = ring.since(0);
    for (const LogEntry &entry : entries)
        text += entry.category + u'|' + entry.text + u'\n';
    return text;
}

} // namespace

class TestLogging : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theRingKeepsTheNewestEntriesWithIncreasingIds()
    {
        LogRing ring(3);
        for (int i = 1; i <= 5; ++i)
            ring.append(LogLevel::Info, QStringLiteral("bus: line %1").arg(i), QDateTime::currentDateTime());
        const QList<LogEntry> all = ring.since(0);
        QCOMPARE(all.size(), 3);
        QCOMPARE(all.constFirst().id, 3ULL);
        QCOMPARE(all.constLast().id, 5ULL);
        QCOMPARE(all.constLast().text, QStringLiteral("line 5"));
        QCOMPARE(all.constLast().category, QStringLiteral("bus"));
        QCOMPARE(ring.since(4).size(), 1);
        QVERIFY(ring.since(5).isEmpty());
        QVERIFY(ring.since(99).isEmpty());
        ring.clear();
        QVERIFY(ring.since(0).isEmpty());
        ring.append(LogLevel::Info, QStringLiteral("again"), QDateTime::currentDateTime());
        QCOMPARE(ring.since(0).constFirst().id, 6ULL);
    }

    void onlyALeadingWordIsACategory()
    {
        LogRing ring;
        for (const char *text : {"No category: here", "http://x", "bus:x", ": x", "averyveryverylongword: x"})
            ring.append(LogLevel::Info, QString::fromLatin1(text), QDateTime::currentDateTime());
        const QList<LogEntry> entries = ring.since(0);
        for (const LogEntry &entry : entries)
            QCOMPARE(entry.category, QString());
    }

    void aReaderIsCalledOnceUntilItReads()
    {
        LogRing ring;
        int calls = 0;
        connect(
            &ring, &LogRing::entriesAdded, this, [&calls] { ++calls; }, Qt::DirectConnection);
        ring.append(LogLevel::Info, QStringLiteral("1"), QDateTime::currentDateTime());
        ring.append(LogLevel::Info, QStringLiteral("2"), QDateTime::currentDateTime());
        QCOMPARE(calls, 1);
        QCOMPARE(ring.since(0).size(), 2);
        ring.append(LogLevel::Info, QStringLiteral("3"), QDateTime::currentDateTime());
        QCOMPARE(calls, 2);
    }

    void aReaderMayUseTheRingAndTheLogInsideTheCall()
    {
        LogSetup setup({});
        int depth = 0;
        QString seen;
        connect(
            setup.ring().get(), &LogRing::entriesAdded, this,
            [&] {
                seen = ringText(*setup.ring());
                if (++depth == 1)
                    spdlog::info("ui: from inside");
            },
            Qt::DirectConnection);
        spdlog::info("ui: from outside");
        QCOMPARE(depth, 2);
        QVERIFY(seen.contains(QLatin1String("from inside")));
    }

    void manyThreadsMayLogWhileOneReads()
    {
        LogSetup setup({});
        constexpr int kThreads = 4;
        constexpr int kLines = 500;
        std::vector<std::jthread> threads;
        for (int t = 0; t < kThreads; ++t) {
            threads.emplace_back([t] {
                for (int i = 0; i < kLines; ++i)
                    spdlog::info("bus: thread {} line {}", t, i);
            });
        }
        quint64 last = 0;
        QVERIFY(test::waitFor([&] {
            const QList<LogEntry> fresh = setup.ring()->since(last);
            for (const LogEntry &entry : fresh) {
                if (entry.id != last + 1)
                    return false;
                last = entry.id;
            }
            return last == kThreads * kLines;
        }));
    }

    void secretsAreTakenOut_data()
    {
        QTest::addColumn<QString>("text");
        QTest::addColumn<QString>("expected");
        const auto row = [](const char *name, const char *text, const char *expected) {
            QTest::newRow(name) << QString::fromUtf8(text) << QString::fromUtf8(expected);
        };
        row("told", "key is s3cret-value!", "key is ****!");
        row("JSON", "{\"action\":\"authenticate\",\"api_key\":\"abc,\\\"def\"}",
            "{\"action\":\"authenticate\",\"api_key\":\"****\"}");
        row("JSON, spaced", "{\"apikey\" : \"abcdef\", \"x\":1}", "{\"apikey\" : \"****\", \"x\":1}");
        row("JSON inside a string", "\"{\\\"api_key\\\":\\\"abcdef\\\"}\"", "\"{\\\"api_key\\\":\\\"****\\\"}\"");
        row("cut off", "{\"api_key\":\"abcde", "{\"api_key\":\"****");
        row("query", "GET /ws?apikey=abcdef&x=1", "GET /ws?apikey=****&x=1");
        row(".env", "API_KEY_PEPPER = 'ab cd'", "API_KEY_PEPPER = '****'");
        row("token", "access_token=abc.def", "access_token=****");
        row("tokens of brokers", "enctoken=ab+c/d==; \"jwtToken\":\"e.f.g\", refresh_token: h",
            "enctoken=****; \"jwtToken\":\"****\", refresh_token: ****");
        row("secrets of brokers", "client_secret=abc&totp=123456&pin=4321", "client_secret=****&totp=****&pin=****");
        row("header", "Authorization: token key:access", "Authorization: ****");
        row("header, another", "authorization=Bearer abc.def, x", "authorization=****, x");
        row("header in Python", "{'Authorization': 'token key:access'}", "{'Authorization': '****'}");
        row("no token", "ping: 20 s, opinion: good", "ping: 20 s, opinion: good");
        row("URL", "from postgres://me:pass@db/x?y=1", "from postgres://****@db/x?y=1");
        row("URL with a slash in the password", "from postgres://me:pa/ss@db/x?y=1", "from postgres://****@db/x?y=1");
        row("URL with signs in the password", "postgres://me:p@s/s'W@db/x and a@b", "postgres://****@db/x and a@b");
        row("URLs in JSON", "[\"http://a/b\",\"x@y\",\"amqp://me:p/w@q\"]",
            "[\"http://a/b\",\"x@y\",\"amqp://****@q\"]");
        row("URL, then another", "http://a/b then http://u:p/w@c/d", "http://a/b then http://****@c/d");
        row("URL without a user", "ws://127.0.0.1:8765/x of me@home", "ws://127.0.0.1:8765/x of me@home");
        row("any case", "Api-Key: abcdef", "Api-Key: ****");
        row("nothing secret", "auth: wrong API key demo\u2026#1a2b3c", "auth: wrong API key demo\u2026#1a2b3c");
    }

    void secretsAreTakenOut()
    {
        QFETCH(QString, text);
        QFETCH(QString, expected);
        SecretFilter filter;
        filter.addSecret(QStringLiteral("s3cret"));
        filter.addSecret(QStringLiteral("s3cret-value"));
        filter.addSecret(QStringLiteral("ke")); // too short to be told apart from words
        QCOMPARE(filter.filtered(text), expected);
    }

    void noSinkSeesASecret()
    {
        QTemporaryDir dir;
        LogOptions options;
        options.folder = dir.path();
        LogSetup setup(options);
        setup.filter()->addSecret(QStringLiteral("pepper-0123"));
        spdlog::warn("auth: pepper-0123 and {}", "{\"api_key\":\"my-own-key\"}");
        qWarning("told pepper-0123");
        setup.flush();
        for (const QString &seen : {ringText(*setup.ring()), fileText(setup.filePath())}) {
            QVERIFY(seen.contains(QLatin1String("****")));
            QVERIFY2(!seen.contains(QLatin1String("pepper-0123")), qPrintable(seen));
            QVERIFY2(!seen.contains(QLatin1String("my-own-key")), qPrintable(seen));
        }
    }

    void qtsMessagesAreLoggedToo()
    {
        LogSetup setup({});
        qWarning("a warning of Qt");
        qDebug("not at this level");
        const QList<LogEntry> entries = setup.ring()->since(0);
        QCOMPARE(entries.size(), 1);
        QCOMPARE(entries.constFirst().category, QStringLiteral("qt"));
        QCOMPARE(entries.constFirst().text, QStringLiteral("a warning of Qt"));
        QVERIFY(entries.constFirst().level == LogLevel::Warn);
    }

    void theLevelCanChange()
    {
        LogSetup setup({});
        spdlog::debug("bus: hidden");
        setup.setLevel(LogLevel::Debug);
        spdlog::debug("bus: shown");
        QCOMPARE(ringText(*setup.ring()), QStringLiteral("bus|shown\n"));
    }

    void warningsAreInTheFileAtOnceAndTheRestSoon()
    {
        QTemporaryDir dir;
        LogOptions options;
        options.folder = dir.path();
        LogSetup setup(options);
        spdlog::warn("bus: at once");
        QVERIFY(fileText(setup.filePath()).contains(QLatin1String("bus: at once")));
        spdlog::info("bus: soon");
        QVERIFY(test::waitFor([&] { return fileText(setup.filePath()).contains(QLatin1String("bus: soon")); }));
    }

    void theFilesAreFiveAtMostAndForTheOwnerOnly()
    {
        QTemporaryDir dir;
        {
            LogOptions options;
            options.folder = dir.path();
            LogSetup setup(options);
            const std::string line(1024 * 1024, 'x');
            for (int i = 0; i < 32; ++i)
                spdlog::info("bus: {}", line);
        }
        const QFileInfoList files = QDir(dir.path()).entryInfoList(QDir::Files);
        QCOMPARE(files.size(), 5);
        for (const QFileInfo &file : files) {
            QVERIFY(file.size() <= 5 * 1024 * 1024);
#ifndef Q_OS_WIN
            QVERIFY(!(file.permissions() & (QFileDevice::ReadGroup | QFileDevice::ReadOther)));
#endif
        }
    }

    void aFileThatCannotBeOpenedLeavesTheRing()
    {
        QTemporaryDir dir;
        QVERIFY(QDir().mkpath(dir.filePath(QStringLiteral("tickgate.log"))));
        LogOptions options;
        options.folder = dir.path();
        LogSetup setup(options);
        QVERIFY(setup.filePath().isEmpty());
        QVERIFY(setup.fileError().contains(QLatin1String("tickgate.log")));
        spdlog::info("bus: still here");
        QVERIFY(ringText(*setup.ring()).contains(QLatin1String("still here")));
    }

    void aHotPlaceLogsOncePerIntervalAndCountsTheRest()
    {
        RateLimitedLog limited(1s);
        const RateLimitedLog::Clock::time_point start{};
        QCOMPARE(limited.admit(start).value_or(99), 0ULL);
        QVERIFY(!limited.admit(start + 1ms).has_value());
        QVERIFY(!limited.admit(start + 999ms).has_value());
        QCOMPARE(limited.admit(start + 1s).value_or(99), 2ULL);
        QCOMPARE(limited.admit(start + 2s).value_or(99), 0ULL);
    }

    void aLineThatIsLeftOutCostsNoText()
    {
        LogSetup setup({});
        RateLimitedLog limited(1h);
        int made = 0;
        for (int i = 0; i < 10; ++i) {
            limited.warn([&made] {
                ++made;
                return std::string("bus: bad payload");
            });
        }
        QCOMPARE(made, 1);
        QCOMPARE(ringText(*setup.ring()), QStringLiteral("bus|bad payload\n"));
    }
};

QTEST_GUILESS_MAIN(TestLogging)
#include "tst_Logging.moc"

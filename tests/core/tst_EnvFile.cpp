#include "core/config/EnvFile.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QTemporaryDir>
#include <QTest>

using namespace tickgate;

namespace {

QByteArray contentOf(const QString &path)
{
    QFile file(path);
    return file.open(QIODevice::ReadOnly) ? file.readAll() : QByteArray("(unreadable)");
}

} // namespace

class TestEnvFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void readsWhatPythonDotenvReads_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::addColumn<QString>("expected");
        QTest::newRow("bare") << QByteArray("K=value\n") << QStringLiteral("value");
        QTest::newRow("no line end") << QByteArray("K=value") << QStringLiteral("value");
        QTest::newRow("blanks around =") << QByteArray("  K  =\t value  \n") << QStringLiteral("value");
        QTest::newRow("inner blanks") << QByteArray("K=two words\n") << QStringLiteral("two words");
        QTest::newRow("single quotes") << QByteArray("K = 'va lue' \n") << QStringLiteral("va lue");
        QTest::newRow("double quotes") << QByteArray("K=\"va lue\"\n") << QStringLiteral("va lue");
        QTest::newRow("export") << QByteArray("export K=value\n") << QStringLiteral("value");
        QTest::newRow("quoted key") << QByteArray("'K'=value\n") << QStringLiteral("value");
        QTest::newRow("CR LF") << QByteArray("A=1\r\nK=value\r\n") << QStringLiteral("value");
        QTest::newRow("CR alone") << QByteArray("A=1\rK=value\r") << QStringLiteral("value");
        QTest::newRow("byte order mark") << QByteArray("\xEF\xBB\xBFK=value\n") << QStringLiteral("value");
        QTest::newRow("inline comment") << QByteArray("K=value # note\n") << QStringLiteral("value");
        QTest::newRow("# inside a word") << QByteArray("K=va#lue\n") << QStringLiteral("va#lue");
        QTest::newRow("# inside quotes") << QByteArray("K='va # lue' # note\n") << QStringLiteral("va # lue");
        QTest::newRow("comment before") << QByteArray("# K=old\nK=value\n") << QStringLiteral("value");
        QTest::newRow("empty") << QByteArray("K=\n") << QString();
        QTest::newRow("empty quotes") << QByteArray("K=''\n") << QString();
        QTest::newRow("last one wins") << QByteArray("K=1\nK=2\n") << QStringLiteral("2");
        QTest::newRow("= in value") << QByteArray("K=a=b=c\n") << QStringLiteral("a=b=c");
        QTest::newRow("escapes in double quotes")
            << QByteArray("K=\"a\\n\\t\\\"b\\\\ \\q\"\n") << QStringLiteral("a\n\t\"b\\ \\q");
        QTest::newRow("escapes in single quotes") << QByteArray("K='a\\n \\' \\\\'\n") << QStringLiteral("a\\n ' \\");
        QTest::newRow("no escapes without quotes")
            << QByteArray("K=C:\\new\\table\n") << QStringLiteral("C:\\new\\table");
        QTest::newRow("several lines in quotes") << QByteArray("K=\"one\ntwo\"\nL=3\n") << QStringLiteral("one\ntwo");
        QTest::newRow("after a broken line") << QByteArray("L='open\n=nothing\nK=value\n") << QStringLiteral("value");
        QTest::newRow("not ASCII") << QByteArray("K=\xE2\x82\xB9 rupee\n") << QStringLiteral("\u20B9 rupee");
        QTest::newRow("variable") << QByteArray("H=/home\nK=${H}/x${NONE}\n") << QStringLiteral("/home/x");
        QTest::newRow("variable with fallback") << QByteArray("K=${NONE:-5555}\n") << QStringLiteral("5555");
        QTest::newRow("variable of the environment wins")
            << QByteArray("USER=me\nK=${USER}\n") << QStringLiteral("trader");
        QTest::newRow("dollar alone") << QByteArray("K=a$b${c\n") << QStringLiteral("a$b${c");
    }

    void readsWhatPythonDotenvReads()
    {
        QFETCH(QByteArray, text);
        QFETCH(QString, expected);
        const auto values = EnvFile::fromBytes(text).values({{QStringLiteral("USER"), QStringLiteral("trader")}});
        QVERIFY(values.contains(QStringLiteral("K")));
        QCOMPARE(values.value(QStringLiteral("K")), expected);
    }

    void badLinesAreNamedAndSkipped()
    {
        const EnvFile file = EnvFile::fromBytes("A=1\n\n= nothing\nLONELY\nB='open\nC='x' y\nD=4\n");
        const QList<EnvProblem> problems = file.problems();
        QList<int> lines;
        for (const EnvProblem &problem : problems) {
            lines.append(problem.line);
            QVERIFY2(problem.text.contains(QString::number(problem.line)), qPrintable(problem.text));
        }
        // The open quote of line 5 is closed by the one of line 6, as python-dotenv reads it.
        QCOMPARE(lines, (QList<int>{3, 4, 5}));
        QCOMPARE(file.value(QStringLiteral("A")), QStringLiteral("1"));
        QCOMPARE(file.value(QStringLiteral("D")), QStringLiteral("4"));
        QVERIFY(!file.value(QStringLiteral("LONELY")).has_value());
    }

    void problemsNeverQuoteTheLine()
    {
        const EnvFile file = EnvFile::fromBytes("API_KEY_PEPPER='very secret\n");
        QCOMPARE(file.problems().size(), 1);
        QVERIFY(!file.problems().constFirst().text.contains(QLatin1String("secret")));
    }

    void anyBytesAreReadAndWrittenBackUnchanged_data()
    {
        QTest::addColumn<QByteArray>("bytes");
        QTest::newRow("nothing") << QByteArray();
        QTest::newRow("comments and blanks") << QByteArray("\n\n# a\n  \t\nK = 'v' # c\n\n#end");
        QTest::newRow("CR LF and mark") << QByteArray("\xEF\xBB\xBF# a\r\nK=v\r\n");
        QTest::newRow("broken") << QByteArray("='\n\"\nK='open\n\\\n${");
        QTest::newRow("old encoding") << QByteArray("# \xE9t\xE9\nK=v\n");
        QByteArray all;
        for (int i = 0; i < 256; ++i)
            all += static_cast<char>(i);
        QTest::newRow("every byte") << all;
    }

    void anyBytesAreReadAndWrittenBackUnchanged()
    {
        QFETCH(QByteArray, bytes);
        QCOMPARE(EnvFile::fromBytes(bytes).toBytes(), bytes);
    }

    void changingAValueKeepsEverythingElse()
    {
        EnvFile file = EnvFile::fromBytes("# Ports\r\nexport WEBSOCKET_PORT = '8765'   # the gate\r\n\r\nMINE=1\r\n");
        file.setValue(QStringLiteral("WEBSOCKET_PORT"), QStringLiteral("9000"));
        file.setValue(QStringLiteral("ZMQ_PORT"), QStringLiteral("5556"));
        QCOMPARE(file.toBytes(),
                 QByteArray("# Ports\r\nexport WEBSOCKET_PORT = 9000   # the gate\r\n\r\nMINE=1\r\nZMQ_PORT=5556\r\n"));
        file.remove(QStringLiteral("WEBSOCKET_PORT"));
        QCOMPARE(file.toBytes(), QByteArray("# Ports\r\n\r\nMINE=1\r\nZMQ_PORT=5556\r\n"));
    }

    void aValueTakenAwayDoesNotTurnItsCommentIntoTheValue()
    {
        EnvFile file = EnvFile::fromBytes("K=old # note\n");
        file.setValue(QStringLiteral("K"), QString());
        QCOMPARE(EnvFile::fromBytes(file.toBytes()).value(QStringLiteral("K")), QString());
        QVERIFY(file.toBytes().contains("# note"));
    }

    void whatIsWrittenIsReadBack_data()
    {
        QTest::addColumn<QString>("value");
        QTest::newRow("plain") << QStringLiteral("127.0.0.1");
        QTest::newRow("blanks") << QStringLiteral(" two  words ");
        QTest::newRow("hash") << QStringLiteral("a # b");
        QTest::newRow("single quote") << QStringLiteral("it's");
        QTest::newRow("both quotes") << QStringLiteral("it's \"so\"");
        QTest::newRow("Windows path") << QStringLiteral("C:\\Users\\A Trader\\openalgo\\");
        QTest::newRow("network path") << QStringLiteral("\\\\server\\share x");
        QTest::newRow("lines") << QStringLiteral("one\r\ntwo\n");
        QTest::newRow("rupee") << QStringLiteral("\u20B9");
        QTest::newRow("empty") << QString();
    }

    void whatIsWrittenIsReadBack()
    {
        QFETCH(QString, value);
        EnvFile file = EnvFile::fromBytes("A='1'\nB=\"2\"\n");
        file.setValue(QStringLiteral("K"), value);
        file.setValue(QStringLiteral("L"), QStringLiteral("it's \"last\""));
        const EnvFile again = EnvFile::fromBytes(file.toBytes());
        QCOMPARE(again.value(QStringLiteral("K")).value_or(QStringLiteral("(none)")), value);
        QCOMPARE(again.value(QStringLiteral("L")), QStringLiteral("it's \"last\""));
        QCOMPARE(again.value(QStringLiteral("B")), QStringLiteral("2"));
        QVERIFY(again.problems().isEmpty());
    }

    void savingIsForTheOwnerOnly()
    {
        QTemporaryDir dir;
        const QString path = dir.filePath(QStringLiteral("new folder/.env"));
        EnvFile file = EnvFile::fromBytes("A=1\n");
        QCOMPARE(file.save(path), QString());
        QCOMPARE(contentOf(path), QByteArray("A=1\n"));
#ifndef Q_OS_WIN
        const auto others = QFileDevice::ReadGroup | QFileDevice::WriteGroup | QFileDevice::ReadOther |
                            QFileDevice::WriteOther | QFileDevice::ExeOwner;
        QVERIFY((QFileInfo(path).permissions() & others) == QFileDevice::Permissions());
        QVERIFY(QFile::setPermissions(path, QFileInfo(path).permissions() | QFileDevice::ReadOther));
        QCOMPARE(file.save(path), QString());
        QVERIFY((QFileInfo(path).permissions() & others) == QFileDevice::Permissions());
#endif
        QCOMPARE(QDir(dir.filePath(QStringLiteral("new folder"))).entryList(QDir::Files | QDir::Hidden).size(), 1);
    }

    void aFileThatCannotBeReadSaysWhy()
    {
        QTemporaryDir dir;
        const auto missing = EnvFile::read(dir.filePath(QStringLiteral("none.env")));
        QVERIFY(!missing.ok());
        QVERIFY(missing.error.contains(QLatin1String("none.env")));
        QVERIFY(EnvFile::read(dir.path()).error.contains(QLatin1String("folder")));
    }
};

QTEST_GUILESS_MAIN(TestEnvFile)
#include "tst_EnvFile.moc"

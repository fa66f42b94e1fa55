#include "core/ports/CommandMask.h"

#include <QTest>

using namespace tickgate;

/// Command lines as people may see them.
class tst_CommandMask : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void secretsAreReplacedAndTheRestIsKept_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("shown");
        const auto row = [](const char *name, const QStringList &arguments, const char *shown) {
            QTest::newRow(name) << arguments << QString::fromLatin1(shown);
        };
        const auto split = [](const char *text) { return QString::fromLatin1(text).split(u'|'); };
        row("nothing secret", split("python3|app.py|--port|8765"), "python3 app.py --port 8765");
        row("option with =", split("node|s.js|--api-key=abc123"), "node s.js --api-key=***");
        row("option and value", split("node|--apikey|abc123|--port|1"), "node --apikey *** --port 1");
        row("password", split("x|--db-password|hunter2"), "x --db-password ***");
        row("variable", split("env|API_KEY_PEPPER=00ff|BROKER_API_SECRET=1|python3"),
            "env API_KEY_PEPPER=*** BROKER_API_SECRET=*** python3");
        row("token flag without value", split("x|--token|--verbose"), "x --token --verbose");
        row("password in an address", split("x|postgres://user:pw@db/openalgo"), "x postgres://user:***@db/openalgo");
        row("something that looks like a key",
            split("x|4f8b0c2d9e1a7f3b5c6d8e9f0a1b2c3d4e5f60718293a4b5c6d7e8f901234567"), "x ***");
        row("a path is no key", split("python3|/home/anna/openalgo-2025/websocket_proxy/server.py"),
            "python3 /home/anna/openalgo-2025/websocket_proxy/server.py");
        row("quotes around blanks", split("C:/Program Files/x.exe|a b"), "\"C:/Program Files/x.exe\" \"a b\"");
        row("what would move the cursor", split("x|a\nb|\x1b[2J|\x7f"), "x a?b ?[2J ?");
        row("nothing at all", {}, "");
    }
    void secretsAreReplacedAndTheRestIsKept()
    {
        QFETCH(QStringList, arguments);
        QFETCH(QString, shown);
        QCOMPARE(maskedCommand(arguments), shown);
    }

    void whatCannotBeShownBecomesAQuestionMark()
    {
        QCOMPARE(shownText(QStringLiteral("naïve 東京 \U0001F600")), QStringLiteral("naïve 東京 \U0001F600"));
        QCOMPARE(shownText(QStringLiteral("a\r\n\tb\u0085")), QStringLiteral("a???b?"));
        QCOMPARE(shownText(QStringLiteral("x\u202Egpj.exe")), QStringLiteral("x?gpj.exe"));       // written backwards
        QCOMPARE(shownText(QString(QChar(0xD83D))), QString(QChar(QChar::ReplacementCharacter))); // half a pair
    }
};

QTEST_GUILESS_MAIN(tst_CommandMask)
#include "tst_CommandMask.moc"

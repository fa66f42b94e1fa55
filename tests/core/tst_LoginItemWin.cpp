// What Windows gets is text that any system can make: its file is compiled here under a name of its own.
#define LoginItem LoginItemOfWindows
#include "core/config/LoginItem.h"
#include "core/config/LoginItem_win.cpp" // NOLINT(bugprone-suspicious-include)

#include <QTest>

using namespace tickgate;

class TestLoginItemWin : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theValueOfTheRunKeyIsACommandLineInQuotes()
    {
        const LoginItem item{QStringLiteral("C:\\Program Files\\Tickgate\\tickgate.exe"),
                             {QStringLiteral("--minimized"), QStringLiteral("say \"hi\""), QStringLiteral("C:\\a b\\")},
                             {}};
        QCOMPARE(item.place(), QStringLiteral("Tickgate"));
        QCOMPARE(item.content(), QStringLiteral("\"C:\\Program Files\\Tickgate\\tickgate.exe\" \"--minimized\" "
                                                "\"say \\\"hi\\\"\" \"C:\\a b\\\\\""));
    }

    void eachInstanceHasAValueOfItsOwn()
    {
        QCOMPARE((LoginItem{QStringLiteral("tickgate"), {}, QStringLiteral("second")}.place()),
                 QStringLiteral("Tickgate-second"));
    }
};

QTEST_GUILESS_MAIN(TestLoginItemWin)
#include "tst_LoginItemWin.moc"

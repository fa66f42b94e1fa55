// What macOS gets is text that any system can make: its file is compiled here under a name of its own.
#define LoginItem LoginItemOfMacos
#include "core/config/LoginItem.h"
#include "core/config/LoginItem_macos.cpp" // NOLINT(bugprone-suspicious-include)

#include <QTest>
#include <QXmlStreamReader>

using namespace tickgate;

class TestLoginItemMacos : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theAgentIsAPropertyListThatStartsTheProgramAtLogin()
    {
        const LoginItem item{QStringLiteral("/Applications/A & B.app/Contents/MacOS/tickgate"),
                             {QStringLiteral("--minimized"), QStringLiteral("<x>")},
                             {}};
        QVERIFY(item.place().endsWith(QStringLiteral("/Library/LaunchAgents/org.tickgate.Tickgate.plist")));
        QXmlStreamReader xml(item.content());
        QStringList words;
        while (!xml.atEnd()) {
            xml.readNext();
            if (xml.isStartElement() && xml.name() == u"true")
                words += QStringLiteral("true");
            else if (xml.isCharacters() && !xml.isWhitespace())
                words += xml.text().toString();
        }
        QVERIFY2(!xml.hasError(), qPrintable(xml.errorString()));
        QCOMPARE(words,
                 QStringList({QStringLiteral("Label"), QStringLiteral("org.tickgate.Tickgate"),
                              QStringLiteral("ProgramArguments"), item.program, QStringLiteral("--minimized"),
                              QStringLiteral("<x>"), QStringLiteral("RunAtLoad"), QStringLiteral("true"),
                              QStringLiteral("ProcessType"), QStringLiteral("Interactive"),
                              QStringLiteral("AssociatedBundleIdentifiers"), QStringLiteral("org.tickgate.Tickgate")}));
    }

    void aProgramThatWillBeGoneIsNotSetUp()
    {
        const LoginItem kept{
            QDir::homePath() + QStringLiteral("/Applications/Tickgate.app/Contents/MacOS/Tickgate"), {}, {}};
        QCOMPARE(kept.obstacle(), QString());
        LoginItem moved = kept;
        moved.program =
            QStringLiteral("/private/var/folders/zy/T/AppTranslocation/613DF902-6BE1-4C37-A4C2-349AA050923C/d/"
                           "Tickgate.app/Contents/MacOS/Tickgate");
        QVERIFY(moved.obstacle().contains(QLatin1String("Applications folder")));
    }

    void eachInstanceHasAnAgentAndALabelOfItsOwn()
    {
        const LoginItem item{QStringLiteral("/tickgate"), {}, QStringLiteral("second")};
        QVERIFY(item.place().endsWith(QStringLiteral("/org.tickgate.Tickgate.second.plist")));
        QVERIFY(item.content().contains(QStringLiteral("<string>org.tickgate.Tickgate.second</string>")));
    }
};

QTEST_GUILESS_MAIN(TestLoginItemMacos)
#include "tst_LoginItemMacos.moc"

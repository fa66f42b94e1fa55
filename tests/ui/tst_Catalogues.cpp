#include "core/metrics/Format.h"
#include "ui/model/StageSummary.h"
#include "ui/service/Catalogues.h"

#include <QDir>
#include <QFile>
#include <QFileInfo>
#include <QLibraryInfo>
#include <QLocale>
#include <QProcess>
#include <QTemporaryDir>
#include <QTest>

using namespace tickgate;

namespace {

const QByteArray kGerman = R"(<?xml version="1.0" encoding="utf-8"?>
<!DOCTYPE TS>
<TS version="2.1" language="de_DE">
<context>
    <name>StageSummary</name>
    <message><source>RUNNING</source><translation>LÄUFT</translation></message>
</context>
</TS>
)";

} // namespace

class tst_Catalogues : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void withoutACatalogueEverythingIsEnglish()
    {
        QVERIFY(!installCatalogues(*QCoreApplication::instance(), QLocale(QStringLiteral("xh_ZA"))));
        QCOMPARE(stateWord(ServiceState::Running), QStringLiteral("RUNNING"));
    }

    void aCatalogueOfTheLanguageIsInForce()
    {
        const QString tool = QLibraryInfo::path(QLibraryInfo::BinariesPath) + QStringLiteral("/lrelease");
        if (!QFileInfo(tool).isExecutable())
            QSKIP("There is no lrelease to make a catalogue with");
        const QTemporaryDir dir;
        QFile source(dir.filePath(QStringLiteral("tickgate_de.ts")));
        QVERIFY(source.open(QIODevice::WriteOnly));
        source.write(kGerman);
        source.close();
        QProcess release;
        release.start(tool, {source.fileName()});
        QTRY_COMPARE_WITH_TIMEOUT(release.state(), QProcess::NotRunning, 30'000);
        QVERIFY(installCatalogues(*QCoreApplication::instance(), QLocale(QStringLiteral("de_DE")), dir.path()));
        QCOMPARE(stateWord(ServiceState::Running), QStringLiteral("LÄUFT"));
        QCOMPARE(stateWord(ServiceState::Stopped), QStringLiteral("STOPPED")); // not translated yet
    }
};

QTEST_GUILESS_MAIN(tst_Catalogues)
#include "tst_Catalogues.moc"

#include "app/ControlClient.h"
#include "app/OtherInstance.h"
#include "app/SingleInstance.h"
#include "core/ports/ListenSocket.h"
#include "tests/support/TestSupport.h"
#include "tests/support/TickgateProcess.h"
#include "ui/service/SystemPortDesk.h"

#include <QTemporaryDir>
#include <QTest>

using namespace tickgate;
using namespace std::chrono_literals;
using namespace tickgate::test;

/// The window frees a port that another Tickgate holds.
class tst_PanelRelease : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void anotherTickgateIsAskedOverItsControlSocketAndLivesOn()
    {
        const QTemporaryDir theirs;
        const QTemporaryDir ours;
        TickgateProcess holder(theirs.path());
        QVERIFY(holder.waitListening());
        const auto port = static_cast<quint16>(holder.webSocketPort);

        SystemPortDesk desk(askByControlSocket(PlatformFolders::under(ours.path())));
        const auto ladder = desk.release(QStringLiteral("127.0.0.1"), port);
        connect(ladder.get(), &ReleaseLadder::planned, ladder.get(), [&ladder] { ladder->proceed(); });
        ladder->examine();
        QVERIFY(waitFor([&] { return ladder->step() == ReleaseStep::Finished; }));
        QCOMPARE(ladder->report().outcome, ReleaseOutcome::Freed);
        QVERIFY(!ladder->report().forced);
        QCOMPARE(os::proveFree("127.0.0.1", port), 0);
        QVERIFY(holder.runs());

        ControlClient client;
        QVERIFY(client.connectTo(controlSocketName(PlatformFolders::under(theirs.path()).stateDir), 2s));
        const ControlReply status = client.ask(QStringLiteral("status"), {}, 5s);
        QCOMPARE(status.result[QLatin1String("state")].toString(), QStringLiteral("stopped"));
        holder.terminate();
        QCOMPARE(holder.waitEnd(), 0);
    }

    void itIsFoundByWhatItsCommandLineSays()
    {
        const PlatformFolders ours = PlatformFolders::under(QStringLiteral("/ours"));
        os::ProcessIdentity process;
        process.arguments = {"tickgate", "--headless", "--config-dir", "their", "--instance", "two"};
        process.workingDirectory = "/home/asha";
        const auto folders = foldersOfProcess(process, ours);
        QCOMPARE(folders.size(), std::size_t(2));
        QCOMPARE(folders[0],
                 PlatformFolders::under(QStringLiteral("/home/asha/their")).forInstance(QStringLiteral("two")));
        QCOMPARE(folders[1], ours);
        process.arguments = {"tickgate", "--config-dir", "/ours"};
        QCOMPARE(foldersOfProcess(process, ours), std::vector<PlatformFolders>{ours});
        process.arguments = {"tickgate", "--no-such-option"};
        QCOMPARE(foldersOfProcess(process, ours), std::vector<PlatformFolders>{ours});
    }
};

QTEST_GUILESS_MAIN(tst_PanelRelease)
#include "tst_PanelRelease.moc"

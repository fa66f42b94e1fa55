#include "core/ports/PortPolicy.h"
#include "core/ports/PortText.h"

#include <QTest>

using namespace tickgate;

namespace {

HolderFacts program(qint64 pid, const QString &name)
{
    HolderFacts facts;
    facts.holder.pid = pid;
    facts.holder.name = name;
    facts.holder.command = name + QStringLiteral(" --serve");
    facts.holder.user = QStringLiteral("anna");
    facts.holder.sameUser = true;
    facts.mayEnd = true;
    return facts;
}

ListenerFacts listener(const QString &address, const std::vector<HolderFacts> &holders)
{
    ListenerFacts facts;
    facts.address = address;
    facts.v6 = address.contains(u':');
    facts.user = QStringLiteral("anna");
    facts.holders = holders;
    return facts;
}

PortFacts port8765(BindOutcome asListener, const std::vector<ListenerFacts> &listeners = {})
{
    PortFacts facts;
    facts.address = facts.given = QStringLiteral("127.0.0.1");
    facts.port = 8765;
    facts.asListener = facts.strict = asListener;
    facts.listeners = listeners;
    return facts;
}

const QString kLocal = QStringLiteral("127.0.0.1");

} // namespace

/// Every verdict of the design, from made-up facts.
class tst_PortPolicy : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aPortNobodyHoldsIsFree()
    {
        const PortVerdict verdict = judgePort(port8765(BindOutcome::Ok));
        QCOMPARE(verdict.kind, PortVerdictKind::Free);
        QCOMPARE(verdict.action, PortAction::Start);
        QVERIFY(!verdict.blocksStart);
        QCOMPARE(verdict.address, kLocal);
        QCOMPARE(verdict.port, quint16(8765));
    }

    void ourOwnListenerIsOursAndNeedsNothing()
    {
        HolderFacts us = program(100, QStringLiteral("tickgate"));
        us.ours = true;
        const PortVerdict verdict = judgePort(port8765(BindOutcome::InUse, {listener(kLocal, {us})}));
        QCOMPARE(verdict.kind, PortVerdictKind::Ours);
        QCOMPARE(verdict.action, PortAction::None);
    }

    void ourListenersOfBothFamiliesAreNamed()
    {
        HolderFacts us = program(100, QStringLiteral("tickgate"));
        us.ours = true;
        const PortVerdict verdict =
            judgePort(port8765(BindOutcome::InUse, {listener(kLocal, {us}), listener(QStringLiteral("::1"), {us})}));
        QCOMPARE(verdict.kind, PortVerdictKind::Ours);
        QCOMPARE(verdict.holders.size(), std::size_t(2));
        QCOMPARE(verdict.holders.at(0).address, kLocal);
        QCOMPARE(verdict.holders.at(1).address, QStringLiteral("::1"));
        QVERIFY(verdict.text.contains(QStringLiteral("127.0.0.1:8765 and [::1]:8765")));
    }

    void aSecondListenerBesideOursIsATwin_data()
    {
        QTest::addColumn<QString>("address");
        QTest::newRow("same address") << kLocal;
        QTest::newRow("every IPv4 address") << QStringLiteral("0.0.0.0");
        QTest::newRow("IPv6 loopback") << QStringLiteral("::1");
        QTest::newRow("every IPv6 address") << QStringLiteral("::");
    }
    void aSecondListenerBesideOursIsATwin()
    {
        QFETCH(QString, address);
        HolderFacts us = program(100, QStringLiteral("tickgate"));
        us.ours = true;
        const HolderFacts other = program(200, QStringLiteral("node"));
        const PortVerdict verdict =
            judgePort(port8765(BindOutcome::InUse, {listener(kLocal, {us}), listener(address, {other})}));
        QCOMPARE(verdict.kind, PortVerdictKind::TwinListener);
        QCOMPARE(verdict.action, PortAction::Release);
        QVERIFY(verdict.text.contains(QStringLiteral("node (pid 200)")));
        QCOMPARE(verdict.holders.size(), std::size_t(2));
    }

    void anEarlierTickgateIsOurOrphan()
    {
        HolderFacts orphan = program(300, QStringLiteral("tickgate"));
        orphan.tickgate = true;
        const PortVerdict verdict = judgePort(port8765(BindOutcome::InUse, {listener(kLocal, {orphan})}));
        QCOMPARE(verdict.kind, PortVerdictKind::OurOrphan);
        QCOMPARE(verdict.action, PortAction::Release);
        QVERIFY(verdict.blocksStart);
        QVERIFY(verdict.text.contains(QStringLiteral("pid 300")));
    }

    void openAlgosProxyIsNamedAndMayBeReleased()
    {
        HolderFacts proxy = program(400, QStringLiteral("python3.12"));
        proxy.openAlgo = OpenAlgoRole::Proxy;
        const PortVerdict verdict = judgePort(port8765(BindOutcome::InUse, {listener(kLocal, {proxy})}));
        QCOMPARE(verdict.kind, PortVerdictKind::OpenAlgoProxy);
        QCOMPARE(verdict.action, PortAction::Release);
        QVERIFY(verdict.remedy.contains(QStringLiteral("keeps running")));
    }

    void aProxyInsideOpenAlgoWarnsThatAllOfItWouldEnd()
    {
        HolderFacts app = program(400, QStringLiteral("python3.12"));
        app.openAlgo = OpenAlgoRole::WholeApp;
        const PortVerdict verdict = judgePort(port8765(BindOutcome::InUse, {listener(kLocal, {app})}));
        QCOMPARE(verdict.kind, PortVerdictKind::OpenAlgoProxy);
        QVERIFY(verdict.remedy.contains(QStringLiteral("APP_MODE=standalone")));
        QVERIFY(verdict.remedy.contains(QStringLiteral("orders")));
        QVERIFY(costOfEnding(app).contains(QStringLiteral("orders")));
    }

    void anyOtherProgramIsNamedWithPidUserCommandStartAndAddress()
    {
        HolderFacts node = program(500, QStringLiteral("node"));
        node.holder.startedAt = QDateTime::fromMSecsSinceEpoch(1'700'000'000'000);
        const PortVerdict verdict = judgePort(port8765(BindOutcome::InUse, {listener(kLocal, {node})}));
        QCOMPARE(verdict.kind, PortVerdictKind::OtherProcess);
        QCOMPARE(verdict.action, PortAction::Release);
        for (const char *part : {"8765", "node (pid 500)", "anna", "node --serve", "127.0.0.1", "running since"})
            QVERIFY2(verdict.text.contains(QLatin1String(part)), qPrintable(verdict.text));
        QCOMPARE(verdict.holders.at(0).address, kLocal);
    }

    void aRelayIsNotToBeEndedButItsSourceStopped_data()
    {
        QTest::addColumn<RelayKind>("relay");
        QTest::addColumn<QString>("advice");
        QTest::newRow("container") << RelayKind::Container << QStringLiteral("docker ps");
        QTest::newRow("WSL") << RelayKind::Wsl << QStringLiteral("wsl --shutdown");
        QTest::newRow("virtual machine") << RelayKind::VirtualMachine << QStringLiteral("virtual machine");
    }
    void aRelayIsNotToBeEndedButItsSourceStopped()
    {
        QFETCH(RelayKind, relay);
        QFETCH(QString, advice);
        HolderFacts holder = program(600, QStringLiteral("docker-proxy"));
        holder.relay = relay;
        const PortVerdict verdict = judgePort(port8765(BindOutcome::InUse, {listener(kLocal, {holder})}));
        QCOMPARE(verdict.kind, PortVerdictKind::OtherProcess);
        QCOMPARE(verdict.action, PortAction::AskOwner);
        QVERIFY2(verdict.remedy.contains(advice), qPrintable(verdict.remedy));
    }

    void anotherUsersProgramSaysWhomToAsk()
    {
        HolderFacts theirs = program(700, QStringLiteral("python3"));
        theirs.holder.user = QStringLiteral("bert");
        theirs.holder.sameUser = false;
        theirs.mayEnd = false;
        const PortVerdict verdict = judgePort(port8765(BindOutcome::InUse, {listener(kLocal, {theirs})}));
        QCOMPARE(verdict.kind, PortVerdictKind::OtherUser);
        QCOMPARE(verdict.action, PortAction::AskOwner);
        QVERIFY(verdict.remedy.contains(QStringLiteral("bert")));
    }

    void aListenerOfAnotherUserWithoutAPidIsOtherUserToo()
    {
        ListenerFacts hidden = listener(kLocal, {});
        hidden.user = QStringLiteral("bert");
        hidden.hiddenOwner = true;
        const PortVerdict verdict = judgePort(port8765(BindOutcome::InUse, {hidden}));
        QCOMPARE(verdict.kind, PortVerdictKind::OtherUser);
        QVERIFY(verdict.text.contains(QStringLiteral("bert")));
        QCOMPARE(verdict.holders.at(0).user, QStringLiteral("bert"));
    }

    void aPrivilegedPortWithoutRightsIsReserved()
    {
        PortFacts facts = port8765(BindOutcome::NoRights);
        facts.port = 443;
        const PortVerdict verdict = judgePort(facts);
        QCOMPARE(verdict.kind, PortVerdictKind::SystemReserved);
        QCOMPARE(verdict.action, PortAction::EditSettings);
        QVERIFY(verdict.blocksStart);
    }

    void aPortInARangeTheSystemExcludesIsReserved()
    {
        const PortVerdict verdict = judgePort(port8765(BindOutcome::NoRights));
        QCOMPARE(verdict.kind, PortVerdictKind::SystemReserved);
        QCOMPARE(verdict.action, PortAction::UseNextPort);
        QVERIFY(verdict.remedy.contains(QStringLiteral("8766")));
    }

    void anExclusiveOwnerIsAProcessEvenWhenTheSystemSaysNoRights()
    {
        // Windows answers so when the owner set SO_EXCLUSIVEADDRUSE.
        const PortVerdict verdict =
            judgePort(port8765(BindOutcome::NoRights, {listener(kLocal, {program(800, QStringLiteral("excel.exe"))})}));
        QCOMPARE(verdict.kind, PortVerdictKind::OtherProcess);
    }

    void theSystemsOwnListenerIsReserved()
    {
        const PortVerdict verdict =
            judgePort(port8765(BindOutcome::NoRights, {listener(kLocal, {program(4, QStringLiteral("System"))})}));
        QCOMPARE(verdict.kind, PortVerdictKind::SystemReserved);
    }

    void leftoverConnectionsThatBlockAreWaitedFor()
    {
        PortFacts facts = port8765(BindOutcome::InUse);
        facts.lingering = 12;
        facts.secondsToGo = 41;
        const PortVerdict verdict = judgePort(facts);
        QCOMPARE(verdict.kind, PortVerdictKind::Lingering);
        QCOMPARE(verdict.action, PortAction::WaitAndRetry);
        QVERIFY(verdict.blocksStart);
        QCOMPARE(verdict.lingering, 12);
        QCOMPARE(verdict.secondsToGo, 41);
        QVERIFY(verdict.text.contains(QStringLiteral("41 s")));
    }

    void leftoverConnectionsThatDoNotBlockLetUsStart()
    {
        PortFacts facts = port8765(BindOutcome::Ok);
        facts.strict = BindOutcome::InUse;
        facts.lingering = 1;
        const PortVerdict verdict = judgePort(facts);
        QCOMPARE(verdict.kind, PortVerdictKind::Lingering);
        QCOMPARE(verdict.action, PortAction::Start);
        QVERIFY(!verdict.blocksStart);
    }

    void aTakenPortWithoutAnyHolderHasAVanishedOwner()
    {
        const PortVerdict verdict = judgePort(port8765(BindOutcome::InUse));
        QCOMPARE(verdict.kind, PortVerdictKind::HeldByVanishedOwner);
        QCOMPARE(verdict.action, PortAction::WaitAndRetry);
        QVERIFY(verdict.blocksStart);
    }

    void aVanishedOwnersHeirsAreNamed()
    {
        HolderFacts gone;
        gone.holder.pid = 900;
        gone.vanished = true;
        gone.heirs.push_back(program(901, QStringLiteral("helper.exe")).holder);
        const PortVerdict verdict = judgePort(port8765(BindOutcome::InUse, {listener(kLocal, {gone})}));
        QCOMPARE(verdict.kind, PortVerdictKind::HeldByVanishedOwner);
        QVERIFY(verdict.remedy.contains(QStringLiteral("helper.exe (pid 901)")));
    }

    void aListenerOnTheOtherLoopbackOnlyIsTheWrongFamilyAndDoesNotBlock()
    {
        const PortVerdict verdict = judgePort(
            port8765(BindOutcome::Ok, {listener(QStringLiteral("::1"), {program(1000, QStringLiteral("node"))})}));
        QCOMPARE(verdict.kind, PortVerdictKind::WrongFamily);
        QVERIFY(!verdict.blocksStart);
        QVERIFY(verdict.text.contains(QStringLiteral("localhost")));
        QVERIFY(verdict.text.contains(QStringLiteral("[::1]:8765")));
    }

    void aListenerOnAnotherLoopbackAddressIsInNobodysWay_data()
    {
        QTest::addColumn<QString>("address");
        QTest::newRow("IPv4") << QStringLiteral("127.0.0.2");
        QTest::newRow("IPv4 in IPv6") << QStringLiteral("::ffff:127.0.0.2");
    }
    void aListenerOnAnotherLoopbackAddressIsInNobodysWay()
    {
        QFETCH(QString, address);
        const ListenerFacts other = listener(address, {program(1000, QStringLiteral("node"))});
        const PortVerdict free = judgePort(port8765(BindOutcome::Ok, {other}));
        QCOMPARE(free.kind, PortVerdictKind::Free);
        QVERIFY(free.holders.empty());
        HolderFacts tickgate = program(50, QStringLiteral("tickgate"));
        tickgate.ours = true;
        QCOMPARE(judgePort(port8765(BindOutcome::InUse, {listener(kLocal, {tickgate}), other})).kind,
                 PortVerdictKind::Ours);
    }

    void aListenerOnEveryAddressIsTheWrongFamilyAndBlocks_data()
    {
        QTest::addColumn<QString>("address");
        QTest::newRow("IPv4") << QStringLiteral("0.0.0.0");
        QTest::newRow("both families") << QStringLiteral("::");
    }
    void aListenerOnEveryAddressIsTheWrongFamilyAndBlocks()
    {
        QFETCH(QString, address);
        const PortVerdict verdict =
            judgePort(port8765(BindOutcome::InUse, {listener(address, {program(1000, QStringLiteral("node"))})}));
        QCOMPARE(verdict.kind, PortVerdictKind::WrongFamily);
        QCOMPARE(verdict.action, PortAction::Release);
        QVERIFY(verdict.blocksStart);
    }

    void openAlgoOnEveryAddressIsStillOpenAlgo()
    {
        HolderFacts proxy = program(400, QStringLiteral("python3"));
        proxy.openAlgo = OpenAlgoRole::Proxy;
        const PortVerdict verdict =
            judgePort(port8765(BindOutcome::InUse, {listener(QStringLiteral("0.0.0.0"), {proxy})}));
        QCOMPARE(verdict.kind, PortVerdictKind::OpenAlgoProxy);
    }

    void aListenerOnAnAddressOfTheNetworkDoesNotMatter()
    {
        const PortVerdict verdict = judgePort(
            port8765(BindOutcome::Ok, {listener(QStringLiteral("192.168.1.5"), {program(1, QStringLiteral("node"))})}));
        QCOMPARE(verdict.kind, PortVerdictKind::Free);
    }

    void anAddressThisComputerDoesNotHaveIsBad_data()
    {
        QTest::addColumn<BindOutcome>("outcome");
        QTest::newRow("not local") << BindOutcome::NoSuchAddress;
        QTest::newRow("no such family") << BindOutcome::NoSuchFamily;
        QTest::newRow("a host name or rubbish") << BindOutcome::NotNumeric;
    }
    void anAddressThisComputerDoesNotHaveIsBad()
    {
        QFETCH(BindOutcome, outcome);
        PortFacts facts = port8765(outcome);
        facts.given = facts.address = QStringLiteral("10.99.99.99");
        const PortVerdict verdict = judgePort(facts);
        QCOMPARE(verdict.kind, PortVerdictKind::BadAddress);
        QCOMPARE(verdict.action, PortAction::EditSettings);
        QVERIFY(verdict.blocksStart);
        QVERIFY(verdict.text.contains(QStringLiteral("10.99.99.99")) || outcome == BindOutcome::NoSuchFamily);
    }

    void everyVerdictAndActionHasAStableName()
    {
        QSet<QString> names;
        for (int i = 0; i <= static_cast<int>(PortVerdictKind::BadAddress); ++i)
            names.insert(portVerdictName(static_cast<PortVerdictKind>(i)));
        QCOMPARE(names.size(), 12);
        QVERIFY(!names.contains(QString()));
        QCOMPARE(portVerdictName(PortVerdictKind::HeldByVanishedOwner), QStringLiteral("held_by_vanished_owner"));
        names.clear();
        for (int i = 0; i <= static_cast<int>(PortAction::EditSettings); ++i)
            names.insert(portActionName(static_cast<PortAction>(i)));
        QCOMPARE(names.size(), 7);
        QVERIFY(!names.contains(QString()));
    }

    void localhostIsResolvedByUs_data()
    {
        QTest::addColumn<QString>("host");
        QTest::addColumn<QString>("address");
        QTest::newRow("localhost") << QStringLiteral("localhost") << kLocal;
        QTest::newRow("LocalHost") << QStringLiteral(" LocalHost ") << kLocal;
        QTest::newRow("IPv4") << QStringLiteral("0.0.0.0") << QStringLiteral("0.0.0.0");
        QTest::newRow("IPv6") << QStringLiteral("::") << QStringLiteral("::");
        QTest::newRow("IPv6 in brackets") << QStringLiteral("[::1]") << QStringLiteral("::1");
        QTest::newRow("host name") << QStringLiteral("trader-pc.lan") << QString();
        QTest::newRow("shortened") << QStringLiteral("127.1") << QString();
        QTest::newRow("rubbish") << QStringLiteral("!!") << QString();
        QTest::newRow("nothing") << QString() << QString();
    }
    void localhostIsResolvedByUs()
    {
        QFETCH(QString, host);
        QFETCH(QString, address);
        QCOMPARE(bindAddress(host).value_or(QString()), address);
    }
};

QTEST_GUILESS_MAIN(tst_PortPolicy)
#include "tst_PortPolicy.moc"

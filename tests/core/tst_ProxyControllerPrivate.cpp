#include "core/service/ProxyControllerPrivate.h"

#include "core/feed/PassiveFeed.h"
#include "core/server/StartErrors.h"
#include "core/service/ServiceParts.h"
#include "tests/support/TestSupport.h"

#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <stdexcept>

using namespace tickgate;
using namespace std::chrono_literals;
using namespace tickgate::test;

namespace {

const QString kReason = QStringLiteral("out of order");

/// Never says that it has stopped.
class EndlessFeed : public PassiveFeed
{
public:
    void stop(std::function<void()> /*done*/) override {}
};

/// The state machine alone; the owner only lends it its signals.
class Machine : public QObject
{
public:
    Machine()
    {
        loaded.config.webSocketPort = 0;
        loaded.config.zmqPort = 0;
        loaded.config.auth = AuthKind::Demo;
        connect(&m_owner, &ProxyController::autoRestartScheduled, this,
                [this](std::chrono::milliseconds delay) { delays.append(delay.count()); });
    }

    [[nodiscard]] bool waitState(ServiceState state)
    {
        return waitFor([&] { return machine.state == state; });
    }

    LoadedConfig loaded;
    std::atomic<bool> unreadable = false; ///< the configuration, from now on
    QList<qint64> delays;

private:
    ProxyController::ConfigSource source()
    {
        return [this] {
            if (unreadable)
                throw std::runtime_error(kReason.toStdString());
            return loaded;
        };
    }
    ServiceOptions options()
    {
        ServiceOptions options;
        options.configDir = m_dir.path();
        options.stateDir = m_dir.path();
        return options;
    }

    QTemporaryDir m_dir;
    ProxyController m_owner{source(), options()};

public:
    ProxyControllerPrivate machine{m_owner, source(), options()};
};

} // namespace

/// What takes too long, or fails too often, to be waited for in front of the whole service.
class tst_ProxyControllerPrivate : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void failedStartsBehindALongRunCountOn()
    {
        Machine stage;
        ProxyControllerPrivate &machine = stage.machine;
        machine.beginStart();
        QVERIFY(stage.waitState(ServiceState::Running));
        machine.onFailed(start_errors::hubFailed(kReason));
        QVERIFY(waitFor([&] { return !machine.hub; }));
        machine.ranFor = RestartPolicy::kGoodTime; // as if it had
        stage.unreadable = true;
        for (const int failures : {2, 3}) {
            machine.restartTimer.stop();
            machine.beginStart();
            QVERIFY(stage.waitState(ServiceState::Failed));
            QCOMPARE(machine.restartPolicy.failures(), failures);
        }
        QCOMPARE(stage.delays, (QList<qint64>{1'000, 2'000, 4'000}));
    }

    void aStopThatIsNeverFinishedFailsAlthoughTheLoopTurns()
    {
        Machine stage;
        ProxyControllerPrivate &machine = stage.machine;
        HubOptions hub = makeHubOptions(stage.loaded.config, machine.options);
        hub.makeFeed = [](QObject *) { return std::make_unique<EndlessFeed>(); };
        machine.setState(ServiceState::Starting);
        machine.launch(stage.loaded, hub);
        QVERIFY(stage.waitState(ServiceState::Running));
        machine.lostTimer.setInterval(10ms);
        machine.askStop(QStringLiteral("test"));
        QCOMPARE(machine.state, ServiceState::Stopping);
        QVERIFY(stage.waitState(ServiceState::Failed));
        QVERIFY(machine.error->text.contains(QStringLiteral("cannot be stopped")));
        QVERIFY(stage.delays.isEmpty()); // it was to be stopped
    }
};

QTEST_GUILESS_MAIN(tst_ProxyControllerPrivate)
#include "tst_ProxyControllerPrivate.moc"

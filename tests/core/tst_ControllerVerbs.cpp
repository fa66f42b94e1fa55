#include "app/ControllerVerbs.h"

#include "app/ControlClient.h"
#include "app/ControlServer.h"
#include "app/SingleInstance.h"
#include "core/server/TickTap.h"
#include "tests/support/BusPublisher.h"
#include "tests/support/ServiceStage.h"
#include "tests/support/TestSupport.h"

#include <QScopeGuard>
#include <QSemaphore>
#include <QTemporaryDir>
#include <QTest>

#include <atomic>
#include <memory>
#include <thread>

using namespace tickgate;
using namespace std::chrono_literals;
using namespace tickgate::test;

namespace {

/// A service behind its control socket.
class Instance
{
public:
    Instance()
        : m_verbs(*service.controller, {QStringLiteral("test"), m_dir.path(), false}, {})
        , m_server(m_verbs)
    {
        problem = m_server.listen(name());
    }

    [[nodiscard]] QString name() const { return controlSocketName(m_dir.path()); }

    ServiceStage service;
    QString problem; ///< of the socket

private:
    QTemporaryDir m_dir;
    ControllerVerbs m_verbs;
    ControlServer m_server;
};

/// One question from outside, on a thread of its own, since it blocks.
class Question
{
public:
    Question(const Instance &instance, const QString &verb)
        : m_thread([this, name = instance.name(), verb] {
            ControlClient client;
            if (client.connectTo(name, 5s))
                m_reply = client.ask(verb, {}, 25s);
            m_answered = true;
        })
    {}

    [[nodiscard]] bool waitAnswered() const
    {
        return waitFor([this] { return m_answered.load(); });
    }
    /// Once answered.
    [[nodiscard]] const ControlReply &reply() const { return m_reply; }

private:
    ControlReply m_reply;
    std::atomic<bool> m_answered = false;
    std::jthread m_thread;
};

} // namespace

/// The verbs that change the state are answered however it ends.
class tst_ControllerVerbs : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void aStartIsAnsweredWhenItRuns()
    {
        Instance instance;
        QCOMPARE(instance.problem, QString());
        const Question start(instance, QStringLiteral("start"));
        QVERIFY(start.waitAnswered());
        QCOMPARE(start.reply().exit, ExitCode::Done);
        QVERIFY(start.reply().message.contains(QStringLiteral("Running")));
    }

    void aRestartIsAnsweredWhenItRunsAgain()
    {
        Instance instance;
        QVERIFY(instance.service.start());
        const Question restart(instance, QStringLiteral("restart"));
        QVERIFY(restart.waitAnswered());
        QCOMPARE(restart.reply().exit, ExitCode::Done);
        QCOMPARE(instance.service.told.count(QStringLiteral("running")), 2);
    }

    void whatIsStoppedBeforeItRunsIsAnsweredSo_data()
    {
        QTest::addColumn<QString>("verb");
        QTest::newRow("start") << QStringLiteral("start");
        QTest::newRow("restart") << QStringLiteral("restart");
    }

    void whatIsStoppedBeforeItRunsIsAnsweredSo()
    {
        QFETCH(QString, verb);
        QSemaphore mayLoad;
        Instance instance;
        ServiceStage &service = instance.service;
        service.beforeLoading = [&mayLoad] { mayLoad.tryAcquire(1, 30'000); };
        int starts = 1;
        if (verb == QLatin1String("restart")) {
            mayLoad.release();
            QVERIFY(service.start());
            ++starts;
        }
        const Question question(instance, verb);
        QVERIFY(waitFor([&] { return service.told.count(QStringLiteral("starting")) == starts; }));
        QCOMPARE(service.controller->stop(kWhy), QString());
        mayLoad.release();
        QVERIFY(question.waitAnswered());
        QCOMPARE(question.reply().exit, ExitCode::Failed);
        QVERIFY(question.reply().message.contains(QStringLiteral("stopped")));
        QCOMPARE(service.controller->state(), ServiceState::Stopped);
    }

    void aStopThatCannotBeFinishedIsAnsweredSo()
    {
        const auto stuck = std::make_shared<QSemaphore>();
        const auto goOn = std::make_shared<QSemaphore>();
        Instance instance;
        const auto letGo = qScopeGuard([goOn] { goOn->release(1'000); });
        QVERIFY(instance.service.start());
        const auto tap = std::make_shared<TickTap>("NSE", "TCS");
        tap->setWake([stuck, goOn] { // on the server's thread, which does not turn meanwhile
            stuck->release();
            goOn->acquire();
        });
        instance.service.controller->tapTicks(tap);
        BusPublisher publisher;
        QVERIFY(publisher.reach(instance.service.bus));
        publisher.send("NSE_TCS_LTP", "1");
        QVERIFY(waitFor([&] { return stuck->available() > 0; }));
        const Question stop(instance, QStringLiteral("stop"));
        QVERIFY(stop.waitAnswered());
        QCOMPARE(stop.reply().exit, ExitCode::Failed);
        QVERIFY(stop.reply().message.contains(QStringLiteral("cannot be stopped")));
        goOn->release(1'000);
        QVERIFY(waitFor([&] { return instance.service.reports.size() == 1; })); // late, but clean
    }
};

QTEST_GUILESS_MAIN(tst_ControllerVerbs)
#include "tst_ControllerVerbs.moc"

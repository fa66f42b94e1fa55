#include "core/auth/AuthService.h"
#include "tests/support/TestSupport.h"

#include <QSemaphore>
#include <QTest>
#include <QThread>

#include <atomic>
#include <optional>
#include <stdexcept>
#include <vector>

using namespace tickgate;
using test::waitFor;

namespace {

/// "none" is logged in nowhere; the others are at a broker that is named by the number of the look-up. Can be held up.
class NumberedBrokers : public ApiKeyVerifier
{
public:
    KeyVerdict verify(const QByteArray & /*key*/) override { return {}; }
    std::optional<QString> brokerOf(const QString &userId) override
    {
        const int lookUp = ++lookUps;
        if (held)
            gate.acquire();
        if (failing)
            throw std::runtime_error("out of order");
        if (userId == QLatin1String("none"))
            return std::nullopt;
        return QString::number(lookUp);
    }
    QString sourceName() const override { return QStringLiteral("numbers"); }

    QSemaphore gate;
    std::atomic<bool> held = false;
    std::atomic<bool> failing = false;
    std::atomic<int> lookUps = 0;
};

} // namespace

/// AuthService as far as it looks up brokers.
class TestBrokerLookUp : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_verifier = std::make_shared<NumberedBrokers>();
        m_service = std::make_unique<AuthService>(m_verifier);
    }

    void cleanup()
    {
        m_verifier->held = false;
        m_verifier->gate.release(10'000);
        m_service.reset();
    }

    void aBrokerIsLookedUpElsewhereAndAnsweredOnTheCallersThread()
    {
        QThread *answeredOn = nullptr;
        std::optional<QString> broker;
        m_service->findBroker(QStringLiteral("anna"), this, [&](const std::optional<QString> &given) {
            broker = given;
            answeredOn = QThread::currentThread();
        });
        QVERIFY(!answeredOn);
        QVERIFY(waitFor([&] { return answeredOn != nullptr; }));
        QCOMPARE(answeredOn, QThread::currentThread());
        QCOMPARE(broker, std::optional(QStringLiteral("1")));
        QCOMPARE(brokers({"anna"}), QStringList{QStringLiteral("2")}); // nothing is kept
    }

    void whereNoBrokerCanBeFoundTheAnswerIsNothing()
    {
        QCOMPARE(brokers({"none"}), QStringList{QStringLiteral("nothing")});
        m_verifier->failing = true;
        QCOMPARE(brokers({"anna"}), QStringList{QStringLiteral("nothing")});
    }

    void whoAsksWhileABrokerIsLookedUpSharesOneMoreLookUp()
    {
        m_verifier->held = true;
        QStringList answers;
        const auto ask = [&] {
            m_service->findBroker(QStringLiteral("anna"), this, [&](const std::optional<QString> &broker) {
                answers.append(broker.value_or(QStringLiteral("nothing")));
            });
        };
        ask();
        QVERIFY(waitFor([&] { return m_verifier->lookUps == 1; }));
        for (int i = 0; i < 3; ++i)
            ask(); // what the first look-up reads may be of before this
        m_verifier->gate.release(2);
        QVERIFY(waitFor([&] { return answers.size() == 4; }));
        const auto second = QStringLiteral("2");
        QCOMPARE(answers, (QStringList{QStringLiteral("1"), second, second, second}));
        QCOMPARE(m_verifier->lookUps.load(), 2);
    }

    void tooManyQuestionsForBrokersAreAnsweredWithNothingAtOnce()
    {
        AuthOptions options;
        options.longestLine = 2;
        m_service = std::make_unique<AuthService>(m_verifier, options);
        m_verifier->held = true;
        int open = 0;
        int nothing = 0;
        for (const char *user : {"anna", "bob", "carla"}) {
            ++open;
            m_service->findBroker(QString::fromLatin1(user), this, [&](const std::optional<QString> &broker) {
                --open;
                nothing += broker ? 0 : 1;
            });
        }
        QCOMPARE(open, 2);
        QCOMPARE(nothing, 1);
        m_verifier->gate.release(2);
        QVERIFY(waitFor([&] { return open == 0; }));
        QCOMPARE(nothing, 1);
    }

    void whoHasGoneIsToldNoBroker()
    {
        m_verifier->held = true;
        bool goneWasAnswered = false;
        auto gone = std::make_unique<QObject>();
        m_service->findBroker(QStringLiteral("anna"), gone.get(),
                              [&](const std::optional<QString> &) { goneWasAnswered = true; });
        gone.reset();
        m_verifier->gate.release(2);
        QCOMPARE(brokers({"anna"}), QStringList{QStringLiteral("2")});
        QVERIFY(!goneWasAnswered);
    }

private:
    /// One question after the other; "nothing" where there is none.
    QStringList brokers(const std::vector<const char *> &users)
    {
        QStringList answers;
        for (const char *user : users) {
            const auto before = answers.size();
            m_service->findBroker(QString::fromLatin1(user), this, [&](const std::optional<QString> &broker) {
                answers.append(broker.value_or(QStringLiteral("nothing")));
            });
            if (!waitFor([&] { return answers.size() > before; }))
                break;
        }
        return answers;
    }

    std::shared_ptr<NumberedBrokers> m_verifier;
    std::unique_ptr<AuthService> m_service;
};

QTEST_GUILESS_MAIN(TestBrokerLookUp)
#include "tst_BrokerLookUp.moc"

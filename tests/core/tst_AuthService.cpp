#include "core/auth/AuthService.h"
#include "core/auth/DemoVerifier.h"
#include "tests/support/TestSupport.h"

#include <QSemaphore>
#include <QTest>
#include <QThread>

#include <atomic>
#include <optional>
#include <stdexcept>

using namespace tickgate;
using namespace std::chrono_literals;
using test::waitFor;

namespace {

/// Accepts "right-USER" as USER; can be held up, counts what it does.
class ScriptedVerifier : public ApiKeyVerifier
{
public:
    KeyVerdict verify(const QByteArray &key) override
    {
        const int now = ++atOnce;
        int most = mostAtOnce.load();
        while (now > most && !mostAtOnce.compare_exchange_weak(most, now)) {
        }
        ++calls;
        if (held)
            gate.acquire();
        --atOnce;
        if (failing)
            throw std::runtime_error("out of order");
        if (unavailable)
            return {KeyVerdict::Kind::Unavailable, {}, {}, QStringLiteral("locked")};
        if (loggedOut)
            return {KeyVerdict::Kind::BrokerError, {}, {}, QStringLiteral("log in")};
        if (key.startsWith("right-"))
            return {KeyVerdict::Kind::Accepted, QString::fromLatin1(key.mid(6)), QStringLiteral("zerodha"), {}};
        return {KeyVerdict::Kind::WrongKey, {}, {}, QStringLiteral("wrong")};
    }

    QString sourceName() const override { return QStringLiteral("script"); }
    QByteArray sourceStamp() const override { return QByteArray::number(stamp.load()); }

    QSemaphore gate;
    std::atomic<bool> held = false;
    std::atomic<bool> failing = false;
    std::atomic<bool> unavailable = false;
    std::atomic<bool> loggedOut = false;
    std::atomic<int> calls = 0;
    std::atomic<int> atOnce = 0;
    std::atomic<int> mostAtOnce = 0;
    std::atomic<int> stamp = 0;
};

} // namespace

class TestAuthService : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_now = std::chrono::steady_clock::time_point(1h);
        m_verifier = std::make_shared<ScriptedVerifier>();
        m_options = AuthOptions();
        m_options.now = [this] { return m_now; };
        remake();
    }

    void cleanup()
    {
        m_verifier->held = false;
        m_verifier->gate.release(10'000);
        m_service.reset();
    }

    void aRightKeyIsAcceptedOnTheCallersThread()
    {
        QThread *answeredOn = nullptr;
        KeyVerdict verdict;
        m_service->check("right-anna", this, [&](const KeyVerdict &given) {
            verdict = given;
            answeredOn = QThread::currentThread();
        });
        QVERIFY(!answeredOn); // never checked on the caller's thread
        QVERIFY(waitFor([&] { return answeredOn != nullptr; }));
        QCOMPARE(answeredOn, QThread::currentThread());
        QCOMPARE(verdict.kind, KeyVerdict::Kind::Accepted);
        QCOMPARE(verdict.userId, QStringLiteral("anna"));
    }

    void aCachedKeyIsAnsweredAtOnce()
    {
        static_cast<void>(ask("right-anna"));
        bool answered = false;
        m_service->check("right-anna", this, [&](const KeyVerdict &) { answered = true; });
        QVERIFY(answered);
        QCOMPARE(m_verifier->calls.load(), 1);
    }

    void rightKeysAreKeptForAnHourAndWrongOnesForFiveMinutes()
    {
        static_cast<void>(ask("right-anna"));
        static_cast<void>(ask("guess"));
        m_now += 5min - 1s;
        static_cast<void>(ask("guess"));
        QCOMPARE(m_verifier->calls.load(), 2);
        m_now += 1s;
        static_cast<void>(ask("guess"));
        QCOMPARE(m_verifier->calls.load(), 3);
        m_now += 55min - 1s;
        static_cast<void>(ask("right-anna"));
        QCOMPARE(m_verifier->calls.load(), 3);
        m_now += 1s;
        static_cast<void>(ask("right-anna"));
        QCOMPARE(m_verifier->calls.load(), 4);
    }

    void anUnreadableSourceIsNotRemembered()
    {
        m_verifier->unavailable = true;
        QCOMPARE(ask("right-anna").kind, KeyVerdict::Kind::Unavailable);
        m_verifier->unavailable = false;
        QCOMPARE(ask("right-anna").kind, KeyVerdict::Kind::Accepted);
    }

    void aMissingBrokerLoginIsNotRemembered()
    {
        m_verifier->loggedOut = true;
        QCOMPARE(ask("right-anna").kind, KeyVerdict::Kind::BrokerError);
        m_verifier->loggedOut = false;
        QCOMPARE(ask("right-anna").kind, KeyVerdict::Kind::Accepted);
    }

    void aVerifierThatThrowsIsAnUnreadableSource()
    {
        m_verifier->failing = true;
        QCOMPARE(ask("right-anna").kind, KeyVerdict::Kind::Unavailable);
    }

    void atMostTwoChecksRunAtOnce()
    {
        m_verifier->held = true;
        int answers = 0;
        for (int i = 0; i < 20; ++i)
            m_service->check("guess-" + QByteArray::number(i), this, [&](const KeyVerdict &) { ++answers; });
        QVERIFY(waitFor([&] { return m_verifier->atOnce == 2; }));
        m_verifier->gate.release(20);
        QVERIFY(waitFor([&] { return answers == 20; }));
        QCOMPARE(m_verifier->mostAtOnce.load(), 2);
    }

    void aFullLineIsAnsweredBusyAndRecovers()
    {
        m_options.longestLine = 3;
        remake();
        m_verifier->held = true;
        int answers = 0;
        int busy = 0;
        for (int i = 0; i < 7; ++i) {
            m_service->check("guess-" + QByteArray::number(i), this, [&](const KeyVerdict &verdict) {
                ++answers;
                busy += verdict.kind == KeyVerdict::Kind::Unavailable ? 1 : 0;
            });
        }
        QCOMPARE(answers, 2); // two are checked, three wait, two were told
        QCOMPARE(busy, 2);
        m_verifier->gate.release(5);
        QVERIFY(waitFor([&] { return answers == 7; }));
        QCOMPARE(busy, 2);
        m_verifier->held = false;
        QCOMPARE(ask("guess-6").kind, KeyVerdict::Kind::WrongKey);
    }

    void oneCheckAnswersEverybodyWhoAskedAboutTheSameKey()
    {
        m_verifier->held = true;
        int accepted = 0;
        for (int i = 0; i < 50; ++i) {
            m_service->check("right-anna", this, [&](const KeyVerdict &verdict) {
                accepted += verdict.kind == KeyVerdict::Kind::Accepted ? 1 : 0;
            });
        }
        m_verifier->gate.release();
        QVERIFY(waitFor([&] { return accepted == 50; }));
        QCOMPARE(m_verifier->calls.load(), 1);
    }

    void whoHasGoneIsNotAnswered()
    {
        m_verifier->held = true;
        bool goneWasAnswered = false;
        bool otherWasAnswered = false;
        auto gone = std::make_unique<QObject>();
        m_service->check("right-anna", gone.get(), [&](const KeyVerdict &) { goneWasAnswered = true; });
        m_service->check("right-anna", this, [&](const KeyVerdict &) { otherWasAnswered = true; });
        gone.reset();
        m_verifier->gate.release();
        QVERIFY(waitFor([&] { return otherWasAnswered; }));
        QVERIFY(!goneWasAnswered);
    }

    void keysOfWhoLeftTheLineAreNotChecked()
    {
        m_verifier->held = true;
        auto gone = std::make_unique<QObject>();
        for (int i = 0; i < 30; ++i)
            m_service->check("guess-" + QByteArray::number(i), gone.get(), [](const KeyVerdict &) {});
        QVERIFY(waitFor([&] { return m_verifier->atOnce == 2; }));
        gone.reset();
        m_verifier->held = false;
        m_verifier->gate.release(2);
        QCOMPARE(ask("right-anna").kind, KeyVerdict::Kind::Accepted);
        QCOMPARE(m_verifier->calls.load(), 3);
    }

    void invalidatingAUserForgetsThatUserAndTheWrongKeys()
    {
        static_cast<void>(ask("right-anna"));
        static_cast<void>(ask("right-bob"));
        static_cast<void>(ask("guess"));
        m_service->invalidateUser(QStringLiteral("anna"));
        static_cast<void>(ask("right-bob"));
        QCOMPARE(m_verifier->calls.load(), 3);
        static_cast<void>(ask("right-anna"));
        static_cast<void>(ask("guess"));
        QCOMPARE(m_verifier->calls.load(), 5);
    }

    void invalidatingAllForgetsEverybody()
    {
        static_cast<void>(ask("right-anna"));
        static_cast<void>(ask("right-bob"));
        m_service->invalidateAll();
        static_cast<void>(ask("right-anna"));
        static_cast<void>(ask("right-bob"));
        QCOMPARE(m_verifier->calls.load(), 4);
    }

    void aCheckOvertakenByAnInvalidationIsMadeAgain()
    {
        m_verifier->held = true;
        KeyVerdict verdict;
        bool answered = false;
        m_service->check("right-anna", this, [&](const KeyVerdict &given) {
            verdict = given;
            answered = true;
        });
        QVERIFY(waitFor([&] { return m_verifier->atOnce == 1; }));
        m_service->invalidateUser(QStringLiteral("anna"));
        m_verifier->gate.release();
        QVERIFY(waitFor([&] { return m_verifier->calls == 2; }));
        QVERIFY(!answered);
        m_verifier->loggedOut = true; // what the second check finds
        m_verifier->gate.release();
        QVERIFY(waitFor([&] { return answered; }));
        QCOMPARE(verdict.kind, KeyVerdict::Kind::BrokerError);
    }

    void aChangedSourceForgetsWhatWasCached()
    {
        static_cast<void>(ask("right-anna"));
        ++m_verifier->stamp;
        static_cast<void>(ask("right-anna"));
        QCOMPARE(m_verifier->calls.load(), 2);
    }

    void theCachesAreBoundedAndWrongKeysNeverPushOutRightOnes()
    {
        m_options.wrongKeysKept = 2;
        m_options.rightKeysKept = 2;
        remake();
        static_cast<void>(ask("right-anna"));
        for (int i = 0; i < 3; ++i)
            static_cast<void>(ask("guess-" + QByteArray::number(i)));
        QCOMPARE(m_verifier->calls.load(), 4);
        static_cast<void>(ask("right-anna"));
        static_cast<void>(ask("guess-2"));
        QCOMPARE(m_verifier->calls.load(), 4);
        static_cast<void>(ask("guess-0")); // the oldest made room
        QCOMPARE(m_verifier->calls.load(), 5);
    }

    void emptyAndHugeKeysAreWrongWithoutAnyCheck()
    {
        QCOMPARE(ask("").kind, KeyVerdict::Kind::WrongKey);
        QCOMPARE(ask(QByteArray(1024 * 1024, 'x')).kind, KeyVerdict::Kind::WrongKey);
        QCOMPARE(m_verifier->calls.load(), 0);
    }

    void theServiceMayGoWhileChecksRun()
    {
        m_verifier->held = true;
        bool answered = false;
        m_service->check("right-anna", this, [&](const KeyVerdict &) { answered = true; });
        m_service->check("right-bob", this, [&](const KeyVerdict &) { answered = true; });
        QVERIFY(waitFor([&] { return m_verifier->atOnce == 2; }));
        m_service.reset(); // must not wait for the gate
        m_verifier->gate.release(2);
        QVERIFY(waitFor([&] { return m_verifier->atOnce == 0; }));
        QCoreApplication::processEvents();
        QVERIFY(!answered);
    }

    void anAnswerMayEndTheService()
    {
        bool answered = false;
        m_service->check("right-anna", this, [&](const KeyVerdict &) {
            m_service.reset();
            answered = true;
        });
        QVERIFY(waitFor([&] { return answered; }));
    }

    void theDemoKeyIsTheOnlyDemoKey()
    {
        DemoVerifier demo;
        QCOMPARE(demo.verify("demo-key"),
                 (KeyVerdict{KeyVerdict::Kind::Accepted, QStringLiteral("demo"), QStringLiteral("demo"), {}}));
        QCOMPARE(demo.verify("demo-key ").kind, KeyVerdict::Kind::WrongKey);
        QCOMPARE(demo.verify("").kind, KeyVerdict::Kind::WrongKey);
    }

    void aMaskedKeyShowsFourCharactersAndAHash()
    {
        QCOMPARE(maskedKey("demo-key"), QStringLiteral("demo…#c48a01"));
        QCOMPARE(maskedKey("abcdef"), QStringLiteral("abc…#bef57e"));
        QVERIFY(maskedKey("a\nbcdefgh").startsWith(QStringLiteral("a?bc…#")));
        QVERIFY(maskedKey("demo-key") != maskedKey("demo-kez"));
        QCOMPARE(maskedKey(""), QStringLiteral("(none)"));
    }

private:
    void remake() { m_service = std::make_unique<AuthService>(m_verifier, m_options); }

    KeyVerdict ask(const QByteArray &key)
    {
        std::optional<KeyVerdict> verdict;
        m_service->check(key, this, [&](const KeyVerdict &given) { verdict = given; });
        if (!waitFor([&] { return verdict.has_value(); }))
            return {KeyVerdict::Kind::WrongKey, {}, {}, QStringLiteral("never answered")};
        return *verdict;
    }

    std::chrono::steady_clock::time_point m_now;
    AuthOptions m_options;
    std::shared_ptr<ScriptedVerifier> m_verifier;
    std::unique_ptr<AuthService> m_service;
};

QTEST_GUILESS_MAIN(TestAuthService)
#include "tst_AuthService.moc"

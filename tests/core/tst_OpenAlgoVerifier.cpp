#include "core/auth/AuthService.h"
#include "core/auth/OpenAlgoDatabase.h"
#include "core/auth/OpenAlgoVerifier.h"
#include "tests/support/OpenAlgoTree.h"
#include "tests/support/TestSupport.h"

#include <QFile>
#include <QTest>
#include <QThread>

#include <optional>

using namespace tickgate;
using test::OpenAlgoTree;

using Problem = OpenAlgoDatabase::Problem;

class TestOpenAlgoVerifier : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (test::pythonForTests().isEmpty())
            QSKIP("needs a Python with argon2, zmq and websockets");
    }

    void init() { m_tree = std::make_unique<OpenAlgoTree>(); }

    void aKeyIsAcceptedWithItsUserAndBroker_data()
    {
        QTest::addColumn<bool>("wal");
        QTest::newRow("rollback journal") << false;
        QTest::newRow("write-ahead log") << true;
    }

    void aKeyIsAcceptedWithItsUserAndBroker()
    {
        QFETCH(bool, wal);
        QVERIFY(m_tree->make(wal ? OpenAlgoTree::Journal::Wal : OpenAlgoTree::Journal::Rollback));
        QVERIFY(m_tree->addUser(QStringLiteral("anna"), QStringLiteral("key-of-anna"), QStringLiteral("zerodha")));
        QVERIFY(m_tree->addUser(QStringLiteral("bob"), QStringLiteral("key-of-bob"), QStringLiteral("angel")));
        OpenAlgoVerifier verifier(m_tree->databaseFile(), OpenAlgoTree::pepper());
        QCOMPARE(verifier.verify("key-of-anna"),
                 (KeyVerdict{KeyVerdict::Kind::Accepted, QStringLiteral("anna"), QStringLiteral("zerodha"), {}}));
        QCOMPARE(verifier.verify("key-of-bob"),
                 (KeyVerdict{KeyVerdict::Kind::Accepted, QStringLiteral("bob"), QStringLiteral("angel"), {}}));
        QCOMPARE(verifier.verify("key-of-nobody").kind, KeyVerdict::Kind::WrongKey);
    }

    void anotherPepperMakesEveryKeyWrong()
    {
        makeAnna();
        OpenAlgoVerifier verifier(m_tree->databaseFile(), "another-pepper");
        QCOMPARE(verifier.verify("key-of-anna").kind, KeyVerdict::Kind::WrongKey);
    }

    void withoutAPepperNoKeyIsCalledWrong()
    {
        makeAnna();
        OpenAlgoVerifier verifier(m_tree->databaseFile(), {});
        QCOMPARE(verifier.verify("key-of-anna").kind, KeyVerdict::Kind::Unavailable);
    }

    void aRevokedLoginIsABrokerError()
    {
        makeAnna();
        QVERIFY(m_tree->run({QStringLiteral("revoke"), QStringLiteral("anna")}));
        OpenAlgoVerifier verifier(m_tree->databaseFile(), OpenAlgoTree::pepper());
        const KeyVerdict verdict = verifier.verify("key-of-anna");
        QCOMPARE(verdict.kind, KeyVerdict::Kind::BrokerError);
        QVERIFY(verdict.message.contains(QStringLiteral("log in")));
        QVERIFY(!verdict.message.contains(QStringLiteral("key-of-anna")));
    }

    void aMissingLoginIsABrokerError()
    {
        makeAnna();
        QVERIFY(m_tree->run({QStringLiteral("logout"), QStringLiteral("anna")}));
        OpenAlgoVerifier verifier(m_tree->databaseFile(), OpenAlgoTree::pepper());
        QCOMPARE(verifier.verify("key-of-anna").kind, KeyVerdict::Kind::BrokerError);
        QCOMPARE(verifier.verify("guess").kind, KeyVerdict::Kind::WrongKey);
    }

    void aUsersBrokerIsThatOfTheLogin()
    {
        makeAnna();
        const auto anna = QStringLiteral("anna");
        OpenAlgoVerifier verifier(m_tree->databaseFile(), OpenAlgoTree::pepper());
        QCOMPARE(verifier.brokerOf(anna), std::optional(QStringLiteral("zerodha")));
        QVERIFY(m_tree->addUser(anna, QStringLiteral("key-of-anna"), QStringLiteral("angel")));
        QCOMPARE(verifier.brokerOf(anna), std::optional(QStringLiteral("angel")));
        QVERIFY(!verifier.brokerOf(QStringLiteral("nobody")));
        QVERIFY(m_tree->run({QStringLiteral("revoke"), anna}));
        QVERIFY(!verifier.brokerOf(anna));
        OpenAlgoVerifier unreadable(m_tree->folder() + QStringLiteral("/no.db"), OpenAlgoTree::pepper());
        QVERIFY(!unreadable.brokerOf(anna));
    }

    void aReplacedKeyStopsWorkingWhenTheCacheIsInvalidated()
    {
        makeAnna();
        AuthService service(std::make_shared<OpenAlgoVerifier>(m_tree->databaseFile(), OpenAlgoTree::pepper()));
        QCOMPARE(ask(service, "key-of-anna"), KeyVerdict::Kind::Accepted);
        QVERIFY(m_tree->run({QStringLiteral("key"), QStringLiteral("anna"), QStringLiteral("new-key-of-anna")}));
        QCOMPARE(ask(service, "key-of-anna"), KeyVerdict::Kind::Accepted); // still cached
        service.invalidateUser(QStringLiteral("anna"));
        QCOMPARE(ask(service, "key-of-anna"), KeyVerdict::Kind::WrongKey);
        QCOMPARE(ask(service, "new-key-of-anna"), KeyVerdict::Kind::Accepted);
    }

    void aDatabaseThatLocksReadersOutIsUnavailable()
    {
        makeAnna();
        const auto lock = m_tree->hold(QStringLiteral("lock"));
        QVERIFY(lock);
        OpenAlgoVerifier verifier(m_tree->databaseFile(), OpenAlgoTree::pepper());
        const KeyVerdict verdict = verifier.verify("key-of-anna");
        QCOMPARE(verdict.kind, KeyVerdict::Kind::Unavailable);
        QVERIFY(verdict.message.contains(QStringLiteral("busy")));
        lock->release();
        QCOMPARE(verifier.verify("key-of-anna").kind, KeyVerdict::Kind::Accepted);
    }

    void aWriterInTheMiddleOfATransactionDoesNotMatter()
    {
        QVERIFY(m_tree->make(OpenAlgoTree::Journal::Wal));
        QVERIFY(m_tree->addUser(QStringLiteral("anna"), QStringLiteral("key-of-anna"), QStringLiteral("zerodha")));
        OpenAlgoVerifier verifier(m_tree->databaseFile(), OpenAlgoTree::pepper());
        const auto writer = m_tree->hold(QStringLiteral("write")); // revokes everybody, not committed yet
        QVERIFY(writer);
        QCOMPARE(verifier.verify("key-of-anna").kind, KeyVerdict::Kind::Accepted);
        writer->release();
        QCOMPARE(verifier.verify("key-of-anna").kind, KeyVerdict::Kind::BrokerError);
    }

    void aFolderThatCannotBeWrittenIsEnough()
    {
#ifdef Q_OS_WIN
        QSKIP("folder permissions differ on Windows");
#endif
        QVERIFY(m_tree->make(OpenAlgoTree::Journal::Wal));
        QVERIFY(m_tree->addUser(QStringLiteral("anna"), QStringLiteral("key-of-anna"), QStringLiteral("zerodha")));
        const QString folder = m_tree->folder() + QStringLiteral("/db");
        const auto before = QFile::permissions(folder);
        QVERIFY(QFile::setPermissions(folder, QFile::ReadOwner | QFile::ExeOwner));
        if (QFile(folder + QStringLiteral("/probe")).open(QIODevice::WriteOnly))
            QSKIP("permissions mean nothing to this user");
        OpenAlgoVerifier verifier(m_tree->databaseFile(), OpenAlgoTree::pepper());
        const KeyVerdict verdict = verifier.verify("key-of-anna");
        QVERIFY(QFile::setPermissions(folder, before));
        QCOMPARE(verdict.kind, KeyVerdict::Kind::Accepted);
    }

    void severalThreadsMayAskAtOnce()
    {
        makeAnna();
        OpenAlgoVerifier verifier(m_tree->databaseFile(), OpenAlgoTree::pepper());
        std::vector<std::unique_ptr<QThread>> threads;
        std::atomic<int> accepted = 0;
        for (int i = 0; i < 4; ++i) {
            threads.emplace_back(QThread::create([&] {
                for (int round = 0; round < 3; ++round)
                    accepted += verifier.verify("key-of-anna").kind == KeyVerdict::Kind::Accepted ? 1 : 0;
            }));
            threads.back()->start();
        }
        for (const auto &thread : threads)
            QVERIFY(thread->wait());
        QCOMPARE(accepted.load(), 12);
    }

    void whatIsWrongWithADatabaseIsNamed()
    {
        makeAnna();
        QCOMPARE(OpenAlgoDatabase(m_tree->databaseFile()).probe().problem, Problem::None);
        QCOMPARE(OpenAlgoDatabase(m_tree->databaseFile()).probe().value, 1);
        QCOMPARE(OpenAlgoDatabase(m_tree->folder() + QStringLiteral("/no.db")).probe().problem, Problem::Absent);

        const QString other = m_tree->folder() + QStringLiteral("/other.db");
        QFile file(other);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.close();
        QCOMPARE(OpenAlgoDatabase(other).probe().problem, Problem::TableMissing);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(QByteArray(5000, 'x'));
        file.close();
        QCOMPARE(OpenAlgoDatabase(other).probe().problem, Problem::NotSqlite);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write(QByteArray("SQLite format 3", 16) + QByteArray(5000, 'x'));
        file.close();
        QCOMPARE(OpenAlgoDatabase(other).probe().problem, Problem::NotSqlite);

        QVERIFY(m_tree->run({QStringLiteral("drop"), QStringLiteral("auth")}));
        QCOMPARE(OpenAlgoDatabase(m_tree->databaseFile()).probe().problem, Problem::TableMissing);
    }

    void nothingIsEverWritten()
    {
        makeAnna();
        QFile file(m_tree->databaseFile());
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray before = file.readAll();
        OpenAlgoVerifier verifier(m_tree->databaseFile(), OpenAlgoTree::pepper());
        static_cast<void>(verifier.verify("key-of-anna"));
        QVERIFY(file.seek(0));
        QCOMPARE(file.readAll(), before);
        QVERIFY(!QFile::exists(m_tree->folder() + QStringLiteral("/db/no.db")));
        static_cast<void>(OpenAlgoDatabase(m_tree->folder() + QStringLiteral("/db/no.db")).keys());
        QVERIFY(!QFile::exists(m_tree->folder() + QStringLiteral("/db/no.db")));
    }

private:
    void makeAnna()
    {
        QVERIFY(m_tree->make());
        QVERIFY(m_tree->addUser(QStringLiteral("anna"), QStringLiteral("key-of-anna"), QStringLiteral("zerodha")));
    }

    KeyVerdict::Kind ask(AuthService &service, const QByteArray &key)
    {
        std::optional<KeyVerdict> verdict;
        service.check(key, this, [&](const KeyVerdict &given) { verdict = given; });
        return test::waitFor([&] { return verdict.has_value(); }) ? verdict->kind : KeyVerdict::Kind::Unavailable;
    }

    std::unique_ptr<OpenAlgoTree> m_tree;
};

QTEST_GUILESS_MAIN(TestOpenAlgoVerifier)
#include "tst_OpenAlgoVerifier.moc"

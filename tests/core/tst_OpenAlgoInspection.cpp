#include "core/auth/OpenAlgoInspection.h"
#include "core/config/ConfigLoader.h"
#include "tests/support/OpenAlgoTree.h"

#include <QDir>
#include <QFile>
#include <QTemporaryDir>
#include <QTest>

using namespace tickgate;
using test::OpenAlgoTree;

using Code = OpenAlgoProblem::Code;

class TestOpenAlgoInspection : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void initTestCase()
    {
        if (test::pythonForTests().isEmpty())
            QSKIP("needs a Python with argon2, zmq and websockets");
    }

    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_tree = std::make_unique<OpenAlgoTree>();
        QVERIFY(m_tree->make());
        QVERIFY(m_tree->addUser(QStringLiteral("anna"), QStringLiteral("key-of-anna"), QStringLiteral("zerodha")));
    }

    void aGoodFolderHasNoProblems()
    {
        const OpenAlgoInspection found = inspect();
        QVERIFY2(found.problems.empty(), found.problems.empty() ? "" : qPrintable(found.problems.front().text));
        QVERIFY(found.usable());
        QCOMPARE(found.keys, 1);
        QCOMPARE(found.webAddress, QStringLiteral("http://127.0.0.1:5000"));
    }

    void whatIsTakenIsListedWithSecretsMasked()
    {
        const QString taken = inspect().taken.join(QLatin1Char('\n'));
        QVERIFY2(taken.contains(QStringLiteral("VALID_BROKERS = zerodha,angel")), qPrintable(taken));
        QVERIFY(taken.contains(QStringLiteral("API_KEY_PEPPER")));
        QVERIFY(!taken.contains(QString::fromLatin1(OpenAlgoTree::pepper())));
        QVERIFY(!taken.contains(QStringLiteral("TICKGATE_AUTH"))); // a default is not taken from anywhere
    }

    void eachThingThatIsMissingIsNamedWithItsRemedy_data()
    {
        QTest::addColumn<QByteArray>("from");
        QTest::addColumn<QByteArray>("to");
        QTest::addColumn<int>("code");
        QTest::addColumn<bool>("usable");
        const QByteArray pepper = "API_KEY_PEPPER = '" + OpenAlgoTree::pepper() + "'";
        const auto row = [&](const char *name, const QByteArray &from, const QByteArray &to, Code code, bool usable) {
            QTest::newRow(name) << from << to << static_cast<int>(code) << usable;
        };
        row("no pepper", pepper, "", Code::PepperMissing, false);
        row("placeholder", pepper, "API_KEY_PEPPER = 'OPENALGO_PLACEHOLDER_API_KEY_PEPPER_REGENERATE_BEFORE_USE'",
            Code::PepperPlaceholder, false);
        row("short pepper", pepper, "API_KEY_PEPPER = 'short'", Code::PepperTooShort, true);
        row("other database", "sqlite:///db/openalgo.db", "postgresql://localhost/x", Code::DatabaseNotSqlite, false);
        row("no database", "db/openalgo.db", "db/none.db", Code::DatabaseAbsent, false);
        row("text file", "db/openalgo.db", "app.txt", Code::DatabaseNotSqlite, false);
        row("empty file", "db/openalgo.db", "empty.db", Code::TableMissing, false);
        row("own proxy", "APP_MODE = 'standalone'", "", Code::OwnProxyOn, true);
    }

    void eachThingThatIsMissingIsNamedWithItsRemedy()
    {
        QFETCH(QByteArray, from);
        QFETCH(QByteArray, to);
        QFETCH(int, code);
        QFETCH(bool, usable);
        writeFile(QStringLiteral("app.txt"), QByteArray(4000, 'x'));
        writeFile(QStringLiteral("empty.db"), {});
        QFile env(m_tree->folder() + QStringLiteral("/.env"));
        QVERIFY(env.open(QIODevice::ReadOnly));
        QByteArray text = env.readAll();
        env.close();
        QVERIFY(text.contains(from));
        writeFile(QStringLiteral(".env"), text.replace(from, to));

        const OpenAlgoInspection found = inspect();
        QCOMPARE(found.problems.size(), 1U);
        QCOMPARE(static_cast<int>(found.problems[0].code), code);
        QVERIFY(found.problems[0].text.endsWith(QLatin1Char('.')));
        QVERIFY(found.problems[0].remedy.endsWith(QLatin1Char('.')));
        QCOMPARE(found.usable(), usable);
    }

    void aLockedDatabaseIsNamed()
    {
        const auto lock = m_tree->hold(QStringLiteral("lock"));
        QVERIFY(lock);
        QCOMPARE(codes(), QList<int>{static_cast<int>(Code::DatabaseLocked)});
    }

    void noFolderAndAWrongFolderAreNamed()
    {
        QCOMPARE(codes({}), QList<int>{static_cast<int>(Code::FolderNotSet)});
        ProxyConfig config;
        config.openAlgoHome = m_dir->filePath(QStringLiteral("nothing-here"));
        LoadedConfig loaded;
        loaded.config = config;
        const OpenAlgoInspection found = inspectOpenAlgo(loaded);
        QCOMPARE(found.problems.size(), 1U);
        QCOMPARE(found.problems[0].code, Code::FolderMissing);
        QVERIFY(!found.usable());
    }

    void theFirstPlaceThatHoldsAnOpenAlgoIsFound()
    {
        const QString empty = m_dir->filePath(QStringLiteral("empty"));
        QVERIFY(QDir().mkpath(empty));
        QCOMPARE(findOpenAlgo({m_dir->filePath(QStringLiteral("none")), empty, m_tree->folder()}), m_tree->folder());
        QCOMPARE(findOpenAlgo({empty}), QString());
        QVERIFY(usualOpenAlgoPlaces().contains(QDir::home().filePath(QStringLiteral("openalgo"))));
    }

private:
    OpenAlgoInspection inspect() const { return inspect(m_tree->folder()); }

    OpenAlgoInspection inspect(const QString &home) const
    {
        ConfigSources sources;
        sources.configDir = m_dir->path();
        if (!home.isEmpty())
            sources.environment.insert(QStringLiteral("OPENALGO_HOME"), home);
        return inspectOpenAlgo(loadConfig(sources));
    }

    QList<int> codes() const { return codes(m_tree->folder()); }

    QList<int> codes(const QString &home) const
    {
        QList<int> codes;
        for (const OpenAlgoProblem &problem : inspect(home).problems)
            codes.append(static_cast<int>(problem.code));
        return codes;
    }

    void writeFile(const QString &name, const QByteArray &text) const
    {
        QFile file(m_tree->folder() + QLatin1Char('/') + name);
        QVERIFY(file.open(QIODevice::WriteOnly));
        file.write(text);
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    std::unique_ptr<OpenAlgoTree> m_tree;
};

QTEST_GUILESS_MAIN(TestOpenAlgoInspection)
#include "tst_OpenAlgoInspection.moc"

#include "core/auth/Argon2.h"
#include "core/auth/KeyCommands.h"
#include "core/auth/KeysFile.h"
#include "core/auth/KeysFileVerifier.h"
#include "core/auth/Secrets.h"

#include <QFile>
#include <QFileInfo>
#include <QJsonArray>
#include <QJsonDocument>
#include <QJsonObject>
#include <QTemporaryDir>
#include <QTemporaryFile>
#include <QTest>
#include <QTextStream>

using namespace tickgate;

class TestKeysFile : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void init()
    {
        m_dir = std::make_unique<QTemporaryDir>();
        m_path = m_dir->filePath(QStringLiteral("config/keys.json"));
    }

    void anAddedKeyIsAcceptedForItsUser()
    {
        const KeysFile::Added added = KeysFile(m_path).add(QStringLiteral(" anna "));
        QCOMPARE(added.error, QString());
        KeysFileVerifier verifier(m_path);
        QCOMPARE(verifier.verify(added.key),
                 (KeyVerdict{KeyVerdict::Kind::Accepted, QStringLiteral("anna"), QStringLiteral("tickgate"), {}}));
    }

    void aKeyThatDiffersInOneCharacterIsWrong()
    {
        QByteArray key = KeysFile(m_path).add(QStringLiteral("anna")).key;
        key[key.size() - 1] = key.back() == 'x' ? 'y' : 'x';
        KeysFileVerifier verifier(m_path);
        QCOMPARE(verifier.verify(key).kind, KeyVerdict::Kind::WrongKey);
        QCOMPARE(verifier.verify("nobody-has-this-prefix").kind, KeyVerdict::Kind::WrongKey);
    }

    void withoutAFileEveryKeyIsWrong()
    {
        KeysFileVerifier verifier(m_path);
        QCOMPARE(verifier.verify("anything").kind, KeyVerdict::Kind::WrongKey);
    }

    void aRunningVerifierSeesAddedAndRemovedKeys()
    {
        KeysFileVerifier verifier(m_path);
        const QByteArray noFile = verifier.sourceStamp();
        const KeysFile::Added added = KeysFile(m_path).add(QStringLiteral("anna"));
        const QByteArray oneKey = verifier.sourceStamp();
        QVERIFY(noFile != oneKey);
        QCOMPARE(verifier.verify(added.key).kind, KeyVerdict::Kind::Accepted);
        QCOMPARE(KeysFile(m_path).remove(added.stored.id), QString());
        QVERIFY(verifier.sourceStamp() != oneKey);
        QCOMPARE(verifier.verify(added.key).kind, KeyVerdict::Kind::WrongKey);
    }

    void theFileIsForItsOwnerOnlyAndHoldsNoKey()
    {
        const QByteArray key = KeysFile(m_path).add(QStringLiteral("anna")).key;
        QFile file(m_path);
        QVERIFY(file.setPermissions(QFile::ReadOwner | QFile::WriteOwner | QFile::ReadGroup | QFile::ReadOther));
        QCOMPARE(KeysFile(m_path).add(QStringLiteral("bob")).error, QString());
#ifndef Q_OS_WIN
        constexpr auto others = QFile::ReadGroup | QFile::WriteGroup | QFile::ReadOther | QFile::WriteOther;
        QCOMPARE(QFileInfo(m_path).permissions() & others, QFile::Permissions());
#endif
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QByteArray text = file.readAll();
        QVERIFY(text.contains("$argon2id$"));
        QVERIFY(!text.contains(key.mid(4)));
    }

    void aDamagedFileIsReportedAndNeverOverwritten()
    {
        QVERIFY(KeysFile(m_path).add(QStringLiteral("anna")).error.isEmpty());
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::WriteOnly | QIODevice::Truncate));
        file.write("{\"keys\": [{");
        file.close();
        QVERIFY(KeysFile(m_path).read().error.contains(QStringLiteral("damaged")));
        QVERIFY(!KeysFile(m_path).add(QStringLiteral("bob")).error.isEmpty());
        KeysFileVerifier verifier(m_path);
        QCOMPARE(verifier.verify("anything").kind, KeyVerdict::Kind::Unavailable);
        QVERIFY(file.open(QIODevice::ReadOnly));
        QCOMPARE(file.readAll(), QByteArray("{\"keys\": [{"));
    }

    void anUnusableHashIsNoKey()
    {
        const KeysFile::Added added = KeysFile(m_path).add(QStringLiteral("anna"));
        QFile file(m_path);
        QVERIFY(file.open(QIODevice::ReadWrite));
        QByteArray text = file.readAll();
        text.replace("$argon2id$", "$argon2xx$");
        file.resize(0);
        file.seek(0);
        file.write(text);
        file.close();
        KeysFileVerifier verifier(m_path);
        QCOMPARE(verifier.verify(added.key).kind, KeyVerdict::Kind::WrongKey);
    }

    void unfitUserNamesAreRefused_data()
    {
        QTest::addColumn<QString>("user");
        QTest::newRow("empty") << QString();
        QTest::newRow("blank") << QStringLiteral("  \t");
        QTest::newRow("line break") << QStringLiteral("an\nna");
        QTest::newRow("too long") << QString(65, QLatin1Char('a'));
    }

    void unfitUserNamesAreRefused()
    {
        QFETCH(QString, user);
        QVERIFY(!KeysFile(m_path).add(user).error.isEmpty());
        QVERIFY(!QFileInfo::exists(m_path));
    }

    void addPrintsTheKeyAloneOnItsLastLine()
    {
        const Outcome outcome = run({QStringLiteral("add"), QStringLiteral("anna")});
        QCOMPARE(outcome.code, 0);
        QVERIFY(outcome.out.endsWith(QLatin1Char('\n')));
        const QString key = outcome.out.trimmed().section(QLatin1Char('\n'), -1);
        KeysFileVerifier verifier(m_path);
        QCOMPARE(verifier.verify(key.toUtf8()).userId, QStringLiteral("anna"));
    }

    void listTellsTheKeysApartWithoutTheirHashes()
    {
        const KeysFile::Added anna = KeysFile(m_path).add(QStringLiteral("anna"));
        const KeysFile::Added bob = KeysFile(m_path).add(QStringLiteral("bob"));
        const Outcome json = run({QStringLiteral("list"), QStringLiteral("--json")});
        QCOMPARE(json.code, 0);
        const QJsonArray array = QJsonDocument::fromJson(json.out.toUtf8()).array();
        QCOMPARE(array.size(), 2);
        const QJsonObject second = array.at(1).toObject();
        QCOMPARE(second[QLatin1String("id")].toString(), bob.stored.id);
        QCOMPARE(second[QLatin1String("user")].toString(), QStringLiteral("bob"));
        QCOMPARE(second[QLatin1String("prefix")].toString(), QString::fromLatin1(bob.key.left(4)));
        QVERIFY(QDateTime::fromString(second[QLatin1String("created")].toString(), Qt::ISODate).isValid());
        const Outcome table = run({QStringLiteral("list")});
        QVERIFY(table.out.contains(anna.stored.id));
        QVERIFY(!(json.out + table.out).contains(QStringLiteral("argon2")));
        QVERIFY(!(json.out + table.out).contains(QString::fromLatin1(anna.key)));
    }

    void listOfNoKeysIsAnEmptyArray()
    {
        const Outcome outcome = run({QStringLiteral("list"), QStringLiteral("--json")});
        QCOMPARE(outcome.code, 0);
        QCOMPARE(QJsonDocument::fromJson(outcome.out.toUtf8()), QJsonDocument(QJsonArray()));
    }

    void removeTakesOneKeyAndFailsForAnUnknownOne()
    {
        const KeysFile::Added anna = KeysFile(m_path).add(QStringLiteral("anna"));
        const KeysFile::Added bob = KeysFile(m_path).add(QStringLiteral("bob"));
        QCOMPARE(run({QStringLiteral("remove"), anna.stored.id}).code, 0);
        const Outcome again = run({QStringLiteral("remove"), anna.stored.id});
        QCOMPARE(again.code, 1);
        QVERIFY(again.err.contains(anna.stored.id));
        QCOMPARE(KeysFile(m_path).read().keys, std::vector<StoredKey>{KeysFile(m_path).read().keys.back()});
        QCOMPARE(KeysFile(m_path).read().keys.front().id, bob.stored.id);
    }

    void anythingElseIsUsage_data()
    {
        QTest::addColumn<QStringList>("arguments");
        QTest::newRow("nothing") << QStringList();
        QTest::newRow("unknown") << QStringList{QStringLiteral("rename")};
        QTest::newRow("add without user") << QStringList{QStringLiteral("add")};
        QTest::newRow("add two") << QStringList{QStringLiteral("add"), QStringLiteral("a"), QStringLiteral("b")};
        QTest::newRow("list more") << QStringList{QStringLiteral("list"), QStringLiteral("--xml")};
        QTest::newRow("remove nothing") << QStringList{QStringLiteral("remove")};
    }

    void anythingElseIsUsage()
    {
        QFETCH(QStringList, arguments);
        const Outcome outcome = run(arguments);
        QCOMPARE(outcome.code, 2);
        QCOMPARE(outcome.out, QString());
        QVERIFY(outcome.err.contains(QStringLiteral("usage")));
    }

    void argon2HashesAreSaltedAndVerifyOnlyTheirSecret()
    {
        const auto first = argon2Hash("secret");
        const auto second = argon2Hash("secret");
        QVERIFY(first && second);
        QVERIFY(*first != *second);
        QCOMPARE(argon2Verify(*first, "secret"), Argon2Match::Matches);
        QCOMPARE(argon2Verify(*first, "Secret"), Argon2Match::Differs);
        QCOMPARE(argon2Verify(*first, ""), Argon2Match::Differs);
        QCOMPARE(argon2Verify("plain text", "plain text"), Argon2Match::Unusable);
        QCOMPARE(argon2Verify("", "secret"), Argon2Match::Unusable);
        QCOMPARE(argon2Verify(first->left(40), "secret"), Argon2Match::Unusable);
    }

    void aFolderThatTakesNoFileIsNamedAndNobodyIsBlamed()
    {
        const KeysFile file(m_path);
        const KeysFile::Added added = file.add(QStringLiteral("anna"));
        QVERIFY(added.error.isEmpty());
        QVERIFY(QFile::setPermissions(m_dir->path(), QFile::ReadOwner | QFile::ExeOwner));
        const bool open = QTemporaryFile(m_dir->filePath(QStringLiteral("XXXXXX"))).open();
        const QString onAdding = open ? QString() : file.add(QStringLiteral("bob")).error;
        const QString onRemoving = open ? QString() : file.remove(added.stored.id);
        QVERIFY(QFile::setPermissions(m_dir->path(), QFile::ReadOwner | QFile::WriteOwner | QFile::ExeOwner));
        if (open)
            QSKIP("an administrator may write everywhere");
        for (const QString &problem : {onAdding, onRemoving}) {
            QVERIFY2(problem.contains(m_dir->path()), qPrintable(problem));
            QVERIFY2(!problem.contains(QStringLiteral("Another program")), qPrintable(problem));
        }
    }

    void secretsCompareByValue()
    {
        QVERIFY(equalInConstantTime("abc", "abc"));
        QVERIFY(!equalInConstantTime("abc", "abd"));
        QVERIFY(!equalInConstantTime("abc", "abcd"));
        QVERIFY(equalInConstantTime("", ""));
    }

private:
    struct Outcome
    {
        int code;
        QString out;
        QString err;
    };

    Outcome run(const QStringList &arguments) const
    {
        Outcome outcome{};
        QTextStream out(&outcome.out);
        QTextStream err(&outcome.err);
        outcome.code = runKeyCommand(m_path, arguments, out, err);
        out.flush();
        err.flush();
        return outcome;
    }

    std::unique_ptr<QTemporaryDir> m_dir;
    QString m_path;
};

QTEST_GUILESS_MAIN(TestKeysFile)
#include "tst_KeysFile.moc"

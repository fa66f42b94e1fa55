#include "core/config/SettingTable.h"
#include "tests/support/TestSupport.h"

#include <QFile>
#include <QTest>

using namespace tickgate;

class TestReadmeSettings : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void theReadmeListsEverySettingAsTheProgramKnowsIt()
    {
        const QString path = test::sourcePath(QStringLiteral("README.md"));
        if (!QFile::exists(path))
            QSKIP("There is no README.md yet");
        QFile file(path);
        QVERIFY(file.open(QIODevice::ReadOnly));
        const QString readme = QString::fromUtf8(file.readAll()).remove(u'\r');
        const QString open = QStringLiteral("<!-- settings -->");
        const auto from = readme.indexOf(open);
        const auto to = readme.indexOf(QStringLiteral("<!-- /settings -->"));
        QVERIFY2(from >= 0 && to > from, "README.md has no <!-- settings --> ... <!-- /settings --> part");
        QCOMPARE(readme.mid(from + open.size(), to - from - open.size()).trimmed(), settingsMarkdown().trimmed());
    }
};

QTEST_GUILESS_MAIN(TestReadmeSettings)
#include "tst_ReadmeSettings.moc"

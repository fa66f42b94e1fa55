#include "core/protocol/Mode.h"

#include <QJsonValue>
#include <QTest>

using namespace tickgate;

class TestMode : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void numbersAndLabelsInAnyCaseAreModes_data()
    {
        QTest::addColumn<QJsonValue>("sent");
        QTest::addColumn<int>("number");
        QTest::newRow("1") << QJsonValue(1) << 1;
        QTest::newRow("2") << QJsonValue(2) << 2;
        QTest::newRow("3.0") << QJsonValue(3.0) << 3;
        QTest::newRow("LTP") << QJsonValue(QStringLiteral("LTP")) << 1;
        QTest::newRow("blanks") << QJsonValue(QStringLiteral("  quote\t")) << 2;
        QTest::newRow("Depth") << QJsonValue(QStringLiteral("dEPTH")) << 3;
    }

    void numbersAndLabelsInAnyCaseAreModes()
    {
        QFETCH(QJsonValue, sent);
        QFETCH(int, number);
        const auto mode = modeFromJson(sent);
        QVERIFY(mode.has_value());
        QCOMPARE(modeNumber(*mode), number);
    }

    void anythingElseIsNoMode_data()
    {
        QTest::addColumn<QJsonValue>("sent");
        QTest::newRow("true") << QJsonValue(true);
        QTest::newRow("null") << QJsonValue();
        QTest::newRow("0") << QJsonValue(0);
        QTest::newRow("4") << QJsonValue(4);
        QTest::newRow("1.5") << QJsonValue(1.5);
        QTest::newRow("digits in a string") << QJsonValue(QStringLiteral("1"));
        QTest::newRow("empty") << QJsonValue(QString());
        QTest::newRow("inner blank") << QJsonValue(QStringLiteral("L TP"));
    }

    void anythingElseIsNoMode()
    {
        QFETCH(QJsonValue, sent);
        QVERIFY(!modeFromJson(sent).has_value());
    }

    void repliesCarryTheLabel()
    {
        QVERIFY(modeLabel(Mode::Ltp) == "LTP");
        QVERIFY(modeLabel(Mode::Quote) == "Quote");
        QVERIFY(modeLabel(Mode::Depth) == "Depth");
    }
};

QTEST_GUILESS_MAIN(TestMode)
#include "tst_Mode.moc"

#include "core/protocol/Utf8.h"

#include <QTest>

using namespace tickgate;

class TestUtf8 : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void wellFormedPrintableTextPasses_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("empty") << QByteArray();
        QTest::newRow("ASCII") << QByteArray("NIFTY24APR25000CE & \"quotes\" \\ ~");
        QTest::newRow("first of 2 bytes that is no control") << QByteArray("\xc2\xa0");
        QTest::newRow("last of 2 bytes") << QByteArray("\xdf\xbf");
        QTest::newRow("first of 3 bytes") << QByteArray("\xe0\xa0\x80");
        QTest::newRow("last before the surrogates") << QByteArray("\xed\x9f\xbf");
        QTest::newRow("first behind the surrogates") << QByteArray("\xee\x80\x80");
        QTest::newRow("last of 3 bytes") << QByteArray("\xef\xbf\xbf");
        QTest::newRow("first of 4 bytes") << QByteArray("\xf0\x90\x80\x80");
        QTest::newRow("U+10FFFF") << QByteArray("\xf4\x8f\xbf\xbf");
        QTest::newRow("mixed") << QByteArray("A\xe2\x82\xb9"
                                             "B\xf0\x9f\x93\x88");
    }

    void wellFormedPrintableTextPasses()
    {
        QFETCH(QByteArray, text);
        QVERIFY(isPrintableUtf8({text.constData(), static_cast<std::size_t>(text.size())}));
    }

    void malformedBytesDoNotPass_data()
    {
        QTest::addColumn<QByteArray>("text");
        QTest::newRow("lone continuation") << QByteArray("\x80");
        QTest::newRow("overlong of 2") << QByteArray("\xc0\xaf");
        QTest::newRow("overlong of 2, C1") << QByteArray("\xc1\xbf");
        QTest::newRow("overlong of 3") << QByteArray("\xe0\x9f\xbf");
        QTest::newRow("overlong of 4") << QByteArray("\xf0\x8f\xbf\xbf");
        QTest::newRow("first surrogate") << QByteArray("\xed\xa0\x80");
        QTest::newRow("last surrogate") << QByteArray("\xed\xbf\xbf");
        QTest::newRow("beyond U+10FFFF") << QByteArray("\xf4\x90\x80\x80");
        QTest::newRow("lead F5") << QByteArray("\xf5\x80\x80\x80");
        QTest::newRow("FF") << QByteArray("\xff");
        QTest::newRow("cut after 1 of 2") << QByteArray("A\xc3");
        QTest::newRow("cut after 2 of 3") << QByteArray("\xe2\x82");
        QTest::newRow("cut after 3 of 4") << QByteArray("\xf0\x9f\x93");
        QTest::newRow("ASCII inside a sequence") << QByteArray("\xe2\x41\xb9");
        QTest::newRow("lead inside a sequence") << QByteArray("\xf0\x9f\xf0\x9f");
    }

    void malformedBytesDoNotPass()
    {
        QFETCH(QByteArray, text);
        QVERIFY(!isPrintableUtf8({text.constData(), static_cast<std::size_t>(text.size())}));
    }

    void controlCharactersDoNotPass()
    {
        for (int c = 0; c < 0x20; ++c) {
            const char text[] = {'A', static_cast<char>(c)};
            QVERIFY2(!isPrintableUtf8({text, 2}), qPrintable(QString::number(c)));
        }
        QVERIFY(!isPrintableUtf8("\x7f"));
        for (int c = 0x80; c < 0xa0; ++c) { // U+0080 to U+009F
            const char text[] = {'\xc2', static_cast<char>(c)};
            QVERIFY2(!isPrintableUtf8({text, 2}), qPrintable(QString::number(c)));
        }
    }

    void everyPrefixOfALongTextIsJudgedRightly()
    {
        const QByteArray character("\xf0\x9f\x93\x88");
        const QByteArray text = character.repeated(50);
        for (qsizetype size = 0; size <= text.size(); ++size)
            QCOMPARE(isPrintableUtf8({text.constData(), static_cast<std::size_t>(size)}), size % 4 == 0);
    }
};

QTEST_GUILESS_MAIN(TestUtf8)
#include "tst_Utf8.moc"

#include "fakes/FakePanel.h"
#include "ui/model/ClientModel.h"
#include "ui/model/LogModel.h"
#include "ui/model/PortModel.h"
#include "ui/model/RowFilter.h"
#include "ui/model/SymbolModel.h"
#include "ui/service/SystemPortDesk.h"
#include "ui/widget/DataTable.h"

#include <QAbstractItemModelTester>
#include <QScrollBar>
#include <QSignalSpy>
#include <QTest>

using namespace tickgate;
using namespace std::chrono_literals;

namespace {

ClientSnapshot client(quint64 id, double rate = 0)
{
    ClientSnapshot made;
    made.id = id;
    made.address = QStringLiteral("127.0.0.1");
    made.port = static_cast<quint16>(50000 + id);
    made.outPerSecond = rate;
    return made;
}

SymbolRow symbolRow(const char *exchange, const char *name, bool ticked, int subscribers = 1)
{
    SymbolRow row;
    row.symbol.exchange = QLatin1String(exchange);
    row.symbol.symbol = QLatin1String(name);
    row.symbol.subscribers = subscribers;
    row.symbol.everTicked = ticked;
    return row;
}

LogEntry entry(quint64 id, LogLevel level, const char *text)
{
    return {id, QDateTime::currentDateTime(), level, QStringLiteral("bus"), QLatin1String(text)};
}

QStringList column(const QAbstractItemModel &model, int wanted)
{
    QStringList texts;
    for (int row = 0; row < model.rowCount(); ++row)
        texts += model.index(row, wanted).data().toString();
    return texts;
}

constexpr auto kFatal = QAbstractItemModelTester::FailureReportingMode::Fatal;

} // namespace

class tst_Models : public QObject
{
    Q_OBJECT

private Q_SLOTS:
    void clientsComeChangeAndGo()
    {
        ClientModel model;
        RowFilter<ClientRow> filter(model);
        const QAbstractItemModelTester tester(&model, kFatal);
        const QAbstractItemModelTester filterTester(&filter, kFatal);
        model.setClients({client(1), client(2), client(3), client(4)});
        QCOMPARE(model.rowCount(), 4);
        model.setClients({client(2, 5), client(4), client(7), client(9)});
        QCOMPARE(column(model, ClientModel::Id),
                 QStringList({QStringLiteral("2"), QStringLiteral("4"), QStringLiteral("7"), QStringLiteral("9")}));
        QCOMPARE(model.index(0, ClientModel::OutPerSecond).data().toString(), QStringLiteral("5.0"));
        model.setClients({});
        QCOMPARE(model.rowCount(), 0);
    }

    void aRefreshTouchesOnlyWhatDiffers()
    {
        ClientModel model;
        model.setClients({client(1), client(2), client(3)});
        QSignalSpy changed(&model, &QAbstractItemModel::dataChanged);
        QSignalSpy reset(&model, &QAbstractItemModel::modelReset);
        model.setClients({client(1), client(2), client(3)});
        QCOMPARE(changed.count(), 0);
        model.setClients({client(1), client(2, 9), client(3)});
        QCOMPARE(changed.count(), 1);
        QCOMPARE(changed.first().at(0).toModelIndex().row(), 1);
        QCOMPARE(changed.first().at(1).toModelIndex().row(), 1);
        QCOMPARE(reset.count(), 0);
    }

    void selectionAndScrollSurviveARefresh()
    {
        ClientModel model;
        RowFilter<ClientRow> filter(model);
        DataTable table;
        table.setModel(&filter);
        table.setSortingEnabled(true);
        table.sortByColumn(ClientModel::OutPerSecond, Qt::DescendingOrder);
        table.resize(600, 200);
        table.show();
        std::vector<ClientSnapshot> clients;
        for (quint64 id = 1; id <= 100; ++id)
            clients.push_back(client(id, static_cast<double>(id)));
        model.setClients(clients);
        filter.refreshed(1s);
        table.selectRow(40);
        const quint64 selected = filter.rowAt(table.selectedRowIndexes().first()).client.id;
        table.verticalScrollBar()->setValue(20);
        const int scroll = table.verticalScrollBar()->value();

        for (ClientSnapshot &each : clients)
            each.outPerSecond = 200 - each.outPerSecond;
        clients.erase(clients.begin());
        model.setClients(clients);
        filter.refreshed(5s);
        QCOMPARE(table.selectedRowIndexes().size(), 1);
        QCOMPARE(filter.rowAt(table.selectedRowIndexes().first()).client.id, selected);
        QCOMPARE(table.verticalScrollBar()->value(), scroll);
        QCOMPARE(filter.rowAt(filter.index(0, 0)).client.id, quint64(2));
    }

    void rowsMoveOnceASecondAtMost()
    {
        ClientModel model;
        RowFilter<ClientRow> filter(model);
        filter.sort(ClientModel::OutPerSecond, Qt::DescendingOrder);
        model.setClients({client(1, 10), client(2, 20)});
        filter.refreshed(10s);
        QCOMPARE(filter.rowAt(filter.index(0, 0)).client.id, quint64(2));
        model.setClients({client(1, 30), client(2, 20)});
        filter.refreshed(10'300ms);
        QCOMPARE(filter.rowAt(filter.index(0, 0)).client.id, quint64(2));
        filter.refreshed(11'200ms);
        QCOMPARE(filter.rowAt(filter.index(0, 0)).client.id, quint64(1));
    }

    void aProgramIsNamedByWhatItRuns()
    {
        ClientModel model;
        model.setClients({client(1)});
        const auto shown = [&] { return model.index(0, ClientModel::Program).data().toString(); };
        QCOMPARE(shown(), QStringLiteral("unknown program"));
        model.setProgram(1, {12, QStringLiteral("python3"), QStringLiteral("/home/me/breakout.py")});
        QCOMPARE(shown(), QStringLiteral("breakout.py (python3)"));
        model.setProgram(1, {12, QStringLiteral("EXCEL.EXE"), {}});
        QCOMPARE(shown(), QStringLiteral("EXCEL.EXE"));
        model.setClients({client(1, 3)});
        QCOMPARE(shown(), QStringLiteral("EXCEL.EXE"));
    }

    void slownessIsAShapeAndAWord()
    {
        ClientModel model;
        ClientSnapshot slow = client(1);
        slow.slow = true;
        model.setClients({slow});
        const QModelIndex index = model.index(0, ClientModel::Program);
        QCOMPARE(index.data(ToneRole).toInt(), static_cast<int>(Tone::Warning));
        QVERIFY(index.data(Qt::AccessibleTextRole).toString().contains(QLatin1String("slow")));
        QVERIFY(index.data(Qt::ToolTipRole).toString().contains(QLatin1String("Slow")));
    }

    void clientsAreFoundByProgramUserAndAddress()
    {
        ClientModel model;
        RowFilter<ClientRow> filter(model);
        const QAbstractItemModelTester tester(&filter, kFatal);
        ClientSnapshot second = client(2);
        second.user = QStringLiteral("asha");
        model.setClients({client(1), second});
        filter.setText(QStringLiteral("ASHA"));
        QCOMPARE(filter.rowCount(), 1);
        filter.setText(QStringLiteral("50001"));
        QCOMPARE(filter.rowCount(), 1);
        model.setClients({client(1), second, client(3)});
        filter.refreshed(1s);
        QCOMPARE(filter.rowCount(), 1);
        filter.setText({});
        QCOMPARE(filter.rowCount(), 3);
    }

    void whatIsWaitedForInVainIsOneFilterAway()
    {
        SymbolModel model;
        RowFilter<SymbolRow> filter(model);
        const QAbstractItemModelTester tester(&model, kFatal);
        const QAbstractItemModelTester filterTester(&filter, kFatal);
        SymbolRow silent = symbolRow("NFO", "B", true);
        silent.silent = true;
        model.update(
            {symbolRow("NSE", "A", true), silent, symbolRow("NSE", "C", false), symbolRow("NSE", "D", false, 0)});
        filter.setAccepts([](const SymbolRow &row) { return row.waits(); });
        QCOMPARE(column(filter, SymbolModel::Symbol), QStringList({QStringLiteral("B"), QStringLiteral("C")}));
        QCOMPARE(column(filter, SymbolModel::Note),
                 QStringList({QStringLiteral("silent"), QStringLiteral("never ticked")}));
    }

    void whatNeverTickedIsCalledSoInTheEnd()
    {
        SymbolModel model;
        const auto note = [&model](const QString &core, bool overdue) {
            SymbolRow row;
            row.symbol.subscribers = 1;
            row.symbol.note = core;
            row.overdue = overdue;
            model.update({row});
            return model.index(0, SymbolModel::Note).data().toString();
        };
        const QString waiting = QStringLiteral("waiting for first tick");
        const QString refused = QStringLiteral("unknown to the broker");
        QCOMPARE(note(waiting, false), waiting);
        QCOMPARE(note(waiting, true), QStringLiteral("never ticked"));
        QCOMPARE(note(refused, true), refused);
    }

    void theSameSymbolOnTwoExchangesIsTwoRows()
    {
        SymbolModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        model.update({symbolRow("NSE", "INFY", true), symbolRow("BSE", "INFY", true)});
        QCOMPARE(model.rowCount(), 2);
        model.update({symbolRow("BSE", "INFY", true)});
        QCOMPARE(column(model, SymbolModel::Exchange), QStringList({QStringLiteral("BSE")}));
    }

    void aPortHasOneRowForEachListener()
    {
        PortModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        PortVerdict verdict = test::busyVerdict();
        verdict.holders.push_back(verdict.holders.front());
        verdict.holders.back().address = QStringLiteral("::1");
        model.update(portRows(false, verdict));
        QCOMPARE(column(model, PortModel::Address), QStringList({QStringLiteral("127.0.0.1"), QStringLiteral("::1")}));
        PortVerdict free;
        free.port = 8765;
        model.update(portRows(false, free));
        QCOMPARE(column(model, PortModel::Verdict), QStringList({QStringLiteral("free")}));
    }

    void aPublisherOnOrBesideTheBusPortIsARowOfItsOwn()
    {
        PortModel model;
        const QAbstractItemModelTester tester(&model, kFatal);
        BusVerdict bus;
        bus.port = test::busyVerdict();
        bus.port.port = 5555;
        bus.connectInstead = true;
        model.update(busRows(bus));
        QCOMPARE(column(model, PortModel::Verdict), QStringList({QStringLiteral("a publisher, connected to")}));
        QCOMPARE(portRowTone(model.row(0)), Tone::Flowing);
        bus.connectInstead = false;
        PortHolder drifted;
        drifted.pid = 4711;
        drifted.name = QStringLiteral("python3");
        bus.drifted = {{5557, drifted}};
        model.update(busRows(bus));
        QCOMPARE(model.rowCount(), 2);
        const PortRow row = model.row(1);
        QCOMPARE(portRowTone(row), Tone::Warning);
        QCOMPARE(row.verdict.port, quint16(5557));
        QCOMPARE(row.verdict.action, PortAction::EditSettings);
        QVERIFY(row.verdict.remedy.contains(QStringLiteral("ZMQ_PORT=5557")));
        QCOMPARE(column(model, PortModel::Verdict).last(), QStringLiteral("a publisher, beside the bus"));
    }

    void theLogKeepsTheNewestAndSkipsWhatItKnows()
    {
        LogModel model(3);
        const QAbstractItemModelTester tester(&model, kFatal);
        model.append({entry(1, LogLevel::Info, "a"), entry(2, LogLevel::Info, "b")});
        model.append({entry(2, LogLevel::Info, "b"), entry(3, LogLevel::Info, "c"), entry(4, LogLevel::Info, "d")});
        QCOMPARE(column(model, LogModel::Text),
                 QStringList({QStringLiteral("b"), QStringLiteral("c"), QStringLiteral("d")}));
        QCOMPARE(model.newestId(), quint64(4));
        QList<LogEntry> many;
        for (quint64 id = 5; id < 20; ++id)
            many += entry(id, LogLevel::Info, "x");
        model.append(many);
        QCOMPARE(model.rowCount(), 3);
        model.clear();
        model.append({entry(19, LogLevel::Info, "again")});
        QCOMPARE(model.rowCount(), 0);
    }

    void theLogIsFilteredByLevelAndText()
    {
        LogModel model;
        LogFilter filter(model);
        const QAbstractItemModelTester tester(&filter, kFatal);
        model.append(
            {entry(1, LogLevel::Debug, "bound"), entry(2, LogLevel::Warn, "slow"), entry(3, LogLevel::Error, "lost")});
        filter.setLevel(LogLevel::Warn);
        QCOMPARE(column(filter, LogModel::Text), QStringList({QStringLiteral("slow"), QStringLiteral("lost")}));
        filter.setText(QStringLiteral("LOST"));
        QCOMPARE(filter.rowCount(), 1);
        model.append({entry(4, LogLevel::Error, "lost again"), entry(5, LogLevel::Info, "lost too")});
        QCOMPARE(filter.rowCount(), 2);
    }

    void scriptsAreToldFromOptions_data()
    {
        QTest::addColumn<QString>("program");
        QTest::addColumn<QStringList>("arguments");
        QTest::addColumn<QString>("script");
        const auto words = [](const char *text) { return QString::fromLatin1(text).split(QLatin1Char(' ')); };
        QTest::newRow("plain") << QStringLiteral("python3") << words("python3 bot.py --live")
                               << QStringLiteral("bot.py");
        QTest::newRow("option first") << QStringLiteral("python3.11") << words("python3 -u bot.py")
                                      << QStringLiteral("bot.py");
        QTest::newRow("module") << QStringLiteral("python3") << words("python3 -m openalgo.bot")
                                << QStringLiteral("openalgo.bot");
        QTest::newRow("warning option") << QStringLiteral("python") << words("python -W ignore bot.py")
                                        << QStringLiteral("bot.py");
        QTest::newRow("inline") << QStringLiteral("python3") << words("python3 -c print(1)") << QString();
        QTest::newRow("jar") << QStringLiteral("java") << words("java -jar feed.jar") << QStringLiteral("feed.jar");
        QTest::newRow("no interpreter") << QStringLiteral("EXCEL.EXE") << words("EXCEL.EXE book.xlsx") << QString();
    }

    void scriptsAreToldFromOptions()
    {
        QFETCH(QString, program);
        QFETCH(QStringList, arguments);
        QFETCH(QString, script);
        QCOMPARE(scriptOf(program, arguments), script);
    }
};

QTEST_MAIN(tst_Models)
#include "tst_Models.moc"

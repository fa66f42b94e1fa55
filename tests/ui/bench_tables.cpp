// How long a refresh of the tables takes with 1,000 clients and 5,000 symbols: bench_tables. Prints the median and the
// slowest of some refreshes, painting included; nothing is asserted.

#include "fakes/FakePanel.h"
#include "ui/page/ClientsPage.h"
#include "ui/page/SymbolsPage.h"
#include "ui/service/PanelStore.h"
#include "ui/widget/DataTable.h"

#include <QApplication>
#include <QElapsedTimer>

#include <algorithm>
#include <cstdio>

using namespace tickgate;
using namespace tickgate::test;

namespace {

constexpr int kClients = 1000;
constexpr int kSymbols = 5000;
constexpr int kRefreshes = 41;

PanelView crowded(int step)
{
    PanelView view;
    view.state = ServiceState::Running;
    view.hasSample = true;
    view.snapshot = sessionSnapshot(step);
    HubSnapshot &hub = view.snapshot.hub;
    const ClientSnapshot client = hub.clientList.front();
    const SymbolSnapshot symbol = hub.symbolList.front();
    hub.clientList.assign(kClients, client);
    hub.symbolList.assign(kSymbols, symbol);
    for (int i = 0; i < kClients; ++i) {
        ClientSnapshot &each = hub.clientList[static_cast<std::size_t>(i)];
        each.id = static_cast<quint64>(i + 1);
        each.outPerSecond = (i * 7919 + step * 104729) % 10007;
    }
    for (int i = 0; i < kSymbols; ++i) {
        SymbolSnapshot &each = hub.symbolList[static_cast<std::size_t>(i)];
        each.symbol = QStringLiteral("SYMBOL%1").arg(i);
        each.ticksPerSecond = (i * 7919 + step * 104729) % 1009;
    }
    return view;
}

template <typename Refresh>
void measure(const char *name, QWidget &page, Refresh refresh)
{
    page.resize(1000, 600);
    page.show();
    std::vector<double> took;
    for (int step = 0; step < kRefreshes; ++step) {
        const PanelView view = crowded(step);
        QElapsedTimer clock;
        clock.start();
        // Two seconds apart, so that each of them sorts anew.
        refresh(view, std::chrono::milliseconds(2000 * step));
        page.repaint();
        QApplication::processEvents();
        took.push_back(static_cast<double>(clock.nsecsElapsed()) / 1e6);
    }
    std::sort(took.begin(), took.end());
    std::printf("%s: median %.1f ms, slowest %.1f ms\n", name, took[took.size() / 2], took.back());
}

} // namespace

int main(int argc, char *argv[])
{
    const QApplication app(argc, argv);
    FakeDesk desk;
    FakePrompter prompter;
    PanelStore store{QString()};
    ClientsPage clients(desk, prompter, store);
    clients.table().sortByColumn(ClientModel::OutPerSecond, Qt::DescendingOrder);
    measure("1000 clients", clients,
            [&](const PanelView &view, std::chrono::milliseconds now) { clients.setView(view, now); });
    SymbolsPage symbols(store);
    symbols.table().sortByColumn(SymbolModel::TicksPerSecond, Qt::DescendingOrder);
    const ExchangeHours hours;
    measure("5000 symbols", symbols, [&](const PanelView &view, std::chrono::milliseconds now) {
        symbols.setView(view, hours, QDateTime::currentDateTimeUtc(), now);
    });
    return 0;
}

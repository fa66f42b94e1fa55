#include "PanelPages.h"

#include "ui/PanelOptions.h"
#include "ui/page/ClientsPage.h"
#include "ui/page/LogPage.h"
#include "ui/page/OverviewPage.h"
#include "ui/page/PortsPage.h"
#include "ui/page/SymbolsPage.h"
#include "ui/service/PanelPresenter.h"
#include "ui/service/PanelStore.h"
#include "ui/service/PortWatch.h"

#include <algorithm>

namespace tickgate {

namespace {
const QString kPageKey = QStringLiteral("window/page");
}

PanelPages::PanelPages(const Partners &partners, QWidget *parent)
    : QTabWidget(parent)
    , m_presenter(partners.presenter)
    , m_overview(new OverviewPage(partners.presenter.history(), partners.store, partners.start, this))
    , m_clients(new ClientsPage(partners.desk, partners.prompter, partners.store, this))
    , m_symbols(new SymbolsPage(partners.store, this))
    , m_ports(new PortsPage(partners.store, this))
{
    setObjectName(QStringLiteral("pages"));
    setAccessibleName(tr("Pages"));
    setDocumentMode(true);
    addTab(m_overview, tr("Overview"));
    addTab(m_clients, tr("Clients"));
    addTab(m_symbols, tr("Symbols"));
    addTab(m_ports, tr("Ports"));
    addTab(new LogPage(partners.options.log, partners.prompter, partners.store, this), tr("Log"));
    setCurrentIndex(std::clamp(partners.store.number(kPageKey, Overview), 0, count() - 1));

    connect(m_overview, &OverviewPage::portActionRequested, this, &PanelPages::portActionRequested);
    connect(m_clients, &ClientsPage::kickRequested, this, &PanelPages::kickRequested);
    connect(m_ports, &PortsPage::portActionRequested, this, &PanelPages::portActionRequested);
    connect(m_ports, &PortsPage::checkRequested, this, &PanelPages::portCheckRequested);
    connect(this, &QTabWidget::currentChanged, this,
            [&store = partners.store](int page) { store.setNumber(kPageKey, page); });
}

void PanelPages::refresh()
{
    const PanelView &view = m_presenter.view();
    switch (currentIndex()) {
    case Overview:
        m_overview->setView(view, m_presenter.now());
        break;
    case Clients:
        m_clients->setView(view, m_presenter.now());
        break;
    case Symbols:
        m_symbols->setView(view, m_presenter.hours(), QDateTime::currentDateTimeUtc(), m_presenter.now());
        break;
    }
}

void PanelPages::setVerdicts(const PortWatch &ports)
{
    const std::optional<BusVerdict> &bus = ports.bus();
    m_ports->setVerdicts(ports.webSocket(), bus);
    m_overview->setVerdicts(ports.webSocket(), bus ? std::optional(bus->port) : std::nullopt);
}

void PanelPages::showWaitingSymbols()
{
    setCurrentIndex(Symbols);
    m_symbols->showWaiting();
}

IdleView &PanelPages::idleView()
{
    return m_overview->idleView();
}

SnapshotDetail PanelPages::detail() const
{
    switch (currentIndex()) {
    case Clients:
        return SnapshotDetail::Clients;
    case Symbols:
        return SnapshotDetail::ClientsAndSymbols;
    default:
        return SnapshotDetail::Totals;
    }
}

bool PanelPages::needsPorts() const
{
    const ServiceState state = m_presenter.view().state;
    const bool idle = state == ServiceState::Stopped || state == ServiceState::Failed;
    return currentIndex() == Ports || (currentIndex() == Overview && idle);
}

} // namespace tickgate

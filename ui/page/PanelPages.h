#pragma once

#include "core/metrics/Snapshot.h"
#include "core/ports/PortVerdict.h"

#include <QTabWidget>

class QAction;

namespace tickgate {

class ClientsPage;
class IdleView;
class OverviewPage;
class PanelPresenter;
class PanelStore;
class PortDesk;
class PortsPage;
class PortWatch;
class Prompter;
class SymbolsPage;
struct PanelOptions;

/// The window's pages: shows what is new on the one that is open, and knows what that one needs. GUI thread; owned by
/// the window.
class PanelPages : public QTabWidget
{
    Q_OBJECT

public:
    enum Page
    {
        Overview,
        Clients,
        Symbols,
        Ports,
        Log
    };

    struct Partners
    {
        PanelPresenter &presenter;
        PortDesk &desk;
        Prompter &prompter;
        PanelStore &store;
        const PanelOptions &options;
        QAction &start;
    };

    explicit PanelPages(const Partners &partners, QWidget *parent = nullptr);

    void refresh();
    void setVerdicts(const PortWatch &ports);
    /// Shows only what is subscribed and does not tick.
    void showWaitingSymbols();
    [[nodiscard]] IdleView &idleView();

    /// What the samples have to tell for the page that is open.
    [[nodiscard]] SnapshotDetail detail() const;
    /// Whether the page that is open shows who is on the ports.
    [[nodiscard]] bool needsPorts() const;

Q_SIGNALS:
    void portActionRequested(tickgate::PortAction action, const tickgate::PortVerdict &verdict);
    void portCheckRequested();
    /// Confirmed by the user.
    void kickRequested(quint64 clientId);

private:
    PanelPresenter &m_presenter;
    OverviewPage *m_overview;
    ClientsPage *m_clients;
    SymbolsPage *m_symbols;
    PortsPage *m_ports;
};

} // namespace tickgate

#include "ClientsPage.h"

#include "core/metrics/Format.h"
#include "ui/model/StageSummary.h"
#include "ui/service/PanelStore.h"
#include "ui/service/PortDesk.h"
#include "ui/service/Prompter.h"
#include "ui/widget/DataTable.h"
#include "ui/widget/MutedLabel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QMenu>
#include <QPushButton>
#include <QVBoxLayout>

namespace tickgate {

namespace {
const QString kFilterKey = QStringLiteral("clients/filter");
}

ClientsPage::ClientsPage(PortDesk &desk, Prompter &prompter, PanelStore &store, QWidget *parent)
    : QWidget(parent)
    , m_desk(desk)
    , m_prompter(prompter)
    , m_filter(m_model)
    , m_search(new QLineEdit(this))
    , m_table(new DataTable(this))
    , m_details(new MutedLabel({}, this))
    , m_copy(new QPushButton(tr("Copy"), this))
    , m_kick(new QPushButton(tr("Disconnect..."), this))
{
    setObjectName(QStringLiteral("clientsPage"));
    m_search->setObjectName(QStringLiteral("clientsSearch"));
    m_search->setPlaceholderText(tr("Filter by program, user or address"));
    m_search->setAccessibleName(tr("Filter clients"));
    m_search->setClearButtonEnabled(true);
    m_copy->setObjectName(QStringLiteral("clientsCopyButton"));
    m_copy->setAccessibleName(tr("Copy the selected clients"));
    m_kick->setObjectName(QStringLiteral("clientsKickButton"));
    m_kick->setAccessibleName(tr("Disconnect the selected client"));
    m_details->setObjectName(QStringLiteral("clientDetails"));
    m_details->setTextInteractionFlags(Qt::TextSelectableByMouse);
    m_details->setWordWrap(true);

    m_table->setObjectName(QStringLiteral("clientsTable"));
    m_table->setAccessibleName(tr("Clients"));
    m_table->setModel(&m_filter);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(ClientModel::Id, Qt::AscendingOrder);
    m_table->setContextMenuPolicy(Qt::CustomContextMenu);
    m_table->setSampleTexts({QStringLiteral("000"), QStringLiteral("option_chain_scanner.py (python3)  "),
                             QStringLiteral("127.0.0.1:00000"), QStringLiteral("not logged in"),
                             QStringLiteral("0 000"), QStringLiteral("00 000"), QStringLiteral("0 000"),
                             QStringLiteral("000 s"), QStringLiteral("00 000"), QStringLiteral("00 h 00 m")});
    m_table->remember(store, QStringLiteral("clients/columns"));

    auto *top = new QHBoxLayout;
    top->addWidget(m_search, 1);
    top->addWidget(m_copy);
    top->addWidget(m_kick);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(8);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_details);

    connect(m_search, &QLineEdit::textChanged, this, [this, &store](const QString &text) {
        m_filter.setText(text);
        store.setText(kFilterKey, text);
        refreshEmptyText();
    });
    connect(m_copy, &QPushButton::clicked, m_table, &DataTable::copySelected);
    connect(m_kick, &QPushButton::clicked, this, &ClientsPage::askKick);
    connect(m_table, &QWidget::customContextMenuRequested, this, &ClientsPage::showMenu);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, &ClientsPage::refreshDetails);
    m_search->setText(store.text(kFilterKey));
    refreshDetails();
    refreshEmptyText();
}

void ClientsPage::setView(const PanelView &view, std::chrono::milliseconds now)
{
    m_view = view;
    m_table->setStale(view.stale());
    // A sample taken before this page was opened carries no list: what is shown stays until the next.
    if (view.running() && view.snapshot.hub.clientList.empty() && view.snapshot.hub.clients > 0)
        return;
    m_model.setClients(view.running() ? view.snapshot.hub.clientList : std::vector<ClientSnapshot>());
    m_filter.refreshed(now);
    identifyNew(view);
    refreshDetails();
    refreshEmptyText();
}

void ClientsPage::identifyNew(const PanelView &view)
{
    if (!view.running() || view.snapshot.hub.listeners.empty())
        return;
    std::vector<quint16> ports;
    QHash<quint16, quint64> idOfPort;
    QSet<quint64> connected;
    for (const ClientSnapshot &client : view.snapshot.hub.clientList) {
        connected.insert(client.id);
        idOfPort.insert(client.port, client.id);
        if (!m_asked.contains(client.id))
            ports.push_back(client.port);
    }
    m_asked = connected;
    if (ports.empty())
        return;
    m_desk.identify(view.snapshot.hub.listeners.front().port, ports, this,
                    [this, idOfPort](const QHash<quint16, ProgramInfo> &programs) {
                        for (auto it = programs.cbegin(); it != programs.cend(); ++it)
                            m_model.setProgram(idOfPort.value(it.key()), it.value());
                        refreshDetails();
                    });
}

void ClientsPage::refreshDetails()
{
    const QModelIndexList rows = m_table->selectedRowIndexes();
    m_kick->setEnabled(rows.size() == 1 && m_view.running());
    m_copy->setEnabled(m_model.rowCount() > 0);
    QString text;
    if (rows.size() == 1)
        text = m_model.data(m_filter.mapToSource(rows.first()), Qt::ToolTipRole)
                   .toString()
                   .replace(QLatin1Char('\n'), QStringLiteral("  \u00b7  "));
    else if (rows.size() > 1)
        text = tr("%1 clients selected").arg(rows.size());
    if (m_details->text() != text)
        m_details->setText(text);
    m_details->setVisible(!text.isEmpty());
}

void ClientsPage::refreshEmptyText()
{
    if (m_model.rowCount() > 0)
        m_table->setEmptyText(tr("No client matches \"%1\".").arg(m_search->text()));
    else if (!m_view.running())
        m_table->setEmptyText(tr("The proxy is not running, so nothing can be connected."));
    else
        m_table->setEmptyText(tr("No program is connected. Point your strategy, Excel or AmiBroker at %1 "
                                 "(Server > Copy WebSocket address).")
                                  .arg(webSocketUrl(m_view)));
}

void ClientsPage::askKick()
{
    const QModelIndexList rows = m_table->selectedRowIndexes();
    if (rows.size() != 1)
        return;
    const ClientRow row = m_filter.rowAt(rows.first());
    Prompt prompt;
    prompt.title = tr("Disconnect client");
    prompt.text = tr("Disconnect %1 (client %2)?").arg(programText(row)).arg(row.client.id);
    prompt.detail = tr("It stops receiving %1 at once. Most programs connect again by themselves.")
                        .arg(format::counted(row.client.subscriptions, tr("1 subscription"), tr("%1 subscriptions")));
    prompt.answers = {{tr("Keep"), false}, {tr("Disconnect"), true}};
    prompt.preferred = 0;
    prompt.escape = 0;
    prompt.warning = true;
    m_prompter.ask(this, prompt, [this, id = row.client.id](int answer) {
        if (answer == 1)
            Q_EMIT kickRequested(id);
    });
}

void ClientsPage::showMenu(const QPoint &where)
{
    if (m_table->selectedRowIndexes().isEmpty())
        return;
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    connect(menu->addAction(tr("Copy")), &QAction::triggered, m_table, &DataTable::copySelected);
    QAction *kick = menu->addAction(tr("Disconnect..."));
    kick->setEnabled(m_kick->isEnabled());
    connect(kick, &QAction::triggered, this, &ClientsPage::askKick);
    menu->popup(m_table->viewport()->mapToGlobal(where));
}

} // namespace tickgate

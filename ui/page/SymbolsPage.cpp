#include "SymbolsPage.h"

#include "core/metrics/Format.h"
#include "ui/model/StageSummary.h"
#include "ui/service/PanelStore.h"
#include "ui/widget/DataTable.h"
#include "ui/widget/MutedLabel.h"
#include "ui/widget/ToggleButton.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QLineEdit>
#include <QPushButton>
#include <QVBoxLayout>

namespace tickgate {

namespace {
const QString kFilterKey = QStringLiteral("symbols/filter");
const QString kWaitingKey = QStringLiteral("symbols/waiting");
} // namespace

SymbolsPage::SymbolsPage(PanelStore &store, QWidget *parent)
    : QWidget(parent)
    , m_filter(m_model)
    , m_search(new QLineEdit(this))
    , m_waiting(new ToggleButton(tr("Subscribed but silent"), this))
    , m_copy(new QPushButton(tr("Copy"), this))
    , m_adapters(new QLabel(this))
    , m_summary(new MutedLabel({}, this))
    , m_table(new DataTable(this))
{
    setObjectName(QStringLiteral("symbolsPage"));
    m_search->setObjectName(QStringLiteral("symbolsSearch"));
    m_search->setPlaceholderText(tr("Filter by symbol, exchange or note"));
    m_search->setAccessibleName(tr("Filter symbols"));
    m_search->setClearButtonEnabled(true);
    m_waiting->setObjectName(QStringLiteral("symbolsWaitingButton"));
    m_waiting->setAccessibleName(tr("Show only what is subscribed but silent"));
    m_copy->setObjectName(QStringLiteral("symbolsCopyButton"));
    m_copy->setAccessibleName(tr("Copy the selected symbols"));
    m_adapters->setObjectName(QStringLiteral("symbolsAdapters"));
    m_adapters->setTextFormat(Qt::PlainText);
    m_adapters->setWordWrap(true);
    m_adapters->hide();
    m_summary->setObjectName(QStringLiteral("symbolsSummary"));

    m_table->setObjectName(QStringLiteral("symbolsTable"));
    m_table->setAccessibleName(tr("Symbols"));
    m_table->setModel(&m_filter);
    m_table->setSortingEnabled(true);
    m_table->sortByColumn(SymbolModel::Exchange, Qt::AscendingOrder);
    m_table->setSampleTexts({QStringLiteral("NSE_INDEX"), QStringLiteral("MIDCPNIFTY24NOV2612500CE"),
                             QStringLiteral("Quote"), QStringLiteral("00"), QStringLiteral("000"),
                             QStringLiteral("00 000 000.00"), QStringLiteral("00 m 00 s"), QStringLiteral("00 h 00 m"),
                             QStringLiteral("never ticked")});
    m_table->remember(store, QStringLiteral("symbols/columns"));

    auto *top = new QHBoxLayout;
    top->addWidget(m_search, 1);
    top->addWidget(m_waiting);
    top->addWidget(m_copy);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(8);
    layout->addWidget(m_adapters);
    layout->addLayout(top);
    layout->addWidget(m_table, 1);
    layout->addWidget(m_summary);

    connect(m_search, &QLineEdit::textChanged, this, [this, &store](const QString &text) {
        m_filter.setText(text);
        store.setText(kFilterKey, text);
        refreshEmptyText();
    });
    connect(m_waiting, &QPushButton::toggled, this, [this, &store](bool only) {
        m_filter.setAccepts(only ? [](const SymbolRow &row) { return row.waits(); } : RowFilter<SymbolRow>::Accepts());
        store.setFlag(kWaitingKey, only);
        refreshEmptyText();
    });
    connect(m_copy, &QPushButton::clicked, m_table, &DataTable::copySelected);
    m_search->setText(store.text(kFilterKey));
    m_waiting->setChecked(store.flag(kWaitingKey, false));
    refreshEmptyText();
}

void SymbolsPage::showWaiting()
{
    m_search->clear();
    m_waiting->setChecked(true);
}

void SymbolsPage::setView(const PanelView &view, const ExchangeHours &hours, const QDateTime &wallClock,
                          std::chrono::milliseconds now)
{
    const QStringList adapters = view.running() ? adapterLines(view) : QStringList();
    m_adapters->setVisible(!adapters.isEmpty());
    m_adapters->setText(adapters.join(QLatin1Char('\n')));
    m_table->setStale(view.stale());
    // A sample taken before this page was opened carries no list: what is shown stays until the next.
    if (view.running() && view.snapshot.hub.symbolList.empty() && view.snapshot.hub.symbols > 0)
        return;
    m_running = view.running();
    std::vector<SymbolRow> rows;
    int waiting = 0;
    int subscribed = 0;
    if (m_running) {
        rows.reserve(view.snapshot.hub.symbolList.size());
        for (const SymbolSnapshot &symbol : view.snapshot.hub.symbolList) {
            const std::chrono::milliseconds limit = view.config.staleTickWarn;
            const bool overdue =
                symbol.subscribers > 0 && !symbol.everTicked && limit.count() > 0 && symbol.subscribedFor > limit;
            rows.push_back({symbol, isSilent(symbol, hours, wallClock, limit), overdue});
            waiting += rows.back().waits() ? 1 : 0;
            subscribed += symbol.subscribers > 0 ? 1 : 0;
        }
    }
    const auto all = static_cast<qint64>(rows.size());
    m_model.update(std::move(rows));
    m_filter.refreshed(now);
    m_copy->setEnabled(all > 0);
    m_summary->setText(tr("%1, %2 subscribed, %3 waiting for a tick")
                           .arg(format::counted(all, tr("1 symbol"), tr("%1 symbols")),
                                format::count(static_cast<quint64>(subscribed)),
                                format::count(static_cast<quint64>(waiting))));
    m_summary->setVisible(all > 0);
    refreshEmptyText();
}

void SymbolsPage::refreshEmptyText()
{
    if (m_model.rowCount() > 0 && m_waiting->isChecked() && m_search->text().trimmed().isEmpty())
        m_table->setEmptyText(tr("Every subscribed symbol ticks."));
    else if (m_model.rowCount() > 0)
        m_table->setEmptyText(tr("No symbol matches the filter."));
    else if (!m_running)
        m_table->setEmptyText(tr("The proxy is not running, so nothing ticks."));
    else
        m_table->setEmptyText(tr("Nothing has ticked yet and nobody has subscribed to anything. "
                                 "Press F9 to find out where data stops."));
}

} // namespace tickgate

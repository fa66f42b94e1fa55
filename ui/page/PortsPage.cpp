#include "PortsPage.h"

#include "ui/service/PanelStore.h"
#include "ui/widget/DataTable.h"
#include "ui/widget/MutedLabel.h"

#include <QHBoxLayout>
#include <QHeaderView>
#include <QPushButton>
#include <QVBoxLayout>

namespace tickgate {

PortsPage::PortsPage(PanelStore &store, QWidget *parent)
    : QWidget(parent)
    , m_table(new DataTable(this))
    , m_text(new QLabel(this))
    , m_remedy(new MutedLabel({}, this))
    , m_action(new QPushButton(this))
    , m_check(new QPushButton(tr("Check again"), this))
{
    setObjectName(QStringLiteral("portsPage"));
    m_table->setObjectName(QStringLiteral("portsTable"));
    m_table->setAccessibleName(tr("Ports"));
    m_table->setModel(&m_model);
    m_table->setSelectionMode(QAbstractItemView::SingleSelection);
    m_table->setSampleTexts({QStringLiteral("00000"), QStringLiteral("ZeroMQ bus"),
                             QStringLiteral("     held by a vanished program"), QStringLiteral("127.0.0.1"),
                             QStringLiteral("python3.11"), QStringLiteral("0000000"), QStringLiteral("trader"),
                             QStringLiteral("00/00/00 00:00")});
    m_table->setEmptyText(tr("The ports are being looked at."));
    m_table->remember(store, QStringLiteral("ports/columns"));

    m_text->setObjectName(QStringLiteral("portText"));
    m_remedy->setObjectName(QStringLiteral("portRemedy"));
    for (QLabel *label : {m_text, m_remedy}) {
        label->setTextFormat(Qt::PlainText);
        label->setWordWrap(true);
        label->setTextInteractionFlags(Qt::TextSelectableByMouse);
    }
    m_action->setObjectName(QStringLiteral("portActionButton"));
    m_action->setAccessibleName(tr("Remedy"));
    m_check->setObjectName(QStringLiteral("portsCheckButton"));
    m_check->setAccessibleName(tr("Check the ports again"));

    auto *words = new QVBoxLayout;
    words->setSpacing(2);
    words->addWidget(m_text);
    words->addWidget(m_remedy);
    auto *bottom = new QHBoxLayout;
    bottom->setSpacing(8);
    bottom->addLayout(words, 1);
    bottom->addWidget(m_action, 0, Qt::AlignVCenter);
    bottom->addWidget(m_check, 0, Qt::AlignVCenter);
    auto *layout = new QVBoxLayout(this);
    layout->setContentsMargins(12, 10, 12, 10);
    layout->setSpacing(8);
    layout->addWidget(m_table, 1);
    layout->addLayout(bottom);

    connect(m_check, &QPushButton::clicked, this, &PortsPage::checkRequested);
    connect(m_table->selectionModel(), &QItemSelectionModel::selectionChanged, this, [this] {
        m_chosen = m_chosen || !m_selecting;
        refreshDetails();
    });
    const auto act = [this] {
        if (const PortRow *row = selected(); row && m_action->isVisible())
            Q_EMIT portActionRequested(row->verdict.action, row->verdict);
    };
    connect(m_action, &QPushButton::clicked, this, act);
    connect(m_table, &QAbstractItemView::activated, this, act);
    refreshDetails();
}

void PortsPage::setVerdicts(const std::optional<PortVerdict> &webSocket, const std::optional<BusVerdict> &bus)
{
    std::vector<PortRow> rows;
    if (webSocket)
        rows = portRows(false, *webSocket);
    if (bus) {
        const std::vector<PortRow> more = busRows(*bus);
        rows.insert(rows.end(), more.begin(), more.end());
    }
    m_selecting = true;
    m_model.update(std::move(rows));
    m_selecting = false;
    if (m_table->selectedRowIndexes().isEmpty())
        m_chosen = false;
    // The first row that needs something, so that its remedy is in sight.
    if (!m_chosen && m_model.rowCount() > 0) {
        int wanted = 0;
        for (int i = m_model.rowCount() - 1; i >= 0; --i) {
            const Tone tone = portRowTone(m_model.row(i));
            if (tone == Tone::Failed || tone == Tone::Warning)
                wanted = i;
        }
        m_selecting = true;
        m_table->selectRow(wanted);
        m_selecting = false;
    }
    refreshDetails();
}

const PortRow *PortsPage::selected() const
{
    const QModelIndexList rows = m_table->selectedRowIndexes();
    return rows.isEmpty() ? nullptr : &m_model.row(rows.first().row());
}

void PortsPage::refreshDetails()
{
    const PortRow *row = selected();
    m_text->setText(row ? row->verdict.text : QString());
    m_remedy->setText(row ? row->verdict.remedy : QString());
    const QString action = row ? portActionText(row->verdict.action) : QString();
    m_action->setText(action);
    m_action->setAccessibleName(action.isEmpty() ? tr("Remedy") : action);
    m_action->setVisible(!action.isEmpty());
}

} // namespace tickgate

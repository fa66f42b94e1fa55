#include "DataTable.h"

#include "ui/service/PanelStore.h"
#include "ui/widget/RowDelegate.h"

#include <QClipboard>
#include <QGuiApplication>
#include <QHeaderView>
#include <QKeyEvent>
#include <QMenu>
#include <QPainter>

#include <algorithm>

namespace tickgate {

namespace {

/// Headings stand exactly over their numbers, which keep some air to their right.
class AiryHeader : public QHeaderView
{
public:
    explicit AiryHeader(QWidget *parent)
        : QHeaderView(Qt::Horizontal, parent)
    {
        setSectionsClickable(true);
    }

protected:
    void initStyleOptionForIndex(QStyleOptionHeader *option, int logicalIndex) const override
    {
        QHeaderView::initStyleOptionForIndex(option, logicalIndex);
        if (option->textAlignment & Qt::AlignRight)
            option->text += QChar(0x2002);
    }
};

} // namespace

DataTable::DataTable(QWidget *parent)
    : QTableView(parent)
    , m_delegate(new RowDelegate(this))
{
    setHorizontalHeader(new AiryHeader(this));
    setItemDelegate(m_delegate);
    setSelectionBehavior(SelectRows);
    setSelectionMode(ExtendedSelection);
    setEditTriggers(NoEditTriggers);
    setShowGrid(false);
    setWordWrap(false);
    setTabKeyNavigation(false);
    setHorizontalScrollMode(ScrollPerPixel);
    setFrameShape(QFrame::NoFrame);
    setCornerButtonEnabled(false);
    verticalHeader()->hide();
    verticalHeader()->setSectionResizeMode(QHeaderView::Fixed);
    verticalHeader()->setDefaultSectionSize(fontMetrics().height() + 9);

    QHeaderView *header = horizontalHeader();
    header->setHighlightSections(false);
    header->setSectionsMovable(true);
    header->setStretchLastSection(true);
    header->setContextMenuPolicy(Qt::CustomContextMenu);
    header->setMinimumSectionSize(fontMetrics().horizontalAdvance(QStringLiteral("0000")));
    connect(header, &QHeaderView::customContextMenuRequested, this, &DataTable::showHeaderMenu);
    applyTheme();
}

void DataTable::setSampleTexts(const QStringList &texts)
{
    const int margin = fontMetrics().horizontalAdvance(QLatin1Char('0')) * 2 + 2;
    for (int column = 0; column < texts.size() && model() && column < model()->columnCount(); ++column) {
        const QString title = model()->headerData(column, Qt::Horizontal).toString();
        // Room for the sort arrow beside the title.
        const int wide = std::max(fontMetrics().horizontalAdvance(texts[column]),
                                  fontMetrics().horizontalAdvance(title) + fontMetrics().height() / 2);
        horizontalHeader()->resizeSection(column, wide + margin);
    }
}

void DataTable::remember(PanelStore &store, const QString &key)
{
    QHeaderView *header = horizontalHeader();
    const QByteArray state = store.bytes(key);
    if (!state.isEmpty() && header->restoreState(state) && isSortingEnabled())
        sortByColumn(header->sortIndicatorSection(), header->sortIndicatorOrder());
    const auto keep = [&store, header, key] { store.setBytes(key, header->saveState()); };
    connect(header, &QHeaderView::sectionResized, &store, keep);
    connect(header, &QHeaderView::sectionMoved, &store, keep);
    connect(header, &QHeaderView::sortIndicatorChanged, &store, keep);
}

void DataTable::setEmptyText(const QString &text)
{
    if (m_emptyText == text)
        return;
    m_emptyText = text;
    viewport()->update();
}

void DataTable::setStale(bool stale)
{
    if (m_stale == stale)
        return;
    m_stale = stale;
    m_delegate->setStale(stale);
    viewport()->update();
}

QModelIndexList DataTable::selectedRowIndexes() const
{
    if (!selectionModel())
        return {};
    QModelIndexList rows = selectionModel()->selectedRows();
    std::sort(rows.begin(), rows.end(), [](const QModelIndex &a, const QModelIndex &b) { return a.row() < b.row(); });
    return rows;
}

QString DataTable::selectedText() const
{
    if (!model())
        return {};
    const QHeaderView *header = horizontalHeader();
    QList<int> columns;
    for (int visual = 0; visual < header->count(); ++visual) {
        const int logical = header->logicalIndex(visual);
        if (!isColumnHidden(logical))
            columns += logical;
    }
    QList<int> rows;
    for (const QModelIndex &index : selectedRowIndexes())
        rows += index.row();
    for (int row = 0; selectedRowIndexes().isEmpty() && row < model()->rowCount(); ++row)
        rows += row;

    QStringList titles;
    for (const int column : columns)
        titles += model()->headerData(column, Qt::Horizontal).toString();
    QString text = titles.join(QLatin1Char('\t')) + QLatin1Char('\n');
    for (const int row : rows) {
        QStringList cells;
        for (const int column : columns)
            cells += model()->index(row, column).data().toString();
        text += cells.join(QLatin1Char('\t')) + QLatin1Char('\n');
    }
    return text;
}

void DataTable::copySelected() const
{
    QGuiApplication::clipboard()->setText(selectedText());
}

void DataTable::paintEvent(QPaintEvent *event)
{
    QTableView::paintEvent(event);
    if (m_emptyText.isEmpty() || (model() && model()->rowCount() > 0))
        return;
    QPainter painter(viewport());
    painter.setPen(Theme::of(palette()).muted);
    const int margin = fontMetrics().height() * 2;
    painter.drawText(viewport()->rect().adjusted(margin, margin, -margin, -margin), Qt::AlignCenter | Qt::TextWordWrap,
                     m_emptyText);
}

void DataTable::changeEvent(QEvent *event)
{
    QTableView::changeEvent(event);
    if (event->type() == QEvent::PaletteChange || event->type() == QEvent::StyleChange)
        applyTheme();
}

void DataTable::applyTheme()
{
    if (m_delegate)
        m_delegate->setTheme(Theme::of(palette()));
}

void DataTable::keyPressEvent(QKeyEvent *event)
{
    if (event->matches(QKeySequence::Copy)) {
        copySelected();
        event->accept();
        return;
    }
    QTableView::keyPressEvent(event);
}

void DataTable::showHeaderMenu(const QPoint &where)
{
    auto *menu = new QMenu(this);
    menu->setAttribute(Qt::WA_DeleteOnClose);
    for (int column = 0; model() && column < model()->columnCount(); ++column) {
        QAction *action = menu->addAction(model()->headerData(column, Qt::Horizontal).toString());
        action->setCheckable(true);
        action->setChecked(!isColumnHidden(column));
        // One column must stay, or there is no header left to bring the others back.
        action->setEnabled(isColumnHidden(column) ||
                           horizontalHeader()->count() - horizontalHeader()->hiddenSectionCount() > 1);
        connect(action, &QAction::toggled, this, [this, column](bool shown) { setColumnHidden(column, !shown); });
    }
    menu->popup(horizontalHeader()->mapToGlobal(where));
}

} // namespace tickgate

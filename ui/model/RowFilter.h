#pragma once

#include "ui/model/RowModel.h"

#include <QSortFilterProxyModel>

#include <chrono>
#include <functional>

namespace tickgate {

/// Sorting and filtering over a RowModel, comparing the rows themselves. Rows that move under the eye cannot be read:
/// refreshed() sorts anew once a second at most. GUI thread; owned by the page.
template <typename Row>
class RowFilter : public QSortFilterProxyModel
{
public:
    using Accepts = std::function<bool(const Row &)>;

    explicit RowFilter(RowModel<Row> &source, QObject *parent = nullptr)
        : QSortFilterProxyModel(parent)
        , m_source(source)
    {
        setDynamicSortFilter(false);
        setSourceModel(&source);
    }

    void setText(const QString &text)
    {
        m_text = text.trimmed();
        invalidateFilter();
    }

    /// Nothing lets all rows pass.
    void setAccepts(Accepts accepts)
    {
        m_accepts = std::move(accepts);
        invalidateFilter();
    }

    [[nodiscard]] bool filters() const { return !m_text.isEmpty() || m_accepts; }

    /// To be called after each update of the source; `now` is any steady clock.
    void refreshed(std::chrono::milliseconds now)
    {
        using namespace std::chrono_literals;
        if (filters())
            invalidateFilter();
        const bool grown = m_source.rowCount() != m_sortedRows;
        if (sortColumn() < 0 || (!grown && now - m_sortedAt < 1s))
            return;
        m_sortedAt = now;
        m_sortedRows = m_source.rowCount();
        sort(sortColumn(), sortOrder());
    }

    [[nodiscard]] const Row &rowAt(const QModelIndex &index) const { return m_source.row(mapToSource(index).row()); }

protected:
    [[nodiscard]] bool lessThan(const QModelIndex &left, const QModelIndex &right) const override
    {
        return m_source.sortsBefore(left.column(), m_source.row(left.row()), m_source.row(right.row()));
    }

    [[nodiscard]] bool filterAcceptsRow(int sourceRow, const QModelIndex &parent) const override
    {
        if (parent.isValid())
            return false;
        const Row &row = m_source.row(sourceRow);
        if (m_accepts && !m_accepts(row))
            return false;
        return m_text.isEmpty() || m_source.searchText(row).contains(m_text, Qt::CaseInsensitive);
    }

private:
    RowModel<Row> &m_source;
    QString m_text;
    Accepts m_accepts;
    std::chrono::milliseconds m_sortedAt{0};
    int m_sortedRows = -1;
};

} // namespace tickgate

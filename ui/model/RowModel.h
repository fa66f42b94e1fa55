#pragma once

#include "ui/widget/Tone.h"

#include <QAbstractTableModel>
#include <QHash>
#include <QSet>

#include <algorithm>
#include <type_traits>
#include <utility>
#include <vector>

namespace tickgate {

/// Digits stand under digits, on right-to-left screens as well.
inline constexpr Qt::Alignment kNumbersAt = Qt::AlignRight | Qt::AlignAbsolute | Qt::AlignVCenter;
inline constexpr Qt::Alignment kWordsAt = Qt::AlignLeft | Qt::AlignVCenter;

/// What our tables ask of a cell beyond Qt's own roles.
enum RowRole
{
    ToneRole = Qt::UserRole + 1, ///< int(Tone): a shape before the text
    MutedRole,                   ///< bool: says little, is shown quietly
    NumberRole                   ///< bool: aligned right, in tabular digits
};

/// A table whose rows are values with a key. Taking a new list changes only what differs, so selection, scroll
/// position and open menus survive every refresh. GUI thread.
template <typename Row>
class RowModel : public QAbstractTableModel
{
public:
    using QAbstractTableModel::QAbstractTableModel;

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override
    {
        return parent.isValid() ? 0 : static_cast<int>(m_rows.size());
    }

    [[nodiscard]] const Row &row(int index) const { return m_rows[static_cast<std::size_t>(index)]; }
    [[nodiscard]] const std::vector<Row> &rows() const { return m_rows; }

    /// Keys must be unique within the list.
    void update(std::vector<Row> rows)
    {
        if (!sameKeys(rows)) {
            removeMissing(rows);
            appendNew(rows);
        }
        assign(rows);
    }

    /// Sorts before: for the filter proxy, which would else have to compare variants.
    [[nodiscard]] virtual bool sortsBefore(int column, const Row &a, const Row &b) const = 0;
    /// What the text filter looks at.
    [[nodiscard]] virtual QString searchText(const Row &row) const = 0;

protected:
    using Key = std::decay_t<decltype(keyOf(std::declval<const Row &>()))>;

    void touch(int index) { Q_EMIT dataChanged(this->index(index, 0), this->index(index, columnCount() - 1)); }

    std::vector<Row> m_rows;

private:
    [[nodiscard]] bool sameKeys(const std::vector<Row> &rows) const
    {
        return std::equal(m_rows.begin(), m_rows.end(), rows.begin(), rows.end(),
                          [](const Row &a, const Row &b) { return keyOf(a) == keyOf(b); });
    }

    void removeMissing(const std::vector<Row> &rows)
    {
        QSet<Key> kept;
        kept.reserve(static_cast<qsizetype>(rows.size()));
        for (const Row &row : rows)
            kept.insert(keyOf(row));
        for (int last = rowCount() - 1; last >= 0; --last) {
            if (kept.contains(keyOf(row(last))))
                continue;
            int first = last;
            while (first > 0 && !kept.contains(keyOf(row(first - 1))))
                --first;
            beginRemoveRows({}, first, last);
            m_rows.erase(m_rows.begin() + first, m_rows.begin() + last + 1);
            endRemoveRows();
            last = first;
        }
    }

    void appendNew(const std::vector<Row> &rows)
    {
        QSet<Key> known;
        known.reserve(static_cast<qsizetype>(m_rows.size()));
        for (const Row &row : m_rows)
            known.insert(keyOf(row));
        std::vector<Row> fresh;
        for (const Row &row : rows) {
            if (!known.contains(keyOf(row)))
                fresh.push_back(row);
        }
        if (fresh.empty())
            return;
        beginInsertRows({}, rowCount(), rowCount() + static_cast<int>(fresh.size()) - 1);
        m_rows.insert(m_rows.end(), fresh.begin(), fresh.end());
        endInsertRows();
    }

    void assign(std::vector<Row> &rows)
    {
        int first = -1;
        int last = -1;
        const auto take = [&](std::size_t index, Row &value) {
            if (m_rows[index] == value)
                return;
            m_rows[index] = std::move(value);
            first = first < 0 ? static_cast<int>(index) : std::min(first, static_cast<int>(index));
            last = std::max(last, static_cast<int>(index));
        };
        if (sameKeys(rows)) {
            for (std::size_t i = 0; i < rows.size(); ++i)
                take(i, rows[i]);
        } else {
            QHash<Key, std::size_t> places;
            places.reserve(static_cast<qsizetype>(m_rows.size()));
            for (std::size_t i = 0; i < m_rows.size(); ++i)
                places.insert(keyOf(m_rows[i]), i);
            for (Row &row : rows) {
                const std::size_t place = places.value(keyOf(row));
                take(place, row);
            }
        }
        if (first >= 0)
            Q_EMIT dataChanged(index(first, 0), index(last, columnCount() - 1));
    }
};

} // namespace tickgate

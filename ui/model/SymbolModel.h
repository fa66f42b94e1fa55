#pragma once

#include "core/metrics/Snapshot.h"
#include "ui/model/RowModel.h"

#include <QPair>

namespace tickgate {

struct SymbolRow
{
    SymbolSnapshot symbol;
    bool silent = false;  ///< trades now, has ticked, and has gone quiet
    bool overdue = false; ///< has not ticked although it was subscribed long ago

    /// Somebody waits for it and nothing comes.
    [[nodiscard]] bool waits() const { return symbol.subscribers > 0 && (silent || !symbol.everTicked); }

    bool operator==(const SymbolRow &) const = default;
};

[[nodiscard]] inline QPair<QString, QString> keyOf(const SymbolRow &row)
{
    return {row.symbol.exchange, row.symbol.symbol};
}

/// What is subscribed or has ticked. GUI thread; owned by the symbols page.
class SymbolModel : public RowModel<SymbolRow>
{
    Q_OBJECT

public:
    enum Column
    {
        Exchange,
        Symbol,
        ModeColumn,
        Subscribers,
        TicksPerSecond,
        LastPrice,
        LastTick,
        SubscribedFor,
        Note,
        ColumnCount
    };

    explicit SymbolModel(QObject *parent = nullptr);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] bool sortsBefore(int column, const SymbolRow &a, const SymbolRow &b) const override;
    [[nodiscard]] QString searchText(const SymbolRow &row) const override;

private:
    [[nodiscard]] static QString display(const SymbolRow &row, int column);
    [[nodiscard]] static QString note(const SymbolRow &row);
};

} // namespace tickgate

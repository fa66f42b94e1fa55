#pragma once

#include "core/metrics/Snapshot.h"
#include "ui/model/ProgramInfo.h"
#include "ui/model/RowModel.h"

#include <QHash>

namespace tickgate {

struct ClientRow
{
    ClientSnapshot client;
    ProgramInfo program;

    bool operator==(const ClientRow &) const = default;
};

[[nodiscard]] inline quint64 keyOf(const ClientRow &row)
{
    return row.client.id;
}

/// "strategy.py (python3)", "EXCEL.EXE", or what the handshake said; never empty.
[[nodiscard]] QString programText(const ClientRow &row);

/// The connected programs. GUI thread; owned by the clients page.
class ClientModel : public RowModel<ClientRow>
{
    Q_OBJECT

public:
    enum Column
    {
        Id,
        Program,
        Address,
        User,
        Subscriptions,
        OutPerSecond,
        Queue,
        Lag,
        Conflated,
        ConnectedFor,
        ColumnCount
    };

    explicit ClientModel(QObject *parent = nullptr);

    void setClients(const std::vector<ClientSnapshot> &clients);
    void setProgram(quint64 id, const ProgramInfo &program);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] bool sortsBefore(int column, const ClientRow &a, const ClientRow &b) const override;
    [[nodiscard]] QString searchText(const ClientRow &row) const override;

private:
    [[nodiscard]] static QString display(const ClientRow &row, int column);
    [[nodiscard]] static QString tooltip(const ClientRow &row);

    QHash<quint64, ProgramInfo> m_programs; ///< of clients that are connected
};

} // namespace tickgate

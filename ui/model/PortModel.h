#pragma once

#include "core/ports/BusInspector.h"
#include "core/ports/PortVerdict.h"
#include "ui/model/RowModel.h"

namespace tickgate {

/// One listener on one of our ports, or the port itself when nobody listens.
struct PortRow
{
    bool bus = false; ///< the ZeroMQ port, else the WebSocket port
    QString address;
    PortHolder holder; ///< pid 0 and no name when nobody holds it
    PortVerdict verdict;
    /// Who publishes on the bus is not in the way.
    enum class Publisher
    {
        None,
        Here,     ///< binds the bus port; we connect to it
        Elsewhere ///< on a port beside it, where nobody listens to it
    };
    Publisher publisher = Publisher::None;

    bool operator==(const PortRow &) const = default;
};

[[nodiscard]] inline QString keyOf(const PortRow &row)
{
    return QStringLiteral("%1/%2/%3/%4").arg(row.bus).arg(row.verdict.port).arg(row.address).arg(row.holder.pid);
}

/// The rows that a verdict makes.
[[nodiscard]] std::vector<PortRow> portRows(bool bus, const PortVerdict &verdict);
/// Those of the bus port, and one for each publisher beside it.
[[nodiscard]] std::vector<PortRow> busRows(const BusVerdict &verdict);
/// "Force-Release...", "Start"; empty when there is nothing to press.
[[nodiscard]] QString portActionText(PortAction action);
/// The verdict in two or three words: "free", "ours", "held by another program".
[[nodiscard]] QString portVerdictText(PortVerdictKind kind);
[[nodiscard]] Tone portVerdictTone(PortVerdictKind kind);
[[nodiscard]] Tone portRowTone(const PortRow &row);

/// Who is on the two ports. GUI thread; owned by the ports page.
class PortModel : public RowModel<PortRow>
{
    Q_OBJECT

public:
    enum Column
    {
        Port,
        Use,
        Verdict,
        Address,
        Program,
        Pid,
        User,
        Since,
        ColumnCount
    };

    explicit PortModel(QObject *parent = nullptr);

    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;
    [[nodiscard]] bool sortsBefore(int column, const PortRow &a, const PortRow &b) const override;
    [[nodiscard]] QString searchText(const PortRow &row) const override;

private:
    [[nodiscard]] static QString display(const PortRow &row, int column);
};

} // namespace tickgate

#include "PortModel.h"

#include <QLocale>

namespace tickgate {

std::vector<PortRow> portRows(bool bus, const PortVerdict &verdict)
{
    std::vector<PortRow> rows;
    for (const PortHolder &holder : verdict.holders)
        rows.push_back({bus, holder.address.isEmpty() ? verdict.address : holder.address, holder, verdict});
    if (rows.empty())
        rows.push_back({bus, verdict.address, {}, verdict});
    return rows;
}

std::vector<PortRow> busRows(const BusVerdict &verdict)
{
    std::vector<PortRow> rows = portRows(true, verdict.port);
    for (PortRow &row : rows)
        row.publisher = verdict.connectInstead ? PortRow::Publisher::Here : PortRow::Publisher::None;
    for (const DriftedPublisher &drifted : verdict.drifted) {
        PortRow row;
        row.bus = true;
        row.holder = drifted.holder;
        row.address = drifted.holder.address.isEmpty() ? verdict.port.address : drifted.holder.address;
        row.publisher = PortRow::Publisher::Elsewhere;
        row.verdict.kind = PortVerdictKind::OtherProcess;
        row.verdict.port = drifted.port;
        row.verdict.address = row.address;
        row.verdict.text = driftText(verdict.port.port, drifted);
        row.verdict.remedy = driftRemedy(verdict.port.port, drifted);
        row.verdict.action = PortAction::EditSettings;
        row.verdict.holders = {drifted.holder};
        rows.push_back(row);
    }
    return rows;
}

QString portActionText(PortAction action)
{
    switch (action) {
    case PortAction::Start:
        return PortModel::tr("Start");
    case PortAction::Release:
        return PortModel::tr("Force-Release...");
    case PortAction::WaitAndRetry:
        return PortModel::tr("Start as soon as it is free");
    case PortAction::UseNextPort:
        return PortModel::tr("Use the next free port");
    case PortAction::EditSettings:
        return PortModel::tr("Settings...");
    case PortAction::None:
    case PortAction::AskOwner:
        break;
    }
    return {};
}

QString portVerdictText(PortVerdictKind kind)
{
    switch (kind) {
    case PortVerdictKind::Free:
        return PortModel::tr("free");
    case PortVerdictKind::Ours:
        return PortModel::tr("ours");
    case PortVerdictKind::TwinListener:
        return PortModel::tr("somebody else listens too");
    case PortVerdictKind::OurOrphan:
        return PortModel::tr("an earlier Tickgate");
    case PortVerdictKind::OpenAlgoProxy:
        return PortModel::tr("OpenAlgo's proxy");
    case PortVerdictKind::OtherProcess:
        return PortModel::tr("another program");
    case PortVerdictKind::OtherUser:
        return PortModel::tr("another user");
    case PortVerdictKind::SystemReserved:
        return PortModel::tr("reserved by the system");
    case PortVerdictKind::Lingering:
        return PortModel::tr("old connections linger");
    case PortVerdictKind::HeldByVanishedOwner:
        return PortModel::tr("held by a vanished program");
    case PortVerdictKind::WrongFamily:
        return PortModel::tr("taken on another address");
    case PortVerdictKind::BadAddress:
        break;
    }
    return PortModel::tr("not an address of ours");
}

Tone portVerdictTone(PortVerdictKind kind)
{
    switch (kind) {
    case PortVerdictKind::Free:
        return Tone::Quiet;
    case PortVerdictKind::Ours:
        return Tone::Flowing;
    case PortVerdictKind::TwinListener:
    case PortVerdictKind::WrongFamily:
    case PortVerdictKind::Lingering:
        return Tone::Warning;
    default:
        return Tone::Failed;
    }
}

Tone portRowTone(const PortRow &row)
{
    switch (row.publisher) {
    case PortRow::Publisher::Here:
        return Tone::Flowing;
    case PortRow::Publisher::Elsewhere:
        return Tone::Warning;
    case PortRow::Publisher::None:
        break;
    }
    return portVerdictTone(row.verdict.kind);
}

PortModel::PortModel(QObject *parent)
    : RowModel(parent)
{}

int PortModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString PortModel::display(const PortRow &row, int column)
{
    switch (column) {
    case Port:
        return QString::number(row.verdict.port);
    case Use:
        return row.bus ? tr("ZeroMQ bus") : tr("WebSocket");
    case Verdict:
        if (row.publisher == PortRow::Publisher::Here)
            return tr("a publisher, connected to");
        if (row.publisher == PortRow::Publisher::Elsewhere)
            return tr("a publisher, beside the bus");
        return portVerdictText(row.verdict.kind);
    case Address:
        return row.address;
    case Program:
        return row.holder.name;
    case Pid:
        return row.holder.pid > 0 ? QString::number(row.holder.pid) : QString();
    case User:
        return row.holder.user;
    case Since:
        return row.holder.startedAt.isValid()
                   ? QLocale::system().toString(row.holder.startedAt.toLocalTime(), QLocale::ShortFormat)
                   : QString();
    default:
        return {};
    }
}

QVariant PortModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const PortRow &row = this->row(index.row());
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return display(row, index.column());
    case Qt::ToolTipRole:
        return index.column() == Program && !row.holder.command.isEmpty() ? row.holder.command : row.verdict.text;
    case Qt::TextAlignmentRole:
        return QVariant(index.column() == Pid || index.column() == Port ? kNumbersAt : kWordsAt);
    case ToneRole:
        return index.column() == Verdict ? QVariant(static_cast<int>(portRowTone(row))) : QVariant();
    default:
        return {};
    }
}

QVariant PortModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(section == Pid || section == Port ? kNumbersAt : kWordsAt);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Port:
        return tr("Port");
    case Use:
        return tr("Used for");
    case Verdict:
        return tr("Verdict");
    case Address:
        return tr("Address");
    case Program:
        return tr("Program");
    case Pid:
        return tr("Process");
    case User:
        return tr("User");
    case Since:
        return tr("Running since");
    default:
        return {};
    }
}

bool PortModel::sortsBefore(int column, const PortRow &a, const PortRow &b) const
{
    if (column == Pid)
        return a.holder.pid < b.holder.pid;
    if (column == Port)
        return a.verdict.port < b.verdict.port;
    return display(a, column) < display(b, column);
}

QString PortModel::searchText(const PortRow &row) const
{
    return display(row, Program) + row.holder.command;
}

} // namespace tickgate

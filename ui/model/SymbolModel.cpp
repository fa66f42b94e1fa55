#include "SymbolModel.h"

#include "core/metrics/Format.h"
#include "core/protocol/Mode.h"

#include <tuple>

namespace tickgate {

namespace {

/// As the sampler writes it.
const QString kWaitingNote = QStringLiteral("waiting for first tick");

bool isNumber(int column)
{
    switch (column) {
    case SymbolModel::Subscribers:
    case SymbolModel::TicksPerSecond:
    case SymbolModel::LastPrice:
    case SymbolModel::LastTick:
    case SymbolModel::SubscribedFor:
        return true;
    default:
        return false;
    }
}

} // namespace

SymbolModel::SymbolModel(QObject *parent)
    : RowModel(parent)
{}

int SymbolModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString SymbolModel::note(const SymbolRow &row)
{
    // The wait for a first tick ends some time; any other note of the core tells more.
    if (row.overdue && (row.symbol.note.isEmpty() || row.symbol.note == kWaitingNote))
        return tr("never ticked");
    if (!row.symbol.note.isEmpty())
        return row.symbol.note;
    if (row.symbol.subscribers > 0 && !row.symbol.everTicked)
        return tr("never ticked");
    if (row.silent)
        return tr("silent");
    return row.symbol.subscribers == 0 ? tr("not subscribed") : QString();
}

QString SymbolModel::display(const SymbolRow &row, int column)
{
    const SymbolSnapshot &symbol = row.symbol;
    switch (column) {
    case Exchange:
        return symbol.exchange;
    case Symbol:
        return symbol.symbol;
    case ModeColumn: {
        const std::string_view label = modeLabel(symbol.mode);
        return QString::fromLatin1(label.data(), static_cast<qsizetype>(label.size()));
    }
    case Subscribers:
        return format::count(static_cast<quint64>(std::max(0, symbol.subscribers)));
    case TicksPerSecond:
        return format::rate(symbol.ticksPerSecond);
    case LastPrice:
        return symbol.hasPrice ? format::price(symbol.lastPrice) : QString();
    case LastTick:
        return symbol.everTicked ? format::age(symbol.sinceLastTick) : tr("never");
    case SubscribedFor:
        return symbol.subscribers > 0 ? format::duration(symbol.subscribedFor) : QString();
    case Note:
        return note(row);
    default:
        return {};
    }
}

QVariant SymbolModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const SymbolRow &row = this->row(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
    case Qt::AccessibleTextRole:
        return display(row, column);
    case Qt::ToolTipRole:
        return column == Note ? note(row) : tr("%1 ticks since start").arg(format::count(row.symbol.ticks));
    case Qt::TextAlignmentRole:
        return QVariant(isNumber(column) ? kNumbersAt : kWordsAt);
    case ToneRole:
        if (column != Note)
            return {};
        return row.waits() ? QVariant(static_cast<int>(Tone::Warning)) : QVariant();
    case MutedRole:
        return row.symbol.subscribers == 0 || (column == TicksPerSecond && row.symbol.ticksPerSecond <= 0) ||
               (column == LastTick && !row.symbol.everTicked);
    case NumberRole:
        return isNumber(column);
    default:
        return {};
    }
}

QVariant SymbolModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(isNumber(section) ? kNumbersAt : kWordsAt);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Exchange:
        return tr("Exchange");
    case Symbol:
        return tr("Symbol");
    case ModeColumn:
        return tr("Mode");
    case Subscribers:
        return tr("Subscribers");
    case TicksPerSecond:
        return tr("Ticks/s");
    case LastPrice:
        return tr("Last price");
    case LastTick:
        return tr("Last tick");
    case SubscribedFor:
        return tr("Subscribed for");
    case Note:
        return tr("Note");
    default:
        return {};
    }
}

bool SymbolModel::sortsBefore(int column, const SymbolRow &a, const SymbolRow &b) const
{
    const SymbolSnapshot &x = a.symbol;
    const SymbolSnapshot &y = b.symbol;
    switch (column) {
    case Exchange:
        return std::tie(x.exchange, x.symbol) < std::tie(y.exchange, y.symbol);
    case ModeColumn:
        return x.mode < y.mode;
    case Subscribers:
        return x.subscribers < y.subscribers;
    case TicksPerSecond:
        return x.ticksPerSecond < y.ticksPerSecond;
    case LastPrice:
        return x.hasPrice != y.hasPrice ? !x.hasPrice : x.lastPrice < y.lastPrice;
    case LastTick:
        return x.everTicked != y.everTicked ? x.everTicked : x.sinceLastTick < y.sinceLastTick;
    case SubscribedFor:
        return x.subscribedFor < y.subscribedFor;
    case Note:
        return note(a) < note(b);
    default:
        return std::tie(x.symbol, x.exchange) < std::tie(y.symbol, y.exchange);
    }
}

QString SymbolModel::searchText(const SymbolRow &row) const
{
    return row.symbol.exchange + QLatin1Char(':') + row.symbol.symbol + QLatin1Char('\n') + note(row);
}

} // namespace tickgate

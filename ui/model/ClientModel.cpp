#include "ClientModel.h"

#include "core/metrics/Format.h"

namespace tickgate {

namespace {

QString counted(int value)
{
    return format::count(static_cast<quint64>(std::max(0, value)));
}

bool isNumber(int column)
{
    switch (column) {
    case ClientModel::Program:
    case ClientModel::Address:
    case ClientModel::User:
        return false;
    default:
        return true;
    }
}

} // namespace

QString programText(const ClientRow &row)
{
    const ProgramInfo &program = row.program;
    if (!program.script.isEmpty()) {
        const QString script = program.script.section(QLatin1Char('/'), -1).section(QLatin1Char('\\'), -1);
        return program.name.isEmpty() ? script : QStringLiteral("%1 (%2)").arg(script, program.name);
    }
    if (!program.name.isEmpty())
        return program.name;
    if (!row.client.userAgent.isEmpty())
        return row.client.userAgent;
    return ClientModel::tr("unknown program");
}

ClientModel::ClientModel(QObject *parent)
    : RowModel(parent)
{}

void ClientModel::setClients(const std::vector<ClientSnapshot> &clients)
{
    std::vector<ClientRow> rows;
    rows.reserve(clients.size());
    QHash<quint64, ProgramInfo> connected;
    for (const ClientSnapshot &client : clients) {
        ClientRow row{client, {}};
        if (const auto known = m_programs.constFind(client.id); known != m_programs.cend()) {
            row.program = *known;
            connected.insert(client.id, *known);
        }
        rows.push_back(std::move(row));
    }
    m_programs.swap(connected);
    update(std::move(rows));
}

void ClientModel::setProgram(quint64 id, const ProgramInfo &program)
{
    m_programs.insert(id, program);
    for (std::size_t i = 0; i < m_rows.size(); ++i) {
        if (m_rows[i].client.id != id || m_rows[i].program == program)
            continue;
        m_rows[i].program = program;
        touch(static_cast<int>(i));
    }
}

int ClientModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QString ClientModel::display(const ClientRow &row, int column)
{
    const ClientSnapshot &client = row.client;
    switch (column) {
    case Id:
        return QString::number(client.id);
    case Program:
        return programText(row);
    case Address:
        return QStringLiteral("%1:%2").arg(client.address).arg(client.port);
    case User:
        return client.user.isEmpty() ? tr("not logged in") : client.user;
    case Subscriptions:
        return counted(client.subscriptions);
    case OutPerSecond:
        return format::rate(client.outPerSecond);
    case Queue:
        return counted(client.queuedMessages);
    case Lag:
        return client.queuedMessages > 0 ? format::age(client.lag) : QStringLiteral("0");
    case Conflated:
        return format::count(client.conflated);
    case ConnectedFor:
        return format::duration(client.connectedFor);
    default:
        return {};
    }
}

QString ClientModel::tooltip(const ClientRow &row)
{
    const ClientSnapshot &client = row.client;
    // With the folder of the script, which the row has no room for.
    const ProgramInfo &program = row.program;
    QStringList lines;
    if (program.script.isEmpty())
        lines += programText(row);
    else
        lines += program.name.isEmpty() ? program.script : QStringLiteral("%1 (%2)").arg(program.script, program.name);
    if (row.program.pid > 0)
        lines += tr("Process %1").arg(row.program.pid);
    if (!client.userAgent.isEmpty() && client.userAgent != lines.first())
        lines += client.userAgent;
    if (!client.maskedKey.isEmpty())
        lines += tr("API key %1").arg(client.maskedKey);
    if (!client.broker.isEmpty())
        lines += tr("Broker %1").arg(client.broker);
    lines += tr("%1 messages, %2 delivered").arg(format::count(client.delivered), format::bytes(client.deliveredBytes));
    if (client.queuedBytes > 0)
        lines += tr("%1 waiting").arg(format::bytes(static_cast<quint64>(client.queuedBytes)));
    if (client.slow)
        lines += tr("Slow: gets only the newest price of each symbol until it catches up");
    return lines.join(QLatin1Char('\n'));
}

QVariant ClientModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const ClientRow &row = this->row(index.row());
    const int column = index.column();
    switch (role) {
    case Qt::DisplayRole:
        return display(row, column);
    case Qt::ToolTipRole:
        return tooltip(row);
    case Qt::AccessibleTextRole:
        return column == Program && row.client.slow ? tr("%1, slow").arg(display(row, column)) : display(row, column);
    case Qt::TextAlignmentRole:
        return QVariant(isNumber(column) ? kNumbersAt : kWordsAt);
    case ToneRole:
        if (column != Program)
            return {};
        if (row.client.slow)
            return static_cast<int>(Tone::Warning);
        return static_cast<int>(row.client.outPerSecond > 0 ? Tone::Flowing : Tone::Quiet);
    case MutedRole:
        return (column == User && row.client.user.isEmpty()) ||
               ((column == Queue || column == Lag || column == Conflated) &&
                display(row, column) == QLatin1String("0"));
    case NumberRole:
        return isNumber(column);
    default:
        return {};
    }
}

QVariant ClientModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(isNumber(section) ? kNumbersAt : kWordsAt);
    if (role == Qt::ToolTipRole) {
        switch (section) {
        case Queue:
            return tr("Messages waiting because the program has not read them");
        case Lag:
            return tr("Age of the oldest message that waits");
        case Conflated:
            return tr("Ticks replaced by newer ones because the program read too slowly");
        default:
            return {};
        }
    }
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Id:
        return tr("ID");
    case Program:
        return tr("Program");
    case Address:
        return tr("Address");
    case User:
        return tr("User");
    case Subscriptions:
        return tr("Subscriptions");
    case OutPerSecond:
        return tr("Out/s");
    case Queue:
        return tr("Queue");
    case Lag:
        return tr("Lag");
    case Conflated:
        return tr("Conflated");
    case ConnectedFor:
        return tr("Connected for");
    default:
        return {};
    }
}

bool ClientModel::sortsBefore(int column, const ClientRow &a, const ClientRow &b) const
{
    switch (column) {
    case Program:
        return programText(a).compare(programText(b), Qt::CaseInsensitive) < 0;
    case Address:
        return a.client.address != b.client.address ? a.client.address < b.client.address
                                                    : a.client.port < b.client.port;
    case User:
        return a.client.user.compare(b.client.user, Qt::CaseInsensitive) < 0;
    case Subscriptions:
        return a.client.subscriptions < b.client.subscriptions;
    case OutPerSecond:
        return a.client.outPerSecond < b.client.outPerSecond;
    case Queue:
        return a.client.queuedMessages < b.client.queuedMessages;
    case Lag:
        return a.client.lag < b.client.lag;
    case Conflated:
        return a.client.conflated < b.client.conflated;
    case ConnectedFor:
        return a.client.connectedFor < b.client.connectedFor;
    default:
        return a.client.id < b.client.id;
    }
}

QString ClientModel::searchText(const ClientRow &row) const
{
    return QStringList{programText(row), row.program.script, display(row, Address), row.client.user, display(row, Id)}
        .join(QLatin1Char('\n'));
}

} // namespace tickgate

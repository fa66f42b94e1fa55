#include "LogModel.h"

#include "ui/model/RowModel.h"

namespace tickgate {

QString logLevelText(LogLevel level)
{
    switch (level) {
    case LogLevel::Trace:
        return LogModel::tr("trace");
    case LogLevel::Debug:
        return LogModel::tr("debug");
    case LogLevel::Info:
        return LogModel::tr("info");
    case LogLevel::Warn:
        return LogModel::tr("warning");
    case LogLevel::Error:
        break;
    }
    return LogModel::tr("error");
}

QString logLineText(const LogEntry &line)
{
    QString text = line.time.toString(QStringLiteral("yyyy-MM-dd HH:mm:ss.zzz"));
    text += QStringLiteral("  %1  ").arg(logLevelText(line.level), -7);
    return line.category.isEmpty() ? text + line.text : text + line.category + QLatin1String(": ") + line.text;
}

LogModel::LogModel(int capacity, QObject *parent)
    : QAbstractTableModel(parent)
    , m_capacity(capacity)
{}

void LogModel::append(const QList<LogEntry> &lines)
{
    std::vector<LogEntry> fresh;
    for (const LogEntry &line : lines) {
        if (line.id > m_newestId) {
            m_newestId = line.id;
            fresh.push_back(line);
        }
    }
    if (fresh.empty())
        return;
    const auto count = std::min(fresh.size(), static_cast<std::size_t>(m_capacity));
    const auto begin = fresh.end() - static_cast<std::ptrdiff_t>(count);

    const int tooMany = static_cast<int>(m_lines.size() + count) - m_capacity;
    if (tooMany > 0) {
        beginRemoveRows({}, 0, tooMany - 1);
        m_lines.erase(m_lines.begin(), m_lines.begin() + tooMany);
        endRemoveRows();
    }
    const int first = static_cast<int>(m_lines.size());
    beginInsertRows({}, first, first + static_cast<int>(count) - 1);
    m_lines.insert(m_lines.end(), begin, fresh.end());
    endInsertRows();
}

void LogModel::clear()
{
    beginResetModel();
    m_lines.clear();
    endResetModel();
}

int LogModel::rowCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : static_cast<int>(m_lines.size());
}

int LogModel::columnCount(const QModelIndex &parent) const
{
    return parent.isValid() ? 0 : ColumnCount;
}

QVariant LogModel::data(const QModelIndex &index, int role) const
{
    if (!index.isValid())
        return {};
    const LogEntry &line = this->line(index.row());
    switch (role) {
    case Qt::DisplayRole:
        switch (index.column()) {
        case Time:
            return line.time.toString(QStringLiteral("HH:mm:ss.zzz"));
        case Level:
            return logLevelText(line.level);
        case Category:
            return line.category;
        default:
            return line.text;
        }
    case Qt::ToolTipRole:
        return index.column() == Text ? QVariant(line.text) : QVariant();
    case Qt::AccessibleTextRole:
        return logLineText(line);
    case ToneRole:
        if (index.column() != Level || line.level < LogLevel::Warn)
            return {};
        return static_cast<int>(line.level == LogLevel::Warn ? Tone::Warning : Tone::Failed);
    case MutedRole:
        return index.column() == Time || line.level <= LogLevel::Debug;
    default:
        return {};
    }
}

QVariant LogModel::headerData(int section, Qt::Orientation orientation, int role) const
{
    if (orientation != Qt::Horizontal)
        return {};
    if (role == Qt::TextAlignmentRole)
        return QVariant(Qt::AlignLeft | Qt::AlignVCenter);
    if (role != Qt::DisplayRole)
        return {};
    switch (section) {
    case Time:
        return tr("Time");
    case Level:
        return tr("Level");
    case Category:
        return tr("Part");
    default:
        return tr("Message");
    }
}

LogFilter::LogFilter(LogModel &source, QObject *parent)
    : QSortFilterProxyModel(parent)
    , m_source(source)
{
    setSourceModel(&source);
}

void LogFilter::setLevel(LogLevel level)
{
    m_level = level;
    invalidateFilter();
}

void LogFilter::setText(const QString &text)
{
    m_text = text.trimmed();
    invalidateFilter();
}

const LogEntry &LogFilter::lineAt(int row) const
{
    return m_source.line(mapToSource(index(row, 0)).row());
}

bool LogFilter::filterAcceptsRow(int sourceRow, const QModelIndex &parent) const
{
    if (parent.isValid())
        return false;
    const LogEntry &line = m_source.line(sourceRow);
    if (line.level < m_level)
        return false;
    return m_text.isEmpty() || line.text.contains(m_text, Qt::CaseInsensitive) ||
           line.category.contains(m_text, Qt::CaseInsensitive);
}

} // namespace tickgate

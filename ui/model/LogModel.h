#pragma once

#include "core/logging/LogRing.h"

#include <QAbstractTableModel>
#include <QList>
#include <QSortFilterProxyModel>
#include <QString>

#include <deque>

namespace tickgate {

/// "12:00:01.250  warn  bus: ...", as it is copied and saved.
[[nodiscard]] QString logLineText(const LogEntry &line);
[[nodiscard]] QString logLevelText(LogLevel level);

/// The newest lines of the log. GUI thread; owned by the log page.
class LogModel : public QAbstractTableModel
{
    Q_OBJECT

public:
    enum Column
    {
        Time,
        Level,
        Category,
        Text,
        ColumnCount
    };

    explicit LogModel(int capacity = 10'000, QObject *parent = nullptr);

    /// Lines up to the newest known id are skipped.
    void append(const QList<LogEntry> &lines);
    /// What was cleared does not come back.
    void clear();
    [[nodiscard]] quint64 newestId() const { return m_newestId; }
    [[nodiscard]] const LogEntry &line(int row) const { return m_lines[static_cast<std::size_t>(row)]; }

    [[nodiscard]] int rowCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] int columnCount(const QModelIndex &parent = {}) const override;
    [[nodiscard]] QVariant data(const QModelIndex &index, int role) const override;
    [[nodiscard]] QVariant headerData(int section, Qt::Orientation orientation, int role) const override;

private:
    int m_capacity;
    quint64 m_newestId = 0;
    std::deque<LogEntry> m_lines;
};

/// Lines of a level and above that contain a text. GUI thread.
class LogFilter : public QSortFilterProxyModel
{
    Q_OBJECT

public:
    explicit LogFilter(LogModel &source, QObject *parent = nullptr);

    void setLevel(LogLevel level);
    void setText(const QString &text);
    [[nodiscard]] const LogEntry &lineAt(int row) const;

protected:
    [[nodiscard]] bool filterAcceptsRow(int sourceRow, const QModelIndex &parent) const override;

private:
    LogModel &m_source;
    LogLevel m_level = LogLevel::Trace;
    QString m_text;
};

} // namespace tickgate

#pragma once

#include "ui/model/PanelView.h"
#include "ui/model/RowFilter.h"
#include "ui/model/SymbolModel.h"

#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace tickgate {

class DataTable;
class PanelStore;

/// What is subscribed and what ticks; what is waited for in vain is one click away. GUI thread; owned by the window.
class SymbolsPage : public QWidget
{
    Q_OBJECT

public:
    explicit SymbolsPage(PanelStore &store, QWidget *parent = nullptr);

    void setView(const PanelView &view, const ExchangeHours &hours, const QDateTime &wallClock,
                 std::chrono::milliseconds now);
    /// Shows only what is subscribed and does not tick.
    void showWaiting();
    [[nodiscard]] SymbolModel &model() { return m_model; }
    [[nodiscard]] DataTable &table() { return *m_table; }

private:
    void refreshEmptyText();

    SymbolModel m_model;
    RowFilter<SymbolRow> m_filter;
    bool m_running = false;
    QLineEdit *m_search;
    QPushButton *m_waiting;
    QPushButton *m_copy;
    QLabel *m_adapters; ///< one line for each broker adapter
    QLabel *m_summary;
    DataTable *m_table;
};

} // namespace tickgate

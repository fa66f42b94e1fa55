#pragma once

#include "ui/model/ClientModel.h"
#include "ui/model/PanelView.h"
#include "ui/model/RowFilter.h"

#include <QSet>
#include <QWidget>

class QLabel;
class QLineEdit;
class QPushButton;

namespace tickgate {

class DataTable;
class PanelStore;
class PortDesk;
class Prompter;

/// Who is connected. GUI thread; owned by the window.
class ClientsPage : public QWidget
{
    Q_OBJECT

public:
    ClientsPage(PortDesk &desk, Prompter &prompter, PanelStore &store, QWidget *parent = nullptr);

    void setView(const PanelView &view, std::chrono::milliseconds now);
    [[nodiscard]] ClientModel &model() { return m_model; }
    [[nodiscard]] DataTable &table() { return *m_table; }

Q_SIGNALS:
    /// Confirmed by the user.
    void kickRequested(quint64 clientId);

private:
    void identifyNew(const PanelView &view);
    void askKick();
    void refreshDetails();
    void refreshEmptyText();
    void showMenu(const QPoint &where);

    PortDesk &m_desk;
    Prompter &m_prompter;
    ClientModel m_model;
    RowFilter<ClientRow> m_filter;
    PanelView m_view;
    QSet<quint64> m_asked;
    QLineEdit *m_search;
    DataTable *m_table;
    QLabel *m_details;
    QPushButton *m_copy;
    QPushButton *m_kick;
};

} // namespace tickgate

#pragma once

#include "ui/model/PortModel.h"

#include <QWidget>

#include <optional>

class QLabel;
class QPushButton;

namespace tickgate {

class DataTable;
class PanelStore;

/// Who is on the two ports, what that means, and the one right thing to do. GUI thread; owned by the window.
class PortsPage : public QWidget
{
    Q_OBJECT

public:
    explicit PortsPage(PanelStore &store, QWidget *parent = nullptr);

    void setVerdicts(const std::optional<PortVerdict> &webSocket, const std::optional<BusVerdict> &bus);
    [[nodiscard]] PortModel &model() { return m_model; }
    [[nodiscard]] DataTable &table() { return *m_table; }

Q_SIGNALS:
    void checkRequested();
    void portActionRequested(tickgate::PortAction action, const tickgate::PortVerdict &verdict);

private:
    void refreshDetails();
    [[nodiscard]] const PortRow *selected() const;

    PortModel m_model;
    bool m_chosen = false;    ///< the user selected a row; else we select the one that needs something
    bool m_selecting = false; ///< we are doing it
    DataTable *m_table;
    QLabel *m_text;
    QLabel *m_remedy;
    QPushButton *m_action;
    QPushButton *m_check;
};

} // namespace tickgate

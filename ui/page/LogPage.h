#pragma once

#include "ui/model/LogModel.h"

#include <QTimer>
#include <QWidget>

#include <memory>

class QComboBox;
class QLineEdit;
class QPushButton;

namespace tickgate {

class DataTable;
class PanelStore;
class Prompter;

/// The newest lines of the log. Follows the end until the user scrolls up. Reads the ring at most four times a second,
/// and only while it is seen. GUI thread; owned by the window.
class LogPage : public QWidget
{
    Q_OBJECT

public:
    LogPage(std::shared_ptr<LogRing> ring, Prompter &prompter, PanelStore &store, QWidget *parent = nullptr);

    [[nodiscard]] LogModel &model() { return m_model; }
    [[nodiscard]] DataTable &table() { return *m_table; }
    [[nodiscard]] bool follows() const { return m_follow; }

protected:
    void showEvent(QShowEvent *event) override;

private:
    void pull();
    void save();
    [[nodiscard]] QString shownText() const;
    void refreshEmptyText();
    void refreshNewest();

    std::shared_ptr<LogRing> m_ring;
    Prompter &m_prompter;
    LogModel m_model;
    LogFilter m_filter;
    QTimer m_timer;
    bool m_follow = true;
    int m_unseen = 0;
    QComboBox *m_level;
    QLineEdit *m_search;
    QPushButton *m_pause;
    QPushButton *m_newest;
    DataTable *m_table;
};

} // namespace tickgate

#pragma once

#include "core/service/ExchangeHoursFiles.h"

#include <QDialog>

class QLabel;
class QPlainTextEdit;
class QPushButton;

namespace tickgate {

/// When the exchanges trade, as text that is checked while it is typed. Saves nothing itself. GUI thread; owned by the
/// window.
class HoursDialog : public QDialog
{
    Q_OBJECT

public:
    explicit HoursDialog(QWidget *parent = nullptr);

    void setFiles(const ExchangeHoursFiles &files);
    [[nodiscard]] ExchangeHoursFiles files() const;
    /// What went wrong while saving.
    void setError(const QString &text);

Q_SIGNALS:
    void saveRequested();

private:
    void refresh();

    QPlainTextEdit *m_hours;
    QPlainTextEdit *m_holidays;
    QLabel *m_problem;
    QPushButton *m_save;
};

} // namespace tickgate

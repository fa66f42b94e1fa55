#pragma once

#include "core/config/SettingTable.h"

#include <QWidget>

class QCheckBox;
class QComboBox;
class QLineEdit;
class QPushButton;

namespace tickgate {

class MutedLabel;

/// One setting to be read and changed: checked as it is typed, with what set it and whether a restart is needed. GUI
/// thread; owned by the settings dialog.
class SettingField : public QWidget
{
    Q_OBJECT

public:
    SettingField(const SettingRow &row, QWidget *parent = nullptr);

    /// `origin` as the loader names it; what the environment or the command line set cannot be changed here.
    void setValue(const ProxyConfig &config, const QString &origin, const QString &ownFile);
    [[nodiscard]] QString text() const;
    void setText(const QString &text);
    /// Offers this value as long as the field is empty, with a button that takes it. Only for folders.
    void suggest(const QString &value);
    [[nodiscard]] bool isValid() const;
    [[nodiscard]] bool isChanged() const;
    /// What does not go together with other settings, and what to think of although it can be used; empty for nothing.
    void setObjection(const QString &text);
    [[nodiscard]] bool hasObjection() const { return !m_objection.isEmpty(); }
    void setWarning(const QString &text);
    [[nodiscard]] const SettingRow &row() const { return m_row; }
    [[nodiscard]] QString note() const;
    [[nodiscard]] QWidget *editor() const;

Q_SIGNALS:
    void edited();
    void browseRequested();

private:
    void refresh();
    void showNote();

    const SettingRow &m_row;
    QString m_before;
    QString m_origin;
    QString m_ownFile;
    QLineEdit *m_line = nullptr;
    QComboBox *m_choice = nullptr;
    QCheckBox *m_switch = nullptr;
    QPushButton *m_take = nullptr; ///< of a suggestion
    QString m_suggested;
    QString m_objection;
    QString m_warning;
    MutedLabel *m_note;
};

} // namespace tickgate

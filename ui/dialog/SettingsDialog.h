#pragma once

#include "core/config/ProxyConfig.h"
#include "ui/dialog/SettingLabels.h"
#include "ui/service/SettingsWriter.h"

#include <QDialog>

#include <optional>

class QCheckBox;
class QLabel;
class QPushButton;
class QTabWidget;
class QVBoxLayout;

namespace tickgate {

class PanelStore;
class Prompter;
class SettingField;

/// Everything that can be set, from the table of settings, each field with what set it. Saves nothing itself. GUI
/// thread; owned by the window.
class SettingsDialog : public QDialog
{
    Q_OBJECT

public:
    SettingsDialog(PanelStore &store, Prompter &prompter, QWidget *parent = nullptr);

    void setLoaded(const LoadedConfig &loaded, const QString &ownFile);
    /// Nothing can be saved from now on; why is shown.
    void setReadOnly(const QString &why);
    /// An OpenAlgo in one of the usual places, offered where no folder is set.
    void suggestOpenAlgo(const QString &folder);
    /// Nothing while it is not known.
    void setLoginItem(std::optional<bool> enabled);
    /// Without a tray nothing starts in it. True until it is said.
    void setTrayAvailable(bool available);
    /// What is to be said of the OpenAlgo folder that stands there; empty for nothing.
    void setFolderWarning(const QString &folder, const QString &warning);

    /// What differs from what was loaded; an emptied field takes its key out.
    [[nodiscard]] SettingsWriter::Changes changes() const;
    [[nodiscard]] bool restartNeeded() const;
    /// What went wrong while saving; shown until the next try.
    void setError(const QString &text);

Q_SIGNALS:
    void saveRequested();
    /// To be looked into; setFolderWarning() answers.
    void folderChanged(const QString &folder);
    void loginItemRequested(bool enabled, bool minimized);
    /// The editor of exchange hours is wanted.
    void hoursRequested();

private:
    void buildPanelTab(QVBoxLayout &layout);
    void buildLimitsTab(QVBoxLayout &layout);
    void addSwitch(QVBoxLayout &layout, const QString &key, const QString &title, bool otherwise);
    /// A page is read from its top.
    void beginPage();
    void refresh();
    void refreshMinimized();
    /// Says beside each field what does not go together with the others; false when something new does not.
    [[nodiscard]] bool checkTogether();
    void save();

    PanelStore &m_store;
    QTabWidget *m_tabs;
    QList<SettingField *> m_fields;
    SettingField *m_folder = nullptr; ///< of m_fields: OpenAlgo's
    ProxyConfig m_before;
    QList<QPair<QString, QCheckBox *>> m_switches; ///< kept in the store
    QCheckBox *m_login;
    QCheckBox *m_minimized;
    bool m_loginBefore = false;
    bool m_minimizedBefore = false;
    bool m_tray = true;
    QString m_readOnly; ///< why nothing can be saved; empty when it can
    QLabel *m_problem;
    QPushButton *m_save;
};

} // namespace tickgate

#pragma once

#include "core/auth/OpenAlgoInspection.h"
#include "core/config/ProxyConfig.h"
#include "core/ports/PortVerdict.h"
#include "ui/service/SettingsWriter.h"

#include <QDialog>
#include <QTimer>

#include <optional>

class QCheckBox;
class QLabel;
class QLineEdit;
class QPushButton;
class QRadioButton;

namespace tickgate {

class Glyph;
class Prompter;
class SettingField;

/// The first start on one page: find OpenAlgo or do without, the two ports, start at login. Looks nothing up and saves
/// nothing itself. GUI thread; owned by the window.
class FirstRunDialog : public QDialog
{
    Q_OBJECT

public:
    explicit FirstRunDialog(Prompter &prompter, QWidget *parent = nullptr);

    void setLoaded(const LoadedConfig &loaded, const QString &ownFile);
    /// What is in the folder that was found or chosen.
    void setInspection(const OpenAlgoInspection &inspection);
    /// What was found on that port; too late when another stands there by now.
    void setPortText(bool bus, int port, const QString &text);
    /// As typed; nothing while it is not a port.
    [[nodiscard]] std::optional<int> port(bool bus) const;
    void setError(const QString &text);

    [[nodiscard]] SettingsWriter::Changes changes() const;
    [[nodiscard]] bool wantsLoginItem() const;

Q_SIGNALS:
    /// To be looked into; setInspection() answers.
    void folderChanged(const QString &folder);
    /// Other ports than before; setPortText() answers.
    void portsChanged();
    void finishRequested();
    void demoRequested();

private:
    void refresh();
    /// What was said of the ports is no longer of these.
    void forgetPorts();

    QRadioButton *m_withOpenAlgo;
    QRadioButton *m_without;
    bool m_hasLoaded = false;   ///< before that nothing is known that could be kept or changed
    bool m_folderIsSet = false; ///< by some layer of the settings
    SettingField *m_folder;
    SettingField *m_webSocketPort;
    SettingField *m_busPort;
    Glyph *m_foundGlyph;
    QLabel *m_found;
    QLabel *m_ports;
    QCheckBox *m_login;
    QLabel *m_problem;
    QPushButton *m_finish;
    QString m_portTexts[2]; ///< of the WebSocket port and the bus port
    QTimer m_portPause;     ///< until whoever types has finished
    bool m_chosen = false;  ///< the user picked one of the two ways
};

} // namespace tickgate
